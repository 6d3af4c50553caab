"""What is kept and not filed yet: go on with it, export it, throw it away and take that back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from intents.drafting.request import Request
from intents.errors import IntakeError
from intents.talk.desk import Connection
from intents.talk.prompt import Option
from tui.foreign import foreign
from tui.kept import kept_of, when
from tui.palette import Command
from tui.services import RequestStore
from tui.widgets.bars import KeyLine, TopLine, keys_of
from tui.widgets.choice_list import ChoiceList

EMPTY = "Nothing waits here. Whatever you begin and don't file is kept and stands in this list."


class DraftsScreen(Screen[str | None]):
    """Comes back with the id of the request to go on with, or with nothing."""

    BINDINGS = [
        Binding("escape,q", "close", "back", id="drafts.close"),
        Binding("enter", "resume", "go on with it", id="drafts.resume"),
        Binding("up,k", "move(-1)", show=False, id="drafts.up"),
        Binding("down,j", "move(1)", show=False, id="drafts.down"),
        Binding("e", "export", "export", id="drafts.export"),
        Binding("x,delete", "discard", "throw away", id="drafts.discard"),
        Binding("u,ctrl+z", "undo", "take back", id="drafts.undo"),
        *(Binding(str(n), f"resume_number({n})", show=False, id=f"drafts.resume_{n}") for n in range(1, 10)),
    ]

    def __init__(
        self,
        store: RequestStore,
        *,
        team: str,
        connection: Connection,
        today: date,
        current: str,
        export: Callable[[Request], str],
    ) -> None:
        """Args:
        current: The id of the request that is talked about now.
        export: Writes one as Markdown and says in a sentence what came of it. Blocking.
        """
        super().__init__()
        self._store = store
        self._team, self._connection = team, connection
        self._today = today
        self._current = current
        self._export = export
        self._requests: tuple[Request, ...] = ()
        self._gone: list[str] = []

    def compose(self) -> ComposeResult:
        """The list."""
        yield TopLine(self._team, self._connection, "drafts")
        yield Static("", id="drafts-about")
        yield ChoiceList(id="drafts-list")
        yield Static("", id="drafts-note")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read them."""
        self._show_keys()
        self._load()

    def on_resize(self) -> None:
        """Lay the list out for the room there is."""
        self._arrange()

    @work(group="drafts", exit_on_error=False)
    async def _load(self) -> None:
        self._show(await asyncio.to_thread(self._store.unfinished))

    def _show(self, requests: tuple[Request, ...]) -> None:
        self._requests = tuple(r for r in requests if r.messages or r.typing.strip())
        choices = self.query_one(ChoiceList)
        at = choices.cursor or 0
        choices.show(tuple(self._option(request) for request in self._requests))
        choices.point(min(at, len(self._requests) - 1) if self._requests else None)
        about = "Kept and not filed yet, the latest first." if self._requests else EMPTY
        self.query_one("#drafts-about", Static).update(foreign(about))
        self._arrange()
        self._show_keys()

    def _option(self, request: Request) -> Option:
        kept = kept_of(request)
        marks = [when(kept.changed, self._today), request.id]
        if request.id == self._current:
            marks.append("open now")
        if kept.unclear:
            marks.append("it may be filed already")
        return Option(id=kept.id, label=kept.title, description=" · ".join(mark for mark in marks if mark))

    def _arrange(self) -> None:
        choices = self.query_one(ChoiceList)
        room = max(1, self.size.height - 5)
        rows = choices.fit(max(10, self.size.width - 3), room)
        choices.styles.height = max(1, min(rows, room))

    def _show_keys(self) -> None:
        wanted = [
            ("drafts.resume", "go on with it"),
            ("drafts.export", "export"),
            ("drafts.discard", "throw away"),
            ("drafts.undo", "take back"),
            ("drafts.close", "back"),
        ]
        self.query_one(KeyLine).show(keys_of(self, wanted))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done now."""
        if action in ("resume", "export", "discard", "move"):
            return bool(self._requests)
        if action == "resume_number":
            return isinstance(parameters[0], int) and parameters[0] <= len(self._requests)
        return bool(self._gone) if action == "undo" else True

    def commands(self) -> list[Command]:
        """For the palette."""
        return [
            Command(title="Go on with this draft", words="resume open continue", do=self.action_resume),
            Command(title="Export this draft", words="save markdown file", do=self.action_export),
            Command(title="Throw this draft away", words="discard delete remove", do=self.action_discard),
            Command(title="Back to the talk", words="close return escape", do=self.action_close),
        ]

    def _marked(self) -> Request | None:
        cursor = self.query_one(ChoiceList).cursor
        return self._requests[cursor] if cursor is not None and cursor < len(self._requests) else None

    def note(self, sentence: str) -> None:
        """What came of something."""
        self.query_one("#drafts-note", Static).update(foreign(sentence, "bold"))

    def action_close(self) -> None:
        """Back to the talk."""
        self.dismiss(None)

    def action_move(self, step: int) -> None:
        """Up or down."""
        choices = self.query_one(ChoiceList)
        other = choices.beyond(step)
        if other is not None:
            choices.point(other)

    def action_resume(self) -> None:
        """Go on with the marked one."""
        request = self._marked()
        if request is not None:
            self.dismiss(None if request.id == self._current else request.id)

    def action_resume_number(self, number: int) -> None:
        """Go on with the one of this number."""
        self.query_one(ChoiceList).point(number - 1)
        self.action_resume()

    def action_export(self) -> None:
        """Write it as a Markdown file."""
        request = self._marked()
        if request is not None:
            self._do(lambda: self._export(request))

    def action_discard(self) -> None:
        """Throw it away; `u` takes that back while this screen is open, and the talk offers it too."""
        request = self._marked()
        if request is None:
            return
        if request.id == self._current:
            self.note("That one is open now. Go back to it to throw it away.")
            return

        def discard() -> str:
            self._store.forget(request.id)
            self._gone.append(request.id)
            return "Thrown away. Press u to take it back."

        self._do(discard)

    def action_undo(self) -> None:
        """Take the last discard back."""
        if not self._gone:
            return

        def restore() -> str:
            self._store.restore(self._gone[-1])
            self._gone.pop()
            return "Taken back."

        self._do(restore)

    @work(group="drafts", exit_on_error=False)
    async def _do(self, what: Callable[[], str]) -> None:
        try:
            said = await asyncio.to_thread(what)
        except (IntakeError, OSError) as error:
            said = str(error)
        self.note(said)
        self._show(await asyncio.to_thread(self._store.unfinished))

    @on(ChoiceList.Chosen)
    def _clicked(self, event: ChoiceList.Chosen) -> None:
        self.query_one(ChoiceList).point(event.index)
