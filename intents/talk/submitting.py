"""What comes of a filing: filed, refused, not reached, or unclear until it was looked for."""

from __future__ import annotations

from dataclasses import replace

from intents.catalogue.model import Actor, Catalogue, Intent
from intents.drafting.request import Request, Stage
from intents.filing.tracker import Filed, NotReached, Receipt, Refused, Result, Unknown
from intents.talk.correcting import corrected_in_words
from intents.talk.desk import Desk
from intents.talk.effects import Effect, ExportDraft, LookUp, SaveRequest, StopUploads, Tone
from intents.talk.events import FileGoingUp, FilingEnded, LookedUp, Stamp
from intents.talk.recognising import part_waiting
from intents.talk.reviewing import open_prefilled, put_off, review, submit
from intents.talk.states import Done, Failed, NotKept, State, Submitting, Unclear
from intents.talk.turn import Turn, heard, tell
from intents.talk.wording import option_meant, says_back, says_later, says_no, says_yes

LOOKS = (5.0, 15.0, 30.0, 60.0)
"""Seconds to wait before each look for an unclear filing. A request that timed out may still be running on the server
for about a minute; only after the last look may it be sent again."""


def file_going_up(state: State, event: FileGoingUp) -> Turn:
    """Which file is being sent now."""
    if isinstance(state, Submitting) and state.request.id == event.request_id:
        return Turn(replace(state, going_up=event.step))
    return Turn(state)


def went_back_while_submitting(state: Submitting) -> Turn:
    """While its files go up it can be stopped; an issue that is on its way can't."""
    if state.going_up is None or state.stopping:
        return Turn(state)
    return Turn(replace(state, stopping=True), (StopUploads(),))


def filing_ended(state: State, event: FilingEnded, desk: Desk, stamp: Stamp) -> Turn:
    """A filing was tried."""
    if not isinstance(state, Submitting) or state.request.id != event.request_id:
        return Turn(state, _aside(event.result))
    known = event.request or state.request
    match event.result:
        case Filed(receipt=receipt):
            return filed(known, receipt, desk, stamp)
        case Refused() | NotReached() as failure:
            open_again = replace(known, stage=Stage.READY, sending=None, changed=stamp.now)
            failed = Failed(request=open_again, draft=state.draft, failure=failure)
            return Turn(failed, (SaveRequest(request=open_again),))
        case Unknown() as failure:
            unclear = replace(known, stage=Stage.SENDING, changed=stamp.now)
            return Turn(
                Unclear(request=unclear, draft=state.draft, failure=failure),
                (SaveRequest(request=unclear), LookUp(request=unclear, after=LOOKS[0])),
            )


def _aside(result: Result) -> tuple[Effect, ...]:
    """Said of another request than the one that is talked about."""
    match result:
        case Filed(receipt=receipt):
            return (tell(f"An earlier request is filed: {receipt.reference} {receipt.url}", Tone.DONE),)
        case Refused() | NotReached() | Unknown():
            return (tell(f"An earlier request: {result.sentence} It is kept in the drafts.", Tone.PROBLEM),)


def filed(request: Request, receipt: Receipt, desk: Desk, stamp: Stamp) -> Turn:
    """It stands in the tracker: say where, who acts next, and what not to do."""
    alone, following = part_waiting(request, stamp)
    done = replace(alone, stage=Stage.FILED, receipt=receipt, typing="", changed=stamp.now)
    intent = desk.intent_of(done)
    # Told first: it is filed, whether that can be written down here or not.
    effects: list[Effect] = [tell(f"Filed {receipt.reference}\n{receipt.url}", Tone.DONE)]
    effects.extend(tell(loss, Tone.PROBLEM) for loss in receipt.losses)
    if intent is not None:
        effects.append(tell(what_comes_next(intent, desk.catalogue)))
    effects.extend(SaveRequest(request=kept) for kept in (following, done) if kept is not None)
    return Turn(Done(request=done, receipt=receipt, following=following), tuple(effects))


def what_comes_next(intent: Intent, catalogue: Catalogue) -> str:
    """The steps after filing with who does each, then what the requester must not do."""
    names = {Actor.REQUESTER: "you", Actor.MANAGER: "manager", Actor.TEAM: catalogue.team}
    lines: list[str] = []
    reached = False
    rows: list[tuple[str, str, str]] = []
    for step in intent.steps:
        mark = "done" if step.done else "then" if reached else "now"
        reached = reached or not step.done
        rows.append((mark, names.get(step.who, step.name or "they"), step.does))
    width = max((len(who) for _, who, _ in rows), default=0)
    lines.extend(f"{mark:<4}  {who:<{width}}  {does}" for mark, who, does in rows)
    lines.extend(intent.never)
    return "\n".join(lines)


