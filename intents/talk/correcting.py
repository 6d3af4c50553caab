"""Changing what was answered already: from a list of the answers, or in words at any moment."""

from __future__ import annotations

from dataclasses import replace

from intents.answering.answer import Answer, applicable
from intents.answering.kinds import say_answer
from intents.answering.paths import looks_like_path
from intents.catalogue.model import Intent, Kind, Question
from intents.drafting.request import Request
from intents.talk.asking import EDIT_KEPT, back_to_end, settle, with_answer
from intents.talk.carrying import turns
from intents.talk.desk import Desk
from intents.talk.effects import Effect, SaveRequest
from intents.talk.events import Stamp
from intents.talk.states import Asking, ChangingAnswer, State
from intents.talk.turn import Turn, heard, tell
from intents.talk.way_back import reask
from intents.talk.wording import all_said, option_meant, says_back, says_later, says_no

DRAFT = "=draft"


def correction_aside(
    state: Asking, intent: Intent, question: Question, text: str, desk: Desk, stamp: Stamp
) -> Turn | None:
    """ "The manager is @x, not @y" in the middle of another question changes that answer and stays where it is."""
    from intents.understanding.answers import find_correction

    if question.kind is Kind.TEXT or (question.kind is Kind.FILE and looks_like_path(text)):
        return None
    around = desk.around(state.request.answers, stamp)
    found = find_correction(intent, state.request.answers, text, around, asked=question.name)
    if found is None or found[0] == question.name:
        return None
    name, answer = found
    changed = intent.question(name)
    if changed is None or (answer.values == (text.strip(),) and not question.choices):
        # A bare value ("Forms::Wrong form") is the answer to what was asked, whatever words it is made of.
        return None
    record = _changed(changed, answer, text, stamp)
    request = with_answer(state.request, name, answer, stamp)
    still_asked = any(q.name == question.name for q in applicable(intent, request.answers))
    if not still_asked or turns(changed, answer):
        return settle(state.request, changed, answer, record, desk, stamp, left_open=state.left_open)
    edited = state.request.edit is not None and state.request.edit.used
    here = replace(state, request=request, typed="", problem="", suggestion="", insisted=None)
    notes = [tell(EDIT_KEPT)] if edited else []
    return Turn(here, (SaveRequest(request=request), *record, *notes))


def corrected_in_words(state: State, request: Request, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """ "Change the date to Friday" at the draft: that answer changes, and the draft is shown again."""
    from intents.understanding.answers import find_correction

    intent = desk.intent_of(request)
    if intent is None:
        return Turn(state)
    found = find_correction(intent, request.answers, text, desk.around(request.answers, stamp))
    question = intent.question(found[0]) if found else None
    if found is None or question is None:
        said = tell('I can\'t tell which answer that changes. Name it, such as "change the date to Friday".')
        return Turn(state, (heard(text), said))
    answer = found[1]
    return settle(request, question, answer, _changed(question, answer, text, stamp), desk, stamp)


def _changed(question: Question, answer: Answer, text: str, stamp: Stamp) -> tuple[Effect, ...]:
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
        return put_off(state.request, desk, stamp)
    return corrected_in_words(state, state.request, text, desk, stamp)
