"""A pattern with names -> sections with answers."""

from __future__ import annotations

import pytest

from intents.drafting.layout import Section, lay_out


def laid(pattern: str, **values: str) -> str:
    sections = lay_out(pattern, lambda name, alone: values.get(name))
    return "\n\n".join(section.markdown() for section in sections)


@pytest.mark.parametrize(
    ("pattern", "values", "expected"),
    [
        ("## A\n\n${a}", {"a": "x"}, "## A\n\nx"),
        ("## A\n\n${a}\n\n## B\n\n${b}", {"b": "y"}, "## B\n\ny"),
        ("## A\n\nAlways there.", {}, "## A\n\nAlways there."),
        ("- A: ${a}\n- B: ${b}", {"a": "x"}, "- A: x"),
        ("From ${a} to ${b}.", {"a": "x"}, "From x to ."),
        ("From ${a} to ${b}.", {}, ""),
        ("- ${a}", {"a": "one\ntwo"}, "- one\n  two"),
        ("- ${a}", {"a": "- one\n- two"}, "- one\n- two"),
        ("${a}\n\n\n\n${b}\n\n${c}", {"a": "x", "c": "z"}, "x\n\nz"),
        ("Price: $$5, ${a}", {"a": "$b ${b}"}, "Price: $5, $b ${b}"),
        ("#hashtag ${a}", {"a": "x"}, "#hashtag x"),
    ],
    ids=[
        "filled", "section left out", "section without names", "line left out", "half answered", "not answered",
        "indented in a list", "a list as it is", "gaps closed", "values are not read again", "no heading",
    ],
)  # fmt: skip
def test_the_layout(pattern: str, values: dict[str, str], expected: str) -> None:
    assert laid(pattern, **values) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("## Ways to measure success", "# ways to measure: success?"), ("## DRI", "### dri")]
)
def test_headings_are_compared_by_their_words(one: str, other: str) -> None:
    assert Section(heading=one, text="").key == Section(heading=other, text="").key
