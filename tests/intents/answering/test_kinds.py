"""Days, words and lists; what is no answer, what is skipped; and what holds for every kind of question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.answering.answer import Answer, Origin
from intents.answering.kinds import default_of, example_of, read_answer, say_answer
from intents.answering.reading import Accepted, Rejected, Skipped, Surroundings
from intents.catalogue.model import Choice, Kind, Limits, Question, TicketHost

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


ONE = question(Kind.CHOICE, choices=AREAS)


TWO = question(Kind.CHOICE, choices=SITES)


MANY = question(Kind.CHOICES, choices=AREAS)


PAGE = question(
    Kind.URL,
    example="https://book.example.com/kim",
    limits=Limits(hosts=("book.example.com",), path="/[^/]+/?", pattern_says="Give your main page."),
)


DUE = question(
    Kind.DATE,
    example="in two weeks",
    limits=Limits(earliest="today", soon="in 5 working days", far="in 90 days", working_days=True),
)


TICKET = question(
    Kind.TICKET, hosted_by="site", example="https://north.example-desk.com/agent/tickets/123456"
)


TEAMS = question(
    Kind.LIST, suggestions=("Orgs and Users", "Upgrade Help", "Pairing Session"), example="Upgrade Help"
)


def accepted(asked: Question, text: str, around: Surroundings = AROUND) -> Accepted:
    reading = read_answer(asked, text, around)
    assert isinstance(reading, Accepted), reading
    return reading


def rejected(asked: Question, text: str, around: Surroundings = AROUND) -> Rejected:
    reading = read_answer(asked, text, around)
    assert isinstance(reading, Rejected), reading
    return reading


YES_OR_NO = question(Kind.YES_NO)


WHO = question(Kind.HANDLE, example="@your-manager")


EVERY = (ONE, TWO, MANY, YES_OR_NO, DUE, WHO, PAGE, TICKET, TEAMS, question(Kind.LINE), question(Kind.TEXT))


SCRAPS = st.sampled_from(
    [
        "yes",
        "no",
        "not",
        "the",
        "second",
        "one",
        "1",
        "2",
        "3",
        "-",
        ",",
        ";",
        "::",
        "@",
        "@kim",
        "https://",
        "book.example.com/kim",
        "#123",
        "ZD",
        "next",
        "friday",
        "2026-02-31",
        "all",
        "but",
        "view",
        "and",
        "trigger",
        "\n",
        "“",
        "”",
        "'",
        "(",
        ")",
        "\u200b",
        "🤷",
        "ｖ",
        "ß",
        "İ",
        "�",
        "%s",
        "${x}",
        "[b]",
        "none",
    ]
)


ANYTHING = st.text(max_size=60) | st.lists(SCRAPS, max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("in two weeks", "2026-12-08"),
        ("2026-12-1", "2026-12-01"),
        ("2026/12/01", "2026-12-01"),
        ("3 Dec", "2026-12-03"),
        ("15 December 2026", "2026-12-15"),
    ],
)
def test_a_day_is_read_and_echoed_with_its_weekday(text: str, day: str) -> None:
    found = accepted(DUE, text)
    assert found.answer.values == (day,)
    assert date.fromisoformat(day).strftime("%A") in found.echo


def test_the_other_reading_of_a_day_is_offered() -> None:
    found = accepted(question(Kind.DATE), "03/04/2027")
    assert found.alternative is not None
    assert {found.answer.value, found.alternative.value} == {"2027-04-03", "2027-03-04"}
    assert found.alternative_label


def test_of_two_readings_the_one_within_the_limits_is_taken() -> None:
    # 12 March 2026 is past, so 3 December is meant, whichever is read first.
    found = accepted(question(Kind.DATE, limits=Limits(earliest="today")), "03/12/2026")
    assert (found.answer.value, found.alternative) == ("2026-12-03", None)


@pytest.mark.parametrize(
    ("text", "part", "suggestion"),
    [
        ("2026-11-23", "already past", "2026-12-01"),
        ("2026-02-30", "February", ""),
        ("soonish", "", ""),
        ("dunno", "“dunno” leaves this open. A day is needed", ""),
    ],
)
def test_a_day_that_cannot_be_is_refused(text: str, part: str, suggestion: str) -> None:
    found = rejected(DUE, text)
    assert part in found.sentence
    assert not found.may_insist
    assert found.suggestion == suggestion


@pytest.mark.parametrize(
    ("text", "part", "suggestion"),
    [
        ("2026-12-12", "on a weekend", "2026-12-14"),
        ("2026-11-25", "very soon. Is", "2026-12-01"),
        ("2026-11-28", "very soon, and on a weekend. Is", "2026-12-01"),
        ("2027-11-24", "far away", ""),
    ],
)
def test_an_odd_day_is_questioned_and_may_be_insisted_on(text: str, part: str, suggestion: str) -> None:
    found = rejected(DUE, text)
    assert part in found.sentence
    assert found.may_insist
    assert found.insisted == Answer(values=(text,), words=text)
    assert found.suggestion == suggestion
    if suggestion:
        assert accepted(DUE, suggestion).answer.value == suggestion


def test_a_day_many_years_away_is_questioned_without_any_limit() -> None:
    assert rejected(question(Kind.DATE), "2096-12-01").may_insist


def test_a_last_day_has_to_come_after_the_first() -> None:
    until = question(Kind.DATE, limits=Limits(after="from"))
    around = replace(AROUND, answers={"from": Answer(values=("2026-12-07",))})
    assert "lies before Monday 7 December 2026" in rejected(until, "2026-12-01", around).sentence
    assert rejected(until, "2026-12-01", around).suggestion == "2026-12-08"
    assert rejected(until, "2026-12-07", around).may_insist
    assert accepted(until, "2026-12-08", around).answer.value == "2026-12-08"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Upgrade Help", ("Upgrade Help",)),
        ("upgrade help, pairing sesion", ("Upgrade Help", "Pairing Session")),
        ("orgs and users", ("Orgs and Users",)),
        ("orgs and users and upgrade help", ("Orgs and Users", "Upgrade Help")),
        ("Sales and Marketing", ("Sales", "Marketing")),
        ("Sales, Marketing, and Legal", ("Sales", "Marketing", "Legal")),
        ("a; b, c; d", ("a", "b, c", "d")),
        ("1. open it\n2. close it", ("open it", "close it")),
        ("- open it\n  slowly\n- close it", ("open it slowly", "close it")),
        ("1. open it 2. close it", ("open it", "close it")),
        ("open the ticket and apply the macro", ("open the ticket", "apply the macro")),
        (
            "open the ticket in a new tab and apply the macro twice",
            ("open the ticket in a new tab and apply the macro twice",),
        ),
        ("“Sales”, 'Legal'", ("Sales", "Legal")),
        ("Sales, sales", ("Sales",)),
        ("gov", ("gov",)),
    ],
)
def test_a_list_is_taken_apart_as_it_was_meant(text: str, values: tuple[str, ...]) -> None:
    assert accepted(TEAMS, text).answer.values == values


def test_a_line_folds_its_line_breaks_and_shows_that() -> None:
    found = accepted(question(Kind.LINE), "one\r\n two\n")
    assert (found.answer.value, found.echo) == ("one two", "one two")


def test_a_text_keeps_its_lines() -> None:
    found = accepted(question(Kind.TEXT), "\none\r\n\r\ntwo  \n")
    assert (found.answer.value, found.echo) == ("one\n\ntwo", "")


def test_lengths_have_their_own_sentences() -> None:
    title = question(Kind.LINE, example="Hide solved tickets", limits=Limits(shortest=8, longest=20))
    assert rejected(title, "short").sentence == (
        "That is very short. At least 8 characters are wanted. Such as: Hide solved tickets"
    )
    found = rejected(title, "Hide the solved tickets in the view")
    assert "35 characters, and at most 20" in found.sentence
    assert found.suggestion == "Hide the solved"
    assert "too long" in rejected(question(Kind.TEXT), "x" * 1_000_000).sentence


def test_a_pattern_has_its_own_sentence() -> None:
    name = question(
        Kind.LINE, example="A::B", limits=Limits(pattern=r"\w+(::\w+)+", pattern_says="Two parts at least.")
    )
    assert rejected(name, "Alone").sentence == "Two parts at least. Such as: A::B"
    assert accepted(name, "A::B::C").answer.value == "A::B::C"


@pytest.mark.parametrize(
    "text",
    ["dunno", "??", "later", "idk", "n/a", "N/A", "-", "...", "tbd", "I don't know", "🤷", "わからない"],
)
def test_no_answer_is_not_taken_for_one(text: str) -> None:
    for kind in (Kind.LINE, Kind.TEXT, Kind.LIST, Kind.DATE, Kind.HANDLE, Kind.URL, Kind.TICKET):
        rejected(question(kind), text)
        assert read_answer(question(kind, required=False), text, AROUND) == Skipped()


def test_nothing_skips_only_what_may_be_left_open() -> None:
    assert read_answer(question(Kind.LIST, required=False), "none", AROUND) == Skipped()
    assert read_answer(question(Kind.TEXT, required=False), "  ", AROUND) == Skipped()
    assert accepted(question(Kind.TEXT), "nothing").answer.value == "nothing"
    assert "An answer is needed here." in rejected(question(Kind.TEXT), " \n").sentence
    assert accepted(question(Kind.YES_NO, required=False), "no").answer.value == "no"


def test_a_word_that_the_catalogue_offers_itself_is_an_answer() -> None:
    assert accepted(question(Kind.LINE, suggestions=("unknown",)), "unknown").answer.value == "unknown"
    assert (
        accepted(
            question(Kind.CHOICE, choices=(*SITES, Choice(value="x", label="Not sure"))), "not sure"
        ).answer.value
        == "x"
    )


def test_the_default_of_a_handle_is_the_person_when_known() -> None:
    own = question(Kind.HANDLE, default="me")
    assert default_of(own, AROUND) == Answer(values=("@riley",), words="me", origin=Origin.DEFAULT)
    assert default_of(own, replace(AROUND, me="")) is None
    assert default_of(question(Kind.LINE), AROUND) is None


def test_answers_are_said_for_people() -> None:
    assert say_answer(MANY, Answer(values=("view", "forms")), TODAY) == "View, Ticket forms and fields"
    assert say_answer(DUE, Answer(values=("2026-11-27",)), TODAY) == "Friday 27 November 2026 (in 3 days)"
    assert say_answer(YES_OR_NO, Answer(values=("yes",)), TODAY) == "Yes"
    assert say_answer(TICKET, Answer(values=("123456",)), TODAY) == "#123456"
    assert say_answer(WHO, Answer(values=("@a", "@b")), TODAY) == "@a, @b"
    assert say_answer(DUE, Answer(values=("soon",)), TODAY) == "soon"


@pytest.mark.parametrize("asked", EVERY, ids=lambda asked: asked.kind)
@given(days=st.integers(min_value=0, max_value=4000))
@settings(max_examples=30)
def test_an_example_is_a_right_answer_on_any_day(asked: Question, days: int) -> None:
    day = date.fromordinal(TODAY.toordinal() + days)
    example = example_of(asked, day)
    assert isinstance(read_answer(asked, example, replace(AROUND, today=day)), Accepted)


def test_an_example_that_breaks_its_own_limits_is_replaced() -> None:
    stale = replace(DUE, example="2020-01-01")
    assert example_of(stale, TODAY) == "2026-12-08"


@pytest.mark.parametrize("asked", EVERY, ids=lambda asked: asked.kind)
@given(text=ANYTHING)
@settings(max_examples=150)
def test_no_text_raises_and_what_is_taken_is_taken_again(asked: Question, text: str) -> None:
    reading = read_answer(asked, text, AROUND)
    answer = reading.answer if isinstance(reading, Accepted) else None
    if answer is None:
        return
    assert answer.values
    separator = "; " if asked.kind is Kind.LIST else ", "
    again = read_answer(asked, separator.join(answer.values), AROUND)
    assert isinstance(again, Accepted), (text, answer, again)
    if asked.kind is not Kind.LIST:
        assert again.answer.values == answer.values


@given(text=ANYTHING)
@settings(max_examples=150)
def test_a_suggestion_is_always_taken(text: str) -> None:
    for asked in (PAGE, DUE, WHO, TICKET, question(Kind.LINE, limits=Limits(longest=12))):
        reading = read_answer(asked, text, AROUND)
        if isinstance(reading, Rejected) and reading.suggestion:
            assert isinstance(read_answer(asked, reading.suggestion, AROUND), Accepted)


def test_an_entry_of_a_list_begins_with_no_and_however_many_there_are() -> None:
    listed = next(asked for asked in EVERY if asked.kind is Kind.LIST)
    reading = read_answer(listed, "Orgs and Users, and and Pairing Session", AROUND)
    assert isinstance(reading, Accepted)
    assert reading.answer.values == ("Orgs and Users", "Pairing Session")
