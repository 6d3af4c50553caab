"""What comes from a terminal: keys are keys, and a paste is one piece however it was torn apart."""

from __future__ import annotations

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui.terminal_driver import Typed

PASTE = "\x1b[200~two lines\nand /quit\n\x1b[201~"


def typed(*pieces: str) -> list[Message]:
    """What is told of, when a terminal sends these pieces one after the other."""
    told: list[Message] = []
    reader = Typed(XTermParser(), told.append)
    for piece in pieces:
        reader.feed(piece)
    return told


def said(told: list[Message]) -> list[str]:
    return [event.text if isinstance(event, events.Paste) else getattr(event, "key", "?") for event in told]


def test_keys_go_on_after_a_paste_that_came_first() -> None:
    assert said(typed(PASTE, "x", "\n")) == ["two lines\nand /quit\n", "x", "ctrl+j"]


@pytest.mark.parametrize("cut", range(1, len(PASTE)))
def test_a_paste_is_one_piece_wherever_it_is_torn(cut: int) -> None:
    assert said(typed("a", PASTE[:cut], PASTE[cut:], "b")) == ["a", "two lines\nand /quit\n", "b"]


def test_two_pastes_at_once_are_two() -> None:
    assert said(typed(PASTE + PASTE + "x")) == ["two lines\nand /quit\n"] * 2 + ["x"]
