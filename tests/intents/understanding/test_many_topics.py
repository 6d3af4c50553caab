from functools import cache

from intents.understanding import Lessons, Matcher, Topic, learn, matcher_from_bytes
from intents.understanding.sparse_table import SparseTable

VERBS = ("open", "close", "move", "rename", "copy", "print", "order", "cancel", "check", "book")
THINGS = tuple(f"{first}{second}" for first in ("lamp", "ship", "door", "milk", "wood") for second in ("abo", "eki", "ulu", "isa", "ona", "ame"))  # fmt: skip
WAYS = ("please {} the {}", "can you {} a {}", "{} my {} today", "I want to {} that {}", "{} {} again", "we must {} the {} now", "{} the old {}", "{} the new {}", "how to {} the {}", "{} {}")  # fmt: skip


def lessons() -> Lessons:
    return Lessons(
        topics=tuple(
            Topic(
                name=f"{verb} {thing}",
                title=f"{verb} {thing}",
                examples=tuple(way.format(verb, thing) for way in WAYS),
            )
            for verb in VERBS
            for thing in THINGS
        )
    )


@cache
def matcher() -> Matcher:
    return learn(lessons())


def test_hundreds_of_topics_are_told_apart_and_explained() -> None:
    assert isinstance(matcher().learned.table, SparseTable)
    ranking = matcher().rank("could somebody cancel this shipeki")
    assert ranking.candidates[0].name == "cancel shipeki"
    assert len(ranking.candidates) == 300
    assert {"cancel", "shipeki"} <= set(ranking.candidates[0].evidence)


def test_spelling_is_repaired_among_hundreds_of_topics() -> None:
    assert matcher().rank("pritn the doorulu").candidates[0].name == "print doorulu"


def test_a_stored_sparse_matcher_reads_as_before_and_not_when_cut_off() -> None:
    data = matcher().to_bytes()
    found = matcher_from_bytes(data, lessons())
    assert found is not None
    assert found.rank("book the milkona") == matcher().rank("book the milkona")
    assert matcher_from_bytes(data[:-1], lessons()) is None
