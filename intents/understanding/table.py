"""The learned weights: one row of small integers for each feature, one column for each topic.

Rows lie one after the other in a single block of bytes and are cut out when a message needs them, so that a table
of fifty thousand rows is ready as soon as its file is read. Features are known by a checksum of 32 bits only; with
that many rows, a feature that was never learned meets a foreign row about once in a hundred thousand times.
"""

import sys
from array import array
from binascii import crc32
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

ZERO = 128
"""A weight of nothing. Bytes count from 0 to 255 and add up faster than signed numbers do."""


class Table:
    """Rows of weights, found by the name of a feature."""

    __slots__ = ("_keys", "_rows", "scale", "width")

    def __init__(self, *, width: int, scale: float, keys: "array[int]", rows: bytes) -> None:
        if len(keys) * width != len(rows):
            raise ValueError("the rows do not fill the table")
        self.width = width
        self.scale = scale
        """What one step of a weight is worth in log odds."""
        self._keys = keys
        self._rows = rows

    def __len__(self) -> int:
        return len(self._keys)

    def row(self, feature: str) -> bytes | None:
        """The row of a feature, or nothing when it was never seen."""
        key = crc32(feature.encode("utf-8", "surrogatepass"))
        place = bisect_left(self._keys, key)
        if place == len(self._keys) or self._keys[place] != key:
            return None
        return self._rows[place * self.width : (place + 1) * self.width]

    def rows(self, features: Iterable[str]) -> list[bytes]:
        """The rows of those features that are known."""
        return [row for feature in features if (row := self.row(feature)) is not None]

    def total(self, rows: Sequence[bytes]) -> list[int]:
        """The rows added up, column by column. Integers, so the sum is exact in any order."""
        if not rows:
            return [0] * self.width
        offset = ZERO * len(rows)
        return [sum(column) - offset for column in zip(*rows, strict=True)]

    def to_bytes(self) -> tuple[bytes, bytes]:
        """Keys (32 bits each, little end first) and rows."""
        keys = array("I", self._keys)
        if sys.byteorder == "big":
            keys.byteswap()
        return keys.tobytes(), self._rows


def keys_from_bytes(data: bytes) -> "array[int]":
    """The keys of a table as `Table.to_bytes` wrote them."""
    keys = array("I")
    keys.frombytes(data)
    if sys.byteorder == "big":
        keys.byteswap()
    return keys


def table_from_weights(weights: Mapping[str, Sequence[float]], width: int) -> Table:
    """Weights in log odds, rounded to steps of one 127th of the largest."""
    largest = max((max(map(abs, row)) for row in weights.values()), default=0.0)
    scale = largest / 127 if largest else 1.0
    by_key: dict[int, bytes] = {}
    for feature, row in weights.items():
        key = crc32(feature.encode("utf-8", "surrogatepass"))
        # Two features with one checksum: the first keeps the row, which costs the other its say and nothing else.
        by_key.setdefault(key, bytes([round(weight / scale) + ZERO for weight in row]))
    keys = sorted(by_key)
    return Table(width=width, scale=scale, keys=array("I", keys), rows=b"".join(by_key[key] for key in keys))
