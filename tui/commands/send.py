"""`intake send`: file kept drafts or exported files, one after another, each with the full care of the chat."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from intents.catalogue.model import Catalogue
from intents.drafting.attachments import attachments_of, placed
from intents.drafting.draft import Draft
from intents.drafting.markdown_file import attached_paths, called_groups, from_markdown
from intents.drafting.request import Request, Stage
from intents.drafting.safe_text import (
    DESCRIPTION_LIMIT_BYTES,
    TITLE_LIMIT,
    check_actions,
    clean,
    description_bytes,
    one_line,
    title_length,
)
from intents.errors import IntakeError
from intents.filing.tracker import Filed, NotReached, Receipt, Refused, Result, Unknown, Upload
from intents.keeping.requests import RequestStore
from intents.talk.recognising import part_waiting
from intents.talk.submitting import LOOKS, WAITS_AT_MOST, wait_for
from intents.values import dataclass
from tui.commands.attaching import read_attached, tell_going_up
from tui.commands.drafts import draft_of, title_of
from tui.commands.flags import add_catalogue, add_json, add_tracker, options, parser
from tui.commands.output import Exit, complain, show, show_json
from tui.commands.warned import warned
from tui.kept import state_of
from tui.learned import open_source
from tui.patience import FILING_IS_SLOW_AFTER, SLOW, patiently
from tui.uploads import Uploads
from tui.wiring import LateTracker, Templates, filing, looking_up, stamp, store

_REFERENCE = re.compile(r"[A-Za-z][A-Za-z0-9]{11,48}")
"""A marker that no other text holds by chance, and that a search takes for one word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sendable:
    """A draft with the request that it is kept under."""

    name: str
    request: Request
    draft: Draft | None
    """None where the catalogue has no such draft any more: then what became of it can only be found out."""
    of_file: bool = False
    """The words are in a file of the person's own; the request stands for its sending only."""


def run(arguments: list[str], *, wait: Callable[[float], None] = time.sleep) -> int:
    """Send what is named, or all that is ready.

    Args:
        wait: how the seconds between two looks for an unclear filing pass.
    """
    flags = parser("intake send", "File kept drafts or exported Markdown files, one after another.")
    flags.add_argument(
        "what", nargs="*", metavar="ID|FILE", help="drafts by id, or files that `export` wrote"
    )
    flags.add_argument(
        "--all", action="store_true", help="every draft that is ready, and look for the unclear"
    )
    flags.add_argument(
        "--again",
        action="store_true",
        help="what was sent before and can't be found is looked for during two minutes, then sent again",
    )
    add_catalogue(flags)
    add_tracker(flags)
    add_json(flags)
    given = flags.parse_args(arguments)
    if not given.what and not given.all:
        flags.error("name a draft or a file, or give --all; `intake drafts` lists them")
    if given.all and given.again:
        flags.error("--again goes with named drafts or files only")
    chosen = options(given)
    catalogue = open_source(chosen).catalogue
    book = store()
    named = list(dict.fromkeys(given.what))
    if given.all:
        waiting = (
            r for r in book.unfinished() if state_of(r, draft_of(r, catalogue)) in ("ready", "unclear")
        )
        named.extend(request.id for request in waiting if request.id not in named)
        for warning in book.warnings():
            complain(warning)
        if not named:
            complain("Nothing is ready to be sent. `intake drafts` lists what is kept.")
    tracker = LateTracker(chosen, catalogue)
    sender = Sender(book, tracker, again=given.again, wait=wait)
    templates = Templates(tracker)
    rows: list[dict[str, Any]] = []
    worst = Exit.DONE
    for place, name in enumerate(named, 1):
        try:
            sendable = _sendable(name, catalogue, book)
        except IntakeError as error:
            complain(f"{name}: {error}")
            rows.append({"draft": name, "outcome": "refused", "problem": str(error)})
            worst = max(worst, Exit.PROBLEMS)
            continue
        complain(f"{place} of {len(named)}: {title_of(sendable.request, sendable.draft)}")
        if sendable.draft is not None and sendable.name != sendable.request.id:
            _announce(sendable.draft)
        if sendable.draft is not None and sendable.request.stage is not Stage.SENDING:
            warned(sendable.draft, templates, practice=chosen.practice)
        result = sender.send_patiently(sendable)
        row, code = _row(sendable, result)
        rows.append(row)
        worst = max(worst, code)
        if isinstance(result, NotReached) or (
            isinstance(result, Refused) and result.code in ("rate", "token")
        ):
            if place < len(named):
                complain("The rest is kept and can be sent later.")
            break
    if given.json:
        show_json(rows)
    else:
        for row in rows:
            if "url" in row:
                show(f"{row['reference']}  {row['url']}")
    return worst


