"""Where things are kept on this machine. The only module that asks the environment for folders."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from intents.errors import IntakeError

APP = "intake"


def data_folder() -> Path:
    """Drafts and practice issues: the person's words."""
    return _place("XDG_DATA_HOME", ".local/share", "user_data_path")


def config_folder() -> Path:
    """Settings and the person's own catalogue."""
    return _place("XDG_CONFIG_HOME", ".config", "user_config_path")


def cache_folder() -> Path:
    """What can be made again at any time."""
    return _place("XDG_CACHE_HOME", ".cache", "user_cache_path")


def _place(variable: str, on_linux: str, elsewhere: str) -> Path:
    named = os.environ.get(variable, "")
    # A relative folder would depend on where the program was started: the rules for these variables say to ignore it.
    if named and Path(named).is_absolute():
        return Path(named) / APP
    folder: Path
    if sys.platform == "linux":
        # What platformdirs would say, without the time that it takes to load.
        try:
            folder = Path("~", on_linux, APP).expanduser()
        except RuntimeError as error:
            # A user without an entry and without HOME, as in some containers.
            raise IntakeError(
                "There is no home folder to keep anything in.",
                next_step=f"Set HOME, or {variable} to a folder of yours.",
            ) from error
    else:
        import platformdirs

        folder = getattr(platformdirs, elsewhere)(APP, appauthor=False)
    if folder.is_absolute():
        return folder
    return Path.home() / f".{APP}"
