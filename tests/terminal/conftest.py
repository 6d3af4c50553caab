"""The real program on a pseudo-terminal: a small catalogue, one cache for all, a disk of its own for each test."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pseudo_terminal import INTAKE, Terminal, environment

CATALOGUE = """
catalogue: 1
team: The Library
about: Lends books.
host: https://gitlab.example.com
handle: "@library/desk"
opening: [Please order a book]
trackers:
  orders: {project: library/orders}
intents:
  - id: order
    title: "Order [EMEA=1] a book [bold] [/"
    sentence: "You want the library to buy a book [red]."
    keywords: [book, buy]
    examples: [Please buy this book, Could you buy The Waves, We need more books on birds]
    outcome: issue
    tracker: orders
    questions:
      - {name: title, ask: What is it called?, why: It is looked for., kind: line, example: The Waves}
      - {name: day, ask: By which day?, why: It is planned., kind: date, example: in 10 days}
      - {name: reason, ask: Why this one?, why: Money is short., kind: text, example: It is asked for.}
    draft:
      title: ["${title}"]
      body: |
        ## Book

        ${reason}

        - Day: ${day}
    steps:
      - {who: requester, does: Order it, done: true}
      - {who: team, does: Buys it}
  - id: repair
    title: Repair a chair
    sentence: Something in the rooms is broken.
    keywords: [broken, chair, lamp, room]
    examples: [A chair is broken, The lamp in the small room does not work]
    outcome: issue
    tracker: orders
    questions:
      - {name: what, ask: What is broken?, why: They bring a spare one., kind: line, example: A chair}
    draft:
      title: ["${what}"]
      body: |
        ## Repair

        ${what}
    steps:
      - {who: requester, does: Tell of it, done: true}
      - {who: team, does: Repairs it}
"""


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the program has learned of the catalogue, once for all tests."""
    folder = tmp_path_factory.mktemp("cache")
    (folder / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    known = environment(folder, INTAKE_CATALOGUE=str(folder / "catalogue.yaml"))
    subprocess.run([*INTAKE, "route", "please buy this book"], env=known, check=True, capture_output=True)
    return folder / "cache"


@pytest.fixture
def known(tmp_path: Path, cache: Path) -> dict[str, str]:
    """A person's environment."""
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    shutil.copytree(cache, tmp_path / "cache")
    return environment(tmp_path, INTAKE_CATALOGUE=str(tmp_path / "catalogue.yaml"))


@pytest.fixture
def run(tmp_path: Path, known: dict[str, str]) -> Iterator[Callable[..., Terminal]]:
    """Starts `intake --practice` on a terminal, as often as wanted: run("--plain", TERM="dumb", size=(40, 15))."""
    with ExitStack() as open_terminals:

        def start(
            *arguments: str,
            command: tuple[str, ...] = (*INTAKE, "--practice"),
            ready: bool = True,
            **more: Any,
        ) -> Terminal:
            options = {name: more.pop(name) for name in ("size", "modern", "tells") if name in more}
            terminal = Terminal([*command, *arguments], folder=tmp_path, environment=known | more, **options)
            open_terminals.enter_context(terminal)
            if ready:
                terminal.until(lambda: "help" in terminal.lines[-1], "the line of keys")
            return terminal

        yield start


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[], str]:
    """All that stands in kept requests, as text."""

    def read() -> str:
        return "\n".join(path.read_text("utf-8") for path in (tmp_path / "data").rglob("drafts/*.json"))

    return read
