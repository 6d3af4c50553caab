"""Performs effects, one after another, and turns what comes of them into events.

Nothing here waits on the screen's own thread. What is kept on disk is kept in order, and what stands behind a save in
the same turn (a submit above all) waits until it has succeeded. What takes long (filing, looking, reading a template)
runs beside the rest and comes back as an event; its outcome is on disk before that, so that a lost event loses nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from intents.errors import IntakeError, sentence_of
from intents.filing.tracker import GoingUp, NotReached, Unknown
from intents.talk.effects import (
    GOES_ON_UNKEPT,
    CopyText,
    EditDraft,
    Effect,
    ExportDraft,
    ForgetRequest,
    Leave,
    LoadRequest,
    LookUp,
    OpenPage,
    Place,
    ReadTemplate,
    ReadWords,
    RestoreRequest,
    SaveRequest,
    Say,
    ShowPlace,
    StopUploads,
    SubmitDraft,
    Tone,
    Wait,
)
from intents.talk.events import (
    Copied,
    Event,
    Exported,
    FileGoingUp,
    FilingEnded,
    LookedUp,
    PageOpened,
    Resumed,
    SaveFailed,
    TemplateRead,
    Waited,
    WordsRead,
)
from tui.beside import beside

if TYPE_CHECKING:
    from tui.services import Services

LONGEST_LINK_IN_A_SENTENCE = 160


class Stage(Protocol):
    """What effects are performed on: the screen."""

    def say(self, say: Say) -> None:
        """Add to the transcript."""
        ...

    def happened(self, event: Event) -> None:
        """Take an event in; called on the screen's own thread."""
        ...

    def edit(self, title: str, description: str) -> None:
        """Let the person edit; it comes back by itself."""
        ...

    def copy(self, text: str) -> None:
        """Hand text to the terminal's clipboard."""
        ...

    def open_page(self, url: str) -> None:
        """Open it in the browser."""
        ...

    def show_link(self, url: str) -> None:
        """Show an address whole, to be copied by hand."""
        ...

    def show_place(self, place: Place) -> None:
        """Go there; the talk stays where it is."""
        ...

    def kept_changed(self) -> None:
        """What waits on disk is not what it was."""
        ...

    def leave(self) -> None:
        """End the program."""
        ...


