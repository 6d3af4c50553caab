"""Settings on a real terminal: lines without one escape, colours kept for the next start, the file in the own editor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pseudo_terminal import Terminal

Run = Callable[..., Terminal]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    (tmp_path / "config" / "intake").mkdir(parents=True)
    return tmp_path / "config" / "intake" / "settings.yaml"


def test_lines_that_the_settings_want_come_without_any_escape(run: Run, settings: Path) -> None:
    settings.write_text("theme: dark\nplain: yes\n", "utf-8")
    terminal = run(ready=False)
    terminal.until("What do you need?")
    terminal.send("quit\n")
    assert terminal.end() == 0
    assert b"\x1b" not in terminal.output


@pytest.mark.parametrize(("flags", "asked"), [(("--no-plain",), {}), ((), {"ACCESSIBLE": "0"})])
def test_a_flag_or_the_environment_brings_the_screen_back(
    run: Run, settings: Path, flags: tuple[str, ...], asked: dict[str, str]
) -> None:
    settings.write_text("plain: yes\n", "utf-8")
    terminal = run(*flags, **asked)
    terminal.press("ctrl+q")
    assert terminal.end() == 0


def test_a_mistake_is_told_at_the_start_and_the_program_goes_on(run: Run, settings: Path) -> None:
    settings.write_text("theem: dark\nkeys:\n  chat.later: ctrl+r\n", "utf-8")
    terminal = run(size=(120, 30))
    for said in (
        "theem: there is no such setting; did you mean `theme`?",
        "ctrl+r is the key of `chat.drafts` too",
    ):
        terminal.until(lambda said=said: said in " ".join(terminal.text.split()), said)
    terminal.send("please buy this book\r")
    terminal.until("1 Yes")
    terminal.until("ctrl+l later")


def test_colours_are_kept_for_the_next_start(run: Run, settings: Path) -> None:
    def ground(terminal: Terminal) -> str:
        return next(str(cell.bg) for row, column, cell in terminal.cells if (row, column) == (16, 70))

    terminal = run()
    dark = ground(terminal)
    terminal.press("ctrl+o")
    terminal.until("Open the settings file")
    terminal.send("1")
    terminal.until("black on white")
    terminal.send("5")
    terminal.until("Kept: theme: paper.")
    assert ground(terminal) != dark
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    assert settings.read_text("utf-8") == "theme: paper\n"
    again = run()
    assert ground(again) == "ffffff"


def test_the_file_is_edited_in_the_own_editor_and_counts_at_once(
    run: Run, tmp_path: Path, settings: Path
) -> None:
    own = tmp_path / "editor"
    own.write_text(
        '#!/bin/sh\nclear; echo drawn over all\nprintf "keys:\\n  chat.later: f5\\n" >>"$1"\n', "utf-8"
    )
    own.chmod(0o700)
    terminal = run(EDITOR=str(own), VISUAL="")
    terminal.press("ctrl+o")
    terminal.until("Open the settings file")
    terminal.send("e")
    terminal.until("The file was read again.")
    terminal.until(
        lambda: "intake" in terminal.lines[0] and "edit the file" in terminal.lines[-1], "drawn anew"
    )
    assert "drawn over all" not in terminal.text
    terminal.send("\x1b")
    terminal.until("What do you need?")
    terminal.send("please buy this book\r")
    terminal.until("f5 later")
    assert "# theme: auto" in settings.read_text("utf-8")
