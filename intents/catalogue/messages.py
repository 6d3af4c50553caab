"""Example messages beside the catalogue: a folder that holds `<intent id>.txt`, one message a line.

People add messages more often than anything else, and hundreds of lines of YAML would bury the rest of the catalogue.
A line that begins with `# ` is a comment.
"""

from __future__ import annotations

from pathlib import Path

from intents.catalogue.fields import Section
from intents.catalogue.model import Catalogue
from intents.catalogue.problems import Report, did_you_mean
from intents.catalogue.source import decode, read_bytes

LONGEST = 4000
"""Characters of one message. Far beyond what people write; a file without line ends is caught by it."""


class Messages:
    """The message files of one catalogue."""

    def __init__(self, catalogue: Path, report: Report) -> None:
        self._beside = catalogue.parent
        self._report = report
        self._folder: Path | None = None

    def folder_of(self, top: Section) -> None:
        """Read where the files are from the key `messages`; without it there are none."""
        name = top.text("messages")
        if not name:
            return
        folder = self._beside / name
        try:
            if folder.is_dir():
                self._folder = folder
                return
        except (OSError, ValueError):
            pass
        problem = f"there is no folder `{name}` beside the catalogue"
        self._report.check(("messages",), problem, "make it, or leave the key out")

    def of(self, name: str) -> tuple[str, ...]:
        """The messages of one intent, or of one place elsewhere; none when it has no file."""
        if self._folder is None or not name:
            return ()
        path = self._folder / f"{name}.txt"
        if not path.exists():
            return ()
        file = str(path)
        data = read_bytes(path, self._report, file=file)
        text = None if data is None else decode(data, self._report, file=file)
        if text is None:
            return ()
        found: list[str] = []
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
            message = line.strip()
            if not message or message == "#" or message.startswith("# "):
                continue
            if len(message) > LONGEST:
                problem = f"the message is longer than {LONGEST} characters"
                self._report.add((), number, problem, "shorten it, or break the line", file=file)
                continue
            found.append(message)
        return tuple(found)

    def refuse_strays(self, catalogue: Catalogue) -> None:
        """A message file that belongs to nothing is a misspelt name: its messages would be lost in silence."""
        if self._folder is None:
            return
        known = [*(intent.id for intent in catalogue.intents), *(place.id for place in catalogue.elsewhere)]
        try:
            names = sorted(path.stem for path in self._folder.glob("*.txt"))
        except OSError:
            return
        for name in names:
            if name not in known:
                remedy = did_you_mean(name, known, "rename it to the id of an intent or of a place elsewhere")
                file = str(self._folder / f"{name}.txt")
                self._report.add(
                    (), 1, f"no intent and no place elsewhere is called `{name}`", remedy, file=file
                )
