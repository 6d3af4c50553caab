"""The words dates are made of, and the plain text they are looked for in.

Plain text is lower case, without accents and full-width forms, with one kind of dash, quote and space, and with slips of
the finger in names put right. Each of its characters knows where it came from, so a date found in the plain text can be
shown as it was typed.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category, normalize

from intents.values import dataclass

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

ENGLISH_WEEKDAYS: dict[str, int] = {
    **{name.lower(): number for number, name in enumerate(WEEKDAYS)},
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
ENGLISH_MONTHS: dict[str, int] = {
    **{name.lower(): number for number, name in enumerate(MONTHS, 1)},
    **{name.lower()[:3]: number for number, name in enumerate(MONTHS, 1)},
    "sept": 9,
}

_MORE_WEEKDAYS = (
    "montag lundi lunes segunda-feira",
    "dienstag mardi martes terca-feira",
    "mittwoch mercredi miercoles quarta-feira",
    "donnerstag jeudi jueves quinta-feira",
    "freitag vendredi viernes sexta-feira",
    "samstag sonnabend samedi sabado",
    "sonntag dimanche domingo",
)
_MORE_MONTHS = (
    "januar janner janvier enero janeiro",
    "februar fevrier febrero fevereiro",
    "marz maerz mars marzo marco",
    "avril abril",
    "mai mayo maio",
    "juni juin junio junho",
    "juli juillet julio julho",
    "aout agosto",
    "septembre septiembre setembro",
    "oktober octobre octubre outubro",
    "novembre noviembre novembro",
    "dezember decembre diciembre dezembro",
)
ALL_WEEKDAYS = ENGLISH_WEEKDAYS | {w: n for n, row in enumerate(_MORE_WEEKDAYS) for w in row.split()}
ALL_MONTHS = ENGLISH_MONTHS | {w: n for n, row in enumerate(_MORE_MONTHS, 1) for w in row.split()}
"""Names in the languages of colleagues, without accents. Only for an answer that is nothing but a date."""

ENGLISH_NEAR_DAYS: dict[str, int] = {
    "today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tmrrw": 1, "tmw": 1, "tomoz": 1, "2moro": 1, "2morrow": 1,
    "day after tomorrow": 2, "overmorrow": 2, "yesterday": -1, "day before yesterday": -2,
}  # fmt: skip
ALL_NEAR_DAYS = ENGLISH_NEAR_DAYS | {
    "now": 0, "right now": 0, "2day": 0, "heute": 0, "aujourd'hui": 0, "hoy": 0, "hoje": 0, "morgen": 1, "demain": 1,
    "manana": 1, "amanha": 1, "ubermorgen": 2, "uebermorgen": 2, "apres-demain": 2, "pasado manana": 2, "depois de amanha": 2,
}  # fmt: skip

NUMBERS: dict[str, int] = {
    "a couple of": 2, "couple of": 2, "a couple": 2, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip

_UP_TO_TWENTY = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_SMALL_ORDINALS = _UP_TO_TWENTY.split()
ORDINALS: dict[str, int] = {
    **{word: number for number, word in enumerate(_SMALL_ORDINALS, 1)},
    **{f"twenty{gap}{word}": 20 + n for n, word in enumerate(_SMALL_ORDINALS[:9], 1) for gap in "- "},
    "thirtieth": 30, "thirty-first": 31, "thirty first": 31,
}  # fmt: skip

_SLIPS_IN_MESSAGES = frozenset(
    (*(name.lower() for name in (*WEEKDAYS, *MONTHS) if len(name) > 5), "tomorrow")
)
_SLIPS_IN_ANSWERS = _SLIPS_IN_MESSAGES | {
    "april", "today", "tonight", "yesterday", "next", "days", "week", "weeks", "month", "months", "quarter", "fortnight",
    "weekend", "working", "business", "beginning", "middle",
}  # fmt: skip
_REAL_WORDS = (
    "manday mandays sundry sundae sundaes augusta auguste augustin toady toddy text nest newt neat dates data dams weak weed "
    "weeds weekly weekday weekdays weekends moth moths monty quartet quarters quarto walking wording worming businesses "
    "fortnightly monthly working-day"
)
"""Words one slip away from a name. They are left alone, as are plurals of names: "fridays" is no date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """A text as it is read, with the place each character came from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    """`text[i]` came from `typed[starts[i]:ends[i]]`; several characters may share a place."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the typed text of a non-empty stretch of the plain one."""
        return self.starts[start], self.ends[end - 1]


