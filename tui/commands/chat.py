"""`intake [MESSAGE]`: the chat, on a screen or line by line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui import first_frame

if TYPE_CHECKING:
    from tui.options import Options
    from tui.services import Services
    from tui.standing import Standing

PRACTICE = "--practice"
COMMANDS = """commands:
  intake route [TEXT]      what a request is taken for, why, and how sure
  intake intents [ID]      what can be asked for
  intake check [FILE]      problems of a catalogue
  intake file --intent ID  the same request without the chat, for scripts
  intake drafts            what is kept and not filed yet
  intake send              file what was kept or exported
  intake evaluate FILE     how well labelled messages are understood
  intake doctor            whether everything is in place
  intake login             which token to make, and where to keep it
  intake settings          what is set, and where that comes from
  `intake COMMAND --help` tells more.

"""


def run(arguments: list[str]) -> int:
    """Open the chat."""
    try:
        if first_frame.wanted(arguments):
            first_frame.paint()
        return _open(arguments)
    finally:
        first_frame.restore()


def given_of(arguments: list[str]) -> tuple[Options, str, bool | None]:
    """The common flags, the message, and whether lines are wanted (None: not said). Ends the program on wrong usage."""
    from tui.options import Options, settings_there

    if all(argument == PRACTICE or not argument.startswith("-") for argument in arguments):
        # The usual starts, without what a parser takes to be loaded and made.
        words = [argument for argument in arguments if argument != PRACTICE]
        chosen = Options(practice=PRACTICE in arguments, settings=settings_there())
        return chosen, " ".join(words), None
    from argparse import BooleanOptionalAction

    from tui.commands.flags import add_catalogue, add_tracker, options, parser

    flags = parser("intake", "Say in plain words what you need; the right issue goes to the right tracker.")
    flags.usage = (
        "intake [MESSAGE] [--practice] [--catalogue FILE] [--gitlab URL] [--plain | --no-plain]\n"
        "       intake COMMAND ..."
    )
    flags.epilog = COMMANDS + (flags.epilog or "")
    flags.add_argument("message", nargs="*", metavar="MESSAGE", help="what you need; it is already said then")
    add_catalogue(flags)
    add_tracker(flags)
    flags.add_argument(
        "--plain",
        action=BooleanOptionalAction,
        help="line by line, without a screen (also: ACCESSIBLE=1, or `plain: yes` in your settings)",
    )
    flags.add_argument("--version", action="version", version=_version())
    given = flags.parse_args(arguments)
    return options(given), " ".join(given.message), given.plain


def _open(arguments: list[str]) -> int:
    chosen, message, plain = given_of(arguments)
    from intents.catalogue.problems import CatalogueFaults
    from tui.commands.output import Exit, complain
    from tui.standing import Standing
    from tui.wiring import services

    standing = Standing(chosen, plain=plain)
    try:
        ready, _ = services(chosen)
    except CatalogueFaults as faults:
        first_frame.restore()
        for fault in faults.faults:
            complain(str(fault))
        complain("The catalogue has faults, so the program can't start with it. Mend them and start again.")
        return Exit.PROBLEMS
    if standing.plain or not first_frame.has_screen():
        import gc

        from tui.line_mode import run_line_mode

        gc.enable()
        return run_line_mode(
            ready, message, told=standing.settings.problems, settings=lambda: _settings_lines(standing)
        )
    return _on_screen(ready, message, standing)


def _settings_lines(standing: Standing) -> list[str]:
    from tui.commands.settings import settings_lines

    return settings_lines(standing)


def _on_screen(ready: Services, message: str, standing: Standing) -> int:
    # A key that comes alone is drawn at once in any case; this is for those that come in a row. Read at import.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    # Whatever a thread computes beside, a key is not to wait for it longer than that.
    sys.setswitchinterval(0.0005)
    with _without_tls():
        from tui.app import IntakeApp

    app = IntakeApp(ready, first_message=message, standing=standing)
    app.run()
    _let_go()
    # None: nobody left it; it broke down, and has said so.
    return 1 if app.return_code is None else app.return_code


@contextmanager
def _without_tls() -> Iterator[None]:
    """Keep `ssl` from asyncio, which does without: the screen speaks to nobody, and it is a tenth of the memory. Whoever
    does speak TLS imports it later, as ever."""
    hidden = "ssl" not in sys.modules
    if hidden:
        sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if hidden:
            del sys.modules["ssl"]


def _let_go() -> None:
    """Where the window was closed, what is left to be written has nowhere to go, and is no failure of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _version() -> str:
    from tui.version import __version__

    return f"intake {__version__}"
