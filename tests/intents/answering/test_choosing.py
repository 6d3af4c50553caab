"""Choices, and yes or no: by number, place, letter, words and slips; what is asked again."""

from __future__ import annotations

from datetime import date

import pytest

from intents.answering.kinds import read_answer
from intents.answering.reading import Accepted, Rejected, Surroundings
from intents.catalogue.model import Choice, Kind, Question, TicketHost

TODAY = date(2026, 11, 24)


HOSTS = (
    TicketHost(
        name="north",
        host="north.example-desk.com",
        link="https://north.example-desk.com/agent/tickets/${number}",
    ),
    TicketHost(
        name="south",
        host="south.example-desk.com",
        link="https://south.example-desk.com/agent/tickets/${number}",
    ),
)


AROUND = Surroundings(today=TODAY, me="riley", ticket_hosts=HOSTS)


def question(kind: Kind, **more: object) -> Question:
    return Question(name="it", ask="What is it?", why="To know.", kind=kind, **more)  # type: ignore[arg-type]


AREAS = (
    Choice(value="view", label="View"),
    Choice(value="trigger", label="Trigger", words=("rule",)),
    Choice(value="forms", label="Ticket forms and fields", words=("form", "field")),
    Choice(value="sla", label="SLA policy (response times)"),
    Choice(value="other", label="Something else"),
)


SITES = (
    Choice(value="north", label="North"),
    Choice(value="south", label="US South", words=("south", "us south")),
)


REPLIED = (
    Choice(value="yes", label="Yes, somebody replied", words=("replied", "answered")),
    Choice(value="no", label="No", words=("untouched",)),
)


ONE = question(Kind.CHOICE, choices=AREAS)


TWO = question(Kind.CHOICE, choices=SITES)


MANY = question(Kind.CHOICES, choices=AREAS)


def accepted(asked: Question, text: str, around: Surroundings = AROUND) -> Accepted:
    reading = read_answer(asked, text, around)
    assert isinstance(reading, Accepted), reading
    return reading


def rejected(asked: Question, text: str, around: Surroundings = AROUND) -> Rejected:
    reading = read_answer(asked, text, around)
    assert isinstance(reading, Rejected), reading
    return reading


YES_OR_NO = question(Kind.YES_NO)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "view"),
        ("2.", "trigger"),
        ("(3)", "forms"),
        ("#2", "trigger"),
        ("number 2", "trigger"),
        ("option 4 please", "sla"),
        ("the second one", "trigger"),
        ("first", "view"),
        ("I'd go with the 3rd", "forms"),
        ("the last one", "other"),
        ("last", "other"),
        ("two", "trigger"),
        ("b", "trigger"),
        ("c)", "forms"),
        ("view", "view"),
        ("VIEW", "view"),
        ("views", "view"),
        ("View.", "view"),
        ("the trigger, I think", "trigger"),
        ("rule", "trigger"),
        ("it's a form", "forms"),
        ("ticket forms and fields", "forms"),
        ("sla policy", "sla"),
        ("sla", "sla"),
        ("some", "other"),
        ("triger", "trigger"),
        ("trigegr", "trigger"),
        ("somthing else", "other"),
        ("ｖｉｅｗ", "view"),
        ("not a view, a trigger", "trigger"),
    ],
)
def test_a_choice_is_understood_by_number_place_letter_and_words(text: str, value: str) -> None:
    assert accepted(ONE, text).answer.values == (value,)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("6", "There is no number 6 here. Type a number from 1 to 5"),
        ("0", "There is no number 0 here"),
        ("the ninth", "There is no number 9 here"),
        ("z)", "There is no z here"),
        ("banana", "“banana” is none of these"),
        ("view and trigger", "names “View” and “Trigger”"),
        ("view or trigger?", "names “View” and “Trigger”"),
        ("not a view", "So it is another one"),
        ("dunno", "“dunno” leaves this open. Take the one that fits best."),
        ("??", "That leaves this open"),
        ("3.5", "is none of these"),
        ("-1", "is none of these"),
    ],
)
def test_what_is_no_choice_is_told_what_there_is(text: str, part: str) -> None:
    assert part in rejected(ONE, text).sentence


