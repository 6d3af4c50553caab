"""Filing into a GitLab on loopback, seen on the screen: too many requests, a slow server, no network, and what was left."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from gitlab_stand_in import FOREVER, StandIn
from talking import NOW, the_catalogue

from intents.drafting.request import Request, Stage
from intents.filing.gitlab_tracker import GitLabTracker
from intents.filing.tracker import Sending
from intents.keeping.requests import RequestStore
from intents.talk.states import Done, Failed, Opening, Recognising, Reviewing, Submitting, Unclear, Waiting
from intents.talk.submitting import WAITS_AT_MOST
from tests.tui.screen import MACRO, Person, outside_on_disk, screen
from tui import wiring
from tui.services import Services
from tui.wiring import Templates, filing, looking_up, reaching

QUICK = (2.0, 0.3)
"""Seconds to connect and to read, where a time-out is waited for."""
PATIENT = (5.0, 20.0)


class Hours:
    """A clock that goes when it is told to, and waits that last until they are let go."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.waited: list[float] = []
        self.free = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        if seconds:
            self.waited.append(seconds)
            await self.free.wait()


class Ready:
    """A tracker that is there already."""

    def __init__(self, gitlab: StandIn, timeout: tuple[float, float]) -> None:
        self._tracker = GitLabTracker(gitlab.url, gitlab.token, timeout=timeout)

    def get(self) -> GitLabTracker:
        return self._tracker


@pytest.fixture
def gitlab() -> Iterator[StandIn]:
    paths = sorted({tracker.project for tracker in the_catalogue().trackers})
    with StandIn.for_projects(paths) as stand_in:
        yield stand_in


def connected(
    folder: Path, gitlab: StandIn, hours: Hours | None = None, timeout: tuple[float, float] = PATIENT
) -> Services:
    services = outside_on_disk(folder, connection="gitlab")
    tracker: Any = Ready(gitlab, timeout)
    book = RequestStore(folder / "data")

    def stamp() -> Any:
        passed = timedelta(seconds=hours.passed if hours else 0)
        return replace(wiring.stamp(), now=NOW + passed)

    return replace(
        services,
        file=filing(tracker, book),
        look_up=looking_up(tracker, book),
        read_template=Templates(tracker).read,
        reached=reaching(tracker),
        stamp=stamp,
    )


def filed(gitlab: StandIn) -> int:
    return sum(len(gitlab.issues(path)) for path in gitlab.projects)


async def file_it(person: Person) -> None:
    """From the first words to the filing."""
    await person.say(MACRO)
    await person.press("enter")
    await person.press("1")
    await person.say("Refund::Late")
    await person.say("It should say 14 days")
    assert isinstance(person.state, Reviewing), person.text
    await person.until(lambda: person.app.chat.panel.armed)
    number = [o.id for o in person.prompt.options].index("file") + 1
    await person.pilot.press(str(number))


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ("rate-limited", 7),
        ("rate-limited-until", 7),
        ("rate-limited-no-header", 60),
        ("rate-limited-text", 7),
    ],
)
async def test_too_many_requests_are_counted_down_and_filed_by_itself(
    tmp_path: Path, gitlab: StandIn, fault: str, seconds: int
) -> None:
    hours = Hours()
    gitlab.fail(fault, on="create")
    async with screen(connected(tmp_path, gitlab, hours), wait=hours.wait) as person:
        await file_it(person)
        await person.until(lambda: f"It is filed in {seconds} s. Esc stops that." in person.text)
        assert hours.waited == [seconds]
        assert "GitLab got too many requests" in person.text
        hours.passed = 4
        await person.until(lambda: f"It is filed in {seconds - 4} s. Esc stops that." in person.text)
        assert [r.stage for r in RequestStore(tmp_path / "data").unfinished()] == [Stage.READY]
        hours.free.set()
        await person.until(lambda: isinstance(person.state, Done))
        await person.rest()
    assert filed(gitlab) == 1
    assert gitlab.creates == 2


