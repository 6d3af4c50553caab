"""Words that a person types or drags into a terminal -> the paths they mean.

Terminals hand over a dragged file in forms of their own: in quotes, with backslashes, as a `file://` address, bare.
Which of them it is can't always be told from the words alone (a space may part two files or belong to one name), so
the readings are tried in turn, and the first whose files are all there is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from intents.answering.local_file import LocalFile, Look, NoFile
from intents.answering.reading import clip

_NEXT_PATH = re.compile(r"(?<![\s,;])[\s,;]++(?=(?:file://|~/|\.{1,2}/|/|[A-Za-z]:\\))")
_LOOKS_LIKE_PATH = re.compile(r"""['"]?(?:file://|~/|\.{1,2}/|/(?!\s)|[A-Za-z]:\\)""")
_LINK = re.compile(r"(?:https?|ftp|mailto):", re.IGNORECASE)
_OF_WINDOWS = re.compile(r"""['"]?(?:[A-Za-z]:\\|\\\\)""")
_AS_IT_IS = re.compile(r"(['\"])(?P<inside>.*?)\1", re.DOTALL)
_WITH_ESCAPES = re.compile(r'"(?P<inside>(?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\$`])')
_BETWEEN = frozenset(("and", "&", ",", ";"))
MOST_WORDS = 100
"""More than these are no list of files, whatever they are."""


def looks_like_path(text: str) -> bool:
    """Whether the words begin as a path does, so that they hardly mean anything else."""
    return bool(_LOOKS_LIKE_PATH.match(text.strip()))


def files_named(text: str, look: Look) -> tuple[LocalFile, ...] | NoFile:
    """The files that the words name, each once; or the sentence that says why not."""
    found: dict[str, LocalFile] = {}
    for line in text.split("\n"):
        if not line.strip():
            continue
        files = _of_line(line.strip(), look)
        if isinstance(files, NoFile):
            return files
        found.update((file.path, file) for file in files)
    return tuple(found.values()) or NoFile(sentence="Name a file.", missing=True)


def _of_line(line: str, look: Look) -> tuple[LocalFile, ...] | NoFile:
    reason: NoFile | None = None
    for paths in _readings(line):
        seen = [_seen(path, look) for path in paths]
        files = tuple(one for one in seen if isinstance(one, LocalFile))
        if len(files) == len(seen):
            return files
        wrong = next(one for one in seen if isinstance(one, NoFile))
        # "It is a folder" says more than that no file is called like the whole line.
        if reason is None or (reason.missing and (not wrong.missing or files)):
            reason = wrong
    return reason or NoFile(sentence=f"There is no file {clip(line, 60)}.", missing=True)


def _readings(line: str) -> Iterator[tuple[str, ...]]:
    """The ways to read a line as paths, the likeliest first."""
    yield (line,)
    quoted = words_of(line)
    if len(quoted) > MOST_WORDS:
        return
    if quoted and quoted != (line,):
        yield quoted
    apart = tuple(_NEXT_PATH.split(line))
    if len(apart) > 1:
        yield apart
    listed = tuple(word.rstrip(",;") for word in quoted if word.casefold() not in _BETWEEN)
    if len(listed) > 1 and listed != quoted:
        yield listed


def words_of(line: str) -> tuple[str, ...]:
    """The words of a line as a shell reads them: quotes hold together, a backslash takes the next letter as it is.

    A quotation mark without its partner is a letter like any other (`Kim's notes.txt`), and so is every backslash of
    a path from Windows.
    """
    windows = bool(_OF_WINDOWS.match(line))
    words: list[str] = []
    word: list[str] = []
    begun = False
    place = 0
    while place < len(line):
        letter = line[place]
        quoted = (_AS_IT_IS if letter == "'" or windows else _WITH_ESCAPES).match(line, place)
        if letter.isspace():
            if begun:
                words.append("".join(word))
            word, begun = [], False
        elif quoted:
            inside = quoted["inside"]
            word.append(inside if letter == "'" or windows else _ESCAPED.sub(r"\1", inside))
            begun = True
            place = quoted.end() - 1
        elif letter == "\\" and not windows and place + 1 < len(line):
            place += 1
            word.append(line[place])
            begun = True
        else:
            word.append(letter)
            begun = True
        place += 1
    if begun:
        words.append("".join(word))
    return tuple(words)


def _seen(path: str, look: Look) -> LocalFile | NoFile:
    if path.casefold().startswith("file:"):
        local = _of_address(path)
        if local is None:
            return NoFile(sentence=f"{clip(path, 60)} is no address of a file on this machine.")
        return look(local)
    if _LINK.match(path):
        return NoFile(sentence=f"{clip(path, 60)} is a link. A link goes into the text; a file is attached.")
    return look(path)


def _of_address(address: str) -> str | None:
    """`file:///home/kim/a%20b.png` -> its path; None when it lies on another machine or is no address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc.casefold() not in ("", "localhost"):
        return None
    # `?` and `#` are letters of a file's name here, whatever they are in other addresses.
    path = unquote(address[address.index(":") + 1 :], errors="surrogateescape")
    if path.startswith("//"):
        path = path[2 + len(parts.netloc) :]
    return re.sub(r"^/(?=[A-Za-z]:[\\/])", "", path) or None
