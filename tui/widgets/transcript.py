"""What was said so far, from both sides."""

from __future__ import annotations

from textual.content import Content

from intents.talk.effects import Say, Speaker, Tone
from tui.foreign import foreign, with_links
from tui.widgets.lines import Block, Lines

_STYLES = {Tone.PLAIN: "", Tone.PROBLEM: "bold $problem", Tone.DONE: "bold $done"}


class Transcript(Lines):
    """The talk as text: `>` before the person's words, `!` before what went wrong."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - the name that every widget uses
        super().__init__(indent=2, follows=True, id=id)
        self._last: Speaker | None = None
        self._asked = False

    def refit(self) -> None:
        """The width is set where the room is shared out: wrapping a long talk twice would be felt."""

    def say(self, say: Say) -> None:
        """Add what was said."""
        # An answer stands right below its question; everything else is set apart.
        gap = not (self._asked and say.who is Speaker.PERSON)
        gap = gap and (self._last is not say.who or "\n" in say.text)
        self._asked = say.who is Speaker.INTAKE and say.text.endswith("?")
        self._last = say.who
        if say.who is Speaker.PERSON:
            block = Block(body=foreign(say.text, "$mark"), mark=Content.styled("> ", "bold $mark"), gap=gap)
        else:
            mark = Content.styled("! ", "bold $problem") if say.tone is Tone.PROBLEM else None
            block = Block(body=with_links(foreign(say.text, _STYLES[say.tone])), mark=mark, gap=gap)
        self.add(block)
