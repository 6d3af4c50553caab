"""What may be asked for. Comes in: a YAML file that people write by hand. Goes out: a `Catalogue`, or every fault of
the file at once, each with its place. Knows nothing of talk, screens or trackers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from intents.catalogue.model import Catalogue
    from intents.catalogue.places import find_catalogue, packaged_catalogue
    from intents.catalogue.problems import CatalogueFaults, Fault
    from intents.catalogue.reader import check_catalogue, read_catalogue

__all__ = [
    "Catalogue",
    "CatalogueFaults",
    "Fault",
    "check_catalogue",
    "find_catalogue",
    "packaged_catalogue",
    "read_catalogue",
]

_ROOMS = {
    "Catalogue": "model",
    "CatalogueFaults": "problems",
    "Fault": "problems",
    "check_catalogue": "reader",
    "find_catalogue": "places",
    "packaged_catalogue": "places",
    "read_catalogue": "reader",
}


def __getattr__(name: str) -> Any:
    # The reader is not loaded by those who only need the model: a catalogue may come from elsewhere than a file.
    from importlib import import_module

    if name in _ROOMS:
        return getattr(import_module(f"intents.catalogue.{_ROOMS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
