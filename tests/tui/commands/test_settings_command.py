"""`intake settings`, and what settings change for the other commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from gitlab_stand_in import StandIn

from tests.tui.commands.conftest import Intake

SMALL = Path(__file__).parents[3] / "examples" / "small" / "intents.yaml"


@pytest.fixture(autouse=True)
def nothing_else_says_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "ACCESSIBLE", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def file(place: Path) -> Path:
    (place / "config" / "intake").mkdir(parents=True)
    return place / "config" / "intake" / "settings.yaml"


def test_without_a_file_it_says_where_one_would_be_and_what_is_usual(intake: Intake, place: Path) -> None:
    said = intake("settings")
    assert said.code == 0
    assert said.err == ""
    assert f"{place}/config/intake/settings.yaml (not there yet)" in said.out
    assert "theme       auto (default)" in said.out
    assert "gitlab      not set: the catalogue's host" in said.out
    assert not (place / "config").exists()


def test_each_value_has_its_origin(intake: Intake, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(
        "theme: paper\nplain: yes\ngitlab: https://gitlab.example.com\nkeys:\n  chat.later: f2\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("ACCESSIBLE", "0")
    said = intake("settings", "--catalogue", str(SMALL))
    assert said.code == 0
    assert "theme       paper (file)" in said.out
    assert "plain       no (ACCESSIBLE)" in said.out
    assert f"catalogue   {SMALL} (flag)" in said.out
    assert "gitlab      https://gitlab.example.com (file)" in said.out
    assert "keys        chat.later: f2 (file)" in said.out
    told = intake("settings", "--json").json
    assert told["settings"]["theme"] == {"value": "paper", "origin": "file"}
    assert told["settings"]["editor"] == {"value": "", "origin": "default"}
    assert told["keys"]["chat.later"] == {"keys": ["f2"], "origin": "file"}
    assert told["keys"]["chat.drafts"] == {"keys": ["ctrl+r"], "origin": "default"}
    assert told["problems"] == []


def test_all_keys_are_listed_with_what_they_do(intake: Intake, file: Path) -> None:
    file.write_text("keys:\n  chat.later: f2\n", encoding="utf-8")
    lines = intake("settings", "--keys").out.splitlines()
    assert any(
        line.startswith("chat.later") and "f2: keeps the request for later  (yours)" in line for line in lines
    )
    assert any(line.startswith("chat.drafts") and "ctrl+r: drafts" in line for line in lines)


def test_a_mistake_is_told_by_settings_and_by_the_doctor(intake: Intake, file: Path) -> None:
    file.write_text("# mine\ntheem: dark\nplain: perhaps\n", encoding="utf-8")
    said = intake("settings")
    assert said.code == 1
    assert said.err.splitlines() == [
        f"{file}:2: theem: there is no such setting; did you mean `theme`?",
        f"{file}:3: plain: 'perhaps' is neither; write `yes` or `no`",
    ]
    doctor = intake("doctor")
    assert doctor.code == 1
    assert f"PROBLEM  settings: {file}:2: theem: there is no such setting" in doctor.out
    assert f"PROBLEM  settings: {file}:3: plain: 'perhaps' is neither" in doctor.out


def test_a_good_file_is_fine_for_the_doctor(intake: Intake, file: Path) -> None:
    assert "ok       settings: nothing is set" in intake("doctor").out
    file.write_text("theme: dark\n", encoding="utf-8")
    assert f"ok       settings: “{file}”" in intake("doctor").out


def test_line_mode_is_what_the_settings_want_and_says_their_mistakes_once(intake: Intake, file: Path) -> None:
    file.write_text("plain: yes\nanimations: [x]\n", encoding="utf-8")
    said = intake("--catalogue", str(SMALL), given="quit\n")
    assert said.code == 0
    assert said.out.count(f"{file}:2: animations: one value belongs here, not several") == 1


def test_the_catalogue_of_the_settings_is_used_where_none_is_named(
    intake: Intake, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file.parent / "team.yaml").write_bytes(SMALL.read_bytes())
    file.write_text("catalogue: team.yaml\n", encoding="utf-8")
    assert intake("check").err == f"{file.parent}/team.yaml: no problems\n"
    small = intake("intents", "--json").out
    assert small == intake("intents", "--json", "--catalogue", str(SMALL)).out
    monkeypatch.setenv("INTAKE_CATALOGUE", str(SMALL))
    assert intake("check").err == f"{SMALL}: no problems\n"


def test_a_catalogue_that_the_settings_name_and_that_is_not_there_is_no_other_one(
    intake: Intake, file: Path
) -> None:
    file.write_text("catalogue: gone.yaml\n", encoding="utf-8")
    said = intake("route", "a map of the pier")
    assert said.code == 1
    assert f"{file.parent}/gone.yaml:1: there is no such file" in said.err


def test_a_gitlab_of_the_settings_is_where_it_is_filed(
    intake: Intake, file: Path, gitlab: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_TOKEN", gitlab.token)
    file.write_text(f"gitlab: {gitlab.url}\n", encoding="utf-8")
    assert f"at {gitlab.url.partition('://')[2]}" in intake("doctor").out
    monkeypatch.setenv("GITLAB_URL", "http://127.0.0.1:9")
    assert f"at {gitlab.url.partition('://')[2]}" not in intake("doctor").out


def test_a_section_of_the_settings_is_used_and_a_wrong_one_is_named_with_its_file(
    intake: Intake, file: Path, gitlab: StandIn, place: Path
) -> None:
    file.write_text("gitlab: work\n", encoding="utf-8")
    said = intake("doctor")
    assert f"{file}: gitlab: work: there is no such section" in said.out
    (place / "home").mkdir(exist_ok=True)
    (place / "home" / ".python-gitlab.cfg").write_text(
        f"[work]\nurl = {gitlab.url}\nprivate_token = {gitlab.token}\n", encoding="utf-8"
    )
    assert "[work]" in intake("doctor").out
