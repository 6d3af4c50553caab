"""Every kind of question: what is taken, what is questioned, what is sent back, and with which sentence."""

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
REPLIED = (
    Choice(value="yes", label="Yes, somebody replied", words=("replied", "answered")),
    Choice(value="no", label="No", words=("untouched",)),
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


YES_OR_NO = question(Kind.YES_NO)


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
        ("2026-11-25", "very soon", "2026-12-01"),
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


WHO = question(Kind.HANDLE, example="@your-manager")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("@jdoe", ("@jdoe",)),
        ("jdoe", ("@jdoe",)),
        (" @jdoe. ", ("@jdoe",)),
        ("@j.doe-x_1", ("@j.doe-x_1",)),
        ("my manager is @jdoe", ("@jdoe",)),
        ("@jdoe (Jane Doe)", ("@jdoe",)),
        ("https://gitlab.example.com/jdoe", ("@jdoe",)),
        ("gitlab.example.com/jdoe/", ("@jdoe",)),
        ("me", ("@riley",)),
        ("Me!", ("@riley",)),
        ("it's me", ()),
        ("@jdoe @JDoe", ("@jdoe",)),
    ],
)
def test_a_handle_is_understood_however_it_is_written(text: str, values: tuple[str, ...]) -> None:
    if values:
        assert accepted(WHO, text).answer.values == values


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Jane Doe", "“Jane Doe” is not a handle"),
        ("jane@example.com", "is a mail address"),
        ("@group/team", "is a group"),
        ("group/team", "is a group"),
        ("@all", "calls a crowd"),
        ("@jdoe @kim", "One handle is wanted here, and there are 2."),
        ("???", "leaves this open"),
        ("no idea", "“no idea” leaves this open"),
        ("jdoe!?x", "is not a handle"),
        ("@", "leaves this open"),
    ],
)
def test_what_is_no_handle_is_told_so(text: str, part: str) -> None:
    found = rejected(WHO, text)
    assert part in found.sentence
    assert "@your-manager" in found.sentence


def test_handles_follow_their_limits() -> None:
    assert "is you" in rejected(question(Kind.HANDLE, limits=Limits(not_me=True)), "@Riley").sentence
    assert accepted(question(Kind.HANDLE, limits=Limits(groups=True)), "@a/b/c").answer.values == ("@a/b/c",)
    several = question(Kind.HANDLE, limits=Limits(several=True))
    assert accepted(several, "@jdoe, kim and me").answer.values == ("@jdoe",)
    assert accepted(several, "jdoe, kim and me").answer.values == ("@jdoe", "@kim", "@riley")


def test_me_is_refused_while_the_own_name_is_not_known() -> None:
    around = replace(AROUND, me="")
    assert "own user name is not known" in rejected(WHO, "me", around).sentence
    assert "own user name is not known" in rejected(WHO, "@me", around).sentence


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("https://book.example.com/kim", "https://book.example.com/kim"),
        ("book.example.com/kim", "https://book.example.com/kim"),
        ("http://book.example.com/kim/", "https://book.example.com/kim/"),
        ("<https://book.example.com/kim>.", "https://book.example.com/kim"),
        ("www.book.example.com/kim", "https://book.example.com/kim"),
        (
            "BOOK.example.com/Kim?month=2026-12&utm_source=x",
            "https://book.example.com/Kim?month=2026-12&utm_source=x",
        ),
    ],
)
def test_a_link_is_completed_and_keeps_its_parts(text: str, value: str) -> None:
    assert accepted(PAGE, text).answer.value == value


@pytest.mark.parametrize(
    ("text", "part", "suggestion"),
    [
        ("book.example.com/kim/30min", "Give your main page.", "https://book.example.com/kim"),
        ("kim", "is not a whole link", "https://book.example.com/kim"),
        ("https://book.example.com", "Give your main page.", ""),
        ("https://elsewhere.example.com/kim", "has to be on book.example.com", ""),
        ("https://book.example.com.evil.example/kim", "has to be on book.example.com", ""),
        ("https://book.example.com@evil.example/kim", "user name before its host", ""),
        ("javascript:alert(1)", "“javascript:” is not taken", ""),
        ("file:///etc/passwd", "“file:” is not taken", ""),
        ("data:text/html,x", "“data:” is not taken", ""),
        ("https:book.example.com/kim", "has to begin with https://", ""),
        ("not a link", "is not a link", ""),
        ("https://", "is not a link", ""),
        ("https://[::1", "is not a link", ""),
        ("https://book.example.com:99999999/kim", "is not a link", ""),
        ("-", "leaves this open", ""),
    ],
)
def test_a_wrong_link_is_refused_with_the_right_one_where_it_can_be_told(
    text: str, part: str, suggestion: str
) -> None:
    found = rejected(PAGE, text)
    assert part in found.sentence
    assert found.suggestion == suggestion
    if suggestion:
        accepted(PAGE, suggestion)


def test_a_link_of_any_host_needs_to_be_clearly_a_link() -> None:
    anywhere = question(Kind.URL)
    assert accepted(anywhere, "docs.example.org").answer.value == "https://docs.example.org"
    assert accepted(anywhere, "http://intranet.example/x").answer.value == "http://intranet.example/x"
    rejected(anywhere, "contacts.csv")
    rejected(anywhere, "e.g")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "https://north.example-desk.com/agent/tickets/123456",
            "https://north.example-desk.com/agent/tickets/123456",
        ),
        (
            "north.example-desk.com/agent/tickets/123456?x=1#note",
            "https://north.example-desk.com/agent/tickets/123456",
        ),
        (
            "https://south.example-desk.com/hc/en-us/requests/77",
            "https://south.example-desk.com/agent/tickets/77",
        ),
        ("see https://north.example-desk.com/tickets/5.", "https://north.example-desk.com/agent/tickets/5"),
        ("#123456", "123456"),
        ("123456", "123456"),
        ("ZD 123456", "123456"),
        ("ZD#123456", "123456"),
        ("zd-123456", "123456"),
        ("ticket number 123456 please", "123456"),
    ],
)
def test_a_ticket_is_understood_by_link_and_by_number(text: str, value: str) -> None:
    assert accepted(TICKET, text).answer.value == value


def test_a_bare_ticket_number_is_completed_once_its_host_is_known() -> None:
    around = replace(AROUND, answers={"site": Answer(values=("south",))})
    found = accepted(TICKET, "#123456", around)
    assert found.answer.value == found.echo == "https://south.example-desk.com/agent/tickets/123456"


def test_a_ticket_on_the_other_host_than_was_said_is_questioned() -> None:
    around = replace(AROUND, answers={"site": Answer(values=("south",))})
    found = rejected(TICKET, "https://north.example-desk.com/agent/tickets/1", around)
    assert found.may_insist
    assert found.insisted is not None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            "https://example.com/agent/tickets/1",
            "A ticket is on north.example-desk.com or south.example-desk.com",
        ),
        ("https://north.example-desk.com/agent/users/5", "its number is missing"),
        ("the one from yesterday", "is not a ticket"),
        ("123456 and 123457", "One ticket is wanted"),
        ("0", "begin at 1"),
        ("1.5", "is not a ticket"),
        ("100%", "is not a ticket"),
    ],
)
def test_what_is_no_ticket_is_told_so(text: str, part: str) -> None:
    assert part in rejected(TICKET, text).sentence


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


EVERY = (ONE, TWO, MANY, YES_OR_NO, DUE, WHO, PAGE, TICKET, TEAMS, question(Kind.LINE), question(Kind.TEXT))


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
