"""What a message already answers: ticket links, names, days, choices, people and quoted words, with the words they came from.

A wrong answer is worse than a missing one. So everything found has to pass the rules of its question, what is said
twice and differently is left out, a guess is left out, and quoted mail, logs and negated words do not answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from intents.answering.answer import Answer, applicable
from intents.answering.reading import Surroundings
from intents.catalogue.model import Intent, Kind, Question
from intents.understanding.corrections import find_correction
from intents.understanding.given import find_given
from intents.understanding.sight import Found, Sight, taken

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
    for question in open_questions:
        if question.kind is Kind.LINE and question.answered_by.message and question.name in found:
            found[question.name] = _without_people_behind(question, found, sight)
    live = {q.name for q in applicable(intent, {**around.answers, **_answers(found)})}
    return {
        q.name: found[q.name]
        for q in intent.questions
        if q.name in found and _may_apply(q, live, sight, found)
    }


_LAST_PART = re.compile(r"\s*(?:[,;(\n]|\s[-–—]\s)(?P<part>[^,;(\n]{1,60})$")
_WORDS_WITH_A_PERSON = 4


def _without_people_behind(question: Question, found: Mapping[str, Found], sight: Sight) -> Found:
    """The message as one line, without "…, mgr @kim" at its end where that is another question's answer already: in a
    title it would call nobody, and say nothing of the matter."""
    whole = found[question.name]
    people = [
        place
        for other in sight.intent.questions
        if other.kind is Kind.HANDLE and other.name in found
        for place in found[other.name].places
    ]
    start, end = whole.places[0]
    while (last := _LAST_PART.search(sight.message, start, end)) is not None:
        named = [place for place in people if last.start("part") <= place[0] and place[1] <= end]
        if not named or len(last["part"].split()) > _WORDS_WITH_A_PERSON:
            break
        end = last.start()
    if end == whole.places[0][1]:
        return whole
    return taken(question, sight.message[start:end], sight, [(start, end)]) or whole


def _answers(found: Mapping[str, Found]) -> dict[str, Answer]:
    return {name: one.answer for name, one in found.items()}


def _may_apply(question: Question, live: set[str], sight: Sight, found: Mapping[str, Found]) -> bool:
    """Whether the question applies, or may do so once more is answered."""
    if question.name in live or question.when is None:
        return True
    known = {**sight.around.answers, **_answers(found)}
    return any(name not in known for name, _ in question.when.all_of)
