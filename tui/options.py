"""What the flags and the settings say, before anything is opened.

Every short command loads this, so it loads nothing itself: without a settings file not even what a setting is.
"""

from __future__ import annotations

import os

from intents.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.settings import Settings

SETTINGS_FILE = "settings.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The flags that go with more than one command, and the person's settings behind them."""

    catalogue: str = ""
    gitlab: str = ""
    practice: bool = False
    settings: Settings | None = None
    """What holds where neither a flag nor the environment says something; None where there is no file."""

    def named_catalogue(self) -> tuple[str, str]:
        """The catalogue that is named, or nothing; and where: `flag`, a variable, `file` or `default`."""
        return _named(self.catalogue, "INTAKE_CATALOGUE", self.settings.catalogue if self.settings else "")

    def named_gitlab(self) -> tuple[str, str]:
        """The GitLab that is named, by its address or by a section of python-gitlab's file; and where, as above."""
        return _named(self.gitlab, "GITLAB_URL", self.settings.gitlab if self.settings else "")


def settings_there() -> Settings | None:
    """The settings of this person, if there is a file of them."""
    from intents.keeping.places import config_folder

    path = config_folder() / SETTINGS_FILE
    try:
        if not path.exists():
            return None
    except OSError:
        # It is told of by what reads it.
        pass
    from tui.settings_file import settings_of

    return settings_of(path)


def _named(flag: str, variable: str, in_file: str) -> tuple[str, str]:
    if flag:
        return flag, "flag"
    if said := os.environ.get(variable, ""):
        return said, variable
    return in_file, "file" if in_file else "default"
