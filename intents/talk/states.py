"""What is going on. One class a state, each with exactly what it has; the position is named, never guessed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from intents.values import dataclass

if TYPE_CHECKING:
    from intents.answering.answer import Answer
    from intents.catalogue.model import IntentId
    from intents.drafting.draft import Draft
    from intents.drafting.request import Request
    from intents.filing.tracker import GoingUp, NotReached, Receipt, Refused, Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Nothing was said yet, or the words are back in the box."""

    request: Request | None = None
    """Holds what stands in the box, once it was kept."""
    discarded: str = ""
    """The id of the request that was just thrown away: it can still be had back."""
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognising:
    """The words are on disk and are being read. With an intent in the request, that one is what is asked about again."""

    request: Request
    misses: int = 0
    refused: IntentId | None = None
    """The person said no to this one with the last message."""
    first: bool = False
    """Nothing was said before these words: they may hold several requests."""
    returning: bool = False
    """It is a step back: where they are taken for nothing, the words go back into the box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Splitting:
    """One message seems to hold several requests: asked once, before anything else."""

    request: Request
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirming:
    """One intent is the best guess; `near` are the next ones, best first."""

    request: Request
    best: IntentId
    near: tuple[IntentId, ...]
    evidence: tuple[str, ...]
    misses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """Several intents are about as likely, or two look alike and one question tells them apart."""

    request: Request
    ask: str
    choices: tuple[tuple[IntentId, str], ...]
    """Each intent with its label; empty label means the intent's title."""
    evidence: tuple[str, ...]
    misses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rephrasing:
    """Not understood, or the guess was wrong: asked to say it differently. After the second miss comes the list."""

    request: Request
    misses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """It seems to belong to somebody else; `place` is the id of the catalogue's entry, if one is known."""

    request: Request
    place: str
    misses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Browsing:
    """All kinds of request, or those that an answered one leads to."""

    request: Request
    only: tuple[IntentId, ...] = ()
    before: State | None = None
    """Where back leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question is open."""

    request: Request
    question: str
    typed: str = ""
    """What stands in the box: a wrong answer is kept to be corrected."""
    problem: str = ""
    suggestion: str = ""
    insisted: Answer | None = None
    """The answer that counts if the person keeps to it."""
    misses: int = 0
    from_review: bool = False
    left_open: frozenset[str] = frozenset()
    """Required questions that were left for now, so that they are not asked again at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubting:
    """An answer was read, but could mean something else too: shown with its other reading before it counts."""

    request: Request
    question: str
    answer: Answer
    echo: str
    other: Answer
    other_label: str
    from_review: bool = False
    left_open: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparing:
    """Waiting for the project's template before the draft is shown."""

    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """The draft is shown exactly as it will be sent."""

    request: Request
    draft: Draft
    told: str = ""
    """The last thing that happened to it (exported, copied)."""
    warnings: tuple[str, ...] = ()
    """What looks like a secret or like personal data in it, a sentence each."""
    unmasked: Request | None = None
    """The request as it was before that was hidden, while it can be had back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangingAnswer:
    """The answers are listed to change one or to add an optional one, from the draft or from an answer given."""

    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """Title and text are edited freely."""

    request: Request
    """As it was before, for whoever gives the edit up."""
    draft: Draft
    kept: bool = False
    """What was edited so far is on disk in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attaching:
    """Asked which file goes up with the draft."""

    request: Request
    typed: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitting:
    """On its way. There is no answer to another submit."""

    request: Request
    draft: Draft
    going_up: GoingUp | None = None
    """The file that is being sent; the issue itself is not on its way then, and it can be stopped."""
    stopping: bool = False
    waited: int = 0
    """How often it was waited before, since the server wants fewer requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Not filed, since the server wants fewer requests; filed by itself after a while, unless the person stops that."""

    request: Request
    draft: Draft
    failure: Refused
    until: datetime
    waited: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKept:
    """The request cannot be kept on disk; sending it all the same is the person's choice."""

    request: Request
    draft: Draft
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Not filed, and that is certain."""

    request: Request
    draft: Draft
    failure: Refused | NotReached


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """It may be filed: it is looked for before anything else."""

    request: Request
    draft: Draft
    failure: Unknown
    looks: int = 0
    """How often it was looked for and certainly not found."""
    looking: bool = True
    asked: bool = False
    """The look under way is one that the person asked for: it does not count, and does not shorten the wait."""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Filed."""

    request: Request
    receipt: Receipt
    following: Request | None = None
    """The other request of the same message, now one of its own and kept."""
    begun: Request | None = None
    """Holds what stands in the box, once it was kept: the next request begins so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Ended without an issue: a link or instructions, or an answer that ends the flow with an explanation."""

    request: Request
    explanation: str = ""
    """Said instead of the intent's outcome when an answer ended the flow."""
    following: Request | None = None
    begun: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discarding:
    """Asked whether the words are really to be thrown away."""

    request: Request
    before: State


State = (
    Opening
    | Recognising
    | Splitting
    | Confirming
    | Choosing
    | Rephrasing
    | Elsewhere
    | Browsing
    | Asking
    | Doubting
    | Preparing
    | Reviewing
    | ChangingAnswer
    | Editing
    | Attaching
    | Submitting
    | Waiting
    | NotKept
    | Failed
    | Unclear
    | Done
    | Answered
    | Discarding
)
