"""Disks that take nothing and drafts that cannot be read: the person goes on, is told once, and keeps what there is.

The same on the screen, line by line, and for each command.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from talking import TODAY

from intents.answering.answer import Answer
from intents.catalogue.model import IntentId
from intents.drafting.draft import Draft
from intents.drafting.request import Request
from intents.filing.once import file_once
from intents.filing.practice_tracker import PracticeTracker
from intents.filing.tracker import Result
from intents.keeping.record import to_json
from intents.keeping.requests import RequestStore
from intents.talk.showing import prompt_for
from intents.talk.states import Asking, Done, NotKept, Opening, Reviewing
from intents.talk.submitting import UNKEPT
from tests.tui.commands.conftest import ROOT
from tests.tui.screen import MACRO, Person, outside_on_disk, screen
from tui.line_mode import LineMode
from tui.services import Services

TOLD = "Your words can't be kept in"


def _a_file_in_its_place(folder: Path) -> Path:
    (folder / "data").write_text("mine")
    return folder


def _read_only(folder: Path) -> Path:
    """Where nobody can make a folder, not even an administrator."""
    if sys.platform != "linux":
        pytest.skip("only Linux has such a place for everybody")
    return Path("/proc/self")


NOWHERE_TO_KEEP = pytest.mark.parametrize("place", [_a_file_in_its_place, _read_only])


def _outside(folder: Path, place: Callable[[Path], Path], connection: str = "practice") -> Services:
    """The store where nothing can be kept; what is exported and practised goes where it can."""
    book = RequestStore(place(folder) / "data")
    tracker = PracticeTracker(folder / "practice")

    def file(request: Request, draft: Draft, unkept: bool) -> tuple[Request, Result]:
        return file_once(tracker, book, request, draft, unkept=unkept)

    return replace(outside_on_disk(folder, connection), store=book, file=file)


@NOWHERE_TO_KEEP
async def test_on_the_screen_the_whole_way_can_be_gone_and_is_told_of_once(
    tmp_path: Path, place: Callable[[Path], Path]
) -> None:
    async with screen(_outside(tmp_path, place)) as person:
        await _to_review(person)
        assert person.said.count(TOLD) == 1
        await person.choose("export")
        await person.until(lambda: (tmp_path / "exported.md").exists(), "exported")
        assert "It should say 14 days" in (tmp_path / "exported.md").read_text()
        await person.choose("copy")
        assert "It should say 14 days" in person.app.clipboard
        await person.choose("file")
        await person.until(lambda: isinstance(person.state, NotKept))
        await person.choose(UNKEPT)
        await person.until(lambda: isinstance(person.state, Done), "filed")
        assert "Filed gitlab-com/" in person.said
    assert not (tmp_path / "data").is_dir()


async def _to_review(person: Person) -> None:
    await person.say(MACRO)
    await person.press("enter")
    await person.press("1")
    await person.say("Refund::Late")
    await person.say("It should say 14 days")
    assert isinstance(person.state, Reviewing)
    await person.until(lambda: person.app.chat.panel.armed)


@NOWHERE_TO_KEEP
def test_line_by_line_the_whole_way_can_be_gone_and_is_told_of_once(
    tmp_path: Path, place: Callable[[Path], Path]
) -> None:
    out = io.StringIO()
    talk: LineMode

    def number(option: str) -> str:
        ids = [o.id for o in prompt_for(talk.state, talk.desk, TODAY).options]
        return str(ids.index(option) + 1)

    def lines() -> Iterator[str]:
        yield from (MACRO, "1", "1", "Refund::Late", "It should say 14 days")
        assert isinstance(talk.state, Reviewing)
        assert out.getvalue().count(TOLD) == 1
        yield number("export")
        yield number("copy")
        yield number("file")
        assert isinstance(talk.state, NotKept)
        yield number(UNKEPT)
        assert isinstance(talk.state, Done)

    talk = LineMode(_outside(tmp_path, place), lines=lines(), out=out, wait=lambda _seconds: None)
    talk.run()
    assert "It should say 14 days" in (tmp_path / "exported.md").read_text()
    assert "Filed gitlab-com/" in out.getvalue()


async def test_a_draft_that_waits_for_a_template_is_shown_although_nothing_can_be_kept(
    tmp_path: Path,
) -> None:
    """What stands behind a failed save is done, where it sends nothing and throws nothing away."""
    async with screen(_outside(tmp_path, _a_file_in_its_place, "gitlab")) as person:
        await person.say("add me to the calendly")
        await person.press("enter")
        assert isinstance(person.state, Asking)
        assert person.state.request.template is not None


def test_it_is_told_again_once_keeping_worked_in_between(tmp_path: Path) -> None:
    out = io.StringIO()
    (tmp_path / "data").write_text("mine")

    def lines() -> Iterator[str]:
        yield MACRO
        yield "1"
        assert out.getvalue().count(TOLD) == 1
        (tmp_path / "data").unlink()
        yield "1"
        kept = list((tmp_path / "data" / "drafts").glob("*.json"))
        assert [json.loads(path.read_text())["answers"] != {} for path in kept] == [True]
        kept[0].unlink()
        (tmp_path / "data" / "drafts").rmdir()
        (tmp_path / "data" / "drafts").write_text("in the way")
        yield "Refund::Late"
        assert out.getvalue().count(TOLD) == 2

    talk = LineMode(outside_on_disk(tmp_path), lines=lines(), out=out, wait=lambda _seconds: None)
    talk.run()


# A full disk, for the whole program

FULL = """
import resource, sys
from tui.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (150, 150))
sys.exit(main(sys.argv[1:]))
"""


def _on_a_full_disk(place: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """A limit on the size of files stands in for it. Standard output is a pipe, and has none."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GITLAB_", "XDG_", "INTAKE_"))},
        "HOME": str(place / "home"),
        "XDG_DATA_HOME": str(place / "data"),
        "XDG_CONFIG_HOME": str(place / "config"),
        "XDG_CACHE_HOME": str(place / "cache"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", FULL, *arguments],
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=place,
        check=False,
    )


