"""Keys and pastes as terminals send them, and the person's own editor.

Cases: c01, c04, c05, c07, c09, c10, c13, c15, c17, c19, c102, c106, c108.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pseudo_terminal import Terminal

Run = Callable[..., Terminal]
Kept = Callable[[], str]
MESSAGE = "please buy this book"


def box(terminal: Terminal) -> list[str]:
    """What stands in the box: the last line with a caret, and what is set under it."""
    lines = terminal.lines
    start = max((row for row, line in enumerate(lines) if line.startswith(" >")), default=len(lines))
    found = [line[3:] for line in lines[start : start + 1]]
    for line in lines[start + 1 :]:
        if (line and not line.startswith("   ")) or "All kinds of request" in line:
            break
        found.append(line[3:])
    while found and not found[-1]:
        found.pop()
    return found


def in_the_description(run: Run, **more: object) -> Terminal:
    """At the question whose answer is a text."""
    terminal = run(MESSAGE, ready=False, **more)
    terminal.until("You want the library")
    terminal.press("1")
    terminal.until("What is it called?")
    terminal.send("The Waves\r")
    terminal.until("By which day?")
    terminal.send("in 10 days\r")
    terminal.until("Why this one?")
    return terminal


@pytest.mark.parametrize(
    ("pasted", "lines"),
    [
        (
            "Macro for refunds\nsays the wrong SLA\n\nExpected: 24h",
            ["Macro for refunds", "says the wrong SLA", "", "Expected: 24h"],
        ),
        ("one line only\n", ["one line only"]),
        ("line one\r\nline two\r\n\r\nline four", ["line one", "line two", "", "line four"]),
        ("see [/ and [/red] in the log", ["see [/ and [/red] in the log"]),
    ],
    ids=["lines", "a line end at the end", "windows", "brackets"],
)
def test_a_paste_is_in_the_box_as_it_was_and_sends_nothing(
    run: Run, kept: Kept, pasted: str, lines: list[str]
) -> None:
    terminal = run()
    terminal.paste(pasted)
    terminal.until(lambda: box(terminal) == lines, f"{lines} in the box")
    wanted = "\\n".join(lines)
    terminal.until(lambda: wanted in kept(), "kept with line feeds")
    assert "\\r" not in kept()


def test_a_paste_with_escapes_in_it_is_no_key(run: Run) -> None:
    terminal = run()
    terminal.send("\x1b[200~please\x1b[31m buy\rthis\x1b" + "x" * 40 + "\rbook\x1b[201~")
    terminal.until("book")
    assert "You want the library" not in terminal.text
    terminal.until(lambda: box(terminal) == ["please buy", "this" + "x" * 40, "book"], "in the box")


def test_a_paste_torn_apart_anywhere_is_whole(run: Run) -> None:
    terminal = run()
    for number, cut in enumerate(range(1, 22, 4)):
        whole = f"\x1b[200~x{number}\ry{number}\x1b[201~"
        terminal.send(whole[:cut])
        terminal.rest(0.02)
        terminal.send(whole[cut:])
        terminal.until(f"y{number}")
    terminal.until(lambda: "".join(box(terminal)) == "x0y0x1y1x2y2x3y3x4y4x5y5", "every letter once")


def test_a_paste_of_a_hundred_thousand_letters_is_taken(run: Run) -> None:
    terminal = run()
    terminal.paste(
        "".join(f"line {number} of a long log, as it was found\n" for number in range(2500)) + "its end"
    )
    terminal.until("its end")
    terminal.send("!")
    terminal.until("its end!")


def test_a_line_of_a_million_letters_is_refused_in_words_and_typing_goes_on(run: Run) -> None:
    terminal = run()
    terminal.send("before ")
    terminal.until("before")
    terminal.paste("x" * 1_000_000)
    terminal.until("1,000,007")
    sent = terminal.send("after")
    assert terminal.until("before after") - sent < 2.0
    assert "xxx" not in terminal.text


@pytest.mark.parametrize("key", ["ctrl+j", "tmux shift+enter", "kitty shift+enter"])
def test_a_line_is_broken_by_every_key_that_may_mean_it(run: Run, key: str) -> None:
    terminal = in_the_description(run)
    assert "ctrl+j new line" in terminal.lines[-1]
    terminal.press("a", key, "b")
    terminal.until(lambda: box(terminal) == ["a", "b"], "two lines")
    assert "Why this one?" in terminal.text


def test_shift_enter_of_a_plain_terminal_shows_the_draft_first(run: Run, tmp_path: Path) -> None:
    terminal = in_the_description(run)
    terminal.send("because")
    terminal.press("enter", "enter", "enter")
    terminal.until("File it")
    assert not (tmp_path / "data" / "intake" / "practice").exists()


def test_what_enter_takes_at_the_draft_is_marked_without_another_key(run: Run) -> None:
    terminal = in_the_description(run)
    terminal.send("because\r")
    terminal.until("> 1 File it")


def test_back_works_from_a_wrong_answer_and_ways_out_are_offered(run: Run) -> None:
    terminal = run(MESSAGE, ready=False)
    terminal.until("You want the library")
    terminal.press("1")
    terminal.until("What is it called?")
    terminal.send("The Waves\r")
    terminal.until("By which day?")
    terminal.send("dunno\r")
    terminal.until(lambda: "such as" in terminal.text.casefold(), "the form that is wanted")
    said = set()
    for wrong in ("whenever", "soonish"):
        terminal.send("".join("\x7f" for _ in "later on") + f"{wrong}\r")
        terminal.until(f"“{wrong}”")
        said.add(terminal.text)
    assert len(said) == 2
    assert "By which day?" in terminal.text
    assert "Leave it open for now" in terminal.text
    assert "Keep the request for later" in terminal.text
    terminal.press("escape")
    terminal.until("What is it called?")


def test_every_action_is_listed_without_a_function_key(run: Run) -> None:
    terminal = run()
    terminal.press("?")
    terminal.until("Help for this moment")
    terminal.until("ctrl+p")
    terminal.press("escape")
    terminal.press("ctrl+p")
    terminal.until("leave")


def test_the_draft_survives_leaving_it_by_the_last_option(run: Run, kept: Kept) -> None:
    terminal = in_the_description(run)
    terminal.send("because\r")
    terminal.until("File it")
    terminal.press("ctrl+l")
    terminal.until("Go on with")
    assert "because" in kept()


def test_the_latest_words_are_always_in_sight(run: Run) -> None:
    terminal = run()
    for letters in ("zza", "zzb", "zzc", "zzd", "zze", "zzf", "zzg", "zzh", "zzi", "zzk", "zzl", "zzm"):
        said = f"> {letters} qqq"
        terminal.send(f"{letters} qqq\r")
        terminal.until(said)
        # Until it is answered, and not only in the box.
        terminal.rest(0.1)
        assert said in terminal.text, terminal.text


def editor(tmp_path: Path, lines: str) -> str:
    """A program that takes an argument before the file, as `code --wait` does."""
    program = tmp_path / "own editor"
    program.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
    program.chmod(0o755)
    return f'"{program}" --wait'


def in_the_editor(run: Run, **more: str) -> Terminal:
    terminal = in_the_description(run, **more)
    terminal.send("because\r")
    terminal.until("File it")
    terminal.rest(0.6)
    terminal.send("edit\r")
    terminal.until("ctrl+e your own editor")
    return terminal


def test_the_own_editor_runs_with_its_arguments_and_the_screen_is_whole_behind_it(
    run: Run, tmp_path: Path
) -> None:
    own = editor(
        tmp_path,
        '[ "$1" = --wait ] || exit 9\nprintf "on the shell"\'"\'"\'s screen\'\necho "an added line" >>"$2"',
    )
    own = editor(
        tmp_path, '[ "$1" = --wait ] || exit 9\nclear; echo drawn over all\necho "an added line" >>"$2"'
    )
    terminal = in_the_editor(run, EDITOR=own, VISUAL="")
    terminal.press("ctrl+e")
    terminal.until("an added line")
    terminal.until(
        lambda: "intake" in terminal.lines[0] and "Title" in terminal.text and "ctrl+e" in terminal.lines[-1],
        "drawn anew",
    )
    assert "drawn over all" not in terminal.text
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    assert not terminal.left_on


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("false", "ended with code 1"),
        ("no-such-editor --wait", "could not be started"),
        ("", "No editor is named"),
    ],
)
def test_an_editor_that_fails_loses_nothing(run: Run, named: str, said: str) -> None:
    terminal = in_the_editor(run, EDITOR=named, VISUAL="")
    terminal.press("ctrl+e")
    terminal.until(said)
    terminal.until("because")


def test_where_the_words_of_an_editor_that_failed_are_is_shown_whole(run: Run, tmp_path: Path) -> None:
    own = editor(tmp_path, 'echo more >>"$2"; exit 3')
    terminal = in_the_editor(run, EDITOR=own, VISUAL="")
    terminal.press("ctrl+e")
    terminal.until("ended with code 3")
    terminal.until("as it was before")
    assert "description.md”" in "".join(line.strip() for line in terminal.lines)
