"""Every conversation of `tests/conversations/` against the core."""

from __future__ import annotations

import pytest
from talking import Conversation, Talk, conversations, play, the_catalogue

from intents.catalogue.model import Outcome
from intents.talk.events import Chosen


@pytest.mark.parametrize("conversation", conversations(), ids=str)
def test_the_talk_goes_as_the_process_wants_it(conversation: Conversation) -> None:
    play(conversation)


def test_every_intent_is_walked_to_its_end() -> None:
    ended = {_intent(play(conversation)) for conversation in _ended()}
    assert ended == {str(intent.id) for intent in the_catalogue().intents}


def _intent(talk: Talk) -> str:
    assert talk.state.request is not None
    return str(talk.state.request.intent)


def _ended() -> list[Conversation]:
    return [c for c in conversations() if c.files or "answer" in c.data]


def test_every_answer_that_ends_or_moves_a_request_is_given() -> None:
    turning = {
        choice.value
        for intent in the_catalogue().intents
        for question in intent.questions
        for choice in question.choices
        if choice.ends or choice.moves_to
    }
    given = {turn.get("choose") for conversation in conversations() for turn in conversation.turns}
    assert turning
    assert turning <= given


@pytest.mark.parametrize("conversation", [c for c in conversations() if c.files], ids=str)
def test_what_is_filed_went_through_a_confirmation_and_a_look_at_the_draft(
    conversation: Conversation,
) -> None:
    intent = the_catalogue().intent(_intent(play(conversation)))
    assert intent is not None
    assert intent.outcome is Outcome.ISSUE
    deeds = [turn for turn in conversation.turns if turn.get("choose") in ("file", "again") or "say" in turn]
    assert deeds[-1].get("choose") in ("file", "again") or deeds[-1]["say"] in ("file it", "send it")


def test_the_last_key_leaves_the_program() -> None:
    talk = play(next(c for c in conversations() if c.files))
    talk.send(Chosen(option="leave"))
    assert talk.left
