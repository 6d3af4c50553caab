"""A token is on no screen, in no log, no file, no argument and no traceback, whatever goes wrong."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from filing_scene import PATH, QUICK, draft_of, request_of, store_in
from gitlab_stand_in import BEHAVIOURS, FOREVER, StandIn
from gitlab_stand_in.answers import as_json, as_text
from gitlab_stand_in.server import Delivery, LoopbackServer
from gitlab_stand_in.state import Clock
from rich.console import Console

from intents.filing.gitlab_tracker import GitLabTracker
from intents.filing.once import file_once, look_up_once
from intents.filing.tracker import NotReached, Project, Refused

TOKEN = "glpat-not-a-real-token"
ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("moment", ["user", "project", "create", "list"])
def test_nothing_that_goes_wrong_shows_it(
    moment: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[object] = []
    for number, fault in enumerate(sorted(set(BEHAVIOURS) - {"refuse-connection"})):
        if fault.startswith("delay"):
            continue
        with StandIn.for_projects([PATH]) as gitlab:
            gitlab.fail(fault, on=moment, times=FOREVER)
            if moment == "list":
                gitlab.fail("drop-before-storing", on="create")
            tracker = GitLabTracker(gitlab.url, TOKEN, timeout=QUICK)
            store = store_in(tmp_path / str(number))
            request, result = file_once(tracker, store, request_of(), draft_of())
            said += [request, result, tracker, look_up_once(tracker, store, request), store.warnings()]
            assert [received.token for received in gitlab.elsewhere] == []
    caught = capfd.readouterr()
    assert len(said) > 100
    assert TOKEN not in "\n".join([*map(repr, said), caplog.text, caught.out, caught.err])
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and TOKEN.encode() in p.read_bytes()]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 429])
@pytest.mark.parametrize("form", ["json", "text", "nested", "location"])
def test_a_server_that_repeats_it_does_not_get_it_shown(status: int, form: str) -> None:
    answer = {
        "json": as_json(status, {"message": f"Bad token {TOKEN}"}),
        "text": as_text(status, f"Bad token {TOKEN}"),
        "nested": as_json(status, {"error": f"x - {TOKEN}", "error_description": TOKEN, "message": {"a": [TOKEN]}}),
        "location": as_text(302, TOKEN, {"Location": f"https://{TOKEN}:{TOKEN}@login.example.net/?t={TOKEN}"}),
    }[form]  # fmt: skip
    server = LoopbackServer(lambda _request: Delivery(answer=answer), now=Clock().now)
    try:
        tracker = GitLabTracker(server.url, TOKEN)
        results = [tracker.whoami(), tracker.file(draft_of(), Project(id="1", path=PATH, web_url=""))]
    finally:
        server.close()
    assert isinstance(results[0], Refused | NotReached)
    assert TOKEN not in repr(results)


def test_a_fault_of_the_program_shows_no_values_of_variables() -> None:
    """What Textual prints of a crash names every variable on the way."""
    from tui.app import IntakeApp

    app = IntakeApp.__new__(IntakeApp)
    app._exit_renderables = []
    app.console = Console(file=io.StringIO(), width=100)  # type: ignore[misc]
    app.bell = lambda: None  # type: ignore[method-assign]
    app._close_messages_no_wait = lambda: None  # type: ignore[method-assign]

    def crash(value: str) -> None:
        raise ValueError(len(value))

    try:
        crash(TOKEN)
    except ValueError:
        app._fatal_error()
    out = Console(file=io.StringIO(), width=100)
    for renderable in app._exit_renderables:
        out.print(renderable)
    text = out.file.getvalue()  # type: ignore[attr-defined]
    assert "ValueError: 22" in text
    assert "crash" in text
    assert TOKEN not in text


def test_what_python_says_of_a_crash_in_the_tracker_does_not_show_it(gitlab: StandIn) -> None:
    tracker = GitLabTracker(gitlab.url, TOKEN)
    try:
        tracker.project_of({}, PATH)
    except KeyError:
        assert TOKEN not in traceback.format_exc()
    assert TOKEN not in str(vars(tracker)["_session"]) + repr(vars(tracker)["_gitlab"])


def test_no_command_takes_it_as_an_argument() -> None:
    """An argument is seen by everybody on the machine, and stays in the shell's history."""
    flags = [
        line.strip()
        for path in (ROOT / "tui" / "commands").glob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if '"--' in line and ("token" in line.casefold() or "password" in line.casefold())
    ]
    assert flags == []


@pytest.fixture
def gitlab() -> Iterator[StandIn]:
    with StandIn.for_projects([PATH]) as stand_in:
        yield stand_in