class Performer:
    """One queue of turns; each turn's effects in order."""

    def __init__(
        self,
        services: Services,
        stage: Stage,
        start: Callable[[Coroutine[Any, Any, None], str], object],
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Args:
        start: Runs a coroutine beside the rest, under a name of its group.
        wait: Lets some seconds go by before an unclear filing is looked for.
        """
        self._wait = wait
        self._beside = 0
        self._alone = asyncio.Event()
        self._alone.set()
        self._services = services
        self._stage = stage
        self._start = start
        self._waiting: asyncio.Queue[list[Effect] | Callable[[], object]] = asyncio.Queue()
        self._look: dict[str, int] = {}
        """The number of the latest look for each request."""
        self._idle = asyncio.Event()
        self._idle.set()
        self._unkept = ""
        """Why the last save failed; empty when it did not."""

    @property
    def quiet(self) -> bool:
        """Nothing is being performed or waited for."""
        return self._idle.is_set() and not self._beside

    def perform(self, effects: tuple[Effect, ...]) -> None:
        """Perform these, after all that were given before. What needs no waiting is done at once."""
        rest = list(effects)
        if self._idle.is_set():
            while rest and isinstance(rest[0], Say):
                self._stage.say(rest.pop(0))  # type: ignore[arg-type]
        if rest:
            self._idle.clear()
            self._waiting.put_nowait(rest)

    def afterwards(self, call: Callable[[], object]) -> None:
        """Call this once all that was given before is performed, whether it succeeded or not."""
        if self._idle.is_set():
            call()
        else:
            self._waiting.put_nowait(call)

    async def run(self) -> None:
        """Work through the queue until cancelled."""
        while True:
            turn = await self._waiting.get()
            try:
                if callable(turn):
                    turn()
                else:
                    await self._turn(turn)
            finally:
                if self._waiting.empty():
                    self._idle.set()

    async def settled(self, seconds: float) -> bool:
        """Wait until all is performed; False when that takes longer."""
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def ended(self, seconds: float) -> None:
        """Wait that long for what runs beside, too."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._alone.wait()
                await self._idle.wait()

    async def _turn(self, effects: list[Effect]) -> None:
        kept = True
        for effect in effects:
            if kept or isinstance(effect, GOES_ON_UNKEPT):
                kept = await self._one(effect) and kept

    async def _one(self, effect: Effect) -> bool:
        """Perform one; False when what stands behind it must not be done."""
        stage, services = self._stage, self._services
        match effect:
            case Say():
                stage.say(effect)
            case SaveRequest(request=request):
                try:
                    await asyncio.to_thread(services.store.save, request)
                except IntakeError as error:
                    told = self._unkept == str(error)
                    self._unkept = str(error)
                    stage.happened(SaveFailed(sentence=str(error), request=request, told=told))
                    return False
                self._unkept = ""
                stage.kept_changed()
            case ForgetRequest(id=request_id):
                return await self._kept(lambda: services.store.forget(request_id))
            case RestoreRequest(id=request_id):
                return await self._resumed(lambda: services.store.restore(request_id))
            case LoadRequest(id=request_id, send=send):
                return await self._resumed(lambda: services.store.load(request_id), send=send)
            case ExportDraft(draft=draft):
                stage.happened(await self._exported(draft))
            case CopyText(text=text, what=what):
                stage.copy(text)
                stage.happened(Copied(sentence=f"Sent {what} to the terminal's clipboard."))
            case OpenPage(url=url):
                self._open(url)
            case EditDraft(title=title, description=description):
                stage.edit(title, description)
            case ShowPlace(place=place):
                stage.show_place(place)
            case Leave():
                stage.leave()
            case ReadWords():
                self._run_beside(self._read_words(effect), "reading")
            case SubmitDraft(request=request):
                self._follow(request.id)
                self._run_beside(self._aside(effect), "filing")
            case StopUploads():
                services.uploads.stop()
            case ReadTemplate():
                self._run_beside(self._aside(effect), "filing")
            case LookUp():
                number = self._look[effect.request.id] = self._look.get(effect.request.id, 0) + 1
                self._run_beside(self._look_up(effect, number), "looking")
            case Wait():
                self._run_beside(self._waited(effect), "waiting")
        return True

    def _follow(self, request_id: str) -> None:
        loop = asyncio.get_running_loop()

        def told(step: GoingUp | None) -> None:
            # From the thread that sends. The loop may be closed by now: then nobody looks any more.
            with contextlib.suppress(RuntimeError):
                event = FileGoingUp(request_id=request_id, step=step)
                loop.call_soon_threadsafe(self._stage.happened, event)

        self._services.uploads.follow(told)

    def _run_beside(self, work: Coroutine[Any, Any, None], group: str) -> None:
        async def counted() -> None:
            try:
                await work
            finally:
                self._beside -= 1
                if not self._beside:
                    self._alone.set()

        self._beside += 1
        self._alone.clear()
        self._start(counted(), group)

    async def _kept(self, call: Callable[[], object]) -> bool:
        try:
            await asyncio.to_thread(call)
        except IntakeError as error:
            self._stage.say(Say(text=str(error), tone=Tone.PROBLEM))
            return False
        self._stage.kept_changed()
        return True

    async def _resumed(self, call: Callable[[], Any], *, send: bool = False) -> bool:
        try:
            request = await asyncio.to_thread(call)
        except IntakeError as error:
            self._stage.say(Say(text=str(error), tone=Tone.PROBLEM))
            return False
        self._stage.happened(Resumed(request=request, send=send))
        self._stage.kept_changed()
        return True

    async def _exported(self, draft: Any) -> Exported:
        try:
            return await asyncio.to_thread(self._services.export, draft)
        except (IntakeError, OSError) as error:
            return Exported(path="", problem=f"The draft could not be written: {error}")

    async def _read_words(self, effect: ReadWords) -> None:
        messages, problem = effect.request.messages, ""
        try:
            await beside(lambda: self._services.read(messages))
        except Exception as error:  # noqa: BLE001 - the person goes on by the list of all kinds
            problem = sentence_of(error)
        self._stage.happened(WordsRead(request_id=effect.request.id, messages=messages, problem=problem))

    async def _aside(self, effect: ReadTemplate | SubmitDraft) -> None:
        """The network's part. It is never the screen that waits for it."""
        try:
            event: Event = await beside(lambda: self._ask_tracker(effect))
        except Exception as error:  # noqa: BLE001 - a fault here must not leave the talk waiting for ever
            event = _fault(effect, error)
        self._stage.happened(event)

    def _ask_tracker(self, effect: ReadTemplate | SubmitDraft) -> Event:
        if isinstance(effect, ReadTemplate):
            found = self._services.read_template(effect.project, effect.name)
            return replace(found, project=effect.project, name=effect.name)
        request, result = self._services.file(effect.request, effect.draft, effect.unkept)
        return FilingEnded(request_id=request.id, result=result, request=request)

    async def _waited(self, effect: Wait) -> None:
        await self._wait(effect.seconds)
        self._stage.happened(Waited(request_id=effect.request_id, until=effect.until))

    async def _look_up(self, effect: LookUp, number: int) -> None:
        await self._wait(effect.after)
        request_id = effect.request.id
        if number != self._look[request_id]:
            return
        try:
            event = await beside(lambda: self._services.look_up(effect.request))
        except Exception as error:  # noqa: BLE001 - as above
            event = LookedUp(request_id=request_id, receipt=None, problem=sentence_of(error))
        # A newer look for it is under way: only a find still counts.
        if number == self._look[request_id] or event.receipt is not None:
            self._stage.happened(replace(event, order=effect))

    def _open(self, url: str) -> None:
        if browser_expected():
            self._stage.open_page(url)
            sentence = "Handed to your browser."
            if len(url) <= LONGEST_LINK_IN_A_SENTENCE:
                sentence = f"Handed to your browser: {url}"
        elif len(url) <= LONGEST_LINK_IN_A_SENTENCE:
            sentence = f"No browser can be opened from here. The page is {url}"
        else:
            self._stage.show_link(url)
            sentence = (
                "No browser can be opened from here. The whole link was shown; choose it again to see it."
            )
        self._stage.happened(PageOpened(sentence=sentence))


def browser_expected() -> bool:
    """Whether opening a page would reach a browser window, rather than a text browser over this very screen."""
    if os.environ.get("BROWSER"):
        return True
    if os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"):
        return bool(os.environ.get("DISPLAY"))
    if sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"))


def _fault(effect: ReadTemplate | SubmitDraft, error: Exception) -> Event:
    if isinstance(effect, ReadTemplate):
        return TemplateRead(
            project=effect.project,
            name=effect.name,
            text=None,
            note="The project's own template could not be read." if effect.name else "",
        )
    request = effect.request
    if request.sending is None and isinstance(error, IntakeError):
        result: NotReached | Unknown = NotReached(sentence=str(error), next_step="Nothing was sent.")
    else:
        result = Unknown(
            sentence=sentence_of(error), next_step="It may be filed: it is looked for by its reference."
        )
    return FilingEnded(request_id=request.id, result=result, request=request)
