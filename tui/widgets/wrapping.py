"""Lines of text broken to a width: at spaces, and within a word only where it has no room in a row of its own.

Nothing is ever lost, doubled or cut within a sign of several characters (a family, a letter with its accent), which
Textual's own wrapping does not promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from rich.cells import cell_len, get_character_cell_size
from textual.content import Content

# What a wrapped line hangs under: a list's mark, or the last column of a row that is set with several spaces.
_HANG = re.compile(r"\s*(?:\d{1,2}\.\s+|[-*]\s+)|\s*(?=.{0,40}\S {2,}\S)(?:\S+(?: \S+)* {2,})+(?=\S)|\s+")
_LONGEST_HANG = 40
_LEAST_TO_HANG = 12
"""Columns below which all room is for the text."""
_WORD = re.compile(r"(\s*)(\S+)")
_JOINER = "\u200d"
"""Makes one sign of the two beside it."""
_JOINING = (_JOINER, "\ufe0f")


def wrapped(line: Content, width: int) -> list[Content]:
    """One line as rows of at most so many cells. A blank line is one row."""
    return [line] if line.cell_length <= width else _cut(line, _rows(line.plain, width, width))


def hung(line: Content, width: int) -> list[Content]:
    """One line wrapped, what follows set under where its text begins."""
    if line.cell_length <= width:
        return [line]
    text = line.plain
    match = _HANG.match(text[: _LONGEST_HANG + 2])
    hang = min(len(match[0]), _LONGEST_HANG) if match else 0
    column = cell_len(text[:hang])
    if not hang or width < _LEAST_TO_HANG:
        return wrapped(line, width)
    if column > width // 2:
        # Too far to the right to hang everything there.
        hang, column = 0, 4
    first, *others = _cut(line, _rows(text, width, width - column, hang))
    return [first, *(Content(" " * column) + other for other in others)]


def _cut(line: Content, rows: list[tuple[int, int]]) -> list[Content]:
    return line.divide([*chain.from_iterable(rows)])[1::2]


def _rows(text: str, width: int, further: int, hang: int = 0) -> list[tuple[int, int]]:
    """Where each row begins and ends.

    Args:
        width: Cells of the first row.
        further: Cells of each other row.
        hang: Characters at the beginning that the first word stays with.
    """
    rows: list[tuple[int, int]] = []
    start, end, used, room, empty = 0, hang, cell_len(text[:hang]), width, True
    for word in _WORD.finditer(text, hang):
        gap, size = cell_len(word[1]), cell_len(word[2])
        if used + gap + size <= room:
            used, end, empty = used + gap + size, word.end(), False
            continue
        if not empty or (gap and not hang):
            if not empty:
                rows.append((start, end))
                room = further
            start, used = word.start(2), 0
            end = start
        else:
            used += gap
        if size <= room - used:
            used, end, empty = used + size, word.end(), False
            continue
        for first, last, cells in _signs(word[2]):
            if used + cells > room and used:
                rows.append((start, end))
                start, used, room = word.start(2) + first, 0, further
            used, end = used + cells, word.start(2) + last
        empty = False
    rows.append((start, end))
    return rows


def _signs(text: str) -> Iterator[tuple[int, int, int]]:
    """What may not be torn apart: beginning, end, cells."""
    start, joined = 0, True
    for at, letter in enumerate(text):
        if not joined and letter not in _JOINING and get_character_cell_size(letter):
            yield start, at, cell_len(text[start:at])
            start = at
        joined = letter == _JOINER
    yield start, len(text), cell_len(text[start:])
