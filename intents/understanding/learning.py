"""Learning a matcher from example messages."""

from collections import Counter
from collections.abc import Sequence

from intents.understanding.counting import count
from intents.understanding.deciding import Levels
from intents.understanding.features import Groups
from intents.understanding.lessons import Lessons, Topic, lessons_key
from intents.understanding.matcher import Learned, Matcher
from intents.understanding.normalise import plain_words
from intents.understanding.regression import Course, Example, fit
from intents.understanding.sparse_table import SparseTable, sparse_table_from_weights
from intents.understanding.stored import METHOD
from intents.understanding.table import Table, table_from_weights

FEW = 30
"""A topic with fewer examples is also learned from its title and keywords."""

MOST_WORK = 600_000
"""Examples times topics up to which regression is worth its time: beyond, topics are told apart by counting."""


def learn(lessons: Lessons) -> Matcher:
    """Learn from lessons. The slow part: seconds for thousands of examples."""
    topics = (*lessons.topics, *lessons.elsewhere)
    groups = groups_of(lessons)
    examples = [(plain_words(text), k) for k, topic in enumerate(topics) for text in _texts(topic)]
    return _learned(lessons, examples, groups)


def groups_of(lessons: Lessons) -> Groups:
    """Words and neighbours that mean the same, by the number of their group."""
    found: dict[str, int] = {}
    for number, group in enumerate((*lessons.synonyms, *lessons.terms)):
        for text in group:
            said = plain_words(text)
            if 1 <= len(said) <= 2:
                found.setdefault(" ".join(said), number)
    return found


def _learned(lessons: Lessons, examples: Sequence[Example], groups: Groups) -> Matcher:
    topics = (*lessons.topics, *lessons.elsewhere)
    words = Counter(word for message, _ in examples for word in message)
    synonyms = [text for text in groups if " " not in text]
    enough = len(examples) >= FEW * len(topics)
    table: Table | SparseTable
    if len(examples) * len(topics) <= MOST_WORK:
        course = Course() if enough else Course(rareness=1.0, bias=0.0)
        fitted = fit(examples, len(topics), groups, course, extra=synonyms)
        table = table_from_weights(fitted.weights, fitted.masses, len(topics))
        bias, new_word = tuple(fitted.bias), fitted.new_word
    else:
        counted = count(examples, len(topics), groups, extra=synonyms)
        table = sparse_table_from_weights(counted.weights, counted.masses, len(topics))
        bias, new_word = (0.0,) * len(topics), counted.new_word
    vocabulary = [word for word, _ in sorted(words.items(), key=lambda item: (-item[1], item[0]))]
    vocabulary += [word for word in synonyms if word not in words]
    return Matcher(
        Learned(
            key=lessons_key(lessons, METHOD),
            topics=tuple(topic.name for topic in lessons.topics),
            elsewhere=tuple(topic.name for topic in lessons.elsewhere),
            table=table,
            vocabulary="\n".join(vocabulary).encode("utf-8", "replace"),
            look_alikes=lessons.look_alikes,
            bias=bias,
            new_word=new_word,
            levels=Levels() if enough else Levels(confirm=0.6, outside=0.5),
        )
    )


def _texts(topic: Topic) -> Sequence[str]:
    if len(topic.examples) >= FEW:
        return topic.examples
    return (*topic.examples, topic.title, *topic.keywords)
