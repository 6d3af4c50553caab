"""Text of other people, servers and files on its way to the screen: shown as typed, never read as markup or commands.

Whatever was not written in this package goes through here before a widget sees it. A plain string given to most widgets
is read as markup: brackets vanish, and an odd one ends the program.
"""

from __future__ import annotations

import re

from textual.content import Content
from textual.style import Style

# Pictures for the controls (ESC as ␛), so that a colour sequence in somebody's log is seen and not obeyed.
_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_PICTURES[0x7F] = 0x2421
_PICTURES |= dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
# Embeddings, overrides and isolates can turn the rest of a line around on terminals that know them; marks stay.
_PICTURES |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x2070), 0xFEFF), 0xFFFD)
_PICTURES |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LINK = re.compile(r"(?:https?|file)://[^\s<>\"]+[^\s<>\".,;:!?)\]']")


def visible(text: str) -> str:
    """The same text with everything that a terminal would obey turned into a sign, and line feeds as line ends."""
    return _LINE_END.sub("\n", text).translate(_PICTURES).expandtabs(4)


def foreign(text: str, style: str = "") -> Content:
    """Text that is not ours, ready for a widget.

    Args:
        style: A Textual style for all of it, such as "bold" or "$muted".
    """
    return Content.styled(visible(text), style) if style else Content(visible(text))


def one_line(text: str, width: int) -> str:
    """Foreign text as one line of at most so many characters."""
    line = " ".join(visible(text).split())
    return line if len(line) <= width else line[: max(0, width - 3)].rstrip() + "..."


def with_links(content: Content) -> Content:
    """The same content with its addresses as terminal hyperlinks: whole ones, even where a line breaks them."""
    for match in _LINK.finditer(content.plain):
        content = content.stylize(Style(link=match[0]), match.start(), match.end())
    return content
