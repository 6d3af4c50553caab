"""The command line. Nothing is imported here that a short command does not need."""

from __future__ import annotations

import sys

COMMANDS = ("route", "intents", "check", "file", "drafts", "send", "doctor", "login", "evaluate", "settings")
_WITH_VALUE = ("--catalogue", "--gitlab")


def start() -> int:
    """`main` for a process that ends with it. Returns the exit code."""
    import gc

    # A short command is over before there is garbage worth looking for, and looking takes a tenth of its time: while
    # it loads, and once more when the interpreter ends. Whoever stays longer switches it on again.
    gc.disable()
    code = main()
    gc.freeze()
    return code


def main(arguments: list[str] | None = None) -> int:
    """Run one command, or the chat. Returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments == ["--version"]:
        from tui.version import __version__

        sys.stdout.write(f"intake {__version__}\n")
        return 0
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`); say nothing more, not even at exit.
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(arguments: list[str]) -> int:
    from intents.errors import IntakeError
    from tui.commands.output import Exit, complain

    try:
        command, rest = _command(arguments)
        if command:
            from importlib import import_module

            return int(import_module(f"tui.commands.{command}").run(rest))
        from tui.commands.chat import run

        return int(run(arguments))
    except IntakeError as error:
        complain(str(error))
        return Exit.PROBLEMS


def _command(arguments: list[str]) -> tuple[str, list[str]]:
    """The subcommand, and the arguments without it. Flags may stand before it; a message is no command."""
    skip = False
    for place, argument in enumerate(arguments):
        if skip:
            skip = False
        elif argument in _WITH_VALUE:
            skip = True
        elif argument == "--":
            return "", arguments
        elif not argument.startswith("-"):
            if argument in COMMANDS:
                return argument, arguments[:place] + arguments[place + 1 :]
            return "", arguments
    return "", arguments


if __name__ == "__main__":
    sys.exit(start())
