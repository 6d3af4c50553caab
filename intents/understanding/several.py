"""Several requests in one message: where it is cut, and what each part asks for.

Every place where one request may end is looked at from both sides. What is seen there (`signs`) is weighed, and the
likeliest cut counts when its log odds are good enough. Each side may be cut once more.

The weights were fitted by `benchmarks/several_requests.py`: two or three examples of a catalogue that were held back
while learning, joined in the many ways in which people join requests, against examples that ask for one thing.
"""

from collections.abc import Callable
from math import fsum, log

from intents.understanding.normalise import plain_words
from intents.understanding.ranking import Candidate, Ranking
from intents.understanding.requests import Split, splits
from intents.values import dataclass

APART = 1.5
"""Log odds from which on a message is two requests: 4 of 1,000 single requests that were made up are taken apart there."""
SUPPORT = 0.005
"""The second best topic of a message has at least this confidence when two things are asked."""
SHOWN = 4
"""Topics kept for each request, at most."""

# In the order of `signs`.
WEIGHTS = (
    -2.14, 0.31, 0.34, 0.21, -4.29, -0.71, -0.24, 3.15, 1.65, 1.62, -0.71, -0.37,
    1.41, 0.47, 0.41, -0.69, -0.87, -0.76, -0.79, -1.12, -1.02, 0.54, -0.72,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One of several requests in a message."""

    text: str
    """The part of the message that asks for it, as typed."""
    name: str | None
    """The topic, when it is likely enough to be named alone."""
    candidates: tuple[Candidate, ...]


def several(
    text: str, ranking: Ranking, rank: Callable[[str], Ranking], apart: float, *, depth: int = 2
) -> tuple[Request, ...]:
    """The requests of a message, when it asks for different things with confidence; else nothing.

    Args:
        ranking: The ranking of the text.
        rank: Ranks a part of it.
        apart: Log odds from which on a cut counts.
        depth: How often a part may be taken apart once more.
    """
    if len(ranking.candidates) < 2 or ranking.candidates[1].confidence < SUPPORT:
        # Both requests would show in the whole message. Some messages end here, without a split.
        return ()
    best = apart
    found: tuple[tuple[str, Ranking], ...] = ()
    tried = splits(text)
    for split in tried:
        left, right = rank(split.left), rank(split.right)
        if left.candidates[0].name == right.candidates[0].name:
            continue
        odds = weighed(signs(split, len(tried), ranking, left, right))
        if odds > best:
            best, found = odds, ((split.left, left), (split.right, right))
    requests: list[Request] = []
    for part, part_ranking in found:
        more = several(part, part_ranking, rank, apart, depth=depth - 1) if depth > 1 else ()
        name = part_ranking.candidates[0].name
        one = Request(text=part, name=name, candidates=part_ranking.candidates[:SHOWN])
        requests += [
            request for request in more or (one,) if all(request.name != known.name for known in requests)
        ]
    return tuple(requests) if len(requests) > 1 else ()


def signs(split: Split, tried: int, whole: Ranking, left: Ranking, right: Ranking) -> tuple[float, ...]:
    """What is seen at a cut.

    Args:
        tried: The number of cuts of the message.
        whole: The ranking of the whole message.
    """
    first, second = left.candidates[0], right.candidates[0]
    lower, higher = sorted((first.confidence, second.confidence))
    before, at, after = plain_words(split.left), split.said, plain_words(split.right)
    opening = (*at, *after)[:4]
    return (
        1.0,
        _odds(lower),
        _odds(higher),
        # How much less likely both sides are when one topic has to explain both.
        _log(first.confidence)
        + _log(second.confidence)
        - max(_log(one.confidence) + _log(right.confidence_of(one.name)) for one in left.candidates),
        max(left.outside_confidence, right.outside_confidence),
        # A message that is sure of one topic as a whole is seldom two requests.
        whole.confidence_of(first.name) + whole.confidence_of(second.name),
        _odds(whole.candidates[0].confidence),
        split.another,
        split.joined,
        split.ended,
        "\n" in split.words,
        split.comma,
        any(word in _TOO for word in (*opening, *after[-2:])),
        _asks(before),
        any(word in _COUNTED for word in before[:6]),
        # A side that is no request of its own: it tells what happened, points back, or stops in mid-sentence.
        min(3, sum(word in _TOLD for word in before)),
        min(2, sum(word in _POINTING for word in after[:8])),
        bool(before) and before[-1] in _OPEN,
        min(2, len({word for word in before if len(word) > 2 and word not in _SMALL}.intersection(after))),
        max(0, 4 - len(before)),
        max(0, 4 - len(after)),
        log(max(1, min(len(before), len(after)))),
        log(tried),
    )


def weighed(seen: tuple[float, ...]) -> float:
    """Log odds of a cut. Rounded, because the last bits of log differ between platforms."""
    return round(fsum(weight * sign for weight, sign in zip(WEIGHTS, seen, strict=True)), 4)


def _odds(confidence: float) -> float:
    held = min(max(confidence, 0.002), 0.998)
    return log(held / (1 - held))


def _log(confidence: float) -> float:
    return log(max(confidence, 0.001))


def _asks(said: list[str]) -> bool:
    return bool(said) and (said[0] in _ORDERS or any(word in _ASKING for word in said))


_TOO = frozenset("also too well another additionally aussi tambem tambien auch".split())
_ASKING = frozenset(
    "can could would will please pls plz kindly need needs want wants wish request requests should id".split()
)
_ORDERS = frozenset(
    "how what who where when which why is are do does add update change remove fix create delete make set put give move"
    " rename edit switch take swap replace drop export pull get show list grant turn reopen restore check tell".split()
)
_COUNTED = frozenset("two three couple things requests questions topics points first firstly".split())
_TOLD = frozenset(
    "was were had been have has ive weve yesterday last ago asked said says told agreed because when after while since"
    " just already".split()
)
_POINTING = frozenset(
    "it its they them their this that these those he she him his one ones which same there".split()
)
_OPEN = frozenset(
    "the a an in on of to for with by at from and or our my their his her its is are be not as i we you who that which one"
    " two new old".split()
)
_SMALL = frozenset(
    "the and for are our you with from that this can not was has have please also does".split()
)
