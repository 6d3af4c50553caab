"""The catalogue and its matcher, ready to use: from the cache when nothing changed, else read and learned anew.

Short commands wait for this module, so it loads no more than they need: names of categories come without the whole
catalogue, and nothing of YAML is loaded for one that is in the cache.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from intents.catalogue.stored import content_key, from_text, intent_titles, to_text
from intents.keeping.cache import Cache
from tui.options import Options

if TYPE_CHECKING:
    from intents.catalogue.model import Catalogue
    from intents.understanding import Matcher


class Source:
    """A catalogue file without faults, and the key of its content. The catalogue itself is loaded when it is asked for."""

    def __init__(self, path: Path, cache: Cache, key: bytes, kept: str, catalogue: Catalogue | None) -> None:
        self.path = path
        self.cache = cache
        self.key = key
        """Empty when the file cannot be read as bytes; nothing is cached then."""
        self._kept = kept
        self._catalogue = catalogue
        self._read = catalogue

    @property
    def catalogue(self) -> Catalogue:
        """The whole catalogue, but for its example messages.

        Raises:
            CatalogueFaults: the cache was damaged, and the file has got faults since.
        """
        if self._catalogue is None:
            self._catalogue = from_text(self._kept) or read_anew(self.path, self.key, self.cache)
        return self._catalogue

    def with_examples(self) -> Catalogue:
        """The catalogue with its example messages, which the cache does not hold: they are read only for learning.

        Raises:
            CatalogueFaults: the file has got faults since it was opened.
        """
        if self._read is not None:
            return self._read
        from intents.catalogue.reader import read_catalogue

        return read_catalogue(self.path)

    def titles(self) -> dict[str, str]:
        """The title of each intent by its id."""
        found = intent_titles(self._kept) if self._catalogue is None else None
        if found is None:
            return {intent.id: intent.title for intent in self.catalogue.intents}
        return found


def catalogue_path(options: Options) -> Path:
    """The named catalogue, else that of the settings, else the person's own, else the packaged one."""
    from intents.catalogue.places import FILE_NAME, find_catalogue
    from intents.keeping.places import config_folder

    named, _ = options.named_catalogue()
    return find_catalogue(named, config_folder() / FILE_NAME)


def open_source(options: Options) -> Source:
    """The catalogue of this run.

    Raises:
        CatalogueFaults: every fault of the file, with its place.
    """
    import intents
    from intents.keeping.places import cache_folder

    shipped = Path(intents.__file__).parent / "packaged" / "ready"
    return open_catalogue(catalogue_path(options), Cache(cache_folder(), shipped))


def open_catalogue(path: Path, cache: Cache) -> Source:
    """Read a catalogue, or find it in the cache.

    Raises:
        CatalogueFaults: every fault of the file, with its place.
    """
    try:
        key = content_key(path)
    except OSError:
        # The reader says in its own words why a file cannot be read.
        key = b""
    kept = cache.read(key, "catalogue") if key else None
    if kept is not None:
        return Source(path, cache, key, kept.decode("utf-8", "replace"), None)
    return Source(path, cache, key, "", read_anew(path, key, cache))


def read_anew(path: Path, key: bytes, cache: Cache) -> Catalogue:
    """Read the file and keep what was read.

    Raises:
        CatalogueFaults: every fault of the file, with its place.
    """
    from intents.catalogue.reader import read_catalogue

    catalogue = read_catalogue(path)
    if key:
        cache.write(key, "catalogue", to_text(catalogue).encode())
    return catalogue


def open_matcher(source: Source) -> Matcher:
    """The matcher of a catalogue, from the cache or learned now (that takes some seconds for a large catalogue)."""
    kept = kept_matcher(source)
    return kept if kept is not None else learn_matcher(source)


def open_soon(source: Source) -> tuple[Matcher, bool]:
    """A matcher within half a second, and whether it is the one that `open_matcher` gives. If not, have that learned."""
    kept = kept_matcher(source)
    if kept is not None:
        return kept, True
    from tui.meanwhile import matcher_meanwhile

    return matcher_meanwhile(source)


def kept_matcher(source: Source) -> Matcher | None:
    """The matcher out of the cache, if it is there."""
    from intents.understanding.stored import matcher_for_key

    kept = source.cache.read(source.key, "matcher") if source.key else None
    return matcher_for_key(kept, matcher_key(source.key)) if kept else None


def learn_matcher(source: Source) -> Matcher:
    """Learn the matcher anew and keep it."""
    from intents.understanding.from_catalogue import lessons_of
    from intents.understanding.learning import learn

    return keep_matcher(source, learn(lessons_of(source.with_examples())))


def keep_matcher(source: Source, matcher: Matcher) -> Matcher:
    """Write the matcher into the cache."""
    from dataclasses import replace

    from intents.understanding.stored import to_bytes

    if source.key:
        learned = replace(matcher.learned, key=matcher_key(source.key))
        source.cache.write(source.key, "matcher", to_bytes(learned))
    return matcher


def matcher_key(key: bytes) -> bytes:
    """32 bytes that a matcher of this content carries inside, so that one learned in an older way is not used."""
    from intents.understanding.stored import METHOD

    return key[:-4] + METHOD.to_bytes(4, "big")
