"""The program on a screen: its screens, looks and way out."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rich.text import Text
from textual.app import App
from textual.binding import Binding
from textual.command import Provider

from tui import themes
from tui.screens.chat import ChatScreen
from tui.services import Services
from tui.settings import Settings, animations_wanted, theme_named
from tui.standing import Standing

STOPPED_BY_PERSON = 130


def _palette() -> type[Provider]:
    from tui.palette import Commands

    return Commands


class IntakeApp(App[None]):
    """`IntakeApp(services).run()`; `return_code` is the exit code afterwards."""

    CSS_PATH = Path(__file__).with_name("intake.tcss")
    TITLE = "intake"
    COMMANDS = {_palette}
    _worn = ""
    """The look that the stylesheet has."""
    BINDINGS = [
        Binding("ctrl+q", "app.leave_now", "leave", id="app.leave", show=False),
        Binding("ctrl+c", "app.interrupt", "leave", id="app.interrupt", show=False, priority=True),
        Binding("ctrl+p", "app.command_palette", "all actions", id="app.palette", show=False),
    ]
    COMMAND_PALETTE_BINDING = "f12"
    """Textual's own, which would overtake what is typed; ours is ctrl+p above."""

    def __init__(
        self,
        services: Services,
        first_message: str = "",
        *,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        standing: Standing | None = None,
    ) -> None:
        """Args:
        first_message: Said at once, as if it were typed.
        wait: Lets some seconds go by before an unclear filing is looked for.
        standing: The settings, and where they come from.
        """
        super().__init__(driver_class=_driver())
        self.title = f"intake · {services.catalogue.team}"
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.standing = standing or Standing()
        self.apply(self.standing.settings)
        self.chat = ChatScreen(services, first_message, wait=wait)
        self._leaving = False
        self._stopping = False

    @property
    def settings(self) -> Settings:
        """What is set."""
        return self.standing.settings

    def apply(self, settings: Settings) -> None:
        """Look and answer to keys as these settings say."""
        named = theme_named(settings).value
        theme = themes.called(named) if named != "auto" else themes.of_terminal()
        if self._worn:
            self.theme = theme
        else:
            self._begin_with(theme)
        self.animation_level = animations_wanted(settings).value  # type: ignore[assignment]
        self.set_keymap(settings.keys)

    def _begin_with(self, theme: str) -> None:
        """Take a look before anything is drawn. Set as usual, it would have the stylesheet read twice."""
        self.set_reactive(IntakeApp.theme, theme)
        dark = self.current_theme.dark
        self.update_classes(
            {"-dark-mode": dark, "-light-mode": not dark, f"-theme-{theme}": True}, update=False
        )
        self._worn = theme
        self.stylesheet.set_variables(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """None before there is a look: those of Textual's own would be worked out for nothing."""
        return super().get_css_variables() if self._worn else {}

    def refresh_css(self, animate: bool = True) -> None:
        """Draw everything in another look; not in the one that it has."""
        if self.theme != self._worn:
            self._worn = self.theme
            super().refresh_css(animate)

    def get_default_screen(self) -> Any:
        """The talk is where everything begins and comes back to."""
        return self.chat

    def on_mount(self) -> None:
        """A signal must find the terminal restored and the words kept; nobody else sees to that."""
        # What was loaded to get here stays: looking for garbage in it, now or later, finds none.
        gc.freeze()
        gc.enable()
        for number, answer in self._signals():
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, answer, number)

    def on_ready(self) -> None:
        """What was typed while all this came up goes where it was meant to, as soon as the box can take it."""
        if self.screen.focused is None:
            self.call_after_refresh(self.on_ready)
        elif let_in := getattr(self._driver, "let_in", None):
            let_in()

    def on_unmount(self) -> None:
        """Give the signals back."""
        for number, _ in self._signals():
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().remove_signal_handler(number)

    def _fatal_error(self) -> None:
        """As Textual's own, but without the values of variables: they hold the person's words, and may hold a token."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()

    def _signals(self) -> tuple[tuple[int, Callable[[int], None]], ...]:
        if os.name == "nt":
            return ()
        leaving = tuple(
            (number, self._signalled) for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
        )
        return (*leaving, (signal.SIGTSTP, self._stopped), (signal.SIGCONT, self._continued))

    def _signalled(self, number: int) -> None:
        self.call_later(self._leave, 128 + number, says=False)

    def _stopped(self, number: int) -> None:  # noqa: ARG002 - how handlers are called
        if not self._stopping:
            self._stopping = True
            self.run_worker(self._stop(), group="leaving")

    async def _stop(self) -> None:
        """Back to the shell until `fg`: the words are on disk before, for nobody knows whether it comes."""
        await self.chat.settle()
        with self.suspend():
            os.kill(os.getpid(), signal.SIGSTOP)

    def _continued(self, number: int) -> None:  # noqa: ARG002 - how handlers are called
        if self._stopping:
            self._stopping = False
        elif self._driver is not None and self._driver.can_suspend:
            # Stopped by a signal that nobody can catch: the shell has set the terminal for itself since.
            with self.suspend():
                pass

    async def _leave(self, code: int, *, says: bool = True) -> None:
        if self._leaving:
            return
        self._leaving = True
        await self.chat.settle()
        request = self.chat.request
        message = ""
        if says and request is not None and self.chat.keeps_words:
            message = f"Kept as {request.id}. The next `intake` offers to go on with it."
        self.exit(return_code=code, message=Text(message) if message else None)

    def on_editor_screen_paused(self, event: Any) -> None:
        """What is being edited is kept while it is edited."""
        self.chat.keep_edit(event.title, event.description)

    async def action_leave_now(self) -> None:
        """Leave; what was written is kept."""
        await self._leave(0)

    def action_interrupt(self) -> None:
        """Ctrl+C copies a selection; without one it asks whether to leave, and a second one is the answer."""
        from tui.screens.pages import LeaveScreen

        if isinstance(self.screen, LeaveScreen):
            self.screen.action_answer(True)
            return
        selected = self.screen.get_selected_text() or getattr(self.screen, "selected_text", "")
        if selected:
            self.copy_to_clipboard(selected)
            self.notify("Sent the selected text to the terminal's clipboard.", markup=False)
        else:
            self.action_ask_to_leave()

    def action_ask_to_leave(self) -> None:
        """Ask once."""
        from tui.screens.pages import LeaveScreen

        def answered(leave: bool | None) -> None:
            if leave:
                self.run_worker(self._leave(STOPPED_BY_PERSON), group="leaving")

        self.push_screen(LeaveScreen(keeps=self.chat.keeps_words), answered)


def _driver() -> Any:
    if os.name == "nt":
        return None
    from tui.terminal_driver import TerminalDriver

    return TerminalDriver
