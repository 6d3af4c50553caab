"""What `intake` makes of its arguments before anything is opened."""

from __future__ import annotations

import pytest

from tui.commands.chat import given_of


@pytest.mark.parametrize(
    "arguments",
    [[], ["--practice"], ["macro wrong"], ["the", "macro", "is", "wrong"], ["--practice", "macro", "wrong"]],
)
def test_the_usual_starts_mean_what_the_parser_makes_of_them(arguments: list[str]) -> None:
    assert given_of(arguments) == given_of(["--catalogue", "", *arguments])


def test_flags_and_words_may_stand_in_any_order() -> None:
    chosen, message, plain = given_of(["macro", "--practice", "wrong"])
    assert (chosen.practice, message, plain) == (True, "macro wrong", None)


@pytest.mark.parametrize("arguments", [["--practise"], ["--plain=yes"], ["-x", "macro"]])
def test_a_flag_that_is_not_known_is_wrong_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        given_of(arguments)
    assert ended.value.code == 2
    assert "intake" in capsys.readouterr().err
