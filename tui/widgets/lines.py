"""Wrapped lines of text that scroll: the ground of the transcript and of the raw draft.

Lines are drawn one by one, only those in sight, so that a thousand turns cost no more than ten. A block is wrapped once
for a width; adding one never touches the others.
"""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style

from intents.values import dataclass
from tui.widgets.wrapping import hung


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some text with a mark before its first line."""

    body: Content
    mark: Content | None = None
    gap: bool = False
    """An empty line before it."""


class Lines(ScrollView, can_focus=False):
    """Blocks of text, wrapped to the width, scrolled by lines."""

    ALLOW_MAXIMIZE = False

    def __init__(self, *, indent: int = 2, follows: bool = False, id: str | None = None) -> None:  # noqa: A002
        """Args:
        indent: Columns for the marks.
        follows: Stays at its end while more is added, until somebody scrolls up.
        """
        super().__init__(id=id)
        self._indent = indent
        self._follows = self._at_end = follows
        self._blocks: list[Block] = []
        self._starts: list[int] = []
        self._lines: list[Content] = []
        self._wrapped_for = 0
        self._strips: dict[int, Strip] = {}

    @property
    def line_count(self) -> int:
        """Lines as they are wrapped now."""
        return len(self._lines)

    @property
    def text(self) -> str:
        """All of it, as it would be copied."""
        parts: list[str] = []
        for block in self._blocks:
            mark = block.mark.plain if block.mark else ""
            mark = mark.ljust(self._indent)
            body = block.body.plain.replace("\n", "\n" + " " * len(mark))
            parts.append(("\n" if block.gap and parts else "") + mark + body)
        return "\n".join(parts)

    def add(self, block: Block) -> None:
        """A block at the end."""
        self._blocks.append(block)
        if self._wrapped_for:
            self._wrap(block)
            self._resize()

    def put(self, *blocks: Block) -> None:
        """These blocks instead of all others, from the top."""
        self._blocks = list(blocks)
        self._wrap_all(self._wrapped_for)
        self.scroll_to(y=0, animate=False, immediate=True)

    def fit(self, width: int) -> None:
        """Wrap for this width now, before the layout asks for the height. Keeps the place."""
        if width == self._wrapped_for or width <= 0:
            return
        top = self._block_at(round(self.scroll_y))
        self._wrap_all(width)
        if not self._at_end and top < len(self._starts):
            self.scroll_to(y=self._starts[top], animate=False, immediate=True)

    def _block_at(self, line: int) -> int:
        return max(0, sum(1 for start in self._starts if start <= line) - 1)

    def _wrap_all(self, width: int) -> None:
        self._lines, self._starts = [], []
        self._strips.clear()
        self._wrapped_for = width
        if width:
            for block in self._blocks:
                self._wrap(block)
        self._resize()

    def _wrap(self, block: Block) -> None:
        if block.gap and self._lines:
            self._lines.append(Content(""))
        self._starts.append(len(self._lines))
        width = max(4, self._wrapped_for - self._indent)
        plain = Content(" " * self._indent)
        mark = block.mark or plain
        mark = mark.pad_right(max(0, self._indent - mark.cell_length))
        for paragraph in block.body.split("\n", allow_blank=True):
            for line in hung(paragraph, width):
                self._lines.append(mark + line)
                mark = plain

    def _resize(self) -> None:
        self.virtual_size = Size(max(1, self._wrapped_for), len(self._lines))
        self._keep_end()
        self.refresh()

    def _keep_end(self) -> None:
        if self._at_end:
            # Forced: when there is too much for the first time, the scrollbar that would allow it is not there yet.
            self.scroll_end(animate=False, immediate=True, force=True)

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._at_end = True
        self._keep_end()

    def by(self, lines: int) -> None:
        """Scroll by hand."""
        self.scroll_relative(y=lines, animate=False, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Whoever scrolls up stays there; whoever comes back to the end follows again."""
        super().watch_scroll_y(old_value, new_value)
        if self._follows and self.display and self.size.height:
            self._at_end = round(new_value) >= len(self._lines) - self.size.height

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the size is read where it is settled
        """Wrap anew when the room for text has changed, and stay at the end."""
        self.refit()
        self._keep_end()

    def refit(self) -> None:
        """Wrap for the room there is; whoever sets the width from outside does nothing here."""
        self.fit(self.scrollable_content_region.width)

    def on_show(self) -> None:
        """What was added out of sight is scrolled to."""
        self._keep_end()

    def notify_style_update(self) -> None:
        """Colours are part of the drawn lines."""
        super().notify_style_update()
        self._strips.clear()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What the mouse has selected."""
        return selection.extract("\n".join(line.plain for line in self._lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - read again when drawn
        """Draw the selection."""
        self._strips.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line in sight."""
        width = self.scrollable_content_region.width
        number = y + round(self.scroll_y)
        if number >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        strip = self._strips.get(number)
        if strip is None:
            if len(self._strips) > 500:
                self._strips.clear()
            strip = self._strips[number] = self._draw(number, width)
        return strip

    def _draw(self, number: int, width: int) -> Strip:
        line = self._lines[number]
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(number)) is not None:
            start, end = span
            style = self.screen.get_visual_style("screen--selection", partial=True)
            line = line.stylize(style, start, len(line) if end == -1 else end)
        segments = [
            Segment(text, style.rich_style)
            for text, style in line.render(self.visual_style, "", parse_style=self._style)
            if text
        ]
        strip = Strip(segments, line.cell_length).crop_extend(0, width, self.rich_style)
        return strip.apply_offsets(0, number)

    def _style(self, style: str | Style) -> Style:
        return self.app.stylesheet.parse_style(style) if isinstance(style, str) else style

    def show_line(self, number: int) -> None:
        """Bring a line into sight."""
        self.scroll_to_region(Region(0, number, 1, 1), animate=False, immediate=True)
