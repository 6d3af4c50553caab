"""Fenced code blocks of a text: which of them end where they seem to, whatever stands around them.

A fence hides what is in it, and an unclosed one hides all that follows. Inside a list the same lines can mean
something else, so a block counts only if every reading of it agrees:

- it opens with at most 20 back-ticks or tildes, a plain language name behind them, indented by three spaces at most;
- it closes on a line of its own;
- if it is indented, no line in it is indented less (that would end a list item and the block with it), and no deeper
  line could close it earlier;
- no line in it is a bare `>>>`, which old versions of GitLab take for a quote before they look for fences.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

_OPENING = re.compile(r"( {0,3})(`{3,}|~{3,})([^`]*)$")
_PLAIN_LANGUAGE = re.compile(r"[ \t]*[A-Za-z0-9_+#.:-]*[ \t]*$")
_BARE = re.compile(r"([ \t]*)(`{3,}|~{3,})[ \t]*$")
_BARE_QUOTE = re.compile(r"[ \t]*>{3,}[ \t]*$")
_LONGEST = 20


def opens_fence(line: str) -> bool:
    """Whether the line, on its own, starts a fenced block."""
    return _OPENING.match(line) is not None


class Fences:
    """The fenced blocks of a list of lines. Positions are indexes into that list."""

    __slots__ = ("_bare_quotes", "_deep", "_lines", "_outdented", "_shallow")

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._shallow: dict[tuple[str, int], list[int]] = {}
        self._deep: dict[tuple[str, int], list[int]] = {}
        self._bare_quotes: list[int] = []
        self._outdented: dict[int, list[int]] = {1: [], 2: [], 3: []}
        if any("```" in line or "~~~" in line for line in lines):
            self._index()

    def end_of(self, start: int) -> int | None:
        """Where the block ends that opens at `start`, or None if none does or it is not certain where it ends."""
        if not self._shallow:
            return None
        opening = _OPENING.match(self._lines[start])
        if opening is None or len(opening[2]) > _LONGEST or not _PLAIN_LANGUAGE.match(opening[3]):
            return None
        mark, length, indent = opening[2][0], len(opening[2]), len(opening[1])
        end = _first(self._shallow, mark, length, start)
        if end is None or _any_between(self._bare_quotes, start, end):
            return None
        if indent:
            deep = _first(self._deep, mark, length, start)
            if (deep is not None and deep < end) or _any_between(self._outdented[indent], start, end + 1):
                return None
        return end

    def _index(self) -> None:
        for number, line in enumerate(self._lines):
            if bare := _BARE.match(line):
                shallow = len(bare[1]) <= 3 and "\t" not in bare[1]
                lines = self._shallow if shallow else self._deep
                lines.setdefault((bare[2][0], min(len(bare[2]), _LONGEST + 1)), []).append(number)
            elif _BARE_QUOTE.match(line):
                self._bare_quotes.append(number)
            if line.strip(" \t") and not line.startswith(("\t", " \t", "  \t")):
                indent = len(line) - len(line.lstrip(" "))
                for more in range(indent + 1, 4):
                    self._outdented[more].append(number)


def _first(lines: dict[tuple[str, int], list[int]], mark: str, length: int, after: int) -> int | None:
    found: int | None = None
    for size in range(length, _LONGEST + 2):
        numbers = lines.get((mark, size))
        if numbers and (place := bisect_right(numbers, after)) < len(numbers):
            found = numbers[place] if found is None else min(found, numbers[place])
    return found


def _any_between(numbers: list[int], after: int, before: int) -> bool:
    place = bisect_right(numbers, after)
    return place < len(numbers) and numbers[place] < before
