"""What can be made again, kept by the content it was made from. A cache that cannot be written is no trouble.

Old entries go when new ones come, so that it never grows without end.
"""

from __future__ import annotations

import contextlib
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

    def write(self, key: bytes, sort: str, data: bytes) -> None:
        """Keep bytes under a key, in silence when that is not possible."""
        from intents.keeping.written import own_folder, write_whole

        with contextlib.suppress(OSError):
            own_folder(self.folder)
            write_whole(self.folder / f"{key.hex()[:40]}.{sort}", data)
            self._trim(sort)

    def _trim(self, sort: str) -> None:
        files = sorted(self.folder.glob(f"*.{sort}"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[KEPT:]:
            path.unlink(missing_ok=True)
