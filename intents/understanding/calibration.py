"""How sure a matcher of a small catalogue may be, found by reading examples that were held back while learning.

With few examples the weights stay small, and places elsewhere may have more examples than the intents. So both the
steepness of confidence and the level of refusing depend on the catalogue. Large catalogues need none of this: their
confidence was right as it is on messages of authors who never saw them.
"""

from collections.abc import Sequence
from math import exp, fsum, log

Held = tuple[Sequence[float], int]
"""Log odds of all columns for a message that was held back, and the column that is right."""

STEEPNESSES = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0)
REFUSING = (0.28, 0.34, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
REFUSED = 0.02
"""The part of messages that belong here which may be refused."""


def steepness_of(held: Sequence[Held]) -> float:
    """What to multiply log odds by, so that confidence is nearest to how often it is right."""
    if not held:
        return 1.0
    return min(STEEPNESSES, key=lambda steepness: (_surprise(held, steepness), steepness))


def level_of_refusing(held: Sequence[Held], topics: int, steepness: float) -> float:
    """The lowest confidence in elsewhere at which hardly any message is refused that belongs here.

    Args:
        topics: The number of columns that are not elsewhere; they come first.
    """
    outside = sorted(
        (fsum(_shares(logits, steepness)[topics:]) for logits, right in held if right < topics), reverse=True
    )
    allowed = int(len(outside) * REFUSED)
    for level in REFUSING:
        if sum(share >= level for share in outside) <= allowed:
            return level
    return 1.0


def _surprise(held: Sequence[Held], steepness: float) -> float:
    return -fsum(log(max(_shares(logits, steepness)[right], 1e-9)) for logits, right in held)


def _shares(logits: Sequence[float], steepness: float) -> list[float]:
    highest = max(logits)
    raw = [exp(steepness * (value - highest)) for value in logits]
    whole = fsum(raw)
    return [value / whole for value in raw]
