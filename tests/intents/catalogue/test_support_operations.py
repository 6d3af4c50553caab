"""The catalogue that comes with the program: it has no faults, and it follows the team's process to the letter."""

from __future__ import annotations

import re
from datetime import date
from itertools import product

import pytest

from intents.answering.answer import Answer, applicable
from intents.answering.kinds import example_of, read_answer
from intents.answering.reading import Accepted, Surroundings
from intents.catalogue import check_catalogue, packaged_catalogue, read_catalogue
from intents.catalogue.model import Actor, Intent, Kind, Outcome, Question
from intents.catalogue.question_checks import offered

CATALOGUE = read_catalogue(packaged_catalogue())
OPS = "gitlab-com/support/support-ops"
INTENTS: dict[str, Intent] = {intent.id: intent for intent in CATALOGUE.intents}


def ways(intent: Intent) -> list[dict[str, Answer]]:
    """Every way through the choices that conditions look at."""
    named = {name for q in intent.questions if q.when for name, _ in q.when.all_of}
    deciding = [q for q in intent.questions if q.name in named]
    values = [[v for v in offered(q) if v not in stopping(q)] for q in deciding]
    return [
        {q.name: Answer(values=(v,)) for q, v in zip(deciding, way, strict=True)} for way in product(*values)
    ]


def stopping(question: Question) -> set[str]:
    return {choice.value for choice in question.choices if choice.ends or choice.moves_to}


def test_it_has_no_faults() -> None:
    assert check_catalogue(packaged_catalogue()) == ()


def test_the_nine_categories_stand_in_the_order_of_the_process() -> None:
    assert list(INTENTS) == [
        "portal_change",
        "general_question",
        "calendly",
        "propose_change",
        "fix",
        "macros_global",
        "macros_federal",
        "team_page",
        "everything_else",
    ]


@pytest.mark.parametrize(
    ("id", "project", "template"),
    [
        ("calendly", f"{OPS}/other-software/calendly", "Schedule update request"),
        ("propose_change", "gitlab-com/support/support-team-meta", "Requested Change"),
        ("fix", f"{OPS}/support-ops-project", ""),
        ("macros_global", f"{OPS}/zendesk-global/macros", ""),
        ("macros_federal", f"{OPS}/zendesk-us-federal", "Macros"),
        ("team_page", "gitlab-com/support/team", ""),
        ("everything_else", f"{OPS}/support-ops-project", ""),
    ],
)
def test_an_issue_goes_to_the_tracker_of_the_process(id: str, project: str, template: str) -> None:  # noqa: A002
    intent = INTENTS[id]
    tracker = CATALOGUE.tracker_of(intent)
    assert intent.outcome is Outcome.ISSUE
    assert tracker is not None
    assert (tracker.project, tracker.template) == (project, template)


def test_two_categories_end_without_an_issue() -> None:
    assert INTENTS["portal_change"].outcome is Outcome.INSTRUCTIONS
    question = INTENTS["general_question"]
    assert question.outcome is Outcome.LINK
    assert question.link == "https://gitlab.slack.com/archives/C018ZGZAMPD"
    assert {"calendly", "propose_change", "fix", "macros_global", "macros_federal"} < set(question.leads_to)


@pytest.mark.parametrize(
    ("id", "actors"),
    [
        ("portal_change", "requester team"),
        ("general_question", "requester team"),
        ("calendly", "requester requester requester manager manager team team"),
        (
            "propose_change",
            "requester requester manager manager team team requester team team requester",
        ),
        ("fix", "requester team requester"),
        ("macros_global", "requester team manager"),
        ("macros_federal", "requester team manager"),
        ("team_page", "requester team"),
        ("everything_else", "requester team"),
    ],
)
def test_the_steps_are_those_of_the_flowchart(id: str, actors: str) -> None:  # noqa: A002
    assert [step.who for step in INTENTS[id].steps] == [Actor(word) for word in actors.split()]


def test_what_filing_does_is_done_and_somebody_acts_next() -> None:
    next_actor: dict[str, Actor] = {}
    for intent in CATALOGUE.intents:
        done = [step.done for step in intent.steps]
        assert done == sorted(done, reverse=True), "a step that is done stands behind one that is not"
        assert any(done) is (intent.outcome is Outcome.ISSUE)
        next_actor[intent.id] = next(step.who for step in intent.steps if not step.done)
    assert next_actor["calendly"] is Actor.MANAGER
    assert next_actor["propose_change"] is Actor.MANAGER
    assert next_actor["fix"] is Actor.TEAM
    assert next_actor["macros_global"] is Actor.TEAM


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("portal_change", "do not reply|sla clock|never modify a user's access|never edit the organization"),
        ("calendly", "do not ping support operations. ping your manager"),
        ("propose_change", "do not create an issue in the trackers of support operations"),
        ("fix", "do not use it for improvements or changes"),
        ("macros_federal", "do not paste customer content"),
    ],
)
def test_what_the_requester_must_not_do_is_said(id: str, words: str) -> None:  # noqa: A002
    said = " ".join(INTENTS[id].never).casefold()
    assert all(part in said for part in words.split("|"))


def test_calendly_calls_the_manager_and_not_support_operations() -> None:
    draft = INTENTS["calendly"].draft
    assert draft is not None
    assert (draft.assign, draft.mention, draft.mention_when) == ("manager", ("manager",), ())
    manager = INTENTS["calendly"].question("manager")
    assert manager is not None
    assert manager.required
    assert manager.limits.not_me
    assert not manager.limits.groups


