"""What all commands share: exit codes, results on standard output, everything else on standard error."""

from __future__ import annotations

import re
import sys
from enum import IntEnum
from typing import Any

from intents.drafting.characters import shown

_STEERING = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufeff]")


class Exit(IntEnum):
    """The exit codes, the same for every command."""

    DONE = 0
    PROBLEMS = 1
    """There are problems, or the server refused."""
    USAGE = 2
    """Wrong usage, or a bad answer."""
    NOT_REACHED = 3
    """The server was not reached; the draft is kept."""
    UNKNOWN = 4
    """The outcome is unknown; the draft is kept."""
    STOPPED = 130
    """Stopped by the person."""


def show(text: str) -> None:
    """A result. Whatever of it came from elsewhere steers no terminal."""
    text = shown(text)
    sys.stdout.write(_writable(text if text.endswith("\n") else text + "\n"))


def show_json(value: Any, *, line: bool = False) -> None:
    """One object as a result: indented, or on a line of its own."""
    import json

    indent = None if line else 2
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text != _writable(text):
        # Half a character, or a terminal that knows few of them: JSON has its own way to write those.
        text = json.dumps(value, indent=indent)
    # JSON escapes the oldest controls by itself. The rest that steers a terminal may stand in it only in that form too.
    text = _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    sys.stdout.write(text + "\n")


def complain(text: str) -> None:
    """Anything that is no result."""
    text = shown(text)
    sys.stderr.write(text if text.endswith("\n") else text + "\n")


def _writable(text: str) -> str:
    """The text with a question mark for each character that standard output cannot take."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)
