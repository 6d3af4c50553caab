"""The open questions, one at a time, until the draft can be shown or the answer given."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from intents.answering.answer import Answer, Origin, applicable, live_answers, next_question
from intents.answering.kinds import read_answer, say_answer
from intents.answering.reading import Accepted, Rejected, Skipped
from intents.catalogue.model import Intent, Kind, Outcome, Question
from intents.drafting.request import Request, Stage
from intents.talk.desk import Desk
from intents.talk.effects import Effect, SaveRequest
from intents.talk.events import Stamp
from intents.talk.recognising import confirm, recognise, reconfirm
from intents.talk.states import Answered, Asking, Browsing, ChangingAnswer, Doubting, State
from intents.talk.turn import Turn, heard, tell
from intents.talk.wording import option_meant, says_back, says_later, says_no, says_skip, says_yes

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
DRAFT = "=draft"


def advance(request: Request, desk: Desk, stamp: Stamp, *, left_open: frozenset[str] = frozenset()) -> Turn:
    """The next open question; or, when nothing required is open, what the request ends in."""
    from intents.talk.reviewing import review

    intent = desk.intent_of(request)
    if intent is None:
        return recognise(replace(request, intent=None), desk, misses=0)
    question = next_question(intent, request.answers)
    if question is not None and question.name not in left_open:
        return Turn(Asking(request=request, question=question.name))
    if intent.outcome is Outcome.ISSUE:
        return review(request, desk, stamp)
    return answered(request, intent, desk, stamp)


def answered(request: Request, intent: Intent, desk: Desk, stamp: Stamp) -> Turn:
    """The right answer where no issue belongs."""
    from intents.talk.showing import answer_text

    done = replace(request, stage=Stage.ANSWERED, typing="", changed=stamp.now)
    text = answer_text(intent, done, desk.catalogue)
    return Turn(Answered(request=done), (SaveRequest(request=done), tell(text)))


def said_while_asking(state: Asking, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """Words for the open question: its answer, a correction of another one, or a command."""
    intent, question = _question_of(state, desk)
    if intent is None or question is None:
        return advance(state.request, desk, stamp)
    if not text.strip():
        if question.default:
            return chosen_while_asking(state, DEFAULT, desk, stamp)
        return Turn(state)
    if says_back(text):
        return went_back_while_asking(state, desk, stamp)
    if says_skip(text):
        return chosen_while_asking(state, SKIP if not question.required else LEAVE_OPEN, desk, stamp)
    if state.insisted is not None and says_yes(text):
        return chosen_while_asking(state, INSIST, desk, stamp)
    if question.kind is not Kind.TEXT and says_later(text) and question.choice(text.strip()) is None:
        return chosen_while_asking(state, LATER, desk, stamp)
    corrected = _correction(state, intent, question, text, desk, stamp)
    if corrected is not None:
        return corrected
    return _take(state, question, text, desk, stamp)


def _correction(
    state: Asking, intent: Intent, question: Question, text: str, desk: Desk, stamp: Stamp
) -> Turn | None:
    """ "The manager is @x, not @y" in the middle of another question changes that answer and stays where it is."""
    from intents.understanding.answers import find_correction

    if question.kind is Kind.TEXT:
        return None
    found = find_correction(intent, state.request.answers, text, desk.around(state.request.answers, stamp))
    if found is None or found[0] == question.name:
        return None
    name, answer = found
    changed = intent.question(name)
    if changed is None:
        return None
    request = _with_answer(state.request, name, answer, stamp)
    turn = replace(state, request=request, typed="", problem="")
    said = say_answer(changed, answer, stamp.today)
    return Turn(
        turn,
        (heard(text), SaveRequest(request=request), tell(f"Changed. {changed.ask} {said}")),
    )


def _take(state: Asking, question: Question, text: str, desk: Desk, stamp: Stamp) -> Turn:
    around = desk.around(state.request.answers, stamp)
    result = read_answer(question, text, around)
    match result:
        case Accepted(alternative=other) if other is not None:
            doubting = Doubting(
                request=state.request,
                question=question.name,
                answer=result.answer,
                echo=result.echo,
                other=other,
                other_label=result.alternative_label,
                from_review=state.from_review,
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
    request = _with_answer(state.request, question.name, answer, stamp)
    said = say_answer(question, answer, stamp.today)
    words = answer.words.strip()
    effects: list[Effect] = [SaveRequest(request=request), tell(question.ask), heard(words or said)]
    if words and said != words and question.kind in (Kind.DATE, Kind.TICKET, Kind.HANDLE, Kind.URL):
        effects.append(tell(said))
    for choice in (question.choice(value) for value in answer.values):
        if choice is None:
            continue
        if choice.ends:
            ended = replace(request, stage=Stage.ANSWERED)
            return Turn(
                Answered(request=ended, explanation=choice.ends),
                (SaveRequest(request=ended), *effects[1:], tell(choice.ends)),
            )
        if choice.moves_to is not None and (moved := desk.catalogue.intent(choice.moves_to)):
            if choice.because:
                effects.append(tell(choice.because))
            return confirm(request, moved, desk, stamp).after(*effects)
    return advance(request, desk, stamp).after(*effects)


def _with_answer(request: Request, name: str, answer: Answer, stamp: Stamp) -> Request:
    answers = MappingProxyType({**request.answers, name: answer})
    asked = request.asked if name in request.asked else (*request.asked, name)
    # An edited text does not know the new answer: it is kept, but no longer used unasked.
    edit = replace(request.edit, used=False) if request.edit else None
    return replace(request, answers=answers, asked=asked, typing="", edit=edit, changed=stamp.now)


def without_answer(request: Request, name: str, stamp: Stamp) -> Request:
    """The request with an optional answer left out again."""
    answers = {key: value for key, value in request.answers.items() if key != name}
    edit = replace(request.edit, used=False) if request.edit else None
    asked = tuple(other for other in request.asked if other != name)
    return replace(
        request, answers=MappingProxyType(answers), asked=asked, typing="", edit=edit, changed=stamp.now
    )


def chosen_while_asking(state: Asking, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """An option of a question: one of its choices, or a way around it."""
    from intents.talk.reviewing import put_off, review

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
        return review(request, desk, stamp).after(SaveRequest(request=request))
    if option == LEAVE_OPEN and question.required:
        return _leave_open(state, question, desk, stamp)
    if option == LATER:
        return put_off(state.request, desk, stamp)
    if option == ALL_KINDS:
        return Turn(Browsing(request=state.request, before=state))
    choice = question.choice(option)
    if choice is not None:
        answer = Answer(values=(choice.value,), words=choice.label)
        return accept(state, question, answer, desk, stamp)
    if option in question.suggestions:
        return _take(state, question, option, desk, stamp)
    return Turn(state)


def _leave_open(state: Asking, question: Question, desk: Desk, stamp: Stamp) -> Turn:
    """A required question is left for now: the next one comes, and the draft says what is missing."""
    intent = desk.intent_of(state.request)
    request = replace(state.request, typing="", changed=stamp.now)
    if intent is not None and intent.outcome is Outcome.ISSUE:
        later = [
            q for q in applicable(intent, request.answers) if q.required and q.name not in request.answers
        ]
        names = [q.name for q in later]
        after = names[names.index(question.name) + 1 :] if question.name in names else []
        left = f"Left open: {question.ask} The draft can't be filed before it is answered."
        if after and not state.from_review:
            asking = Asking(request=request, question=after[0])
            return Turn(asking, (SaveRequest(request=request), tell(left)))
        return advance(request, desk, stamp, left_open=frozenset(names)).after(
            SaveRequest(request=request), tell(left)
        )
    return Turn(replace(state, problem="This one is needed to give you the right answer."))


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
    if len(options) == 1 and options[0].startswith("="):
        return chosen_while_asking(state, options[0], desk, stamp)
    if question.choices:
        chosen = [c for c in question.choices if c.value in options]
        if not chosen:
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
    asking = Asking(request=state.request, question=state.question, from_review=state.from_review)
    return said_while_asking(asking, text, desk, stamp)


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
    return Turn(
        Asking(
            request=state.request,
            question=state.question,
            typed=state.answer.words,
            from_review=state.from_review,
        )
    )


def went_back_while_asking(state: Asking, desk: Desk, stamp: Stamp) -> Turn:
    """The question before, with its answer in the box; from the first one, what the request was taken for."""
    from intents.talk.reviewing import review

    if state.from_review:
        return review(state.request, desk, stamp)
    intent = desk.intent_of(state.request)
    if intent is None:
        return recognise(replace(state.request, intent=None), desk, misses=0)
    path = [q.name for q in applicable(intent, state.request.answers)]
    walked = [name for name in state.request.asked if name in path]
    before = walked[: walked.index(state.question)] if state.question in walked else walked
    if not before:
        return reconfirm(state.request, desk)
    return reask(state.request, before[-1], desk)


def reask(request: Request, name: str, desk: Desk, *, from_review: bool = False) -> Turn:
    """A question again, with the answer it has."""
    answer = request.answers.get(name)
    return Turn(
        Asking(
            request=request,
            question=name,
            typed=_words_of(request, name, desk) if answer else "",
            from_review=from_review,
        )
    )


def _words_of(request: Request, name: str, desk: Desk) -> str:
    intent = desk.intent_of(request)
    question = intent.question(name) if intent else None
    answer = request.answers[name]
    if question is not None and question.choices:
        return ""
    return answer.words if answer.origin is Origin.TYPED and answer.words else "\n".join(answer.values)


def chosen_while_changing(state: ChangingAnswer, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """Which answer is to be changed or added."""
    from intents.talk.reviewing import review

    intent = desk.intent_of(state.request)
    if option == DRAFT:
        return review(state.request, desk, stamp)
    if intent is None or intent.question(option) is None:
        return Turn(state)
    return reask(state.request, option, desk, from_review=True)


def said_while_changing(state: ChangingAnswer, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """A number or name of the list, or the change itself in words."""
    from intents.talk.reviewing import review
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    if says_back(text):
        return review(state.request, desk, stamp)
    if option := option_meant(text, prompt_for(state, desk, stamp.today).options):
        return chosen_while_changing(state, option, desk, stamp)
    return corrected_in_words(state, state.request, text, desk, stamp)


def corrected_in_words(state: State, request: Request, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """ "Change the date to Friday" at the draft: that answer changes, and the draft is shown again."""
    from intents.talk.reviewing import review
    from intents.understanding.answers import find_correction

    intent = desk.intent_of(request)
    if intent is None:
        return Turn(state)
    found = find_correction(intent, request.answers, text, desk.around(request.answers, stamp))
    if found is None:
        names = ", ".join(q.ask.rstrip("?") for q in applicable(intent, request.answers)[:3])
        return Turn(
            state,
            (
                heard(text),
                tell(f"I can't tell which answer that changes. Name it as it was asked: {names} ..."),
            ),
        )
    name, answer = found
    question = intent.question(name)
    changed = _with_answer(request, name, answer, stamp)
    said = say_answer(question, answer, stamp.today) if question else answer.value
    asked = question.ask if question else name
    turn = review(changed, desk, stamp)
    return turn.after(heard(text), SaveRequest(request=changed), tell(f"Changed. {asked} {said}"))


def _question_of(state: Asking, desk: Desk) -> tuple[Intent | None, Question | None]:
    intent = desk.intent_of(state.request)
    return intent, intent.question(state.question) if intent else None


def place_of(state: Asking, intent: Intent) -> tuple[int, int]:
    """Which question this is, of how many: those answered by hand so far and those still open."""
    path = [q.name for q in applicable(intent, state.request.answers)]
    walked = [name for name in state.request.asked if name in path]
    live = live_answers(intent, state.request.answers)
    still = [
        q.name
        for q in applicable(intent, state.request.answers)
        if q.required and q.name not in live and q.name not in walked
    ]
    row = [*walked, *still]
    if state.question not in row:
        row.append(state.question)
    return row.index(state.question) + 1, len(row)
