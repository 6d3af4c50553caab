"""What a request carries from one intent to another, and from the messages into the answers."""

from __future__ import annotations

from dataclasses import replace

from intents.answering.answer import Answer, Origin
from intents.answering.kinds import read_answer
from intents.answering.reading import Accepted, Rejected, Surroundings
from intents.catalogue.model import Intent, Kind, Question
from intents.drafting.request import Request
from intents.talk.desk import Desk
from intents.talk.events import Stamp

_ASIDE = ".aside"
"""Behind a question's name: an answer of that name that does not fit the present intent, kept for another one."""


def switch_to(request: Request, intent: Intent, desk: Desk) -> Request:
    """The request under another intent. What belonged to the former one's tracker and draft is not taken along."""
    former = desk.intent_of(request)
    if former is None or former.tracker != intent.tracker:
        request = replace(request, template=None, project="", public=None)
    edit = replace(request.edit, used=False) if request.edit else None
    return replace(request, intent=intent.id, edit=edit)


def carried_over(request: Request, intent: Intent, desk: Desk, stamp: Stamp) -> dict[str, Answer]:
    """The answers under this intent: what the person answered before, then what the messages answer.

    An answer that does not fit here is kept under another name, so that it is there again when it does. What was read
    out of the messages for another intent is not carried: it is read anew for this one.
    """
    around = desk.around(request.answers, stamp)
    fitting: dict[str, Answer] = {}
    aside: dict[str, Answer] = {}
    for name, answer in request.answers.items():
        if answer.origin is not Origin.TYPED:
            continue
        own = name.partition(".")[0]
        question = intent.question(own)
        if question is None:
            # Without a question of that name it says nothing here.
            aside[_free(name, aside)] = answer
        elif own not in fitting and _still_fits(question, answer, around):
            fitting[own] = answer
        else:
            aside[_free(own + _ASIDE, aside)] = answer
    return {**taken_over(intent, request, desk, stamp), **fitting, **aside}


def _free(name: str, taken: dict[str, Answer]) -> str:
    while name in taken:
        name += _ASIDE
    return name


def taken_over(intent: Intent, request: Request, desk: Desk, stamp: Stamp) -> dict[str, Answer]:
    """What the messages answer already.

    Never an answer that would end the flow or move it elsewhere: such a turn is only taken on the person's own answer.
    """
    from intents.understanding.answers import find_answers

    found = find_answers(intent, request.text, desk.around({}, stamp))
    questions = {question.name: question for question in intent.questions}
    return {name: answer for name, answer in found.items() if not turns(questions[name], answer)}


def foreseen(intent: Intent, request: Request, desk: Desk, stamp: Stamp) -> dict[str, Answer]:
    """What would be taken over, with what the person has corrected of it since."""
    found = taken_over(intent, request, desk, stamp)
    around = desk.around({}, stamp)
    for question in intent.questions:
        answer = request.answers.get(question.name)
        if answer is not None and answer.origin is Origin.TYPED and _still_fits(question, answer, around):
            found[question.name] = answer
    return found


def _still_fits(question: Question, answer: Answer, around: Surroundings) -> bool:
    """Whether an answer given for another intent answers this one's question of the same name."""
    if turns(question, answer):
        return False
    if question.choices:
        single = question.kind is not Kind.CHOICES
        return all(question.choice(value) for value in answer.values) and not (single and answer.values[1:])
    read = read_answer(question, "\n".join(answer.values), around)
    match read:
        case Accepted(answer=same):
            return same.values == answer.values
        case Rejected(insisted=insisted):
            return insisted is not None and insisted.values == answer.values
        case _:
            return False


def turns(question: Question, answer: Answer) -> bool:
    """Whether an answer ends the flow or moves it to another intent."""
    chosen = [question.choice(value) for value in answer.values]
    return any(choice and (choice.ends or choice.moves_to) for choice in chosen)
