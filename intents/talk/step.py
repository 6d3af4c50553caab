"""Every rule of the talk meets here: what happened goes in, the new state and the things to be done come out.

The rules themselves stand beside this file by the moment they belong to: `recognising` (which intent), `asking` (the
open questions), `correcting` (those answered already), `reviewing` (the draft), `submitting` (what comes of filing),
`ending` (what comes after it). Illegal events raise `UnexpectedEventError`
and change nothing; wrong input is an ordinary turn.
"""

from __future__ import annotations

from dataclasses import replace

from intents.catalogue.model import Kind
from intents.drafting.request import Request, Stage
from intents.talk import asking, attaching, correcting, ending, recognising, reviewing, submitting
from intents.talk.desk import Desk
from intents.talk.effects import (
    Leave,
    LoadRequest,
    Place,
    RestoreRequest,
    SaveRequest,
    ShowPlace,
    Tone,
)
from intents.talk.events import (
    Chosen,
    Copied,
    DraftEdited,
    EditPaused,
    Event,
    Exported,
    FileGoingUp,
    FilingEnded,
    LookedUp,
    PageOpened,
    Paused,
    Picked,
    PutOff,
    Resumed,
    Said,
    SaveFailed,
    Stamp,
    Started,
    TemplateRead,
    Waited,
    WentBack,
    WordsRead,
)
from intents.talk.showing_opening import SEND
from intents.talk.states import (
    Answered,
    Asking,
    Attaching,
    Browsing,
    ChangingAnswer,
    Choosing,
    Confirming,
    Discarding,
    Done,
    Doubting,
    Editing,
    Elsewhere,
    Failed,
    NotKept,
    Opening,
    Preparing,
    Recognising,
    Rephrasing,
    Reviewing,
    Splitting,
    State,
    Submitting,
    Unclear,
    Waiting,
)
from intents.talk.turn import Turn, UnexpectedEventError, tell
from intents.talk.wording import place_named, plain, says_discard, says_leave

DISCARD = "=discard"
"""Offered by front ends wherever a request is open."""
RESTORE = "restore"
RESUME = "resume"
"""Followed by a colon and the id of a kept request."""


def step(state: State, event: Event, desk: Desk, stamp: Stamp) -> Turn:
    """The next state and what is to be done."""
    match event:
        case Said(text=text):
            return _said(state, text, desk, stamp)
        case Chosen(option=option):
            return _chosen(state, option, desk, stamp)
        case Picked(options=options):
            if isinstance(state, Asking):
                return asking.picked_while_asking(state, options, desk, stamp)
            return _chosen(state, options[0], desk, stamp) if options else Turn(state)
        case WentBack():
            return _went_back(state, desk, stamp)
        case PutOff():
            request = request_of(state)
            if request is None or isinstance(state, Done | Answered | Submitting):
                return Turn(state)
            return reviewing.put_off(request, stamp)
        case Paused(text=text):
            return _paused(state, text, stamp)
        case DraftEdited(title=title, description=description):
            if isinstance(state, Editing):
                return reviewing.edited(state, title, description, desk, stamp)
            raise UnexpectedEventError(f"{type(state).__name__} is not edited")
        case EditPaused(title=title, description=description):
            if isinstance(state, Editing):
                return reviewing.edit_paused(state, title, description, stamp)
            return Turn(state)
        case Resumed(request=request, send=send):
            return send_ready(request, desk, stamp) if send else resume(request, desk, stamp)
        case Started():
            return submitting.started(state, event, desk)
        case SaveFailed(sentence=sentence, request=lost, told=told):
            if isinstance(state, Submitting):
                return Turn(NotKept(request=state.request, draft=state.draft, sentence=sentence))
            if isinstance(state, Waiting):
                # The wait that stood behind the save was not begun.
                return Turn(submitting.stopped(state), (tell(sentence, Tone.PROBLEM),))
            if (
                isinstance(state, Opening)
                and lost is not None
                and lost.stage in (Stage.OPEN, Stage.READY)
                and not lost.typing
            ):
                # Put off, and yet not kept: only the talk still has it.
                return resume(lost, desk, stamp).after(tell(sentence, Tone.PROBLEM))
            turn = recognising.read_words(state) if isinstance(state, Recognising) else Turn(state)
            # The person keeps working: what cannot be kept can be understood all the same.
            return turn if told else turn.after(tell(sentence, Tone.PROBLEM))
        case WordsRead():
            return (
                recognising.words_read(state, event, desk) if isinstance(state, Recognising) else Turn(state)
            )
        case TemplateRead():
            return _template_read(state, event, desk, stamp)
        case FileGoingUp():
            return submitting.file_going_up(state, event)
        case FilingEnded():
            return submitting.filing_ended(state, event, desk, stamp)
        case LookedUp():
            return submitting.looked_up(state, event, desk, stamp)
        case Waited():
            return submitting.waited(state, event, desk, stamp)
        case Exported(path=path, problem=problem):
            draft = state.draft if isinstance(state, Reviewing | Failed) else None
            said = problem or f"Written to {path}"
            if draft is not None and draft.attachments and not problem:
                said += (
                    ". It names its files: `intake send` sends them up; anywhere else they are added by hand."
                )
            return _told(state, said, Tone.PROBLEM if problem else Tone.DONE)
        case Copied(sentence=sentence) | PageOpened(sentence=sentence):
            return _told(state, sentence, Tone.PLAIN)


