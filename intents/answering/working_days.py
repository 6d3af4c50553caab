"""Counting in working days: Monday to Friday, holidays not known."""

from datetime import date, timedelta


def is_weekend(day: date) -> bool:
    """Whether the day is a Saturday or a Sunday."""
    return day.weekday() >= 5


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after `day`, or before it where n is negative; 0 leaves even a weekend as it is.

    Raises OverflowError beyond the calendar's end.
    """
    if n == 0:
        return day
    at = day.weekday()
    if at >= 5:
        # From a weekend, one on is Monday and one back is Friday: count from the working day on the other side.
        day += timedelta(days=(4 if n > 0 else 7) - at)
        at = day.weekday()
    weeks, there = divmod(at + n, 5)
    return day + timedelta(days=7 * weeks + there - at)


def working_days_between(a: date, b: date) -> int:
    """The working days after `a` up to and with `b`; negative where `b` is the earlier: those before `a` back to `b`."""
    if b < a:
        return _up_to(b.toordinal() - 1) - _up_to(a.toordinal() - 1)
    return _up_to(b.toordinal()) - _up_to(a.toordinal())


def _up_to(ordinal: int) -> int:
    # Day 1 of the calendar is a Monday.
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)
