"""Ranking what a message may be about, with confidence and the words that spoke for it.

Knows weights and words; knows nothing of screens, questions or files.
"""

from collections.abc import Sequence
from math import exp, sqrt

from intents.understanding.deciding import Levels, Reading, decide
from intents.understanding.features import ROOM, Groups, primitives, runs, stem_pair
from intents.understanding.lessons import LookAlike
from intents.understanding.normalise import Word, words
from intents.understanding.ranking import Candidate, Ranking
from intents.understanding.requests import ask_of
from intents.understanding.several import several
from intents.understanding.sparse_table import SparseTable
from intents.understanding.spelling import BESIDE, SHORT, SHORTEST, Speller, dearest
from intents.understanding.table import Table
from intents.values import dataclass

LONGEST = 4000
"""Characters that are read of one message from its start, and as many from its end."""
EVIDENCE = 5
"""Words shown for a candidate, at most."""
NEW_WORD = 0.25
"""How much of its mass a word counts that was never learned: it says nothing, and takes certainty from the rest."""
SMALL = 4
"""Letters of a small word, at most."""
_NO_GROUPS: Groups = {}
EXPLAINED = 4
"""Candidates that get evidence: no more are ever shown at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What learning leaves behind. Everything a matcher is made from."""

    key: bytes
    """Tells which lessons and which method this was learned from."""
    topics: tuple[str, ...]
    elsewhere: tuple[str, ...]
    table: Table | SparseTable
    vocabulary: bytes
    """The learned words, the most frequent first, UTF-8, one a line."""
    frame_words: int
    """The number of words at their head that frames are made of."""
    look_alikes: tuple[LookAlike, ...]
    bias: tuple[float, ...]
    """Log odds of the topics before anything is said."""
    new_word: float
    """The mass of a word that was never learned."""
    familiar: float
    """The mass below which a word is so frequent that it belongs to the language of the examples."""
    steepness: float
    """Log odds are multiplied by this, so that confidence means what it says."""
    levels: Levels