def request_of(state: State) -> Request | None:
    """The request that is talked about, if there is one."""
    return state.request


def send_ready(request: Request, desk: Desk, stamp: Stamp) -> Turn:
    """Send what was ready: the person said so when the network was gone. What has changed since is shown first."""
    draft = reviewing.current_draft(request, desk, stamp)
    if request.stage is not Stage.READY or request.sending is not None or draft is None:
        return resume(request, desk, stamp)
    return reviewing.submit(request, draft, desk, stamp).after(tell(f"Ready to send: {draft.title}"))


def resume(request: Request, desk: Desk, stamp: Stamp) -> Turn:
    """Go on with a kept request where it stood."""
    intent = desk.intent_of(request)
    if request.stage is Stage.READY and request.sending is not None:
        # It was about to be sent once more: what is known of the time before still has to be looked for.
        request = replace(request, stage=Stage.SENDING)
    if request.stage is Stage.SENDING and intent is not None:
        draft = reviewing.current_draft(request, desk, stamp)
        if draft is not None:
            return reviewing.look_again(request, draft)
    if request.stage in (Stage.FILED, Stage.ANSWERED):
        # Another copy of the program was quicker, most likely.
        there = f" Filed {request.receipt.reference}\n{request.receipt.url}" if request.receipt else ""
        return Turn(Opening(), (tell(f"That one is done already.{there}"),))
    if not request.messages and request.intent is None:
        return Turn(Opening(request=request))
    begun = request.messages[0] if request.messages else intent.title if intent else request.typing
    greeting = tell(f"Where you left off: {begun}")
    if request.intent is not None and intent is None:
        lost = tell(
            f"The catalogue has no {request.intent} any more. What you wrote is kept; choose anew where it belongs.",
            Tone.PROBLEM,
        )
        turn = recognising.recognise(replace(request, intent=None), misses=0)
        return turn.after(greeting, lost)
    if intent is None:
        return recognising.recognise(request, misses=0).after(greeting)
    reopened = replace(request, stage=Stage.OPEN) if request.stage is Stage.READY else request
    turn = asking.advance(reopened, desk, stamp)
    if isinstance(turn.state, Asking) and request.typing:
        turn = Turn(replace(turn.state, typed=request.typing), turn.effects)
    return turn.after(greeting)


def _said(state: State, text: str, desk: Desk, stamp: Stamp) -> Turn:
    turn = _answered(state, text, desk, stamp)
    before, after = request_of(state), request_of(turn.state)
    if before is not None and says_leave(text) and (after is None or after.id != before.id):
        # It was put off. Whoever says "quit" means the program too, and it is all kept.
        return Turn(turn.state, (*turn.effects, Leave()))
    return turn


