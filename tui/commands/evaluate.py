"""`intake evaluate`: how well messages are understood, over a file of labelled ones."""

from __future__ import annotations

from pathlib import Path

from intents.understanding.evaluation import UnreadableMessagesError, evaluate, labelled_messages
from intents.understanding.evaluation_report import plain_values, report
from tui.commands.flags import add_catalogue, add_json, options, parser
from tui.commands.output import Exit, complain, show, show_json


def run(arguments: list[str]) -> int:
    """Read every message of the file and print the figures."""
    flags = parser(
        "intake evaluate",
        "How well messages are understood. FILE holds one JSON object a line:\n"
        "text, label, acceptable, kind, labels.",
    )
    flags.add_argument("file", metavar="FILE", help="labelled messages, JSON lines")
    flags.add_argument(
        "--errors", action="store_true", help="list the missed messages too, with the evidence"
    )
    add_catalogue(flags)
    add_json(flags)
    given = flags.parse_args(arguments)
    from tui.learned import open_matcher, open_source

    try:
        messages = labelled_messages(Path(given.file).read_text("utf-8").splitlines())
    except OSError as error:
        complain(f"{given.file} can't be read: {(error.strerror or str(error)).lower()}.")
        return Exit.USAGE
    except UnicodeDecodeError:
        complain(f"{given.file} is not UTF-8. Save it as UTF-8.")
        return Exit.USAGE
    except UnreadableMessagesError as error:
        complain(f"{given.file}: {error}")
        return Exit.USAGE
    figures = evaluate(messages, open_matcher(open_source(options(given))).read)
    if given.json:
        show_json(plain_values(figures))
    else:
        show(report(figures, errors=given.errors))
    return Exit.DONE
