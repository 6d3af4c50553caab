"""The first and the last line of a screen: where one is, and which keys work right now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widgets import Static

from intents.talk.desk import Connection, Link
from tui.foreign import foreign

_NAMES = {"escape": "esc", "pageup": "pgup", "pagedown": "pgdn", "delete": "del"}


class TopLine(Horizontal):
    """The program and the team; on the right what a filing would go to."""

    def __init__(self, team: str, connection: Connection, place: str = "") -> None:
        super().__init__(id="top-line")
        self._left = " · ".join(part for part in ("intake", team, place) if part)
        self._right = self._short = ""
        self.connect(connection)

    def connect(self, connection: Connection) -> None:
        """Show this connection."""
        self._right = {
            Link.NONE: "not connected",
            Link.GITLAB: connection.name,
            Link.PRACTICE: "PRACTICE: nothing leaves this machine",
        }[connection.link]
        self._short = "PRACTICE" if connection.link is Link.PRACTICE else self._right
        self.set_class(connection.link is Link.PRACTICE, "-practice")
        if self.is_mounted:
            self.on_resize()

    def compose(self) -> ComposeResult:
        """Left and right."""
        yield Static(foreign(self._left), id="top-left")
        yield Static(foreign(self._right), id="top-right")

    def on_resize(self) -> None:
        """Where both have no room, the connection is what must not be missed."""
        room = self.size.width - len(self._left) - 4
        right = self._right if len(self._right) <= room else self._short
        self.query_one("#top-right", Static).update(foreign(right))


class KeyLine(Static):
    """Keys with what they do. What has no room is left out from the end; the last one stays."""

    def __init__(self) -> None:
        super().__init__(id="key-line")
        self._keys: tuple[tuple[str, str, str], ...] = ()

    @property
    def text(self) -> str:
        """What stands there."""
        return " · ".join(f"{key} {does}" for key, does, _ in self._keys)

    def show(self, keys: Iterable[tuple[str, str, str]]) -> None:
        """Show these: key, what it does, and the action for a click."""
        fresh = tuple(keys)
        if fresh != self._keys:
            self._keys = fresh
            self._draw()

    def on_resize(self) -> None:
        """Show as many as there is room for."""
        self._draw()

    def _draw(self) -> None:
        keys = list(self._keys)
        while len(keys) > 1 and _width(keys) > self.size.width:
            del keys[-2 if len(keys) > 2 else -1]
        parts = []
        for key, does, action in keys:
            part = Content.styled(key, "bold") + Content.styled(f" {does}", "$muted")
            parts.append(part.stylize(f"@click={action}") if action else part)
        self.update(Content.styled(" · ", "$muted").join(parts))


def _width(keys: list[tuple[str, str, str]]) -> int:
    return sum(len(key) + len(does) + 1 for key, does, _ in keys) + 3 * (len(keys) - 1)


def shown_key(keys: str) -> str:
    """The first of some keys as people know it."""
    key = keys.split(",", maxsplit=1)[0]
    *modifiers, name = key.split("+")
    character = key_to_character(name) if len(name) > 1 and name != "space" else None
    return "+".join([*modifiers, _NAMES.get(name, character or name)])


def keys_of(screen: Screen[Any], wanted: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Those of the wanted bindings (id, what it does) that work now, by the keys they are on."""
    active: dict[str | None, Binding] = {}
    for bound in screen.active_bindings.values():
        if bound.enabled:
            # Of several keys for one thing the first is the one to be shown.
            active.setdefault(bound.binding.id, bound.binding)
    found = []
    for name, does in wanted:
        binding = active.get(name)
        if binding is not None:
            found.append(
                (
                    shown_key(binding.key),
                    does,
                    f"screen.{binding.action}" if "." not in binding.action else binding.action,
                )
            )
    return found
