"""Textual's driver for terminals, with what terminals do in practice: they go away, break off, and send odd bytes."""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
from codecs import getincrementaldecoder
from collections.abc import Callable
from threading import Lock
from typing import Any

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from tui import first_frame


class TerminalDriver(LinuxDriver):
    """Takes over from the first frame, and ends the program when the terminal is gone."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # The app does both itself: it keeps what was typed first, and draws everything anew.
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.signal(signal.SIGCONT, signal.SIG_DFL)
        self._found = first_frame.take_over()
        self._entered = self._found is not None
        self._early: list[Message] | None = []
        self._order = Lock()

    def start_application_mode(self) -> None:
        """As ever, but over the first frame."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._found is not None:
            # Read by now are the settings that the first frame made.
            self.attrs_before = self._found
        self._entered = False
        loop = asyncio.get_running_loop()

        def resized(*_: object) -> None:
            # Only noted here: handlers interrupt one another, and an old size told last would stay for good.
            loop.call_soon_threadsafe(self._tell_size)

        signal.signal(signal.SIGWINCH, resized)

    def _tell_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

    def write(self, data: str) -> None:
        """Write, if there is anybody to read it. The alternate screen is not entered a second time from the first frame:
        the place of the shell's cursor would be lost."""
        gone = self._writer_thread is not None and not self._writer_thread.is_alive()
        if not gone and not (self._entered and data == first_frame.ENTER):
            super().write(data)

    def process_message(self, message: Message) -> None:
        """Hand a message to the app. Keys wait until there is something that takes them: else they would be lost."""
        with self._order:
            if self._early is not None and isinstance(message, events.Key | events.Paste | events.MouseEvent):
                self._early.append(message)
            else:
                super().process_message(message)

    def let_in(self) -> None:
        """There is something that takes keys now."""
        with self._order:
            early, self._early = self._early or [], None
            for message in early:
                super().process_message(message)

    def _enable_mouse_pixels(self) -> None:
        """Cells are enough, and this mode would outlive the program."""

    def run_input_thread(self) -> None:
        """Read until the end of the program, or of the terminal."""
        parser = XTermParser(self._debug)
        typed = Typed(parser, self.process_message)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    try:
                        data = os.read(self.fileno, 65536)
                    except OSError:
                        data = b""
                    if not data:
                        # Nothing will ever come again: as if the window had been closed.
                        os.kill(os.getpid(), signal.SIGHUP)
                        return
                    typed.feed(decode(data))
                for event in parser.tick():
                    self.process_message(event)


class Typed:
    """What comes from the terminal, with pastes taken out whole: no letter of one is ever read as a key."""

    def __init__(self, parser: XTermParser, take: Callable[[Message], object]) -> None:
        self._parser = parser
        self._take = take
        self._pasted: list[str] | None = None
        self._tail = ""
        """The last few letters before, in case a bracket was torn apart."""

    def feed(self, text: str) -> None:
        """Some more, as it comes."""
        while text:
            text = self._outside(text) if self._pasted is None else self._inside(text)

    def _outside(self, text: str) -> str:
        whole = self._tail + text
        at = whole.find(BRACKETED_PASTE_START)
        if at < 0:
            self._tail = whole[-len(BRACKETED_PASTE_START) + 1 :]
            self._parse(text)
            return ""
        before, behind = at - len(self._tail), at - len(self._tail) + len(BRACKETED_PASTE_START)
        if before >= 0:
            self._parse(text[:before])
        else:
            # The parser has the first half of the bracket: it gets the rest, and an end to it.
            self._parse(text[:behind] + BRACKETED_PASTE_END)
        self._pasted, self._tail = [], ""
        return text[behind:]

    def _inside(self, text: str) -> str:
        assert self._pasted is not None
        whole = self._tail + text
        at = whole.find(BRACKETED_PASTE_END)
        if at < 0:
            keep = len(BRACKETED_PASTE_END) - 1
            self._pasted.append(whole[:-keep])
            self._tail = whole[-keep:]
            return ""
        self._pasted.append(whole[:at])
        self._take(events.Paste("".join(self._pasted).replace("\0", "")))
        self._pasted, self._tail = None, ""
        return whole[at + len(BRACKETED_PASTE_END) :]

    def _parse(self, text: str) -> None:
        if not text:
            # To the parser nothing means the end of it all: any later key would be an error.
            return
        for event in self._parser.feed(text):
            if not (isinstance(event, events.Paste) and not event.text):
                self._take(event)
