"""What each state shows and offers, as a `Prompt`. All wording of the talk's questions stands here."""

from __future__ import annotations

from datetime import date

from intents.answering.kinds import say_answer
from intents.catalogue.model import Outcome
from intents.drafting.request import Request
from intents.talk import ending, recognising, reviewing
from intents.talk.answer_texts import answer_text, instructions_text, paste_text
from intents.talk.carrying import foreseen
from intents.talk.desk import Desk
from intents.talk.prompt import Entry, Option, Prompt
from intents.talk.showing_drafts import (
    attaching_prompt,
    draft_heading,
    failed_prompt,
    not_kept_prompt,
    reviewing_prompt,
    submitting_prompt,
    unclear_prompt,
    waiting_prompt,
)
from intents.talk.showing_opening import ALL_KINDS, opening_prompt
from intents.talk.showing_questions import (
    asking_prompt,
    changing_prompt,
    doubting_prompt,
    noon_of,
    taken_over_row,
)
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
from intents.talk.wording import short

__all__ = ["answer_text", "draft_heading", "instructions_text", "paste_text", "prompt_for"]

_ALL = ALL_KINDS
_REPHRASE = Option(id=recognising.REPHRASE, label="Say it differently")


def prompt_for(state: State, desk: Desk, today: date) -> Prompt:
    """Everything that a front end needs to show of this moment."""
    match state:
        case Opening():
            return opening_prompt(state, desk)
        case Recognising():
            busy = "One moment: the catalogue is being read."
            return Prompt(ask="", entry=Entry.NONE, typed=state.request.typing, busy=busy, later=True)
        case Splitting():
            return _splitting(state)
        case Confirming():
            return _confirming(state, desk, today)
        case Choosing():
            return _choosing(state, desk)
        case Rephrasing():
            return Prompt(
                ask="Say it differently: what should change, and where?",
                why="What you said before counts together with it.",
                options=(_ALL,),
                entry=Entry.TEXT,
                words_first=True,
                typed=state.request.typing,
                later=True,
            )
        case Elsewhere():
            return _elsewhere(state, desk)
        case Browsing():
            return _browsing(state, desk)
        case Asking():
            return asking_prompt(state, desk, today)
        case Doubting():
            return doubting_prompt(state, desk)
        case Preparing():
            return Prompt(ask="", entry=Entry.NONE, busy="Reading the project's own template ...", later=True)
        case Reviewing():
            return reviewing_prompt(state, desk)
        case ChangingAnswer():
            return changing_prompt(state, desk, today)
        case Editing():
            return Prompt(ask="Change title and text as you like.", entry=Entry.NONE, draft=state.draft)
        case Attaching():
            return attaching_prompt(state)
        case Submitting():
            return submitting_prompt(state)
        case Waiting():
            return waiting_prompt(state)
        case NotKept():
            return not_kept_prompt(state)
        case Failed():
            return failed_prompt(state, desk)
        case Unclear():
            return unclear_prompt(state, desk)
        case Done():
            return _done(state)
        case Answered():
            return _answered(state, desk)
        case Discarding():
            return Prompt(
                ask="Throw these words away?",
                notes=(("you wrote", state.request.text or state.request.typing),),
                options=(
                    Option(id="keep", label="No, keep them"),
                    Option(id=reviewing.DISCARD, label="Throw them away"),
                ),
            )


def _splitting(state: Splitting) -> Prompt:
    count = {2: "two", 3: "three", 4: "four"}.get(len(state.parts), str(len(state.parts)))
    return Prompt(
        ask=f"Are these {count} requests?",
        notes=tuple((str(n), part) for n, part in enumerate(state.parts, 1)),
        options=(
            Option(id=recognising.SPLIT, label="Yes, one after the other"),
            Option(id=recognising.WHOLE, label="No, it is one request"),
        ),
        entry=Entry.TEXT,
        later=True,
    )


