"""Softmax regression over the units of messages, in plain Python.

Examples are visited one by one, and every example that is not yet read well moves the weights of its units towards
its topic. A word shares most of its primitives with other words. Moving all of them at every visit would cost ten
times as much as the words themselves, so a visit moves only the sum that stands for the word; a few times in the
course of learning the moves are handed on to the primitives, and the sums are made anew. Sums use `fsum`, whose
result is the same on every Python.
"""

from binascii import crc32
from collections.abc import Sequence
from math import exp, fsum, log, sqrt

from intents.understanding.features import ROOM, Groups, primitives, units
from intents.values import dataclass

Example = tuple[Sequence[str], int]
"""The words of a message, and the column of its topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How to learn. The values were found by trying, see docs/understanding.md."""

    rounds: tuple[int, ...] = (2, 1, 1, 1)
    """For each visit of all examples, how often moves are handed on."""
    pace: float = 3.0
    slower: float = 0.5
    bias: float = 0.1
    """How fast the topics' own shares are learned; 0 when examples are few, as their numbers then mean nothing."""
    least: int = 2
    """Examples in which a primitive other than a whole word must occur."""
    rareness: float = 1.5
    """The power to which the rareness of a primitive is raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Weights by unit and by shared primitive."""

    weights: dict[str, list[float]]
    masses: dict[str, float]
    """The square of a unit's length: a message's weights are divided by the root of the masses of its units."""
    bias: list[float]
    new_word: float
    """The mass of a word that was never seen."""


_ENOUGH = 0.97
"""An example read with this confidence is left alone."""
_LITTLE = 0.02
"""Topics with less than this share of an example are not moved by it."""


def fit(
    examples: Sequence[Example], width: int, groups: Groups, course: Course, extra: Sequence[str] = ()
) -> Fitted:
    """Learn the weights.

    Args:
        width: The number of topics.
        extra: Words to make rows for although no example has them.
    """
    made: dict[str, list[tuple[str, float]]] = {}
    seen: dict[str, int] = {}
    messages: list[tuple[list[str], int]] = []
    for words, topic in examples:
        message = units(words)
        present: set[str] = set()
        for unit in message:
            if unit not in made:
                made[unit] = primitives(unit, groups)
            present.update(primitive for primitive, _ in made[unit])
        for primitive in present:
            seen[primitive] = seen.get(primitive, 0) + 1
        messages.append((message, topic))
    # In the order of their first use: a set's order would differ from run to run.
    order = dict.fromkeys(primitive for parts in made.values() for primitive, _ in parts)
    count = len(messages)
    rare = {
        primitive: (log(count / seen[primitive]) + 1) ** course.rareness
        for primitive in order
        if seen[primitive] >= course.least or (primitive in made and " " not in primitive)
    }
    number = {primitive: place for place, primitive in enumerate(rare)}
    squares = [0.0] * len(number)
    parts_of: dict[str, list[int]] = {}
    mass_of: dict[str, float] = {}
    for unit, made_of in made.items():
        parts: list[int] = []
        for primitive, worth in made_of:
            if primitive in number:
                place = number[primitive]
                squares[place] = (worth * rare[primitive]) ** 2
                parts.append(place)
        if parts:
            parts_of[unit] = parts
            mass_of[unit] = fsum(squares[part] for part in parts)
    sums, shared, bias = _learn(messages, width, parts_of, mass_of, squares, course)
    weights = dict(sums)
    masses = dict(mass_of)
    for primitive, place in number.items():
        if primitive not in weights:
            weights[primitive] = shared[place]
            masses[primitive] = squares[place]
    for word in extra:
        parts = [number[p] for p, _ in primitives(word, groups) if p in number]
        if word not in weights and parts:
            weights[word] = _sum([shared[part] for part in parts])
            masses[word] = fsum(squares[part] for part in parts)
    return Fitted(
        weights=weights, masses=masses, bias=bias, new_word=(log(max(count, 1)) + 1) ** (2 * course.rareness)
    )


def _learn(
    messages: Sequence[tuple[list[str], int]],
    width: int,
    parts_of: dict[str, list[int]],
    mass_of: dict[str, float],
    squares: list[float],
    course: Course,
) -> tuple[dict[str, list[float]], list[list[float]], list[float]]:
    names = list(parts_of)
    place_of = {unit: place for place, unit in enumerate(names)}
    parts = list(parts_of.values())
    masses = [mass_of[unit] for unit in names]
    sums = [[0.0] * width for _ in names]
    shared = [[0.0] * width for _ in squares]
    bias = [0.0] * width
    newest = (log(max(len(messages), 1)) + 1) ** (2 * course.rareness)
    docs: list[tuple[list[int], int, float]] = []
    for message, topic in messages:
        places = [place_of[unit] for unit in message if unit in place_of]
        if places:
            docs.append(
                (places, topic, 1 / sqrt(fsum([ROOM * newest, *(masses[place] for place in places)])))
            )
    waiting: dict[int, list[float]] = {}
    for visit, handings in enumerate(course.rounds):
        pace = course.pace / (1 + course.slower * visit)
        stops = {len(docs) * (part + 1) // handings - 1 for part in range(handings)}
        for at, doc in enumerate(_shuffled(len(docs), visit)):
            places, topic, length = docs[doc]
            shares = _shares([length * z for z in _sum([sums[place] for place in places])], bias)
            if shares[topic] < _ENOUGH:
                step = pace * length
                moves = [
                    (k, ((k == topic) - share) * step)
                    for k, share in enumerate(shares)
                    if k == topic or share > _LITTLE
                ]
                for k, move in moves:
                    bias[k] += move / length * course.bias
                for place in places:
                    row, mass = sums[place], masses[place]
                    for k, move in moves:
                        row[k] += move * mass
                    held = waiting.get(place)
                    if held is None:
                        held = waiting[place] = [0.0] * width
                    for k, move in moves:
                        held[k] += move
            if at in stops:
                for place, held in waiting.items():
                    for part in parts[place]:
                        square = squares[part]
                        shared[part] = [
                            weight + square * move for weight, move in zip(shared[part], held, strict=True)
                        ]
                waiting = {}
                sums = [_sum([shared[part] for part in made_of]) for made_of in parts]
    return dict(zip(names, sums, strict=True)), shared, bias


def _sum(rows: Sequence[Sequence[float]]) -> list[float]:
    return list(rows[0]) if len(rows) == 1 else list(map(fsum, zip(*rows, strict=True)))


def _shares(logits: Sequence[float], bias: Sequence[float]) -> list[float]:
    raised = [a + b for a, b in zip(logits, bias, strict=True)]
    highest = max(raised)
    raw = [exp(value - highest) for value in raised]
    whole = fsum(raw)
    return [value / whole for value in raw]


def _shuffled(count: int, visit: int) -> list[int]:
    """An order that looks random and is the same everywhere."""
    return sorted(range(count), key=lambda place: (crc32(b"%d %d" % (visit, place)), place))
