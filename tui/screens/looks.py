"""Choosing how it looks: the mark moves, the colours change with it; Enter keeps them, Esc brings the old ones back."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from intents.talk.desk import Connection
from intents.talk.prompt import Option
from tui import themes
from tui.widgets.bars import KeyLine, TopLine, keys_of
from tui.widgets.choice_list import ChoiceList
from tui.widgets.lines import Block, Lines

AUTO = Option(
    id="auto", label="auto", description="dark, or light where the terminal says that its ground is"
)
OPTIONS = (AUTO, *(Option(id=name, label=name, description=about) for name, about in themes.LOOKS.items()))


class LooksScreen(Screen[str | None]):
    """Comes back with the short name of a theme, or with nothing."""

    BINDINGS = [
        Binding("enter", "take", "keep", id="looks.take"),
        Binding("escape,q", "close", "back, nothing changed", id="looks.close"),
        Binding("up,k", "move(-1)", show=False, id="looks.up"),
        Binding("down,j", "move(1)", show=False, id="looks.down"),
        *(Binding(str(n), f"take_number({n})", show=False, id=f"looks.take_{n}") for n in range(1, 6)),
    ]

    def __init__(self, *, team: str, connection: Connection, now: str) -> None:
        """Args:
        now: the short name of the theme that is set.
        """
        super().__init__()
        self._team, self._connection = team, connection
        self._now = now
        self._before = ""

    def compose(self) -> ComposeResult:
        """A sample above, the names below."""
        yield TopLine(self._team, self._connection, "colours")
        yield Lines(indent=0, id="looks-sample")
        yield ChoiceList(id="looks-list")
        yield Static("Every one of them can be read on 16 colours too.", id="looks-note")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin at the one that is set."""
        self._before = self.app.theme
        self.query_one(Lines).put(Block(body=SAMPLE))
        choices = self.query_one(ChoiceList)
        choices.show(OPTIONS)
        names = [option.id for option in OPTIONS]
        choices.point(names.index(self._now) if self._now in names else 0)
        self._arrange()
        wanted = [("looks.take", "keep"), ("looks.close", "back, nothing changed")]
        self.query_one(KeyLine).show(keys_of(self, wanted))

    def on_resize(self) -> None:
        """Lay it out for the room there is."""
        self._arrange()

    def _arrange(self) -> None:
        choices = self.query_one(ChoiceList)
        room = max(1, self.size.height - 3)
        rows = min(choices.fit(max(10, self.size.width - 3), room), room)
        choices.styles.height = max(1, rows)
        self.query_one(Lines).display = room - rows > 0

    def _preview(self) -> None:
        name = OPTIONS[self.query_one(ChoiceList).cursor or 0].id
        self.app.theme = themes.called(name) if name != AUTO.id else themes.of_terminal()

    def action_move(self, step: int) -> None:
        """Up or down, and the colours with it."""
        choices = self.query_one(ChoiceList)
        other = choices.beyond(step)
        if other is not None:
            choices.point(other)
            self._preview()

    def action_take(self) -> None:
        """Keep the marked one."""
        self._preview()
        self.dismiss(OPTIONS[self.query_one(ChoiceList).cursor or 0].id)

    def action_take_number(self, number: int) -> None:
        """Keep the one of this number."""
        self.query_one(ChoiceList).point(number - 1)
        self.action_take()

    def action_close(self) -> None:
        """As it was."""
        self.app.theme = self._before
        self.dismiss(None)

    @on(ChoiceList.Chosen)
    def _clicked(self, event: ChoiceList.Chosen) -> None:
        self.query_one(ChoiceList).point(event.index)
        self._preview()


SAMPLE = Content("\n").join(
    [
        Content.styled("What do you need?", "bold"),
        Content.styled("  for example   the view lost its tickets this morning", "$muted"),
        Content.styled("> ", "bold $mark") + Content.styled("the clock in the hall is wrong", "$mark"),
        Content.styled("! ", "bold $problem")
        + Content.styled("What went wrong stands like this.", "bold $problem"),
        Content.styled("Filed, and done.", "bold $done"),
    ]
)
