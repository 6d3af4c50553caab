"""Editing title and text in place, with undo and redo, or in the person's own editor."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from intents.drafting.characters import TITLE_LIMIT, clean, one_line, title_length
from intents.talk.desk import Connection
from tui.editor import Edited, edit_text
from tui.foreign import foreign
from tui.palette import Command
from tui.widgets.bars import KeyLine, TopLine, keys_of
from tui.widgets.keys import bindings_without, run_in_order
from tui.widgets.request_box import TMUX_SHIFT_ENTER
from tui.widgets.text import Text

KEPT_AFTER = 0.6


EDITOR_KEYS = [
    Binding("escape,ctrl+s", "screen.done", "back, changes kept", id="editor.done"),
    Binding("ctrl+e", "screen.outside", "your own editor", id="editor.outside"),
    Binding("ctrl+z", "screen.undo", "undo", id="editor.undo"),
    Binding("ctrl+y", "screen.redo", "redo", id="editor.redo"),
    Binding("tab,shift+tab", "screen.other", "title or text", id="editor.other"),
    Binding("f1", "screen.help", "help", id="editor.help"),
]
_OURS = ("ctrl+e", "ctrl+z", "ctrl+y", "ctrl+c", "super+c", "tab", "shift+tab")


class TitleLine(Input, inherit_bindings=False):
    """The title: one line. Undo and redo are its own: the toolkit has none for a line."""

    BINDINGS = [*EDITOR_KEYS, *bindings_without(Input.BINDINGS, *_OURS)]

    def __init__(self, title: str) -> None:
        self._stood = [title]
        """What it was, one change after the other."""
        self._at = 0
        self._growing = False
        super().__init__(title, id="edit-title", compact=True, select_on_focus=False)

    def watch_value(self, now: str) -> None:
        """Remember each change; the letters of a word are one."""
        before = self._stood[self._at]
        if now == before:
            return
        alike = (one == other for one, other in zip(before, now, strict=False))
        at = next((place for place, same in enumerate(alike) if not same), min(len(before), len(now)))
        grows = now[:at] + now[at + 1 :] == before and not now[at : at + 1].isspace()
        if grows and self._growing and self._at == len(self._stood) - 1:
            self._stood[self._at] = now
        else:
            del self._stood[self._at + 1 :]
            self._stood.append(now)
            self._at += 1
        self._growing = grows

    def step(self, by: int) -> None:
        """Undo (-1) or redo (1) a change."""
        at = self._at + by
        if 0 <= at < len(self._stood):
            self._at, self._growing = at, False
            self.value = self._stood[at]
            self.cursor_position = len(self.value)

    async def _on_key(self, event: events.Key) -> None:
        if not await run_in_order(self, event):
            await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        # All of it on one line: a title with a line break in the clipboard must not lose what stands behind it.
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(one_line(event.text))


class Description(Text, inherit_bindings=False):
    """The text of the issue. Here Enter breaks the line, and every form of it that terminals send."""

    BINDINGS = [
        *EDITOR_KEYS,
        Binding("ctrl+j,shift+enter,alt+enter,ctrl+enter", "new_line", show=False, id="editor.new_line"),
        *bindings_without(TextArea.BINDINGS, *_OURS),
    ]

    def __init__(self, text: str) -> None:
        super().__init__(
            text,
            id="edit-text",
            compact=True,
            soft_wrap=True,
            highlight_cursor_line=False,
            max_checkpoints=500,
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False

    def action_new_line(self) -> None:
        """Break the line at the cursor."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == TMUX_SHIFT_ENTER:
            event.stop()
            event.prevent_default()
            self.action_new_line()
        elif not await run_in_order(self, event):
            await super()._on_key(event)


