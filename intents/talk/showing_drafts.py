"""What the draft shows and offers, before it is sent and when sending it failed."""

from __future__ import annotations

from collections.abc import Iterator

from intents.answering.files import LARGEST
from intents.catalogue.sizes import said_size
from intents.drafting.draft import Draft
from intents.drafting.request import Stage
from intents.filing.tracker import FILE_CODE, GoingUp, NotReached, Refused
from intents.talk import attaching, reviewing, submitting
from intents.talk.desk import Desk, Link
from intents.talk.prompt import Entry, Option, Prompt
from intents.talk.states import Attaching, Failed, NotKept, Reviewing, Submitting, Unclear, Waiting

_LATER = Option(id=reviewing.LATER, label="Keep it for later")
_BROWSER = Option(id=reviewing.BROWSER, label="Open the filled-in page in the browser")
_READY = Option(id=reviewing.LATER, label="Keep it, ready to send")
_EXPORT = Option(id=reviewing.EXPORT, label="Export as Markdown")
ONLY_IN_A_BROWSER = ("captcha", "scope", "token")
"""Kinds of refusal that meet every further try from here, so that the browser's page is offered first."""


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
    if draft.attachments and draft.confidential:
        yield "note", "The issue is confidential, but a file opens for everybody who knows its long address."
    if draft.attachments and desk.connection.link is Link.PRACTICE:
        yield "note", "Practice: its files are copied into the practice folder."
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
    for one in draft.attachments:
        if one.now is not None:
            yield Option(id=f"{attaching.RETAKE}:{one.name}", label=f"Take {one.name} as it is now")
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
    if state.unmasked is not None:
        yield Option(id=reviewing.UNMASK, label="Undo the hiding")
    yield Option(id=reviewing.ATTACH, label="Attach a file")
    for one in draft.attachments:
        yield Option(id=f"{attaching.OFF}:{one.name}", label=f"Take off {one.name}")
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
        typed=state.request.typing,
        draft=state.draft,
    )


def attaching_prompt(state: Attaching) -> Prompt:
    """Which file."""
    return Prompt(
        ask="Which file?",
        why=f"Type its path, or drag it into this window. Up to {said_size(LARGEST)}; several at once are fine.",
        problem=state.problem,
        options=(Option(id=attaching.DRAFT, label="Back to the draft"),),
        entry=Entry.LINE,
        placeholder="~/screenshot.png",
        typed=state.typed,
        words_first=True,
        later=True,
    )


def submitting_prompt(state: Submitting) -> Prompt:
    """What is on its way. While it is a file, it can be stopped; the issue itself can be left."""
    step = state.going_up
    if step is None:
        busy = f"Filing in {state.draft.project} ..."
        return Prompt(ask="", entry=Entry.NONE, busy=busy, later=False)
    if state.stopping:
        busy = "Stopping, as soon as the server has answered. Nothing is filed."
        return Prompt(ask="", entry=Entry.NONE, busy=busy, back=False, later=False)
    # The last of it is on its way to the server long before the server has taken it.
    far = f"{100 * step.sent // step.size} %" if step.sent < step.size else "the server is taking it"
    busy = f"{said_step(step)}: {far}. Esc stops before anything is filed."
    return Prompt(ask="", entry=Entry.NONE, busy=busy, back=True, later=False)


def said_step(step: GoingUp) -> str:
    """`Uploading log.txt (12 kB), 1 of 2`."""
    place = f", {step.number} of {step.count}" if step.count > 1 else ""
    return f"Uploading {step.name} ({said_size(step.size)}){place}"


def failed_prompt(state: Failed, desk: Desk) -> Prompt:
    """Certainly not filed."""
    failure = state.failure
    options: list[Option] = []
    project = getattr(failure, "project", None)
    if project is not None:
        options.append(Option(id=submitting.MOVE, label=f"File it in {project.path}"))
    only_there = isinstance(failure, Refused) and failure.code in ONLY_IN_A_BROWSER and not failure.file
    if only_there:
        options.append(_BROWSER)
    options.append(Option(id=submitting.AGAIN, label="Try again"))
    options.append(Option(id=submitting.REVIEW, label="Back to the draft"))
    about_file = isinstance(failure, Refused) and failure.code == FILE_CODE
    if failure.file and (about_file or isinstance(failure, NotReached)):
        off = [Option(id=f"{attaching.OFF}:{failure.file}", label=f"Take off {failure.file}")]
        # With a file that is not taken, trying again as it is leads nowhere.
        options = [*off, *reversed(options)] if about_file else [*options, *off]
    if desk.connection.link is not Link.PRACTICE and not only_there:
        options.append(_BROWSER)
    offline = isinstance(failure, NotReached)
    options.extend((_EXPORT, _READY if offline else _LATER))
    return Prompt(
        ask="Kept, ready to send. It is offered as soon as GitLab is reached."
        if offline
        else "It was not filed. Your text is kept.",
        problem=failure.sentence,
        why=failure.next_step,
        options=tuple(options),
        typed=state.request.typing,
        later=True,
    )


def waiting_prompt(state: Waiting) -> Prompt:
    """Not filed yet, and going on by itself."""
    return Prompt(
        ask="It is filed by itself as soon as GitLab takes more. Your text is kept.",
        problem=state.failure.sentence,
        options=(
            Option(id=submitting.STOP, label="Stop waiting"),
            Option(id=submitting.AGAIN, label="Try now"),
            Option(id=submitting.LATER, label="Keep it, ready to send"),
        ),
        typed=state.request.typing,
        until=state.until,
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
        typed=state.request.typing,
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
    if draft.attachments:
        rows.append(("attached", " · ".join(one.said for one in draft.attachments)))
    rows.append(("notifies", " ".join(draft.mentions) or "nobody by name"))
    if draft.confidential:
        rows.append(("confidential", "yes"))
    return tuple(rows)
