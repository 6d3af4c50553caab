"""Which catalogue is used: the one that was named, else the person's own, else the one that comes with the program."""

from __future__ import annotations

from pathlib import Path

FILE_NAME = "intents.yaml"


def packaged_catalogue() -> Path:
    """The catalogue that comes with the program: inside an installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "packaged" / FILE_NAME
    return installed if installed.is_file() else package.parent / FILE_NAME


def find_catalogue(named: str | Path | None, own: Path) -> Path:
    """The catalogue to read.

    Args:
        named: what a flag or the environment names; it is used even when it does not exist, so that a misspelt name
            is a fault and not another catalogue in silence.
        own: where a person keeps a catalogue of their own; it need not exist.
    """
    if named:
        return Path(named).expanduser()
    return own if own.is_file() else packaged_catalogue()
