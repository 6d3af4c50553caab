"""An issue as it will be sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from intents.values import dataclass

if TYPE_CHECKING:
    from intents.drafting.attachments import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One issue, whole: what is shown before filing is exactly this, and this is what is sent."""

    project: str
    """Path of the project on its host."""
    title: str
    description: str
    """Markdown with LF line ends, the reference line and the actions included."""
    labels: tuple[str, ...] = ()
    due_date: date | None = None
    confidential: bool = False
    assignees: tuple[str, ...] = ()
    """User names without @."""
    mentions: tuple[str, ...] = ()
    """Who the text notifies, as written: `@kim`, `@group/path`."""
    calls: tuple[str, ...] = ()
    """Those of them, and of others, whom the catalogue wants notified, groups too: no word of consent is needed."""
    actions: tuple[str, ...] = ()
    """The quick actions that stand in the description on purpose; nothing else in it may act."""
    attachments: tuple[Attachment, ...] = ()
    """The files that go up with it. Each has its place in the description, which becomes its link on the way."""
    reference: str = ""
    """The marker by which this filing is found again."""
    missing: tuple[str, ...] = ()
    """Names of required questions that are still open: a draft with any of them is not ready to be sent."""
    problems: tuple[str, ...] = ()
    """What must be put right before it can be sent, a sentence each."""
    silenced: tuple[str, ...] = ()
    """Names in the person's own words that would call many people (`all`, group paths); written so that they don't."""
    notes: tuple[str, ...] = ()
    """What the person should know about how it was made (a template that was not found)."""

    @property
    def ready(self) -> bool:
        """Nothing is missing and nothing is wrong: it may be sent."""
        return not self.missing and not self.problems
