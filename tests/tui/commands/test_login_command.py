"""`intake login`: a token is read, checked, and kept where the person has a place for it; it is never shown."""

from __future__ import annotations

import io
import sys
import types
from pathlib import Path

import pytest
from gitlab_stand_in import StandIn

from intents.filing.tokens import find_token
from tui.commands.login import _place

from .conftest import TOKEN, Intake


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring with nothing in it yet."""
    kept: dict[tuple[str, str], str] = {}
    keyring, errors = types.ModuleType("keyring"), types.ModuleType("keyring.errors")
    errors.__dict__["KeyringError"] = type("KeyringError", (Exception,), {})
    keyring.__dict__.update(
        errors=errors,
        get_password=lambda service, host: kept.get((service, host)),
        set_password=lambda service, host, value: kept.__setitem__((service, host), value),
    )
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return kept


def test_a_token_from_standard_input_is_checked_and_the_way_to_keep_it_told(
    intake: Intake, gitlab: StandIn
) -> None:
    said = intake("login", "--gitlab", gitlab.url, given=f"  {TOKEN}\n")
    assert (said.code, said.out) == (0, "")
    assert "/-/user_settings/personal_access_tokens?name=intake&scopes=api" in said.err
    assert "It works: you are @sam at 127.0.0.1" in said.err
    assert "GITLAB_TOKEN in the environment" in said.err


def test_a_token_is_kept_in_the_keyring_and_found_there(
    intake: Intake, gitlab: StandIn, drawer: dict[tuple[str, str], str]
) -> None:
    said = intake("login", "--gitlab", gitlab.url + "/", given=TOKEN)
    assert said.code == 0
    assert "Kept in the keyring" in said.err
    found = find_token(gitlab.url, {"HOME": "/nowhere"})
    assert found is not None
    assert (found.value, found.source) == (TOKEN, "the keyring")
    assert list(drawer.values()) == [TOKEN]


@pytest.mark.parametrize(
    ("name", "code", "part"),
    [
        ("expired", 1, "The token has expired."),
        ("read-api", 1, "has the scope read_api. Filing needs the scope `api`"),
    ],
)
def test_a_token_that_cannot_file_is_not_kept(
    intake: Intake,
    gitlab: StandIn,
    drawer: dict[tuple[str, str], str],
    name: str,
    code: int,
    part: str,
) -> None:
    said = intake("login", "--gitlab", gitlab.url, given=gitlab.tokens[name].value)
    assert said.code == code
    assert part in said.err
    assert drawer == {}


def test_without_a_network_it_is_3(intake: Intake, gitlab: StandIn) -> None:
    gitlab.fail("refuse-connection")
    assert intake("login", "--gitlab", gitlab.url, given=TOKEN).code == 3


def test_no_token_changes_nothing(intake: Intake, gitlab: StandIn) -> None:
    said = intake("login", "--gitlab", gitlab.url, given="\n")
    assert said.code == 130
    assert gitlab.requests == []


def test_more_than_a_token_is_refused_and_not_repeated(intake: Intake, gitlab: StandIn) -> None:
    said = intake("login", "--gitlab", gitlab.url, given="GITLAB_TOKEN = not-a-secret\n")
    assert said.code == 1
    assert "not-a-secret" not in said.err
    assert gitlab.requests == []


def test_a_token_is_not_asked_for_where_it_would_go_in_the_clear(intake: Intake) -> None:
    said = intake("login", "--gitlab", "http://gitlab.example.com", given=TOKEN)
    assert said.code == 1
    assert "not encrypted" in said.err
    assert "Make a personal access token" not in said.err


def test_it_is_kept_in_a_file_on_the_persons_word(intake: Intake, gitlab: StandIn, place: Path) -> None:
    (place / "home").mkdir()
    path = place / "home" / ".python-gitlab.cfg"
    path.write_text("# mine\n[global]\ntimeout = 5\n")
    path.chmod(0o644)
    said = intake("login", "--gitlab", gitlab.url, "--keep", "file", given=TOKEN)
    assert said.code == 0
    assert f"Kept in “{path}”" in said.err
    assert path.read_text().startswith("# mine\n[global]\ntimeout = 5\n")
    assert path.stat().st_mode & 0o777 == 0o600
    found = find_token(gitlab.url, {"HOME": str(place / "home")})
    assert found is not None
    assert found.value == TOKEN
    again = intake("login", "--gitlab", gitlab.url, "--keep", "file", given=TOKEN)
    assert again.code == 1
    assert "has an entry for 127.0.0.1" in again.err


def test_a_file_that_cannot_be_written_is_one_sentence(intake: Intake, gitlab: StandIn, place: Path) -> None:
    (place / "home").write_text("a file in the home's place")
    said = intake("login", "--gitlab", gitlab.url, "--keep", "file", given=TOKEN)
    assert said.code == 1
    assert "can't be written" in said.err
    assert "Nothing was stored." in said.err


def test_nowhere_is_a_choice_where_there_is_a_keyring(
    intake: Intake, gitlab: StandIn, drawer: dict[tuple[str, str], str]
) -> None:
    said = intake("login", "--gitlab", gitlab.url, "--keep", "nowhere", given=TOKEN)
    assert (said.code, drawer) == (0, {})
    assert "It was not stored." in said.err


def test_a_keyring_that_is_not_installed_is_said(intake: Intake, gitlab: StandIn) -> None:
    said = intake("login", "--gitlab", gitlab.url, "--keep", "keyring", given=TOKEN)
    assert said.code == 1
    assert "The package `keyring` is not installed" in said.err


def test_a_token_that_another_one_covers_is_told_of(
    intake: Intake, gitlab: StandIn, drawer: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_TOKEN", "glpat-not-real-either")
    said = intake("login", "--gitlab", gitlab.url, given=TOKEN)
    assert "Another token comes before it: the one from GITLAB_TOKEN." in said.err
    assert list(drawer.values()) == [TOKEN]


@pytest.mark.parametrize(
    ("with_keyring", "typed", "kept"),
    [
        (True, "", "keyring"),
        (True, "2", "file"),
        (True, "file", "file"),
        (True, "9", "nowhere"),
        (False, "", "nowhere"),
        (False, "1", "file"),
    ],
)
def test_whoever_sits_there_is_asked_where(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, with_keyring: bool, typed: str, kept: str
) -> None:
    """A key pressed too soon never writes plain text."""
    if with_keyring:
        request.getfixturevalue("drawer")
    else:
        monkeypatch.setitem(sys.modules, "keyring", None)
    answer = io.StringIO(f"{typed}\n")
    answer.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", answer)
    assert _place() == kept
