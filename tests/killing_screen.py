"""As `killing`, but with the whole screen on a pseudo-terminal: keys go in, and what the screen shows is read.

What counts as answered is what a person would take for it: the screen has gone on from it.
"""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

from gitlab_stand_in import StandIn
from killing import ANSWERS, CATALOGUE, KILLS_AT_MOST, MESSAGE, PROJECT, Conversation, Report
from terminal.pseudo_terminal import KEYS, Terminal, environment

STEPS_AT_MOST = 40
SEND = KEYS["ctrl+n"]
CHOOSE_FIRST = KEYS["down"] + KEYS["enter"]


class ScreenConversation(Conversation):
    """One person before the screen; the program comes and goes."""

    def run(self) -> Report:
        """From the first word to the issue."""
        for _ in range(self._chance.randint(1, KILLS_AT_MOST)):
            if self._filed():
                break
            ways = [self._die_early, self._die_behind_keys, self._die_at_the_server]
            die = self._die_looking if self._unclear() else self._chance.choice(ways)
            with self._start() as terminal:
                die(terminal)
            self._wait_until_idle()
            self._check_disk()
        self._finish()
        return self._counted()

    def _start(self) -> Terminal:
        return Terminal(
            [sys.executable, "-m", "tui"],
            folder=self._folder,
            environment=environment(
                self._folder,
                INTAKE_CATALOGUE=str(self._folder / "catalogue.yaml"),
                GITLAB_URL=self._gitlab.url,
                GITLAB_TOKEN=self._gitlab.token,
            ),
        )

    def _die_early(self, terminal: Terminal) -> None:
        time.sleep(self._chance.random() * 1.2)
        self._sigkill(terminal, "at the start")

    def _die_behind_keys(self, terminal: Terminal) -> None:
        """From before the keys are read until after all that follows from them; in the middle of a word too."""
        for _ in range(self._chance.randint(0, 6)):
            if not self._go_on(terminal):
                self._leave(terminal)
                return
        keys = self._next_keys(terminal)
        if keys is None:
            self._leave(terminal)
            return
        part = self._chance.randint(1, len(keys)) if self._chance.random() < 0.3 else len(keys)
        terminal.send(keys[:part])
        time.sleep(self._chance.random() ** 2 * 0.3)
        self._sigkill(terminal, f"behind {keys!r}")

    def _die_at_the_server(self, terminal: Terminal) -> None:
        name = self._chance.choice(["delay-before-storing", "delay-after-storing"])
        held = self._gitlab.fail(name, on="create")
        while (keys := self._next_keys(terminal)) is not None:
            if keys == SEND or "File it" in panel(terminal):
                break
            self._give(terminal, keys)
        if keys is None:
            held.lift()
            self._leave(terminal)
            return
        terminal.send(keys)
        held.wait_until_reached()
        if self._chance.random() < 0.3:
            terminal.press("escape")
            terminal.until(lambda: "goes on being filed" in terminal.text)
        self._sigkill(terminal, f"under way, {name}")
        self._let_go(held)

    def _die_looking(self, terminal: Terminal) -> None:
        terminal.until(lambda: "help" in terminal.lines[-1], "the line of keys")
        if self._chance.random() < 0.5:
            terminal.until(lambda: "Look for: " in panel(terminal) or "filed after all" in terminal.text)
            terminal.send(CHOOSE_FIRST)
        time.sleep(self._chance.random() * 0.5)
        self._sigkill(terminal, "while it was looked for")

    def _sigkill(self, terminal: Terminal, moment: str) -> None:
        terminal.signal(signal.SIGKILL)
        terminal.end()
        self.report.moments.append(moment)

    def _leave(self, terminal: Terminal) -> None:
        terminal.press("ctrl+q")
        assert terminal.end() == 0, terminal.text

    def _finish(self) -> None:
        if self._unclear():
            # Two minutes of looking belong to the command, which knows how to have them pass at once.
            super()._finish()
            return
        with self._start() as terminal:
            for _ in range(STEPS_AT_MOST):
                if not self._go_on(terminal):
                    break
            else:
                raise AssertionError(f"it never ended\n{terminal.text}")
            self._leave(terminal)

    def _go_on(self, terminal: Terminal) -> bool:
        """Do the next thing and wait until the screen has gone on from it; False when there is nothing more to do."""
        keys = self._next_keys(terminal)
        if keys is not None:
            self._give(terminal, keys)
        return keys is not None

    def _give(self, terminal: Terminal, keys: str) -> None:
        before = panel(terminal)
        terminal.send(keys)
        terminal.until(
            lambda: _settled(terminal) and _moved_on(before, panel(terminal)), f"something new after {keys!r}"
        )
        words = keys.strip("\r\x7f")
        if words in (MESSAGE, *ANSWERS.values()):
            self._acknowledged.append(words)

    def _next_keys(self, terminal: Terminal) -> str | None:
        terminal.until(lambda: _settled(terminal), "something to answer")
        # A draft that has just come up is filed by no key; and what stands on disk is read and offered.
        terminal.rest(0.5)
        said = panel(terminal)
        for ask, words in ANSWERS.items():
            if ask in said:
                return _over(said) + words + "\r"
        if "What next?" in said or (self._filed() and "What do you need?" in said):
            return None
        if "File it" in said or "You want the library" in said:
            return _over(said) + "1" if "> 1" in said else _over(said) + KEYS["up"] + "\r"
        if "Send now: " in said:
            return SEND
        if "It may or may not be filed" in said:
            return "1"
        if "Go on with: " in said or "Look for: " in said:
            return CHOOSE_FIRST
        assert "What do you need?" in said, terminal.text
        return _over(said) + MESSAGE + "\r"


def panel(terminal: Terminal) -> str:
    """What is asked, below the rule."""
    return terminal.text.rpartition("─────")[2]


def _settled(terminal: Terminal) -> bool:
    said = panel(terminal)
    busy = "One moment" in said or "Filing in" in said or "Reading the project" in said
    return "help" in terminal.lines[-1] and "?" in said and not busy


def _moved_on(before: str, now: str) -> bool:
    return before.strip().splitlines()[:1] != now.strip().splitlines()[:1]


def _over(said: str) -> str:
    """Takes away what a killed program had in the box, so that what is typed now is the whole answer."""
    typed = next(
        (line[3:] for line in said.splitlines() if line.startswith(" > ") and line[3:4] not in "123456789"),
        "",
    )
    return "\x7f" * len(typed.strip())


def converse_on_screen(seed: int, folder: Path) -> Report:
    """One conversation with as many kills as chance wants."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    with StandIn.for_projects([PROJECT]) as gitlab:
        gitlab.groups["library/desk"] = ("mia",)
        return ScreenConversation(seed, folder, gitlab).run()
