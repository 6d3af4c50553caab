"""Which of the dates that fit somewhere in a message are meant as dates to come.

A wrong date is worse than a missing one: it would be offered as an answer to somebody who never gave it. So a weekday in
a sentence about the past, a "may" before a verb, a duration, working hours and the like are left out.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from intents.answering.date_forms import Hit
from intents.answering.date_rules import Kind
from intents.values import dataclass

_NAMES = "mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_BETWEEN = "to|and|or|through|thru|until|till|&|/|-"
_AT_END = r"(?: the| is| on|:| on:)* ?$"
_PATTERNS = {
    "chunk": r"~\"[^\"\n]{1,200}\"|\S+",
    # Looked for right before the date.
    "numbered before": (
        r"\b(?:tickets?|issues?|cases?|no\.?|number|step|option|item|row|line|version|ver\.?|v|release|rule|level"
        r"|tier|sev|priority|page|section|article|phase|day|week) ?$|[0-9] ?[-/.] ?$"
    ),
    "other before": (
        r"\b(?:since|dated|after|between|every|each|last|past|previous|most|all|some|any|usual|(?<!as )of|a|"
        rf"(?:[0-9](?:st|nd|rd|th)?|(?:{_NAMES})[a-z]*) ?(?:{_BETWEEN}))(?: the)? ?$"
    ),
    "to come before": (
        r"\b(?:until|till?|starting|starts?|begins?|beginning|leaves?|leaving|ends?|ending|commencing|valid|closes?|last day|as of|expires?|expiring)" + _AT_END
    ),
    "due before": r"\b(?:by|before|due|(?:no|not) later than|deadline|effective|latest)" + _AT_END,
    "the before": r"\b(?:the|our|my|your|a) $",
    "on before": r"\b(?:on|from|this|next)" + _AT_END,
    "number before": r"(?:[0-9]|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|ty)) ?$|[a-z]ty-[a-z]+ ?$",
    # Looked for right behind it.
    "range after": rf" ?(?:{_BETWEEN}) ?(?:the )?(?:[0-9]|(?:{_NAMES}))| [0-9]{{1,2}}(?::?[0-9]{{2}})? ?-",
    "verb after": (
        r" (?:be|not|have|need|also|well|only|still|never|just|take|get|require|contain|cause|show|see|go|want|help|or may|i|we|you"
        r"|they|he|she|it|look|seem|come|make|give|do|use|even|require|lead|apply|then|now|always)\b"
    ),
    "counted after": (
        r" (?:times?|tickets?|agents?|users?|people|persons?|more|of|days?|weeks?|hours?|minutes?|seats?|"
        r"colleagues|customers|cases|issues|other|others|new|or|out)\b"
    ),
    "word after": r" [a-z]",
    "clause end": r" ?(?:$|[,.;:!?)\n\"'-]| (?:please|pls|plz|morning|afternoon|evening|noon|latest|at|so|if|thanks)\b)",
    "named": rf"\b(?:next|following|coming|q[1-4]|(?:{_NAMES})[a-z]*)(?: week| month| quarter| year| [0-9]{{4}})?$",
    "break": r"[,;!?()\n\"]|[.:](?= |$)",
    # Looked for in the clause around it.
    "told": r"\b(?:was|were|had|did|didn't|wasn't|told|said)\b",
    "past": (
        r"\b(?:was|were|had|did|didn't|wasn't|told|said|been|haven't|hasn't|ago|yesterday|already)\b"
        r"|\b(?:went|broke|came|saw|found|left|got|began|gave|sent|wrote|took|made|knew|rang|lost|kept|stood|fell|ran"
        r"|seen|gone|given|taken|written|shown|known|grown|fallen)\b"
        r"|(?<!\bbe )(?<!\bget )\b[a-z]+[^e\W]ed\b"
    ),
    "rate": r"\b(?:not|never|no|every|within|times?|once|twice|than|only|per|average|many|much|most|least)\b|n't\b|[0-9]",
}  # fmt: skip


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def without_links(text: str) -> str:
    """The text with links, addresses and labels blanked, at the same length: a date in those is part of a name."""

    def blanked(m: re.Match[str]) -> str:
        chunk = m[0]
        # Asked of each chunk as a whole: one pattern for all would look at a long chunk again from each of its places.
        is_name = "://" in chunk or "@" in chunk[1:] or (chunk[0] == "~" and chunk[1:2] not in "0123456789")
        return "\0" * len(chunk) if is_name else chunk

    return _pattern("chunk").sub(blanked, text)


def is_meant(hit: Hit, text: str, *, typed: str, today: date) -> bool:
    """Whether a hit in the plain text of a message is a date to come, rather than something that looks like one.

    A date with a year is always one, past or not.
    """
    around = _Around.of(hit, text)
    if hit.wrong or around.ahead("numbered before"):
        return False
    if hit.kind is Kind.FULL:
        return True
    if hit.day < today or around.ahead("other before") or around.behind("range after") or around.is_past():
        return False
    match hit.kind:
        case Kind.YEARLY:
            return _is_yearly(hit, around, typed, today)
        case Kind.WEEKDAY:
            return _is_weekday(around)
        case Kind.NEAR:
            return hit.day > today or around.is_led()
        case Kind.COUNT:
            return _is_count(around)
        case Kind.EDGE:
            return around.is_led() or _pattern("named").search(around.words) is not None
        case Kind.SPAN:
            return not around.ahead("the before") and not around.words.startswith("the ")
        case Kind.MONTHLY:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """The words of a date and what stands around them, in plain text."""

    before: str
    words: str
    after: str

    @classmethod
    def of(cls, hit: Hit, text: str) -> _Around:
        return cls(
            before=text[max(0, hit.start - 120) : hit.start],
            words=text[hit.start : hit.end],
            after=text[hit.end : hit.end + 120],
        )

    def ahead(self, name: str) -> bool:
        return _pattern(name).search(self.before) is not None

    def behind(self, name: str) -> bool:
        return _pattern(name).match(self.after) is not None

    def is_led(self) -> bool:
        """Whether the word before says that something is to come: "until", "starting", "due"."""
        return self.ahead("due before") or self.ahead("to come before")

    def clause_before(self) -> str:
        return _pattern("break").split(self.before)[-1]

    def is_past(self) -> bool:
        """Whether the clause tells of something that has been. "Fixed by Friday" is none of these."""
        told = _pattern("told" if self.ahead("due before") else "past")
        clause_after = _pattern("break").split(self.after, maxsplit=1)[0]
        return told.search(self.clause_before()) is not None or told.search(clause_after) is not None


def _is_yearly(hit: Hit, around: _Around, typed: str, today: date) -> bool:
    if around.behind("counted after"):
        return False
    if re.search(r"\bmay\b", around.words) and not _is_month_of_may(around, typed):
        return False
    if around.ahead("the before") and re.search("[0-9](?:st|nd|rd|th)|of", around.words) is None:
        # "The 9 May load test": the date is part of a name.
        return around.ahead("due before")
    # Without a year and without a word such as "until", a day far ahead is more likely the past one.
    return around.is_led() or (hit.day - today).days <= 120


def _is_month_of_may(around: _Around, typed: str) -> bool:
    """Whether "may" beside a number is the month: "17 May", "by 5 may", not "ticket 5 may be" or "May 5 agents"."""
    if around.behind("verb after"):
        return False
    is_name = "May" in typed and not (typed.startswith("May") and around.behind("word after"))
    return is_name or "of may" in around.words or around.is_led() or around.ahead("on before")


def _is_weekday(around: _Around) -> bool:
    if re.fullmatch(r"(?:this )?(?:sat|sun|wed|mon)", around.words):
        return around.is_led() and "this" not in around.words
    if around.is_led() or around.ahead("on before") or around.words.startswith(("this ", "next ", "coming ")):
        return True
    # Alone it has to open the clause and stand by itself: "Friday please", not "my Friday slots".
    return not around.clause_before().strip() and around.behind("clause end")


def _is_count(around: _Around) -> bool:
    if re.search(r"(?:from|after|before) \S|' time$", around.words):
        return True
    return (
        # Spans of years and hours are hardly ever a date, and "in five days" is often how long something took.
        re.match(r"in .*(?:day|week|month|fortnight)s?$", around.words) is not None
        and not around.ahead("number before")
        and _pattern("rate").search(around.clause_before()) is None
    )
