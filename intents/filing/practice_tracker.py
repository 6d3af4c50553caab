"""A practice tracker: issues as Markdown files in a folder of this machine. Nothing leaves it.

It takes the whole way that a real tracker takes, so that a new joiner or the author of a catalogue can walk it.
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from intents.drafting.draft import Draft
from intents.drafting.markdown_file import from_markdown, to_markdown
from intents.errors import IntakeError
from intents.filing.tracker import (
    Filed,
    NotReached,
    Project,
    Receipt,
    Refused,
    Result,
    Sending,
)
from intents.keeping.written import own_folder, write_whole


class PracticeTracker:
    """A `Tracker` whose projects are folders and whose issues are files."""

    name = "practice"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def whoami(self) -> str:
        """Nobody in particular: the manager and the team are played by the person too."""
        return "you"

    def find_project(self, path: str) -> Project | Refused | NotReached:
        """Every project exists here."""
        if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+", path) or ".." in path:
            return Refused(
                sentence=f"{path!r} is no path of a project.",
                next_step="Whoever keeps the catalogue has to correct it.",
                code="not_found",
            )
        return Project(id=path, path=path, web_url=(self.folder / path).as_uri())

    def server_time(self) -> datetime | None:
        """This machine's clock."""
        return datetime.now(UTC)

    def template(self, project: Project, name: str) -> str | None:  # noqa: ARG002 - part of the protocol
        """There are no templates here."""
        return None

    def upload(self, name: str, content: BinaryIO, project: Project) -> str | Refused | NotReached:
        """Copy it beside the issues, under a name that nobody can guess, as GitLab does."""
        place = f"uploads/{secrets.token_hex(16)}"
        target = self.folder / project.path / place / name
        try:
            own_folder(target.parent)
            try:
                with target.open("xb") as file:
                    target.chmod(0o600)
                    while chunk := content.read(1 << 20):
                        file.write(chunk)
            except BaseException:
                target.unlink(missing_ok=True)
                raise
        except OSError as error:
            return self._not_written(target.parent, error)
        return f"[{name}]({place}/{quote(name)})"

    def file(self, draft: Draft, project: Project) -> Result:
        """Write the issue down under the next free number."""
        folder = self.folder / project.path
        try:
            own_folder(folder)
            path = self._next(folder)
            write_whole(path, to_markdown(draft))
        except OSError as error:
            return self._not_written(folder, error)
        return Filed(receipt=self._receipt(path, project.path, draft))

    @staticmethod
    def _not_written(folder: Path, error: OSError) -> Refused:
        return Refused(
            sentence=f"The practice folder “{folder}” can't be written: {(error.strerror or '').lower()}.",
            next_step="Make room or rights there, then try again.",
            code="practice",
        )

    @staticmethod
    def _next(folder: Path) -> Path:
        """An empty file under the next free number: another copy of the program may be looking for one too."""
        number = 1 + max((int(path.stem) for path in folder.glob("*.md") if path.stem.isdecimal()), default=0)
        while True:
            path = folder / f"{number}.md"
            try:
                path.touch(mode=0o600, exist_ok=False)
            except FileExistsError:
                number += 1
            else:
                return path

    def search(self, sending: Sending) -> Receipt | None:
        """As `look_up`: all of it is on this machine."""
        found = self.look_up(sending)
        return found if isinstance(found, Receipt) else None

    def look_up(self, sending: Sending) -> Receipt | Refused | NotReached | None:
        """Find a filed draft by its reference."""
        for path in sorted((self.folder / sending.project_id).glob("*.md")):
            if not path.stem.isdecimal():
                continue
            try:
                draft = from_markdown(path.read_text("utf-8"), name=path.name)
            except (IntakeError, OSError, UnicodeDecodeError):
                continue
            if draft.reference == sending.reference:
                return self._receipt(path, sending.project_id, draft)
        return None

    @staticmethod
    def _receipt(path: Path, project: str, draft: Draft) -> Receipt:
        return Receipt(
            project=project,
            iid=int(path.stem),
            url=path.as_uri(),
            reference=f"{project}#{path.stem}",
            title=draft.title,
            description=draft.description,
            labels=draft.labels,
            due_date=draft.due_date,
            confidential=draft.confidential,
            assignees=draft.assignees,
        )
