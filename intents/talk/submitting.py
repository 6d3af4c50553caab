"""What comes of a filing: filed, refused, not reached, or unclear until it was looked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from intents.catalogue.model import Actor, Catalogue, Intent
from intents.drafting.request import Request, Stage
from intents.filing.tracker import Filed, NotReached, Receipt, Refused, Unknown
from intents.talk.correcting import corrected_in_words
from intents.talk.desk import Desk, Link
from intents.talk.effects import Effect, ExportDraft, LookUp, SaveRequest, StopUploads, Tone, Wait
from intents.talk.events import FileGoingUp, FilingEnded, LookedUp, Stamp, Started, Waited
from intents.talk.recognising import now_your_other, part_waiting
from intents.talk.reviewing import open_prefilled, put_off, reopen, review, submit
from intents.talk.states import (
    Answered,
    Done,
    Failed,
    NotKept,
    Opening,
    State,
    Submitting,
    Unclear,
    Waiting,
)
from intents.talk.turn import Turn, heard, tell
from intents.talk.wording import option_meant, says_back, says_later, says_no, says_yes, short

LOOKS = (5.0, 15.0, 30.0, 60.0)
"""Seconds to wait before each look for an unclear filing. A request that timed out may still be running on the server
for about a minute; only after the last look may it be sent again."""
USUAL_WAIT = 60.0
"""Seconds, where the server wants fewer requests and does not say how long to wait."""
SHORTEST_WAIT = 5.0
"""Seconds that are waited at least: a server may name a time that is over by now, and would get five requests at once."""
LONGEST_WAIT = 600.0
"""Seconds that are waited at most without a new word of the person."""
WAITS_AT_MOST = 5
"""Waits in a row, before the person is asked whether to go on."""


def file_going_up(state: State, event: FileGoingUp) -> Turn:
    """Which file is being sent now."""
    if isinstance(state, Submitting) and state.request.id == event.request_id:
        return Turn(replace(state, going_up=event.step))
    return Turn(state)


def went_back_while_submitting(state: Submitting, stamp: Stamp) -> Turn:
    """While its files go up it can be stopped; an issue that is on its way can't, but need not be waited for."""
    if state.stopping:
        return Turn(state)
    if state.going_up is None:
        return left(state, stamp)
    return Turn(replace(state, stopping=True), (StopUploads(),))


def filing_ended(state: State, event: FilingEnded, desk: Desk, stamp: Stamp) -> Turn:
    """A filing was tried."""
    if state.request is None or state.request.id != event.request_id:
        return _ended_aside(state, event, stamp)
    if isinstance(state, Done | Answered):
        # It was found before its answer came.
        return Turn(state)
    if not isinstance(state, Submitting):
        return _ended_after_leaving(state, event, desk, stamp)
    # What was typed meanwhile is not known to whoever filed it.
    known = replace(event.request or state.request, typing=state.request.typing)
    match event.result:
        case Filed(receipt=receipt):
            return filed(known, receipt, desk, stamp)
        case Refused() | NotReached() as failure:
            stage = Stage.READY if waits_for_the_way(failure) else Stage.OPEN
            ready = replace(known, stage=stage, sending=None, changed=stamp.now)
            save = SaveRequest(request=ready)
            seconds = wait_for(failure)
            if isinstance(failure, Refused) and seconds is not None and state.waited < WAITS_AT_MOST:
                # A refusal is certain: nothing was stored, so that sending it again cannot file it twice.
                until = stamp.now + timedelta(seconds=seconds)
                waiting = Waiting(
                    request=ready, draft=state.draft, failure=failure, until=until, waited=state.waited + 1
                )
                return Turn(waiting, (save, Wait(request_id=ready.id, seconds=seconds, until=until)))
            return Turn(Failed(request=ready, draft=state.draft, failure=failure), (save,))
        case Unknown() as failure:
            unclear = replace(known, stage=Stage.SENDING, changed=stamp.now)
            return Turn(
                Unclear(request=unclear, draft=state.draft, failure=failure),
                (SaveRequest(request=unclear), LookUp(request=unclear, after=LOOKS[0])),
            )


def waits_for_the_way(failure: Refused | NotReached) -> bool:
    """Nothing is wrong with the request itself: it is ready, and can be sent as it is once the way is free."""
    return isinstance(failure, NotReached) or failure.code in ("rate", "token", "scope", "stopped")


