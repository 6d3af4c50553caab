"""`intake send`: kept drafts and exported files, one after another, each at most once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from gitlab_stand_in import FOREVER, StandIn

from intents.catalogue.model import Catalogue
from intents.drafting.request import Stage
from intents.keeping.requests import RequestStore
from intents.talk.submitting import SHORTEST_WAIT, WAITS_AT_MOST
from tui.commands import send

from .conftest import FIX, Intake, Said

Keep = Callable[..., str]


@pytest.fixture
def keep(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> Keep:
    """Make a draft that waits; its id."""

    def kept(summary: str = "Export of all tickets") -> str:
        with monkeypatch.context() as without:
            without.delenv("GITLAB_TOKEN", raising=False)
            said = intake(*FIX[:4], f"summary={summary}", *FIX[5:], "--json")
        assert said.json["outcome"] == "kept"
        return str(said.json["draft"])

    return kept


@pytest.fixture
def project(catalogue: Catalogue) -> str:
    tracker = catalogue.tracker("support_ops_project")
    assert tracker is not None
    return tracker.project


def _outcomes(said: Said) -> list[tuple[str, str]]:
    return [(row["draft"], row["outcome"]) for row in said.json]


def test_where_nothing_is_ready_that_is_said(connected: Intake) -> None:
    said = connected("send", "--all")
    assert (said.code, said.out) == (0, "")
    assert said.err == "Nothing is ready to be sent. `intake drafts` lists what is kept.\n"
    assert connected("send", "--all", "--json").json == []


def test_kept_drafts_are_filed_one_after_another(
    connected: Intake, keep: Keep, gitlab: StandIn, project: str
) -> None:
    first, second = keep("First export"), keep("Second export")
    said = connected("send", first, second)
    assert said.code == 0
    assert [line.split("  ")[0] for line in said.out.splitlines()] == [f"{project}#1", f"{project}#2"]
    assert "1 of 2: " in said.err
    assert "2 of 2: " in said.err
    assert [issue.title for issue in gitlab.issues(project)] == ["First export", "Second export"]


def test_all_takes_what_is_ready_and_nothing_that_nobody_said_to_file(
    connected: Intake, keep: Keep, gitlab: StandIn, store: RequestStore
) -> None:
    ready, complete, unfinished = keep("A ready one"), keep("A complete one"), keep("An open one")
    store.save(replace(store.load(complete), stage=Stage.OPEN))
    store.save(replace(store.load(unfinished), answers={}))
    rows = {row["draft"]: row["state"] for row in connected("drafts", "--json").json}
    assert rows == {ready: "ready", complete: "complete", unfinished: "open"}
    said = connected("send", "--all", "--json")
    assert _outcomes(said) == [(ready, "filed")]
    assert gitlab.creates == 1
    assert connected("send", complete).code == 0
    refused = connected("send", unfinished)
    assert refused.code == 1
    assert "It is not complete: summary, request, priority." in refused.err


def test_nothing_that_is_filed_is_sent_again(connected: Intake, keep: Keep, gitlab: StandIn) -> None:
    draft = keep()
    assert connected("send", draft).code == 0
    said = connected("send", draft)
    assert said.code == 1
    assert "It is filed already: " in said.err
    assert connected("send", "--all").code == 0
    assert gitlab.creates == 1


def test_the_first_that_cannot_be_reached_ends_the_row_and_all_is_kept(
    connected: Intake, keep: Keep, gitlab: StandIn, store: RequestStore
) -> None:
    first, second = keep("First export"), keep("Second export")
    gitlab.fail("503-before-storing", on="project", times=FOREVER)
    said = connected("send", first, second, "--json")
    assert said.code == 3
    assert _outcomes(said) == [(first, "not_reached")]
    assert "The rest is kept" in said.err
    assert {request.id for request in store.unfinished()} == {first, second}
    gitlab.heal()
    assert connected("send", "--all").code == 0
    assert gitlab.creates == 2


LIMITED = {"rate-limited": 7, "rate-limited-until": 7, "rate-limited-no-header": 60, "rate-limited-text": 7}
"""How long each form asks to wait."""


@pytest.mark.parametrize("fault", LIMITED)
def test_too_many_requests_are_waited_for_as_long_as_the_server_says(
    connected: Intake, keep: Keep, gitlab: StandIn, project: str, fault: str, waits: list[float]
) -> None:
    first, second = keep("First export"), keep("Second export")
    gitlab.fail(fault, on="create")
    said = connected("send", first, second, "--json")
    assert (said.code, _outcomes(said)) == (0, [(first, "filed"), (second, "filed")])
    assert waits == [LIMITED[fault]]
    assert f"It goes on in {LIMITED[fault]} seconds. Ctrl+C stops; all is kept." in said.err
    assert len(gitlab.issues(project)) == 2
    assert gitlab.creates == 3


def test_a_server_that_never_has_enough_ends_the_row_and_keeps_all(
    connected: Intake, keep: Keep, gitlab: StandIn, store: RequestStore, waits: list[float]
) -> None:
    first, second = keep("First export"), keep("Second export")
    gitlab.fail("rate-limited", on="create", times=FOREVER)
    said = connected("send", first, second, "--json")
    assert (said.code, _outcomes(said)) == (1, [(first, "refused")])
    assert waits == [7.0] * WAITS_AT_MOST
    assert {request.stage for request in store.unfinished()} == {Stage.READY}


def test_whoever_would_have_to_wait_for_long_is_told_so_and_does_not(
    connected: Intake, keep: Keep, gitlab: StandIn, waits: list[float]
) -> None:
    kept = keep()
    gitlab.fail("rate-limited", on="create", retry_after=3600)
    said = connected("send", kept)
    assert (said.code, waits) == (1, [])
    assert "Try again in 60 minutes." in said.err


def test_a_server_whose_time_is_over_already_is_not_asked_again_at_once(
    connected: Intake, keep: Keep, gitlab: StandIn, waits: list[float]
) -> None:
    gitlab.fail("rate-limited-until", on="create", retry_after=-3600)
    assert connected("send", keep()).code == 0
    assert waits == [SHORTEST_WAIT]


def test_ctrl_c_ends_the_wait_and_keeps_what_is_left(
    connected: Intake, keep: Keep, gitlab: StandIn, store: RequestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep()
    gitlab.fail("rate-limited", on="create")

    def stop(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(send, "run", partial(send.run, wait=stop))
    assert connected("send", kept).code == 130
    assert store.load(kept).stage is Stage.READY


def test_the_other_request_of_a_message_outlives_the_filing_of_the_first(
    connected: Intake, keep: Keep, store: RequestStore
) -> None:
    kept = keep()
    store.save(replace(store.load(kept), waiting=("and also add me to the calendar",)))
    said = connected("send", kept)
    assert said.code == 0
    assert "Your other request is kept as " in said.err
    assert [r.messages for r in store.unfinished()] == [("and also add me to the calendar",)]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been waited."""
    waited: list[float] = []
    monkeypatch.setattr(send, "run", partial(send.run, wait=waited.append))
    return waited


