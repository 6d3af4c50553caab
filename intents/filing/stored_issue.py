"""What GitLab says of an issue, read into a `Receipt`. Its answers come from outside: nothing in them is relied upon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from intents.drafting.characters import one_line, shown
from intents.filing.tracker import Receipt


def receipt_of(issue: Mapping[str, Any], project: str) -> Receipt | None:
    """The receipt, or None when what is needed to find the issue again is not in the answer.

    Args:
        project: the path it was filed under, for an answer that does not say it.
    """
    iid, url = issue.get("iid"), issue.get("web_url")
    if not isinstance(iid, int) or not isinstance(url, str) or not url:
        return None
    references = issue.get("references")
    full = references.get("full") if isinstance(references, dict) else None
    return Receipt(
        project=project,
        iid=iid,
        # What is shown of it is text, and steers no terminal. The description is compared, not shown.
        url=one_line(shown(url)),
        reference=one_line(shown(full)) if isinstance(full, str) else f"{project}#{iid}",
        title=shown(_text(issue.get("title"))),
        description=_text(issue.get("description")),
        labels=tuple(_label(label) for label in _list(issue.get("labels"))),
        due_date=_day(issue.get("due_date")),
        confidential=issue.get("confidential") is True,
        assignees=tuple(
            str(user["username"])
            for user in _list(issue.get("assignees"))
            if isinstance(user, dict) and user.get("username")
        ),
        created_at=_moment(issue.get("created_at")),
    )


_UPLOAD = re.compile(r"/uploads/[0-9a-fA-F]{8,64}/(?P<name>[\w.%+-]+)")
_SEEN = frozenset(
    ("png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "tiff", "ico", "mp4", "m4v", "mov", "webm", "ogv")
)
"""Endings of what GitLab shows in the text itself."""


def link_of(answer: object, name: str) -> str:
    """The Markdown that links an upload; empty when the answer names no place for it.

    GitLab's own Markdown is not taken as it comes: what gets into a text is made here, of its address and our name.

    Args:
        name: what the file was called when it was sent.
    """
    url = answer.get("url") if isinstance(answer, dict) else None
    if not isinstance(url, str) or not _UPLOAD.fullmatch(url):
        return ""
    stem, _, ending = name.rpartition(".")
    seen = bool(stem) and ending.casefold() in _SEEN
    return f"![{stem}]({url})" if seen else f"[{name}]({url})"


def _label(label: object) -> str:
    return str(label.get("name") or "") if isinstance(label, dict) else str(label)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
