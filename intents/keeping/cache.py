"""What can be made again, kept by the content it was made from. A cache that cannot be written is no trouble.

Old entries go when new ones come, so that it never grows without end.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

KEPT = 12
"""Files of one sort that stay; a few catalogues, each as it was before and after the latest edits."""


class Cache:
    """Files named by a key, in one folder; read too from folders that came with the program."""

    def __init__(self, folder: Path, *shipped: Path) -> None:
        self.folder = folder
        self.shipped = shipped

    def read(self, key: bytes, sort: str) -> bytes | None:
        """The bytes kept under this key, if there are any."""
        name = f"{key.hex()[:40]}.{sort}"
        for folder in (*self.shipped, self.folder):
            with contextlib.suppress(OSError):
                return (folder / name).read_bytes()
        return None

    def latest(self, sort: str) -> Iterator[bytes]:
        """All files of one sort, whatever their keys, the latest first."""
        for folder in (self.folder, *self.shipped):
            for path in _by_age(folder, sort):
                with contextlib.suppress(OSError):
                    yield path.read_bytes()

    def write(self, key: bytes, sort: str, data: bytes) -> None:
        """Keep bytes under a key, in silence when that is not possible."""
        from intents.keeping.written import own_folder, write_whole

        with contextlib.suppress(OSError):
            own_folder(self.folder)
            write_whole(self.folder / f"{key.hex()[:40]}.{sort}", data)
            self._trim(sort)

    def _trim(self, sort: str) -> None:
        for path in _by_age(self.folder, sort)[KEPT:]:
            path.unlink(missing_ok=True)


def _by_age(folder: Path, sort: str) -> list[Path]:
    try:
        return sorted(folder.glob(f"*.{sort}"), key=lambda path: path.stat().st_mtime, reverse=True)
    except OSError:
        # One was taken away by another copy of the program between the two looks: the next write trims again.
        return []
