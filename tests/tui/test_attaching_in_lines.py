"""Files in line mode: typed, dragged, asked for, taken off; a line for each that goes up."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from files_on_disk import file_on_disk
from talking import Outside

from intents.filing.local_files import look_at
from intents.filing.once import file_once
from intents.filing.practice_tracker import PracticeTracker
from intents.keeping.requests import RequestStore
from intents.talk.states import Attaching, Done, Reviewing
from tui.line_mode import LineMode
from tui.services import Services

MESSAGE = "The ticket form does not load for customers in Zendesk Global"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """A disk, a store and the practice tracker."""
    outside = Outside()
    book = RequestStore(tmp_path / "data")
    tracker = PracticeTracker(tmp_path / "practice")
    plain = replace(outside.services, store=book, look=look_at)
    uploads = plain.uploads
    return replace(
        plain,
        file=lambda request, draft, unkept: file_once(
            tracker, book, request, draft, unkept=unkept, watch=uploads
        ),
    )


def run(services: Services, *lines: str) -> tuple[str, LineMode]:
    """A talk to the draft, then these lines."""
    out = io.StringIO()
    talk = LineMode(services, lines=[MESSAGE, "1", "1", *lines], out=out, wait=lambda _seconds: None)
    talk.run()
    return out.getvalue(), talk


def test_a_file_is_attached_shown_and_goes_up_with_a_line_of_its_own(
    services: Services, tmp_path: Path
) -> None:
    shot = file_on_disk(tmp_path / "My shot.png", b"PNG")
    log = file_on_disk(tmp_path / "a.log")
    said, talk = run(services, f"attach '{shot.path}'", log.path, "file it")
    assert "Attached: My shot.png (3 bytes)" in said
    assert "attached: My_shot.png (3 bytes) · a.log (14 bytes)" in said
    assert "- [attachment: My_shot.png, 3 bytes]" in said
    assert "note: Practice" not in said
    assert (
        "Uploading My_shot.png (3 bytes), 1 of 2 ... Ctrl+C leaves; nothing is filed before all are up."
        in said
    )
    assert "Uploading a.log (14 bytes), 2 of 2 ..." in said
    assert "All files are up. Filing the issue ..." in said
    assert isinstance(talk.state, Done)
    assert [path.read_bytes() for path in (tmp_path / "practice").rglob("My_shot.png")] == [b"PNG"]


def test_the_option_asks_for_a_path_and_a_wrong_one_is_said_once(services: Services, tmp_path: Path) -> None:
    file_on_disk(tmp_path / "a.log")
    said, talk = run(services, "attach a file", "/nowhere/a.log", str(tmp_path), str(tmp_path / "a.log"))
    assert "Which file?" in said
    assert "Problem: There is no file “/nowhere/a.log”." in said
    assert " is a folder. Name the files in it, or pack it into one." in said
    assert isinstance(talk.state, Reviewing)
    assert [one.name for one in talk.state.draft.attachments] == ["a.log"]


def test_it_is_taken_off_by_its_number_or_in_words(services: Services, tmp_path: Path) -> None:
    log = file_on_disk(tmp_path / "a.log")
    said, talk = run(services, f"attach {log.path}", "take off a.log")
    assert "Take off a.log" in said
    assert "Taken off: a.log" in said
    assert isinstance(talk.state, Reviewing)
    assert talk.state.draft.attachments == ()


def test_the_end_of_the_input_in_the_middle_keeps_what_is_attached(
    services: Services, tmp_path: Path
) -> None:
    log = file_on_disk(tmp_path / "a.log")
    _, talk = run(services, f"attach {log.path}", "attach")
    assert isinstance(talk.state, Attaching)
    (kept,) = services.store.unfinished()
    assert kept.attached == (log,)
