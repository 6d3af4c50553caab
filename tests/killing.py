"""Whole conversations with the real program, killed at random moments, started again and gone on with.

The program runs in line mode in a process of its own, against a GitLab on loopback, and dies by SIGKILL: between two
prompts, while it writes, while a request is under way. After each kill the words that had been answered (the next
prompt was there) must be on disk, and in the end there is one issue for the one filing.
"""

from __future__ import annotations

import os
import random
import re
import select
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from gitlab_stand_in import Fault, StandIn

from intents.drafting.request import Stage
from intents.keeping.requests import RequestStore

ROOT = Path(__file__).parent.parent
PROJECT = "library/orders"
PATIENCE = 60.0
"""Seconds for the next prompt; reached only when something is broken."""
KILLS_AT_MOST = 6

CATALOGUE = f"""
catalogue: 1
team: The Library
about: Lends books.
host: https://gitlab.example.com
handle: "@library/desk"
opening: [Please order a book]
trackers:
  orders: {{project: {PROJECT}}}
intents:
  - id: order
    title: Order a book
    sentence: You want the library to buy a book.
    keywords: [book, buy]
    examples: [Please buy this book]
    outcome: issue
    tracker: orders
    questions:
      - {{name: title, ask: What is it called?, why: It is looked for., kind: line, example: The Waves}}
      - {{name: reason, ask: Why this one?, why: Money is short., kind: text, example: It is asked for.}}
      - {{name: shelf, ask: For which shelf?, why: It needs a place., kind: line, example: Prose}}
    draft:
      title: ["${{title}}"]
      body: |
        ## Book

        ${{reason}}

        - Shelf: ${{shelf}}
    steps:
      - {{who: requester, does: Order it, done: true}}
      - {{who: team, does: Buys it}}
"""

MESSAGE = "please buy this book"
ANSWERS = {
    "What is it called?": "The Waves 波",
    "Why this one?": "/close is what it is about, and @all ask for it",
    "For which shelf?": "Prose & <poetry>",
}
WAYS_ON = ("Send now: ", "Go on with: ", "Look for: ", "File it", "Yes", "Order a book")
"""Beginnings of the options that lead to the end, the one to take first in front."""

SEND_AGAIN = """
import sys
from tui.commands import send
sys.exit(send.run([sys.argv[1], "--again"], wait=lambda seconds: None))
"""
"""The command as it is, but for the two minutes between its looks: here the server is known to be idle."""


@dataclass(kw_only=True)
class Report:
    """What one conversation came to."""

    seed: int
    moments: list[str] = field(default_factory=list)
    """When it was killed, once for each kill."""
    lost: list[str] = field(default_factory=list)
    """Answered words that were not there after a kill."""
    issues: int = 0
    posts: int = 0
    left: int = 0
    """Drafts that the program still offers when all is done."""

    @property
    def fine(self) -> bool:
        """One issue, no word lost, and the program knows of it."""
        return self.issues == 1 and not self.lost and not self.left


