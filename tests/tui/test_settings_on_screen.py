"""The screens of settings and colours, by real keys: what they show, what they keep, and that keys can be others."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from gitlab_stand_in import StandIn

from intents.talk.desk import Link
from intents.talk.states import Confirming, Opening
from tests.tui.screen import MACRO, Person, keys_shown, outside_on_disk, screen
from tui import themes
from tui.app import IntakeApp
from tui.options import Options
from tui.screens.drafts import DraftsScreen
from tui.screens.looks import LooksScreen
from tui.screens.pages import PageScreen
from tui.screens.settings import SettingsScreen
from tui.settings import read_settings
from tui.standing import Checked, Standing


@pytest.fixture(autouse=True)
def a_machine_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "ACCESSIBLE", "VISUAL", "EDITOR", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GITLAB_TOKEN", "GITLAB_URL", "INTAKE_CATALOGUE", "PYTHON_GITLAB_CFG", "GLAB_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    (tmp_path / "config" / "intake").mkdir(parents=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "intake" / "settings.yaml"


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def standing(text: str = "", file: Path | None = None) -> Standing:
    if file is not None:
        write(file, text)
    return Standing(Options(settings=read_settings()))


async def to_settings(person: Person) -> SettingsScreen:
    await person.pilot.press("ctrl+o")
    await person.until(lambda: isinstance(person.app.screen, SettingsScreen) and "Connection" in person.text)
    assert isinstance(person.app.screen, SettingsScreen)
    return person.app.screen


async def test_it_shows_the_connection_the_places_and_what_is_set(tmp_path: Path, file: Path) -> None:
    async with screen(
        # Paths of any length break over several rows.
        outside_on_disk(tmp_path, "none"),
        (100, 60),
        standing=standing("theme: paper\n", file),
    ) as person:
        await to_settings(person)
        await person.until(lambda: "none was found" in person.text)
        for shown in (
            "https://gitlab.com",
            "`intake login`",
            "not since the start",
            "(9 kinds of request)",
            str(tmp_path / "data" / "intake"),
            str(file),
            "paper (file)",
            "chat.later",
        ):
            assert shown.replace(" ", "") in person.text.replace("\n", "").replace(" ", ""), shown
        assert "e edit the file" in keys_shown(person)
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)


async def test_practice_has_no_connection_to_check(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path), standing=standing()) as person:
        await to_settings(person)
        assert "nothing leaves this machine" in person.text
        assert "c check" not in keys_shown(person)
        assert "Check the connection" not in person.text


async def test_colours_are_seen_at_once_and_kept_by_enter(tmp_path: Path, file: Path) -> None:
    async with screen(
        outside_on_disk(tmp_path), standing=standing("# mine\ntheme: dark # night\n", file)
    ) as person:
        await to_settings(person)
        await person.pilot.press("enter")
        await person.until(lambda: isinstance(person.app.screen, LooksScreen) and "> 2 dark" in person.text)
        await person.pilot.press("down")
        assert person.app.theme == themes.LIGHT
        await person.pilot.press("down", "down")
        assert person.app.theme == themes.PAPER
        await person.pilot.press("enter")
        await person.until(lambda: isinstance(person.app.screen, SettingsScreen))
        await person.until(lambda: "Kept: theme: paper." in person.text)
        assert person.app.theme == themes.PAPER
    assert read(file) == "# mine\ntheme: paper # night\n"


async def test_esc_brings_the_old_colours_back(tmp_path: Path, file: Path) -> None:
    async with screen(outside_on_disk(tmp_path), standing=standing("theme: light\n", file)) as person:
        assert person.app.theme == themes.LIGHT
        await to_settings(person)
        await person.pilot.press("1")
        await person.until(lambda: isinstance(person.app.screen, LooksScreen))
        await person.pilot.press("up")
        assert person.app.theme == themes.DARK
        await person.pilot.press("escape")
        await person.until(lambda: isinstance(person.app.screen, SettingsScreen))
        assert person.app.theme == themes.LIGHT
    assert read(file) == "theme: light\n"


async def test_colours_are_chosen_by_their_name_in_the_palette_too(tmp_path: Path, file: Path) -> None:
    async with screen(outside_on_disk(tmp_path), standing=standing()) as person:
        await person.pilot.press("ctrl+p")
        await person.until(lambda: "Search for commands" in person.text)
        await person.type("theme")
        await person.until(lambda: "Colours" in person.text and "Drafts" not in person.text)
        await person.pilot.press("enter")
        await person.until(lambda: isinstance(person.app.screen, LooksScreen))
        await person.pilot.press("4")
        await person.until(lambda: "Kept in your settings: theme: contrast." in person.said)
        assert person.app.theme == themes.CONTRAST
    assert read(file) == "theme: contrast\n"


async def test_colours_that_cannot_be_kept_hold_until_the_end_and_that_is_said(
    tmp_path: Path, file: Path
) -> None:
    write(file / "in the way", "x")
    async with screen(outside_on_disk(tmp_path), standing=standing()) as person:
        await to_settings(person)
        await person.pilot.press("1")
        await person.until(lambda: isinstance(person.app.screen, LooksScreen))
        await person.pilot.press("3")
        await person.until(lambda: "can't be written" in person.text)
        assert person.app.theme == themes.LIGHT


async def test_the_environment_comes_first_and_is_named(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCESSIBLE", "0")
    async with screen(outside_on_disk(tmp_path), standing=standing()) as person:
        await to_settings(person)
        assert "no (ACCESSIBLE)" in person.text
        await person.pilot.press("2")
        await person.until(lambda: "ACCESSIBLE says no for now" in person.text)
    assert read(file) == "plain: yes\n"


async def test_animations_go_round_and_hold_at_once(tmp_path: Path, file: Path) -> None:
    async with screen(outside_on_disk(tmp_path), standing=standing()) as person:
        assert person.app.animation_level == "none"
        await to_settings(person)
        for level in ("basic", "full", "none"):
            await person.pilot.press("3")
            await person.until(lambda level=level: f"Kept: animations: {level}." in person.text)
            assert person.app.animation_level == level
    assert read(file) == "animations: none\n"


async def test_a_mistake_is_told_at_the_start_and_on_the_screen_of_settings(
    tmp_path: Path, file: Path
) -> None:
    async with screen(
        outside_on_disk(tmp_path), (120, 30), standing=standing("theem: dark\n", file)
    ) as person:
        assert "theem: there is no such setting; did you mean `theme`?" in person.said
        await to_settings(person)
        assert "theem: there is no such setting" in person.text


async def test_an_edit_made_elsewhere_counts_when_the_screen_is_opened(tmp_path: Path, file: Path) -> None:
    async with screen(outside_on_disk(tmp_path), standing=standing()) as person:
        write(file, "theme: light\nkeys:\n  chat.later: f2\n")
        await to_settings(person)
        assert person.app.theme == themes.LIGHT
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        await person.say(MACRO)
        assert "f2 later" in keys_shown(person)


async def test_another_gitlab_or_catalogue_counts_from_the_next_start_and_that_is_said(
    tmp_path: Path, file: Path
) -> None:
    async with screen(outside_on_disk(tmp_path, "gitlab"), (120, 40), standing=standing()) as person:
        write(file, "gitlab: https://gitlab.example.com\n")
        await to_settings(person)
        assert "https://gitlab.example.com (file) from the next start on" in person.text
        write(file, "# nothing\n")
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        await to_settings(person)
        assert "next start" not in person.text


async def test_an_editor_that_cannot_be_opened_loses_nothing_and_leaves_a_file_to_begin_with(
    tmp_path: Path, file: Path
) -> None:
    async with screen(outside_on_disk(tmp_path), standing=standing()) as person:
        await to_settings(person)
        await person.pilot.press("e")
        await person.until(lambda: "can't be handed to another program" in person.text.replace("\n", " "))
    assert "# theme: auto" in read(file)
    assert read_settings().problems == ()


# Keys.


async def test_an_action_answers_to_the_key_of_the_settings_and_no_longer_to_its_usual_one(
    tmp_path: Path, file: Path
) -> None:
    keys = "keys:\n  chat.later: ctrl+k\n  chat.drafts: [f2, ctrl+b]\n  chat.help: f3\n"
    async with screen(outside_on_disk(tmp_path), (140, 30), standing=standing(keys, file)) as person:
        await person.say(MACRO)
        assert "ctrl+k later" in keys_shown(person)
        assert "f2 drafts" in keys_shown(person)
        await person.press("ctrl+l")
        assert isinstance(person.state, Confirming)
        await person.press("ctrl+k")
        assert isinstance(person.state, Opening)
        for key in ("f2", "ctrl+b"):
            await person.pilot.press(key)
            await person.until(lambda: isinstance(person.app.screen, DraftsScreen))
            await person.pilot.press("escape")
            await person.until(lambda: person.app.screen is person.app.chat)
        await person.type("why?")
        await person.pilot.press("f3")
        await person.until(lambda: isinstance(person.app.screen, PageScreen))
        await person.until(lambda: "f2" in person.text and "drafts: what is kept" in person.text)


async def test_enter_and_escape_can_be_other_keys_too(tmp_path: Path, file: Path) -> None:
    keys = "keys:\n  chat.enter: ctrl+d\n  chat.new_line: [enter, ctrl+j]\n  chat.back: ctrl+b\n"
    async with screen(outside_on_disk(tmp_path), standing=standing(keys, file)) as person:
        await person.type("a")
        await person.pilot.press("enter")
        await person.until(lambda: person.box == "a\n")
        await person.pilot.press("ctrl+u", "backspace", "backspace")
        await person.until(lambda: person.box == "")
        await person.type(MACRO)
        await person.press("ctrl+d")
        assert isinstance(person.state, Confirming)
        await person.press("escape")
        assert isinstance(person.state, Confirming)
        await person.press("ctrl+b")
        assert person.box == MACRO


async def test_leaving_can_have_another_key(tmp_path: Path, file: Path) -> None:
    async with screen(
        outside_on_disk(tmp_path), standing=standing("keys:\n  app.leave: f10\n", file)
    ) as person:
        await person.pilot.press("ctrl+q")
        await person.pilot.press("f10")
        await person.until(lambda: person.app._exit)


# The connection.


class Slow(Standing):
    """A GitLab that takes its time."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.asked = threading.Event()
        self.answer = threading.Event()

    def check(self, catalogue: object) -> Checked:
        self.asked.set()
        assert self.answer.wait(60)
        return Checked(fine=True, sentence="You are @kim at gitlab.com.", me="kim")


