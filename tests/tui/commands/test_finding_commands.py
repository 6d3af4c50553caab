"""`intake route`, `intake intents` and `intake check`: what can be asked for, and what is taken for what."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from intents.answering.kinds import read_answer
from intents.answering.reading import Accepted, Surroundings
from intents.catalogue.model import Catalogue
from tui.__main__ import main
from tui.commands.output import show_json

from .conftest import ROOT, Intake, Said

SMALL = ("--catalogue", str(ROOT / "examples" / "small" / "intents.yaml"))
ORDER = "I need a map of the north pier for the open day"


@pytest.fixture
def piped(intake: Intake, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Intake:
    """Run one command with bytes on its standard input."""

    def run(*arguments: str, given: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        capsys.readouterr()
        code = main([*arguments, *SMALL])
        caught = capsys.readouterr()
        return Said(code=code, out=caught.out, err=caught.err)

    return run


# route


def test_a_result_says_what_it_is_taken_for_and_because_of_which_words(intake: Intake) -> None:
    done = intake("route", "--json", ORDER, *SMALL)
    assert (done.code, done.err) == (0, "")
    assert list(done.json) == ["text", "decision", "candidates", "requests"]
    assert done.json["text"] == ORDER
    assert done.json["decision"] in ("confirm", "choose", "rephrase")
    first = done.json["candidates"][0]
    assert list(first) == ["intent", "title", "confidence", "evidence"]
    assert (first["intent"], first["title"]) == ("new_map", "Order a map")
    assert 0 <= first["confidence"] <= 1
    assert set(first["evidence"]) <= set(ORDER.split())
    assert done.json["requests"] == [{"text": ORDER, "intent": "new_map"}]


def test_the_text_may_come_from_standard_input(piped: Intake) -> None:
    assert piped("route", "--json", given=ORDER + "\n").json["text"] == ORDER


def test_lines_are_answered_in_order_and_keep_their_other_fields(piped: Intake) -> None:
    lines = [json.dumps({"id": n, "text": ORDER, "more": {"a": [n]}}) for n in (7, 3)]
    done = piped("route", "--jsonl", given="\n\n".join(lines) + "\n")
    results = [json.loads(line) for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert [(r["id"], r["more"], r["text"]) for r in results] == [
        (7, {"a": [7]}, ORDER),
        (3, {"a": [3]}, ORDER),
    ]
    assert list(results[0]) == ["id", "text", "more", "decision", "candidates", "requests"]


def test_a_line_that_is_no_such_object_is_named_and_the_rest_goes_on(piped: Intake) -> None:
    given = 'nothing\n{"id": 2}\n{"text": 3}\n["text"]\n' + json.dumps({"id": 5, "text": ""})
    done = piped("route", "--jsonl", given=given)
    assert done.code == 1
    assert [line.split(":")[0] for line in done.err.splitlines()] == ["line 1", "line 2", "line 3", "line 4"]
    assert json.loads(done.out)["id"] == 5


def test_no_line_at_all_is_no_problem(piped: Intake) -> None:
    done = piped("route", "--jsonl")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_half_a_character_is_answered_in_json_that_can_be_read(piped: Intake) -> None:
    done = piped("route", "--jsonl", given='{"text": "a \\ud800 map"}\n')
    assert done.code == 0
    assert json.loads(done.out)["text"] == "a \ud800 map"


def test_json_can_be_written_where_few_letters_can(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    show_json({"text": "äöü ☃"}, line=True)
    narrow.seek(0)
    assert json.loads(narrow.read()) == {"text": "äöü ☃"}


def test_a_wrong_flag_is_wrong_usage(intake: Intake) -> None:
    for arguments in (
        ["route", "--nope"],
        ["route", "--json", "--jsonl", "x"],
        ["--nope"],
        ["drafts", "nope"],
    ):
        done = intake(*arguments)
        assert (done.code, done.out) == (2, "")
        assert "usage: intake" in done.err


# intents


def test_the_list_names_every_intent_with_its_outcome(intake: Intake) -> None:
    done = intake("intents", "--json", *SMALL)
    assert done.json == [
        {"intent": "new_map", "title": "Order a map", "outcome": "issue", "project": "harbour/map-desk/maps"},
        {
            "intent": "wrong_map",
            "title": "Report a mistake in a map",
            "outcome": "issue",
            "project": "harbour/map-desk/maps",
        },
        {"intent": "question", "title": "Ask the Map Desk", "outcome": "link", "project": None},
    ]


def test_one_intent_shows_its_questions(intake: Intake) -> None:
    shown = intake("intents", "new_map", "--json", *SMALL).json
    assert list(shown) == ["intent", "title", "outcome", "project", "questions"]
    assert {tuple(question) for question in shown["questions"]} == {
        ("name", "ask", "kind", "required", "when", "choices", "example")
    }
    size = next(question for question in shown["questions"] if question["name"] == "size")
    assert size["when"] == {"form": ["paper"]}


def test_every_example_of_the_default_catalogue_is_an_answer_today(
    intake: Intake, catalogue: Catalogue
) -> None:
    around = Surroundings(today=date.today(), ticket_hosts=catalogue.ticket_hosts)
    for intent in catalogue.intents:
        shown = intake("intents", intent.id, "--json").json
        for question, row in zip(intent.questions, shown["questions"], strict=True):
            assert isinstance(read_answer(question, row["example"], around), Accepted), (intent.id, row)


def test_an_intent_that_is_not_there_is_a_bad_answer_with_the_near_one(intake: Intake) -> None:
    done = intake("intents", "new_mop", *SMALL)
    assert (done.code, done.out) == (2, "")
    assert done.err == "There is no intent 'new_mop'. Did you mean new_map?\n"


# check


def test_a_right_catalogue_is_said_to_be_so_beside_the_results(intake: Intake) -> None:
    done = intake("check", SMALL[1])
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith("no problems\n")


def test_faults_stop_every_command_with_all_of_them_and_no_traceback(intake: Intake, place: Path) -> None:
    broken = place / "broken.yaml"
    broken.write_text(Path(SMALL[1]).read_text("utf-8").replace("kind: line", "kind: lime"), encoding="utf-8")
    told = intake("check", str(broken))
    assert told.code == 1
    faults = told.out.splitlines()
    assert len(faults) == 3
    assert all(fault.startswith(f"{broken}:") for fault in faults)
    for arguments in (["--plain"], ["route", "x"], ["intents"], ["file", "--intent", "new_map"], ["drafts"]):
        done = intake(*arguments, "--catalogue", str(broken))
        assert (done.code, done.out) == (1, ""), arguments
        assert [fault for fault in faults if fault not in done.err.splitlines()] == [], arguments


# the chat's own start


@pytest.mark.parametrize(
    "address", ["http://exa mple", "ftp://gitlab.example.com", "https://", "https://gitlab.example.com:99999"]
)
def test_an_address_that_is_none_is_told_before_the_talk(intake: Intake, address: str) -> None:
    done = intake("--plain", "--gitlab", address)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"{address!r} is no address of a GitLab. Write it as https://gitlab.example.com.\n"


def test_a_password_in_an_address_is_not_repeated(intake: Intake) -> None:
    done = intake("--plain", "--gitlab", "https://kim:hunter2@gitlab.example.com")
    assert done.code == 1
    assert "hunter2" not in done.out + done.err
