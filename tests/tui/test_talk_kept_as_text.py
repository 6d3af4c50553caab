"""The talk scrolls by keys, is copied with honest words, and is saved as a file of its own; by lines too."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from talking import Conversation, Outside

from intents.talk.effects import Say
from tests.tui.screen import MACRO, outside_on_disk, screen
from tui.line_mode import LineMode


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def saved(tmp_path: Path, name: str = "intake-talk.txt") -> str:
    return (tmp_path / "here" / name).read_text(encoding="utf-8")


async def test_the_talk_scrolls_by_keys_and_stays_where_it_was_scrolled_to(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        for number in range(60):
            person.app.chat.say(Say(text=f"line number {number}"))
        await person.until(lambda: "line number 59" in person.text)
        await person.press("pageup")
        assert "line number 59" not in person.text
        await person.press("ctrl+up")
        seen = person.lines[1:8]
        person.app.chat.say(Say(text="something new"))
        await person.rest()
        assert [line.rstrip("▁▂▃▄▅▆▇█ ") for line in person.lines[1:8]] == [
            line.rstrip("▁▂▃▄▅▆▇█ ") for line in seen
        ]
        await person.press("pagedown", "pagedown", "ctrl+down")
        assert "something new" in person.text


async def test_the_talk_is_copied_and_stays_in_sight(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.press("ctrl+g")
        assert f"> {MACRO}" in person.app.clipboard
        assert "Sent the talk to the terminal's clipboard, if it has one. It stays here too." in person.text.replace("\n   ", " ")  # fmt: skip
        assert f"> {MACRO}" in person.text


async def test_the_talk_is_saved_and_never_over_another_file(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path), (120, 30)) as person:
        await person.say(MACRO)
        await person.press("ctrl+s")
        await person.until(lambda: "intake-talk.txt" in person.said)
        first = saved(tmp_path)
        assert f"> {MACRO}" in first
        await person.press("ctrl+s")
        await person.until(lambda: "intake-talk-2.txt" in person.said)
        assert saved(tmp_path) == first
        assert saved(tmp_path, "intake-talk-2.txt").startswith(first.rstrip("\n"))


async def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "cwd", classmethod(lambda cls: tmp_path / "nowhere"))
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.press("ctrl+s")
        await person.until(lambda: "can't be written: no such file or directory" in person.said)


async def test_both_are_in_the_palette_too(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.pilot.press("ctrl+p")
        await person.until(lambda: "Search for commands" in person.text)
        await person.type("transcript")
        await person.until(lambda: "Copy the talk" in person.text and "Save the talk as text" in person.text)


def test_by_lines_the_talk_is_saved_by_a_word(tmp_path: Path) -> None:
    out = io.StringIO()
    talk = LineMode(
        Outside(Conversation(name="", data={"turns": [], "reads": {"": {"rephrase": True}}})).services,
        lines=["one thing\n", "Save the talk\n", "save the talk\n", "quit\n"],
        out=out,
        wait=lambda seconds: None,
    )
    assert talk.run() == 0
    text = saved(tmp_path)
    assert "What do you need?" in text
    assert "> one thing" in text
    assert f"Written to {tmp_path / 'here' / 'intake-talk.txt'}" in out.getvalue()
    assert f"Written to {tmp_path / 'here' / 'intake-talk-2.txt'}" in out.getvalue()
