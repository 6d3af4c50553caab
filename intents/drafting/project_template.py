"""A project's own issue template, used the way the catalogue says.

Its hints (HTML comments) are for the person who fills it in and go; its quick actions stay its own and go last; its
headings take our sections of the same name.
"""

from __future__ import annotations

import re

from intents.drafting.fences import Fences, opens_fence
from intents.drafting.inline import insert
from intents.drafting.layout import HEADING, Section
from intents.drafting.safe_text import clean
from intents.values import dataclass

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+|;;;)\n.*?\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FENCE_OR_COMMENT = re.compile(r"^ {0,3}(`{3,}(?=[^`\n]*$)|~{3,})|<!--", re.MULTILINE)
_LEADING_RULES = re.compile(r"\A(?:\s*^(?:---|\+\+\+|;;;)[ \t]*$)+", re.MULTILINE)
_ACTION = re.compile(r"/[A-Za-z_]+(?:\s|\Z)")
# HTML that lasts until its end is found, over empty lines too.
_RAW = tuple(
    (re.compile(opening, re.IGNORECASE), re.compile(ending, re.IGNORECASE))
    for opening, ending in (
        (r" {0,3}<(?:pre|script|style|textarea)(?=\s|>|$)", r"</(?:pre|script|style|textarea)>"),
        (r" {0,3}<!(?=--)", r"-->"),
        (r" {0,3}<\?", r"\?>"),
        (r" {0,3}<!\[CDATA\[", r"\]\]>"),
        (r" {0,3}<![A-Z]", r">"),
    )
)

NOT_ANSWERED = "_not answered_"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTemplate:
    """A template taken apart."""

    sections: tuple[Section, ...]
    actions: tuple[str, ...]


def read_template(text: str) -> ProjectTemplate:
    """Take a template's text apart. Never fails: a text without headings is one section."""
    text = _FRONT_MATTER.sub("", clean(text.removeprefix("\ufeff")))
    lines = _without_comments(text).split("\n")
    blocks = _Blocks(lines)
    actions: list[str] = []
    sections: list[tuple[str, list[str]]] = [("", [])]
    number = 0
    while number < len(lines):
        line = lines[number]
        end, closing = blocks.opening_at(number)
        if end is not None:
            # A line inside never acts today; one space keeps older versions from running it.
            block = [" " + inside if inside.startswith("/") else inside for inside in lines[number : end + 1]]
            # Behind an empty line it opens whatever stood above: within other HTML it would not.
            sections[-1][1].extend(("", *_trimmed(block), closing) if closing else ("", *block))
            number = end + 1
            continue
        number += 1
        if _ACTION.match(line):
            actions.append(line.rstrip())
        elif HEADING.match(line):
            sections.append((line.strip(), []))
        else:
            line = line.rstrip()
            sections[-1][1].append(" " + line if line.startswith("/") else _closed(line))
    # A rule above everything says nothing, and would begin front matter together with one of ours further down.
    sections[0][1][:] = _LEADING_RULES.sub("", "\n".join(sections[0][1])).split("\n")
    found = tuple(
        Section(heading=heading, text=re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"))
        for heading, lines in sections
    )
    return ProjectTemplate(
        sections=tuple(section for section in found if section.heading or section.text),
        actions=tuple(actions),
    )


class _Blocks:
    """Where the blocks of a text end, whose lines are no headings and no actions. Each line is looked at a few times
    at most, whatever a server sends."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._fences = Fences(lines)
        self._never: set[re.Pattern[str]] = set()
        """Ends that were looked for down to the last line in vain."""

    def opening_at(self, start: int) -> tuple[int | None, str]:
        """The last line of the block that opens here, and what has to be put behind it to close it. None where none
        opens, or where it is not certain to end with that."""
        line = self._lines[start]
        if mark := re.match(r"(`{3,})[^`]*$|(~{3,})", line):
            fence = mark[1] or mark[2]
            closer = re.compile(rf" {{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*$")
            for number in range(start + 1, len(self._lines)):
                if closer.match(self._lines[number]):
                    return number, ""
            # Left open it would swallow our answers and everything behind them.
            return len(self._lines) - 1, fence
        if opens_fence(line):
            return self._fences.end_of(start), ""
        for opening, ending in _RAW:
            if ending not in self._never and (opened := opening.match(line)):
                for number in range(start, len(self._lines)):
                    if ending.search(self._lines[number], opened.end() if number == start else 0):
                        return number, ""
                self._never.add(ending)
        return None, ""


def _closed(line: str) -> str:
    """A line that is no block's first, though it would open one that is never closed, with what opens it as text."""
    if opens_fence(line):
        place = len(line) - len(line.lstrip(" "))
        marks = len(line[place:]) - len(line[place:].lstrip(line[place]))
        return insert(line, range(place, place + marks))
    for opening, _ in _RAW:
        if opening.match(line):
            return line.replace("<", "\\<", 1)
    return line


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _without_comments(text: str) -> str:
    """The text without HTML comments; what stands in a fence is left as it is."""
    parts: list[str] = []
    open_for_good = {"`": len(text), "~": len(text)}
    kept = place = 0
    while found := _FENCE_OR_COMMENT.search(text, place):
        place = found.end()
        if fence := found[1]:
            mark, length = fence[0], len(fence)
            closer = None
            if length < open_for_good[mark]:
                closer = re.compile(rf"^ {{0,3}}{mark}{{{length},}}[ \t]*$", re.MULTILINE).search(text, place)
            if closer is None:
                open_for_good[mark] = min(length, open_for_good[mark])
            else:
                place = closer.end()
            continue
        parts.append(text[kept : found.start()])
        # `<!-->` is a whole comment: the search may begin inside the opening.
        end = text.find("-->", found.start() + 2)
        kept = place = end + 3 if end >= 0 else len(text)
    return "".join((*parts, text[kept:]))


def fill_in(
    template: ProjectTemplate, ours: tuple[Section, ...]
) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """Our sections under the template's headings, the rest behind them.

    Returns the sections and the headings of the template for which there is no answer.
    """
    wanted: dict[str, Section] = {}
    for section in ours:
        if section.heading:
            former = wanted.get(section.key)
            text = f"{former.text}\n\n{section.text}".strip("\n") if former else section.text
            wanted[section.key] = Section(heading=former.heading if former else section.heading, text=text)
    used: set[str] = set()
    filled: list[Section] = [section for section in ours if not section.heading]
    unanswered: list[str] = []
    for place, section in enumerate(template.sections):
        own = wanted.get(section.key)
        if own is not None and section.heading and section.key not in used:
            used.add(section.key)
            text = "\n\n".join(part for part in (section.text, own.text) if part)
            filled.append(Section(heading=section.heading, text=text))
        elif section.heading and not section.text and not _holds_others(template.sections[place:]):
            unanswered.append(section.heading.lstrip("# ").strip())
            filled.append(Section(heading=section.heading, text=NOT_ANSWERED))
        else:
            filled.append(section)
    filled.extend(section for key, section in wanted.items() if key not in used)
    return tuple(filled), tuple(unanswered)


def _holds_others(sections: tuple[Section, ...]) -> bool:
    """Whether the first section's heading only stands over deeper ones."""
    return len(sections) > 1 and _depth(sections[1]) > _depth(sections[0])


def _depth(section: Section) -> int:
    return len(section.heading) - len(section.heading.lstrip("#"))
