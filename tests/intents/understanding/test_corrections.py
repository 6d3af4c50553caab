"""Corrections said in words: which answer they change, and what is not taken for one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.answering.answer import Answer, Origin
from intents.answering.reading import Surroundings
from intents.catalogue.model import (
    AnsweredBy,
    Choice,
    DraftPattern,
    Intent,
    IntentId,
    Kind,
    Limits,
    Outcome,
    Question,
    TicketHost,
)
from intents.understanding.corrections import find_correction

AROUND = Surroundings(
    today=date(2026, 11, 24),
    me="riley",
    ticket_hosts=(
        TicketHost(name="north", host="n.example.com", link="https://n.example.com/tickets/${number}"),
    ),
)


def question(name: str, kind: Kind, ask: str, **more: Any) -> Question:
    return Question(name=name, ask=ask, why="To know.", kind=kind, **more)


INTENT = Intent(
    id=IntentId("it"),
    title="It",
    sentence="It.",
    keywords=(),
    examples=(),
    outcome=Outcome.ISSUE,
    draft=DraftPattern(title=("${summary}",), body=""),
    questions=(
        question("summary", Kind.LINE, "What is it, in one line?", limits=Limits(shortest=8)),
        question(
            "change",
            Kind.CHOICE,
            "What should change?",
            choices=(
                Choice(value="add", label="Be added", words=("add me",)),
                Choice(value="remove", label="Be removed", words=("remove me",)),
            ),
        ),
        question(
            "events", Kind.LIST, "Which team event is it?", suggestions=("Help Call", "Pairing Session")
        ),
        question(
            "site",
            Kind.CHOICE,
            "In which desk?",
            choices=(Choice(value="north", label="North"), Choice(value="south", label="South")),
        ),
        question("page", Kind.URL, "What is your page?", limits=Limits(hosts=("book.example.com",))),
        question(
            "from",
            Kind.DATE,
            "From which day?",
            limits=Limits(earliest="today"),
            answered_by=AnsweredBy(cues=("from", "starting")),
        ),
        question(
            "until", Kind.DATE, "Until which day?", required=False, answered_by=AnsweredBy(cues=("until",))
        ),
        question(
            "manager", Kind.HANDLE, "Who is your manager?", answered_by=AnsweredBy(cues=("manager", "boss"))
        ),
        question("ticket", Kind.TICKET, "Which ticket?", required=False),
        question("agreed", Kind.YES_NO, "Has your manager agreed?", answered_by=AnsweredBy(never=True)),
        question("ready", Kind.YES_NO, "Are you ready?", required=False),
    ),
)
ANSWERS = {
    "summary": Answer(values=("The old summary",)),
    "change": Answer(values=("add",)),
    "events": Answer(values=("Help Call",)),
    "site": Answer(values=("north",)),
    "page": Answer(values=("https://book.example.com/riley",)),
    "from": Answer(values=("2026-12-07",)),
    "manager": Answer(values=("@kim",)),
}


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("change the date to Friday", "from", "2026-11-27"),
        ("no, from Monday instead", "from", "2026-11-30"),
        ("from Monday instead of Friday", "from", "2026-11-30"),
        ("the start is wrong, starting 1 Dec", "from", "2026-12-01"),
        ("actually 1 December", "from", "2026-12-01"),
        ("set until to 20 Dec", "until", "2026-12-20"),
        ("the manager is @lee, not @kim", "manager", "@lee"),
        ("not @kim but @lee", "manager", "@lee"),
        ("no, @lee", "manager", "@lee"),
        ("please change my manager to @lee", "manager", "@lee"),
        ("wrong manager, it's @lee", "manager", "@lee"),
        ("actually it's the South one", "site", "south"),
        ("it's south, not north", "site", "south"),
        ("make it south", "site", "south"),
        ("wait, remove me", "change", "remove"),
        ("it should be the pairing session", "events", "Pairing Session"),
        ("change page to book.example.com/ri", "page", "https://book.example.com/ri"),
        ("change the title to Views are empty in APAC", "summary", "Views are empty in APAC"),
        ("the summary should be “Views are empty”", "summary", "Views are empty"),
        ("the ticket should be #99", "ticket", "https://n.example.com/tickets/99"),
    ],
)
def test_a_correction_changes_the_answer_it_speaks_of(text: str, name: str, value: str) -> None:
    found = find_correction(INTENT, ANSWERS, text, AROUND)
    assert found is not None
    assert (found[0], found[1].value) == (name, value)
    assert (found[1].words, found[1].origin) == (text, Origin.TYPED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Friday",
        "@lee",
        "south",
        "no",
        "no idea",
        "change my manager",
        "the manager is @kim, not @lee",
        "my manager said to make it quick",
        "I would rather not",
        "no, @lee and @max",
        "actually north or south",
        "change it",
        "the manager has not agreed, actually",
        "actually my manager agreed",
        "actually " + "it is a long story " * 20,
    ],
)
def test_what_does_not_plainly_correct_changes_nothing(text: str) -> None:
    assert find_correction(INTENT, ANSWERS, text, AROUND) is None


def test_an_answer_to_the_question_asked_does_not_correct_another_of_its_kind() -> None:
    assert find_correction(INTENT, ANSWERS, "actually 1 December", AROUND, asked="until") is None
    assert find_correction(INTENT, ANSWERS, "no, @lee", AROUND, asked="ready") is None
    named = find_correction(INTENT, ANSWERS, "actually from 1 December", AROUND, asked="until")
    assert named is not None
    assert named[0] == "from"


@given(
    st.lists(
        st.sampled_from(
            "change the manager from to is not @lee Friday until south actually no , “ ” instead of #5 :: but".split()
        ),
        max_size=10,
    ).map(" ".join)
)
@settings(max_examples=200)
def test_no_text_raises_and_a_correction_always_changes_something(text: str) -> None:
    found = find_correction(INTENT, ANSWERS, text, AROUND)
    if found:
        assert found[0] != "agreed"
        assert found[1].values != (ANSWERS[found[0]].values if found[0] in ANSWERS else None)
