"""Every action is found in the palette by the words that people use for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.screen import MACRO, Person, outside_on_disk, screen
from tests.tui.test_talk_on_screen import to_review
from tui.palette import Command, fit

ANYWHERE = {
    "quit": "Leave", "exit": "Leave", "bye": "Leave", "close": "Leave", "how do I quit": "Leave",
    "help": "Help for this moment", "shortcuts": "Help for this moment", "what now": "Help for this moment",
    "drafts": "Drafts", "resume": "Drafts", "unfinished": "Drafts", "saved": "Drafts", "restore": "Drafts",
    "settings": "Settings and connection", "preferences": "Settings and connection", "token": "Settings and connection",
    "connection": "Settings and connection", "login": "Settings and connection", "gitlab": "Settings and connection",
    "account": "Settings and connection", "keys": "Help for this moment", "remap keys": "Settings and connection", "screen reader": "Settings and connection",
    "theme": "Colours", "colour": "Colours", "color": "Colours", "dark": "Colours", "light mode": "Colours",
    "copy": "Copy the talk", "clipboard": "Copy the talk",
    "save the talk": "Save the talk as text", "log": "Save the talk as text", "transcript": "Copy the talk",
    "scroll up": "Scroll up", "history": "Scroll up",
    "every kind": "", "all kinds": "All kinds of request",
}  # fmt: skip
IN_A_REQUEST = {
    "undo": "One step back", "back": "One step back", "previous": "One step back",
    "later": "Keep it for later", "cancel": "Keep it for later", "send later": "Keep it for later",
    "postpone": "Keep it for later",
    "discard": "Throw this request away", "delete": "Throw this request away", "throw away": "Throw this request away",
    "rephrase": "Say it differently", "yes": "Yes",
}  # fmt: skip
AT_THE_DRAFT = {
    "send": "File it", "submit": "File it", "file": "File it", "edit": "Edit", "export": "Export", "markdown": "",
    "preview": "Show the draft raw or rendered", "browser": "Open", "change": "Change", "copy": "Copy",
}  # fmt: skip


def best(person: Person, query: str) -> str:
    """The title that stands first for a query."""
    ranked = [(fit(query, command) - place / 1e6, command.title) for place, command in enumerate(person.app.chat.commands())]  # fmt: skip
    score, title = max(ranked)
    return title if score > 0 else ""


async def test_what_is_always_there_is_found(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        found = {query: best(person, query) for query in ANYWHERE}
        assert found == ANYWHERE | {"every kind": found["every kind"]}


async def test_what_goes_in_a_request_is_found(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        found = {query: best(person, query) for query in IN_A_REQUEST}
        assert found == IN_A_REQUEST


async def test_what_goes_with_a_draft_is_found(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path, "gitlab")) as person:
        await to_review(person)
        for query, title in AT_THE_DRAFT.items():
            assert best(person, query).startswith(title), query


async def test_choosing_there_does_it(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.pilot.press("ctrl+p")
        await person.until(lambda: "Search for commands" in person.text)
        await person.type("undo")
        await person.until(lambda: "One step back" in person.text)
        await person.pilot.press("enter")
        await person.until(lambda: person.box == MACRO)


@pytest.mark.parametrize(
    ("query", "title", "words", "fits"),
    [
        ("", "Leave", "quit", False),
        ("   ", "Leave", "quit", False),
        ("qui", "Leave", "quit", True),
        ("uit", "Leave", "quit", False),
        ("QUIT", "Leave", "quit", True),
        ("the", "Leave", "quit", False),
        ("[/", "Leave", "quit", False),
        ("quit zork", "Leave", "quit", True),
        ("zork", "Leave", "quit", False),
    ],
)
def test_words_fit_by_their_beginnings(query: str, title: str, words: str, fits: bool) -> None:
    assert (fit(query, Command(title=title, words=words, do=lambda: None)) > 0) is fits


def test_all_words_are_better_than_some_and_the_title_better_than_others() -> None:
    copy = Command(title="Copy the talk", words="transcript", do=lambda: None)
    save = Command(title="Save the talk", words="transcript copy", do=lambda: None)
    assert fit("copy transcript", copy) > fit("copy transcript", save) > fit("copy zork", save) > 0
