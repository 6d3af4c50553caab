"""What answers while a catalogue is being learned: the matcher of its last version, else one that had a glance at it.

Learning a large catalogue takes seconds of all that one interpreter has. So another process does it
(`python -m tui.meanwhile FILE`), one for each catalogue at a time, and leaves the result in the cache.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from intents.keeping.claims import claim
from intents.understanding import Lessons, Matcher
from tui.learned import (
    Source,
    keep_matcher,
    kept_matcher,
    learn_matcher,
    matcher_key,
    open_source,
)
from tui.options import Options

FEW = 500
"""Examples that are learned from at once: that is as quick as a glance at more of them."""
PATIENCE = 300.0
"""Seconds after which another process is not waited for any longer."""


def matcher_meanwhile(source: Source) -> tuple[Matcher, bool]:
    """A matcher to answer with now, and whether it is the whole one, which then is in the cache too.

    Raises:
        CatalogueFaults: the file has got faults since it was opened.
    """
    earlier = _earlier(source)
    if earlier is not None:
        return earlier, False
    from intents.understanding.from_catalogue import lessons_of
    from intents.understanding.learning import learn, learn_at_a_glance

    lessons = lessons_of(source.with_examples())
    if _size(lessons) <= FEW:
        return keep_matcher(source, learn(lessons)), True
    return learn_at_a_glance(lessons), False


def learn_aside(source: Source) -> Matcher:
    """Have the whole matcher learned by another process, and wait for it; learn it here if that is not possible.

    Raises:
        CatalogueFaults: the file has got faults since it was opened.
    """
    if source.key:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            _started(source).wait(PATIENCE)
    kept = kept_matcher(source)
    return kept if kept is not None else learn_matcher(source)


def learn_behind(source: Source) -> None:
    """Have the whole matcher learned by a process that outlives this one, for the next start."""
    if not source.key:
        return
    with contextlib.suppress(OSError):
        # Nobody waits for it: without a code, the interpreter would warn of a forgotten child as it ends.
        _started(source, "--once", apart=True).returncode = 0


def _started(source: Source, *flags: str, apart: bool = False) -> subprocess.Popen[bytes]:
    """Another process that learns.

    Args:
        apart: It outlives this process and its terminal.
    """
    # A folder `tui` where the person happens to be must not be taken for ours, hence -P.
    ours = str(Path(__file__).parent.parent)
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", "tui.meanwhile", str(source.path.resolve()), *flags],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH"))))},
        start_new_session=apart,
        creationflags=_DETACHED if apart and os.name == "nt" else 0,
    )


_DETACHED = 0x00000208
"""On Windows: without a console, and without its signals."""


def _earlier(source: Source) -> Matcher | None:
    """The latest matcher in the cache for the same intents and the same places elsewhere, learned in today's way."""
    from intents.understanding.from_catalogue import lessons_of
    from intents.understanding.stored import key_of, matcher_for_key

    wanted = lessons_of(source.catalogue)
    topics, elsewhere = _names(wanted)
    way = matcher_key(bytes(32))[-4:]
    for data in source.cache.latest("matcher"):
        key = key_of(data)
        if key[-4:] != way:
            continue
        found = matcher_for_key(data, key)
        if found is None:
            continue
        learned = found.learned
        if set(learned.topics) == topics and set(learned.elsewhere) == elsewhere:
            # What is asked between look-alikes is said in today's words.
            return Matcher(replace(learned, look_alikes=wanted.look_alikes))
    return None


def _names(lessons: Lessons) -> tuple[set[str], set[str]]:
    return {topic.name for topic in lessons.topics}, {topic.name for topic in lessons.elsewhere}


def _size(lessons: Lessons) -> int:
    return sum(len(topic.examples) for topic in (*lessons.topics, *lessons.elsewhere))


def learn_alone(source: Source, *, once: bool) -> None:
    """Learn what is not in the cache, unless another process is at it: then wait for that one.

    Args:
        once: Do not wait.
    """
    from intents.keeping.written import own_folder

    with contextlib.suppress(OSError):
        own_folder(source.cache.folder)
    place = source.cache.folder / f"{source.key.hex()[:40]}.learning"
    end = time.monotonic() + PATIENCE
    while kept_matcher(source) is None:
        with claim(place) as ours:
            if ours:
                if kept_matcher(source) is None:
                    learn_matcher(source)
                return
        if once or time.monotonic() > end:
            return
        time.sleep(0.1)


if __name__ == "__main__":
    import gc

    gc.disable()
    if hasattr(os, "nice"):
        # Whoever types goes first.
        os.nice(5)
    learn_alone(open_source(Options(catalogue=sys.argv[1])), once="--once" in sys.argv)
