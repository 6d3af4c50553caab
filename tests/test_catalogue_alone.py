"""Everything about a team stands in its catalogue: the code names nothing that the default one is about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEAMS_OWN = re.compile(
    r"(?i)zendesk|calendly|pagerduty|salesforce|\bmacros?\b|\bzd\b|\bsfdc\b|federal|gitlab-com/|support[ _-]op"
    r"|team page|support portal|upgrade assistance"
)
CODE = sorted(path for package in ("intents", "tui") for path in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_of_the_default_team_stands_in_the_code(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line.strip() for line in lines if TEAMS_OWN.search(line)] == []
