"""The looks of the program. Every colour stands here by a name; the stylesheet knows only the names.

Chosen so that each pair that the stylesheet uses has a contrast of at least 4.5 to 1, as it is and in grey (NO_COLOR),
and can still be read on terminals with 16 colours.
"""

from __future__ import annotations

import os

from textual.theme import Theme

DARK = "intake-dark"
LIGHT = "intake-light"
CONTRAST = "intake-contrast"
PAPER = "intake-paper"
LOOKS = {
    "dark": "light letters on a dark ground",
    "light": "dark letters on a light ground",
    "contrast": "white on black, strong colours",
    "paper": "black on white, strong colours",
}
"""The short name of each theme, as it stands in the settings, with what it looks like."""


def called(name: str) -> str:
    """The theme of a short name."""
    return f"intake-{name}"


def of_terminal() -> str:
    """Light where the terminal says that its ground is light. Few say so; dark is what most have."""
    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if ground in ("7", "15") else DARK


def _theme(name: str, *, dark: bool, colours: dict[str, str]) -> Theme:
    ground, ink, muted, mark = (colours[key] for key in ("ground", "ink", "muted", "mark"))
    return Theme(
        name=name,
        primary=mark,
        secondary=muted,
        accent=mark,
        warning=colours["problem"],
        error=colours["problem"],
        success=colours["done"],
        foreground=ink,
        background=ground,
        surface=ground,
        panel=colours["band"],
        dark=dark,
        luminosity_spread=0.0,
        text_alpha=1.0,
        variables={
            "ground": ground,
            "ink": ink,
            "muted": muted,
            "mark": mark,
            "problem": colours["problem"],
            "done": colours["done"],
            "band": colours["band"],
            "band-ink": colours["band-ink"],
            "alert": colours["alert"],
            "alert-ink": colours["alert-ink"],
            "text-muted": muted,
            "text-disabled": muted,
            "border": mark,
            "border-blurred": muted,
            "scrollbar": muted,
            "scrollbar-hover": ink,
            "scrollbar-active": ink,
            "scrollbar-background": ground,
            "scrollbar-background-hover": ground,
            "scrollbar-background-active": ground,
            "scrollbar-corner-color": ground,
            "input-cursor-background": ink,
            "input-cursor-foreground": ground,
            "input-cursor-text-style": "none",
            "input-selection-background": colours["alert"],
            "input-selection-foreground": colours["alert-ink"],
            "screen-selection-background": colours["alert"],
            "screen-selection-foreground": colours["alert-ink"],
            "block-cursor-background": ink,
            "block-cursor-foreground": ground,
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": colours["band"],
            "block-cursor-blurred-foreground": colours["band-ink"],
            "block-hover-background": colours["band"],
            "link-color": ink,
            "link-style": "underline",
            "link-background": ground,
            "link-color-hover": ground,
            "link-background-hover": ink,
            "markdown-h1-color": mark,
            "markdown-h1-background": ground,
            "markdown-h1-text-style": "bold",
            "markdown-h2-color": mark,
            "markdown-h2-background": ground,
            "markdown-h2-text-style": "bold",
            "markdown-h3-color": mark,
            "markdown-h3-background": ground,
            "markdown-h3-text-style": "bold",
            "markdown-h4-color": mark,
            "markdown-h4-background": ground,
            "markdown-h4-text-style": "bold",
            "markdown-h5-color": mark,
            "markdown-h5-background": ground,
            "markdown-h5-text-style": "bold",
            "markdown-h6-color": mark,
            "markdown-h6-background": ground,
            "markdown-h6-text-style": "bold",
        },
    )


THEMES = (
    _theme(
        DARK,
        dark=True,
        colours={
            "ground": "#0f1216",
            "ink": "#e8eaed",
            "muted": "#b3bac3",
            "mark": "#6fd3ff",
            "problem": "#ff8f8f",
            "done": "#7fe08a",
            "band": "#20262e",
            "band-ink": "#e8eaed",
            "alert": "#ffd866",
            "alert-ink": "#0f1216",
        },
    ),
    _theme(
        LIGHT,
        dark=False,
        colours={
            "ground": "#fbfbf9",
            "ink": "#16191d",
            "muted": "#4d555f",
            "mark": "#00408f",
            "problem": "#a40000",
            "done": "#004d14",
            "band": "#e3e6ea",
            "band-ink": "#16191d",
            "alert": "#4a3300",
            "alert-ink": "#fbfbf9",
        },
    ),
    _theme(
        CONTRAST,
        dark=True,
        colours={
            "ground": "#000000",
            "ink": "#ffffff",
            "muted": "#e5e5e5",
            "mark": "#00ffff",
            "problem": "#ffb0b0",
            "done": "#80ff80",
            "band": "#333333",
            "band-ink": "#ffffff",
            "alert": "#ffff00",
            "alert-ink": "#000000",
        },
    ),
    _theme(
        PAPER,
        dark=False,
        colours={
            "ground": "#ffffff",
            "ink": "#000000",
            "muted": "#303030",
            "mark": "#0000a0",
            "problem": "#800000",
            "done": "#003c00",
            "band": "#e0e0e0",
            "band-ink": "#000000",
            "alert": "#000000",
            "alert-ink": "#ffffff",
        },
    ),
)
