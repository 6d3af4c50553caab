"""Secrets and personal data at the draft: how firmly they are named, how they are hidden, and how that is undone."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from talking import NOW, TODAY, connection, reading_of, the_catalogue

from intents.answering.answer import Answer
from intents.catalogue.model import IntentId
from intents.drafting.request import Edit, Request
from intents.keeping.record import from_json, to_json
from intents.talk.desk import Desk
from intents.talk.effects import ReadTemplate, SaveRequest
from intents.talk.events import Chosen, Said, Stamp, TemplateRead, WentBack
from intents.talk.showing import prompt_for
from intents.talk.states import Asking, ChangingAnswer, Reviewing, State
from intents.talk.step import step
from intents.talk.turn import Turn

STAMP = Stamp(now=NOW, id="next", reference="ginext")
TOKEN = "glpat-not-a-real-token"
SAID = {
    "summary": "The view is broken",
    "problem": f"Since today\ntoken {TOKEN}\nand mia@customer.example",
    "impact": "stopped",
    "system": "views",
    "instance": "global",
}
LEAKING = Request(
    id="talk1",
    reference="giref1",
    messages=("the view is broken",),
    intent=IntentId("fix"),
    answers=MappingProxyType({name: Answer(values=(value,), words=value) for name, value in SAID.items()}),
    started=NOW,
)
PROJECT = the_catalogue().tracker_of(the_catalogue().intent(IntentId("fix")))  # type: ignore[arg-type]


def desk(link: str = "gitlab") -> Desk:
    return Desk(
        catalogue=the_catalogue(),
        read=lambda _messages: reading_of({"confirm": "fix"}),
        connection=connection(link),
    )


def reviewed(request: Request = LEAKING, link: str = "gitlab") -> Turn:
    return step(ChangingAnswer(request=request), WentBack(), desk(link), STAMP)


def warnings(state: State) -> str:
    assert isinstance(state, Reviewing)
    return "\n".join(state.warnings)


def ids(state: State) -> list[str]:
    return [option.id for option in prompt_for(state, desk(), TODAY).options]


def test_a_draft_that_holds_a_secret_asks_who_may_read_the_project() -> None:
    assert PROJECT is not None
    assert reviewed().effects == (ReadTemplate(project=PROJECT.project, name=""),)
    harmless = replace(LEAKING, answers=MappingProxyType({**LEAKING.answers, "problem": Answer(values=("It is empty today",), words="")}))  # fmt: skip
    assert reviewed(harmless).effects == ()
    assert reviewed(link="none").effects == reviewed(link="practice").effects == ()


@pytest.mark.parametrize(
    ("public", "secret", "person"),
    [
        (True, "This project is public: anybody on the internet could use it", "This project is public: anybody"),
        (False, "Everybody who can read this project could use it.", "If it is a customer's"),
        (None, "This project may be public: anybody on the internet could use it", "This project may be public"),
    ],
)  # fmt: skip
def test_what_is_known_of_the_project_decides_how_firmly_it_is_said(
    public: bool | None, secret: str, person: str
) -> None:
    state = reviewed().state
    assert "may be public" in warnings(state)
    assert PROJECT is not None
    known = step(state, TemplateRead(text=None, project=PROJECT.project, public=public), desk(), STAMP).state
    first, second = warnings(known).split("\n")
    assert first.startswith("Line 4 holds what looks like a GitLab access token.")
    assert secret in first
    assert second.startswith("Line 5 holds what looks like a mail address.")
    assert person in second


def test_the_answer_for_another_project_changes_nothing() -> None:
    state = reviewed().state
    assert (
        step(state, TemplateRead(text=None, project="else/where", public=False), desk(), STAMP).state == state
    )


def test_what_came_with_the_template_is_not_asked_again() -> None:
    """Read ahead while the questions are still asked."""
    asking = Asking(request=replace(LEAKING, intent=IntentId("calendly")), question="action")
    tracker = the_catalogue().tracker_of(the_catalogue().intent(IntentId("calendly")))  # type: ignore[arg-type]
    assert tracker is not None
    read = TemplateRead(text="## Macro\n", project=tracker.project, name=tracker.template, public=True)
    state = step(asking, read, desk(), STAMP).state
    assert state.request is not None
    assert (state.request.template, state.request.public) == ("## Macro\n", True)


def test_practice_is_nobodys_to_read_and_so_is_what_is_confidential() -> None:
    assert "public" not in warnings(reviewed(link="practice").state)
    state = reviewed(replace(LEAKING, public=True)).state
    assert isinstance(state, Reviewing)
    from intents.talk.reviewing import draft_warnings

    assert "public" not in "".join(draft_warnings(replace(state.draft, confidential=True), public=True))


def test_who_may_read_it_is_asked_anew_for_a_request_that_comes_from_the_disk() -> None:
    assert from_json(to_json(replace(LEAKING, public=False))).public is None


def test_one_choice_hides_all_and_another_undoes_it() -> None:
    shown = reviewed().state
    # First, so that a quick Enter hides and does not publish.
    assert ids(shown)[0] == "mask"
    hidden = step(shown, Chosen(option="mask"), desk(), STAMP)
    assert isinstance(hidden.state, Reviewing)
    assert hidden.state.warnings == ()
    assert TOKEN not in hidden.state.draft.description + hidden.state.draft.title
    assert "customer.example" not in hidden.state.draft.description
    assert "unmask" in ids(hidden.state)
    assert ids(hidden.state)[0] == "file"
    back = step(hidden.state, Chosen(option="unmask"), desk(), STAMP)
    assert isinstance(back.state, Reviewing)
    assert TOKEN in back.state.draft.description
    assert back.state.request.edit is None
    assert back.effects[0] == SaveRequest(request=back.state.request)
    assert ids(back.state)[0] == "mask"
    assert "unmask" not in ids(back.state)


def test_undoing_brings_back_a_text_of_ones_own_whole() -> None:
    own = Edit(title="Broken view", description=f"My words, {TOKEN}, and more")
    shown = reviewed(replace(LEAKING, edit=own)).state
    hidden = step(shown, Chosen(option="mask"), desk(), STAMP).state
    assert isinstance(hidden, Reviewing)
    assert hidden.draft.description.startswith("My words, [secret removed], and more")
    back = step(hidden, Said(text="undo the hiding"), desk(), STAMP).state
    assert isinstance(back, Reviewing)
    assert back.request.edit == own


def test_what_becomes_known_of_the_project_takes_no_undo_away() -> None:
    hidden = step(reviewed().state, Chosen(option="mask"), desk(), STAMP).state
    assert PROJECT is not None
    known = step(hidden, TemplateRead(text=None, project=PROJECT.project, public=True), desk(), STAMP).state
    assert "unmask" in ids(known)
    back = step(known, Chosen(option="unmask"), desk(), STAMP).state
    assert "This project is public" in warnings(back)


def test_a_project_that_is_public_with_issues_for_members_only_is_not_called_public() -> None:
    from gitlab_stand_in import StandIn

    from intents.filing.gitlab_tracker import GitLabTracker
    from intents.filing.tracker import Project

    with StandIn.for_projects(["group/open", "group/closed"]) as gitlab:
        gitlab.projects["group/closed"].issues_access_level = "private"
        tracker = GitLabTracker(gitlab.url, gitlab.token)
        found = [tracker.find_project(path) for path in ("group/open", "group/closed")]
    assert [project.public for project in found if isinstance(project, Project)] == [True, False]
