"""The first thing on the screen, painted before Textual is loaded: something to read, and letters typed from now on wait
unseen until the box can take them.

Loads next to nothing: it stands before everything else that takes time. Whoever shows the real screen calls
`take_over`; in every other case `restore` gives the terminal back as it was found.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FLAGS = ("--practice",)
_FLAGS_WITH_VALUE = ("--catalogue", "--gitlab")
ENTER = "\x1b[?1049h"
"""To the alternate screen; written once, here or by the driver."""
# Without the mouse, the paste's brackets and the keyboard protocol, which the real screen may have switched on by then.
_LEAVE = "\x1b[<u\x1b[?1016l\x1b[?1015l\x1b[?1006l\x1b[?1003l\x1b[?1000l\x1b[?1004l\x1b[?2004l\x1b[?7h\x1b[?1049l\x1b[?25h"

_found: list[Any] | None = None
"""How the terminal was set when it was found; None while nothing of ours is on it."""
_taken = False


def has_screen() -> bool:
    """Whether a full screen is possible here: a real terminal on both sides."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") not in ("dumb", "")


def wanted(arguments: list[str]) -> bool:
    """Whether these arguments lead to the screen for certain. What is doubtful is left to the parser of arguments."""
    value = False
    for argument in arguments:
        if value:
            value = False
        elif argument in _FLAGS_WITH_VALUE:
            value = True
        elif argument == "--":
            break
        elif argument.startswith("-") and argument not in _FLAGS:
            name, equals, _ = argument.partition("=")
            if not equals or name not in _FLAGS_WITH_VALUE:
                return False
    return not value and has_screen() and not _lines_wanted()


def _lines_wanted() -> bool:
    """Whether the environment or the settings ask for lines. The file is looked at by hand: what reads it in earnest
    takes longer to load than all that is painted here, and what is doubtful is left to it."""
    if accessible := os.environ.get("ACCESSIBLE", ""):
        return accessible not in ("0", "false", "no")
    path = _settings_path()
    if not os.path.isfile(path):  # noqa: PTH113
        return False
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            lines = file.read(100_000).splitlines()
    except (OSError, ValueError):
        return False
    for line in lines:
        if line.startswith(("plain", '"plain', "'plain", "{")):
            said = line.partition(":")[2].partition("#")[0].strip().strip("'\"").casefold()
            return said not in ("no", "false", "off")
    return False


def _settings_path() -> str:
    """Where `tui.settings` says; a test holds both together."""
    named = os.environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(named):  # noqa: PTH117
        beside = "~/Library/Application Support" if sys.platform == "darwin" else "~/.config"
        named = os.path.expanduser(beside)  # noqa: PTH111
    return f"{named}/intake/settings.yaml"


def paint() -> None:
    """Show the first frame and stop the kernel's echo."""
    global _found
    try:
        import termios

        found = termios.tcgetattr(0)
        ours = termios.tcgetattr(0)
    except (ImportError, OSError, ValueError):
        # No such terminal here (Windows): the real screen comes a moment later.
        return
    _found = found
    # Enter stays a carriage return and nothing waits for it; Ctrl+C still ends the program, Ctrl+Z waits its turn.
    ours[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF)
    ours[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    for place, value in (
        (termios.VMIN, 1),
        (termios.VTIME, 0),
        (termios.VSUSP, b"\0"),
        (termios.VQUIT, b"\0"),
    ):
        ours[6][place] = value
    import signal

    # Ctrl+C too: an exception that is raised while modules are loaded, or before the screen listens, may get lost there.
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _signalled)
    termios.tcsetattr(0, termios.TCSANOW, ours)
    _write(_frame(*_size()))


def take_over() -> list[Any] | None:
    """The settings of the terminal as they were found, for whoever draws from now on and restores them at the end; None
    when nothing was painted."""
    global _taken
    _taken = True
    return _found


def restore() -> None:
    """Give the terminal back, if it was not taken over."""
    if not _taken:
        _give_back()


def _give_back() -> None:
    global _found
    if _found is None:
        return
    import termios

    found, _found = _found, None
    try:
        _write(_LEAVE)
        # Drained first: what was written belongs to the old screen.
        termios.tcsetattr(0, termios.TCSADRAIN, found)
    except (OSError, termios.error):
        # The window is gone.
        return


def _signalled(number: int, frame: object) -> None:  # noqa: ARG001 - how handlers are called
    _give_back()
    os._exit(128 + number)


def _size() -> tuple[int, int]:
    try:
        return os.get_terminal_size(1)
    except OSError:
        return 80, 24


def _frame(columns: int, rows: int) -> str:
    lines = ["\x1b[7m" + " intake"[:columns].ljust(columns) + "\x1b[0m"]
    if rows > 2:
        lines.append("")
    lines.append(" What do you need? Say it in your own words."[:columns])
    # Bracketed at once: a paste that comes early must not send at its first line break.
    return f"{ENTER}\x1b[?2004h\x1b[H\x1b[2J" + "\r\n".join(lines[:rows]) + ("\r\n > " if rows > 3 else "")


def _write(text: str) -> None:
    data = text.encode()
    while data:
        data = data[os.write(1, data) :]
