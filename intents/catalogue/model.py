"""What may be asked for, as values. `reader.py` makes them from a file; nothing here knows YAML.

A catalogue belongs to one team. Every name in it (questions, choices, trackers, steps) is the team's own; the code
knows only the shapes below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

from intents.values import dataclass

IntentId = NewType("IntentId", str)

NOTHING: Mapping[str, str] = MappingProxyType({})


class Kind(StrEnum):
    """What sort of answer a question takes."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    HANDLE = "handle"
    URL = "url"
    TICKET = "ticket"
    LIST = "list"
    FILE = "file"


class Outcome(StrEnum):
    """What a request of one intent ends in."""

    ISSUE = "issue"
    LINK = "link"
    INSTRUCTIONS = "instructions"


class TemplateUse(StrEnum):
    """How a project's own issue template is used when it can be read."""

    FILL = "fill"
    """Our sections go under the template's headings of the same name; what has no heading there follows."""
    ACTIONS = "actions"
    """Only the template's quick actions are kept; the text is ours."""
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """True when every named question has one of the given answers.

    A question with several answers (`choices`, `list`) fits when any of its answers is among them; an unanswered
    question never fits.
    """

    all_of: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers that a `choice`, `choices` or `yes_no` question offers."""

    value: str
    label: str
    description: str = ""
    words: tuple[str, ...] = ()
    """What people write when they mean it, beside the label itself."""
    hosts: tuple[str, ...] = ()
    """A link to one of these hosts in a message means this choice."""
    ends: str = ""
    """Choosing it ends the flow with this explanation; nothing is filed."""
    moves_to: IntentId | None = None
    """Choosing it moves the request to another intent, with what was answered."""
    because: str = ""
    """Said when it ends or moves the flow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredBy:
    """What in a person's message answers a question, beyond what its kind recognises by itself."""

    cues: tuple[str, ...] = ()
    """Words that stand just before the answer: "manager @kim", "from Monday". With cues, nothing else counts."""
    pattern: str = ""
    """A regular expression; its first group, or the whole match, is the answer."""
    quoted: bool = False
    """Text in quotation marks is the answer."""
    message: bool = False
    """The whole message is the answer (what is asked, what is wrong): offered to be corrected."""
    never: bool = False
    """Never taken over from a message: approvals and confirmations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an answer has to keep to. Lengths in characters; dates as people say them ("today", "in 90 days")."""

    shortest: int = 0
    longest: int = 0
    """0 means the kind's own limit."""
    pattern: str = ""
    pattern_says: str = ""
    """The sentence shown when the pattern does not fit."""
    earliest: str = ""
    latest: str = ""
    soon: str = ""
    """An earlier day than this is questioned, not refused."""
    far: str = ""
    """A later day than this is questioned, not refused."""
    after: str = ""
    """The name of a date question whose answer must lie before this one."""
    working_days: bool = False
    """Saturdays and Sundays are questioned."""
    hosts: tuple[str, ...] = ()
    """For links: the hosts that are right. Empty means any."""
    path: str = ""
    """For links: a pattern that the path must fit; `pattern_says` tells what is wanted."""
    groups: bool = False
    """For handles: group paths (with a slash) are right too."""
    not_me: bool = False
    """For handles: the requester's own name is wrong (an approving manager)."""
    several: bool = False
    """For handles and files: more than one is right."""
    largest: int = 0
    """For files: bytes that one may have. 0 means what a tracker takes."""
    types: tuple[str, ...] = ()
    """For files: the endings that are right, in small letters and without the dot. Empty means any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing an intent needs to know."""

    name: str
    ask: str
    why: str
    kind: Kind
    required: bool = True
    example: str = ""
    default: str = ""
    """Offered, and taken with one key; for a handle `me` is the requester."""
    placeholder: str = ""
    limits: Limits = field(default_factory=Limits)
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    """Known good values of a list or line; others are right too."""
    when: Condition | None = None
    answered_by: AnsweredBy = field(default_factory=AnsweredBy)
    hosted_by: str = ""
    """For tickets: the question whose answer names the ticket host for a bare number."""

    def choice(self, value: str) -> Choice | None:
        """The choice with this value."""
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label of the issue, perhaps only under a condition.

    Of several that hold and share a scope (`A::x`, `A::y`) the first is used: a tracker keeps one a scope.
    """

    name: str
    when: Condition | None = None

    @property
    def scope(self) -> str:
        """What stands before the last `::`, or nothing for a plain label."""
        return self.name.rpartition("::")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPattern:
    """How the answers of one intent become an issue."""

    title: tuple[str, ...]
    """Patterns with `${name}`; the first whose names are all answered is used."""
    body: str
    """Markdown with `${name}`. A section, paragraph or list line whose names are all unanswered is left out."""
    labels: tuple[Label, ...] = ()
    due: str = ""
    """The date question whose answer is the issue's due date."""
    assign: str = ""
    """The handle question whose answers are the assignees."""
    mention: tuple[str, ...] = ()
    """Handle questions, or handles beginning with @, that are notified."""
    mention_when: tuple[tuple[Condition, str], ...] = ()
    """The same, notified only under a condition; after those of `mention`."""
    confidential: bool = False
    confidential_when: Condition | None = None


