"""Repair of spelling against the words that were learned."""

from collections.abc import Sequence


class Speller:
    """Finds the learned word that an unknown one was probably meant to be."""

    __slots__ = ("_by_length", "_known", "_repaired")

    def __init__(self, words: Sequence[str]) -> None:
        """Takes the words that may be repaired to, the most frequent first."""
        self._known = frozenset(words)
        self._by_length: dict[int, list[str]] = {}
        for word in words:
            self._by_length.setdefault(len(word), []).append(word)
        self._repaired: dict[str, str | None] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def repair(self, word: str) -> str | None:
        """The nearest learned word, or nothing when none is near enough to be meant."""
        if word not in self._repaired:
            if len(self._repaired) > 4096:
                self._repaired.clear()
            self._repaired[word] = self._nearest(word)
        return self._repaired[word]

    def _nearest(self, word: str) -> str | None:
        length = len(word)
        if length < 4 or length > 30 or not word.isalpha():
            return None
        # Imported here because it costs as much as a bare interpreter's start, and most messages are spelt well.
        from rapidfuzz.distance import DamerauLevenshtein
        from rapidfuzz.process import extract

        allowed = 1 if length < 7 else 2
        near = [
            candidate
            for size in range(length - allowed, length + allowed + 1)
            for candidate in self._by_length.get(size, ())
            if len(candidate) >= 4
        ]
        found = extract(word, near, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=8)
        if not found:
            return None
        # Slips of the finger seldom hit the first letter; among equals the more frequent word is likelier.
        return min(found, key=lambda hit: (hit[1] + (hit[0][0] != word[0]) * 0.5, hit[2]))[0]
