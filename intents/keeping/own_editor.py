"""A text that is open in the person's own editor: a file of its own, on the disk until its words are back.

What an editor saved outlives it, and the program too: an editor that ends badly, a closed window, a kill. The next start
tells of what was left. An editor that is still open bars that by a claim.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intents.keeping.claims import claim
from intents.keeping.written import own_folder, write_whole

FOLDER = "editing"
NAME = "description.md"
_BEFORE = ".before"
_OPEN = ".open"
_TOLD = ".told"


class OpenText:
    """One text in one editor."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / NAME
        """What the editor is given."""
        self.is_back = False
        """Set by whoever has taken the words over: then nothing of it is kept."""

    @property
    def was_written(self) -> bool:
        """Whether there is more than was given: other words, or what an editor saved beside them in its need."""
        try:
            beside = {path.name for path in self.folder.iterdir()} - {NAME, _BEFORE, _OPEN, _TOLD}
            return bool(beside) or self.path.read_bytes() != (self.folder / _BEFORE).read_bytes()
        except OSError:
            return False


@contextmanager
def open_text(data: Path, text: str) -> Iterator[OpenText]:
    """Put a text into a file for an editor. It goes when the block ends, but for words that are nowhere else.

    Args:
        data: the data folder; where nothing can be kept there, the system's folder for short-lived files will do.

    Raises:
        OSError: there is no room for it anywhere.
    """
    opened = OpenText(_place(data, text))
    with claim(opened.folder / _OPEN):
        try:
            yield opened
        finally:
            if opened.is_back or not opened.was_written:
                _take_away(opened.folder)


def _place(data: Path, text: str) -> Path:
    import tempfile

    encoded = text.encode("utf-8", "replace")
    with contextlib.suppress(OSError):
        own_folder(data)
        own_folder(data / FOLDER)
        return _filled(Path(tempfile.mkdtemp(dir=data / FOLDER)), encoded)
    return _filled(Path(tempfile.mkdtemp(prefix="intake-")), encoded)


def _filled(folder: Path, text: bytes) -> Path:
    try:
        write_whole(folder / _BEFORE, text)
        write_whole(folder / NAME, text)
    except OSError:
        _take_away(folder)
        raise
    return folder


def _take_away(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def left_open(data: Path) -> tuple[str, ...]:
    """A sentence for each text that an editor saved and nobody took over. Each is told of once, and stays."""
    told: list[str] = []
    with contextlib.suppress(OSError):
        for folder in sorted((data / FOLDER).iterdir()):
            left = OpenText(folder)
            if (folder / _TOLD).exists():
                continue
            with claim(folder / _OPEN) as ended:
                if ended and left.was_written:
                    told.append(f"What your own editor saved when it was interrupted is kept: “{left.path}”.")
                    with contextlib.suppress(OSError):
                        (folder / _TOLD).touch(mode=0o600)
            if ended and not left.was_written:
                _take_away(folder)
    return tuple(told)
