"""Words typed to a question -> an answer, or the sentence that says why not. One entrance for every kind of question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from intents.answering.answer import Answer, Answers, Origin
from intents.answering.choosing import read_choice, read_choices
from intents.answering.dates import say_date
from intents.answering.days import first_right_day, read_day
from intents.answering.files import example_name, read_files, said_files
from intents.answering.handles import read_handle
from intents.answering.links import read_link, read_ticket
from intents.answering.phrases import is_no_answer, means_nothing
from intents.answering.reading import Accepted, Reading, Rejected, Skipped, Surroundings, clip
from intents.answering.wording import read_line, read_list, read_text
from intents.answering.yes_no import read_yes_no
from intents.catalogue.model import Kind, Question

LONGEST_PASTE = 200_000
"""Characters. More than this is not even looked at, so that no paste can hold up the screen."""
LONGEST_REFERENCE = 2000
"""The same for what is never long: a choice, a day, a name, a link."""


def read_answer(question: Question, text: str, around: Surroundings) -> Reading:
    """What the typed text answers. Never raises, whatever was typed."""
    if len(text) > LONGEST_PASTE:
        return Rejected(
            sentence=f"That is too long: {len(text)} characters, and at most {LONGEST_PASTE} are looked at."
        )
    reading = _read(question, text, around)
    if not isinstance(reading, Rejected):
        return reading
    if reading.suggestion and not isinstance(_read(question, reading.suggestion, around), Accepted):
        reading = replace(reading, suggestion="")
    if reading.may_insist:
        return reading
    return replace(reading, sentence=_with_example(question, reading.sentence, around))


def _read(question: Question, text: str, around: Surroundings) -> Reading:
    if not text.strip():
        return Rejected(sentence="An answer is needed here.") if question.required else Skipped()
    if not _is_known_value(question, text):
        if is_no_answer(text) and not _by_kind_accepts(question, text, around):
            return _unanswered(question, text) if question.required else Skipped()
        if not question.required and question.kind is not Kind.YES_NO and means_nothing(text):
            return Skipped()
    return _by_kind(question, text, around)


def _by_kind(question: Question, text: str, around: Surroundings) -> Reading:
    if len(text) > LONGEST_REFERENCE and question.kind not in (Kind.LINE, Kind.TEXT, Kind.LIST, Kind.FILE):
        return Rejected(
            sentence=f"That is too long: at most {LONGEST_REFERENCE} characters are looked at here."
        )
    match question.kind:
        case Kind.LINE:
            return read_line(question, text)
        case Kind.TEXT:
            return read_text(question, text)
        case Kind.LIST:
            return read_list(question, text)
        case Kind.CHOICE:
            return read_choice(question, text)
        case Kind.CHOICES:
            return read_choices(question, text)
        case Kind.YES_NO:
            return read_yes_no(question, text)
        case Kind.DATE:
            return read_day(question, text, around)
        case Kind.HANDLE:
            return read_handle(question, text, around)
        case Kind.URL:
            return read_link(question, text)
        case Kind.TICKET:
            return read_ticket(question, text, around)
        case Kind.FILE:
            return read_files(question, text, around.look)
        case _:
            assert_never(question.kind)


def _is_known_value(question: Question, text: str) -> bool:
    """Whether the catalogue itself names the text: an author may well offer "unknown" or "none"."""
    said = text.strip().casefold()
    names = [question.example, *question.suggestions]
    for choice in question.choices:
        names.extend((choice.value, choice.label, *choice.words))
    return said in (name.strip().casefold() for name in names if name)


def _by_kind_accepts(question: Question, text: str, around: Surroundings) -> bool:
    """Some kinds tell an answer from none by themselves: "later" may begin a label, "next" may be a choice."""
    if question.kind not in (Kind.CHOICE, Kind.CHOICES) or not any(c.isalnum() for c in text):
        return False
    return isinstance(_by_kind(question, text, around), Accepted)


def _unanswered(question: Question, text: str) -> Rejected:
    said = text.strip()
    begins = f"{clip(said)} leaves this open." if any(c.isalnum() for c in said) else "That leaves this open."
    match question.kind:
        case Kind.LINE | Kind.TEXT:
            return Rejected(
                sentence=f"{begins} A rough answer is enough; it can be changed before anything is sent."
            )
        case Kind.DATE:
            return Rejected(sentence=f"{begins} A day is needed; it can be changed before anything is sent.")
        case Kind.CHOICE | Kind.CHOICES:
            return Rejected(sentence=f"{begins} Take the one that fits best.")
        case _:
            return Rejected(sentence=f"{begins} It is needed to go on.")


def _with_example(question: Question, sentence: str, around: Surroundings) -> str:
    if "such as" in sentence.lower() or question.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        return sentence
    example = " ".join(example_of(question, around.today).split())
    if not example or example.casefold() in sentence.casefold():
        return sentence
    return f"{sentence} Such as: {example if len(example) <= 120 else clip(example, 120)}"


def default_of(question: Question, around: Surroundings) -> Answer | None:
    """The answer that the catalogue offers, when it can be taken as things stand."""
    if not question.default:
        return None
    reading = read_answer(question, question.default, around)
    if not isinstance(reading, Accepted):
        return None
    return Answer(values=reading.answer.values, words=question.default, origin=Origin.DEFAULT)


def say_answer(question: Question, answer: Answer, today: date) -> str:
    """An answer for people: labels of choices, days with their weekday, the rest as it is."""
    if question.kind is Kind.TEXT:
        return answer.value
    if question.kind is Kind.FILE and answer.files:
        return said_files(answer.files)
    return ", ".join(_say(question, value, today) for value in answer.values)


def _say(question: Question, value: str, today: date) -> str:
    choice = question.choice(value)
    if choice:
        return choice.label
    if question.kind is Kind.YES_NO:
        return value.capitalize()
    if question.kind is Kind.DATE:
        try:
            return say_date(date.fromisoformat(value), today)
        except ValueError:
            return value
    if question.kind is Kind.TICKET and value.isdecimal():
        return f"#{value}"
    return value


def example_of(question: Question, today: date, answers: Answers | None = None) -> str:
    """An answer that would be taken on this day: the catalogue's example, or one made for the kind.

    Empty only where no example fits the catalogue's own limits.
    """
    if question.kind is Kind.FILE:
        # Whether it is there only the machine of whoever answers can tell.
        return question.example or example_name(question.limits)
    around = Surroundings(today=today, answers=answers or {})
    for candidate in _examples(question, around):
        if candidate and isinstance(_read(question, candidate, around), Accepted):
            return candidate
    return ""


def _examples(question: Question, around: Surroundings) -> Iterator[str]:
    yield question.example
    limits = question.limits
    match question.kind:
        case Kind.CHOICE | Kind.CHOICES | Kind.YES_NO:
            going_on = [c.label for c in question.choices if not c.ends and c.moves_to is None]
            yield from going_on
            yield from (choice.label for choice in question.choices)
            yield "yes" if question.kind is Kind.YES_NO else ""
        case Kind.DATE:
            day = first_right_day(question, around.today + timedelta(days=14), around)
            day = day or first_right_day(question, around.today, around)
            yield day.isoformat() if day else ""
        case Kind.HANDLE:
            yield "@jdoe"
        case Kind.URL:
            host = limits.hosts[0] if limits.hosts else "example.com"
            yield from (f"https://{host}/jdoe", f"https://{host}/", f"https://{host}")
        case Kind.TICKET:
            yield "123456"
        case Kind.FILE:
            yield example_name(limits)
        case Kind.LIST | Kind.LINE | Kind.TEXT:
            yield question.placeholder
            yield from question.suggestions
            plain = "One short sentence in your own words, with what matters most"
            yield plain[: limits.longest].rpartition(" ")[0] if 0 < limits.longest < len(plain) else plain
        case _:
            assert_never(question.kind)
