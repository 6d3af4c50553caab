"""The real program dies by SIGKILL at random moments of whole conversations: no word is lost, one issue is filed.

The long run is `benchmarks/kills.py`.
"""

from pathlib import Path

import pytest
from killing import converse
from killing_screen import converse_on_screen


@pytest.mark.parametrize("seed", range(8))
def test_a_conversation_that_is_killed_again_and_again_ends_in_one_issue(seed: int, tmp_path: Path) -> None:
    report = converse(seed, tmp_path)
    assert report.fine, report


@pytest.mark.parametrize("seed", range(5))
def test_a_conversation_on_the_screen_that_is_killed_again_and_again_ends_in_one_issue(
    seed: int, tmp_path: Path
) -> None:
    report = converse_on_screen(seed, tmp_path)
    assert report.fine, report
