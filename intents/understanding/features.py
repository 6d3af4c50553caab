"""Words to features.

A message is read as units: its words, neighbours, and frames, or neighbours but one where examples are few. What is
learned about a unit is the sum of what is learned about its primitives: a word has itself, its stem, its groups of
letters and the groups of words that mean the same; neighbours have themselves and their stems. So a word that was
never learned still says something.

A frame is how something is said, whatever it is about: a run of frequent words, with all that stands between two of
them as one gap. "The clock should be blue" and "tags should be sorted" share the frame "should be *".
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

STEM = 0.6
LETTERS = 0.2
PAIR = 0.4
STEM_PAIR = 0.3
SKIP = 0.3
SAME_MEANING = 0.8
FRAME = 0.7
LONGEST_FRAME = 3
FRAME_WORDS = 350
"""Words that frames are made of, at most."""
EXAMPLES_A_FRAME_WORD = 30
"""With few examples only the most frequent words say nothing of what a message is about."""
ROOM = 2.0
"""Mass that every message has beside its units, in masses of a new word: so that a single word is not sure of itself."""

Groups = Mapping[str, int]
"""Words, and neighbours such as "north pier", to the number of the group that means the same."""


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A rough stem: endings that seldom change what a request is about are cut off."""
    if len(word) <= 3 or not word.isalpha() or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "ches", "shes", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if len(word) > 4 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 3 and word[-1] == "y":
        word = word[:-1] + "i"
    return word


_ENDINGS = (
    ("ations", 3),
    ("ation", 3),
    ("ingly", 3),
    ("ments", 3),
    ("ment", 4),
    ("ing", 3),
    ("edly", 3),
    ("ions", 3),
    ("ion", 4),
    ("ed", 3),
    ("ly", 3),
    ("er", 4),
)


def letter_groups(word: str) -> Iterator[str]:
    """Groups of three to five letters, with the ends of the word marked."""
    if word[0] == "<":
        return
    marked = f"#{word[:40]}#"
    for size in (3, 4, 5):
        for start in range(len(marked) - size + 1):
            yield "=" + marked[start : start + size]


def runs(words: Sequence[str], frequent: frozenset[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Neighbours and frames, each with the places of its words.

    Args:
        frequent: The words that frames are made of; where there are none, neighbours but one stand in for them.
    """
    for place in range(1, len(words)):
        yield f"{words[place - 1]} {words[place]}", (place - 1, place)
    if frequent:
        yield from frames(words, frequent)
        return
    for place in range(2, len(words)):
        yield f"{words[place - 2]} _ {words[place]}", (place - 2, place)


def frames(words: Sequence[str], frequent: frozenset[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Frames of two and three parts, each with the places of its words; the ends of the message are parts too."""
    if not words:
        return
    parts, places = ["^"], [0]
    for place, word in enumerate(words):
        if word in frequent:
            parts.append(word)
        elif parts[-1] != "*":
            parts.append("*")
        else:
            continue
        places.append(place)
    parts.append("$")
    places.append(len(words) - 1)
    for size in range(2, LONGEST_FRAME + 1):
        for start in range(len(parts) - size + 1):
            yield "|" + " ".join(parts[start : start + size]), tuple(places[start : start + size])


def units(words: Sequence[str], frequent: frozenset[str] = frozenset()) -> list[str]:
    """The units of a message, each once. `frequent` as in `runs`."""
    found = dict.fromkeys(words)
    found.update(dict.fromkeys(unit for unit, _ in runs(words, frequent)))
    return list(found)


def stem_pair(unit: str) -> str:
    """The primitive that neighbours share with other forms of the same two words."""
    first, _, second = unit.partition(" ")
    return f"~{stem(first)} ~{stem(second)}"


def primitives(unit: str, groups: Groups, letters: float = LETTERS) -> list[tuple[str, float]]:
    """What a unit is made of, each with how much it weighs. `letters`: what a group of letters weighs."""
    if unit[0] == "|":
        return [(unit, FRAME)]
    found = [(f"&{groups[unit]}", SAME_MEANING)] if unit in groups else []
    if " _ " in unit:
        return [(unit, SKIP), *found]
    if " " in unit:
        return [(unit, PAIR), (stem_pair(unit), STEM_PAIR), *found]
    found += [(unit, 1.0), (f"~{stem(unit)}", STEM)]
    return found + [(group, letters) for group in dict.fromkeys(letter_groups(unit))]
