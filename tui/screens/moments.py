"""What stands in the box when the talk moves on: words that were not sent are never lost, only put by."""

from __future__ import annotations

from intents.talk.events import Chosen, DraftEdited, Event, Picked, PutOff, Resumed, Said, WentBack
from intents.talk.prompt import Entry, Prompt
from intents.talk.states import (
    Asking,
    Browsing,
    Choosing,
    Confirming,
    Doubting,
    Elsewhere,
    Opening,
    Recognising,
    Rephrasing,
    Splitting,
    State,
)

_BY_PERSON = Chosen | Picked | WentBack | PutOff | DraftEdited | Resumed


def moment_of(state: State) -> str:
    """A name for what is being asked: the same name, the same words in the box."""
    match state:
        case Opening():
            return "opening"
        case (
            Recognising() | Confirming() | Choosing() | Rephrasing() | Elsewhere() | Browsing() | Splitting()
        ):
            # One question in several forms ("what is it?"): half a sentence goes along from one to the next.
            return f"{state.request.id}/words"
        case Asking():
            return f"{state.request.id}/{state.question}"
        case Doubting():
            return f"{state.request.id}/{state.question}/doubt"
        case _:
            return f"{state.request.id}/{type(state).__name__}"


def by_person(event: Event) -> bool:
    """Whether the person moved the talk on, by something else than words."""
    return isinstance(event, _BY_PERSON)


def to_be_replaced(event: Event, prompt: Prompt, *, by_talk: bool) -> bool:
    """Whether what is typed next takes the place of what stands in the box: of an option that did not fit, of a short
    answer that was wrong, of one that was given before. A text is gone on with, and so is half a sentence.

    Args:
        by_talk: The words in the box come from the moment itself; they were not put by.
    """
    short = prompt.entry is Entry.LINE and by_talk
    if not prompt.words_first:
        return isinstance(event, Said)
    return short and isinstance(event, Said | Chosen | WentBack)


class Unsent:
    """Words that were typed and not sent, by the moment they were typed at."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def after(self, event: Event, before: str, now: str, text: str, typed: str) -> str:
        """What the box holds after an event.

        Args:
            text: What it holds now.
            typed: What the new moment itself puts into it.
        """
        if isinstance(event, Said):
            self._words.pop(before, None)
            return typed
        if isinstance(event, Resumed):
            return typed
        # What is on disk as typed last is offered by every moment; what was put by has its own to come back to.
        offered = "" if typed in self._words.values() else typed
        if now == before or not by_person(event):
            return text or offered
        if text.strip() and text in typed:
            # It goes along with what the new moment is about.
            return typed
        if text.strip():
            self._words[before] = text
            offered = "" if typed == text else offered
        return self._words.pop(now, "") or offered
