"""`intake drafts`: what is kept, to look at, export or throw away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from intents.errors import IntakeError
from tui.commands.flags import add_catalogue, add_json, options, parser
from tui.commands.output import Exit, complain, show, show_json
from tui.kept import state_of

if TYPE_CHECKING:
    from intents.catalogue.model import Catalogue
    from intents.drafting.draft import Draft
    from intents.drafting.request import Request
    from intents.keeping.requests import RequestStore


def run(arguments: list[str]) -> int:
    """List, show, export or discard drafts."""
    flags = parser("intake drafts", "The requests that are kept and not filed yet.")
    flags.add_argument(
        "what",
        nargs="?",
        default="list",
        choices=("list", "show", "export", "discard"),
        help="list is the default",
    )
    flags.add_argument("id", nargs="?", default="", metavar="ID", help="the draft; the beginning is enough")
    flags.add_argument(
        "--output", default="", metavar="FILE", help="where export writes; never over another file"
    )
    add_catalogue(flags)
    add_json(flags)
    given = flags.parse_args(arguments)
    from tui.learned import open_source
    from tui.wiring import store

    book = store()
    if given.what == "list":
        requests = book.unfinished()
        return _list(requests, book.warnings(), open_source(options(given)).catalogue, as_json=given.json)
    if not given.id:
        flags.error(f"{given.what} needs the ID of a draft; `intake drafts` lists them")
    request = book.load(given.id)
    if given.what == "discard":
        return _discard(request, book, as_json=given.json)
    catalogue = open_source(options(given)).catalogue
    text = kept_text(request, catalogue)
    if given.what == "show":
        if given.json:
            show_json(_row(request, catalogue) | {"text": text})
        else:
            show(text)
        return Exit.DONE
    return _export(request, catalogue, text, given.output, as_json=given.json)


def _discard(request: Request, book: RequestStore, *, as_json: bool) -> int:
    from intents.drafting.request import Stage

    if request.stage is Stage.SENDING:
        raise IntakeError(
            f"{request.id} was sent and may be filed: it is not thrown away.",
            next_step=f"`intake send {request.id}` finds out what became of it.",
        )
    if request.stage in (Stage.FILED, Stage.ANSWERED):
        raise IntakeError(f"{request.id} is done already; it is no draft.")
    book.forget(request.id)
    path = book.folder / "discarded" / f"{request.id}.json"
    if as_json:
        show_json({"draft": request.id, "discarded": str(path)})
    complain(f"Discarded {request.id}. Its file is “{path}” until you delete it.")
    return Exit.DONE


def _list(
    requests: tuple[Request, ...], warnings: tuple[str, ...], catalogue: Catalogue, *, as_json: bool
) -> int:
    for warning in warnings:
        complain(warning)
    rows = [_row(request, catalogue) for request in requests]
    if as_json:
        show_json(rows)
    elif not rows:
        complain("No drafts. Whatever you begin in `intake` and do not file is kept here.")
    else:
        show(
            "\n".join(
                f"{row['draft']}  {row['state']:<9}  {row['changed'][:16]}  {row['title']}" for row in rows
            )
        )
        if ready := sum(row["state"] == "ready" for row in rows):
            complain(
                f"{ready} {'is' if ready == 1 else 'are'} ready: `intake send --all` files what is ready."
            )
    return Exit.DONE


def _row(request: Request, catalogue: Catalogue) -> dict[str, str]:
    draft = draft_of(request, catalogue)
    return {
        "draft": request.id,
        "state": state_of(request, draft),
        "changed": request.changed.isoformat(timespec="minutes") if request.changed else "",
        "intent": request.intent or "",
        "project": draft.project if draft else "",
        "title": title_of(request, draft),
    }


def title_of(request: Request, draft: Draft | None) -> str:
    """A line that lets the person know their request again."""
    words = " ".join((request.text or request.typing).split())
    line = draft.title if draft else words
    return line if len(line) <= 70 else line[:67].rstrip() + "..."


def draft_of(request: Request, catalogue: Catalogue) -> Draft | None:
    """The draft of a kept request; None while it has no intent that files issues."""
    from datetime import datetime

    from intents.catalogue.model import Outcome
    from intents.drafting.compose import edited_draft, make_draft, with_files_seen
    from intents.filing.local_files import look_at

    intent = catalogue.intent(request.intent) if request.intent else None
    if intent is None or intent.outcome is not Outcome.ISSUE:
        return None
    today = datetime.now().astimezone().date()
    draft = make_draft(request, intent, catalogue, today=today)
    if request.edit and request.edit.used:
        draft = edited_draft(draft, request, today=today)
    return with_files_seen(draft, request, look_at)


def kept_text(request: Request, catalogue: Catalogue) -> str:
    """The Markdown file of a draft; of one without an intent, the words that there are."""
    from intents.drafting.markdown_file import to_markdown

    draft = draft_of(request, catalogue)
    if draft is not None:
        return to_markdown(draft)
    lines = [*request.messages, *([request.typing] if request.typing else [])]
    lines.extend(f"{name}: {', '.join(answer.values)}" for name, answer in request.answers.items())
    return "\n".join(lines) + "\n"


def _export(request: Request, catalogue: Catalogue, text: str, output: str, *, as_json: bool) -> int:
    from intents.drafting.markdown_file import file_name
    from tui.wiring import write_new

    draft = draft_of(request, catalogue)
    path = Path(output) if output else Path.cwd() / (file_name(draft) if draft else f"{request.id}.md")
    done = write_new(text, path, exactly=bool(output))
    if done.problem:
        complain(done.problem)
        return Exit.PROBLEMS
    if as_json:
        show_json({"draft": request.id, "path": done.path})
    else:
        show(done.path)
    return Exit.DONE
