"""What a person has said towards one request, and how far it has come: the thing that is never lost."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from intents.values import dataclass

if TYPE_CHECKING:
    from intents.answering.answer import Answers
    from intents.answering.local_file import LocalFile
    from intents.catalogue.model import IntentId
    from intents.filing.tracker import Receipt, Sending, Upload


class Stage(StrEnum):
    """How far a request has come."""

    OPEN = "open"
    """Being talked about: not all is answered, or nobody said to file it."""
    READY = "ready"
    """Complete and wanted: it waits to be sent (no network, no token, too many requests)."""
    SENDING = "sending"
    """It was handed to the network; until an answer is on disk, it may or may not be filed."""
    FILED = "filed"
    ANSWERED = "answered"
    """It ended without an issue, with the right answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The person's own text in place of what the answers would give."""

    title: str
    description: str
    """Without the reference line and the template's actions: these are added again."""
    used: bool = True
    """False while the text made from the answers is used instead; the edit is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request from the first word to its end."""

    id: str
    """Short and typeable; names the file it is kept in."""
    reference: str
    """The marker of its one filing: letters and digits, a letter first, under 50 characters."""
    messages: tuple[str, ...] = ()
    """What was said to describe it, in order: the first sentence and what was said when rephrasing."""
    intent: IntentId | None = None
    answers: Answers = field(default_factory=lambda: MappingProxyType({}))
    asked: tuple[str, ...] = ()
    """The questions that were answered by hand, in the order they came: the way back."""
    typing: str = ""
    """What stands in the box and was not sent yet."""
    edit: Edit | None = None
    template: str | None = None
    """The project's own template, once it was read."""
    public: bool | None = None
    """Whether anybody may read the project's issues, once that is known. Not kept on disk: until another day a project
    may have been opened up."""
    project: str = ""
    """Where to file instead of the catalogue's path: the project moved, and the person agreed."""
    mentions_allowed: tuple[str, ...] = ()
    """Group mentions in the person's own words that the person confirmed."""
    attached: tuple[LocalFile, ...] = ()
    """Files that go up with it beside those that answer a question."""
    uploads: tuple[Upload, ...] = ()
    """What is known to be up: it need not go up again, whatever becomes of the filing."""
    waiting: tuple[str, ...] = ()
    """Further requests of the same message, to be taken up after this one."""
    stage: Stage = Stage.OPEN
    sending: Sending | None = None
    receipt: Receipt | None = None
    started: datetime | None = None
    changed: datetime | None = None

    @property
    def text(self) -> str:
        """All that was said to describe it."""
        return "\n".join(self.messages)
