"""What a message gives to one question, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from intents.answering.answer import Answer, Origin
from intents.catalogue.model import Kind, Question
from intents.understanding.given_choices import find_choice, find_choices, find_yes_no
from intents.understanding.given_days import find_days
from intents.understanding.given_links import find_handles, find_link, find_ticket
from intents.understanding.given_words import find_by_pattern, find_list, find_words, names_joined
from intents.understanding.sight import Found, Sight, taken


def find_given(question: Question, sight: Sight) -> dict[str, Found]:
    if question.kind is Kind.FILE:
        # Somebody's files go nowhere because a message happens to name one.
        return {}
    by = question.answered_by
    if question.kind is Kind.DATE:
        days = find_days(sight.intent, question, sight.plain, sight.around)
        return {
            name: Found(
                answer=Answer(values=(day,), words=sight.message[start:end], origin=Origin.TAKEN_OVER),
                places=((start, end),),
            )
            for name, (day, start, end) in days.items()
        }
    found = _FINDERS[question.kind](question, sight)
    if found is None and by.pattern and not names_joined(question):
        found = find_by_pattern(question, sight)
    if found is None and by.message:
        text = sight.message.strip()
        start = sight.message.find(text)
        found = taken(question, text, sight, [(start, start + len(text))]) if text else None
    return {question.name: found} if found else {}


_FINDERS: Mapping[Kind, Callable[[Question, Sight], Found | None]] = {
    Kind.CHOICE: find_choice,
    Kind.CHOICES: find_choices,
    Kind.YES_NO: find_yes_no,
    Kind.HANDLE: find_handles,
    Kind.URL: find_link,
    Kind.TICKET: find_ticket,
    Kind.LINE: find_words,
    Kind.TEXT: find_words,
    Kind.LIST: find_list,
}
