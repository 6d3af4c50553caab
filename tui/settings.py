"""What a person has set for good: the values, and what comes before them. `settings_file` reads and writes their file.

A flag comes before the environment, the environment before the file, the file before what is usual.
"""

from __future__ import annotations

import os
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from intents.values import dataclass
from tui.options import SETTINGS_FILE, settings_there

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAMES = ("theme", "plain", "animations", "catalogue", "gitlab", "editor", "keys")
THEMES = ("auto", "dark", "light", "contrast", "paper")
"""The looks by their short names; `auto` is dark or light, as the terminal says of itself."""
ANIMATIONS = ("none", "basic", "full")
YES = ("yes", "true", "on")
NO = ("no", "false", "off")
_NOT_ACCESSIBLE = ("0", "false", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The file as it was read. What it does not name, or names wrongly, has the usual value here."""

    file: Path | None = None
    """Where it lies or would lie; None where nothing is to be read or kept."""
    theme: str = "auto"
    plain: bool = False
    animations: str = "none"
    catalogue: str = ""
    """A whole path; empty when none is named."""
    gitlab: str = ""
    editor: str = ""
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The id of an action -> its keys, separated by commas, in Textual's names for them."""
    named: frozenset[str] = frozenset()
    """The settings that the file gives, and rightly."""
    problems: tuple[str, ...] = ()
    """What is wrong with it: one sentence each, with file, line and key."""


class Effective(NamedTuple):
    """A setting as it holds in this run."""

    value: str
    origin: str
    """`flag`, the name of a variable, `file` or `default`."""


def settings_path() -> Path:
    """The file, whether it is there or not."""
    from intents.keeping.places import config_folder

    return config_folder() / SETTINGS_FILE


def read_settings() -> Settings:
    """The settings of this person.

    Never raises for what stands in the file: that is told in `problems`, and the rest of it counts.
    """
    return settings_there() or Settings(file=settings_path())


def accessible() -> bool | None:
    """What the environment says of lines in place of a screen; None when it says nothing."""
    said = os.environ.get("ACCESSIBLE", "")
    return said not in _NOT_ACCESSIBLE if said else None


def theme_named(settings: Settings) -> Effective:
    """The short name of the theme: `TEXTUAL_THEME`, where it names one of ours, comes before the file."""
    named = os.environ.get("TEXTUAL_THEME", "").removeprefix("intake-")
    if named in THEMES:
        return Effective(named, "TEXTUAL_THEME")
    return _of_file(settings, "theme", settings.theme)


def plain_wanted(settings: Settings, flag: bool | None = None) -> Effective:
    """Whether lines are wanted in place of a screen: `yes` or `no`."""
    if flag is not None:
        return Effective("yes" if flag else "no", "flag")
    if (said := accessible()) is not None:
        return Effective("yes" if said else "no", "ACCESSIBLE")
    return _of_file(settings, "plain", "yes" if settings.plain else "no")


def animations_wanted(settings: Settings) -> Effective:
    """How much may move."""
    said = os.environ.get("TEXTUAL_ANIMATIONS", "").casefold()
    if said in ANIMATIONS:
        return Effective(said, "TEXTUAL_ANIMATIONS")
    return _of_file(settings, "animations", settings.animations)


def editor_wanted(settings: Settings) -> Effective:
    """The person's own editor."""
    for name in ("VISUAL", "EDITOR"):
        if said := os.environ.get(name, ""):
            return Effective(said, name)
    return _of_file(settings, "editor", settings.editor)


def _of_file(settings: Settings, name: str, value: str) -> Effective:
    return Effective(value, "file" if name in settings.named else "default")
