"""Days in a message, by the words before them: "from Monday until 18 Dec", "due next Friday"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.answering.dates import DateReading, find_dates, read_date
from intents.answering.days import judge_day
from intents.answering.phrases import Token, find_phrases, is_negated, level, tokens, word_set
from intents.answering.reading import Accepted, Surroundings
from intents.catalogue.model import Intent, Kind, Question

Day = tuple[str, int, int]
"""ISO text, start and end of its words."""

_FILLERS = word_set("is will be should on the date day of")
_STOPS = word_set(
    "until till til to through for because as so and but please pls if when while since by from starting or thanks with "
    "my our i we you it manager due cause bc instead not we'd i'd i'm we're"
)
_INSIDE = word_set("of after from")
"""Words that may stand inside a day ("end of January", "a week from Friday") though they stop others."""
_UNTIL = re.compile(r"\s*(?:-|–|—|to|till|until|through|thru|bis|→|->)\s*", re.IGNORECASE)
_TWO_DAYS = re.compile(
    r"(?P<first>\d{1,2})(?:st|nd|rd|th)?\.?\s*(?:-|–|—|to|till|until|through|thru|bis|and)\s*"
    r"(?P<last>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<month>[a-z]{3,9})\b\.?(?P<year>\s+\d{4})?"
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]{3,9})\.?\s+(?P<first>\d{1,2})(?:st|nd|rd|th)?\s*(?:-|–|—|to|till|until|through|thru)\s*"
    r"(?P<last>\d{1,2})(?:st|nd|rd|th)?\b(?!\s*(?:am|pm|:|h\b))(?P<year>,?\s+\d{4})?"
)


def find_days(intent: Intent, question: Question, text: str, around: Surroundings) -> dict[str, Day]:
    """The day that answers the question, and, behind it, the day of the question that ends its span."""
    if not question.answered_by.cues:
        return _lone_day(intent, question, text, around)
    words = tokens(text)
    found: dict[str, dict[str, Day]] = {}
    for span in find_phrases(text, words, [(cue, cue) for cue in question.answered_by.cues]):
        if is_negated(text, words, span.first, span.last):
            continue
        for name, day in _days_after(intent, question, text, words, span.last, around).items():
            found.setdefault(name, {})[day[0]] = found.get(name, {}).get(day[0], day)
    # Two different days after the same cues: nobody knows which is meant.
    return {name: next(iter(days.values())) for name, days in found.items() if len(days) == 1}


def _days_after(
    intent: Intent, question: Question, text: str, words: tuple[Token, ...], place: int, around: Surroundings
) -> dict[str, Day]:
    while place < len(words) and words[place].plain in _FILLERS and words[place].plain != "day":
        place += 1
    if place >= len(words):
        return {}
    start = words[place].start
    gap = text[words[place - 1].end : start]
    if len(gap) > 4 or re.search(r"[.;?!\n|]", gap):
        return {}
    until = next(
        (q for q in intent.questions if q.kind is Kind.DATE and q.limits.after == question.name), None
    )
    pair = _span(text, start, around)
    if pair:
        first, last = pair
        return _checked({question.name: first} | ({until.name: last} if until else {}), intent, around)
    read = _longest(text, words, place, around)
    if read is None:
        return {}
    days = {question.name: (read.day.isoformat(), read.start, read.end)}
    joint = _UNTIL.match(text, read.end)
    if until and joint and joint[0].strip():
        following = next((i for i, token in enumerate(words) if token.start >= joint.end()), None)
        end = _longest(text, words, following, around) if following is not None else None
        if end and end.start == joint.end():
            days[until.name] = (end.day.isoformat(), end.start, end.end)
    return _checked(days, intent, around)


def _span(text: str, start: int, around: Surroundings) -> tuple[Day, Day] | None:
    """ "7 to 18 December": the month stands only once."""
    plain = level(text[start : start + 80])
    match = _TWO_DAYS.match(plain) or _MONTH_FIRST.match(plain)
    if not match:
        return None
    year = match["year"] or ""
    first = read_date(f"{match['first']} {match['month']}{year}", around.today)
    last = read_date(f"{match['last']} {match['month']}{year}", around.today)
    if not (isinstance(first, DateReading) and isinstance(last, DateReading) and first.day < last.day):
        return None
    end = start + match.end()
    return (first.day.isoformat(), start, end), (last.day.isoformat(), start, end)


def _longest(text: str, words: tuple[Token, ...], place: int, around: Surroundings) -> DateReading | None:
    """The longest run of words from here that is one sure day."""
    ends = list(_ends(text, words, place))
    for end in reversed(ends):
        part = text[words[place].start : words[end - 1].end]
        if re.fullmatch(r"[\d\s]+", part) or "|" in part:
            continue
        read = read_date(part, around.today)
        if not isinstance(read, DateReading) or not read.sure or read.alternative is not None:
            if isinstance(read, DateReading) and read.start == 0 and read.end == len(part):
                return None
            continue
        if read.start != 0:
            return None
        if _goes_on(text, words, end, part):
            return None
        offset = words[place].start
        return DateReading(
            day=read.day,
            words=read.words,
            start=offset + read.start,
            end=offset + read.end,
            alternative=None,
            sure=True,
        )
    return None


def _ends(text: str, words: tuple[Token, ...], place: int) -> Iterator[int]:
    for end in range(place + 1, min(place + 8, len(words)) + 1):
        if end - 1 > place:
            gap = text[words[end - 2].end : words[end - 1].start]
            stop = words[end - 1].plain
            if re.search(r"[;?!\n|()]|\.\s", gap) or (stop in _STOPS and stop not in _INSIDE):
                return
        if words[end - 1].plain not in _INSIDE:
            yield end


def _goes_on(text: str, words: tuple[Token, ...], end: int, part: str) -> bool:
    """Whether what looks like a day only begins something else ("the 1st level", "may be", "Monday or Tuesday")."""
    weak = re.fullmatch(
        r"(?:the\s+)?\d{1,2}(?:st|nd|rd|th)|may|mar|march|sun|sat|second|first", part.strip(), re.IGNORECASE
    )
    if end < len(words) and words[end].plain in ("or", "oder"):
        return True
    if not weak or end >= len(words):
        return False
    gap = text[words[end - 1].end : words[end].start]
    return not re.search(r"[.,;:!?)\n-]", gap) and words[end].plain not in (
        _STOPS | {"onwards", "onward", "on"}
    )


def _checked(days: dict[str, Day], intent: Intent, around: Surroundings) -> dict[str, Day]:
    """The days that their questions take without doubt; a last day only together with its first."""
    kept: dict[str, Day] = {}
    for name, day in days.items():
        question = intent.question(name)
        read = read_date(day[0], around.today)
        if question is None or not isinstance(read, DateReading):
            continue
        first = days.get(question.limits.after) if question.limits.after else None
        if first and (first[0] >= day[0] or question.limits.after not in kept):
            continue
        if isinstance(judge_day(question, read, day[0], around), Accepted):
            kept[name] = day
    return kept


def _lone_day(intent: Intent, question: Question, text: str, around: Surroundings) -> dict[str, Day]:
    """Without cues a day counts only when it is the one day of the message and there is one question for it."""
    others = [
        q for q in intent.questions if q.kind is Kind.DATE and q is not question and not q.answered_by.never
    ]
    if any(not other.answered_by.cues for other in others):
        return {}
    found = find_dates(text, around.today)
    if len(found) != 1 or not found[0].sure or found[0].alternative is not None:
        return {}
    day = found[0]
    before = [token.plain for token in tokens(text[max(0, day.start - 24) : day.start])]
    if before and before[-1] in ("since", "after", "before", "not", "ago", "last", "until", "till"):
        return {}
    for other in others:
        words = tokens(text)
        cues = find_phrases(text, words, [(cue, cue) for cue in other.answered_by.cues])
        if any(0 <= day.start - span.end <= 6 for span in cues):
            return {}
    return _checked({question.name: (day.day.isoformat(), day.start, day.end)}, intent, around)
