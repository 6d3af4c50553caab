"""Screens to read, and the one question before leaving."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.foreign import foreign, with_links
from tui.widgets.bars import KeyLine, keys_of
from tui.widgets.lines import Block, Lines


class PageScreen(ModalScreen[None]):
    """A text to read: help for this moment, or a link that no browser could be opened for."""

    BINDINGS = [
        Binding("escape,question_mark,f1,q,enter", "close", "back", id="page.close"),
        Binding("c", "copy", "copy", id="page.copy"),
        Binding("up", "scroll(-1)", show=False, id="page.up"),
        Binding("down", "scroll(1)", show=False, id="page.down"),
        Binding("pageup", "scroll(-10)", show=False, id="page.page_up"),
        Binding("pagedown,space", "scroll(10)", show=False, id="page.page_down"),
    ]

    def __init__(self, title: str, body: Content, *, copies: str = "") -> None:
        """Args:
        copies: What `c` hands to the clipboard; nothing by default.
        """
        super().__init__()
        self._title = title
        self._body = body
        self._copies = copies

    def compose(self) -> ComposeResult:
        """Title, text, keys."""
        with Vertical(id="page"):
            yield Static(foreign(self._title, "bold"), id="page-title")
            yield Lines(indent=0, id="page-text")
            yield KeyLine()

    def on_mount(self) -> None:
        """Fill it."""
        self.query_one(Lines).put(Block(body=with_links(self._body)))
        self._show_keys()

    def _show_keys(self) -> None:
        wanted = [("page.copy", "copy"), ("page.close", "back")]
        self.query_one(KeyLine).show(keys_of(self, wanted))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Copy only where there is something to copy."""
        return bool(self._copies) if action == "copy" else True

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def action_copy(self) -> None:
        """Hand it to the terminal's clipboard, and say so."""
        self.app.copy_to_clipboard(self._copies)
        self.query_one("#page-title", Static).update(
            "Sent to the terminal's clipboard. The text stays here too."
        )

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(Lines).scroll_relative(y=lines, animate=False)


class LeaveScreen(ModalScreen[bool]):
    """Asked once on Ctrl+C; the second Ctrl+C is an answer."""

    BINDINGS = [
        Binding("enter,y,ctrl+c,ctrl+q", "answer(True)", "leave", id="leave.leave", priority=True),
        Binding("escape,n", "answer(False)", "stay", id="leave.stay", priority=True),
    ]

    def __init__(self, *, keeps: bool) -> None:
        """Args:
        keeps: There are words that are kept.
        """
        super().__init__()
        self._keeps = keeps

    def compose(self) -> ComposeResult:
        """One question."""
        with Vertical(id="leave"):
            yield Static("Leave intake?", id="leave-title")
            if self._keeps:
                yield Static("Your words are kept as a draft and offered at the next start.", id="leave-text")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the two answers."""
        wanted = [("leave.leave", "leave"), ("leave.stay", "stay")]
        self.query_one(KeyLine).show(keys_of(self, wanted))

    def action_answer(self, leave: bool) -> None:
        """Leave, or stay."""
        self.dismiss(leave)
