"""Everything about this moment in one place: the question, the options, the box, and where the mark stands.

The box has the focus always, so that no letter is lost between two widgets. What the arrows, the digits and Enter mean
depends on one thing only: whether the mark `>` stands at an option or at the box. While the box is empty and a choice is
wanted it stands where the prompt says, at no option where nothing can be known; at the box as soon as something is typed.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from intents.talk.effects import Say
from intents.talk.events import Chosen, Event, Picked, Said
from intents.talk.prompt import Entry, Prompt
from tui.foreign import foreign
from tui.widgets.bars import shown_key
from tui.widgets.choice_list import MOST_DIGITS, ChoiceList
from tui.widgets.question import Question
from tui.widgets.request_box import MOST_ROWS, RequestBox

SEEN_AFTER = 0.4
"""Seconds for which Enter files nothing after a draft came up: the second of two quick presses is not meant for it."""


class PromptPanel(Vertical):
    """Draws a `Prompt` and says what the person does with it."""

    class Moved(Message):
        """The mark, the text or what is picked has changed, and with it perhaps the room that is needed."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - the name that every widget uses
        super().__init__(id=id)
        self.question = Question(id="question")
        self.options = ChoiceList(id="options")
        self.box = RequestBox(id="box")
        self._hint = Static(id="option-hint")
        self._arrow = Static(Content("> "), id="caret")
        self._entry = Horizontal(self._arrow, self.box, id="entry")
        self.prompt = Prompt(ask="")
        self.shown = 0
        """Counts up with every moment that is shown."""
        self.clock: Callable[[], float] = monotonic
        self._seen_since = 0.0
        self._said: list[str] = []
        self._recalled: int | None = None
        self._caret = Content("> ")
        self._changes = 0

    def compose(self) -> ComposeResult:
        """The question above; the options above or below the box, by which of them comes first."""
        yield self.question
        yield self.options
        yield self._hint
        yield self._entry

    def show(self, prompt: Prompt, *, latest: tuple[Say, ...] = (), waiting: str = "") -> None:
        """Show this moment. The box keeps its text; `put` sets it."""
        before, self.prompt = self.prompt, prompt
        self.shown += 1
        if prompt.draft is not None and before.draft is None:
            self._seen_since = self.clock()
            self.set_timer(SEEN_AFTER, self._seen)
        self.question.show(prompt, latest, waiting)
        same = [o.id for o in before.options] == [o.id for o in prompt.options] and before.ask == prompt.ask
        cursor, picks = self.options.cursor, self.options.picks
        self.options.show(
            prompt.options,
            several=prompt.several,
            numbered=not prompt.words_first,
            flowing=prompt.draft is not None,
        )
        if same:
            self.options.point(cursor, picks)
        else:
            self._recalled = None
            self.options.point(None, frozenset(o.id for o in prompt.options if o.picked))
            self._rest()
            if prompt.words_first:
                self.move_child(self.options, after=self._entry)
            else:
                self.move_child(self.options, before=self._entry)
            self.move_child(self._hint, after=self.options)
        if prompt.words_first and prompt.on_enter:
            chosen = next((o.label for o in prompt.options if o.id == prompt.on_enter), "")
            keys = getattr(self.app, "settings").keys  # noqa: B009 - of the app no more is known here
            self.box.hint(f"{shown_key(keys.get('chat.enter', 'enter'))} takes {chosen}")
        else:
            self.box.hint(prompt.placeholder)
        self._mark()

    def put(self, text: str) -> None:
        """What stands in the box now."""
        if self.box.text != text:
            self.box.put(text)
        self._rest()
        self._mark()

    def fit(self, width: int, height: int, least: int) -> int:
        """Share out this room; the rows that are used.

        Args:
            least: Rows that are wanted for what stands above, if they can be had.
        """
        question, options, box = self.question, self.options, self.box
        box_rows = min(box.rows, max(1, min(MOST_ROWS, height // 3)))
        room = height - box_rows
        listed = options.fit(width - 1, room)
        # Where there is next to no room, the box is worth more than what an option is about.
        hint_rows = 1 if options.hint and room > 2 else 0
        room -= hint_rows
        wanted = question.wanted(width)
        if wanted + listed + least > room:
            room = max(room - least, min(room, 3))
        list_rows = min(listed, max(1, room - min(wanted, max(1, room // 3)))) if listed else 0
        asked = question.fit(width, max(1, room - list_rows))
        list_rows = min(listed, max(list_rows, room - asked))
        question.styles.height = asked
        question.display = asked > 0
        options.styles.height = list_rows
        options.display = list_rows > 0
        options.point(options.cursor)
        self._hint.display = bool(hint_rows)
        self._hint.update(foreign("  " + options.hint, "$muted"), layout=False)
        self._entry.styles.height = box_rows
        return asked + list_rows + hint_rows + box_rows

    # What the keys do. The screen asks first whether a key means anything now.

    @property
    def armed(self) -> bool:
        """Whether Enter takes the marked option: the draft it belongs to has been on the screen for a moment."""
        return self.prompt.draft is None or self.clock() - self._seen_since >= SEEN_AFTER

    def _seen(self) -> None:
        self._mark()
        self.post_message(self.Moved())

    @property
    def choosing(self) -> bool:
        """The mark stands at an option."""
        return self._cursor is not None

    @property
    def _cursor(self) -> int | None:
        """Where the mark stands now: typing takes it to the box, at once and not only when that was told of."""
        if self._changes != self.box.changes:
            self._changes = self.box.changes
            self._rest()
        return self.options.cursor

    def takes_digit(self, number: int) -> bool:
        """Whether a digit chooses now."""
        free = self.box.is_empty and not self.prompt.words_first
        return free and number <= min(MOST_DIGITS, len(self.prompt.options))

    def takes_toggle(self) -> bool:
        """Whether the space bar picks now."""
        cursor = self._cursor
        return (
            self.prompt.several
            and self.box.is_empty
            and cursor is not None
            and not self.prompt.options[cursor].id.startswith("=")
        )

    def takes_move(self, step: int) -> bool:
        """Whether up (-1) or down (1) moves the mark or recalls, rather than the cursor within the text."""
        box, words_first = self.box, self.prompt.words_first
        if self.choosing:
            return True
        if step < 0:
            if not box.is_empty and not box.on_first_row:
                return False
            return self._recalls(step) if words_first else bool(self.prompt.options)
        if not words_first and box.is_empty and self.prompt.options:
            return True
        if self._recalls(step):
            return True
        return words_first and bool(self.prompt.options) and box.on_last_row

    def takes_side(self, step: int) -> bool:
        """Whether left (-1) or right (1) moves the mark."""
        return self.choosing and self.options.beside(step) is not None

    def move_side(self, step: int) -> None:
        """Move the mark within a row."""
        other = self.options.beside(step)
        if other is not None:
            self._point(other)

    def move(self, step: int) -> None:
        """Move the mark, or recall what was said before."""
        options, words_first = self.options, self.prompt.words_first
        if self.choosing:
            other = options.beyond(step)
            if other is not None:
                self._point(other)
            elif (step < 0) == words_first and (words_first or not self.box.is_empty):
                self._point(None)
        elif words_first and self._recalls(step):
            self._recall(step)
        elif self.prompt.options:
            self._point(0 if words_first or step > 0 else len(self.prompt.options) - 1)

    def choose(self, number: int) -> Event | None:
        """A digit: choose that option, or pick it where several can be picked."""
        option = self.prompt.options[number - 1]
        if self.prompt.several and not option.id.startswith("="):
            self._point(number - 1)
            self.toggle()
            return None
        return Chosen(option=option.id)

    def toggle(self) -> None:
        """Pick the marked option, or take it back."""
        cursor = self._cursor
        if cursor is not None:
            picked = self.options.picks ^ {self.prompt.options[cursor].id}
            self.options.point(cursor, frozenset(picked))
            self.post_message(self.Moved())

    def enter(self) -> Event | None:
        """Take the marked option, or send what stands in the box. What that means is for the talk."""
        cursor = self._cursor
        if cursor is not None:
            return self._take(cursor)
        if self.prompt.entry is Entry.NONE:
            # Busy: the words stay in the box until there is somebody to hear them.
            return None
        if text := self.box.text.strip() and self.box.text:
            self._said.append(text)
            self._recalled = None
            return Said(text=text)
        if self.prompt.on_enter:
            return Chosen(option=self.prompt.on_enter)
        # Nothing is marked and nothing typed: the talk says what is wanted.
        return Said(text="") if self._unmarked else None

    @property
    def _unmarked(self) -> bool:
        return bool(self.prompt.options) and not self.prompt.words_first and self.prompt.marked is None

    def _take(self, cursor: int) -> Event | None:
        if not self.armed or cursor >= len(self.prompt.options):
            return None
        option = self.prompt.options[cursor].id
        if self.prompt.several and not option.startswith("="):
            picks = tuple(o.id for o in self.prompt.options if o.id in self.options.picks)
            return Picked(options=picks or (option,))
        return Chosen(option=option)

    def remember(self, text: str) -> None:
        """Something that was said otherwise than through the box, to be recalled too."""
        self._said.append(text)

    def _recalls(self, step: int) -> bool:
        if not self.prompt.words_first or not self._said:
            return False
        if self._recalled is None:
            return step < 0 and self.box.is_empty
        if self.box.text != self._said[self._recalled]:
            return False
        return self._recalled > 0 if step < 0 else True

    def _recall(self, step: int) -> None:
        at = len(self._said) if self._recalled is None else self._recalled
        at += step
        if at >= len(self._said):
            self._recalled = None
            self.box.put("")
        else:
            self._recalled = at
            self.box.put(self._said[at])

    def _rest(self) -> None:
        """Where the mark stands by itself."""
        first = self.prompt.options and not self.prompt.words_first and self.box.is_empty
        self.options.point(self.prompt.marked if first else None)

    def _point(self, cursor: int | None) -> None:
        self.options.point(cursor)
        self._mark()
        self.post_message(self.Moved())

    def _mark(self) -> None:
        waiting = self.prompt.entry is Entry.NONE or self.choosing
        content = Content("  " if waiting else "> ")
        if content != self._caret:
            # With every key: an update that changes nothing would lay out and draw everything anew.
            self._caret = content
            self._arrow.update(content, layout=False)
        if self.options.has_class("-unarmed") == self.armed:
            self.options.set_class(not self.armed, "-unarmed")
            # No style hangs on it, so the toolkit would not draw the mark that it hides.
            self.options.refresh()
        self.set_class(self.choosing, "-choosing")

    @on(RequestBox.Changed)
    def _text_changed(self, event: RequestBox.Changed) -> None:
        event.stop()
        self._mark()
        self.post_message(self.Moved())
