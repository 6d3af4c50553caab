"""Files on the screen, by real keys: attached, dragged in, taken off, followed on their way up, stopped, left."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest
from files_on_disk import file_on_disk

from intents.drafting.draft import Draft
from intents.drafting.request import Request, Stage
from intents.filing.local_files import look_at
from intents.filing.once import file_once
from intents.filing.practice_tracker import PracticeTracker
from intents.filing.tracker import NotReached, Project, Refused, Result
from intents.keeping.requests import RequestStore
from intents.talk.states import Attaching, Done, Failed, Reviewing, Submitting
from tests.tui.screen import Person, outside_on_disk, screen
from tests.tui.test_talk_on_screen import to_review
from tui.services import Services


class SlowTracker(PracticeTracker):
    """Holds each upload half-way until it is let go."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.reached = threading.Semaphore(0)
        self.go_on = threading.Event()

    def upload(self, name: str, content: BinaryIO, project: Project) -> str | Refused | NotReached:
        # Whoever stops it is heard with the next part that is read.
        first = content.read(5)
        assert first
        self.reached.release()
        assert self.go_on.wait(20)
        return super().upload(name, content, project)


def services_with_files(
    folder: Path, tracker: PracticeTracker | None = None, connection: str = "practice"
) -> Services:
    plain = outside_on_disk(folder, connection)
    book, uploads = RequestStore(folder / "data"), plain.uploads
    tracker = tracker or PracticeTracker(folder / "practice")

    def file(request: Request, draft: Draft, unkept: bool) -> tuple[Request, Result]:
        return file_once(tracker, book, request, draft, unkept=unkept, watch=uploads)

    return replace(plain, store=book, look=look_at, file=file)


@contextmanager
def held(folder: Path) -> Iterator[SlowTracker]:
    tracker = SlowTracker(folder / "practice")
    try:
        yield tracker
    finally:
        tracker.go_on.set()


def names(person: Person) -> list[str]:
    assert isinstance(person.state, Reviewing)
    return [one.name for one in person.state.draft.attachments]


@pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=str)
async def test_a_file_dragged_into_the_window_is_attached_and_filed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    shot = file_on_disk(tmp_path / "My shot.png", b"PNG")
    async with screen(services_with_files(tmp_path), size=size) as person:
        await to_review(person)
        await person.paste(f"'{shot.path}' ")
        await person.press("enter")
        assert names(person) == ["My_shot.png"]
        assert "Attached: My shot.png (3 bytes)" in person.said
        await person.until(lambda: person.app.chat.panel.armed)
        await person.choose("file")
        await person.until(lambda: isinstance(person.state, Done))
        assert all(len(line) <= size[0] for line in person.lines)
    (copy,) = (tmp_path / "practice").rglob("My_shot.png")
    assert copy.read_bytes() == b"PNG"


async def test_the_option_asks_for_a_path_a_wrong_one_stays_in_the_box_and_esc_leads_back(
    tmp_path: Path,
) -> None:
    log = file_on_disk(tmp_path / "a.log")
    async with screen(services_with_files(tmp_path)) as person:
        await to_review(person)
        await person.choose("attach")
        assert isinstance(person.state, Attaching)
        assert "Which file?" in person.text
        await person.say("/nowhere/a.log")
        assert "There is no file “/nowhere/a.log”." in person.text
        assert person.box == "/nowhere/a.log"
        await person.press("escape")
        assert names(person) == []
        await person.choose("attach")
        await person.press("ctrl+u")
        await person.say(log.path)
        assert names(person) == ["a.log"]
        assert "attached  a.log (14 bytes)" in person.text


async def test_a_file_is_taken_off_by_a_key_or_in_words(tmp_path: Path) -> None:
    log = file_on_disk(tmp_path / "a.log")
    async with screen(services_with_files(tmp_path)) as person:
        await to_review(person)
        await person.say(f"attach {log.path}")
        await person.choose("off:a.log")
        assert names(person) == []
        assert "Taken off: a.log" in person.text
        await person.say(f"attach {log.path}")
        await person.say("take off a.log")
        assert names(person) == []


async def test_it_is_seen_what_goes_up_and_esc_stops_it(tmp_path: Path) -> None:
    log = file_on_disk(tmp_path / "a.log", b"0123456789")
    with held(tmp_path) as tracker:
        async with screen(services_with_files(tmp_path, tracker)) as person:
            await to_review(person)
            await person.say(f"attach {log.path}")
            await person.until(lambda: person.app.chat.panel.armed)
            await person.pilot.press(str([o.id for o in person.prompt.options].index("file") + 1))
            await person.until(lambda: "Uploading a.log (10 bytes): 50 %." in person.text)
            assert "Esc stops before anything is filed." in " ".join(person.text.split())
            await person.pilot.press("escape")
            await person.until(lambda: "Stopping" in person.text)
            tracker.go_on.set()
            await person.until(lambda: isinstance(person.state, Failed))
            await person.rest()
            assert "Stopped. Nothing was filed." in person.text
            assert not list((tmp_path / "practice").rglob("*.md"))
            await person.choose("again")
            await person.until(lambda: isinstance(person.state, Done))
    assert len(list((tmp_path / "practice").rglob("*.md"))) == 1


async def test_leaving_while_a_file_goes_up_files_nothing_and_loses_nothing(tmp_path: Path) -> None:
    log = file_on_disk(tmp_path / "a.log", b"0123456789")
    with held(tmp_path) as tracker:
        async with screen(services_with_files(tmp_path, tracker)) as person:
            await to_review(person)
            await person.say(f"attach {log.path}")
            await person.until(lambda: person.app.chat.panel.armed)
            await person.pilot.press(str([o.id for o in person.prompt.options].index("file") + 1))
            await person.until(
                lambda: isinstance(person.state, Submitting) and person.state.going_up is not None
            )
            leaving = person.app.chat.settle(0.05)
            await leaving
            tracker.go_on.set()
            await person.until(lambda: isinstance(person.state, Failed))
            await person.rest()
        (kept,) = RequestStore(tmp_path / "data").unfinished()
    assert kept.stage is Stage.READY
    assert kept.attached == (log,)
    assert not list((tmp_path / "practice").rglob("*.md"))


async def test_a_resumed_draft_whose_file_changed_says_so_and_takes_it_by_one_key(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    log = file_on_disk(path)
    async with screen(services_with_files(tmp_path)) as person:
        await to_review(person)
        await person.say(f"attach {log.path}")
        await person.press("ctrl+l")
    path.write_bytes(b"another content")
    async with screen(services_with_files(tmp_path)) as person:
        await person.until(lambda: any(o.id.startswith("resume:") for o in person.prompt.options))
        (resume,) = (o.id for o in person.prompt.options if o.id.startswith("resume:"))
        await person.choose(resume)
        await person.until(lambda: isinstance(person.state, Reviewing))
        assert "a.log was changed since it was attached." in " ".join(person.text.split())
        await person.until(lambda: person.app.chat.panel.armed)
        await person.choose("retake:a.log")
        assert isinstance(person.state, Reviewing)
        assert person.state.draft.ready


async def test_the_browser_and_the_clipboard_say_that_files_are_added_by_hand(tmp_path: Path) -> None:
    log = file_on_disk(tmp_path / "a.log")
    async with screen(services_with_files(tmp_path, connection="gitlab"), size=(100, 40)) as person:
        await to_review(person)
        await person.say(f"attach {log.path}")
        await person.choose("copy")
        assert "Add them by hand where their places stand: a.log." in " ".join(person.text.split())
        assert str(tmp_path) not in person.app.clipboard
