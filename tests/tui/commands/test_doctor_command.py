"""`intake doctor`: everything that a filing needs, looked at without filing anything."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from gitlab_stand_in import FOREVER, StandIn, shapes
from gitlab_stand_in.state import Project, Role

from intents.catalogue.model import Catalogue

from .conftest import Intake, Said


def _checks(said: Said) -> dict[str, dict[str, Any]]:
    """By name; those of a tracker by its name and theirs."""
    return {" ".join((check["tracker"], check["check"])).strip(): check for check in said.json["checks"]}


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
    machine = {"data folder", "proxy", "certificates", "clipboard", "browser", "settings"}
    once = machine | {"catalogue", "gitlab", "token"}
    each = {"project", "archived", "issues", "filing"}
    assert once | {f"{tracker.name} {aspect}" for tracker in catalogue.trackers for aspect in each} <= set(
        checks
    )
    assert "macros labels" in checks
    assert {f"{tracker.name} template" for tracker in catalogue.trackers if tracker.template} <= set(checks)
    assert "@sam at 127.0.0.1" in checks["token"]["found"]
    assert "from GITLAB_TOKEN" in checks["token"]["found"]
    assert "scope api" in checks["token"]["found"]
    assert checks["macros filing"]["found"] == "you may file (developer)"
    assert {request.method for request in gitlab.requests} == {"GET"}
    lines = connected("doctor").out.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    assert len(lines) == len(once) + len(catalogue.trackers)
    (macros,) = [line for line in lines if " macros: " in line]
    assert "not archived, issues on, you may file (developer)" in macros


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
    gitlab.clock.advance(days=20)
    check = _checks(connected("doctor", "--json"))["token"]
    assert check["fine"]
    assert "Make a new one before then" in check["advice"]


def test_what_is_wrong_with_each_tracker_is_told(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue
) -> None:
    _give_templates(gitlab, catalogue)
    paths = {tracker.name: tracker.project for tracker in catalogue.trackers}
    gitlab.projects[paths["macros"]].archived = True
    gitlab.projects[paths["support_ops_project"]].issues_access_level = "disabled"
    gitlab.projects[paths["calendly"]].templates.clear()
    gitlab.projects[paths["support_team_meta"]].labels[0].name += "s"
    gitlab.projects[paths["zendesk_us_federal"]].visibility = "private"
    gitlab.projects[paths["zendesk_us_federal"]].members.clear()
    gitlab.move_project(paths["support_team"], "elsewhere/team")
    said = connected("doctor", "--json")
    checks = _checks(said)
    assert said.code == 1
    wrong = {
        "macros archived": "is archived",
        "support_ops_project issues": "issues turned off",
        "calendly template": "no template 'Schedule update request'",
        "zendesk_us_federal project": "does not exist, or it is private",
        "support_team project": "has moved to elsewhere/team",
        "support_team_meta labels": "does not know the label ",
    }
    for name, part in wrong.items():
        assert not checks[name]["fine"], name
        assert part in checks[name]["found"]
        assert checks[name]["advice"]
    renamed = gitlab.projects[paths["support_team_meta"]].labels[0].name
    assert f"(there is {renamed})" in checks["support_team_meta labels"]["found"]
    assert {name for name, check in checks.items() if not check["fine"]} == set(wrong)
    # What can be known of a moved project is told all the same.
    assert checks["support_team filing"]["fine"]
    problems = [line for line in connected("doctor").out.splitlines() if line.startswith("PROBLEM")]
    assert [line.split(":")[0] for line in problems] == [
        f"PROBLEM  {name.replace(' ', ', ')}" for name in checks if name in wrong
    ]


@pytest.mark.parametrize("fault", ["captive-portal", "502-html-before-storing", "redirect-elsewhere"])
def test_a_server_that_is_not_there_is_one_sentence(connected: Intake, gitlab: StandIn, fault: str) -> None:
    gitlab.fail(fault, times=FOREVER)
    said = connected("doctor", "--json")
    assert said.code == 1
    assert not _checks(said)["gitlab"]["fine"]
    assert _checks(said)["gitlab"]["advice"]
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
        found = _checks(intake("doctor", "--practice", "--json"))["proxy"]["found"]
        assert "HTTPS_PROXY=" in found
        assert "not-a-secret" not in found


def test_a_ca_file_that_is_not_there_is_named(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/not/there.pem")
    check = _checks(intake("doctor", "--practice", "--json"))["certificates"]
    assert not check["fine"]
    assert "“/not/there.pem”, which is not there." in check["found"]


def test_a_ca_file_without_certificates_is_named(
    intake: Intake, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "ca.pem").write_text("none\n")
    monkeypatch.setenv("CURL_CA_BUNDLE", str(place / "ca.pem"))
    assert (
        "holds no certificates" in _checks(intake("doctor", "--practice", "--json"))["certificates"]["found"]
    )


def test_an_address_that_would_not_do_is_told(connected: Intake) -> None:
    said = connected("doctor", "--gitlab", "http://gitlab.example.com", "--json")
    assert "not encrypted" in _checks(said)["gitlab"]["found"]


def _one(gitlab: StandIn, catalogue: Catalogue, name: str = "macros") -> Project:
    """The project of one tracker, all else being right."""
    _give_templates(gitlab, catalogue)
    tracker = catalogue.tracker(name)
    assert tracker is not None
    return gitlab.projects[tracker.project]


@pytest.mark.parametrize(
    ("visibility", "issues", "role", "fine", "part"),
    [
        ("public", "enabled", None, True, "you may file, though labels, assignees and days may be left out"),
        ("public", "enabled", Role.GUEST, True, "you may file (guest)"),
        ("internal", "enabled", None, True, "you may file, though"),
        ("public", "private", None, False, "takes issues from its members only, and you are none."),
        ("public", "private", Role.GUEST, True, "you may file (guest)"),
        ("internal", "private", None, False, "takes issues from its members only, and you are none."),
        ("private", "enabled", Role.REPORTER, True, "you may file (reporter)"),
        ("private", "private", Role.OWNER, True, "you may file (owner)"),
    ],
)
def test_whether_you_may_file_is_told_as_far_as_it_can_be_known(
    connected: Intake,
    gitlab: StandIn,
    catalogue: Catalogue,
    visibility: str,
    issues: str,
    role: Role | None,
    fine: bool,
    part: str,
) -> None:
    project = _one(gitlab, catalogue)
    project.visibility, project.issues_access_level = visibility, issues
    project.members = {"sam": role} if role else {}
    said = connected("doctor", "--json")
    check = _checks(said)["macros filing"]
    assert (check["fine"], said.code) == (fine, 0 if fine else 1)
    assert part in check["found"]
    assert bool(check["advice"]) is not fine
    assert gitlab.creates == 0


def test_members_by_way_of_an_invited_group_are_members(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitLab names no role for them in the project itself; only its list of members does."""
    project = _one(gitlab, catalogue)
    project.issues_access_level = "private"
    usual = shapes.project

    def without_permissions(*given: Any) -> dict[str, Any]:
        return {**usual(*given), "permissions": {"project_access": None, "group_access": None}}

    monkeypatch.setattr(shapes, "project", without_permissions)
    assert _checks(connected("doctor", "--json"))["macros filing"]["found"] == "you may file (developer)"
    gitlab.fail("403", on="members", times=FOREVER)
    check = _checks(connected("doctor", "--json"))["macros filing"]
    assert "whether you are one is not told" in check["found"]
    assert "guest is enough" in check["advice"]


