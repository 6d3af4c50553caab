"""What happened. Events are past; a front end or a performed effect makes them.

Time and ids come in with every event as a `Stamp`, so that the core needs neither clock nor chance.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from intents.values import dataclass

if TYPE_CHECKING:
    from intents.drafting.request import Request
    from intents.filing.tracker import GoingUp, Receipt, Result
    from intents.talk.effects import LookUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What the outside adds to an event."""

    now: datetime
    """Aware; its date is the person's own day."""
    id: str
    """Unused so far: the id of a request, should this event begin one."""
    reference: str
    """Unused so far: the marker of its filing."""

    @property
    def today(self) -> date:
        """The person's own day."""
        return self.now.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The person sent words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The person chose an offered option."""

    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """The person chose several of the offered options at once."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WentBack:
    """The person took one step back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """The person keeps the request for later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The person stopped typing for a moment; nothing was sent."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEdited:
    """The person came back from editing title and text freely."""

    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPaused:
    """The person stopped for a moment while editing title and text; nothing is decided yet."""

    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """A kept request was loaded and is to be gone on with."""

    request: Request
    send: bool = False
    """It is to be sent at once, as it stood when the person had said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The program has begun, and these requests were found on disk."""

    kept: tuple[Request, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveFailed:
    """A request could not be kept on disk."""

    sentence: str
    request: Request | None = None
    """The one that could not be kept: where the talk has left it already, it is gone back to."""
    told: bool = False
    """The same was said before, and nothing could be kept since: once is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsRead:
    """The words of a request were read: what they are taken for can be said without waiting now."""

    request_id: str
    messages: tuple[str, ...]
    """Those that were read. An answer that came late must not be taken for that of other words."""
    problem: str = ""
    """Why they could not be read; the person chooses from the list then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRead:
    """The project's own template, or None when it has none or it could not be read."""

    text: str | None
    note: str = ""
    project: str = ""
    name: str = ""
    """Which one was read, as it was ordered. An answer that came late must not get into another draft."""
    public: bool | None = None
    """Whether anybody may read the project's issues; None when that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGoingUp:
    """How far the files of a filing are."""

    request_id: str
    step: GoingUp | None
    """None when all are up: the issue itself is being sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingEnded:
    """A filing was tried; `request` is the one it was tried for, with what is now known of it."""

    request_id: str
    result: Result
    request: Request | None = None
    """As it stands on disk now (its `sending` filled in)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """An unclear filing was looked for."""

    request_id: str
    receipt: Receipt | None
    problem: str = ""
    """Why looking was not possible; then `receipt` None does not mean that it is not there."""
    order: LookUp | None = None
    """As it was ordered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """A wait that the server asked for is over."""

    request_id: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The draft was written to a file, or could not be."""

    path: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """Text was handed to the clipboard, as honestly as that can be known."""

    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOpened:
    """A page was opened, or could not be: then `sentence` says so with the address."""

    sentence: str


Event = (
    Said
    | Chosen
    | Picked
    | WentBack
    | PutOff
    | Paused
    | DraftEdited
    | EditPaused
    | Resumed
    | Started
    | SaveFailed
    | WordsRead
    | TemplateRead
    | FileGoingUp
    | FilingEnded
    | LookedUp
    | Waited
    | Exported
    | Copied
    | PageOpened
)
