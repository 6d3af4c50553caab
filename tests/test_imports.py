"""What is loaded, seen from a fresh interpreter: short commands wait for nothing that they do not use."""

import os
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

import pytest

import intents

CHECKOUT = Path(intents.__file__).parent.parent
CATALOGUE = CHECKOUT / "tests" / "catalogues" / "good.yaml"
ROOMS = ("catalogue", "understanding", "answering", "talk", "drafting", "filing", "keeping")
SCREEN = {"textual", "rich", "pygments", "markdown_it"}
NETWORK = {"gitlab", "requests", "urllib3", "ssl", "http", "socket"}
KNOW_GITLAB = ("intents.filing.gitlab_tracker", "intents.filing.session")


def loaded(code: str, home: Path) -> set[str]:
    """The modules that some lines of Python load on top of a bare interpreter."""
    lines = ["import sys", "bare = set(sys.modules)", code, "found = sorted(set(sys.modules) - bare)"]
    lines += ["print()", "print(found)"]
    foreign = ("XDG_", "INTAKE_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    ended = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=CHECKOUT,
        env=kept | {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return set(literal_eval(ended.stdout.splitlines()[-1]))


def loaded_by_command(arguments: list[str], home: Path) -> set[str]:
    """The modules that a command loads; it has to end well."""
    return loaded(f"from tui.__main__ import main\nassert main({arguments!r}) == 0", home)


def packages(modules: set[str]) -> set[str]:
    """The names at the top."""
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize("room", ["intents", *(f"intents.{room}" for room in ROOMS)])
def test_a_room_is_entered_without_a_screen_or_a_network(room: str, tmp_path: Path) -> None:
    assert not packages(loaded(f"import {room}", tmp_path)) & (SCREEN | NETWORK | {"yaml", "rapidfuzz"})


def test_no_module_of_the_core_loads_a_screen_and_only_filing_loads_gitlab(tmp_path: Path) -> None:
    names = [
        ".".join(path.relative_to(CHECKOUT).with_suffix("").parts)
        for path in sorted((CHECKOUT / "intents").rglob("*.py"))
        if path.name != "__init__.py"
    ]
    every = f"import importlib\nfor name in {names!r}: importlib.import_module(name)"
    assert not packages(loaded(every, tmp_path)) & (SCREEN | {"tui"})
    others = [name for name in names if name not in KNOW_GITLAB]
    assert len(others) == len(names) - len(KNOW_GITLAB)
    rest = f"import importlib\nfor name in {others!r}: importlib.import_module(name)"
    assert not packages(loaded(rest, tmp_path)) & {"gitlab", "requests", "urllib3"}


def test_the_version_is_told_without_loading_anything_else(tmp_path: Path) -> None:
    found = loaded_by_command(["--version"], tmp_path)
    assert found <= {"__future__", "tui", "tui.__main__", "tui.version"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["route", "--catalogue", str(CATALOGUE), "please buy this book"],
        ["check", str(CATALOGUE)],
        ["intents", "--catalogue", str(CATALOGUE), "--json"],
        ["drafts", "--catalogue", str(CATALOGUE)],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_short_command_loads_no_screen_and_no_network(arguments: list[str], tmp_path: Path) -> None:
    assert not packages(loaded_by_command(arguments, tmp_path)) & (SCREEN | NETWORK)


def test_routing_with_a_warm_cache_loads_only_what_it_uses(tmp_path: Path) -> None:
    arguments = ["route", "--catalogue", str(CATALOGUE), "please buy this book"]
    cold = loaded_by_command(arguments, tmp_path)
    assert {"yaml", "intents.catalogue.reader", "intents.understanding.learning"} <= cold
    warm = loaded_by_command(arguments, tmp_path)
    assert not packages(warm) & {
        "yaml",
        "platformdirs",
        "hashlib",
        "secrets",
        "shutil",
        "datetime",
        "threading",
    }
    assert not {
        name
        for name in warm
        if name.startswith(
            ("intents.catalogue.model", "intents.talk", "tui.wiring", "tui.settings", "tui.key_table")
        )
    }
