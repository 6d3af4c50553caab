"""Drafts, help and settings by their names instead of by a key: on the screen, and as lines."""

from __future__ import annotations

import io
from pathlib import Path

from intents.keeping.requests import RequestStore
from intents.talk.states import Asking, Opening, Reviewing
from tests.tui.screen import MACRO, outside_on_disk, screen
from tui.line_mode import LineMode
from tui.screens.drafts import DraftsScreen
from tui.screens.pages import PageScreen
from tui.screens.settings import SettingsScreen

TO_THE_DRAFT = [MACRO, "1", "1", "Refund::Late", "It should say 14 days"]


async def test_the_name_of_a_place_opens_it_and_the_box_is_empty_behind_it(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        for words, place in (
            ("drafts", DraftsScreen),
            ("settings", SettingsScreen),
            ("help", PageScreen),
        ):
            await person.say(words)
            await person.until(lambda place=place: isinstance(person.app.screen, place))
            await person.pilot.press("escape")
            await person.until(lambda: person.app.screen is person.app.chat)
            assert isinstance(person.state, Opening)
            assert person.box == ""


def lines(tmp_path: Path, *said: str) -> tuple[str, LineMode]:
    out = io.StringIO()
    talk = LineMode(
        outside_on_disk(tmp_path),
        lines=said,
        out=out,
        wait=lambda seconds: None,
        settings=lambda: ["theme  dark (file)"],
    )
    talk.run()
    return out.getvalue(), talk


def test_any_of_many_drafts_is_gone_on_with_by_lines(tmp_path: Path) -> None:
    begun = [line for _ in range(4) for line in (*TO_THE_DRAFT, "later")]
    shown, talk = lines(tmp_path, *begun, "add me to the calendly", "later", "drafts", "5")
    listed = shown.rpartition("What do you need?")[2]
    assert listed.count(f"{MACRO} - complete, not sent, ") == 4
    fifth = next(line for line in listed.splitlines() if line.startswith("5. "))
    assert talk.state.request is not None
    assert talk.state.request.id in fifth
    assert talk.state.request.messages[0] in fifth


def test_a_draft_is_exported_thrown_away_and_taken_back_by_lines(tmp_path: Path) -> None:
    lines(tmp_path, *TO_THE_DRAFT, "later", "quit")
    shown, talk = lines(tmp_path, "drafts", "export 1", "discard 1", "1", "", "quit")
    assert f"Written to {tmp_path / 'exported.md'}" in shown
    assert "That one was thrown away." in shown
    assert not RequestStore(tmp_path / "data").unfinished()
    assert isinstance(talk.state, Opening)
    shown, _ = lines(
        tmp_path / "other", *TO_THE_DRAFT, "later", "drafts", "discard 1", "take back", "2", "", "quit"
    )
    assert f"Taken back: {MACRO}." in shown
    assert 'Say a number of the list, "export 1"' in shown
    assert len(RequestStore(tmp_path / "other" / "data").unfinished()) == 1


def test_an_empty_list_explains_itself_by_lines(tmp_path: Path) -> None:
    shown, talk = lines(tmp_path, "drafts", "", "quit")
    assert "Nothing waits. Whatever you begin" in shown
    assert isinstance(talk.state, Opening)


def test_what_is_open_is_not_thrown_away_from_the_list(tmp_path: Path) -> None:
    shown, talk = lines(tmp_path, *TO_THE_DRAFT, "drafts", "discard 1", "1")
    assert "open now, complete" in shown
    assert "That one is open now." in shown
    assert isinstance(talk.state, Reviewing)


def test_help_and_settings_by_lines(tmp_path: Path) -> None:
    shown, talk = lines(tmp_path, "help", "settings", MACRO, "1", "help")
    assert shown.count('"back" goes one step back.') == 2
    assert "Connection: practice." in shown
    assert "theme  dark (file)" in shown
    assert isinstance(talk.state, Asking)


def test_the_end_of_the_input_in_the_list_is_the_end(tmp_path: Path) -> None:
    shown, talk = lines(tmp_path, *TO_THE_DRAFT, "drafts")
    assert "Your request is kept as" in shown
    assert isinstance(talk.state, Reviewing)
