from dataclasses import replace

import pytest

from intents.understanding import Candidate, Decision, Levels, LookAlike, Ranking
from intents.understanding.deciding import decide
from tests.intents.understanding.lessons_for_tests import LESSONS, matcher

LEVELS = Levels()


def ranked(
    *shares: tuple[str, float], outside: float = 0.0, known: int = 6, familiar: int = 4, small_words: int = 2
) -> Ranking:
    return Ranking(
        candidates=tuple(Candidate(name=name, confidence=share) for name, share in shares),
        outside=(Candidate(name="elsewhere", confidence=outside),),
        outside_confidence=outside,
        known=known,
        familiar=familiar,
        small_words=small_words,
    )


def test_a_clear_best_is_confirmed_alone() -> None:
    reading = decide(ranked(("a", 0.9), ("b", 0.1)), (), (), LEVELS)
    assert (reading.decision, [c.name for c in reading.candidates]) == (Decision.CONFIRM, ["a"])


def test_a_close_race_is_a_choice_without_the_unlikely() -> None:
    reading = decide(ranked(("a", 0.45), ("b", 0.4), ("c", 0.1), ("d", 0.03)), (), (), LEVELS)
    assert (reading.decision, [c.name for c in reading.candidates]) == (Decision.CHOOSE, ["a", "b", "c"])


def test_a_look_alike_pair_is_told_apart_by_its_question() -> None:
    pair = LookAlike(topics=("a", "b"), ask="Which?", choices=(("a", "A"), ("b", "B")))
    assert decide(ranked(("a", 0.45), ("b", 0.4), ("c", 0.01)), (), (pair,), LEVELS).look_alike is pair
    assert decide(ranked(("a", 0.45), ("c", 0.4), ("b", 0.01)), (), (pair,), LEVELS).look_alike is None
    assert decide(ranked(("a", 0.6), ("b", 0.1), ("c", 0.01)), (), (pair,), LEVELS).look_alike is None


def test_what_is_for_someone_else_names_them() -> None:
    reading = decide(ranked(("a", 0.2), ("b", 0.1), outside=0.7), (), (), LEVELS)
    assert (reading.decision, reading.outside) == (Decision.REPHRASE, "elsewhere")


def test_what_was_hardly_read_is_neither_confirmed_nor_refused() -> None:
    assert decide(ranked(("a", 0.9), ("b", 0.1), known=1), (), (), LEVELS).decision is Decision.CHOOSE
    foreign = ranked(("a", 0.3), ("b", 0.2), outside=0.5, known=5, familiar=0)
    assert decide(foreign, (), (), LEVELS).decision is Decision.CHOOSE
    with_names = ranked(("a", 0.3), ("b", 0.2), outside=0.5, known=5, familiar=2, small_words=0)
    assert decide(with_names, (), (), LEVELS).decision is Decision.CHOOSE


def test_a_message_whose_spelling_was_mended_without_doubt_is_read_well() -> None:
    plain = ranked(("a", 0.9), ("b", 0.1), known=6, familiar=1, small_words=1)
    assert decide(plain, (), (), LEVELS).decision is Decision.CHOOSE
    mended = replace(plain, mended=2)
    assert decide(mended, (), (), LEVELS).decision is Decision.CONFIRM
    foreign = replace(mended, small_words=0)
    assert decide(foreign, (), (), LEVELS).decision is Decision.CHOOSE
    # A mended word is enough for an offer, not for sending somebody away.
    away = ranked(("a", 0.3), ("b", 0.2), outside=0.5, known=6, familiar=1, small_words=1)
    assert decide(replace(away, mended=2), (), (), LEVELS).decision is Decision.CHOOSE


def test_two_requests_come_in_the_order_they_were_typed_with_their_words() -> None:
    reading = matcher().read("I lost my badge, and also please book my vacation in July")
    assert [(request.name, request.text) for request in reading.requests] == [
        ("badge", "I lost my badge"),
        ("holiday", "book my vacation in July"),
    ]


def test_three_requests_are_three() -> None:
    reading = matcher().read(
        "I lost my badge.\nAlso book my vacation in July.\nAlso there is a mistake in my payslip."
    )
    assert [request.name for request in reading.requests] == ["badge", "holiday", "salary"]


def test_and_inside_one_request_is_not_two() -> None:
    assert matcher().read("the screen and the keyboard of my laptop are broken").requests == ()
    assert matcher().read("my badge is lost and my key card doesn't open the door").requests == ()


@pytest.mark.parametrize(
    "text",
    [
        "- I lost my badge\n- please book my vacation in July",
        "1) I lost my badge 2) book my vacation in July",
        "Two things: I lost my badge. Book my vacation in July.",
        "I lost my badge and book my vacation in July too",
        "I lost my badge. One more thing: book my vacation in July",
        "hi, I lost my badge, oh and please book my vacation in July. Thanks!",
    ],
)
def test_two_requests_are_found_however_they_are_joined(text: str) -> None:
    assert [request.name for request in matcher().read(text).requests] == ["badge", "holiday"]


@pytest.mark.parametrize(
    "text",
    [
        "I was on vacation in July. When I came back my badge was gone, I need a new one",
        "Sorry for the noise, it's a long day. Please replace my laptop",
        "my laptop is broken since Monday. It does not start. Please replace it",
        "Hi team,\n\nI lost my badge.\n\nThanks in advance for your help",
    ],
)
def test_what_tells_the_story_of_one_request_is_not_a_second_one(text: str) -> None:
    assert matcher().read(text).requests == ()


def test_no_example_is_taken_apart() -> None:
    for topic in LESSONS.topics:
        for example in topic.examples:
            assert matcher().read(example).requests == (), example
