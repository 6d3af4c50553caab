"""Whether the answers that a catalogue itself gives (examples, defaults, suggestions) would be taken on any day.

The rules for answers belong to another room, which knows this one; so they are loaded only when a file is read, and
whoever reads a file may bring rules of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from intents.catalogue.model import Catalogue, Kind, Question

Accepts = Callable[[Question, str], str | None]
"""Says what is wrong with an answer to a question, or None when it is right."""

_SOME_DAYS = tuple(
    first + timedelta(days=step)
    for first in (date(2027, 1, 25), date(2028, 2, 28), date(2028, 12, 29))
    for step in range(7)
)
"""Every day of the week, and where months, leap years and years end."""


def rules_of_answering(catalogue: Catalogue) -> Accepts:
    """The rules by which people's answers are read."""
    from intents.answering.kinds import read_answer
    from intents.answering.local_file import LocalFile
    from intents.answering.reading import Rejected, Surroundings

    def look(path: str) -> LocalFile:
        # Only its name can be right or wrong here.
        return LocalFile(path=path, size=1, modified=0)

    def accepts(question: Question, text: str) -> str | None:
        for today in _SOME_DAYS if question.kind is Kind.DATE else _SOME_DAYS[:1]:
            around = Surroundings(today=today, ticket_hosts=catalogue.ticket_hosts, look=look)
            reading = read_answer(question, text, around)
            if isinstance(reading, Rejected):
                sentence = reading.sentence.partition(" Such as:")[0].rstrip(".")
                return f"on {today:%A %d %B %Y}: {sentence}" if question.kind is Kind.DATE else sentence
        return None

    return accepts


def day_named(text: str) -> date | None:
    """The day that a limit such as `in 90 days` names, seen from one fixed day; None when it names none."""
    from intents.answering.days import limit_day

    return limit_day(text, _SOME_DAYS[0])
