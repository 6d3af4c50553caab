"""Words to features: the words themselves, their stems and letter groups, and words that stand together."""

from collections.abc import Iterator, Sequence


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


_ENDINGS = (("ations", 3), ("ation", 3), ("ingly", 3), ("ments", 3), ("ment", 4), ("ing", 3), ("edly", 3),
            ("ions", 3), ("ion", 4), ("ed", 3), ("ly", 3), ("er", 4))  # fmt: skip


def letter_groups(word: str) -> Iterator[str]:
    """Groups of three to five letters, with the ends of the word marked."""
    if word[0] == "<":
        return
    marked = f"#{word}#"
    for size in (3, 4, 5):
        for start in range(len(marked) - size + 1):
            yield "=" + marked[start : start + size]


def parts(word: str) -> list[str]:
    """What a word is made of: its stem and its groups of letters, each once."""
    return [f"~{stem(word)}", *dict.fromkeys(letter_groups(word))]


def pairs(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Neighbours, and neighbours but one, each with the places of its two words."""
    for place in range(1, len(words)):
        yield f"{words[place - 1]} {words[place]}", place - 1, place
        if place > 1:
            yield f"{words[place - 2]} _ {words[place]}", place - 2, place
