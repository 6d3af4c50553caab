"""What was asked for against what is stored: each loss has its sentence, and nothing is said of what GitLab always cuts."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from filing_scene import PATH, REFERENCE, draft_of, tracker_for
from gitlab_stand_in import StandIn
from hypothesis import given
from hypothesis import strategies as st

from intents.filing.comparing import losses
from intents.filing.tracker import Filed, Project, Receipt

DRAFT = draft_of(
    labels=("bug", "portal"), due_date=date(2026, 12, 1), confidential=True, assignees=("mia", "sam")
)
URL = "https://gitlab.example.com/group/project/-/issues/6"


def _receipt(**given: Any) -> Receipt:
    whole = Receipt(
        project=PATH,
        iid=6,
        url=URL,
        reference=f"{PATH}#6",
        title=DRAFT.title,
        description=DRAFT.description,
        labels=DRAFT.labels,
        due_date=DRAFT.due_date,
        confidential=True,
        assignees=DRAFT.assignees,
    )
    return replace(whole, **given)


def test_nothing_is_said_when_all_is_there() -> None:
    assert losses(DRAFT, _receipt()) == ()


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        (
            {"confidential": False},
            f"Attention: it was to be confidential, and it is public. Make it confidential now: {URL}",
        ),
        ({"title": "Broken"}, "The title was stored as “Broken”."),
        ({"description": "x"}, "The stored text differs from what was sent. Please look at it there."),
        ({"labels": ("bug",)}, "Not set, you may lack the right: label portal. Ask in the issue."),
        ({"labels": ()}, "Not set, you may lack the right: labels bug, portal. Ask in the issue."),
        ({"due_date": None}, "The due date 2026-12-01 was not set. Ask for it in the issue."),
        ({"due_date": date(2026, 12, 2)}, "The due date 2026-12-01 was not set. Ask for it in the issue."),
        ({"assignees": ("mia",)}, "Not assigned: @sam. The text names them all the same."),
    ],
)
def test_each_loss_is_said_in_one_sentence(lost: dict[str, Any], sentence: str) -> None:
    assert losses(DRAFT, _receipt(**lost)) == (sentence,)


def test_a_lost_confidential_comes_first() -> None:
    said = losses(DRAFT, _receipt(confidential=False, labels=(), title="Broken"))
    assert len(said) == 3
    assert said[0].startswith("Attention")


def test_more_than_was_asked_for_is_no_loss() -> None:
    more = _receipt(labels=("Bug", "portal", "support"), assignees=("mia", "SAM", "kim"))
    assert losses(DRAFT, more) == ()
    assert losses(draft_of(), _receipt(description=draft_of().description)) == ()


def test_what_gitlab_is_known_to_cut_is_no_loss(gitlab: StandIn) -> None:
    actions = ("/label ~bug", "/assign @mia", "/unknown_action", "/cc @kim")
    body = f"# A\r\n\nline   \n\tcode\t\n\n\n\nmore\n\nIntake reference: `{REFERENCE}`\n\n"
    draft = draft_of(description=body + "\n".join(actions) + "\n", actions=actions)
    tracker = tracker_for(gitlab)
    project = tracker.find_project(PATH)
    assert isinstance(project, Project)
    result = tracker.file(draft, project)
    assert isinstance(result, Filed)
    assert "/label" not in gitlab.issue(PATH, 1).description
    assert result.receipt.losses == ()


@given(st.text(st.characters(codec="utf-8", exclude_characters="/"), max_size=80))
def test_a_changed_word_is_noticed_whatever_the_text(word: str) -> None:
    text = draft_of().description + word
    changed = draft_of().description + word + "x"
    draft = draft_of(description=text)
    assert losses(draft, _receipt(description=text)) == ()
    assert losses(draft, _receipt(description=changed)) != ()