def _answered(state: State, text: str, desk: Desk, stamp: Stamp) -> Turn:
    state = _with_empty_box(state)
    if (beyond := _beyond(state, text, desk, stamp)) is not None:
        return beyond
    if (place := place_named(text)) and _leads_away(state, place, text, desk, stamp):
        return Turn(state, (ShowPlace(place=place),))
    if says_discard(text) and not isinstance(
        state, Opening | Done | Answered | Discarding | Submitting | Editing
    ):
        if isinstance(state, Unclear):
            return Turn(
                state, (tell("It may be filed already: it is not thrown away before that is known."),)
            )
        return _discard(state)
    match state:
        case Opening():
            return recognising.begin(text, state, stamp)
        case Splitting():
            return recognising.said_while_splitting(state, text, desk, stamp)
        case Confirming() | Choosing() | Rephrasing() | Elsewhere() | Browsing():
            return recognising.said_while_recognising(state, text, desk, stamp)
        case Asking():
            return asking.said_while_asking(state, text, desk, stamp)
        case Doubting():
            return asking.said_while_doubting(state, text, desk, stamp)
        case Reviewing():
            return reviewing.said_while_reviewing(state, text, desk, stamp)
        case Attaching():
            return attaching.said_while_attaching(state, text, desk, stamp)
        case ChangingAnswer():
            return correcting.said_while_changing(state, text, desk, stamp)
        case Discarding():
            return reviewing.said_while_discarding(state, text, desk, stamp)
        case Done() | Answered():
            return ending.said_at_end(state, text, desk, stamp)
        case Waiting() | Failed() | Unclear() | NotKept():
            return submitting.said_after_filing(state, text, desk, stamp)
        case Recognising() | Preparing() | Submitting() | Editing():
            # Busy for a moment: the words stay in the box.
            return _paused(state, text, stamp)


def _beyond(state: State, text: str, desk: Desk, stamp: Stamp) -> Turn | None:
    """A number that no option has, where options have numbers: a slip, and no words of a request."""
    from intents.talk.showing import prompt_for

    said = text.strip()
    if not said.isdecimal() or len(said) > 3 or isinstance(state, Opening | Asking | Rephrasing):
        return None
    count = len(prompt_for(state, desk, stamp.today).options)
    if not count or 1 <= int(said) <= count:
        return None
    return Turn(state, (tell(f"There is no number {said} here. The last one is {count}.", Tone.PROBLEM),))


def _leads_away(state: State, place: Place, text: str, desk: Desk, stamp: Stamp) -> bool:
    """Whether the name of a place is no answer here, nor an option."""
    from intents.talk.showing import prompt_for

    if isinstance(state, Recognising | Preparing | Submitting | Editing | Attaching):
        return False
    if isinstance(state, Asking):
        intent = desk.intent_of(state.request)
        question = intent.question(state.question) if intent else None
        takes_any = question is None or question.kind in (Kind.TEXT, Kind.LINE, Kind.LIST)
        if place is not Place.HELP or takes_any:
            return False
    return all(plain(option.label) != plain(text) for option in prompt_for(state, desk, stamp.today).options)


def _with_empty_box(state: State) -> State:
    """What was sent is no half sentence any more."""
    if (
        isinstance(state, Opening | Recognising | Preparing | Submitting | Editing)
        or not state.request.typing
    ):
        return state
    return replace(state, request=replace(state.request, typing=""))


def _chosen(state: State, option: str, desk: Desk, stamp: Stamp) -> Turn:
    if option == DISCARD:
        return _discard(state)
    match state:
        case Opening(discarded=gone) if option == RESTORE and gone:
            return Turn(Opening(), (RestoreRequest(id=gone),))
        case Opening() if option.startswith((RESUME + ":", SEND + ":")):
            order, _, name = option.partition(":")
            return Turn(state, (LoadRequest(id=name, send=order == SEND),))
        case Opening():
            if option == recognising.ALL:
                fresh = Request(id=stamp.id, reference=stamp.reference, started=stamp.now, changed=stamp.now)
                request = state.request or fresh
                if request.typing.strip():
                    # What stands in the box is what it is about.
                    request = replace(request, messages=(request.typing,), typing="")
                return Turn(Browsing(request=request, before=state))
            return Turn(state)
        case Splitting():
            return recognising.chosen_while_splitting(state, option)
        case Confirming() | Choosing() | Rephrasing() | Elsewhere() | Browsing():
            return recognising.chosen_while_recognising(state, option, desk, stamp)
        case Asking():
            return asking.chosen_while_asking(state, option, desk, stamp)
        case Doubting():
            return asking.chosen_while_doubting(state, option, desk, stamp)
        case Reviewing():
            return reviewing.chosen_while_reviewing(state, option, desk, stamp)
        case Attaching():
            return attaching.chosen_while_attaching(state, option, desk, stamp)
        case ChangingAnswer():
            return correcting.chosen_while_changing(state, option, desk, stamp)
        case Discarding():
            return reviewing.chosen_while_discarding(state, option, desk, stamp)
        case Waiting():
            return submitting.chosen_while_waiting(state, option, desk, stamp)
        case Failed():
            return submitting.chosen_while_failed(state, option, desk, stamp)
        case Unclear():
            return submitting.chosen_while_unclear(state, option, desk, stamp)
        case NotKept():
            return submitting.chosen_while_not_kept(state, option, desk, stamp)
        case Done() | Answered():
            return ending.chosen_at_end(state, option, desk, stamp)
        case Recognising() | Preparing() | Submitting() | Editing():
            return Turn(state)


