"""Words to features.

A message is read as units: its words, neighbours, and neighbours but one. What is learned about a unit is the sum of
what is learned about its primitives: a word has itself, its stem, its groups of letters and the groups of words that
mean the same; neighbours have themselves and their stems. So a word that was never learned still says something.
"""

from collections.abc import Iterator, Mapping, Sequence

STEM = 0.6
LETTERS = 0.3
PAIR = 0.4
STEM_PAIR = 0.3
SKIP = 0.3
SAME_MEANING = 0.8
ROOM = 2.0
"""Mass that every message has beside its units, in masses of a new word: so that a single word is not sure of itself."""

Groups = Mapping[str, int]
"""Words, and neighbours such as "north pier", to the number of the group that means the same."""


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


def neighbours(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Neighbours, and neighbours but one, each with the places of its two words."""
    for place in range(1, len(words)):
        yield f"{words[place - 1]} {words[place]}", place - 1, place
        if place > 1:
            yield f"{words[place - 2]} _ {words[place]}", place - 2, place


def units(words: Sequence[str]) -> list[str]:
    """The units of a message, each once."""
    found = dict.fromkeys(words)
    found.update(dict.fromkeys(unit for unit, _, _ in neighbours(words)))
    return list(found)


def stem_pair(unit: str) -> str:
    """The primitive that neighbours share with other forms of the same two words."""
    first, _, second = unit.partition(" ")
    return f"~{stem(first)} ~{stem(second)}"


def primitives(unit: str, groups: Groups) -> list[tuple[str, float]]:
    """What a unit is made of, each with how much it weighs."""
    found = [(f"&{groups[unit]}", SAME_MEANING)] if unit in groups else []
    if " _ " in unit:
        return [(unit, SKIP), *found]
    if " " in unit:
        return [(unit, PAIR), (stem_pair(unit), STEM_PAIR), *found]
    found += [(unit, 1.0), (f"~{stem(unit)}", STEM)]
    return found + [(group, LETTERS) for group in dict.fromkeys(letter_groups(unit))]
