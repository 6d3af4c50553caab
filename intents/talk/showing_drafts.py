"""What the draft shows and offers, before it is sent and when sending it failed."""

from __future__ import annotations

from collections.abc import Iterator

from intents.drafting.draft import Draft
from intents.drafting.request import Stage
from intents.talk import reviewing, submitting
from intents.talk.desk import Desk, Link
from intents.talk.prompt import Option, Prompt
from intents.talk.states import Failed, NotKept, Reviewing, Unclear

_LATER = Option(id=reviewing.LATER, label="Keep it for later")
_BROWSER = Option(id=reviewing.BROWSER, label="Open the filled-in page in the browser")
_EXPORT = Option(id=reviewing.EXPORT, label="Export as Markdown")


def reviewing_prompt(state: Reviewing, desk: Desk) -> Prompt:
    """The draft as it will be sent, what should be looked at first, and what can be done with it."""
    connected = desk.connection.link is not Link.NONE
    return Prompt(
        ask="This is the issue as it will be sent." if connected else "Your draft.",
        notes=tuple(_notes(state, desk)),
        options=tuple(_ways(state, desk)),
        draft=state.draft,
        placeholder="or say what to change",
        later=True,
    )


def _notes(state: Reviewing, desk: Desk) -> Iterator[tuple[str, str]]:
    draft = state.draft
    for problem in draft.problems:
        yield "not ready", problem
    intent = desk.intent_of(state.request)
    for name in draft.missing:
        question = intent.question(name) if intent else None
        yield "still open", question.ask if question else name
    for warning in state.warnings:
        yield "look at", warning
    for name in draft.silenced:
        yield "calls nobody", f"@{name} stands there as plain text, so that nobody is called by it unasked."
    for note in draft.notes:
        yield "note", note
    if desk.connection.link is Link.NONE:
        yield "not connected", desk.connection.advice
    if state.told:
        yield "", state.told


def _ways(state: Reviewing, desk: Desk) -> Iterator[Option]:
    request, draft = state.request, state.draft
    practice = desk.connection.link is Link.PRACTICE
    if state.warnings:
        # First, so that a quick Enter hides and does not publish.
        yield Option(id=reviewing.MASK, label="Hide what looks like secrets, addresses or numbers of people")
    if request.stage is Stage.SENDING:
        yield Option(id=reviewing.LOOK, label="Look whether it is filed already")
    elif draft.missing:
        yield Option(id=reviewing.FILE, label="Answer what is still open")
    elif draft.ready and practice:
        yield Option(id=reviewing.FILE, label="File it (practice: nothing leaves this machine)")
    elif draft.ready and desk.connection.link is Link.GITLAB:
        yield Option(id=reviewing.FILE, label="File it")
    yield Option(id=reviewing.CHANGE, label="Change or add an answer")
    yield Option(id=reviewing.EDIT, label="Edit title and text")
    for name in draft.silenced:
        yield Option(id=f"{reviewing.NAMED}:{name}", label=f"Notify @{name} after all")
    for name in request.mentions_allowed:
        yield Option(id=f"{reviewing.QUIET}:{name}", label=f"Don't notify @{name}")
    yield _EXPORT
    yield Option(id=reviewing.COPY, label="Copy it")
    if not practice:
        yield _BROWSER
    yield _LATER
    if request.edit is not None:
        yield (
            Option(id=reviewing.MADE_TEXT, label="Use the text made from the answers again")
            if request.edit.used
            else Option(id=reviewing.OWN_TEXT, label="Use your own edited text again")
        )


def not_kept_prompt(state: NotKept) -> Prompt:
    """It cannot be kept on disk before it is sent."""
    return Prompt(
        ask="It can't be kept on this machine. Send it all the same?",
        problem=state.sentence,
        why="If the answer is lost on the way, nobody can look for it after a restart.",
        options=(
            Option(id=submitting.REVIEW, label="No, back to the draft"),
            Option(id=submitting.UNKEPT, label="Send it without a copy"),
        ),
        draft=state.draft,
    )


def failed_prompt(state: Failed, desk: Desk) -> Prompt:
    """Certainly not filed."""
    failure = state.failure
    options: list[Option] = []
    project = getattr(failure, "project", None)
    if project is not None:
        options.append(Option(id=submitting.MOVE, label=f"File it in {project.path}"))
    options.append(Option(id=submitting.AGAIN, label="Try again"))
    options.append(Option(id=submitting.REVIEW, label="Back to the draft"))
    if desk.connection.link is not Link.PRACTICE:
        options.append(_BROWSER)
    options.extend((_EXPORT, _LATER))
    return Prompt(
        ask="It was not filed. Your text is kept.",
        problem=failure.sentence,
        why=failure.next_step,
        options=tuple(options),
        later=True,
    )


def unclear_prompt(state: Unclear, desk: Desk) -> Prompt:
    """Perhaps filed."""
    if state.looking:
        waits = submitting.LOOKS[min(state.looks, len(submitting.LOOKS) - 1)]
        seen = f" Looked {state.looks} times: not found." if state.looks else ""
        busy = f"Looking for it by its reference in {waits:.0f} seconds.{seen}"
    else:
        busy = ""
    options = [Option(id=submitting.LOOK, label="Look now")]
    if submitting.may_send_again(state):
        again = "so that a late copy is recognised"
        options.append(
            Option(id=submitting.AGAIN, label="Send it again with the same reference", description=again)
        )
    if desk.connection.link is not Link.PRACTICE:
        options.append(_BROWSER)
    options.append(Option(id=submitting.LATER, label="Leave it in the drafts, marked unclear"))
    return Prompt(
        ask="It may or may not be filed. Your text is kept.",
        problem=state.problem or state.failure.sentence,
        notes=(("reference", state.request.reference),),
        options=tuple(options),
        busy=busy,
        later=True,
    )


def draft_heading(draft: Draft) -> tuple[tuple[str, str], ...]:
    """What stands above the text of a draft: where it goes and everything sent beside the text."""
    rows = [("for", draft.project), ("title", draft.title)]
    if draft.labels:
        rows.append(("labels", " · ".join(draft.labels)))
    if draft.due_date:
        rows.append(("due", f"{draft.due_date:%A} {draft.due_date.isoformat()}"))
    if draft.assignees:
        rows.append(("assigned to", " ".join("@" + name for name in draft.assignees)))
    rows.append(("notifies", " ".join(draft.mentions) or "nobody by name"))
    if draft.confidential:
        rows.append(("confidential", "yes"))
    return tuple(rows)
