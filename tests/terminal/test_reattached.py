"""A tmux that is left, reattached in another size, and whose connection breaks: the words stay, and the screen is whole."""

from __future__ import annotations

import fcntl
import os
import pty
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator

import pytest

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not here")
PATIENCE = 30.0


class Tmux:
    """A server of its own, with the program in its one session."""

    def __init__(self, known: dict[str, str]) -> None:
        # A socket's path must be short.
        self._command = ["tmux", "-f", "/dev/null", "-L", f"intake-test-{os.getpid()}"]
        self._environment = {**known, "TERM": "xterm-256color"}
        program = shlex.join([sys.executable, "-m", "tui", "--practice"])
        self.run("new-session", "-d", "-s", "t", "-x", "80", "-y", "24", program)

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._command, *arguments], capture_output=True, text=True, env=self._environment, check=False
        )
        return done.stdout

    def until(self, condition: Callable[[str], bool]) -> str:
        end = time.monotonic() + PATIENCE
        while not condition(shown := self.run("capture-pane", "-p", "-t", "t")):
            assert time.monotonic() < end, shown
            time.sleep(0.02)
        return shown

    def attach(self, columns: int, rows: int) -> tuple[int, int]:
        child, terminal = pty.fork()
        if child == 0:
            os.execvpe("tmux", [*self._command, "attach", "-t", "t"], self._environment)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        threading.Thread(target=_read_away, args=(terminal,), daemon=True).start()
        return child, terminal


def _read_away(terminal: int) -> None:
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        return


@pytest.fixture
def tmux(known: dict[str, str]) -> Iterator[Tmux]:
    server = Tmux(known)
    try:
        yield server
    finally:
        server.run("kill-server")


def leave(child: int, terminal: int) -> None:
    os.waitpid(child, 0)
    os.close(terminal)


def test_a_session_that_is_left_and_found_again_in_another_size_goes_on(tmux: Tmux) -> None:
    child, terminal = tmux.attach(100, 30)
    tmux.until(lambda shown: "help" in shown.rstrip().rpartition("\n")[2])
    os.write(terminal, b"the view of tickets is")
    tmux.until(lambda shown: "> the view of tickets is" in shown)
    tmux.run("detach-client", "-s", "t")
    leave(child, terminal)

    child, terminal = tmux.attach(50, 16)
    tmux.until(lambda shown: max(map(len, shown.splitlines())) <= 50 and "help" in shown)
    os.write(terminal, b" empty")
    tmux.until(lambda shown: "> the view of tickets is empty" in shown)
    # As a connection that breaks: the client is gone without a word.
    os.kill(child, signal.SIGKILL)
    leave(child, terminal)

    child, terminal = tmux.attach(80, 24)
    os.write(terminal, b" now\r")
    shown = tmux.until(lambda shown: "> the view of tickets is empty now" in shown)
    assert "Traceback" not in shown
    os.write(terminal, b"\x11")
    leave(child, terminal)
