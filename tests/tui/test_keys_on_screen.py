"""What single keys do on the screen: typing, pasting, choosing, leaving, other screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key

from intents.keeping.requests import RequestStore
from intents.talk.states import Asking, Browsing, Confirming, Opening, Reviewing
from tests.tui.screen import MACRO, Session, outside_on_disk, screen
from tests.tui.test_talk_on_screen import to_review
from tui.screens.drafts import DraftsScreen
from tui.screens.editor import Description, EditorScreen
from tui.screens.pages import LeaveScreen, PageScreen
from tui.widgets.bars import KeyLine
from tui.widgets.request_box import LONGEST_LINE, LONGEST_TEXT


def keys_shown(session: Session) -> str:
    """The line of keys."""
    return session.app.screen.query_one(KeyLine).text


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
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.paste(pasted)
        assert session.box == kept
        assert isinstance(session.state, Opening)


async def test_a_paste_at_a_list_goes_into_the_box(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        await session.paste("1 more thing")
        assert isinstance(session.state, Confirming)
        assert session.box == "1 more thing"


@pytest.mark.parametrize(
    "text", ["x" * (LONGEST_LINE + 1), "many words\n" * (LONGEST_TEXT // 10), "x" * 1_000_000]
)
async def test_a_paste_that_is_too_long_is_refused_with_a_sentence_and_loses_nothing(
    tmp_path: Path, text: str
) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.type("before")
        await session.paste(text)
        await session.until(lambda: "the box takes" in session.text)
        assert session.box == "before"
        await session.type("x")
        assert session.box == "beforex"


@pytest.mark.parametrize("key", ["ctrl+j", "shift+enter", "alt+enter", "shift+\r"])
async def test_a_line_is_broken_by_ctrl_j_and_what_terminals_send_for_shift_enter(
    tmp_path: Path, key: str
) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.type("a")
        session.app.post_message(Key(key, None))
        await session.until(lambda: "\n" in session.box)
        await session.type("b")
        assert session.box == "a\nb"
        assert "ctrl+j new line" in keys_shown(session)


async def test_keys_that_arrive_together_keep_their_order(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        for letter in MACRO:
            session.app.post_message(Key("space" if letter == " " else letter, letter))
        session.app.post_message(Key("enter", "\r"))
        session.app.post_message(Key("1", "1"))
        session.app.post_message(Key("1", "1"))
        for letter in "Refund3":
            session.app.post_message(Key(letter, letter))
        await session.until(lambda: session.box == "Refund3")
        assert isinstance(session.state, Asking)
        assert session.state.question == "macro"
        assert session.state.request.messages == (MACRO,)


async def test_a_digit_is_part_of_the_words_where_words_are_wanted(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.type("2")
        assert session.box == "2"
        assert isinstance(session.state, Opening)


async def test_a_digit_behind_other_letters_chooses_nothing(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        await session.type("v1")
        assert session.box == "v1"
        assert isinstance(session.state, Confirming)


async def test_typing_takes_the_mark_from_the_list_and_emptying_the_box_gives_it_back(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        panel = session.app.chat.panel
        assert "> 1 Yes" in session.text
        await session.type("x")
        assert not panel.choosing
        assert "> x" in session.text
        await session.press("backspace")
        assert panel.choosing
        await session.press("down")
        assert "> 2 " in session.text


async def test_a_letter_alone_means_the_option_that_begins_with_it(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        await session.say("a")
        assert isinstance(session.state, Browsing)


async def test_up_recalls_what_was_said_before(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say("qwerty")
        await session.press("ctrl+l")
        await session.press("up")
        assert session.box == "qwerty"
        await session.press("down")
        assert session.box == ""


async def test_several_are_picked_with_space_and_taken_with_enter(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say("add me to the calendly")
        await session.press("enter")
        while not session.prompt.several:
            await session.press("1")
        await session.press("down", "space", "down", "space")
        assert session.text.count("[x]") == 2
        await session.press("space")
        assert session.text.count("[x]") == 1
        name = session.prompt.options[1].id
        asked = session.state.question
        await session.press("enter")
        assert session.state.request.answers[asked].values == (name,)


async def test_only_keys_that_work_now_are_shown(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path), size=(140, 30)) as session:
        assert "esc back" not in keys_shown(session)
        assert "ctrl+l" not in keys_shown(session)
        assert "enter send" not in keys_shown(session)
        await session.type("x")
        assert "enter send" in keys_shown(session)
        assert "f1 help" in keys_shown(session)
        await session.pilot.press("ctrl+u")
        await session.say(MACRO)
        for shown in (
            "1-",
            "enter choose",
            "esc back",
            "ctrl+l later",
            "ctrl+r drafts",
            "ctrl+p all actions",
            "? help",
        ):
            assert shown in keys_shown(session)


async def test_help_tells_of_this_moment_and_a_question_mark_in_words_is_a_letter(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.pilot.press("question_mark")
        await session.until(lambda: isinstance(session.app.screen, PageScreen))
        await session.until(lambda: "breaks the line" in session.text)
        await session.pilot.press("escape")
        await session.type("why?")
        assert session.box == "why?"
        await session.pilot.press("f1")
        await session.until(lambda: isinstance(session.app.screen, PageScreen))


async def test_the_palette_finds_leaving_by_another_word(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.pilot.press("ctrl+p")
        await session.until(lambda: "Search for commands" in session.text)
        await session.type("quit")
        await session.until(lambda: "Leave" in session.text and "Drafts" not in session.text)
        await session.pilot.press("enter")
        await session.until(lambda: session.app._exit)
    assert session.app.return_code == 0


async def test_ctrl_c_asks_once_keeps_the_words_and_ends_with_130(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        await session.type("and")
        await session.pilot.press("ctrl+c")
        await session.until(lambda: isinstance(session.app.screen, LeaveScreen))
        assert "kept as a draft" in session.text
        await session.pilot.press("escape")
        await session.until(lambda: session.app.screen is session.app.chat)
        assert session.box == "and"
        await session.pilot.press("ctrl+c")
        await session.until(lambda: isinstance(session.app.screen, LeaveScreen))
        await session.pilot.press("ctrl+c")
        await session.until(lambda: session.app._exit)
    assert session.app.return_code == 130
    assert RequestStore(tmp_path / "data").unfinished()[0].typing == "and"


async def test_ctrl_c_copies_what_is_selected(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.type("copy me")
        session.app.chat.panel.box.select_all()
        await session.pilot.press("ctrl+c")
        assert session.app.clipboard == "copy me"
        assert session.app.screen is session.app.chat


async def test_drafts_are_listed_exported_thrown_away_and_taken_back(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await to_review(session)
        await session.press("ctrl+l")
        await session.press("ctrl+r")
        await session.until(lambda: isinstance(session.app.screen, DraftsScreen) and MACRO in session.text)
        await session.pilot.press("e")
        await session.until(lambda: "Written to" in session.text)
        await session.pilot.press("x")
        await session.until(lambda: "Nothing waits here" in session.text)
        await session.pilot.press("u")
        await session.until(lambda: MACRO in session.text)
        await session.pilot.press("enter")
        await session.until(lambda: isinstance(session.state, Reviewing))
    assert (tmp_path / "exported.md").exists()


async def test_a_draft_is_edited_in_place_and_esc_keeps_the_changes(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await to_review(session)
        await session.choose("edit")
        await session.until(
            lambda: isinstance(session.app.screen, EditorScreen) and session.app.screen.query(Description)
        )
        await session.type("Mine. ")
        await session.pilot.press("enter")
        await session.pilot.press("tab", "end")
        await session.type(" now")
        await session.pilot.press("escape")
        await session.until(lambda: session.app.screen is session.app.chat)
        await session.rest()
        assert isinstance(session.state, Reviewing)
        assert session.state.draft.title.endswith("Refund::Late now")
        assert session.state.draft.description.startswith("Mine. \n## Macro")
        assert "Mine." in session.text


async def test_an_edit_can_be_undone_and_is_kept_while_it_is_made(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await to_review(session)
        await session.choose("edit")
        await session.until(
            lambda: isinstance(session.app.screen, EditorScreen) and session.app.screen.query(Description)
        )
        area = session.app.screen.query_one(Description)
        before = area.text
        await session.type("Words")
        store = RequestStore(tmp_path / "data")
        await session.until(
            lambda: (edit := store.unfinished()[0].edit) and edit.description.startswith("Words")
        )
        await session.pilot.press("ctrl+z")
        assert area.text == before
        await session.pilot.press("ctrl+y")
        assert area.text.startswith("Words")
        await session.pilot.press("ctrl+e")
        await session.until(lambda: "can't be handed to another program" in session.text)
        assert area.text.startswith("Words")


async def test_raw_and_rendered_are_one_key_apart_and_side_by_side_when_wide(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await to_review(session)
        assert "## Macro" in session.text
        await session.press("ctrl+t")
        await session.until(lambda: "• Name: Refund::Late" in session.text)
        assert "## Macro" not in session.text
        await session.pilot.resize_terminal(150, 30)
        await session.until(lambda: "## Macro" in session.text and "• Name" in session.text)
        assert "ctrl+t" not in keys_shown(session)


async def test_a_window_of_one_cell_and_back_keeps_the_place(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        await session.type("half")
        for size in ((1, 1), (3, 2), (200, 60), (80, 24)):
            await session.pilot.resize_terminal(*size)
        await session.until(lambda: "> half" in session.text)
        assert isinstance(session.state, Confirming)


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
    async with screen(outside_on_disk(tmp_path, connection)) as session:
        assert session.lines[0].startswith(" intake · Support Operations")
        assert session.lines[0].endswith(shown)
        if connection == "practice":
            await session.pilot.resize_terminal(40, 15)
            await session.until(lambda: session.lines[0].endswith("PRACTICE"))
            await to_review(session)
            assert "(PRACTICE)" in session.text


async def test_over_ssh_the_whole_link_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "here there")
    async with screen(outside_on_disk(tmp_path, "none")) as session:
        await to_review(session)
        await session.choose("browser")
        await session.until(lambda: isinstance(session.app.screen, PageScreen))
        await session.until(lambda: "issue[description]=" in session.text.replace("\n", ""))
        await session.pilot.press("c")
        assert session.app.clipboard.startswith("https://gitlab.com/gitlab-com/support/support-ops/")


async def test_without_colour_the_mark_and_errors_are_still_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        assert "> 1 Yes" in session.text
        await session.press("1")
        await session.say("purple")
        assert "! " in session.text
