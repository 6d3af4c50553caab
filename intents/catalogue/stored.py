"""A checked catalogue as JSON, so that a start need not read and check the YAML again.

Found by the content of all its files: whoever changes a word of them gets a new key. Example messages are left out;
they are only needed for learning. The model is loaded only where a whole catalogue is asked for: its classes take
longer to make than the file takes to read.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

try:
    # The same as in hashlib, which loads all of OpenSSL first.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

if TYPE_CHECKING:
    from enum import StrEnum

    from intents.catalogue.model import Catalogue

METHOD = 1
"""Raise it whenever the reader gives another catalogue for the same file."""

_MESSAGES = re.compile(rb"^messages:[ \t]*['\"]?([^'\"#\r\n]+?)['\"]?[ \t]*\r?$", re.MULTILINE)


def content_key(path: Path) -> bytes:
    """32 bytes that name the content of a catalogue and of the message files beside it.

    Raises:
        OSError: it cannot be read.
    """
    data = path.read_bytes()
    digest = blake2b(b"%d\x00%d\x00" % (METHOD, len(data)), digest_size=32)
    digest.update(data)
    if named := _MESSAGES.search(data):
        folder = path.parent / named[1].decode("utf-8", "replace")
        for file in sorted(folder.glob("*.txt")):
            content = file.read_bytes()
            digest.update(b"%s\x00%d\x00" % (file.name.encode("utf-8", "surrogateescape"), len(content)))
            digest.update(content)
    return digest.digest()


def to_text(catalogue: Catalogue) -> str:
    """The catalogue without its example messages."""
    from dataclasses import replace

    intents = tuple(replace(intent, examples=()) for intent in catalogue.intents)
    elsewhere = tuple(replace(place, examples=()) for place in catalogue.elsewhere)
    bare = replace(catalogue, intents=intents, elsewhere=elsewhere)
    return json.dumps(_plain(bare), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Catalogue | None:
    """Back from `to_text`; None when it is cut off, foreign or of another version."""
    from intents.catalogue.model import Catalogue

    try:
        value = json.loads(text, object_hook=_object)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return value if isinstance(value, Catalogue) else None


def intent_titles(text: str) -> dict[str, str] | None:
    """The title of each intent by its id, from what `to_text` wrote; None when it is no such text."""
    try:
        intents = json.loads(text)["intents"]
        return {intent["id"]: intent["title"] for intent in intents}
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _plain(value: Any) -> Any:
    from dataclasses import is_dataclass

    if is_dataclass(value) and not isinstance(value, type):
        plain: dict[str, Any] = {"_": type(value).__name__}
        for name, default in _defaults(type(value)).items():
            part = getattr(value, name)
            if part != default:
                plain[name] = _plain(part)
        return plain
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


@cache
def _defaults(kind: type[Any]) -> dict[str, Any]:
    from dataclasses import fields

    return {field.name: field.default for field in fields(kind)}


@cache
def _enums() -> dict[str, type[StrEnum]]:
    from intents.catalogue.model import Actor, Kind, Outcome, TemplateUse

    return {"kind": Kind, "outcome": Outcome, "use_template": TemplateUse, "who": Actor}


def _object(plain: dict[str, Any]) -> Any:
    from intents.catalogue import model

    kind = getattr(model, plain.pop("_"))
    return kind(**{name: _value(name, value) for name, value in plain.items()})


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return _tuple(value)
    enums = _enums()
    return enums[name](value) if name in enums else value


def _tuple(values: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuple(value) if isinstance(value, list) else value for value in values)
