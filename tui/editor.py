"""The person's own editor: finds it, opens a file in it, and loses nothing whatever it does."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from intents.values import dataclass
from tui.settings import Settings, editor_wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What came back."""

    text: str
    """As edited; the text that was given when the editor failed."""
    problem: str = ""
    """One sentence, when it did not go as it should."""


def editor_command(settings: Settings | None = None) -> list[str]:
    """The editor with its own arguments (`code --wait`), or nothing when none is named.

    Raises:
        ValueError: a quotation mark in it is not closed.
    """
    return shlex.split(editor_wanted(settings or Settings()).value, posix=os.name != "nt")


def edit_file(path: Path, settings: Settings) -> str:
    """Let the person edit a file of theirs, with the same editor. What went wrong, in a sentence; empty when nothing did."""
    try:
        command = editor_command(settings)
    except ValueError:
        return "VISUAL or EDITOR has a quotation mark that is not closed."
    if not command:
        return f"No editor is named. Set VISUAL or EDITOR, such as EDITOR=nano, or edit “{path}” elsewhere."
    try:
        code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603 - the person's own choice
    except OSError as error:
        return f"{command[0]} could not be started: {(error.strerror or str(error)).lower()}."
    return f"{command[0]} ended with code {code}." if code else ""


def edit_text(text: str, settings: Settings | None = None) -> Edited:
    """Let the person edit a text in their editor. Blocks until it ends; the terminal is the editor's meanwhile."""
    try:
        command = editor_command(settings)
    except ValueError:
        return Edited(
            text=text, problem="VISUAL or EDITOR has a quotation mark that is not closed. Edit the text here."
        )
    if not command:
        return Edited(
            text=text,
            problem="No editor is named. Set VISUAL or EDITOR, such as EDITOR=nano; until then edit the text here.",
        )
    folder = Path(tempfile.mkdtemp(prefix="intake-"))
    path = folder / "description.md"
    keep = False
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
        path.chmod(0o600)
        code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603 - the person's own choice
        if code != 0:
            return Edited(
                text=text, problem=f"{command[0]} ended with code {code}; your text is as it was before."
            )
        written = path.read_bytes()
        try:
            return Edited(text=written.decode("utf-8").replace("\r\n", "\n"))
        except UnicodeDecodeError:
            keep = True
            return Edited(
                text=text,
                problem=f"What {command[0]} saved is not UTF-8. It is kept in {path}; your text is as before.",
            )
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Edited(
            text=text, problem=f"{command[0]} could not be started: {reason}. Your text is as it was before."
        )
    finally:
        if not keep:
            for left in folder.glob("*"):
                left.unlink(missing_ok=True)
            folder.rmdir()
