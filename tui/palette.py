"""Every action, found by the words that people use for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from intents.values import dataclass
from tui.foreign import foreign

_FILLING = frozenset("a an the to my i me how do can is it for of in on this that please".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something that can be done now."""

    title: str
    words: str
    """Other words for it; searched, and shown below the title."""
    do: Callable[[], object]


@runtime_checkable
class Commanded(Protocol):
    """A screen that says what can be done on it."""

    def commands(self) -> list[Command]:
        """What can be done now, the likeliest first."""
        ...


def fit(query: str, command: Command) -> float:
    """How well the words of a query fit: 0 for not at all, most when all of them do; whole words count more than their
    beginnings, and the title's own more than others."""
    said = re.findall(r"\w+", query.casefold())
    asked = [word for word in said if word not in _FILLING] or said
    if not asked:
        return 0.0
    title, other = (re.findall(r"\w+", text.casefold()) for text in (command.title, command.words))
    scores = [
        max(
            (
                weight
                for words, weight in ((title, 0.2), (other, 0.0))
                for weight in _begins(part, words, weight)
            ),
            default=0.0,
        )
        for part in asked
    ]
    score = sum(scores) / len(scores)
    return score if all(scores) else score * 0.5


def _begins(part: str, words: list[str], more: float) -> list[float]:
    """How much it counts that a word begins so: most when it is the whole word."""
    return [(1.0 if word == part else 0.7) + more for word in words if word.startswith(part)]


def _shown(command: Command) -> Content:
    # Not as the palette's own help text: that is read as markup.
    words = Content("\n") + foreign(command.words, "$muted") if command.words else Content("")
    return foreign(command.title) + words


class Commands(Provider):
    """What the screen below the palette offers."""

    async def discover(self) -> Hits:
        """All of it, while nothing is typed."""
        for command in self._commands():
            yield DiscoveryHit(_shown(command), command.do, text=command.title)

    async def search(self, query: str) -> Hits:
        """What fits the query: each of its words begins one of the title's or of the other words; or its letters stand in
        the title, in that order."""
        matcher = self.matcher(query)
        for place, command in enumerate(self._commands()):
            score = fit(query, command) or matcher.match(command.title) / 1000
            if score > 0:
                # Among equals the likeliest stays first.
                yield Hit(score - place / 1e6, _shown(command), command.do, text=command.title)

    def _commands(self) -> list[Command]:
        screen = self.screen
        return screen.commands() if isinstance(screen, Commanded) else []