class Sender:
    """Sends one draft after another."""

    def __init__(
        self, book: RequestStore, tracker: LateTracker, *, again: bool, wait: Callable[[float], None]
    ) -> None:
        self._book = book
        uploads = Uploads()
        uploads.follow(tell_going_up)
        self._file = filing(tracker, book, uploads)
        self._look_up = looking_up(tracker, book)
        self._again = again
        self._wait = wait

    def send_patiently(self, sendable: Sendable) -> Result:
        """Send it; where the server wants fewer requests, wait as long as it says and go on. Nothing was stored then."""
        for _ in range(WAITS_AT_MOST):
            result = self.send(sendable)
            seconds = wait_for(result) if isinstance(result, Refused) else None
            if seconds is None:
                return result
            complain(f"{result.sentence} It goes on in {seconds:.0f} seconds. Ctrl+C stops; all is kept.")  # type: ignore[union-attr]
            self._wait(seconds)
        return self.send(sendable)

    def send(self, sendable: Sendable) -> Result:
        """Send it, or find out what became of an earlier try."""
        request, draft = sendable.request, sendable.draft
        noted = self._book.sending_of(request.id) or request.sending
        if noted is not None:
            # Its fate is open: it is looked for, and only the person's word may send it again.
            unclear = replace(request, stage=Stage.SENDING, sending=noted)
            result = self._looked_for(unclear, again=self._again and draft is not None)
            if result is not None:
                return result if draft is not None else _gone(result)
        if draft is None:
            return _gone(_still_unclear(""))
        ready = replace(request, stage=Stage.READY, sending=noted)
        after, result = patiently(
            lambda: self._file(ready, draft, False),
            lambda: complain(SLOW.format(seconds=FILING_IS_SLOW_AFTER)),
            None if draft.attachments else FILING_IS_SLOW_AFTER,
        )
        if isinstance(result, Filed):
            self._keep_what_waits(after)
        if sendable.of_file and isinstance(result, Refused | NotReached):
            # Nothing was sent, and the words are in the person's own file.
            self._put_away(request)
        return result

    def _looked_for(self, unclear: Request, *, again: bool) -> Result | None:
        """What became of it; None when it was not there at any look and is to be sent again."""
        for seconds in (0.0, *(LOOKS if again else ())):
            if seconds:
                complain(f"It was not found. It is looked for again in {seconds:.0f} seconds ...")
                self._wait(seconds)
            found = self._look_up(unclear)
            if found.receipt is not None:
                self._keep_what_waits(replace(unclear, stage=Stage.FILED, receipt=found.receipt))
                return Filed(receipt=found.receipt)
            if found.problem:
                return _still_unclear(found.problem)
        return None if again else _still_unclear("")

    def _keep_what_waits(self, done: Request) -> None:
        """The other request of the same message: its end is not the end of this one."""
        alone, following = part_waiting(done, stamp())
        if following is None:
            return
        try:
            self._book.save(following)
            self._book.save(alone)
        except IntakeError as error:
            complain(str(error))
        else:
            complain(f"Your other request is kept as {following.id}: {title_of(following, None)}")

    def _put_away(self, request: Request) -> None:
        try:
            self._book.forget(request.id)
        except IntakeError:
            return


def _sendable(name: str, catalogue: Catalogue, book: RequestStore) -> Sendable:
    path = Path(name)
    if path.suffix == ".md" or path.is_file():
        return _of_file(path, book)
    request = book.load(name)
    if request.stage is Stage.FILED and request.receipt is not None:
        raise IntakeError(f"It is filed already: {request.receipt.reference} {request.receipt.url}")
    draft = draft_of(request, catalogue)
    if request.stage is Stage.SENDING and (draft is None or draft.missing):
        return Sendable(name=request.id, request=request, draft=None)
    if request.intent is not None and catalogue.intent(request.intent) is None:
        raise IntakeError(
            f"The catalogue has no {request.intent} any more.",
            next_step="Go on with it in `intake` and choose anew where it belongs, or export it.",
        )
    if request.stage is Stage.ANSWERED or draft is None:
        raise IntakeError(
            "It is no draft of an issue that waits.", next_step="`intake drafts` lists those that do."
        )
    if draft.missing:
        raise IntakeError(
            f"It is not complete: {', '.join(draft.missing)}.", next_step="Go on with it in `intake`."
        )
    if draft.problems and request.stage is not Stage.SENDING:
        raise IntakeError(draft.problems[0])
    return Sendable(name=request.id, request=request, draft=draft)


