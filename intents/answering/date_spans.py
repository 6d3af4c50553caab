"""Weeks, months, quarters and years as a whole, and the days that are named by them: "end of next month"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from intents.answering.date_rules import (
    Found,
    Kind,
    NoSuchDayError,
    coming,
    day_of,
    month_later,
    ordinal,
    year_of,
)
from intents.answering.date_words import ALL_MONTHS, ALL_WEEKDAYS
from intents.answering.working_days import add_working_days
from intents.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    first: date
    last: date
    unit: str
    given: bool
    """Whether it was said which one ("this month"), so that a day of it that has passed stays as it is."""


_MONTHS_IN = {"m": ("month", 1), "q": ("quarter", 3), "y": ("year", 12)}
_STEPS = {"next": 1, "following": 1, "coming": 1, "upcoming": 1, "last": -1, "previous": -1}


def _spans(m: re.Match[str], today: date) -> Iterator[_Span]:
    """The span that is named; where it is open which one, this one and then the following."""
    if m["month"] or m["q"]:
        unit, months = ("month", 1) if m["month"] else ("quarter", 3)
        first = ALL_MONTHS[m["month"]] if m["month"] else int(m["q"]) * 3 - 2
        year = m["year"] if m["month"] else m["qyear"]
        for y in (year_of(year),) if year else (today.year, today.year + 1):
            yield _months(day_of(y, first, 1), months, unit, given=bool(year))
        return
    rel = m["rel"] or ""
    steps = 2 if m["after_next"] else _STEPS.get(rel, 0)
    yield from _spans_of(m["span"][0], steps, today, given=steps != 0 or rel in ("this", "current"))


def _spans_of(letter: str, steps: int, today: date, *, given: bool) -> Iterator[_Span]:
    for step in (steps,) if given else (steps, steps + 1):
        if letter == "w":
            first = today + timedelta(days=7 * step - today.weekday())
            yield _Span(first=first, last=first + timedelta(days=6), unit="week", given=given)
        else:
            unit, months = _MONTHS_IN[letter]
            this = date(today.year, (today.month - 1) // months * months + 1, 1)
            yield _months(month_later(this, months * step), months, unit, given=given)


def _months(first: date, months: int, unit: str, *, given: bool) -> _Span:
    end = month_later(first, months - 1)
    return _Span(
        first=first, last=end.replace(day=monthrange(end.year, end.month)[1]), unit=unit, given=given
    )


def whole_span(m: re.Match[str], today: date) -> Found | None:
    """ "Next week": its Monday, with Friday beside it. "December": its first day that is left, with its last."""
    if m["span"] and m["rel"] in (None, "the") and not m["after_next"]:
        return None
    for span in _spans(m, today):
        if span.given:
            return Kind.SPAN, span.first, span.first + timedelta(days=4) if span.unit == "week" else span.last
        if span.last >= today:
            return Kind.SPAN, max(span.first, today), span.last
    return None


_MIDDLE = {"week": 2, "month": 14, "quarter": 45, "year": 181}


def edge(m: re.Match[str], today: date) -> Found | None:
    """ "End of the month", "mid december". The end of a week is its Friday."""
    return _edge(m["edge"], _spans(m, today), today)


def short_edge(m: re.Match[str], today: date) -> Found | None:
    """ "eom", "year end"."""
    return _edge("end", _spans_of(m["letter"] or m["word"][0], 0, today, given=False), today)


def _edge(which: str, spans: Iterator[_Span], today: date) -> Found | None:
    for span in spans:
        if which.startswith(("end", "late", "close")):
            day = span.first + timedelta(days=4) if span.unit == "week" else span.last
        elif which.startswith("mid"):
            day = span.first + timedelta(days=_MIDDLE[span.unit])
        else:
            day = span.first
        if span.given or day >= today:
            return (Kind.EDGE, day, None) if which.startswith(("mid", "early", "late")) else (Kind.EDGE, day)
    return None


def nth(m: re.Match[str], today: date) -> Found | None:
    """ "First Monday of next month", "last working day of november", "1st of next month"."""
    text, what = m["n"], m["what"] or "day"
    number = -1 if text in ("last", "final") else ordinal(text)
    for span in _spans(m, today):
        day = _nth_day(span, number, what)
        if span.given or day >= today:
            return (Kind.EDGE, day, None) if what == "week" else (Kind.EDGE, day)
    return None


def _nth_day(span: _Span, number: int, what: str) -> date:
    back = number < 0
    if what == "week":
        day = span.last - timedelta(days=6) if back else span.first + timedelta(days=7 * (number - 1))
    elif what == "day":
        day = span.last if back else span.first + timedelta(days=number - 1)
    elif what in ALL_WEEKDAYS:
        wanted = ALL_WEEKDAYS[what]
        if back:
            day = span.last - timedelta(days=(span.last.weekday() - wanted) % 7)
        else:
            day = span.first + timedelta(days=(wanted - span.first.weekday()) % 7 + 7 * (number - 1))
    elif back:
        day = add_working_days(span.last + timedelta(days=1), -1)
    else:
        day = add_working_days(span.first - timedelta(days=1), number)
    if not span.first <= day <= span.last:
        raise NoSuchDayError(f"the {span.unit} from {span.first} to {span.last} has no such {what}")
    return day


def new_year(m: re.Match[str], today: date) -> Found:
    """The first of January to come, or its eve."""
    return Kind.EDGE, date(today.year, 12, 31) if m["eve"] else coming(lambda year: date(year, 1, 1), today)


def weekend(m: re.Match[str], today: date) -> Found:
    """The Saturday, or today where that is a Sunday; "next weekend" may be this one or the one after."""
    saturday = today + timedelta(days=5 - today.weekday())
    if "next" not in (m["which"] or ""):
        return Kind.SPAN, max(saturday, today), saturday + timedelta(days=1)
    if today.weekday() < 5:
        return Kind.SPAN, saturday, saturday + timedelta(days=7)
    return Kind.SPAN, saturday + timedelta(days=7), saturday + timedelta(days=8)
