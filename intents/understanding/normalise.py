"""Text to words. Case, width, accents, quotes and invisible characters are settled here, once, for learning and for reading."""

import re

from intents.values import dataclass

NUMBER = "<number>"
LINK = "<link>"
MAIL = "<mail>"
HANDLE = "<handle>"


@dataclass(slots=True)
class Word:
    """One word of a message."""

    plain: str
    """Folded: what the matcher compares."""
    typed: str
    """As the person typed it."""


_PIECES = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[a-z0-9][a-z0-9.+_-]*@[a-z0-9-]+\.[a-z0-9.-]+"
    r"|@[a-z][a-z0-9._-]*"
    r"|\d+(?:[.,:/-]\d+)*(?![a-z0-9])"
    r"|::"
    r"|[a-z0-9]+(?:'[a-z]+)*"
    r"|[^\W_a-z0-9]+"
)
_QUOTES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4`\u2032", "'"))


def fold(text: str) -> str:
    """The text without case, accents, full-width forms and invisible characters."""
    if text.isascii():
        return text.lower().replace("`", "'")
    from unicodedata import category, normalize

    # Quotes before NFKD: it would turn an acute accent that stands for an apostrophe into a space.
    decomposed = normalize("NFKD", text.translate(_QUOTES).casefold())
    kept = "".join(c for c in decomposed if c.isascii() or category(c) not in _DROPPED)
    return normalize("NFKC", kept.casefold())


_DROPPED = frozenset(("Mn", "Me", "Cf", "Cs", "Co", "Cn"))


def words(text: str) -> list[Word]:
    """The words of a text, in order."""
    if text.isascii():
        plain = fold(text)
        return [Word(_shape(m[0]), text[m.start() : m.end()]) for m in _PIECES.finditer(plain)]
    found: list[Word] = []
    for chunk in text.split():
        # Folding may change lengths, so places in the folded text say nothing about the typed one.
        pieces = _PIECES.findall(fold(chunk))
        if len(pieces) == 1:
            found.append(Word(_shape(pieces[0]), _bare(chunk)))
        else:
            found.extend(Word(_shape(piece), piece) for piece in pieces)
    return found


def plain_words(text: str) -> list[str]:
    """The folded words of a text, without what was typed: the quicker form, for learning."""
    return [_shape(piece) for piece in _PIECES.findall(fold(text))]


def _bare(chunk: str) -> str:
    start, end = 0, len(chunk)
    while start < end and not chunk[start].isalnum():
        start += 1
    while end > start and not chunk[end - 1].isalnum():
        end -= 1
    return chunk[start:end] or chunk


def _shape(piece: str) -> str:
    if piece.isalpha():
        return piece
    first = piece[0]
    if first.isdigit() and not piece[-1].isalpha() and piece.translate(_DIGITS) == "":
        return NUMBER
    if first == "@":
        return HANDLE
    if "@" in piece:
        return MAIL
    if "://" in piece or piece.startswith("www."):
        return LINK
    if "'" in piece:
        head, _, tail = piece.rpartition("'")
        return head.replace("'", "") if tail == "s" else piece.replace("'", "")
    return piece


_DIGITS = str.maketrans("", "", "0123456789.,:/-")
