"""The open questions, one at a time, until the draft can be shown or the answer given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from intents.answering.answer import Answer, Origin, applicable
from intents.answering.kinds import read_answer, say_answer
from intents.answering.reading import Accepted, Rejected, Skipped
from intents.catalogue.model import Intent, Kind, Outcome, Question
from intents.drafting.request import Request, Stage
from intents.talk.carrying import turns
from intents.talk.desk import Desk
from intents.talk.effects import Effect, SaveRequest
from intents.talk.events import Stamp
from intents.talk.recognising import confirm, part_waiting, rank_again, recognise
from intents.talk.states import Answered, Asking, Browsing, Doubting
from intents.talk.turn import Turn, heard, tell
from intents.talk.way_back import last_stretch, moving_step, one_question_back
from intents.talk.wording import (
    about_something_else,
    after_no,
    option_meant,
    plain,
    says_back,
    says_later,
    says_no,
    says_skip,
    says_yes,
    surely_later,
)

MISSES_BEFORE_HELP = 2
"""After this many wrong answers to one question the ways out are offered with it."""

DEFAULT = "=default"
SUGGESTION = "=suggestion"
INSIST = "=insist"
SKIP = "=skip"
LEAVE_OPEN = "=open"
LATER = "=later"
ALL_KINDS = "=all"
KEEP_READING = "=keep"
OTHER_READING = "=other"
TYPE_AGAIN = "=again"

CHOOSE_ONE = "Choose one of them, by its number or its name."
CHOOSE_SOME = "Choose at least one of them, by its number or its name."

EDIT_KEPT = "Your own edited text is kept. Since an answer changed, the draft is made from the answers again."

_ECHOED = (Kind.DATE, Kind.TICKET, Kind.HANDLE, Kind.URL, Kind.FILE)
_NUMBERS = re.compile(r"\d{1,2}(?:[\s,;&+]+(?:and\s+)?\d{1,2})*")


def advance(request: Request, desk: Desk, stamp: Stamp, *, left_open: frozenset[str] = frozenset()) -> Turn:
    """The next open question; or, when nothing required is open, what the request ends in."""
    intent = desk.intent_of(request)
    if intent is None:
        return recognise(replace(request, intent=None), misses=0)
    still = [q for q in applicable(intent, request.answers) if _is_open(q, request.answers.get(q.name))]
    question = next((q for q in still if q.name not in left_open), None)
    if question is not None:
        return Turn(Asking(request=request, question=question.name, left_open=left_open))
    if intent.outcome is Outcome.ISSUE:
        from intents.talk.reviewing import review

        return review(request, desk, stamp)
    if still:
        # Without an issue nothing can be shown with a gap in it.
        return Turn(Asking(request=request, question=still[0].name))
    return answered(request, intent, desk, stamp)


def _is_open(question: Question, answer: Answer | None) -> bool:
    """Whether it is to be asked; also when its answer led away from here and the person came back."""
    return question.required if answer is None else turns(question, answer)


def back_to_end(request: Request, desk: Desk, stamp: Stamp) -> Turn:
    """Back to where all answers are in view: the draft, or the answer that was given."""
    from intents.talk.reviewing import review

    intent = desk.intent_of(request)
    if intent is None or intent.outcome is Outcome.ISSUE:
        return review(request, desk, stamp)
    done = replace(request, stage=Stage.ANSWERED, typing="", changed=stamp.now)
    return Turn(Answered(request=done), (SaveRequest(request=done),))


def answered(request: Request, intent: Intent, desk: Desk, stamp: Stamp) -> Turn:
    """The right answer where no issue belongs."""
    from intents.talk.answer_texts import answer_text

    return ended(request, answer_text(intent, request, desk.catalogue), stamp)


def ended(request: Request, text: str, stamp: Stamp, *, explained: bool = False) -> Turn:
    """It ends here without an issue. What waits behind it is kept as a request of its own."""
    alone, following = part_waiting(request, stamp)
    done = replace(alone, stage=Stage.ANSWERED, typing="", changed=stamp.now)
    saves: list[Effect] = [SaveRequest(request=following)] if following else []
    state = Answered(request=done, explanation=text if explained else "", following=following)
    return Turn(state, (*saves, SaveRequest(request=done), tell(text)))


def said_while_asking(state: Asking, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """Words for the open question: its answer, a correction of another one, or a command."""
    from intents.talk.correcting import bare_yes_or_no, correction_aside

    intent, question = _question_of(state, desk)
    if intent is None or question is None:
        return advance(state.request, desk, stamp)
    if not text.strip():
        if question.default:
            return chosen_while_asking(state, DEFAULT, desk, stamp)
        if question.choices or question.suggestions or question.kind is Kind.YES_NO:
            # No miss: nothing was answered yet.
            several = question.kind in (Kind.CHOICES, Kind.LIST)
            return Turn(replace(state, problem=CHOOSE_SOME if several else CHOOSE_ONE))
        return Turn(state)
    if says_back(text):
        return went_back_while_asking(state, desk, stamp)
    if says_skip(text):
        return chosen_while_asking(state, LEAVE_OPEN if question.required else SKIP, desk, stamp)
    if says_yes(text) and question.kind is not Kind.YES_NO:
        if state.suggestion:
            return chosen_while_asking(state, SUGGESTION, desk, stamp)
        if state.insisted is not None:
            return chosen_while_asking(state, INSIST, desk, stamp)
    # In a long text "stop" or "keep" may be the answer; "later" is not.
    put_off = surely_later(text) if question.kind is Kind.TEXT else says_later(text)
    if put_off and question.choice(text.strip()) is None:
        return chosen_while_asking(state, LATER, desk, stamp)
    options = _named_options(state, question, text, desk, stamp)
    if options:
        return picked_while_asking(state, options, desk, stamp)
    corrected = correction_aside(state, intent, question, text, desk, stamp)
    if corrected is not None:
        return corrected
    if other := about_something_else(text):
        return rank_again(other, state.request, 0, refused=intent.id, whole=text)
    if (bare := bare_yes_or_no(state, question, text)) is not None:
        return bare
    if question.kind not in (Kind.TEXT, Kind.LINE, Kind.YES_NO):
        # "No, Friday": the no is of what stood there before.
        text = after_no(text) or text
    return _take(state, question, text, desk, stamp)


def _named_options(state: Asking, question: Question, text: str, desk: Desk, stamp: Stamp) -> tuple[str, ...]:
    """The options that are meant by their numbers, where a number is no answer itself, or by a way's whole label."""
    from intents.talk.showing import prompt_for

    prompt = prompt_for(state, desk, stamp.today)
    ways = [option for option in prompt.options if option.id.startswith("=")]
    named = next((option.id for option in ways if plain(option.label) == plain(text)), None)
    if named:
        return (named,)
    countable = question.choices or question.suggestions or question.kind is Kind.YES_NO
    if not countable or not _NUMBERS.fullmatch(text.strip()):
        return ()
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if not all(1 <= number <= len(prompt.options) for number in numbers) or (
        len(numbers) > 1 and not prompt.several
    ):
        return ()
    return tuple(prompt.options[number - 1].id for number in numbers)