class Program:
    """One start of it."""

    def __init__(self, folder: Path, gitlab: StandIn, *arguments: str) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, *(arguments or ("-m", "tui", "--plain"))],
            cwd=folder,
            env={
                **kept,
                "PYTHONPATH": str(ROOT),
                "PYTHONUTF8": "1",
                "HOME": str(folder),
                "XDG_DATA_HOME": str(folder / "data"),
                "XDG_CONFIG_HOME": str(folder / "config"),
                "XDG_CACHE_HOME": str(folder / "cache"),
                "INTAKE_CATALOGUE": str(folder / "catalogue.yaml"),
                "GITLAB_URL": gitlab.url,
                "GITLAB_TOKEN": gitlab.token,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.said = ""
        """Since the last line that was given to it."""

    def prompt(self) -> bool:
        """Wait for the next prompt; False when the program has ended."""
        assert self._process.stdout is not None
        until = time.monotonic() + PATIENCE
        while not self.said.endswith("\n> "):
            ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise TimeoutError(f"no prompt came; last was said: {self.said[-500:]!r}")
            more = os.read(self._process.stdout.fileno(), 65536)
            if not more:
                return False
            self.said += more.decode("utf-8", "replace")
        return True

    def answer(self, line: str) -> None:
        """Type a line."""
        assert self._process.stdin is not None
        self.said = ""
        self._process.stdin.write((line + "\n").encode())
        self._process.stdin.flush()

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self._process.kill()
        self._close()

    def end(self) -> int:
        """Close its input and wait for its end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._close()
        return self._process.returncode

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.kill()

    def _close(self) -> None:
        self._process.wait(PATIENCE)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


class Conversation:
    """One person, one request, one disk, one server; the program comes and goes."""

    def __init__(self, seed: int, folder: Path, gitlab: StandIn) -> None:
        self.report = Report(seed=seed)
        self._chance = random.Random(seed)
        self._folder = folder
        self._gitlab = gitlab
        self._store = RequestStore(folder / "data" / "intake")
        self._acknowledged: list[str] = []

    def run(self) -> Report:
        """From the first word to the issue."""
        for _ in range(self._chance.randint(1, KILLS_AT_MOST)):
            if self._filed():
                break
            ways = [self._die_at_start, self._die_behind_a_line, self._die_under_way]
            die = self._die_while_looking if self._unclear() else self._chance.choice(ways)
            with Program(self._folder, self._gitlab) as program:
                die(program)
            self._wait_until_idle()
            self._check_disk()
        self._finish()
        return self._counted()

    def _counted(self) -> Report:
        report = self.report
        issues = self._gitlab.issues(PROJECT)
        report.issues, report.posts = len(issues), self._gitlab.creates
        report.left = len(self._store.unfinished())
        for issue in issues:
            text = f"{issue.title} {issue.description}".replace("\\", "")
            report.lost += [f"{words!r} in the issue" for words in ANSWERS.values() if words not in text]
            report.lost += [f"{action} was run" for action in issue.quick_actions_run]
        return report

    def _die_at_start(self, program: Program) -> None:
        time.sleep(self._chance.random() * 0.6)
        self._kill(program, "at the start")

    def _die_behind_a_line(self, program: Program) -> None:
        for _ in range(self._chance.randint(0, 6)):
            if not self._answer(program):
                program.end()
                return
        line = self._next_line(program) if program.prompt() else None
        if line is None:
            program.end()
            return
        program.answer(line)
        # From before the line is read until after all that follows from it is done.
        time.sleep(self._chance.random() ** 2 * 0.06)
        self._kill(program, f"behind {line!r}")

    def _die_under_way(self, program: Program) -> None:
        """With the request at the server: it was stored, or it will be, or it never is."""
        name = self._chance.choice(["delay-before-storing", "delay-after-storing"])
        held = self._gitlab.fail(name, on="create")
        while program.prompt():
            line = self._next_line(program)
            if line is None:
                break
            sends = line.isdecimal() and re.search(
                rf"^{line}\. (File it|Send now)", program.said, re.MULTILINE
            )
            program.answer(line)
            if sends:
                held.wait_until_reached()
                self._kill(program, f"under way, {name}")
                self._let_go(held)
                return
            if program.prompt():
                self._note(line)
        held.lift()
        program.end()

    def _die_while_looking(self, program: Program) -> None:
        """It was sent, is not there, and is looked for, with long waits between the looks."""
        assert program.prompt()
        line = self._next_line(program)
        assert line is not None
        program.answer(line)
        time.sleep(self._chance.random() * 0.2)
        self._kill(program, "while it was looked for")

    def _let_go(self, held: Fault) -> None:
        if self._chance.random() < 0.5:
            held.release()
        else:
            held.abandon()

    def _kill(self, program: Program, moment: str) -> None:
        program.kill()
        self.report.moments.append(moment)

    def _wait_until_idle(self) -> None:
        """What was sent before a kill may be on its way still: the server reads it to the end."""
        server = self._gitlab._server
        with server._changed:
            server._changed.wait_for(lambda: not server._connections, PATIENCE)

    def _unclear(self) -> str:
        """The draft that was sent, by its own account, while the server has none."""
        found = [r.id for r in self._store.unfinished() if r.stage is Stage.SENDING]
        return found[0] if found and not self._filed() else ""

    def _finish(self) -> None:
        """No more kills. What was never stored is sent again, as by a person who waited long enough."""
        if unclear := self._unclear():
            with Program(self._folder, self._gitlab, "-c", SEND_AGAIN, unclear) as command:
                command.end()
            return
        with Program(self._folder, self._gitlab) as program:
            while self._answer(program):
                pass
            program.end()

    def _answer(self, program: Program) -> bool:
        """Answer one prompt and wait for the next; False when there is nothing more to say."""
        if not program.prompt():
            raise AssertionError(f"the program ended by itself: {program.said[-800:]}")
        line = self._next_line(program)
        if line is None:
            return False
        program.answer(line)
        if not program.prompt():
            raise AssertionError(f"the program ended by itself: {program.said[-800:]}")
        self._note(line)
        return True

    def _note(self, line: str) -> None:
        """The program has gone on from this line: it is answered, and must never be lost."""
        if not line.isdecimal():
            self._acknowledged.append(line)

    def _next_line(self, program: Program) -> str | None:
        """What the person answers; None when all is done."""
        said = program.said
        for ask, words in ANSWERS.items():
            if ask in said:
                return words
        if "What next?" in said:
            return None
        options: dict[str, str] = {
            label: number for number, label in re.findall(r"^(\d+)\. (.*)$", said, re.MULTILINE)
        }
        for wanted in WAYS_ON:
            for label, number in options.items():
                if label.startswith(wanted):
                    return number
        assert "What do you need?" in said, said
        return None if self._filed() else MESSAGE

    def _filed(self) -> bool:
        return bool(self._gitlab.issues(PROJECT))

    def _check_disk(self) -> None:
        kept = [*self._store.unfinished(), *self._store.done()]
        words = {message for request in kept for message in request.messages}
        words |= {value for request in kept for answer in request.answers.values() for value in answer.values}
        kill = len(self.report.moments)
        self.report.lost += [f"{w!r} by kill {kill}" for w in self._acknowledged if w not in words]
        self.report.lost += [f"{warning} (kill {kill})" for warning in self._store.warnings()]


def converse(seed: int, folder: Path) -> Report:
    """One conversation with as many kills as chance wants."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    with StandIn.for_projects([PROJECT]) as gitlab:
        gitlab.groups["library/desk"] = ("mia",)
        return Conversation(seed, folder, gitlab).run()
