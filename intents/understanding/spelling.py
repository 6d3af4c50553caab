"""Repair of spelling against the words that were learned."""

from collections.abc import Sequence
from math import log

Repairs = tuple[tuple[float, str], ...]
"""Learned words with what it costs to believe that they were meant, the cheapest first."""

SHORTEST = 3
"""Letters below which a word is left alone: everything is one slip away from everything."""
TWO_SLIPS = 7
"""Letters from which on two slips are believed."""
OFFERED = 12
"""Words of each length that are looked at."""
RARE = 0.15
"""What a rare word costs more than a frequent one, for each step of the logarithm of its rank."""
FIRST_LETTER = 0.3
"""Slips of the finger seldom hit the first letter."""
SWAPPED = 0.4
"""Letters in the wrong order are the surest slip."""
BESIDE = 0.6
"""What a word is cheaper that was seen beside the same neighbour."""
SHORT = 4
"""Letters of a short word, at most: its repair has to be a frequent word."""
DEAREST = 2.6
DEAREST_SHORT = 2.1
"""Beyond this a word is left as it is."""


class Speller:
    """Finds the learned words that an unknown one was probably meant to be."""

    __slots__ = ("_by_length", "_rank", "_repaired")

    def __init__(self, words: Sequence[str]) -> None:
        """Takes the words that may be repaired to, the most frequent first."""
        self._by_length: dict[int, list[str]] = {}
        self._rank: dict[str, int] = {}
        for word in words:
            if len(word) >= SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
                self._rank[word] = len(self._rank)
        self._repaired: dict[str, Repairs] = {}

    def repairs(self, word: str) -> Repairs:
        """The learned words that come into question; none when nothing is near."""
        if word not in self._repaired:
            if len(self._repaired) > 4096:
                self._repaired.clear()
            self._repaired[word] = self._nearest(word)
        return self._repaired[word]

    def _nearest(self, word: str) -> Repairs:
        length = len(word)
        if length < SHORTEST or length > 30 or not word.isalpha():
            return ()
        # Imported here because it costs as much as a bare interpreter's start, and most messages are spelt well.
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        allowed = 1 if length < TWO_SLIPS else 2
        found: list[tuple[float, int, str]] = []
        for size in range(max(SHORTEST, length - allowed), length + allowed + 1):
            near = self._by_length.get(size)
            if near is None:
                continue
            for candidate, slips, _ in extract(
                word, near, scorer=OSA.distance, score_cutoff=allowed, limit=OFFERED
            ):
                rank = self._rank[candidate]
                # Rounded, because the last bits of log differ between platforms.
                cost = slips + round(RARE * log(rank + 3), 4) + _doubt(word, candidate)
                found.append((cost, rank, candidate))
        found.sort()
        most = min(found[0][0], dearest(word)) + BESIDE if found else 0.0
        return tuple((cost, candidate) for cost, _, candidate in found if cost <= most)


def dearest(word: str) -> float:
    """What may be paid for a repair of this word."""
    return DEAREST_SHORT if len(word) <= SHORT else DEAREST


def _doubt(word: str, candidate: str) -> float:
    if len(word) == len(candidate) and sorted(word) == sorted(candidate):
        return -SWAPPED
    return FIRST_LETTER if word[0] != candidate[0] else 0.0
