"""What the open questions show and offer, and the list of answers to change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from intents.answering.answer import Answer, Origin, applicable, live_answers
from intents.answering.files import said_limits
from intents.answering.kinds import default_of, example_of, say_answer
from intents.catalogue.model import Intent, Kind, Outcome, Question
from intents.drafting.request import Request
from intents.talk import asking, correcting
from intents.talk.desk import Desk
from intents.talk.events import Stamp
from intents.talk.prompt import Entry, Option, Prompt
from intents.talk.states import Asking, ChangingAnswer, Doubting
from intents.talk.way_back import place_of
from intents.talk.wording import short

_NOON = time(12)


def asking_prompt(state: Asking, desk: Desk, today: date) -> Prompt:
    """One open question, with its place, its reason and an example."""
    intent = desk.intent_of(state.request)
    question = intent.question(state.question) if intent else None
    if intent is None or question is None:
        return Prompt(ask="This question is not in the catalogue any more.", later=True)
    number, count, certain = place_of(state, intent)
    place = f"question {number}"
    if not question.required:
        place = "optional"
    elif certain:
        place = f"{number} of {count}" if count > 1 else ""
    several = question.kind is Kind.CHOICES or (question.kind is Kind.LIST and bool(question.suggestions))
    taken_over = number == 1 or state.from_review
    options = _options(state, question, desk, today)
    counted = question.choices or question.suggestions or question.kind is Kind.YES_NO
    return Prompt(
        ask=question.ask,
        place=place,
        why=_why(question),
        example="" if question.choices else example_of(question, today),
        problem=state.problem,
        notes=taken_over_rows(state.request, intent, today) if taken_over else (),
        options=options,
        several=several,
        entry=Entry.TEXT if question.kind in (Kind.TEXT, Kind.LIST) else Entry.LINE,
        placeholder=question.placeholder,
        typed=state.typed,
        words_first=not counted,
        marked=_marked(options),
        on_enter=asking.DEFAULT if any(option.id == asking.DEFAULT for option in options) else "",
        later=True,
    )


def _why(question: Question) -> str:
    if question.kind is not Kind.FILE:
        return question.why
    limits = said_limits(question.limits)
    return f"{question.why} Type its path or drag it here: {limits}.".lstrip()


def _marked(options: tuple[Option, ...]) -> int | None:
    """The answer that there is already, or the one that is offered; none of them is the person's before they say so."""
    offered = (asking.SUGGESTION, asking.DEFAULT)
    return next((n for n, o in enumerate(options) if o.picked or o.id in offered), None)


def _options(state: Asking, question: Question, desk: Desk, today: date) -> tuple[Option, ...]:
    """Choices first, so that their numbers are the same on every way of answering."""
    answer = state.request.answers.get(question.name)
    chosen = answer.values if answer else ()
    choices = [
        Option(id=c.value, label=c.label, description=c.description, picked=c.value in chosen)
        for c in question.choices
    ]
    if question.kind is Kind.YES_NO and not choices:
        choices = [Option(id=v, label=v.capitalize(), picked=v in chosen) for v in ("yes", "no")]
    choices.extend(Option(id=known, label=known, picked=known in chosen) for known in question.suggestions)
    with_it = _ways_with_it(state, question, desk, today)
    around = _ways_around(state, question, desk)
    return (*choices, *with_it, *around) if choices else (*with_it, *around)


def _ways_with_it(state: Asking, question: Question, desk: Desk, today: date) -> list[Option]:
    ways: list[Option] = []
    if state.suggestion:
        # A day is offered with its weekday, as it would be echoed.
        offered = say_answer(question, Answer(values=(state.suggestion,)), today)
        ways.append(Option(id=asking.SUGGESTION, label=f"Take {offered}"))
    if state.insisted is not None:
        ways.append(
            Option(id=asking.INSIST, label=f"Keep {say_answer(question, state.insisted, today)} all the same")
        )
    if question.default and not state.typed and not state.problem:
        answer = default_of(question, desk.around(state.request.answers, noon_of(today)))
        if answer is not None:
            ways.append(Option(id=asking.DEFAULT, label=say_answer(question, answer, today)))
    return ways


def _ways_around(state: Asking, question: Question, desk: Desk) -> list[Option]:
    if not question.required:
        return [Option(id=asking.SKIP, label="Leave it out")]
    if state.misses < asking.MISSES_BEFORE_HELP:
        return []
    intent = desk.intent_of(state.request)
    ways = [
        Option(id=asking.LATER, label="Keep the request for later"),
        Option(id=asking.ALL_KINDS, label="All kinds of request"),
    ]
    if intent is not None and intent.outcome is Outcome.ISSUE:
        ways.insert(0, Option(id=asking.LEAVE_OPEN, label="Leave it open for now"))
    return ways


def noon_of(today: date) -> Stamp:
    """A moment of the day, for what only asks for the day."""
    return Stamp(now=datetime.combine(today, _NOON, tzinfo=UTC), id="", reference="")


def taken_over_rows(request: Request, intent: Intent, today: date) -> tuple[tuple[str, str], ...]:
    """What was read out of the messages, as labelled facts."""
    rows = []
    for name, answer in live_answers(intent, request.answers).items():
        question = intent.question(name)
        if question is not None and answer.origin is Origin.TAKEN_OVER:
            rows.append(taken_over_row(question, short(say_answer(question, answer, today))))
    return tuple(rows[:6])


def taken_over_row(question: Question, said: str) -> tuple[str, str]:
    """One answer that was read out of the messages."""
    return "taken over", f"{question.name.replace('_', ' ')}: {said}"


def doubting_prompt(state: Doubting, desk: Desk) -> Prompt:
    """An answer that can be read in two ways."""
    intent = desk.intent_of(state.request)
    question = intent.question(state.question) if intent else None
    return Prompt(
        ask=question.ask if question else "",
        why="It can be read in two ways.",
        options=(
            Option(id=asking.KEEP_READING, label=state.echo),
            Option(id=asking.OTHER_READING, label=state.other_label),
            Option(id=asking.TYPE_AGAIN, label="Type it again"),
        ),
        later=True,
    )


def changing_prompt(state: ChangingAnswer, desk: Desk, today: date) -> Prompt:
    """Every answer, to change it or to add one."""
    intent = desk.intent_of(state.request)
    options: list[Option] = []
    if intent is not None:
        for question in applicable(intent, state.request.answers):
            answer = state.request.answers.get(question.name)
            if answer is not None:
                mark = " (taken over)" if answer.origin is Origin.TAKEN_OVER else ""
                said = short(say_answer(question, answer, today)) + mark
            else:
                said = "still open" if question.required else "optional, not answered"
            options.append(Option(id=question.name, label=question.ask, description=said))
    issue = intent is None or intent.outcome is Outcome.ISSUE
    back = "Back to the draft" if issue else "Back to the answer"
    options.append(Option(id=correcting.DRAFT, label=back))
    return Prompt(ask="Which answer?", options=tuple(options), later=True)
