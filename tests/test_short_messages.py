"""Messages of hardly a word: a name leads to its kind, a sign or a greeting to none, and spelling or signs do not matter."""

from __future__ import annotations

import pytest
from talking import read

from intents.understanding import Decision


@pytest.mark.parametrize(
    "text", ["?", "+", "-", "🙂", "   ", "hi", "x", "...", "asdf qwer", "12345", "\u200b"]
)
def test_where_nothing_is_said_no_kind_is_named(text: str) -> None:
    assert read((text,)).decision is Decision.REPHRASE


@pytest.mark.parametrize("text", ["change", "zendesk", "wrong", "please", "tickets", "support"])
def test_a_word_of_many_kinds_names_none(text: str) -> None:
    assert read((text,)).decision is not Decision.CONFIRM


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("calendly", "calendly"),
        ("round robin", "calendly"),
        ("macro", "macros_global"),
        ("federal macro", "macros_federal"),
        ("team page", "team_page"),
        ("broken", "fix"),
        ("proposal", "propose_change"),
        ("export", "everything_else"),
    ],
)
def test_a_name_alone_comes_first_and_one_word_is_never_confirmed(text: str, intent: str) -> None:
    reading = read((text,))
    assert reading.candidates
    assert reading.candidates[0].name == intent
    assert reading.decision is Decision.CHOOSE or " " in text


def test_a_name_in_full_width_letters_or_composed_otherwise_is_the_same_name() -> None:
    for other, plain in (("ｃａｌｅｎｄｌｙ", "calendly"), ("caf\u00e9 hours", "cafe\u0301 hours")):
        confidences = [
            [(candidate.name, candidate.confidence) for candidate in read((text,)).ranking.candidates]
            for text in (other, plain)
        ]
        assert confidences[0] == confidences[1]


def test_names_with_slips_come_first() -> None:
    assert read(("calandly scheduel wrong",)).ranking.candidates[0].name == "calendly"


def test_a_wish_for_the_customers_account_is_for_the_portal() -> None:
    reading = read(("a customer wants a colleague added to their portal account",))
    assert reading.ranking.candidates[0].name == "portal_change"


def test_a_tracker_that_is_named_does_not_decide() -> None:
    reading = read(("please add a dropdown to the form, put it in support-ops-project",))
    assert reading.ranking.candidates[0].name == "propose_change"


def test_the_reason_given_is_made_of_words() -> None:
    reading = read(("macro Foo::Bar has a typo",))
    assert reading.evidence
    assert all(any(letter.isalnum() for letter in word) for word in reading.evidence)
