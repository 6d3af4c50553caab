"""Texts in the person's own editor: what it saved is kept and told of, unless its words are back."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from intents.keeping.own_editor import FOLDER, left_open, open_text
from intents.keeping.requests import RequestStore


class Killed(BaseException):
    """Stands for an end of the program that nothing sees coming."""


def _interrupted(data: Path, *, saves: str = "", beside: str = "") -> Path:
    """An editor that saved this before the program ended."""
    with contextlib.suppress(Killed), open_text(data, "before") as opened:
        if saves:
            opened.path.write_text(saves)
        if beside:
            (opened.folder / beside).write_text("in need")
        raise Killed
    return opened.path


@pytest.mark.parametrize("more", [{"saves": "after"}, {"beside": "description.md.save"}])
def test_what_an_editor_saved_is_told_of_once_and_stays(tmp_path: Path, more: dict[str, str]) -> None:
    path = _interrupted(tmp_path, **more)
    store = RequestStore(tmp_path)
    store.unfinished()
    assert store.warnings() == (f"What your own editor saved when it was interrupted is kept: “{path}”.",)
    assert left_open(tmp_path) == ()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_text_that_nobody_changed_leaves_nothing(tmp_path: Path) -> None:
    _interrupted(tmp_path)
    assert left_open(tmp_path) == ()
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_a_kill_before_anything_was_saved_leaves_nothing_for_long(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER / "killed"
    folder.mkdir(parents=True)
    for name in (".before", "description.md"):
        (folder / name).write_text("before")
    assert left_open(tmp_path) == ()
    assert not folder.exists()


def test_an_editor_that_is_still_open_is_left_alone(tmp_path: Path) -> None:
    with open_text(tmp_path, "before") as opened:
        opened.path.write_text("after")
        assert left_open(tmp_path) == ()
        assert opened.path.exists()
        opened.is_back = True
    assert not opened.folder.exists()
