"""Learning a matcher from example messages."""

from collections import Counter
from collections.abc import Iterable
from math import log

from intents.understanding.deciding import Levels
from intents.understanding.features import pairs, parts
from intents.understanding.lessons import Lessons, Topic, lessons_key
from intents.understanding.matcher import Learned, Matcher
from intents.understanding.normalise import plain_words
from intents.understanding.stored import METHOD
from intents.understanding.table import table_from_weights

_WORTH = {"word": 1.0, "stem": 0.6, "pair": 0.6, "letters": 0.08}


def learn(lessons: Lessons) -> Matcher:
    """Learn from lessons. The slow part: up to seconds for thousands of examples."""
    topics = (*lessons.topics, *lessons.elsewhere)
    examples = [(plain_words(text), k) for k, topic in enumerate(topics) for text in _texts(topic)]
    weights, vocabulary = _counted(examples, len(topics))
    learned = Learned(
        key=lessons_key(lessons, METHOD),
        topics=tuple(topic.name for topic in lessons.topics),
        elsewhere=tuple(topic.name for topic in lessons.elsewhere),
        table=table_from_weights(weights, len(topics)),
        vocabulary="\n".join(vocabulary).encode(),
        terms=lessons.terms,
        look_alikes=lessons.look_alikes,
        steepness=1.0,
        levels=Levels(),
    )
    return Matcher(learned)


def _texts(topic: Topic) -> Iterable[str]:
    yield from topic.examples
    yield topic.title
    yield from topic.keywords


def _counted(examples: list[tuple[list[str], int]], width: int) -> tuple[dict[str, list[float]], list[str]]:
    """Log odds of every feature for every topic, by counting the examples that have it."""
    counts: dict[str, Counter[int]] = {}
    sizes = [0] * width
    words: Counter[str] = Counter()
    for message, topic in examples:
        sizes[topic] += 1
        words.update(message)
        present: dict[str, None] = {}
        for word in message:
            present[word] = None
            present.update(dict.fromkeys(parts(word)))
        for pair, _, _ in pairs(message):
            present[pair] = None
        for feature in present:
            counts.setdefault(feature, Counter())[topic] += 1
    total = sum(sizes)
    primitive: dict[str, list[float]] = {}
    for feature, by_topic in counts.items():
        seen = sum(by_topic.values())
        kind = _kind(feature)
        if seen < 2 and kind != "word":
            continue
        # Common features say little even where their counts differ.
        worth = _WORTH[kind] * min(1.0, log(1 + total / seen) / 5)
        rest = (seen + 1.0) / (total + width)
        primitive[feature] = [
            worth * log((by_topic[k] + width * rest) / (sizes[k] + width) / rest) for k in range(width)
        ]
    vocabulary = [word for word, _ in sorted(words.items(), key=lambda item: (-item[1], item[0]))]
    folded = {f: row for f, row in primitive.items() if f not in words}
    for word in vocabulary:
        # A known word is always read with its stem and letters, so their rows are added to its own, once and here.
        folded[word] = _sum([primitive.get(part) for part in (word, *parts(word))], width)
    return folded, vocabulary


def _kind(feature: str) -> str:
    if " " in feature:
        return "pair"
    if feature[0] == "~":
        return "stem"
    return "letters" if feature[0] == "=" else "word"


def _sum(rows: Iterable[list[float] | None], width: int) -> list[float]:
    total = [0.0] * width
    for row in rows:
        if row is not None:
            for k, weight in enumerate(row):
                total[k] += weight
    return total
