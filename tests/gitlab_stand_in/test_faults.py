"""Each fault does what its name says, and GitLab has or has not stored the issue when it does."""

import socket
import subprocess
import sys
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from gitlab import Gitlab
from gitlab.exceptions import GitlabCreateError, GitlabHttpError, GitlabParsingError

from . import BEHAVIOURS, FOREVER, Role, StandIn
from .answers import REFUSALS, SERVER_ERRORS
from .bare import ask
from .conftest import PATH

BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


def post(gitlab: StandIn, timeout: float = 5) -> requests.Response:
    """One bare request to file an issue: nothing is repeated, nothing is slept on."""
    return requests.post(
        f"{gitlab.url}/api/v4/projects/group%2Fproject/issues",
        headers={"PRIVATE-TOKEN": gitlab.token},
        json={"title": "A"},
        timeout=timeout,
    )


@pytest.mark.parametrize("name", ["drop-before-storing", "reset-before-storing"])
def test_a_connection_ends_and_nothing_is_stored(gitlab: StandIn, project: Any, name: str) -> None:
    gitlab.fail(name, on="create")
    with pytest.raises(BROKEN):
        project.issues.create({"title": "A"})
    assert (gitlab.creates, gitlab.issues(PATH)) == (1, [])


@pytest.mark.parametrize("name", ["drop-after-storing", "reset-after-storing"])
def test_a_connection_ends_and_the_issue_is_stored(gitlab: StandIn, project: Any, name: str) -> None:
    gitlab.fail(name, on="create")
    with pytest.raises(BROKEN):
        project.issues.create({"title": "A"})
    assert (gitlab.creates, len(gitlab.issues(PATH))) == (1, 1)


def test_a_reset_is_a_reset_and_not_an_end(gitlab: StandIn) -> None:
    gitlab.fail("reset-before-storing")
    host, port = gitlab.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as bare:
        bare.sendall(b"GET /api/v4/user HTTP/1.1\r\nHost: x\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            bare.recv(100)


def test_a_delay_after_storing_outlasts_the_time_out(gitlab: StandIn) -> None:
    slow = gitlab.fail("delay-after-storing", on="create")
    with pytest.raises(requests.Timeout):
        post(gitlab, timeout=0.2)
    slow.wait_until_reached()
    assert len(gitlab.issues(PATH)) == 1
    slow.release()
    assert gitlab.creates == 1


def test_a_delay_before_storing_stores_when_released(gitlab: StandIn) -> None:
    slow = gitlab.fail("delay-before-storing", on="create")
    with pytest.raises(requests.Timeout):
        post(gitlab, timeout=0.2)
    slow.wait_until_reached()
    assert gitlab.issues(PATH) == []
    slow.release()
    assert len(gitlab.issues(PATH)) == 1


def test_an_abandoned_request_is_never_stored(gitlab: StandIn) -> None:
    slow = gitlab.fail("delay-before-storing", on="create")
    with pytest.raises(requests.Timeout):
        post(gitlab, timeout=0.2)
    slow.wait_until_reached()
    slow.abandon()
    assert gitlab.issues(PATH) == []


def test_closing_ends_requests_that_are_still_held() -> None:
    with StandIn.for_projects([PATH]) as gitlab:
        gitlab.fail("delay-before-storing", on="create")
        with pytest.raises(requests.Timeout):
            post(gitlab, timeout=0.2)
    assert gitlab.issues(PATH) == []


def test_nobody_listens_until_healed(gitlab: StandIn, client: Gitlab) -> None:
    client.auth()
    gitlab.fail("refuse-connection")
    with pytest.raises(requests.ConnectionError, match="refused"):
        client.auth()
    gitlab.heal()
    client.auth()
    assert len(gitlab.requests) == 2


def test_nobody_listens_after_an_answer(gitlab: StandIn, client: Gitlab) -> None:
    gitlab.fail("refuse-connection-afterwards", on="project")
    project = client.projects.get(PATH)
    with pytest.raises(requests.ConnectionError, match="refused"):
        project.issues.create({"title": "A"})
    assert gitlab.creates == 0


@pytest.mark.parametrize("form", ["", "-html"])
@pytest.mark.parametrize("status", SERVER_ERRORS)
def test_a_server_error_comes_before_or_after_storing(gitlab: StandIn, status: int, form: str) -> None:
    gitlab.fail(f"{status}{form}-before-storing", on="create")
    gitlab.fail(f"{status}{form}-after-storing", on="create")
    for stored in (0, 1):
        answer = post(gitlab)
        assert answer.status_code == status
        assert answer.headers["Content-Type"].startswith("text/html" if form else "application/json")
        assert len(gitlab.issues(PATH)) == stored


@pytest.mark.parametrize("name", ["garbled-answer", "empty-answer"])
def test_an_answer_cannot_be_read_though_the_issue_is_stored(
    gitlab: StandIn, project: Any, name: str
) -> None:
    gitlab.fail(name, on="create")
    with pytest.raises(GitlabParsingError):
        project.issues.create({"title": "A"})
    assert len(gitlab.issues(PATH)) == 1


def test_half_an_answer_breaks_off(gitlab: StandIn, project: Any) -> None:
    gitlab.fail("half-answer", on="create")
    with pytest.raises(BROKEN):
        project.issues.create({"title": "A"})
    assert len(gitlab.issues(PATH)) == 1


def test_a_rate_limit_names_seconds(gitlab: StandIn) -> None:
    gitlab.fail("rate-limited", on="create", retry_after=120)
    answer = post(gitlab)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "120")
    assert "too many times" in answer.json()["message"]["error"]
    assert gitlab.issues(PATH) == []


