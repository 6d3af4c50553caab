"""The way back and the way out from every screen; everything without function keys, and with the mouse as well."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.widgets import Input, TextArea

from intents.keeping.requests import RequestStore
from intents.talk.effects import Say
from intents.talk.states import Asking, Confirming, Reviewing
from tests.tui.screen import MACRO, Person, keys_shown, outside_on_disk, screen
from tests.tui.test_talk_on_screen import to_review
from tui.key_table import ACTIONS
from tui.screens.drafts import DraftsScreen
from tui.screens.editor import EditorScreen
from tui.screens.looks import LooksScreen
from tui.screens.pages import LeaveScreen, PageScreen
from tui.screens.settings import SettingsScreen


async def open_palette(person: Person) -> None:
    await person.pilot.press("ctrl+p")
    await person.until(lambda: "Search for commands" in person.text)


async def open_drafts(person: Person) -> None:
    await person.pilot.press("ctrl+r")
    await person.until(lambda: isinstance(person.app.screen, DraftsScreen))


async def open_settings(person: Person) -> None:
    await person.pilot.press("ctrl+o")
    await person.until(lambda: isinstance(person.app.screen, SettingsScreen))


async def open_looks(person: Person) -> None:
    await open_settings(person)
    await person.pilot.press("1")
    await person.until(lambda: isinstance(person.app.screen, LooksScreen))


async def open_help(person: Person) -> None:
    await person.pilot.press("f1")
    await person.until(lambda: isinstance(person.app.screen, PageScreen))


async def open_help_of_drafts(person: Person) -> None:
    await open_drafts(person)
    await person.pilot.press("question_mark")
    await person.until(lambda: isinstance(person.app.screen, PageScreen))


SCREENS: list[Callable[[Person], Awaitable[None]]] = [
    open_palette, open_drafts, open_settings, open_looks, open_help, open_help_of_drafts,
]  # fmt: skip


@pytest.mark.parametrize("go", SCREENS, ids=lambda go: go.__name__)
async def test_esc_leads_back_from_every_screen_and_the_words_are_still_there(
    tmp_path: Path, go: Callable[[Person], Awaitable[None]]
) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.type("half a sen")
        await go(person)
        depth = len(person.app.screen_stack)
        while person.app.screen is not person.app.chat:
            await person.pilot.press("escape")
            await person.until(lambda depth=depth: len(person.app.screen_stack) == depth - 1)
            depth -= 1
        assert person.box == "half a sen"
        assert isinstance(person.state, Confirming)


@pytest.mark.parametrize("go", SCREENS, ids=lambda go: go.__name__)
async def test_ctrl_c_asks_once_on_every_screen_and_keeps_the_words(
    tmp_path: Path, go: Callable[[Person], Awaitable[None]]
) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.type("half a sen")
        await go(person)
        here = person.app.screen
        await person.pilot.press("ctrl+c")
        await person.until(lambda: isinstance(person.app.screen, LeaveScreen))
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is here)
        await person.pilot.press("ctrl+c")
        await person.until(lambda: isinstance(person.app.screen, LeaveScreen))
        await person.pilot.press("ctrl+c")
        await person.until(lambda: person.app._exit)
    assert person.app.return_code == 130
    (kept,) = RequestStore(tmp_path / "data").unfinished()
    assert (kept.messages, kept.typing) == ((MACRO,), "half a sen")


async def test_the_editor_says_what_its_keys_do_and_has_help_and_actions(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.choose("edit")
        await person.until(
            lambda: isinstance(person.app.screen, EditorScreen) and person.app.screen.query("#edit-text")
        )
        await person.until(
            lambda: (
                person.lines[-1].strip()
                == "esc back, kept · ctrl+e your own editor · ctrl+z undo · tab title · f1 help"
            )
        )
        await person.pilot.press("tab")
        await person.until(lambda: "tab text" in person.lines[-1])
        await person.pilot.press("f1")
        await person.until(lambda: "Editing title and text" in person.text and "redo" in person.text)
        await person.pilot.press("escape")
        await person.until(lambda: isinstance(person.app.screen, EditorScreen))
        await person.pilot.press("ctrl+p")
        await person.until(lambda: "Open in your own editor" in person.text)


async def test_a_long_paste_into_the_editor_is_undone_and_done_again(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.choose("edit")
        await person.until(
            lambda: isinstance(person.app.screen, EditorScreen) and person.app.screen.query("#edit-text")
        )
        area = person.app.screen.query_one("#edit-text", TextArea)
        area.action_select_all()
        await person.paste("one line")
        await person.paste("\n" + "\n".join(f"line {n}" for n in range(200)))
        whole = area.text
        await person.pilot.press("ctrl+z")
        assert area.text == "one line"
        await person.pilot.press("ctrl+y")
        assert area.text == whole


async def test_the_title_has_undo_and_redo_too(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.choose("edit")
        await person.until(
            lambda: isinstance(person.app.screen, EditorScreen) and person.app.screen.query("#edit-title")
        )
        await person.pilot.press("tab", "end")
        title = person.app.screen.query_one("#edit-title", Input)
        given = title.value
        await person.type(" one two")
        stood = []
        for key in ("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+y", "ctrl+y", "ctrl+y"):
            await person.pilot.press(key)
            stood.append(title.value.removeprefix(given))
        assert stood == [" one ", " one", " ", "", "", " ", " one", " one "]
        await person.type("!")
        await person.pilot.press("ctrl+y")
        assert title.value == f"{given} one !"


async def test_ctrl_c_in_the_editor_keeps_what_was_changed(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.choose("edit")
        await person.until(
            lambda: isinstance(person.app.screen, EditorScreen) and person.app.screen.query("#edit-text")
        )
        await person.type("Mine. ")
        await person.pilot.press("ctrl+c")
        await person.until(lambda: isinstance(person.app.screen, LeaveScreen))
        await person.pilot.press("ctrl+c")
        await person.until(lambda: person.app._exit)
    (kept,) = RequestStore(tmp_path / "data").unfinished()
    assert kept.edit is not None
    assert kept.edit.description.startswith("Mine. ")


def test_no_action_needs_a_function_key_or_shift_enter() -> None:
    special = re.compile(r"f\d+|(?:shift|alt|ctrl)\+enter|.*super.*")
    only_special = [
        action.id for action in ACTIONS if all(special.fullmatch(key) for key in action.keys.split(","))
    ]
    # Help with something in the box: `?` in an empty one, and the palette always.
    assert only_special == ["chat.help", "editor.help"]


async def test_help_is_there_without_a_function_key_while_something_is_typed(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.type("words")
        await open_palette(person)
        await person.type("help")
        await person.until(lambda: "Help for this moment" in person.text)
        await person.pilot.press("enter")
        await person.until(lambda: isinstance(person.app.screen, PageScreen))
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        assert person.box == "words"


async def test_a_click_chooses_an_option(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.pilot.click("#options", offset=(5, 0))
        await person.rest()
        assert isinstance(person.state, Asking)


async def test_a_click_on_a_key_of_the_last_line_does_what_it_says(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        at = keys_shown(person).index("esc back")
        await person.pilot.click("#key-line", offset=(at + 2, 0))
        await person.rest()
        await person.until(lambda: person.box == MACRO)


async def test_the_wheel_scrolls_what_was_said_and_the_draft(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        for number in range(60):
            person.app.chat.say(Say(text=f"line number {number}"))
        await person.until(lambda: "line number 59" in person.text)
        for kind, seen in ((MouseScrollUp, False), (MouseScrollDown, True)):
            for _ in range(12):
                await person.pilot._post_mouse_events([kind], "#transcript")
            await person.until(lambda seen=seen: ("line number 59" in person.text) is seen)
        await to_review(person)
        assert isinstance(person.state, Reviewing)
        await person.pilot.resize_terminal(60, 12)
        await person.until(lambda: person.lines[1].startswith(" for "))
        for _ in range(12):
            await person.pilot._post_mouse_events([MouseScrollDown], "#draft-raw")
        await person.until(lambda: not person.lines[1].startswith(" for "))
