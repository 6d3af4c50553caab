"""Which parts of a message speak for themselves, and which only quote: mail, logs, code, names, text in quotation marks.

Parts are blanked, never cut: the text keeps its length, so that every place in it is a place in what was typed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from intents.answering.phrases import word_set

BLANK = "|"
"""Stands for a letter that does not speak. No word, and no space: words on both sides of it do not belong together."""


class Passage(NamedTuple):
    """A part of a message."""

    text: str
    start: int
    end: int


_MAIL_HEAD = re.compile(
    r"^(?:>.*|-{2,} ?(?:original|forwarded) message.*|(?:on|am|le|el) .{6,80}(?:wrote|schrieb|écrit|escribió)\s*:|begin forwarded message:)\s*$",
    re.IGNORECASE,
)
_MAIL_FIELD = re.compile(r"^(?:from|sent|to|cc|subject|date|von|an|betreff|gesendet)\s*:\s*\S", re.IGNORECASE)
_SIGNATURE = re.compile(r"^(?:--|__|—)\s*$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_LOG = re.compile(
    r"^\s*(?:"
    r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d"
    r"|\[?\d\d:\d\d:\d\d"
    r"|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d"
    r"|\[?(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|TRACE)\]?[\s:]"
    r"|Traceback \(most recent|File \"|at [\w.$<>]+\(|Caused by:|\w+(?:\.\w+)*(?:Error|Exception)\b"
    r"|[{}\[\]<].*[}\]>,;{]\s*$|\"[\w.-]+\"\s*:|<\/?\w+[^>]*>\s*$|\$ \w|(?:GET|POST|PUT|PATCH|DELETE) /"
    r")"
)


def speaking(message: str) -> str:
    """The message with quoted mail, signatures, logs and code blocks blanked."""
    lines: list[str] = []
    fenced = quoting = False
    all_lines = message.splitlines(keepends=True)
    for place, line in enumerate(all_lines):
        body = line.rstrip("\r\n")
        if _FENCE.match(body):
            fenced = not fenced
            lines.append(_blank(line))
            continue
        stripped = body.strip()
        if stripped.startswith(">"):
            lines.append(_blank(line))
            continue
        if not quoting and place and (_MAIL_HEAD.match(stripped) or _SIGNATURE.match(stripped)):
            quoting = True
        elif not quoting and _MAIL_HEAD.match(stripped):
            # A message that begins with a forwarded mail has nothing before it; the whole of it is the mail.
            quoting = True
        if not quoting and _MAIL_FIELD.match(stripped) and _is_mail_head(all_lines, place):
            quoting = True
        if fenced or quoting or _LOG.match(body):
            lines.append(_blank(line))
        else:
            lines.append(line)
    return "".join(lines)


def _is_mail_head(lines: list[str], place: int) -> bool:
    """Two header lines on end: one alone may be an answer ("From: Monday")."""
    around = [lines[i].strip() for i in (place - 1, place + 1) if 0 <= i < len(lines)]
    return any(_MAIL_FIELD.match(line) for line in around) and any(
        re.match(r"(?:subject|betreff|sent|gesendet)\s*:", line, re.IGNORECASE)
        for line in (lines[place].strip(), *(other.strip() for other in lines[place + 1 : place + 5]))
    )


def _blank(text: str) -> str:
    return "".join(c if c in "\r\n" else BLANK for c in text)


def blank(text: str, places: list[tuple[int, int]]) -> str:
    """The text with these places blanked."""
    letters = list(text)
    for start, end in places:
        for i in range(max(start, 0), min(end, len(letters))):
            if letters[i] not in "\r\n":
                letters[i] = BLANK
    return "".join(letters)


_QUOTED = re.compile(
    r"“([^“”]{1,2000})”|„([^„“”]{1,2000})[“”]|«\s?([^«»]{1,2000}?)\s?»|「([^「」]{1,2000})」|『([^『』]{1,2000})』"
    r"|\"([^\"\n]{1,2000})\"|(?<!`)`([^`\n]{1,400})`(?!`)"
    r"|(?<![\w'])'(?!\s)((?:[^'\n]|(?<=\w)'(?=\w)){1,400})(?<!\s)'(?!\w)|(?<!\w)‘([^‘\n]{1,400}?)’(?!\w)"
)


def quotes(message: str) -> tuple[Passage, ...]:
    """The texts in quotation marks of any kind or in backticks, without their marks."""
    found = []
    for match in _QUOTED.finditer(message):
        group = match.lastindex or 0
        if group and match[group].strip():
            text = match[group].strip()
            start = match.start(group) + match[group].find(text)
            found.append(Passage(text, start, start + len(text)))
    return tuple(found)


_BEFORE = word_set(
    "the a an our my your this that called named with in into to of for from and or new use using change "
    "update rename delete remove edit fix add create please can you deactivate retire reword name hi hello hey"
)
_VERBS = word_set(
    "still is are was were has have had does do did says say said mentions mention refers points shows show displays "
    "links link sends send sets set uses use closes close contains contain needs need should must can could would will "
    "isn't doesn't wants looks keeps gets got gives adds add assigns reads read goes fails breaks works errors loads lists "
    "tells asks makes opens went stopped broke failed"
)
"""What only begins something new: the name before it is whole."""
_ENDS = _VERBS | word_set(
    "to so and or but in on for with because as since please pls which that when where while from at by the our it its "
    "not no now instead into until after before if than then i we you they he she there just also again "
    "via about nowhere"
)
_HEAD = re.compile(r"(?<![\w:])[^\s:|\"“”«»`'‘(,;]+::(?=[^\s:|,;]| [^\s:|,;])")
_MIDDLE = re.compile(r" ?([^\s:|\"“”«»`,;?!→]+(?: [^\s:|\"“”«»`,;?!→]+){0,4})::(?=[^\s:]| [^\s:])")
_TAIL_WORD = re.compile(r" ?(?!->|=>)([^\s:|\"“”«»`,;?!→]+)")


def joined_names(message: str) -> tuple[tuple[Passage, ...], bool]:
    """Names of two or more parts with `::` between them ("Harbour::Piers::North pier"), and whether that is all.

    Where a name ends is not written in it. In quotation marks it is plain; else the last part goes on to the next
    mark or to a word that begins something new. Where that is a guess the name is left out, and it is said so.
    """
    found = [quote for quote in quotes(message) if _is_joined(quote.text)]
    whole = True
    for match in _HEAD.finditer(message):
        if any(passage.start <= match.start() < passage.end for passage in found):
            continue
        passage = _name_from(message, match)
        if passage:
            found.append(passage)
        elif match[0][0].isupper():
            whole = False
    return tuple(sorted(found, key=lambda passage: passage.start)), whole


def _is_joined(name: str) -> bool:
    parts = name.split("::")
    return len(parts) > 1 and "\n" not in name and all(part.strip() and ":" not in part for part in parts)


def _name_from(message: str, head: re.Match[str]) -> Passage | None:
    start, at = _start_of(message, head.start()), head.end()
    while middle := _MIDDLE.match(message, at):
        if any(w.lower() in _ENDS | _BEFORE or w in ("->", "=>") for w in middle[1].split()[1:]):
            break
        at = middle.end()
    words: list[str] = []
    end, stop = at, ""
    while word := _TAIL_WORD.match(message, at):
        bare = word[1].strip("().'’").lower()
        if words and (bare in _ENDS or bare.startswith("http") or word[1][0] in "@-–—("):
            stop = bare
            break
        words.append(word[1])
        at = end = word.end()
        if word[1][-1] in ".)…" or len(words) > 6:
            break
    # Names begin with a capital or a digit; `priority::1` and `std::vector` are something else.
    if (
        not words
        or message.startswith("::", end)
        or not (message[start].isupper() or message[start].isdigit())
    ):
        return None
    if not _ends_plainly(words, stop):
        return None
    name = message[start:end].rstrip(".)]'’-…")
    return Passage(name, start, start + len(name)) if _is_joined(name) else None


def _ends_plainly(words: list[str], stop: str) -> bool:
    """Whether the last part ends where it seems to: no verb among its words, and not too many of them."""
    extra = [word for word in words[1:] if not word[0].isupper()]
    if len(words) > 6 or len(extra) > 3:
        return False
    if stop in _VERBS:
        return True
    # "X displays old docs" against "SAST results": what may be a verb must not have an object.
    verbs = [word for word in extra[:-1] if word.endswith("s") and not word.endswith("ss")]
    return not verbs and len(extra) <= (2 if stop else 3)


def _start_of(message: str, first: int) -> int:
    """The first part may have several words, each with a capital: "Account Issues::2FA"."""
    start = first
    while before := re.search(r"(?<![^\s(])([A-Z][\w&/-]*) $", message[max(0, start - 40) : start]):
        at = start - len(before[1]) - 1
        # The first word of a sentence has a capital of its own, so it says nothing.
        if before[1].lower() in _BEFORE or not message[:at].strip() or message[:at].rstrip()[-1] in ".!?\n:":
            return start
        start = at
    return start
