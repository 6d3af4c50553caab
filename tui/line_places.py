"""What the screen has as places of their own, as lines: the list of drafts, help, and what is set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from intents.drafting.request import Request
from intents.drafting.safe_text import shown
from intents.errors import IntakeError
from intents.talk.desk import Connection, Desk, Link
from intents.talk.effects import LoadRequest
from intents.talk.prompt import Entry, Prompt
from tui.kept import STATES, kept_of, state_of, when
from tui.services import Services

EMPTY = "Nothing waits. Whatever you begin and don't file is kept and stands in this list."
WAYS = (
    'A number goes on with that draft. Also: "export 1", "discard 1", "take back". An empty line goes back.'
)
NOT_THAT = 'Say a number of the list, "export 1", "discard 1", "take back", or nothing at all.'


class DraftsInLines:
    """The list of drafts, until one is gone on with or the list is left."""

    def __init__(self, services: Services, desk: Desk, current: str, tell: Callable[[str], None]) -> None:
        """Args:
        current: The id of the request that is talked about now.
        """
        self._services, self._desk, self._current, self._tell = services, desk, current, tell
        self._gone: list[str] = []
        self._requests: tuple[Request, ...] = ()

    def run(self, read: Callable[[], str | None]) -> LoadRequest | None:
        """Which one to go on with; None to go back to where one was."""
        self._list()
        while (said := (read() or "").strip().casefold()) and said not in ("back", "go back"):
            word, _, number = said.rpartition(" ")
            if said == "take back":
                self._do(self._take_back)
                continue
            request = self._of(number)
            if request is None or word not in ("", "export", "discard"):
                self._tell(NOT_THAT)
            elif request.id in self._gone:
                self._tell('That one was thrown away. "take back" has it back.')
            elif word == "export":
                self._do(partial(self._export, request))
            elif word == "discard":
                self._do(partial(self._discard, request))
            else:
                return None if request.id == self._current else LoadRequest(id=request.id)
        return None

    def _list(self) -> None:
        found = self._services.store.unfinished()
        self._requests = tuple(r for r in found if r.messages or r.answers or r.typing.strip())
        if not self._requests:
            self._tell(EMPTY)
        today = self._services.stamp().today
        for number, request in enumerate(self._requests, 1):
            self._tell(shown(f"{number}. {self._line(request, today)}"))
        self._tell(WAYS if self._requests else "An empty line goes back.")

    def _line(self, request: Request, today: date) -> str:
        from intents.talk.reviewing import current_draft

        kept, draft = kept_of(request), current_draft(request, self._desk, self._services.stamp())
        marks = [STATES.get(state_of(request, draft), ""), when(kept.changed, today), request.id]
        if request.id == self._current:
            marks.insert(0, "open now")
        return f"{kept.title} - {', '.join(mark for mark in marks if mark)}"

    def _of(self, number: str) -> Request | None:
        known = number.isdecimal() and 1 <= int(number) <= len(self._requests)
        return self._requests[int(number) - 1] if known else None

    def _do(self, act: Callable[[], str]) -> None:
        try:
            self._tell(shown(act()))
        except (IntakeError, OSError) as error:
            self._tell(f"Problem: {shown(str(error))}")

    def _export(self, request: Request) -> str:
        from intents.talk.reviewing import current_draft

        draft = current_draft(request, self._desk, self._services.stamp())
        if draft is None:
            return "There is nothing to export yet: it is not settled what kind of request it is."
        written = self._services.export(draft)
        return written.problem or f"Written to {written.path}"

    def _discard(self, request: Request) -> str:
        if request.id == self._current:
            return "That one is open now. Go back to it to throw it away."
        if kept_of(request).unclear:
            return "It was sent and may be filed: it is not thrown away before that is known."
        self._services.store.forget(request.id)
        self._gone.append(request.id)
        # Not read out anew: it may be long, and each number means what it meant.
        return f'Thrown away: {kept_of(request).title}. "take back" has it back.'

    def _take_back(self) -> str:
        if not self._gone:
            return "Nothing was thrown away here."
        back = self._services.store.restore(self._gone[-1])
        self._gone.pop()
        return f"Taken back: {kept_of(back).title}."


def help_lines(prompt: Prompt) -> tuple[str, ...]:
    """What can be said at this moment."""
    now = []
    if prompt.options:
        now.append("A number or a name takes one of the options.")
    if prompt.several:
        now.append("Several numbers take several.")
    if prompt.entry is not Entry.NONE:
        now.append("Words are an answer, and so are yes, no, and a correction such as: the manager is @sam.")
    return (
        "Nothing is sent before you have seen the whole draft and said so.",
        *now,
        '"back" goes one step back. "skip" leaves a question open.',
        '"later" keeps the request and begins anew. "discard" throws it away; that is asked first.',
        '"drafts" lists what is kept. "settings" tells what is set. "save the talk" writes all this to a file.',
        'A backslash at the end of a line goes on in the next one. "quit" leaves; what you wrote is kept.',
    )


def connection_lines(connection: Connection) -> tuple[str, ...]:
    """What a filing would go to."""
    match connection.link:
        case Link.PRACTICE:
            return ("Connection: practice. Nothing leaves this machine.",)
        case Link.GITLAB:
            who = f", as @{connection.me}" if connection.me else ""
            return (f"Connection: {shown(connection.name)}{who}. `intake doctor` checks it.",)
        case _:
            return (f"Not connected. {shown(connection.advice)} `intake login` leads through it.",)
