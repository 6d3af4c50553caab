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
        super().__init__(indent=2, id=id)
        self._last: Speaker | None = None

    def say(self, say: Say) -> None:
        """Add what was said."""
        gap = self._last is not None and not (self._last is Speaker.INTAKE and say.who is Speaker.PERSON)
        gap = gap or (self._last is say.who and "\n" in say.text)
        self._last = say.who
        if say.who is Speaker.PERSON:
            block = Block(body=foreign(say.text, "$mark"), mark=Content.styled("> ", "bold $mark"), gap=gap)
        else:
            mark = Content.styled("! ", "bold $problem") if say.tone is Tone.PROBLEM else Content("")
            block = Block(body=with_links(foreign(say.text, _STYLES[say.tone])), mark=mark, gap=gap)
        self.add(block)
