"""`intake drafts`: what is kept, to look at, export or throw away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.flags import add_catalogue, add_json, options, parser
from tui.commands.output import Exit, complain, show, show_json

if TYPE_CHECKING:
    from intents.catalogue.model import Catalogue
    from intents.drafting.draft import Draft
    from intents.drafting.request import Request


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
        return _list(
            book.unfinished(), book.warnings(), open_source(options(given)).catalogue, as_json=given.json
        )
    if not given.id:
        flags.error(f"{given.what} needs the ID of a draft; `intake drafts` lists them")
    request = book.load(given.id)
    if given.what == "discard":
        book.forget(request.id)
        complain(f"Discarded {request.id}. Its file is in {book.folder / 'discarded'} until you delete it.")
        return Exit.DONE
    catalogue = open_source(options(given)).catalogue
    text = kept_text(request, catalogue)
    if given.what == "show":
        if given.json:
            show_json(_row(request, catalogue) | {"text": text})
        else:
            show(text)
        return Exit.DONE
    return _export(request, catalogue, text, given.output)


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
                f"{row['draft']}  {row['state']:<8}  {row['changed'][:16]}  {row['title']}" for row in rows
            )
        )
    return Exit.DONE


def _row(request: Request, catalogue: Catalogue) -> dict[str, str]:
    from intents.drafting.request import Stage

    draft = draft_of(request, catalogue)
    state = "unclear" if request.stage is Stage.SENDING else "ready" if draft and draft.ready else "open"
    return {
        "draft": request.id,
        "state": state,
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
    from intents.catalogue.model import Outcome
    from intents.drafting.compose import edited_draft, make_draft

    intent = catalogue.intent(request.intent) if request.intent else None
    if intent is None or intent.outcome is not Outcome.ISSUE:
        return None
    draft = make_draft(request, intent, catalogue)
    return edited_draft(draft, request) if request.edit and request.edit.used else draft


def kept_text(request: Request, catalogue: Catalogue) -> str:
    """The Markdown file of a draft; of one without an intent, the words that there are."""
    from intents.drafting.markdown_file import to_markdown

    draft = draft_of(request, catalogue)
    if draft is not None:
        return to_markdown(draft)
    lines = [*request.messages, *([request.typing] if request.typing else [])]
    lines.extend(f"{name}: {', '.join(answer.values)}" for name, answer in request.answers.items())
    return "\n".join(lines) + "\n"


def _export(request: Request, catalogue: Catalogue, text: str, output: str) -> int:
    from intents.drafting.markdown_file import file_name
    from tui.wiring import write_new

    draft = draft_of(request, catalogue)
    path = Path(output) if output else Path.cwd() / (file_name(draft) if draft else f"{request.id}.md")
    done = write_new(text, path, exactly=bool(output))
    if done.problem:
        complain(done.problem)
        return Exit.PROBLEMS
    show(done.path)
    return Exit.DONE
