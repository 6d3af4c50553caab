"""What the talk leans on while it is decided: the catalogue, the matcher, the connection. All of it is given, none is
looked up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from intents.answering.local_file import Look, sees_no_files
from intents.answering.reading import Surroundings
from intents.values import dataclass

if TYPE_CHECKING:
    from intents.answering.answer import Answers
    from intents.catalogue.model import Catalogue, Intent, IntentId
    from intents.drafting.request import Request
    from intents.talk.events import Stamp
    from intents.understanding import Reading


class Link(StrEnum):
    """What a filing would go to."""

    GITLAB = "gitlab"
    PRACTICE = "practice"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The way to the trackers, as far as it is known before anything is sent."""

    link: Link
    name: str = ""
    """For people: `gitlab.com`."""
    address: str = ""
    """The GitLab's base address, for pages in the browser; empty means the catalogue's host."""
    me: str = ""
    """The person's own user name, when it is known."""
    advice: str = ""
    """How to connect, in one sentence, when there is no connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A request that waits on disk, in short."""

    id: str
    title: str
    intent: IntentId | None = None
    changed: datetime | None = None
    unclear: bool = False
    ready: bool = False
    """Complete and wanted: it could be sent at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that is the same from one event to the next."""

    catalogue: Catalogue
    read: Callable[[tuple[str, ...]], Reading]
    """What was said so far -> what it is taken for."""
    connection: Connection
    kept: tuple[Kept, ...] = ()
    reached: bool = False
    """The tracker has answered in this run: what is ready can be sent."""
    look: Look = sees_no_files
    """Looks at a file of this machine; it asks the disk and waits for nothing."""

    @property
    def can_send(self) -> bool:
        """Whether what is ready to be sent can be offered: nobody likes to be offered what fails at once."""
        return self.connection.link is Link.PRACTICE or (self.connection.link is Link.GITLAB and self.reached)

    def intent_of(self, request: Request) -> Intent | None:
        """The request's intent, if the catalogue still has it."""
        return self.catalogue.intent(request.intent) if request.intent else None

    def around(self, answers: Answers, stamp: Stamp) -> Surroundings:
        """What an answer is read against."""
        return Surroundings(
            today=stamp.today,
            answers=answers,
            me=self.connection.me,
            ticket_hosts=self.catalogue.ticket_hosts,
            look=self.look,
        )
