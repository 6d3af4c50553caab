"""Make the pictures of the README from the running program: `python docs/pictures.py`.

The real screen is driven with real keys, and line mode with real lines, against the practice tracker in a folder that is thrown away.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent / "pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One moment: what is typed and pressed until it stands there."""

    name: str
    said: str = ""
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (80, 24)
    light: bool = False


WORDS = "sched for upgrade assistence is wrong, im 9-17 CET from 3 dec, mgr @morgan"
TO_THE_DRAFT = ("enter", "3", *"Mon-Fri 9-17 CET", "enter")
PICTURES = (
    Picture(name="opening"),
    Picture(name="understood", said=WORDS),
    Picture(name="draft", said=WORDS, keys=TO_THE_DRAFT),
    Picture(name="draft-wide", said=WORDS, keys=TO_THE_DRAFT, size=(140, 40)),
    Picture(name="draft-narrow", said=WORDS, keys=TO_THE_DRAFT, size=(40, 15)),
    Picture(name="understood-light", said=WORDS, light=True),
)
LINES = (WORDS, "1", "3", "quit")
"""What is answered in line mode, a line each."""


async def take(picture: Picture) -> None:
    """Drive the program to the moment and keep what it shows."""
    from textual.pilot import Pilot

    from tui import themes
    from tui.app import IntakeApp
    from tui.options import Options
    from tui.wiring import services

    ready, matcher = services(Options(practice=True))
    matcher.load()
    app = IntakeApp(ready)
    if picture.light:
        app.theme = themes.LIGHT
    async with app.run_test(size=picture.size) as pilot:
        assert isinstance(pilot, Pilot)
        await pilot.pause()
        for key in (*(_key(letter) for letter in picture.said), *(("enter",) if picture.said else ())):
            await pilot.press(key)
        for key in picture.keys:
            await pilot.press(_key(key))
            await pilot.pause()
        await pilot.pause(1.0)
        svg = app.export_screenshot(title="intake")
    keep(picture.name, svg)


def take_lines() -> None:
    """A talk in line mode, as it is read and answered through a pipe."""
    from rich.console import Console
    from rich.text import Text

    command = [sys.executable, "-m", "tui", "--practice", "--plain"]
    told = "".join(f"{line}\n" for line in LINES)
    said = subprocess.run(command, input=told, capture_output=True, text=True, check=True).stdout
    console = Console(width=80, record=True, file=io.StringIO(), color_system=None)
    console.print(Text("$ intake --practice --plain\n") + Text(said.rstrip()))
    keep("lines", console.export_svg(title="intake --plain"))


def keep(name: str, svg: str) -> None:
    """Write a picture. It loads nothing from elsewhere: whoever looks at it uses a font of their own."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+-", "terminal-", svg)
    # Some viewers drop the spaces at the ends of a text otherwise.
    svg = svg.replace("<text ", '<text xml:space="preserve" ')
    HERE.mkdir(exist_ok=True)
    (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")


def _key(letter: str) -> str:
    from textual.keys import _character_to_key

    return _character_to_key(letter) if len(letter) == 1 else letter


def main() -> None:
    """All pictures, each in a new home."""
    from tui.learned import open_matcher, open_source
    from tui.options import Options

    # Learned before anything is said: what answers meanwhile is not what people see.
    open_matcher(open_source(Options(practice=True)))
    for picture in (*PICTURES, None):
        with tempfile.TemporaryDirectory() as home:
            for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
                os.environ[name] = home
            for name in ("GITLAB_TOKEN", "GITLAB_URL", "INTAKE_CATALOGUE", "NO_COLOR"):
                os.environ.pop(name, None)
            os.environ["COLORTERM"] = "truecolor"
            if picture is None:
                take_lines()
            else:
                asyncio.run(take(picture))


if __name__ == "__main__":
    main()
