"""The box that words are typed into. Enter never breaks a line in it, a paste never sends, and nothing is cut off."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from textual import events
from textual.binding import Binding
from textual.document._document import EditResult
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit

from intents.drafting.characters import clean
from tui.foreign import foreign
from tui.widgets.keys import bindings_without, run_in_order
from tui.widgets.text import Text

LONGEST_TEXT = 300_000
"""Characters the box takes in all: more than any tracker wants to read, and typing stays fast below it."""
MOST_ROWS = 8
"""Rows the box grows to."""
LONGEST_LINE = 120_000
"""Characters of one line: each key press lays its whole line out anew."""

TMUX_SHIFT_ENTER = "shift+\r"
"""How tmux's own form of Shift+Enter arrives: a name that no binding can carry."""
_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


TALK_KEYS = [
    Binding("enter", "screen.enter", "send", id="chat.enter"),
    Binding("escape", "screen.back", "back", id="chat.back"),
    Binding("up,shift+tab", "screen.move(-1)", id="chat.up"),
    Binding("down,tab", "screen.move(1)", id="chat.down"),
    Binding("left", "screen.side(-1)", id="chat.left"),
    Binding("right", "screen.side(1)", id="chat.right"),
    Binding("space", "screen.pick", "pick", id="chat.pick"),
    *(Binding(str(n), f"screen.choose({n})", id=f"chat.choose_{n}") for n in range(1, 10)),
    Binding("ctrl+j,shift+enter,alt+enter,ctrl+enter", "new_line", "new line", id="chat.new_line"),
    Binding("ctrl+z", "undo_or_stop", show=False, id="chat.undo"),
    Binding("ctrl+t", "screen.turn_over", "raw or rendered", id="chat.turn_over"),
    Binding("ctrl+l", "screen.later", "later", id="chat.later"),
    Binding("ctrl+n", "screen.send_ready", "send what waits", id="chat.send_ready"),
    Binding("ctrl+r", "screen.drafts", "drafts", id="chat.drafts"),
    Binding("ctrl+o", "screen.settings", "settings", id="chat.settings"),
    Binding("ctrl+g", "screen.copy_talk", "copy the talk", id="chat.copy_talk"),
    Binding("ctrl+s", "screen.save_talk", "save the talk", id="chat.save_talk"),
    Binding("pageup", "screen.page(-1)", id="chat.page_up"),
    Binding("pagedown", "screen.page(1)", id="chat.page_down"),
    Binding("ctrl+up", "screen.scroll(-1)", id="chat.scroll_up"),
    Binding("ctrl+down", "screen.scroll(1)", id="chat.scroll_down"),
    Binding("f1", "screen.help", "help", id="chat.help"),
    Binding("question_mark", "screen.help", "help", id="chat.help_mark"),
]
"""What the keys of the talk are; the screen says which of them mean something now (`check_action`)."""


class RequestBox(Text, inherit_bindings=False):
    """A text area that holds what is not sent yet."""

    BINDINGS = [
        *TALK_KEYS,
        *bindings_without(TextArea.BINDINGS, "ctrl+z", "ctrl+c", "super+c", "pageup", "pagedown"),
    ]

    _wrapped: tuple[object, int] = (None, 0)

    class Refused(Message):
        """A paste was too long; nothing of it was taken."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - the name that every widget uses
        super().__init__(
            id=id, compact=True, soft_wrap=True, highlight_cursor_line=False, tab_behavior="focus"
        )
        self.changes = 0
        """Counts up with every change of the text by hand."""
        self.caught_up: Callable[[], Awaitable[None]] | None = None
        """Awaited before each key and paste: they are meant for what comes of the key before."""
        self.cursor_blink = False
        self.match_cursor_bracket = False

    @property
    def is_empty(self) -> bool:
        """Nothing is typed, not even a space."""
        return self.document.line_count == 1 and not self.document[0]

    @property
    def on_first_row(self) -> bool:
        """The cursor is in the uppermost row that is drawn."""
        return self.navigator.is_first_wrapped_line(self.cursor_location)

    @property
    def on_last_row(self) -> bool:
        """The cursor is in the lowest row."""
        return self.navigator.is_last_document_line(
            self.cursor_location
        ) and self.navigator.is_last_wrapped_line(self.cursor_location)

    @property
    def rows(self) -> int:
        """How many rows the text takes at this width, or more than are ever shown: counting all would be felt."""
        lines = self.document.line_count
        return lines if lines > MOST_ROWS else max(1, self.wrapped_document.height)

    def put(self, text: str) -> None:
        """Set the text, with the cursor behind it."""
        self.load_text(_LINE_BREAKS.sub("\n", text))
        self.move_cursor(self.document.end)

    def hint(self, text: str) -> None:
        """What is shown while nothing is typed: one line, so that it never overlaps."""
        self.placeholder = foreign(" ".join(text.split()))

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """While the box is empty a printable key may be a command; if it is none now, it is typed."""
        return not self.is_empty and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if self.caught_up is not None:
            await self.caught_up()
        if event.key == TMUX_SHIFT_ENTER:
            event.stop()
            event.prevent_default()
            self.action_new_line()
            return
        if await run_in_order(self, event):
            return
        if event.key == "enter" or (
            event.character is not None and event.is_printable and self._too_long(event.character)
        ):
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    def _rewrap_and_refresh_virtual_size(self) -> None:
        # The box grows with its text: its height changes often, and only a new width is a reason to wrap all anew.
        document, width = self._wrapped
        if document is self.wrapped_document and width == self.wrap_width:
            self._refresh_size()
            return
        self._wrapped = (self.wrapped_document, self.wrap_width)
        super()._rewrap_and_refresh_virtual_size()

    def edit(self, edit: Edit) -> EditResult:
        """Every change of the text by hand comes through here."""
        self.changes += 1
        return super().edit(edit)

    def undo(self) -> None:
        """Take the last change back."""
        self.changes += 1
        super().undo()

    def redo(self) -> None:
        """Do it again."""
        self.changes += 1
        super().redo()

    def action_undo_or_stop(self) -> None:
        """Take the last change back; with nothing written, what this key means in a shell: `fg` comes back."""
        before = self.text
        self.undo()
        if not before and self.is_empty:
            self.app.action_suspend_process()

    def action_new_line(self) -> None:
        """Break the line at the cursor."""
        if not self._too_long("\n"):
            self.replace("\n", *self.selection, maintain_selection_offset=False)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.caught_up is not None:
            await self.caught_up()
        text = clean(event.text)
        if not self._too_long(text):
            result = self._replace_via_keyboard(text, *self.selection)
            if result is not None:
                self.move_cursor(result.end_location)

    def _too_long(self, more: str) -> bool:
        """Whether the text would be more than can be worked with; says so then."""
        if len(more) == 1 and len(self.document[self.cursor_location[0]]) < LONGEST_LINE:
            return False
        whole = len(self.text) + len(more)
        if whole > LONGEST_TEXT:
            self.post_message(
                self.Refused(
                    f"That would be {whole:,} characters; the box takes {LONGEST_TEXT:,}. Nothing of it was "
                    "added, and what stands here is untouched. Put it into a file and name the file here."
                )
            )
            return True
        longest = max(len(line) for line in more.split("\n"))
        here = len(self.document[self.cursor_location[0]]) if "\n" not in more else 0
        if longest + here > LONGEST_LINE:
            self.post_message(
                self.Refused(
                    f"That has a line of {longest + here:,} characters; the box takes {LONGEST_LINE:,} in one "
                    "line. Nothing of it was added, and what stands here is untouched. Break it into lines first."
                )
            )
            return True
        return False
