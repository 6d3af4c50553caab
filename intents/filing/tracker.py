"""What a tracker is to the rest of the program, and everything that can come of a filing.

Three failures differ for the person: refused (something must change), not reached (try again or export) and unknown
(it may have been filed: look for it before anything else).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO, Protocol

from intents.values import dataclass

if TYPE_CHECKING:
    from intents.answering.local_file import LocalFile
    from intents.drafting.draft import Draft

FILE_CODE = "file"
"""The code of a refusal for the sake of one file: without it the issue could be filed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project as the tracker knows it now."""

    id: str
    """What the tracker addresses it by (GitLab: the number)."""
    path: str
    web_url: str
    public: bool = False
    """Whether anybody may read its issues."""
    moved_from: str = ""
    """The path that was asked for, when the project has moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A filed issue, as the tracker answered."""

    project: str
    iid: int
    url: str
    reference: str
    """How people refer to it: `group/project#12`."""
    title: str = ""
    description: str = ""
    labels: tuple[str, ...] = ()
    due_date: date | None = None
    confidential: bool = False
    assignees: tuple[str, ...] = ()
    created_at: datetime | None = None
    losses: tuple[str, ...] = ()
    """What was asked for and not stored, a sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """It stands in the tracker."""

    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The tracker said no: nothing was filed."""

    sentence: str
    next_step: str
    code: str = ""
    """A short word for the kind: `token`, `scope`, `forbidden`, `not_found`, `moved`, `captcha`, `spam`, `title`,
    `too_large`, `rate`, `insecure` and so on."""
    retry_after: float | None = None
    """Seconds to wait, when the tracker says so."""
    browser_helps: bool = False
    project: Project | None = None
    """Where a moved project is now."""
    file: str = ""
    """The name of the file that was being sent up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReached:
    """Nothing was sent: no connection."""

    sentence: str
    next_step: str
    file: str = ""
    """The name of the file that was being sent up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """It was sent and the answer is lost: it may be filed."""

    sentence: str
    next_step: str
    sent_at: datetime | None = None
    """By the tracker's own clock."""


Result = Filed | Refused | NotReached | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What is on disk before a filing is sent, so that it can be found again after any crash."""

    reference: str
    project_id: str
    project: str
    server_time: datetime | None
    """From the tracker's own clock."""
    author: str = ""
    """Whose token it is sent with: by the next start it may be another one."""
    attempt: int = 1
    """Counts the sends of this filing. A copy of the program that remembers an earlier one must look before it sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that is up: whoever has this need not send it again."""

    tracker: str
    """Where it is up, by the tracker's name for people."""
    project_id: str
    file: LocalFile
    name: str
    """What it is called there."""
    link: str
    """Markdown of one line that links it, within its project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingUp:
    """How far the uploads of a filing are."""

    name: str
    size: int
    """Bytes."""
    number: int
    """This is the first, second ... of `count` files."""
    count: int
    sent: int = 0
    """Bytes of this file that are on their way."""


class Tracker(Protocol):
    """A place that takes issues. Every call may block: never on the screen's own thread."""

    name: str
    """For people: `gitlab.com`, `practice`."""

    def whoami(self) -> str | Refused | NotReached:
        """The user name behind the connection."""
        ...

    def find_project(self, path: str) -> Project | Refused | NotReached:
        """Resolve a path. Sends no more than reading calls."""
        ...

    def server_time(self) -> datetime | None:
        """The tracker's clock as of its last answer."""
        ...

    def template(self, project: Project, name: str) -> str | None:
        """The text of an issue template, or None when there is none or it cannot be read."""
        ...

    def upload(self, name: str, content: BinaryIO, project: Project) -> str | Refused | NotReached:
        """Send a file up, once. The Markdown that links it; any failure means that no issue was touched by it.

        Raises whatever reading the content raises.
        """
        ...

    def file(self, draft: Draft, project: Project) -> Result:
        """Send it, once. Never sends a second time by itself."""
        ...

    def search(self, sending: Sending) -> Receipt | None:
        """One quick look by the tracker's own search; None when nothing is found, which is no proof that it is not there."""
        ...

    def look_up(self, sending: Sending) -> Receipt | Refused | NotReached | None:
        """Find a filing by its reference; None when it is certainly not there now."""
        ...
