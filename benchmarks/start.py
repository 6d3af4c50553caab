"""How long the short commands take to start, next to an interpreter that does nothing.

    python benchmarks/start.py [--runs N] [--python PYTHON]

Builds the wheel, installs it in a new virtual environment in a temporary folder and runs the installed program there,
all commands in turn, so that a slow moment of the machine falls on all of them. Prints medians in milliseconds, the
middle half of the runs, and the ratio to `python -c pass` of the same environment.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
MESSAGE = "please add me to the Upgrade Assistance event from Monday"
MISSPELT = "plese add me to the Upgrade Assistence event from Monday"
IDLE = "python -c pass"


def main() -> int:
    """Install, measure, print."""
    flags = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    flags.add_argument("--runs", type=int, default=30, help="runs of each command (30)")
    flags.add_argument("--python", default=sys.executable, help="the interpreter to install for")
    given = flags.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        programs = installed(place, given.python)
        print(f"{version_of(given.python)}, {given.runs} runs of each command in turn", flush=True)
        print(table(measured(place, programs, given.runs)))
    return 0


def version_of(python: str) -> str:
    """Its name and version."""
    return subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def installed(place: Path, python: str) -> Path:
    """The folder of programs of a new environment that has the wheel."""
    environment = place / "environment"
    # The newest pip, as in README's line: the starters that older ones write load more than our own `--version` does.
    subprocess.run(
        [python, "-m", "venv", "--upgrade-deps", environment], check=True, stdout=subprocess.DEVNULL
    )
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "-q", CHECKOUT], check=True)
    return programs


def measured(place: Path, programs: Path, runs: int) -> dict[str, list[float]]:
    """Milliseconds of every run of every command."""
    used, empty = place / "used", place / "empty"
    python, intake = programs / "python", programs / "intake"

    def forget() -> None:
        shutil.rmtree(empty, ignore_errors=True)
        empty.mkdir()

    commands: dict[str, tuple[list[str | Path], Path, Callable[[], None] | None]] = {
        IDLE: ([python, "-c", "pass"], used, None),
        "intake --version": ([intake, "--version"], used, None),
        "intake route TEXT": ([intake, "route", MESSAGE], used, None),
        "intake route TEXT, empty home": ([intake, "route", MESSAGE], empty, forget),
        "intake route MISSPELT TEXT": ([intake, "route", MISSPELT], used, None),
        "intake intents ID": ([intake, "intents", "calendly"], used, None),
        "intake check": ([intake, "check"], used, None),
    }
    used.mkdir()
    times: dict[str, list[float]] = {name: [] for name in commands}
    times["intake route TEXT, first after installing"] = [
        milliseconds([intake, "route", MESSAGE], used),
    ]
    for _ in range(runs):
        for name, (command, home, before) in commands.items():
            if before:
                before()
            times[name].append(milliseconds(command, home))
    return times


def milliseconds(command: list[str | Path], home: Path) -> float:
    """The time from starting a process to its end."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "XDG_", "INTAKE_"))
    }
    environment |= {"HOME": str(home), "USERPROFILE": str(home)}
    began = time.perf_counter()
    subprocess.run(command, cwd=home, env=environment, check=True, capture_output=True)
    return (time.perf_counter() - began) * 1000


def table(times: dict[str, list[float]]) -> str:
    """The figures for people."""
    idle = statistics.median(times[IDLE])
    lines = [f"{'':<42}{'median':>8}{'middle half':>16}{'best':>8}{'ratio':>8}"]
    for name, runs in times.items():
        middle = statistics.median(runs)
        low, _, high = statistics.quantiles(runs, n=4) if len(runs) > 1 else (middle, middle, middle)
        spread = f"{low:.1f} to {high:.1f}"
        lines.append(f"{name:<42}{middle:>8.1f}{spread:>16}{min(runs):>8.1f}{middle / idle:>8.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
