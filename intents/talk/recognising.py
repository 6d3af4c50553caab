"""From the first words to a confirmed intent.

Two-stage: the best guesses are offered once, then it is asked to say it differently once, then the whole list is handed
over. It never loops. Nothing is decided for the person: every intent goes through a confirmation.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from intents.answering.answer import Answer
from intents.catalogue.model import Intent, IntentId, Outcome, TemplateUse
from intents.drafting.request import Request
from intents.talk.desk import Desk, Link
from intents.talk.effects import Effect, ReadTemplate, SaveRequest
from intents.talk.events import Stamp
from intents.talk.states import (
    Browsing,
    Choosing,
    Confirming,
    Elsewhere,
    Opening,
    Rephrasing,
    Splitting,
    State,
)
from intents.talk.turn import Turn, heard, tell
from intents.talk.wording import after_no, option_meant, says_back, says_no, says_yes
from intents.understanding import Decision

MISSES_BEFORE_LIST = 2
"""How often it is asked to say it differently before the whole list is offered."""

YES = "yes"
ALL = "all"
REPHRASE = "rephrase"
SPLIT = "one_by_one"
WHOLE = "as_one"


def begin(text: str, state: Opening, desk: Desk, stamp: Stamp) -> Turn:
    """The first words of a request."""
    if not text.strip():
        return Turn(state)
    request = state.request or Request(id=stamp.id, reference=stamp.reference, started=stamp.now)
    request = replace(request, messages=(text,), typing="", changed=stamp.now)
    reading = desk.read(request.messages)
    if len(reading.requests) > 1:
        parts = tuple(part.text for part in reading.requests)
        return Turn(Splitting(request=request, parts=parts), (heard(text), SaveRequest(request=request)))
    return recognise(request, desk, misses=0).after(heard(text))


def take_up_next(request: Request, desk: Desk, stamp: Stamp) -> Turn | None:
    """The next request of the same message, if one waits. Both are kept before the talk moves on."""
    if not request.waiting:
        return None
    following = Request(
        id=stamp.id,
        reference=stamp.reference,
        messages=(request.waiting[0],),
        waiting=request.waiting[1:],
        started=stamp.now,
        changed=stamp.now,
    )
    turn = recognise(following, desk, misses=0)
    return turn.after(
        SaveRequest(request=following),
        SaveRequest(request=replace(request, waiting=())),
        tell(f"Now your other request: {request.waiting[0]}"),
    )


def recognise(request: Request, desk: Desk, *, misses: int) -> Turn:
    """What the words so far are taken for, as a question to the person."""
    reading = desk.read(request.messages)
    save: tuple[Effect, ...] = (SaveRequest(request=request),)
    known = tuple(c for c in reading.candidates if desk.catalogue.intent(c.name))
    ids = tuple(IntentId(candidate.name) for candidate in known)
    evidence = tuple(reading.evidence)
    if reading.decision is Decision.CONFIRM and ids:
        near = tuple(i for i in near_intents(request, desk) if i != ids[0])
        state: State = Confirming(request=request, best=ids[0], near=near, evidence=evidence, misses=misses)
        return Turn(state, save)
    if reading.decision is Decision.CHOOSE and ids:
        alike = reading.look_alike
        if alike is not None:
            choices = tuple((IntentId(name), label) for name, label in alike.choices)
            ask = alike.ask
        else:
            choices = tuple((intent, "") for intent in ids[:4])
            ask = "Which of these is it?"
        return Turn(
            Choosing(request=request, ask=ask, choices=choices, evidence=evidence, misses=misses), save
        )
    if reading.outside and any(e.id == reading.outside and e.text for e in desk.catalogue.elsewhere):
        return Turn(Elsewhere(request=request, place=reading.outside, misses=misses), save)
    return missed(request, misses + 1, save)


def missed(request: Request, misses: int, effects: tuple[Effect, ...] = ()) -> Turn:
    """Not understood, or not right: ask once to say it differently, then hand over the list."""
    rephrasing = Rephrasing(request=request, misses=misses)
    if misses < MISSES_BEFORE_LIST:
        return Turn(rephrasing, effects)
    return Turn(Browsing(request=request, before=rephrasing), effects)


def near_intents(request: Request, desk: Desk) -> tuple[IntentId, ...]:
    """The two likeliest intents after the first, for the list below a guess."""
    ranked = desk.read(request.messages).ranking.candidates
    return tuple(IntentId(c.name) for c in ranked if desk.catalogue.intent(c.name))[:3]


def reconfirm(request: Request, desk: Desk) -> Turn:
    """Back from the questions to what it was taken for."""
    best = request.intent
    if best is None or desk.catalogue.intent(best) is None:
        return recognise(replace(request, intent=None), desk, misses=0)
    near = tuple(i for i in near_intents(request, desk) if i != best)[:2]
    return Turn(Confirming(request=request, best=best, near=near, evidence=(), misses=0))


def back_to_words(request: Request) -> Turn:
    """The words are put back into the box, to be said better."""
    last = request.messages[-1] if request.messages else request.typing
    back = replace(request, messages=request.messages[:-1], typing=last, intent=None)
    return Turn(Opening(request=replace(back, messages=())), (SaveRequest(request=request),))


def rank_again(text: str, request: Request, desk: Desk, misses: int) -> Turn:
    """More words were said instead of a choice: they count together with the first ones."""
    more = replace(request, messages=(*request.messages, text), intent=None)
    return recognise(more, desk, misses=misses).after(heard(text))


def said_while_recognising(
    state: Confirming | Choosing | Rephrasing | Elsewhere | Browsing, text: str, desk: Desk, stamp: Stamp
) -> Turn:
    """Words in place of a choice: an option's number or name, yes, no, back, or a better description."""
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    options = prompt_for(state, desk, stamp.today).options
    if says_back(text):
        return went_back_while_recognising(state, desk)
    if isinstance(state, Confirming) and says_yes(text):
        return chosen_while_recognising(state, YES, desk, stamp).after(heard(text))
    # Before numbers and labels: "no" must never be read as the beginning of "Notify ...".
    if says_no(text):
        return missed(state.request, _misses(state) + 1).after(heard(text))
    if not isinstance(state, Rephrasing) and (option := option_meant(text, options)):
        return chosen_while_recognising(state, option, desk, stamp).after(heard(text))
    said = after_no(text) or text
    return rank_again(said, state.request, desk, _misses(state))


