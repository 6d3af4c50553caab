"""The files of a draft, sent up one after another before the issue is; then the draft with their links in it.

An upload makes no issue, so it needs none of the care that the issue's own sending needs: one whose answer was lost is
sent again, and the first copy stays on the server with nothing that leads to it. What is known to be up is on disk
before the next one is sent, and goes up no second time.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import BinaryIO, Protocol, cast

from intents.drafting.attachments import Attachment, linked
from intents.drafting.draft import Draft
from intents.drafting.request import Request
from intents.drafting.safe_text import (
    DESCRIPTION_LIMIT_BYTES,
    check_actions,
    description_bytes,
    mentions,
)
from intents.errors import IntakeError
from intents.filing.local_files import FileTroubleError, OpenFile, UploadStoppedError
from intents.filing.tracker import FILE_CODE, GoingUp, NotReached, Project, Refused, Tracker, Upload

STOPPED_CODE = "stopped"

_LINK = re.compile(r"!?\[[\w.+-]+\]\([\w./%+-]+\)")
_TOLD_EVERY = 20
"""Parts of a file after each of which it is told how far it is."""


class Watch(Protocol):
    """Who follows the uploads, and may stop them."""

    def going_up(self, step: GoingUp | None) -> None:
        """How far they are, and None when all are up; called from the thread that sends."""
        ...

    def stopped(self) -> bool:
        """Whether no more is to be sent."""
        ...


class Unwatched:
    """Nobody follows."""

    def going_up(self, step: GoingUp | None) -> None:
        """Said to nobody."""

    def stopped(self) -> bool:
        """Never."""
        return False


class Shelf(Protocol):
    """What uploading needs of the store."""

    def save(self, request: Request) -> None:
        """Keep it or raise an `IntakeError`."""
        ...


def upload_all(
    tracker: Tracker, book: Shelf, request: Request, draft: Draft, project: Project, watch: Watch
) -> tuple[Request, Draft | Refused | NotReached]:
    """Send up what is not up yet. The request with what is up now, and the draft with its links, or what failed."""
    links: dict[str, str] = {}
    for number, one in enumerate(draft.attachments, 1):
        known = _known(one, request, tracker, project)
        if known is None:
            step = GoingUp(name=one.name, size=one.file.size, number=number, count=len(draft.attachments))
            sent = _upload(tracker, one, project, watch, step)
            if isinstance(sent, Refused | NotReached):
                return request, replace(sent, file=one.name)
            known = sent
            request = _remembered(book, request, known)
        links[one.name] = known.link
    if links:
        if watch.stopped():
            return request, _STOPPED
        watch.going_up(None)
    return request, _with_links(draft, links)


def _known(one: Attachment, request: Request, tracker: Tracker, project: Project) -> Upload | None:
    """The same file under the same name, up in the same project."""
    wanted = (tracker.name, project.id, one.file, one.name)
    return next((u for u in request.uploads if (u.tracker, u.project_id, u.file, u.name) == wanted), None)


def _remembered(book: Shelf, request: Request, upload: Upload) -> Request:
    after = replace(request, uploads=(*request.uploads, upload))
    try:
        book.save(after)
    except IntakeError:
        # It goes up once more after a restart: that costs time and nothing else.
        return after
    return after


def _upload(
    tracker: Tracker, one: Attachment, project: Project, watch: Watch, step: GoingUp
) -> Upload | Refused | NotReached:
    told = 0

    def read_so_far(sent: int) -> None:
        nonlocal told
        part = sent * _TOLD_EVERY // step.size
        if part > told:
            told = part
            watch.going_up(replace(step, sent=sent))

    try:
        with OpenFile(one.file, one.name, read_so_far=read_so_far, stopped=watch.stopped) as content:
            if watch.stopped():
                return _STOPPED
            watch.going_up(step)
            # It has of a file what a multipart body asks for.
            link = tracker.upload(one.name, cast(BinaryIO, content), project)
    except FileTroubleError as error:
        return Refused(
            sentence=f"{error} Nothing was filed.",
            next_step="Go back to the draft: attach it again, or take it off.",
            code=FILE_CODE,
        )
    except UploadStoppedError:
        return _STOPPED
    if isinstance(link, Refused | NotReached):
        return link
    if not _LINK.fullmatch(link):
        return unreadable(one.name)
    return Upload(tracker=tracker.name, project_id=project.id, file=one.file, name=one.name, link=link)


_STOPPED = Refused(
    sentence="Stopped. Nothing was filed.",
    next_step="What went up already is remembered and need not go up again.",
    code=STOPPED_CODE,
)


def unreadable(name: str) -> NotReached:
    """The answer says nothing that could be linked."""
    return NotReached(
        sentence=f"The answer to the upload of {name} could not be read. Nothing was filed.",
        next_step="Try again, or take the file off; the draft is kept.",
    )


def _with_links(draft: Draft, links: dict[str, str]) -> Draft | Refused:
    """The draft as it is sent. A link adds nothing but itself: what was shown of the text holds for it still."""
    description = linked(draft.description, links)
    calls = {name.casefold() for name in mentions(description)}
    shown = {name.casefold() for name in mentions(draft.description)}
    if check_actions(description, draft.actions) or calls - shown:
        return Refused(
            sentence="With the links of its files the text would act or call somebody. Nothing was filed.",
            next_step="Take the files off.",
            code=FILE_CODE,
        )
    if description_bytes(description) > DESCRIPTION_LIMIT_BYTES:
        return Refused(
            sentence="With the links of its files the text is too long for GitLab. Nothing was filed.",
            next_step="Shorten the text, or take a file off.",
            code=FILE_CODE,
        )
    return replace(draft, description=description)
