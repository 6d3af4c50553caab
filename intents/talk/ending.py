"""After the end of a request: look at it, paste it, go on from it, or begin another one."""

from __future__ import annotations

from dataclasses import replace

from intents.catalogue.model import Outcome
from intents.drafting.request import Request, Stage
from intents.talk.asking import settle
from intents.talk.correcting import corrected_at_end, said_changed
from intents.talk.desk import Desk
from intents.talk.effects import CopyText, Leave, OpenPage, SaveRequest
from intents.talk.events import Stamp
from intents.talk.recognising import begin, now_your_other, recognise
from intents.talk.states import Answered, Browsing, ChangingAnswer, Done, Opening
from intents.talk.turn import Turn, heard, tell
from intents.talk.wording import (
    all_said,
    option_meant,
    says_back,
    says_cancel,
    says_discard,
    says_later,
    says_leave,
    says_no,
    says_yes,
)

NEW = "new"
LEAVE = "leave"
OPEN = "open"
COPY = "copy"
COPY_TEXT = "copy_text"
ONWARD = "onward"
CHANGE = "change"
NEXT = "next"


def chosen_at_end(state: Done | Answered, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """An offered option was chosen."""
    match option:
        case "open" if url := _link(state, desk):
            return Turn(state, (OpenPage(url=url),))
        case "copy" if url := _link(state, desk):
            return Turn(state, (CopyText(text=url, what="the link"),))
        case "copy_text" if isinstance(state, Answered):
            return _copied(state, desk)
        case "onward" if isinstance(state, Answered):
            intent = desk.intent_of(state.request)
            only = intent.leads_to if intent and not state.explanation else ()
            return Turn(Browsing(request=_reopened(state.request, stamp), only=only, before=state))
        case "change" if isinstance(state, Answered) and not state.explanation:
            return Turn(ChangingAnswer(request=_reopened(state.request, stamp)))
        case "next" if state.following is not None:
            following = state.following
            return recognise(following, misses=0).after(now_your_other(following))
        case "new":
            return Turn(Opening(request=state.begun))
        case "leave":
            return Turn(state, (Leave(),))
        case _:
            return Turn(state)


def _link(state: Done | Answered, desk: Desk) -> str:
    if isinstance(state, Done):
        return state.receipt.url
    intent = desk.intent_of(state.request)
    return intent.link if intent is not None and intent.outcome is Outcome.LINK else ""


def _copied(state: Answered, desk: Desk) -> Turn:
    from intents.talk.answer_texts import paste_text

    intent = desk.intent_of(state.request)
    if intent is None or state.explanation:
        return Turn(state)
    text = paste_text(intent, state.request, desk.catalogue)
    return Turn(state, (CopyText(text=text, what="the text"),))


def _reopened(request: Request, stamp: Stamp) -> Request:
    return replace(request, stage=Stage.OPEN, changed=stamp.now)


def said_at_end(state: Done | Answered, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """An option in words; anything else begins the next request."""
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    if says_back(text):
        return went_back_at_end(state, desk, stamp)
    corrected = corrected_at_end(state.request, text, desk, stamp)
    if isinstance(state, Answered) and corrected and not state.explanation:
        question, answer = corrected
        reopened = _reopened(state.request, stamp)
        return settle(reopened, question, answer, said_changed(question, answer, text, stamp), desk, stamp)
    if isinstance(state, Done) and (says_cancel(text) or says_discard(text) or corrected):
        told = f"It is filed, and nothing of it is changed from here. Change or close it there: {state.receipt.url}"
        return Turn(state, (heard(text), tell(told)))
    options = prompt_for(state, desk, stamp.today).options
    option = option_meant(text, options)
    if says_cancel(text):
        option = NEW
    elif says_no(text) or says_later(text) or says_leave(text) or all_said(text):
        option = LEAVE
    elif says_yes(text):
        option = NEXT if state.following is not None else NEW
    if option:
        return chosen_at_end(state, option, desk, stamp)
    return begin(text, Opening(request=state.begun), stamp)


def went_back_at_end(state: Done | Answered, desk: Desk, stamp: Stamp) -> Turn:
    """From an answer back to the questions; what is filed is filed."""
    from intents.talk.reviewing import went_back_while_reviewing

    if isinstance(state, Done):
        return Turn(Opening(request=state.begun))
    reopened = _reopened(state.request, stamp)
    return went_back_while_reviewing(reopened, desk).after(SaveRequest(request=reopened))
