"""An answer as it is kept: what it means, what was typed, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from intents.answering.local_file import LocalFile
from intents.catalogue.model import Condition, Intent, Question
from intents.values import dataclass


class Origin(StrEnum):
    """Where an answer came from."""

    TYPED = "typed"
    TAKEN_OVER = "taken over"
    """Read out of a message; shown as such and open to change."""
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer.

    `values` is never empty: one entry for the single kinds, one for each item of `choices`, `list` and handles.
    A date is ISO text, a yes or no is `yes` or `no`, a choice is its value, a handle begins with @, a ticket is its
    link or, while its host is not known, its bare number, a file is its path.
    """

    values: tuple[str, ...]
    words: str = ""
    """What the person wrote, as typed."""
    origin: Origin = Origin.TYPED
    files: tuple[LocalFile, ...] = ()
    """For files: what each of them was like when it was named."""

    @property
    def value(self) -> str:
        """The single value, or the first of several."""
        return self.values[0]


Answers = Mapping[str, Answer]
"""By question name. Never changed in place."""


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether a condition is true of the answers; no condition is always true."""
    if condition is None:
        return True
    for name, wanted in condition.all_of:
        answer = answers.get(name)
        if answer is None or not set(answer.values) & set(wanted):
            return False
    return True


def applicable(intent: Intent, answers: Answers) -> tuple[Question, ...]:
    """The questions that these answers make sense of, in order.

    A condition looks only at questions that apply themselves: an answer left over from a path that was changed
    keeps its words but decides nothing.
    """
    kept: list[Question] = []
    live: dict[str, Answer] = {}
    for question in intent.questions:
        if holds(question.when, live):
            kept.append(question)
            if question.name in answers:
                live[question.name] = answers[question.name]
    return tuple(kept)


def live_answers(intent: Intent, answers: Answers) -> dict[str, Answer]:
    """The answers that count: those of applicable questions, in the intent's order."""
    return {q.name: answers[q.name] for q in applicable(intent, answers) if q.name in answers}


def next_question(intent: Intent, answers: Answers) -> Question | None:
    """The first required question that is still open. A function of intent and answers, nothing else."""
    return next((q for q in applicable(intent, answers) if q.required and q.name not in answers), None)
