"""The settings file: read with a place for each mistake, and changed one line at a time.

A person writes it by hand, so whatever they wrote stays: comments, order, other keys. A mistake costs the one setting
it is in, never the start.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from intents.catalogue.problems import Report, did_you_mean, on_one_line, one_of
from intents.catalogue.source import Entries, Items, Node, Scalar, compose, decode, read_bytes
from intents.errors import IntakeError
from intents.keeping.written import own_folder, write_whole
from tui.key_table import Given, accepted
from tui.settings import ANIMATIONS, NAMES, NO, THEMES, YES, Settings

SKELETON = """\
# Settings of intake. Take away the # before a line to set it; `intake settings` shows what holds and why.

# theme: auto          # auto, dark, light, contrast, paper
# plain: no            # yes: line by line at every start, for screen readers
# animations: none     # none, basic, full
# catalogue: team/intents.yaml
# gitlab: https://gitlab.example.com
# editor: nano
# keys:                # `intake settings --keys` lists every action
#   chat.later: ctrl+k
"""
"""What a file that is made to be edited begins with."""


def settings_of(path: Path) -> Settings:
    """What stands in the file."""
    report = Report(str(path))
    data = read_bytes(path, report)
    text = decode(data, report) if data is not None else None
    root = compose(text, report) if text is not None else None
    unreadable = tuple(
        f"{fault} (none of the settings count until then)" if not fault.path else str(fault)
        for fault in report.faults()
    )
    found = _Reading(path, report)
    if isinstance(root, Entries):
        found.read(root)
    elif root is not None and not (isinstance(root, Scalar) and not root.value):
        found.refuse("", root.line, "it holds no settings; write them as `name: value`, one a line")
    problems = (*unreadable, *found.problems)
    return Settings(file=path, named=frozenset(found.values), problems=problems, **found.values)


class _Reading:
    """The settings of one file, one after another."""

    def __init__(self, path: Path, report: Report) -> None:
        self._path = path
        self._report = report
        self.values: dict[str, Any] = {}
        self.problems: list[str] = []

    def refuse(self, name: str, line: int, problem: str) -> None:
        """Note what is wrong. The setting keeps its usual value."""
        place = f"{self._path}:{line}: " + (f"{name}: " if name else "")
        self.problems.append(place + on_one_line(problem, 500))

    def read(self, root: Entries) -> None:
        """Every setting."""
        seen: dict[str, int] = {}
        for key, node in root.pairs:
            name = key.value
            if name in seen:
                self.refuse(name, key.line, f"it stands in line {seen[name]} already, and that one counts")
                continue
            seen[name] = key.line
            if name not in NAMES:
                advice = did_you_mean(name, NAMES, f"there are {one_of(NAMES)}")
                self.refuse(on_one_line(name, 80), key.line, f"there is no such setting; {advice}")
            elif self._report.is_refused((name,)):
                continue
            elif name == "keys":
                self._keys(node, key.line)
            elif not isinstance(node, Scalar):
                self.refuse(name, node.line, "one value belongs here, not several; write it behind the colon")
            elif not _is_empty(node):
                self._one(name, node)

    def _one(self, name: str, node: Scalar) -> None:
        try:
            self.values[name] = _READERS[name](node.value.strip(), self._path.parent)
        except ValueError as wrong:
            self.refuse(name, node.line, str(wrong))

    def _keys(self, node: Node, line: int) -> None:
        if isinstance(node, Scalar) and _is_empty(node):
            return
        if not isinstance(node, Entries):
            self.refuse("keys", line, "write each action with its key below it, like `chat.later: ctrl+k`")
            return
        given: dict[str, Given] = {}
        for key, value in node.pairs:
            name = f"keys.{on_one_line(key.value, 80)}"
            if key.value in given:
                first = given[key.value].line
                self.refuse(name, key.line, f"it stands in line {first} already, and that one counts")
            elif self._report.is_refused(("keys", key.value)):
                continue
            elif isinstance(value, Entries):
                self.refuse(name, key.line, "a key belongs here, or a list of keys")
            elif keys := _keys_of(value):
                given[key.value] = Given(key.value, keys, key.line)
            else:
                self.refuse(name, key.line, "no key is named; an action is never without one")
        keymap, refused = accepted(given.values())
        for entry, why in sorted(refused, key=lambda pair: pair[0].line):
            self.refuse(f"keys.{on_one_line(entry.id, 80)}", entry.line, why)
        if keymap:
            self.values["keys"] = MappingProxyType(keymap)


def _keys_of(node: Scalar | Items) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        if node.value.strip() == ",":
            return (",",)
        return tuple(part.strip() for part in node.value.split(",") if part.strip())
    return tuple(item.value.strip() for item in node.items if isinstance(item, Scalar) and item.value.strip())


def _is_empty(node: Scalar) -> bool:
    return not node.value.strip() or (node.plain and node.value in ("~", "null"))


def _word(words: tuple[str, ...]) -> Callable[[str, Path], str]:
    def read(value: str, folder: Path) -> str:  # noqa: ARG001 - every reader is called so
        word = value.casefold().removeprefix("intake-")
        if word not in words:
            raise ValueError(
                f"{value!r} is none of them; {did_you_mean(value, words, f'there are {one_of(words)}')}"
            )
        return word

    return read


def _yes_no(value: str, folder: Path) -> bool:  # noqa: ARG001
    word = value.casefold()
    if word not in (*YES, *NO):
        raise ValueError(f"{value!r} is neither; write `yes` or `no`")
    return word in YES


def _catalogue(value: str, folder: Path) -> str:
    path = Path(value)
    try:
        path = path.expanduser()
    except RuntimeError:
        raise ValueError(f"the home folder of {value!r} is not known; write the whole path") from None
    # Beside the settings: what it means must not hang on where the program is started.
    return str(folder / path)


def _gitlab(value: str, folder: Path) -> str:  # noqa: ARG001
    if any(letter.isspace() for letter in value) and "://" in value:
        raise ValueError("there is a space in the address; write it like `https://gitlab.example.com`")
    if "@" in value.partition("://")[2].partition("/")[0]:
        # Not repeated: it may show a password.
        raise ValueError("the address holds a user name or password; leave it out, and set GITLAB_TOKEN")
    return value


def _editor(value: str, folder: Path) -> str:  # noqa: ARG001
    try:
        shlex.split(value)
    except ValueError:
        raise ValueError("a quotation mark is opened and not closed; close it") from None
    return value


_READERS: dict[str, Callable[[str, Path], Any]] = {
    "theme": _word(THEMES),
    "plain": _yes_no,
    "animations": _word(ANIMATIONS),
    "catalogue": _catalogue,
    "gitlab": _gitlab,
    "editor": _editor,
}


def keep(path: Path, name: str, value: str) -> None:
    """Write one setting into the file and leave everything else as it is; the file is made if there is none.

    Args:
        value: a word that needs no quotes in YAML.

    Raises:
        IntakeError: it cannot be read or written, or the line could not be changed safely; nothing is changed then.
    """
    try:
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
    except UnicodeDecodeError as error:
        raise IntakeError(f"“{path}” is not UTF-8, so it is left as it is.") from error
    except OSError as error:
        raise _unwritable(path, error) from error
    after = with_setting(before, name, value)
    report = Report(str(path))
    root = compose(after, report)
    said = [node.value for key, node in root.pairs if key.value == name and isinstance(node, Scalar)] if (
        isinstance(root, Entries)
    ) else []  # fmt: skip
    if said[:1] != [value]:
        raise IntakeError(
            f"“{path}” is written in a way that can't be changed safely, so it is left as it is.",
            next_step=f"Write `{name}: {value}` into it by hand.",
        )
    try:
        # A link to the file (a folder of dotfiles) stays one.
        target = path.resolve()
        if not target.parent.exists():
            own_folder(target.parent)
        write_whole(target, after)
    except OSError as error:
        raise _unwritable(path, error) from error


def with_setting(text: str, name: str, value: str) -> str:
    """The text of a settings file with one setting changed: its line, or a new one at the end."""
    pattern = rf"^({re.escape(name)}[ \t]*:)([ \t]*)(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s#][^#\r\n]*?|)([ \t]*(?:#[^\r\n]*)?)(?=\r?$)"
    line = re.search(pattern, text, re.MULTILINE)
    if line:
        comment = line[3] if line[3].strip() else ""
        if comment and not comment[0].isspace():
            comment = f"  {comment}"
        return f"{text[: line.start()]}{line[1]}{line[2] or ' '}{value}{comment}{text[line.end() :]}"
    end = "\r\n" if "\r\n" in text else "\n"
    gap = end if text and not text.endswith(("\n", "\r")) else ""
    return f"{text}{gap}{name}: {value}{end}"


def _unwritable(path: Path, error: OSError) -> IntakeError:
    reason = (error.strerror or str(error)).lower()
    return IntakeError(
        f"“{path}” can't be written: {reason}.",
        next_step="It holds until you leave; mend the rights to keep it.",
    )
