"""The person's own editor: finds it, opens a file in it, and loses nothing whatever it does."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from intents.errors import IntakeError
from intents.keeping.own_editor import OpenText, open_text
from intents.keeping.places import data_folder
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
    try:
        with open_text(_data_folder(), text) as opened:
            return _edited(command, opened, text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Edited(
            text=text, problem=f"{command[0]} could not be started: {reason}. Your text is as it was before."
        )


def _edited(command: list[str], opened: OpenText, text: str) -> Edited:
    code = subprocess.run([*command, str(opened.path)], check=False).returncode  # noqa: S603 - the person's own choice
    name = Path(command[0]).name
    kept = f"What it saved is kept in “{opened.path}”; your text is as it was before."
    if code != 0:
        after = kept if opened.was_written else "Your text is as it was before."
        return Edited(text=text, problem=f"{name} ended with code {code}. {after}")
    try:
        written = opened.path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return Edited(text=text, problem=f"What {name} saved is not UTF-8. {kept}")
    opened.is_back = True
    return Edited(text=written.replace("\r\n", "\n"))


def _data_folder() -> Path:
    try:
        return data_folder()
    except IntakeError:
        return Path(tempfile.gettempdir()) / "intake"
