"""Tests of what a text is made of, on its way in and on its way to a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.drafting.characters import (
    TITLE_LIMIT,
    clean,
    description_bytes,
    one_line,
    shown,
    title_length,
)

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
HEBREW = "\u05de\u05e7\u05e8\u05d5"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("line one\r\nline two\r\n\r\nline four", "line one\nline two\n\nline four"),
        ("a\rb", "a\nb"),
        ("a\n\r/close", "a\n\n/close"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("\ufeffhello\ufeff", "hello"),
        ("a\x00b\x07c\x7fd\x9ce", "abcde"),
        ("tab\tstays", "tab\tstays"),
        ("\x1b[31mred\x1b[0m \x1b[1;32mgreen", "red green"),
        ("\x1b]0;title\x07text \x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\", "text link"),
        ("\x1b]never closed\nnext line", "]never closed\nnext line"),
        ("exe\u202egpj.txt \u2066isolate\u2069", "exegpj.txt isolate"),
        ("half \ud83d and whole \ud83d\ude00", "half \ufffd and whole \U0001f600"),
    ],
)
def test_clean_keeps_words_and_lines_and_nothing_that_acts(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        FAMILY,
        f"{HEBREW} macro {HEBREW} English",
        f"\u200f{HEBREW}\u200e macro \u061c",
        "e\u0301 and \u00e9 differ; so do \u212b and \u00c5",
        "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc",
        "see [/ and [/red] in the log",
    ],
)
def test_clean_leaves_every_script_as_it_was_typed(typed: str) -> None:
    assert clean(typed) == typed


@pytest.mark.parametrize(
    ("foreign", "on_screen"),
    [
        ("\x1b[2Jgone", "gone"),
        ("\x1bcreset", "\ufffdcreset"),
        ("bell\x07", "bell\ufffd"),
        ("exe\u202egpj", "exe\ufffdgpj"),
        ("\ufeffa\r\nb\tc", "a\nb\tc"),
    ],
)
def test_shown_leaves_a_sign_where_something_was_taken_out(foreign: str, on_screen: str) -> None:
    assert shown(foreign) == on_screen


@given(st.text() | st.text(alphabet="\x1b[]0;m\x07\\\r\n\x9b\x9d\u2028\ud800\udc00a"))
def test_nothing_that_steers_a_terminal_is_left_and_doing_it_twice_changes_nothing(text: str) -> None:
    for change in (clean, shown):
        changed = change(text)
        assert change(changed) == changed
        assert all(
            character in "\t\n" or character.isprintable() or ord(character) >= 0xA0 for character in changed
        )
        assert changed.split("\n") == changed.splitlines() + (
            [""] if changed.endswith("\n") or not changed else []
        )
        changed.encode("utf-8")


def test_a_title_is_one_line_without_escapes() -> None:
    assert one_line("  Macro\r\nfor\t<b>refunds</b>\n\n/close ") == "Macro for <b>refunds</b> /close"


def test_titles_are_counted_in_code_points() -> None:
    assert title_length("x" * 255 + "\U0001f600") == TITLE_LIMIT + 1
    assert title_length(FAMILY) == 5


def test_descriptions_are_counted_in_bytes() -> None:
    assert description_bytes("\u00e9\U0001f600a") == 2 + 4 + 1
