"""How well and how fast messages are understood: `python -m benchmarks.understanding --help`.

Side by side in one run: this matcher, rapidfuzz's nearest example, and a scikit-learn pipeline where that is
installed. Public data sets are read from a folder of `<name>_10.json` files, each with `train` and `validation`
(or `test`) lists of [text, intent].
"""

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intents.understanding import Lessons, Topic, learn  # noqa: E402
from intents.understanding.stored import matcher_for_key  # noqa: E402

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TWENTY = "hi team could you please take me out of the round robin for customer calls until the end of next month thanks"


def packaged_lessons(folder: Path) -> Lessons:
    """Lessons from text files of one example a line; files named out_of_scope* are elsewhere."""
    inside: list[Topic] = []
    outside: list[Topic] = []
    for path in sorted(folder.glob("*.txt")):
        lines = (line.strip() for line in path.read_text("utf-8").splitlines())
        examples = tuple(line for line in lines if line and not line.startswith("#"))
        topic = Topic(name=path.stem, title=path.stem.replace("_", " "), examples=examples)
        (outside if path.stem.startswith("out_of_scope") else inside).append(topic)
    return Lessons(topics=tuple(inside), elsewhere=tuple(outside))


def made_up_lessons(topics: int, examples: int) -> Lessons:
    """Topics with words of their own among words that all share, about twelve words a message."""
    rng = random.Random(5)

    def word() -> str:
        return "".join(rng.choice("aeiou" if place % 2 else LETTERS) for place in range(rng.randint(4, 8)))

    shared = [word() for _ in range(300)]
    pool = [word() for _ in range(4000)]
    made: list[Topic] = []
    for number in range(topics):
        own = rng.sample(pool, 12)
        lines = tuple(
            " ".join(rng.choice(own) if rng.random() < 0.35 else rng.choice(shared) for _ in range(12))
            for _ in range(examples)
        )
        made.append(Topic(name=f"topic{number}", title=f"topic {number}", examples=lines))
    return Lessons(topics=tuple(made))


def with_typos(text: str, rng: random.Random) -> str:
    """A slip of the finger in three words of ten: letters swapped, left out, added or wrong."""
    words = text.split()
    for place, word in enumerate(words):
        if len(word) < 3 or rng.random() >= 0.3:
            continue
        at, letter = rng.randrange(len(word) - 1), rng.choice(LETTERS)
        words[place] = rng.choice(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
            )
        )
    return " ".join(words)


def milliseconds(call: Callable[[str], object], texts: Sequence[str]) -> tuple[float, float]:
    """Median and 95th of a hundred, after one round to warm up."""
    for text in texts[:20]:
        call(text)
    taken: list[float] = []
    for text in texts:
        start = time.perf_counter()
        call(text)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def speed(lessons: Lessons) -> None:
    from rapidfuzz.process import extractOne

    start = time.perf_counter()
    matcher = learn(lessons)
    learned = time.perf_counter() - start
    data = matcher.to_bytes()
    start = time.perf_counter()
    loaded = matcher_for_key(data, matcher.learned.key)
    load = (time.perf_counter() - start) * 1000
    assert loaded is not None
    examples = [example for topic in (*lessons.topics, *lessons.elsewhere) for example in topic.examples]
    labels = [topic.name for topic in (*lessons.topics, *lessons.elsewhere) for _ in topic.examples]
    print(
        f"learn {learned:.1f} s, file {len(data) / 1024:.0f} KiB, load {load:.1f} ms, {len(examples)} examples"
    )
    rng = random.Random(3)
    near_twenty = [text for text in examples if 17 <= len(text.split()) <= 23] or [TWENTY]
    sample = [rng.choice(near_twenty) for _ in range(300)]
    rows: list[tuple[str, Callable[[str], object]]] = [
        ("rank", loaded.rank),
        ("read", loaded.read),
        ("rank, with typos", lambda text: loaded.rank(with_typos(text, rng))),
        ("rapidfuzz extractOne", lambda text: extractOne(text, examples)),
    ]
    pipeline = _scikit(examples, labels)
    if pipeline is not None:
        rows.append(("scikit-learn", pipeline))
    for name, call in rows:
        median, late = milliseconds(call, sample if name != "rapidfuzz extractOne" else sample[:40])
        print(f"  {name:<24} median {median:7.3f} ms   95th {late:7.3f} ms   (about twenty words)")


