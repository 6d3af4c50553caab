"""The settings file: what counts, what each mistake says, and that nothing a person wrote is lost when one is kept."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.errors import IntakeError
from intents.keeping.places import config_folder
from tui import first_frame, themes
from tui.app import IntakeApp
from tui.key_table import ACTIONS, KNOWN, Given, accepted, key_named, keys_in_force
from tui.options import Options
from tui.screens.drafts import DraftsScreen
from tui.screens.editor import EDITOR_KEYS, Description
from tui.screens.looks import LooksScreen
from tui.screens.pages import LeaveScreen, PageScreen
from tui.screens.settings import SettingsScreen
from tui.settings import (
    NAMES,
    THEMES,
    Settings,
    animations_wanted,
    editor_wanted,
    plain_wanted,
    read_settings,
    settings_path,
    theme_named,
)
from tui.settings_file import SKELETON, keep, settings_of, with_setting
from tui.widgets.request_box import TALK_KEYS

ROOT = Path(__file__).parents[2]
DESCRIPTION = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
BY_HAND = (Path(__file__).parent / "settings.yaml").read_text(encoding="utf-8")
VARIABLES = (
    "TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "ACCESSIBLE", "VISUAL", "EDITOR", "INTAKE_CATALOGUE", "GITLAB_URL",
)  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_else_says_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "config" / "intake").mkdir(parents=True)
    return tmp_path / "config" / "intake" / "settings.yaml"


def read(file: Path, text: str) -> Settings:
    file.write_text(text, encoding="utf-8", newline="")
    return read_settings()


def test_without_a_file_the_usual_values_hold(tmp_path: Path) -> None:
    settings = read_settings()
    assert settings == Settings(file=tmp_path / "config" / "intake" / "settings.yaml")
    assert (settings.theme, settings.plain, settings.animations, dict(settings.keys)) == (
        "auto",
        False,
        "none",
        {},
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", SKELETON, "theme:\nkeys:\n", "keys: ~\n"])
def test_an_empty_file_is_no_mistake(file: Path, text: str) -> None:
    settings = read(file, text)
    assert settings.problems == ()
    assert settings.named == frozenset()


def test_the_example_of_the_description_is_read_without_a_word(file: Path) -> None:
    (example,) = re.findall(r"(?ms)^```yaml\n(.*?)^```", DESCRIPTION)
    settings = read(file, example)
    assert settings.problems == ()
    assert settings.named == set(NAMES)
    assert settings == Settings(
        file=file,
        theme="light",
        plain=False,
        animations="none",
        catalogue=str(file.parent / "team.yaml"),
        gitlab="https://gitlab.example.com",
        editor="nano -w",
        keys=settings.keys,
        named=settings.named,
    )
    assert dict(settings.keys) == {"chat.later": "ctrl+k", "chat.drafts": "ctrl+r,f2"}


def test_each_line_of_the_skeleton_can_be_taken_as_it_is(file: Path) -> None:
    text = re.sub(r"(?m)^# (?=[a-z]+:)|^#(?=   )", "", SKELETON)
    settings = read(file, text)
    assert settings.problems == ()
    assert settings.named == set(NAMES)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("theem: dark\n", 1, "theem: there is no such setting; did you mean `theme`?"),
        ("xyzzy: 1\n", 1, "xyzzy: there is no such setting; there are `theme`, `plain`"),
        ("\ntheme: lihgt\n", 2, "theme: 'lihgt' is none of them; did you mean `light`?"),
        ("plain: maybe\n", 1, "plain: 'maybe' is neither; write `yes` or `no`"),
        ("animations: lots\n", 1, "animations: 'lots' is none of them; there are `none`, `basic`, `full`"),
        ("theme: [dark]\n", 1, "theme: one value belongs here, not several"),
        ("theme: dark\ntheme: light\n", 2, "theme: it stands in line 1 already, and that one counts"),
        ("editor: 'nano \"x'\n", 1, "editor: a quotation mark is opened and not closed"),
        ("gitlab: https://me:secret@gitlab.example.com\n", 1, "gitlab: the address holds a user name or password"),
        ("theme: &x dark\n", 1, "theme: `&x` marks a part to be repeated"),
        ("theme: !!str dark\n", 1, "theme: `!!str` is a type mark"),
        ("- theme\n", 1, "it holds no settings; write them as `name: value`"),
        ("dark\n", 1, "it holds no settings"),
        ("theme: \"dark\n", 1, "a quotation mark is opened here"),
        ("theme: dark\n\tplain: no\n", 2, "a tab is used to indent; use spaces (none of the settings count until then)"),
        ("keys: ctrl+k\n", 1, "keys: write each action with its key below it"),
        ("keys:\n  chat.later:\n", 2, "keys.chat.later: no key is named"),
        ("keys:\n  chat.later: {a: b}\n", 2, "keys.chat.later: a key belongs here"),
        ("keys:\n  chat.hlep: f2\n", 2, "keys.chat.hlep: there is no action 'chat.hlep'; did you mean `chat.help`?"),
        ("keys:\n  qqq: f2\n", 2, "keys.qqq: there is no action 'qqq'; `intake settings --keys` lists them"),
        ("keys:\n  chat.later: ctrl+kk\n", 2, "keys.chat.later: there is no key 'ctrl+kk'"),
        ("keys:\n  chat.later: hyper+k\n", 2, "keys.chat.later: there is no key 'hyper+k'"),
        ("keys:\n  chat.later: f2\n  chat.later: f3\n", 3, "keys.chat.later: it stands in line 2 already"),
        ("keys:\n  chat.later: l\n", 2, "keys.chat.later: 'l' is a letter or sign that is typed here; add `ctrl+`"),
        ("keys:\n  editor.done: Q\n", 2, "keys.editor.done: 'Q' is a letter or sign that is typed here"),
        ("keys:\n  chat.back: space\n", 2, "keys.chat.back: 'space' is a letter or sign"),
        (
            "keys:\n  chat.later: ctrl+r\n",
            2,
            "keys.chat.later: ctrl+r is the key of `chat.drafts` too (drafts; its usual key); give one of them another",
        ),
        (
            "keys:\n  chat.later: f2\n  chat.help: ctrl+x\n  chat.drafts: [f5, F2]\n",
            4,
            "keys.chat.drafts: f2 is the key of `chat.later` too (keeps the request for later; line 2)",
        ),
        ("keys:\n  chat.later: ctrl+q\n", 2, "keys.chat.later: ctrl+q is the key of `app.leave` too"),
        ("keys:\n  app.palette: s\n", 2, "keys.app.palette: 's' is a letter or sign that is typed here"),
        ("keys:\n  drafts.send: f1\n", 2, "keys.drafts.send: f1 is the key of `drafts.help` too"),
        ("keys:\n  chat.later: ctrl+i\n", 2, "keys.chat.later: tab is the key of `chat.down` too"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_with_its_place_and_costs_one_setting(
    file: Path, text: str, line: int, said: str
) -> None:
    settings = read(file, text)
    (problem,) = settings.problems
    assert problem.startswith(f"{file}:{line}: ")
    assert said in problem
    assert "secret" not in problem
    assert settings.named <= {"theme", "keys"}
    assert keys_in_force(settings.keys)["chat.drafts"] == "ctrl+r"


def test_what_is_right_beside_a_mistake_counts(file: Path) -> None:
    settings = read(
        file, "theem: light\ntheme: light\nplain: perhaps\nkeys:\n  chat.later: f2\n  chat.nope: f3\n"
    )
    assert settings.theme == "light"
    assert dict(settings.keys) == {"chat.later": "f2"}
    assert len(settings.problems) == 3


def test_two_actions_may_change_their_keys_with_each_other(file: Path) -> None:
    settings = read(file, "keys:\n  chat.later: ctrl+r\n  chat.drafts: ctrl+l\n")
    assert settings.problems == ()
    assert dict(settings.keys) == {"chat.later": "ctrl+r", "chat.drafts": "ctrl+l"}


def test_what_is_refused_gives_its_usual_key_back_and_that_may_refuse_another(file: Path) -> None:
    settings = read(file, "keys:\n  chat.drafts: ctrl+q\n  chat.later: ctrl+r\n")
    assert dict(settings.keys) == {}
    assert [problem.split(": ")[1] for problem in settings.problems] == [
        "keys.chat.drafts",
        "keys.chat.later",
    ]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ctrl+k", "ctrl+k"),
        ("Ctrl+K", "ctrl+k"),
        ("control+K", "ctrl+k"),
        ("shift+ctrl+up", "ctrl+shift+up"),
        ("esc", "escape"),
        ("PgUp", "pageup"),
        ("F12", "f12"),
        ("?", "question_mark"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("/", "slash"),
        ("question_mark", "question_mark"),
        ("shift+x", "X"),
        ("X", "X"),
        ("ctrl+m", "enter"),
        ("f25", None),
        ("banana", None),
        ("ctrl+", None),
        ("ctrl", None),
        ("", None),
    ],
)
def test_keys_are_known_by_the_names_people_write(written: str, key: str | None) -> None:
    assert key_named(written) == key


@given(st.text(max_size=12))
def test_no_text_for_a_key_is_an_accident(text: str) -> None:
    key = key_named(text)
    assert key is None or key_named(key) == key


@given(
    st.lists(
        st.tuples(st.sampled_from([*KNOWN, "chat.nope"]), st.sampled_from(["ctrl+k", "ctrl+r", "escape", "f2", "x", "enter", "??"])),
        max_size=12,
    )
)  # fmt: skip
def test_whatever_is_given_no_two_actions_of_one_place_share_a_key(pairs: list[tuple[str, str]]) -> None:
    given_lines = [Given(name, (key,), line) for line, (name, key) in enumerate(dict(pairs).items(), 1)]
    keymap, refused = accepted(given_lines)
    assert len(keymap) + len(refused) == len(given_lines)
    usual = {action.id: set(action.keys.split(",")) for action in ACTIONS}
    now = {name: set(keys.split(",")) for name, keys in keys_in_force(keymap).items()}
    for one in keymap:
        for other in ACTIONS:
            together = KNOWN[one].place in (other.place, "app") or other.place == "app"
            if other.id != one and together:
                assert not now[one] & now[other.id] or now[one] == usual[one], (one, other.id)


def test_the_table_of_keys_is_what_the_screens_have() -> None:
    bindings = [
        *IntakeApp.BINDINGS, *TALK_KEYS, *EDITOR_KEYS, *Description.BINDINGS, *DraftsScreen.BINDINGS,
        *SettingsScreen.BINDINGS, *LooksScreen.BINDINGS, *PageScreen.BINDINGS, *LeaveScreen.BINDINGS,
    ]  # fmt: skip
    found = {binding.id: binding.key for binding in bindings if binding.id}
    assert found == {action.id: action.keys for action in ACTIONS}


def test_every_binding_of_the_program_can_be_given_another_key() -> None:
    for path in (ROOT / "tui").rglob("*.py"):
        for call in re.findall(r"\bBinding\((?:[^()]|\([^()]*\))*\)", path.read_text(encoding="utf-8")):
            assert re.search(r"\bid=f?\"", call), f"{path.name}: {call}"


def test_the_description_names_every_action_setting_and_value() -> None:
    rows = dict(re.findall(r"(?m)^\| `([a-z_]+\.[a-z_0-9]+)` \| (.+?) \|", DESCRIPTION))
    assert rows == {
        action.id: ", ".join(f"`{key}`" for key in action.keys.split(","))
        for action in ACTIONS
        if not re.search(r"_[2-9]$", action.id)
    }
    table = DESCRIPTION.partition("| Setting |")[2].partition("\n\n")[0]
    assert re.findall(r"(?m)^\| `([a-z]+)` \|", table) == list(NAMES)
    assert all(f"`{value}`" in table for value in (*THEMES, "none", "basic", "full"))


def test_the_names_of_the_themes_are_those_of_the_program() -> None:
    assert ("auto", *themes.LOOKS) == THEMES
    assert [theme.name for theme in themes.THEMES] == [themes.called(name) for name in themes.LOOKS]


# What comes before what.


def test_the_file_comes_before_what_is_usual(file: Path) -> None:
    settings = read(
        file, "theme: light\nplain: yes\nanimations: full\ncatalogue: /a/b.yaml\ngitlab: work\neditor: nano\n"
    )
    assert theme_named(settings) == ("light", "file")
    assert plain_wanted(settings) == ("yes", "file")
    assert animations_wanted(settings) == ("full", "file")
    assert Options(settings=settings).named_catalogue() == ("/a/b.yaml", "file")
    assert Options(settings=settings).named_gitlab() == ("work", "file")
    assert editor_wanted(settings) == ("nano", "file")


def test_the_environment_comes_before_the_file_and_a_flag_before_both(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = read(
        file, "theme: light\nplain: yes\nanimations: full\ncatalogue: /a/b.yaml\ngitlab: work\neditor: nano\n"
    )
    for name, value in {
        "TEXTUAL_THEME": "intake-dark",
        "ACCESSIBLE": "0",
        "TEXTUAL_ANIMATIONS": "none",
        "INTAKE_CATALOGUE": "/env.yaml",
        "GITLAB_URL": "https://env.example.com",
        "EDITOR": "ed",
    }.items():
        monkeypatch.setenv(name, value)
    assert theme_named(settings) == ("dark", "TEXTUAL_THEME")
    assert plain_wanted(settings) == ("no", "ACCESSIBLE")
    assert plain_wanted(settings, True) == ("yes", "flag")
    assert plain_wanted(settings, False) == ("no", "flag")
    assert animations_wanted(settings) == ("none", "TEXTUAL_ANIMATIONS")
    assert Options(settings=settings).named_catalogue() == ("/env.yaml", "INTAKE_CATALOGUE")
    assert Options(settings=settings, catalogue="/flag.yaml").named_catalogue() == ("/flag.yaml", "flag")
    assert Options(settings=settings).named_gitlab() == ("https://env.example.com", "GITLAB_URL")
    assert Options(settings=settings, gitlab="https://flag.example.com").named_gitlab() == (
        "https://flag.example.com",
        "flag",
    )
    assert editor_wanted(settings) == ("ed", "EDITOR")


def test_a_foreign_theme_in_the_environment_is_none_of_ours(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_THEME", "ansi-dark")
    assert theme_named(read(file, "theme: paper\n")) == ("paper", "file")


@pytest.mark.parametrize("xdg", ["", "relative", "set"])
def test_the_first_frame_looks_for_the_file_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, xdg: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c") if xdg == "set" else xdg)
    assert Path(first_frame._settings_path()) == settings_path() == config_folder() / "settings.yaml"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("plain: yes\n", True),
        ("plain : 'yes' # always\n", True),
        ("{plain: yes}\n", True),
        ("theme: dark\nplain: \"on\"\n", True),
        ("plain: no\n", False),
        ("plain: false\n", False),
        ("# plain: yes\n", False),
        ("theme: dark\n", False),
    ],
)  # fmt: skip
def test_no_screen_is_painted_before_lines_that_the_settings_want(
    file: Path, text: str, wanted: bool
) -> None:
    assert read(file, text).plain is wanted
    assert first_frame._lines_wanted() is wanted


def test_a_pipe_in_the_place_of_the_file_holds_nothing_up(file: Path) -> None:
    os.mkfifo(file)
    assert first_frame._lines_wanted() is False
    (problem,) = read_settings().problems
    assert "not a regular file" in problem


# Keeping.


def test_keeping_one_setting_leaves_everything_else_as_it_was(file: Path) -> None:
    file.write_text(BY_HAND, encoding="utf-8")
    keep(file, "theme", "light")
    assert file.read_text(encoding="utf-8") == BY_HAND.replace('theme: "dark" ', "theme: light ")
    keep(file, "animations", "basic")
    assert (
        file.read_text(encoding="utf-8")
        == BY_HAND.replace('theme: "dark" ', "theme: light ") + "animations: basic\n"
    )
    settings = read_settings()
    assert (settings.theme, settings.animations, settings.problems) == ("light", "basic", ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "theme: light\n"),
        ("plain: no", "plain: no\ntheme: light\n"),
        ("plain: no\r\n", "plain: no\r\ntheme: light\r\n"),
        ("theme: dark\r\nplain: no\r\n", "theme: light\r\nplain: no\r\n"),
        ("theme:\n", "theme: light\n"),
        ("theme:   # later\n", "theme:   light  # later\n"),
        ("'theme': dark\n", "'theme': dark\ntheme: light\n"),
        ("# theme: dark\n", "# theme: dark\ntheme: light\n"),
        ("keys:\n  theme: f2\n", "keys:\n  theme: f2\ntheme: light\n"),
    ],
)
def test_one_line_is_changed_or_added(before: str, after: str) -> None:
    assert with_setting(before, "theme", "light") == after


@pytest.mark.parametrize("text", ["{theme: dark}\n", "theme: |\n  dark\n", "theme: dark\n  er\n", "'theme': dark\n", "plain: no\n...\n", "plain: [\n"])  # fmt: skip
def test_a_file_that_cannot_be_changed_safely_is_left_alone(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(IntakeError, match="left as it is"):
        keep(file, "theme", "light")
    assert file.read_text(encoding="utf-8") == text


def test_the_file_and_its_folder_are_made_when_something_is_kept(tmp_path: Path) -> None:
    path = settings_path()
    assert not path.parent.exists()
    keep(path, "theme", "paper")
    assert read_settings().theme == "paper"
    assert not list(path.parent.glob("*.new"))


def test_a_link_to_the_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles.yaml"
    target.write_text("plain: no\n", encoding="utf-8")
    file.symlink_to(target)
    keep(file, "theme", "paper")
    assert file.is_symlink()
    assert target.read_text(encoding="utf-8") == "plain: no\ntheme: paper\n"


def test_a_place_that_cannot_be_written_is_said_and_loses_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "config"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(IntakeError, match="can't be written"):
        keep(settings_path(), "theme", "light")


@given(
    st.lists(st.sampled_from(["theme: dark", "plain: no", "", "# theme: x", "keys:", "  chat.later: f2", "theme:", "x: 'y'", "theme: 'a # b'  # c"]), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)  # fmt: skip
def test_all_lines_but_one_stay_whatever_they_are(lines: list[str], end: str, ended: bool) -> None:
    before = end.join(lines) + (end if ended and lines else "")
    after = with_setting(before, "theme", "light")
    old, new = before.splitlines(), after.splitlines()
    assert len(new) in (len(old), len(old) + 1)
    changed = [pair for pair in zip(old, new, strict=False) if pair[0] != pair[1]]
    assert len(changed) <= 1
    assert all(line.startswith("theme:") for line, _ in changed)


def test_reading_is_not_upset_by_any_bytes(file: Path) -> None:
    for data in (
        b"\xff\xfe\x00",
        b"theme: \xff\n",
        b"\xef\xbb\xbftheme: light\n",
        b"a: &a [*a]\n",
        b"[" * 2000,
        b"x" * 600_000,
    ):
        file.write_bytes(data)
        settings = settings_of(file)
        assert settings.problems or settings.theme == "light"
