"""Words in place of a choice, at every moment: yes, no, back, skip, cancel, and a correction of what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest
from talking import NOW, connection, reading_of, receipt_of, the_catalogue

from intents.answering.answer import Answer
from intents.catalogue.model import IntentId
from intents.drafting.draft import Draft
from intents.drafting.request import Request, Stage
from intents.filing.tracker import Refused, Unknown
from intents.talk.carrying import foreseen
from intents.talk.desk import Desk
from intents.talk.effects import (
    ForgetRequest,
    Leave,
    Place,
    ReadWords,
    SaveRequest,
    Say,
    ShowPlace,
    SubmitDraft,
)
from intents.talk.events import Chosen, Event, Said, Stamp, WordsRead
from intents.talk.reviewing import current_draft
from intents.talk.states import (
    Answered,
    Asking,
    Browsing,
    ChangingAnswer,
    Choosing,
    Confirming,
    Discarding,
    Done,
    Doubting,
    Elsewhere,
    Failed,
    NotKept,
    Opening,
    Recognising,
    Rephrasing,
    Reviewing,
    Splitting,
    State,
    Submitting,
    Unclear,
)
from intents.talk.step import step
from intents.talk.turn import Turn

STAMP = Stamp(now=NOW, id="next", reference="ginext")
CALENDLY = IntentId("calendly")
MESSAGE = "add me to Upgrade Assistance from 1 December 2026, my manager is @kim"
FIRST_OF_DECEMBER, FRIDAY = "2026-12-01", "2026-11-27"


def reading(messages: tuple[str, ...]) -> object:
    return reading_of({"confirm": "macros_global" if "macros" in messages[-1] else "calendly"})


DESK = Desk(catalogue=the_catalogue(), read=reading, connection=connection("gitlab"))  # type: ignore[arg-type]


def after(state: State, event: Event) -> Turn:
    """What it comes to once the words were read, if there are any to be read."""
    turn = step(state, event, DESK, STAMP)
    if not isinstance(turn.state, Recognising):
        return turn
    asked = turn.state.request
    read = step(turn.state, WordsRead(request_id=asked.id, messages=asked.messages), DESK, STAMP)
    return read.after(*(effect for effect in turn.effects if not isinstance(effect, ReadWords)))


def answer(value: str) -> Answer:
    return Answer(values=(value,), words=value)


ANSWERS = {
    "change": "add", "events": "Upgrade Assistance", "from": FIRST_OF_DECEMBER, "manager": "@kim",
    "page": "https://calendly.com/kim-example",
}  # fmt: skip
NEW = Request(id="talk1", reference="giref1", messages=(MESSAGE,), started=NOW)
FULL = replace(
    NEW,
    intent=CALENDLY,
    template="",
    answers=MappingProxyType({name: answer(value) for name, value in ANSWERS.items()}),
    asked=tuple(ANSWERS),
)


def the_draft(request: Request) -> Draft:
    draft = current_draft(request, DESK, STAMP)
    assert draft is not None
    assert not draft.missing
    return draft


DRAFT = the_draft(FULL)


def asking(name: str) -> Asking:
    """This question open, all the others answered."""
    others = {known: value for known, value in FULL.answers.items() if known != name}
    return Asking(request=replace(FULL, answers=MappingProxyType(others)), question=name)


CONFIRMING = Confirming(request=NEW, best=CALENDLY, near=(IntentId("fix"),), evidence=())
REVIEWING = Reviewing(request=FULL, draft=DRAFT)
MOMENTS: Mapping[str, State] = {
    "opening": Opening(),
    "splitting": Splitting(request=NEW, parts=("one", "two")),
    "confirming": CONFIRMING,
    "choosing": Choosing(request=NEW, ask="?", choices=((CALENDLY, ""), (IntentId("fix"), "")), evidence=()),
    "rephrasing": Rephrasing(request=NEW, misses=1),
    "elsewhere": Elsewhere(request=NEW, place="out_of_scope_it"),
    "browsing": Browsing(request=NEW, before=CONFIRMING),
    **{
        f"asking {name}": asking(name)
        for name in ("change", "events", "from", "manager", "page", "why", "ready")
    },
    "asking hours": Asking(request=FULL, question="hours"),
    "doubting": Doubting(
        request=asking("from").request,
        question="from",
        answer=answer(FIRST_OF_DECEMBER),
        echo="1 December",
        other=answer("2027-01-12"),
        other_label="12 January",
    ),
    "reviewing": REVIEWING,
    "changing": ChangingAnswer(request=FULL),
    "discarding": Discarding(request=FULL, before=REVIEWING),
    "not kept": NotKept(request=FULL, draft=DRAFT, sentence="."),
    "failed": Failed(request=FULL, draft=DRAFT, failure=Refused(sentence="No.", next_step="Change it.")),
    "unclear": Unclear(request=FULL, draft=DRAFT, failure=Unknown(sentence="Lost.", next_step="Look.")),
    "done": Done(request=FULL, receipt=receipt_of(DRAFT)),
    "answered": Answered(request=replace(FULL, stage=Stage.ANSWERED)),
}


def say(moment: str, text: str) -> Turn:
    return after(MOMENTS[moment], Said(text=text))


def told(turn: Turn) -> str:
    problem = getattr(turn.state, "problem", "") or ""
    return "\n".join([problem, *(effect.text for effect in turn.effects if isinstance(effect, Say))])


def values(turn: Turn, name: str) -> tuple[str, ...]:
    assert turn.state.request is not None
    found = turn.state.request.answers.get(name)
    return found.values if found else ()


EVERY = list(MOMENTS)
QUESTIONS = [name for name in EVERY if name.startswith("asking")]
STAYS = "stays"


@pytest.mark.parametrize(
    ("moment", "leads_to"),
    [
        ("splitting", Confirming),
        ("confirming", Asking),
        ("elsewhere", Opening),
        ("asking ready", Reviewing),
        ("doubting", Reviewing),
        ("reviewing", Submitting),
        ("discarding", Opening),
        ("not kept", Submitting),
        ("done", Opening),
        ("answered", Opening),
        *(
            (name, STAYS)
            for name in ("opening", "choosing", "rephrasing", "browsing", "changing", "failed", "unclear")
        ),
        *((name, STAYS) for name in QUESTIONS if name != "asking ready"),
    ],
)
def test_yes_is_taken_where_something_was_proposed_and_is_no_words_anywhere_else(
    moment: str, leads_to: type | str
) -> None:
    turn = say(moment, "yes")
    if leads_to == STAYS:
        before = MOMENTS[moment]
        assert type(turn.state) is type(before)
        assert (turn.state.request and turn.state.request.answers) == (
            before.request and before.request.answers
        )
        assert (turn.state.request and turn.state.request.messages) == (
            before.request and before.request.messages
        )
        assert told(turn).strip() not in ("", "yes")
    else:
        assert isinstance(turn.state, leads_to)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "leads_to"),
    [
        ("splitting", Confirming),
        ("confirming", Rephrasing),
        ("choosing", Rephrasing),
        ("rephrasing", Browsing),
        ("elsewhere", Rephrasing),
        ("asking why", Reviewing),
        ("asking ready", Reviewing),
        ("doubting", Reviewing),
        ("reviewing", ChangingAnswer),
        ("changing", Reviewing),
        ("discarding", Reviewing),
        ("not kept", Reviewing),
        *((name, Asking) for name in QUESTIONS if name not in ("asking why", "asking ready")),
    ],
)
def test_no_is_never_an_answer_in_its_letters(moment: str, leads_to: type) -> None:
    turn = say(moment, "no")
    assert isinstance(turn.state, leads_to)
    assert not any("no" in found.values and name != "ready" for name, found in (turn.state.request.answers if turn.state.request else {}).items())  # fmt: skip
    assert "@no" not in str(turn.state)


@pytest.mark.parametrize("moment", [name for name in EVERY if name not in ("discarding", "unclear")])
def test_no_its_about_something_else_leads_there(moment: str) -> None:
    turn = say(moment, "no, it's about macros")
    assert isinstance(turn.state, Confirming)
    assert turn.state.best == "macros_global"
    if MOMENTS[moment].request is not None and moment not in ("done", "answered"):
        assert turn.state.request.messages[0] == MESSAGE
        assert set(turn.state.request.answers) >= set(MOMENTS[moment].request.answers)  # type: ignore[union-attr]


@pytest.mark.parametrize("moment", [name for name in EVERY if name != "opening"])
def test_back_is_what_the_key_does(moment: str) -> None:
    from intents.talk.events import WentBack

    turn = say(moment, "back")
    by_key = after(MOMENTS[moment], WentBack())
    assert turn.state == by_key.state
    assert (
        type(turn.state) is not type(MOMENTS[moment]) or moment == "doubting" or turn.state != MOMENTS[moment]
    )


@pytest.mark.parametrize("moment", QUESTIONS)
def test_skip_leaves_a_question_open_or_out(moment: str) -> None:
    turn = say(moment, "skip")
    assert not isinstance(turn.state, Asking) or turn.state.question != MOMENTS[moment].question  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "moment", ["opening", "splitting", "confirming", "choosing", "rephrasing", "browsing"]
)
def test_what_cannot_be_skipped_says_so_and_adds_no_words(moment: str) -> None:
    turn = say(moment, "skip")
    assert turn.state == MOMENTS[moment]
    assert told(turn).strip() not in ("", "skip")


@pytest.mark.parametrize("word", ["cancel", "never mind", "Cancel it.", "later"])
@pytest.mark.parametrize(
    "moment", [name for name in EVERY if name not in ("opening", "discarding", "done", "answered")]
)
def test_cancel_keeps_the_request_and_begins_anew(moment: str, word: str) -> None:
    turn = say(moment, word)
    assert isinstance(turn.state, Opening)
    saved = [effect.request for effect in turn.effects if isinstance(effect, SaveRequest)]
    assert [request.messages for request in saved] == [(MESSAGE,)]
    assert "Kept as talk1" in told(turn)
    assert not any(isinstance(effect, Leave | ForgetRequest) for effect in turn.effects)


def test_nothing_is_cancelled_where_nothing_is_begun() -> None:
    for word in ("cancel", "never mind", "yes", "no", "back", "skip", "discard", "thanks", "file it"):
        turn = say("opening", word)
        assert turn.state == Opening()
        assert "Nothing is asked yet" in told(turn)


@pytest.mark.parametrize("word", ["cancel", "discard", "delete it", "never mind"])
def test_what_is_filed_is_not_called_off_by_a_word(word: str) -> None:
    turn = say("done", word)
    assert turn.state == MOMENTS["done"]
    assert "It is filed" in told(turn)
    assert receipt_of(DRAFT).url in told(turn)
    assert not any(isinstance(effect, Leave) for effect in turn.effects)


@pytest.mark.parametrize("word", ["discard", "throw it away", "Delete this request"])
@pytest.mark.parametrize("moment", [name for name in EVERY if name not in ("opening", "discarding", "unclear", "done", "answered")])  # fmt: skip
def test_discard_asks_first(moment: str, word: str) -> None:
    turn = say(moment, word)
    assert isinstance(turn.state, Discarding)
    assert turn.state.before == MOMENTS[moment] or moment == "opening"
    assert not any(isinstance(effect, ForgetRequest) for effect in turn.effects)


def test_what_may_be_filed_is_not_thrown_away_by_a_word() -> None:
    turn = say("unclear", "discard")
    assert turn.state == MOMENTS["unclear"]
    assert "may be filed already" in told(turn)


CORRECTED = [
    name
    for name in EVERY
    if name not in ("opening", "splitting", "choosing", "rephrasing", "elsewhere", "browsing", "discarding", "unclear", "done", "asking manager")
]  # fmt: skip


@pytest.mark.parametrize("moment", CORRECTED)
def test_a_correction_in_the_middle_changes_that_answer_and_goes_on(moment: str) -> None:
    turn = say(moment, "the manager is @lee, not @kim")
    assert values(turn, "manager") == ("@lee",)
    assert "Changed. Who is your manager? @lee" in told(turn)
    before = MOMENTS[moment]
    if isinstance(before, Asking):
        assert isinstance(turn.state, Asking | Reviewing)
        assert not isinstance(turn.state, Asking) or turn.state.question == before.question


def test_a_correction_leaves_the_answer_in_the_box_that_is_looked_at_again() -> None:
    again = Asking(request=FULL, question="page", typed=ANSWERS["page"])
    turn = after(again, Said(text="the manager is @lee, not @kim"))
    assert turn.state == replace(again, request=turn.state.request)


PLACES = {"help": Place.HELP, "?": Place.HELP, "My drafts": Place.DRAFTS, "/settings": Place.SETTINGS}


@pytest.mark.parametrize("words", PLACES)
@pytest.mark.parametrize("moment", [name for name in EVERY if name not in QUESTIONS])
def test_a_place_that_is_named_is_gone_to_and_the_talk_stays(moment: str, words: str) -> None:
    turn = say(moment, words)
    assert turn.effects == (ShowPlace(place=PLACES[words]),)
    assert turn.state == MOMENTS[moment]


def test_where_any_text_is_an_answer_the_name_of_a_place_is_one() -> None:
    assert values(say("asking why", "settings"), "why") == ("settings",)
    assert values(say("asking why", "help"), "why") == ("help",)
    assert say("asking from", "help").effects == (ShowPlace(place=Place.HELP),)


@pytest.mark.parametrize("words", ["hi", "Hello!", "yes", "thanks"])
def test_a_greeting_is_no_request(words: str) -> None:
    turn = say("opening", words)
    assert turn.state == Opening()
    assert '"help" tells more' in told(turn)


def test_the_manager_who_is_asked_for_is_the_one_that_is_meant() -> None:
    turn = say("asking manager", "the manager is @lee, not @kim")
    assert values(turn, "manager") == ("@lee",)


@pytest.mark.parametrize("moment", [name for name in CORRECTED if name != "asking why"])
@pytest.mark.parametrize("words", ["change the date to Friday", "actually the date should be Friday"])
def test_the_date_is_changed_in_words(moment: str, words: str) -> None:
    turn = say(moment, words)
    assert values(turn, "from") == (FRIDAY,)


def test_where_any_text_is_an_answer_it_is_one() -> None:
    assert values(say("asking why", "change the date to Friday"), "why") == ("change the date to Friday",)


def test_a_correction_of_a_guess_holds_when_it_is_confirmed() -> None:
    intent = the_catalogue().intent("calendly")
    assert intent is not None
    turn = say("confirming", "the manager is @lee, not @kim")
    assert isinstance(turn.state, Confirming)
    assert turn.state.request.messages == (MESSAGE,)
    assert foreseen(intent, turn.state.request, DESK, STAMP)["manager"].values == ("@lee",)
    confirmed = after(turn.state, Chosen(option="yes"))
    assert values(confirmed, "manager") == ("@lee",)
    assert values(confirmed, "from") == (FIRST_OF_DECEMBER,)


def test_no_before_an_answer_is_of_what_stood_there() -> None:
    assert values(say("asking from", "no, Friday"), "from") == (FRIDAY,)
    assert values(say("asking manager", "no, @lee"), "manager") == ("@lee",)
    assert values(say("asking events", "no, GitLab Support Call"), "events") == ("GitLab Support Call",)


def test_no_to_an_offered_reading_puts_the_question_as_at_first() -> None:
    offered = replace(
        asking("page"), typed="calendly.com", problem="Not whole.", suggestion="https://calendly.com/kim"
    )
    turn = after(offered, Said(text="no"))
    assert turn.state == asking("page")


def test_what_was_filed_is_not_corrected_and_the_words_begin_no_other_request() -> None:
    for words in ("the manager is @lee, not @kim", "change the date to Friday"):
        turn = say("done", words)
        assert turn.state == MOMENTS["done"]
        assert "Change or close it there" in told(turn)
    assert isinstance(say("done", "the macro Refund::Late should say 14 days").state, Confirming)


def test_nothing_of_all_this_ever_sends_anything_but_a_yes() -> None:
    for moment in EVERY:
        for words in (
            "no",
            "back",
            "skip",
            "cancel",
            "discard",
            "no, it's about macros",
            "change the date to Friday",
        ):
            assert not any(isinstance(effect, SubmitDraft) for effect in say(moment, words).effects), (
                moment,
                words,
            )
