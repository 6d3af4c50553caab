"""Words are on disk before anything is made of them: the program is killed at its first start, with nothing in the cache."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from pseudo_terminal import ROOT, Terminal

Run = Callable[..., Terminal]
Kept = Callable[[], str]
MESSAGE = "the view of urgent tickets is empty since this morning"
BEHIND = "and also nobody can op"


@pytest.fixture
def learning(tmp_path: Path) -> dict[str, str]:
    """A catalogue that takes long to be learned, and nothing in the cache: the first message is read at a glance."""
    shutil.rmtree(tmp_path / "cache")
    return {"INTAKE_CATALOGUE": str(ROOT / "intents.yaml")}


def kill(terminal: Terminal) -> None:
    """The program and whatever learns for it."""
    os.killpg(terminal.pid, signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL


def test_what_was_sent_and_what_was_typed_behind_it_outlive_a_kill_at_the_start(
    run: Run, kept: Kept, learning: dict[str, str]
) -> None:
    terminal = run(**learning)
    terminal.send(MESSAGE + "\r")
    terminal.until(lambda: MESSAGE in kept(), "on disk")
    terminal.send(BEHIND)
    terminal.until(lambda: BEHIND in kept(), "half a sentence on disk")
    kill(terminal)
    again = run(**learning)
    again.until(f"Go on with: {MESSAGE}")
    again.press("down", "enter")
    again.until(f"Where you left off: {MESSAGE}")
    again.until(lambda: BEHIND in again.text, "half a sentence in the box")
    kill(again)


def test_a_message_of_the_command_line_is_on_disk_at_once(
    run: Run, kept: Kept, learning: dict[str, str]
) -> None:
    terminal = run(MESSAGE, **learning)
    terminal.until(lambda: MESSAGE in kept(), "on disk")
    kill(terminal)
    again = run(**learning)
    again.until(f"Go on with: {MESSAGE}")
    kill(again)


def test_a_line_is_on_disk_before_it_is_read(run: Run, kept: Kept, learning: dict[str, str]) -> None:
    terminal = run("--plain", ready=False, **learning)
    terminal.until("What do you need?")
    terminal.send("the view of urgent tickets\\\n")
    terminal.until(lambda: "the view of urgent tickets" in kept(), "the first of two lines on disk")
    terminal.send("is empty since this morning\n")
    terminal.until(lambda: "is empty since this morning" in kept(), "the whole of it on disk")
    kill(terminal)
    again = run("--plain", ready=False, **learning)
    again.until("Go on with: the view of urgent tickets is empty")
    kill(again)
