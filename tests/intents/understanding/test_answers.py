"""What a message already answers: by kind of question, by what must not answer, and that no message breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.answering.answer import Origin
from intents.answering.reading import Surroundings
from intents.catalogue.model import (
    AnsweredBy,
    Choice,
    Condition,
    Intent,
    IntentId,
    Kind,
    Limits,
    Outcome,
    Question,
    TicketHost,
)
from intents.understanding.answers import find_answer_places, find_answers
from intents.understanding.passages import joined_names, quotes, speaking

TODAY = date(2026, 11, 24)
HOSTS = (
    TicketHost(
        name="north",
        host="north.example-desk.com",
        link="https://north.example-desk.com/tickets/${number}",
        words=("zd",),
    ),
    TicketHost(
        name="south", host="south.example-desk.com", link="https://south.example-desk.com/tickets/${number}"
    ),
)
AROUND = Surroundings(today=TODAY, me="riley", ticket_hosts=HOSTS)


def question(name: str, kind: Kind, **more: Any) -> Question:
    return Question(name=name, ask=f"Which {name}?", why="To know.", kind=kind, **more)


def cued(*cues: str) -> AnsweredBy:
    return AnsweredBy(cues=cues)


SITE = question(
    "site",
    Kind.CHOICE,
    choices=(
        Choice(value="north", label="Desk North", words=("north",), hosts=("north.example-desk.com",)),
        Choice(
            value="south", label="Desk South", words=("south", "us south"), hosts=("south.example-desk.com",)
        ),
        Choice(value="both", label="Both"),
    ),
)
AREAS = question(
    "areas",
    Kind.CHOICES,
    choices=(Choice(value="view", label="Views"), Choice(value="rule", label="Rules", words=("trigger",))),
)
ACTION = question(
    "action",
    Kind.CHOICE,
    choices=(
        Choice(value="add", label="Be added", words=("add me", "join")),
        Choice(value="remove", label="Remove a macro", words=("remove", "take me off")),
        Choice(value="sorry", label="The customer", words=("public",)),
    ),
)
TICKET = question("ticket", Kind.TICKET, required=False, hosted_by="site")
EVENTS = question(
    "events", Kind.LIST, suggestions=("Help Call", "Upgrade Help", "U.S. Government Upgrade Help")
)
PAGE = question("page", Kind.URL, limits=Limits(hosts=("book.example.com",), path="/[^/]+/?"))
RECORD = question("record", Kind.URL, required=False)
START = question(
    "start", Kind.DATE, limits=Limits(earliest="today"), answered_by=cued("from", "starting", "as of")
)
END = question(
    "end", Kind.DATE, limits=Limits(earliest="today", after="start"), answered_by=cued("until", "till")
)
MANAGER = question(
    "manager", Kind.HANDLE, limits=Limits(not_me=True), answered_by=cued("manager", "boss", "team lead")
)
APPROVERS = question(
    "approvers", Kind.HANDLE, limits=Limits(several=True), answered_by=cued("approver", "approvers")
)
PERSON = question("person", Kind.HANDLE)
APPROVED = question(
    "approved",
    Kind.YES_NO,
    choices=(Choice(value="yes", label="Yes", words=("approved",)),),
    answered_by=AnsweredBy(never=True),
)
REPLIED = question(
    "replied",
    Kind.YES_NO,
    choices=(
        Choice(value="yes", label="Yes", words=("replied", "answered")),
        Choice(value="no", label="No", words=("untouched",)),
    ),
)
MACRO = question(
    "macro", Kind.LINE, example="General::Forms::Wrong form", answered_by=AnsweredBy(quoted=True)
)
NEW_NAME = question("new_name", Kind.LINE, example="General::Forms::Right form")
WORDING = question("wording", Kind.TEXT, answered_by=AnsweredBy(quoted=True))
SINCE = question("since", Kind.LINE, required=False, answered_by=cued("since"))
MAIL = question("mail", Kind.LINE, answered_by=AnsweredBy(pattern=r"[\w.]+@[\w.]+\.\w+"))
PROBLEM = question("problem", Kind.TEXT, limits=Limits(shortest=20), answered_by=AnsweredBy(message=True))


def answers(questions: tuple[Question, ...], message: str) -> dict[str, tuple[str, ...]]:
    return {
        name: answer.values for name, answer in find_answers(intent_of(*questions), message, AROUND).items()
    }


def intent_of(*questions: Question) -> Intent:
    return Intent(
        id=IntentId("it"),
        title="It",
        sentence="It.",
        keywords=(),
        examples=(),
        outcome=Outcome.ISSUE,
        questions=questions,
    )


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("the view is empty in north", "north"),
        ("Desk South is down", "south"),
        ("US South only", "south"),
        ("not south, it's north", "north"),
        ("it isn't in south", ""),
        ("south isn't affected", ""),
        ("north or south, no idea", ""),
        ("north and south", "both"),
        ("in both north and south", "both"),
        ("north. And then south.", ""),
        ("not sure if south", ""),
        ("the northern lights", ""),
        ("https://south.example-desk.com/x from the north", "south"),
        ("https://south.example-desk.com/x https://north.example-desk.com/y", ""),
        ("> it is in south\nplease look", ""),
        ("```\nsouth\n```", ""),
        ("2026-11-24 10:00:00 ERROR south failed\nhelp", ""),
        ("South::Wrong form", ""),
        ("he said “south”", ""),
        ("@south", ""),
        ("mail me at south@example.com", ""),
    ],
)
def test_a_choice_is_taken_from_plain_words_and_from_links(message: str, found: str) -> None:
    assert answers((SITE,), message) == ({"site": (found,)} if found else {})


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("add me please", "add"),
        ("don't add me", ""),
        ("take me off, do not add me", "remove"),
        ("remove the old macro", "remove"),
        ("remove the link from the macro", ""),
        ("remove it", "remove"),
        ("remove it from the list", ""),
        ("remove General::Forms::Old", "remove"),
        ("the customer is angry", ""),
        ("add me and remove the macro", ""),
    ],
)
def test_an_action_is_taken_only_when_it_is_about_the_thing_itself(message: str, found: str) -> None:
    assert answers((ACTION,), message) == ({"action": (found,)} if found else {})


def test_several_choices_are_taken_together() -> None:
    assert answers((AREAS,), "triggers and views are broken, not only one view") == {
        "areas": ("view", "rule")
    }
    assert answers((AREAS,), "the view works, no trigger is involved") == {"areas": ("view",)}


@pytest.mark.parametrize(
    ("message", "ticket", "site"),
    [
        (
            "see https://south.example-desk.com/agent/tickets/77#note",
            "https://south.example-desk.com/tickets/77",
            "south",
        ),
        ("ZD 123456 please", "123456", ""),
        ("#123456", "123456", ""),
        ("ticket number 4711, in south", "https://south.example-desk.com/tickets/4711", "south"),
        ("ticket 123456 (north)", "https://north.example-desk.com/tickets/123456", "north"),
        ("tickets 123456 and 123457", "", ""),
        ("ticket 123456 and ticket 99999", "", ""),
        ("issue #123456", "", ""),
        ("other-project#123456", "", ""),
        ("#12", "", ""),
        ("20261124 rows, 500000 users", "", ""),
        ("ticket 1.5", "", ""),
        ("https://elsewhere.example.com/tickets/123456", "", ""),
    ],
)
def test_a_ticket_is_taken_by_link_or_by_a_number_called_one(message: str, ticket: str, site: str) -> None:
    expected = ({"site": (site,)} if site else {}) | ({"ticket": (ticket,)} if ticket else {})
    assert answers((SITE, TICKET), message) == expected
    assert answers((TICKET, SITE), message) == expected


@pytest.mark.parametrize(
    ("message", "start", "end"),
    [
        ("from Monday", "2026-11-30", ""),
        ("add me from mon pls", "2026-11-30", ""),
        ("starting 1 December until 18 December", "2026-12-01", "2026-12-18"),
        ("from 7 Dec to 18 Dec", "2026-12-07", "2026-12-18"),
        ("from 7 to 18 December", "2026-12-07", "2026-12-18"),
        ("from Dec 7-18", "2026-12-07", "2026-12-18"),
        ("as of today", "2026-11-24", ""),
        ("until end of january", "", "2027-01-31"),
        ("till 2026-12-24, starting tomorrow", "2026-11-25", "2026-12-24"),
        ("from Monday 30 Nov.", "2026-11-30", ""),
        ("on Monday", "", ""),
        ("from next friday", "", ""),
        ("from 03/04/2027", "", ""),
        ("from 9 to 17 CET", "", ""),
        ("from the 1st level team", "", ""),
        ("from yesterday", "", ""),
        ("from a week ago", "", ""),
        ("not from Monday", "", ""),
        ("from Monday or from Tuesday", "", ""),
        ("until 1 Dec, from 7 Dec", "2026-12-07", ""),
        ("until further notice", "", ""),
        ("> from Monday\nadd me", "", ""),
    ],
)
def test_days_are_taken_after_their_cues(message: str, start: str, end: str) -> None:
    expected = ({"start": (start,)} if start else {}) | ({"end": (end,)} if end else {})
    assert answers((START, END), message) == expected


def test_a_day_without_cues_is_taken_when_it_is_the_only_one() -> None:
    due = question("due", Kind.DATE, limits=Limits(earliest="today"))
    assert answers((due,), "please do it by Friday") == {"due": ("2026-11-27",)}
    assert answers((due,), "on Friday or on Monday") == {}
    assert answers((due, question("other", Kind.DATE)), "by Friday") == {}


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("my manager is @kim", {"manager": ("@kim",)}),
        ("manager: @kim.", {"manager": ("@kim",)}),
        ("@kim is my manager", {"manager": ("@kim",)}),
        ("@kim (team lead) knows", {"manager": ("@kim",)}),
        ("boss @kim, not @lee", {"manager": ("@kim",)}),
        ("manager @kim and @lee", {}),
        ("manager @riley", {}),
        ("manager @group/team", {}),
        ("thanks @kim", {}),
        ("my manager told @kim", {}),
        ("approvers @a, @b and @c", {"approvers": ("@a", "@b", "@c")}),
        ("manager @kim, approver @lee", {"manager": ("@kim",), "approvers": ("@lee",)}),
    ],
)
def test_people_are_taken_by_what_they_are_called(message: str, found: Mapping[str, tuple[str, ...]]) -> None:
    assert answers((MANAGER, APPROVERS), message) == found


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("please add @kim", "@kim"),
        ("Hi @kim, please add me", ""),
        ("@kim please add me", ""),
        ("thanks, cc @kim", ""),
        ("add @kim and @lee", ""),
        ("add @kim, not @lee", "@kim"),
        ("add @kim instead of @lee", "@kim"),
        ("add me, my manager is @kim", ""),
        ("write to kim@example.com", ""),
    ],
)
def test_a_handle_without_cues_is_taken_when_it_is_the_only_one_and_nobody_is_addressed(
    message: str, found: str
) -> None:
    assert answers((PERSON, MANAGER), message).get("person") == ((found,) if found else None)


def test_a_handle_without_cues_waits_until_its_question_applies() -> None:
    whose = question(
        "whose",
        Kind.CHOICE,
        choices=(Choice(value="mine", label="Mine"), Choice(value="other", label="Colleague")),
    )
    person = question("person", Kind.HANDLE, when=Condition(all_of=(("whose", ("other",)),)))
    assert answers((whose, person), "add @kim") == {}
    assert answers((whose, person), "the entry of a colleague, @kim") == {
        "whose": ("other",),
        "person": ("@kim",),
    }


@pytest.mark.parametrize(
    ("message", "page", "record"),
    [
        ("my page is book.example.com/riley.", "https://book.example.com/riley", ""),
        ("book.example.com/riley/30min", "", ""),
        ("book.example.com/riley and book.example.com/kim", "", ""),
        ("see https://docs.example.com/a?b=c#d, thanks", "", "https://docs.example.com/a?b=c#d"),
        ("https://docs.example.com/a https://docs.example.com/b", "", ""),
        ("see https://north.example-desk.com/tickets/5", "", ""),
        ("e.g. this, contacts.csv", "", ""),
    ],
)
def test_links_are_taken_by_their_hosts(message: str, page: str, record: str) -> None:
    expected = ({"page": (page,)} if page else {}) | ({"record": (record,)} if record else {})
    found = answers((PAGE, RECORD, TICKET), message)
    assert {name: found[name] for name in found if name != "ticket"} == expected


@pytest.mark.parametrize(
    ("message", "events"),
    [
        ("add me to upgrade help", ("Upgrade Help",)),
        ("add me to upgarde help", ("Upgrade Help",)),
        ("the US gov upgrade help event", ("U.S. Government Upgrade Help",)),
        ("help call and upgrade help", ("Help Call", "Upgrade Help")),
        ("not the help call, the upgrade help", ("Upgrade Help",)),
        ("don't add me to the help call, add me to upgrade help", ("Upgrade Help",)),
        ("I need help. Call me.", ()),
        ("upgrade is a help", ()),
        ("“Help Call”", ("Help Call",)),
    ],
)
def test_known_names_are_taken_with_small_slips(message: str, events: tuple[str, ...]) -> None:
    assert answers((EVENTS,), message) == ({"events": events} if events else {})


@pytest.mark.parametrize(
    ("message", "macro", "new_name"),
    [
        ("macro General::Forms::X still links old docs", "General::Forms::X", ""),
        ("update Support::Account::2FA reply", "Support::Account::2FA reply", ""),
        ("Support::Account::2FA reply links to a dead page", "Support::Account::2FA reply", ""),
        ("the “L&R::Renewal (EMEA)” macro", "L&R::Renewal (EMEA)", ""),
        ("rename A::B::C to A::B::D", "A::B::C", "A::B::D"),
        ("A::B::C -> A::B::D", "A::B::C", "A::B::D"),
        ("A::B and A::C", "", ""),
        ("make one like A::B", "", ""),
        ("General::Forms::X yields old docs for everybody", "", ""),
        ("X::Y yields old docs for all, rename it to A::B", "", ""),
        ("the macro 'Renewal reply' is old", "Renewal reply", ""),
        ("macro called “Renewal reply”", "Renewal reply", ""),
        ("it says “Renewal reply”", "", ""),
        ("label priority::1 and std::vector", "", ""),
        ("A::B::", "", ""),
    ],
)
def test_names_of_several_parts_are_taken_whole_or_not_at_all(
    message: str, macro: str, new_name: str
) -> None:
    expected = ({"macro": (macro,)} if macro else {}) | ({"new_name": (new_name,)} if new_name else {})
    assert answers((MACRO, NEW_NAME), message) == expected


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("it should say “Please restart the service.”", "Please restart the service."),
        ('change it to "Thank you for your patience"', "Thank you for your patience"),
        ("new text:\n“Dear customer,\nplease wait.”", "Dear customer,\nplease wait."),
        ("it says “Please restart the service.”", ""),
        ("the word “service”", ""),
        ("change it to “One two three” or to “Four five six”", ""),
    ],
)
def test_quoted_text_is_taken_as_the_new_wording_only(message: str, found: str) -> None:
    assert answers((WORDING,), message) == ({"wording": (found,)} if found else {})


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("I have not replied", "no"),
        ("nobody answered yet", "no"),
        ("I already replied, sorry", "yes"),
        ("it is untouched", "no"),
        ("should I have replied?", ""),
        ("replied? not replied? both", ""),
        ("yes", ""),
    ],
)
def test_yes_and_no_are_taken_only_in_the_words_of_their_choices(message: str, found: str) -> None:
    assert answers((REPLIED,), message) == ({"replied": (found,)} if found else {})


def test_an_approval_is_never_taken_over() -> None:
    assert answers((APPROVED,), "approved, yes, my manager approved it") == {}


def test_words_after_a_cue_answer_a_line_as_long_as_it_is_plain_where_they_end() -> None:
    assert answers((SINCE,), "broken since this morning, about 9") == {"since": ("this morning",)}
    assert answers((SINCE,), "Since Monday nobody here gets any mail") == {}


def test_a_pattern_finds_a_single_value() -> None:
    assert answers((MAIL,), "write to kim.lee@example.com please") == {"mail": ("kim.lee@example.com",)}
    assert answers((MAIL,), "kim@example.com or lee@example.com") == {}


def test_the_whole_message_answers_where_the_catalogue_says_so() -> None:
    found = find_answers(intent_of(PROBLEM), "  The view is empty since Monday\n", AROUND)["problem"]
    assert found.values == ("The view is empty since Monday",)
    assert found.origin is Origin.TAKEN_OVER
    assert answers((PROBLEM,), "broken") == {}


def test_an_answer_to_a_question_that_cannot_apply_is_left_out() -> None:
    only_south = question(
        "mail", Kind.LINE, when=Condition(all_of=(("site", ("south",)),)), answered_by=MAIL.answered_by
    )
    assert answers((SITE, only_south), "north, kim@example.com") == {"site": ("north",)}
    assert set(answers((SITE, only_south), "kim@example.com")) == {"mail"}


def test_places_show_where_each_part_was_found() -> None:
    message = "help call, please, and Upgrade Help"
    found = find_answer_places(intent_of(EVENTS), message, AROUND)["events"]
    assert [message[start:end] for start, end in found.places] == ["help call", "Upgrade Help"]
    assert found.answer.words == message


def test_quoted_mail_logs_and_signatures_do_not_speak() -> None:
    message = "please look\n> from Monday\nOn Mon, 2 Nov 2026 Kim wrote:\nfrom Tuesday\n"
    spoken = speaking(message)
    assert len(spoken) == len(message)
    assert "Monday" not in spoken
    assert "Tuesday" not in spoken
    assert speaking("From: Monday\nManager: @kim") == "From: Monday\nManager: @kim"
    assert "Monday" not in speaking("help\n-- \nKim, out of office from Monday")


def test_quotation_marks_of_every_kind_are_known() -> None:
    message = "“a b” „c d“ «e f» 「g h」 \"i j\" 'k l' ‘m n’ `o p` users' data don't"
    assert [quote.text for quote in quotes(message)] == [
        "a b",
        "c d",
        "e f",
        "g h",
        "i j",
        "k l",
        "m n",
        "o p",
    ]


def test_a_name_whose_end_is_a_guess_is_said_to_be_missing() -> None:
    names, whole = joined_names("A::B shows what and General::Forms::X yields old docs for all")
    assert [name.text for name in names] == ["A::B"]
    assert not whole


EVERY = (
    SITE,
    AREAS,
    ACTION,
    TICKET,
    EVENTS,
    PAGE,
    RECORD,
    START,
    END,
    MANAGER,
    APPROVERS,
    PERSON,
    REPLIED,
    MACRO,
    WORDING,
    SINCE,
)
SCRAPS = st.sampled_from(
    (
        *(
            "from",
            "until",
            "Monday",
            "7 to 18 December",
            "manager",
            "@kim",
            "not",
            "north",
            "south",
            "and",
            "ZD 123456",
        ),
        *(
            "https://south.example-desk.com/tickets/5",
            "A::B::C",
            "A::",
            "“x y z”",
            "'",
            '"',
            "\n",
            ">",
            "```",
            ",",
            ".",
        ),
        *(
            "upgrade help",
            "remove",
            "it",
            "::",
            "@",
            "#12345",
            "\u200b",
            "ß",
            "İ",
            "🤷",
            "\ud800",
            "-- ",
            "since",
            "|",
        ),
    )
)


@given(message=st.text(max_size=80) | st.lists(SCRAPS, max_size=14).map(" ".join))
@settings(max_examples=300)
def test_no_message_raises_and_words_always_stand_in_it(message: str) -> None:
    for answer in find_answers(intent_of(*EVERY), message, AROUND).values():
        assert answer.words
        assert answer.words in message


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "message",
    [
        "@" + "a" * 5000,
        "x" * 300_000,
        "a." * 5000,
        "view trigger " * 900,
        "A::B " * 1200,
        "'a " * 2000,
        "1" * 6000,
    ],
)
def test_no_paste_holds_it_up(message: str) -> None:
    # Patterns that take turns on one letter need longer than the age of the world here; a slow machine does not.
    find_answers(intent_of(*EVERY), message + " @kim", AROUND)


OPENED = question("summary", Kind.LINE, answered_by=AnsweredBy(message=True), limits=Limits(shortest=8))
WHOLE = question("story", Kind.TEXT, answered_by=AnsweredBy(message=True))
BOSS = question("boss", Kind.HANDLE, answered_by=cued("mgr", "manager", "approved by"))


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("Hide solved tickets, mgr @boss", "Hide solved tickets"),
        ("Hide solved tickets (manager: @boss).", "Hide solved tickets"),
        ("Hide solved tickets - mgr @boss!", "Hide solved tickets"),
        ("Hide solved tickets\nmgr @boss", "Hide solved tickets"),
        ("Hide solved tickets, new ones too, mgr @boss", "Hide solved tickets, new ones too"),
        # Part of what is meant, or not an answer to anything.
        ("Hide the tickets of mgr @boss", "Hide the tickets of mgr @boss"),
        ("Hide solved tickets, as @sam wants", "Hide solved tickets, as @sam wants"),
        ("Hide all, and tell mgr @boss about it today", "Hide all, and tell mgr @boss about it today"),
        ("mgr @boss", "mgr @boss"),
        ("Hide, mgr @boss", "Hide, mgr @boss"),
    ],
)
def test_a_title_ends_before_a_person_who_is_an_answer_already(message: str, line: str) -> None:
    found = find_answers(intent_of(OPENED, WHOLE, BOSS), message, AROUND)
    assert found["summary"].value == " ".join(line.split())
    assert found["story"].value == message
    assert found["summary"].words in message


@pytest.mark.parametrize(
    "message",
    [
        "It is broken since this morning!",
        "It is broken, since this morning!!!",
        "It is broken (since this morning!), mgr @boss",
        "It is broken, since: this morning?, and now?",
    ],
)
def test_words_behind_a_cue_end_without_the_marks_of_the_sentence(message: str) -> None:
    since = question("since", Kind.LINE, answered_by=cued("since"))
    assert find_answers(intent_of(since), message, AROUND)["since"].value == "this morning"


def test_a_bracket_of_the_answers_own_stays() -> None:
    since = question("since", Kind.LINE, answered_by=cued("since"))
    message = "It is broken since release 17(b)."
    assert find_answers(intent_of(since), message, AROUND)["since"].value == "release 17(b)"
