"""Long calls beside the screen. Leaving the program never waits for them: what they did is on disk, or is looked for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


async def beside(call: Callable[[], Result]) -> Result:
    """What a blocking call returns or raises. Unlike a thread of asyncio's pool, its thread holds up no exit."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()

    def end(result: Result | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = call()
        except BaseException as raised:  # noqa: BLE001 - handed on to whoever awaits it
            error = raised
        # The loop may be closed by now: then nobody waits any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(end, result, error)

    threading.Thread(target=run, name="beside", daemon=True).start()
    return await future
