"""Files for tests: real ones on a disk, and a disk that is only said to be there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from intents.answering.local_file import LocalFile, Look, NoFile
from intents.filing.local_files import look_at


def file_on_disk(path: Path, content: bytes = b"what was seen\n") -> LocalFile:
    """A file with this content, as it is when it is attached."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    found = look_at(str(path))
    assert isinstance(found, LocalFile), found
    return found


def said_file(path: str, size: int = 12_000) -> LocalFile:
    """A file that is on no disk."""
    return LocalFile(path=path, size=size, modified=1)


def disk_of(files: Mapping[str, int], *, folders: tuple[str, ...] = ()) -> Look:
    """A disk with these paths and their sizes; paths are taken as they are."""

    def look(path: str) -> LocalFile | NoFile:
        if path in folders:
            return NoFile(sentence=f"“{path}” is a folder.")
        if path in files:
            return said_file(path, files[path])
        return NoFile(sentence=f"There is no file “{path}”.", missing=True)

    return look
