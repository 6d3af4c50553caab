"""`--attach`, and what commands say of the files of a draft."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.commands.output import complain

if TYPE_CHECKING:
    from intents.answering.local_file import LocalFile
    from intents.filing.tracker import GoingUp


def add_attach(flags: argparse.ArgumentParser) -> None:
    """`--attach`."""
    flags.add_argument(
        "--attach",
        action="append",
        default=[],
        metavar="FILE",
        help="a file that is uploaded and linked in the issue; may be given several times",
    )


def read_attached(paths: list[str]) -> tuple[tuple[LocalFile, ...], list[str]]:
    """The files of the flag, each once, and a sentence for each that is none. A path is taken as it stands."""
    from intents.answering.files import wrong_with
    from intents.answering.local_file import NoFile
    from intents.filing.local_files import look_at

    found: dict[str, LocalFile] = {}
    problems: list[str] = []
    for path in paths:
        seen = look_at(path)
        if isinstance(seen, NoFile):
            problems.append(seen.sentence)
        elif problem := wrong_with((seen,)):
            problems.append(problem)
        else:
            found[seen.path] = seen
    files = tuple(found.values())
    if not problems and (problem := wrong_with(files)):
        problems.append(problem)
    return files, problems


def tell_going_up(step: GoingUp | None) -> None:
    """A line for each file, when it begins."""
    from intents.talk.showing_drafts import said_step

    if step is not None and not step.sent:
        complain(f"{said_step(step)} ...")
