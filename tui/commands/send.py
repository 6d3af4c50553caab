"""`intake send`: file kept drafts or exported files, one after another, each with the full care of the chat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from intents.catalogue.model import Catalogue
from intents.drafting.draft import Draft
from intents.drafting.markdown_file import from_markdown
from intents.drafting.request import Request, Stage
from intents.drafting.safe_text import check_actions
from intents.errors import IntakeError
from intents.filing.tracker import Filed, NotReached, Receipt, Refused, Result, Unknown
from tui.commands.drafts import draft_of, title_of
from tui.commands.flags import add_catalogue, add_json, add_tracker, options, parser
from tui.commands.output import Exit, complain, show, show_json
from tui.learned import open_source
from tui.wiring import LateTracker, filing, looking_up, stamp, store


@dataclass(frozen=True, slots=True, kw_only=True)
class Sendable:
    """A draft with the request that it is kept under."""

    name: str
    request: Request
    draft: Draft


def run(arguments: list[str]) -> int:
    """Send what is named, or all that is ready."""
    flags = parser("intake send", "File kept drafts or exported Markdown files, one after another.")
    flags.add_argument(
        "what", nargs="*", metavar="ID|FILE", help="drafts by id, or files that `export` wrote"
    )
    flags.add_argument("--all", action="store_true", help="every draft that is ready")
    add_catalogue(flags)
    add_tracker(flags)
    add_json(flags)
    given = flags.parse_args(arguments)
    if not given.what and not given.all:
        flags.error("name a draft or a file, or give --all; `intake drafts` lists them")
    chosen = options(given)
    catalogue = open_source(chosen).catalogue
    book = store()
    named = list(given.what)
    if given.all:
        named.extend(r.id for r in book.unfinished() if r.id not in named and _is_ready(r, catalogue))
    tracker = LateTracker(chosen, catalogue)
    send, look_up = filing(tracker, book), looking_up(tracker, book)
    rows: list[dict[str, Any]] = []
    worst = Exit.DONE
    for place, name in enumerate(named, 1):
        try:
            sendable = _sendable(name, catalogue)
        except IntakeError as error:
            complain(f"{name}: {error}")
            rows.append({"draft": name, "outcome": "refused", "problem": str(error)})
            worst = max(worst, Exit.PROBLEMS)
            continue
        complain(f"{place} of {len(named)}: {title_of(sendable.request, sendable.draft)}")
        result: Result | None = None
        if sendable.request.stage is Stage.SENDING:
            # Its fate is open: it is looked for, and only the person's word in the chat may send it again.
            found = look_up(sendable.request)
            result = Filed(receipt=found.receipt) if found.receipt else _still_unclear(found.problem)
        else:
            _, result = send(replace(sendable.request, stage=Stage.READY), sendable.draft, False)
        row, code = _row(sendable, result)
        rows.append(row)
        worst = max(worst, code)
        if isinstance(result, NotReached) or (isinstance(result, Refused) and result.code == "rate"):
            complain("The rest is kept and can be sent later.")
            break
    if given.json:
        show_json(rows)
    else:
        for row in rows:
            if "url" in row:
                show(f"{row['reference']}  {row['url']}")
    return worst


def _is_ready(request: Request, catalogue: Catalogue) -> bool:
    draft = draft_of(request, catalogue)
    return draft is not None and draft.ready and request.stage in (Stage.READY, Stage.OPEN, Stage.SENDING)


def _sendable(name: str, catalogue: Catalogue) -> Sendable:
    path = Path(name)
    if path.suffix == ".md" or path.is_file():
        return _of_file(path)
    request = store().load(name)
    draft = draft_of(request, catalogue)
    if request.stage in (Stage.FILED, Stage.ANSWERED) or draft is None:
        raise IntakeError(
            "It is no draft of an issue that waits.", next_step="`intake drafts` lists those that do."
        )
    if draft.missing:
        raise IntakeError(
            f"It is not complete: {', '.join(draft.missing)}.", next_step="Go on with it in `intake`."
        )
    if draft.problems:
        raise IntakeError(draft.problems[0])
    return Sendable(name=request.id, request=request, draft=draft)


def _of_file(path: Path) -> Sendable:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"It can't be read: {error}.") from error
    draft = from_markdown(text, name=str(path))
    fresh = stamp()
    reference = draft.reference or fresh.reference
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
    # The file's own reference names the request: the same file is never sent twice.
    request = Request(
        id="f"
        + "".join(c for c in draft.reference.casefold() if c.isalnum() and c.isascii())[:30].ljust(3, "x"),
        reference=draft.reference,
        messages=(draft.title,),
        started=fresh.now,
        changed=fresh.now,
    )
    return Sendable(name=str(path), request=request, draft=draft)


def _still_unclear(problem: str) -> Unknown:
    return Unknown(
        sentence=problem or "It was sent before, the answer was lost, and it was not found.",
        next_step="Start `intake` to look again or to send it again.",
    )


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
