"""The practice tracker takes the whole way a real one takes, on this machine."""

import threading
from datetime import date
from pathlib import Path

import pytest
from filing_scene import PATH, REFERENCE, draft_of, request_of, store_in

from intents.drafting.markdown_file import from_markdown
from intents.filing.once import file_once
from intents.filing.practice_tracker import PracticeTracker
from intents.filing.tracker import Filed, Project, Receipt, Refused, Sending


def _file(tracker: PracticeTracker, number: int = 0) -> Filed:
    project = tracker.find_project(PATH)
    assert isinstance(project, Project)
    result = tracker.file(draft_of(title=f"Broken view {number}"), project)
    assert isinstance(result, Filed)
    return result


def test_an_issue_is_a_markdown_file_that_holds_the_whole_draft(tmp_path: Path) -> None:
    tracker = PracticeTracker(tmp_path / "practice")
    draft = draft_of(labels=("bug",), due_date=date(2026, 12, 1), confidential=True, assignees=("mia",))
    project = tracker.find_project(PATH)
    assert isinstance(project, Project)
    result = tracker.file(draft, project)
    assert isinstance(result, Filed)
    path = tmp_path / "practice" / PATH / "1.md"
    assert from_markdown(path.read_text()) == draft
    assert path.stat().st_mode & 0o777 == 0o600
    assert (result.receipt.reference, result.receipt.url) == (f"{PATH}#1", path.as_uri())


def test_numbers_go_up_past_gaps(tmp_path: Path) -> None:
    tracker = PracticeTracker(tmp_path)
    assert [_file(tracker).receipt.iid for _ in range(3)] == [1, 2, 3]
    (tmp_path / PATH / "2.md").unlink()
    (tmp_path / PATH / "notes.md").write_text("mine")
    assert _file(tracker).receipt.iid == 4


def test_two_at_once_get_two_numbers(tmp_path: Path) -> None:
    results: list[int] = []
    threads = [
        threading.Thread(target=lambda: results.append(_file(PracticeTracker(tmp_path)).receipt.iid))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == list(range(1, 9))


def test_a_filing_is_found_by_its_reference(tmp_path: Path) -> None:
    tracker = PracticeTracker(tmp_path)
    sending = Sending(reference=REFERENCE, project_id=PATH, project=PATH, server_time=None)
    assert tracker.look_up(sending) is None
    _file(tracker)
    (tmp_path / PATH / "0.md").write_text("what a kill left")
    (tmp_path / PATH / "notes.md").write_text(
        f"---\nproject: {PATH}\ntitle: x\nreference: {REFERENCE}\n---\n"
    )
    found = tracker.look_up(sending)
    assert isinstance(found, Receipt)
    assert found.iid == 1


@pytest.mark.parametrize("path", ["project", "../outside/project", "group/../..", "group/pro ject", ""])
def test_a_path_that_would_leave_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    assert isinstance(PracticeTracker(tmp_path).find_project(path), Refused)


def test_a_folder_that_cannot_be_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "practice").write_text("a file")
    tracker = PracticeTracker(tmp_path / "practice")
    project = tracker.find_project(PATH)
    assert isinstance(project, Project)
    result = tracker.file(draft_of(), project)
    assert isinstance(result, Refused)
    assert "practice folder" in result.sentence


def test_it_is_filed_once_like_anywhere(tmp_path: Path) -> None:
    tracker, book = PracticeTracker(tmp_path / "practice"), store_in(tmp_path)
    for _ in range(2):
        _, result = file_once(tracker, book, request_of(), draft_of())
        assert isinstance(result, Filed)
        assert result.receipt.iid == 1