class EditorScreen(Screen[tuple[str, str]]):
    """Comes back with title and text, whatever happened to them; the talk knows whether they changed."""

    class Paused(Message):
        """The person stopped typing for a moment."""

        def __init__(self, title: str, description: str) -> None:
            super().__init__()
            self.title = title
            self.description = description

    def __init__(self, title: str, description: str, *, team: str, connection: Connection) -> None:
        super().__init__()
        self._given = (title, clean(description))
        self._team = team
        self._connection = connection
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title above, text below."""
        title, description = self._given
        yield TopLine(self._team, self._connection, "edit")
        yield Static("Title", id="edit-title-label")
        yield TitleLine(title)
        yield Static("Text, as Markdown", id="edit-text-label")
        yield Description(description)
        yield Static("", id="edit-note")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin in the text."""
        self.query_one(Input).cursor_blink = False
        self.query_one(Description).focus()
        self._show_keys()
        self._weigh()

    def on_screen_resume(self) -> None:
        """Back from help or another program."""
        self._show_keys()

    def on_descendant_focus(self) -> None:
        """From the title to the text, or back."""
        self._show_keys()

    def _show_keys(self) -> None:
        in_title = self.query_one(Input).has_focus
        wanted = [
            ("editor.done", "back, kept"),
            ("editor.outside", "your own editor"),
            ("editor.undo", "undo"),
            ("editor.other", "text" if in_title else "title"),
            ("editor.redo", "redo"),
            ("editor.help", "help"),
        ]
        self.query_one(KeyLine).show(keys_of(self, wanted))

    @property
    def edited(self) -> tuple[str, str]:
        """Title and text as they stand."""
        return self.query_one(Input).value, self.query_one(Description).text

    @property
    def selected_text(self) -> str:
        """What Ctrl+C copies."""
        title, text = self.query_one(Input), self.query_one(Description)
        return title.selected_text if title.has_focus else text.selected_text

    def note(self, sentence: str) -> None:
        """Something to know, above the keys."""
        self.query_one("#edit-note", Static).update(foreign(sentence, "bold $problem"))

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self) -> None:
        self._weigh()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(KEPT_AFTER, self._tell_pause)

    def _tell_pause(self) -> None:
        if self.edited != self._given:
            self.post_message(self.Paused(*self.edited))

    def _weigh(self) -> None:
        title = self.query_one(Input).value
        length = title_length(title)
        if not title.strip():
            self.note("The title is empty.")
        elif length > TITLE_LIMIT:
            self.note(f"The title has {length} characters; {TITLE_LIMIT} are taken.")
        else:
            self.note("")

    @on(Input.Submitted)
    def _title_done(self) -> None:
        self.query_one(Description).focus()

    def action_done(self) -> None:
        """Back, with what stands here."""
        if self._pause is not None:
            self._pause.stop()
        self.dismiss(self.edited)

    def action_other(self) -> None:
        """From the title to the text, or back."""
        title, text = self.query_one(Input), self.query_one(Description)
        (text if title.has_focus else title).focus()

    def action_undo(self) -> None:
        """Take the last change back, in the text or in the title."""
        title = self.query_one(TitleLine)
        if title.has_focus:
            title.step(-1)
        else:
            self.query_one(Description).action_undo()

    def action_redo(self) -> None:
        """Do it again."""
        title = self.query_one(TitleLine)
        if title.has_focus:
            title.step(1)
        else:
            self.query_one(Description).action_redo()

    def action_help(self) -> None:
        """What can be done here."""
        from tui.screens.help import keys_page

        about = (
            "Title and text are changed as you like; they are kept on disk while you type. Back at the draft you see"
            " them as they will be sent, and decide then."
        )
        self.app.push_screen(keys_page(self, "Editing title and text", about, "editor"))

    def commands(self) -> list[Command]:
        """For the palette."""
        return [
            Command(
                title="Back to the draft", words="done close save keep return escape", do=self.action_done
            ),
            Command(
                title="Open in your own editor", words="external vim nano visual", do=self.action_outside
            ),
            Command(title="Undo", words="take back revert", do=self.action_undo),
            Command(title="Redo", words="again repeat", do=self.action_redo),
            Command(title="Title or text", words="switch tab other focus", do=self.action_other),
            Command(title="Help", words="keys shortcuts what now", do=self.action_help),
        ]

    def action_outside(self) -> None:
        """The text in the person's own editor; the screen is drawn anew when it ends."""
        try:
            with self.app.suspend():
                # Taken in before the terminal is taken back: a closed window has none.
                self._take_in(
                    edit_text(self.query_one(Description).text, getattr(self.app, "settings", None))
                )
        except SuspendNotSupported:
            self.note("This terminal can't be handed to another program. Edit the text here.")
            return
        self.app.refresh(layout=True)

    def _take_in(self, back: Edited) -> None:
        area = self.query_one(Description)
        if back.text != area.text:
            # As one edit, so that one undo takes it back.
            area.replace(clean(back.text), area.document.start, area.document.end)
            self._tell_pause()
        if back.problem:
            self.note(back.problem)
