"""The forms in which people write a date, as patterns, and where they fit in a text.

Forms overlap ("friday" in "last friday of november"): of those that begin first, the longest counts. Patterns are built
at first use, twice: for an answer that is nothing but a date, and stricter for a message that may hold one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from intents.answering import date_rules, date_spans
from intents.answering.date_rules import Found, Kind, NoSuchDayError, Rule
from intents.answering.date_words import (
    ALL_MONTHS,
    ALL_NEAR_DAYS,
    ALL_WEEKDAYS,
    ENGLISH_MONTHS,
    ENGLISH_NEAR_DAYS,
    ENGLISH_WEEKDAYS,
    NUMBERS,
    ORDINALS,
)
from intents.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A date at a place of the plain text."""

    start: int
    end: int
    kind: Kind
    day: date
    alternative: date | None = None
    sure: bool = True
    weekday: int | None = None
    """Set where a weekday was named: beside an explicit date it only confirms that date."""
    wrong: str | None = None
    """Why there is no such day, as the beginning of a sentence. `day` means nothing then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    pattern: re.Pattern[str]
    rule: Rule


# Not inside a word, a number, a handle, a label, a path or a version.
_START = r"(?<![\w@#$%&+])(?<!\w[./'-])(?<![0-9][:,])"
_DIGITS_START = _START + r"(?<![./\\-])"
_END = r"(?!\w)(?![./:'-]\w)(?!,[0-9])(?!%)"
_NEXT = "next|nxt|coming|upcoming|following|nachste[nrms]?|kommende[nrms]?|prochaine?|proxim[oa]"
_UNIT = (
    r"(?:(?:working|business|work|week|bus\.?)[ -]?days?|workdays?|days?|d|weeks?|wks?|w|fortnights?|months?|mths?|mos?|quarters?"
    r"|years?|yrs?|hours?|hrs?|h)"
)
_MORE_UNITS = r"|tage?n?|wochen?|monate?n?|jours?|semaines?|semanas?|dias?|mois|mes(?:es)?"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _forms(*, is_message: bool) -> tuple[_Form, ...]:
    whole = not is_message
    month = _any(ENGLISH_MONTHS if is_message else ALL_MONTHS)
    weekday = _any(ENGLISH_WEEKDAYS if is_message else ALL_WEEKDAYS)
    number = rf"(?:{_any(NUMBERS)}|[0-9]{{1,9}})"
    ordinal = _any(ORDINALS)
    unit = _UNIT if is_message else f"{_UNIT[:-1]}{_MORE_UNITS})"
    year = r"(?:19|20|21)[0-9]{2}" if is_message else r"[0-9]{4}|'?[0-9]{2}(?! ?(?:[ap]m|h|uhr|:))"
    full_year = r"[0-9]{4}"
    span = (
        rf"(?:(?:(?P<rel>the|this|current|last|previous|{_NEXT}) )?(?P<span>week|wk|month|quarter|year)(?P<after_next> after next)?"
        rf"|(?P<month>{month})(?:,? (?:of )?(?P<year>{full_year}))?|q(?P<q>[1-4])(?:[ /-]?(?:of )?(?P<qyear>{full_year}))?)"
    )
    suffix = r"(?:st|nd|rd|th|er|[oa](?=[ ]))?"
    written: list[tuple[str, Rule]] = [
        (
            _DIGITS_START
            + rf"(?P<y>{full_year})(?P<s>[{'-/' if is_message else '-/.'}])(?P<m>[0-9]{{1,2}})(?P=s)(?P<d>[0-9]{{1,2}})"
            + ("(?! [0-9]{1,2}:[0-9]{2}:[0-9]{2})" if is_message else "(?:t[0-9:.]+z?)?"),
            date_rules.iso,
        ),
        (
            _DIGITS_START
            + r"(?P<a>[0-9]{1,2})(?P<s>\.|/|-)(?P<b>[0-9]{1,2})(?P=s)(?P<y>(?:19|20|21)[0-9]{2})",
            date_rules.figures,
        ),
        (
            _DIGITS_START + rf"(?P<y>{full_year})-?w(?P<w>[0-9]{{1,2}})(?:-?(?P<wd>[1-7]))?",
            date_rules.iso_week,
        ),
        (
            _DIGITS_START
            + rf"(?P<d>[0-9]{{1,2}}{suffix}|(?:{ordinal}){' of' if is_message else ''})\.?(?: day)?(?: ?-? ?(?:of |de )?)"
            + rf"(?P<m>{month})(?:\.(?=,? ?[0-9]))?(?:,?[ -]?(?:of |de |del )?(?P<y>{year}))?",
            date_rules.named_month,
        ),
        (
            _START
            + rf"(?P<m>{month})(?:\.(?= ?[0-9t]))?[ -]?(?:the )?(?P<d>[0-9]{{1,2}}{suffix}{'' if is_message else '|' + ordinal})(?![0-9])"
            + rf"(?:,? ?(?:of )?(?P<y>{year}))?",
            date_rules.named_month,
        ),
        (
            _START + rf"(?:the )?(?P<near>{_any(ENGLISH_NEAR_DAYS if is_message else ALL_NEAR_DAYS)})",
            date_rules.near,
        ),
        (
            _START
            + rf"(?:(?P<which>this coming|(?:next|this) (?:week|wk)(?:'s)?(?: on)?|this|last|past|previous|{_NEXT}) "
            + rf"|(?P<weeks>{number}) (?:weeks?|wks?) (?:on )?)?(?P<wd>{weekday})"
            + rf"(?: (?P<after>(?:in )(?P<n>{number}) (?:weeks?|wks?)|after next|week|fortnight|(?:the |of )?(?:this|next) (?:week|wk)"
            + r"|prochaine?|proxim[oa]|que vi?ene))?",
            date_rules.weekday,
        ),
        (
            _START
            + rf"(?<!-)(?:{'in ' if is_message else '(?:in |within |en |dans |em |dentro de )?(?:the )?(?:next )?'})?"
            + rf"(?:(?P<n>{number})(?: |(?<=[0-9])))?(?P<unit>{unit})(?P<tail>'? from (?:now|today)|'? time| later| ahead| hence| ago)?",
            date_rules.count,
        ),
        (
            _START
            + r"(?:the )?(?P<edge>end|beginning|begin|start|middle|mid|early|late|close)[ -]?(?:of |in )?(?:the )?"
            + span,
            date_spans.edge,
        ),
        (
            _START + r"(?:eo(?P<letter>[wmqy])|(?P<word>month|quarter|year)(?:'s)?[ -]end)",
            date_spans.short_edge,
        ),
        (
            _START
            + rf"(?:the )?(?P<n>{ordinal}|last|final|[0-9]{{1,2}}(?:st|nd|rd|th))"
            + rf"(?: (?P<what>{weekday}|(?:(?:working|business|week) ?)?day|workday|week))? (?:of|in) (?:the )?"
            + span,
            date_spans.nth,
        ),
        (_START + r"(?:the )?new year(?:'?s)?(?: day|(?P<eve> eve))?", date_spans.new_year),
        (_START + rf"(?P<which>the|this|{_NEXT}|the coming) weekend", date_spans.weekend),
        (
            _START
            + (
                span
                if whole
                else r"(?P<rel>next) (?P<span>week|wk|month)(?P<after_next>)(?P<month>)(?P<q>)(?!')"
            ),
            date_spans.whole_span,
        ),
    ]
    if whole:
        written += [
            (_DIGITS_START + r"(?P<y>(?:19|20|21)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})", date_rules.iso),
            (
                _DIGITS_START
                + r"(?P<a>[0-9]{1,2})(?P<s>\. ?|/)(?P<b>[0-9]{1,2})(?:(?P=s)(?P<y>[0-9]{4}|[0-9]{2})|\.)?",
                date_rules.figures,
            ),
            (
                _START
                + r"(?:the )?(?:week|wk|cw|kw|w) ?(?P<w>[0-9]{1,2})(?:,? (?:of )?(?P<y>[0-9]{4}))?(?P<wd>)",
                date_rules.iso_week,
            ),
            (
                _START + rf"(?:the )?(?P<d>[0-9]{{1,2}}(?:st|nd|rd|th)|(?<=the )(?:[0-9]{{1,2}}|{ordinal}))",
                date_rules.monthly,
            ),
        ]
    return tuple(_Form(pattern=re.compile(text + _END), rule=rule) for text, rule in written)


@cache
def _shift(*, is_message: bool) -> re.Pattern[str]:
    number = rf"(?P<n>{_any(NUMBERS)}|the|[0-9]{{1,9}}) "
    if not is_message:
        number = f"(?:{number})?"
    return re.compile(rf"{_START}(?<!-){number}(?P<unit>{_UNIT})'? (?P<way>from|after|before|prior to) ")


def hits_in(text: str, today: date, *, is_message: bool) -> list[Hit]:
    """The dates in a plain text, in order, none overlapping another."""
    hits = [
        hit
        for form in _forms(is_message=is_message)
        for m in form.pattern.finditer(text)
        if (hit := _hit(form.rule, m, today)) is not None
    ]
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    longest: dict[int, Hit] = {}
    for hit in hits:
        longest.setdefault(hit.start, hit)
    for m in _shift(is_message=is_message).finditer(text):
        base = longest.get(m.end()) or (
            longest.get(m.end() + 4) if text.startswith("the ", m.end()) else None
        )
        if (
            base is not None
            and base.kind is not Kind.COUNT
            and not (is_message and _is_rate(text[: m.start()]))
        ):
            shifted = _shifted(m, base)
            if m.start() not in longest or longest[m.start()].end < shifted.end:
                longest[m.start()] = shifted
    kept: list[Hit] = []
    for start in sorted(longest):
        if not kept or start >= kept[-1].end:
            kept.append(longest[start])
    return kept


def _hit(rule: Rule, m: re.Match[str], today: date) -> Hit | None:
    try:
        found: Found | None = rule(m, today)
    except NoSuchDayError as no_day:
        return Hit(start=m.start(), end=m.end(), kind=Kind.FULL, day=today, wrong=str(no_day))
    except (OverflowError, ValueError):
        return Hit(
            start=m.start(), end=m.end(), kind=Kind.COUNT, day=today, wrong="that is beyond the calendar"
        )
    if found is None:
        return None
    kind, day = found[:2]
    return Hit(
        start=m.start(),
        end=m.end(),
        kind=kind,
        day=day,
        alternative=found[2] if len(found) == 3 else None,
        sure=len(found) == 2,
        weekday=day.weekday() if kind is Kind.WEEKDAY else None,
    )


def _is_rate(before: str) -> bool:
    """Whether "a week from" closes a rate: "24 h a week from 1 June" begins on that day."""
    return (
        re.search(r"\b(?:[0-9]+|h|hours?|days?|times|once|twice|per|is|works?) ?$", before[-20:]) is not None
    )


def _shifted(m: re.Match[str], base: Hit) -> Hit:
    sign = 1 if m["way"] in ("from", "after") else -1
    count = "a" if m["n"] in (None, "the") else m["n"]
    shifted = replace(base, start=m.start(), kind=Kind.COUNT, weekday=None)
    try:
        return replace(
            shifted,
            day=date_rules.later(count, m["unit"], base.day, sign=sign),
            alternative=base.alternative and date_rules.later(count, m["unit"], base.alternative, sign=sign),
        )
    except (OverflowError, ValueError):
        return replace(shifted, wrong="that is beyond the calendar")
