"""What Textual costs by itself: `python benchmarks/bare.py app` shows a word, `area` a text area and nothing else."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import Static, TextArea


class BareApp(App[None]):
    """A word to read."""

    def compose(self) -> ComposeResult:
        """The word."""
        yield Static("ready")


class BareArea(App[None]):
    """Something to type into, as it comes."""

    def compose(self) -> ComposeResult:
        """The area has the focus: there is nothing else."""
        yield TextArea(placeholder="ready")


if __name__ == "__main__":
    (BareArea if sys.argv[1:] == ["area"] else BareApp)().run()
