"""Which option is marked by itself, what an empty answer does, and that the number of questions that is told is true."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talking import TODAY, Outside, Talk, reading_of, the_catalogue

from intents.catalogue.model import Intent, Kind, Question
from intents.talk.events import Chosen, Said
from intents.talk.prompt import Prompt
from intents.talk.showing import prompt_for
from intents.talk.states import Asking, Browsing, Choosing, Confirming


def at(intent: Intent) -> Talk:
    """A talk in which this intent was just agreed to."""
    services = replace(Outside().services, read=lambda messages: reading_of({"confirm": intent.id}))
    talk = Talk(services=services)
    talk.send(Said(text="zork"))
    assert isinstance(talk.state, Confirming)
    assert talk.prompt.marked == 0
    talk.send(Chosen(option="yes"))
    return talk


def counted() -> list[tuple[Intent, Question]]:
    """Questions with options, one of each kind and intent."""
    found = {
        (intent.id, question.kind): (intent, question)
        for intent in the_catalogue().intents
        for question in intent.questions
        if question.choices or question.suggestions or question.kind is Kind.YES_NO
    }
    return list(found.values())


@pytest.mark.parametrize(
    ("intent", "question"), counted(), ids=lambda value: getattr(value, "id", None) or value.name
)
def test_no_option_of_a_question_is_taken_by_an_empty_answer(intent: Intent, question: Question) -> None:
    talk = at(intent)
    assert talk.state.request is not None
    talk.state = Asking(request=talk.state.request, question=question.name)
    assert talk.prompt.marked is None
    before = talk.state
    talk.send(Said(text="  "))
    assert isinstance(talk.state, Asking)
    assert talk.state == replace(before, problem=talk.state.problem)
    assert "of them, by its number or its name" in talk.prompt.problem


def test_the_answer_that_was_given_is_marked_when_it_is_asked_again() -> None:
    intent, question = next((i, q) for i, q in counted() if len(q.choices) > 1 and not q.choices[1].moves_to)
    talk = at(intent)
    assert talk.state.request is not None
    talk.state = Asking(request=talk.state.request, question=question.name)
    talk.send(Chosen(option=question.choices[1].value))
    assert talk.state.request is not None
    talk.state = Asking(request=talk.state.request, question=question.name)
    assert talk.prompt.marked == 1


@pytest.mark.parametrize(
    "reads", [{"choose": ["fix", "calendly"]}, {"choose": ["macros_global", "macros_federal"]}]
)
def test_between_kinds_of_request_nothing_is_marked_and_an_empty_answer_says_so(
    reads: dict[str, list[str]],
) -> None:
    talk = Talk(services=replace(Outside().services, read=lambda messages: reading_of(reads)))
    talk.send(Said(text="zork"))
    assert isinstance(talk.state, Choosing)
    for state in (Choosing, Browsing):
        assert isinstance(talk.state, state)
        assert talk.prompt.marked is None
        before = talk.state
        talk.send(Said(text=""))
        assert talk.state == before
        assert any("Choose one of them" in said for said in talk.said)
        talk.send(Chosen(option="all"))


def question_answered(talk: Talk, prompt: Prompt, chance: random.Random) -> None:
    """Some right answer."""
    if prompt.options and not prompt.words_first:
        choices = [option.id for option in prompt.options if not option.id.startswith("=")]
        talk.send(Chosen(option=chance.choice(choices)))
    else:
        talk.send(Said(text=prompt.example or "Some words that are long enough to be an answer"))


@given(st.integers(0, 10**9), st.sampled_from([intent.id for intent in the_catalogue().intents]))
@settings(max_examples=150, deadline=None)
def test_the_number_of_questions_that_is_told_comes_true(seed: int, name: str) -> None:
    chance = random.Random(seed)
    intent = the_catalogue().intent(name)
    assert intent is not None
    talk = at(intent)
    told: list[tuple[int, int]] = []
    here = name
    for _ in range(30):
        if not isinstance(talk.state, Asking):
            break
        before, prompt = talk.state, prompt_for(talk.state, talk.desk, TODAY)
        if before.request.intent != here:
            assert not told, "where an answer may move the request no number is told"
            here = before.request.intent
        if match := re.fullmatch(r"(\d+) of (\d+)", prompt.place):
            told.append((int(match[1]), int(match[2])))
        else:
            assert not told, "a number that was told is not taken back"
        question_answered(talk, prompt, chance)
        if talk.state == before or (isinstance(talk.state, Asking) and talk.state.problem):
            # Its example does not fit today.
            return
    for number, (place, count) in enumerate(told):
        assert count == told[0][1]
        assert place == told[0][0] + number
    if told:
        assert told[-1][0] == told[-1][1]
