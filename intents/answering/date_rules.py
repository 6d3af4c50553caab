"""How the words of a date are read, once a pattern has told them apart: one function a form.

Each takes the match and today, and gives a kind, a day and, where it cannot be sure, the other reading.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from intents.answering.date_words import ALL_MONTHS, ALL_NEAR_DAYS, ALL_WEEKDAYS, MONTHS, NUMBERS, ORDINALS
from intents.answering.working_days import add_working_days


class Kind(StrEnum):
    """What a hit leans on; a message asks for more care with some kinds than with others."""

    FULL = "day, month and year"
    YEARLY = "day and month"
    WEEKDAY = "weekday"
    NEAR = "today and its neighbours"
    COUNT = "so many days from today"
    SPAN = "a week or month as a whole"
    EDGE = "a day of a week or month"
    MONTHLY = "day of a month not named"


class NoSuchDayError(Exception):
    """The words name a day that no calendar has. Its text is the reason, as the beginning of a sentence."""


Found = tuple[Kind, date] | tuple[Kind, date, date | None]
"""A kind and a day; a third entry says the reading is not sure, and is the other reading if there is one."""
Rule = Callable[[re.Match[str], date], Found | None]
"""May raise NoSuchDayError, and OverflowError or ValueError for days beyond the calendar."""


# ---------------------------------------------------------------- days that may not exist


def day_of(year: int, month: int, number: int) -> date:
    if not 1 <= year <= 9999:
        raise NoSuchDayError(f"there is no year {year}")
    if not 1 <= month <= 12:
        raise NoSuchDayError(f"there is no month {month}")
    length = monthrange(year, month)[1]
    if not 1 <= number <= length:
        raise NoSuchDayError(f"{MONTHS[month - 1]} {year} has {length} days, so it has no day {number}")
    return date(year, month, number)


def coming(make: Callable[[int], date], today: date) -> date:
    """This year's day, or next year's where this year's has passed or is none: 29 February, week 53."""
    try:
        day = make(today.year)
    except NoSuchDayError:
        return make(today.year + 1)
    return day if day >= today else make(today.year + 1)


