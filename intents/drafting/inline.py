"""One line of Markdown read as GitLab reads it: what is code, what is a mention, what must be escaped.

Markdown joins the lines of a paragraph and pairs back-ticks across them. Here every line must stand for itself: a
back-tick without a partner on its own line is one to escape. Once those are escaped, no code reaches over a line's
end, and reading line by line gives what a full parser gives.

Some things take back-ticks away from code before code is found: link targets, bare addresses, formulas between
dollars, wiki links, table cells. Where one of them could, the line is read as having no code at all. The worst of it
is a visible back-tick; the other way round, an `@all` that looked like code would call everybody.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import field

from intents.values import dataclass

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
# It begins with a set of characters so that the search can skip plain words fast.
_TOKEN = re.compile(
    rf"[\\`\]<@&$\[:w](?:(?<=\\){_PUNCTUATION}|(?<=`)`*|(?<=\])\(|(?<=:)//|(?<=w)ww\.|(?<=[<@&$\[]))"
)
_TICKS = re.compile("`+")
_SEGMENT = r"(?:[A-Za-z0-9_.][A-Za-z0-9_.-]{0,253}[A-Za-z0-9_-]|[A-Za-z0-9_])"
_NAME = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT}){{0,20}}")
_NAME_CHARACTERS = re.compile(r"[A-Za-z0-9_./-]+")
_NAME_PIECE = re.compile(
    rf"{_NAME_CHARACTERS.pattern}|\\{_PUNCTUATION}|&(?:#[0-9]{{1,7}}|#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});"
)
_EMPHASIS = re.compile(r"(?<=[/.-])_+|_+(?=[/.-]|$)")
_LONGEST_NAME = 255
_AT = re.compile(r"@|&(?:#0{0,5}64|#[xX]0{0,4}40|commat);")
_MAIL_PART = re.compile(r"[A-Za-z0-9._-]*")
_TAG_START = re.compile(r"<(?:[A-Za-z/!?]|[^\s<>]*@)")
_AUTOLINK = re.compile(r"<https?://[^\s<>`|\\\[\]]+>")
_TARGET_PART = rf"[^\s()<>`\\]|\\(?!`){_PUNCTUATION}"
_TARGET = re.compile(rf"\]\( ?(?:{_TARGET_PART}|\((?:{_TARGET_PART})*\))*(?: +\"[^\"`\\]*\")? ?\)")
_ADDRESS_END = re.compile(r"[^ \t\n]*")
# An address that every version turns into a link as a whole: a mention inside it is part of the link.
_PLAIN_ADDRESS = re.compile(
    r"(?<![^\s(])https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]+)?/[A-Za-z0-9.%/=?&#+:,@-]*"
)
_LONGEST_RUN = 80
"""GitLab's parser takes longer runs of back-ticks for text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place where GitLab would notify somebody."""

    at: int
    """Index of the `@` in its line."""
    names: tuple[str, ...]
    """User name or group path, as written, without the `@`; several if it can be read in several ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one line holds."""

    breaks: tuple[int, ...]
    """Where a backslash keeps a piece of the text from opening something that is not closed on this line."""
    mentions: tuple[Mention, ...]
    open_ticks: bool
    """Whether a run of back-ticks found no partner; in a text that is not escaped, code may go on below."""


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """What earlier lines of the same paragraph can do to the next one. Reset at a blank line."""

    tables: bool = False
    """Whether the text may hold a table. Cells are cut before code is looked for."""
    opened: set[str] = field(default_factory=set)
    """`$` and `[` seen outside code."""

    def reset(self) -> None:
        self.opened.clear()


def read_line(line: str, paragraph: Paragraph, *, code: bool = True) -> Reading:
    """Read one line (no line feed in it) and note in `paragraph` what it leaves open.

    Args:
        code: False reads back-ticks as text.
    """
    reading = _read(line, paragraph, code=code)
    return reading if reading is not None else _read_without_code(line, paragraph)


def insert(line: str, positions: Iterable[int]) -> str:
    """The line with a backslash before each of these positions."""
    pieces: list[str] = []
    last = 0
    for position in sorted(set(positions)):
        pieces += (line[last:position], "\\")
        last = position
    pieces.append(line[last:])
    return "".join(pieces)


def names_at(text: str, start: int) -> tuple[str, ...]:
    """The user name or group path that begins at `start`, right behind an `@`, in all the ways it may be read.

    Versions of GitLab differ in whether a backslash ends a name; entities are always decoded before names are looked
    for; an underscore may begin or end an emphasis (`_@sam_` calls sam, not sam_). Empty if there is no name.
    """
    found = _NAME.match(text, start)
    end = found.end() if found else start
    if text[end : end + 1] not in ("&", "\\"):
        return _with_emphasis(found[0]) if found else ()
    return tuple(
        name
        for written in _decoded(text, start)
        if (decoded := _NAME.match(written))
        for name in _with_emphasis(decoded[0])
    )


