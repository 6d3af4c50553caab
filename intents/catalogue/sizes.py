"""Sizes of files as people write them: thousands, as systems show them, not powers of two."""

from __future__ import annotations

import re

_UNITS = {"b": 1, "byte": 1, "bytes": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}
_SIZE = re.compile(r"(\d{1,9})(?:\.(\d{1,3}))?\s*([A-Za-z]+)")


def size_named(text: str) -> int | None:
    """`10 MB`, `500 kB` or `1.5 MB` -> bytes; None when it names no size."""
    found = _SIZE.fullmatch(text.strip())
    unit = _UNITS.get(found[3].casefold()) if found else None
    if found is None or unit is None:
        return None
    thousandths = int((found[2] or "0").ljust(3, "0"))
    return int(found[1]) * unit + thousandths * unit // 1_000 or None


def said_size(size: int) -> str:
    """Bytes for people: `512 bytes`, `12 kB`, `1.3 MB`."""
    if size < 1_000:
        return "1 byte" if size == 1 else f"{size} bytes"
    if size < 999_500:
        return f"{size / 1_000:.0f} kB"
    unit, divisor = ("MB", 1_000_000) if size < 999_950_000 else ("GB", 1_000_000_000)
    return f"{size / divisor:.1f} {unit}".replace(".0 ", " ")
