"""The real program dies by SIGKILL at random moments of whole conversations: no word is lost, one issue is filed.

The long run is `benchmarks/kills.py`.
"""

from pathlib import Path

import pytest
from killing import converse


@pytest.mark.parametrize("seed", range(8))
def test_a_conversation_that_is_killed_again_and_again_ends_in_one_issue(seed: int, tmp_path: Path) -> None:
    report = converse(seed, tmp_path)
    assert report.fine, report
