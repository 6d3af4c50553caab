"""What is kept and not filed yet: go on with it, send it, export it, throw it away and take that back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from intents.drafting.draft import Draft
from intents.drafting.request import Request
from intents.errors import IntakeError
from intents.filing.tracker import Filed, Receipt
from intents.talk.desk import Connection, Link
from intents.talk.events import FilingEnded, LookedUp
from intents.talk.prompt import Option
from intents.talk.wording import short
from tui.foreign import foreign, with_links
from tui.kept import STATES, kept_of, state_of, when
from tui.palette import Command
from tui.services import RequestStore
from tui.widgets.bars import KeyLine, TopLine, keys_of
from tui.widgets.choice_list import ChoiceList

EMPTY = "Nothing waits here. Whatever you begin and don't file is kept and stands in this list."
FULL = "Kept and not filed yet, the latest first."
SENDABLE = ("ready", "unclear")
"""Wanted by the person, or sent already: everything else is seen once more before it is filed."""


class DraftsScreen(Screen[str | None]):
    """Comes back with the id of the request to go on with, or with nothing."""

    BINDINGS = [
        Binding("escape,q", "close", "back", id="drafts.close"),
        Binding("enter", "resume", "go on with it", id="drafts.resume"),
        Binding("up,k", "move(-1)", show=False, id="drafts.up"),
        Binding("down,j", "move(1)", show=False, id="drafts.down"),
        Binding("s", "send", "send", id="drafts.send"),
        Binding("e", "export", "export", id="drafts.export"),
        Binding("x,delete", "discard", "throw away", id="drafts.discard"),
        Binding("u,ctrl+z", "undo", "take back", id="drafts.undo"),
        Binding("question_mark,f1", "help", "help", id="drafts.help"),
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
        draft_of: Callable[[Request], Draft | None],
        export: Callable[[Request], str],
        send: Callable[[Request, Draft], None],
        look: Callable[[Request], object],
        under_way: set[str],
        gone: list[str],
    ) -> None:
        """Args:
        current: The id of the request that is talked about now.
        draft_of: The draft as it would be sent; None while it is not settled what kind of request it is.
        export: Writes one as Markdown and says in a sentence what came of it. Blocking.
        send: Has one sent, as the talk would; what comes of it is `heard`.
        look: Has an unclear one looked for; as above.
        under_way: Ids of those that are sent or looked for now; kept by the talk, which outlives this list.
        gone: Ids of those that were thrown away; kept by the talk too.
        """
        super().__init__()
        self._store = store
        self._team, self._connection = team, connection
        self._today = today
        self._current = current
        self._draft_of, self._export = draft_of, export
        self._send, self._look = send, look
        self._under_way, self._gone = under_way, gone
        self._requests: tuple[Request, ...] = ()
        self._drafts: dict[str, Draft | None] = {}
        self._about = FULL
        self._noted = ""

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

    def on_screen_resume(self) -> None:
        """Back from help."""
        self._show_keys()

    @work(group="drafts", exit_on_error=False)
    async def _load(self) -> None:
        await self._reload()

    async def _reload(self) -> None:
        def read() -> tuple[tuple[Request, ...], dict[str, Draft | None]]:
            found = tuple(r for r in self._store.unfinished() if r.messages or r.answers or r.typing.strip())
            return found, {request.id: self._draft_of(request) for request in found}

        self._requests, self._drafts = await asyncio.to_thread(read)
        self._show()

    def _show(self) -> None:
        choices = self.query_one(ChoiceList)
        at = choices.cursor or 0
        choices.show(tuple(self._option(request) for request in self._requests))
        choices.point(min(at, len(self._requests) - 1) if self._requests else None)
        self._about = FULL if self._requests else EMPTY
        self._arrange()
        self._show_keys()

    def _option(self, request: Request) -> Option:
        kept = kept_of(request)
        state = STATES.get(self._state(request), "")
        marks = [state, when(kept.changed, self._today), request.id]
        draft = self._drafts.get(request.id)
        if draft is not None and draft.title.strip() and draft.title != kept.title:
            # What it has become: several may begin with the same words.
            marks.append(short(draft.title, 40))
        if request.id in self._under_way:
            marks[0] = "being looked for ..." if kept.unclear else "being sent ..."
        if request.id == self._current:
            marks.insert(0, "open now")
        return Option(
            id=kept.id, label=short(kept.title, 70), description=" · ".join(mark for mark in marks if mark)
        )

    def _state(self, request: Request) -> str:
        return state_of(request, self._drafts.get(request.id))

    def _arrange(self) -> None:
        choices, width = self.query_one(ChoiceList), max(10, self.size.width - 2)
        room = max(1, self.size.height - 2)
        about, note = self.query_one("#drafts-about", Static), self.query_one("#drafts-note", Static)
        about.update(foreign(self._about))
        # Where there is little room, what came of something is more than what the list is.
        about.display = not self._requests or room > 6
        wanted = choices.fit(max(10, self.size.width - 3), room) if self._requests else 0
        # Where the list has no room for how far each one is, that of the marked one stands below.
        noted = self._noted or choices.hint
        note.update(with_links(foreign(noted, "bold" if self._noted else "$muted")))
        note.display = bool(noted)
        said = [(self._about, about.display), (noted, note.display)]
        taken = sum(len(foreign(text).wrap(width)) for text, shown in said if shown)
        choices.display = bool(self._requests)
        choices.styles.height = max(1, min(wanted, room - taken))

    def _show_keys(self) -> None:
        request = self._marked()
        unclear = request is not None and self._state(request) == "unclear"
        left_out = set()
        if request is None or not self._can_send(request):
            left_out.add("drafts.send")
        if request is None or unclear or request.id == self._current or request.id in self._under_way:
            left_out.add("drafts.discard")
        wanted = [
            ("drafts.resume", "go on with it"),
            ("drafts.send", "look for it" if unclear else "send"),
            ("drafts.export", "export"),
            ("drafts.discard", "throw away"),
            ("drafts.undo", "take back"),
            ("drafts.help", "help"),
            ("drafts.close", "back"),
        ]
        shown = [key for key in wanted if key[0] not in left_out]
        self.query_one(KeyLine).show(keys_of(self, shown))

    def _can_send(self, request: Request) -> bool:
        idle = request.id != self._current and request.id not in self._under_way
        return idle and self._connection.link is not Link.NONE and self._state(request) in SENDABLE

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done now."""
        if action in ("resume", "send", "export", "discard", "move"):
            return bool(self._requests)
        if action == "resume_number":
            return isinstance(parameters[0], int) and parameters[0] <= len(self._requests)
        return bool(self._gone) if action == "undo" else True

    def commands(self) -> list[Command]:
        """For the palette."""
        found = [
            ("resume", "Go on with this draft", "resume open continue edit change"),
            ("send", "Send this draft", "file submit later look for unclear"),
            ("export", "Export this draft", "save markdown file copy"),
            ("discard", "Throw this draft away", "discard delete remove"),
            ("undo", "Take back what was thrown away", "undo restore undelete"),
            ("help", "Help", "keys shortcuts what now"),
            ("close", "Back to the talk", "close return escape"),
        ]
        return [
            Command(title=title, words=words, do=getattr(self, f"action_{action}"))
            for action, title, words in found
            if self.check_action(action, ())
        ]

    def _marked(self) -> Request | None:
        cursor = self.query_one(ChoiceList).cursor
        return self._requests[cursor] if cursor is not None and cursor < len(self._requests) else None

    def note(self, sentence: str) -> None:
        """What came of something."""
        self._noted = sentence
        self._arrange()

    def heard(self, event: FilingEnded | LookedUp) -> None:
        """What came of a filing or of a look for one; also of one that was begun before this list was opened."""
        self.note(_came_of(event))
        self._load()

    def action_close(self) -> None:
        """Back to the talk."""
        self.dismiss(None)

    def action_help(self) -> None:
        """What can be done here."""
        from tui.screens.help import keys_page

        about = (
            "A draft is kept until it is filed or thrown away. One that is ready was to be filed and could not be"
            " sent then; one whose answer was lost is looked for by its reference before anything else."
        )
        self.app.push_screen(keys_page(self, "Drafts", about, "drafts"))

    def action_move(self, step: int) -> None:
        """Up or down."""
        choices = self.query_one(ChoiceList)
        other = choices.beyond(step)
        if other is not None:
            choices.point(other)
            # It was of the one that was marked before.
            self._noted = ""
            self._arrange()
            self._show_keys()

    def action_resume(self) -> None:
        """Go on with the marked one."""
        request = self._marked()
        if request is None:
            return
        if request.id in self._under_way:
            self.note("It is under way. Wait for what comes of it, or leave this list: it goes on.")
        else:
            self.dismiss(None if request.id == self._current else request.id)

    def action_resume_number(self, number: int) -> None:
        """Go on with the one of this number."""
        self.query_one(ChoiceList).point(number - 1)
        self.action_resume()

    def action_send(self) -> None:
        """Send what is ready; look for what may be there already."""
        request = self._marked()
        if request is None:
            return
        draft, state = self._drafts.get(request.id), self._state(request)
        if request.id in self._under_way:
            self.note("It is under way already.")
        elif request.id == self._current:
            self.note("That one is open now. Go back to it to file it.")
        elif state not in SENDABLE or draft is None:
            self.note("You have not said to file this one yet. Go on with it: it is filed from its draft.")
        elif self._connection.link is Link.NONE:
            self.note("Not connected, so nothing can be sent. The settings tell how to connect.")
        elif state == "ready" and draft.problems:
            self.note(f"{draft.problems[0]} Go on with it to change that.")
        else:
            self._under_way.add(request.id)
            if state == "unclear":
                self.note("It is looked for by its reference ... You can leave this list meanwhile.")
                self._look(request)
            else:
                self.note(f"Sent into {draft.project} ... You can leave this list meanwhile; it goes on.")
                self._send(request, draft)
            self._show()

    def action_export(self) -> None:
        """Write it as a Markdown file."""
        request = self._marked()
        if request is not None:
            self._do(lambda: self._export(request))

    def action_discard(self) -> None:
        """Throw it away; that can be taken back while the program runs."""
        request = self._marked()
        if request is None:
            return
        if request.id == self._current:
            self.note("That one is open now. Go back to it to throw it away.")
            return
        if request.id in self._under_way or self._state(request) == "unclear":
            self.note("It was sent and may be filed: it is not thrown away before that is known.")
            return

        def discard() -> str:
            self._store.forget(request.id)
            self._gone.append(request.id)
            return "Thrown away. It can be taken back until you leave the program."

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
        await self._reload()

    @on(ChoiceList.Chosen)
    def _clicked(self, event: ChoiceList.Chosen) -> None:
        self.query_one(ChoiceList).point(event.index)
        self._show_keys()


def _came_of(event: FilingEnded | LookedUp) -> str:
    receipt: Receipt | None = None
    if isinstance(event, LookedUp):
        receipt = event.receipt
        if receipt is None:
            return (
                event.problem
                or "It was not found. Go on with it: it is looked for again, and can be sent again."
            )
        return f"Found it: it was filed as {receipt.reference} {receipt.url}"
    if isinstance(event.result, Filed):
        receipt = event.result.receipt
        return " ".join([f"Filed {receipt.reference} {receipt.url}", *receipt.losses])
    return f"{event.result.sentence} {event.result.next_step}".strip()
