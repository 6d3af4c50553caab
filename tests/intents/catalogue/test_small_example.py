"""The catalogue that the documentation shows is a whole one, and the documentation shows all of it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from intents.catalogue import check_catalogue, model, read_catalogue

ROOT = Path(__file__).parents[3]
SMALL = ROOT / "examples" / "small" / "intents.yaml"
GUIDE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")


def test_the_small_catalogue_has_no_faults() -> None:
    assert check_catalogue(SMALL) == ()
    catalogue = read_catalogue(SMALL)
    assert [intent.id for intent in catalogue.intents] == ["new_map", "wrong_map", "question"]


def test_the_guide_shows_the_small_catalogue_word_for_word() -> None:
    assert SMALL.read_text(encoding="utf-8") in GUIDE


@pytest.mark.parametrize(
    "part",
    [
        model.Catalogue,
        model.Tracker,
        model.TicketHost,
        model.Intent,
        model.Question,
        model.Choice,
        model.Limits,
        model.AnsweredBy,
        model.DraftPattern,
        model.Step,
        model.Elsewhere,
        model.LookAlike,
    ],
)
def test_the_guide_explains_every_key(part: type) -> None:
    inside = {"source", "mention_when", "confidential_when", "all_of"}
    for field in fields(part):
        if field.name not in inside:
            assert f"`{field.name}`" in GUIDE, f"{part.__name__}.{field.name}"


@pytest.mark.parametrize("words", [model.Kind, model.Outcome, model.TemplateUse, model.Actor])
def test_the_guide_explains_every_word_of_a_closed_set(words: type) -> None:
    for word in words:  # type: ignore[attr-defined]
        assert f"`{word.value}`" in GUIDE
