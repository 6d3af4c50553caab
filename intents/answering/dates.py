"""Dates as people say them: read, found in a message, and said back.

Why not the `dateparser` library: it costs 47 ms to import and brings six packages, and it is wrong or silent where it
matters here: weekdays alone, "end of month", "a week from friday", and "may" the verb. The forms people type for a due
date are few enough for a table of our own, which can also say when a reading is only one of two.

"Today" is always the caller's local day. Nothing here knows a clock, a time zone or a locale.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from intents.answering.date_forms import Hit, hits_in
from intents.answering.date_mentions import is_meant, without_links
from intents.answering.date_rules import Kind
from intents.answering.date_words import MONTHS, WEEKDAYS, PlainText, plain_text
from intents.answering.working_days import add_working_days, is_weekend, working_days_between
from intents.values import dataclass

__all__ = [
    "DateProblem",
    "DateReading",
    "add_working_days",
    "find_dates",
    "is_weekend",
    "read_date",
    "say_date",
    "working_days_between",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReading:
    """A day, and the words it was read from."""

    day: date
    words: str
    """The part of the text it was read from, exactly as typed."""
    start: int
    end: int
    """`words` is `text[start:end]`."""
    alternative: date | None
    """Another reasonable reading: the other week of "next Friday", the other order of 03/04/2027."""
    sure: bool
    """False where the day is one of two that may be meant, or only about right ("mid December")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateProblem:
    """Why an answer is not a date."""

    sentence: str
    """What is wrong, and the expected form with an example."""


LONGEST_ANSWER = 200
"""Characters. Who answers at greater length has said more than a date."""


def read_date(text: str, today: date) -> DateReading | DateProblem:
    """The day that an answer names. The whole answer has to be a date; a few words such as "by" or "maybe" may surround it.

    A day without a year is the next to come; a past date that is written out stays past, for the caller to judge.
    """
    if len(text) > LONGEST_ANSWER:
        return _problem("That is more than a date", today)
    plain = plain_text(text, is_message=False)
    hits = _joined(plain.text, hits_in(plain.text, today, is_message=False), any_gap=True)
    if not hits:
        hits = [
            Hit(start=m.start(), end=m.end(), kind=Kind.NEAR, day=today)
            for m in _close_of_day().finditer(plain.text)
        ]
    if not hits and (several := _several().search(plain.text)):
        return _problem(f"{_quoted(text[slice(*plain.place(*several.span()))])} is more than one day", today)
    if not hits:
        said = _quoted(text)
        return _problem(f"No date found in {said}" if said else "No date given", today)
    typed = [text[slice(*plain.place(hit.start, hit.end))] for hit in hits]
    for hit, words in zip(hits, typed, strict=True):
        if hit.wrong:
            return _problem(f"{_quoted(words)} cannot be: {hit.wrong}", today)
    if len(hits) > 1:
        return _problem(f"Two dates found, {_quoted(typed[0])} and {_quoted(typed[1])}", today)
    rest = _rest(plain.text, hits[0])
    if rest and (several := _several().search(plain.text)):
        return _problem(f"{_quoted(text[slice(*plain.place(*several.span()))])} is more than one day", today)
    if rest:
        return _problem(f"{_quoted(rest)} beside {_quoted(typed[0])} is not understood", today)
    return _reading(text, plain, hits[0])


def find_dates(text: str, today: date) -> tuple[DateReading, ...]:
    """The dates inside a message, in order. What may just as well be no date, or a past one, is left out."""
    plain = plain_text(text, is_message=True)
    plain = replace(plain, text=without_links(plain.text))
    hits = _joined(plain.text, hits_in(plain.text, today, is_message=True), any_gap=False)
    return tuple(
        _reading(text, plain, hit)
        for hit in hits
        if is_meant(hit, plain.text, typed=text[slice(*plain.place(hit.start, hit.end))], today=today)
    )


def say_date(day: date, today: date) -> str:
    """A day in full and how far it is: "Friday 27 November 2026 (in 3 days)". In English whatever the locale."""
    full = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year:04d}"
    away = (day - today).days
    # Weeks only where they come out even: the words in brackets are to be exact.
    count, unit = (
        (abs(away) // 7, "week") if away and away % 7 == 0 and abs(away) <= 84 else (abs(away), "day")
    )
    distance = f"{count} {unit}{'' if count == 1 else 's'}"
    match away:
        case 0:
            return f"{full} (today)"
        case 1:
            return f"{full} (tomorrow)"
        case -1:
            return f"{full} (yesterday)"
        case _ if abs(away) > 366:
            return full
    return f"{full} (in {distance})" if away > 0 else f"{full} ({distance} ago)"


@cache
def _several() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\w)[0-9]{1,2}(?:st|nd|rd|th)? ?(?:-|to|or|and|&) ?[0-9]{1,2}(?:st|nd|rd|th|\.)? ?(?:of )?[a-z]{3,}"
    )


