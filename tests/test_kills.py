"""The real program dies by SIGKILL at random moments of whole conversations: no word is lost, one issue is filed.

The long run is `benchmarks/kills.py`.
"""

import subprocess
import sys
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


def test_the_long_run_starts() -> None:
    program = Path(__file__).parent.parent / "benchmarks" / "kills.py"
    said = subprocess.run([sys.executable, program, "0"], check=True, capture_output=True, text=True)
    assert said.stdout.startswith("0 conversations, 0 kills, 0 not fine")
