"""The store of requests: the single place for a person's words.

One file a request, `drafts/<id>.json`; what is filed or answered moves to `done/`, and only after its end is on disk.
What is thrown away goes to `discarded/`, from where it can be had back. Unreadable files are set aside under another
name and never overwritten.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from intents.drafting.request import Request, Stage
from intents.errors import IntakeError
from intents.filing.tracker import Sending
from intents.keeping.claims import claim
from intents.keeping.own_editor import left_open
from intents.keeping.record import (
    NewerRecordError,
    RecordError,
    from_json,
    sending_from_json,
    sending_to_json,
    to_json,
)
from intents.keeping.written import own_folder, sync_folder, write_whole

ENDED = (Stage.FILED, Stage.ANSWERED)
LITTER_AFTER = 60.0
"""Seconds by which a whole file must be later than a half-written one: no save takes that long."""
_ID = re.compile(r"[a-z0-9]{4,40}")


class KeepingError(IntakeError):
    """Something about the disk that the person should know."""


class RequestStore:
    """Requests on disk, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._warnings: list[str] = []
        self._told: set[str] = set()
        self._began: set[str] = set()

    @property
    def drafts(self) -> Path:
        """Where unfinished requests are."""
        return self.folder / "drafts"

    def save(self, request: Request) -> None:
        """Keep it, whole or not at all.

        Raises:
            KeepingError: it could not be written; what stood there before is untouched.
        """
        ended = request.stage in ENDED
        target = self._path(request.id, "done" if ended else "drafts")
        try:
            own_folder(self.folder)
            own_folder(target.parent)
            if not ended and not target.exists():
                self._began.add(request.id)
            write_whole(target, to_json(request))
            if ended:
                self._path(request.id, "drafts").unlink(missing_ok=True)
                sync_folder(self.drafts)
        except OSError as error:
            raise KeepingError(
                f"Your words can't be kept in “{self.folder}”: {_reason(error)}.",
                next_step="Make room or rights there; until then copy or export what must not be lost.",
            ) from error

    def load(self, request_id: str) -> Request:
        """One kept request, by its id or by a beginning of it that fits only one.

        Raises:
            KeepingError: there is none, or it cannot be read.
        """
        path = self._find(request_id)
        try:
            return self._with_note(from_json(path.read_text("utf-8")))
        except NewerRecordError as error:
            raise KeepingError(
                f"The draft {path.stem} was written by a newer version of the program: {error}.",
                next_step="Update the program to go on with it; the file is left as it is.",
            ) from error
        except (RecordError, UnicodeDecodeError) as error:
            aside = _set_aside(path)
            where = f"It was set aside as “{aside}”." if aside else f"It is left as it is: “{path}”."
            sent = self.sending_of(path.stem)
            if sent is not None:
                where += f" It was sent and may be filed: search {sent.project} for {sent.reference}."
            raise KeepingError(f"The draft {path.stem} can't be read: {error}.", next_step=where) from error
        except OSError as error:
            raise KeepingError(f"The draft {path.stem} can't be opened: {_reason(error)}.") from error

    def unfinished(self) -> tuple[Request, ...]:
        """Those that are neither filed nor answered, the latest first. Broken files are set aside and told of once."""
        self._tidy()
        self._warnings.extend(left_open(self.folder))
        return tuple(request for request in self._all("drafts") if not self._is_filed(request.id))

    def done(self) -> tuple[Request, ...]:
        """Those that ended, the latest first."""
        return self._all("done")

    def with_reference(self, reference: str) -> Request | None:
        """The request that has this reference: an exported file may be sent in the place of the draft it came from."""
        for request in (*self._all("done"), *self._all("drafts")):
            if request.reference == reference:
                return request
        return None

    def forget(self, request_id: str) -> None:
        """Put it aside among the discarded.

        Raises:
            KeepingError: it is not there, or cannot be moved.
        """
        self._move(self._find(request_id, "drafts"), "discarded")

    def restore(self, request_id: str) -> Request:
        """Take back a `forget`.

        Raises:
            KeepingError: it is not among the discarded.
        """
        path = self._find(request_id, "discarded")
        self._move(path, "drafts")
        return self.load(path.stem)

    def warnings(self) -> tuple[str, ...]:
        """What is wrong, a sentence each; each is given out once."""
        fresh = tuple(warning for warning in dict.fromkeys(self._warnings) if warning not in self._told)
        self._told.update(fresh)
        self._warnings.clear()
        return fresh

    def ended(self, request_id: str) -> Request | None:
        """The request as it ended, if it did; another running copy may have filed it meanwhile."""
        try:
            return from_json(self._path(request_id, "done").read_text("utf-8"))
        except (KeepingError, OSError, RecordError, UnicodeDecodeError):
            return None

    def note_sending(self, request_id: str, sending: Sending) -> None:
        """Write down that it is about to be sent, beside the record: no other copy's save can cover it.

        Raises:
            KeepingError: it could not be written.
        """
        path = self._path(request_id, "drafts").with_suffix(".sent")
        try:
            own_folder(self.folder)
            own_folder(path.parent)
            write_whole(path, sending_to_json(sending))
        except OSError as error:
            raise KeepingError(
                f"It can't be noted in “{self.folder}” that this is being sent: {_reason(error)}."
            ) from error

    def sending_of(self, request_id: str) -> Sending | None:
        """What `note_sending` wrote, if it was sent and its fate is open."""
        try:
            path = self._path(request_id, "drafts")
        except KeepingError:
            return None
        try:
            return sending_from_json(path.with_suffix(".sent").read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, RecordError, UnicodeDecodeError):
            # It was sent, and the note is damaged: the record says the same.
            with contextlib.suppress(OSError, RecordError, UnicodeDecodeError):
                return from_json(path.read_text("utf-8")).sending
        return None

    def clear_sending(self, request_id: str) -> None:
        """Its fate is known: filed, or certainly not."""
        with contextlib.suppress(KeepingError, OSError):
            self._path(request_id, "drafts").with_suffix(".sent").unlink(missing_ok=True)

    def began(self, request_id: str) -> bool:
        """Whether it was first kept by this store: what another run kept may have been sent by it."""
        return request_id in self._began

    def claimed(self, request_id: str) -> AbstractContextManager[bool]:
        """Whether this process may send the request now; another running copy may be doing it."""
        path = self._path(request_id, "drafts").with_suffix(".lock")
        with contextlib.suppress(OSError):
            # Before anything was ever kept here there is no folder, thus no file to lock: all copies would be let in.
            own_folder(self.folder)
            own_folder(path.parent)
        return claim(path)

    def _all(self, kind: str) -> tuple[Request, ...]:
        found: list[Request] = []
        for path in self._files(kind, ".json"):
            try:
                request = self.load(path.stem) if kind == "drafts" else from_json(path.read_text("utf-8"))
            except KeepingError as error:
                self._warnings.append(str(error))
            except (RecordError, UnicodeDecodeError, OSError):
                continue
            else:
                found.append(request)
        return tuple(sorted(found, key=lambda r: r.changed.timestamp() if r.changed else 0.0, reverse=True))

    def _files(self, kind: str, suffix: str) -> list[Path]:
        """The files of one kind. A folder that is not there is empty; one that can't be listed is told of."""
        folder = self.folder / kind
        try:
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries if not _would_wait(entry))
        except FileNotFoundError:
            return []
        except OSError as error:
            self._warnings.append(f"The drafts in “{folder}” can't be listed: {_reason(error)}.")
            return []
        return [folder / name for name in names if name.endswith(suffix) and not name.startswith(".")]

    def _is_filed(self, request_id: str) -> bool:
        """It was filed, and this record came from another copy of the program that did not know it."""
        ended = self.ended(request_id)
        return ended is not None and ended.receipt is not None

    def _tidy(self) -> None:
        """Take away what a kill left half-written, once a later save of the same request stands there whole."""
        for path in _litter(self.drafts):
            with contextlib.suppress(OSError, IndexError):
                whole = self.drafts / f"{path.name.split('.')[1]}.json"
                if whole.stat().st_mtime - path.stat().st_mtime > LITTER_AFTER:
                    path.unlink()

    def _with_note(self, request: Request) -> Request:
        """A note of sending that lies beside a record tells more than the record, which may be older or another copy's."""
        noted = self.sending_of(request.id)
        if noted is None or request.stage in ENDED:
            return request
        return replace(request, stage=Stage.SENDING, sending=noted)

    def _find(self, request_id: str, *kinds: str) -> Path:
        request_id = request_id.strip().lower()
        for kind in kinds or ("drafts", "done"):
            with contextlib.suppress(KeepingError, OSError):
                path = self._path(request_id, kind)
                if path.is_file():
                    return path
        # An id is said aloud and typed by hand: the beginning is enough when it fits one only.
        begins = [
            path
            for kind in kinds or ("drafts", "done")
            for path in self._files(kind, ".json")
            if request_id and path.stem.startswith(request_id)
        ]
        if len(begins) == 1:
            return begins[0]
        if begins:
            names = ", ".join(path.stem for path in begins[:5])
            raise KeepingError(
                f"{request_id!r} fits several drafts: {names}.", next_step="Give more of the id."
            )
        raise KeepingError(
            f"There is no draft {request_id!r}.", next_step="`intake drafts` lists those there are."
        )

    def _path(self, request_id: str, kind: str) -> Path:
        # An id becomes a file name: nothing else than our own form may, whoever typed it.
        if not _ID.fullmatch(request_id):
            raise KeepingError(
                f"{request_id!r} is no id of a draft.", next_step="`intake drafts` lists those there are."
            )
        return self.folder / kind / f"{request_id}.json"

    def _move(self, path: Path, kind: str) -> None:
        target = self.folder / kind / path.name
        try:
            own_folder(target.parent)
            path.replace(target)
            sync_folder(target.parent)
            sync_folder(path.parent)
        except OSError as error:
            raise KeepingError(f"The draft {path.stem} can't be moved: {_reason(error)}.") from error


def _set_aside(path: Path) -> Path | None:
    """Give a broken file another name, one that is free; None when that is not possible."""
    for number in range(1, 1000):
        aside = path.with_name(f"{path.stem}.broken-{number}")
        if aside.exists():
            continue
        try:
            path.rename(aside)
        except OSError:
            return None
        return aside
    return None


def _would_wait(entry: os.DirEntry[str]) -> bool:
    """A pipe, a socket or a device: whoever opens one may wait for ever."""
    try:
        mode = entry.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _litter(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.name.startswith(".") and path.suffix == ".new"]
    except OSError:
        return []


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
