"""Characters: what a text is made of once it is in, and what may reach a screen. Knows nothing of Markdown.

A line ends at a line feed and nowhere else, here and in GitLab. Every other character that some program takes for a
line's end (CR, vertical tab, form feed, U+0085, U+2028, U+2029) becomes a line feed on the way in, so that the rules
for "a line that starts with" see all the lines that anybody could see.
"""

import re
from typing import Final

TITLE_LIMIT: Final = 255
"""The longest title GitLab takes, in code points (see `title_length`)."""

DESCRIPTION_LIMIT_BYTES: Final = 1_048_576
"""The longest description GitLab takes, in bytes of UTF-8."""

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

# Colours and cursor moves (CSI) and titles and links (OSC) as terminals write them. Whole sequences go, because what
# is left of one without its escape character is rubbish such as "[31m". OSC must end on its line, so that a lone
# start cannot take the text behind it along.
_TERMINAL_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n\r]*(?:\x07|\x1b\\|\x9c)"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# Controls but tab and line feed; embeddings, overrides and isolates, which can show one text and send another.
# The plain direction marks (U+200E, U+200F, U+061C) and joiners stay: Hebrew, Arabic, Persian and emoji need them.
_STRAY = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f\ufeff]")


def clean(text: str) -> str:
    """Text on its way in: the person's words as typed, in lines that end with a line feed only.

    Carriage returns and other line ends become line feeds; terminal sequences, control characters but tab, direction
    overrides and byte order marks go; halves of broken characters become U+FFFD. It is not normalised to NFC:
    GitLab does not need it, and it would change letters (U+212B, old Han forms) that somebody chose.
    """
    return _STRAY.sub("", _with_plain_lines(text))


def shown(text: str) -> str:
    """Text from elsewhere (a server, a template, a file) that is safe to put on a screen.

    As `clean`, but every character taken out leaves a U+FFFD behind, so that nobody takes the text for untouched.
    Terminal sequences and byte order marks go without a trace.
    """
    return _STRAY.sub(REPLACEMENT, _with_plain_lines(text).replace("\ufeff", ""))


def one_line(text: str) -> str:
    """Text as a single line: cleaned, every run of white space one space, nothing escaped.

    This is the form for titles. GitLab does not read a title as Markdown, so a backslash would be seen there.
    """
    return " ".join(clean(text).split())


def title_length(title: str) -> int:
    """The length GitLab holds against `TITLE_LIMIT`: code points, so a family emoji counts as five."""
    return len(title)


def description_bytes(text: str) -> int:
    """The size GitLab holds against `DESCRIPTION_LIMIT_BYTES`."""
    return len(text.encode("utf-8", "surrogatepass"))


def _with_plain_lines(text: str) -> str:
    if _SURROGATE.search(text):
        # A pair of halves is one character after all; a lone half cannot be sent as UTF-8.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if "\x1b" in text or "\x9b" in text or "\x9d" in text:
        text = _TERMINAL_SEQUENCE.sub("", text)
    return _LINE_END.sub("\n", text)
