"""Tests of what becomes of a person's text in a description. The hostile side is in test_hostile_text.py."""

import pytest

from intents.drafting.safe_text import safe_line, safe_prose


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("open the view\n/close\n/label ~Urgent", "open the view\n\\/close\n\\/label ~Urgent"),
        ("/etc/hosts is gone", "\\/etc/hosts is gone"),
        ("x\n\r/close", "x\n\n\\/close"),
        ("x\u2028/close", "x\n\\/close"),
        ("\ufeff/close", "\\/close"),
        (" /close", " /close"),
        ("- /close", "- /close"),
        ("\\/close", "\\/close"),
        ("and/or", "and/or"),
    ],
)
def test_no_line_starts_with_a_slash(typed: str, safe: str) -> None:
    assert safe_prose(typed) == safe


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("```\nno end", "\\`\\`\\`\nno end"),
        ("~~~\nno end", "\\~\\~\\~\nno end"),
        ("  ```\nno end", "  \\`\\`\\`\nno end"),
        (">>>\nno end", "\\>>>\nno end"),
        ("<!-- no end", "\\<!-- no end"),
        ("<details>", "\\<details>"),
        ("a </b> <?php <![CDATA[", "a \\</b> \\<?php \\<![CDATA["),
        ("[text](no end", "[text]\\(no end"),
        ("a ` alone", "a \\` alone"),
        ("`two\nlines`", "\\`two\nlines\\`"),
        ("---\nname: x\n---\ntext", "\\---\nname: x\n---\ntext"),
        ("\n+++\nx", "\n\\+++\nx"),
        ("[INFO]: started", "\\[INFO]: started"),
    ],
)
def test_nothing_opens_that_does_not_close(typed: str, safe: str) -> None:
    assert safe_prose(typed) == safe


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "\n\n",
        "Words, *emphasis*, **bold**, ~~gone~~ and a list:\n\n- one\n- two\n  1. deeper\n\n> a quote\n\n## A heading",
        "`code <b> @all /close` and ``more ` code``",
        "```sh\nls | grep <x> @all\n```\ntext",
        "~~~\n```\n~~~",
        "````\n```\n````",
        "1. step\n   ```\n   <config> @all\n   ```\n2. step",
        '[a link](https://x.example/a_(b)?c=d#e "title") and <https://x.example>, [1]',
        "[1]: https://x.example",
        "2 < 3, x<5, <- and <3",
        "#12, !12, group/project#12, https://x.example/group/project/-/issues/12",
        "jane@mail.example and https://medium.example/@jane",
        "| a | b |\n|---|---|\n| 1 | `2` |",
        "a & b &lt; c &amp; d",
        "\u05de\u05e7\u05e8\u05d5 macro \u05de\u05e7\u05e8\u05d5",
    ],
)
def test_a_persons_own_markdown_stays_as_it_is(typed: str) -> None:
    assert safe_prose(typed) == typed


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("```\n/close\n  /x\n```", "```\n /close\n  /x\n```"),
        ("```\nx\n```\n/close", "```\nx\n```\n\\/close"),
        # The text ends the list item and the fence in it; what looks like the end would open another.
        ("- a\n  ```\ntext\n  ```", "- a\n  \\`\\`\\`\ntext\n  \\`\\`\\`"),
        ("~~~\n>>>\n~~~", "\\~\\~\\~\n\\>>>\n\\~\\~\\~"),
        ("```\nx\n``", "\\`\\`\\`\nx\n\\`\\`"),
    ],
)
def test_only_fences_that_surely_close_are_kept(typed: str, safe: str) -> None:
    assert safe_prose(typed) == safe


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("@all please look at this", "\\@all please look at this"),
        ("ask @sam, @group/team or @kim.", "ask @sam, \\@group/team or \\@kim."),
        ("@Sam and @sam/x and @sam.x", "@Sam and \\@sam/x and \\@sam.x"),
        ("&#64;all &commat;all &#x40;all", "\\&#64;all \\&commat;all \\&#x40;all"),
        ("@sam&#109;y", "\\@sam&#109;y"),
        ("\u00e9@all", "\u00e9\\@all"),
        ("_x_@all", "_x_\\@all"),
        ("a@mail.example@all", "a@mail.example\\@all"),
        ("@ noon, a@b, 5 @ 6", "@ noon, a@b, 5 @ 6"),
        ("`@all` and ` @all", "`@all` and \\` \\@all"),
        ("http://a_b.c_d/@all", "http://a_b.c_d/\\@all"),
        # A cell ends in the middle of what looks like code.
        ("| a | b |\n|---|---|\n| `x | @all ` |", "| a | b |\n|---|---|\n| \\`x | \\@all \\` |"),
        ("[a](`) @all `", "[a]\\(`) @all `"),
        ("costs $5, see `$ @all `", "costs $5, see \\`$ \\@all \\`"),
        ("https://x.example/` @all `", "https://x.example/\\` \\@all \\`"),
    ],
)
def test_only_those_who_were_allowed_are_called(typed: str, safe: str) -> None:
    assert safe_prose(typed, allowed=["sam"]) == safe


def test_everybody_and_groups_can_be_allowed_by_name_with_or_without_the_sign() -> None:
    assert safe_prose("@all @group/team", allowed=["@all", "Group/Team"]) == "@all @group/team"


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("one\ntwo\r\n\n/three", "one two /three"),
        ("/close", "\\/close"),
        ("# not a heading", "\\# not a heading"),
        ("- not an item", "\\- not an item"),
        ("> not a quote", "\\> not a quote"),
        ("1. not a number", "1\\. not a number"),
        ("---", "\\---"),
        ("***", "\\***"),
        ("ends in \\", "ends in \\\\"),
        ("ends in \\\\", "ends in \\\\"),
        ("#12 and -5 and 1.5", "#12 and -5 and 1.5"),
        ("<b>@all</b>", "\\<b>\\@all\\</b>"),
        ("", ""),
    ],
)
def test_a_value_stays_a_value_wherever_it_is_put(typed: str, safe: str) -> None:
    assert safe_line(typed) == safe
    assert safe_line(safe) == safe


def test_a_value_keeps_the_names_that_are_allowed() -> None:
    assert safe_line("@sam and @kim", allowed=["sam"]) == "@sam and \\@kim"


@pytest.mark.parametrize(
    "piece", ["/", "<", "`", " ", "@", "@a&#97;", "](", "```a\n", "$`", "a\n", "[`]:", "\\"]
)
def test_long_repetitions_are_read_to_the_end(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert len(safe_prose(text)) >= len(text)