def _with_emphasis(name: str) -> tuple[str, ...]:
    if "_" not in name:
        return (name,)
    shorter = (name[: mark.start()].rstrip("./") for mark in _EMPHASIS.finditer(name))
    return (*filter(None, shorter), name)


def _decoded(text: str, start: int) -> Iterator[str]:
    """What stands at `start` once entities are decoded: up to each backslash, and without backslashes."""
    pieces: list[str] = []
    while (piece := _NAME_PIECE.match(text, start)) and len(pieces) < _LONGEST_NAME:
        start = piece.end()
        if piece[0][0] == "\\":
            yield "".join(pieces)
        decoded = html.unescape(piece[0]) if piece[0][0] == "&" else piece[0].removeprefix("\\")
        pieces.append(decoded)
        if not _NAME_CHARACTERS.match(decoded):
            break
    yield "".join(pieces)


def _read_without_code(line: str, paragraph: Paragraph) -> Reading:
    reading = _read(line, paragraph, code=False)
    assert reading is not None
    return reading


def _read(line: str, paragraph: Paragraph, *, code: bool) -> Reading | None:
    """None if something in the line could take its code apart."""
    breaks: list[int] = []
    mentions: list[Mention] = []
    opened: set[str] = set()
    runs = _runs(line) if code else {}
    open_ticks = False
    address_end = plain_end = 0
    last_at = -1
    position = 0
    while token := _TOKEN.search(line, position):
        start, text = token.start(), token[0]
        position = token.end()
        first = text[0]
        if first == "`":
            end = _closing(runs, start, len(text)) if code else None
            if end is None:
                breaks.extend(range(start, position))
                open_ticks = True
                continue
            if start < address_end or _takes_apart(line[position:end], opened, paragraph):
                return None
            position = end
        elif first == "@" or (first == "&" and _AT.match(line, start)):
            behind = start + 1 if first == "@" else line.index(";", start) + 1
            alive = start >= plain_end and _can_mention(line, start, last_at)
            if alive and (names := names_at(line, behind)):
                mentions.append(Mention(at=start, names=names))
            last_at = start
            position = behind
        elif first == "<":
            if link := _AUTOLINK.match(line, start):
                position = link.end()
            elif _TAG_START.match(line, start):
                breaks.append(start)
        elif text == "](":
            if not _TARGET.match(line, start):
                breaks.append(start + 1)
        elif first in "$[":
            opened.add(first)
        elif first in ":w" and start >= address_end:
            address_end = _end(_ADDRESS_END, line, start)
            for scheme in ("https", "http"):
                if line.endswith(scheme, 0, start):
                    plain_end = _end(_PLAIN_ADDRESS, line, start - len(scheme))
                    break
    paragraph.opened |= opened
    return Reading(breaks=tuple(breaks), mentions=tuple(mentions), open_ticks=open_ticks)


def _can_mention(line: str, at: int, last_at: int) -> bool:
    """Whether an `@` here is not part of a mail address. GitLab knows letters and digits of ASCII only."""
    before = line[at - 1 : at]
    if not (before.isascii() and before.isalnum()):
        # An underscore counts as free: in `_word_@all` it is a mark of emphasis, and gone when mentions are found.
        return True
    # Behind a whole mail address (`a@b.example@all`) the address becomes a link and the rest stands alone.
    return last_at >= 0 and _end(_MAIL_PART, line, last_at + 1) >= at


def _takes_apart(inside: str, opened: set[str], paragraph: Paragraph) -> bool:
    seen = opened | paragraph.opened
    return (
        ("$" in inside and "$" in seen)
        or ("[" in seen and ("]]" in inside or "]:" in inside))
        or (paragraph.tables and "|" in inside)
    )


def _runs(line: str) -> dict[int, list[int]]:
    runs: dict[int, list[int]] = {}
    for ticks in _TICKS.finditer(line):
        runs.setdefault(len(ticks[0]), []).append(ticks.start())
    return runs


def _closing(runs: dict[int, list[int]], start: int, length: int) -> int | None:
    """The end of the code that a run of back-ticks at `start` begins."""
    if length > _LONGEST_RUN:
        return None
    places = runs.get(length, [])
    place = bisect_left(places, start + length)
    return places[place] + length if place < len(places) else None


def _end(pattern: re.Pattern[str], line: str, start: int) -> int:
    found = pattern.match(line, start)
    return found.end() if found else start
