"""What is asked now, with all that belongs to it, as one text that gives way line by line where room is short."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from intents.talk.effects import Say, Tone
from intents.talk.prompt import Prompt
from intents.values import dataclass
from tui.foreign import foreign, visible, with_links
from tui.widgets.wrapping import hung

_WIDEST_LABEL = 18


@dataclass(frozen=True, slots=True)
class _Part:
    """Some lines of it. The higher `spare`, the sooner they give way."""

    content: Content
    spare: int


class Question(Static):
    """The question, why it is asked, an example, what was taken over, and what was wrong."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - the name that every widget uses
        super().__init__(id=id)
        self._parts: tuple[_Part, ...] = ()
        self.shown = Content("")
        """What stands on the screen, for tests and for reading aloud."""

    def show(self, prompt: Prompt, latest: tuple[Say, ...] = (), waiting: str = "") -> None:
        """Show this moment.

        Args:
            latest: What was said since it began, where the transcript is not in sight.
            waiting: Said in addition while something is being waited for.
        """
        self._parts = tuple(_parts(prompt, latest, waiting))

    def fit(self, width: int, height: int) -> int:
        """Leave out what has no room; the lines that are left."""
        parts = list(self._parts)
        wrapped = [_wrap(part.content, width) for part in parts]
        while sum(map(len, wrapped)) > height:
            spare = max(part.spare for part in parts) if parts else 0
            if spare == 0:
                break
            last = max(number for number, part in enumerate(parts) if part.spare == spare)
            del parts[last], wrapped[last]
        lines = [line for part in wrapped for line in part]
        if len(lines) > height:
            lines = [*lines[: height - 1], lines[height - 1].truncate(max(2, width - 2)) + Content(" …")]
        content = Content("\n").join(lines)
        if not content.is_same(self.shown):
            self.shown = content
            # The height is set from outside.
            self.update(content, layout=False)
        return len(lines)

    def wanted(self, width: int) -> int:
        """The lines of all of it."""
        return sum(len(_wrap(part.content, width)) for part in self._parts)


def _wrap(content: Content, width: int) -> list[Content]:
    return [row for line in content.split("\n", allow_blank=True) for row in hung(line, max(8, width))]


def _parts(prompt: Prompt, latest: tuple[Say, ...], waiting: str) -> list[_Part]:
    parts: list[_Part] = []
    if prompt.ask or prompt.place:
        place = foreign(prompt.place + "   ", "$muted") if prompt.place else Content("")
        parts.append(_Part(place + foreign(prompt.ask, "bold"), 0))
    about = [with_links(foreign(prompt.why, "$muted"))] if prompt.why else []
    if prompt.example:
        about.append(foreign(f"Example: {prompt.example}", "$muted"))
    if about:
        parts.append(_Part(Content("  ") + Content(" ").join(about), 3))
    parts.extend(_notes(prompt.notes))
    for say in latest:
        if say.tone is Tone.PROBLEM:
            parts.append(_Part(Content.styled("! ", "bold $problem") + foreign(say.text, "bold $problem"), 1))
        else:
            parts.append(_Part(Content("  ") + with_links(foreign(say.text)), 1))
    if prompt.problem:
        parts.append(
            _Part(Content.styled("! ", "bold $problem") + foreign(prompt.problem, "bold $problem"), 0)
        )
    if prompt.busy:
        parts.append(_Part(foreign(prompt.busy, "bold"), 0))
    if waiting:
        parts.append(_Part(foreign(waiting, "$muted"), 1))
    return parts


def _notes(notes: tuple[tuple[str, str], ...]) -> list[_Part]:
    width = min(_WIDEST_LABEL, max((len(visible(label)) for label, _ in notes), default=0))
    parts: list[_Part] = []
    before = ""
    for label, text in notes:
        shown = "" if label == before else visible(label)
        row = foreign("  " + shown.ljust(width) + ("  " if width else ""), "$muted")
        parts.append(_Part(row + with_links(foreign(" ".join(visible(text).split()))), 2))
        before = label
    return parts