async def test_a_check_shows_that_it_asks_and_can_be_stopped(tmp_path: Path) -> None:
    slow = Slow(Options(settings=read_settings()))
    async with screen(outside_on_disk(tmp_path, "gitlab"), (100, 40), standing=slow) as person:
        await to_settings(person)
        await person.pilot.press("c")
        await person.until(lambda: "GitLab is being asked" in person.text)
        assert "c stop" in keys_shown(person)
        await person.pilot.press("c")
        await person.until(lambda: "Stopped. Nothing was changed." in person.text)
        assert "You are" not in person.text
        await person.pilot.press("c")
        slow.answer.set()
        await person.until(lambda: "You are @kim at gitlab.com." in person.text)
        assert "c check" in keys_shown(person)


async def test_the_list_can_be_left_while_it_is_checked(tmp_path: Path) -> None:
    slow = Slow(Options(settings=read_settings()))
    async with screen(outside_on_disk(tmp_path, "gitlab"), standing=slow) as person:
        await to_settings(person)
        await person.pilot.press("c")
        await person.until(slow.asked.is_set)
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        slow.answer.set()
        await person.say(MACRO)
        assert isinstance(person.state, Confirming)


@pytest.fixture
def gitlab() -> object:
    with StandIn.for_projects(["group/project"], labels=[]) as stand_in:
        yield stand_in