def _reading(text: str, plain: PlainText, hit: Hit) -> DateReading:
    start, end = plain.place(hit.start, hit.end)
    if text[end : end + 1] == ")" and "(" in text[start:end]:
        end += 1
    return DateReading(
        day=hit.day, words=text[start:end], start=start, end=end, alternative=hit.alternative, sure=hit.sure
    )


# ---------------------------------------------------------------- several hits that name one day


def _joined(text: str, hits: list[Hit], *, any_gap: bool) -> list[Hit]:
    """Hits that confirm each other ("Friday 27 November", "tomorrow, 25 Nov") become one."""
    joined: list[Hit] = []
    for hit in hits:
        if joined:
            gap = text[joined[-1].end : hit.start]
            both = _both(joined[-1], hit, beside=_BESIDE.fullmatch(gap) is not None)
            if both is not None and (any_gap or _BESIDE.fullmatch(gap)):
                joined[-1] = both
                continue
        joined.append(hit)
    return joined


_BESIDE = re.compile(r"[ ,;:.()\[\]=-]*(?:the |on |i\.?e\.? )?")


def _both(first: Hit, second: Hit, *, beside: bool) -> Hit | None:
    """The one hit that two are, or None where they are two dates."""
    if first.wrong or second.wrong:
        return None
    for one, other in ((first, second), (second, first)):
        both: Hit | None = None
        if (one.day == other.day and (one.sure or not other.sure)) or (
            one.day == other.alternative and one.sure
        ):
            both = replace(one, weekday=None)
        elif beside and one.weekday is not None and other.kind in (Kind.FULL, Kind.YEARLY, Kind.MONTHLY):
            both = _on_weekday(other, one.weekday)
        if both is not None:
            return replace(both, start=first.start, end=second.end)
    return None


def _on_weekday(hit: Hit, weekday: int) -> Hit:
    """An explicit date with a weekday beside it. The weekday may settle the order of day and month, or contradict."""
    if hit.day.weekday() == weekday and (hit.alternative is None or hit.alternative.weekday() != weekday):
        return replace(hit, sure=True, alternative=None)
    if hit.alternative is not None and hit.alternative.weekday() == weekday != hit.day.weekday():
        return replace(hit, day=hit.alternative, sure=True, alternative=None)
    if hit.day.weekday() == weekday:
        return hit
    ahead = (weekday - hit.day.weekday() + 3) % 7 - 3
    try:
        return replace(hit, sure=False, alternative=hit.day + timedelta(days=ahead))
    except OverflowError:
        return replace(hit, sure=False, alternative=None)


# ---------------------------------------------------------------- words around an answer

_WORDS_AROUND = (
    "a about and approx approximately around as at be before bis but by ca can circa could date day deadline discussion do due "
    "earliest effective end ending ends fine for from good great guess hm hmm hopefully how i i'd i'll i'm ideally if in is it "
    "it's its just latest let's lets like likely make maybe me my need of ok okay on onward onwards or perhaps please pls plz "
    "possible possibly preferably probably roughly say should so sometime start starting starts sure thanks thank that that's "
    "the think thx till til to um until us want we we'd we'll well what will within work works would yes yeah you then "
    "week-of am zum spatestens vor der den el la le les al para ate avant antes del um gegen around-about"
)
_AROUND = frozenset(_WORDS_AROUND.split())


@cache
def _phrases_around() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:not? later than|w/c|or so|if possible|or earlier|or sooner|week of|give or take|at the latest|(?:in the )?(?:morning|afternoon|"
        r"evening|night)|noon|midnight|midday|early|late|first thing"
        r"|(?:at )?[0-9]{1,2}(?:[:.h][0-9]{2})? ?(?:[ap]\.?m\b\.?|h\b|o'clock|uhr)|(?:at )?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|at [0-9]{1,2}"
        r"|utc|gmt|cet|cest|[pemc][sd]?t|local time)\b|" + _close_of_day().pattern
    )


@cache
def _close_of_day() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:eod|eob|cob|cop|end of (?:the )?(?:business |working )?day|close of (?:business|play))\b"
    )


def _rest(text: str, hit: Hit) -> str:
    """What is left of an answer beside its date and the words that may surround one."""
    rest: list[str] = []
    for part in (text[: hit.start], text[hit.end :]):
        words = re.findall(r"\w+(?:['-]\w+)*", _phrases_around().sub(" ", part))
        if any(word not in _AROUND for word in words):
            rest.extend(words)
    return " ".join(rest)


def _quoted(words: str) -> str:
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    return f"“{shown if len(shown) <= 40 else shown[:39] + '…'}”" if shown else ""


def _problem(what: str, today: date) -> DateProblem:
    try:
        example = today + timedelta(days=14)
    except OverflowError:
        example = today
    named = f"{example.day} {MONTHS[example.month - 1][:3]}"
    return DateProblem(
        sentence=f"{what}; write one day, like {example.isoformat()}, {named} or in two weeks."
    )
