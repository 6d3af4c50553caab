"""What line mode reads out: each thing once, and nothing that was heard a moment ago."""

from __future__ import annotations

from typing import TextIO

from intents.drafting.characters import shown
from intents.drafting.draft import Draft
from intents.talk.prompt import Entry, Prompt
from intents.talk.showing import draft_heading
from intents.talk.states import Asking, Opening, State


class Spoken:
    """Writes lines, and remembers which were written."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.lines: list[str] = []
        """All that was read out and answered, to be saved."""
        self._opened = False
        self._told_problem = ""
        self._shown_ask = ""
        self._shown_notes: tuple[tuple[str, str], ...] = ()
        self._shown_draft: Draft | None = None

    def line(self, text: str) -> None:
        """One line, or several."""
        self.lines.append(text)
        self._out.write(text + "\n")
        self._out.flush()

    def forget_draft(self) -> None:
        """The next draft is read out in any case."""
        self._shown_draft = None

    def problem(self, problem: str) -> None:
        """Once: what waits for long, or is over before the next question, has to say why."""
        if problem and problem != self._told_problem:
            self.line(f"Problem: {shown(problem)}")
        self._told_problem = problem

    def prompt(self, prompt: Prompt, state: State) -> None:
        """Read out what is asked, and what of it was not heard a moment ago."""
        self.problem(prompt.problem)
        self._told_problem = ""
        if prompt.draft is not None:
            self._show_draft(prompt.draft)
        ask = f"{prompt.ask} ({prompt.place})" if prompt.place else prompt.ask
        again = bool(prompt.problem) and isinstance(state, Asking) and ask == self._shown_ask
        self.line(shown(ask))
        self._shown_ask = ask
        if not again:
            # After a wrong answer the sentence above and the question are enough.
            for text in (prompt.why, f"Example: {prompt.example}" if prompt.example else ""):
                if text:
                    self.line(shown(text))
            for note in self._new_notes(prompt, state):
                label, text = note
                self.line(shown(f"{label}: {text}" if label else text))
        self._shown_notes = prompt.notes
        if prompt.busy:
            self.line(shown(prompt.busy))
        for number, option in enumerate(prompt.options, 1):
            mark = " (chosen)" if option.picked else ""
            rest = f" - {option.description}" if option.description else ""
            self.line(shown(f"{number}. {option.label}{mark}{rest}"))
        if prompt.typed and prompt.entry is not Entry.NONE:
            self.line(shown(f"So far: {prompt.typed}"))
        if prompt.several:
            self.line("Several numbers may be given: 1, 3")
        self._out.write("> ")
        self._out.flush()

    def _new_notes(self, prompt: Prompt, state: State) -> list[tuple[str, str]]:
        """What was not read out a moment ago; the examples of the opening only once."""
        if isinstance(state, Opening):
            if self._opened:
                return []
            self._opened = True
        return [note for note in prompt.notes if note not in self._shown_notes]

    def _show_draft(self, draft: Draft) -> None:
        if draft == self._shown_draft:
            self.line("The draft stands as shown above.")
            return
        self._shown_draft = draft
        for name, value in draft_heading(draft):
            self.line(shown(f"{name}: {value}"))
        self.line("--- text of the issue ---")
        self.line(shown(draft.description.rstrip("\n")))
        self.line("--- end of the text ---")
