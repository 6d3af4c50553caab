"""What the matcher makes of a message, before anything is decided."""

from intents.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A topic that might be meant, and the evidence for it."""

    name: str
    confidence: float
    """0 to 1. All topics and all places elsewhere share one whole."""
    evidence: tuple[str, ...] = ()
    """Words of the message that spoke for this topic against the best other one, as typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """All topics for one message, the likeliest first."""

    candidates: tuple[Candidate, ...]
    outside: tuple[Candidate, ...] = ()
    """The groups of what is not for this catalogue, the likeliest first."""
    outside_confidence: float = 0.0
    """0 to 1: the confidence of all groups together."""
    known: int = 0
    """Different words of the message that were learned, repaired ones among them."""
    unknown: int = 0
    """Different words that were never learned."""

    familiar: int = 0
    """Those of the known words that are frequent in the examples: few in a foreign language, many in most others."""

    small_words: int = 0
    """Familiar words of up to four letters. Names of products are familiar in every language, words such as "the" are not."""

    mended: int = 0
    """Those of the known words whose spelling was repaired without doubt."""

    @property
    def in_known_language(self) -> bool:
        """Whether the message is in the language of the examples, as far as its small words tell."""
        return 8 * self.small_words >= self.known + self.unknown

    @property
    def read_well(self) -> bool:
        """Whether enough was read to be sure of anything: not so for one word, noise, or another language."""
        return self._enough(self.familiar)

    @property
    def mended_well(self) -> bool:
        """As `read_well`, with words that were mended without doubt taken for signs of the language too.

        They tell less of it than words that are spelt so: foreign words are often one letter from English ones.
        """
        return self.read_well or (self.in_known_language and self._enough(self.familiar + self.mended))

    def _enough(self, told: int) -> bool:
        return self.known > 1 and self.known > self.unknown and 5 * told > self.known + self.unknown

    @property
    def best_is_outside(self) -> bool:
        """Whether the message is more likely not for this catalogue than for its best topic."""
        return bool(self.outside) and (
            not self.candidates or self.outside_confidence > self.candidates[0].confidence
        )

    def confidence_of(self, name: str) -> float:
        """The confidence of one topic, 0 when there is none of that name."""
        return next((candidate.confidence for candidate in self.candidates if candidate.name == name), 0.0)
