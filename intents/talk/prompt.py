"""What a state shows and offers, as values: the same for the screen and for line mode.

A front end draws a `Prompt`, and turns what the person does into `Chosen`, `Picked`, `Said` or `WentBack`. It needs to
know nothing else of the talk.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from intents.values import dataclass

if TYPE_CHECKING:
    from intents.drafting.draft import Draft


class Entry(StrEnum):
    """Whether words can be typed now, and of what sort."""

    NONE = "none"
    LINE = "line"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that can be chosen now."""

    id: str
    label: str
    description: str = ""
    picked: bool = False
    """Already among the chosen ones, where several can be picked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Everything about this moment."""

    ask: str
    place: str = ""
    """Where in the row of questions: "2 of 4"; "question 2" while an answer may still open or close others."""
    why: str = ""
    example: str = ""
    problem: str = ""
    """What was wrong with what was just typed."""
    notes: tuple[tuple[str, str], ...] = ()
    """Labelled facts: what it was taken for and why, what was taken over."""
    options: tuple[Option, ...] = ()
    several: bool = False
    """More than one option can be picked."""
    entry: Entry = Entry.LINE
    placeholder: str = ""
    typed: str = ""
    """What stands in the box already."""
    words_first: bool = False
    """Words are what is wanted, and the options are ways around them: a digit is then part of the words."""
    marked: int | None = 0
    """The place of the option that Enter takes before the person has moved to one; None where nobody can know: Enter
    alone then says so, and a quick second one answers nothing. For words that come first it has no meaning."""
    on_enter: str = ""
    """The option that an empty answer takes, where words come first."""
    draft: Draft | None = None
    """Shown in full."""
    busy: str = ""
    """What is being waited for, when there is nothing else to do."""
    until: datetime | None = None
    """What is waited for goes on at this moment; front ends count the seconds."""
    back: bool = True
    """One step back is possible."""
    later: bool = False
    """There are words that can be kept for later."""
