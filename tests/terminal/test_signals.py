"""Signals at every moment of a conversation on the screen: the words are kept, and the shell finds its terminal."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gitlab_stand_in import Fault, StandIn
from pseudo_terminal import INTAKE, Terminal

from intents.drafting.request import Stage
from intents.keeping.requests import RequestStore

Run = Callable[..., Terminal]
MESSAGE = "please buy this book"
PROJECT = "library/orders"
MOMENTS = ("opening", "half a sentence", "question", "review", "editing", "filing")
WORDS = {
    "half a sentence": ["please buy this bo"],
    "question": [MESSAGE, "The Waves", "in 10 da"],
    "review": [MESSAGE, "The Waves", "It is asked for"],
    "editing": [MESSAGE, "The Waves", "It is asked for", "more of my own words"],
    "filing": [MESSAGE, "The Waves", "It is asked for"],
}


@pytest.fixture
def gitlab() -> Iterator[StandIn]:
    with StandIn.for_projects([PROJECT]) as stand_in:
        yield stand_in


@pytest.fixture
def store(tmp_path: Path) -> RequestStore:
    return RequestStore(tmp_path / "data" / "intake")


def started(run: Run, gitlab: StandIn) -> Terminal:
    return run(command=INTAKE, GITLAB_URL=gitlab.url, GITLAB_TOKEN=gitlab.token)


def until(terminal: Terminal, gitlab: StandIn, moment: str) -> Fault | None:
    """Go on until this moment. Gives the request that is held, if it is about filing."""
    if moment == "opening":
        return None
    if moment == "half a sentence":
        terminal.send("please buy this bo")
        terminal.until("please buy this bo")
        return None
    terminal.send(MESSAGE + "\r")
    terminal.until("You want the library")
    terminal.press("1")
    terminal.until("What is it called?")
    terminal.send("The Waves\r")
    terminal.until("By which day?")
    terminal.send("in 10 da")
    terminal.until("> in 10 da")
    if moment == "question":
        return None
    terminal.send("ys\r")
    terminal.until("Why this one?")
    terminal.send("It is asked for\r")
    terminal.until("File it")
    terminal.rest(0.6)
    if moment == "editing":
        terminal.send("edit\r")
        terminal.until("ctrl+e your own editor")
        terminal.send("more of my own words")
        terminal.until("more of my own words")
    if moment == "filing":
        held = gitlab.fail("delay-after-storing", on="create")
        terminal.press("1")
        held.wait_until_reached()
        return held
    return None


def words_of(store: RequestStore) -> str:
    """All that is kept, as one text."""
    kept = [*store.unfinished(), *store.done()]
    texts = [text for request in kept for text in (*request.messages, request.typing)]
    texts += [answer.words for request in kept for answer in request.answers.values()]
    texts += [request.edit.description for request in kept if request.edit]
    return "\n".join(texts)


def check_end(terminal: Terminal, store: RequestStore, moment: str) -> None:
    assert not terminal.left_on
    assert terminal.attributes_kept
    assert b"Traceback" not in terminal.output
    kept = words_of(store)
    for words in WORDS.get(moment, []):
        assert words in kept
    assert store.warnings() == ()


@pytest.mark.parametrize(
    ("number", "moment"),
    [
        *((signal.SIGTERM, moment) for moment in MOMENTS),
        *((number, moment) for number in (signal.SIGHUP, signal.SIGINT) for moment in ("question", "filing")),
    ],
    ids=lambda value: value.name if isinstance(value, signal.Signals) else value,
)
def test_a_signal_at_any_moment(
    run: Run, gitlab: StandIn, store: RequestStore, moment: str, number: signal.Signals
) -> None:
    terminal = started(run, gitlab)
    held = until(terminal, gitlab, moment)
    terminal.signal(number)
    assert terminal.end() == 128 + number
    check_end(terminal, store, moment)
    if held is not None:
        held.release()
        assert [request.stage for request in store.unfinished()] == [Stage.SENDING]
        again = started(run, gitlab)
        again.until("was filed after all")
        again.press("ctrl+q")
        assert again.end() == 0
        assert store.unfinished() == ()
        assert gitlab.creates == len(gitlab.issues(PROJECT)) == 1


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGKILL], ids=lambda number: number.name)
def test_what_the_own_editor_saved_outlives_a_closed_window_and_a_kill(
    run: Run, gitlab: StandIn, tmp_path: Path, number: signal.Signals
) -> None:
    own = tmp_path / "editor"
    # Saves when its window is closed, and ends with an error then, as some do.
    own.write_text(
        '#!/bin/sh\ntrap \'echo by the editor >>"$1"; exit 1\' HUP\necho saved by hand >>"$1"\necho is open\n'
        "while :; do sleep 0.1; done\n"
    )
    own.chmod(0o755)
    terminal = run(
        command=INTAKE, GITLAB_URL=gitlab.url, GITLAB_TOKEN=gitlab.token, EDITOR=str(own), VISUAL=""
    )
    until(terminal, gitlab, "editing")
    terminal.press("ctrl+e")
    terminal.until("is open")
    if number is signal.SIGKILL:
        terminal.signal(number)
    else:
        os.killpg(terminal.pid, number)
    terminal.end()
    saved = next((tmp_path / "data").glob("intake/editing/*/description.md"))
    assert "more of my own words" in saved.read_text()
    assert "saved by hand" in saved.read_text()
    # After a kill nobody waits for it.
    assert number is signal.SIGKILL or "by the editor" in saved.read_text()
    again = started(run, gitlab)
    again.until("What your own editor saved when it was interrupted is kept")


@pytest.mark.parametrize("moment", MOMENTS)
def test_stopped_at_any_moment_and_gone_on_with(
    run: Run, gitlab: StandIn, store: RequestStore, moment: str
) -> None:
    terminal = started(run, gitlab)
    held = until(terminal, gitlab, moment)
    terminal.signal(signal.SIGTSTP)
    terminal.until(lambda: terminal.state == "T", "stopped")
    terminal.until(lambda: not terminal.left_on, "the shell's screen")
    check_end(terminal, store, moment)
    if held is not None:
        held.release()
    terminal.signal(signal.SIGCONT)
    terminal.until(
        "Filed library/orders#1" if held else lambda: terminal.left_on >= {1049, 2004}, "back again"
    )
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    check_end(terminal, store, moment)
    assert gitlab.creates == len(gitlab.issues(PROJECT)) == (1 if held else 0)


def test_a_program_that_slept_through_the_answer_files_once(
    run: Run, gitlab: StandIn, store: RequestStore
) -> None:
    """As a laptop whose lid is shut in the middle of it: nothing runs, and the server gives up on the connection."""
    terminal = started(run, gitlab)
    held = until(terminal, gitlab, "filing")
    assert held is not None
    terminal.signal(signal.SIGSTOP)
    terminal.until(lambda: terminal.state == "T", "stopped")
    # It is stored; the answer is lost, since the server has closed the connection by the time the program wakes up.
    held.abandon()
    terminal.signal(signal.SIGCONT)
    terminal.until("It may or may not be filed")
    terminal.until("Look now")
    terminal.press("1")
    terminal.until("Filed library/orders#1")
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    assert gitlab.creates == len(gitlab.issues(PROJECT)) == 1
    assert store.unfinished() == ()


def test_two_copies_of_the_program_file_the_same_draft_once(
    run: Run, gitlab: StandIn, store: RequestStore
) -> None:
    first = started(run, gitlab)
    until(first, gitlab, "review")
    second = started(run, gitlab)
    second.until(f"Go on with: {MESSAGE}")
    second.press("down", "enter")
    second.until("File it")
    second.rest(0.6)
    held = gitlab.fail("delay-after-storing", on="create")
    first.press("1")
    held.wait_until_reached()
    second.press("1")
    second.until("Another running copy of the program is filing this one now.")
    held.release()
    first.until("Filed library/orders#1")
    second.press("1")
    second.until("Filed library/orders#1")
    for terminal in (first, second):
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    assert gitlab.creates == len(gitlab.issues(PROJECT)) == 1
    assert store.unfinished() == ()


def test_two_copies_that_send_what_was_ready_send_it_once(
    run: Run, gitlab: StandIn, store: RequestStore
) -> None:
    first = started(run, gitlab)
    until(first, gitlab, "review")
    gitlab.fail("refuse-connection")
    first.press("1")
    first.until("Kept, ready to send.")
    first.press("ctrl+q")
    assert first.end() == 0
    gitlab.heal()
    copies = [started(run, gitlab) for _ in range(2)]
    for copy in copies:
        copy.until(f"Send now: {MESSAGE}")
    for copy in copies:
        copy.press("ctrl+n")
    for copy in copies:
        copy.until("Filed library/orders#1")
        copy.press("ctrl+q")
        assert copy.end() == 0
    assert gitlab.creates == len(gitlab.issues(PROJECT)) == 1
    assert store.unfinished() == ()
