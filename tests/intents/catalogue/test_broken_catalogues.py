"""One broken catalogue a fault, each with its exact message. The cases are in `tests/catalogues/broken.txt`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from intents.catalogue import CatalogueFaults, check_catalogue, read_catalogue

CATALOGUES = Path(__file__).parents[2] / "catalogues"
GOOD = (CATALOGUES / "good.yaml").read_text(encoding="utf-8")


class Broken(NamedTuple):
    what: str
    old: str
    new: str
    faults: list[str]


def cases() -> list[Broken]:
    text = (CATALOGUES / "broken.txt").read_text(encoding="utf-8")
    form = re.compile(
        r"^=== ([^\n]*)\n---\n(.*?)\n\+\+\+\n(.*?)\n!!!\n(.*?)\n(?=\n===|\Z)", re.MULTILINE | re.DOTALL
    )
    found = [Broken(what, old, new, faults.split("\n")) for what, old, new, faults in form.findall(text)]
    assert len(found) == text.count("\n=== "), "a case is not written as the others are"
    return found


def written(folder: Path, text: str) -> Path:
    path = folder / "intents.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(path: Path) -> list[str]:
    """The faults without the file's name, and without what the rules for answers say in brackets."""
    lines = [str(fault).removeprefix(f"{path}:") for fault in check_catalogue(path)]
    return [re.sub(r"own question \(.*\); give", "own question (...); give", line) for line in lines]


def test_the_catalogue_that_is_broken_in_so_many_ways_is_good_itself() -> None:
    assert check_catalogue(CATALOGUES / "good.yaml") == ()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.what.replace(" ", "-"))
def test_a_fault_is_named_with_its_line_its_key_and_what_to_do(case: Broken, tmp_path: Path) -> None:
    assert GOOD.count(case.old) == 1
    path = written(tmp_path, GOOD.replace(case.old, case.new))
    assert faults_of(path) == case.faults


@pytest.mark.parametrize("letter", ["\u2028", "\x07", "\x85", "\0"])
def test_an_invisible_character_is_named_with_its_line(letter: str, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("The Library", f"The{letter}Library"))
    assert faults_of(path) == [
        f"2: there is an invisible character (U+{ord(letter):04X}); delete it, or put a space or a line break there"
    ]


def test_more_than_five_required_questions_for_everybody_are_too_many(tmp_path: Path) -> None:
    more = "".join(f"      - {{name: q{n}, ask: And?, kind: line}}\n" for n in range(5))
    path = written(tmp_path, GOOD.replace("      - {name: what,", f"{more}      - {{name: what,"))
    assert faults_of(path) == [
        (
            "143: intents.ask.questions: 6 required questions are asked of everybody, and 5 are the most; "
            "make some `required: no`, or ask them only `when` they matter"
        )
    ]


def test_a_catalogue_without_intents_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "catalogue: 1\nteam: A\nhost: https://example.com\nintents: []\n")
    assert faults_of(path) == ["4: intents: there is no intent; describe one, beginning with `- id:`"]


def test_all_faults_are_told_at_once_and_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = (
        GOOD.replace("host: https://", "host: http://")
        .replace("- order\n", "- a, b\n")
        .replace("due: from", "due: form")
    )
    path = written(tmp_path, text.replace("keywords: [book, buy]", "keywords: [book, no]"))
    with pytest.raises(CatalogueFaults) as caught:
        read_catalogue(path)
    lines = [fault.line for fault in caught.value.faults]
    assert lines == sorted(lines)
    assert lines == [4, 25, 109, 110]
    assert str(caught.value).startswith(f"The catalogue {path} has 4 faults.\n{path}:4: host: ")


def test_own_rules_for_answers_are_used_when_they_are_given(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    faults = check_catalogue(path, accepts=lambda question, text: "Never." if text == "The Waves" else None)
    assert [str(fault).removeprefix(f"{path}:") for fault in faults] == [
        (
            "44: intents.order.questions.title.example: `The Waves` is no right answer to its own question (Never); "
            "give one that is right on any day"
        )
    ]
