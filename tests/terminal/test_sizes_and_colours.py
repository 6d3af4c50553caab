"""Every size, and terminals with few colours or none. Cases: c27, c29, c96, c98; c20, c21 and c24 in `test_odd_text`."""

from __future__ import annotations

import random
from collections.abc import Callable
from unicodedata import normalize

import pytest
from pseudo_terminal import Terminal
from rich.cells import cell_len

Run = Callable[..., Terminal]
MESSAGE = "please buy this book"
STORM = [(80, 24), (1, 1), (200, 60), (3, 40), (120, 2), (40, 15), (20, 5), (1, 24), (80, 1)]


def test_a_storm_of_sizes_with_a_dialog_open_keeps_everything(run: Run) -> None:
    terminal = run()
    terminal.send(MESSAGE)
    terminal.until(MESSAGE)
    terminal.press("ctrl+c")
    terminal.until("Leave intake?")
    chance = random.Random(4)
    for _ in range(60):
        terminal.resize(*chance.choice(STORM))
    terminal.resize(80, 24)
    terminal.until("Leave intake?")
    terminal.press("escape")
    terminal.until(f"> {MESSAGE}")
    terminal.press("enter")
    terminal.until("You want the library to buy a book")
    assert len(terminal.lines) == 24


def test_a_storm_in_a_terminal_that_tells_its_size_itself(run: Run) -> None:
    terminal = run(modern=True)
    terminal.send(MESSAGE)
    terminal.until(MESSAGE)
    for size in STORM * 3:
        terminal.resize(*size)
    terminal.resize(100, 30)
    terminal.until(
        lambda: f"> {MESSAGE}" in terminal.text and "help" in terminal.lines[29], "all of it again"
    )


@pytest.mark.parametrize("size", [(40, 15), (20, 5), (80, 24), (200, 60)])
def test_a_sentence_is_answered_at_every_size(run: Run, size: tuple[int, int]) -> None:
    terminal = run(size=size, ready=False)
    terminal.until(
        lambda: any(line == " >" for line in terminal.lines) and "PRACTICE" in terminal.text, "the box"
    )
    terminal.send(MESSAGE)
    terminal.until(MESSAGE[-10:])
    terminal.press("enter")
    terminal.until("1 Yes")
    terminal.press("1")
    terminal.until(lambda: "What is it" in " ".join(terminal.text.split()), "the next question")


def test_started_in_a_window_of_one_cell_it_is_there_when_the_window_grows(run: Run) -> None:
    terminal = run(size=(1, 1), ready=False)
    terminal.until(lambda: terminal.left_on >= {1049, 2004}, "the screen")
    terminal.resize(80, 24)
    terminal.until(lambda: "help" in terminal.lines[-1], "the line of keys")
    terminal.send("ok")
    terminal.until("> ok")


@pytest.mark.parametrize("size", [(30, 3), (12, 10), (12, 3)])
def test_a_window_too_small_for_the_talk_says_so(run: Run, size: tuple[int, int]) -> None:
    terminal = run()
    terminal.send(MESSAGE)
    terminal.until(MESSAGE)
    terminal.resize(*size)
    terminal.until("too small")
    terminal.resize(20, 5)
    terminal.gone("too small")
    terminal.resize(80, 24)
    terminal.until(f"> {MESSAGE}")


WIDE = [
    "家族 \U0001f469\u200d\U0001f469\u200d\U0001f467 ﾊﾝｶｸ",
    "שלום macro עולם English",
    "cafe\u0301 n\u0303",
    "\U0001f1e9\U0001f1ea flag",
]


@pytest.mark.parametrize("words", WIDE, ids=["wide", "hebrew", "combining", "flag"])
def test_words_of_any_width_keep_the_layout_and_stay_whole(
    run: Run, kept: Callable[[], str], words: str
) -> None:
    terminal = run(size=(60, 20))
    whole = normalize("NFC", words)
    terminal.paste(words)
    terminal.until(lambda: whole.split()[-1] in normalize("NFC", terminal.text), "its last word")
    terminal.press("enter")
    terminal.until("Say it differently")
    assert whole in normalize("NFC", kept())
    assert max(cell_len(line) for line in terminal.lines) <= 60
    assert "PRACTICE" in terminal.lines[0]


COLOURS = [
    {"NO_COLOR": "1"},
    {"COLORTERM": "", "TERM": "xterm"},
    {"COLORTERM": "", "TERM": "xterm-256color"},
    {"COLORTERM": "", "TERM": "linux"},
    {"COLORFGBG": "0;15"},
    {"NO_COLOR": "1", "COLORFGBG": "0;15"},
]


@pytest.mark.parametrize("asked", COLOURS, ids=lambda asked: " ".join(f"{k}={v}" for k, v in asked.items()))
def test_nothing_is_written_in_the_colour_of_its_ground(run: Run, asked: dict[str, str]) -> None:
    terminal = run(**asked)
    terminal.send(MESSAGE + "\r")
    terminal.until("You want the library")
    terminal.rest(0.1)
    unreadable = [
        (row, column, cell.data, cell.fg)
        for row, column, cell in terminal.cells
        if cell.data.strip() and cell.fg == cell.bg
    ]
    assert not unreadable
    # What is marked is marked by a sign as well.
    assert any(line.lstrip().startswith("> 1") or "> 1" in line for line in terminal.lines), terminal.text


def test_without_colour_none_is_sent(run: Run) -> None:
    terminal = run(NO_COLOR="1")
    greys = {(cell.fg, cell.bg) for _, _, cell in terminal.cells}
    for pair in greys:
        for colour in pair:
            assert colour == "default" or len({colour[0:2], colour[2:4], colour[4:6]}) == 1, colour