async def test_a_real_check_names_the_person_the_scope_and_the_expiry(
    tmp_path: Path, gitlab: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_URL", gitlab.url)
    monkeypatch.setenv("GITLAB_TOKEN", gitlab.token)
    async with screen(outside_on_disk(tmp_path, "gitlab"), (120, 40), standing=standing()) as person:
        await to_settings(person)
        await person.until(lambda: "from GITLAB_TOKEN" in person.text)
        await person.pilot.press("c")
        await person.until(lambda: "the token has the scope api" in person.text)
        assert gitlab.token not in person.text
        monkeypatch.setenv("GITLAB_TOKEN", "glpat-not-a-real-token-either")
        await person.pilot.press("c")
        await person.until(lambda: "! " in person.text)


async def test_a_token_that_was_made_meanwhile_connects_without_a_new_start(
    tmp_path: Path, gitlab: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_URL", gitlab.url)
    async with screen(outside_on_disk(tmp_path, "none"), (120, 40), standing=standing()) as person:
        await to_settings(person)
        assert person.lines[0].endswith("not connected")
        await person.pilot.press("c")
        await person.until(lambda: "There is no token for" in person.text)
        monkeypatch.setenv("GITLAB_TOKEN", gitlab.token)
        await person.pilot.press("c")
        await person.until(lambda: "the token has the scope api" in person.text)
        assert "not connected" not in person.lines[0]
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        assert "127.0.0.1" in person.lines[0]
        assert person.app.chat.desk.connection.link is Link.GITLAB


# Sizes and the mouse.


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (20, 5), (200, 60), (1, 1)])
async def test_it_fits_every_window_and_can_be_left(tmp_path: Path, size: tuple[int, int]) -> None:
    async with screen(outside_on_disk(tmp_path, "none"), size, standing=standing()) as person:
        await person.pilot.press("ctrl+o")
        await person.until(lambda: isinstance(person.app.screen, SettingsScreen))
        await person.pilot.press("pagedown", "down", "down", "up", "pageup")
        if size[0] > 10:
            assert "> " in person.text
            assert ("esc back" if size[0] >= 40 else "enter change") in person.text
        await person.pilot.press("up", "enter")
        await person.until(lambda: isinstance(person.app.screen, LooksScreen))
        await person.pilot.press("escape")
        await person.until(lambda: isinstance(person.app.screen, SettingsScreen))
        await person.pilot.press("q")
        await person.until(lambda: person.app.screen is person.app.chat)


async def test_a_click_chooses_here_too(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path), standing=standing()) as person:
        await to_settings(person)
        await person.pilot.click("#settings-list", offset=(4, 0))
        await person.until(lambda: isinstance(person.app.screen, LooksScreen))
        await person.pilot.click("#looks-list", offset=(4, 2))
        assert person.app.theme == themes.LIGHT


async def test_help_tells_the_keys_of_this_screen(tmp_path: Path, file: Path) -> None:
    async with screen(
        outside_on_disk(tmp_path, "gitlab"), standing=standing("keys:\n  settings.check: f5\n", file)
    ) as person:
        await to_settings(person)
        assert "f5 check" in keys_shown(person)
        await person.pilot.press("question_mark")
        await person.until(lambda: isinstance(person.app.screen, PageScreen))
        await person.until(lambda: "f5" in person.text and "checks the connection" in person.text)


def test_nothing_moves_and_the_colours_are_dark_where_nothing_is_set() -> None:
    services = outside_on_disk(Path("unused"))
    app = IntakeApp(services)
    assert (app.theme, app.animation_level) == (themes.DARK, "none")
