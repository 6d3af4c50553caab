"""The catalogue and the matcher out of the cache: the same as read anew, and never an outdated one."""

import shutil
from pathlib import Path

import pytest

import intents
from intents.catalogue.problems import CatalogueFaults
from intents.catalogue.reader import read_catalogue
from intents.catalogue.stored import content_key, from_text, intent_titles, to_text
from intents.keeping.cache import Cache
from intents.understanding import stored
from tui.learned import open_catalogue, open_matcher

CHECKOUT = Path(intents.__file__).parent.parent
GOOD = CHECKOUT / "tests" / "catalogues" / "good.yaml"
MESSAGE = "please buy this book"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A catalogue that a test may change."""
    return Path(shutil.copy(GOOD, tmp_path / "intents.yaml"))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """An empty cache."""
    return Cache(tmp_path / "cache")


def test_a_catalogue_from_the_cache_is_the_one_that_was_read(file: Path, cache: Cache) -> None:
    read, kept = open_catalogue(file, cache), open_catalogue(file, cache)
    assert (
        kept.titles() == read.titles() == {intent.id: intent.title for intent in read_catalogue(file).intents}
    )
    assert to_text(kept.catalogue) == to_text(read.catalogue)
    assert from_text(to_text(kept.catalogue)) == kept.catalogue


def test_a_matcher_from_the_cache_says_what_the_learned_one_says(file: Path, cache: Cache) -> None:
    learned = open_matcher(open_catalogue(file, cache)).read(MESSAGE)
    assert open_matcher(open_catalogue(file, cache)).read(MESSAGE) == learned


def test_one_changed_word_is_another_content(file: Path, cache: Cache) -> None:
    before = open_catalogue(file, cache)
    file.write_text(file.read_text().replace("Order a book", "Order a magazine"))
    after = open_catalogue(file, cache)
    assert before.key != after.key
    assert "Order a magazine" in after.titles().values()


def test_a_fault_is_told_even_when_the_catalogue_was_good_before(file: Path, cache: Cache) -> None:
    open_catalogue(file, cache)
    file.write_text(file.read_text().replace("outcome: issue", "outcome: isue"))
    with pytest.raises(CatalogueFaults):
        open_catalogue(file, cache)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"_": "Strange"}', b"\xff\xfe", b'{"intents": [1]}'])
def test_a_damaged_cache_is_made_anew(damage: bytes, file: Path, cache: Cache) -> None:
    good = open_catalogue(file, cache)
    open_matcher(good)
    for kept in cache.folder.iterdir():
        kept.write_bytes(damage)
    again = open_catalogue(file, cache)
    assert again.titles() == good.titles()
    assert again.catalogue.intents[0].id == good.catalogue.intents[0].id
    assert open_matcher(again).read(MESSAGE) == open_matcher(good).read(MESSAGE)


def test_a_matcher_that_was_learned_in_an_older_way_is_learned_anew(
    file: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_matcher(open_catalogue(file, cache))
    (kept,) = cache.folder.glob("*.matcher")
    old = kept.read_bytes()
    monkeypatch.setattr(stored, "METHOD", stored.METHOD + 1)
    open_matcher(open_catalogue(file, cache))
    assert kept.read_bytes() != old


def test_a_cache_that_cannot_be_written_is_no_trouble(file: Path, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file")
    source = open_catalogue(file, Cache(tmp_path / "in the way" / "cache"))
    assert open_matcher(source).read(MESSAGE).candidates


def test_what_came_with_the_program_is_used_before_anything_is_learned(file: Path, tmp_path: Path) -> None:
    shipped = tmp_path / "shipped"
    open_matcher(open_catalogue(file, Cache(shipped)))
    own = Cache(tmp_path / "own", shipped)
    open_matcher(open_catalogue(file, own))
    assert not own.folder.exists()


def test_a_packaged_catalogue_has_the_same_key_as_in_the_checkout(tmp_path: Path) -> None:
    packaged = tmp_path / "site packages" / "packaged"
    shutil.copytree(CHECKOUT / "examples" / "support-ops", packaged / "examples" / "support-ops")
    shutil.copy(CHECKOUT / "intents.yaml", packaged)
    key = content_key(CHECKOUT / "intents.yaml")
    assert content_key(packaged / "intents.yaml") == key
    with (packaged / "examples" / "support-ops" / "fix.txt").open("a") as messages:
        messages.write("one more\n")
    assert content_key(packaged / "intents.yaml") != key


def test_titles_are_read_from_nothing_else_than_a_catalogue() -> None:
    assert intent_titles("") is None
    assert intent_titles('{"intents": 1}') is None
