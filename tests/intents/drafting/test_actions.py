"""Tests of the last check on a finished text: which lines GitLab could run."""

import pytest

from intents.drafting.actions import actions, check_actions


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("/close", ("/close",)),
        ("a\n/label ~bug  \n\n/due 2026-12-01\n", ("/label ~bug", "/due 2026-12-01")),
        ("x\n\r/close", ("/close",)),
        ("\r/close", ("/close",)),
        ("```\n/close\n```", ("/close",)),
        (" /close\n\\/close\n- /close\n> /close\n\t/close", ()),
        ("x\u2028/close\x85/close\x0b/close\x0c/close", ()),
    ],
)
def test_every_line_that_starts_with_a_slash_counts(text: str, lines: tuple[str, ...]) -> None:
    assert actions(text) == lines


@pytest.mark.parametrize(
    ("text", "unexpected"),
    [
        ("a\n\n/label ~bug\n/due 2026-12-01", ()),
        ("/label ~bug\n\na\n\n/label ~bug\n/due 2026-12-01", ("/label ~bug",)),
        ("/close\n\n/label ~bug", ("/close",)),
        ("nothing", ()),
    ],
)
def test_lines_nobody_was_shown_are_found(text: str, unexpected: tuple[str, ...]) -> None:
    assert check_actions(text, ("/label ~bug", "/due 2026-12-01")) == unexpected
