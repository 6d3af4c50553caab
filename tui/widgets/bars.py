"""The first and the last line of a screen: where one is, and which keys work right now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.binding import Binding
from textual.content import Content
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widget import Widget

from intents.talk.desk import Connection, Link
from tui.foreign import foreign

LEAST_WIDTH, LEAST_HEIGHT = 20, 5
"""Columns and rows below which a screen says that it has no room."""
_NAMES = {"escape": "esc", "pageup": "pgup", "pagedown": "pgdn", "delete": "del"}


class TopLine(Widget):
    """The program and the team; on the right what a filing would go to."""

    def __init__(self, team: str, connection: Connection, place: str = "") -> None:
        super().__init__(id="top-line")
        self._left = foreign(" · ".join(part for part in ("intake", team, place) if part), "bold")
        self._right = self._short = Content()
        self.connect(connection)

    def connect(self, connection: Connection) -> None:
        """Show this connection."""
        self._right = foreign(
            {
                Link.NONE: "not connected",
                Link.GITLAB: connection.name,
                Link.PRACTICE: "PRACTICE: nothing leaves this machine",
            }[connection.link]
        )
        self._short = foreign("PRACTICE") if connection.link is Link.PRACTICE else self._right
        self.set_class(connection.link is Link.PRACTICE, "-practice")
        self.refresh()

    def render(self) -> Content:
        """Where both have no room, the connection is what must not be missed."""
        width = self.size.width
        fits = self._left.cell_length + 2 + self._right.cell_length <= width
        right = self._right if fits else self._short
        room = max(0, width - 2 - right.cell_length)
        return self._left.truncate(room, ellipsis=True, pad=True) + Content("  ") + right


class KeyLine(Widget):
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
            self.refresh()

    def render(self) -> Content:
        """As many as there is room for, or that there is none at all."""
        columns, rows = self.app.size
        if columns < LEAST_WIDTH or rows < LEAST_HEIGHT:
            said = f"too small, {LEAST_WIDTH}x{LEAST_HEIGHT} needed"
            return Content.styled(said if len(said) <= self.size.width else "too small", "bold")
        keys = list(self._keys)
        while len(keys) > 1 and _width(keys) > self.size.width:
            del keys[-2 if len(keys) > 2 else -1]
        parts = []
        for key, does, action in keys:
            part = Content.styled(key, "bold") + Content.styled(f" {does}", "$muted")
            parts.append(part.stylize(f"@click={action}") if action else part)
        return Content.styled(" · ", "$muted").join(parts)


def _width(keys: list[tuple[str, str, str]]) -> int:
    return sum(len(key) + len(does) + 1 for key, does, _ in keys) + 3 * (len(keys) - 1)


def shown_key(keys: str) -> str:
    """The first of some keys as people know it."""
    key = keys.split(",", maxsplit=1)[0]
    *modifiers, name = key.split("+")
    character = key_to_character(name) if len(name) > 1 and name != "space" else None
    # Tab and its like have a character too, but none that can be seen.
    sign = character if character and character.isprintable() else name
    return "+".join([*modifiers, _NAMES.get(name, sign)])


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
