"""Kill the real program at random moments of whole conversations, many times: python benchmarks/kills.py [N] [FIRST SEED]

Prints a line for each conversation that was not fine, then how many kills there were and where.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent / "tests"), str(Path(__file__).parent.parent)]

from killing import converse  # noqa: E402 - found on the path that is set above


def main(count: int = 100, first: int = 1000) -> int:
    """Run so many conversations. Returns 1 when one of them lost a word or filed twice."""
    began = time.monotonic()
    moments: Counter[str] = Counter()
    posts: Counter[int] = Counter()
    wrong = 0
    for seed in range(first, first + count):
        with tempfile.TemporaryDirectory() as folder:
            report = converse(seed, Path(folder))
        moments.update(moment.split("'")[0].strip() for moment in report.moments)
        posts[report.posts] += 1
        if not report.fine:
            wrong += 1
            print(report, flush=True)
    print(
        f"{count} conversations, {sum(moments.values())} kills, {wrong} not fine, {time.monotonic() - began:.0f} s"
    )
    for moment, number in sorted(moments.items()):
        print(f"  {number:5}  {moment}")
    print(
        "  requests to create an issue in a conversation: "
        + ", ".join(f"{n}: {posts[n]}" for n in sorted(posts))
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
