"""Who a finished text would notify. When in doubt it names somebody too many, never somebody too few.

Names in code, in comments and in plain links notify nobody. Where that is not certain (HTML, a fence without a
clear end), the names are reported.
"""

import html
import re
from collections.abc import Iterable, Iterator

from intents.drafting.fences import Fences, opens_fence
from intents.drafting.inline import Paragraph, names_at, read_line

EVERYONE = "all"
"""The name that calls everybody who can see the issue's project."""

_TABLE_RULE = re.compile(r"(?=[^|:]*[|:])[-:|>\s*+0-9.)]+$")
# Within quotes and list items, too.
_BLOCK_OF_HTML = re.compile(r"[ \t>*+0-9.)-]*<(?!https?://)[A-Za-z/!?]")
# The text of a link to a place; GitLab finds no names in links.
_LINK = re.compile(r"(?<![\\\[])\[(?!\^)[^\[\]`\\<|]*\]\((?:https?://|/|#)[^\s()<>`\\]*\)")
_PATH = r"@((?:[A-Za-z0-9_.][A-Za-z0-9_.-]*/)*(?:[A-Za-z0-9_.][A-Za-z0-9_.-]*[A-Za-z0-9_-]|[A-Za-z0-9_]))"
_TITLE_MENTION = re.compile(r"(?<![A-Za-z0-9_])" + _PATH)
_LOOSE_MENTION = re.compile(r"(?<![A-Za-z0-9])" + _PATH)


def mentions(text: str) -> tuple[str, ...]:
    """The user names and group paths (without `@`) that GitLab would notify for this Markdown, in order, each once.

    `all` stands for everybody; a name with a slash is a group; one without may be either.
    """
    lines = text.replace("\r", "").split("\n")
    paragraph = Paragraph(tables=may_hold_table(lines))
    try:
        return _each_once(_names(_prose(lines), paragraph))
    except _DoubtError:
        return _each_once(_names_anywhere(lines, paragraph))


def title_mentions(title: str) -> tuple[str, ...]:
    """As `mentions`, for a title. Titles are not Markdown: back-ticks and backslashes protect nobody there."""
    return _each_once(found[1] for found in _TITLE_MENTION.finditer(title))


def may_hold_table(lines: Iterable[str]) -> bool:
    """Whether some line could be the rule under a table's head."""
    return any("-" in line and _TABLE_RULE.match(line) for line in lines)


class _DoubtError(Exception):
    """Something in the text may or may not hide what follows."""


def _prose(lines: list[str]) -> Iterator[str]:
    """The lines outside fences and comments; an empty line in place of each of these."""
    fences = Fences(lines)
    number = 0
    while number < len(lines):
        line = lines[number]
        if line.startswith("<!--"):
            # A comment at the start of a line lasts to the first `-->`, over empty lines too.
            end, behind = _end_of_comment(lines, number)
            if behind.strip():
                raise _DoubtError
            yield ""
            number = end + 1
        elif _BLOCK_OF_HTML.match(line):
            raise _DoubtError
        elif opens_fence(line):
            closing = fences.end_of(number)
            if closing is None:
                raise _DoubtError
            yield ""
            number = closing + 1
        else:
            yield line
            number += 1


def _end_of_comment(lines: list[str], start: int) -> tuple[int, str]:
    for number in range(start, len(lines)):
        # `<!-->` is a whole comment: the search may begin inside the opening.
        place = lines[number].find("-->", 2 if number == start else 0)
        if place >= 0:
            return number, lines[number][place + 3 :]
    return len(lines) - 1, ""


def _names(lines: Iterable[str], paragraph: Paragraph) -> Iterator[str]:
    code = True
    for line in lines:
        if not line.strip(" \t"):
            paragraph.reset()
            code = True
            continue
        reading = read_line(line, paragraph, code=code)
        # Behind a back-tick that may pair with one further down, code is no longer certain.
        code = code and not reading.open_ticks
        links = _LINK.finditer(line) if "](" in line else iter(())
        link = next(links, None)
        for mention in reading.mentions:
            while link is not None and link.end() <= mention.at:
                link = next(links, None)
            if link is None or mention.at < link.start():
                yield from mention.names


def _names_anywhere(lines: Iterable[str], paragraph: Paragraph) -> Iterator[str]:
    """Names in code, links and comments too; and behind a backslash if there is HTML, where it protects nobody."""
    lines = tuple(lines)
    with_html = any(_BLOCK_OF_HTML.match(line) for line in lines)
    for line in lines:
        for mention in read_line(line, paragraph, code=False).mentions:
            yield from mention.names
        plain = html.unescape(line) if with_html else ""
        for found in _LOOSE_MENTION.finditer(plain):
            yield from names_at(plain, found.start(1))


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple({name.lower(): name for name in reversed(tuple(names))}.values())[::-1]
