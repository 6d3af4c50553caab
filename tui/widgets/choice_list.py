"""The options of this moment. It shows where the choice stands; the keys are handled by who owns it."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from intents.talk.prompt import Option
from intents.values import dataclass
from tui.foreign import foreign, visible
from tui.widgets.wrapping import wrapped

MOST_DIGITS = 9
_MARK = "> "
_APART = 2


@dataclass(frozen=True, slots=True)
class _Cell:
    """A part of a row that belongs to one option."""

    option: int
    x: int
    line: Content
    first: bool
    """The option begins here: the mark goes before it."""


class ChoiceList(ScrollView, can_focus=False):
    """Options below each other, or side by side where room is dear; a `>` before the one that Enter takes."""

    COMPONENT_CLASSES = {"choice-list--cursor"}
    ALLOW_MAXIMIZE = False
    ALLOW_SELECT = False

    class Chosen(Message):
        """An option was clicked."""

        def __init__(self, choice_list: ChoiceList, index: int) -> None:
            super().__init__()
            self.choice_list = choice_list
            self.index = index

        @property
        def control(self) -> ChoiceList:
            """The list that was clicked."""
            return self.choice_list

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - the name that every widget uses
        super().__init__(id=id)
        self.options: tuple[Option, ...] = ()
        self.cursor: int | None = None
        """The option that Enter takes, if it takes one."""
        self.picks: frozenset[str] = frozenset()
        self.hinting = False
        """There is no room for the descriptions: that of the marked option is shown apart (see `hint`)."""
        self._several = self._flowing = False
        self._numbered = True
        self._rows: list[tuple[_Cell, ...]] = []
        self._wrapped: tuple[int, int] = (0, 0)

    def show(
        self,
        options: tuple[Option, ...],
        *,
        several: bool = False,
        numbered: bool = True,
        flowing: bool = False,
    ) -> None:
        """Show these options.

        Args:
            numbered: With the digits that choose them.
            flowing: Side by side.
        """
        self.options, self._several, self._numbered, self._flowing = options, several, numbered, flowing
        self.cursor = None
        self._wrapped = (0, 0)
        self.scroll_to(y=0, animate=False, immediate=True)

    def point(self, cursor: int | None, picks: frozenset[str] | None = None) -> None:
        """Move the mark, or change what is picked."""
        moved, self.cursor = cursor != self.cursor, cursor
        if picks is not None and picks != self.picks:
            self.picks = picks
            self._lay_rows()
        rows = [number for number, row in enumerate(self._rows) if any(c.option == cursor for c in row)]
        if rows:
            region = Region(0, rows[0], 1, len(rows))
            self.scroll_to_region(region, animate=False, immediate=True)
        if moved:
            # With every key this is told again: only a change is drawn.
            self.refresh()

    def fit(self, width: int, height: int) -> int:
        """Lay the rows out for this room; the number of lines they want."""
        if (width, height) != self._wrapped:
            self._wrapped = (width, height)
            self._lay_rows()
            self.point(self.cursor)
        return len(self._rows)

    @property
    def hint(self) -> str:
        """The description of the marked option, where there is no room to show every one."""
        if not self.hinting or self.cursor is None or self.cursor >= len(self.options):
            return ""
        return self.options[self.cursor].description

    def beside(self, step: int) -> int | None:
        """The option before or after the marked one in its row, if options stand side by side."""
        return self.beyond(step) if self._flowing else None

    def beyond(self, step: int) -> int | None:
        """The option before (-1) or after (1) the marked one; None at the ends: nothing is chosen by going too far.

        In the order of the numbers also where options stand side by side, so that each is reached.
        """
        if self.cursor is None:
            return None
        other = self.cursor + step
        return other if 0 <= other < len(self.options) else None

    def _lay_rows(self) -> None:
        width, height = self._wrapped
        if not width:
            return
        self.hinting = False
        if self._flowing:
            self._rows = self._flow(width)
            self.hinting = any(option.description for option in self.options)
        else:
            rows = self._column(width, "beside")
            if rows is None:
                rows = self._column(width, "below") or []
                if len(rows) > max(height, len(self.options)):
                    rows = self._column(width, "apart") or []
                    self.hinting = any(option.description for option in self.options)
            self._rows = rows
        self.virtual_size = Size(width, len(self._rows))
        self.refresh()

    def _flow(self, width: int) -> list[tuple[_Cell, ...]]:
        rows: list[tuple[_Cell, ...]] = []
        row: list[_Cell] = []
        x = 0
        for index, option in enumerate(self.options):
            cell = Content(self._head(index, option)) + _label(option)
            if row and x + cell.cell_length > width:
                rows.append(tuple(row))
                row, x = [], 0
            lines = wrapped(cell, width)
            row.append(_Cell(index, x, lines[0], first=True))
            if len(lines) > 1:
                rows.append(tuple(row))
                rows.extend((_Cell(index, 0, Content("    ") + more, first=False),) for more in lines[1:])
                row, x = [], 0
                continue
            x += cell.cell_length + _APART
        return [*rows, tuple(row)] if row else rows

    def _column(self, width: int, descriptions: str) -> list[tuple[_Cell, ...]] | None:
        """The rows, or None when a description has no room beside its label."""
        rows: list[tuple[_Cell, ...]] = []
        for index, option in enumerate(self.options):
            head = Content(self._head(index, option))
            room = max(8, width - head.cell_length)
            lines = wrapped(_label(option), room)
            about = " ".join(visible(option.description).split())
            if about and descriptions == "beside":
                beside = foreign("   " + about, "$muted")
                if len(lines) > 1 or lines[-1].cell_length + beside.cell_length > room:
                    return None
                lines[-1] = lines[-1] + beside
            elif about and descriptions == "below":
                lines.extend(wrapped(foreign(about, "$muted"), room))
            margin = Content(" " * head.cell_length)
            for number, line in enumerate(lines):
                rows.append((_Cell(index, 0, (margin if number else head) + line, first=not number),))
        return rows

    def _head(self, index: int, option: Option) -> str:
        number = ""
        if self._numbered:
            number = f"{index + 1} " if index < MOST_DIGITS else "  "
        pick = ""
        if self._several:
            special = option.id.startswith("=")
            pick = "    " if special else "[x] " if option.id in self.picks else "[ ] "
        return " " * len(_MARK) + number + pick

    def render_line(self, y: int) -> Strip:
        """One row in sight."""
        width = self.scrollable_content_region.width
        number = y + round(self.scroll_y)
        if number >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        segments: list[Segment] = []
        at = 0
        for cell in self._rows[number]:
            base, line = self.visual_style, cell.line
            if cell.option == self.cursor and not self.has_class("-unarmed"):
                base = base + self.get_visual_style("choice-list--cursor", partial=True)
                if cell.first:
                    line = Content(_MARK) + line[len(_MARK) :]
            if cell.x > at:
                segments.append(Segment(" " * (cell.x - at), self.rich_style))
            segments.extend(
                Segment(text, style.rich_style)
                for text, style in line.render(base, "", parse_style=self._style)
                if text
            )
            at = cell.x + line.cell_length
        return Strip(segments, at).crop_extend(0, width, self.rich_style)

    def _style(self, style: str | Style) -> Style:
        return self.app.stylesheet.parse_style(style) if isinstance(style, str) else style

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        number = event.y + round(self.scroll_y)
        if not 0 <= number < len(self._rows):
            return
        here = [cell for cell in self._rows[number] if cell.x <= event.x]
        if here:
            self.post_message(self.Chosen(self, here[-1].option))


def _label(option: Option) -> Content:
    return foreign(" ".join(visible(option.label).split()))