def _because(evidence: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return (("because you wrote", " · ".join(evidence)),) if evidence else ()


def _confirming(state: Confirming, desk: Desk, today: date) -> Prompt:
    intent = desk.catalogue.intent(state.best)
    title = intent.title if intent else state.best
    options = [Option(id=recognising.YES, label="Yes", description=intent.sentence if intent else "")]
    options.extend(_intent_option(near, desk) for near in state.near if near != state.best)
    return Prompt(
        ask=f"{title}?",
        notes=(*_because(state.evidence), *_previewed(state, desk, today)),
        options=(*options, _ALL, _REPHRASE),
        entry=Entry.TEXT,
        placeholder="or say more",
        typed=state.request.typing,
        later=True,
    )


def _previewed(state: Confirming, desk: Desk, today: date) -> tuple[tuple[str, str], ...]:
    """What would be taken over, before it is agreed to."""
    intent = desk.catalogue.intent(state.best)
    if intent is None:
        return ()
    found = foreseen(intent, state.request, desk, noon_of(today))
    rows = []
    for question in intent.questions:
        answer = found.get(question.name)
        if answer is not None and not question.answered_by.message:
            rows.append(taken_over_row(question, short(say_answer(question, answer, today))))
    return tuple(rows[:5])


def _intent_option(intent_id: str, desk: Desk, label: str = "") -> Option:
    intent = desk.catalogue.intent(intent_id)
    if intent is None:
        return Option(id=intent_id, label=label or intent_id)
    if label:
        return Option(id=intent.id, label=label, description=intent.title)
    return Option(id=intent.id, label=intent.title)


def _choosing(state: Choosing, desk: Desk) -> Prompt:
    options = tuple(_intent_option(intent, desk, label) for intent, label in state.choices)
    return Prompt(
        ask=state.ask,
        notes=_because(state.evidence),
        options=(*options, _ALL, _REPHRASE),
        marked=None,
        entry=Entry.TEXT,
        placeholder="or say more",
        typed=state.request.typing,
        later=True,
    )


def _elsewhere(state: Elsewhere, desk: Desk) -> Prompt:
    place = next((e for e in desk.catalogue.elsewhere if e.id == state.place), None)
    text = place.text if place else ""
    ways = [Option(id=recognising.SETTLED, label="That helps, nothing is to be filed"), _REPHRASE, _ALL]
    if place and place.link:
        text = f"{text} {place.link}"
        ways.insert(0, Option(id=recognising.PLACE_LINK, label="Copy the link"))
        ways.insert(0, Option(id=recognising.PLACE, label="Open the page"))
    return Prompt(
        ask=f"That sounds like something that {desk.catalogue.team} does not do.",
        why=text,
        options=tuple(ways),
        entry=Entry.TEXT,
        placeholder="or say more",
        typed=state.request.typing,
        later=True,
    )


def _browsing(state: Browsing, desk: Desk) -> Prompt:
    intents = [i for i in desk.catalogue.intents if not state.only or i.id in state.only]
    options = tuple(Option(id=i.id, label=i.title, description=i.sentence) for i in intents)
    return Prompt(
        ask="Where does it belong?" if state.only else "All kinds of request",
        options=options,
        marked=None,
        entry=Entry.TEXT,
        placeholder="or say it in other words",
        typed=state.request.typing,
        later=bool(state.request.messages),
    )


def _done(state: Done) -> Prompt:
    options = [
        Option(id=ending.NEW, label="Another request"),
        Option(id=ending.OPEN, label="Open it in the browser"),
        Option(id=ending.COPY, label="Copy the link"),
        Option(id=ending.LEAVE, label="Done"),
    ]
    if state.following is not None:
        options.insert(0, _next_option(state.following))
    return Prompt(
        ask="What next?",
        # On a small screen the steps above push it out of sight.
        notes=(("filed", state.receipt.reference),),
        options=tuple(options),
        entry=Entry.TEXT,
        placeholder="or say what else you need",
        typed=state.begun.typing if state.begun else "",
        back=False,
    )


def _next_option(following: Request) -> Option:
    return Option(id=ending.NEXT, label=f"Your other request: {short(following.text)}")


def _answered(state: Answered, desk: Desk) -> Prompt:
    intent = desk.intent_of(state.request)
    options: list[Option] = []
    given = intent if not state.explanation else None
    if given is not None and given.outcome is Outcome.LINK:
        options.append(Option(id=ending.OPEN, label=f"Open {given.link_name or 'the page'}"))
        options.append(Option(id=ending.COPY_TEXT, label="Copy the text to paste there"))
        options.append(Option(id=ending.COPY, label="Copy the link"))
    if given is not None and given.outcome is Outcome.INSTRUCTIONS:
        options.append(Option(id=ending.COPY_TEXT, label="Copy these instructions"))
    if given is not None and given.questions:
        options.append(Option(id=ending.CHANGE, label="Change or add an answer"))
    if state.explanation:
        options.append(Option(id=ending.ONWARD, label="It is something else"))
    elif given is not None and given.leads_to:
        issue = any((i := desk.catalogue.intent(n)) and i.outcome is Outcome.ISSUE for n in given.leads_to)
        label = "It needs an issue after all" if issue else "It is something else after all"
        options.append(Option(id=ending.ONWARD, label=label))
    options.append(Option(id=ending.NEW, label="Another request"))
    options.append(Option(id=ending.LEAVE, label="Done"))
    if state.following is not None:
        options.insert(0, _next_option(state.following))
    return Prompt(
        ask="What next?",
        options=tuple(options),
        entry=Entry.TEXT,
        placeholder="or say what else you need",
        typed=state.begun.typing if state.begun else "",
    )
