"""Tests of who a finished text would notify."""

import pytest

from intents.drafting.mentions import mentions, title_mentions


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@all please look", ("all",)),
        ("@gitlab-com/support/support-ops and @sam.", ("gitlab-com/support/support-ops", "sam")),
        ("@sam, @SAM, (@kim)", ("sam", "kim")),
        ("*@sam* **x**@kim _y_@lee", ("sam", "kim", "lee")),
        ("\u00e9@sam \u200b@kim", ("sam", "kim")),
        ("&#64;all &commat;sam @k&#105;m", ("all", "sam", "kim")),
        ("> @sam\n\n- @kim\n\n| a |\n|---|\n| @lee |", ("sam", "kim", "lee")),
        ("\\\\@sam", ("sam",)),
        # In emphasis it is sam, else it is sam_: both are named.
        ("_@sam_", ("sam", "sam_")),
        ("@sam._x_", ("sam", "sam._x", "sam._x_")),
        ("@sam\\/x", ("sam", "sam/x")),
        ("    @sam", ("sam",)),
        ("`open\n@sam", ("sam",)),
        ("```\nno end\n@sam", ("sam",)),
        ("- a\n  ```\n@sam\n  ```", ("sam",)),
        ("<div>\n```\n</div>\n\n@sam", ("sam",)),
        ("<div>`@sam`", ("sam",)),
        ("- <div>`@sam`", ("sam",)),
        ("<!-- a --> @sam", ("sam",)),
        (">>>\n```\n>>>\n@sam", ("sam",)),
    ],
)
def test_those_who_would_be_notified_are_named_in_order_and_once(text: str, names: tuple[str, ...]) -> None:
    assert mentions(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jane@mail.example",
        "\\@all",
        "`@all` and `` @all ` ``",
        "```\n@all\n```",
        "~~~ruby\n@all\n\n@all\n~~~\n",
        "1. a\n   ```\n   @all\n   ```",
        "[@all](https://x.example)",
        "https://medium.example/@all",
        "<https://x.example/@all>",
        "<!-- ask @all\n\n```\n@all -->\n## Change",
        "at @ noon, @-x, @...",
    ],
)
def test_names_that_nobody_is_notified_by_are_left_out(text: str) -> None:
    assert mentions(text) == ()


def test_titles_know_no_code_and_no_escapes() -> None:
    assert title_mentions("`@all` \\@sam a@b.example @group/team: x") == ("all", "sam", "group/team")
