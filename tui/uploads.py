"""Between the thread that sends files up and the front end that shows it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from intents.filing.tracker import GoingUp

Listener = Callable[[GoingUp | None], None]


class Uploads:
    """What follows the uploads of one filing, and stops them. One filing at a time is followed: the latest."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._listener: Listener | None = None

    def follow(self, listener: Listener) -> None:
        """From here on a filing begins, and this is told how far its files are, from the thread that sends them."""
        self._stop.clear()
        self._listener = listener

    def stop(self) -> None:
        """No more is sent."""
        self._stop.set()

    def going_up(self, step: GoingUp | None) -> None:
        """Called by what sends."""
        if self._listener is not None:
            self._listener(step)

    def stopped(self) -> bool:
        """Asked by what sends."""
        return self._stop.is_set()