def wait_for(failure: Refused | NotReached) -> float | None:
    """Seconds after which the same filing may be sent again by itself; None where only the person can say so."""
    if not isinstance(failure, Refused) or failure.code != "rate":
        return None
    seconds = USUAL_WAIT if failure.retry_after is None else failure.retry_after
    return max(seconds, SHORTEST_WAIT) if seconds <= LONGEST_WAIT else None


def waited(state: State, event: Waited, desk: Desk, stamp: Stamp) -> Turn:
    """The server's time is over."""
    if not isinstance(state, Waiting) or (state.request.id, state.until) != (event.request_id, event.until):
        return Turn(state)
    return submit(state.request, state.draft, desk, stamp, waited=state.waited)


def chosen_while_waiting(state: Waiting, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """Not to wait any longer, one way or the other."""
    match option:
        case "stop":
            return Turn(stopped(state))
        case "again":
            return submit(state.request, state.draft, desk, stamp, waited=state.waited)
        case "later":
            return put_off(state.request, stamp)
        case _:
            return Turn(state)


def stopped(state: Waiting) -> Failed:
    """Not waited for any longer; the person chooses."""
    return Failed(request=state.request, draft=state.draft, failure=state.failure)


def left(state: Submitting, stamp: Stamp) -> Turn:
    """Not waited for: it goes on beside the talk. Its words are on disk, and so is that it is being sent."""
    said = tell(f"{_name(state.request)} goes on being filed. What comes of it is said here.")
    if not state.request.typing.strip():
        return Turn(Opening(), (said,))
    begun = _begun(state.request.typing, stamp)
    return Turn(Opening(request=begun), (SaveRequest(request=begun), said))


def _name(request: Request | None) -> str:
    return f"“{short(request.text, 50)}”" if request and request.text else "An earlier request"


def _ended_aside(state: State, event: FilingEnded, stamp: Stamp) -> Turn:
    """Of another request than the one that is talked about."""
    name, result = _name(event.request), event.result
    match result:
        case Filed(receipt=receipt):
            said = tell(f"{name} is filed: {receipt.reference} {receipt.url}", Tone.DONE)
            losses = (tell(loss, Tone.PROBLEM) for loss in receipt.losses)
            return Turn(state, (*_saves(event.request, receipt, stamp), said, *losses))
        case Refused() | NotReached():
            kept = "It is kept, ready to send." if waits_for_the_way(result) else "It is kept in the drafts."
            return Turn(state, (tell(f"{name} was not filed: {result.sentence} {kept}", Tone.PROBLEM),))
        case Unknown():
            said = tell(f"{name}: {result.sentence} It is looked for.", Tone.PROBLEM)
            if event.request is None:
                return Turn(state, (said,))
            return Turn(state, (said, LookUp(request=event.request, after=LOOKS[0], looks=1)))


def _saves(request: Request | None, receipt: Receipt, stamp: Stamp) -> tuple[Effect, ...]:
    """Its end is on disk already. What waited behind it must not end with it."""
    if request is None or not request.waiting:
        return ()
    _, following, _, saves = _parted(request, receipt, stamp)
    return (*saves, now_your_other(following, waits=True)) if following else saves


def _ended_after_leaving(state: State, event: FilingEnded, desk: Desk, stamp: Stamp) -> Turn:
    """The person left it and came back to it meanwhile."""
    match event.result:
        case Filed(receipt=receipt) if state.request is not None:
            return filed(state.request, receipt, desk, stamp)
        case Refused() | NotReached() as failure if isinstance(state, Unclear):
            stage = Stage.READY if waits_for_the_way(failure) else Stage.OPEN
            ready = replace(state.request, stage=stage, sending=None, changed=stamp.now)
            failed = Failed(request=ready, draft=state.draft, failure=failure)
            return Turn(failed, (SaveRequest(request=ready),))
        case Unknown() as failure if isinstance(state, Unclear):
            # Only now did it get no answer: the looks before were too early to tell anything.
            anew = replace(state, failure=failure, looks=0, looking=True, asked=False, problem="")
            return Turn(anew, (LookUp(request=state.request, after=LOOKS[0]),))
        case _:
            return _ended_aside(state, event, stamp)


def started(state: State, event: Started, desk: Desk) -> Turn:
    """What was being sent when the program last stopped is looked for, whatever the talk goes on with."""
    if desk.connection.link is Link.NONE:
        return Turn(state)
    unclear = (request for request in event.kept if request.stage is Stage.SENDING)
    return Turn(state, tuple(LookUp(request=request) for request in unclear))


def filed(request: Request, receipt: Receipt, desk: Desk, stamp: Stamp) -> Turn:
    """It stands in the tracker: say where, who acts next, and what not to do."""
    done, following, begun, saves = _parted(request, receipt, stamp)
    intent = desk.intent_of(done)
    # Told first: it is filed, whether that can be written down here or not.
    effects: list[Effect] = [tell(f"Filed {receipt.reference}\n{receipt.url}", Tone.DONE)]
    effects.extend(tell(loss, Tone.PROBLEM) for loss in receipt.losses)
    if intent is not None:
        effects.append(tell(what_comes_next(intent, desk.catalogue)))
    effects.extend(saves)
    return Turn(Done(request=done, receipt=receipt, following=following, begun=begun), tuple(effects))


def _parted(
    request: Request, receipt: Receipt, stamp: Stamp
) -> tuple[Request, Request | None, Request | None, tuple[Effect, ...]]:
    """What is filed, the other request of its message, what was typed meanwhile, and all of that to be kept."""
    alone, following = part_waiting(request, stamp)
    begun = None
    if following is not None:
        following = replace(following, typing=request.typing)
    elif request.typing.strip():
        begun = _begun(request.typing, stamp)
    done = replace(alone, stage=Stage.FILED, receipt=receipt, typing="", changed=stamp.now)
    others = (other for other in (following, begun) if other is not None)
    return done, following, begun, tuple(SaveRequest(request=one) for one in (*others, done))


def _begun(typing: str, stamp: Stamp) -> Request:
    return Request(
        id=stamp.id, reference=stamp.reference, typing=typing, started=stamp.now, changed=stamp.now
    )


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
        if isinstance(state, Done) and mine:
            return Turn(state)
        known = event.order.request if event.order else None
        said = f"{_name(known)} was filed after all: {event.receipt.reference} {event.receipt.url}"
        return Turn(state, (*_saves(known, event.receipt, stamp), tell(said, Tone.DONE)))
    if not isinstance(state, Unclear) or not mine:
        return Turn(state, _not_found_aside(event))
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


def _not_found_aside(event: LookedUp) -> tuple[Effect, ...]:
    """Said once; then it is looked for some more, and only a find is worth another word."""
    order = event.order
    name = _name(order.request if order else None)
    why = event.problem or "It was sent, the answer was lost, and it was not found yet."
    said = tell(f"{name} may or may not be filed. {why} It is kept in the drafts.", Tone.PROBLEM)
    if order is None:
        return (said,)
    more: tuple[Effect, ...] = ()
    if order.looks < len(LOOKS):
        more = (LookUp(request=order.request, after=LOOKS[order.looks], looks=order.looks + 1),)
    return more if order.looks else (said, *more)


LOOK = "look"
STOP = "stop"
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
            return put_off(state.request, stamp)
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
            return reopen(state.request, desk, stamp)
        case "browser":
            return Turn(state, open_prefilled(state.draft, desk))
        case "export":
            return Turn(state, (ExportDraft(draft=state.draft),))
        case "later":
            return put_off(state.request, stamp)
        case _:
            return Turn(state)


def back_after_filing(state: Waiting | Failed | Unclear | NotKept, desk: Desk, stamp: Stamp) -> Turn:
    """One step back: to the ways, where it was waited; else to the draft."""
    if isinstance(state, Waiting):
        return Turn(stopped(state))
    return reopen(state.request, desk, stamp)


def chosen_while_not_kept(state: NotKept, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """Send without a copy on disk, or not."""
    if option == UNKEPT:
        return submit(state.request, state.draft, desk, stamp, unkept=True)
    if option == REVIEW:
        return review(state.request, desk, stamp)
    return Turn(state)


def said_after_filing(
    state: Waiting | Failed | Unclear | NotKept, text: str, desk: Desk, stamp: Stamp
) -> Turn:
    """An option in words."""
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    if says_back(text):
        return back_after_filing(state, desk, stamp)
    if says_later(text):
        return put_off(state.request, stamp)
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
        kept = replace(state.request, typing=text)
        save: tuple[Effect, ...] = () if isinstance(state, NotKept) else (SaveRequest(request=kept),)
        return Turn(replace(state, request=kept), (heard(text), said, *save))
    match state:
        case Waiting():
            return chosen_while_waiting(state, option, desk, stamp)
        case Failed():
            return chosen_while_failed(state, option, desk, stamp)
        case Unclear():
            return chosen_while_unclear(state, option, desk, stamp)
        case NotKept():
            return chosen_while_not_kept(state, option, desk, stamp)
