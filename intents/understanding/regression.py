"""Softmax regression over the units of messages, in plain Python.

Examples are visited one by one, and every example that is not yet read well moves the weights of its units towards
its topic. A word shares most of its primitives with other words. Moving all of them at every visit would cost ten
times as much as the words themselves, so a visit moves only the sum that stands for the word; a few times in the
course of learning the moves are handed on to the primitives, and the sums are made anew. All of it is done with
whole numbers, a row of weights in each (`lanes.py`): that is many times faster than lists of floats, and the result
is the same on every Python.
"""

from binascii import crc32
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from math import exp, fsum, log, sqrt

from intents.understanding.features import LETTERS, ROOM, Groups, primitives, units
from intents.understanding.lanes import Lanes
from intents.values import dataclass

Example = tuple[Sequence[str], int]
"""The words of a message, and the column of its topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How to learn. The values were found by trying, see docs/understanding.md."""

    rounds: tuple[int, ...] = (2, 2, 2)
    """For each visit of all examples, how often moves are handed on."""
    averaged: int = 4
    """Over so many of the last handings the weights are averaged: an example visited late would count too much."""
    pace: float = 3.0
    slower: float = 1.0
    bias: float = 0.1
    """How fast the topics' own shares are learned; 0 when examples are few, as their numbers then mean nothing."""
    least: int = 2
    """Examples in which a primitive other than a whole word must occur."""
    rareness: float = 1.5
    """The power to which the rareness of a primitive is raised."""
    letters: float = LETTERS
    """What a group of letters weighs beside its word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Weights by unit and by shared primitive."""

    weights: dict[str, tuple[int, ...]]
    """In steps of `unit`."""
    unit: float
    """Log odds of one step."""
    masses: dict[str, float]
    """The square of a unit's length: a message's weights are divided by the root of the masses of its units."""
    bias: list[float]
    new_word: float
    """The mass of a word that was never seen."""


_ENOUGH = 0.97
"""An example read with this confidence is left alone."""
_LITTLE = 0.02
"""Topics with less than this share of an example are not moved by it."""
_MOVE = 1 << 22
"""Steps of a move that make one."""
_MASS = 1 << 10
"""Steps of a mass that make one."""


def fit(
    examples: Sequence[Example],
    width: int,
    groups: Groups,
    course: Course,
    *,
    frequent: frozenset[str] = frozenset(),
    extra: Sequence[str] = (),
) -> Fitted:
    """Learn the weights.

    Args:
        width: The number of topics.
        frequent: The words that frames are made of.
        extra: Words to make rows for although no example has them.
    """
    made: dict[str, list[tuple[str, float]]] = {}
    names: dict[str, list[str]] = {}
    seen: Counter[str] = Counter()
    messages: list[tuple[list[str], int]] = []
    for words, topic in examples:
        message = units(words, frequent)
        for unit in message:
            if unit not in made:
                made[unit] = primitives(unit, groups, course.letters)
                names[unit] = [primitive for primitive, _ in made[unit]]
        seen.update(set().union(*[names[unit] for unit in message]))
        messages.append((message, topic))
    # In the order of their first use: a set's order would differ from run to run.
    order = dict.fromkeys(chain.from_iterable(names.values()))
    count = len(messages)
    rare = {
        primitive: (log(count / seen[primitive]) + 1) ** course.rareness
        for primitive in order
        if seen[primitive] >= course.least
        or (primitive in made and " " not in primitive and primitive[0] != "|")
    }
    number = {primitive: place for place, primitive in enumerate(rare)}
    squares = [0] * len(number)
    parts_of: dict[str, list[int]] = {}
    mass_of: dict[str, int] = {}
    for unit, made_of in made.items():
        parts: list[int] = []
        mass = 0
        for primitive, worth in made_of:
            place = number.get(primitive)
            if place is not None:
                if not squares[place]:
                    squares[place] = round((worth * rare[primitive]) ** 2 * _MASS)
                mass += squares[place]
                parts.append(place)
        if parts:
            parts_of[unit] = parts
            mass_of[unit] = mass
    lanes = Lanes(width)
    sums, shared, bias = _learn(messages, lanes, width, parts_of, mass_of, squares, course)
    rows = dict(zip(parts_of, sums, strict=True))
    for primitive, place in number.items():
        if primitive not in rows:
            rows[primitive] = shared[place]
            mass_of[primitive] = squares[place]
    for word in extra:
        parts = [number[p] for p, _ in primitives(word, groups, course.letters) if p in number]
        if word not in rows and parts:
            rows[word] = sum(shared[part] for part in parts)
            mass_of[word] = sum(squares[part] for part in parts)
    return Fitted(
        weights={unit: lanes.apart(row) for unit, row in rows.items()},
        unit=1 / (_MOVE * _MASS * course.averaged),
        masses={unit: mass / _MASS for unit, mass in mass_of.items()},
        bias=bias,
        new_word=(log(max(count, 1)) + 1) ** (2 * course.rareness),
    )