def test_a_rate_limit_names_a_date_by_the_servers_clock(gitlab: StandIn) -> None:
    gitlab.clock.set(datetime(2030, 1, 1, tzinfo=UTC))
    gitlab.fail("rate-limited-until", retry_after=60)
    answer = post(gitlab)
    until = parsedate_to_datetime(answer.headers["Retry-After"])
    assert 58 <= (until - parsedate_to_datetime(answer.headers["Date"])).total_seconds() <= 60


def test_a_rate_limit_names_nothing(gitlab: StandIn) -> None:
    gitlab.fail("rate-limited-no-header")
    answer = post(gitlab)
    assert answer.status_code == 429
    assert not any(name.lower().startswith(("retry", "ratelimit")) for name in answer.headers)


def test_a_rate_limit_comes_as_plain_text(gitlab: StandIn) -> None:
    gitlab.fail("rate-limited-text")
    answer = post(gitlab)
    assert (answer.headers["Content-Type"], answer.text) == ("text/plain", "Retry later\n")
    for name in ("Limit", "Observed", "Remaining", "Reset", "ResetTime", "Name"):
        assert f"RateLimit-{name}" in answer.headers


def test_a_redirect_shows_who_was_handed_the_token(gitlab: StandIn, client: Gitlab) -> None:
    gitlab.fail("redirect-elsewhere", on="user")
    client.auth()
    taken = gitlab.elsewhere
    assert [(request.path, request.token) for request in taken] == [("/api/v4/user", "sam")]
    gitlab.fail("redirect-elsewhere", on="user")
    requests.get(f"{gitlab.url}/api/v4/user", headers={"Authorization": f"Bearer {gitlab.token}"}, timeout=5)
    assert gitlab.elsewhere[1].token is None


def test_a_captive_portal_is_a_page_with_a_200(gitlab: StandIn) -> None:
    gitlab.fail("captive-portal")
    answer = post(gitlab)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert gitlab.issues(PATH) == []


@pytest.mark.parametrize("name", REFUSALS)
def test_every_refusal_can_be_had(gitlab: StandIn, name: str) -> None:
    gitlab.fail(name, on="create")
    answer = post(gitlab)
    assert answer.status_code == int(name[:3]) == REFUSALS[name].status
    assert answer.content == REFUSALS[name].body
    assert gitlab.issues(PATH) == []


def test_a_captcha_is_a_409_with_all_a_browser_needs(gitlab: StandIn, project: Any) -> None:
    gitlab.fail("409-captcha", on="create")
    with pytest.raises(GitlabCreateError) as caught:
        project.issues.create({"title": "A"})
    assert caught.value.response_code == 409
    assert b"needs_captcha_response" in (caught.value.response_body or b"")


