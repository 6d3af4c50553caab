"""From a ranking to what is said next: confirm one topic, offer a few, or ask for other words."""

from collections.abc import Sequence
from enum import StrEnum

from intents.understanding.lessons import LookAlike
from intents.understanding.ranking import Candidate, Ranking
from intents.understanding.several import APART, Request
from intents.values import dataclass


class Decision(StrEnum):
    """What to do about a message."""

    CONFIRM = "confirm"
    """One topic is likely enough to be named; the person still says yes or no."""
    CHOOSE = "choose"
    """Two to four topics are offered."""
    REPHRASE = "rephrase"
    """Nothing is likely enough to be offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Confidences at which decisions turn. Learned, because they depend on how much there was to learn from."""

    confirm: float = 0.7
    """The best topic is named alone from here on."""
    outside: float = 0.35
    """From here on a message counts as being for someone else."""
    offer: float = 0.05
    """Topics below this are not offered beside likelier ones."""
    apart: float = APART
    """Log odds from which on a message is two requests, see `several.py`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is made of one message."""

    decision: Decision
    candidates: tuple[Candidate, ...]
    """Those to be shown: one to confirm, two to four to choose from, none when asking for other words."""
    look_alike: LookAlike | None
    """The question to ask instead of showing a bare list, when it tells the candidates apart."""
    requests: tuple[Request, ...]
    """Two or more when the message asks for several things, in the order they were typed; else empty."""
    outside: str | None
    """The group this message belongs to when it is not for this catalogue."""
    evidence: tuple[str, ...]
    """The words that decided, as typed."""
    ranking: Ranking


SHOWN = 4
"""Topics offered at once, at most: more would not be read."""

RIVAL = 3
"""The likeliest topic may be so many times as likely as the second, for a question about just these two to make sense."""

UNREAD = 0.6
"""The confidence at which a message is refused of which little was understood."""


def decide(
    ranking: Ranking, requests: tuple[Request, ...], look_alikes: Sequence[LookAlike], levels: Levels
) -> Reading:
    """Decide about a message.

    Args:
        ranking: The ranking of the whole message.
        requests: What `several` found in it.
    """
    best = ranking.candidates[0] if ranking.candidates else None
    outside = ranking.outside[0] if ranking.outside else None
    if best is None or ranking.known == 0:
        return _reading(Decision.REPHRASE, ranking, (), evidence=())
    surely_read = ranking.read_well and ranking.in_known_language
    refuse = levels.outside if surely_read else max(levels.outside, UNREAD)
    if outside is not None and ranking.outside_confidence >= refuse and not requests:
        return _reading(Decision.REPHRASE, ranking, (), evidence=outside.evidence, outside=outside.name)
    if best.confidence >= levels.confirm and ranking.mended_well:
        return _reading(Decision.CONFIRM, ranking, (best,), evidence=best.evidence, requests=requests)
    shown = _offered(ranking.candidates, levels)
    return _reading(
        Decision.CHOOSE,
        ranking,
        shown,
        evidence=best.evidence,
        requests=requests,
        look_alike=telling_apart(shown, look_alikes),
    )


def telling_apart(shown: Sequence[Candidate], look_alikes: Sequence[LookAlike]) -> LookAlike | None:
    """The question for the two likeliest topics, if one is known that leaves none of the likely ones out."""
    if len(shown) < 2 or shown[1].confidence * RIVAL < shown[0].confidence:
        return None
    names = [candidate.name for candidate in shown[:2]]
    for look_alike in look_alikes:
        if all(name in look_alike.topics for name in names):
            return look_alike
    return None


def _offered(candidates: Sequence[Candidate], levels: Levels) -> tuple[Candidate, ...]:
    likely = [candidate for candidate in candidates[:SHOWN] if candidate.confidence >= levels.offer]
    return tuple(likely if len(likely) >= 2 else candidates[:2])


def _reading(
    decision: Decision,
    ranking: Ranking,
    shown: tuple[Candidate, ...],
    *,
    evidence: tuple[str, ...],
    requests: tuple[Request, ...] = (),
    outside: str | None = None,
    look_alike: LookAlike | None = None,
) -> Reading:
    return Reading(
        decision=decision,
        candidates=shown,
        look_alike=look_alike,
        requests=requests,
        outside=outside,
        evidence=evidence,
        ranking=ranking,
    )
