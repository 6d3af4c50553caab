"""Keys in the order in which they were pressed.

Textual gives letters to the widget that has the focus and runs bindings elsewhere, each by a queue of its own. Over a slow
line a word and the Enter behind it arrive together, and Enter would overtake the letters. A text widget that goes through
here runs the bindings itself, in its own turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget


async def run_in_order(widget: Widget, event: events.Key) -> bool:
    """Run the binding of a key now, if it has one that works at this moment and is not a letter to be typed."""
    if widget.check_consume_key(event.key, event.character):
        return False
    bound = widget.screen.active_bindings.get(event.key)
    if bound is None or not bound.enabled or bound.binding.system:
        return False
    event.stop()
    event.prevent_default()
    await widget.app.run_action(bound.binding.action, bound.node)
    return True


def bindings_without(bindings: Iterable[BindingType], *keys: str) -> list[Binding]:
    """A widget's bindings but for these keys."""
    made = Binding.make_bindings(bindings)
    return [replace(binding, show=False) for binding in made if binding.key not in keys]