def test_personal_calendly_settings_end_the_talk() -> None:
    change = INTENTS["calendly"].question("change")
    personal = change.choice("personal") if change else None
    assert personal is not None
    assert "cannot change your personal Calendly settings" in personal.ends


def test_a_proposal_has_a_due_date_and_approvers_and_calls_the_team_only_when_asked() -> None:
    propose = INTENTS["propose_change"]
    assert propose.draft is not None
    assert propose.draft.due == "due"
    assert propose.draft.mention == ("approvers", "teams")
    ((condition, handle),) = propose.draft.mention_when
    assert handle == f"@{OPS}"
    assert condition.all_of == (("ops_now", ("yes",)),)
    required = {q.name for q in propose.questions if q.required}
    assert {"due", "approvers"} <= required
    assert f"`@{OPS}`" in propose.draft.body, "shown in back-ticks, so that it calls nobody yet"


def test_an_improvement_that_is_reported_as_broken_becomes_a_proposal() -> None:
    fix = INTENTS["fix"]
    impact = fix.question("impact")
    better = impact.choice("better") if impact else None
    assert better is not None
    assert better.moves_to == "propose_change"
    shared = {q.name for q in fix.questions} & {q.name for q in INTENTS["propose_change"].questions}
    assert {"summary", "problem", "instance"} <= shared, "what was answered is kept by its name"


def test_a_fix_needs_no_manager() -> None:
    assert not [q for q in INTENTS["fix"].questions if q.kind is Kind.HANDLE]


SEVERITY = {
    "triggers": "Urgent Urgent High High",
    "sync": "Urgent Urgent High High",
    "views": "Urgent High High Normal",
    "on_call": "Urgent High High Normal",
    "apps": "High High Normal Low",
    "team_page": "High High Normal Low",
    "macros": "Normal Normal Low Low",
    "accounts": "Normal Normal Low Low",
    "other": "Missing Missing Missing Missing",
}


@pytest.mark.parametrize("system", SEVERITY)
def test_the_priority_of_a_fix_follows_from_system_and_impact(system: str) -> None:
    from intents.answering.answer import holds

    draft = INTENTS["fix"].draft
    assert draft is not None
    found = []
    for impact in ("customers", "stopped", "impaired", "inconvenience"):
        answers = {"system": Answer(values=(system,)), "impact": Answer(values=(impact,))}
        labels = [label.name for label in draft.labels if holds(label.when, answers)]
        first = next(name for name in labels if name.startswith("Support-Ops-Priority::"))
        found.append(first.rpartition("::")[2])
    assert " ".join(found) == SEVERITY[system]


def test_issues_for_the_operations_trackers_carry_all_four_labels() -> None:
    for id in ("calendly", "fix", "macros_global", "macros_federal", "everything_else"):  # noqa: A001
        draft = INTENTS[id].draft
        assert draft is not None
        always = {label.name for label in draft.labels if label.when is None}
        scopes = {name.rpartition("::")[0] for name in always}
        assert {"Support-Ops-Category", "Support-Ops-Priority"} <= scopes
        assert "SupportOps::To Do" in always
    proposal = INTENTS["propose_change"].draft
    page = INTENTS["team_page"].draft
    assert proposal is not None
    assert page is not None
    assert [(label.name, label.when is not None) for label in proposal.labels] == [
        ("Manager Attention", True)
    ]
    assert page.labels == ()


@pytest.mark.parametrize("id", INTENTS)
def test_nobody_is_asked_more_than_five_required_questions_on_any_way(id: str) -> None:  # noqa: A002
    intent = INTENTS[id]
    for way in ways(intent):
        required = [q.name for q in applicable(intent, way) if q.required]
        assert len(required) <= 5, way


@pytest.mark.parametrize("id", INTENTS)
def test_every_question_says_why_and_its_example_is_taken_as_it_stands(id: str) -> None:  # noqa: A002
    for question in INTENTS[id].questions:
        assert question.why
        assert question.example
        for today in (date(2027, 2, 26), date(2027, 2, 27), date(2028, 12, 31)):
            around = Surroundings(today=today, ticket_hosts=CATALOGUE.ticket_hosts)
            assert isinstance(read_answer(question, question.example, around), Accepted)
            assert example_of(question, today) == question.example


def test_an_approval_is_never_taken_over_from_a_message() -> None:
    asked = (("calendly", "ready"), ("propose_change", "ops_now"), ("portal_change", "so_far"))
    for intent, name in asked:
        question = INTENTS[intent].question(name)
        assert question is not None
        assert question.answered_by.never


def test_no_single_person_is_named() -> None:
    text = packaged_catalogue().read_text(encoding="utf-8")
    known = {"@gitlab-com/support/support-ops", "@your-manager", "@approving-manager", "@your-name"}
    invented = {"@kim-example", "@example-group/sales"}
    assert set(re.findall(r"@[\w/-]+", text)) <= known | invented


def test_what_belongs_elsewhere_has_a_way_on_when_it_is_known() -> None:
    places = {place.id: place for place in CATALOGUE.elsewhere}
    assert places["out_of_scope"].text == "", "greetings and nonsense are asked again instead"
    assert "STAR" in places["out_of_scope_ticket"].text
    assert places["out_of_scope_access"].link.startswith(
        "https://gitlab.com/gitlab-com/team-member-epics/access-requests/"
    )
    assert all(place.examples and place.title for place in places.values())
