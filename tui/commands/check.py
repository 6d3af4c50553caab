"""`intake check`: the problems of a catalogue, one a line."""

from __future__ import annotations

from pathlib import Path

from tui.commands.flags import add_catalogue, add_json, options, parser
from tui.commands.output import Exit, complain, show, show_json


def run(arguments: list[str]) -> int:
    """Print every fault as FILE:LINE: what, and what to do."""
    flags = parser("intake check", "Check a catalogue: its problems, one a line.")
    flags.add_argument(
        "file", nargs="?", default="", metavar="FILE", help="the catalogue; else the one in use"
    )
    add_catalogue(flags)
    add_json(flags)
    given = flags.parse_args(arguments)
    from intents.catalogue.reader import check_catalogue
    from tui.learned import catalogue_path

    path = Path(given.file) if given.file else catalogue_path(options(given))
    faults = check_catalogue(path)
    if given.json:
        show_json({"file": str(path), "problems": [str(fault) for fault in faults]})
    else:
        for fault in faults:
            show(str(fault))
    if faults:
        return Exit.PROBLEMS
    if not given.json:
        complain(f"{path}: no problems")
    return Exit.DONE
