"""What is to be done. Effects are orders, performed one after another by a front end; most come back as an event."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from intents.values import dataclass

if TYPE_CHECKING:
    from intents.drafting.draft import Draft
    from intents.drafting.request import Request


class Speaker(StrEnum):
    """Whose words they are."""

    PERSON = "person"
    INTAKE = "intake"


class Tone(StrEnum):
    """How a sentence is meant; front ends mark it by more than colour."""

    PLAIN = "plain"
    PROBLEM = "problem"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Add to the transcript. The text is plain, never markup; it may have several lines."""

    text: str
    who: Speaker = Speaker.INTAKE
    tone: Tone = Tone.PLAIN
    prompted: bool = False
    """It stood in the prompt before, and belongs to the record. Where prompts scroll by it need not be said again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveRequest:
    """Keep the request on disk. When it fails, `SaveFailed` comes back, and of the effects behind it only those of
    `GOES_ON_UNKEPT` are performed."""

    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetRequest:
    """Take a discarded request off the disk (it stays recoverable while the program runs)."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreRequest:
    """Take back a discard; comes back as `Resumed`."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRequest:
    """Load a kept request; comes back as `Resumed`."""

    id: str
    send: bool = False
    """It was ready to be sent, and is to be sent now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWords:
    """Have the words of a request read, which takes long while a catalogue is learned; comes back as `WordsRead`."""

    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTemplate:
    """Read an issue template of a project, and who may read its issues; comes back as `TemplateRead`."""

    project: str
    name: str
    """Empty where only the second is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitDraft:
    """Send the draft, once; comes back as `FilingEnded`."""

    request: Request
    draft: Draft
    unkept: bool = False
    """The person agreed to send although it cannot be kept on disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopUploads:
    """Send no more of the files; when the issue is not on its way yet, `FilingEnded` says that nothing was filed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """Look for an unclear filing after a wait in seconds; comes back as `LookedUp`.

    For each request there is one at a time: a new one takes the place of one that still waits.
    """

    request: Request
    after: float = 0.0
    looks: int = 0
    """How often it was looked for beside the talk before. Where nothing runs beside, only the first is performed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Let some seconds go by, because the server asks for it; comes back as `Waited`."""

    request_id: str
    seconds: float
    until: datetime
    """The same moment by the clock; tells one wait from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDraft:
    """Write the draft as a Markdown file without overwriting one; comes back as `Exported`."""

    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyText:
    """Hand text to the clipboard; comes back as `Copied`."""

    text: str
    what: str
    """Names it in the answer: "the draft", "the link"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPage:
    """Open an address in the browser; comes back as `PageOpened`."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditDraft:
    """Let the person edit title and text freely; comes back as `DraftEdited` or `WentBack`."""

    title: str
    description: str


class Place(StrEnum):
    """Somewhere to be beside the talk."""

    HELP = "help"
    DRAFTS = "drafts"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPlace:
    """Go there; the talk stays where it is."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """End the program."""


GOES_ON_UNKEPT = (ReadTemplate, LookUp, ExportDraft, CopyText, OpenPage, EditDraft, ShowPlace)
"""What is performed behind a save that failed, too: it sends nothing, throws nothing away and tells of nothing as done.
Exporting and copying are needed most just then."""

Effect = (
    Say
    | SaveRequest
    | ForgetRequest
    | RestoreRequest
    | LoadRequest
    | ReadWords
    | ReadTemplate
    | SubmitDraft
    | StopUploads
    | LookUp
    | Wait
    | ExportDraft
    | CopyText
    | OpenPage
    | EditDraft
    | ShowPlace
    | Leave
)
