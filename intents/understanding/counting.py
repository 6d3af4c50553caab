"""Log odds by counting, for catalogues too large for regression.

Regression visits every topic for every example, so its work grows with the square of a catalogue. Counting looks at
every example once, and a feature keeps weights only for the topics whose examples have it.
"""

from collections.abc import Mapping, Sequence
from math import log

from intents.understanding.features import Groups, primitives, units
from intents.understanding.regression import Example
from intents.values import dataclass

MOST = 96
"""Topics that a feature speaks for, at most: one that stands for more says little about any."""
LETTERS = 0.15
RARENESS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Weights by unit and shared primitive, each with only the topics it speaks for."""

    weights: dict[str, dict[int, float]]
    masses: dict[str, float]
    new_word: float


def count(examples: Sequence[Example], width: int, groups: Groups, extra: Sequence[str] = ()) -> Counted:
    """Count which topics' examples have which primitive.

    Args:
        width: The number of topics.
        extra: Words to make rows for although no example has them.
    """
    made: dict[str, list[tuple[str, float]]] = {}
    counts: dict[str, dict[int, int]] = {}
    sizes = [0] * width
    for words, topic in examples:
        sizes[topic] += 1
        present: dict[str, None] = {}
        for unit in units(words):
            if unit not in made:
                made[unit] = [
                    (primitive, LETTERS if primitive[0] == "=" else worth)
                    for primitive, worth in primitives(unit, groups)
                ]
            present.update((primitive, None) for primitive, _ in made[unit])
        for primitive in present:
            by_topic = counts.setdefault(primitive, {})
            by_topic[topic] = by_topic.get(topic, 0) + 1
    total = max(len(examples), 1)
    rows: dict[str, dict[int, float]] = {}
    squares: dict[str, float] = {}
    worth_of = {primitive: worth for parts in made.values() for primitive, worth in parts}
    for primitive, by_topic in counts.items():
        seen = sum(by_topic.values())
        if seen < 2 and primitive not in made:
            continue
        worth = worth_of[primitive] * (log(total / seen) + 1) ** RARENESS
        expected = seen / total
        squares[primitive] = worth * worth
        row = {topic: worth * log(1 + hits / expected) for topic, hits in by_topic.items()}
        rows[primitive] = _strongest(row)
    weights: dict[str, dict[int, float]] = {}
    masses: dict[str, float] = {}
    for unit in (*made, *extra):
        # The letters of a known word are left out: they would speak for nearly every topic.
        parts = [p for p, _ in made.get(unit) or primitives(unit, groups) if p in rows and p[0] != "="]
        if parts:
            weights[unit] = _strongest(_added([rows[part] for part in parts]))
            masses[unit] = sum(squares[part] for part in parts)
    for primitive, row in rows.items():
        if primitive not in weights:
            weights[primitive] = row
            masses[primitive] = squares[primitive]
    return Counted(weights=weights, masses=masses, new_word=log(total) + 1)


def _strongest(row: Mapping[int, float]) -> dict[int, float]:
    if len(row) <= MOST:
        return dict(row)
    return dict(sorted(sorted(row.items()), key=lambda item: -item[1])[:MOST])


def _added(rows: Sequence[Mapping[int, float]]) -> dict[int, float]:
    total: dict[int, float] = {}
    for row in rows:
        for topic, weight in row.items():
            total[topic] = total.get(topic, 0.0) + weight
    return total
