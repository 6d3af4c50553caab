"""The options of this moment as a list. It shows where the choice stands; the keys are handled by who owns it."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from intents.talk.prompt import Option
from tui.foreign import foreign, one_line, visible

MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class _Row:
    option: int
    line: Content


class ChoiceList(ScrollView, can_focus=False):
    """Options one below the other, a `>` before the one that Enter takes."""

    COMPONENT_CLASSES = {"choice-list--cursor", "choice-list--more"}
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
        self._several = False
        self._numbered = True
        self._rows: list[_Row] = []
        self._wrapped: tuple[int, int] = (0, 0)

    def show(self, options: tuple[Option, ...], *, several: bool = False, numbered: bool = True) -> None:
        """Show these options."""
        self.options, self._several, self._numbered = options, several, numbered
        self._wrapped = (0, 0)
        self.scroll_to(y=0, animate=False, immediate=True)

    def point(self, cursor: int | None, picks: frozenset[str] | None = None) -> None:
        """Move the mark, or change what is picked."""
        self.cursor = cursor
        if picks is not None and picks != self.picks:
            self.picks = picks
            self._lay_rows()
        if cursor is not None:
            mine = [number for number, row in enumerate(self._rows) if row.option == cursor]
            if mine:
                region = Region(0, mine[0], 1, len(mine))
                self.scroll_to_region(region, animate=False, immediate=True)
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
        """The description of the option under the mark, where there is no room to show every one."""
        if not self._hinting or self.cursor is None or self.cursor >= len(self.options):
            return ""
        return self.options[self.cursor].description

    @property
    def hinting(self) -> bool:
        """Descriptions are shown one at a time, below the list."""
        return self._hinting

    _hinting = False

    def _lay_rows(self) -> None:
        width, height = self._wrapped
        if not width:
            return
        self._hinting = False
        rows = self._rows_with(width, "beside")
        if rows is None:
            rows = self._rows_with(width, "below") or []
            if len(rows) > max(height, len(self.options)):
                rows = self._rows_with(width, "none") or []
                self._hinting = any(option.description for option in self.options)
        self._rows = rows
        self.virtual_size = Size(width, len(rows))
        self.refresh()

    def _rows_with(self, width: int, descriptions: str) -> list[_Row] | None:
        """The rows, or None when a description has no room beside its label."""
        rows: list[_Row] = []
        for index, option in enumerate(self.options):
            head = self._head(index, option)
            room = max(8, width - len(head))
            label = foreign(" ".join(visible(option.label).split()))
            about = " ".join(visible(option.description).split())
            lines = label.wrap(room)
            if about and descriptions == "beside":
                beside = foreign("   " + about, "$muted")
                if len(lines) > 1 or lines[-1].cell_length + beside.cell_length > room:
                    return None
                lines[-1] = lines[-1] + beside
            elif about and descriptions == "below":
                lines.extend(foreign(about, "$muted").wrap(room))
            margin = Content(" " * len(head))
            rows.extend(
                _Row(index, (margin if number else Content(head)) + line) for number, line in enumerate(lines)
            )
        return rows

    def _head(self, index: int, option: Option) -> str:
        number = ""
        if self._numbered:
            number = f"{index + 1} " if index < MOST_DIGITS else "  "
        pick = ""
        if self._several and not option.id.startswith("="):
            pick = "[x] " if option.id in self.picks else "[ ] "
        elif self._several:
            pick = "    "
        return "  " + number + pick

    def render_line(self, y: int) -> Strip:
        """One row in sight."""
        width = self.scrollable_content_region.width
        number = y + round(self.scroll_y)
        if number >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[number]
        here = row.option == self.cursor
        base = self.visual_style
        line = row.line
        if here:
            base = base + self.get_visual_style("choice-list--cursor", partial=True)
            if number == 0 or self._rows[number - 1].option != row.option:
                line = Content("> ") + line[2:]
        segments = [
            Segment(text, style.rich_style)
            for text, style in line.render(base, "", parse_style=self._style)
            if text
        ]
        return Strip(segments, line.cell_length).crop_extend(0, width, base.rich_style)

    def _style(self, style: str | Style) -> Style:
        return self.app.stylesheet.parse_style(style) if isinstance(style, str) else style

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        number = event.y + round(self.scroll_y)
        if 0 <= number < len(self._rows):
            self.post_message(self.Chosen(self, self._rows[number].option))

    def summary(self, index: int) -> str:
        """An option in one line."""
        return one_line(self.options[index].label, 60)