def month_later(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def year_of(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text.lstrip("'"))


def _yearly(year: str | None, month: int, number: int, today: date) -> tuple[Kind, date]:
    if year:
        return Kind.FULL, day_of(year_of(year), month, number)
    if 1 <= month <= 12 and number > (longest := monthrange(2000, month)[1]):
        raise NoSuchDayError(f"{MONTHS[month - 1]} has {longest} days, so it has no day {number}")
    return Kind.YEARLY, coming(lambda y: day_of(y, month, number), today)


# ---------------------------------------------------------------- dates in figures


def iso(m: re.Match[str], _today: date) -> Found:
    return Kind.FULL, day_of(int(m["y"]), int(m["m"]), int(m["d"]))


def iso_week(m: re.Match[str], today: date) -> Found:
    number, named = int(m["w"]), m["y"]

    def monday(year: int) -> date:
        try:
            return date.fromisocalendar(year, number, 1)
        except ValueError:
            raise NoSuchDayError(f"{year} has no week {number}") from None

    day = monday(int(named)) if named else coming(monday, today)
    if m["wd"]:
        return Kind.FULL, day + timedelta(days=int(m["wd"]) - 1)
    return Kind.SPAN, day, day + timedelta(days=4)


def figures(m: re.Match[str], today: date) -> Found:
    first, second, year = int(m["a"]), int(m["b"]), m["y"]
    if m["s"].strip() == "." and second <= 12:
        return _yearly(year, second, first, today)
    orders = [(number, month) for number, month in ((first, second), (second, first)) if month <= 12]
    if not orders:
        raise NoSuchDayError(f"there is no month {second}")
    days: list[tuple[Kind, date]] = []
    problem: NoSuchDayError | None = None
    for number, month in orders:
        try:
            days.append(_yearly(year, month, number, today))
        except NoSuchDayError as no_day:
            problem = problem or no_day
    if not days:
        raise problem or NoSuchDayError("there is no such day")
    if len(days) == 2 and days[0] != days[1]:
        return *days[0], days[1][1]
    return days[0]


def named_month(m: re.Match[str], today: date) -> Found:
    number = ordinal(m["d"])
    return _yearly(m["y"], ALL_MONTHS[m["m"]], number, today)


def monthly(m: re.Match[str], today: date) -> Found:
    number = ordinal(m["d"])
    if not 1 <= number <= 31:
        raise NoSuchDayError(f"no month has a day {number}")
    for months in range(4):
        month = month_later(today.replace(day=1), months)
        if number <= monthrange(month.year, month.month)[1] and month.replace(day=number) >= today:
            return Kind.MONTHLY, month.replace(day=number)
    raise OverflowError


# ---------------------------------------------------------------- days near today


def near(m: re.Match[str], today: date) -> Found:
    return Kind.NEAR, today + timedelta(days=ALL_NEAR_DAYS[m["near"]])


def weekday(m: re.Match[str], today: date) -> Found:
    """A weekday alone or with "next", "this week", "in two weeks" and the like. Alone it is never today."""
    wanted, which, after = ALL_WEEKDAYS[m["wd"]], m["which"] or "", m["after"] or ""
    week = timedelta(days=7)
    soonest = today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    of_this_week = today + timedelta(days=wanted - today.weekday())
    if which.startswith(("last", "past", "prev")):
        before = soonest - week
        return Kind.WEEKDAY, before if before < today else before - week
    if m["weeks"]:
        return Kind.WEEKDAY, soonest + _number(m["weeks"]) * week
    if m["n"]:
        ahead = _number(m["n"]) * week
        there = of_this_week + ahead
        return (Kind.WEEKDAY, there) if of_this_week >= today else (Kind.WEEKDAY, there, soonest + ahead)
    if after in ("week", "fortnight"):
        return Kind.WEEKDAY, soonest + (week if after == "week" else 2 * week)
    if after == "after next":
        return Kind.WEEKDAY, soonest + week, soonest + 2 * week
    if "week" in which + after:
        return Kind.WEEKDAY, of_this_week if "this" in which + after else of_this_week + week
    if which == "this":
        if of_this_week > today:
            return Kind.WEEKDAY, of_this_week
        return (
            (Kind.WEEKDAY, today, soonest) if of_this_week == today else (Kind.WEEKDAY, soonest, of_this_week)
        )
    if (which and "coming" not in which) or after:
        # "Next friday" on a Tuesday: for some the one in three days, for others the one of next week.
        of_next_week = of_this_week + week
        return (Kind.WEEKDAY, soonest) if soonest == of_next_week else (Kind.WEEKDAY, soonest, of_next_week)
    return (Kind.WEEKDAY, soonest, today) if of_this_week == today and not which else (Kind.WEEKDAY, soonest)


def ordinal(text: str) -> int:
    """The number of "3", "3rd" or "third"."""
    return ORDINALS.get(text) or int(re.sub(r"\D", "", text))


def _number(text: str) -> int:
    return NUMBERS[text] if text in NUMBERS else int(text)


def later(text_number: str | None, unit: str, day: date, *, sign: int = 1) -> date:
    """The day so many units after (or before) a day. Raises OverflowError beyond the calendar."""
    count = sign * _number(text_number or "a")
    if unit.startswith(("work", "busi", "week ", "week-da", "weekda")):
        return add_working_days(day, count)
    match unit[0]:
        case "d" | "t" | "j":
            return day + timedelta(days=count)
        case "w" | "s" | "f":
            return day + timedelta(weeks=2 * count if unit.startswith("f") else count)
        case "h":
            return day + timedelta(days=count // 24)
        case "m":
            return month_later(day, count)
        case "q":
            return month_later(day, 3 * count)
        case _:
            return month_later(day, 12 * count)


def count(m: re.Match[str], today: date) -> Found | None:
    """ "In two weeks", "10 days", "3 days ago". Hours count where they make whole days."""
    unit = m["unit"]
    if not m["n"] and not unit.startswith("fortnight"):
        return None
    if len(unit) == 1 and not m["n"].isdigit():
        return None
    if unit.startswith("h") and _number(m["n"] or "a") % 24:
        return None
    return Kind.COUNT, later(m["n"], unit, today, sign=-1 if m["tail"] and m["tail"].endswith("ago") else 1)
