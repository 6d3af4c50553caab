"""`intake [MESSAGE]`: the chat, on a screen or line by line."""

from __future__ import annotations

import os
import sys

from tui.commands.flags import add_catalogue, add_tracker, options, parser
from tui.commands.output import Exit, complain

COMMANDS = """commands:
  intake route [TEXT]      what a request is taken for, why, and how sure
  intake intents [ID]      what can be asked for
  intake check [FILE]      problems of a catalogue
  intake file --intent ID  the same request without the chat, for scripts
  intake drafts            what is kept and not filed yet
  `intake COMMAND --help` tells more.

"""


def run(arguments: list[str]) -> int:
    """Open the chat."""
    flags = parser(
        "intake", "Say what you need in plain words; it becomes the right issue in the right tracker."
    )
    flags.usage = (
        "intake [MESSAGE] [--practice] [--catalogue FILE] [--gitlab URL] [--plain]\n       intake COMMAND ..."
    )
    flags.epilog = COMMANDS + (flags.epilog or "")
    flags.add_argument("message", nargs="*", metavar="MESSAGE", help="what you need; it is already said then")
    add_catalogue(flags)
    add_tracker(flags)
    flags.add_argument(
        "--plain", action="store_true", help="line by line, without a screen (also: ACCESSIBLE=1)"
    )
    flags.add_argument("--version", action="version", version=_version())
    given = flags.parse_args(arguments)
    from intents.catalogue.problems import CatalogueFaults
    from tui.wiring import services

    try:
        ready, matcher = services(options(given))
    except CatalogueFaults as faults:
        for fault in faults.faults:
            complain(str(fault))
        complain(
            "The catalogue has faults, so the program can't start with it. `intake check` prints them again."
        )
        return Exit.PROBLEMS
    message = " ".join(given.message)
    if given.plain or not _has_screen():
        from tui.line_mode import run_line_mode

        return run_line_mode(ready, message)
    import threading

    # Loaded while the screen comes up: the first message finds it ready.
    threading.Thread(target=matcher.load, name="matcher", daemon=True).start()
    from tui.app import IntakeApp

    app = IntakeApp(ready, first_message=message)
    app.run()
    return int(app.return_code or Exit.DONE)


def _has_screen() -> bool:
    """Whether a full screen makes sense here: a real terminal on both sides, and nobody asked for lines."""
    if os.environ.get("ACCESSIBLE", "") not in ("", "0", "false", "no"):
        return False
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") not in ("dumb", "")


def _version() -> str:
    from tui.version import __version__

    return f"intake {__version__}"
