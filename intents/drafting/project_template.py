"""A project's own issue template, used the way the catalogue says.

Its hints (HTML comments) are for the person who fills it in and go; its quick actions stay its own and go last; its
headings take our sections of the same name.
"""

from __future__ import annotations

import re

from intents.drafting.layout import HEADING, Section
from intents.drafting.safe_text import clean
from intents.values import dataclass

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ACTION = re.compile(r"/[A-Za-z_]+(?:\s|\Z)")

NOT_ANSWERED = "_not answered_"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTemplate:
    """A template taken apart."""

    sections: tuple[Section, ...]
    actions: tuple[str, ...]


def read_template(text: str) -> ProjectTemplate:
    """Take a template's text apart. Never fails: a text without headings is one section."""
    text = _FRONT_MATTER.sub("", clean(text.removeprefix("\ufeff")))
    text = _without_comments(text)
    actions: list[str] = []
    sections: list[tuple[str, list[str]]] = [("", [])]
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        if not fence and _ACTION.match(line):
            actions.append(line.rstrip())
        elif not fence and HEADING.match(line):
            sections.append((line.strip(), []))
        else:
            # A line inside a fence never acts today; one space keeps older versions from running it.
            sections[-1][1].append(" " + line if line.startswith("/") else line.rstrip())
    if fence:
        # Left open it would swallow our answers and everything behind them.
        while sections[-1][1] and not sections[-1][1][-1].strip():
            sections[-1][1].pop()
        sections[-1][1].append(fence)
    found = tuple(
        Section(heading=heading, text=re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"))
        for heading, lines in sections
    )
    return ProjectTemplate(
        sections=tuple(section for section in found if section.heading or section.text),
        actions=tuple(actions),
    )


def _without_comments(text: str) -> str:
    """The text without HTML comments; what stands in a fence is left as it is."""
    parts = re.split(
        r"(^ {0,3}(?:`{3,}|~{3,}).*?^ {0,3}(?:`{3,}|~{3,})[ \t]*$)", text, flags=re.DOTALL | re.MULTILINE
    )
    return "".join(part if number % 2 else _COMMENT.sub("", part) for number, part in enumerate(parts))


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
