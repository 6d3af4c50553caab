"""How the screen starts, types and takes a paste, beside the plainest Textual programs: python benchmarks/terminal.py

    python benchmarks/terminal.py [--runs N] [--keys N] [--turns N] [--beside COMMAND]...

All run on a pseudo-terminal, in turn, so that a slow moment of the machine falls on all. Times are taken when the
bytes come out of the terminal; the model of the screen is not counted. How to read it: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT / "tests" / "terminal"))

from pseudo_terminal import Terminal, environment  # noqa: E402 - found on the path that is set above

BARE = "bare Textual app"
AREA = "bare TextArea"
PLAIN = "plain Textual chat"
OURS = "intake"
EXPLANATIONS = {
    "first frame": "spawn to the first text on the screen, ms",
    "first key": "spawn to the echo of a key typed right after the first text, ms",
    "work": "processor time used until then (steadier on a busy machine), ms",
    "answered": "spawn to what comes of a message sent right after the first text (ours is matched), ms",
    "echo": "a key to its echo, the next one goes out at once, median, ms",
    "echo 95": "the same, 95 of 100 are faster",
    "slow echo": "a key to its echo, a pause between, median, ms",
    "slow echo 95": "the same, 95 of 100 are faster",
    "long talk": "a key to its echo, a pause between, after TURNS messages and their answers, median, ms",
    "paste": "100 KB pasted to its end on the screen, ms",
    "long line": "a line of a megabyte pasted, then a key, from the key to its echo, ms",
    "memory": "peak resident memory after typing, MiB",
    "memory, paste": "the same after the paste, MiB",
}
GOALS = {
    "first frame": (BARE, 0.2),
    "first key": (PLAIN, 1.0),
    "work": (PLAIN, 1.0),
    "echo": (AREA, 1.0),
    "echo 95": (AREA, 1.0),
    "slow echo": (AREA, 1.0),
    "slow echo 95": (AREA, 1.0),
    "paste": (AREA, 1.3),
    "memory": (PLAIN, 1.3),
    "memory, paste": (PLAIN, 1.3),
}
"""What a row is held against, and the ratio to it that is wanted at most. Every other row stands beside the plain chat."""
PASTE = "".join(
    f"line {number:05} of what was pasted, seventy-odd letters wide, as logs are ..\n"
    for number in range(1400)
)
END_OF_PASTE = "the end"
LONG_LINE = "x" * 1_000_000


@dataclass
class Figures:
    """Of one program, a list of runs for each name."""

    command: list[str]
    box: str
    """Text that stands on the screen when the box can be typed into; empty for a program that is only started.

    Without `says` it is typed and pasted into, and nothing is sent.
    """
    says: str = ""
    """A message with the key that sends it."""
    answer: str = ""
    """Text on the screen once it is answered."""
    typed: bool = True
    """Something can be typed into it."""
    found: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, value: float) -> None:
        """One more run."""
        self.found.setdefault(name, []).append(value)


def main() -> int:
    """Warm up, measure in turn, print."""
    flags = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    flags.add_argument("--runs", type=int, default=9, help="starts of each program (9)")
    flags.add_argument("--keys", type=int, default=100, help="keys typed in each run (100)")
    flags.add_argument("--turns", type=int, default=1000, help="messages of the long talk (1000)")
    flags.add_argument(
        "--beside", action="append", default=[], help="one more program to start, such as posting"
    )
    given = flags.parse_args()
    bare = str(CHECKOUT / "benchmarks" / "bare.py")
    programs = {
        BARE: Figures([sys.executable, bare, "app"], "", typed=False),
        AREA: Figures([sys.executable, bare, "area"], "ready"),
        PLAIN: Figures(
            [sys.executable, str(CHECKOUT / "benchmarks" / "plain_chat.py")], "send", "zzz\x13", "You said:"
        ),
        OURS: Figures([sys.executable, "-m", "tui", "--practice"], "help", "zzz\r", "differently"),
        **{command: Figures(shlex.split(command), "") for command in given.beside},
    }
    with tempfile.TemporaryDirectory() as place:
        learn(Path(place) / OURS)
        for run in range(-1, given.runs):
            for name, figures in programs.items():
                folder = Path(place) / name.replace(" ", "-").replace("/", "-")
                folder.mkdir(exist_ok=True)
                forget(folder)
                start(figures, folder, given.keys if run >= 0 else 0, note=run >= 0)
                if run >= 0 and figures.box:
                    if figures.says:
                        answered(figures, folder)
                    paste(figures, folder)
                    forget(folder)
        for name, figures in programs.items():
            if figures.box:
                long_line(figures, Path(place) / name.replace(" ", "-"))
            if figures.says:
                long_talk(figures, Path(place) / name.replace(" ", "-"), given.keys, given.turns)
    print(table(programs, given.turns))
    return 0


def learn(folder: Path) -> None:
    """Have the catalogue learned whole. A chat would not wait for that, and it would go on beside what is measured."""
    folder.mkdir()
    command = [sys.executable, "-m", "tui", "route", "--jsonl"]
    line = b'{"text": "a first message"}\n'
    subprocess.run(command, input=line, env=environment(folder), capture_output=True, check=True)


def forget(folder: Path) -> None:
    """Drafts of the runs before would be offered again; what was learned of the catalogue stays."""
    shutil.rmtree(folder / "data", ignore_errors=True)


def start(figures: Figures, folder: Path, keys: int, *, note: bool) -> None:
    """One start, one first key, then so many keys."""
    with Terminal(figures.command, folder=folder, environment=environment(folder)) as terminal:
        terminal.until(lambda: terminal.painted is not None)
        painted = terminal.painted or 0.0
        if not figures.typed:
            figures.note("first frame", (painted - terminal.began) * 1000)
            return
        first = first_key(terminal)
        used = terminal.seconds_of_cpu
        if not note:
            if figures.says:
                terminal.send(figures.says)
                terminal.until(figures.answer, patience=120)
            return
        ms = 1000.0
        figures.note("first frame", (painted - terminal.began) * ms)
        figures.note("first key", (first - terminal.began) * ms)
        figures.note("work", used * ms)
        if not figures.box:
            return
        if figures.says:
            terminal.until(figures.box)
        echoes = [echo(terminal, letter) for letter in letters(keys)]
        figures.note("echo", statistics.median(echoes) * ms)
        figures.note("echo 95", nearly_all(echoes) * ms)
        slow = []
        for letter in letters(keys // 2):
            quiet(terminal, 0.04)
            slow.append(echo(terminal, letter))
        figures.note("slow echo", statistics.median(slow) * ms)
        figures.note("slow echo 95", nearly_all(slow) * ms)
        figures.note("memory", terminal.peak_memory)


def first_key(terminal: Terminal) -> float:
    """Type a letter once the program has the terminal, and again until one shows. Returns when it did."""
    terminal.until(lambda: not terminal.echoes, "the terminal taken over")
    count = terminal.text.count("Q")
    terminal.send("Q")
    return terminal.until(lambda: terminal.text.count("Q") > count, "a letter on the screen")


def answered(figures: Figures, folder: Path) -> None:
    """Say something at once and wait for what comes of it."""
    with Terminal(figures.command, folder=folder, environment=environment(folder)) as terminal:
        terminal.until(
            lambda: terminal.painted is not None and not terminal.echoes, "the terminal taken over"
        )
        terminal.send(figures.says)
        figures.note("answered", (terminal.until(figures.answer) - terminal.began) * 1000)


def letters(count: int) -> str:
    """Letters to type: no two next to each other are alike, and a space now and then."""
    return ("abcdefghij klmnopqr stuvwxyz " * (count // 29 + 1))[:count]


def echo(terminal: Terminal, letter: str) -> float:
    """Seconds from a letter to the next thing that is drawn with it."""
    x, y = terminal.cursor
    before = terminal.text
    sent = terminal.send(letter)
    return (
        terminal.until(
            lambda: terminal.text != before or terminal.cursor != (x, y), f"the echo of {letter!r}"
        )
        - sent
    )


def quiet(terminal: Terminal, seconds: float) -> None:
    """Until nothing was drawn for so long."""
    terminal.rest(seconds)


def long_talk(figures: Figures, folder: Path, keys: int, turns: int) -> None:
    """Say something very often, then type: what was said before must not be felt."""
    with Terminal(figures.command, folder=folder, environment=environment(folder)) as terminal:
        terminal.until(figures.box)
        for turn in range(turns):
            # In letters: digits choose.
            word = f"{turn:04}".translate(str.maketrans("0123456789", "bcdfghjklm"))
            terminal.send(f"{word} {figures.says}")
            terminal.until(word)
            quiet(terminal, 0.002)
        quiet(terminal, 0.3)
        echoes = []
        for letter in letters(keys // 2):
            quiet(terminal, 0.04)
            echoes.append(echo(terminal, letter))
        figures.note("long talk", statistics.median(echoes) * 1000)


def long_line(figures: Figures, folder: Path) -> None:
    """A line of a megabyte, taken or refused: the next key must work."""
    with Terminal(figures.command, folder=folder, environment=environment(folder)) as terminal:
        terminal.until(figures.box)
        first_key(terminal)
        terminal.paste(LONG_LINE)
        terminal.until(lambda: not terminal.unsent, "the paste handed over")
        quiet(terminal, 0.3)
        figures.note("long line", echo(terminal, "z") * 1000)


def paste(figures: Figures, folder: Path) -> None:
    """One paste, in a program of its own."""
    with Terminal(figures.command, folder=folder, environment=environment(folder)) as terminal:
        terminal.until(figures.box)
        first_key(terminal)
        quiet(terminal, 0.05)
        sent = terminal.paste(PASTE + END_OF_PASTE)
        figures.note("paste", (terminal.until(END_OF_PASTE) - sent) * 1000)
        figures.note("memory, paste", terminal.peak_memory)


def nearly_all(values: list[float]) -> float:
    """The 95th of 100."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def table(programs: dict[str, Figures], turns: int) -> str:
    """The figures for people: medians, the whole spread, and the ratios to what each row stands beside: of the medians
    and of the smallest values."""
    lines = []
    for name, explanation in EXPLANATIONS.items():
        reference, most = GOALS.get(name, (PLAIN, None))
        wanted = "" if most is None else f"; wanted: at most {most} of {reference}"
        lines.append(f"{name}: {explanation.replace('TURNS', str(turns))}{wanted}")
        beside = programs[reference].found.get(name)
        for program, figures in programs.items():
            if values := figures.found.get(name):
                middle = statistics.median(values)
                line = f"    {program:<24}{middle:9.1f}   {min(values):9.1f} to {max(values):.1f}"
                if beside:
                    ratio, least = middle / statistics.median(beside), min(values) / min(beside)
                    line = f"{line:<64}{ratio:6.2f}{least:8.2f}"
                lines.append(line)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    runs = len(programs[OURS].found["first frame"])
    lines.append(f"{runs} runs of each in turn, {os.cpu_count()} cores, load {load:.1f} at the end")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
