"""Learned weights for catalogues of many topics: a row holds only the topics that its feature speaks for."""

from array import array
from binascii import crc32
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from intents.understanding.table import MASS_STEPS, little


class SparseTable:
    """Like `Table`, with columns beside the weights. Weights are never negative."""

    __slots__ = ("_columns", "_keys", "_masses", "_rows", "_starts", "scale", "width")

    def __init__(
        self,
        *,
        width: int,
        scale: float,
        keys: "array[int]",
        masses: "array[int]",
        starts: "array[int]",
        columns: "array[int]",
        rows: bytes,
    ) -> None:
        if len(masses) != len(keys) or len(starts) != len(keys) + 1 or len(columns) != len(rows):
            raise ValueError("the rows do not fill the table")
        if starts[-1] != len(rows) or (columns and max(columns) >= width):
            raise ValueError("the rows do not fit the table")
        self.width = width
        self.scale = scale
        self._keys = keys
        self._masses = masses
        self._starts = starts
        self._columns = columns
        self._rows = rows

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, feature: str) -> int:
        """The place of a feature's row, or -1 when it was never seen."""
        key = crc32(feature.encode("utf-8", "surrogatepass"))
        keys = self._keys
        place = bisect_left(keys, key)
        return place if place < len(keys) and keys[place] == key else -1

    def mass(self, place: int) -> float:
        """The square of the length that a row's feature adds to a message."""
        return self._masses[place] / MASS_STEPS

    def weight(self, place: int, column: int) -> int:
        """What a row says for one topic."""
        start, end = self._starts[place], self._starts[place + 1]
        found = bisect_left(self._columns, column, start, end)
        return self._rows[found] if found < end and self._columns[found] == column else 0

    def total(self, places: Sequence[int]) -> list[int]:
        """The rows added up, one sum for each topic."""
        sums = [0] * self.width
        starts, columns, rows = self._starts, self._columns, self._rows
        for place in places:
            start, end = starts[place], starts[place + 1]
            for column, weight in zip(columns[start:end], rows[start:end], strict=True):
                sums[column] += weight
        return sums

    def to_bytes(self) -> tuple[bytes, ...]:
        """Keys, masses, rows, starts and columns; numbers little end first."""
        return (
            little(self._keys),
            little(self._masses),
            self._rows,
            little(self._starts),
            little(self._columns),
        )


def sparse_table_from_weights(
    weights: Mapping[str, Mapping[int, float]], masses: Mapping[str, float], width: int
) -> SparseTable:
    """Weights in log odds, rounded to steps of one 255th of the largest."""
    largest = max((max(row.values(), default=0.0) for row in weights.values()), default=0.0)
    scale = largest / 255 if largest else 1.0
    by_key: dict[int, tuple[list[tuple[int, int]], int]] = {}
    for feature, row in weights.items():
        steps = [(column, round(weight / scale)) for column, weight in sorted(row.items())]
        key = crc32(feature.encode("utf-8", "surrogatepass"))
        by_key.setdefault(key, (steps, min(round(masses[feature] * MASS_STEPS), 65535)))
    keys = sorted(by_key)
    starts, columns, rows = array("I", [0]), array("H"), bytearray()
    for key in keys:
        for column, step in by_key[key][0]:
            if step:
                columns.append(column)
                rows.append(step)
        starts.append(len(rows))
    return SparseTable(
        width=width,
        scale=scale,
        keys=array("I", keys),
        masses=array("H", [by_key[key][1] for key in keys]),
        starts=starts,
        columns=columns,
        rows=bytes(rows),
    )
