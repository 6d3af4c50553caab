"""A project's own template, taken apart and filled in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from intents.drafting.layout import Section
from intents.drafting.project_template import NOT_ANSWERED, fill_in, read_template

OURS = (Section("", "Hello"), Section("## Problem", "It breaks."), Section("## Extra", "More."))


def filled(template: str, ours: tuple[Section, ...] = OURS) -> tuple[str, tuple[str, ...]]:
    sections, unanswered = fill_in(read_template(template), ours)
    return "\n\n".join(section.markdown() for section in sections), unanswered


def test_our_sections_go_under_the_headings_of_the_same_name() -> None:
    text, unanswered = filled("### problem:\n\n### Sign-off\n\n- [ ] done\n")
    assert text == "Hello\n\n### problem:\n\nIt breaks.\n\n### Sign-off\n\n- [ ] done\n\n## Extra\n\nMore."
    assert unanswered == ()


def test_a_section_without_an_answer_is_marked_and_reported() -> None:
    text, unanswered = filled("## Problem\n\n## Impact\n\n## Extra\n")
    assert f"## Impact\n\n{NOT_ANSWERED}" in text
    assert unanswered == ("Impact",)


def test_a_heading_that_only_stands_over_others_is_not_missing() -> None:
    text, unanswered = filled("# Request\n\n## Problem\n\n## Extra\n")
    assert unanswered == ()
    assert NOT_ANSWERED not in text


def test_hints_for_whoever_fills_it_in_go() -> None:
    template = (
        "<!-- read this -->\n## Problem\n<!--\nsay\n\nmuch\n-->\n\n```\n<!-- kept -->\n```\n<!-- never closed"
    )
    text, _ = filled(template)
    assert "read this" not in text
    assert "much" not in text
    assert "<!-- kept -->" in text
    assert "never closed" not in text


def test_its_own_actions_are_taken_out_in_order() -> None:
    template = read_template(
        "/label ~a\n## Problem\ntext\n/assign @kim\n\n```\n/close\n```\n/etc is a folder\n /no\n"
    )
    assert template.actions == ("/label ~a", "/assign @kim", "/etc is a folder")
    assert " /close" in template.sections[0].text


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_byte_order_mark_line_ends_and_front_matter_are_no_part_of_it(mark: str, end: str) -> None:
    template = mark + end.join(["---", "name: Order", "---", "## Problem", "", "/label ~a", ""])
    read = read_template(template)
    assert [section.heading for section in read.sections] == ["## Problem"]
    assert read.actions == ("/label ~a",)


def test_an_open_fence_does_not_swallow_what_follows() -> None:
    text, _ = filled("## Log\n\n```\npaste here\n")
    assert "```\npaste here\n```" in text
    assert text.endswith("## Extra\n\nMore.")


def test_a_heading_that_stands_there_twice_takes_our_text_once() -> None:
    text, _ = filled("## Problem\n\n## Problem\n")
    assert text.count("It breaks.") == 1


def test_two_sections_of_ours_with_one_name_are_both_kept() -> None:
    ours = (Section("## Problem", "One."), Section("## Problem", "Two."))
    text, _ = filled("## Other\n\ntext\n", ours)
    assert "One.\n\nTwo." in text


@pytest.mark.parametrize(
    "template", ["", "\n\n", "just a sentence", "---\nnever closed", "```", "<!--", "/close"]
)
def test_no_template_is_too_odd(template: str) -> None:
    text, _ = filled(template)
    assert "It breaks." in text


ODD_LINES = st.sampled_from(
    """```|  ```|   ~~~~|~~~|````|``` a`b|```json {a}|    ```|- a|  - b|> ```|1. c|<pre>|  <pre>|</pre>|<script>|</script>
    |<style>|<textarea>|<?php|?>|<!DOCTYPE|<![CDATA[|]]>|<!-- hint|-->|<!-->|<details>|<div>|</div>|<span>|>>>|---|+++|;;;
    ||text|  text|## Problem|# Top|/label ~a|/close|$$""".replace("\n    ", "").split("|")
)


@given(st.lists(ODD_LINES, max_size=14))
def test_nothing_in_a_template_swallows_what_stands_behind_it(lines: list[str]) -> None:
    template = read_template("\n".join(lines))
    sections, _ = fill_in(template, (Section("## Quite new", "Our words."),))
    body = "\n\n".join(section.markdown() for section in sections)
    text = "\n\n".join((body, "Intake reference: `giref1`", "\n".join(template.actions)))
    tokens = MarkdownIt("commonmark").parse(text)
    top = [
        (token.type, tokens[place + 1].content)
        for place, token in enumerate(tokens)
        if token.level == 0 and token.type in ("heading_open", "paragraph_open")
    ]
    assert ("heading_open", "Quite new") in top
    assert ("paragraph_open", "Our words.") in top
    assert ("paragraph_open", "Intake reference: `giref1`") in top
    if template.actions:
        assert top[-1] == ("paragraph_open", "\n".join(template.actions))
    assert not re.match(r"(---|\+\+\+|;;;)$", text, re.MULTILINE)


@pytest.mark.parametrize(
    "unit", ["```x\n", "<?\n", "  ```x\n", "<!-- ", "<pre>\n", "<!--\n```\n", "+++\na\n"]
)
def test_a_template_of_nothing_but_openings_is_read_at_once(unit: str) -> None:
    # Looking for the end of each down to the last line would take minutes.
    read_template(unit * (200_000 // len(unit)))


def test_lines_of_raw_html_are_no_headings_and_no_actions() -> None:
    read = read_template("<pre>\n# a comment\n/close\n</pre>\n## Problem\n/label ~a\n")
    assert [section.heading for section in read.sections] == ["", "## Problem"]
    assert read.actions == ("/label ~a",)
    assert read.sections[0].text == "<pre>\n# a comment\n /close\n</pre>"
