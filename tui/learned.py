"""The catalogue and its matcher, ready to use: from the cache when nothing changed, else read and learned anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intents.catalogue.model import Catalogue
from intents.catalogue.stored import content_key, from_text, to_text
from intents.keeping.cache import Cache
from intents.understanding.matcher import Matcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A catalogue file that was read, with the key of its content."""

    path: Path
    key: bytes
    catalogue: Catalogue
    cache: Cache


def open_catalogue(path: Path, cache: Cache) -> Source:
    """Read a catalogue, or take it from the cache.

    Raises:
        CatalogueFaults: every fault of the file, with its place.
    """
    try:
        key = content_key(path)
    except OSError:
        key = b""
    kept = cache.read(key, "catalogue") if key else None
    catalogue = from_text(kept.decode("utf-8", "replace")) if kept else None
    if catalogue is None:
        from intents.catalogue.reader import read_catalogue

        catalogue = read_catalogue(path)
        if key:
            cache.write(key, "catalogue", to_text(catalogue).encode())
    return Source(path=path, key=key, catalogue=catalogue, cache=cache)


def open_matcher(source: Source) -> Matcher:
    """The matcher of a catalogue, from the cache or learned now (that takes some seconds for a large catalogue)."""
    from intents.understanding.stored import matcher_for_key

    kept = source.cache.read(source.key, "matcher") if source.key else None
    matcher = matcher_for_key(kept, source.key) if kept else None
    return matcher if matcher is not None else learn_matcher(source)


def learn_matcher(source: Source) -> Matcher:
    """Learn the matcher anew and keep it."""
    from dataclasses import replace

    from intents.catalogue.reader import read_catalogue
    from intents.understanding.from_catalogue import lessons_of
    from intents.understanding.learning import learn
    from intents.understanding.stored import to_bytes

    # The cache holds no example messages: they are read again, only for this.
    matcher = learn(lessons_of(read_catalogue(source.path)))
    if source.key:
        source.cache.write(source.key, "matcher", to_bytes(replace(matcher.learned, key=source.key)))
    return matcher