def _learn(
    messages: Sequence[tuple[list[str], int]],
    lanes: Lanes,
    width: int,
    parts_of: dict[str, list[int]],
    mass_of: dict[str, int],
    squares: list[int],
    course: Course,
) -> tuple[list[int], list[int], list[float]]:
    """The rows of units, those of primitives, and the topics' own shares."""
    place_of = {unit: place for place, unit in enumerate(parts_of)}
    parts = list(parts_of.values())
    masses = [mass_of[unit] for unit in parts_of]
    sums = [0] * len(parts)
    shared = [0] * len(squares)
    bias = [0.0] * width
    room = ROOM * (log(max(len(messages), 1)) + 1) ** (2 * course.rareness)
    docs: list[tuple[list[int], int, float]] = []
    for message, topic in messages:
        places = [place_of[unit] for unit in message if unit in place_of]
        if places:
            mass = sum([masses[place] for place in places])
            docs.append((places, topic, 1 / sqrt(room + mass / _MASS)))
    waiting = [0] * len(parts)
    handed: list[tuple[list[int], list[float]]] = []
    for visit, handings in enumerate(course.rounds):
        pace = course.pace / (1 + course.slower * visit)
        stops = {len(docs) * (part + 1) // handings - 1 for part in range(handings)}
        for at, doc in enumerate(_shuffled(len(docs), visit)):
            places, topic, length = docs[doc]
            said = length / (_MOVE * _MASS)
            row = lanes.apart(sum([sums[place] for place in places]))
            shares = _shares([said * z for z in row], bias)
            if shares[topic] < _ENOUGH:
                step = pace * length
                moves: list[tuple[int, int]] = []
                for k, share in enumerate(shares):
                    if k == topic or share > _LITTLE:
                        off = (k == topic) - share
                        bias[k] += off * pace * course.bias
                        moves.append((k, round(off * step * _MOVE)))
                move = lanes.together(moves)
                for place in places:
                    sums[place] += move * masses[place]
                    waiting[place] += move
            if at in stops:
                for place, held in enumerate(waiting):
                    if held:
                        for part in parts[place]:
                            shared[part] += squares[part] * held
                waiting = [0] * len(parts)
                sums = [sum([shared[part] for part in made_of]) for made_of in parts]
                handed = [*handed, (list(shared), list(bias))][-course.averaged :]
    # Rows are added up and not divided: a packed row can't be. The unit of the weights makes up for it.
    shared = [sum(rows) for rows in zip(*[rows for rows, _ in handed], strict=True)]
    bias = [fsum(shares) / len(handed) for shares in zip(*[shares for _, shares in handed], strict=True)]
    sums = [sum([shared[part] for part in made_of]) for made_of in parts]
    return sums, shared, bias


def _shares(logits: Sequence[float], bias: Sequence[float]) -> list[float]:
    raised = [a + b for a, b in zip(logits, bias, strict=True)]
    highest = max(raised)
    raw = [exp(value - highest) for value in raised]
    whole = fsum(raw)
    return [value / whole for value in raw]


def _shuffled(count: int, visit: int) -> list[int]:
    """An order that looks random and is the same everywhere."""
    return sorted(range(count), key=lambda place: (crc32(b"%d %d" % (visit, place)), place))
