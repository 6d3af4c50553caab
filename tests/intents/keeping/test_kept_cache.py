"""A cache holds what can be made again, and never stands in the way."""

from pathlib import Path

import pytest

from intents.keeping.cache import KEPT, Cache


def _key(number: int) -> bytes:
    return number.to_bytes(32, "big") + b"tail"


def test_what_was_written_is_read_by_its_key_and_sort(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert cache.read(b"\x01" * 32, "catalogue") is None
    cache.write(b"\x01" * 32, "catalogue", b"one")
    assert cache.read(b"\x01" * 32, "catalogue") == b"one"
    assert cache.read(b"\x01" * 32, "matcher") is None
    assert cache.read(b"\x02" * 32, "catalogue") is None


def test_what_came_with_the_program_is_read_too(tmp_path: Path) -> None:
    Cache(tmp_path / "shipped").write(b"\x01" * 32, "catalogue", b"one")
    cache = Cache(tmp_path / "cache", tmp_path / "shipped")
    assert cache.read(b"\x01" * 32, "catalogue") == b"one"
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_place_that_cannot_be_written_is_no_trouble(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine")
    cache = Cache(tmp_path / place)
    cache.write(b"\x01" * 32, "catalogue", b"one")
    assert cache.read(b"\x01" * 32, "catalogue") is None
    assert (tmp_path / "file").read_text() == "mine"


def test_it_never_grows_without_end(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(KEPT + 5):
        cache.write(number.to_bytes(20, "big"), "catalogue", b"x")
    assert len(list(tmp_path.iterdir())) == KEPT
    assert cache.read((KEPT + 4).to_bytes(20, "big"), "catalogue") == b"x"
