"""The talk on a screen. Holds the state and shows its prompt; only `dispatch` asks the core what comes next."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

from textual import events, on, work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from intents.drafting.request import Request
from intents.filing.tracker import Filed, Refused
from intents.talk.desk import Connection, Desk, Kept, Link
from intents.talk.effects import Effect, Place, SaveRequest, Say, Speaker, Tone
from intents.talk.events import EditPaused, Event, FilingEnded, LookedUp, Paused, Said, Started
from intents.talk.prompt import Prompt
from intents.talk.showing_opening import opening_prompt
from intents.talk.states import Answered, Done, Opening, Recognising, State, Submitting
from tui.beside import beside
from tui.kept import kept_list
from tui.perform import Performer
from tui.screens import ways
from tui.screens.moments import Unsent, by_person, moment_of, to_be_replaced
from tui.screens.room import Room
from tui.screens.seconds import Seconds
from tui.services import Services
from tui.widgets.bars import KeyLine, TopLine
from tui.widgets.draft_view import DraftView
from tui.widgets.prompt_panel import PromptPanel
from tui.widgets.request_box import RequestBox
from tui.widgets.transcript import Transcript

KEPT_AFTER = 0.6
"""Seconds without a key after which what stands in the box is kept on disk."""
READ_AT_LATEST = 0.15
"""Seconds after which it is said that what was sent is being read."""
KEPT_AT_LATEST = 1.0
"""Seconds that the next moment waits for a slow disk. On any other it is there at once."""
READY_AFTER = 0.03
"""Seconds after the beginning until the matcher is loaded, and what is kept is looked for."""
RULES_AFTER = 0.1
"""Seconds after that until the rules of the talk are loaded, if nobody needs them sooner."""


class TalkScreen(Screen[None]):
    """Everything of the talk's screen but its keys: the transcript above, this moment below; the draft in place of the
    transcript when it is looked at."""

    AUTO_FOCUS = "#box"

    def __init__(
        self,
        services: Services,
        first_message: str = "",
        *,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__()
        # Held, not looked up: they are asked for many times with every key.
        self.panel = PromptPanel(id="panel")
        self.transcript = Transcript(id="transcript")
        self.draft_view = DraftView(id="draft")
        self.key_line = KeyLine()
        self.state: State = Opening()
        self.services = services
        self._first_message = first_message
        self.desk = Desk(
            catalogue=services.catalogue,
            read=services.read,
            connection=services.connection,
            look=services.look,
        )
        self._performer = Performer(services, self, self._beside, wait)
        self._unsent = Unsent()
        self._ready = False
        self._caught_up = asyncio.Event()
        """What was answered last is on disk and read, or takes so long that it is not waited for."""
        self._turns = 0
        self._caught_up.set()
        self._room = Room(self)
        self._latest: tuple[Say, ...] = ()
        self._noting = False
        self._seconds = Seconds(self)
        self._started = False
        self._reaching = False
        self._refusal: Say | None = None
        self._kept_text = ""
        self._pause: Timer | None = None
        self.under_way: set[str] = set()
        """Drafts that are sent or looked for from their list."""
        self.thrown_away: list[str] = []
        """Drafts that were thrown away there: the last one is taken back first."""

    def compose(self) -> ComposeResult:
        """From the top to the bottom."""
        catalogue = self.services.catalogue
        yield TopLine(catalogue.team, self.services.connection)
        yield self.transcript
        yield self.draft_view
        yield Static("", id="rule")
        yield self.panel
        yield self.key_line

    @property
    def prompt(self) -> Prompt:
        """What is shown of this moment."""
        return self.panel.prompt

    @property
    def request(self) -> Request | None:
        """The request that is talked about."""
        return self.state.request

    @property
    def selected_text(self) -> str:
        """What Ctrl+C copies."""
        return self.panel.box.selected_text

    @property
    def quiet(self) -> bool:
        """Nothing is being performed, waited for or got ready."""
        return self._ready and self._performer.quiet

    @property
    def keeps_words(self) -> bool:
        """Something was written that is not filed or answered yet."""
        over = isinstance(self.state, Done | Answered)
        said = self.request is not None and bool(self.request.messages) and not over
        return said or bool(self.panel.box.text.strip())

    def on_mount(self) -> None:
        """Show the opening, and get ready what the first message needs."""
        self.run_worker(self._performer.run(), group="perform", exit_on_error=True)
        self.panel.box.caught_up = self._is_caught_up
        catalogue = self.services.catalogue
        if catalogue.about:
            self.say(Say(text=catalogue.about))
        for problem in self._settings_problems():
            self.say(Say(text=problem, tone=Tone.PROBLEM))
        self.refresh_prompt()
        self._room.arrange()
        # Behind the first picture and the letters typed until then: they are not held up by what only an answer needs.
        self.set_timer(READY_AFTER, self._first_letters_shown)
        if self._first_message:
            self.panel.remember(self._first_message)
            self.call_after_refresh(self._say_first)

    def _settings_problems(self) -> tuple[str, ...]:
        settings = getattr(self.app, "settings", None)
        return settings.problems if settings is not None else ()

    def _first_letters_shown(self) -> None:
        self.kept_changed()
        self._get_ready()

    @work(group="ready", exit_on_error=False)
    async def _get_ready(self) -> None:
        # What is wrong with the matcher is said, and loudly, by the first message that needs it.
        with contextlib.suppress(Exception):
            await beside(lambda: self.services.read(("",)))
        if "intents.talk.step" not in sys.modules:
            # They take longer to load than the opening takes to be drawn. The first letters are not to wait for that.
            await asyncio.sleep(RULES_AFTER)
            await beside(_load_rules)
        self._is_ready()

    def _is_ready(self) -> None:
        self._ready = True

    # The talk.

    def _say_first(self) -> None:
        first, self._first_message = self._first_message, ""
        if first:
            self._take_in(Said(text=first))

    def dispatch(self, event: Event) -> None:
        """Take an event in, perform what comes of it, and show the new moment."""
        self._say_first()
        self._take_in(event)

    def _take_in(self, event: Event) -> None:
        if isinstance(event, Said):
            self.transcript.follow()
        elif by_person(event):
            self.keep_typed()
        from intents.talk.step import step

        before = moment_of(self.state)
        drafting = self.prompt.draft is not None
        turn = step(self.state, event, self.desk, self.services.stamp())
        changed = turn.state is not self.state
        self.state = turn.state
        if isinstance(event, Paused | EditPaused):
            self._performer.perform(turn.effects)
            return
        now = moment_of(self.state)
        if now != before:
            self._latest = ()
            self._refusal = None
            self._seconds.count(self._prompt())
            if isinstance(self.state, Opening):
                self.kept_changed()
        self._noting = drafting
        text = self.panel.box.text
        kept = self._prompt().typed
        typed = self._unsent.after(event, before, now, text, kept)
        # An empty box takes nothing off the disk before the person has emptied it.
        self._kept_text = kept if typed else ""
        self._turns += 1
        reading = isinstance(self.state, Recognising)
        if reading or any(isinstance(effect, SaveRequest) for effect in turn.effects):
            # What comes next is shown once it is kept and read, which most often takes no time that anybody would see.
            self._caught_up.clear()
        self._performer.perform(turn.effects)
        if self._caught_up.is_set():
            if changed or turn.effects or typed != text:
                self.refresh_prompt()
        else:
            show = partial(self._catch_up, self._turns)
            self.set_timer(READ_AT_LATEST if reading else KEPT_AT_LATEST, show)
            if not reading:
                self._performer.afterwards(show)
        if typed != text:
            self.panel.put(typed)
        if typed and to_be_replaced(event, self._prompt(), by_talk=typed == kept):
            self.panel.box.select_all()
        self._keep_after_pause()

    async def _is_caught_up(self) -> None:
        await self._caught_up.wait()

    def _catch_up(self, turn: int) -> None:
        if turn == self._turns and not self._caught_up.is_set():
            self._caught_up.set()
            self.refresh_prompt()

    def happened(self, event: Event) -> None:
        """What came of an effect."""
        self.dispatch(event)
        if isinstance(event, FilingEnded | LookedUp):
            if isinstance(event, FilingEnded):
                reached = isinstance(event.result, Filed | Refused)
                self.desk = replace(self.desk, reached=reached)
            self.under_way.discard(event.request_id)
            self.kept_changed()
            for screen in self.app.screen_stack:
                if heard := getattr(screen, "heard", None):
                    heard(event)

    def _prompt(self) -> Prompt:
        if isinstance(self.state, Opening):
            return opening_prompt(self.state, self.desk)
        from intents.talk.showing import prompt_for

        return prompt_for(self.state, self.desk, self.services.stamp().today)

    def refresh_prompt(self) -> None:
        """Show this moment as it is now; until it is kept, what stands there stays."""
        if not self._caught_up.is_set():
            return
        prompt = self._prompt()
        said = {text for _, text in prompt.notes}
        latest = tuple(say for say in self._latest if say.text not in said) if prompt.draft else ()
        if self._refusal:
            latest = (*latest, self._refusal)
        self.panel.show(prompt, latest=latest, waiting=self._seconds.said(prompt))
        practice = self.services.connection.link is Link.PRACTICE
        self.draft_view.show(prompt.draft, practice=practice)
        self._arrange()

    # What effects are performed on.

    def say(self, say: Say) -> None:
        """Add to the transcript; where that is not in sight, to what is asked."""
        self.transcript.say(say)
        if say.who is Speaker.INTAKE and (self._noting or say.tone is Tone.PROBLEM):
            self._latest = (*self._latest, say)[-2:]
        if self.is_mounted and self.prompt.draft is not None:
            self.refresh_prompt()
        else:
            self._arrange()

    def edit(self, title: str, description: str) -> None:
        """Title and text in an editor of their own."""
        ways.open_editor(self, title, description)

    def keep_edit(self, title: str, description: str) -> None:
        """What is being edited, kept on disk; the talk takes it over when the editor is left."""
        self.dispatch(EditPaused(title=title, description=description))

    def copy(self, text: str) -> None:
        """OSC 52: no terminal says whether it took it."""
        self.app.copy_to_clipboard(text)

    def open_page(self, url: str) -> None:
        """The system's browser, from a thread: some starters of browsers take their time."""
        self.run_worker(lambda: self.app.open_url(url), thread=True, group="browser", exit_on_error=False)

    def show_link(self, url: str) -> None:
        """The whole link, to be copied by hand."""
        ways.show_link(self, url)

    def show_place(self, place: Place) -> None:
        """A screen of its own, named in words instead of by its key."""
        ways.show_place(self, place)

    def kept_changed(self) -> None:
        """Read again what waits on disk, where it is offered."""
        if isinstance(self.state, Opening):
            self._read_kept()

    def leave(self) -> None:
        """The talk is over."""
        self.run_worker(self.app.run_action("app.leave_now"), group="leaving")

    def connect(self, connection: Connection) -> None:
        """From now on a filing goes there."""
        self.services = replace(self.services, connection=connection)
        self.desk = replace(self.desk, connection=connection)
        self.query_one(TopLine).connect(connection)
        self.refresh_prompt()

    def keys_changed(self) -> None:
        """Other keys may do what is offered."""
        self._room = Room(self)
        self._arrange()

    def _beside(self, work: Any, group: str) -> object:
        return self.run_worker(work, group=group, exit_on_error=False)

    @work(group="kept", exclusive=True, exit_on_error=False)
    async def _read_kept(self) -> None:
        # Awaited, not called back from a thread: a thread that waits for a screen that is gone would hold up the exit.
        store = self.services.store
        self._kept_read(await asyncio.to_thread(store.unfinished), store.warnings())

    def _kept_read(self, found: tuple[Request, ...], warnings: tuple[str, ...]) -> None:
        for warning in warnings:
            self.say(Say(text=warning, tone=Tone.PROBLEM))
        kept: tuple[Kept, ...] = kept_list(found, without=self.request.id if self.request else "")
        if kept != self.desk.kept:
            self.desk = replace(self.desk, kept=kept)
            self.refresh_prompt()
        if not self._started:
            self._started = True
            if any(one.unclear for one in kept):
                self.dispatch(Started(kept=found))
        ready = any(one.ready for one in kept) and self.services.connection.link is Link.GITLAB
        if ready and not self.desk.reached and not self._reaching:
            self._reaching = True
            self._reach()

    @work(group="reaching", exit_on_error=False)
    async def _reach(self) -> None:
        """Learn whether what is ready could be sent; asked only where something is."""
        try:
            reached = await beside(self.services.reached)
        finally:
            self._reaching = False
        if reached:
            self.desk = replace(self.desk, reached=True)
            if isinstance(self.state, Opening):
                self.refresh_prompt()

    def perform(self, effect: Effect) -> None:
        """Perform one effect that no turn of the talk asked for."""
        self._performer.perform((effect,))

    # Keeping what is typed.

    @on(PromptPanel.Moved)
    def _moved(self) -> None:
        self._keep_after_pause()
        if self._refusal:
            self._refusal = None
            self.refresh_prompt()
        self._arrange()

    def _keep_after_pause(self) -> None:
        if self._pause is not None:
            self._pause.reset()
        elif self.panel.box.text != self._kept_text:
            self._pause = self.set_timer(KEPT_AFTER, self._pause_over)

    def _pause_over(self) -> None:
        self._pause = None
        self.keep_typed()

    def keep_typed(self) -> None:
        """Keep what stands in the box, if it was not kept yet."""
        text = self.panel.box.text
        if text == self._kept_text:
            return
        self._kept_text = text
        self.dispatch(Paused(text=text))

    async def settle(self, seconds: float = 3.0) -> None:
        """Before leaving: everything typed or edited is on disk."""
        for screen in self.app.screen_stack:
            if edited := getattr(screen, "edited", None):
                self.keep_edit(*edited)
        self._kept_text = ""
        self.keep_typed()
        await self._performer.settled(seconds)
        if isinstance(self.state, Submitting):
            # Files that are going up go no further, so that nothing is filed behind one's back.
            self.services.uploads.stop()
            # An answer that comes at once spares the next start a look for it.
            await self._performer.ended(seconds)

    @on(RequestBox.Refused)
    def _refused(self, event: RequestBox.Refused) -> None:
        self._refusal = Say(text=event.sentence, tone=Tone.PROBLEM)
        self.refresh_prompt()

    # Room.

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the size is read where it is settled
        """Share the room out anew."""
        self._arrange()

    def _arrange(self) -> None:
        if self.is_mounted and self.size:
            self._room.arrange()


def _load_rules() -> None:
    import intents.talk.showing
    import intents.talk.step  # noqa: F401