class Matcher:
    """Ranks and reads messages. Made by `learn` or `matcher_from_bytes`."""

    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._table = learned.table
        self._names = learned.topics + learned.elsewhere
        self._familiar = learned.familiar
        self._frequent = frequent_words(learned.vocabulary, learned.frame_words)
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
        learned = self._learned
        asked = ask_of(_bounded(text))
        ranking = self.rank("\n".join((*said_before, asked)))
        requests = several(asked, ranking, self.rank, learned.levels.apart)
        return decide(ranking, requests, learned.look_alikes, learned.levels)

    def to_bytes(self) -> bytes:
        """The matcher as a file that `matcher_from_bytes` takes back."""
        from intents.understanding.stored import to_bytes

        return to_bytes(self._learned)

    def _rank_words(self, message: Sequence[Word]) -> Ranking:
        found = self._found(message)
        confidences = _shares(self._log_odds(found))
        order = sorted(range(len(self._names)), key=lambda i: (-confidences[i], i))
        made: list[tuple[int, Candidate]] = []
        for rank, i in enumerate(order):
            evidence: tuple[str, ...] = ()
            if rank < EXPLAINED and len(order) > 1:
                evidence = self._evidence(found, message, i, order[1] if rank == 0 else order[0])
            made.append((i, Candidate(name=self._names[i], confidence=confidences[i], evidence=evidence)))
        topics = len(self._learned.topics)
        outside = sum(round(confidences[i] * 10000) for i in range(topics, len(self._names))) / 10000
        return Ranking(
            candidates=tuple(candidate for i, candidate in made if i < topics),
            outside=tuple(candidate for i, candidate in made if i >= topics),
            outside_confidence=min(outside, 1.0),
            known=found.known,
            unknown=found.new,
            familiar=found.familiar,
            small_words=found.small_words,
            mended=found.mended,
        )

    def log_odds(self, text: str) -> list[float]:
        """The log odds of all topics and then all places elsewhere, before they become confidence."""
        return self._log_odds(self._found(words(_bounded(text))))

    def _log_odds(self, found: "_Found") -> list[float]:
        learned, table = self._learned, self._table
        mass = learned.new_word * (found.new * NEW_WORD + ROOM)
        for place in found.places:
            mass += table.mass(place)
        length = table.scale / sqrt(mass) if mass else 0.0
        steps = zip(table.total(found.places), learned.bias, strict=True)
        return [learned.steepness * (step * length + bias) for step, bias in steps]

    def _found(self, message: Sequence[Word]) -> "_Found":
        """The rows of a message: of its words, of the primitives of new words, and of neighbours."""
        find = self._table.find
        found = _Found()
        read: list[str] = []
        seen: dict[str, None] = {}
        for at, word in enumerate(message):
            plain = word.plain
            place = find(plain)
            as_typed = place >= 0
            clear = False
            if not as_typed and len(plain) >= SHORTEST:
                plain, clear = self._repaired(plain, read[-1] if read else "", message[at + 1 : at + 2])
                place = find(plain)
            read.append(plain)
            if plain in seen:
                continue
            seen[plain] = None
            if place >= 0:
                # Of a single letter nothing is learned, though examples may hold it.
                found.known += len(plain) > 1 or not plain.isascii()
                # A repaired word is no sign of a language: foreign words are often one letter from English ones.
                familiar = as_typed and self._table.mass(place) < self._familiar
                found.familiar += familiar
                found.small_words += familiar and len(plain) <= SMALL
                found.mended += clear
                found.add(place, (at,))
                continue
            found.new += 1
            for primitive, _ in primitives(plain, _NO_GROUPS):
                found.add(find(primitive), (at,))
        for run, owners in runs(read, self._frequent):
            if run in seen:
                continue
            seen[run] = None
            place = find(run)
            if place < 0 and run[0] != "|" and " _ " not in run:
                place = find(stem_pair(run))
            found.add(place, owners)
        return found

    def _repaired(self, word: str, before: str, after: Sequence[Word]) -> tuple[str, bool]:
        """The word as it was meant, and whether there is no doubt about it: no other is near, or it was seen there."""
        if self._speller is None:
            self._speller = Speller(self._learned.vocabulary.decode().split("\n"))
        repairs = self._speller.repairs(word)
        find = self._table.find
        best, meant, clear = dearest(word), word, False
        for cost, repair in repairs:
            beside = len(repairs) > 1 and (
                find(f"{before} {repair}") >= 0 or bool(after and find(f"{repair} {after[0].plain}") >= 0)
            )
            if cost - BESIDE * beside < best:
                best, meant = cost - BESIDE * beside, repair
                clear = beside or (len(repairs) == 1 and len(word) > SHORT)
        return meant, clear

    def _evidence(
        self, found: "_Found", message: Sequence[Word], index: int, against: int
    ) -> tuple[str, ...]:
        """The words that spoke for one topic against another, as typed and in the order they were typed."""
        worth: dict[int, float] = {}
        weight = self._table.weight
        for place, owners in zip(found.places, found.owners, strict=True):
            difference = (weight(place, index) - weight(place, against)) / len(owners)
            for at in owners:
                worth[at] = worth.get(at, 0.0) + difference
        # A sign alone, such as one that joins two words, would explain nothing to a person.
        said = [(-value, at) for at, value in worth.items() if value > 0 and message[at].plain[0] != ":"]
        best = sorted(said)[:EVIDENCE]
        return tuple(dict.fromkeys(message[place].typed for place in sorted(place for _, place in best)))


class _Found:
    """Places of rows in the table, and for each the places in the message of the words it came from."""

    __slots__ = ("familiar", "known", "mended", "new", "owners", "places", "small_words")

    def __init__(self) -> None:
        self.places: list[int] = []
        self.owners: list[tuple[int, ...]] = []
        self.known = 0
        self.familiar = 0
        self.mended = 0
        self.small_words = 0
        self.new = 0

    def add(self, place: int, owners: tuple[int, ...]) -> None:
        if place >= 0:
            self.places.append(place)
            self.owners.append(owners)


def frequent_words(vocabulary: bytes, count: int) -> frozenset[str]:
    """So many words at the head of a vocabulary."""
    return frozenset(word.decode() for word in vocabulary.split(b"\n", count)[:count])


def _bounded(text: str) -> str:
    return text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]}\n{text[-LONGEST:]}"


def _shares(logits: Sequence[float]) -> list[float]:
    """Softmax, rounded to four places: the last bits of exp differ between platforms."""
    highest = max(logits, default=0.0)
    raw = [exp(value - highest) for value in logits]
    whole = 0.0
    for value in raw:
        whole += value
    return [round(value / whole, 4) for value in raw]
