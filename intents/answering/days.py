"""Reading a day and holding it against the limits of its question."""

from __future__ import annotations

from datetime import date, timedelta

from intents.answering.answer import Answer
from intents.answering.dates import DateProblem, DateReading, is_weekend, read_date, say_date
from intents.answering.reading import Accepted, Reading, Rejected, Surroundings
from intents.catalogue.model import Limits, Question

_YEARS_AWAY = timedelta(days=5 * 366)
"""Further away than this in either direction is questioned whatever the catalogue says: a slip in the year."""


def read_day(question: Question, text: str, around: Surroundings) -> Reading:
    """A day within its limits. Where one of two readings breaks a limit, the other one is meant."""
    read = read_date(text, around.today)
    if isinstance(read, DateProblem):
        return Rejected(sentence=read.sentence)
    return judge_day(question, read, text, around)


def judge_day(question: Question, read: DateReading, text: str, around: Surroundings) -> Reading:
    """What the limits of the question say to a day that was read."""
    first = _judge(question.limits, read.day, text, around)
    if read.alternative is None or read.alternative == read.day:
        return first
    second = _judge(question.limits, read.alternative, text, around)
    if isinstance(first, Accepted):
        if not isinstance(second, Accepted):
            return first
        return Accepted(
            answer=first.answer, echo=first.echo, alternative=second.answer, alternative_label=second.echo
        )
    return second if isinstance(second, Accepted) else first


def _judge(limits: Limits, day: date, text: str, around: Surroundings) -> Accepted | Rejected:
    today = around.today
    said = say_date(day, today)
    answer = Answer(values=(day.isoformat(),), words=text)
    earliest, latest = limit_day(limits.earliest, today), limit_day(limits.latest, today)
    if earliest and day < earliest:
        gone = day < today <= earliest
        why = f"{said} is already past." if gone else f"{said} is too early."
        return Rejected(
            sentence=f"{why} The first possible day is {say_date(earliest, today)}.",
            suggestion=_next_right(limits, earliest, around),
        )
    if latest and day > latest:
        return Rejected(sentence=f"{said} is too late. The last possible day is {say_date(latest, today)}.")
    before = _day_of(limits.after, around)
    if before and day < before:
        return Rejected(
            sentence=f"{said} lies before {say_date(before, today)}, the day given earlier. It has to come after it.",
            suggestion=_next_right(limits, before + timedelta(days=1), around),
        )
    doubt = _doubt(limits, day, before, around)
    if doubt:
        sentence, suggestion = doubt
        return Rejected(sentence=sentence, suggestion=suggestion, may_insist=True, insisted=answer)
    return Accepted(answer=answer, echo=said)


def _doubt(limits: Limits, day: date, before: date | None, around: Surroundings) -> tuple[str, str] | None:
    """Why a possible day is probably not meant, and a day that is."""
    today = around.today
    said = say_date(day, today)
    soon, far = limit_day(limits.soon, today), limit_day(limits.far, today)
    weekend = limits.working_days and is_weekend(day)
    # Asked once: whoever keeps the day has been told of both.
    too = ", and on a weekend" if weekend else ""
    if before == day:
        return f"{said} is the same day as the one given earlier. Is that meant?", ""
    if soon and day < soon:
        if day < today:
            return f"{said} is already past. Is that meant?", _next_right(limits, max(soon, today), around)
        return f"{said} is very soon{too}. Is that meant?", _next_right(limits, soon, around)
    if far and day > far:
        return f"{said} is far away{too}; later than {say_date(far, today)} is unusual. Is that meant?", ""
    if abs(day - today) > _YEARS_AWAY:
        return f"{said} is years away. Is that meant?", ""
    if weekend:
        return f"{said} is on a weekend. Is that meant?", _next_right(limits, day, around)
    return None


def limit_day(limit: str, today: date) -> date | None:
    """The day that a limit of the catalogue names on this day; None where there is none or it cannot be read."""
    if not limit:
        return None
    read = read_date(limit, today)
    return read.day if isinstance(read, DateReading) else None


def first_right_day(question: Question, start: date, around: Surroundings) -> date | None:
    """The first day from here on that the question takes without doubt."""
    day = start
    for _ in range(800):
        if isinstance(_judge(question.limits, day, day.isoformat(), around), Accepted):
            return day
        if day >= date.max - timedelta(days=1):
            return None
        day += timedelta(days=1)
    return None


def _next_right(limits: Limits, start: date, around: Surroundings) -> str:
    """ISO text of the first day from here on that breaks no limit; empty when the week holds none."""
    soon, far = limit_day(limits.soon, around.today), limit_day(limits.far, around.today)
    latest = limit_day(limits.latest, around.today)
    day = max(start, soon) if soon else start
    for _ in range(8):
        if day > date.max - timedelta(days=2) or (latest and day > latest) or (far and day > far):
            return ""
        before = _day_of(limits.after, around)
        if not (limits.working_days and is_weekend(day)) and not (before and day <= before):
            return day.isoformat()
        day += timedelta(days=1)
    return ""


def _day_of(name: str, around: Surroundings) -> date | None:
    answer = around.answers.get(name) if name else None
    if answer is None:
        return None
    try:
        return date.fromisoformat(answer.value)
    except ValueError:
        return None
