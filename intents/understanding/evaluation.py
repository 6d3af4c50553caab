"""How well messages are read: figures over labelled messages, as values. The report is in `evaluation_report.py`.

A message is a JSON object: `id`, `text`, `label`, `acceptable` (every label a fair judge would accept), `kind`, and
`labels` (the requests) when it asks for several things. Whoever reads a message as being for nobody here is counted
as having said `out_of_scope`.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import sqrt

from intents.understanding.deciding import Decision, Reading
from intents.values import dataclass

OUT_OF_SCOPE = "out_of_scope"
BINS = 5


class UnreadableMessagesError(ValueError):
    """A line that is not a labelled message. The text names the line and what to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledMessage:
    """A message and where it should go."""

    id: str
    text: str
    label: str
    acceptable: tuple[str, ...]
    kind: str = ""
    labels: tuple[str, ...] = ()
    """The requests, when there are several in the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many, with the 95 % interval after Wilson, all in hundredths."""

    hits: int
    of: int

    @property
    def percent(self) -> float:
        return 100 * self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return (0.0, 100.0)
        z, n, p = 1.96, self.of, self.hits / self.of
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return (100 * max(0.0, middle - reach), 100 * min(1.0, middle + reach))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Messages whose first choice had about the same confidence."""

    low: float
    high: float
    confidence: float
    """The mean confidence, 0 to 1."""
    right: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A message whose first choice is not acceptable."""

    message: LabelledMessage
    predicted: str
    confidence: float
    decision: Decision
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All figures over one set of messages."""

    best: Share
    """The first choice is acceptable; refusing a message that belongs here is a miss."""
    best_in_scope: Share
    ranked_in_scope: Share
    """As `best_in_scope`, with refusals looked through: the best topic is acceptable."""
    first_three: Share
    """In scope: an acceptable topic is among the first three."""
    outside_noticed: Share
    refused_wrongly: Share
    confirmed: Share
    chosen: Share
    rephrased: Share
    confirmed_wrong: Share
    """Confirmed though not acceptable, of all messages."""
    within_two_turns: Share
    """Confirmed rightly, or offered among others; a message for nobody here: not confirmed."""
    asked: Share
    """In scope: needed a choice or other words."""
    both_found: Share
    false_alarms: Share
    """Messages with one request that were taken apart."""
    calibration: tuple[Bin, ...]
    by_label: tuple[tuple[str, Share], ...]
    by_kind: tuple[tuple[str, Share], ...]
    confusion: tuple[tuple[str, str, int], ...]
    """(label, first choice, messages), the largest label first."""
    misses: tuple[Miss, ...]


def labelled_messages(lines: Iterable[str]) -> tuple[LabelledMessage, ...]:
    """Labelled messages from JSON lines; blank lines are skipped. Raises UnreadableMessagesError."""
    found: list[LabelledMessage] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise UnreadableMessagesError(
                f"line {number}: not JSON ({error}). Write one object a line."
            ) from error
        if not isinstance(value, dict):
            raise UnreadableMessagesError(
                f"line {number}: not an object. Write one object with text and label a line."
            )
        for key in ("text", "label"):
            if not isinstance(value.get(key), str):
                raise UnreadableMessagesError(f"line {number}: {key} is missing or not a text. Add it.")
        label = value["label"]
        found.append(
            LabelledMessage(
                id=str(value.get("id", number)),
                text=value["text"],
                label=label,
                acceptable=_texts(value, "acceptable", number) or (label,),
                kind=str(value.get("kind", "")),
                labels=_texts(value, "labels", number),
            )
        )
    return tuple(found)


def evaluate(messages: Sequence[LabelledMessage], read: Callable[[str], Reading]) -> Evaluation:
    """Read every message and count. `read` is `Matcher.read` or anything like it."""
    return evaluation_of([(message, read(message.text)) for message in messages])


def evaluation_of(readings: Sequence[tuple[LabelledMessage, Reading]]) -> Evaluation:
    """The figures of messages that were read already."""
    seen = [_Seen(message, reading) for message, reading in readings]
    inside = [one for one in seen if OUT_OF_SCOPE not in one.message.acceptable]
    outside = [one for one in seen if one.message.label == OUT_OF_SCOPE]
    several = [one for one in seen if one.message.labels]
    single = [one for one in seen if not one.message.labels]
    confusion = Counter((one.message.label, one.predicted) for one in seen)
    return Evaluation(
        best=_share(one.right for one in seen),
        best_in_scope=_share(one.right for one in inside),
        ranked_in_scope=_share(one.ranked_right for one in inside),
        first_three=_share(one.among_three for one in inside),
        outside_noticed=_share(one.predicted == OUT_OF_SCOPE for one in outside),
        refused_wrongly=_share(one.predicted == OUT_OF_SCOPE for one in inside),
        confirmed=_share(one.confirmed for one in seen),
        chosen=_share(one.reading.decision is Decision.CHOOSE for one in seen),
        rephrased=_share(one.reading.decision is Decision.REPHRASE for one in seen),
        confirmed_wrong=_share(one.confirmed and not one.right for one in seen),
        within_two_turns=_share(one.settled for one in seen),
        asked=_share(not one.confirmed for one in inside),
        both_found=_share(one.all_found for one in several),
        false_alarms=_share(len(one.reading.requests) > 1 for one in single),
        calibration=_calibration(seen),
        by_label=_by(seen, lambda one: one.message.label),
        by_kind=_by(seen, lambda one: one.message.kind),
        confusion=tuple((label, said, count) for (label, said), count in sorted(confusion.items())),
        misses=tuple(one.miss() for one in seen if not one.right),
    )


class _Seen:
    """One message with its reading, looked at in the ways that the figures need."""

    def __init__(self, message: LabelledMessage, reading: Reading) -> None:
        ranking = reading.ranking
        refused = reading.decision is Decision.REPHRASE or not ranking.candidates
        fits = [candidate.name in message.acceptable for candidate in ranking.candidates]
        self.message = message
        self.reading = reading
        self.predicted = OUT_OF_SCOPE if refused else ranking.candidates[0].name
        self.confidence = ranking.outside_confidence if refused else ranking.candidates[0].confidence
        self.right = self.predicted in message.acceptable
        self.ranked_right = any(fits[:1])
        self.among_three = any(fits[:3])
        self.confirmed = reading.decision is Decision.CONFIRM
        offered = any(candidate.name in message.acceptable for candidate in reading.candidates)
        # "None of these" is always among the choices, so an offer settles what is for nobody here too.
        nobody = OUT_OF_SCOPE in message.acceptable and not self.confirmed
        self.settled = offered or nobody
        self.all_found = {request.name for request in reading.requests} >= set(message.labels)

    def miss(self) -> Miss:
        return Miss(
            message=self.message,
            predicted=self.predicted,
            confidence=self.confidence,
            decision=self.reading.decision,
            evidence=self.reading.evidence,
        )


def _share(hits: Iterable[bool]) -> Share:
    counted = list(hits)
    return Share(hits=sum(counted), of=len(counted))


def _by(seen: Sequence[_Seen], name_of: Callable[[_Seen], str]) -> tuple[tuple[str, Share], ...]:
    groups: dict[str, list[bool]] = {}
    for one in seen:
        groups.setdefault(name_of(one), []).append(one.right)
    return tuple((name, _share(groups[name])) for name in sorted(groups))


def _calibration(seen: Sequence[_Seen]) -> tuple[Bin, ...]:
    held: list[list[_Seen]] = [[] for _ in range(BINS)]
    for one in seen:
        held[min(BINS - 1, int(one.confidence * BINS))].append(one)
    return tuple(
        Bin(
            low=place / BINS,
            high=(place + 1) / BINS,
            confidence=sum(one.confidence for one in ones) / len(ones) if ones else 0.0,
            right=_share(one.right for one in ones),
        )
        for place, ones in enumerate(held)
    )


def _texts(value: dict[str, object], key: str, number: int) -> tuple[str, ...]:
    found = value.get(key, [])
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise UnreadableMessagesError(
            f'line {number}: {key} is not a list of texts. Write it as ["...", "..."].'
        )
    return tuple(found)
