"""Labelled messages as people write them, against the packaged catalogue: what is taken over is right."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from intents.answering.answer import Origin
from intents.answering.kinds import read_answer
from intents.answering.reading import Accepted, Surroundings
from intents.catalogue.model import Catalogue
from intents.catalogue.reader import read_catalogue
from intents.understanding.answers import find_answers

ROOT = Path(__file__).parents[3]
LABELLED = Path(__file__).with_name("given_answers.jsonl")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "intents.yaml")


def _labelled() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]


def test_at_least_98_of_100_answers_taken_over_are_right(catalogue: Catalogue) -> None:
    right: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    wrong: list[str] = []
    for row in _labelled():
        intent = catalogue.intent(row["intent"])
        assert intent is not None
        around = Surroundings(
            today=date.fromisoformat(row["today"]), ticket_hosts=catalogue.ticket_hosts, me="riley"
        )
        expected = {
            name: {value} if isinstance(value, str) else set(value)
            for name, value in row["answers"].items()
            if intent.question(name)
        }
        wanted[intent.id] += len(expected)
        for name, answer in find_answers(intent, row["text"], around).items():
            asked = intent.question(name)
            assert asked is not None
            if asked.answered_by.message and answer.words == row["text"].strip():
                continue  # The whole message, offered to be corrected, is right by definition.
            taken[intent.id] += 1
            if expected.get(name) == set(answer.values):
                right[intent.id] += 1
            else:
                wrong.append(f"{row['text']!r}: {name} = {answer.values}, not {expected.get(name)}")
    figures = "\n".join(
        f"{name}: {right[name]} of {taken[name]} taken are right, of {wanted[name]} given"
        for name in sorted(wanted)
    )
    report = f"{figures}\n" + "\n".join(wrong)
    assert right.total() >= 0.98 * taken.total(), report
    assert right.total() >= 0.95 * wanted.total(), report


def test_the_labelled_messages_cover_every_intent(catalogue: Catalogue) -> None:
    rows = _labelled()
    assert len(rows) >= 300
    assert {row["intent"] for row in rows} == {intent.id for intent in catalogue.intents}


def test_what_is_taken_over_is_shown_with_words_of_the_message_and_is_right_by_its_question(
    catalogue: Catalogue,
) -> None:
    for row in _labelled():
        intent = catalogue.intent(row["intent"])
        assert intent is not None
        around = Surroundings(today=date.fromisoformat(row["today"]), ticket_hosts=catalogue.ticket_hosts)
        for name, answer in find_answers(intent, row["text"], around).items():
            asked = intent.question(name)
            assert asked is not None
            assert not asked.answered_by.never
            assert answer.words
            assert answer.words in row["text"]
            assert answer.origin is Origin.TAKEN_OVER
            again = read_answer(asked, "; ".join(answer.values), around)
            assert isinstance(again, Accepted), (row["text"], name, again)
            assert set(again.answer.values) == set(answer.values)
