"""The terminal before, while and after: nothing typed is lost, and whatever ends the program, the shell finds its terminal.

Cases: c90 here, c92 and c95 in `test_without_a_screen`, c98 in `test_sizes`, c101 here.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pseudo_terminal import Terminal

Run = Callable[..., Terminal]
Kept = Callable[[], str]
HALF = "please buy this bo"
SIGNALS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]


def assert_restored(terminal: Terminal) -> None:
    """What a shell wants to find."""
    assert not terminal.left_on
    assert terminal.attributes_kept
    assert b"Traceback" not in terminal.output


def half_a_sentence(run: Run, **more: object) -> Terminal:
    terminal = run(**more)
    terminal.send(HALF)
    terminal.until(HALF)
    return terminal


@pytest.mark.parametrize("modern", [False, True], ids=["plain terminal", "modern terminal"])
def test_leaving_gives_the_terminal_back_as_it_was(run: Run, modern: bool) -> None:
    terminal = run(modern=modern)
    assert terminal.left_on >= {1049, 2004, 1000}
    assert not terminal.attributes_kept
    terminal.press("\x1b[113;5u" if modern else "ctrl+q")
    assert terminal.end() == 0
    assert_restored(terminal)
    assert not terminal.text.strip()


def test_ctrl_c_asks_once_and_keeps_the_words(run: Run, kept: Kept) -> None:
    terminal = half_a_sentence(run)
    terminal.press("ctrl+c")
    terminal.until("Leave intake?")
    terminal.press("ctrl+c")
    assert terminal.end() == 130
    assert_restored(terminal)
    assert HALF in kept()
    assert [line for line in terminal.lines if line] == [line for line in terminal.lines if "Kept as" in line]


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_finds_the_words_kept_and_the_terminal_restored(
    run: Run, kept: Kept, number: signal.Signals
) -> None:
    terminal = half_a_sentence(run)
    terminal.signal(number)
    assert terminal.end() == 128 + number
    assert_restored(terminal)
    assert HALF in kept()


def test_a_closed_window_loses_nothing(run: Run, kept: Kept) -> None:
    terminal = half_a_sentence(run)
    terminal.hang_up()
    assert terminal.end() == 128 + signal.SIGHUP
    assert HALF in kept()


def test_a_terminal_that_goes_away_without_a_signal_loses_nothing_either(run: Run, kept: Kept) -> None:
    terminal = run(tells=False)
    terminal.send(HALF)
    terminal.until(HALF)
    terminal.hang_up()
    assert terminal.end() == 128 + signal.SIGHUP
    assert HALF in kept()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_right_at_the_start_leaves_nothing_behind(run: Run, number: signal.Signals) -> None:
    terminal = run(ready=False)
    terminal.until(lambda: terminal.painted is not None, "the first frame")
    terminal.signal(number)
    assert terminal.end() == 128 + number
    assert_restored(terminal)
    assert not terminal.text.strip()


def test_ctrl_c_right_at_the_start_ends_it(run: Run) -> None:
    terminal = run(ready=False)
    terminal.until(lambda: terminal.painted is not None, "the first frame")
    terminal.press("ctrl+c")
    # A moment later it is a key like any other, and asks.
    terminal.until(
        lambda: not terminal.left_on or "Leave intake?" in terminal.text, "an end, or the question"
    )
    if terminal.left_on:
        terminal.press("ctrl+c")
    assert terminal.end() == 130
    assert_restored(terminal)


def test_stopped_and_gone_on_with(run: Run, kept: Kept) -> None:
    terminal = half_a_sentence(run)
    terminal.signal(signal.SIGTSTP)
    terminal.until(lambda: terminal.state == "T", "stopped")
    terminal.until(lambda: not terminal.left_on, "the shell's screen")
    assert terminal.attributes_kept
    assert HALF in kept()
    terminal.signal(signal.SIGCONT)
    terminal.until(HALF)
    terminal.send("ok")
    terminal.until(HALF + "ok")
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    assert_restored(terminal)


def test_stopped_by_force_and_gone_on_with(run: Run) -> None:
    terminal = half_a_sentence(run)
    terminal.signal(signal.SIGSTOP)
    terminal.until(lambda: terminal.state == "T", "stopped")
    terminal.signal(signal.SIGCONT)
    terminal.until(lambda: terminal.state != "T", "going on")
    terminal.send("ok")
    terminal.until(HALF + "ok")
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    assert_restored(terminal)


def test_ctrl_z_goes_to_the_shell_and_fg_comes_back(run: Run) -> None:
    shell = run(command=("bash", "--norc", "--noprofile", "-i"), PS1="shell> ", ready=False)
    shell.until("shell>")
    shell.send(f"{sys.executable} -m tui --practice\r")
    shell.until(lambda: "help" in shell.lines[-1], "the line of keys")
    shell.press("ctrl+z")
    shell.until("Stopped")
    shell.until(lambda: not shell.left_on - {2004}, "nothing of ours switched on")
    shell.until(lambda: shell.echoes or shell.modes.get(2004), "the shell reads lines as ever")
    shell.send("fg\r")
    shell.until(lambda: "help" in shell.lines[-1], "the line of keys")
    shell.send(HALF)
    shell.until(HALF)
    shell.press("ctrl+q")
    shell.until("Kept as")
    shell.send("echo it ended with $?\r")
    shell.until("it ended with 0")
    assert HALF not in shell.text, "nothing typed is left on the shell's screen"


def test_killed_after_a_pause_the_words_are_offered_again(run: Run, kept: Kept) -> None:
    terminal = half_a_sentence(run)
    terminal.until(lambda: HALF in kept(), "kept on disk")
    terminal.signal(signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    again = run()
    again.until(f"Go on with: {HALF}")


def test_what_is_typed_while_it_starts_is_in_the_box_once(run: Run) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    terminal = run(ready=False)
    terminal.until(lambda: not terminal.echoes, "echo turned off")
    for letter in letters[:20]:
        terminal.send(letter)
    terminal.until("Library")
    for letter in letters[20:30]:
        terminal.send(letter)
    terminal.until(lambda: "help" in terminal.lines[-1], "the line of keys")
    terminal.send(letters[30:])
    terminal.until(
        lambda: any(line.strip() == f"> {letters}" for line in terminal.lines), "all letters, once"
    )
    terminal.press("ctrl+c", "ctrl+c")
    assert terminal.end() == 130
    assert_restored(terminal)
    assert letters[:5] not in terminal.text


def test_a_sentence_sent_while_it_starts_is_answered(run: Run) -> None:
    terminal = run(ready=False)
    terminal.until(lambda: not terminal.echoes, "echo turned off")
    terminal.send("please buy this book\r")
    terminal.until("You want the library to buy a book [red].")


def test_words_begun_while_an_earlier_sentence_waits_are_not_lost(run: Run) -> None:
    terminal = run(ready=False)
    terminal.until(lambda: not terminal.echoes, "echo turned off")
    terminal.send("please buy this book\rand bring it here")
    terminal.until("You want the library to buy a book [red].")
    terminal.until("> and bring it here")


def test_a_paste_while_it_starts_is_not_sent(run: Run) -> None:
    terminal = run(ready=False)
    terminal.until(lambda: terminal.painted is not None, "the first frame")
    terminal.paste("please buy\nthis book\n")
    terminal.until(lambda: "help" in terminal.lines[-1], "the line of keys")
    terminal.until(lambda: "> please buy" in terminal.text and "this book" in terminal.text, "both lines")
    assert "You want the library" not in terminal.text


def test_the_first_frame_leaves_no_trace_of_a_catalogue_with_faults(run: Run, tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text("catalogue: 1\nteam: [\n", "utf-8")
    terminal = run(ready=False)
    assert terminal.end() == 1
    assert_restored(terminal)
    assert "catalogue.yaml" in terminal.text.replace("\n", "")
    assert "What do you need?" not in terminal.text


def test_bytes_that_are_no_text_do_no_harm(run: Run) -> None:
    terminal = run()
    terminal.send(b"\xff\xfe caf\xc3\xa9 \xe2\x82")
    terminal.until("café")
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    assert_restored(terminal)


def test_the_mouse_leaves_no_codes_behind(run: Run) -> None:
    terminal = run()
    terminal.send("\x1b[<35;10;5M\x1b[<35;11;5M")
    terminal.press("ctrl+q")
    terminal.send("\x1b[<35;12;5M")
    assert terminal.end() == 0
    assert_restored(terminal)
    assert "35;" not in terminal.text


def test_waiting_for_a_person_costs_nothing(run: Run) -> None:
    terminal = run()
    terminal.rest(0.5)
    before = terminal.seconds_of_cpu
    terminal.rest(1.0)
    assert terminal.seconds_of_cpu - before < 0.2, "nothing moves, so nothing is computed"