_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
_QUOTES = dict.fromkeys(map(ord, "‘’‛ʼ´`′"), "'")
_SIGNS = _DASHES | _QUOTES


def plain_text(typed: str, *, is_message: bool) -> PlainText:
    """The text as dates are looked for in it. In a message fewer words are taken for slips of the finger."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for at, sign in enumerate(typed):
        if sign.isspace():
            sign = "\n" if sign in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029" else " "
            # One gap, however wide; a date never crosses a line end.
            if letters and letters[-1] in " \n":
                letters[-1] = max(letters[-1], sign, key=" \n".index)
                places[-1] = (places[-1][0], at + 1)
                continue
            folded = sign
        elif sign.isascii():
            folded = sign.lower() if sign != "`" else "'"
        else:
            folded = _folded(sign)
        letters.extend(folded)
        places.extend([(at, at + 1)] * len(folded))
    return _without_slips("".join(letters), places, _SLIPS_IN_MESSAGES if is_message else _SLIPS_IN_ANSWERS)


def _folded(sign: str) -> str:
    spread = normalize("NFKD", sign.translate(_SIGNS)).casefold()
    # A sign that decomposes into one with a space (a lone accent) would open a gap that nobody typed.
    return "".join(
        c for c in spread.translate(_SIGNS) if category(c) not in ("Mn", "Me", "Cf", "Cs") and not c.isspace()
    )


_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")


def _without_slips(text: str, places: list[tuple[int, int]], names: frozenset[str]) -> PlainText:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for word in _WORD.finditer(text):
        meant = _meant(word[0], names)
        if meant is None:
            continue
        first, last = word.span()
        parts.extend((text[done:first], meant))
        for start, end in places[done:first]:
            starts.append(start)
            ends.append(end)
        starts.extend([places[first][0]] * len(meant))
        ends.extend([places[last - 1][1]] * len(meant))
        done = last
    parts.append(text[done:])
    starts.extend(start for start, _ in places[done:])
    ends.extend(end for _, end in places[done:])
    return PlainText(text="".join(parts), starts=tuple(starts), ends=tuple(ends))


def _meant(word: str, names: frozenset[str]) -> str | None:
    """The one name this word is a slip of; None for every word that may be meant as it stands."""
    if not 4 <= len(word) <= 12 or word in _known_words() or word.rstrip("s") in names:
        return None
    best: list[str] = []
    least = 3
    for name in names:
        # The first letter is rarely missed, and holding to it keeps "remember" from being December.
        if name[0] != word[0] or abs(len(name) - len(word)) > 2:
            continue
        slips = _slips(word, name)
        if slips > (2 if len(name) >= 8 and name not in _STRICT else 1) or slips > least:
            continue
        if slips < least:
            best, least = [], slips
        best.append(name)
    return best[0] if len(best) == 1 else None


_STRICT = frozenset(("business", "fortnight", "beginning"))


@cache
def _known_words() -> frozenset[str]:
    return frozenset((*ALL_WEEKDAYS, *ALL_MONTHS, *ALL_NEAR_DAYS, *NUMBERS, *ORDINALS, *_REAL_WORDS.split()))


def _slips(word: str, name: str) -> int:
    """Letters missed, added, changed or swapped with a neighbour."""
    before: list[int] = []
    last = list(range(len(name) + 1))
    for row, letter in enumerate(word, 1):
        this = [row]
        for column, other in enumerate(name, 1):
            cost = min(last[column] + 1, this[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == name[column - 2] and word[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            this.append(cost)
        before, last = last, this
    return last[-1]
