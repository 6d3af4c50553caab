"""Puts the parts together for one run: flags and environment in, services out."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from intents.catalogue.model import Catalogue
from intents.drafting.draft import Draft
from intents.drafting.request import Request
from intents.errors import IntakeError
from intents.filing.local_files import look_at
from intents.filing.tracker import NotReached, Project, Refused, Result, Tracker
from intents.keeping.places import data_folder
from intents.keeping.requests import RequestStore
from intents.talk.desk import Connection, Link
from intents.talk.events import Exported, LookedUp, Stamp, TemplateRead
from tui.learned import Source, open_soon, open_source
from tui.options import Options
from tui.services import Services
from tui.uploads import Uploads

if TYPE_CHECKING:
    from intents.filing.tokens import Token
    from intents.understanding import Matcher, Reading

HOW_TO_CONNECT = (
    "Set GITLAB_TOKEN to a token with the scope `api` to file from here. "
    "Until then: export it, copy it, or open the filled-in page in the browser."
)


class LateMatcher:
    """A matcher that is loaded on its first use, or ahead of it by a thread.

    When the catalogue has to be learned first, an earlier or a quicker matcher answers until that is done.
    """

    def __init__(self, source: Source) -> None:
        import threading

        self._source = source
        self._matcher: Matcher | None = None
        self._lock = threading.Lock()
        self._last: tuple[tuple[str, ...], Reading] | None = None
        """What was read last: it is asked for again, at a moment when nobody should wait for it."""

    def load(self) -> Matcher:
        """The matcher to answer with now; blocks for half a second at most."""
        with self._lock:
            if self._matcher is None:
                self._matcher, whole = open_soon(self._source)
                if not whole:
                    import threading

                    threading.Thread(target=self._learn, name="learning", daemon=True).start()
            return self._matcher

    def _learn(self) -> None:
        from intents.errors import IntakeError
        from tui.meanwhile import learn_aside

        # A file that was taken away or damaged since is told of on the next start; until then the earlier one serves.
        with contextlib.suppress(IntakeError, OSError):
            self._matcher = learn_aside(self._source)

    def read(self, messages: tuple[str, ...]) -> Reading:
        """What was said so far -> what it is taken for."""
        last = self._last
        if last is None or last[0] != messages:
            last = (messages, self.load().read(messages[-1] if messages else "", messages[:-1]))
            self._last = last
        return last[1]


def gitlab_address(options: Options, catalogue: Catalogue) -> str:
    """The GitLab to file in: a flag over the environment over the settings over the catalogue.

    Looked at before the talk begins: a slip in a flag should not be met at its end.

    Raises:
        IntakeError: it is no address, or one that would send a token in the clear; or a section is named that
            python-gitlab's configuration file does not have.
    """
    from intents.filing.address import check_address

    named, origin = options.named_gitlab()
    if name := _section_named(options):
        from intents.filing.tokens import named_section

        section = named_section(name, os.environ)
        if section is None:
            where = "--gitlab"
            if origin == "file" and options.settings is not None:
                where = f"{options.settings.file}: gitlab:"
            raise IntakeError(
                f"{where} {name}: there is no such section in python-gitlab's configuration file.",
                next_step="Give an address (https://...), or the name of a section with a url.",
            )
        return check_address(section.url)
    return check_address(named or catalogue.host)


def _section_named(options: Options) -> str:
    """The section of python-gitlab's file that was chosen by its name; the variable holds an address always."""
    named, origin = options.named_gitlab()
    return named if origin in ("flag", "file") and "://" not in named else ""


def connection(options: Options, catalogue: Catalogue) -> Connection:
    """What a filing would go to, without asking the network.

    Raises:
        IntakeError: the address is none.
    """
    if options.practice:
        return Connection(link=Link.PRACTICE, name="practice", me="you")
    address = gitlab_address(options, catalogue)
    host = urlsplit(address).netloc.rstrip(":")
    if token(options, catalogue):
        return Connection(link=Link.GITLAB, name=host, address=address)
    return Connection(link=Link.NONE, name=host, address=address, advice=how_to_connect(options, catalogue))


def token(options: Options, catalogue: Catalogue) -> Token | None:
    """The token for the GitLab of this run, if one is found."""
    from intents.filing.tokens import find_token

    return find_token(gitlab_address(options, catalogue), os.environ, section=_section_named(options))


def how_to_connect(options: Options, catalogue: Catalogue) -> str:
    """What to do about a missing token: why one that is there can't be used, if there is one, and what always helps."""
    from intents.filing.tokens import why_none

    why = why_none(gitlab_address(options, catalogue), os.environ, section=_section_named(options))
    return f"{why} {HOW_TO_CONNECT}".strip()


def store() -> RequestStore:
    """Where this person's requests are kept."""
    return RequestStore(data_folder())


def stamp() -> Stamp:
    """The time here, and ids that were never used."""
    return Stamp(
        now=datetime.now().astimezone(),
        id=_new_id(),
        # Letters first: a word that begins with a digit is broken up by full-text search.
        reference="gi" + os.urandom(12).hex(),
    )


def _new_id() -> str:
    # Without letters and digits that look alike: it is read from one screen and typed on another.
    # By the system's own source of chance: `secrets` loads all of OpenSSL for it.
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "".join(letters[int.from_bytes(os.urandom(8), "big") % len(letters)] for _ in range(6))


