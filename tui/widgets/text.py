"""The toolkit's text area, without what would end the program."""

from __future__ import annotations

from textual.widgets import TextArea


class Text(TextArea, inherit_bindings=False):
    """A text area whose undo may take away any number of lines."""

    def _recompute_cursor_offset(self) -> None:
        # An undo or redo that takes the scrollbar away looks for the cursor before it has moved it: it may still stand
        # behind the end, where the toolkit finds no line and gives up.
        if self.cursor_location[0] < self.document.line_count:
            super()._recompute_cursor_offset()  # type: ignore[no-untyped-call]
