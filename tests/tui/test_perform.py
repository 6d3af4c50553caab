"""The order in which effects are performed, without any screen."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from talking import NOW, Outside

from intents.drafting.draft import Draft
from intents.drafting.request import Request
from intents.errors import IntakeError
from intents.filing.tracker import Unknown
from intents.talk.effects import CopyText, LookUp, OpenPage, Place, SaveRequest, Say, SubmitDraft
from intents.talk.events import Event, FilingEnded, LookedUp, PageOpened, SaveFailed
from tui.perform import Performer, browser_expected
from tui.services import Services

REQUEST = Request(id="abcd", reference="giref")
DRAFT = Draft(project="a/b", title="T", description="D", reference="giref")


@dataclass
class Notes:
    """What the screen was told, in order."""

    told: list[object] = field(default_factory=list)

    def say(self, say: Say) -> None:
        self.told.append(say.text)

    def happened(self, event: Event) -> None:
        self.told.append(event)

    def edit(self, title: str, description: str) -> None:
        self.told.append(("edit", title, description))

    def copy(self, text: str) -> None:
        self.told.append(("copy", text))

    def open_page(self, url: str) -> None:
        self.told.append(("open", url))

    def show_link(self, url: str) -> None:
        self.told.append(("link", url))

    def show_place(self, place: Place) -> None:
        self.told.append(place)

    def kept_changed(self) -> None:
        pass

    def leave(self) -> None:
        self.told.append("leave")


@contextlib.asynccontextmanager
async def performing(services: Services, wait: Callable[[float], Awaitable[None]] = asyncio.sleep) -> Any:
    notes = Notes()
    beside: set[asyncio.Task[None]] = set()

    def start(work: Coroutine[Any, Any, None], group: str) -> object:
        beside.add(asyncio.ensure_future(work))
        return None

    performer = Performer(services, notes, start, wait)
    running = asyncio.ensure_future(performer.run())
    try:
        yield performer, notes
    finally:
        for task in (running, *beside):
            task.cancel()
        await asyncio.gather(running, *beside, return_exceptions=True)


async def quiet(performer: Performer) -> None:
    end = asyncio.get_running_loop().time() + 10
    while not performer.quiet:
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0)


async def test_a_save_that_fails_stops_what_stands_behind_it_and_nothing_else() -> None:
    outside = Outside()

    def save(request: Request) -> None:
        raise IntakeError("The disk is full.")

    outside.store.save = save  # type: ignore[method-assign]
    async with performing(outside.services) as (performer, notes):
        performer.perform(
            (Say(text="before"), SaveRequest(request=REQUEST), SubmitDraft(request=REQUEST, draft=DRAFT))
        )
        performer.perform((Say(text="the next turn"),))
        await quiet(performer)
    assert notes.told == [
        "before",
        SaveFailed(sentence="The disk is full.", request=REQUEST),
        "the next turn",
    ]
    assert not outside.filed


async def test_it_is_sent_only_after_it_was_kept() -> None:
    outside = Outside()
    order: list[str] = []
    services = outside.services
    save, file = services.store.save, services.file

    def kept(request: Request) -> None:
        order.append("kept")
        save(request)

    def filed(request: Request, draft: Draft, unkept: bool) -> Any:
        order.append("filed")
        return file(request, draft, unkept)

    outside.store.save = kept  # type: ignore[method-assign]
    async with performing(replace(services, file=filed)) as (performer, notes):
        performer.perform((SaveRequest(request=REQUEST), SubmitDraft(request=REQUEST, draft=DRAFT)))
        await quiet(performer)
    assert order == ["kept", "filed"]
    assert isinstance(notes.told[-1], FilingEnded)


async def test_a_fault_while_sending_is_an_unclear_outcome_and_not_an_endless_wait() -> None:
    def file(request: Request, draft: Draft, unkept: bool) -> Any:
        raise ZeroDivisionError

    async with performing(replace(Outside().services, file=file)) as (performer, notes):
        performer.perform((SubmitDraft(request=REQUEST, draft=DRAFT),))
        await quiet(performer)
    ended = notes.told[-1]
    assert isinstance(ended, FilingEnded)
    assert isinstance(ended.result, Unknown)


async def test_looking_now_cuts_the_wait_for_the_next_look_short() -> None:
    waits: list[float] = []
    gate = asyncio.Event()

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        if seconds:
            await gate.wait()

    looks: list[str] = []

    def look_up(request: Request) -> LookedUp:
        looks.append(request.id)
        return LookedUp(request_id=request.id, receipt=None)

    async with performing(replace(Outside().services, look_up=look_up), wait) as (performer, notes):
        performer.perform((LookUp(request=REQUEST, after=60.0),))
        performer.perform((LookUp(request=REQUEST),))
        end = asyncio.get_running_loop().time() + 10
        while not notes.told:
            assert asyncio.get_running_loop().time() < end
            await asyncio.sleep(0)
        gate.set()
        await quiet(performer)
    assert looks == ["abcd"]
    assert len(notes.told) == 1
    assert NOW is not None


async def test_copying_says_what_is_known_of_it() -> None:
    async with performing(Outside().services) as (performer, notes):
        performer.perform((CopyText(text="words", what="the draft"),))
        await quiet(performer)
    assert notes.told[0] == ("copy", "words")
    assert "terminal's clipboard" in str(notes.told[1])


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"SSH_CONNECTION": "a b"}, False),
        ({"SSH_CONNECTION": "a b", "DISPLAY": "localhost:10"}, True),
        ({"SSH_TTY": "/dev/pts/1", "BROWSER": "open-it"}, True),
    ],
)
async def test_a_page_is_opened_only_where_a_browser_can_be_expected(
    environment: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert browser_expected() is expected
    long = "https://gitlab.com/?" + "x" * 500
    async with performing(Outside().services) as (performer, notes):
        performer.perform((OpenPage(url="https://gitlab.com/short"), OpenPage(url=long)))
        await quiet(performer)
    said = [told.sentence for told in notes.told if isinstance(told, PageOpened)]
    assert "https://gitlab.com/short" in said[0]
    assert long not in said[1]
    assert (("open", long) if expected else ("link", long)) in notes.told
