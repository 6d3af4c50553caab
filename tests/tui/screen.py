"""The real screen for tests: real keys, a store on disk, the practice tracker, and waits for conditions only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from talking import Conversation, Outside
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot

from intents.drafting.draft import Draft
from intents.drafting.request import Request
from intents.filing.once import file_once, look_up_once
from intents.filing.practice_tracker import PracticeTracker
from intents.filing.tracker import NotReached, Receipt, Refused, Result
from intents.keeping.requests import RequestStore
from intents.talk.events import Exported, LookedUp
from tui.app import IntakeApp
from tui.services import Services
from tui.standing import Standing
from tui.widgets.bars import KeyLine
from tui.wiring import write_new

PATIENCE = 20.0
"""Seconds after which a condition is taken for one that will never come true."""

MACRO = "the macro about refunds is wrong"
READS = {
    MACRO: {"confirm": "macros_global"},
    "which tag stops the auto-close?": {"confirm": "general_question"},
    "a customer wants two contacts added": {"confirm": "portal_change"},
    "qwerty": {"rephrase": True},
    "add me to the calendly": {"confirm": "calendly"},
}


def outside_on_disk(
    folder: Path, connection: str = "practice", reads: Mapping[str, Any] = READS, **data: Any
) -> Services:
    """Services with a real store and the practice tracker; what is meant by a message is said by hand."""
    outside = Outside(
        Conversation(
            name="",
            data={"turns": [], "connection": connection, "reads": {"": {"rephrase": True}, **reads}, **data},
        )
    )
    book = RequestStore(folder / "data")
    tracker = PracticeTracker(folder / "practice")
    ids = iter(range(1, 1000))

    def file(request: Request, draft: Draft, unkept: bool) -> tuple[Request, Result]:
        if outside.outcomes:
            return outside.file(request, draft, unkept)
        return file_once(tracker, book, request, draft, unkept=unkept)

    def look_up(request: Request) -> LookedUp:
        _, found = look_up_once(tracker, book, request)
        if isinstance(found, Refused | NotReached):
            return LookedUp(request_id=request.id, receipt=None, problem=found.sentence)
        assert found is None or isinstance(found, Receipt)
        return LookedUp(request_id=request.id, receipt=found)

    def export(draft: Draft) -> Exported:
        return write_new(draft.description, folder / "exported.md")

    def stamp() -> Any:
        number = next(ids)
        return replace(outside.stamp(), id=f"talk{number:04}", reference=f"giref{number}")

    return replace(outside.services, store=book, file=file, look_up=look_up, export=export, stamp=stamp)


@dataclass
class Person:
    """A person before the screen."""

    app: IntakeApp
    pilot: Pilot[None]

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait for a condition; never for a time."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while not condition():
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"never came true: {what or condition}\n{self.text}")
            await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, then wait until nothing is under way."""
        await self.pilot.press(*keys)
        await self.rest()

    async def rest(self) -> None:
        """Until nothing is under way."""
        await self.until(lambda: self.app.chat.quiet, "quiet")
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type letters, faster than anybody: each is a key of its own."""
        for letter in text:
            key = "ctrl+j" if letter == "\n" else _character_to_key(letter)
            self.app.post_message(Key(key, letter))
        await self.pilot.pause()
        await self.pilot.pause()

    async def say(self, text: str) -> None:
        """Type and send."""
        await self.type(text)
        await self.press("enter")

    async def paste(self, text: str) -> None:
        """As the terminal hands a paste over."""
        self.app.post_message(Paste(text))
        await self.pilot.pause()
        await self.pilot.pause()

    async def choose(self, option: str) -> None:
        """An option by its id, with the digit it has or the arrows."""
        ids = [o.id for o in self.prompt.options]
        assert option in ids, f"{option} is not on offer, but {ids}"
        number = ids.index(option)
        if not self.prompt.words_first and not self.prompt.several and number < 9 and not self.box:
            await self.press(str(number + 1))
            return
        for _ in range(2 * len(ids) + 1):
            if self.app.chat.panel.options.cursor == number:
                break
            cursor = self.app.chat.panel.options.cursor
            into = "down" if self.prompt.words_first else "up"
            await self.pilot.press(into if cursor is None else "down" if cursor < number else "up")
        assert self.app.chat.panel.options.cursor == number, f"{option} can't be reached\n{self.text}"
        await self.until(lambda: self.app.chat.panel.armed)
        await self.press("enter")

    @property
    def prompt(self) -> Any:
        """What is shown of this moment."""
        return self.app.chat.prompt

    @property
    def state(self) -> Any:
        """Where the talk stands."""
        return self.app.chat.state

    @property
    def box(self) -> str:
        """What stands in the box."""
        return self.app.chat.panel.box.text

    @property
    def said(self) -> str:
        """The whole transcript."""
        return self.app.chat.transcript.text

    @property
    def lines(self) -> list[str]:
        """What is on the screen, line by line."""
        height = self.app.size.height
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips[:height]]

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self.lines)


def keys_shown(person: Person) -> str:
    """The line of keys."""
    return person.app.screen.query_one(KeyLine).text


@asynccontextmanager
async def screen(
    services: Services,
    size: tuple[int, int] = (80, 24),
    first_message: str = "",
    *,
    waits: bool = True,
    wait: Callable[[float], Awaitable[None]] | None = None,
    standing: Standing | None = None,
) -> AsyncIterator[Person]:
    """The program running without a terminal.

    Args:
        wait: How the seconds pass before an unclear filing is looked for, and those that a server asks for; by default
            at once.
    """

    async def at_once(seconds: float) -> None:
        """Nothing is waited for."""

    app = IntakeApp(services, first_message, wait=wait or at_once, standing=standing)
    async with app.run_test(size=size) as pilot:
        person = Person(app=app, pilot=pilot)
        if waits:
            await person.rest()
        yield person
