"""Every pair of colours that the stylesheet and the code use can be read: as it is, in grey, and with 16 colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.terminal_theme import TerminalTheme
from textual.color import Color

from tui import themes

TUI = Path(__file__).parent.parent.parent / "tui"
SHEET = re.sub(r"/\*.*?\*/", "", (TUI / "intake.tcss").read_text("utf-8"), flags=re.DOTALL)
ENOUGH = 4.5
ENOUGH_OF_16 = 3.0
"""What a terminal makes of its 16 colours is its own; this is against those of a plain xterm."""

# The 16 colours as a plain xterm has them.
XTERM = TerminalTheme(
    (0, 0, 0),
    (229, 229, 229),
    [(0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229)],
    [(127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255)],
)  # fmt: skip


def rules() -> list[dict[str, str]]:
    """The declarations of every rule."""
    bodies = re.findall(r"\{([^{}]*)\}", SHEET)
    return [dict(re.findall(r"([\w-]+)\s*:\s*([^;]+);", body)) for body in bodies]


def pairs() -> set[tuple[str, str]]:
    """Names of (text, ground), of the stylesheet and of styles in code."""
    found = {(rule["color"], rule.get("background", "$ground")) for rule in rules() if "color" in rule}
    found |= {(rule["link-color"], rule["link-background"]) for rule in rules() if "link-color" in rule}
    for path in TUI.rglob("*.py"):
        found |= {(name, "$ground") for name in re.findall(r"[\"' ](\$[a-z-]+)\"", path.read_text("utf-8"))}
    return found


def contrast(one: Color, other: Color) -> float:
    """As WCAG has it."""

    def light(colour: Color) -> float:
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def grey(colour: Color) -> Color:
    """As the screen is drawn with NO_COLOR."""
    return Color(*[round(255 * colour.brightness)] * 3)


def with_16(colour: Color) -> Color:
    """The nearest of 16 colours."""
    nearest = RichColor.from_rgb(*colour.rgb).downgrade(ColorSystem.STANDARD)
    return Color(*nearest.get_truecolor(XTERM))


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("seen", "enough"),
    [(lambda colour: colour, ENOUGH), (grey, ENOUGH), (with_16, ENOUGH_OF_16)],
    ids=["as it is", "grey", "16 colours"],
)
def test_every_pair_of_colours_can_be_read(
    theme: themes.Theme, seen: Callable[[Color], Color], enough: float
) -> None:
    names = theme.variables
    weak = []
    for text, ground in sorted(pairs()):
        one, other = (seen(Color.parse(names[name.removeprefix("$")])) for name in (text, ground))
        if contrast(one, other) < enough:
            weak.append(f"{text} on {ground}: {contrast(one, other):.1f} ({one.hex} on {other.hex})")
    assert not weak, weak


def test_the_pairs_are_really_found() -> None:
    assert {
        ("$muted", "$ground"),
        ("$alert-ink", "$alert"),
        ("$band-ink", "$band"),
        ("$problem", "$ground"),
    } <= pairs()


def test_colours_stand_only_in_the_themes() -> None:
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])", re.sub(r"[^{}]*\{", "{", SHEET))
    values = [value for rule in rules() for key, value in rule.items() if key in ("color", "background")]
    assert all(value.startswith("$") for value in values)


def test_both_themes_name_the_same_colours() -> None:
    for one, other in pairwise(themes.THEMES):
        assert set(one.variables) == set(other.variables)
