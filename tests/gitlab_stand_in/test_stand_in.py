"""The stand-in behaves like GitLab: people, tokens, projects, and what is written down of each request."""

import threading
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests
from gitlab import Gitlab
from gitlab.exceptions import (
    GitlabAuthenticationError,
    GitlabCreateError,
    GitlabGetError,
    GitlabHttpError,
)

from . import Role, StandIn
from .bare import ask, create
from .conftest import PATH

# People and tokens


def test_a_token_belongs_to_its_user(gitlab: StandIn, client: Gitlab) -> None:
    client.auth()
    assert client.user is not None
    assert client.user.username == "sam"
    assert ask(gitlab, "GET", "user", token="gus").json()["username"] == "gus"


def test_a_token_works_as_a_bearer_too(gitlab: StandIn) -> None:
    with Gitlab(gitlab.url, oauth_token=gitlab.token, timeout=5) as client:
        assert client.version() == ("19.5.0-ee", "abcdef01234")
    assert gitlab.requests[0].headers["Authorization"] == "<token: sam>"


def test_an_unknown_token_is_a_401(gitlab: StandIn) -> None:
    with (
        Gitlab(gitlab.url, private_token="glpat-not-given-out", timeout=5) as client,
        pytest.raises(GitlabAuthenticationError),
    ):
        client.auth()
    assert gitlab.requests[0].token == "unknown"


def test_nobody_gets_a_401_for_user(gitlab: StandIn) -> None:
    answer = requests.get(f"{gitlab.url}/api/v4/user", timeout=5)
    assert (answer.status_code, answer.json()) == (401, {"message": "401 Unauthorized"})


@pytest.mark.parametrize(
    ("token", "words"), [("expired", "Token is expired"), ("revoked", "Token was revoked")]
)
def test_a_spent_token_says_why(gitlab: StandIn, token: str, words: str) -> None:
    answer = ask(gitlab, "GET", "user", token=token)
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_token"
    assert words in answer.json()["error_description"]


def test_a_token_expires_when_the_clock_passes_its_date(gitlab: StandIn) -> None:
    gitlab.add_token("brief", user="sam", expires_on=gitlab.clock.now() + timedelta(days=2))
    assert ask(gitlab, "GET", "user", token="brief").status_code == 200
    gitlab.clock.advance(days=3)
    assert ask(gitlab, "GET", "user", token="brief").status_code == 401


def test_a_reading_token_reads_but_does_not_file(gitlab: StandIn) -> None:
    assert ask(gitlab, "GET", "projects/group%2Fproject/issues", token="read-api").status_code == 200
    answer = create(gitlab, token="read-api")
    assert answer.status_code == 403
    assert (answer.json()["error"], answer.json()["scope"]) == ("insufficient_scope", "api")


def test_a_job_token_reads_but_does_not_file(gitlab: StandIn) -> None:
    url = f"{gitlab.url}/api/v4/projects/group%2Fproject/issues"
    headers = {"JOB-TOKEN": gitlab.tokens["job"].value}
    assert requests.get(url, headers=headers, timeout=5).status_code == 200
    assert requests.post(url, headers=headers, json={"title": "A"}, timeout=5).status_code == 401


def test_a_token_tells_of_its_scopes_and_its_end(gitlab: StandIn) -> None:
    gitlab.add_token("brief", user="sam", expires_on=datetime(2099, 5, 1, tzinfo=UTC))
    told = ask(gitlab, "GET", "personal_access_tokens/self", token="brief").json()
    assert (told["scopes"], told["expires_at"], told["active"]) == (["api"], "2099-05-01", True)


def test_a_user_is_found_by_exact_name_only(client: Gitlab) -> None:
    assert [user.username for user in client.users.list(username="mia", get_all=False)] == ["mia"]
    assert client.users.list(username="mi", get_all=False) == []


def test_members_are_found_by_part_of_a_name(project: Any) -> None:
    assert [m.username for m in project.members_all.list(query="stone", get_all=False)] == ["mia"]
    assert [m.access_level for m in project.members_all.list(query="gus", get_all=False)] == [10]


# Projects


def test_a_project_is_found_by_path_and_by_number(gitlab: StandIn, client: Gitlab) -> None:
    found = client.projects.get(PATH)
    assert found.id == gitlab.projects[PATH].id
    assert client.projects.get(found.id).path_with_namespace == PATH


