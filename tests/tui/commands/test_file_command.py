"""`intake file`: each outcome with its exit code, and every intent by its own examples."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from gitlab_stand_in import FOREVER, Role, StandIn

from intents.catalogue.model import Catalogue
from intents.catalogue.reader import read_catalogue
from intents.drafting.request import Stage
from intents.keeping.requests import RequestStore

from .conftest import FIX, ROOT, Intake, fixed

INTENTS = [intent.id for intent in read_catalogue(ROOT / "intents.yaml").intents]
KEYS = {"outcome", "url", "project", "iid", "reference", "draft", "problems"}
MARKER = re.compile(r"Intake reference: `(gi[0-9a-f]{24})`")


def _project(catalogue: Catalogue, intent: str = "everything_else") -> str:
    found = catalogue.intent(intent)  # type: ignore[arg-type]
    assert found is not None
    tracker = catalogue.tracker_of(found)
    assert tracker is not None
    return tracker.project


# Every intent


@pytest.mark.parametrize("intent", INTENTS)
def test_the_examples_of_an_intent_make_a_valid_request(
    connected: Intake, gitlab: StandIn, intent: str
) -> None:
    described = connected("intents", intent, "--json").json
    answers: list[str] = []
    for question in described["questions"]:
        example = question["example"] or question["choices"][0]["value"]
        answers += ["--answer", f"{question['name']}={example}"]
    dry = connected("file", "--intent", intent, *answers, "--dry-run", "--json")
    done = connected("file", "--intent", intent, *answers, "--json")
    assert (dry.code, done.code) == (0, 0), done.err
    if described["outcome"] != "issue":
        assert done.json["outcome"] == "answered"
        assert set(done.json) - KEYS <= {"link", "text", "instructions"}
        assert gitlab.creates == 0
        return
    assert done.json["outcome"] == "filed"
    assert done.json["problems"] == []
    issue = gitlab.issue(described["project"], done.json["iid"])
    shown: dict[str, Any] = dry.json
    assert set(shown) == {
        "title",
        "project",
        "description",
        "labels",
        "due_date",
        "confidential",
        "mentions",
        "attachments",
    }
    stored = MARKER.sub("", issue.description_as_sent or "")
    assert stored == MARKER.sub("", shown["description"])
    assert stored.strip() != ""
    assert issue.title == shown["title"]
    assert issue.labels == sorted(shown["labels"])
    assert (issue.due_date, issue.confidential) == (shown["due_date"], shown["confidential"])
    assert {"@" + name for name in issue.mentions} <= set(shown["mentions"])
    assert issue.quick_actions_run == []


# Each outcome


def test_filed_is_0_with_all_of_the_issue(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue, store: RequestStore
) -> None:
    said = connected(*fixed("--json"))
    project = _project(catalogue)
    issue = gitlab.issue(project, 1)
    assert said.code == 0
    assert said.json == {
        "outcome": "filed",
        "url": f"{gitlab.url}/{project}/-/issues/1",
        "project": project,
        "iid": 1,
        "reference": f"{project}#1",
        "draft": None,
        "problems": [],
    }
    assert MARKER.search(issue.description)
    assert store.unfinished() == ()
    assert [request.stage for request in store.done()] == [Stage.FILED]


def test_filed_without_json_prints_reference_and_link_and_the_rest_beside(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue
) -> None:
    said = connected(*FIX)
    project = _project(catalogue)
    assert said.code == 0
    assert said.out == f"{project}#1\n{gitlab.url}/{project}/-/issues/1\n"
    assert "now" in said.err


def test_what_was_lost_is_a_problem_of_a_filed_request(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_TOKEN", gitlab.tokens["gus"].value)
    gitlab.projects[_project(catalogue)].drops[Role.GUEST] = frozenset({"confidential", "labels"})
    said = connected(*fixed("--answer", "private=yes", "--json"))
    assert (said.code, said.json["outcome"]) == (0, "filed")
    problems = [problem["problem"] for problem in said.json["problems"]]
    assert problems[0].startswith("Attention: it was to be confidential, and it is public.")
    assert said.json["url"] in problems[0]


def test_answered_is_0_and_needs_neither_token_nor_network(intake: Intake, store: RequestStore) -> None:
    said = intake("file", "--intent", "general_question", "--answer", "question=Who owns the tags?", "--json")
    assert (said.code, said.json["outcome"]) == (0, "answered")
    assert said.json["link"].startswith("https://")
    assert "Who owns the tags?" in said.json["text"]
    told = intake("file", "--intent", "portal_change", "--answer", "so_far=replied", "--json")
    assert (told.code, told.json["outcome"]) == (0, "answered")
    assert "1. " in told.json["instructions"]
    assert "SLA clock" in told.json["instructions"]
    assert store.unfinished() == ()


def test_an_answer_that_ends_the_flow_is_answered_too(connected: Intake, gitlab: StandIn) -> None:
    said = connected("file", "--intent", "calendly", "--answer", "change=personal", "--json")
    assert (said.code, said.json["outcome"]) == (0, "answered")
    assert said.json["instructions"]
    assert gitlab.requests == []


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("401-expired", "The token has expired."),
        ("403-insufficient-scope", "The token may read, but not file issues."),
        ("409-captcha", "wants a captcha"),
        ("400-spam", "GitLab took this for spam"),
        ("rate-limited", "Try again in 7 seconds."),
        ("rate-limited-until", "Try again in 7 seconds."),
        ("rate-limited-no-header", "Try again in a minute."),
        ("413-html", "too large"),
    ],
)
def test_refused_is_1_and_the_draft_is_kept(
    connected: Intake, gitlab: StandIn, store: RequestStore, fault: str, sentence: str
) -> None:
    gitlab.fail(fault, on="create")
    said = connected(*fixed("--json"))
    assert (said.code, said.json["outcome"]) == (1, "refused")
    assert sentence in said.json["problems"][0]["problem"]
    (kept,) = store.unfinished()
    assert (said.json["draft"], kept.stage) == (kept.id, Stage.READY)
    assert kept.answers["summary"].values == ("Export of all tickets",)
    again = connected("send", kept.id, "--json")
    assert (again.code, again.json[0]["outcome"]) == (0, "filed")


@pytest.mark.parametrize("fault", ["captive-portal", "redirect-elsewhere", "503-html-before-storing"])
def test_not_reached_is_3_and_the_draft_is_kept(
    connected: Intake, gitlab: StandIn, store: RequestStore, fault: str
) -> None:
    gitlab.fail(fault, on=["project", "user"], times=FOREVER)
    said = connected(*fixed("--json"))
    assert (said.code, said.json["outcome"]) == (3, "not_reached")
    assert [said.json["draft"]] == [request.id for request in store.unfinished()]
    assert gitlab.creates == 0
    assert gitlab.elsewhere == []


def test_nobody_there_is_3(connected: Intake, gitlab: StandIn) -> None:
    gitlab.fail("refuse-connection")
    said = connected(*fixed("--json"))
    assert (said.code, said.json["outcome"]) == (3, "not_reached")
    plain = connected(*FIX)
    assert (plain.code, plain.out) == (3, "")
    assert re.search(r"can't be reached\. .*\nKept as [a-z0-9]{6}\.\n", plain.err)


@pytest.mark.parametrize("fault", ["drop-after-storing", "500-before-storing", "garbled-answer"])
def test_unknown_is_4_and_the_next_send_finds_it_or_not(
    connected: Intake, gitlab: StandIn, store: RequestStore, catalogue: Catalogue, fault: str
) -> None:
    gitlab.fail(fault, on="create")
    said = connected(*fixed("--json"))
    assert (said.code, said.json["outcome"]) == (4, "unknown")
    (kept,) = store.unfinished()
    assert (said.json["draft"], kept.stage) == (kept.id, Stage.SENDING)
    stored = len(gitlab.issues(_project(catalogue)))
    looked = connected("send", kept.id, "--json")
    assert looked.json[0]["outcome"] == ("filed" if stored else "unknown")
    assert gitlab.creates == 1


def test_kept_is_3_without_a_token(intake: Intake, store: RequestStore) -> None:
    said = intake(*fixed("--json"))
    assert (said.code, said.json["outcome"]) == (3, "kept")
    assert [said.json["draft"]] == [request.id for request in store.unfinished()]
    assert "GITLAB_TOKEN" in said.json["problems"][0]["problem"]


def test_the_practice_tracker_takes_it_and_nothing_leaves(
    connected: Intake, gitlab: StandIn, place: Path
) -> None:
    said = connected(*fixed("--practice", "--json"))
    assert (said.code, said.json["outcome"]) == (0, "filed")
    assert said.json["url"].startswith("file:///")
    assert Path(said.json["url"].removeprefix("file://")).is_relative_to(place)
    assert gitlab.requests == []


# Wrong answers


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_sent(
    connected: Intake, gitlab: StandIn, store: RequestStore
) -> None:
    said = connected(
        "file",
        "--intent=calendly",
        "--answer=change=add",
        "--answer=page=not a link",
        "--answer=from=the day after never",
        "--answer=colour=blue",
        "--answer=manager",
        "--json",
    )
    assert (said.code, said.json["outcome"]) == (2, "refused")
    problems = {problem["answer"]: problem["problem"] for problem in said.json["problems"]}
    assert set(problems) == {"page", "from", "colour", "manager", "events"}
    assert "has no question 'colour'" in problems["colour"]
    assert "NAME=VALUE" in problems["manager"]
    assert gitlab.requests == []
    assert store.unfinished() == ()
    plain = connected("file", "--intent", "calendly")
    assert (plain.code, plain.out) == (2, "")
    assert plain.err.startswith("change: It is needed: ")


def test_an_intent_that_is_not_there_names_the_nearest(intake: Intake) -> None:
    said = intake("file", "--intent", "calendy", "--json")
    assert said.code == 2
    assert said.json["problems"] == [
        {"answer": "intent", "problem": "There is no intent 'calendy'. Did you mean calendly?"}
    ]


def test_a_title_that_is_too_long_is_a_bad_answer(connected: Intake, gitlab: StandIn) -> None:
    said = connected(*fixed("--title", "x" * 256, "--json"))
    assert said.code == 2
    assert said.json["problems"][0]["answer"] == "title"
    assert "256 characters" in said.json["problems"][0]["problem"]
    assert gitlab.creates == 0


def test_a_catalogue_with_faults_is_one_object_too(intake: Intake, place: Path) -> None:
    broken = place / "broken.yaml"
    broken.write_text("catalogue: 1\nteam: x\n")
    said = intake(*fixed("--catalogue", str(broken), "--json"))
    assert (said.code, said.json["outcome"]) == (1, "refused")
    assert str(broken) in said.json["problems"][0]["problem"]


def test_flags_that_make_no_sense_are_2(intake: Intake) -> None:
    assert intake("file").code == 2
    assert intake("file", "--intent").code == 2
    assert intake(*fixed("--jsn")).code == 2


# What is sent


def test_a_dry_run_prints_the_text_and_sends_nothing(connected: Intake, gitlab: StandIn) -> None:
    said = connected(*fixed("--dry-run"))
    assert said.code == 0
    assert said.out.startswith("#")
    assert MARKER.search(said.out)
    assert "title: " in said.err
    assert gitlab.creates == 0


def test_a_title_of_ones_own_is_used(connected: Intake, gitlab: StandIn, catalogue: Catalogue) -> None:
    assert connected(*fixed("--title", "  Mine,\nand *mine*  ")).code == 0
    assert gitlab.issue(_project(catalogue), 1).title == "Mine, and *mine*"


def test_what_the_message_answers_need_not_be_given(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue
) -> None:
    said = connected(*fixed("--message", "see https://gitlab.zendesk.com/agent/tickets/4711", "--json"))
    assert said.code == 0
    assert "tickets/4711" in gitlab.issue(_project(catalogue), 1).description


def test_no_word_of_an_argument_acts_in_gitlab(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue
) -> None:
    hostile = "first\n/close\n/label ~Urgent\r\n/assign @mia\n@all look"
    said = connected(*fixed("--answer", f"request={hostile}", "--message", hostile, "--json"))
    assert said.code == 0
    issue = gitlab.issue(_project(catalogue), 1)
    assert issue.quick_actions_run == issue.quick_actions_refused == []
    assert issue.state == "opened"
    assert "all" not in issue.mentions


def test_the_projects_own_template_is_filled_and_its_actions_run(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue
) -> None:
    tracker = catalogue.tracker("zendesk_us_federal")
    assert tracker is not None
    gitlab.projects[tracker.project].templates[tracker.template] = "## Extra\n\nKept.\n\n/label ~macros\n"
    answers = ["action=remove", "macro=Old::One", "why=Nobody uses it."]
    flags = [flag for answer in answers for flag in ("--answer", answer)]
    said = connected("file", "--intent", "macros_federal", *flags, "--json")
    assert said.code == 0
    issue = gitlab.issue(tracker.project, 1)
    assert "## Extra\n\nKept." in issue.description
    assert issue.quick_actions_run == ["/label ~macros"]
    assert [p for p in said.json["problems"] if "text differs" in p["problem"]] == []


def test_a_moved_project_is_named_and_not_filed_in_unasked(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue
) -> None:
    gitlab.move_project(_project(catalogue), "somewhere/new")
    said = connected(*fixed("--json"))
    assert (said.code, said.json["outcome"]) == (1, "refused")
    assert "has moved to somewhere/new." in said.json["problems"][0]["problem"]
    assert gitlab.issues("somewhere/new") == []


def test_a_data_folder_that_cannot_be_does_not_stop_the_filing(
    connected: Intake, gitlab: StandIn, place: Path
) -> None:
    (place / "data").write_text("a file in the folder's place")
    said = connected(*fixed("--json"))
    assert (said.code, said.json["outcome"]) == (0, "filed")
    assert "can't be kept" in said.err
    assert gitlab.creates == 1
    gitlab.fail("403", on="create")
    assert connected(*fixed("--json")).json["draft"] is None


def test_a_token_that_is_no_token_is_refused_without_being_sent(
    connected: Intake, gitlab: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_TOKEN", "glpat-two words")
    said = connected(*fixed("--json"))
    assert (said.code, said.json["outcome"]) == (1, "refused")
    assert "two words" not in said.out + said.err
    assert gitlab.requests == []


def test_an_address_in_the_clear_is_refused(connected: Intake) -> None:
    said = connected(*fixed("--gitlab", "http://gitlab.example.com", "--json"))
    assert (said.code, said.json["outcome"]) == (1, "refused")
    assert "not encrypted" in said.json["problems"][0]["problem"]


def test_json_is_one_object_whatever_happens(connected: Intake, gitlab: StandIn) -> None:
    gitlab.fail("drop-after-storing", on="create")
    for more in ([], ["--dry-run"], ["--answer", "priority=purple"], ["--practice"]):
        said = connected(*fixed(*more, "--json"))
        assert isinstance(json.loads(said.out), dict)


def _leaking(*more: str) -> tuple[str, ...]:
    leak = "token glpat-not-real-leaked and mia@customer.example"
    return tuple(part.replace("One file, one ticket a line.", leak) for part in fixed(*more))


@pytest.mark.parametrize(
    ("visibility", "part"),
    [("public", "This project is public: anybody"), ("private", "Everybody who can read this project could")],
)
def test_secrets_are_told_of_before_it_is_sent_as_firmly_as_the_project_is_public(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue, visibility: str, part: str
) -> None:
    gitlab.projects[_project(catalogue)].visibility = visibility
    said = connected(*_leaking("--dry-run", "--json"))
    assert "look at: Line 3 holds what looks like a mail address." in said.err
    assert "holds what" not in said.out
    assert f"access token. {part}" in said.err
    assert connected(*_leaking()).code == 0
    assert gitlab.creates == 1


def test_where_nobody_can_say_who_may_read_it_it_may_be_public(intake: Intake) -> None:
    assert "This project may be public: anybody" in intake(*_leaking("--dry-run")).err
    assert "may be public" not in intake(*_leaking("--dry-run", "--practice")).err
    assert "look at" not in intake(*fixed("--dry-run")).err


ESCAPES = "\x1b]0;owned\x07\x1b[31mred\x9b1m\u202eback"


def test_what_a_server_says_steers_no_terminal(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gitlab_stand_in import shapes

    usual = shapes.issue

    def odd(*given: Any) -> dict[str, Any]:
        issue = usual(*given)
        references = {**issue["references"], "full": f"group/project#1{ESCAPES}"}
        return {**issue, "web_url": issue["web_url"] + ESCAPES, "title": ESCAPES, "references": references}

    monkeypatch.setattr(shapes, "issue", odd)
    plain, data = connected(*fixed()), connected(*fixed("--json"))
    for said in (plain, data):
        assert said.code == 0
        for letter in "\x1b\x07\x9b\u202e":
            assert letter not in said.out + said.err
    assert "red" in plain.out
    assert data.json["iid"] == 2


def test_words_of_ones_own_steer_no_terminal_either(intake: Intake) -> None:
    said = intake("file", "--intent", "everything_else", "--answer", f"no{ESCAPES}=x")
    assert said.code == 2
    assert "\x1b" not in said.err
