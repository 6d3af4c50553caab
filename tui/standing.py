"""How this run stands: what is set and where that comes from, where things lie, and whether GitLab can be reached.

For the screen of settings and for `intake settings`. What takes time is marked blocking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from intents.catalogue.model import Catalogue
from intents.errors import IntakeError
from intents.talk.desk import Connection
from intents.values import dataclass
from tui.options import Options
from tui.settings import (
    Settings,
    animations_wanted,
    editor_wanted,
    plain_wanted,
    read_settings,
    settings_path,
    theme_named,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting as it holds now."""

    name: str
    value: str
    """Empty: nothing is named, and `usual` says what that comes to."""
    origin: str
    """`flag`, the name of a variable, `file` or `default`."""
    usual: str = ""
    waits: bool = False
    """The file names another one since the start: this one counts from the next start on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What GitLab said to the token."""

    fine: bool
    sentence: str
    me: str = ""


class Standing:
    """One run's settings. Reading anew and keeping touch the disk; both are small."""

    def __init__(self, options: Options | None = None, *, plain: bool | None = None) -> None:
        """Args:
        options: without them nothing is read or kept.
        plain: what the flag says of lines in place of a screen, if it was given.
        """
        self.options = options or Options()
        found = self.options.settings
        self.settings = found or (Settings() if options is None else Settings(file=settings_path()))
        self._plain = plain

    @property
    def file(self) -> Path | None:
        """Where the settings lie or would lie."""
        return self.settings.file

    @property
    def plain(self) -> bool:
        """Lines are wanted in place of a screen."""
        return plain_wanted(self.settings, self._plain).value == "yes"

    def reread(self) -> Settings:
        """The settings as they stand in the file now. A catalogue or GitLab that is named anew counts at the next start."""
        if self.file is not None:
            self.settings = read_settings()
        return self.settings

    def keep(self, name: str, value: str) -> Settings:
        """Write one setting into the file.

        Raises:
            IntakeError: it could not be written; the file is as it was.
        """
        if self.file is None:
            raise IntakeError("There is no place to keep settings in.")
        from tui.settings_file import keep

        keep(self.file, name, value)
        return self.reread()

    def all(self) -> tuple[Setting, ...]:
        """Every setting but the keys, in the order of the file's description."""
        settings, running = self.settings, self.options
        options = replace(running, settings=settings if settings.named else None)
        begun = {"catalogue": running.named_catalogue(), "gitlab": running.named_gitlab()}
        found = {
            "theme": theme_named(settings),
            "plain": plain_wanted(settings, self._plain),
            "animations": animations_wanted(settings),
            "catalogue": options.named_catalogue(),
            "gitlab": options.named_gitlab(),
            "editor": editor_wanted(settings),
        }
        usual = {
            "catalogue": "your own in the same folder, else the one that comes with the program",
            "gitlab": "the catalogue's host",
            "editor": "none",
        }
        return tuple(
            Setting(
                name=name,
                value=value,
                origin=origin,
                usual=usual.get(name, ""),
                waits=begun.get(name, (value, origin)) != (value, origin),
            )
            for name, (value, origin) in found.items()
        )

    def catalogue_file(self) -> str:
        """The catalogue in use."""
        from tui.learned import catalogue_path

        return str(catalogue_path(self.options))

    def data_folder(self) -> str:
        """Where drafts are kept."""
        from intents.keeping.places import data_folder

        return str(data_folder())

    def token_source(self, catalogue: Catalogue) -> str:
        """Where the token was found; empty when there is none. Blocking: a keyring may be asked."""
        from tui.wiring import token

        try:
            found = token(self.options, catalogue)
        except IntakeError:
            return ""
        return found.source if found else ""

    def connection(self, catalogue: Catalogue) -> Connection:
        """What a filing would go to, by what is found now.

        Raises:
            IntakeError: the address is none.
        """
        from tui.wiring import connection

        return connection(self.options, catalogue)

    def check(self, catalogue: Catalogue) -> Checked:
        """Ask GitLab who the token belongs to and what it may do. Nothing is filed. Blocking."""
        from intents.filing.tracker import NotReached, Refused
        from tui.wiring import gitlab_address, token

        try:
            address = gitlab_address(self.options, catalogue)
            found = token(self.options, catalogue)
            if found is None:
                return Checked(fine=False, sentence=f"There is no token for {address}.")
            from intents.filing.gitlab_tracker import GitLabTracker

            tracker = GitLabTracker(address, found.value, bearer=found.bearer)
        except IntakeError as error:
            return Checked(fine=False, sentence=str(error))
        me = tracker.whoami()
        if isinstance(me, Refused | NotReached):
            return Checked(fine=False, sentence=f"{me.sentence} {me.next_step}".strip())
        facts = tracker.token_facts()
        said = f"You are @{me} at {tracker.name}"
        if isinstance(facts, Refused | NotReached):
            return Checked(fine=True, sentence=f"{said}. What the token may do can't be asked for.", me=me)
        return _checked(said, facts, me)


def _checked(said: str, facts: Mapping[str, Any], me: str) -> Checked:
    scopes = [str(scope) for scope in facts.get("scopes") or ()]
    expires = facts.get("expires_at")
    until = f", valid until {expires}" if expires else ""
    may = f"; the token has the scope {' '.join(scopes)}{until}" if scopes else until
    if scopes and "api" not in scopes:
        advice = "Filing needs the scope `api`: make a new token (`intake login`)."
        return Checked(fine=False, sentence=f"{said}{may}. {advice}", me=me)
    return Checked(fine=True, sentence=f"{said}{may}.", me=me)