def looked_up(state: State, event: LookedUp, desk: Desk, stamp: Stamp) -> Turn:
    """An unclear filing was looked for."""
    mine = state.request is not None and state.request.id == event.request_id
    if event.receipt is not None:
        if mine and state.request is not None and not isinstance(state, Done):
            found = tell("Found it: it was filed after all.", Tone.DONE)
            return filed(state.request, event.receipt, desk, stamp).after(found)
        said = f"An earlier request was filed after all: {event.receipt.reference} {event.receipt.url}"
        return Turn(state, () if isinstance(state, Done) and mine else (tell(said, Tone.DONE),))
    if not isinstance(state, Unclear) or not mine:
        said = (
            event.problem or "An earlier filing is still unclear: it was not found. It is kept in the drafts."
        )
        return Turn(state, (tell(said, Tone.PROBLEM),))
    if event.problem:
        return Turn(replace(state, looking=False, asked=False, problem=event.problem))
    if state.asked:
        # It came before its time, and took the place of the scheduled one: that is waited for anew.
        anew = LookUp(request=state.request, after=LOOKS[min(state.looks, len(LOOKS) - 1)])
        return Turn(replace(state, asked=False), (anew,))
    looks = state.looks + 1
    if looks < len(LOOKS):
        again = replace(state, looks=looks, looking=True, problem="")
        return Turn(again, (LookUp(request=state.request, after=LOOKS[looks]),))
    return Turn(replace(state, looks=min(looks, len(LOOKS)), looking=False, problem=""))


LOOK = "look"
AGAIN = "again"
BROWSER = "browser"
LATER = "later"
EXPORT = "export"
REVIEW = "review"
MOVE = "move"
UNKEPT = "unkept"


def chosen_while_unclear(state: Unclear, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """Look again; or, when it was looked for long enough, send it again with the same reference."""
    match option:
        case "look":
            waits = state.looking and state.looks < len(LOOKS)
            looking = replace(state, looking=True, asked=waits, problem="")
            return Turn(looking, (LookUp(request=state.request),))
        case "again" if may_send_again(state):
            again = replace(state.request, stage=Stage.READY, changed=stamp.now)
            return submit(again, state.draft, desk, stamp)
        case "browser":
            return Turn(state, open_prefilled(state.draft, desk))
        case "later":
            return put_off(state.request, desk, stamp)
        case _:
            return Turn(state)


def may_send_again(state: Unclear) -> bool:
    """Only when it was certainly not there at every look."""
    return state.looks >= len(LOOKS) and not state.looking and not state.problem


def chosen_while_failed(state: Failed, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """Try again, somewhere else, or another way."""
    from intents.talk.attaching import chosen_file

    if (about_file := chosen_file(state, option, desk, stamp)) is not None:
        return about_file
    match option:
        case "again":
            return submit(state.request, state.draft, desk, stamp)
        case "move" if isinstance(state.failure, Refused) and state.failure.project is not None:
            moved = replace(
                state.request,
                project=state.failure.project.path,
                template=None,
                public=None,
                changed=stamp.now,
            )
            return review(moved, desk, stamp).after(SaveRequest(request=moved))
        case "review":
            return review(state.request, desk, stamp)
        case "browser":
            return Turn(state, open_prefilled(state.draft, desk))
        case "export":
            return Turn(state, (ExportDraft(draft=state.draft),))
        case "later":
            return put_off(state.request, desk, stamp)
        case _:
            return Turn(state)


def chosen_while_not_kept(state: NotKept, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """Send without a copy on disk, or not."""
    if option == UNKEPT:
        return submit(state.request, state.draft, desk, stamp, unkept=True)
    if option == REVIEW:
        return review(state.request, desk, stamp)
    return Turn(state)


def said_after_filing(state: Failed | Unclear | NotKept, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """An option in words."""
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    if says_back(text):
        return review(state.request, desk, stamp)
    if says_later(text):
        return put_off(state.request, desk, stamp)
    option = option_meant(text, prompt_for(state, desk, stamp.today).options)
    if isinstance(state, NotKept) and says_no(text):
        option = REVIEW
    if isinstance(state, NotKept) and says_yes(text):
        option = UNKEPT
    if option is None and not isinstance(state, Unclear):
        # Nothing was sent: an answer can still be changed.
        changed = corrected_in_words(state, state.request, text, desk, stamp)
        if changed.state is not state:
            return changed
    if option is None:
        said = tell("Choose one of the ways below by its number.", Tone.PROBLEM)
        return Turn(state, (heard(text), said))
    match state:
        case Failed():
            return chosen_while_failed(state, option, desk, stamp)
        case Unclear():
            return chosen_while_unclear(state, option, desk, stamp)
        case NotKept():
            return chosen_while_not_kept(state, option, desk, stamp)
