"""What a front end needs from the outside, as one value: the catalogue, the matcher, the disk and the trackers.

Everything that may take time is marked blocking: call it off the screen's own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from intents.answering.local_file import Look, sees_no_files
from intents.values import dataclass
from tui.uploads import Uploads

if TYPE_CHECKING:
    from intents.catalogue.model import Catalogue
    from intents.drafting.draft import Draft
    from intents.drafting.request import Request
    from intents.filing.tracker import Result
    from intents.talk.desk import Connection
    from intents.talk.events import Exported, LookedUp, Stamp, TemplateRead
    from intents.understanding import Reading


class RequestStore(Protocol):
    """Where requests are kept. Every call touches the disk."""

    def save(self, request: Request) -> None:
        """Keep it, whole or not at all.

        Raises:
            KeepingError: it could not be written; what stood there before is untouched.
        """
        ...

    def load(self, request_id: str) -> Request:
        """One kept request.

        Raises:
            KeepingError: there is none, or it cannot be read.
        """
        ...

    def forget(self, request_id: str) -> None:
        """Put it aside; `restore` has it back while this program runs."""
        ...

    def restore(self, request_id: str) -> Request:
        """Take back a `forget`."""
        ...

    def unfinished(self) -> tuple[Request, ...]:
        """Those that are neither filed nor answered, the latest first. Unreadable files are passed over."""
        ...

    def warnings(self) -> tuple[str, ...]:
        """What is wrong with the folder or its files, a sentence each, each told once."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The outside of one run of the program."""

    catalogue: Catalogue
    read: Callable[[tuple[str, ...]], Reading]
    """What was said so far -> what it is taken for. The first call may load the matcher (some milliseconds)."""
    connection: Connection
    store: RequestStore
    file: Callable[[Request, Draft, bool], tuple[Request, Result]]
    """Blocking. Sends once, with `sending` on disk before and the result on disk after; the flag says that the
    person agreed to send although it cannot be kept."""
    look_up: Callable[[Request], LookedUp]
    """Blocking. Looks for an unclear filing by its reference; a find is on disk when this returns."""
    read_template: Callable[[str, str], TemplateRead]
    """Blocking. (project path, template name); read once, then remembered."""
    stamp: Callable[[], Stamp]
    """The time, and ids that were never used."""
    export: Callable[[Draft], Exported]
    """Writes a Markdown file into the working folder without overwriting one."""
    look: Look = sees_no_files
    """Looks at a file of this machine."""
    uploads: Uploads = field(default_factory=Uploads)
    """Told by `file` how far a draft's files are; stops them."""
    reached: Callable[[], bool] = lambda: True
    """Blocking. Whether the tracker answers now. Only asked where something waits to be sent."""