def growth(sizes: Sequence[int]) -> None:
    for topics in sizes:
        lessons = made_up_lessons(topics, 40)
        start = time.perf_counter()
        matcher = learn(lessons)
        learned = time.perf_counter() - start
        rng = random.Random(1)
        flat = [(text, topic.name) for topic in lessons.topics for text in topic.examples]
        pairs = [
            (f"{first} {second}".split()[:20], name)
            for (first, name), (second, _) in zip(
                rng.choices(flat, k=200), rng.choices(flat, k=200), strict=True
            )
        ]
        median, late = milliseconds(matcher.rank, [" ".join(words) for words, _ in pairs])
        size = len(matcher.to_bytes()) / 1024
        print(
            f"  {topics:>5} topics of 40   learn {learned:6.1f} s   file {size:7.0f} KiB"
            f"   median {median:6.3f} ms   95th {late:6.3f} ms"
        )


def public(folder: Path, part: str) -> None:
    for path in sorted(folder.glob("*_10.json")):
        data = json.loads(path.read_text("utf-8"))
        if part not in data:
            print(f"  {path.stem:<16} has no part {part}")
            continue
        by_name: dict[str, list[str]] = {}
        for text, name in data["train"]:
            by_name.setdefault(name, []).append(text)
        matcher = learn(
            Lessons(
                topics=tuple(
                    Topic(name=name, title=name.replace("_", " "), examples=tuple(texts))
                    for name, texts in by_name.items()
                )
            )
        )
        rows = [("intake", lambda text, matcher=matcher: str(matcher.rank(text).candidates[0].name))]
        texts, names = zip(*data["train"], strict=True)
        pipeline = _scikit(texts, names)
        if pipeline is not None:
            rows.append(("scikit-learn", pipeline))
        for system, best in rows:
            rng = random.Random(5)
            clean = _right(best, [(text, name) for text, name in data[part]])
            typos = _right(best, [(with_typos(text, rng), name) for text, name in data[part]])
            print(
                f"  {path.stem:<16} {system:<14} {clean:5.1f}   with typos in 3 of 10 words {typos:5.1f}"
                f"   ({len(data[part])} messages)"
            )


def _right(best: Callable[[str], str], messages: Sequence[tuple[str, str]]) -> float:
    return 100 * sum(best(text) == name for text, name in messages) / max(len(messages), 1)


def _scikit(examples: Sequence[str], labels: Sequence[str]) -> Callable[[str], str] | None:
    """Words, word pairs and letters in threes and fours, softmax regression, and rapidfuzz for the spelling."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-not-found]
        from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]
        from sklearn.pipeline import make_pipeline, make_union  # type: ignore[import-not-found]
    except ImportError:
        print("  scikit-learn is not installed; its row is left out")
        return None
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    words = re.compile(r"\w+")
    known = [word for word, _ in Counter(words.findall(" ".join(examples).lower())).most_common()]
    repaired = {word: word for word in known}

    def repair(found: re.Match[str]) -> str:
        word = found.group()
        if word not in repaired and len(word) > 3:
            near = extractOne(word, known, scorer=OSA.distance, score_cutoff=1 if len(word) < 7 else 2)
            repaired[word] = near[0] if near else word
        return repaired.get(word, word)

    pipeline = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+"),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True),
        ),
        LogisticRegression(C=10, max_iter=500),
    )
    pipeline.fit(examples, labels)
    return lambda text: str(pipeline.predict([words.sub(repair, text.lower())])[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--examples", type=Path, default=ROOT / "examples" / "support-ops", help="folder of *.txt"
    )
    parser.add_argument("--public", type=Path, help="folder of the public data sets; left out when not given")
    parser.add_argument("--part", default="validation", help="the part of the public sets to measure on")
    parser.add_argument("--sizes", default="10,100,300,1000", help="numbers of topics for the growth rows")
    given = parser.parse_args()
    print("the packaged catalogue")
    speed(packaged_lessons(given.examples))
    print("growth with the number of topics")
    growth([int(size) for size in given.sizes.split(",") if size])
    if given.public:
        print(f"public sets, {given.part} part")
        public(given.public, given.part)


if __name__ == "__main__":
    main()
