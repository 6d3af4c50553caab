"""What is wrong with a catalogue: one `Fault` a mistake, each with its place and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from intents.errors import IntakeError
from intents.values import dataclass

Where = tuple[str, ...]
"""The way to a key, from the top: `("intents", "fix", "steps", "[2]", "who")`. Places in lists count from one."""


def shown(where: Where) -> str:
    """The way as people read it: `intents.fix.steps[2].who`."""
    text = ""
    for part in where:
        text += part if part.startswith("[") or not text else f".{part}"
    return on_one_line(text, 200)


def on_one_line(text: str, longest: int) -> str:
    """What stands in a file, fit to be shown: a fault is one line, whatever an author or an accident put there."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mistake in a catalogue or in its message files."""

    file: str
    line: int
    """Counted from one. A file that cannot be read at all has its fault on line 1."""
    path: str
    """The key, such as `intents.fix.title`; empty when the mistake belongs to no key."""
    problem: str
    remedy: str

    def __str__(self) -> str:
        path = f"{self.path}: " if self.path else ""
        return f"{self.file}:{self.line}: {path}{self.problem}; {self.remedy}"


class CatalogueFaults(IntakeError):  # noqa: N818 - it is many faults, not one error
    """A catalogue that is refused, with everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        count = "one fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(
            f"The catalogue {faults[0].file} has {count}.",
            next_step="Mend what is listed, then try again.",
        )
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join([self.message, *map(str, self.faults), self.next_step])


class Report:
    """Gathers the faults of one reading, and remembers on which line each key stands.

    Later checks speak of keys only. A check about a key that could not even be read would be noise, so `check` is
    silent there; and where one mistake would set off others, `is_sound` tells.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._faults: list[Fault] = []
        self._lines: dict[Where, int] = {}
        self._blocks: dict[Where, int] = {}
        self._unreadable: set[Where] = set()
        self._refused: set[Where] = set()
        self._wrong: set[Where] = set()

    def place(self, where: Where, line: int) -> None:
        """Remember the line of a key; the first one stays."""
        self._lines.setdefault(where, line)

    def place_block(self, where: Where, line: int) -> None:
        """Remember the line on which a text of several lines begins."""
        self._blocks[where] = line

    def refuse(self, where: Where, line: int, problem: str, remedy: str) -> None:
        """A fault after which the value of the key is not looked at."""
        self._refused.add(where)
        self.add(where, line, problem, remedy)

    def is_refused(self, where: Where) -> bool:
        """Whether the value of this key is to be left alone."""
        return where in self._refused

    def is_sound(self, where: Where) -> bool:
        """Whether no fault is known at this key or below it."""
        return not any(bad[: len(where)] == where for bad in (*self._unreadable, *self._wrong))

    def line(self, where: Where) -> int:
        """The line of a key, or of the nearest key above it."""
        while where and where not in self._lines:
            where = where[:-1]
        return self._lines.get(where, 1)

    def add(self, where: Where, line: int, problem: str, remedy: str, *, file: str = "") -> None:
        """A fault at a known line."""
        self._unreadable.add(where)
        self._note(file or self.file, line, where, problem, remedy)

    def check(self, where: Where, problem: str, remedy: str, *, down: int = 0) -> None:
        """A fault of meaning, at the line where the key stands; left out when the key itself was not readable.

        Args:
            down: the line of the text, counted from nought, where the text has several.
        """
        if any(bad[: len(where)] == where or (bad and where[: len(bad)] == bad) for bad in self._unreadable):
            return
        self._wrong.add(where)
        line = self._blocks[where] + down if where in self._blocks else self.line(where)
        self._note(self.file, line, where, problem, remedy)

    def _note(self, file: str, line: int, where: Where, problem: str, remedy: str) -> None:
        self._faults.append(
            Fault(
                file=file,
                line=max(line, 1),
                path=shown(where),
                problem=on_one_line(problem, 500),
                remedy=on_one_line(remedy, 300),
            )
        )

    def faults(self) -> tuple[Fault, ...]:
        """All faults: the catalogue's own by line, then those of other files."""
        unique = dict.fromkeys(self._faults)
        return tuple(sorted(unique, key=lambda f: (f.file != self.file, f.file, f.line, f.path, f.problem)))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like this one, or nothing."""
    from difflib import get_close_matches

    found = get_close_matches(word.casefold()[:80], list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """What to do about a word that is not known: the nearest right one, or the general advice."""
    known = tuple(known)
    near = nearest(word, known)
    if near:
        return f"did you mean `{near}`?"
    return otherwise


def one_of(words: Iterable[str]) -> str:
    """A list of words to choose from, short enough for one line."""
    words = tuple(words)
    some = ", ".join(f"`{word}`" for word in words[:12])
    return f"{some} and {len(words) - 12} more" if len(words) > 12 else some
