"""`intake doctor`: everything that a filing needs, looked at without filing anything."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from gitlab_stand_in import FOREVER, StandIn

from intents.catalogue.model import Catalogue

from .conftest import Intake, Said


def _checks(said: Said) -> dict[str, dict[str, Any]]:
    return {check["check"]: check for check in said.json["checks"]}


def _give_templates(gitlab: StandIn, catalogue: Catalogue) -> None:
    for tracker in catalogue.trackers:
        if tracker.template:
            gitlab.projects[tracker.project].templates[tracker.template] = "## What\n"


def test_all_is_well(connected: Intake, gitlab: StandIn, catalogue: Catalogue) -> None:
    _give_templates(gitlab, catalogue)
    said = connected("doctor", "--json")
    assert said.json["fine"], [c for c in said.json["checks"] if not c["fine"]]
    assert said.code == 0
    checks = _checks(said)
    assert {"data folder", "network", "screen", "catalogue", "token"} < set(checks)
    assert {tracker.name for tracker in catalogue.trackers} < set(checks)
    assert "@sam at 127.0.0.1" in checks["token"]["found"]
    assert "from GITLAB_TOKEN" in checks["token"]["found"]
    assert {request.method for request in gitlab.requests} == {"GET"}
    plain = connected("doctor")
    assert [line.startswith("ok ") for line in plain.out.splitlines()] == [True] * len(checks)


def test_without_a_token_it_says_how_to_get_one(intake: Intake) -> None:
    said = intake("doctor", "--json")
    assert said.code == 1
    token = _checks(said)["token"]
    assert not token["fine"]
    assert "GITLAB_TOKEN" in token["advice"]
    assert "PROBLEM  token: " in intake("doctor").out


def test_practice_needs_no_token(intake: Intake) -> None:
    assert intake("doctor", "--practice", "--json").json["fine"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("expired", "The token has expired."),
        ("revoked", "The token was revoked."),
        ("read-api", "has the scope read_api."),
    ],
)
def test_a_token_that_cannot_file_is_named(
    connected: Intake, gitlab: StandIn, monkeypatch: pytest.MonkeyPatch, name: str, part: str
) -> None:
    monkeypatch.setenv("GITLAB_TOKEN", gitlab.tokens[name].value)
    said = connected("doctor", "--json")
    assert said.code == 1
    assert part in _checks(said)["token"]["found"]


def test_the_day_on_which_a_token_ends_is_told(
    connected: Intake, gitlab: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = gitlab.clock.now() + timedelta(days=30)
    monkeypatch.setenv("GITLAB_TOKEN", gitlab.add_token("short", user="sam", expires_on=ends).value)
    assert f"valid until {ends.date()}" in _checks(connected("doctor", "--json"))["token"]["found"]


def test_what_is_wrong_with_each_tracker_is_told(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue
) -> None:
    _give_templates(gitlab, catalogue)
    paths = {tracker.name: tracker.project for tracker in catalogue.trackers}
    gitlab.projects[paths["macros"]].archived = True
    gitlab.projects[paths["support_ops_project"]].issues_access_level = "disabled"
    gitlab.projects[paths["calendly"]].templates.clear()
    gitlab.projects[paths["support_team_meta"]].labels.clear()
    gitlab.projects[paths["zendesk_us_federal"]].visibility = "private"
    gitlab.projects[paths["zendesk_us_federal"]].members.clear()
    gitlab.move_project(paths["support_team"], "elsewhere/team")
    said = connected("doctor", "--json")
    checks = _checks(said)
    assert said.code == 1
    for name, part in {
        "macros": "is archived",
        "support_ops_project": "issues turned off",
        "calendly": "no template 'Schedule update request'",
        "zendesk_us_federal": "does not exist, or it is private",
        "support_team": "has moved to elsewhere/team",
        "support_team_meta": "does not know the labels ",
    }.items():
        assert not checks[name]["fine"]
        assert part in checks[name]["found"]
        assert checks[name]["advice"]


@pytest.mark.parametrize("fault", ["captive-portal", "502-html-before-storing", "redirect-elsewhere"])
def test_a_server_that_is_not_there_is_one_sentence(connected: Intake, gitlab: StandIn, fault: str) -> None:
    gitlab.fail(fault, times=FOREVER)
    said = connected("doctor", "--json")
    assert said.code == 1
    assert not _checks(said)["token"]["fine"]
    assert gitlab.elsewhere == []


def test_a_data_folder_that_cannot_be_is_told(intake: Intake, place: Path) -> None:
    (place / "data").write_text("a file")
    check = _checks(intake("doctor", "--practice", "--json"))["data folder"]
    assert not check["fine"]
    assert f"“{place / 'data' / 'intake'}” can't be written" in check["found"]


def test_nothing_is_left_in_the_data_folder(intake: Intake, place: Path) -> None:
    intake("doctor", "--practice")
    assert list((place / "data" / "intake").iterdir()) == []


def test_a_catalogue_with_faults_is_told_and_the_rest_still_looked_at(intake: Intake, place: Path) -> None:
    (place / "broken.yaml").write_text("catalogue: 1\n")
    said = intake("doctor", "--catalogue", str(place / "broken.yaml"), "--json")
    assert said.code == 1
    assert "intake check" in _checks(said)["catalogue"]["advice"]
    assert "data folder" in _checks(said)


def test_a_password_of_a_proxy_is_not_shown(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in (
        "http://me:not-a-secret@proxy.example.com:3128",
        "me:not-a-secret@",
        "http://[me:not-a-secret",
    ):
        monkeypatch.setenv("HTTPS_PROXY", address)
        found = _checks(intake("doctor", "--practice", "--json"))["network"]["found"]
        assert "HTTPS_PROXY=" in found
        assert "not-a-secret" not in found


def test_a_ca_file_that_is_not_there_is_named(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/not/there.pem")
    assert not _checks(intake("doctor", "--practice", "--json"))["network"]["fine"]


def test_an_address_that_would_not_do_is_told(connected: Intake) -> None:
    said = connected("doctor", "--gitlab", "http://gitlab.example.com", "--json")
    assert "not encrypted" in _checks(said)["gitlab"]["found"]
