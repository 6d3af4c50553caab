"""A terminal for tests and measurements: starts a program on a pseudo-terminal, shows what it draws, types into it.

The screen is a pyte model. Modes that pyte does not know (mouse, paste, alternate screen) are noted here, and what a
program asks of its terminal is answered as a present-day terminal answers. Nothing sleeps: `until` waits for a condition.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import warnings
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pyte

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0
"""Seconds for anything awaited; reached only when something is broken."""

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "backspace": "\x7f", "up": "\x1b[A", "down": "\x1b[B",
    "right": "\x1b[C", "left": "\x1b[D", "f1": "\x1bOP", "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "tmux shift+enter": "\x1b[27;2;13~", "kitty shift+enter": "\x1b[13;2u",
    **{f"ctrl+{letter}": chr(ord(letter) & 31) for letter in "abcdefghijklmnopqrstuvwxyz"},
}  # fmt: skip
"""What a terminal sends for a key."""

_TOKEN = re.compile(
    r"\x1b\[(?P<prefix>[<-?]?)(?P<numbers>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b(?P<kind>[\]P_^X])(?P<body>[^\x1b\x07]*)(?:\x1b\\|\x07)"
    r"|\x1b[ #%()*+][ -~]|\x1b[^\[\]P_^X #%()*+]"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[<-?]?[0-9;:]*[ -/]*|[\]P_^X][^\x1b\x07]*\x1b?|[ #%()*+])?\Z")
# Drawn by terminals as one sign of two cells; pyte knows nothing of joined signs and would drop the rest of the line.
_JOINED = re.compile("\u200d.|\ufe0f")
_ALTERNATE = (47, 1047, 1049)
_DRAWN_BY_PYTE = (1, 5, 6, 7, 25)


class Terminal:
    """One program on one pseudo-terminal. Use it in a `with`: the program never outlives it."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        folder: Path,
        environment: Mapping[str, str],
        size: tuple[int, int] = (80, 24),
        modern: bool = False,
        tells: bool = True,
    ) -> None:
        """Args:
        environment: All of it; TERM is xterm-256color unless it is named.
        size: Columns and rows.
        modern: The terminal tells its size within its output and knows the keys of kitty.
        tells: The kernel tells the program when the window is closed or has another size.
        """
        self.columns, self.rows = size
        self.modern = modern
        self.modes: dict[int, bool] = {}
        """Private modes that were switched, as they stand now."""
        self.keyboard: list[int] = []
        """Keyboard protocols pushed and not popped."""
        self.output = b""
        self.clipboard = ""
        self.last = 0.0
        """`time.perf_counter()` when the latest output came."""
        self.painted: float | None = None
        """When the first text was seen."""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.Stream(self._screen)
        self._main: dict[int, dict[int, Any]] | None = None
        self._rest = ""
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._typed = bytearray()
        self._ended = False
        self._master, slave = os.openpty()
        os.set_blocking(self._master, False)
        self._tell_size()
        self.before = termios.tcgetattr(self._master)

        def take_terminal() -> None:
            if tells:
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            signal.signal(signal.SIGINT, signal.SIG_DFL)

        self.began = time.perf_counter()
        with warnings.catch_warnings():
            # Other threads of a test hold nothing that the child needs between its fork and its exec.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env={"TERM": "xterm-256color", **environment},
                stdin=slave,
                stdout=slave,
                stderr=slave,
                start_new_session=True,
                preexec_fn=take_terminal,
            )
        os.close(slave)

    # What is seen.

    @property
    def lines(self) -> list[str]:
        """The screen, line by line, without spaces at the ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen."""
        return "\n".join(self.lines)

    @property
    def cells(self) -> Iterator[tuple[int, int, Any]]:
        """Row, column and cell (data, fg, bg, bold, ...) of everything on the screen."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield row, column, self._screen.buffer[row][column]

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's own cursor."""
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def left_on(self) -> set[int]:
        """Modes that a shell would not want to find; empty after a clean end."""
        odd = {mode for mode, on in self.modes.items() if on != (mode in (7, 25))}
        return odd | ({-1} if self.keyboard else set())

    @property
    def attributes_kept(self) -> bool:
        """What `stty` shows is what it showed at the start."""
        return termios.tcgetattr(self._master) == self.before

    @property
    def echoes(self) -> bool:
        """The kernel shows what is typed."""
        return bool(termios.tcgetattr(self._master)[3] & termios.ECHO)

    @property
    def unsent(self) -> int:
        """Bytes that the program has not taken yet."""
        return len(self._typed)

    # Waiting.

    def until(
        self, condition: str | Callable[[], object], what: str = "", patience: float = PATIENCE
    ) -> float:
        """Wait until a text is on the screen, or something is true. Returns when its output came."""

        def met() -> object:
            if self.modes.get(2026):
                # Half of a frame is not on the screen yet.
                return False
            return condition in self.text if isinstance(condition, str) else condition()

        end = time.perf_counter() + patience
        while not met():
            left = end - time.perf_counter()
            if left <= 0 or (self._ended and not met()):
                raise AssertionError(
                    f"never came true: {what or condition} (exit code {self._process.poll()})\n{self.text}"
                )
            self._step(min(left, 0.05))
        return self.last

    def gone(self, text: str) -> None:
        """Wait until a text is not on the screen any more."""
        self.until(lambda: text not in self.text, f"without {text}")

    def rest(self, seconds: float) -> None:
        """Wait until nothing was drawn for so long."""
        quiet_since = time.perf_counter()
        while (left := max(self.last, quiet_since) + seconds - time.perf_counter()) > 0:
            self._step(left)

    def end(self) -> int:
        """Wait for the end of the program. Returns the exit code, minus the signal that ended it."""
        # The other end closes a moment before the program is gone; only then may its code be asked for with patience.
        with contextlib.suppress(AssertionError):
            self.until(lambda: self._ended)
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it never ended\n{self.text}") from None

    # Doing.

    def send(self, data: str | bytes) -> float:
        """Bytes as they are. Returns when they were handed over."""
        self._typed += data.encode() if isinstance(data, str) else data
        at = time.perf_counter()
        self._write()
        return at

    def press(self, *keys: str) -> float:
        """Keys by name, or letters."""
        return self.send("".join(KEYS.get(key, key) for key in keys))

    def paste(self, text: str) -> float:
        """As terminals do: line ends as carriage returns, in brackets where they are wanted."""
        body = text.replace("\r\n", "\r").replace("\n", "\r")
        return self.send(f"\x1b[200~{body}\x1b[201~" if self.modes.get(2004) else body)

    def resize(self, columns: int, rows: int) -> None:
        """Another size; the kernel tells the program."""
        self.columns, self.rows = columns, rows
        self._screen.resize(rows, columns)
        self._tell_size()
        if self.modes.get(2048):
            self.send(f"\x1b[48;{rows};{columns};{rows * 20};{columns * 10}t")

    def signal(self, number: int) -> None:
        """A signal to the program."""
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self._master)
        self._master, self._ended = -1, True

    @property
    def pid(self) -> int:
        """Of the program."""
        return self._process.pid

    @property
    def seconds_of_cpu(self) -> float:
        """Processor time that it has used so far."""
        # The kernel's clock of another process: threads that have ended are in it.
        return time.clock_gettime((~self.pid << 3) | 2)

    @property
    def state(self) -> str:
        """The kernel's letter: S sleeping, R running, T stopped, Z ended."""
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]

    @property
    def peak_memory(self) -> float:
        """Most that was resident so far, in MiB."""
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            # Ours alone: it leads a session of its own.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self._process.wait(PATIENCE)
        if self._master >= 0:
            os.close(self._master)

    # The other end of the wire.

    def _tell_size(self) -> None:
        size = struct.pack("HHHH", self.rows, self.columns, self.columns * 10, self.rows * 20)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def _step(self, seconds: float) -> None:
        if self._master < 0:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
            return
        ready, writable, _ = select.select([self._master], [self._master] if self._typed else [], [], seconds)
        if writable:
            self._write()
        if not ready:
            return
        try:
            data = os.read(self._master, 65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._ended = True
            return
        self.last = time.perf_counter()
        self.output += data
        self._show(self._rest + self._decoder.decode(data))
        if self.painted is None and not self.modes.get(2026) and self.text.strip():
            self.painted = self.last

    def _write(self) -> None:
        while self._typed:
            try:
                written = os.write(self._master, self._typed[:4096])
            except BlockingIOError:
                return
            except OSError:
                self._typed.clear()
                return
            del self._typed[:written]

    def _show(self, text: str) -> None:
        unfinished = _UNFINISHED.search(text)
        self._rest = text[unfinished.start() :] if unfinished else ""
        text = text[: unfinished.start()] if unfinished else text
        at = 0
        for token in _TOKEN.finditer(text):
            self._stream.feed(_JOINED.sub("", text[at : token.start()]))
            at = token.end()
            if token["final"]:
                self._command(token)
            elif token["kind"] == "]" and token["body"].startswith("52;"):
                with contextlib.suppress(ValueError):
                    self.clipboard = base64.b64decode(token["body"].rpartition(";")[2]).decode()
            elif not token["kind"]:
                self._stream.feed(token[0])
        self._stream.feed(_JOINED.sub("", text[at:]))

    def _command(self, token: re.Match[str]) -> None:
        prefix, between, final = token["prefix"], token["between"], token["final"]
        numbers = [int(number or 0) for number in re.split("[;:]", token["numbers"])]
        if between == "$" and final == "p":
            known = (1000, 1002, 1003, 1004, 1006, 1049, 2004, 2026, *((1016, 2048) if self.modern else ()))
            on = self.modes.get(numbers[0], False)
            self.send(f"\x1b[{prefix}{numbers[0]};{(1 if on else 2) if numbers[0] in known else 0}$y")
        elif between:
            return
        elif final == "u" and prefix == ">":
            self.keyboard.append(numbers[0])
        elif final == "u" and prefix == "<":
            del self.keyboard[-1:]
        elif prefix == "?" and final in "hl":
            for number in numbers:
                self.modes[number] = final == "h"
                if number in _ALTERNATE:
                    self._alternate(final == "h")
                elif number == 2048 and final == "h" and self.modern:
                    self.send(f"\x1b[48;{self.rows};{self.columns};{self.rows * 20};{self.columns * 10}t")
            for number in numbers:
                if number in _DRAWN_BY_PYTE:
                    self._stream.feed(f"\x1b[?{number}{final}")
        elif final == "n" and not prefix and numbers[0] == 6:
            self.send(f"\x1b[{self._screen.cursor.y + 1};{self._screen.cursor.x + 1}R")
        elif final == "c" and prefix in ("", "0"):
            self.send("\x1b[?62;22c")
        elif not prefix:
            self._stream.feed(token[0])

    def _alternate(self, on: bool) -> None:
        screen = self._screen
        if on and self._main is None:
            self._main = {row: dict(cells) for row, cells in screen.buffer.items()}
            self._cursor = (screen.cursor.x, screen.cursor.y)
            screen.erase_in_display(2)
        elif not on and self._main is not None:
            kept, self._main = self._main, None
            screen.erase_in_display(2)
            for row, cells in kept.items():
                screen.buffer[row].update(cells)
            screen.cursor.x, screen.cursor.y = self._cursor


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A person's environment with all folders below one, and nothing of ours in it."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {
        **kept,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "COLORTERM": "truecolor",
        **more,
    }


INTAKE = (sys.executable, "-m", "tui")
