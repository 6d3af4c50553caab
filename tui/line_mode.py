"""The same talk as lines: read and answered by line, for screen readers, dumb terminals and scripts.

Nothing moves, nothing is repainted, nothing is coloured. Options are numbered and answered by number or by name; an
answer's error is said once, before the question stands again in short.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TextIO

from intents.drafting.request import Request
from intents.drafting.safe_text import clean, shown
from intents.errors import IntakeError, sentence_of
from intents.filing.tracker import Filed, GoingUp, Refused
from intents.talk.desk import Desk, Kept, Link
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
    Speaker,
    StopUploads,
    SubmitDraft,
    Tone,
    Wait,
)
from intents.talk.events import (
    Chosen,
    Copied,
    DraftEdited,
    EditPaused,
    Event,
    FilingEnded,
    PageOpened,
    Paused,
    Picked,
    Resumed,
    Said,
    SaveFailed,
    Started,
    Waited,
    WentBack,
    WordsRead,
)
from intents.talk.prompt import Entry, Prompt
from intents.talk.showing import prompt_for
from intents.talk.showing_drafts import said_step
from intents.talk.states import Answered, Done, Opening, State, Unclear
from intents.talk.step import DISCARD, step
from tui.commands.output import Exit
from tui.kept import kept_list, kept_of
from tui.patience import FILING_IS_SLOW_AFTER, SLOW, patiently
from tui.services import Services
from tui.spoken import Spoken

READING_IS_SLOW_AFTER = 1.0
"""Seconds after which it is said that what was written is still being read."""

SAVE_TALK = ("save the talk", "save talk", "save this talk", "save the talk as text")


class LineMode:
    """One talk over a pair of text streams."""

    def __init__(
        self,
        services: Services,
        *,
        lines: Iterable[str],
        out: TextIO,
        wait: Callable[[float], None],
        echo: bool = False,
        told: Iterable[str] = (),
        settings: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._services = services
        self._lines = iter(lines)
        self._out = out
        self._wait = wait
        self._echo = echo
        self._at_start = tuple(told)
        self._settings = settings
        self._left = False
        self._heard = False
        self._reached: bool | None = None
        """Whether the tracker answered when it was last asked for something; None before that."""
        self._spoken = Spoken(out)
        self._unkept = ""
        self.state: State = Opening()
        self.desk = Desk(
            catalogue=services.catalogue,
            read=services.read,
            connection=services.connection,
            look=services.look,
        )

    def run(self, first_message: str = "") -> int:
        """Talk until the person is done or the input ends. Returns the exit code."""
        self._greet()
        self._look_for_unclear()
        if first_message:
            self._heard = True
            self.handle(Said(text=clean(first_message)))
        while not self._left:
            self._refresh_kept()
            prompt = prompt_for(self.state, self.desk, self._services.stamp().today)
            self._spoken.prompt(prompt, self.state)
            text = self._read(prompt)
            if text is None:
                return self._end_of_input()
            if text.strip().casefold() in SAVE_TALK:
                self._save_talk()
            else:
                self.handle(self._event(text, prompt))
        return Exit.DONE

    def _save_talk(self) -> None:
        from pathlib import Path

        from tui.wiring import write_new

        written = write_new("\n".join(self._spoken.lines) + "\n", Path.cwd() / "intake-talk.txt")
        self._print(written.problem or f"Written to {written.path}")

    def _read(self, prompt: Prompt) -> str | None:
        """What was answered; None at the end of the input. Where a text is wanted a line may be gone on with."""
        lines: list[str] = []
        for line in self._lines:
            text = clean(line.rstrip("\n"))
            self._heard = True
            if self._echo:
                self._print(text)
            else:
                self._spoken.lines.append(f"> {text}")
            goes_on = prompt.entry is Entry.TEXT and text.endswith("\\")
            lines.append(text.removesuffix("\\") if goes_on else text)
            if not goes_on:
                return "\n".join(lines)
            self.handle(Paused(text="\n".join(lines)))
        return "\n".join(lines) if lines else None

    def handle(self, event: Event) -> None:
        """One event and everything that follows from it."""
        events: deque[Event] = deque([event])
        while events:
            self._refresh_kept()
            turn = step(self.state, events.popleft(), self.desk, self._services.stamp())
            self.state = turn.state
            kept = True
            for effect in turn.effects:
                if not kept and not isinstance(effect, GOES_ON_UNKEPT):
                    # Nothing is sent that was not kept, and nothing is told as done.
                    continue
                outcome = self._perform(effect)
                if outcome is not None:
                    events.append(outcome)
                kept = kept and not isinstance(outcome, SaveFailed)

    def _event(self, text: str, prompt: Prompt) -> Event:
        said = text.strip()
        options = prompt.options
        if said.isdecimal() and 1 <= int(said) <= len(options):
            return Chosen(option=options[int(said) - 1].id)
        numbers = [part for part in said.replace(",", " ").split() if part]
        if prompt.several and numbers and all(p.isdecimal() and 1 <= int(p) <= len(options) for p in numbers):
            return Picked(options=tuple(options[int(part) - 1].id for part in numbers))
        if said.casefold() in ("back", "go back") and prompt.back:
            return WentBack()
        if said.casefold() == "discard" and prompt.later:
            return Chosen(option=DISCARD)
        return Said(text=text)

    def _perform(self, effect: Effect) -> Event | None:
        services = self._services
        match effect:
            case Say():
                self._say(effect)
            case SaveRequest(request=request):
                try:
                    services.store.save(request)
                except IntakeError as error:
                    told = self._unkept == str(error)
                    self._unkept = str(error)
                    return SaveFailed(sentence=str(error), request=request, told=told)
                self._unkept = ""
            case ForgetRequest(id=request_id):
                return self._told(lambda: services.store.forget(request_id))
            case RestoreRequest(id=request_id):
                return self._resumed(lambda: services.store.restore(request_id))
            case LoadRequest(id=request_id, send=send):
                return self._resumed(lambda: services.store.load(request_id), send=send)
            case ReadWords(request=request):
                return self._read_words(request)
            case ReadTemplate(project=project, name=name):
                read = patiently(
                    lambda: services.read_template(project, name),
                    lambda: self._print("Reading the project's own template ..."),
                    READING_IS_SLOW_AFTER,
                )
                return replace(read, project=project, name=name)
            case SubmitDraft():
                return self._filed(effect)
            case StopUploads():
                services.uploads.stop()
            case LookUp():
                return self._look_up(effect)
            case Wait():
                return self._waited(effect)
            case ExportDraft(draft=draft):
                return services.export(draft)
            case CopyText(text=text, what=what):
                self._print(shown(text))
                return Copied(sentence=f"Here is {what} to copy; line mode leaves the clipboard alone.")
            case OpenPage(url=url):
                return PageOpened(sentence=f"Open this address: {url}")
            case EditDraft(title=title, description=description):
                return self._edited(title, description)
            case ShowPlace(place=place):
                return self._show_place(place)
            case Leave():
                self._left = True
        return None

    def _show_place(self, place: Place) -> Event | None:
        from tui.line_places import DraftsInLines, connection_lines, help_lines

        prompt = prompt_for(self.state, self.desk, self._services.stamp().today)
        if place is Place.DRAFTS:
            current = self.state.request.id if self.state.request else ""
            chosen = DraftsInLines(self._services, self.desk, current, self._print).run(self._one_line)
            return self._perform(chosen) if chosen else None
        told = help_lines(prompt) if place is Place.HELP else connection_lines(self.desk.connection)
        for line in (*told, *(self._settings() if place is Place.SETTINGS else ())):
            self._print(line)
        return None

    def _one_line(self) -> str | None:
        self._out.write("> ")
        self._out.flush()
        return self._read(Prompt(ask=""))

    def _filed(self, order: SubmitDraft) -> Event:
        self._services.uploads.follow(self._going_up)
        if not order.draft.attachments:
            self._print(f"Filing in {order.draft.project} ...")
        after, result = patiently(
            lambda: self._services.file(order.request, order.draft, order.unkept),
            lambda: self._print(SLOW.format(seconds=FILING_IS_SLOW_AFTER)),
            # Each file has a line of its own, and may take its time.
            FILING_IS_SLOW_AFTER if not order.draft.attachments else None,
        )
        self._reached = isinstance(result, Filed | Refused)
        return FilingEnded(request_id=order.request.id, result=result, request=after)

    def _going_up(self, step: GoingUp | None) -> None:
        """A line for each file, and one for the issue behind them."""
        if step is None:
            self._print("All files are up. Filing the issue ...")
        elif not step.sent:
            self._print(shown(f"{said_step(step)} ... Ctrl+C leaves; nothing is filed before all are up."))

    def _read_words(self, request: Request) -> Event:
        problem = ""
        busy = prompt_for(self.state, self.desk, self._services.stamp().today).busy
        try:
            patiently(
                lambda: self._services.read(request.messages),
                lambda: self._print(busy),
                READING_IS_SLOW_AFTER,
            )
        except Exception as error:  # noqa: BLE001 - the person goes on by the list of all kinds
            problem = sentence_of(error)
        return WordsRead(request_id=request.id, messages=request.messages, problem=problem)

    def _look_up(self, order: LookUp) -> Event | None:
        if order.looks:
            # Nothing runs beside here; the next start looks for it again.
            return None
        if isinstance(self.state, Unclear) and self.state.request.id == order.request.id:
            self._spoken.problem(prompt_for(self.state, self.desk, self._services.stamp().today).problem)
        else:
            self._print(f"Looking for “{kept_of(order.request).title}”, which may be filed already ...")
        if order.after:
            self._print(f"Looking for it in {order.after:.0f} seconds. Ctrl+C leaves; it is kept.")
            self._wait(order.after)
        slow = "No answer yet. Ctrl+C leaves; it is kept, and the next start looks for it."
        found = patiently(
            lambda: self._services.look_up(order.request), lambda: self._print(slow), FILING_IS_SLOW_AFTER
        )
        return replace(found, order=order)

    def _waited(self, order: Wait) -> Event:
        """Said once; Ctrl+C ends the wait, and not the program."""
        self._spoken.problem(prompt_for(self.state, self.desk, self._services.stamp().today).problem)
        self._print(f"It is filed in {order.seconds:.0f} seconds by itself. Ctrl+C stops that; it is kept.")
        try:
            self._wait(order.seconds)
        except KeyboardInterrupt:
            self._print("")
            return WentBack()
        return Waited(request_id=order.request_id, until=order.until)

    def _resumed(self, load: Callable[[], object], *, send: bool = False) -> Event | None:
        try:
            request = load()
        except IntakeError as error:
            self._print(str(error))
            return None
        return Resumed(request=request, send=send) if isinstance(request, Request) else None

    def _told(self, act: Callable[[], None]) -> Event | None:
        try:
            act()
        except IntakeError as error:
            self._print(str(error))
        return None

    def _edited(self, title: str, description: str) -> Event:
        # What is shown after it is new in any case.
        self._spoken.forget_draft()
        self._print(f"Title now: {shown(title)}")
        self._print("New title, or an empty line to keep it:")
        new_title = clean(next(self._lines, "\n").rstrip("\n")) or title
        self._print("New text line by line; a line with a single dot ends it. A dot at once keeps the text:")
        lines: list[str] = []
        for line in self._lines:
            if line.strip() == ".":
                break
            lines.append(line.rstrip("\n"))
            self.handle(EditPaused(title=new_title, description=clean("\n".join(lines))))
        text = clean("\n".join(lines)) if lines else description
        return DraftEdited(title=new_title, description=text)

    def _greet(self) -> None:
        connection = self._services.connection
        team = self._services.catalogue.team
        where = {
            Link.PRACTICE: "PRACTICE: nothing leaves this machine",
            Link.GITLAB: connection.name,
            Link.NONE: "Not connected",
        }[connection.link]
        self._print(f"intake, {team}. {where}.")
        self._print("Answer with a number or in words. Always: help, back, later, drafts, quit.")
        self._print("A backslash at the end of a line goes on in the next one.")
        for warning in self._at_start:
            self._print(shown(warning))

    def _refresh_kept(self) -> None:
        if isinstance(self.state, Opening):
            kept = self._services.store.unfinished()
            for warning in self._services.store.warnings():
                self._print(f"Problem: {shown(warning)}")
            waiting = kept_list(kept)
            self.desk = replace(self.desk, kept=waiting, reached=self._can_send(waiting))

    def _can_send(self, waiting: tuple[Kept, ...]) -> bool:
        """Whether the tracker answers; asked once, and only where something waits to be sent."""
        ready = any(kept.ready for kept in waiting) and self.desk.connection.link is Link.GITLAB
        if ready and self._reached is None:
            said = "Looking whether GitLab can be reached. Ctrl+C leaves."
            self._reached = patiently(
                self._services.reached, lambda: self._print(said), READING_IS_SLOW_AFTER
            )
        return bool(self._reached)

    def _look_for_unclear(self) -> None:
        """What was being sent when the program last stopped is looked for before anything else is said."""
        self.handle(Started(kept=self._services.store.unfinished()))
        self._refresh_kept()

    def _say(self, effect: Say) -> None:
        if effect.who is Speaker.PERSON or effect.prompted:
            # The person typed it, or read it in the prompt, a moment ago.
            return
        mark = "Problem: " if effect.tone is Tone.PROBLEM else ""
        self._print(mark + shown(effect.text))

    def _end_of_input(self) -> int:
        self._out.write("\n")
        request = self.state.request
        if self._echo and not self._heard:
            # A script without a word in it, or no terminal at all: whoever started it should learn of it.
            self._print("The input ended before anything was said. `intake --help` tells how to start.")
            return Exit.USAGE
        if isinstance(self.state, Done | Answered) or request is None:
            return Exit.DONE
        # Every answer is on disk already; nothing has to be saved now.
        self._print(
            f"The input ended. Your request is kept as {request.id}. Start `intake` again to go on with it."
        )
        return Exit.STOPPED

    def _print(self, text: str) -> None:
        self._spoken.line(text)


def run_line_mode(
    services: Services,
    first_message: str = "",
    *,
    told: Iterable[str] = (),
    settings: Callable[[], Iterable[str]] = tuple,
) -> int:
    """Line mode on standard input and output.

    Args:
        told: sentences that are said at the start, such as what is wrong with the settings.
        settings: what is set, a line each.
    """
    import time

    talk = LineMode(
        services,
        lines=sys.stdin,
        out=sys.stdout,
        wait=time.sleep,
        echo=not sys.stdin.isatty(),
        told=told,
        settings=settings,
    )
    try:
        return talk.run(first_message)
    except KeyboardInterrupt:
        # The shell's next line begins at its beginning.
        sys.stdout.write("\n")
        raise
