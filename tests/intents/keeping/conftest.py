"""A store in a folder of its own."""

from pathlib import Path

import pytest

from intents.keeping.requests import RequestStore


@pytest.fixture
def store(tmp_path: Path) -> RequestStore:
    return RequestStore(tmp_path / "data")