class Actor(StrEnum):
    """Who does a step after filing; `other` carries its own words."""

    REQUESTER = "requester"
    MANAGER = "manager"
    TEAM = "team"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a request's way after it was filed."""

    who: Actor
    does: str
    name: str = ""
    done: bool = False
    """Already done by filing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A category of request: how it is recognised, what is asked, what it ends in, and what comes then."""

    id: IntentId
    title: str
    sentence: str
    keywords: tuple[str, ...]
    examples: tuple[str, ...]
    outcome: Outcome
    tracker: str = ""
    """Name of the tracker, for an issue."""
    link: str = ""
    link_name: str = ""
    text: str = ""
    """For a link: what is said beside it; `${name}` of answers allowed."""
    instructions: tuple[str, ...] = ()
    then: tuple[tuple[Condition, str], ...] = ()
    """Further sentences that an outcome without an issue says under a condition."""
    leads_to: tuple[IntentId, ...] = ()
    """Where the talk may go on from an outcome without an issue."""
    questions: tuple[Question, ...] = ()
    draft: DraftPattern | None = None
    steps: tuple[Step, ...] = ()
    never: tuple[str, ...] = ()
    """What the requester must not do."""
    notes: tuple[str, ...] = ()
    """Said once when the intent is confirmed (what not to expect, what not to paste)."""

    def question(self, name: str) -> Question | None:
        """The question of this name."""
        return next((question for question in self.questions if question.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracker:
    """A project that takes issues."""

    name: str
    project: str
    template: str = ""
    use_template: TemplateUse = TemplateUse.FILL
    asks: str = ""
    """How this project wants to be asked, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Something that people ask for here although it belongs elsewhere, and where that is (when it is known)."""

    id: str
    title: str
    text: str
    link: str = ""
    keywords: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """Intents that sound alike, with the one question that tells them apart."""

    ask: str
    choices: tuple[tuple[IntentId, str], ...]
    """Each intent with the answer that means it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHost:
    """A system whose tickets people refer to, by link or by number."""

    name: str
    host: str
    link: str
    """A pattern with `${number}`."""
    words: tuple[str, ...] = ()
    """What people call it before a ticket's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything one team may be asked for."""

    team: str
    host: str
    """Base address of the GitLab that holds the trackers, such as `https://gitlab.com`."""
    trackers: tuple[Tracker, ...]
    intents: tuple[Intent, ...]
    about: str = ""
    handle: str = ""
    """The team's own handle, `@group/path`."""
    opening: tuple[str, ...] = ()
    """Messages shown as examples when nothing was said yet."""
    elsewhere: tuple[Elsewhere, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    ticket_hosts: tuple[TicketHost, ...] = ()
    source: str = ""
    """Where it was read from, for messages."""

    def intent(self, id: str) -> Intent | None:  # noqa: A002 - the field's own name
        """The intent of this id."""
        return next((intent for intent in self.intents if intent.id == id), None)

    def tracker(self, name: str) -> Tracker | None:
        """The tracker of this name."""
        return next((tracker for tracker in self.trackers if tracker.name == name), None)

    def tracker_of(self, intent: Intent) -> Tracker | None:
        """The tracker that takes this intent's issues."""
        return self.tracker(intent.tracker) if intent.tracker else None
