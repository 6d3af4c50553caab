"""Repair of spelling against the words that were learned."""

from collections.abc import Sequence

Repairs = tuple[str, ...]

SHORTEST = 3
"""Letters below which a word is left alone: everything is one slip away from everything."""
TWO_SLIPS = 7
"""Letters from which on two slips are believed."""
OFFERED = 6


class Speller:
    """Finds the learned words that an unknown one was probably meant to be."""

    __slots__ = ("_by_length", "_repaired")

    def __init__(self, words: Sequence[str]) -> None:
        """Takes the words that may be repaired to, the most frequent first."""
        self._by_length: dict[int, list[str]] = {}
        for word in words:
            if len(word) >= SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
        self._repaired: dict[str, Repairs] = {}

    def repairs(self, word: str) -> Repairs:
        """The nearest learned words, all equally near, the most frequent first; none when nothing is near."""
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
        best: list[tuple[float, int, str]] = []
        for size in range(max(SHORTEST, length - allowed), length + allowed + 1):
            near = self._by_length.get(size)
            if near is None:
                continue
            for candidate, slips, place in extract(
                word, near, scorer=OSA.distance, score_cutoff=allowed, limit=OFFERED
            ):
                cost = slips + _doubt(word, candidate)
                best.append((cost, place, candidate))
        if not best:
            return ()
        best.sort()
        if length <= 4 and best[0][0] >= 1.5:
            return ()
        return tuple(candidate for cost, _, candidate in best[:OFFERED] if cost <= best[0][0] + 0.25)


def _doubt(word: str, candidate: str) -> float:
    """Slips of the finger seldom hit the first letter, and swapped letters are the surest of them."""
    if word[0] != candidate[0]:
        return 0.5
    return -0.25 if len(word) == len(candidate) and sorted(word) == sorted(candidate) else 0.0
