"""One message, looked at once for all questions: its words, names, links, people and quotations, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from intents.answering.answer import Answer, Origin
from intents.answering.handles import MAIL, MENTION, clean
from intents.answering.kinds import read_answer
from intents.answering.links import LINK, trim
from intents.answering.phrases import Token, find_phrases, tokens, word_set
from intents.answering.reading import Accepted, Surroundings
from intents.catalogue.model import Choice, Intent, Question
from intents.understanding.passages import BLANK, Passage, blank, joined_names, quotes, speaking
from intents.values import dataclass

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An answer, and the places in the message that it came from."""

    answer: Answer
    places: tuple[Place, ...]
    """Start and end of each part, in the order of the message."""


@dataclass(slots=True, kw_only=True)
class Sight:
    """One message, looked at once for all questions."""

    intent: Intent
    message: str
    around: Surroundings
    spoken: str
    """The message with quoted mail, logs and code blanked."""
    plain: str
    """The same, with names, links, mail addresses, handles and quotations blanked too: ordinary words alone."""
    words: tuple[Token, ...]
    """Of `plain`."""
    quoted: tuple[Passage, ...]
    names: tuple[Passage, ...]
    all_names: bool
    """False where a further name has no plain end."""
    links: tuple[Passage, ...]
    handles: tuple[Passage, ...]

    @classmethod
    def of(cls, intent: Intent, message: str, around: Surroundings) -> Sight:
        message = message[:LONGEST_MESSAGE]
        spoken = speaking(message)
        links = tuple(_links(spoken))
        unlinked = blank(spoken, [(link.start, link.end) for link in links])
        mails = [match.span() for match in MAIL.finditer(unlinked)]
        unmailed = blank(unlinked, mails)
        quoted = quotes(spoken)
        names, whole = joined_names(unlinked)
        handles = tuple(
            Passage(clean(m[0]), m.start(), m.start() + 1 + len(clean(m[0])))
            for m in MENTION.finditer(unmailed)
        )
        dull = [(p.start, p.end) for group in (quoted, names, handles) for p in group]
        plain = blank(unmailed, dull)
        return cls(
            intent=intent,
            message=message,
            around=around,
            spoken=spoken,
            plain=plain,
            words=tokens(plain),
            quoted=quoted,
            names=names,
            all_names=whole,
            links=links,
            handles=handles,
        )


LONGEST_MESSAGE = 6_000
"""Characters that are looked at. What a person says stands before what they paste."""


def _links(text: str) -> list[Passage]:
    found = []
    for match in LINK.finditer(text):
        written = trim(match[0])
        start = match.start() + max(match[0].find(written), 0)
        if written:
            found.append(Passage(written, start, start + len(written)))
    return found


def taken(question: Question, text: str, sight: Sight, places: Sequence[Place]) -> Found | None:
    """The answer that the text is, when it passes the rules of the question without a doubt."""
    reading = read_answer(question, text, sight.around)
    if not isinstance(reading, Accepted) or reading.alternative is not None:
        return None
    start, end = min(p[0] for p in places), max(p[1] for p in places)
    answer = replace(reading.answer, words=sight.message[start:end], origin=Origin.TAKEN_OVER)
    return Found(answer=answer, places=tuple(sorted(places)))


def chosen(choices: Sequence[Choice], sight: Sight, places: Sequence[Place]) -> Found:
    start, end = min(p[0] for p in places), max(p[1] for p in places)
    values = tuple(dict.fromkeys(choice.value for choice in choices))
    return Found(
        answer=Answer(values=values, words=sight.message[start:end], origin=Origin.TAKEN_OVER),
        places=tuple(sorted(places)),
    )


_FILLERS = word_set(
    "is are will be should the a an my our their on of handle name gitlab user username here new gl"
)


def cue_ends(question: Question, sight: Sight) -> list[tuple[int, int]]:
    """Where the cues of the question stand: the index of the token after each, and the place of its first letter."""
    spans = find_phrases(sight.plain, sight.words, [(cue, cue) for cue in question.answered_by.cues])
    return [(span.last, span.start) for span in spans]


def follows_cue(question: Question, sight: Sight, start: int) -> bool:
    """Whether a place follows a cue with nothing but fillers between; true without cues."""
    if not question.answered_by.cues:
        return True
    for last, _ in cue_ends(question, sight):
        end = sight.words[last - 1].end
        between = sight.plain[end:start] if end <= start else None
        if between is None or len(between) > 40 or re.search(r"[.;?!\n]", between):
            continue
        if all(token.plain in _FILLERS for token in tokens(between)) and BLANK not in between:
            return True
    return False