def _of_file(path: Path, book: RequestStore) -> Sendable:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise IntakeError("It is no text in UTF-8.", next_step="Save it as UTF-8 and try again.") from error
    except OSError as error:
        raise IntakeError(f"It can't be read: {(error.strerror or str(error)).lower()}.") from error
    written = from_markdown(text, name=str(path))
    # Of a draft that was exported nothing changes; what an editor or another program let in is no part of the words.
    draft = replace(written, title=one_line(written.title), description=clean(written.description))
    # A file without a reference gets one of its content: sending it twice is one filing.
    reference = draft.reference or "gi" + hashlib.sha256(text.encode()).hexdigest()[:24]
    if not _REFERENCE.fullmatch(reference):
        raise IntakeError(
            f"{path}: {reference!r} is no reference: a letter, then 11 to 48 letters and digits.",
            next_step="Take the line `reference:` out; the file gets one by itself.",
        )
    draft = _with_files(draft, text, path)
    if reference not in draft.description:
        body = f"{draft.description.rstrip()}\n\nIntake reference: `{reference}`\n"
        draft = replace(draft, description=body)
    draft = replace(draft, reference=reference)
    # The file may have been edited since: what would act in GitLab must have been meant.
    if strange := check_actions(draft.description, draft.actions):
        raise IntakeError(
            f"{path}: a line would act as a command in GitLab: {strange[0]}",
            next_step="Put a backslash before it, or name it under `actions` in the front matter if it is meant.",
        )
    meant = {handle.removeprefix("@").casefold() for handle in draft.calls}
    if many := [name for name in called_groups(draft) if name.removeprefix("@").casefold() not in meant]:
        raise IntakeError(
            f"{path}: it would notify many people at once: {', '.join(many)}.",
            next_step="Put a backslash before the @ (in a title, a space behind it), or name them under `notifies` "
            "in the front matter if it is meant.",
        )
    if (length := title_length(draft.title)) > TITLE_LIMIT:
        raise IntakeError(f"{path}: the title has {length} characters; GitLab takes {TITLE_LIMIT}.")
    if (size := description_bytes(draft.description)) > DESCRIPTION_LIMIT_BYTES:
        raise IntakeError(f"{path}: the text has {size:,} bytes; GitLab takes {DESCRIPTION_LIMIT_BYTES:,}.")
    kept = book.with_reference(reference)
    if kept is not None:
        # The draft that the file was made from: both are one filing.
        return Sendable(name=str(path), request=kept, draft=draft)
    fresh = stamp()
    # The reference names the request: the same file is never sent twice.
    request_id = f"f{reference.lower()}"[:40]
    request = Request(
        id=request_id,
        reference=reference,
        messages=(draft.title,),
        uploads=_up_before(request_id, book) if draft.attachments else (),
        started=fresh.now,
        changed=fresh.now,
    )
    return Sendable(name=str(path), request=request, draft=draft, of_file=True)


def _with_files(draft: Draft, text: str, path: Path) -> Draft:
    """The draft with the files that its front matter names, from beside the file where it says no more."""
    named = attached_paths(text, name=str(path))
    if not named:
        return draft
    files, problems = read_attached([str(path.parent / Path(one).expanduser()) for one in named])
    if problems:
        raise IntakeError(
            f"{path}: {problems[0]}", next_step="Correct or take out `attachments` in its front matter."
        )
    attachments = attachments_of({}, files)
    marker = f"\n\nIntake reference: `{draft.reference}`"
    body, found, rest = (
        draft.description.partition(marker) if draft.reference else (draft.description, "", "")
    )
    return replace(draft, attachments=attachments, description=placed(body, attachments) + found + rest)


def _up_before(request_id: str, book: RequestStore) -> tuple[Upload, ...]:
    """What went up when this file was sent before and refused: its request was put away then."""
    try:
        return book.restore(request_id).uploads
    except IntakeError:
        return ()


def _announce(draft: Draft) -> None:
    """Nobody has reviewed a file on the screen: say where it goes, whom it calls and what it runs."""
    complain(f"into {draft.project}")
    if draft.mentions:
        complain(f"notifies {', '.join(draft.mentions)}")
    for action in draft.actions:
        complain(f"runs {action}")
    for one in draft.attachments:
        complain(f"attaches {one.said}")


def _still_unclear(problem: str) -> Unknown:
    return Unknown(
        sentence=problem or "It was sent before, the answer was lost, and it was not found.",
        next_step="`intake send --again` looks for it during two minutes, then sends it with the same reference.",
    )


def _gone(result: Result) -> Result:
    """What became of one that could not be sent again from here."""
    if isinstance(result, Filed):
        return result
    step = "The catalogue has no such draft any more: go on with it in `intake`, which looks for it too."
    return replace(result, next_step=step)


def _row(sendable: Sendable, result: Result) -> tuple[dict[str, Any], Exit]:
    receipt: Receipt | None = result.receipt if isinstance(result, Filed) else None
    outcome, code = {
        Filed: ("filed", Exit.DONE),
        Refused: ("refused", Exit.PROBLEMS),
        NotReached: ("not_reached", Exit.NOT_REACHED),
        Unknown: ("unknown", Exit.UNKNOWN),
    }[type(result)]
    row: dict[str, Any] = {"draft": sendable.name, "outcome": outcome}
    if receipt is not None:
        row |= {"url": receipt.url, "reference": receipt.reference, "losses": list(receipt.losses)}
        for loss in receipt.losses:
            complain(loss)
    elif not isinstance(result, Filed):
        row["problem"] = f"{result.sentence} {result.next_step}".strip()
        complain(row["problem"])
    return row, code