def _misses(state: Confirming | Choosing | Rephrasing | Elsewhere | Browsing) -> int:
    return MISSES_BEFORE_LIST if isinstance(state, Browsing) else state.misses


def chosen_while_recognising(
    state: Confirming | Choosing | Rephrasing | Elsewhere | Browsing, option: str, desk: Desk, stamp: Stamp
) -> Turn:
    """An offered option was chosen."""
    if option == ALL:
        return Turn(Browsing(request=state.request, before=state))
    if option == REPHRASE:
        return Turn(Rephrasing(request=state.request, misses=max(1, _misses(state))))
    if isinstance(state, Confirming) and option == YES:
        option = state.best
    intent = desk.catalogue.intent(option)
    if intent is None:
        return Turn(state)
    return confirm(state.request, intent, desk, stamp)


def chosen_while_splitting(state: Splitting, option: str, desk: Desk) -> Turn:
    """One request or several."""
    if option == WHOLE:
        return recognise(state.request, desk, misses=0)
    if option == SPLIT:
        first = replace(state.request, messages=(state.parts[0],), waiting=state.parts[1:])
        return recognise(first, desk, misses=0).after(
            tell(f"One after the other. First: {state.parts[0]}"),
        )
    return Turn(state)


def said_while_splitting(state: Splitting, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """Yes, no, one of the two options, or the whole thing said again."""
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    if says_back(text):
        return back_to_words(state.request)
    meant = option_meant(text, prompt_for(state, desk, stamp.today).options)
    option = SPLIT if says_yes(text) else WHOLE if says_no(text) else meant
    if option:
        return chosen_while_splitting(state, option, desk).after(heard(text))
    fresh = Opening(request=replace(state.request, messages=()))
    return begin(text, fresh, desk, stamp)


def went_back_while_recognising(
    state: Confirming | Choosing | Rephrasing | Elsewhere | Browsing, desk: Desk
) -> Turn:
    """One step back: to the list's origin, or to the words."""
    if isinstance(state, Browsing) and state.before is not None:
        return Turn(state.before)
    if (
        isinstance(state, Rephrasing)
        and state.request.intent is None
        and desk.read(state.request.messages).candidates
    ):
        turn = recognise(state.request, desk, misses=0)
        if not isinstance(turn.state, Rephrasing | Browsing):
            return turn
    return back_to_words(state.request)


def confirm(request: Request, intent: Intent, desk: Desk, stamp: Stamp) -> Turn:
    """The person said what it is: take over what the message answers already, and go on to what is open."""
    from intents.talk.asking import advance

    found = taken_over(intent, request, desk, stamp)
    kept = {name: answer for name, answer in request.answers.items() if _still_fits(intent, name, answer)}
    request = replace(
        request,
        intent=intent.id,
        answers=MappingProxyType({**found, **kept}),
        asked=tuple(name for name in request.asked if name in kept),
        typing="",
        changed=stamp.now,
    )
    says: list[Effect] = [tell(intent.title)]
    says.extend(tell(note) for note in intent.notes)
    effects: list[Effect] = [SaveRequest(request=request), *says]
    if (wanted := template_wanted(request, desk)) is not None:
        effects.append(wanted)
    turn = advance(request, desk, stamp)
    return turn.after(*effects)


def taken_over(intent: Intent, request: Request, desk: Desk, stamp: Stamp) -> dict[str, Answer]:
    """What the messages answer already.

    Never an answer that would end the flow or move it elsewhere: such a turn is only taken on the person's own answer.
    """
    from intents.understanding.answers import find_answers

    found = find_answers(intent, request.text, desk.around({}, stamp))
    return {name: answer for name, answer in found.items() if not _turns(intent, name, answer)}


def _turns(intent: Intent, name: str, answer: Answer) -> bool:
    question = intent.question(name)
    chosen = [question.choice(value) for value in answer.values] if question else []
    return any(choice and (choice.ends or choice.moves_to) for choice in chosen)


def _still_fits(intent: Intent, name: str, answer: Answer) -> bool:
    """Whether an answer given for another intent answers this one's question of the same name."""
    question = intent.question(name)
    if question is None:
        return False
    return not question.choices or all(question.choice(value) for value in answer.values)


def template_wanted(request: Request, desk: Desk) -> ReadTemplate | None:
    """The order to read the project's template, if there is one to be read and it was not read yet."""
    intent = desk.intent_of(request)
    if intent is None or intent.outcome is not Outcome.ISSUE or request.template is not None:
        return None
    tracker = desk.catalogue.tracker_of(intent)
    if tracker is None or not tracker.template or tracker.use_template is TemplateUse.IGNORE:
        return None
    if desk.connection.link is not Link.GITLAB:
        return None
    return ReadTemplate(project=request.project or tracker.project, name=tracker.template)