SMALL = ("--catalogue", str(ROOT / "tests" / "catalogues" / "good.yaml"), "--practice")
OLDER = Request(
    id="abc234",
    reference="gi7f3a9c2e41b8d6055aa1c0ff",
    messages=("Please order The Waves",),
    intent=IntentId("order"),
    answers={"form": Answer(values=("paper",)), "title": Answer(values=("The Waves",))},
)


def test_a_full_disk_keeps_the_older_draft_and_everything_else_goes_on(tmp_path: Path) -> None:
    drafts = tmp_path / "data" / "intake" / "drafts"
    drafts.mkdir(parents=True)
    (drafts / "abc234.json").write_text(to_json(OLDER))
    said = _on_a_full_disk(tmp_path, *SMALL, "--plain", typed="1\n4\nback\nprint\nlater\n")
    assert "Traceback" not in said.stderr
    assert said.stdout.count(TOLD) <= 2
    assert "file too large" in said.stdout
    assert (drafts / "abc234.json").read_text() == to_json(OLDER)
    assert [path.name for path in drafts.iterdir()] == ["abc234.json"]
    for arguments in (("drafts",), ("drafts", "show", "abc234")):
        fine = _on_a_full_disk(tmp_path, *arguments, *SMALL[:2])
        assert fine.returncode == 0
        assert "The Waves" in fine.stdout


