"""A file written whole or not at all, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_whole(path: Path, text: str | bytes) -> None:
    """Replace a file's content in one step.

    The text goes to a file beside it first, is forced to the disk and checked, then takes the old one's name: a full
    disk, a kill or a power cut leaves either the old text or the new one.

    Raises:
        OSError: it could not be written; the old content is untouched.
    """
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            if hasattr(os, "fchmod"):
                # Whatever the umask takes away, the owner must be able to read it again.
                os.fchmod(file.fileno(), 0o600)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if beside.stat().st_size != len(data):
            raise OSError(28, "the file came out shorter than it should be", str(beside))  # noqa: TRY301
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force a folder's own entries to the disk, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def own_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, and take rights away from an existing one.

    Raises:
        OSError: it cannot be made, or a file stands in its place.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        with contextlib.suppress(OSError):
            folder.chmod(0o700)
