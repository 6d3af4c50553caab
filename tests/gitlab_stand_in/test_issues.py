"""The stand-in behaves like GitLab: issues filed, listed and spoken about."""

from datetime import UTC, datetime
from typing import Any

import pytest
from gitlab import Gitlab
from gitlab.exceptions import GitlabError

from . import Role, StandIn
from .bare import ask, create
from .conftest import PATH

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


def test_links_can_name_another_host() -> None:
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
    answer = create(gitlab, fields)
    assert (answer.status_code, answer.json()) == (400, {"error": error})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": "é" * 256}, {"title": ["is too long (maximum is 255 characters)"]}),
        ({"title": "  "}, {"title": ["can't be blank"]}),
    ],
)
def test_the_model_check_answers_lists(gitlab: StandIn, fields: dict[str, Any], message: Any) -> None:
    answer = create(gitlab, fields)
    assert (answer.status_code, answer.json()) == (400, {"message": message})
    assert gitlab.issues(PATH) == []


def test_255_characters_fit_a_title(gitlab: StandIn) -> None:
    assert create(gitlab, {"title": "😀" * 255}).status_code == 201


def test_a_description_is_measured_in_bytes(gitlab: StandIn) -> None:
    assert create(gitlab, {"description": "é" * 524_288}).status_code == 201
    assert create(gitlab, {"description": "é" * 524_288 + "e"}).status_code == 400


def test_label_entries_are_split_at_commas(gitlab: StandIn) -> None:
    assert create(gitlab, {"labels": ["bug, portal"]}).json()["labels"] == ["bug", "portal"]
    assert create(gitlab, {"labels": "portal,bug"}).json()["labels"] == ["bug", "portal"]


def test_an_unknown_label_is_made_by_those_who_may(gitlab: StandIn) -> None:
    assert create(gitlab, {"labels": ["macroo"]}, token="gus").json()["labels"] == []
    assert gitlab.projects[PATH].label_named("macroo") is None
    assert create(gitlab, {"labels": ["macroo"]}, token="rita").json()["labels"] == ["macroo"]
    assert gitlab.projects[PATH].label_named("macroo") is not None


def test_a_non_member_loses_metadata_in_silence_but_not_the_confidential_mark(gitlab: StandIn) -> None:
    asked = {"labels": ["bug"], "due_date": "2026-12-01", "confidential": True}
    mia = gitlab.users["mia"].id
    answer = create(gitlab, {"assignee_ids": [mia], **asked}, token="nora")
    made = answer.json()
    assert answer.status_code == 201
    assert (made["labels"], made["assignees"], made["due_date"]) == ([], [], None)
    assert made["confidential"] is True
    kept = create(gitlab, {"assignee_ids": [mia], **asked}, token="gus").json()
    assert (kept["labels"], kept["assignees"][0]["username"], kept["due_date"]) == (
        ["bug"],
        "mia",
        "2026-12-01",
    )


def test_what_is_dropped_can_be_set_for_a_role(gitlab: StandIn) -> None:
    gitlab.projects[PATH].drops[Role.GUEST] = frozenset({"labels", "confidential"})
    made = create(
        gitlab, {"labels": ["bug"], "confidential": True, "due_date": "2026-12-01"}, token="gus"
    ).json()
    assert (made["labels"], made["confidential"], made["due_date"]) == ([], False, "2026-12-01")


def test_the_free_tier_keeps_one_assignee(gitlab: StandIn) -> None:
    gitlab.projects[PATH].several_assignees = False
    ids = [gitlab.users[name].id for name in ("mia", "rita")]
    made = create(gitlab, {"assignee_ids": [*ids, 999_999]}).json()
    assert [person["username"] for person in made["assignees"]] == ["mia"]


def test_a_date_that_is_none_is_left_out(gitlab: StandIn) -> None:
    assert create(gitlab, {"due_date": "tomorrow"}).json()["due_date"] is None