def test_on_a_full_disk_export_and_send_end_in_a_sentence_and_lose_nothing(tmp_path: Path) -> None:
    drafts = tmp_path / "data" / "intake" / "drafts"
    drafts.mkdir(parents=True)
    (drafts / "abc234.json").write_text(to_json(OLDER))
    for arguments in (("drafts", "export", "abc234", *SMALL[:2]), ("send", "abc234", *SMALL)):
        said = _on_a_full_disk(tmp_path, *arguments)
        assert said.returncode == 1
        assert "file too large" in said.stderr
        assert "Traceback" not in said.stderr
        assert said.stderr.count("\n") <= 3
    assert (drafts / "abc234.json").read_text() == to_json(OLDER)
    # Half a file under the name that was asked for would be taken for the whole.
    assert not list(tmp_path.glob("*.md"))


# Drafts that cannot be read

GONE = replace(OLDER, id="gone22", reference="gi0000000000000000000gone", intent=IntentId("no_longer_there"))
BROKEN = {
    "cut333": to_json(replace(OLDER, id="cut333"))[:200],
    "empty4": "",
    "other5": "not a draft at all",
}
NEWER = {"newer6": to_json(replace(OLDER, id="newer6")).replace('"format": 1', '"format": 99')}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A data folder with one draft that is fine and all that is not."""
    drafts = tmp_path / "data" / "drafts"
    drafts.mkdir(parents=True)
    for name, text in {**BROKEN, **NEWER, "gone22": to_json(GONE)}.items():
        (drafts / f"{name}.json").write_text(text)
    (drafts / "fine77.json").write_text(to_json(replace(OLDER, id="fine77", intent=IntentId("fix"))))
    return tmp_path


def _untouched(folder: Path) -> None:
    """Broken ones have another name and the same words; a newer one has not even that."""
    drafts = folder / "data" / "drafts"
    for name, text in BROKEN.items():
        assert (drafts / f"{name}.broken-1").read_text() == text
    for name, text in NEWER.items():
        assert (drafts / f"{name}.json").read_text() == text


def _told_once(said: str) -> None:
    for name in (*BROKEN, *NEWER):
        assert said.count(f"The draft {name} ") == 1, (name, said)
    assert "newer version of the program" in said


async def test_on_the_screen_drafts_that_cannot_be_read_are_told_of_once_and_the_rest_is_offered(
    odd: Path,
) -> None:
    async with screen(outside_on_disk(odd)) as person:
        await person.until(lambda: "newer version" in person.said)
        assert {"resume:fine77", "resume:gone22"} <= {option.id for option in person.prompt.options}
        await person.press("f3")
        await person.press("escape")
        await person.say(MACRO)
        _told_once(person.said)
    _untouched(odd)


async def test_on_the_screen_a_draft_of_a_kind_that_is_gone_is_chosen_anew_with_every_word(odd: Path) -> None:
    async with screen(outside_on_disk(odd)) as person:
        await person.choose("resume:gone22")
        assert "The catalogue has no no_longer_there any more. What you wrote is kept" in person.said
        assert not isinstance(person.state, Opening)
        assert person.state.request.messages == GONE.messages
        assert dict(person.state.request.answers) == dict(GONE.answers)


def test_line_by_line_drafts_that_cannot_be_read_are_told_of_once(odd: Path) -> None:
    out = io.StringIO()
    talk = LineMode(
        outside_on_disk(odd), lines=iter((MACRO, "back", "quit")), out=out, wait=lambda _seconds: None
    )
    talk.run()
    _told_once(out.getvalue())
    assert "Please order The Waves" in out.getvalue()
    _untouched(odd)


def test_line_by_line_a_draft_of_a_kind_that_is_gone_is_chosen_anew(odd: Path) -> None:
    out = io.StringIO()
    talk: LineMode

    def lines() -> Iterator[str]:
        ids = [option.id for option in prompt_for(talk.state, talk.desk, TODAY).options]
        yield str(ids.index("resume:gone22") + 1)
        yield "quit"

    talk = LineMode(outside_on_disk(odd), lines=lines(), out=out, wait=lambda _seconds: None)
    talk.run()
    assert "The catalogue has no no_longer_there any more." in out.getvalue()
