"""A draft as a Markdown file: front matter that says where it goes, then the description as it would be sent.

Files that go with it are named there by their paths on this machine; they are not in it.

Every value of the front matter is written as JSON, which is YAML too: any tool reads it, and no word of a title can be
taken for something else.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from intents.drafting.draft import Draft
from intents.drafting.safe_text import EVERYONE, mentions, title_mentions
from intents.errors import IntakeError

_KEYS = (
    "project",
    "title",
    "labels",
    "due_date",
    "confidential",
    "assignees",
    "notifies",
    "actions",
    "attachments",
    "reference",
)
_LISTS = ("labels", "assignees", "notifies", "actions", "attachments")
_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def called_groups(draft: Draft) -> tuple[str, ...]:
    """Everybody, and the groups that can be told from people, whom its text calls: with their `@`."""
    names = ((handle, handle.removeprefix("@")) for handle in draft.mentions)
    return tuple(handle for handle, name in names if "/" in name or name.casefold() == EVERYONE)


def to_markdown(draft: Draft) -> str:
    """The file's whole text."""
    values: dict[str, object] = {"project": draft.project, "title": draft.title, "labels": list(draft.labels)}
    if draft.due_date:
        values["due_date"] = draft.due_date.isoformat()
    if draft.confidential:
        values["confidential"] = True
    if draft.assignees:
        values["assignees"] = list(draft.assignees)
    if many := called_groups(draft):
        values["notifies"] = list(many)
    if draft.actions:
        values["actions"] = list(draft.actions)
    if draft.attachments:
        values["attachments"] = [one.file.path for one in draft.attachments]
    values["reference"] = draft.reference
    head = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return f"---\n{head}\n---\n{draft.description}"


def from_markdown(text: str, *, name: str = "the file") -> Draft:
    """A draft from such a file.

    Whoever `notifies` names is in `calls`: they are meant to be notified.

    Raises:
        IntakeError: with the line that is wrong.
    """
    values, description = _taken_apart(text, name)
    for needed in ("project", "title"):
        if not values.get(needed):
            raise IntakeError(f"{name}:1: {needed} is missing.", next_step=f"Add a line `{needed}: ...`.")
    title = str(values["title"])
    called = (*mentions(description), *title_mentions(title))
    return Draft(
        project=str(values["project"]),
        title=title,
        description=description,
        labels=_texts(values.get("labels")),
        due_date=_day(values.get("due_date"), name),
        confidential=values.get("confidential") is True,
        assignees=tuple(handle.removeprefix("@") for handle in _texts(values.get("assignees"))),
        mentions=tuple(dict.fromkeys("@" + handle for handle in called)),
        calls=_texts(values.get("notifies")),
        actions=_texts(values.get("actions")),
        reference=str(values.get("reference") or ""),
    )


def attached_paths(text: str, *, name: str = "the file") -> tuple[str, ...]:
    """The paths of the files that go with such a file, as they stand in it.

    Raises:
        IntakeError: as `from_markdown`.
    """
    return _texts(_taken_apart(text, name)[0].get("attachments"))


def _taken_apart(text: str, name: str) -> tuple[dict[str, object], str]:
    """The values of the front matter, each of the sort that its key has, and the description behind it."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].strip() != "---" or "---" not in (line.strip() for line in lines[1:]):
        raise IntakeError(
            f"{name}:1: there is no front matter.",
            next_step="It begins with --- and names project and title.",
        )
    end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "---")
    values: dict[str, object] = {}
    for number, line in enumerate(lines[1:end], 2):
        if not line.strip() or line.startswith("#"):
            continue
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or key not in _KEYS:
            known = ", ".join(_KEYS)
            raise IntakeError(f"{name}:{number}: {key!r} is not known here.", next_step=f"Known: {known}.")
        if key in values:
            raise IntakeError(
                f"{name}:{number}: {key} stands there a second time.", next_step="Take one of the two out."
            )
        values[key] = _of_its_sort(key, _value(value, f"{name}:{number}"), f"{name}:{number}")
    return values, "\n".join(lines[end + 1 :])


def _value(text: str, place: str) -> object:
    if text[:1] == text[-1:] == "'" and len(text) > 1:
        return text[1:-1].replace("''", "'")
    if text[:1] in ('"', "[", "{") or text in ("true", "false", "null"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise IntakeError(
                f"{place}: this value is not closed or not quoted right.",
                next_step='Write texts as "text" and lists as ["one", "two"], on one line.',
            ) from None
    return text


def _of_its_sort(key: str, value: object, place: str) -> object:
    """The value as its key needs it. One that could be meant in two ways is not guessed at: a slip in `confidential`
    would make a text public."""
    if key == "confidential":
        meant = _TRUTHS.get(str(value).casefold())
        if meant is None:
            raise IntakeError(f"{place}: confidential is {value!r}.", next_step="Write true or false.")
        return meant
    if key not in _LISTS:
        if value is not None and not isinstance(value, str):
            raise IntakeError(f"{place}: {key} is no text.", next_step=f'Write it as {key}: "text".')
        return value
    items: list[Any] = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(item, str) for item in items):
        raise IntakeError(
            f"{place}: {key} is no list of texts.", next_step=f'Write it as {key}: ["one", "two"].'
        )
    if key == "labels" and isinstance(value, list) and (comma := next((i for i in items if "," in i), None)):
        raise IntakeError(
            f"{place}: GitLab allows no comma in a label: {comma!r}.", next_step="Write two labels apart."
        )
    return value


def _day(value: object, name: str) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        raise IntakeError(
            f"{name}: due_date {value!r} is no date.", next_step="Write it as 2026-12-31."
        ) from None


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(str(part) for part in value) if isinstance(value, list) else ()


def file_name(draft: Draft) -> str:
    """A name for the file: words of the title, safe on every system."""
    words = re.sub(r"[^a-z0-9]+", "-", draft.title.casefold()).strip("-")[:50].strip("-")
    return f"{words or 'draft'}.md"