def test_the_templates_that_there_are_are_named_where_the_one_wanted_is_not(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue
) -> None:
    project = _one(gitlab, catalogue, "calendly")
    project.templates = {"Schedule update": "## What\n", "Other": ""}
    assert (
        "It has: Other, Schedule update."
        in _checks(connected("doctor", "--json"))["calendly template"]["advice"]
    )


def test_labels_that_cannot_be_read_are_told(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue
) -> None:
    _one(gitlab, catalogue)
    gitlab.fail("500-before-storing", on="labels")
    (check,) = [c for c in connected("doctor", "--json").json["checks"] if not c["fine"]]
    assert check["check"] == "labels"
    assert "Its labels can't be read: " in check["found"]


@pytest.mark.parametrize(
    ("environment", "clipboard"),
    [
        ({"TERM": "xterm-256color"}, "copying goes through the terminal (OSC 52), if it allows that"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x,1,0"}, "copying goes through the terminal (OSC 52)."),
        ({"TERM": "linux"}, "this terminal (TERM='linux') has none."),
    ],
)
def test_the_clipboard_is_told_of_as_it_is(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], clipboard: str
) -> None:
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert _checks(intake("doctor", "--practice", "--json"))["clipboard"]["found"] == clipboard


def test_the_browser_is_told_of_as_it_is(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "firefox")
    assert "pages are opened there" in _checks(intake("doctor", "--practice", "--json"))["browser"]["found"]
    monkeypatch.delenv("BROWSER")
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")
    monkeypatch.delenv("DISPLAY", raising=False)
    assert "links are shown whole" in _checks(intake("doctor", "--practice", "--json"))["browser"]["found"]


def test_an_expired_login_of_the_gitlab_cli_is_told_in_one_sentence(
    intake: Intake, gitlab: StandIn, place: Path
) -> None:
    folder = place / "home" / ".config" / "glab-cli"
    folder.mkdir(parents=True)
    host = gitlab.url.removeprefix("http://")
    (folder / "config.yml").write_text(
        f"hosts:\n  {host}:\n    token: {gitlab.token}\n    is_oauth2: 'true'\n"
        "    oauth2_expiry_date: 13 Mar 23 15:47 GMT\n"
    )
    said = intake("doctor", "--gitlab", gitlab.url, "--json")
    assert (
        f"The login of the GitLab CLI for {host} has expired; `glab auth status` renews it."
        in (_checks(said)["token"]["advice"])
    )
    assert gitlab.requests == []
