"""Waiting line by line: said once when it takes long, and Ctrl+C always ends it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

FILING_IS_SLOW_AFTER = 5.0
"""Seconds without an answer after which that is said."""
SLOW = (
    "No answer for {seconds:.0f} seconds. Ctrl+C leaves; your text is kept, and the next start looks for it."
)


def patiently(call: Callable[[], Result], say: Callable[[], None], after: float | None) -> Result:
    """What a blocking call returns or raises. It has a thread of its own, so that Ctrl+C need not wait for its end.

    Args:
        say: Says that it takes long; called once, after so many seconds. None for never.
    """
    results: list[Result] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            errors.append(error)
        done.set()

    threading.Thread(target=run, name="patiently", daemon=True).start()
    if not done.wait(after):
        say()
        done.wait()
    if errors:
        raise errors[0]
    return results[0]
