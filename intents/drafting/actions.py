"""Lines that GitLab would run as quick actions, whatever their names.

Both ways GitLab has looked for them need a line whose first character is `/`. The rule here asks for no more than
that: names come with each version, and what hides a line from one version does not hide it from another.
"""

from collections import Counter
from collections.abc import Iterable


def actions(text: str) -> tuple[str, ...]:
    """Every line that starts with `/`, without trailing space, in order.

    Carriage returns are dropped first, as GitLab does, so a slash behind one counts.
    """
    if "/" not in text:
        return ()
    return tuple(line.rstrip() for line in text.replace("\r", "").split("\n") if line.startswith("/"))


def check_actions(text: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """The lines GitLab could run that nobody was shown: those not in `allowed`, and second copies of one that is."""
    left = Counter(line.rstrip() for line in allowed)
    unexpected: list[str] = []
    for line in actions(text):
        if left[line]:
            left[line] -= 1
        else:
            unexpected.append(line)
    return tuple(unexpected)