async def test_a_countdown_is_stopped_with_esc_and_what_was_waited_for_does_not_come(
    tmp_path: Path, gitlab: StandIn
) -> None:
    hours = Hours()
    gitlab.fail("rate-limited", on="create")
    async with screen(connected(tmp_path, gitlab, hours), wait=hours.wait) as person:
        await file_it(person)
        await person.until(lambda: "Esc stops that." in person.text)
        await person.pilot.press("escape")
        await person.until(lambda: isinstance(person.state, Failed))
        await person.until(lambda: "Esc stops that." not in person.text)
        hours.free.set()
        await person.rest()
        assert isinstance(person.state, Failed)
        assert gitlab.creates == 1
        await person.choose("again")
        await person.until(lambda: isinstance(person.state, Done))
    assert filed(gitlab) == 1


async def test_after_some_waits_in_a_row_the_person_is_asked(tmp_path: Path, gitlab: StandIn) -> None:
    gitlab.fail("rate-limited", on="create", times=FOREVER)
    async with screen(connected(tmp_path, gitlab)) as person:
        await file_it(person)
        await person.until(lambda: isinstance(person.state, Failed))
    assert gitlab.creates == WAITS_AT_MOST + 1


async def test_reading_that_takes_long_shows_the_seconds_and_can_be_left(
    tmp_path: Path, gitlab: StandIn
) -> None:
    hours, learned = Hours(), threading.Event()
    services = connected(tmp_path, gitlab, hours)

    def read(messages: tuple[str, ...]) -> Any:
        learned.wait(20)
        return services.read(messages)

    async with screen(replace(services, read=read), waits=False) as person:
        await person.type(MACRO)
        await person.pilot.press("enter")
        await person.until(lambda: isinstance(person.state, Recognising))
        hours.passed = 7
        await person.until(lambda: "7 s so far. Esc goes back, and your words are kept." in person.text)
        await person.pilot.press("escape")
        await person.until(lambda: isinstance(person.state, Opening))
        assert person.box == MACRO
        learned.set()
        await person.until(lambda: "so far" not in person.text)
        await person.press("enter")
        await person.until(lambda: "Make changes to Zendesk Global macros?" in person.text)
        assert "so far" not in person.text


async def test_a_slow_server_shows_the_seconds_and_can_be_left(tmp_path: Path, gitlab: StandIn) -> None:
    hours = Hours()
    slow = gitlab.fail("delay-before-storing", on="create")
    async with screen(connected(tmp_path, gitlab, hours), wait=hours.wait) as person:
        await file_it(person)
        await person.until(lambda: isinstance(person.state, Submitting))
        slow.wait_until_reached()
        hours.passed = 12
        await person.until(
            lambda: "12 s without an answer. Esc leaves it: it goes on, and your text is kept." in person.text
        )
        await person.type("and one th")
        await person.pilot.press("escape")
        await person.until(lambda: isinstance(person.state, Opening))
        assert person.box == "and one th"
        assert f"“{MACRO}” goes on being filed." in " ".join(person.said.split())
        slow.release()
        await person.until(lambda: f"“{MACRO}” is filed: " in " ".join(person.said.split()))
        await person.rest()
        assert person.box == "and one th"
        assert isinstance(person.state, Opening)
        assert person.app.chat.desk.kept == ()
    assert filed(gitlab) == gitlab.creates == 1
    store = RequestStore(tmp_path / "data")
    assert [r.typing for r in store.unfinished()] == ["and one th"]


async def test_what_was_left_and_got_no_answer_is_looked_for_beside_the_talk(
    tmp_path: Path, gitlab: StandIn
) -> None:
    slow = gitlab.fail("delay-after-storing", on="create")
    async with screen(connected(tmp_path, gitlab, timeout=QUICK)) as person:
        await file_it(person)
        await person.pilot.press("escape")
        await person.until(lambda: "was filed after all: " in " ".join(person.said.split()))
        assert "did not answer in time after it was sent" in " ".join(person.said.split())
    slow.release()
    assert filed(gitlab) == gitlab.creates == 1
    assert RequestStore(tmp_path / "data").unfinished() == ()


