"""While a catalogue is being learned, its last version answers, or a glance at it; the whole one takes over by itself."""

import re
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from intents.keeping.cache import Cache
from intents.keeping.claims import claim
from intents.understanding import stored
from intents.understanding.learning import UNSURE
from tui import meanwhile
from tui.learned import Source, kept_matcher, learn_matcher, open_catalogue, open_soon
from tui.wiring import LateMatcher

GOOD = Path(__file__).parent.parent / "catalogues" / "good.yaml"
MESSAGE = "please buy this book"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A catalogue that a test may change."""
    return Path(shutil.copy(GOOD, tmp_path / "intents.yaml"))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cache:
    """The cache of this program and of those it starts."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return Cache(tmp_path / "intake")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every catalogue counts as one that takes long to learn."""
    monkeypatch.setattr(meanwhile, "FEW", 0)


def edited(file: Path) -> None:
    file.write_text(file.read_text().replace("Order a book", "Order a magazine"))


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it never came"
        threading.Event().wait(0.02)


def test_a_small_catalogue_is_learned_at_once_and_kept(file: Path, cache: Cache) -> None:
    source = open_catalogue(file, cache)
    _, whole = open_soon(source)
    assert whole
    assert kept_matcher(source) is not None


@pytest.mark.usefixtures("large")
def test_after_an_edit_the_matcher_of_the_version_before_answers(file: Path, cache: Cache) -> None:
    before = learn_matcher(open_catalogue(file, cache))
    edited(file)
    found, whole = open_soon(open_catalogue(file, cache))
    assert not whole
    assert found.learned.table.to_bytes() == before.learned.table.to_bytes()


@pytest.mark.usefixtures("large")
def test_a_matcher_of_other_intents_or_of_an_older_way_does_not_answer(
    file: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = learn_matcher(open_catalogue(file, cache))
    file.write_text(re.sub(r"\border\b(?! a)", "buy", file.read_text()))
    other, _ = open_soon(open_catalogue(file, cache))
    assert set(other.learned.topics) != set(before.learned.topics)
    shutil.copy(GOOD, file)
    edited(file)
    monkeypatch.setattr(stored, "METHOD", stored.METHOD + 1)
    again, _ = open_soon(open_catalogue(file, cache))
    assert again.learned.levels.outside == UNSURE


@pytest.mark.usefixtures("large")
def test_without_an_earlier_one_a_glance_at_the_examples_answers(file: Path, cache: Cache) -> None:
    source = open_catalogue(file, cache)
    found, whole = open_soon(source)
    assert not whole
    assert kept_matcher(source) is None
    assert found.read(MESSAGE).candidates


@pytest.mark.usefixtures("large")
def test_the_whole_matcher_takes_over_when_it_is_learned(file: Path, cache: Cache) -> None:
    source = open_catalogue(file, cache)
    late = LateMatcher(source)
    quick = late.load()
    wait_for(lambda: late.load() is not quick)
    kept = kept_matcher(source)
    assert kept is not None
    assert late.load().to_bytes() == kept.to_bytes()


@pytest.mark.usefixtures("large")
def test_a_file_that_goes_while_it_is_learned_leaves_the_earlier_matcher(file: Path, cache: Cache) -> None:
    learn_matcher(open_catalogue(file, cache))
    edited(file)
    open_catalogue(file, cache)
    late = LateMatcher(open_catalogue(file, cache))
    file.unlink()
    earlier = late.load()
    wait_for(lambda: all(thread.name != "learning" for thread in threading.enumerate()))
    assert late.load() is earlier


def learned_behind(source: Source) -> bool:
    return kept_matcher(source) is not None


def test_what_is_learned_behind_is_there_for_the_next_start(file: Path, cache: Cache) -> None:
    source = open_catalogue(file, cache)
    meanwhile.learn_behind(source)
    wait_for(lambda: learned_behind(source))


def test_a_folder_of_the_same_name_is_not_taken_for_the_program(
    file: Path, cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tui").mkdir()
    (tmp_path / "tui" / "__init__.py").write_text("raise SystemExit('not ours')\n")
    monkeypatch.chdir(tmp_path)
    source = open_catalogue(file, cache)
    meanwhile.learn_behind(source)
    wait_for(lambda: learned_behind(source))


def test_one_process_learns_a_catalogue_and_others_leave_it_alone(file: Path, cache: Cache) -> None:
    source = open_catalogue(file, cache)
    with claim(cache.folder / f"{source.key.hex()[:40]}.learning") as ours:
        assert ours
        meanwhile.learn_alone(source, once=True)
        assert kept_matcher(source) is None
    meanwhile.learn_alone(source, once=True)
    assert kept_matcher(source) is not None
    assert not list(cache.folder.glob("*.learning"))
