"""The first thing that is shown. Apart from the other moments, so that it can stand on the screen before the rest of the
talk is loaded."""

from __future__ import annotations

from intents.talk.desk import Desk, Kept
from intents.talk.prompt import Entry, Option, Prompt
from intents.talk.states import Opening
from intents.talk.wording import short

ALL_KINDS = Option(id="all", label="All kinds of request")
"""Its id is what `recognising` knows as `ALL`."""
SEND = "send"
"""Followed by a colon and the id of a kept request that is ready to be sent."""


def opening_prompt(state: Opening, desk: Desk) -> Prompt:
    """Examples of what can be said, and what waits from before."""
    options: list[Option] = []
    if state.discarded:
        options.append(Option(id="restore", label="Take back what was thrown away"))
    offered = _first(desk.kept)
    named = [short(kept.title) for kept in offered]
    options.extend(
        _kept_option(kept, desk, alike=named.count(name) > 1)
        for kept, name in zip(offered, named, strict=True)
    )
    options.append(ALL_KINDS)
    examples = tuple(("for example", example) for example in desk.catalogue.opening)
    return Prompt(
        ask="What do you need? Say it in your own words.",
        notes=examples,
        options=tuple(options),
        entry=Entry.TEXT,
        typed=state.request.typing if state.request else "",
        words_first=True,
        back=False,
    )


def _first(kept: tuple[Kept, ...]) -> tuple[Kept, ...]:
    """The three to offer: what is ready to be sent before what is not finished."""
    return tuple(sorted(kept, key=lambda one: not one.ready))[:3]


def _kept_option(kept: Kept, desk: Desk, *, alike: bool) -> Option:
    """One that waits. Those that begin with the same words are told apart by their kind and their time."""
    about = ["it may be filed already" if kept.unclear else "ready to send" if kept.ready else ""]
    if alike:
        kind = desk.catalogue.intent(kept.intent) if kept.intent else None
        about += [kind.title if kind else "", f"{kept.changed:%d %b %H:%M}" if kept.changed else ""]
    description = " · ".join(part for part in about if part)
    if kept.ready and desk.can_send:
        return Option(id=f"{SEND}:{kept.id}", label=f"Send now: {short(kept.title)}", description=description)
    what = "Look for" if kept.unclear else "Go on with"
    return Option(id=f"resume:{kept.id}", label=f"{what}: {short(kept.title)}", description=description)
