"""A checked catalogue as JSON, so that a start need not read and check the YAML again.

Found by the content of all its files: whoever changes a word of them gets a new key. Example messages are left out;
they are only needed for learning.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from intents.catalogue import model
from intents.catalogue.model import Catalogue

METHOD = 1
"""Raise it whenever the reader gives another catalogue for the same file."""

_MESSAGES = re.compile(rb"^messages:[ \t]*['\"]?([^'\"#\r\n]+?)['\"]?[ \t]*\r?$", re.MULTILINE)
_ENUMS: dict[str, type[StrEnum]] = {
    "kind": model.Kind,
    "outcome": model.Outcome,
    "use_template": model.TemplateUse,
    "who": model.Actor,
}


def content_key(path: Path) -> bytes:
    """32 bytes that name the content of a catalogue and of the message files beside it.

    Raises:
        OSError: it cannot be read.
    """
    data = path.read_bytes()
    digest = sha256(b"%d\x00%d\x00" % (METHOD, len(data)))
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
    intents = tuple(replace(intent, examples=()) for intent in catalogue.intents)
    elsewhere = tuple(replace(place, examples=()) for place in catalogue.elsewhere)
    bare = replace(catalogue, intents=intents, elsewhere=elsewhere)
    return json.dumps(_plain(bare), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Catalogue | None:
    """Back from `to_text`; None when it is cut off, foreign or of another version."""
    try:
        value = json.loads(text, object_hook=_object)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return value if isinstance(value, Catalogue) else None


def _plain(value: Any) -> Any:
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
    return {field.name: field.default for field in fields(kind)}


def _object(plain: dict[str, Any]) -> Any:
    kind = getattr(model, plain.pop("_"))
    return kind(**{name: _value(name, value) for name, value in plain.items()})


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return _tuple(value)
    return _ENUMS[name](value) if name in _ENUMS else value


def _tuple(values: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuple(value) if isinstance(value, list) else value for value in values)
