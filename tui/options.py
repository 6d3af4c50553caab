"""What the flags and the environment say, before anything is opened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The flags that go with more than one command."""

    catalogue: str = ""
    gitlab: str = ""
    practice: bool = False
