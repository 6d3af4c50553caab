"""How the talk's parts share the screen, and which keys are shown for this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.widgets import Static

from intents.talk.prompt import Entry
from tui.widgets.bars import keys_of
from tui.widgets.choice_list import MOST_DIGITS
from tui.widgets.draft_view import SIDE_BY_SIDE

if TYPE_CHECKING:
    from tui.screens.talk import TalkScreen

WIDEST = 110
"""Columns of running text: longer lines are hard to read."""
ROOMY = 16
"""Rows from which a rule is drawn between what was said and what is asked."""


class Room:
    """Gives each part its rows. The panel takes what it needs; the draft or the transcript gets the rest."""

    def __init__(self, chat: TalkScreen) -> None:
        self._chat = chat
        self._settled: tuple[object, ...] = ()

    def arrange(self) -> None:
        """Share the room out, unless nothing has changed that counts: this runs with every key."""
        chat, panel = self._chat, self._chat.panel
        options = panel.options
        facts = (
            room_of(chat), panel.shown, panel.box.rows, panel.box.is_empty, panel.choosing, options.cursor,
            options.picks, panel.armed, chat.transcript.line_count, chat.draft_view.rendered, chat.state,
        )  # fmt: skip
        if facts != self._settled:
            self._settled = facts
            self._share()
            chat.key_line.show(keys_now(chat))

    def _share(self) -> None:
        chat = self._chat
        width, height = room_of(chat)
        rows = max(1, height - 2)
        text_width = max(10, min(width - 2, WIDEST))
        drafting = chat.prompt.draft is not None
        rule = chat.query_one("#rule", Static)
        ruled = rows >= ROOMY
        rows -= 1 if ruled else 0
        transcript, view = chat.transcript, chat.draft_view
        transcript.fit(text_width - 1)
        least = min(8, rows // 2) if drafting else min(transcript.line_count, 2 if rows >= 12 else 0)
        rest = max(0, rows - chat.panel.fit(text_width, rows, least))
        view.display = drafting and rest > 0
        transcript.display = not drafting and rest > 0 and transcript.line_count > 0
        rule.display = ruled and (view.display or transcript.display)
        if drafting:
            view.styles.height = rest
            view.both = width >= SIDE_BY_SIDE
        else:
            transcript.styles.height = max(1, min(transcript.line_count, rest))


def room_of(chat: TalkScreen) -> Size:
    """Its size. Before it was laid out for the first time it is known already: so the first layout is the right one."""
    return chat.size or chat.app.size


def keys_now(chat: TalkScreen) -> list[tuple[str, str, str]]:
    """The keys that mean something at this moment, the most wanted first."""
    panel, prompt = chat.panel, chat.prompt
    choosing = panel.choosing
    several = prompt.several and choosing
    speaking = prompt.entry is not Entry.NONE and (bool(panel.box.text.strip()) or bool(prompt.on_enter))
    wanted: list[tuple[str, str]] = []
    unmarked = not choosing and panel.takes_digit(1)
    if unmarked:
        wanted.append(("chat.down", "choose"))
    if choosing or speaking:
        wanted.append(("chat.enter", "take" if several else "choose" if choosing else "send"))
    if several:
        wanted.append(("chat.pick", "pick"))
    if prompt.words_first and prompt.options and panel.box.is_empty and not choosing:
        wanted.append(("chat.down", "choose below"))
    wanted.append(("chat.send_ready", "send what waits"))
    wanted.append(("chat.back", "back"))
    wanted.append(("chat.turn_over", "raw" if chat.draft_view.rendered else "rendered"))
    if prompt.entry is Entry.TEXT and not choosing:
        wanted.append(("chat.new_line", "new line"))
    wanted.extend((("chat.later", "later"), ("chat.drafts", "drafts"), ("app.palette", "actions")))
    wanted.append(("chat.settings", "settings"))
    wanted.append(("chat.help_mark" if panel.box.is_empty else "chat.help", "help"))
    keys = keys_of(chat, wanted)
    if (unmarked or (choosing and not several)) and keys and panel.takes_digit(2):
        digits = f"1-{min(MOST_DIGITS, len(prompt.options))}"
        keys[0] = (f"{digits}, {keys[0][0]}", *keys[0][1:])
    return keys
