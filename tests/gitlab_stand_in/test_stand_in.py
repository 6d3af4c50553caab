"""The stand-in behaves like GitLab for each call: looked at through python-gitlab, and through bare HTTP where that hides something."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests
from gitlab import Gitlab
from gitlab.exceptions import (
    GitlabAuthenticationError,
    GitlabCreateError,
    GitlabError,
    GitlabGetError,
    GitlabHttpError,
)

from . import Role, StandIn

PATH = "group/project"
TEMPLATES = {"Default": "## What\n\n/label ~bug\n", "Request for Comments": "## Why\n"}


@pytest.fixture
def gitlab() -> Iterator[StandIn]:
    with StandIn.for_projects([PATH], labels=["bug", "portal"], templates=TEMPLATES) as stand_in:
        yield stand_in


@pytest.fixture
def client(gitlab: StandIn) -> Iterator[Gitlab]:
    with Gitlab(gitlab.url, private_token=gitlab.token, timeout=5) as ours:
        yield ours


@pytest.fixture
def project(client: Gitlab) -> Any:
    return client.projects.get(PATH, lazy=True)


def ask(gitlab: StandIn, method: str, path: str, *, token: str = "sam", **more: Any) -> requests.Response:
    """One bare request; nothing is followed, repeated or made nicer."""
    headers = {"PRIVATE-TOKEN": gitlab.tokens[token].value, **more.pop("headers", {})}
    url = f"{gitlab.url}/api/v4/{path}"
    return requests.request(method, url, headers=headers, timeout=5, allow_redirects=False, **more)


def create(gitlab: StandIn, *, token: str = "sam", path: str = "group%2Fproject", **fields: Any) -> Any:
    return ask(gitlab, "POST", f"projects/{path}/issues", token=token, json={"title": "A", **fields})


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
    assert create(gitlab, path="secret%2Fplace").status_code == 404


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


# Filing


def test_a_filed_issue_is_kept_and_shown(gitlab: StandIn, project: Any) -> None:
    made = project.issues.create(
        {"title": "Broken view", "description": "Empty.", "labels": ["bug"], "due_date": "2026-12-01"}
    )
    assert (made.iid, made.labels, made.due_date) == (1, ["bug"], "2026-12-01")
    assert made.references["full"] == "group/project#1"
    assert made.web_url == f"{gitlab.url}/group/project/-/issues/1"
    assert project.issues.get(1).description == "Empty."
    assert gitlab.issue(PATH, 1).author.username == "sam"
    assert gitlab.creates == 1


def test_links_can_name_another_host(client: Gitlab) -> None:
    with StandIn(external_url="https://gitlab.example.com") as gitlab:
        gitlab.add_project(PATH)
        assert create(gitlab).json()["web_url"] == "https://gitlab.example.com/group/project/-/issues/1"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"title": None}, "title is missing"),
        ({"confidential": "maybe"}, "confidential is invalid"),
        ({"issue_type": "wish"}, "issue_type does not have a valid value"),
        ({"title": None, "confidential": 3}, "title is missing, confidential is invalid"),
    ],
)
def test_the_parameter_check_answers_error(gitlab: StandIn, fields: dict[str, Any], error: str) -> None:
    answer = create(gitlab, **fields)
    assert (answer.status_code, answer.json()) == (400, {"error": error})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": "é" * 256}, {"title": ["is too long (maximum is 255 characters)"]}),
        ({"title": "  "}, {"title": ["can't be blank"]}),
    ],
)
def test_the_model_check_answers_lists(gitlab: StandIn, fields: dict[str, Any], message: Any) -> None:
    answer = create(gitlab, **fields)
    assert (answer.status_code, answer.json()) == (400, {"message": message})
    assert gitlab.issues(PATH) == []


def test_255_characters_fit_a_title(gitlab: StandIn) -> None:
    assert create(gitlab, title="😀" * 255).status_code == 201


def test_a_description_is_measured_in_bytes(gitlab: StandIn) -> None:
    assert create(gitlab, description="é" * 524_288).status_code == 201
    assert create(gitlab, description="é" * 524_288 + "e").status_code == 400


def test_label_entries_are_split_at_commas(gitlab: StandIn) -> None:
    assert create(gitlab, labels=["bug, portal"]).json()["labels"] == ["bug", "portal"]
    assert create(gitlab, labels="portal,bug").json()["labels"] == ["bug", "portal"]


def test_an_unknown_label_is_made_by_those_who_may(gitlab: StandIn) -> None:
    assert create(gitlab, labels=["macroo"], token="gus").json()["labels"] == []
    assert gitlab.projects[PATH].label_named("macroo") is None
    assert create(gitlab, labels=["macroo"], token="rita").json()["labels"] == ["macroo"]
    assert gitlab.projects[PATH].label_named("macroo") is not None


def test_a_non_member_loses_metadata_in_silence_but_not_the_confidential_mark(gitlab: StandIn) -> None:
    asked = {"labels": ["bug"], "due_date": "2026-12-01", "confidential": True}
    mia = gitlab.users["mia"].id
    answer = create(gitlab, token="nora", assignee_ids=[mia], **asked)
    made = answer.json()
    assert answer.status_code == 201
    assert (made["labels"], made["assignees"], made["due_date"]) == ([], [], None)
    assert made["confidential"] is True
    kept = create(gitlab, token="gus", assignee_ids=[mia], **asked).json()
    assert (kept["labels"], kept["assignees"][0]["username"], kept["due_date"]) == (
        ["bug"],
        "mia",
        "2026-12-01",
    )


def test_what_is_dropped_can_be_set_for_a_role(gitlab: StandIn) -> None:
    gitlab.projects[PATH].drops[Role.GUEST] = frozenset({"labels", "confidential"})
    made = create(gitlab, token="gus", labels=["bug"], confidential=True, due_date="2026-12-01").json()
    assert (made["labels"], made["confidential"], made["due_date"]) == ([], False, "2026-12-01")


def test_the_free_tier_keeps_one_assignee(gitlab: StandIn) -> None:
    gitlab.projects[PATH].several_assignees = False
    ids = [gitlab.users[name].id for name in ("mia", "rita")]
    made = create(gitlab, assignee_ids=[*ids, 999_999]).json()
    assert [person["username"] for person in made["assignees"]] == ["mia"]


def test_a_date_that_is_none_is_left_out(gitlab: StandIn) -> None:
    assert create(gitlab, due_date="tomorrow").json()["due_date"] is None


def test_only_owners_choose_a_number(gitlab: StandIn) -> None:
    assert create(gitlab, iid=7).json()["iid"] == 1
    assert create(gitlab, iid=7, token="olga").json()["iid"] == 7
    answer = create(gitlab, iid=7, token="olga")
    assert (answer.status_code, answer.json()) == (409, {"message": "Duplicated issue"})


def test_a_blank_description_becomes_the_default_template_and_its_actions_run(gitlab: StandIn) -> None:
    made = create(gitlab, description=" \n").json()
    assert (made["description"], made["labels"]) == ("## What", ["bug"])


def test_carriage_returns_and_trailing_space_are_not_stored(gitlab: StandIn) -> None:
    assert create(gitlab, description="a\r\nb  \r\n \t\n").json()["description"] == "a\nb"
    assert gitlab.issue(PATH, 1).description_as_sent == "a\r\nb  \r\n \t\n"


def test_quick_actions_are_cut_out_run_and_written_down(gitlab: StandIn) -> None:
    text = "Words.\n\n/label ~bug ~portal\n/assign @mia\n/due 2026-12-01\n/confidential\n/close\n/move other/place"
    made = create(gitlab, description=text).json()
    assert (made["description"], made["labels"], made["state"]) == ("Words.", ["bug", "portal"], "closed")
    assert (made["due_date"], made["confidential"]) == ("2026-12-01", True)
    assert [person["username"] for person in made["assignees"]] == ["mia"]
    assert gitlab.issue(PATH, 1).quick_actions_run == text.splitlines()[2:]


def test_actions_a_person_may_not_do_are_cut_out_but_not_run(gitlab: StandIn) -> None:
    made = create(gitlab, token="nora", description="Words.\n\n/label ~bug").json()
    assert (made["description"], made["labels"]) == ("Words.", [])
    issue = gitlab.issue(PATH, 1)
    assert (issue.quick_actions_run, issue.quick_actions_refused) == ([], ["/label ~bug"])


def test_mentions_are_written_down_with_all_they_reach(gitlab: StandIn) -> None:
    gitlab.groups["team/support"] = ("mia", "rita")
    create(gitlab, description="For @team/support and `@gus`, not \\@olga or a@sam. Who is @nobody?")
    issue = gitlab.issue(PATH, 1)
    assert issue.mentions == ["team/support", "nobody"]
    assert issue.notified == {"mia", "rita"}


def test_all_means_every_member_unless_turned_off(gitlab: StandIn) -> None:
    create(gitlab, description="@all please look")
    assert gitlab.issue(PATH, 1).notified == set(gitlab.projects[PATH].members)


def test_a_body_that_is_no_json_is_a_400(gitlab: StandIn) -> None:
    path, headers = "projects/group%2Fproject/issues", {"Content-Type": "application/json"}
    assert ask(gitlab, "POST", path, data=b"{title", headers=headers).status_code == 400


# Reading issues


def test_a_confidential_issue_is_hidden_from_those_outside(gitlab: StandIn) -> None:
    gitlab.file(PATH, "Secret", confidential=True)
    path = "projects/group%2Fproject/issues"
    assert ask(gitlab, "GET", f"{path}/1", token="gus").status_code == 404
    assert ask(gitlab, "GET", path, token="gus").json() == []
    assert ask(gitlab, "GET", f"{path}/1", token="rita").status_code == 200


def test_lists_are_newest_first_and_filtered(gitlab: StandIn, project: Any) -> None:
    gitlab.file(PATH, "One", "apple gi7f3a9c", labels=["bug"])
    gitlab.file(PATH, "Two", "pear", by="mia", labels=["bug", "portal"])
    gitlab.file(PATH, "Three", "apple")
    gitlab.close_issue(PATH, 1)

    def found(**query: Any) -> list[int]:
        return [issue.iid for issue in project.issues.list(get_all=True, **query)]

    assert found() == [3, 2, 1]
    assert found(sort="asc", order_by="created_at") == [1, 2, 3]
    assert found(state="opened") == [3, 2]
    assert found(labels="bug,portal") == [2]
    assert found(author_id=gitlab.users["mia"].id) == [2]
    assert found(author_username="sam") == [3, 1]
    assert found(search="APPLE gi7f3a9c", **{"in": "title,description"}) == [1]
    assert found(search="apple", **{"in": "title"}) == []
    assert found(iids=[1, 3]) == [3, 1]
    assert found(scope="created_by_me") == [3, 1]


def test_lists_can_begin_at_a_time(gitlab: StandIn, project: Any) -> None:
    gitlab.clock.set(datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    gitlab.file(PATH, "Before")
    gitlab.clock.advance(hours=1)
    gitlab.file(PATH, "After")
    after = project.issues.list(created_after="2026-11-24T10:30:00Z", get_all=True)
    assert [issue.title for issue in after] == ["After"]


@pytest.mark.parametrize("query", ["state=open", "created_after=soon", "per_page=none", "author_id=sam"])
def test_a_filter_that_cannot_be_read_is_a_400(gitlab: StandIn, query: str) -> None:
    assert ask(gitlab, "GET", f"projects/group%2Fproject/issues?{query}").status_code == 400


def test_lists_come_in_pages_with_all_their_headers(gitlab: StandIn, project: Any) -> None:
    for number in range(5):
        gitlab.file(PATH, f"Issue {number}")
    answer = ask(gitlab, "GET", "projects/group%2Fproject/issues?per_page=2&page=2&state=all")
    told = {name: answer.headers[f"X-{name}"] for name in ("Page", "Per-Page", "Next-Page", "Prev-Page")}
    assert told == {"Page": "2", "Per-Page": "2", "Next-Page": "3", "Prev-Page": "1"}
    assert (answer.headers["X-Total"], answer.headers["X-Total-Pages"]) == ("5", "3")
    assert set(answer.links) == {"prev", "next", "first", "last"}
    assert "state=all" in answer.links["next"]["url"]
    listed = project.issues.list(per_page=2, iterator=True)
    assert [issue.iid for issue in listed] == [5, 4, 3, 2, 1]


def test_a_page_holds_at_most_100(gitlab: StandIn) -> None:
    answer = ask(gitlab, "GET", "projects/group%2Fproject/issues?per_page=500")
    assert answer.headers["X-Per-Page"] == "100"


def test_an_older_gitlab_does_not_find_what_is_in_comments(gitlab: StandIn) -> None:
    with StandIn(generation="older") as older:
        older.add_project(PATH)
        for one in (gitlab, older):
            one.file(PATH, "A", "<!-- gi7f3a9c -->\nwords")
        found = [
            len(ask(one, "GET", "projects/group%2Fproject/issues?search=gi7f3a9c").json())
            for one in (gitlab, older)
        ]
    assert found == [1, 0]


# Notes, events, uploads


def test_a_note_is_kept_and_listed(gitlab: StandIn, project: Any) -> None:
    gitlab.file(PATH, "A")
    issue = project.issues.get(1)
    issue.notes.create({"body": "Looking, @mia."})
    gitlab.close_issue(PATH, 1)
    bodies = [note.body for note in issue.notes.list(get_all=True)]
    assert bodies == ["closed", "Looking, @mia."]
    comments = issue.notes.list(get_all=True, activity_filter="only_comments")
    assert [note.body for note in comments] == ["Looking, @mia."]
    assert gitlab.issue(PATH, 1).notified == {"mia"}


def test_a_note_of_actions_only_is_a_202_and_no_note(gitlab: StandIn) -> None:
    gitlab.file(PATH, "A")
    answer = ask(gitlab, "POST", "projects/group%2Fproject/issues/1/notes", json={"body": "/close"})
    assert answer.status_code == 202
    assert answer.json() == {
        "commands_changes": {"state_event": "close"},
        "summary": ["Closed this issue."],
    }
    assert [note.body for note in gitlab.issue(PATH, 1).notes] == ["closed"]


def test_a_note_without_a_body_is_a_400(gitlab: StandIn) -> None:
    gitlab.file(PATH, "A")
    answer = ask(gitlab, "POST", "projects/group%2Fproject/issues/1/notes", json={})
    assert (answer.status_code, answer.json()) == (400, {"error": "body is missing"})


def test_internal_notes_are_hidden_from_guests(gitlab: StandIn) -> None:
    gitlab.file(PATH, "A")
    gitlab.comment(PATH, 1, "Between us.", internal=True)
    path = "projects/group%2Fproject/issues/1/notes"
    assert ask(gitlab, "GET", path, token="gus").json() == []
    assert ask(gitlab, "GET", path, token="rita").json()[0]["internal"] is True


def test_events_tell_of_states_and_labels(gitlab: StandIn, project: Any) -> None:
    gitlab.file(PATH, "A", labels=["bug"])
    gitlab.set_labels(PATH, 1, ["portal"], by="rita")
    gitlab.close_issue(PATH, 1)
    gitlab.reopen_issue(PATH, 1)
    issue = project.issues.get(1)
    states = issue.resourcestateevents.list(get_all=True)
    assert [(event.state, event.user["username"]) for event in states] == [
        ("closed", "mia"),
        ("reopened", "mia"),
    ]
    labels = issue.resourcelabelevents.list(get_all=True)
    assert [(event.action, event.label["name"]) for event in labels] == [
        ("add", "bug"),
        ("remove", "bug"),
        ("add", "portal"),
    ]


def test_an_upload_gives_the_markdown_to_put_in(gitlab: StandIn, project: Any) -> None:
    content = b"line one\r\n--not a boundary\r\n\x00\xff"
    given = project.upload("the log.txt", filedata=content)
    kept = gitlab.projects[PATH].uploads[0]
    assert (kept.name, kept.content) == ("the_log.txt", content)
    assert given["markdown"] == f"[the_log.txt]({kept.url})"
    assert project.upload("shot.png", filedata=b"png")["markdown"].startswith("![shot](/uploads/")


def test_an_upload_above_the_limit_is_a_413() -> None:
    with StandIn(upload_limit=100) as gitlab:
        gitlab.add_project(PATH)
        with Gitlab(gitlab.url, private_token=gitlab.token, timeout=5) as client:
            with pytest.raises(GitlabError) as caught:
                client.projects.get(PATH, lazy=True).upload("big.txt", filedata="x" * 200)
            assert caught.value.response_code == 413
        assert gitlab.projects[PATH].uploads == []


def test_an_upload_without_a_file_is_a_400(gitlab: StandIn) -> None:
    answer = ask(gitlab, "POST", "projects/group%2Fproject/uploads", files={"other": b"x"})
    assert (answer.status_code, answer.json()) == (400, {"error": "file is missing"})


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
    import threading

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
