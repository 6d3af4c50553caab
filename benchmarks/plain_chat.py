"""The plainest chat that Textual makes: a transcript, a box, a footer. What the figures of the program stand beside."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static, TextArea


class PlainChat(App[None]):
    """Says back what was said."""

    CSS = "#box { height: 8; }"
    BINDINGS = [Binding("ctrl+s", "send", "send")]

    def compose(self) -> ComposeResult:
        """From the top to the bottom."""
        with VerticalScroll(id="transcript"):
            yield Static("What do you need?")
        yield TextArea(id="box")
        yield Footer()

    def on_mount(self) -> None:
        """Type at once; the latest words stay in sight."""
        self.query_one("#transcript").anchor()
        self.query_one(TextArea).focus()

    def action_send(self) -> None:
        """Move the words from the box into the transcript."""
        box = self.query_one(TextArea)
        self.query_one("#transcript").mount(Static(Content(f"You said: {box.text}")))
        box.clear()


if __name__ == "__main__":
    PlainChat().run()
