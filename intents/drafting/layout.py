"""Our own layout of a draft: a Markdown pattern with `${name}`, filled with what was answered.

Values are put in once and never looked at for names again. A list line or paragraph line whose names are all
unanswered is left out; so is a whole section (a heading and what stands below it up to the next heading) whose names
are all unanswered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from string import Template

from intents.values import dataclass

HEADING = re.compile(r"#{1,6}\s")
_ALONE = re.compile(r"(?P<mark>\s*(?:[-*]\s+)?)\$\{(?P<name>\w+)\}\s*")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the Markdown below it; the text before the first heading has an empty heading."""

    heading: str
    text: str

    @property
    def key(self) -> str:
        """The heading in the form in which headings are compared."""
        return re.sub(r"[^\w]+", " ", self.heading.lstrip("#")).strip().casefold()

    def markdown(self) -> str:
        """As it stands in a description."""
        return "\n\n".join(part for part in (self.heading, self.text) if part)


Fill = Callable[[str, bool], str | None]
"""(name, on lines of its own) -> Markdown, or None when it is not answered."""


def lay_out(pattern: str, fill: Fill) -> tuple[Section, ...]:
    """The pattern's sections with the answers in them."""
    sections: list[Section] = []
    for heading, lines in _split(pattern):
        names = {name for line in lines for name in Template(line).get_identifiers()}
        if names and all(fill(name, False) is None for name in names):
            continue
        text = "\n".join(filled for line in lines if (filled := _line(line, fill)) is not None)
        sections.append(Section(heading=heading, text=re.sub(r"\n{3,}", "\n\n", text).strip("\n")))
    return tuple(section for section in sections if section.heading or section.text)


def _split(pattern: str) -> list[tuple[str, list[str]]]:
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in pattern.split("\n"):
        if HEADING.match(line):
            parts.append((line.strip(), []))
        else:
            parts[-1][1].append(line.rstrip())
    return parts


def _line(line: str, fill: Fill) -> str | None:
    names = Template(line).get_identifiers()
    if not names:
        return line
    alone = _ALONE.fullmatch(line)
    if alone:
        text = fill(alone["name"], True)
        if text is None:
            return None
        # A list pattern takes a list's items as they are, and one value behind its own mark.
        if alone["mark"].strip() and not text.startswith("- "):
            return alone["mark"] + text.replace("\n", "\n  ")
        return text
    values = {name: fill(name, False) for name in names}
    if all(value is None for value in values.values()):
        return None
    return Template(line).safe_substitute({name: value or "" for name, value in values.items()})
