"""The seconds that pass while something is waited for, said in words; nothing moves at any other time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from textual.timer import Timer

from intents.talk.prompt import Prompt
from intents.talk.states import Recognising, Submitting
from tui.widgets.bars import keys_of

if TYPE_CHECKING:
    from tui.screens.talk import TalkScreen

SLOW_AFTER = 5.0
"""Seconds after which it is said that an answer takes long."""


class Seconds:
    """Counts up while a filing has no answer, and down to the moment at which the talk goes on by itself."""

    def __init__(self, chat: TalkScreen) -> None:
        self._chat = chat
        self._since = chat.services.stamp().now
        self._ticks: Timer | None = None
        self._said = ""

    def said(self, prompt: Prompt) -> str:
        """What is to be shown of it with this prompt."""
        return self._said if self._waits(prompt) else ""

    def count(self, prompt: Prompt) -> None:
        """Another moment has begun: count, if it is one to be waited at."""
        if self._ticks is not None:
            self._ticks.stop()
            self._ticks = None
        self._since = self._chat.services.stamp().now
        self._said = self._words(prompt)
        if self._waits(prompt):
            self._ticks = self._chat.set_interval(1.0, self._tick)

    def _waits(self, prompt: Prompt) -> bool:
        return isinstance(self._chat.state, Submitting | Recognising) or prompt.until is not None

    def _tick(self) -> None:
        if self._ticks is not None and not self._waits(self._chat.prompt):
            # Words that were read are the same moment still: there is nothing more to be counted in it.
            self._ticks.stop()
            self._ticks = None
        said = self._words(self._chat.prompt)
        if said != self._said:
            self._said = said
            self._chat.refresh_prompt()

    def _words(self, prompt: Prompt) -> str:
        now = self._chat.services.stamp().now
        if prompt.until is not None:
            left = max(0, math.ceil((prompt.until - now).total_seconds()))
            return f"It is filed in {left} s. {self._key} stops that."
        state = self._chat.state
        if isinstance(state, Submitting) and state.going_up is not None:
            # How far a file is stands there already; the issue behind it is waited for from its own beginning.
            self._since = now
        seconds = int((now - self._since).total_seconds())
        if isinstance(state, Recognising) and seconds >= SLOW_AFTER:
            return f"{seconds} s so far. {self._key} goes back, and your words are kept."
        if isinstance(self._chat.state, Submitting) and seconds >= SLOW_AFTER:
            return f"{seconds} s without an answer. {self._key} leaves it: it goes on, and your text is kept."
        return ""

    @property
    def _key(self) -> str:
        """The one step back, whatever key it is on."""
        bound = keys_of(self._chat, [("chat.back", "")])
        return bound[0][0].capitalize() if bound else "Esc"
