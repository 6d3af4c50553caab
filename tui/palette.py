"""Every action, found by the words that people use for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.foreign import foreign


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
        """What fits the query, by title or by other words."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = max(matcher.match(command.title), matcher.match(command.words) * 0.9)
            if score > 0:
                yield Hit(score, _shown(command), command.do, text=command.title)

    def _commands(self) -> list[Command]:
        screen = self.screen
        return screen.commands() if isinstance(screen, Commanded) else []
