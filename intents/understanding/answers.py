"""What a message already answers: ticket links, names, days, choices, people and quoted words, with the words they came from.

A wrong answer is worse than a missing one. So everything found has to pass the rules of its question, what is said
twice and differently is left out, a guess is left out, and quoted mail, logs and negated words do not answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from intents.answering.answer import Answer, applicable
from intents.answering.reading import Surroundings
from intents.catalogue.model import Intent, Kind, Question
from intents.understanding.corrections import find_correction
from intents.understanding.given import find_given
from intents.understanding.sight import Found, Sight

__all__ = ["Found", "find_answer_places", "find_answers", "find_correction"]


def find_answers(intent: Intent, message: str, around: Surroundings) -> dict[str, Answer]:
    """The answers to the intent's questions that the message gives, by question name in the intent's order.

    `words` of each is a part of the message, exactly as typed; its origin is `TAKEN_OVER`.
    """
    return {name: found.answer for name, found in find_answer_places(intent, message, around).items()}


def find_answer_places(intent: Intent, message: str, around: Surroundings) -> dict[str, Found]:
    """Like `find_answers`, with the places in the message, so that they can be shown there."""
    sight = Sight.of(intent, message, around)
    found: dict[str, Found] = {}
    open_questions = [q for q in intent.questions if not q.answered_by.never]
    # A link or a word says which host; a bare ticket number leans on it.
    for question in sorted(open_questions, key=lambda q: (q.kind is Kind.TICKET, q.kind is Kind.DATE)):
        sight.around = replace(around, answers={**around.answers, **_answers(found)})
        for name, one in find_given(question, sight).items():
            if name not in found:
                found[name] = one
    live = {q.name for q in applicable(intent, {**around.answers, **_answers(found)})}
    return {
        q.name: found[q.name]
        for q in intent.questions
        if q.name in found and _may_apply(q, live, sight, found)
    }


def _answers(found: Mapping[str, Found]) -> dict[str, Answer]:
    return {name: one.answer for name, one in found.items()}


def _may_apply(question: Question, live: set[str], sight: Sight, found: Mapping[str, Found]) -> bool:
    """Whether the question applies, or may do so once more is answered."""
    if question.name in live or question.when is None:
        return True
    known = {**sight.around.answers, **_answers(found)}
    return any(name not in known for name, _ in question.when.all_of)
