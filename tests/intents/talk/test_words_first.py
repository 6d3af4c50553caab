"""Words are kept before they are read: what stands in which order, and what becomes of answers that come late."""

from __future__ import annotations

from dataclasses import replace

import pytest
from talking import NOW, Outside, Talk, connection, reading_of, the_catalogue

from intents.catalogue.model import IntentId
from intents.drafting.compose import editable_text
from intents.drafting.request import Edit, Request, Stage
from intents.talk.desk import Desk
from intents.talk.effects import ReadWords, SaveRequest, Say
from intents.talk.events import (
    Chosen,
    DraftEdited,
    EditPaused,
    Event,
    Paused,
    Said,
    SaveFailed,
    Stamp,
    WentBack,
    WordsRead,
)
from intents.talk.states import (
    Answered,
    Browsing,
    Confirming,
    Discarding,
    Done,
    Editing,
    Opening,
    Preparing,
    Recognising,
    Reviewing,
    State,
)
from intents.talk.step import DISCARD, step
from intents.talk.turn import Turn

STAMP = Stamp(now=NOW, id="next", reference="ginext")
WORDS = "the view is broken"
ASKED = Request(id="talk1", reference="giref1", messages=(WORDS,))
READING = Recognising(request=ASKED)
READ = WordsRead(request_id="talk1", messages=(WORDS,))


def after(state: State, event: Event) -> Turn:
    return step(state, event, DESK, STAMP)


DESK = Desk(
    catalogue=the_catalogue(), read=lambda _: reading_of({"confirm": "fix"}), connection=connection("gitlab")
)


@pytest.mark.parametrize(
    "state",
    [Opening(), Confirming(request=ASKED, best=IntentId("fix"), near=(), evidence=())],
    ids=["first", "more"],
)
def test_words_are_kept_before_they_are_read(state: State) -> None:
    turn = after(state, Said(text="it stays empty"))
    assert isinstance(turn.state, Recognising)
    done = [effect for effect in turn.effects if not isinstance(effect, Say)]
    assert done == [SaveRequest(request=turn.state.request), ReadWords(request=turn.state.request)]
    assert turn.state.request.messages[-1] == "it stays empty"


def test_half_a_sentence_behind_them_is_kept_beside_them() -> None:
    turn = after(READING, Paused(text="and al"))
    (save,) = turn.effects
    assert isinstance(save, SaveRequest)
    assert (save.request.messages, save.request.typing) == ((WORDS,), "and al")
    read = after(turn.state, READ)
    assert isinstance(read.state, Confirming)
    assert read.state.request.typing == "and al"


def test_what_was_read_of_other_words_counts_for_nothing() -> None:
    late = replace(READ, messages=("something else",))
    assert after(READING, late) == Turn(READING)
    assert after(Opening(), READ) == Turn(Opening())


def test_back_while_they_are_read_puts_all_words_into_the_box() -> None:
    typed = after(READING, Paused(text="and al")).state
    back = after(typed, WentBack())
    assert isinstance(back.state, Opening)
    assert back.state.request is not None
    assert back.state.request.typing == f"{WORDS}\nand al"


def test_words_that_cannot_be_read_lead_to_the_list() -> None:
    turn = after(READING, replace(READ, problem="The catalogue has faults now."))
    assert isinstance(turn.state, Browsing)
    assert [e.text for e in turn.effects if isinstance(e, Say)] == [
        "The catalogue has faults now. Choose from the list: what you wrote is kept."
    ]


def test_words_that_cannot_be_kept_are_read_all_the_same() -> None:
    turn = after(READING, SaveFailed(sentence="The disk is full.", request=ASKED))
    assert turn.state == READING
    assert turn.effects[-1] == ReadWords(request=ASKED)


@pytest.mark.parametrize(
    "waits", [READING, Preparing(request=replace(ASKED, intent=IntentId("calendly")))], ids=str
)
def test_what_was_waited_for_is_asked_for_again_when_nothing_is_thrown_away(waits: State) -> None:
    asked = after(waits, Chosen(option=DISCARD))
    assert isinstance(asked.state, Discarding)
    # It came, and nobody was there to take it.
    here = after(asked.state, READ).state
    back = after(here, Said(text="no"))
    assert back.state == waits
    assert [e for e in back.effects if not isinstance(e, Say)]


@pytest.mark.parametrize("end", [Done, Answered])
def test_what_is_typed_behind_an_end_begins_the_next_request(end: type) -> None:
    outside = Outside()
    talk = Talk(
        services=replace(outside.services, read=lambda _: reading_of({"confirm": "general_question"}))
    )
    talk.send(Said(text="which tag stops the auto-close?"))
    talk.send(Chosen(option="yes"))
    assert isinstance(talk.state, Answered)
    if end is Done:
        from talking import receipt_of

        from intents.drafting.draft import Draft

        receipt = receipt_of(Draft(project="a/b", title="T", description="D", reference="giref1"))
        talk.state = Done(request=talk.state.request, receipt=receipt)
    talk.send(Paused(text="and one more th"))
    assert [r.typing for r in outside.store.unfinished()] == ["and one more th"]
    assert talk.prompt.typed == "and one more th"
    talk.send(Said(text="and one more thing"))
    assert [(r.id, r.messages, r.typing) for r in outside.store.unfinished()] == [
        ("talk2", ("and one more thing",), "")
    ]


EDITED = EditPaused(title="Mine", description="My text")


def editing() -> Editing:
    outside = Outside()
    talk = Talk(services=replace(outside.services, read=lambda _: reading_of({"confirm": "everything_else"})))
    for event in (
        Said(text="words for it"), Chosen(option="yes"), Said(text="A summary"), Said(text="A description"),
        Said(text="normal"), Chosen(option="edit"),
    ):  # fmt: skip
        talk.send(event)
    assert isinstance(talk.state, Editing), talk.state
    return talk.state


def saved(turn: Turn) -> list[Request]:
    return [effect.request for effect in turn.effects if isinstance(effect, SaveRequest)]


def test_what_is_edited_is_kept_while_it_is_edited() -> None:
    turn = after(editing(), EDITED)
    assert isinstance(turn.state, Editing)
    assert [request.edit for request in saved(turn)] == [Edit(title="Mine", description="My text")]


def test_an_edit_that_is_given_up_is_given_up_on_disk_too() -> None:
    begun = editing()
    turn = after(after(begun, EDITED).state, WentBack())
    assert isinstance(turn.state, Reviewing)
    assert saved(turn) == [begun.request]


def test_an_edit_that_comes_back_to_what_it_was_is_none() -> None:
    begun = editing()
    same = (begun.draft.title, editable_text(begun.draft))
    assert after(begun, EditPaused(title=same[0], description=same[1])) == Turn(begun)
    back = after(after(begun, EDITED).state, EditPaused(title=same[0], description=same[1]))
    assert [request.edit for request in saved(back)] == [None]
    assert back.state == begun
    ended = after(after(begun, EDITED).state, DraftEdited(title=same[0], description=same[1]))
    assert isinstance(ended.state, Reviewing)
    assert saved(ended) == [begun.request]


def test_a_pause_that_comes_when_the_editor_is_left_already_changes_nothing() -> None:
    assert after(Opening(), EDITED) == Turn(Opening())


def test_what_was_left_while_it_was_filed_and_could_not_be_kept_is_gone_back_to() -> None:
    lost = replace(editing().request, stage=Stage.READY)
    turn = after(Opening(), SaveFailed(sentence="The disk is full.", request=lost))
    assert isinstance(turn.state, Reviewing)
    assert turn.state.request.answers == lost.answers
