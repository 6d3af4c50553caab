"""The parts of a message: what of it asks for something, and where one request may end and another begin."""

import re
from functools import cache

from intents.understanding.normalise import NUMBER, plain_words
from intents.values import dataclass

_QUOTED = r"\s*>"
_SIGNED = (
    r"\s*(?:--\s*$|(?:kind |best |warm )?regards\b|cheers\b|best,|thanks,?\s*$|thank you,?\s*$|sent from my )"
)
_LOGGED = (
    r"\s*(?:at \S+\(|File \"|Traceback |\S*(?:Error|Exception): |\d{4}-\d\d-\d\d[T ]\d\d:\d\d"
    r"|\[?(?:error|warn|info|debug)\b)"
)
_LINK = (
    r"(?:and|also|plus|as well as|besides|then|btw|by the way|additionally|separately|secondly|second|finally"
    r"|lastly|next|furthermore|moreover|in addition|apart from that|unrelated|oh"
    r"|while (?:you'?re|you are|we'?re) at it|on top of (?:that|it)|another (?:thing|one|request|question)"
    r"|one (?:more|other|last) (?:thing|request|question)|(?:other|different) (?:thing|topic)|p\.?s\.?"
    r"|und|au(?:ß|ss)erdem|et|aussi|en plus|[ye](?=\s+\w\w)|tambi[eé]n|tamb[eé]m|adem[aá]s|al[eé]m disso)"
)
_BREAK = (
    r"(?:(?<=[.!?;:…])[\"')\]]*\s+|\s*\n+\s*|,\s*(?=\D)|\s*[;&+/|•]\s+|\s+(?:-+|[–—&+/|•])\s+|\s*(?:—|--)\s*"
    rf"|\s+(?={_LINK}\b)|\s+(?=\(?[2-4b-d][.)]\s))"
    rf"(?:(?:{_LINK}|(?:can|could) (?:you|we|i|someone)|please|pls|to)\b[\s,:]*(?:-+\s+)?)*(?:\(?[\db-d][.)]\s+|[-*•]\s+)?"
)

SHORTEST = 2
"""Words that a request has at least."""
TRIED = 12
"""Places at which a message is split to see whether it is two requests. Each costs two rankings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A message cut in two at one place."""

    left: str
    right: str
    words: str
    """What stands between the two, as typed: signs, and words such as "also" or "can you" that belong to no side."""

    @property
    def ended(self) -> bool:
        """Whether a sentence or a line ends at the cut."""
        return self.left[-1:] in _ENDS or "\n" in self.words or self.words.lstrip()[:1] in _PARTS

    @property
    def comma(self) -> bool:
        return "," in self.words[:2]

    @property
    def said(self) -> tuple[str, ...]:
        """The words at the cut, folded."""
        return tuple(plain_words(self.words))

    @property
    def joined(self) -> bool:
        """Whether the cut is at an "and"."""
        return any(word in _AND for word in self.said)

    @property
    def another(self) -> bool:
        """Whether the words at the cut say that something else follows: "also", "plus", a number, a bullet."""
        return (
            any(word in _ANOTHER or word == NUMBER for word in self.said)
            or any(sign in self.words for sign in "&+•")
            or self.words.rstrip()[-1:] in _BULLETS
        )


@cache
def _compiled(pattern: str) -> "re.Pattern[str]":
    """Compiled when it is first used: most messages need none of these, and a cold start would pay for all."""
    return re.compile(pattern, re.IGNORECASE)


def ask_of(text: str) -> str:
    """The message without quoted mail, signature and pasted logs, unless nothing else is left of it."""
    if "\n" not in text:
        return text
    kept: list[str] = []
    for line in text.splitlines():
        if kept and _compiled(_SIGNED).match(line):
            break
        if not _compiled(_QUOTED).match(line) and not _compiled(_LOGGED).match(line):
            kept.append(line)
    asked = "\n".join(kept)
    return asked if any(c.isalpha() for c in asked) else text


def splits(text: str) -> tuple[Split, ...]:
    """The places where one request may end and another begin, in order; the likelier ones, where there are many."""
    found: list[Split] = []
    for cut in _compiled(_BREAK).finditer(text):
        if not cut.group():
            continue
        left, right = text[: cut.start()].strip(_BETWEEN), text[cut.end() :].strip(_BETWEEN)
        if left.count(" ") >= SHORTEST - 1 and right.count(" ") >= SHORTEST - 1:
            found.append(Split(left=left, right=right, words=cut.group()))
    if len(found) > TRIED:
        likelier = sorted(range(len(found)), key=lambda place: (_unlikely(found[place]), place))[:TRIED]
        found = [found[place] for place in sorted(likelier)]
    return tuple(found)


def _unlikely(split: Split) -> int:
    return 0 if split.another else 1 if split.ended else 2 if split.joined else 3


_ENDS = frozenset(".!?;:…")
_PARTS = frozenset(";/|")
_BULLETS = frozenset("-*)")
_AND = frozenset("and then und et y e".split())
_ANOTHER = frozenset(
    "also plus well btw way additionally separately second secondly while top another more other besides finally lastly next"
    " oh ps p furthermore moreover addition apart unrelated different aussi tambem tambien ausserdem ademas alem".split()
)
_BETWEEN = " ,;\t\r\n"
