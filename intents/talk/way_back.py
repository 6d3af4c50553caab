"""The way back through the questions: which were answered by hand, in which order, and what they hold.

`Request.asked` is the trail. A step with a dot in it (`fix.impact`) is an answer that moved the request to another
intent; back over it leads into the former one.
"""

from __future__ import annotations

from dataclasses import replace

from intents.answering.answer import Origin, applicable, live_answers
from intents.catalogue.model import Intent, IntentId, Kind
from intents.drafting.request import Request
from intents.talk.carrying import switch_to
from intents.talk.desk import Desk
from intents.talk.recognising import reconfirm
from intents.talk.states import Asking
from intents.talk.turn import Turn


def moving_step(intent: IntentId | None, question: str) -> str:
    """A step of the trail that leads into another intent."""
    return f"{intent}.{question}"


def one_question_back(request: Request, desk: Desk, *, before: str = "") -> Turn:
    """The last question that was answered by hand, or the last one before the named one."""
    intent = desk.intent_of(request)
    if intent is None:
        return reconfirm(request, desk)
    walked = walked_questions(request, intent)
    if before in walked:
        walked = walked[: walked.index(before)]
    if walked:
        return reask(request, walked[-1], desk)
    came_by = next((step for step in reversed(request.asked) if "." in step), "")
    former, _, name = came_by.partition(".")
    source = desk.catalogue.intent(former)
    if source is None or source.question(name) is None:
        return reconfirm(request, desk)
    place = len(request.asked) - 1 - request.asked[::-1].index(came_by)
    # The steps behind it are kept: they count again when the same answer is given.
    asked = (*request.asked[:place], *request.asked[place + 1 :])
    back = replace(switch_to(request, source, desk), asked=(*asked, name))
    return reask(back, name, desk)


def walked_questions(request: Request, intent: Intent) -> list[str]:
    """The questions of this intent that were answered by hand, in the order they came."""
    path = {q.name for q in applicable(intent, request.answers)}
    return [name for name in last_stretch(request.asked) if name in path]


def last_stretch(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The steps since the request was last moved by an answer: those of the present intent."""
    last = max((place for place, step in enumerate(asked) if "." in step), default=-1)
    return asked[last + 1 :]


def reask(request: Request, name: str, desk: Desk, *, from_review: bool = False) -> Turn:
    """A question again, with the answer it has."""
    return Turn(
        Asking(
            request=request,
            question=name,
            typed=words_of(request, name, desk),
            from_review=from_review,
        )
    )


def words_of(request: Request, name: str, desk: Desk) -> str:
    """The answer that a question has, as it stands in the box; nothing where none is typed."""
    intent = desk.intent_of(request)
    question = intent.question(name) if intent else None
    answer = request.answers.get(name)
    if answer is None:
        return ""
    if question is not None and (question.choices or question.kind is Kind.YES_NO):
        return ""
    return answer.words if answer.origin is Origin.TYPED and answer.words else "\n".join(answer.values)


def place_of(state: Asking, intent: Intent) -> tuple[int, int, bool]:
    """Which question this is, of how many: those answered by hand so far and those still open; and whether that number
    is certain, whatever the open ones are answered with."""
    walked = walked_questions(state.request, intent)
    live = live_answers(intent, state.request.answers)
    still = [
        q.name
        for q in applicable(intent, state.request.answers)
        if q.required and q.name not in live and q.name not in walked
    ]
    row = [*walked, *still]
    if state.question not in row:
        row.append(state.question)
    return row.index(state.question) + 1, len(row), _is_certain({state.question, *still}, intent)


def _is_certain(still: set[str], intent: Intent) -> bool:
    """Whether no answer to these leads to other questions, past some, or out of the intent."""
    for question in intent.questions:
        if question.name in still and any(c.ends or c.moves_to for c in question.choices):
            return False
        named = question.when.all_of if question.when else ()
        if any(name in still for name, _ in named):
            return False
    return True
