"""The keys of the talk, and the ways from it to other screens."""

from __future__ import annotations

from typing import Any

from textual import on

from intents.talk.events import Chosen, Event, PutOff, WentBack
from intents.talk.prompt import Entry
from intents.talk.showing_opening import SEND
from intents.talk.states import Editing, Submitting
from tui.screens import ways
from tui.screens.talk import TalkScreen
from tui.widgets.choice_list import ChoiceList


class ChatScreen(TalkScreen):
    """The talk with its keys: each becomes an event, or moves what is shown. `TALK_KEYS` says which keys they are."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys mean something now. What means nothing here goes on to the box."""
        if not self.is_mounted:
            return True
        panel, number = self.panel, parameters[0] if parameters else 0
        match action:
            case "choose" if isinstance(number, int):
                return panel.takes_digit(number)
            case "move" if isinstance(number, int):
                return panel.takes_move(number)
            case "side" if isinstance(number, int):
                return panel.takes_side(number)
            case "pick":
                return panel.takes_toggle()
            case "back":
                return (self.prompt.back and self.prompt.entry is not Entry.NONE) or self._preparing
            case "later":
                return self.prompt.later
            case "turn_over":
                return self.prompt.draft is not None and not self.draft_view.both
            case "send_ready":
                return self._ready_to_send is not None
            case "drafts" | "settings":
                return not isinstance(self.state, Submitting | Editing)
            case _:
                return True

    @property
    def _preparing(self) -> bool:
        return bool(self.prompt.busy) and self.prompt.back

    def action_enter(self) -> None:
        """Send, or take the marked option."""
        self._take(self.panel.enter())

    def action_move(self, step: int) -> None:
        """The mark up or down, or an earlier message."""
        self.panel.move(step)

    def action_side(self, step: int) -> None:
        """The mark to the side."""
        self.panel.move_side(step)

    def action_pick(self) -> None:
        """Pick one of several."""
        self.panel.toggle()

    def action_choose(self, number: int) -> None:
        """An option by its number."""
        self._take(self.panel.choose(number))

    def _take(self, event: Event | None) -> None:
        if event is not None:
            self.dispatch(event)

    def action_back(self) -> None:
        """One step back."""
        self.dispatch(WentBack())

    @property
    def _ready_to_send(self) -> str | None:
        """The option that sends what waits, if it is offered."""
        ids = (option.id for option in self.prompt.options)
        return next((one for one in ids if one.startswith(f"{SEND}:")), None)

    def action_send_ready(self) -> None:
        """Send what was kept, ready to be sent."""
        if option := self._ready_to_send:
            self.dispatch(Chosen(option=option))

    def action_later(self) -> None:
        """Keep it for later."""
        self.keep_typed()
        self.dispatch(PutOff())

    def action_turn_over(self) -> None:
        """The rendered text in place of the raw one, and back."""
        self.draft_view.rendered = not self.draft_view.rendered

    def action_page(self, pages: int) -> None:
        """Scroll what is read by pages."""
        if self.prompt.draft is not None:
            self.draft_view.page(pages)
        else:
            lines = pages * max(1, self.transcript.size.height - 1)
            self.transcript.by(lines)

    def action_scroll(self, lines: int) -> None:
        """Scroll what is read by lines."""
        if self.prompt.draft is not None:
            self.draft_view.scroll_lines(lines)
        else:
            self.transcript.by(lines)

    def action_drafts(self) -> None:
        """What is kept and not filed."""
        self.keep_typed()
        ways.open_drafts(self)

    def action_settings(self) -> None:
        """What is set, and the connection."""
        self.keep_typed()
        ways.open_settings(self)

    def action_copy_talk(self) -> None:
        """All that was said, to the terminal's clipboard."""
        from tui.screens.chat_commands import copy_talk

        copy_talk(self)

    def action_save_talk(self) -> None:
        """All that was said, as a new file."""
        from tui.screens.chat_commands import save_talk

        save_talk(self)

    def action_help(self) -> None:
        """What can be done at this moment."""
        from tui.screens.help import help_page

        self.app.push_screen(help_page(self))

    def commands(self) -> list[Any]:
        """For the palette."""
        from tui.screens.chat_commands import commands_of

        return commands_of(self)

    @on(ChoiceList.Chosen)
    def _clicked(self, event: ChoiceList.Chosen) -> None:
        if event.index < len(self.prompt.options):
            self._take(self.panel.choose(event.index + 1))