class LateTracker:
    """The tracker of this run, made on its first use: python-gitlab is slow to import and not always needed."""

    def __init__(self, options: Options, catalogue: Catalogue) -> None:
        import threading

        self._options = options
        self._catalogue = catalogue
        self._tracker: Tracker | None = None
        self._lock = threading.Lock()

    def get(self) -> Tracker:
        """The tracker.

        Raises:
            IntakeError: there is no token, or the address is wrong.
        """
        with self._lock:
            if self._tracker is None:
                self._tracker = self._make()
            return self._tracker

    def _make(self) -> Tracker:
        if self._options.practice:
            from intents.filing.practice_tracker import PracticeTracker

            return PracticeTracker(data_folder() / "practice")
        found = token(self._options, self._catalogue)
        if found is None:
            advice = how_to_connect(self._options, self._catalogue)
            raise IntakeError("There is no GitLab token.", next_step=advice)
        from intents.filing.gitlab_tracker import GitLabTracker

        address = gitlab_address(self._options, self._catalogue)
        return GitLabTracker(address, found.value, bearer=found.bearer)


def filing(
    tracker: LateTracker, book: RequestStore, uploads: Uploads | None = None
) -> Callable[[Request, Draft, bool], tuple[Request, Result]]:
    """The way a draft is sent, once.

    Args:
        uploads: follows its files.
    """

    def file(request: Request, draft: Draft, unkept: bool) -> tuple[Request, Result]:
        from intents.filing.once import file_once

        try:
            return file_once(tracker.get(), book, request, draft, unkept=unkept, watch=uploads)
        except IntakeError as error:
            return request, Refused(sentence=error.message, next_step=error.next_step, code="token")

    return file


def looking_up(tracker: LateTracker, book: RequestStore) -> Callable[[Request], LookedUp]:
    """The way an unclear filing is looked for."""

    def look_up(request: Request) -> LookedUp:
        from intents.filing.once import look_up_once

        try:
            _, found = look_up_once(tracker.get(), book, request)
        except IntakeError as error:
            return LookedUp(request_id=request.id, receipt=None, problem=str(error))
        if isinstance(found, Refused | NotReached):
            said = f"It can't be looked for: {found.sentence} {found.next_step}"
            return LookedUp(request_id=request.id, receipt=None, problem=said)
        return LookedUp(request_id=request.id, receipt=found)

    return look_up


def reaching(tracker: LateTracker) -> Callable[[], bool]:
    """The way to learn whether the tracker can be reached: one reading call."""

    def reached() -> bool:
        try:
            return not isinstance(tracker.get().whoami(), Refused | NotReached)
        except IntakeError:
            return False

    return reached


class Templates:
    """Issue templates, and who may read a project's issues: asked once for each project and name."""

    def __init__(self, tracker: LateTracker) -> None:
        import threading

        self._tracker = tracker
        self._read: dict[tuple[str, str], TemplateRead] = {}
        self._lock = threading.Lock()

    def read(self, project: str, name: str) -> TemplateRead:
        """The template, or why there is none. Blocking; whoever asks second gets the first one's answer.

        Args:
            name: empty where only the readers are asked for.
        """
        with self._lock:
            if (project, name) not in self._read:
                self._read[project, name] = self._ask(project, name)
            return self._read[project, name]

    def _ask(self, path: str, name: str) -> TemplateRead:
        try:
            tracker = self._tracker.get()
        except IntakeError:
            return TemplateRead(text=None)
        project = tracker.find_project(path)
        if not isinstance(project, Project):
            return TemplateRead(
                text=None, note=f"{project.sentence} Its template can't be read." if name else ""
            )
        return TemplateRead(text=tracker.template(project, name) if name else None, public=project.public)


def export(draft: Draft) -> Exported:
    """Write the draft as a Markdown file into the working folder."""
    from intents.drafting.markdown_file import file_name, to_markdown

    return write_new(to_markdown(draft), Path.cwd() / file_name(draft))


def write_new(text: str, path: Path, *, exactly: bool = False) -> Exported:
    """Write a file that is not there yet; an existing one is never overwritten.

    Args:
        exactly: this name and no other; else a number is added to a name that is taken.
    """
    for number in range(1, 2 if exactly else 1000):
        free = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        ours = False
        try:
            with free.open("x", encoding="utf-8", errors="replace", newline="\n") as file:
                ours = True
                file.write(text)
        except FileExistsError:
            continue
        except OSError as error:
            if ours:
                # Half a file would be taken for the whole.
                with contextlib.suppress(OSError):
                    free.unlink()
            reason = (error.strerror or str(error)).lower()
            return Exported(
                path=str(free), problem=f"“{free}” can't be written: {reason}. Choose a folder of yours."
            )
        return Exported(path=str(free))
    return Exported(
        path=str(path), problem=f"“{path}” is there already and is not overwritten. Choose another name."
    )


def services(options: Options) -> tuple[Services, LateMatcher]:
    """Everything for the chat.

    Raises:
        CatalogueFaults: the catalogue has faults.
        IntakeError: an address or a setting is wrong.
    """
    source = open_source(options)
    matcher = LateMatcher(source)
    book = store()
    tracker = LateTracker(options, source.catalogue)
    templates = Templates(tracker)
    uploads = Uploads()
    ready = Services(
        catalogue=source.catalogue,
        read=matcher.read,
        connection=connection(options, source.catalogue),
        store=book,
        file=filing(tracker, book, uploads),
        look_up=looking_up(tracker, book),
        read_template=templates.read,
        stamp=stamp,
        export=export,
        reached=reaching(tracker),
        look=look_at,
        uploads=uploads,
    )
    return ready, matcher
