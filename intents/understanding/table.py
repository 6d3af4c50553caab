"""The learned weights: one row of small integers for each feature, one column for each topic.

Rows lie one after the other in a single block of bytes and are cut out when a message needs them, so that a table
of fifty thousand rows is ready as soon as its file is read. Features are known by a checksum of 32 bits only; with
that many rows, a feature that was never learned meets a foreign row about once in a hundred thousand times.
"""

import sys
from array import array
from binascii import crc32
from bisect import bisect_left
from collections.abc import Mapping, Sequence

ZERO = 128
"""A weight of nothing. Bytes count from 0 to 255 and add up faster than signed numbers do."""

MASS_STEPS = 16
"""Masses are kept in steps of one sixteenth, up to 4,096."""


class Table:
    """Rows of weights, found by the name of a feature."""

    __slots__ = ("_keys", "_masses", "_rows", "scale", "width")

    def __init__(
        self, *, width: int, scale: float, keys: "array[int]", masses: "array[int]", rows: bytes
    ) -> None:
        if len(keys) * width != len(rows) or len(masses) != len(keys):
            raise ValueError("the rows do not fill the table")
        self.width = width
        self.scale = scale
        """What one step of a weight is worth in log odds."""
        self._keys = keys
        self._masses = masses
        self._rows = rows

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, feature: str) -> int:
        """The place of a feature's row, or -1 when it was never seen."""
        key = crc32(feature.encode("utf-8", "surrogatepass"))
        keys = self._keys
        place = bisect_left(keys, key)
        return place if place < len(keys) and keys[place] == key else -1

    def weight(self, place: int, column: int) -> int:
        """What a row says for one topic."""
        return self._rows[place * self.width + column] - ZERO

    def mass(self, place: int) -> float:
        """The square of the length that a row's feature adds to a message."""
        return self._masses[place] / MASS_STEPS

    def total(self, places: Sequence[int]) -> list[int]:
        """The rows added up, one sum for each topic. Integers, so the sums are exact in any order."""
        if not places:
            return [0] * self.width
        rows, width = self._rows, self.width
        cut = [rows[place * width : (place + 1) * width] for place in places]
        offset = ZERO * len(cut)
        return [sum(column) - offset for column in zip(*cut, strict=True)]

    def to_bytes(self) -> tuple[bytes, ...]:
        """Keys and masses (32 and 16 bits each, little end first), and rows."""
        return little(self._keys), little(self._masses), self._rows


def numbers_from_bytes(kind: str, data: bytes) -> "array[int]":
    """Keys ("I") or masses ("H") as `Table.to_bytes` wrote them."""
    numbers: array[int] = array("I" if kind == "I" else "H")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def table_from_weights(
    weights: Mapping[str, Sequence[int]],
    masses: Mapping[str, float],
    width: int,
    *,
    unit: float,
    least: float = 0.0,
    cut: float = 1.0,
) -> Table:
    """Weights, rounded to 127 steps.

    Args:
        unit: The log odds that a weight of one is worth.
        cut: The part of the largest weight to which weights are cut back. The largest are few, and all others get finer steps.
        least: Rows whose largest weight is below so many steps are left out.
    """
    highest = {feature: max(*row, -min(row)) for feature, row in weights.items()}
    largest = max(highest.values(), default=0)
    step = largest * cut / 127 if largest else 1.0
    by_key: dict[int, tuple[bytes, int]] = {}
    for feature, row in weights.items():
        if round(highest[feature] / step) < least:
            continue
        steps = [max(-127, min(127, round(weight / step))) for weight in row]
        key = crc32(feature.encode("utf-8", "surrogatepass"))
        mass = min(round(masses[feature] * MASS_STEPS), 65535)
        # Two features with one checksum: the first keeps the row, which costs the other its say and nothing else.
        by_key.setdefault(key, (bytes([step + ZERO for step in steps]), mass))
    keys = sorted(by_key)
    return Table(
        width=width,
        scale=step * unit,
        keys=array("I", keys),
        masses=array("H", [by_key[key][1] for key in keys]),
        rows=b"".join(by_key[key][0] for key in keys),
    )


def little(numbers: "array[int]") -> bytes:
    """The numbers as bytes, little end first on every machine."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()
