"""One of all copies and threads holds a claim; more of it stands with the filings that need it."""

from pathlib import Path

import pytest

from intents.keeping import claims
from intents.keeping.claims import claim


def test_a_claim_is_one_persons_until_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "abc234.lock"
    with claim(path) as mine, claim(path) as other:
        assert (mine, other) == (True, False)
    with claim(path) as mine:
        assert mine
    assert not path.exists()


def test_a_claim_ends_with_its_block_however_that_ends(tmp_path: Path) -> None:
    path = tmp_path / "abc234.lock"
    with pytest.raises(KeyError), claim(path):
        raise KeyError
    with claim(path) as mine:
        assert mine


def test_a_file_that_was_taken_away_before_it_was_locked_is_no_claim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its owner let go of it between our opening and our locking: a lock on it would bar nobody."""
    path = tmp_path / "abc234.lock"
    lock = claims._locked
    taken_away: list[int] = []

    def late(handle: int) -> bool:
        if not taken_away:
            path.unlink()
            taken_away.append(handle)
        return lock(handle)

    monkeypatch.setattr(claims, "_locked", late)
    with claim(path) as mine, claim(path) as other:
        assert (mine, other) == (True, False)


def test_without_a_folder_there_is_nobody_to_share_with(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    for path in (tmp_path / "nowhere" / "a.lock", tmp_path / "file" / "a.lock"):
        with claim(path) as mine:
            assert mine
