"""A draft as a Markdown file: front matter that says where it goes, then the description as it would be sent.

Files that go with it are named there by their paths on this machine; they are not in it.

Every value of the front matter is written as JSON, which is YAML too: any tool reads it, and no word of a title can be
taken for something else.
"""

from __future__ import annotations

import json
import re
from datetime import date

from intents.drafting.draft import Draft
from intents.drafting.safe_text import mentions, title_mentions
from intents.errors import IntakeError

_KEYS = (
    "project",
    "title",
    "labels",
    "due_date",
    "confidential",
    "assignees",
    "actions",
    "attachments",
    "reference",
)


def to_markdown(draft: Draft) -> str:
    """The file's whole text."""
    values: dict[str, object] = {"project": draft.project, "title": draft.title, "labels": list(draft.labels)}
    if draft.due_date:
        values["due_date"] = draft.due_date.isoformat()
    if draft.confidential:
        values["confidential"] = True
    if draft.assignees:
        values["assignees"] = list(draft.assignees)
    if draft.actions:
        values["actions"] = list(draft.actions)
    if draft.attachments:
        values["attachments"] = [one.file.path for one in draft.attachments]
    values["reference"] = draft.reference
    head = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return f"---\n{head}\n---\n{draft.description}"


def from_markdown(text: str, *, name: str = "the file") -> Draft:
    """A draft from such a file.

    Raises:
        IntakeError: with the line that is wrong.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    lines = text.split("\n")
    if lines[0].strip() != "---" or "---" not in (line.strip() for line in lines[1:]):
        raise IntakeError(
            f"{name}:1: there is no front matter.",
            next_step="It begins with --- and names project and title.",
        )
    end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "---")
    values: dict[str, object] = {}
    for number, line in enumerate(lines[1:end], 2):
        if not line.strip():
            continue
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in _KEYS:
            known = ", ".join(_KEYS)
            raise IntakeError(
                f"{name}:{number}: {key.strip()!r} is not known here.", next_step=f"Known: {known}."
            )
        values[key.strip()] = _value(value.strip(), f"{name}:{number}")
    for needed in ("project", "title"):
        if not isinstance(values.get(needed), str) or not values[needed]:
            raise IntakeError(f"{name}:1: {needed} is missing.", next_step=f"Add a line `{needed}: ...`.")
    due = values.get("due_date")
    try:
        due_date = date.fromisoformat(str(due)) if due else None
    except ValueError:
        raise IntakeError(
            f"{name}: due_date {due!r} is no date.", next_step="Write it as 2026-12-31."
        ) from None
    description = "\n".join(lines[end + 1 :])
    title = str(values["title"])
    called = (*mentions(description), *title_mentions(title))
    return Draft(
        project=str(values["project"]),
        title=title,
        description=description,
        labels=_texts(values.get("labels")),
        due_date=due_date,
        confidential=values.get("confidential") is True,
        assignees=_texts(values.get("assignees")),
        mentions=tuple(dict.fromkeys("@" + handle for handle in called)),
        actions=_texts(values.get("actions")),
        reference=str(values.get("reference") or ""),
    )


def attached_paths(text: str, *, name: str = "the file") -> tuple[str, ...]:
    """The paths of the files that go with such a file, as they stand in it.

    Raises:
        IntakeError: as `from_markdown`.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines[1:], 2):
        if line.strip() == "---":
            break
        key, _, value = line.partition(":")
        if key.strip() == "attachments":
            return _texts(_value(value.strip(), f"{name}:{number}"))
    return ()


def _value(text: str, place: str) -> object:
    if text[:1] in ('"', "[", "{") or text in ("true", "false", "null"):
        try:
            return json.loads(text)
        except ValueError:
            raise IntakeError(f"{place}: this value is not closed or not quoted right.") from None
    return text


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(str(part) for part in value) if isinstance(value, list) else ()


def file_name(draft: Draft) -> str:
    """A name for the file: words of the title, safe on every system."""
    words = re.sub(r"[^a-z0-9]+", "-", draft.title.casefold()).strip("-")[:50].strip("-")
    return f"{words or 'draft'}.md"
