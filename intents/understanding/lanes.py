"""Rows of numbers as single whole numbers: two rows add up in one step of the interpreter, whatever their width.

Python's whole numbers have no bounds. Numbers that lie side by side in one of them, each in 64 bits of its own, are
added and multiplied all at once, and exactly, so that the result is the same on every machine. A negative number
borrows one from its neighbour, which is far below what any weight is rounded to.
"""

from collections.abc import Iterable
from struct import Struct

BITS = 64
"""A lane holds numbers up to 2 to the power of 63, far more than weights ever reach."""


class Lanes:
    """Rows of one width."""

    __slots__ = ("_layout", "_ups")

    def __init__(self, width: int) -> None:
        self._ups = [BITS * lane for lane in range(width)]
        self._layout = Struct(f"<{width}q")

    def together(self, numbers: Iterable[tuple[int, int]]) -> int:
        """The row that has these numbers, given as (lane, number), and nothing elsewhere."""
        row, ups = 0, self._ups
        for lane, number in numbers:
            row += number << ups[lane]
        return row

    def apart(self, row: int) -> tuple[int, ...]:
        """The numbers of a row, each as it is or less by one."""
        return self._layout.unpack(row.to_bytes(self._layout.size, "little", signed=True))
