"""Kill the real program at random moments of whole conversations, many times.

    python benchmarks/kills.py [--screen] [N] [FIRST SEED]

In line mode, or with `--screen` as it stands on a terminal. Prints a line for each conversation that was not fine, then how many kills there were and where.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

# In the place of this folder: it has a `terminal` of its own.
sys.path[:1] = [str(Path(__file__).parent.parent / "tests"), str(Path(__file__).parent.parent)]

from killing import converse  # noqa: E402 - found on the path that is set above
from killing_screen import converse_on_screen  # noqa: E402


def main(count: int = 100, first: int = 1000, *, on_screen: bool = False) -> int:
    """Run so many conversations. Returns 1 when one of them lost a word or filed twice."""
    began = time.monotonic()
    moments: Counter[str] = Counter()
    posts: Counter[int] = Counter()
    wrong = 0
    for seed in range(first, first + count):
        with tempfile.TemporaryDirectory() as folder:
            report = (converse_on_screen if on_screen else converse)(seed, Path(folder))
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
    given = [argument for argument in sys.argv[1:] if argument != "--screen"]
    sys.exit(main(*map(int, given), on_screen="--screen" in sys.argv[1:]))