def _take(state: Asking, question: Question, text: str, desk: Desk, stamp: Stamp) -> Turn:
    around = desk.around(state.request.answers, stamp)
    result = read_answer(question, text, around)
    match result:
        case Accepted(alternative=other) if other is not None:
            doubting = Doubting(
                request=state.request,
                question=question.name,
                answer=result.answer,
                echo=result.echo or say_answer(question, result.answer, stamp.today),
                other=other,
                other_label=result.alternative_label,
                from_review=state.from_review,
                left_open=state.left_open,
            )
            return Turn(doubting)
        case Accepted():
            return accept(state, question, result.answer, desk, stamp)
        case Skipped():
            return chosen_while_asking(
                replace(state, typed=text), LEAVE_OPEN if question.required else SKIP, desk, stamp
            )
        case Rejected():
            request = replace(state.request, typing=text, changed=stamp.now)
            wrong = replace(
                state,
                request=request,
                typed=text,
                problem=result.sentence,
                suggestion=result.suggestion,
                insisted=result.insisted if result.may_insist else None,
                misses=state.misses + 1,
            )
            return Turn(wrong, (SaveRequest(request=request),))


def accept(state: Asking | Doubting, question: Question, answer: Answer, desk: Desk, stamp: Stamp) -> Turn:
    """A right answer: keep it, and go where it leads."""
    said = say_answer(question, answer, stamp.today)
    words = answer.words.strip()
    record: list[Effect] = [tell(question.ask, prompted=True), heard(words or said)]
    if words and said != words and question.kind in _ECHOED:
        record.append(tell(said))
    return settle(state.request, question, answer, record, desk, stamp, left_open=state.left_open)


