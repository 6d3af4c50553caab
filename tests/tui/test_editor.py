"""The person's own editor, with real programs in its place."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from tui.editor import edit_text

EDITING = "data/intake/editing"
BEFORE = "## Change\n\nBefore\n"


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)


def program(folder: Path, code: str) -> str:
    """A command, with an argument of its own, that runs this code on `path`."""
    script = folder / "my editor.py"
    script.write_text(
        f"import sys, pathlib\nassert sys.argv[1] == '--wait'\npath = pathlib.Path(sys.argv[2])\n{code}\n"
    )
    return f"{sys.executable} '{script}' --wait"


def test_the_editor_with_its_own_arguments_edits_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "path.write_text(path.read_text().replace('Before', 'After'), newline='\\r\\n')"
    monkeypatch.setenv("EDITOR", program(tmp_path, code))
    back = edit_text(BEFORE)
    assert back.text == BEFORE.replace("Before", "After")
    assert not back.problem
    assert not list((tmp_path / EDITING).iterdir())


def test_visual_comes_before_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.setenv("VISUAL", program(tmp_path, "path.write_text('seen')"))
    assert edit_text(BEFORE).text == "seen"


def test_an_editor_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", program(tmp_path, "path.write_text('half'); sys.exit(3)"))
    back = edit_text(BEFORE)
    assert back.text == BEFORE
    assert "ended with code 3" in back.problem
    # What it saved may be nowhere else.
    kept = next((tmp_path / EDITING).glob("*/description.md"))
    assert (kept.read_text(), str(kept) in back.problem) == ("half", True)


def test_an_editor_that_fails_and_saved_nothing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", program(tmp_path, "sys.exit(1)"))
    assert edit_text(BEFORE).problem.endswith("ended with code 1. Your text is as it was before.")
    assert not list((tmp_path / EDITING).iterdir())


def test_where_nothing_can_be_kept_text_can_be_edited_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").write_text("a file in the folder's place")
    monkeypatch.setenv("EDITOR", program(tmp_path, "path.write_text('seen')"))
    assert edit_text(BEFORE).text == "seen"
    assert not list(tmp_path.glob("intake-*"))


@pytest.mark.parametrize("command", ["/nowhere/editor", "no-such-editor-here", "vi 'unclosed"])
def test_an_editor_that_cannot_be_started_changes_nothing(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", command)
    back = edit_text(BEFORE)
    assert back.text == BEFORE
    assert back.problem


def test_without_an_editor_it_says_how_to_name_one() -> None:
    assert "EDITOR=nano" in edit_text(BEFORE).problem


def test_what_is_not_utf_8_is_kept_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", program(tmp_path, "path.write_bytes(b'caf\\xe9')"))
    back = edit_text(BEFORE)
    assert back.text == BEFORE
    kept = next((tmp_path / EDITING).glob("*/description.md"))
    assert kept.read_bytes() == b"caf\xe9"
    assert str(kept) in back.problem


def test_nobody_else_can_read_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import os; path.write_text(oct(path.stat().st_mode & 0o777) + oct(path.parent.stat().st_mode & 0o777))"
    monkeypatch.setenv("EDITOR", program(tmp_path, code))
    assert edit_text(BEFORE).text == "0o6000o700"
