"""Answers -> the draft as it will be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from golden_drafts import GOLDEN, example_draft, expected_drafts
from hypothesis import given
from hypothesis import strategies as st

from intents.answering.answer import Answer
from intents.catalogue.model import (
    Catalogue,
    Choice,
    Condition,
    DraftPattern,
    Intent,
    IntentId,
    Kind,
    Label,
    Limits,
    Outcome,
    Question,
    TemplateUse,
    Tracker,
)
from intents.drafting.compose import editable_text, edited_draft, make_draft
from intents.drafting.draft import Draft
from intents.drafting.markdown_file import to_markdown
from intents.drafting.request import Edit, Request
from intents.drafting.safe_text import check_actions

TODAY = date(2026, 11, 24)


def question(name: str, kind: Kind = Kind.TEXT, **fields: object) -> Question:
    return Question(name=name, ask=f"{name}?", why="", kind=kind, **fields)  # type: ignore[arg-type]


QUESTIONS = (
    question("summary", Kind.LINE),
    question("what"),
    question(
        "size", Kind.CHOICE, choices=(Choice(value="s", label="Small"), Choice(value="l", label="Large"))
    ),
    question("steps", Kind.LIST, required=False),
    question("day", Kind.DATE, required=False),
    question("boss", Kind.HANDLE, required=False),
    question("groups", Kind.HANDLE, required=False, limits=Limits(groups=True, several=True)),
    question("ping", Kind.YES_NO, required=False),
    question("extra", required=False, when=Condition(all_of=(("size", ("l",)),))),
)
PATTERN = DraftPattern(
    title=("${summary}: ${extra}", "${summary}"),
    body="## What\n\n${what}\n\n## Steps\n\n${steps}\n\n## Rest\n\n- Size: ${size}\n- Day: ${day}\n\n${extra}",
    labels=(
        Label(name="size::large", when=Condition(all_of=(("size", ("l",)),))),
        Label(name="size::small"),
        Label(name="plain"),
        Label(name="plain"),
    ),
    due="day",
    assign="boss",
    mention=("groups",),
    mention_when=((Condition(all_of=(("ping", ("yes",)),)), "@team/desk"),),
    confidential_when=Condition(all_of=(("size", ("l",)),)),
)
INTENT = Intent(
    id=IntentId("order"), title="Order something", sentence="", keywords=(), examples=(), outcome=Outcome.ISSUE,
    tracker="orders", questions=QUESTIONS, draft=PATTERN,
)  # fmt: skip
TRACKER = Tracker(name="orders", project="shop/orders", template="Order")
SHOP = Catalogue(team="Shop", host="https://gitlab.example.com", trackers=(TRACKER,), intents=(INTENT,))
GIVEN = {"summary": "A desk", "what": "A desk by the window", "size": "s"}


def request(answers: Mapping[str, object] | None = None, **fields: object) -> Request:
    given = GIVEN if answers is None else {**GIVEN, **answers}
    kept = {
        name: Answer(values=value if isinstance(value, tuple) else (str(value),))
        for name, value in given.items()
    }
    return Request(
        id="r1", reference="giref1", intent=INTENT.id, answers=MappingProxyType(kept), **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def draft(answers: Mapping[str, object] | None = None, **fields: object) -> Draft:
    return make_draft(request(answers, **fields), INTENT, SHOP, today=TODAY)


def edited(title: str, text: str, **fields: object) -> Draft:
    made = request(None, edit=Edit(title=title, description=text), **fields)
    return edited_draft(make_draft(made, INTENT, SHOP, today=TODAY), made, today=TODAY)


@pytest.mark.parametrize(
    ("path", "intent", "optional"), list(expected_drafts()), ids=lambda v: getattr(v, "stem", None)
)
def test_the_drafts_of_the_default_catalogue_are_the_expected_ones(
    path: Path, intent: Intent, optional: bool
) -> None:
    assert to_markdown(example_draft(intent, optional=optional)) == path.read_text("utf-8")


def test_no_expected_draft_is_left_over() -> None:
    assert {path for path, _, _ in expected_drafts()} == set(GOLDEN.glob("*.md"))


def test_what_is_not_answered_is_left_out() -> None:
    assert draft().description == (
        "## What\n\nA desk by the window\n\n## Rest\n\n- Size: Small\n\nIntake reference: `giref1`\n"
    )


def test_what_is_still_open_is_named_and_keeps_the_draft_from_being_ready() -> None:
    asked = replace(request(), answers=MappingProxyType({"summary": Answer(values=("A desk",))}))
    made = make_draft(asked, INTENT, SHOP)
    assert made.missing == ("what", "size")
    assert "_(still open)_" in made.description
    assert not made.ready


def test_the_first_title_whose_names_are_all_answered_is_used() -> None:
    assert draft().title == "A desk"
    assert draft({"size": "l", "extra": "of oak"}).title == "A desk: of oak"
    # Its condition does not hold: the answer keeps its words and says nothing.
    assert draft({"extra": "of oak"}).title == "A desk"


def test_without_any_fitting_title_the_intents_own_is_used() -> None:
    asked = replace(request(), answers=MappingProxyType({}))
    assert make_draft(asked, INTENT, SHOP).title == "Order something"


def test_a_title_that_is_too_long_is_reported_and_never_cut() -> None:
    made = draft({"summary": "x" * 256})
    assert made.title == "x" * 256
    assert made.problems == ("The title has 256 characters; GitLab takes 255. Edit it to be shorter.",)
    assert draft({"summary": "x" * 255}).problems == ()


def test_an_empty_title_is_a_problem() -> None:
    assert edited("  ", "Text").problems == (
        "The title is empty. Edit it: one line that says what this is about.",
    )


def test_of_one_scope_only_the_first_label_that_holds_is_put_on() -> None:
    assert draft().labels == ("size::small", "plain")
    assert draft({"size": "l"}).labels == ("size::large", "plain")


def test_due_date_assignee_and_confidentiality_come_from_the_answers() -> None:
    made = draft({"day": "2026-12-01", "boss": "@kim", "size": "l"})
    assert (made.due_date, made.assignees, made.confidential) == (date(2026, 12, 1), ("kim",), True)
    assert not draft().confidential


@pytest.mark.parametrize("used", [False, True])
def test_a_due_date_that_has_passed_meanwhile_is_a_problem(used: bool) -> None:
    asked = request({"day": "2026-11-23"}, edit=Edit(title="Mine", description="Text"))
    made = make_draft(asked, INTENT, SHOP, today=TODAY)
    made = edited_draft(made, asked, today=TODAY) if used else made
    assert made.problems == ("The due date 2026-11-23 has passed. Change it.",)


def test_whoever_is_to_be_notified_and_is_not_named_is_named_at_the_end() -> None:
    made = draft({"boss": "@kim", "groups": ("@team/a", "@lee")})
    assert "\n\ncc @team/a @lee @kim\n\nIntake reference" in made.description
    assert made.mentions == ("@team/a", "@lee", "@kim")


@pytest.mark.parametrize(("answer", "called"), [("yes", True), ("no", False)])
def test_somebody_may_be_notified_only_under_a_condition(answer: str, called: bool) -> None:
    assert ("@team/desk" in draft({"ping": answer}).mentions) is called


def test_everybody_and_groups_in_the_persons_words_are_not_called() -> None:
    made = draft({"what": "Tell @all and @team/a and @kim"})
    assert made.silenced == ("all", "team/a")
    assert made.mentions == ("@kim",)
    assert r"\@all" in made.description


def test_they_are_after_a_word_of_consent() -> None:
    made = draft({"what": "Tell @all and @team/a"}, mentions_allowed=("all",))
    assert made.silenced == ("team/a",)
    assert made.mentions == ("@all",)


def test_a_title_calls_nobody_either() -> None:
    made = draft({"summary": "Hello @all, @allison and @team/a, a@b.example"})
    assert made.title == "Hello @ all, @allison and @ team/a, a@b.example"
    assert made.mentions == ("@allison",)
    assert draft({"summary": "Hello @all"}, mentions_allowed=("all",)).title == "Hello @all"
    assert edited("Hello @all", "Text").title == "Hello @ all"
    assert edited("Hello @all", "Text").silenced == ("all",)


def test_what_a_person_types_never_runs() -> None:
    made = draft({"what": "/close\n/assign @kim", "steps": ("/label ~x", "b"), "summary": "/title x"})
    assert check_actions(made.description, ()) == ()
    assert made.problems == ()


@given(st.text(), st.text(), st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_no_text_whatever_makes_a_command(what: str, summary: str, steps: list[str]) -> None:
    made = draft(
        {"what": what or "x", "summary": summary or "x", "steps": tuple(steps)}, template="/label ~bug"
    )
    assert check_actions(made.description, ("/label ~bug",)) == ()
    text = edited(summary, f"{what}\n/close")
    assert check_actions(text.description, ()) == ()


def test_a_list_stands_as_a_list_and_a_log_as_a_fence() -> None:
    log = "2026-11-24T09:00:01Z ERROR no\n2026-11-24T09:00:02Z ERROR no\n2026-11-24T09:00:03Z ERROR @all"
    made = draft({"steps": ("Open it", "Look"), "what": log})
    assert "- Open it\n- Look" in made.description
    assert f"```\n{log}\n```" in made.description


def test_the_templates_actions_stand_last_in_a_paragraph_of_their_own() -> None:
    made = draft(template="## What\n\n## Sign-off\n\n/label ~bug\n/confidential\n")
    assert made.actions == ("/label ~bug", "/confidential")
    assert made.description.endswith("Intake reference: `giref1`\n\n/label ~bug\n/confidential\n")
    assert made.notes == ("The project's template has a section that is not answered: Sign-off",)


def test_only_the_actions_are_taken_where_the_catalogue_says_so() -> None:
    shop = replace(SHOP, trackers=(replace(TRACKER, use_template=TemplateUse.ACTIONS),))
    made = make_draft(request(template="## Theirs\n\n/label ~bug"), INTENT, shop)
    assert "Theirs" not in made.description
    assert made.actions == ("/label ~bug",)


@pytest.mark.parametrize("change", [{"use_template": TemplateUse.IGNORE}, {"template": ""}])
def test_a_template_that_is_not_this_trackers_business_changes_nothing(change: dict[str, object]) -> None:
    shop = replace(SHOP, trackers=(replace(TRACKER, **change),))  # type: ignore[arg-type]
    made = make_draft(request(template="## Theirs\n\n/label ~bug"), INTENT, shop)
    assert (made.actions, made.notes) == ((), ())
    assert "Theirs" not in made.description


def test_a_template_that_could_not_be_read_is_told_of() -> None:
    assert draft(template="").notes == (
        "The project's template Order could not be read; our own layout is used.",
    )
    assert draft(template=None).notes == ()


def test_the_persons_own_text_is_theirs_markdown_and_all() -> None:
    made = edited("My title", "# Mine\n\n- a **list**\n\n`@all`")
    assert made.title == "My title"
    assert made.description == "# Mine\n\n- a **list**\n\n`@all`\n\nIntake reference: `giref1`\n"


def test_an_edit_gives_back_what_was_handed_out() -> None:
    made = draft(template="/label ~a\n/label ~ab")
    text = editable_text(made)
    assert "Intake reference" not in text
    assert "/label" not in text
    again = edited(made.title, text, template="/label ~a\n/label ~ab")
    assert again.description == made.description


def test_a_reference_left_in_an_edited_text_does_not_stand_there_twice() -> None:
    made = edited("Mine", "Text\n\nIntake reference: `giold`\n")
    assert made.description == "Text\n\nIntake reference: `giref1`\n"


def test_a_moved_project_takes_the_issue() -> None:
    assert draft(project="new/place").project == "new/place"


def test_an_intent_without_an_issue_has_no_draft() -> None:
    with pytest.raises(ValueError, match="ends in no issue"):
        make_draft(request(), replace(INTENT, draft=None), SHOP)


NAMED = "Stands as plain text and does nothing in GitLab: "


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("open it\n/close\n/label ~Urgent", "/close, /label ~Urgent."),
        ("a\r/close", "/close."),
        ("/cc @kim\n/a\n/b\n/c\n/d", "/cc @kim, /a, /b and 2 more."),
        ("/label " + "~long " * 20, "/label."),
        ("see /etc/hosts\n/etc/hosts\n /close\n- /close\nand/or", ""),
    ],
)
def test_lines_that_gitlab_would_have_run_are_named(typed: str, named: str) -> None:
    """Whoever meant them must know that they do nothing."""
    for made in (draft({"what": typed}, template="/label ~bug"), edited("Mine", typed)):
        notes = [note for note in made.notes if note.startswith(NAMED)]
        assert ([note.removeprefix(NAMED) for note in notes] == [named]) if named else notes == []
    assert draft({"what": typed}, template="/label ~bug").actions == ("/label ~bug",)


def test_what_a_draft_was_only_feared_to_call_is_not_called_by_an_edit() -> None:
    """Where a text is in doubt it is said to call somebody; a text of one's own calls nobody the more for that."""
    made = replace(draft(), mentions=("@all", "@group/sub", "@kim"))
    mine = request(edit=Edit(title="Mine @all", description="cc @all, @group/sub and @kim"))
    after = edited_draft(made, mine)
    assert set(after.mentions) == {"@kim"}
    assert set(after.silenced) == {"all", "group/sub"}


def test_a_group_that_the_catalogue_wants_notified_may_stand_in_an_edit() -> None:
    made = draft({"ping": "yes"})
    assert made.calls == ("@team/desk",)
    mine = request({"ping": "yes"}, edit=Edit(title="Mine", description="cc @team/desk"))
    assert edited_draft(made, mine).mentions == ("@team/desk",)