async def test_without_a_network_it_is_kept_and_offered_by_one_key_when_there_is_one(
    tmp_path: Path, gitlab: StandIn
) -> None:
    gitlab.fail("refuse-connection-afterwards", on="user")
    async with screen(connected(tmp_path, gitlab)) as person:
        await file_it(person)
        await person.until(lambda: isinstance(person.state, Failed))
        assert "Kept, ready to send." in person.text
        await person.press("ctrl+q")
    async with screen(connected(tmp_path, gitlab)) as person:
        # Still no network: nothing is offered that would fail at once.
        assert "Send now" not in person.text
        assert "ready to send" in person.text
    gitlab.heal()
    async with screen(connected(tmp_path, gitlab)) as person:
        await person.until(lambda: f"Send now: {MACRO}" in person.text)
        assert "ctrl+n send what waits" in person.lines[-1]
        assert isinstance(person.state, Opening)
        await person.type("half a sent")
        await person.press("ctrl+n")
        await person.until(lambda: isinstance(person.state, Done))
    assert filed(gitlab) == gitlab.creates == 1
    assert [r.typing for r in RequestStore(tmp_path / "data").unfinished()] == ["half a sent"]


async def test_the_draft_looked_at_again_is_no_longer_ready(tmp_path: Path, gitlab: StandIn) -> None:
    gitlab.fail("refuse-connection-afterwards", on="user")
    async with screen(connected(tmp_path, gitlab)) as person:
        await file_it(person)
        await person.until(lambda: isinstance(person.state, Failed))
        await person.press("escape")
        assert isinstance(person.state, Reviewing)
        await person.press("ctrl+q")
    assert [r.stage for r in RequestStore(tmp_path / "data").unfinished()] == [Stage.OPEN]


@pytest.mark.parametrize("stored", [True, False])
async def test_what_was_being_sent_when_the_program_died_is_looked_for_beside_the_talk(
    tmp_path: Path, gitlab: StandIn, stored: bool
) -> None:
    (path, *_) = gitlab.projects
    sending = Sending(
        reference="giabc123abc123", project_id=str(gitlab.projects[path].id), project=path, server_time=None
    )
    request = Request(
        id="talk9", reference="giabc123abc123", messages=(MACRO,), stage=Stage.SENDING, sending=sending
    )
    store = RequestStore(tmp_path / "data")
    store.save(request)
    store.note_sending("talk9", sending)
    if stored:
        gitlab.file(path, "Title", "Text\n\nIntake reference: `giabc123abc123`")
    async with screen(connected(tmp_path, gitlab)) as person:
        said = f"“{MACRO}” was filed after all: {path}#1" if stored else f"“{MACRO}” may or may not be filed."
        await person.until(lambda: said in " ".join(person.said.split()))
        assert isinstance(person.state, Opening)
        await person.rest()
        assert [one.unclear for one in person.app.chat.desk.kept] == ([] if stored else [True])
    assert gitlab.creates == 0
    assert len(store.unfinished()) == (0 if stored else 1)


async def test_two_enters_on_file_it_are_one_issue(tmp_path: Path, gitlab: StandIn) -> None:
    slow = gitlab.fail("delay-after-storing", on="create")
    async with screen(connected(tmp_path, gitlab)) as person:
        await file_it(person)
        await person.pilot.press("enter", "enter", "1")
        slow.wait_until_reached()
        await person.pilot.press("enter")
        slow.release()
        await person.until(lambda: isinstance(person.state, Done))
        await person.rest()
    assert filed(gitlab) == gitlab.creates == 1


async def test_what_was_left_and_is_gone_on_with_at_once_is_one_issue(
    tmp_path: Path, gitlab: StandIn
) -> None:
    slow = gitlab.fail("delay-before-storing", on="create")
    async with screen(connected(tmp_path, gitlab)) as person:
        await file_it(person)
        slow.wait_until_reached()
        await person.pilot.press("escape")
        await person.until(lambda: f"Look for: {MACRO}" in person.text)
        await person.pilot.press("down", "enter")
        await person.until(lambda: isinstance(person.state, Unclear | Waiting | Submitting))
        slow.release()
        await person.until(lambda: isinstance(person.state, Done))
        await person.rest()
    assert filed(gitlab) == gitlab.creates == 1
