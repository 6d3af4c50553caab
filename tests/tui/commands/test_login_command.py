"""`intake login`: a token is read, checked, and kept where the person has a place for it; it is never shown."""

from __future__ import annotations

import sys
import types

import pytest
from gitlab_stand_in import StandIn

from intents.filing.tokens import find_token

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
