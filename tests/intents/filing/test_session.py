"""A token goes to its own host and to no other, and never in the clear."""

import logging
import threading
import traceback
from pathlib import Path

import pytest
import requests
from filing_scene import PATH, draft_of, tracker_for
from gitlab_stand_in import FOREVER, StandIn
from gitlab_stand_in.answers import as_json
from gitlab_stand_in.server import Delivery, LoopbackServer
from gitlab_stand_in.state import Clock

from intents.errors import IntakeError
from intents.filing.address import check_address, check_token, is_loopback
from intents.filing.gitlab_tracker import GitLabTracker
from intents.filing.tracker import NotReached, Project, Unknown

TOKEN = "glpat-not-a-real-token"


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("https://gitlab.example.com", "https://gitlab.example.com"),
        ("https://gitlab.example.com/git/", "https://gitlab.example.com/git"),
        (" https://gitlab.example.com:8443 ", "https://gitlab.example.com:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:3000/", "http://[::1]:3000"),
    ],
)
def test_an_address_is_taken_as_it_is(given: str, base: str) -> None:
    assert check_address(given) == base


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ("http://gitlab.example.com", "not encrypted"),
        ("http://localhost.example.com", "not encrypted"),
        ("http://127.0.0.1.example.com", "not encrypted"),
        ("http://10.0.0.1", "not encrypted"),
        ("gitlab.example.com", "no address"),
        ("ftp://gitlab.example.com", "no address"),
        ("https://", "no address"),
        ("https://[broken", "no address"),
        ("https://gitlab.example.com:port", "no address"),
        ("", "no address"),
    ],
)
def test_an_address_that_would_not_do_is_refused(given: str, part: str) -> None:
    with pytest.raises(IntakeError, match=part):
        check_address(given)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(IntakeError) as refused:
        check_address("https://sam:glpat-not-a-real-token@gitlab.example.com")
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "LOCALHOST"])
def test_this_machine_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("token", ["", "two words", "glpat-\nnext", "glpat-é", "glpat-not-a-real-token\r"])
def test_a_token_that_cannot_be_one_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(IntakeError) as refused:
        check_token(token)
    assert not token or token not in str(refused.value)


def test_a_reading_call_is_not_followed_to_another_host(gitlab: StandIn) -> None:
    gitlab.fail("redirect-elsewhere", times=FOREVER)
    found = tracker_for(gitlab).find_project(PATH)
    assert isinstance(found, NotReached)
    assert "sends requests to 127.0.0" in found.sentence
    assert gitlab.elsewhere == []


def test_neither_token_nor_text_of_a_filing_go_to_another_host(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    project = tracker.find_project(PATH)
    assert isinstance(project, Project)
    gitlab.fail("redirect-elsewhere", on="create")
    assert isinstance(tracker.file(draft_of(), project), Unknown)
    assert gitlab.elsewhere == []
    assert gitlab.creates == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_filing_is_not_sent_after_a_redirect_even_on_its_own_host(status: int) -> None:
    paths: list[str] = []

    def serve(request: object) -> Delivery:
        paths.append(request.target)  # type: ignore[attr-defined]
        return Delivery(answer=as_json(status, {}, {"Location": "/api/v4/projects/9/issues"}))

    server = LoopbackServer(serve, now=Clock().now)
    try:
        tracker = GitLabTracker(server.url, TOKEN)
        result = tracker.file(draft_of(), Project(id="4", path=PATH, web_url=""))
    finally:
        server.close()
    assert isinstance(result, Unknown)
    assert paths == ["/api/v4/projects/4/issues"]


def test_a_moved_project_on_the_same_host_is_followed_with_the_token(gitlab: StandIn) -> None:
    gitlab.move_project(PATH, "group/new-place")
    found = tracker_for(gitlab).find_project(PATH)
    assert isinstance(found, Project)
    assert (found.path, found.moved_from) == ("group/new-place", PATH)
    assert [request.token for request in gitlab.requests] == ["sam", "sam"]


def test_a_proxy_of_the_environment_is_not_used_for_this_machine(
    gitlab: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with StandIn() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert tracker_for(gitlab).whoami() == "sam"
        assert proxy.requests == []


def test_a_login_in_netrc_is_not_sent_along(
    gitlab: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login sam password not-a-real-password\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    tracker = GitLabTracker(gitlab.url, TOKEN, bearer=True)
    # As for a GitLab elsewhere: its environment counts.
    tracker._session.trust_env = True
    gitlab.move_project(PATH, "new/place")
    assert tracker.whoami() == "sam"
    assert getattr(tracker.find_project(PATH), "moved_from", "") == PATH
    assert len(gitlab.requests) == 3
    assert all("Basic" not in str(request.headers) for request in gitlab.requests)


def test_a_token_is_in_no_log_no_repr_and_no_traceback(
    gitlab: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tracker = tracker_for(gitlab)
    assert tracker.whoami() == "sam"
    gitlab.fail("refuse-connection")
    shown = [repr(tracker), str(tracker), repr(tracker.find_project(PATH)), caplog.text]
    try:
        tracker._gitlab.http_get("/user")
    except requests.ConnectionError:
        shown.append(traceback.format_exc())
    assert all(TOKEN not in text for text in shown)
    assert "127.0.0.1" in caplog.text


def test_headers_of_another_threads_answer_are_not_mistaken_for_ones_own(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    tracker.whoami()
    mine = tracker.server_time()
    gitlab.clock.advance(hours=3)
    other = threading.Thread(target=lambda: tracker.find_project(PATH))
    other.start()
    other.join()
    assert tracker.server_time() == mine