def test_a_private_project_looks_like_none(gitlab: StandIn, client: Gitlab) -> None:
    gitlab.add_project("secret/place", visibility="private", members={"mia": Role.OWNER})
    for path in ("secret/place", "no/such"):
        with pytest.raises(GitlabGetError) as caught:
            client.projects.get(path)
        assert (caught.value.response_code, caught.value.error_message) == (404, "404 Project Not Found")
    assert create(gitlab, path="secret/place").status_code == 404


def test_a_moved_project_redirects_reading_and_refuses_writing(gitlab: StandIn, client: Gitlab) -> None:
    moved = gitlab.move_project(PATH, "other/place")
    answer = ask(gitlab, "GET", "projects/group%2Fproject/issues?state=all")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{gitlab.url}/api/v4/projects/{moved.id}/issues?state=all"
    assert client.projects.get(PATH).path_with_namespace == "other/place"
    refused = create(gitlab)
    assert refused.status_code == 405
    assert refused.json() == {"message": "Non GET methods are not allowed for moved projects"}
    assert create(gitlab, path=str(moved.id)).status_code == 201


@pytest.mark.parametrize("change", [{"archived": True}, {"issues_access_level": "disabled"}])
def test_a_visible_project_that_takes_no_issues_is_a_403(gitlab: StandIn, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(gitlab.projects[PATH], name, value)
    answer = create(gitlab)
    assert (answer.status_code, answer.json()) == (403, {"message": "403 Forbidden"})
    shown = ask(gitlab, "GET", "projects/group%2Fproject").json()
    assert {name: shown[name] for name in change} == change


def test_issues_for_members_only_are_closed_to_others(gitlab: StandIn) -> None:
    gitlab.projects[PATH].issues_access_level = "private"
    assert create(gitlab, token="nora").status_code == 403
    assert create(gitlab, token="gus").status_code == 201


def test_labels_are_listed_and_group_labels_can_be_left_out(gitlab: StandIn, client: Gitlab) -> None:
    gitlab.add_project("group/other", labels=["bug"], group_labels=["team"])
    labels = client.projects.get("group/other", lazy=True).labels
    assert [label.name for label in labels.list(get_all=True)] == ["bug", "team"]
    assert [label.name for label in labels.list(include_ancestor_groups=False, get_all=True)] == ["bug"]


def test_templates_are_listed_and_read_by_name(project: Any) -> None:
    assert [t.key for t in project.issue_templates.list(get_all=True)] == ["Default", "Request for Comments"]
    assert project.issue_templates.get("Request for Comments").content == "## Why\n"


def test_a_missing_template_is_a_404_of_its_own(project: Any) -> None:
    with pytest.raises(GitlabGetError) as caught:
        project.issue_templates.get("Nothing")
    assert caught.value.error_message == "404 Template Not Found"


def test_an_unknown_path_is_a_404(gitlab: StandIn) -> None:
    answer = ask(gitlab, "GET", "projects/group/project")
    assert (answer.status_code, answer.json()) == (404, {"error": "404 Not Found"})
    assert gitlab.requests[0].call == "other"


# What is recorded


def test_every_answer_has_the_date_of_the_settable_clock(gitlab: StandIn) -> None:
    gitlab.clock.set(datetime(2030, 1, 2, 3, 4, tzinfo=UTC))
    for path in ("user", "no/such/thing"):
        date = parsedate_to_datetime(ask(gitlab, "GET", path).headers["Date"])
        assert timedelta() <= date - datetime(2030, 1, 2, 3, 4, tzinfo=UTC) < timedelta(minutes=1)


def test_requests_are_recorded_without_the_token(gitlab: StandIn, project: Any) -> None:
    project.issues.create({"title": "A"})
    project.issues.list(state="all", get_all=False)
    first, second = gitlab.requests
    assert (first.method, first.call, first.token) == ("POST", "create", "sam")
    assert (first.path, first.json) == ("/api/v4/projects/group%2Fproject/issues", {"title": "A"})
    assert (second.call, second.query["state"]) == ("list", ["all"])
    assert gitlab.token not in repr(gitlab.requests)


def test_many_may_file_at_once(gitlab: StandIn) -> None:
    threads = [threading.Thread(target=create, args=(gitlab,)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(issue.iid for issue in gitlab.issues(PATH)) == list(range(1, 13))


def test_a_refused_create_is_counted_but_stores_nothing(gitlab: StandIn, project: Any) -> None:
    with pytest.raises(GitlabCreateError):
        project.issues.create({"title": ""})
    assert (gitlab.creates, gitlab.issues(PATH)) == (1, [])


def test_version_needs_a_token(gitlab: StandIn) -> None:
    with Gitlab(gitlab.url, timeout=5) as client, pytest.raises((GitlabAuthenticationError, GitlabHttpError)):
        client.http_get("/version")
