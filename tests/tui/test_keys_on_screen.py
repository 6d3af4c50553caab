"""What single keys do on the screen: typing, pasting, choosing, leaving, other screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key

from intents.keeping.requests import RequestStore
from intents.talk.states import Asking, Browsing, Confirming, Opening, Reviewing
from tests.tui.screen import MACRO, keys_shown, outside_on_disk, screen
from tests.tui.test_talk_on_screen import to_review
from tui.screens.drafts import DraftsScreen
from tui.screens.editor import Description, EditorScreen
from tui.screens.pages import LeaveScreen, PageScreen
from tui.widgets.request_box import LONGEST_LINE, LONGEST_TEXT


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("one line only\n", "one line only\n"),
        ("\nMacro for refunds\nsays the wrong SLA\n\nExpected: 24h", "\nMacro for refunds\nsays the wrong SLA\n\nExpected: 24h"),
        ("line one\r\nline two\r\n\r\nline four", "line one\nline two\n\nline four"),
        ("a\u2028b\x0bc\x85d\re", "a\nb\nc\nd\ne"),
        ("\x1b[31mred\x1b[0m and \x07bell\x00", "red and bell"),
    ],
)  # fmt: skip
async def test_a_paste_is_in_the_box_whole_and_is_not_sent(tmp_path: Path, pasted: str, kept: str) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.paste(pasted)
        assert person.box == kept
        assert isinstance(person.state, Opening)


async def test_a_paste_at_a_list_goes_into_the_box(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.paste("1 more thing")
        assert isinstance(person.state, Confirming)
        assert person.box == "1 more thing"


@pytest.mark.parametrize(
    "text", ["x" * (LONGEST_LINE + 1), "many words\n" * (LONGEST_TEXT // 10), "x" * 1_000_000]
)
async def test_a_paste_that_is_too_long_is_refused_with_a_sentence_and_loses_nothing(
    tmp_path: Path, text: str
) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.type("before")
        await person.paste(text)
        await person.until(lambda: "the box takes" in person.text)
        assert person.box == "before"
        await person.type("x")
        assert person.box == "beforex"


@pytest.mark.parametrize("key", ["ctrl+j", "shift+enter", "alt+enter", "shift+\r"])
async def test_a_line_is_broken_by_ctrl_j_and_what_terminals_send_for_shift_enter(
    tmp_path: Path, key: str
) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.type("a")
        person.app.post_message(Key(key, None))
        await person.until(lambda: "\n" in person.box)
        await person.type("b")
        assert person.box == "a\nb"
        assert "ctrl+j new line" in keys_shown(person)


async def test_keys_that_arrive_together_keep_their_order(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        for letter in MACRO:
            person.app.post_message(Key("space" if letter == " " else letter, letter))
        person.app.post_message(Key("enter", "\r"))
        person.app.post_message(Key("1", "1"))
        person.app.post_message(Key("1", "1"))
        for letter in "Refund3":
            person.app.post_message(Key(letter, letter))
        await person.until(lambda: person.box == "Refund3")
        assert isinstance(person.state, Asking)
        assert person.state.question == "macro"
        assert person.state.request.messages == (MACRO,)


async def test_a_digit_is_part_of_the_words_where_words_are_wanted(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.type("2")
        assert person.box == "2"
        assert isinstance(person.state, Opening)


async def test_a_digit_behind_other_letters_chooses_nothing(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.type("v1")
        assert person.box == "v1"
        assert isinstance(person.state, Confirming)


async def test_typing_takes_the_mark_from_the_list_and_emptying_the_box_gives_it_back(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        panel = person.app.chat.panel
        assert "> 1 Yes" in person.text
        await person.type("x")
        assert not panel.choosing
        assert "> x" in person.text
        await person.press("backspace")
        assert panel.choosing
        await person.press("down")
        assert "> 2 " in person.text


async def test_a_letter_alone_means_the_option_that_begins_with_it(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.say("a")
        assert isinstance(person.state, Browsing)


async def test_up_recalls_what_was_said_before(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say("qwerty")
        await person.press("ctrl+l")
        await person.press("up")
        assert person.box == "qwerty"
        await person.press("down")
        assert person.box == ""


async def test_several_are_picked_with_space_and_taken_with_enter(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say("add me to the calendly")
        await person.press("enter")
        while not person.prompt.several:
            await person.press("1")
        await person.press("down", "space", "down", "space")
        assert person.text.count("[x]") == 2
        await person.press("space")
        assert person.text.count("[x]") == 1
        name = person.prompt.options[0].id
        asked = person.state.question
        await person.press("enter")
        assert person.state.request.answers[asked].values == (name,)


async def test_only_keys_that_work_now_are_shown(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path), size=(140, 30)) as person:
        assert "esc back" not in keys_shown(person)
        assert "ctrl+l" not in keys_shown(person)
        assert "enter send" not in keys_shown(person)
        await person.type("x")
        assert "enter send" in keys_shown(person)
        assert "f1 help" in keys_shown(person)
        await person.pilot.press("ctrl+u")
        await person.say(MACRO)
        for shown in (
            "1-",
            "enter choose",
            "esc back",
            "ctrl+l later",
            "ctrl+r drafts",
            "ctrl+p actions",
            "? help",
        ):
            assert shown in keys_shown(person)


async def test_help_tells_of_this_moment_and_a_question_mark_in_words_is_a_letter(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.pilot.press("question_mark")
        await person.until(lambda: isinstance(person.app.screen, PageScreen))
        await person.until(lambda: "breaks the line" in person.text)
        await person.pilot.press("escape")
        await person.type("why?")
        assert person.box == "why?"
        await person.pilot.press("f1")
        await person.until(lambda: isinstance(person.app.screen, PageScreen))


async def test_the_palette_finds_leaving_by_another_word(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.pilot.press("ctrl+p")
        await person.until(lambda: "Search for commands" in person.text)
        await person.type("quit")
        await person.until(lambda: "Leave" in person.text and "Drafts" not in person.text)
        await person.pilot.press("enter")
        await person.until(lambda: person.app._exit)
    assert person.app.return_code == 0


async def test_ctrl_c_asks_once_keeps_the_words_and_ends_with_130(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.type("and")
        await person.pilot.press("ctrl+c")
        await person.until(lambda: isinstance(person.app.screen, LeaveScreen))
        assert "kept as a draft" in person.text
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        assert person.box == "and"
        await person.pilot.press("ctrl+c")
        await person.until(lambda: isinstance(person.app.screen, LeaveScreen))
        await person.pilot.press("ctrl+c")
        await person.until(lambda: person.app._exit)
    assert person.app.return_code == 130
    assert RequestStore(tmp_path / "data").unfinished()[0].typing == "and"


async def test_ctrl_c_copies_what_is_selected(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.type("copy me")
        person.app.chat.panel.box.select_all()
        await person.pilot.press("ctrl+c")
        assert person.app.clipboard == "copy me"
        assert person.app.screen is person.app.chat


async def test_drafts_are_listed_exported_thrown_away_and_taken_back(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.press("ctrl+l")
        await person.press("ctrl+r")
        await person.until(lambda: isinstance(person.app.screen, DraftsScreen) and MACRO in person.text)
        await person.pilot.press("e")
        await person.until(lambda: "Written to" in person.text)
        await person.pilot.press("x")
        await person.until(lambda: "Nothing waits here" in person.text)
        await person.pilot.press("u")
        await person.until(lambda: MACRO in person.text)
        await person.pilot.press("enter")
        await person.until(lambda: isinstance(person.state, Reviewing))
    assert (tmp_path / "exported.md").exists()


async def test_a_draft_is_edited_in_place_and_esc_keeps_the_changes(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.choose("edit")
        await person.until(
            lambda: isinstance(person.app.screen, EditorScreen) and person.app.screen.query(Description)
        )
        await person.type("Mine. ")
        await person.pilot.press("enter")
        await person.pilot.press("tab", "end")
        await person.type(" now")
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        await person.rest()
        assert isinstance(person.state, Reviewing)
        assert person.state.draft.title.endswith("Refund::Late now")
        assert person.state.draft.description.startswith("Mine. \n## Macro")
        assert "Mine." in person.text


async def test_an_edit_can_be_undone_and_is_kept_while_it_is_made(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.choose("edit")
        await person.until(
            lambda: isinstance(person.app.screen, EditorScreen) and person.app.screen.query(Description)
        )
        area = person.app.screen.query_one(Description)
        before = area.text
        await person.type("Words")
        store = RequestStore(tmp_path / "data")
        await person.until(
            lambda: (edit := store.unfinished()[0].edit) and edit.description.startswith("Words")
        )
        await person.pilot.press("ctrl+z")
        assert area.text == before
        await person.pilot.press("ctrl+y")
        assert area.text.startswith("Words")
        await person.pilot.press("ctrl+e")
        await person.until(lambda: "can't be handed to another program" in person.text)
        assert area.text.startswith("Words")


async def test_raw_and_rendered_are_one_key_apart_and_side_by_side_when_wide(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        assert "## Macro" in person.text
        await person.press("ctrl+t")
        await person.until(lambda: "• Name: Refund::Late" in person.text)
        assert "## Macro" not in person.text
        await person.pilot.resize_terminal(150, 30)
        await person.until(lambda: "## Macro" in person.text and "• Name" in person.text)
        assert "ctrl+t" not in keys_shown(person)


async def test_a_window_of_one_cell_and_back_keeps_the_place(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.type("half")
        for size in ((1, 1), (3, 2), (200, 60), (80, 24)):
            await person.pilot.resize_terminal(*size)
        await person.until(lambda: "> half" in person.text)
        assert isinstance(person.state, Confirming)


@pytest.mark.parametrize(
    ("connection", "shown"),
    [
        ("practice", "PRACTICE: nothing leaves this machine"),
        ("gitlab", "gitlab.com"),
        ("none", "not connected"),
    ],
)
async def test_the_first_line_says_what_a_filing_would_go_to(
    tmp_path: Path, connection: str, shown: str
) -> None:
    async with screen(outside_on_disk(tmp_path, connection)) as person:
        assert person.lines[0].startswith(" intake · Support Operations")
        assert person.lines[0].endswith(shown)
        if connection == "practice":
            await person.pilot.resize_terminal(40, 15)
            await person.until(lambda: person.lines[0].endswith("PRACTICE"))
            await to_review(person)
            assert "(PRACTICE)" in person.text


async def test_over_ssh_the_whole_link_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "here there")
    async with screen(outside_on_disk(tmp_path, "none")) as person:
        await to_review(person)
        await person.choose("browser")
        await person.until(lambda: isinstance(person.app.screen, PageScreen))
        await person.until(lambda: "issue[description]=" in person.text.replace("\n", ""))
        await person.pilot.press("c")
        assert person.app.clipboard.startswith("https://gitlab.com/gitlab-com/support/support-ops/")


async def test_without_colour_the_mark_and_errors_are_still_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        assert "> 1 Yes" in person.text
        await person.press("1")
        await person.say("purple")
        assert "! " in person.text
