"""Learning a matcher from example messages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import inf

from intents.understanding.calibration import Held, level_of_refusing, steepness_of
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

MANY = 200
"""Examples of an intent from which on nothing has to be held back to know how sure to be."""
FOLDS = 3
LEAST_STEPS = 3
"""Rows that never reach so many of 127 steps are left out: two thirds of them, and no answer of a large catalogue misses them."""
FAMILIAR = 0.25
"""The part of a new word's mass below which a word is frequent."""
CUT = 0.5
"""The part of the largest weight beyond which weights of large catalogues are cut back."""
FLUENT = 2000
"""Examples from which on the frequent words of a language are known: below, every known word counts as one."""
MOST_WORK = 600_000
"""Examples times topics up to which regression is worth its time: beyond, topics are told apart by counting."""


def learn(lessons: Lessons) -> Matcher:
    """Learn from lessons. The slow part: seconds for thousands of examples."""
    topics = (*lessons.topics, *lessons.elsewhere)
    groups = groups_of(lessons)
    texts = [(text, k) for k, topic in enumerate(topics) for text in _texts(topic)]
    examples = [(plain_words(text), k) for text, k in texts]
    matcher = _learned(lessons, examples, groups)
    if not lessons.topics or len(examples) * len(topics) > MOST_WORK:
        return matcher
    if sum(k < len(lessons.topics) for _, k in examples) >= MANY * len(lessons.topics):
        return matcher
    held: list[Held] = []
    for fold in range(FOLDS):
        rest = [example for place, example in enumerate(examples) if place % FOLDS != fold]
        held_back = [text for place, text in enumerate(texts) if place % FOLDS == fold]
        other = _learned(lessons, rest, groups)
        held += [(other.log_odds(text), k) for text, k in held_back]
    steepness = steepness_of(held)
    refusing = level_of_refusing(held, len(lessons.topics), steepness)
    levels = replace(matcher.learned.levels, outside=max(refusing, matcher.learned.levels.outside))
    return Matcher(replace(matcher.learned, steepness=steepness, levels=levels))


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
        if len(examples) >= FLUENT and enough:
            table = table_from_weights(fitted.weights, fitted.masses, len(topics), least=LEAST_STEPS, cut=CUT)
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
            familiar=FAMILIAR * new_word if len(examples) >= FLUENT else inf,
            steepness=1.0,
            new_word=new_word,
            levels=Levels() if enough else Levels(outside=0.5),
        )
    )


def _texts(topic: Topic) -> Sequence[str]:
    if len(topic.examples) >= FEW:
        return topic.examples
    return (*topic.examples, topic.title, *topic.keywords)
