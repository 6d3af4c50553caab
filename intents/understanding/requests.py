"""The parts of a message: what of it asks for something, and where one request may end and another begin."""

import re
from functools import cache

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
    r"|lastly|oh|while (?:you'?re|you are|we'?re) at it|on top of that|another thing|one more thing|p\.?s\.?)"
)
_BREAK = (
    rf"(?:(?<=[.!?;:])\s+|\s*\n+\s*|\s*[,;&+/]\s+|\s+[-\u2013\u2014&+/]\s+|\s+(?={_LINK}\b))"
    rf"(?:(?:{_LINK}|can you|could you|please|it|to)\b[\s,:]*)*(?:\d[.)]\s+|[-*]\s+)?"
)
_ANOTHER = (
    r"\b(?:also|plus|as well|btw|by the way|additionally|separately|second|secondly|while|top of|another"
    r"|more thing|besides|finally|lastly|oh|p\.?s)\b|\d[.)]|^\s*[-*]|[&+]"
)
_AND = r"\b(?:and|then)\b"

SHORTEST = 2
"""Words that a request has at least."""
TRIED = 10
"""Places at which a message is split to see whether it is two requests. Each costs two rankings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A message cut in two at one place."""

    left: str
    right: str
    another: bool
    """Whether the words at the cut say that something else follows: "also", "plus", a number, a bullet."""
    joined: bool
    """Whether the cut is at an "and" or "then"."""
    ended: bool
    """Whether a sentence or a line ends at the cut."""


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
    """The places where one request may end and another begin, in order."""
    found: list[Split] = []
    for cut in _compiled(_BREAK).finditer(text):
        before, words = text[: cut.start()], cut.group()
        left, right = before.strip(_BETWEEN), text[cut.end() :].strip(_BETWEEN)
        if left.count(" ") < SHORTEST - 1 or right.count(" ") < SHORTEST - 1:
            continue
        found.append(
            Split(
                left=left,
                right=right,
                another=bool(_compiled(_ANOTHER).search(words)),
                joined=bool(_compiled(_AND).search(words)),
                ended=before[-1:] in _ENDS or "\n" in words,
            )
        )
        if len(found) == TRIED:
            break
    return tuple(found)


_ENDS = frozenset(".!?;:")
_BETWEEN = " ,;\t\r\n"