@pytest.mark.parametrize("fault", ["401-revoked"])
def test_what_would_refuse_the_rest_too_ends_the_row(
    connected: Intake, keep: Keep, gitlab: StandIn, fault: str
) -> None:
    first, second = keep("First export"), keep("Second export")
    gitlab.fail(fault, on="create")
    said = connected("send", first, second, "--json")
    assert (said.code, _outcomes(said)) == (1, [(first, "refused")])


def test_a_refusal_of_one_does_not_keep_the_next_from_being_sent(
    connected: Intake, keep: Keep, gitlab: StandIn
) -> None:
    first, second = keep("First export"), keep("Second export")
    gitlab.fail("422", on="create")
    said = connected("send", first, "nowhere", second, "--json")
    assert said.code == 1
    assert _outcomes(said) == [(first, "refused"), ("nowhere", "refused"), (second, "filed")]


def test_an_unclear_one_is_looked_for_and_sent_again_only_on_the_persons_word(
    connected: Intake, keep: Keep, gitlab: StandIn, project: str, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = keep()
    gitlab.fail("drop-before-storing", on="create")
    assert connected("send", draft).code == 4
    for _ in range(2):
        said = connected("send", draft, "--json")
        assert (said.code, _outcomes(said)) == (4, [(draft, "unknown")])
        assert "--again" in said.json[0]["problem"]
    assert gitlab.creates == 1
    assert connected("drafts", "--json").json[0]["state"] == "unclear"
    waited: list[float] = []
    assert send.run([draft, "--again"], wait=waited.append) == 0
    assert waited == [5, 15, 30, 60]
    assert gitlab.creates == 2
    assert len(gitlab.issues(project)) == 1
    assert "looked for again in 15 seconds" in capsys.readouterr().err


def test_one_that_turns_up_during_the_looks_is_not_sent_again(
    connected: Intake, keep: Keep, gitlab: StandIn, project: str, store: RequestStore
) -> None:
    draft = keep()
    gitlab.fail("drop-before-storing", on="create")
    assert connected("send", draft).code == 4
    sent = gitlab.requests[-1].json

    def wait(seconds: float) -> None:
        if seconds == 30:
            gitlab.file(project, sent["title"], sent["description"])

    assert send.run([draft, "--again"], wait=wait) == 0
    assert gitlab.creates == 1
    assert store.unfinished() == ()


def test_again_without_a_network_sends_nothing(connected: Intake, keep: Keep, gitlab: StandIn) -> None:
    draft = keep()
    gitlab.fail("drop-before-storing", on="create")
    assert connected("send", draft).code == 4
    gitlab.fail("refuse-connection")
    assert send.run([draft, "--again"], wait=lambda _: None) == 4
    gitlab.heal()
    assert gitlab.creates == 1


def test_usage(connected: Intake) -> None:
    assert connected("send").code == 2
    assert connected("send", "--all", "--again").code == 2
    assert connected("send", "--all", "--json").json == []


# Files


def _exported(intake: Intake, draft: str, place: Path) -> Path:
    path = place / "work" / "mine.md"
    assert intake("drafts", "export", draft, "--output", str(path)).code == 0
    return path


def test_an_exported_file_is_filed_as_the_draft_would_be(
    connected: Intake, keep: Keep, gitlab: StandIn, project: str, place: Path
) -> None:
    path = _exported(connected, keep("First export"), place)
    said = connected("send", str(path), "--json")
    assert (said.code, _outcomes(said)) == (0, [(str(path), "filed")])
    assert f"into {project}" in said.err
    issue = gitlab.issue(project, 1)
    assert path.read_text().endswith(issue.description_as_sent or "-")
    assert issue.title == "First export"


def test_a_draft_and_its_file_are_one_filing(
    connected: Intake, keep: Keep, gitlab: StandIn, place: Path
) -> None:
    draft = keep()
    path = _exported(connected, draft, place)
    for what in (str(path), str(path), draft, "--all"):
        connected("send", what)
    assert gitlab.creates == 1
    other = keep("Another export")
    path.unlink()
    path = _exported(connected, other, place)
    for what in (other, str(path)):
        connected("send", what)
    assert gitlab.creates == 2


MINE = "---\nproject: {project}\ntitle: Mine\nlabels: bug, portal\n---\nSome words, @kim-example.\n"


def test_a_file_of_ones_own_is_filed_once_however_often_it_is_sent(
    connected: Intake, gitlab: StandIn, project: str, place: Path
) -> None:
    path = place / "work" / "own.md"
    path.write_text(MINE.format(project=project))
    for _ in range(3):
        assert connected("send", "own.md").code == 0
    assert gitlab.creates == 1
    issue = gitlab.issue(project, 1)
    assert issue.description.startswith("Some words, @kim-example.\n\nIntake reference: `gi")
    path.write_text(MINE.format(project=project) + "More.\n")
    assert "notifies @kim-example" in connected("send", "own.md").err
    assert gitlab.creates == 2


def test_a_file_whose_answer_was_lost_is_found_and_never_filed_twice(
    connected: Intake, gitlab: StandIn, project: str, place: Path
) -> None:
    (place / "work" / "own.md").write_text(MINE.format(project=project))
    gitlab.fail("drop-after-storing", on="create")
    assert connected("send", "own.md").code == 4
    assert connected("send", "own.md").code == 0
    (place / "work" / "other.md").write_text(MINE.format(project=project) + "Other.\n")
    gitlab.fail("drop-before-storing", on="create")
    assert connected("send", "other.md").code == 4
    assert connected("send", "other.md").code == 4
    assert send.run(["other.md", "--again"], wait=lambda _: None) == 0
    assert len(gitlab.issues(project)) == 2


def test_a_file_that_was_refused_leaves_no_draft_behind(
    connected: Intake, gitlab: StandIn, project: str, place: Path, store: RequestStore
) -> None:
    (place / "work" / "own.md").write_text(MINE.format(project=project))
    gitlab.fail("403", on="create")
    assert connected("send", "own.md").code == 1
    assert store.unfinished() == ()
    assert connected("send", "own.md").code == 0


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("no front matter", "own.md:1: there is no front matter."),
        ("---\ntitle: x\n---\n", "project is missing"),
        ("---\nproject: a/b\ntitle: x\nlabel: y\n---\n", "own.md:4: 'label' is not known here."),
        ("---\nproject: a/b\ntitle: x\n---\n/close\n", "a line would act as a command in GitLab: /close"),
        ("---\nproject: a/b\ntitle: x\nreference: the\n---\nthe\n", "'the' is no reference"),
        (f"---\nproject: a/b\ntitle: {'x' * 300}\n---\n", "the title has 300 characters"),
        (f"---\nproject: a/b\ntitle: x\n---\n{'x' * 1_048_576}\n", "the text has 1,048,"),
        ("---\nproject: a/b\ntitle: x\nconfidential: maybe\n---\n", "own.md:4: confidential is 'maybe'"),
        ("---\nproject: a/b\ntitle: x\n---\nHello @ALL!\n", "would notify many people at once: @ALL."),
        ("---\nproject: a/b\ntitle: for @a/b\n---\n", "would notify many people at once: @a/b."),
    ],
)
def test_a_file_that_would_not_do_is_refused_with_its_reason(
    connected: Intake, gitlab: StandIn, place: Path, text: str, part: str
) -> None:
    (place / "work" / "own.md").write_text(text)
    said = connected("send", "own.md")
    assert said.code == 1
    assert part in said.err
    assert gitlab.requests == []


