"""Whole drafts made of hostile text, filed in a GitLab of either age: nothing runs and nobody is called unseen.

INTAKE_HOSTILE_EXAMPLES sets how many are tried; the texts are those of the rules' own tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from gitlab_stand_in import StandIn
from gitlab_stand_in.state import Generation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from talking import NOW, the_catalogue

from intents.answering.answer import Answer
from intents.catalogue.model import IntentId
from intents.drafting.compose import edited_draft, make_draft
from intents.drafting.draft import Draft
from intents.drafting.request import Edit, Request
from intents.drafting.safe_text import clean, title_mentions
from tests.intents.drafting.test_hostile_text import EXAMPLES, HOSTILE, notified

PROJECT = "group/project"
HERE = settings(EXAMPLES, suppress_health_check=list(HealthCheck))
TEMPLATE = "<!-- say it -->\n## Team event\n\n/label ~bug\n/assign @sam\n"


@pytest.fixture(scope="module", params=list(Generation))
def gitlab(request: pytest.FixtureRequest) -> Iterator[StandIn]:
    with StandIn(generation=request.param) as stand_in:
        project = stand_in.add_project(PROJECT, labels=["bug"])
        stand_in.groups["group/sub/team"] = ("mia", "rita")
        yield stand_in
        assert project.issues == []


def drafted(problem: str, summary: str, steps: list[str], edit: Edit | None) -> Draft:
    said: dict[str, tuple[str, ...]] = {
        "summary": (summary,),
        "problem": (problem,),
        "impact": ("stopped",),
        "system": ("views",),
        "instance": ("global",),
        "workaround": (problem[::-1] or "none",),
        "since": (" ".join(steps),),
    }
    request = Request(
        id="talk1",
        reference="gi7f3a9c2e41b8d6055aa1c0ff",
        messages=(problem,),
        intent=IntentId("fix"),
        answers=MappingProxyType({name: Answer(values=values) for name, values in said.items()}),
        template=TEMPLATE,
        edit=edit,
        started=NOW,
    )
    intent = the_catalogue().intent(IntentId("fix"))
    assert intent is not None
    catalogue = the_catalogue()
    trackers = tuple(replace(tracker, template="Fix") for tracker in catalogue.trackers)
    made = make_draft(request, intent, replace(catalogue, trackers=trackers))
    return edited_draft(made, request) if edit else made


TEXT = HOSTILE.filter(lambda text: bool(clean(text).strip()))


@HERE
@given(
    problem=TEXT,
    summary=TEXT,
    steps=st.lists(TEXT, min_size=1, max_size=2),
    edit=st.none() | st.builds(Edit, title=TEXT, description=TEXT),
)
def test_what_reaches_the_server_runs_and_calls_no_more_than_was_shown(
    gitlab: StandIn, problem: str, summary: str, steps: list[str], edit: Edit | None
) -> None:
    draft = drafted(problem, summary, steps, edit)
    assert draft.actions == ("/label ~bug", "/assign @sam")
    if draft.problems:
        return
    fields: dict[str, Any] = {"title": draft.title, "description": draft.description}
    project = gitlab.projects[PROJECT]
    try:
        issue = gitlab.file(PROJECT, **fields)
    finally:
        project.issues.clear()
    assert sorted(issue.quick_actions_run + issue.quick_actions_refused) == sorted(draft.actions)
    shown = {name.removeprefix("@").casefold() for name in draft.mentions}
    # The stand-in knows no links that are made of bare addresses; the model of the rules' own tests does.
    called = notified(issue.description_as_sent or "")
    assert called <= shown
    # In doubt it is shown, and called it never is.
    assert not any(name == "all" or "/" in name for name in called)
    assert {name.casefold() for name in title_mentions(issue.title)} <= shown
    assert "gi7f3a9c2e41b8d6055aa1c0ff" in issue.description
