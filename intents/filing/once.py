"""Filing exactly once.

GitLab knows no idempotency key: a POST whose answer is lost may have filed the issue. So the reference, the project and
the server's time are on disk before anything is sent, an unclear outcome is looked for by that reference, and nothing is
ever sent a second time without the person's word.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from intents.drafting.draft import Draft
from intents.drafting.request import Request, Stage
from intents.errors import IntakeError
from intents.filing.tracker import (
    Filed,
    NotReached,
    Project,
    Receipt,
    Refused,
    Result,
    Sending,
    Tracker,
    Unknown,
)


class Book(Protocol):
    """What filing needs of the store."""

    def save(self, request: Request) -> None:
        """Keep it or raise an `IntakeError`."""
        ...

    def ended(self, request_id: str) -> Request | None:
        """The request as it ended, if another copy filed it meanwhile."""
        ...

    def note_sending(self, request_id: str, sending: Sending) -> None:
        """Write down what is about to be sent, or raise an `IntakeError`."""
        ...

    def sending_of(self, request_id: str) -> Sending | None:
        """What was noted, while its fate is open."""
        ...

    def clear_sending(self, request_id: str) -> None:
        """Its fate is known."""
        ...

    def claimed(self, request_id: str) -> AbstractContextManager[bool]:
        """Whether this process may send it now."""
        ...


def file_once(
    tracker: Tracker, book: Book, request: Request, draft: Draft, *, unkept: bool = False
) -> tuple[Request, Result]:
    """Send a draft, once; the outcome is on disk when this returns. Blocking.

    Args:
        unkept: the person agreed to send although the request cannot be kept on disk.
    """
    with book.claimed(request.id) as mine:
        if not mine:
            return request, Unknown(
                sentence="Another running copy of the program is filing this one now.",
                next_step="It is looked for by its reference.",
            )
        ended = book.ended(request.id)
        if ended is not None and ended.receipt is not None:
            return ended, Filed(receipt=ended.receipt)
        noted = book.sending_of(request.id)
        if noted is not None and request.sending is None:
            # Another copy sent it, or this one was killed while sending: what is on disk counts, not what we remember.
            return _found(tracker, book, replace(request, stage=Stage.SENDING, sending=noted))
        return _send(tracker, book, request, draft, unkept=unkept)


def _send(
    tracker: Tracker, book: Book, request: Request, draft: Draft, *, unkept: bool
) -> tuple[Request, Result]:
    project = tracker.find_project(draft.project)
    if not isinstance(project, Project):
        return request, project
    if project.moved_from:
        return request, Refused(
            sentence=f"{project.moved_from} has moved to {project.path}.",
            next_step="File it there if that is right, and tell whoever keeps the catalogue to change the path.",
            code="moved",
            project=project,
        )
    sending = Sending(
        reference=draft.reference,
        project_id=project.id,
        project=project.path,
        server_time=tracker.server_time(),
    )
    marked = replace(request, stage=Stage.SENDING, sending=sending)
    if problem := _noted(book, marked, unkept=unkept):
        return request, problem
    result = tracker.file(draft, project)
    after = after_sending(marked, result)
    # A receipt that cannot be written down is still a receipt: the issue is there, and the record on disk says that it
    # was sent, so the next start will look for it and find it.
    _kept(book, after, unkept=True)
    if not isinstance(result, Unknown):
        book.clear_sending(request.id)
    return after, result


def after_sending(request: Request, result: Result) -> Request:
    """The request as it is to be kept after this outcome."""
    match result:
        case Filed(receipt=receipt):
            return replace(request, stage=Stage.FILED, receipt=receipt)
        case Refused() | NotReached():
            return replace(request, stage=Stage.READY, sending=None)
        case Unknown():
            return replace(request, stage=Stage.SENDING)


def look_up_once(
    tracker: Tracker, book: Book, request: Request
) -> tuple[Request, Receipt | Refused | NotReached | None]:
    """Look for an unclear filing by its reference; a find is on disk when this returns. Blocking."""
    if request.sending is None:
        return request, None
    found = tracker.look_up(request.sending)
    if isinstance(found, Receipt):
        done = replace(request, stage=Stage.FILED, receipt=found)
        _kept(book, done, unkept=True)
        book.clear_sending(request.id)
        return done, found
    return request, found


def _found(tracker: Tracker, book: Book, request: Request) -> tuple[Request, Result]:
    after, found = look_up_once(tracker, book, request)
    match found:
        case Receipt():
            return after, Filed(receipt=found)
        case NotReached():
            return request, found
        case Refused() | None:
            return request, Unknown(
                sentence="It was sent before, and the answer was lost.",
                next_step="It is looked for by its reference.",
            )


def _noted(book: Book, request: Request, *, unkept: bool) -> Refused | None:
    """Both on disk: that it is being sent, and the request that says so too."""
    if request.sending is not None:
        try:
            book.note_sending(request.id, request.sending)
        except IntakeError as error:
            if not unkept:
                return _not_kept(error)
    return _kept(book, request, unkept=unkept)


def _kept(book: Book, request: Request, *, unkept: bool) -> Refused | None:
    try:
        book.save(request)
    except IntakeError as error:
        if unkept:
            return None
        return _not_kept(error)
    return None


def _not_kept(error: IntakeError) -> Refused:
    return Refused(
        sentence=error.message,
        next_step="Nothing was sent, since a lost answer could not be looked for after a restart.",
        code="not_kept",
    )
