"""The command line as a script meets it: arguments in; exit code, output and errors out. With a GitLab on loopback."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from gitlab_stand_in import StandIn

from intents.catalogue.model import Catalogue
from intents.catalogue.reader import read_catalogue
from intents.keeping.requests import RequestStore
from tui.__main__ import main

ROOT = Path(__file__).parents[3]
TOKEN = "glpat-not-a-real-token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What came of one call."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on standard output; fails when there is anything beside it."""
        return json.loads(self.out)


Intake = Callable[..., Said]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "intents.yaml")


@pytest.fixture
def gitlab(catalogue: Catalogue) -> Iterator[StandIn]:
    """Every project and label of the default catalogue, and the people in its examples."""
    labels = {label.name for intent in catalogue.intents if intent.draft for label in intent.draft.labels}
    with StandIn.for_projects(
        sorted({tracker.project for tracker in catalogue.trackers}), labels=sorted(labels)
    ) as stand_in:
        for name in ("your-manager", "approving-manager", "kim-example"):
            stand_in.add_user(name)
        yield stand_in


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine of its own: nothing of the person who runs the tests is read or written."""
    for name in ("GITLAB_HOST", "GITLAB_URI", "CURL_CA_BUNDLE", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GITLAB_TOKEN", "GITLAB_URL", "INTAKE_CATALOGUE", "PYTHON_GITLAB_CFG", "GLAB_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTPS_PROXY", "https_proxy", "REQUESTS_CA_BUNDLE", "XDG_CONFIG_DIRS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setitem(sys.modules, "keyring", None)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    yield tmp_path
    # Where the person's own files are it stands by right; nowhere else.
    for folder in ("data", "config", "cache", "work"):
        written = [path for path in (tmp_path / folder).rglob("*") if path.is_file()]
        assert not [path for path in written if TOKEN.encode() in path.read_bytes()]


@pytest.fixture
def intake(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Intake:
    """Run one command, without a connection."""

    def run(*arguments: str, given: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as ended:
            code = int(ended.code or 0)
        caught = capsys.readouterr()
        assert TOKEN not in caught.out + caught.err
        assert "Traceback" not in caught.err
        return Said(code=code, out=caught.out, err=caught.err)

    return run


@pytest.fixture
def connected(intake: Intake, gitlab: StandIn, monkeypatch: pytest.MonkeyPatch) -> Intake:
    """Run one command, with a token and a GitLab."""
    monkeypatch.setenv("GITLAB_URL", gitlab.url)
    monkeypatch.setenv("GITLAB_TOKEN", gitlab.token)
    return intake


@pytest.fixture
def store(place: Path) -> RequestStore:
    return RequestStore(place / "data" / "intake")


FIX = (
    "file",
    "--intent",
    "everything_else",
    "--answer",
    "summary=Export of all tickets",
    "--answer",
    "request=One file, one ticket a line.",
    "--answer",
    "priority=normal",
)
"""A whole request in arguments."""


def fixed(*more: str) -> tuple[str, ...]:
    """The same, with more flags."""
    return (*FIX, *more)
