"""Every conversation that ends in an issue, filed into a GitLab on loopback: the stored issue is compared whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gitlab_stand_in import Issue, StandIn
from talking import Conversation, Outside, conversations, play, the_catalogue

from intents.drafting.draft import Draft
from intents.drafting.request import Request
from intents.filing.gitlab_tracker import GitLabTracker
from intents.filing.once import file_once
from intents.filing.tracker import Project, Result
from intents.keeping.requests import RequestStore
from intents.talk.events import TemplateRead
from intents.talk.states import Done

# Failures are another test's subject; here everything arrives.
FILED = [c for c in conversations() if c.files and "outcomes" not in c.data]


@pytest.fixture(scope="module")
def gitlab() -> Iterator[StandIn]:
    labels = {
        label.name for intent in the_catalogue().intents if intent.draft for label in intent.draft.labels
    }
    labels.add("calendly::new")  # put on by a project's own template
    with StandIn.for_projects(
        [t.project for t in the_catalogue().trackers], labels=sorted(labels)
    ) as stand_in:
        for name in ("kim", "lee"):
            stand_in.add_user(name)
        stand_in.groups["gitlab-com/support/support-ops"] = ("mia",)
        stand_in.groups["example-group/sales"] = ("rita",)
        yield stand_in


@pytest.mark.parametrize("conversation", FILED, ids=str)
def test_the_issue_stands_in_the_tracker_as_it_was_shown(
    conversation: Conversation, gitlab: StandIn, tmp_path: Path
) -> None:
    tracker = GitLabTracker(gitlab.url, gitlab.token)
    book = RequestStore(tmp_path)
    outside = Outside(conversation)
    template = conversation.data.get("template")
    for tracked in the_catalogue().trackers:
        if tracked.template:
            gitlab.projects[tracked.project].templates = {tracked.template: template} if template else {}

    def file(request: Request, draft: Draft, unkept: bool) -> tuple[Request, Result]:
        # As the program does before it sends: what it was first to keep needs no search.
        book.save(request)
        return file_once(tracker, book, request, draft, unkept=unkept)

    def read_template(path: str, name: str) -> TemplateRead:
        project = tracker.find_project(path)
        assert isinstance(project, Project)
        return TemplateRead(text=tracker.template(project, name), project=path, name=name)

    talk = play(conversation, replace(outside.services, file=file, read_template=read_template))

    assert isinstance(talk.state, Done)
    draft = conversation.data["draft"]
    receipt = talk.state.receipt
    assert receipt.losses == ()
    assert receipt.reference == f"{draft['project']}#{receipt.iid}"
    stored = gitlab.issue(draft["project"], receipt.iid)
    assert _stored(stored) == _expected(draft)
    # Nothing ran that was not shown, and nobody was called who was not named.
    actions = [line for line in draft["description"].splitlines() if line.startswith("/")]
    assert stored.quick_actions_run + stored.quick_actions_refused == actions
    named = {name.removeprefix("@") for name in draft.get("mentions", ())}
    assert {*stored.mentions} == named - {*_only_assigned(draft)}


def _only_assigned(draft: dict[str, object]) -> set[str]:
    assignees = draft.get("assignees", [])
    assert isinstance(assignees, list)
    return {name for name in assignees if f"@{name}" not in str(draft["description"])}


def _stored(issue: Issue) -> dict[str, object]:
    return {
        "title": issue.title,
        "description": issue.description,
        "labels": set(issue.labels),
        "due": issue.due_date,
        "confidential": issue.confidential,
        "assignees": [user.username for user in issue.assignees],
    }


def _expected(draft: dict[str, object]) -> dict[str, object]:
    lines = str(draft["description"]).splitlines()
    actions = [line for line in lines if line.startswith("/")]
    description = "\n".join(line for line in lines if line not in actions).rstrip("\n")
    labels = draft.get("labels", [])
    assert isinstance(labels, list)
    own = {line.split('~"')[1].rstrip('"') for line in actions if line.startswith("/label")}
    due = draft.get("due")
    return {
        "title": draft["title"],
        "description": description,
        "labels": {*labels, *own},
        "due": str(due) if due else None,
        "confidential": bool(draft.get("confidential")) or "/confidential" in actions,
        "assignees": draft.get("assignees", []),
    }
