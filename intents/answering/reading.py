"""What reading an answer takes and gives: the surroundings that go in, and the three results that come out."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from intents.answering.answer import Answer, Answers
from intents.answering.local_file import Look, sees_no_files
from intents.catalogue.model import TicketHost
from intents.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an answer may lean on beside its own words."""

    today: date
    answers: Answers = field(default_factory=dict)
    """What was answered so far, by question name."""
    me: str = ""
    """The person's own user name without @, when it is known."""
    ticket_hosts: tuple[TicketHost, ...] = ()
    look: Look = sees_no_files
    """Looks at a file of this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The words are an answer."""

    answer: Answer
    echo: str = ""
    """How it was understood, when that is not what was typed."""
    alternative: Answer | None = None
    """The other way to read the same words, such as the second order of day and month."""
    alternative_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The words are no answer yet."""

    sentence: str
    """What is wrong, what is wanted, with an example."""
    suggestion: str = ""
    """A corrected text that would be accepted."""
    may_insist: bool = False
    """Questioned rather than refused: `insisted` is taken when the person stays with it."""
    insisted: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """The person leaves an optional question open."""


Reading = Accepted | Rejected | Skipped


def clip(text: str, longest: int = 40) -> str:
    """The text in typographic quotes and on one line, cut so that it fits into a sentence."""
    one_line = " ".join(text.split())
    if len(one_line) > longest:
        one_line = one_line[: longest - 1].rstrip() + "…"
    return f"“{one_line}”"