def test_many_people_are_called_by_a_file_that_says_so(
    connected: Intake, gitlab: StandIn, project: str, place: Path
) -> None:
    text = f"---\nproject: {project}\ntitle: Mine\nnotifies: @all, @Some/Group\n---\n@all and @some/group\n"
    (place / "work" / "own.md").write_text(text)
    said = connected("send", "own.md")
    assert (said.code, "notifies @all, @some/group" in said.err) == (0, True)
    assert gitlab.issue(project, 1).description.startswith("@all and @some/group")


def test_what_an_editor_let_in_is_no_part_of_the_words(
    connected: Intake, gitlab: StandIn, project: str, place: Path
) -> None:
    text = f'---\nproject: {project}\ntitle: "A\\u202e\\u001b[31mb\\nc"\nconfidential: Yes\n---\nx\x00\u202ey\r\nz\r\n'
    (place / "work" / "own.md").write_bytes(text.encode())
    assert connected("send", "own.md").code == 0
    issue = gitlab.issue(project, 1)
    assert (issue.title, issue.confidential) == ("Ab c", True)
    assert issue.description_as_sent.startswith("xy\nz\n\nIntake reference:")


def test_a_file_that_is_no_text_or_not_there_is_refused(connected: Intake, place: Path) -> None:
    (place / "work" / "own.md").write_bytes(b"---\nproject: \xff\n")
    assert "UTF-8" in connected("send", "own.md").err
    assert "can't be read: no such file" in connected("send", "nowhere.md").err
    (place / "work" / "folder.md").mkdir()
    assert "can't be read: is a directory" in connected("send", "folder.md").err


def test_stdin_is_not_read(connected: Intake) -> None:
    assert connected("send", "nowhere", given="x" * 10).code == 1
    assert sys.stdin.read() == "x" * 10


def test_secrets_in_a_file_are_told_of_before_it_is_sent(
    connected: Intake, keep: Keep, gitlab: StandIn, place: Path
) -> None:
    path = _exported(connected, keep("First export"), place)
    path.write_text(path.read_text().replace("one ticket a line", "token glpat-not-real-leaked"))
    said = connected("send", str(path))
    assert said.code == 0
    assert "holds what looks like a GitLab access token. This project is public: anybody" in said.err
