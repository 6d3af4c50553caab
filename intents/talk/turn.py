"""One turn of the talk: where it stands now, and what is to be done."""

from __future__ import annotations

from typing import NamedTuple

from intents.talk.effects import Effect, Say, Speaker, Tone
from intents.talk.states import State


class Turn(NamedTuple):
    """A new state, and effects in the order in which they are performed."""

    state: State
    effects: tuple[Effect, ...] = ()

    def after(self, *effects: Effect) -> Turn:
        """The same turn with these effects before its own."""
        return Turn(self.state, (*effects, *self.effects))


class UnexpectedEventError(Exception):
    """A front end sent an event that the state offers no answer to: our own fault, never the person's."""


def heard(text: str) -> Say:
    """The person's words, for the transcript."""
    return Say(text=text, who=Speaker.PERSON)


def tell(text: str, tone: Tone = Tone.PLAIN, *, prompted: bool = False) -> Say:
    """Our words, for the transcript."""
    return Say(text=text, tone=tone, prompted=prompted)
