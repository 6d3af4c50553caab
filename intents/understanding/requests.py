"""The parts of a message: what of it asks for something, and where one request may end and another begin."""

import re
from typing import NamedTuple

_QUOTED = re.compile(r"\s*>")
_SIGNED = re.compile(
    r"\s*(?:--\s*$|(?:kind |best |warm )?regards\b|cheers\b|best,|thanks,?\s*$|thank you,?\s*$|sent from my )",
    re.IGNORECASE,
)
_LOGGED = re.compile(
    r"\s*(?:at \S+\(|File \"|Traceback |\S*(?:Error|Exception): |\d{4}-\d\d-\d\d[T ]\d\d:\d\d"
    r"|\[?(?:ERROR|WARN|INFO|DEBUG)\b)"
)
_BREAK = re.compile(
    r"(?<=[.!?;])\s+|\s*\n+\s*"
    r"|[,;]?\s+(?:and|also|plus|as well as|besides|then)\s+(?:(?:also|then|can you|could you|please)\s+)*"
    r"|\s*,\s+|\s+[-\u2013\u2014]\s+",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:also|plus|second|secondly|another|as well|too|additionally|besides|separately|one more)\b"
    r"|[.?!;]\s*and\b|^\s*(?:\d[.)]|[-*])",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.?!;\n]\s+\S")

SHORTEST = 3
"""Words that a request has at least."""
TRIED = 8
"""Places at which a message is split to see whether it is two requests. Each costs two rankings."""
BRIEF = 2
"""Sentence ends up to which a message may be two requests without saying so: longer ones tell a story."""


class Split(NamedTuple):
    """A message cut in two at one place."""

    left: str
    right: str
    another: bool
    """Whether the words at the cut say that something else follows."""


def ask_of(text: str) -> str:
    """The message without quoted mail, signature and pasted logs, unless nothing else is left of it."""
    if "\n" not in text:
        return text
    kept: list[str] = []
    for line in text.splitlines():
        if kept and _SIGNED.match(line):
            break
        if not _QUOTED.match(line) and not _LOGGED.match(line):
            kept.append(line)
    asked = "\n".join(kept)
    return asked if any(c.isalpha() for c in asked) else text


def splits(text: str) -> tuple[Split, ...]:
    """The places where one request may end and another begin, in order."""
    found: list[Split] = []
    brief: bool | None = None
    for cut in _BREAK.finditer(text):
        left, right = text[: cut.start()].strip(" ,;"), text[cut.end() :].strip(" ,;")
        if left.count(" ") < SHORTEST - 1 or right.count(" ") < SHORTEST - 1:
            continue
        another = bool(_ANOTHER.search(cut.group()) or _ANOTHER.match(right))
        if brief is None:
            brief = len(_SENTENCE_END.findall(text)) < BRIEF
        if another or brief:
            found.append(Split(left, right, another))
        if len(found) == TRIED:
            break
    return tuple(found)
