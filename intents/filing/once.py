"""Filing exactly once.

GitLab knows no idempotency key: a POST whose answer is lost may have filed the issue. So the reference, the project, the
sender and the server's time are on disk before anything is sent (the note), an unclear outcome is looked for by that
reference, and nothing is ever sent a second time without the person's word.

The note is the truth about a filing whose fate is open; a record may be older than it (a kill between the two) or come
from another copy of the program. It is taken away only when the fate is known: filed, or refused at the first attempt.
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
from intents.filing.uploading import Unwatched, Watch, upload_all


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

    def began(self, request_id: str) -> bool:
        """Whether this run of the program kept it first: nobody else can have sent it."""
        ...

    def claimed(self, request_id: str) -> AbstractContextManager[bool]:
        """Whether this process may send it now."""
        ...


def file_once(
    tracker: Tracker,
    book: Book,
    request: Request,
    draft: Draft,
    *,
    unkept: bool = False,
    watch: Watch | None = None,
) -> tuple[Request, Result]:
    """Send a draft, once; the outcome is on disk when this returns. Blocking.

    A request that carries its `sending` says: it was sent, it was looked for long enough, and the person wants it sent
    again. It is looked for once more all the same.

    Args:
        unkept: the person agreed to send although the request cannot be kept on disk.
        watch: follows the uploads of its files, and may stop them; nothing of the issue is sent by then.
    """
    watch = watch or Unwatched()
    if not draft.reference or draft.reference not in draft.description:
        # Without it a lost answer could never be looked for.
        raise ValueError("the draft's text does not hold its reference")
    with book.claimed(request.id) as mine:
        if not mine:
            return request, Unknown(
                sentence="Another running copy of the program is filing this one now.",
                next_step="It is looked for by its reference.",
            )
        ended = book.ended(request.id)
        if ended is not None and ended.receipt is not None:
            return ended, Filed(receipt=ended.receipt)
        # What is on disk counts, not what we remember: another copy may have sent it, or this one was killed.
        noted = book.sending_of(request.id)
        before = noted or request.sending
        if before is None:
            return _send(tracker, book, request, draft, None, unkept=unkept, watch=watch)
        known = replace(request, stage=Stage.SENDING, sending=before)
        after, found = look_up_once(tracker, book, known)
        match found:
            case Receipt():
                return after, Filed(receipt=found)
            case Refused() | NotReached():
                return known, _still_open(found)
            case None if request.sending != before:
                return known, _still_open(None)
            case None:
                return _send(tracker, book, request, draft, before, unkept=unkept, watch=watch)


def _send(
    tracker: Tracker,
    book: Book,
    request: Request,
    draft: Draft,
    before: Sending | None,
    *,
    unkept: bool,
    watch: Watch,
) -> tuple[Request, Result]:
    addressed = _addressed(tracker, draft, before)
    if isinstance(addressed, Refused | NotReached):
        return _not_sent(request, before, addressed)
    project, sending = addressed
    if before is None and not book.began(request.id) and (found := tracker.search(sending)) is not None:
        # An older draft, or one that came from elsewhere: what became of it need not stand on this disk.
        done = replace(request, stage=Stage.FILED, sending=sending, receipt=found)
        _kept(book, done)
        return done, Filed(receipt=found)
    if before is not None:
        request = replace(request, stage=Stage.SENDING, sending=before)
    # Before the note: until the issue itself is sent, there is nothing to look for.
    request, uploaded = upload_all(tracker, book, request, draft, project, watch)
    if not isinstance(uploaded, Draft):
        return _not_sent(request, before, uploaded)
    draft = uploaded
    marked = replace(request, stage=Stage.SENDING, sending=sending)
    if problem := _noted(book, marked, unkept=unkept):
        _put_back(book, request.id, before)
        return _not_sent(request, before, problem)
    result = tracker.file(draft, project)
    if before is not None and isinstance(result, Refused | NotReached):
        # This attempt is void; the one before it may still turn up.
        _put_back(book, request.id, before)
        return _not_sent(request, before, result)
    after = after_sending(marked, result)
    # A receipt that cannot be written down is still a receipt: the issue is there, and the note on disk says that it
    # was sent, so the next start will look for it and find it.
    if _kept(book, after) and not isinstance(result, Unknown):
        book.clear_sending(request.id)
    return after, result


def _addressed(
    tracker: Tracker, draft: Draft, before: Sending | None
) -> tuple[Project, Sending] | Refused | NotReached:
    """The project as it is now, and what is to be noted of this attempt."""
    author = tracker.whoami()
    if isinstance(author, Refused | NotReached):
        return author
    project = tracker.find_project(draft.project)
    if isinstance(project, Refused | NotReached):
        return project
    if project.moved_from:
        return Refused(
            sentence=f"{project.moved_from} has moved to {project.path}.",
            next_step="File it there if that is right, and tell whoever keeps the catalogue to change the path.",
            code="moved",
            project=project,
        )
    sending = Sending(
        reference=draft.reference,
        project_id=project.id,
        project=project.path,
        # The first attempt's time and sender stay: it may be that one which turns up.
        server_time=before.server_time if before else tracker.server_time(),
        author=before.author or author if before else author,
        attempt=before.attempt + 1 if before else 1,
    )
    return project, sending


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
    ended = book.ended(request.id)
    if ended is not None and ended.receipt is not None:
        return ended, ended.receipt
    sending = request.sending or book.sending_of(request.id)
    if sending is None:
        return request, None
    found = tracker.look_up(sending)
    if found is None:
        # The noted time may be wrong by hours, where a proxy's clock wrote it: a search asks for no time.
        found = tracker.search(sending)
    if isinstance(found, Receipt):
        done = replace(request, stage=Stage.FILED, sending=sending, receipt=found)
        if _kept(book, done):
            book.clear_sending(request.id)
        return done, found
    return request, found


def _not_sent(
    request: Request, before: Sending | None, failure: Refused | NotReached
) -> tuple[Request, Result]:
    """Nothing went out now; whether something did before stays as open as it was."""
    if before is None:
        return request, failure
    return replace(request, stage=Stage.SENDING, sending=before), _still_open(failure)


def _still_open(failure: Refused | NotReached | None) -> Unknown:
    why = f" Now: {failure.sentence} {failure.next_step}".rstrip() if failure else ""
    return Unknown(
        sentence=f"It was sent before, and the answer was lost.{why}",
        next_step="It is looked for by its reference.",
    )


def _put_back(book: Book, request_id: str, before: Sending | None) -> None:
    """The note as it was before an attempt of which nothing came."""
    if before is None:
        book.clear_sending(request_id)
        return
    try:
        book.note_sending(request_id, before)
    except IntakeError:
        # The later note stays: it says the same, but for the number of the attempt.
        return


def _noted(book: Book, request: Request, *, unkept: bool) -> Refused | None:
    """Both on disk: that it is being sent, and the request that says so too."""
    try:
        if request.sending is not None:
            book.note_sending(request.id, request.sending)
        book.save(request)
    except IntakeError as error:
        if not unkept:
            return Refused(
                sentence=error.message,
                next_step="Nothing was sent, since a lost answer could not be looked for after a restart.",
                code="not_kept",
            )
    return None


def _kept(book: Book, request: Request) -> bool:
    try:
        book.save(request)
    except IntakeError:
        return False
    return True