def settle(
    request: Request,
    question: Question,
    answer: Answer,
    record: Sequence[Effect],
    desk: Desk,
    stamp: Stamp,
    *,
    left_open: frozenset[str] = frozenset(),
) -> Turn:
    """Keep an answer and follow it: to an end, to another intent, or to the next question.

    Args:
        record: what is said of it in the transcript, once it is kept.
    """
    edited = request.edit is not None and request.edit.used
    before = request
    request = with_answer(request, question.name, answer, stamp)
    effects = [*record, *([tell(EDIT_KEPT)] if edited else [])]
    for choice in (question.choice(value) for value in answer.values):
        if choice is None:
            continue
        if choice.ends:
            return ended(request, choice.ends, stamp, explained=True).after(*effects)
        if choice.moves_to is not None and (moved := desk.catalogue.intent(choice.moves_to)):
            if choice.because:
                effects.append(tell(choice.because))
            here = tuple(name for name in request.asked if name != question.name)
            request = replace(request, asked=(*here, moving_step(before.intent, question.name)))
            return confirm(request, moved, desk, stamp).after(SaveRequest(request=request), *effects)
    left = left_open - {question.name}
    return advance(request, desk, stamp, left_open=left).after(SaveRequest(request=request), *effects)


def with_answer(request: Request, name: str, answer: Answer, stamp: Stamp) -> Request:
    """The request with one answer more, or another one."""
    answers = MappingProxyType({**request.answers, name: answer})
    asked = request.asked if name in last_stretch(request.asked) else (*request.asked, name)
    # An edited text does not know the new answer: it is kept, but no longer used unasked.
    edit = replace(request.edit, used=False) if request.edit else None
    return replace(request, answers=answers, asked=asked, typing="", edit=edit, changed=stamp.now)


def without_answer(request: Request, name: str, stamp: Stamp) -> Request:
    """The request with an optional answer left out again."""
    answers = {key: value for key, value in request.answers.items() if key != name}
    changed = name in request.answers
    edit = replace(request.edit, used=False) if request.edit and changed else request.edit
    asked = tuple(other for other in request.asked if other != name)
    return replace(
        request, answers=MappingProxyType(answers), asked=asked, typing="", edit=edit, changed=stamp.now
    )


