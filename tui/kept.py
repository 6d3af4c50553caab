"""Kept requests in short, for lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from intents.drafting.request import Request, Stage
from intents.talk.desk import Kept

if TYPE_CHECKING:
    from intents.drafting.draft import Draft


def kept_of(request: Request) -> Kept:
    """One kept request: named by the title it was given, or by what was said first."""
    words = request.edit.title if request.edit and request.edit.used else ""
    words = words or (request.messages[0] if request.messages else request.typing)
    return Kept(
        id=request.id,
        title=" ".join(words.split()) or "(nothing written yet)",
        intent=request.intent,
        changed=request.changed or request.started,
        unclear=request.stage is Stage.SENDING,
        ready=request.stage is Stage.READY,
    )


def kept_list(requests: Iterable[Request], *, without: str = "") -> tuple[Kept, ...]:
    """All of them but one, those with no word in them left out."""
    return tuple(
        kept_of(request)
        for request in requests
        if request.id != without and (request.messages or request.answers or request.typing.strip())
    )


def state_of(request: Request, draft: Draft | None) -> str:
    """In a word: `unclear` (sent, the answer is lost), `ready` (wanted, waits to be sent), `complete` (nothing is
    missing, nobody said to file it yet), `open`, or what it ended as."""
    if request.stage in (Stage.FILED, Stage.ANSWERED):
        return request.stage.value
    if request.stage is Stage.SENDING:
        return "unclear"
    if draft is None or not draft.ready:
        return "open"
    return "ready" if request.stage is Stage.READY else "complete"


STATES = {
    "unclear": "sent, and the answer was lost",
    "ready": "ready to send",
    "complete": "complete, not sent",
    "open": "open questions",
}
"""Each state of a kept request for people."""


def when(moment: datetime | None, today: date) -> str:
    """A day as people say it: "today 14:02", "yesterday", "Tuesday", "3 December"."""
    if moment is None:
        return ""
    day = moment.date()
    ago = (today - day).days
    if ago <= 0:
        return f"today {moment:%H:%M}"
    if ago == 1:
        return "yesterday"
    if ago < 7:
        return f"{day:%A}"
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day.day} {day:%B}{year}"