def test_a_stale_list_learns_of_the_newest_issue_later(gitlab: StandIn, project: Any) -> None:
    gitlab.file(PATH, "Old")
    gitlab.file(PATH, "New")
    gitlab.fail("stale-list", on="list", times=2)
    seen = [[issue.iid for issue in project.issues.list(get_all=True)] for _ in range(3)]
    assert seen == [[1], [1], [2, 1]]


# Lining up


def test_faults_wait_for_their_call_and_method(gitlab: StandIn, client: Gitlab) -> None:
    fault = gitlab.fail("403", on=["list", "create"], method="POST")
    project = client.projects.get(PATH)
    project.issues.list(get_all=True)
    assert (fault.hits, gitlab.faults_left) == (0, [fault])
    assert post(gitlab).status_code == 403
    assert (fault.hits, gitlab.faults_left) == (1, [])


def test_faults_happen_in_their_order_and_then_no_more(gitlab: StandIn) -> None:
    gitlab.fail("502-before-storing", times=2)
    gitlab.fail("403")
    assert [post(gitlab).status_code for _ in range(4)] == [502, 502, 403, 201]


def test_a_standing_fault_lasts_until_lifted(gitlab: StandIn) -> None:
    fault = gitlab.fail("401-expired", times=FOREVER)
    assert [post(gitlab).status_code for _ in range(3)] == [401, 401, 401]
    fault.lift()
    assert post(gitlab).status_code == 201


@pytest.mark.parametrize(
    ("name", "on", "wrong"), [("nonsense", "any", "nonsense"), ("403", "creates", "creates")]
)
def test_a_misspelt_fault_is_noticed(gitlab: StandIn, name: str, on: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        gitlab.fail(name, on=on)


def test_a_bug_of_the_stand_in_is_not_mistaken_for_a_fault() -> None:
    gitlab = StandIn.for_projects([PATH])
    gitlab.projects[PATH].members["ghost"] = Role.OWNER
    with pytest.raises(requests.ConnectionError):
        ask(gitlab, "GET", "projects/group%2Fproject/members/all")
    with pytest.raises(AssertionError, match="stand-in broke on a request: KeyError"), gitlab:
        pass


def test_closing_leaves_no_thread_and_may_be_repeated() -> None:
    gitlab = StandIn()
    with Gitlab(gitlab.url, private_token=gitlab.token, timeout=5) as client:
        client.auth()
        gitlab.close()
        gitlab.close()
        with pytest.raises(requests.ConnectionError):
            client.auth()


def test_a_self_signed_certificate_is_not_trusted(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    make += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    with StandIn(certificate=(str(certificate), str(key))) as gitlab:
        with (
            Gitlab(gitlab.url, private_token=gitlab.token, timeout=5) as client,
            pytest.raises(requests.exceptions.SSLError, match=r"self.signed"),
        ):
            client.auth()
        assert gitlab.requests == []
        with Gitlab(
            gitlab.url, private_token=gitlab.token, timeout=5, ssl_verify=str(certificate)
        ) as trusting:
            trusting.auth()


# By hand


def test_it_starts_by_hand_with_a_standing_fault() -> None:
    command = [sys.executable, "-m", __package__ or "", "--project", PATH, "--fault", "403@create"]
    folder = Path(__file__).parents[len((__package__ or "").split("."))]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[1]
            token = process.stdout.readline().split()[1]
            with Gitlab(url, private_token=token, timeout=5) as client:
                project = client.projects.get(PATH)
                with pytest.raises((GitlabCreateError, GitlabHttpError)):
                    project.issues.create({"title": "A"})
        finally:
            process.terminate()


def test_the_names_of_all_faults_can_be_listed() -> None:
    command = [sys.executable, "-m", __package__ or "", "--list-faults"]
    folder = Path(__file__).parents[len((__package__ or "").split("."))]
    shown = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=30)
    for name, behaviour in BEHAVIOURS.items():
        assert name in shown.stdout
        assert behaviour.about in shown.stdout
