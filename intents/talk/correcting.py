"""Changing what was answered already: from a list of the answers, or in words at any moment."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from intents.answering.answer import Answer, applicable
from intents.answering.kinds import read_answer, say_answer
from intents.answering.paths import looks_like_path
from intents.answering.reading import Rejected
from intents.catalogue.model import Intent, Kind, Question
from intents.drafting.request import Request
from intents.talk.asking import EDIT_KEPT, accept, back_to_end, settle, with_answer
from intents.talk.carrying import foreseen, turns
from intents.talk.desk import Desk
from intents.talk.effects import Effect, SaveRequest
from intents.talk.events import Stamp
from intents.talk.recognising import rank_again
from intents.talk.states import Asking, ChangingAnswer, Confirming, State
from intents.talk.turn import Turn, heard, tell
from intents.talk.way_back import reask, words_of
from intents.talk.wording import (
    about_something_else,
    after_no,
    all_said,
    option_meant,
    says_back,
    says_later,
    says_no,
    says_yes,
)

DRAFT = "=draft"


def correction_aside(
    state: Asking, intent: Intent, question: Question, text: str, desk: Desk, stamp: Stamp
) -> Turn | None:
    """ "The manager is @x, not @y" in the middle of another question changes that answer and stays where it is.

    Where any text is an answer it is one, but for a correction beyond doubt.
    """
    from intents.understanding.answers import find_correction

    if question.kind is Kind.FILE and looks_like_path(text):
        return None
    around = desk.around(state.request.answers, stamp)
    rejected = isinstance(read_answer(question, text, around), Rejected)
    if question.kind is Kind.TEXT and not rejected and not denies_an_answer(text, state.request):
        return None
    found = find_correction(intent, state.request.answers, text, around, asked=question.name)
    if found is None:
        return None
    name, answer = found
    changed = intent.question(name)
    if name == question.name:
        # "Change the date to Friday", where the date is just what is asked.
        takes_any = question.kind in (Kind.TEXT, Kind.LINE, Kind.LIST)
        return accept(state, question, answer, desk, stamp) if rejected and not takes_any else None
    if changed is None or (answer.values == (text.strip(),) and not question.choices):
        # A bare value ("Forms::Wrong form") is the answer to what was asked, whatever words it is made of.
        return None
    record = said_changed(changed, answer, text, stamp)
    request = with_answer(state.request, name, answer, stamp)
    still_asked = any(q.name == question.name for q in applicable(intent, request.answers))
    if not still_asked or turns(changed, answer):
        return settle(state.request, changed, answer, record, desk, stamp, left_open=state.left_open)
    edited = state.request.edit is not None and state.request.edit.used
    # What stood here as its answer stands here still: only another one was corrected.
    typed = words_of(request, question.name, desk)
    here = replace(state, request=request, typed=typed, problem="", suggestion="", insisted=None)
    notes = [tell(EDIT_KEPT)] if edited else []
    return Turn(here, (SaveRequest(request=request), *record, *notes))


def corrected_guess(state: Confirming, text: str, desk: Desk, stamp: Stamp) -> Turn | None:
    """What was read out of the messages is wrong in one point: that changes, and the guess stands as it did."""
    from intents.understanding.answers import find_correction

    intent = desk.catalogue.intent(state.best)
    if intent is None or after_no(text):
        # "No, ..." is of the guess.
        return None
    read = foreseen(intent, state.request, desk, stamp)
    found = find_correction(intent, read, text, desk.around(read, stamp))
    question = intent.question(found[0]) if found else None
    if found is None or question is None or question.name not in read or turns(question, found[1]):
        return None
    answers = MappingProxyType({**state.request.answers, question.name: found[1]})
    request = replace(state.request, answers=answers, typing="", changed=stamp.now)
    record = said_changed(question, found[1], text, stamp)
    return Turn(replace(state, request=request), (SaveRequest(request=request), *record))


def corrected_at_end(request: Request, text: str, desk: Desk, stamp: Stamp) -> tuple[Question, Answer] | None:
    """A correction of what is over. Words for another request are more likely there: it has to be short, and about a
    day, a person, a ticket or a link that was given."""
    from intents.understanding.answers import find_correction

    intent = desk.intent_of(request)
    if intent is None or len(text) > LONGEST_AT_END:
        return None
    found = find_correction(intent, request.answers, text, desk.around(request.answers, stamp))
    question = intent.question(found[0]) if found else None
    sure = question is not None and (question.kind in _SURE or denies_an_answer(text, request))
    return (question, found[1]) if found and question and sure and found[0] in request.answers else None


LONGEST_AT_END = 60
_SURE = (Kind.DATE, Kind.HANDLE, Kind.TICKET, Kind.URL)

_DENIED = re.compile(r"\bnot\s+(\S[^,;]*?)\s*[.!]?\s*$", re.IGNORECASE)


def denies_an_answer(text: str, request: Request) -> bool:
    """Whether it says of an answer that there is that it is not right ("..., not @y"): a correction beyond doubt."""
    match = _DENIED.search(text)
    denied = match[1].strip("\"“”'@").casefold() if match else ""
    given = (value for answer in request.answers.values() for value in (*answer.values, answer.words))
    return bool(denied) and any(value.strip("@").casefold() == denied for value in given)


def bare_yes_or_no(state: Asking, question: Question, text: str) -> Turn | None:
    """ "Yes" or "no" where neither is an answer, though a handle or a list would take any word. None where one is."""
    no = says_no(text)
    if question.kind is Kind.YES_NO or question.choices or not (no or says_yes(text)):
        return None
    if no and (state.suggestion or state.insisted is not None):
        # What was offered is not meant: the question stands as at first.
        return Turn(replace(state, suggestion="", insisted=None, problem="", typed=""))
    if no and not question.required:
        return None
    such = f" Such as: {question.example}" if question.example else ""
    problem = f"“{text.strip()}” does not answer this.{such}"
    return Turn(replace(state, problem=problem, typed=text, misses=state.misses + 1))


def corrected_in_words(state: State, request: Request, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """ "Change the date to Friday" at the draft: that answer changes, and the draft is shown again."""
    from intents.understanding.answers import find_correction

    intent = desk.intent_of(request)
    if intent is None:
        return Turn(state)
    found = find_correction(intent, request.answers, text, desk.around(request.answers, stamp))
    question = intent.question(found[0]) if found else None
    if found is None or question is None:
        if other := about_something_else(text):
            return rank_again(other, request, 0, refused=intent.id, whole=text)
        said = tell('I can\'t tell which answer that changes. Name it, such as "change the date to Friday".')
        return Turn(state, (heard(text), said))
    answer = found[1]
    return settle(request, question, answer, said_changed(question, answer, text, stamp), desk, stamp)


def said_changed(question: Question, answer: Answer, text: str, stamp: Stamp) -> tuple[Effect, ...]:
    """The words, and what they changed."""
    return (heard(text), tell(f"Changed. {question.ask} {say_answer(question, answer, stamp.today)}"))


def chosen_while_changing(state: ChangingAnswer, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """Which answer is to be changed or added."""
    intent = desk.intent_of(state.request)
    if option == DRAFT:
        return back_to_end(state.request, desk, stamp)
    if intent is None or intent.question(option) is None:
        return Turn(state)
    return reask(state.request, option, desk, from_review=True)


def said_while_changing(state: ChangingAnswer, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """A number or name of the list, or the change itself in words."""
    from intents.talk.reviewing import put_off
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    if says_back(text) or says_no(text) or all_said(text):
        return back_to_end(state.request, desk, stamp)
    if option := option_meant(text, prompt_for(state, desk, stamp.today).options):
        return chosen_while_changing(state, option, desk, stamp)
    if says_later(text):
        return put_off(state.request, stamp)
    return corrected_in_words(state, state.request, text, desk, stamp)