def test_a_letter_that_means_two_choices_is_asked_about() -> None:
    three = question(Kind.CHOICE, choices=(*SITES, Choice(value="both", label="Both")))
    assert "“b” could be" in rejected(three, "b").sentence
    assert accepted(three, "bo").answer.value == "both"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("south", "south"),
        ("not north", "south"),
        ("fed", ""),
        ("us", "south"),
        ("the latter", "south"),
        ("NORTH!!", "north"),
    ],
)
def test_of_two_choices_the_one_that_is_not_denied_is_meant(text: str, value: str) -> None:
    if value:
        assert accepted(TWO, text).answer.value == value
    else:
        rejected(TWO, text)


def test_a_choice_echoes_its_label_when_something_else_was_typed() -> None:
    assert accepted(ONE, "3").echo == "Ticket forms and fields"
    assert accepted(ONE, "view").echo == ""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1, 3", ("view", "forms")),
        ("1 3", ("view", "forms")),
        ("3 and 1", ("view", "forms")),
        ("1-3", ("view", "trigger", "forms")),
        ("views and triggers", ("view", "trigger")),
        ("view, trigger & sla", ("view", "trigger", "sla")),
        ("ticket forms and fields", ("forms",)),
        ("view, ticket forms and fields", ("view", "forms")),
        ("all", ("view", "trigger", "forms", "sla", "other")),
        ("all of them", ("view", "trigger", "forms", "sla", "other")),
        ("all but the last", ("view", "trigger", "forms", "sla")),
        ("everything except views and triggers", ("forms", "sla", "other")),
        ("2", ("trigger",)),
        ("a, b", ("view", "trigger")),
        ("- view\n- trigger", ("view", "trigger")),
        ("view, view, 1", ("view",)),
    ],
)
def test_several_choices_are_understood_in_one_answer(text: str, values: tuple[str, ...]) -> None:
    assert accepted(MANY, text).answer.values == values


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("1, 9", "There is no number 9"),
        ("view, banana", "“banana” is none of these"),
        ("none", "none of these"),
    ],
)
def test_one_wrong_part_of_several_is_named(text: str, part: str) -> None:
    assert part in rejected(MANY, text).sentence


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "y",
        "Y",
        "yep",
        "yeah",
        "YES!",
        "sure",
        "ok",
        "of course",
        "yes please",
        "yes, since Monday",
        "I did",
        "it did",
        "they have",
        "ja",
        "oui",
        "sí",
        "sim",
        "はい",
        "да",
        "absolutely",
        "I think so",
        "correct",
        "it does",
        "yes it is",
    ],
)
def test_a_yes_is_understood(text: str) -> None:
    assert accepted(YES_OR_NO, text).answer.values == ("yes",)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "n",
        "nope",
        "nah",
        "No.",
        "not yet",
        "not really",
        "no, it never did",
        "never",
        "I haven't",
        "I have not",
        "it isn't",
        "nobody",
        "nein",
        "non",
        "não",
        "いいえ",
        "нет",
        "I don't think so",
        "not that I know of",
        "it did not work",
        "no one",
        "haven't",
        "no thanks",
    ],
)
def test_a_no_is_understood(text: str) -> None:
    assert accepted(YES_OR_NO, text).answer.values == ("no",)


@pytest.mark.parametrize(
    "text",
    [
        "maybe",
        "yes and no",
        "yes, no",
        "no, yes",
        "not sure",
        "it depends",
        "why not",
        "perhaps",
        "banana",
        "7",
        "the manager",
        "dunno",
        "??",
        "yes but no",
        "not only",
    ],
)
def test_what_is_neither_yes_nor_no_is_asked_again(text: str) -> None:
    rejected(YES_OR_NO, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "yes"),
        ("2", "no"),
        ("somebody replied", "yes"),
        ("nobody replied", "no"),
        ("we have not answered yet", "no"),
        ("untouched", "no"),
        ("Yes, somebody replied", "yes"),
    ],
)
def test_a_yes_or_no_is_understood_in_the_words_of_its_choices(text: str, value: str) -> None:
    assert accepted(question(Kind.YES_NO, choices=REPLIED), text).answer.value == value
