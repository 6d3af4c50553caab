"""What people type and paste, made safe to stand in an issue's description.

GitLab runs lines that start with `/`, calls everybody a text names, and lets an unclosed fence or comment swallow
what stands below it. The functions here add backslashes and single spaces and nothing else: no word is taken out or
changed, and a person's own lists, links, emphasis, code and closed fences keep working.

Use one of these for every piece of text that is not ours:

- `safe_prose` for text of several lines, in a paragraph's place, with an empty line before and after it;
- `safe_line` for a value within a line or as a list item;
- `as_log` for pasted logs (see `looks_like_log`);
- `one_line` for titles, which are not Markdown.
"""

import re
from collections.abc import Collection

from intents.drafting.actions import actions, check_actions
from intents.drafting.characters import (
    DESCRIPTION_LIMIT_BYTES,
    TITLE_LIMIT,
    clean,
    description_bytes,
    one_line,
    shown,
    title_length,
)
from intents.drafting.fences import Fences
from intents.drafting.inline import Paragraph, insert, read_line
from intents.drafting.logs import as_log, looks_like_log
from intents.drafting.mentions import EVERYONE, may_hold_table, mentions, title_mentions

__all__ = [
    "clean",
    "shown",
    "one_line",
    "safe_line",
    "safe_prose",
    "as_log",
    "looks_like_log",
    "mentions",
    "title_mentions",
    "EVERYONE",
    "actions",
    "check_actions",
    "title_length",
    "description_bytes",
    "TITLE_LIMIT",
    "DESCRIPTION_LIMIT_BYTES",
]

# A line without any of these needs no reading.
_NOTABLE = re.compile(r"[\\`<@&$\[\]:w](?:(?<![:w])|(?<=:)//|(?<=w)ww\.)")
_NOTABLE_START = re.compile(r"[ \t]*[/~>:;+-]")
_QUOTE_FENCE = re.compile(r"[ \t]*(?=>>>)")
_TILDES = re.compile(r"( {0,3})(~{3,})")
# `[note]: word` on a line of its own would be taken for the target of a link and vanish; `[1]: https://…` is one.
_LINK_TARGET = re.compile(r" {0,3}(?=\[(?!\^)[^\[\]]+\]:(?!\s*(?:https?://|mailto:)))")
# The start of a text: front matter, or the details of a description list whose term is our own paragraph above.
_OPENING = re.compile(r"(?=---|\+\+\+|;;;)| {0,3}(?=:(?:[ \t]|$))")
# What would make a heading, quote, list or rule of a value.
_BLOCK_MARK = re.compile(r"(?=#{1,6}(?:\s|$)|>|[-+*:](?:\s|$)|([-_*])(?: *\1){2,}$|[-=]+$)")
_NUMBERED = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")


def safe_prose(text: str, *, allowed: Collection[str] = ()) -> str:
    """Text of several lines as Markdown that runs nothing, calls nobody unasked and ends where it ends.

    References such as `#12` stay as typed. The result is stable: applied twice, it changes nothing more.

    Args:
        allowed: user names and group paths (with or without `@`, in any case) that may be notified; `all` only if
            the person decided so.
    """
    lines = clean(text).split("\n")
    names = _folded(allowed)
    fences = Fences(lines)
    paragraph = Paragraph(tables=may_hold_table(lines))
    safe: list[str] = []
    opening = True
    number = 0
    while number < len(lines):
        end = fences.end_of(number)
        if end is not None:
            paragraph.reset()
            safe.extend(" " + line if line.startswith("/") else line for line in lines[number : end + 1])
            number = end + 1
            opening = False
            continue
        line = lines[number]
        if line.strip(" \t"):
            plain = not _NOTABLE.search(line) and not _NOTABLE_START.match(line)
            safe.append(line if plain else _safe(line, names, paragraph, opening=opening))
            # An encoding line may stand before front matter.
            opening = opening and "coding:" in line
        else:
            paragraph.reset()
            safe.append(line)
        number += 1
    return "\n".join(safe)


def safe_line(text: str, *, allowed: Collection[str] = ()) -> str:
    """Text as one line of Markdown for a list item, a value behind a label, or a paragraph of its own.

    Line ends become spaces. Marks that would start a heading, a list or a quote are escaped, and so is a backslash at
    the end, which would escape what is put behind it.
    """
    line = one_line(text)
    safe = _safe(line, _folded(allowed), Paragraph(), opening=True)
    if mark := _BLOCK_MARK.match(safe):
        safe = insert(safe, (mark.end(),))
    elif number := _NUMBERED.match(safe):
        safe = insert(safe, (number.end(),))
    backslashes = len(safe) - len(safe.rstrip("\\"))
    return safe + "\\" if backslashes % 2 else safe


def _safe(line: str, allowed: frozenset[str], paragraph: Paragraph, *, opening: bool) -> str:
    reading = read_line(line, paragraph)
    places = {*reading.breaks}
    for mention in reading.mentions:
        if not allowed.issuperset(name.lower() for name in mention.names):
            places.add(mention.at)
    if line.startswith("/"):
        places.add(0)
    elif tildes := _TILDES.match(line):
        places.update(range(tildes.start(2), tildes.end(2)))
    elif found := _QUOTE_FENCE.match(line) or _LINK_TARGET.match(line) or (opening and _OPENING.match(line)):
        places.add(found.end())
    return insert(line, places)


def _folded(names: Collection[str]) -> frozenset[str]:
    return frozenset(name.removeprefix("@").lower() for name in names)
