"""Where quick actions and mentions hide, and where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .markdown import ACTION_NAMES, mentions_in, take_out_actions
from .state import Generation

BOTH = (Generation.CURRENT, Generation.OLDER)


def actions(text: str, generation: Generation = Generation.CURRENT) -> list[str]:
    return [str(action) for action in take_out_actions(text, generation)[1]]


@pytest.mark.parametrize("generation", BOTH)
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/close", ["/close"]),
        ("/CLOSE", ["/close"]),
        ("x\n\r/close", ["/close"]),
        ("x\r\n/label ~a ~b\r\n", ["/label ~a ~b"]),
        ("/close\n\n/label ~bug\n", ["/close", "/label ~bug"]),
        ("<!-- a hint -->\n/close", ["/close"]),
    ],
)
def test_a_line_that_begins_with_an_action_runs(text: str, found: list[str], generation: Generation) -> None:
    assert actions(text, generation) == found


@pytest.mark.parametrize("generation", BOTH)
@pytest.mark.parametrize(
    "text",
    [
        " /close",
        "\t/close",
        "\\/close",
        "&#47;close",
        "> /close",
        "- /close",
        "/closed now",
        "/etc/hosts",
        "/cc @mia",
        "\u200b/close",
        "\ufeff/close",
        "x\u2028/close",
        "x\x85/close",
        "x\x0b/close",
        "x\x0c/close",
        "```\n/close\n```",
        ">>>\n/close\n>>>",
        "<pre>\n/close\n</pre>",
    ],
)
def test_anything_else_does_not_run_and_stays(text: str, generation: Generation) -> None:
    assert take_out_actions(text, generation) == (text, [])


@pytest.mark.parametrize(
    ("text", "current", "older"),
    [
        ("- item\n/close", 0, 1),
        ("~~~\n/close\n~~~", 0, 1),
        ("````\n```\n/close\n```\n````", 0, 0),
        ("> quote\n/close", 0, 1),
        ("|a|\n|-|\n/close", 0, 1),
        ("```\n/close", 0, 1),
        ("<!--\n/close\n-->", 0, 1),
        (">>>\n/close", 0, 1),
    ],
)
def test_the_two_ages_differ(text: str, current: int, older: int) -> None:
    assert len(actions(text)) == current
    assert len(actions(text, Generation.OLDER)) == older


@pytest.mark.parametrize("generation", BOTH)
def test_the_line_is_cut_with_the_empty_lines_behind_it(generation: Generation) -> None:
    text = "before\n\n/close\n\nafter\n"
    assert take_out_actions(text, generation)[0] == "before\n\nafter"


@pytest.mark.parametrize("generation", BOTH)
def test_a_substitution_becomes_its_text(generation: Generation) -> None:
    assert take_out_actions("/shrug oh well", generation)[0].startswith("oh well ¯")


@pytest.mark.parametrize("generation", BOTH)
@given(
    text=st.lists(
        st.sampled_from(
            ["/close", "/label ~a", " ", "\n", "```", "> ", "- ", ">>>", "<b>", "x", "\\", "|", "`", "\u2028"]
        )
    ).map("".join)
)
def test_without_a_slash_at_the_start_of_a_line_nothing_runs(text: str, generation: Generation) -> None:
    found = actions(text, generation)
    lines = [line for line in text.split("\n") if line.startswith("/")]
    assert len(found) <= len(lines)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@sam, hello", ["sam"]),
        ("(@sam)", ["sam"]),
        ("@team/support/ops.", ["team/support/ops"]),
        ("@all @all", ["all"]),
        ("sam@example.com", []),
        ("\\@sam", []),
        ("`@sam`", []),
        ("```\n@sam\n```", []),
        ("[@sam](https://example.com)", []),
        ("<pre>\n@sam\n</pre>", []),
        ("<!-- @sam -->", []),
        ("<div>@sam</div>", ["sam"]),
        ("&#64;sam", ["sam"]),
        (">>>\n@sam\n>>>", ["sam"]),
        ("- **@sam**", ["sam"]),
    ],
)
def test_mentions_count_outside_code_and_links(text: str, names: list[str]) -> None:
    assert mentions_in(text) == names


def test_cc_is_no_action_of_its_own() -> None:
    assert "cc" not in ACTION_NAMES
