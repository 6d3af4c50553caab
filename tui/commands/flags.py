"""The flags that go with more than one command."""

from __future__ import annotations

import argparse
import contextlib
import os

from tui.options import Options, settings_there

EXIT_CODES = """exit codes:
  0  done
  1  there are problems, or the server refused
  2  wrong usage, or a bad answer
  3  the server was not reached; the draft is kept
  4  the outcome is unknown; the draft is kept
  130  stopped by the person"""


class HelpText(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal. Asked for here, since argparse loads three compressors to find that out."""

    def __init__(self, prog: str) -> None:
        columns = 80
        with contextlib.suppress(OSError, ValueError):
            columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size().columns
        super().__init__(prog, width=max(columns, 40) - 2)


def parser(prog: str, description: str) -> argparse.ArgumentParser:
    """A parser in our form: exit codes below, no abbreviations that change their meaning with a new flag."""
    return argparse.ArgumentParser(
        prog=prog,
        description=description,
        epilog=EXIT_CODES,
        formatter_class=HelpText,
        allow_abbrev=False,
    )


def add_catalogue(flags: argparse.ArgumentParser) -> None:
    """`--catalogue`."""
    flags.add_argument(
        "--catalogue",
        default="",
        metavar="FILE",
        help="the catalogue to use; else INTAKE_CATALOGUE, else the one of your settings, else your own, else the one"
        " that comes with the program",
    )


def add_tracker(flags: argparse.ArgumentParser) -> None:
    """`--gitlab` and `--practice`."""
    flags.add_argument(
        "--gitlab",
        default="",
        metavar="URL",
        help="the GitLab to file in; else GITLAB_URL, else the one of your settings, else the catalogue's host",
    )
    flags.add_argument(
        "--practice", action="store_true", help="file into the practice tracker: nothing leaves this machine"
    )


def add_json(flags: argparse.ArgumentParser) -> None:
    """`--json`."""
    flags.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def options(given: argparse.Namespace) -> Options:
    """The common flags as one value, with the person's settings behind them."""
    return Options(
        catalogue=given.catalogue,
        gitlab=getattr(given, "gitlab", ""),
        practice=getattr(given, "practice", False),
        settings=settings_there(),
    )