def test_only_owners_choose_a_number(gitlab: StandIn) -> None:
    assert create(gitlab, {"iid": 7}).json()["iid"] == 1
    assert create(gitlab, {"iid": 7}, token="olga").json()["iid"] == 7
    answer = create(gitlab, {"iid": 7}, token="olga")
    assert (answer.status_code, answer.json()) == (409, {"message": "Duplicated issue"})


def test_a_blank_description_becomes_the_default_template_and_its_actions_run(gitlab: StandIn) -> None:
    made = create(gitlab, {"description": " \n"}).json()
    assert (made["description"], made["labels"]) == ("## What", ["bug"])


def test_carriage_returns_and_trailing_space_are_not_stored(gitlab: StandIn) -> None:
    assert create(gitlab, {"description": "a\r\nb  \r\n \t\n"}).json()["description"] == "a\nb"
    assert gitlab.issue(PATH, 1).description_as_sent == "a\r\nb  \r\n \t\n"


def test_quick_actions_are_cut_out_run_and_written_down(gitlab: StandIn) -> None:
    text = "Words.\n\n/label ~bug ~portal\n/assign @mia\n/due 2026-12-01\n/confidential\n/close\n/move other/place"
    made = create(gitlab, {"description": text}).json()
    assert (made["description"], made["labels"], made["state"]) == ("Words.", ["bug", "portal"], "closed")
    assert (made["due_date"], made["confidential"]) == ("2026-12-01", True)
    assert [person["username"] for person in made["assignees"]] == ["mia"]
    assert gitlab.issue(PATH, 1).quick_actions_run == text.splitlines()[2:]


def test_actions_a_person_may_not_do_are_cut_out_but_not_run(gitlab: StandIn) -> None:
    made = create(gitlab, {"description": "Words.\n\n/label ~bug"}, token="nora").json()
    assert (made["description"], made["labels"]) == ("Words.", [])
    issue = gitlab.issue(PATH, 1)
    assert (issue.quick_actions_run, issue.quick_actions_refused) == ([], ["/label ~bug"])


def test_mentions_are_written_down_with_all_they_reach(gitlab: StandIn) -> None:
    gitlab.groups["team/support"] = ("mia", "rita")
    create(gitlab, {"description": "For @team/support and `@gus`, not \\@olga or a@sam. Who is @nobody?"})
    issue = gitlab.issue(PATH, 1)
    assert issue.mentions == ["team/support", "nobody"]
    assert issue.notified == {"mia", "rita"}


def test_all_means_every_member_unless_turned_off(gitlab: StandIn) -> None:
    create(gitlab, {"description": "@all please look"})
    assert gitlab.issue(PATH, 1).notified == set(gitlab.projects[PATH].members)
    gitlab.turn_off_all()
    create(gitlab, {"description": "@all please look"})
    assert gitlab.issue(PATH, 2).notified == set()


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


def test_a_very_long_list_does_not_say_how_long(gitlab: StandIn) -> None:
    gitlab.projects[PATH].templates = {f"T{number}": "" for number in range(10_001)}
    answer = ask(gitlab, "GET", "projects/group%2Fproject/templates/issues")
    assert answer.headers["X-Next-Page"] == "2"
    assert "X-Total" not in answer.headers
    assert "last" not in answer.links


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


def test_an_upload_gives_the_markdown_to_put_in(gitlab: StandIn, client: Gitlab) -> None:
    content = b"line one\r\n--not a boundary\r\n\x00\xff"
    # By number: python-gitlab encodes the path of a lazy project twice here.
    project = client.projects.get(gitlab.projects[PATH].id, lazy=True)
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
                client.projects.get(gitlab.projects[PATH].id, lazy=True).upload(
                    "big.txt", filedata=b"x" * 200
                )
            assert caught.value.response_code == 413
        assert gitlab.projects[PATH].uploads == []


def test_an_upload_without_a_file_is_a_400(gitlab: StandIn) -> None:
    answer = ask(gitlab, "POST", "projects/group%2Fproject/uploads", files={"other": b"x"})
    assert (answer.status_code, answer.json()) == (400, {"error": "file is missing"})
