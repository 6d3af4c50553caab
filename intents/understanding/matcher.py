"""Ranking what a message may be about, with confidence and the words that spoke for it.

Knows weights and words; knows nothing of screens, questions or files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from intents.understanding.deciding import Levels, Reading, decide
from intents.understanding.features import pairs, parts
from intents.understanding.lessons import LookAlike
from intents.understanding.normalise import Word, words
from intents.understanding.ranking import Candidate, Ranking
from intents.understanding.requests import ask_of, clauses
from intents.understanding.spelling import Speller
from intents.understanding.table import Table

LONGEST = 4000
"""Characters that are read of one message from its start, and as many from its end."""
EVIDENCE = 5
"""Words shown for a candidate, at most."""
EXPLAINED = 4
"""Candidates that get evidence: no more are ever shown at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What learning leaves behind. Everything a matcher is made from."""

    key: bytes
    """Tells which lessons and which method this was learned from."""
    topics: tuple[str, ...]
    elsewhere: tuple[str, ...]
    table: Table
    vocabulary: bytes
    """The learned words, the most frequent first, UTF-8, one a line."""
    terms: tuple[tuple[str, str], ...]
    look_alikes: tuple[LookAlike, ...]
    steepness: float
    levels: Levels


class Matcher:
    """Ranks and reads messages. Made by `learn` or `matcher_from_bytes`."""

    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._table = learned.table
        self._names = learned.topics + learned.elsewhere
        self._terms = dict(learned.terms)
        self._speller: Speller | None = None

    @property
    def learned(self) -> Learned:
        return self._learned

    def rank(self, text: str) -> Ranking:
        """All topics, the likeliest first. Never raises, whatever the text is."""
        return self._rank_words(words(_bounded(text)))

    def read(self, text: str, said_before: tuple[str, ...] = ()) -> Reading:
        """What to do about a message: confirm one topic, let the person choose, or ask for other words.

        Args:
            said_before: What the person said about the same matter earlier, the oldest first.
        """
        whole = "\n".join((*said_before, text))
        ranking = self.rank(ask_of(whole))
        parts = [(part, self.rank(part)) for part in clauses(text)]
        return decide(ranking, parts, self._learned.look_alikes, self._learned.levels)

    def to_bytes(self) -> bytes:
        """The matcher as a file that `matcher_from_bytes` takes back."""
        from intents.understanding.stored import to_bytes

        return to_bytes(self._learned)

    def _rank_words(self, message: Sequence[Word]) -> Ranking:
        rows, owners, known, unknown = self._rows(message)
        table = self._table
        total = table.total(rows)
        count = len(known) + len(unknown)
        steepness = self._learned.steepness * table.scale / max(count, 1) ** 0.5
        # Words that were never learned say nothing, so they take certainty away from the rest.
        steepness *= (len(known) / count) ** 0.5 if count else 0.0
        confidences = _shares([step * steepness for step in total])
        order = sorted(range(len(self._names)), key=lambda i: (-confidences[i], i))
        made: list[tuple[int, Candidate]] = []
        for rank, i in enumerate(order):
            evidence: tuple[str, ...] = ()
            if rank < EXPLAINED and len(order) > 1:
                evidence = self._evidence(rows, owners, message, i, order[1] if rank == 0 else order[0])
            made.append((i, Candidate(name=self._names[i], confidence=confidences[i], evidence=evidence)))
        topics = len(self._learned.topics)
        outside = sum(round(confidences[i] * 10000) for i in range(topics, len(self._names))) / 10000
        return Ranking(
            candidates=tuple(candidate for i, candidate in made if i < topics),
            outside=tuple(candidate for i, candidate in made if i >= topics),
            outside_confidence=min(outside, 1.0),
            known=len(known),
            unknown=len(unknown),
        )

    def _rows(
        self, message: Sequence[Word]
    ) -> tuple[list[bytes], list[tuple[int, ...]], list[str], list[str]]:
        """Rows of the message's features, the places of the words each came from, and words known and not."""
        rows: list[bytes] = []
        owners: list[tuple[int, ...]] = []
        known: list[str] = []
        unknown: list[str] = []
        row_of = self._table.row
        read: list[str] = []
        seen: set[str] = set()
        for place, word in enumerate(message):
            plain = self._spelt(word.plain)
            read.append(plain)
            if plain in seen:
                continue
            seen.add(plain)
            if (row := row_of(plain)) is not None:
                rows.append(row)
                owners.append((place,))
                known.append(plain)
                continue
            unknown.append(plain)
            for feature in parts(plain):
                if (row := row_of(feature)) is not None:
                    rows.append(row)
                    owners.append((place,))
        for pair, first, last in pairs(read):
            if pair in seen:
                continue
            seen.add(pair)
            if (row := row_of(pair)) is not None:
                rows.append(row)
                owners.append((first, last))
        return rows, owners, known, unknown

    def _spelt(self, word: str) -> str:
        if self._table.row(word) is not None or len(word) < 4:
            return word
        if self._speller is None:
            self._speller = Speller(self._learned.vocabulary.decode().split("\n"))
        return self._speller.repair(word) or word

    def _evidence(
        self,
        rows: Sequence[bytes],
        owners: Sequence[tuple[int, ...]],
        message: Sequence[Word],
        index: int,
        against: int,
    ) -> tuple[str, ...]:
        """The words that spoke for one topic against another, as typed and in the order they were typed."""
        worth: dict[int, float] = {}
        for row, places in zip(rows, owners, strict=True):
            difference = (row[index] - row[against]) / len(places)
            for place in places:
                worth[place] = worth.get(place, 0.0) + difference
        best = sorted((-value, place) for place, value in worth.items() if value > 0)[:EVIDENCE]
        return tuple(dict.fromkeys(message[place].typed for place in sorted(place for _, place in best)))


def _bounded(text: str) -> str:
    return text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]}\n{text[-LONGEST:]}"


def _shares(logits: Sequence[float]) -> list[float]:
    """Softmax, rounded to four places: the last bits of exp differ between platforms."""
    highest = max(logits)
    raw = [exp(value - highest) for value in logits]
    whole = 0.0
    for value in raw:
        whole += value
    return [round(value / whole, 4) for value in raw]
