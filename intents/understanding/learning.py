"""Learning a matcher from example messages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import inf

from intents.understanding.calibration import Held, level_of_refusing, steepness_of
from intents.understanding.counting import count
from intents.understanding.deciding import Levels
from intents.understanding.features import EXAMPLES_A_FRAME_WORD, FRAME_WORDS, Groups
from intents.understanding.lessons import Lessons, Topic, lessons_key
from intents.understanding.matcher import Learned, Matcher
from intents.understanding.normalise import plain_words
from intents.understanding.regression import Course, Example, fit
from intents.understanding.sparse_table import SparseTable, sparse_table_from_weights
from intents.understanding.stored import METHOD
from intents.understanding.table import Table, table_from_weights

FEW = 30
"""Examples a topic below which they are learned from as `FEW_EXAMPLES` says."""

MANY = 200
"""Examples of an intent from which on nothing has to be held back to know how sure to be."""
FOLDS = 3
FEW_EXAMPLES = Course(
    rounds=(2, 1, 1, 1, 1, 1), averaged=1, slower=0.5, rareness=1.0, bias=0.0, least=1, letters=0.3
)
"""How to learn where examples are few: longer, and from what only one example has."""
LEAST_STEPS = 3
"""Rows that never reach so many of 127 steps are left out: two thirds of them, and no answer of a large catalogue misses them."""
LEAST_STEPS_OF_MANY = 2
MANY_CELLS = 50_000
"""Examples times topics from which on the same is done where examples are few, so that the file does not grow too large."""
FAMILIAR = 0.25
"""The part of a new word's mass below which a word is frequent."""
CUT = 0.5
"""The part of the largest weight beyond which weights of large catalogues are cut back."""
FLUENT = 2000
"""Examples from which on the frequent words of a language are known: below, every known word counts as one."""
SAMPLE = 700
"""Examples that are learned from within half a second."""
UNSURE = 0.6
"""The confidence from which on a message is refused that was read after a glance at the examples."""
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


def learn_at_a_glance(lessons: Lessons) -> Matcher:
    """Learn within half a second, from a sample of the examples: to have an answer while the rest is being learned."""
    each = max(3, SAMPLE // max(1, len(lessons.topics) + len(lessons.elsewhere)))
    sample = replace(
        lessons,
        topics=tuple(_sampled(topic, each) for topic in lessons.topics),
        # Fewer of these: what is refused after a glance would be refused wrongly too often.
        elsewhere=tuple(_sampled(topic, max(2, each * 2 // 5)) for topic in lessons.elsewhere),
    )
    topics = (*sample.topics, *sample.elsewhere)
    examples = [(plain_words(text), k) for k, topic in enumerate(topics) for text in _texts(topic)]
    learned = _learned(sample, examples, groups_of(sample)).learned
    return Matcher(replace(learned, levels=replace(learned.levels, outside=UNSURE)))


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
    vocabulary = [word for word, _ in sorted(words.items(), key=lambda item: (-item[1], item[0]))]
    vocabulary += [word for word in synonyms if word not in words]
    enough = len(examples) >= FEW * len(topics)
    table: Table | SparseTable
    frame_words = 0
    if len(examples) * len(topics) <= MOST_WORK:
        course = Course() if enough else FEW_EXAMPLES
        if enough:
            frame_words = min(FRAME_WORDS, len(examples) // EXAMPLES_A_FRAME_WORD, len(words))
        frequent = frozenset(vocabulary[:frame_words])
        fitted = fit(examples, len(topics), groups, course, frequent=frequent, extra=synonyms)
        large = len(examples) >= FLUENT and enough
        many = len(examples) * len(topics) > MANY_CELLS
        table = table_from_weights(
            fitted.weights,
            fitted.masses,
            len(topics),
            unit=fitted.unit,
            least=LEAST_STEPS if large else LEAST_STEPS_OF_MANY if many else 0,
            cut=CUT if large else 1.0,
        )
        bias, new_word = tuple(fitted.bias), fitted.new_word
    else:
        counted = count(examples, len(topics), groups, extra=synonyms)
        table = sparse_table_from_weights(counted.weights, counted.masses, len(topics))
        bias, new_word = (0.0,) * len(topics), counted.new_word
    return Matcher(
        Learned(
            key=lessons_key(lessons, METHOD),
            topics=tuple(topic.name for topic in lessons.topics),
            elsewhere=tuple(topic.name for topic in lessons.elsewhere),
            table=table,
            vocabulary="\n".join(vocabulary).encode("utf-8", "replace"),
            frame_words=frame_words,
            look_alikes=lessons.look_alikes,
            bias=bias,
            familiar=FAMILIAR * new_word if len(examples) >= FLUENT else inf,
            steepness=1.0,
            new_word=new_word,
            levels=Levels() if enough else Levels(outside=0.5),
        )
    )


def _texts(topic: Topic) -> Sequence[str]:
    return (*topic.examples, topic.title, *topic.keywords)


def _sampled(topic: Topic, count: int) -> Topic:
    """The topic with so many of its examples, from all over them: neighbours resemble each other."""
    have = len(topic.examples)
    if have <= count:
        return topic
    return replace(topic, examples=tuple(topic.examples[place * have // count] for place in range(count)))
