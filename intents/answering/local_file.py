"""A file of this machine as an answer holds it: where it is, and what it was like when it was named.

Nothing here touches a disk. Whoever reads an answer brings a `Look`, which does.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from intents.values import dataclass

_ROOT = re.compile(r"[A-Za-z]:[\\/]|\\\\")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFile:
    """An ordinary file that can be read and is not empty."""

    path: str
    """Absolute. It stays on this machine."""
    size: int
    """Bytes."""
    modified: int
    """When it was last written to, in nanoseconds: with the size, how a change is noticed."""

    @property
    def name(self) -> str:
        """Its name without the folders."""
        parts = re.split(r"[\\/]" if _ROOT.match(self.path) else "/", self.path)
        return parts[-1] or self.path

    @property
    def suffix(self) -> str:
        """What stands behind the last dot of its name, in small letters; empty when there is none."""
        stem, dot, ending = self.name.rpartition(".")
        return ending.casefold() if dot and stem else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFile:
    """Why something is no such file, as a sentence."""

    sentence: str
    missing: bool = False
    """Nothing of that name is there: the words may mean something else."""


Look = Callable[[str], LocalFile | NoFile]
"""A path as typed (absolute, relative to the working folder, or from `~`) -> the file, or why it is none."""


def sees_no_files(path: str) -> LocalFile | NoFile:  # noqa: ARG001 - a `Look`
    """A `Look` for where there is no disk."""
    return NoFile(sentence="Files can't be looked at here.", missing=True)
