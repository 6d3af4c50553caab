"""A claim on one request: of all copies of the program, and all threads of each, one may send it.

The system's own lock on an open file is what counts, not that the file exists: the system lets go of it when its owner
dies, however that happens, and a process number that is given out again can't be mistaken for the owner.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def claim(path: Path) -> Iterator[bool]:
    """Whether the claim is ours until the block ends. Without a writable folder there is nobody to share with."""
    try:
        handle = _opened(path)
    except OSError:
        yield True
        return
    if handle is None:
        yield False
        return
    try:
        yield True
    finally:
        # Taken away while it is still locked: whoever opened it meanwhile sees that it is no longer the file there.
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(handle)


def _opened(path: Path) -> int | None:
    """The locked file; None when another one has it."""
    for _ in range(10):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _locked(handle):
            os.close(handle)
            return None
        if _is_at(handle, path):
            return handle
        # It was taken away between opening and locking: a lock on it would bar nobody.
        os.close(handle)
    return None


def _is_at(handle: int, path: Path) -> bool:
    try:
        there, ours = path.stat(), os.fstat(handle)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)


def _locked(handle: int) -> bool:
    """Lock it if nobody has it.

    Raises:
        OSError: this disk knows no locks.
    """
    if os.name == "nt":  # pragma: no cover
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        os.close(handle)
        raise
    return True
