"""Files of this machine, looked at and read. Nothing here waits: a pipe, a device or a socket is never opened to be read.

What goes up is what was shown: a file that is not as it was when it was attached is not sent, and one that changes
under way is noticed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from types import TracebackType
from typing import Self

from intents.answering.local_file import LocalFile, NoFile

LONGEST_SAID = 60
"""Characters of a path in a sentence."""


class FileTroubleError(Exception):
    """The file can't be sent as it was attached. Its text is a sentence."""


class UploadStoppedError(Exception):
    """The person stopped it."""


def look_at(path: str) -> LocalFile | NoFile:
    """What the path names now: absolute, from `~`, or relative to the working folder."""
    said = _clipped(path)
    try:
        # Not resolved any further: a link goes on meaning whatever it will mean then.
        place = os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111 - a `Path` drops what stands behind
        handle = _opened(place, said)
    except NoFileError as error:
        return error.reason
    except (OSError, ValueError) as error:
        return _no_file(said, error)
    try:
        found = os.fstat(handle)
    finally:
        os.close(handle)
    if found.st_size == 0:
        return NoFile(sentence=f"{said} is empty.")
    return LocalFile(path=place, size=found.st_size, modified=found.st_mtime_ns)


class NoFileError(Exception):
    """It is there and no ordinary file."""

    def __init__(self, reason: NoFile) -> None:
        super().__init__(reason.sentence)
        self.reason = reason


def _opened(path: str, said: str) -> int:
    """An ordinary file, open for reading.

    Args:
        said: how it is called in a sentence.

    Raises:
        NoFileError: it is something else.
        OSError: it is not there, or may not be read.
    """
    kind = os.stat(path).st_mode  # noqa: PTH116 - as above
    if stat.S_ISDIR(kind):
        raise NoFileError(NoFile(sentence=f"{said} is a folder. Name the files in it, or pack it into one."))
    if not stat.S_ISREG(kind):
        raise NoFileError(NoFile(sentence=f"{said} is no ordinary file, but a pipe, a socket or a device."))
    # Without waiting, should something else have taken its name since: opening a pipe would wait for a writer.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    )
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NoFileError(NoFile(sentence=f"{said} is no ordinary file."))
    return handle


def _clipped(path: str) -> str:
    """A path for a sentence: of a long one the end, where the file's own name stands."""
    line = " ".join(path.split())
    return f"“{line}”" if len(line) <= LONGEST_SAID else f"“…{line[1 - LONGEST_SAID :]}”"


def _no_file(said: str, error: OSError | ValueError) -> NoFile:
    match error:
        case FileNotFoundError() | NotADirectoryError() | ValueError():
            return NoFile(sentence=f"There is no file {said}.", missing=True)
        case PermissionError():
            return NoFile(sentence=f"You may not read {said}.")
        case OSError():
            # A name too long to be one is a sentence that somebody typed.
            too_long = error.errno == 36 or "too long" in (error.strerror or "").casefold()
            if too_long:
                return NoFile(sentence=f"There is no file {said}.", missing=True)
            return NoFile(sentence=f"{said} can't be read: {(error.strerror or str(error)).lower()}.")


class OpenFile:
    """The content of an attached file, for one sending. Has what a multipart body asks for: `read` and `len`."""

    def __init__(
        self, file: LocalFile, name: str, *, read_so_far: Callable[[int], None], stopped: Callable[[], bool]
    ) -> None:
        """Open it.

        Args:
            name: what it is called in sentences.
            read_so_far: told the bytes that were read, each time.
            stopped: whether the person wants no more of it sent.

        Raises:
            FileTroubleError: it is not there any more, can't be read, or is not as it was.
        """
        self._file = file
        self._name = name
        self._told = read_so_far
        self._stopped = stopped
        self._read = 0
        try:
            self._handle = _opened(file.path, name)
        except NoFileError as error:
            raise FileTroubleError(error.reason.sentence) from error
        except (OSError, ValueError) as error:
            reason = _no_file(name, error)
            said = f"{name} is not there any more." if reason.missing else reason.sentence
            raise FileTroubleError(said) from error
        try:
            self._check()
        except FileTroubleError:
            os.close(self._handle)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._handle)

    @property
    def len(self) -> int:
        """The bytes that are still to be read."""
        return self._file.size - self._read

    def read(self, size: int = -1) -> bytes:
        """Some of what is left; never more than the file had when it was attached.

        Raises:
            FileTroubleError: it became shorter meanwhile, or the disk fails.
            UploadStoppedError: the person stopped it.
        """
        if self._stopped():
            raise UploadStoppedError
        wanted = self.len if size < 0 else min(size, self.len)
        if not wanted:
            return b""
        try:
            chunk = os.read(self._handle, wanted)
        except OSError as error:
            # Not an OSError for whoever sends it: that would be taken for the network's.
            raise FileTroubleError(
                f"{self._name} can't be read: {(error.strerror or '').lower()}."
            ) from error
        if not chunk:
            raise FileTroubleError(f"{self._name} became shorter while it was sent.")
        self._read += len(chunk)
        self._told(self._read)
        if not self.len:
            self._check()
        return chunk

    def _check(self) -> None:
        now = os.fstat(self._handle)
        if (now.st_size, now.st_mtime_ns) != (self._file.size, self._file.modified):
            raise FileTroubleError(f"{self._name} was changed since it was attached.")
