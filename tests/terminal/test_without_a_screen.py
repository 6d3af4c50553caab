"""Where a screen makes no sense: lines, not one escape, and an end when the input has one. Cases: c92, c95, c103."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pseudo_terminal import INTAKE, Terminal

Run = Callable[..., Terminal]
CONVERSATION = "please buy this book\nyes\nThe Waves\nin 10 days\nFor the reading circle\nfile it\nquit\n"
"""One answer a line."""


@pytest.mark.parametrize(
    "asked", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}, {"TERM": ""}], ids=["dumb", "accessible", "unset"]
)
def test_lines_without_any_escape(run: Run, asked: dict[str, str]) -> None:
    terminal = run(ready=False, **asked)
    terminal.until("What do you need?")
    terminal.send("please buy this book\n")
    terminal.until("1. ")
    assert b"\x1b" not in terminal.output
    terminal.send("quit\n")
    terminal.send("quit\n")
    assert terminal.end() == 0
    assert b"\x1b" not in terminal.output
    assert terminal.attributes_kept


def test_ctrl_c_and_ctrl_d_end_the_lines(run: Run) -> None:
    for key, code in (("ctrl+c", 130), ("ctrl+d", 0)):
        terminal = run("--plain", ready=False)
        terminal.until("What do you need?")
        terminal.press(key)
        assert terminal.end() == code
        assert b"Traceback" not in terminal.output


def test_a_piped_conversation_files_into_the_practice_tracker(tmp_path: Path, known: dict[str, str]) -> None:
    done = subprocess.run(
        [*INTAKE, "--practice"],
        env=known,
        cwd=tmp_path,
        input=CONVERSATION.encode(),
        capture_output=True,
        check=False,
    )
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b""), said
    assert "\x1b" not in said
    assert "> The Waves" in said, "what was answered is told too"
    filed = [path for path in (tmp_path / "data" / "intake" / "practice").rglob("*") if path.is_file()]
    assert any("For the reading circle" in path.read_text("utf-8") for path in filed)


def test_without_input_it_ends_at_once_and_says_how_to_go_on(tmp_path: Path, known: dict[str, str]) -> None:
    done = subprocess.run(
        [*INTAKE, "--practice"],
        env=known,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert "The input ended" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_no_input_on_a_terminal_does_not_open_a_screen(run: Run) -> None:
    terminal = run(command=("sh", "-c", f"exec {INTAKE[0]} -m tui --practice </dev/null"), ready=False)
    assert terminal.end() == 2
    assert b"\x1b" not in terminal.output


def test_output_into_a_pipe_has_no_escapes(run: Run, tmp_path: Path) -> None:
    terminal = run(command=("sh", "-c", f"{INTAKE[0]} -m tui --practice | cat >said"), ready=False)
    terminal.until(
        lambda: (tmp_path / "said").exists() and "What do you need?" in (tmp_path / "said").read_text()
    )
    terminal.press("ctrl+d")
    terminal.end()
    assert "\x1b" not in (tmp_path / "said").read_text()


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path, known: dict[str, str]) -> None:
    script = f"{INTAKE[0]} -m tui --practice <conversation | head -1"
    (tmp_path / "conversation").write_text(CONVERSATION, "utf-8")
    done = subprocess.run(
        ["sh", "-c", script], env=known, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith("intake, The Library.")