def chosen_while_asking(state: Asking, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """An option of a question: one of its choices, or a way around it."""
    from intents.talk.reviewing import put_off

    _, question = _question_of(state, desk)
    if question is None:
        return advance(state.request, desk, stamp)
    if option == DEFAULT and question.default:
        return _take_default(state, question, desk, stamp)
    if option == SUGGESTION and state.suggestion:
        return _take(replace(state, suggestion="", problem=""), question, state.suggestion, desk, stamp)
    if option == INSIST and state.insisted is not None:
        return accept(state, question, state.insisted, desk, stamp)
    if option == SKIP and not question.required:
        request = without_answer(state.request, question.name, stamp)
        return advance(request, desk, stamp, left_open=_required(request, desk)).after(
            SaveRequest(request=request)
        )
    if option == LEAVE_OPEN and question.required:
        return _leave_open(state, question, desk, stamp)
    if option == LATER:
        return put_off(state.request, stamp)
    if option == ALL_KINDS:
        return Turn(Browsing(request=state.request, before=state))
    choice = question.choice(option)
    if choice is not None:
        answer = Answer(values=(choice.value,), words=choice.label)
        return accept(state, question, answer, desk, stamp)
    if question.kind is Kind.YES_NO and option in ("yes", "no"):
        answer = Answer(values=(option,), words=option.capitalize())
        return accept(state, question, answer, desk, stamp)
    if option in question.suggestions:
        return _take(state, question, option, desk, stamp)
    return Turn(state)


def _required(request: Request, desk: Desk) -> frozenset[str]:
    """The required questions that are open: after an optional one is left out, nobody is pushed through them."""
    intent = desk.intent_of(request)
    questions = applicable(intent, request.answers) if intent else ()
    return frozenset(q.name for q in questions if q.required and q.name not in request.answers)


def _leave_open(state: Asking, question: Question, desk: Desk, stamp: Stamp) -> Turn:
    """A required question is left for now: the next one comes, and the draft says what is missing."""
    intent = desk.intent_of(state.request)
    if intent is None or intent.outcome is not Outcome.ISSUE:
        return Turn(replace(state, problem="This one is needed to give you the right answer."))
    request = replace(state.request, typing="", changed=stamp.now)
    if question.name in request.answers:
        # It was only looked at again: its answer stays.
        return advance(request, desk, stamp, left_open=state.left_open).after(SaveRequest(request=request))
    left = state.left_open | {question.name}
    if state.from_review:
        left |= _required(request, desk)
    said = tell(f"Left open: {question.ask} The draft can't be filed before it is answered.")
    return advance(request, desk, stamp, left_open=left).after(SaveRequest(request=request), said)


def _take_default(state: Asking, question: Question, desk: Desk, stamp: Stamp) -> Turn:
    result = read_answer(question, question.default, desk.around(state.request.answers, stamp))
    if isinstance(result, Accepted):
        answer = replace(result.answer, origin=Origin.DEFAULT)
        return accept(state, question, answer, desk, stamp)
    if isinstance(result, Rejected):
        return Turn(replace(state, problem=result.sentence))
    return Turn(state)


def picked_while_asking(state: Asking, options: tuple[str, ...], desk: Desk, stamp: Stamp) -> Turn:
    """Several options of a question were picked together."""
    _, question = _question_of(state, desk)
    if question is None or not options:
        return Turn(state)
    if len(options) == 1 and (options[0].startswith("=") or question.kind is Kind.YES_NO):
        return chosen_while_asking(state, options[0], desk, stamp)
    if question.choices:
        chosen = [c for c in question.choices if c.value in options]
        if not chosen or (len(chosen) > 1 and question.kind is not Kind.CHOICES):
            return Turn(state)
        answer = Answer(values=tuple(c.value for c in chosen), words=", ".join(c.label for c in chosen))
        return accept(state, question, answer, desk, stamp)
    known = [text for text in options if text in question.suggestions]
    return _take(state, question, "\n".join(known), desk, stamp) if known else Turn(state)


def said_while_doubting(state: Doubting, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """Yes, the other one, or the answer typed again."""
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    if says_back(text):
        return went_back_while_doubting(state)
    option = option_meant(text, prompt_for(state, desk, stamp.today).options)
    if says_yes(text):
        option = KEEP_READING
    if says_no(text):
        option = OTHER_READING
    if option is not None:
        return chosen_while_doubting(state, option, desk, stamp)
    return said_while_asking(_asked_again(state), text, desk, stamp)


def chosen_while_doubting(state: Doubting, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """One of the two readings."""
    intent = desk.intent_of(state.request)
    question = intent.question(state.question) if intent else None
    if question is None:
        return advance(state.request, desk, stamp)
    if option == KEEP_READING:
        return accept(state, question, state.answer, desk, stamp)
    if option == OTHER_READING:
        return accept(state, question, state.other, desk, stamp)
    if option == TYPE_AGAIN:
        return went_back_while_doubting(state)
    return Turn(state)


def went_back_while_doubting(state: Doubting) -> Turn:
    """Back to the question, with what was typed."""
    return Turn(replace(_asked_again(state), typed=state.answer.words))


def _asked_again(state: Doubting) -> Asking:
    return Asking(
        request=state.request,
        question=state.question,
        from_review=state.from_review,
        left_open=state.left_open,
    )


def went_back_while_asking(state: Asking, desk: Desk, stamp: Stamp) -> Turn:
    """The question before, with its answer in the box; from the first one, what the request was taken for."""
    if state.from_review:
        return back_to_end(state.request, desk, stamp)
    return one_question_back(state.request, desk, before=state.question)


def _question_of(state: Asking, desk: Desk) -> tuple[Intent | None, Question | None]:
    intent = desk.intent_of(state.request)
    return intent, intent.question(state.question) if intent else None
