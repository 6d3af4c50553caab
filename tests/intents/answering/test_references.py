"""People, links and tickets: what is taken, what is sent back, and with which sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from intents.answering.answer import Answer
from intents.answering.kinds import read_answer
from intents.answering.reading import Accepted, Rejected, Surroundings
from intents.catalogue.model import Kind, Limits, Question, TicketHost

TODAY = date(2026, 11, 24)


HOSTS = (
    TicketHost(
        name="north",
        host="north.example-desk.com",
        link="https://north.example-desk.com/agent/tickets/${number}",
        words=("zd", "zendesk"),
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


PAGE = question(
    Kind.URL,
    example="https://book.example.com/kim",
    limits=Limits(hosts=("book.example.com",), path="/[^/]+/?", pattern_says="Give your main page."),
)


TICKET = question(
    Kind.TICKET, hosted_by="site", example="https://north.example-desk.com/agent/tickets/123456"
)


def accepted(asked: Question, text: str, around: Surroundings = AROUND) -> Accepted:
    reading = read_answer(asked, text, around)
    assert isinstance(reading, Accepted), reading
    return reading


def rejected(asked: Question, text: str, around: Surroundings = AROUND) -> Rejected:
    reading = read_answer(asked, text, around)
    assert isinstance(reading, Rejected), reading
    return reading


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