def _went_back(state: State, desk: Desk, stamp: Stamp) -> Turn:
    match state:
        case Opening():
            return Turn(state)
        case Submitting():
            return submitting.went_back_while_submitting(state, stamp)
        case Splitting():
            return recognising.back_to_words(state.request)
        case Recognising() | Confirming() | Choosing() | Rephrasing() | Elsewhere() | Browsing():
            return recognising.went_back_while_recognising(state)
        case Asking():
            return asking.went_back_while_asking(state, desk, stamp)
        case Doubting():
            return asking.went_back_while_doubting(state)
        case Preparing() | Reviewing():
            return reviewing.went_back_while_reviewing(state.request, desk)
        case Editing():
            return reviewing.edit_given_up(state, desk, stamp)
        case ChangingAnswer() | Attaching():
            return asking.back_to_end(state.request, desk, stamp)
        case Discarding():
            return reviewing.back_from_discarding(state, desk, stamp)
        case Done() | Answered():
            return ending.went_back_at_end(state, desk, stamp)
        case Waiting() | Failed() | Unclear() | NotKept():
            return submitting.back_after_filing(state, desk, stamp)


def _discard(state: State) -> Turn:
    match state:
        case Done() | Answered() | Submitting() | Unclear() | Discarding():
            return Turn(state)
        case _ if state.request is not None and _holds_words(state.request):
            return reviewing.discard(state, state.request)
        case _:
            return Turn(state)


def _holds_words(request: Request) -> bool:
    return bool(request.text or request.typing or request.answers)


def _paused(state: State, text: str, stamp: Stamp) -> Turn:
    """Half a sentence is kept too, so that it survives a kill."""
    if isinstance(state, Opening | Done | Answered):
        # After the end of a request the words begin another one.
        begun = state.request if isinstance(state, Opening) else state.begun
        if begun is None and not text.strip():
            return Turn(state)
        request = begun or Request(id=stamp.id, reference=stamp.reference, started=stamp.now)
        request = replace(request, typing=text, changed=stamp.now)
        save = SaveRequest(request=request)
        if isinstance(state, Opening):
            return Turn(replace(state, request=request), (save,))
        return Turn(replace(state, begun=request), (save,))
    if isinstance(state, Discarding) or state.request.typing == text:
        return Turn(state)
    request = replace(state.request, typing=text, changed=stamp.now)
    return Turn(replace(state, request=request), (SaveRequest(request=request),))


def _template_read(state: State, event: TemplateRead, desk: Desk, stamp: Stamp) -> Turn:
    """Waited for, or read ahead while the questions are asked; one that was read for another draft is left alone."""
    request = state.request
    if request is None or not recognising.read_for(request, desk, (event.project, event.name)):
        return Turn(state)
    if isinstance(state, Preparing):
        return reviewing.template_read(state, event, desk, stamp)
    if isinstance(state, Reviewing):
        return reviewing.audience_known(state, event.public, desk)
    if isinstance(
        state, Recognising | Asking | Doubting | Browsing | Confirming | ChangingAnswer | Attaching
    ):
        template = (
            request.template if recognising.template_wanted(request, desk) is None else event.text or ""
        )
        return Turn(replace(state, request=replace(request, template=template, public=event.public)))
    return Turn(state)


def _told(state: State, sentence: str, tone: Tone) -> Turn:
    """Said once: at the draft, which stays in view, it stands in the prompt."""
    if isinstance(state, Reviewing):
        return Turn(replace(state, told=sentence))
    return Turn(state, (tell(sentence, tone),))
