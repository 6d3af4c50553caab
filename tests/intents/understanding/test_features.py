"""What a message is read as: words, neighbours, frames, and how they weigh."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.understanding import Lessons, Topic, learn
from intents.understanding.features import frames, primitives, runs, units
from intents.understanding.regression import Course, fit

SMALL = frozenset({"the", "should", "be", "is", "a"})


def test_a_frame_is_frequent_words_with_all_between_them_as_one_gap() -> None:
    found = dict(frames(["the", "station", "clock", "should", "be", "blue"], SMALL))
    assert found == {
        "|^ the": (0, 0),
        "|the *": (0, 1),
        "|* should": (1, 3),
        "|should be": (3, 4),
        "|be *": (4, 5),
        "|* $": (5, 5),
        "|^ the *": (0, 0, 1),
        "|the * should": (0, 1, 3),
        "|* should be": (1, 3, 4),
        "|should be *": (3, 4, 5),
        "|be * $": (4, 5, 5),
    }


def test_without_frequent_words_neighbours_but_one_stand_in_for_frames() -> None:
    said = ["order", "a", "train"]
    assert dict(runs(said, frozenset())) == {"order a": (0, 1), "a train": (1, 2), "order _ train": (0, 2)}
    assert all(" _ " not in unit for unit in units(said, SMALL))


@given(st.lists(st.sampled_from(["the", "is", "clock", "train", "a", "blue"]), max_size=8))
def test_every_run_is_found_where_it_stands(said: list[str]) -> None:
    for run, places in runs(said, SMALL):
        assert list(places) == sorted(places)
        assert all(0 <= place < len(said) for place in places)
        shown = [part for part in run.lstrip("|").split() if part not in {"^", "$", "*", "_"}]
        assert all(part in [said[place] for place in places] for part in shown)


def test_letters_weigh_what_they_are_told_to() -> None:
    weights = dict(primitives("train", {}, letters=0.7))
    assert weights["train"] == 1.0
    assert weights["=rai"] == 0.7


THINGS = [a + b for a in ("ba", "ke", "li", "mo", "nu", "pa", "ri", "so", "tu", "wo") for b in
          ("dar", "fel", "gim", "hon", "jul", "kas", "lem", "mip", "nop", "rut")]  # fmt: skip
FAULTS = (
    "the {} is still not shown",
    "since monday the {} is gone",
    "my {} does not open any more",
    "the {} went away over night",
)
WISHES = (
    "the {} should be shown to all",
    "could the {} be moved to monday",
    "let my {} open by itself",
    "the {} ought to stay over night",
)


def test_how_something_is_said_counts_whatever_it_is_about() -> None:
    chance = random.Random(7)
    things = [chance.choice(THINGS[:80]) + chance.choice(THINGS[:80]) for _ in range(400)]
    lessons = Lessons(
        topics=tuple(
            Topic(
                name=name,
                title=name,
                keywords=(),
                examples=tuple(ways[place % 4].format(thing) for place, thing in enumerate(things[start:start + 200])),
            )
            for name, ways, start in (("fault", FAULTS, 0), ("wish", WISHES, 200))
        ),
        elsewhere=(),
        synonyms=(),
        terms=(),
        look_alikes=(),
    )  # fmt: skip
    matcher = learn(lessons)
    assert matcher.learned.frame_words > 0
    for name, ways in (("fault", FAULTS), ("wish", WISHES)):
        for way in ways:
            read = matcher.rank(way.format("zyxwv qrstu"))
            assert read.candidates[0].name == name, way


@pytest.mark.parametrize("averaged", [1, 2, 4])
def test_averaged_weights_are_of_one_scale(averaged: int) -> None:
    examples = [(["red", "apple"], 0), (["green", "pear"], 1)] * 20
    course = Course(rounds=(2, 2, 2), averaged=averaged)
    fitted = fit(examples, 2, {}, course)
    weight = fitted.weights["apple"][0] * fitted.unit
    last = fit(examples, 2, {}, Course(rounds=(2, 2, 2), averaged=1))
    assert weight == pytest.approx(last.weights["apple"][0] * last.unit, rel=0.5)
    assert weight > 0 > fitted.weights["pear"][0]
