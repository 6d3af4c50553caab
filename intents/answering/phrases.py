"""Finding names and words inside a text without losing the place they stand at.

Everything is compared folded (case, accents, width, plural) and reported by its place in the text as typed, because
what was taken out of a message is shown with the person's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple


def word_set(words: str) -> frozenset[str]:
    """Words written one after the other, as a set."""
    return frozenset(words.split())


def phrase_set(phrases: str) -> frozenset[tuple[str, ...]]:
    """Phrases written with a bar between them, each as its folded words."""
    return frozenset(stems(phrase) for phrase in phrases.split("|"))


class Token(NamedTuple):
    """One word and where it stands."""

    stem: str
    """What is compared: folded, without plural and possessive."""
    plain: str
    """Folded only."""
    start: int
    end: int


class Span(NamedTuple):
    """A phrase that was found: whose it is, which tokens and which characters it covers."""

    key: str
    first: int
    last: int
    """Index after its last token."""
    start: int
    end: int


_TOKEN = re.compile(r"(?:[a-z]\.){2,}(?:[a-z](?![a-z0-9]))?|[a-z0-9]+(?:'[a-z]+)*|[^\W_a-z0-9]+")
_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u00b4`\u2032\uff07"
_EAST_ASIAN = 0x2E80


def level(text: str) -> str:
    """The text folded letter by letter: as long as the typed one, so that places agree."""
    if text.isascii():
        return text.lower()
    return "".join(c.lower() if c.isascii() else _level_letter(c) for c in text)


@lru_cache(maxsize=4096)
def _level_letter(letter: str) -> str:
    if letter in _APOSTROPHES:
        return "'"
    from unicodedata import normalize

    folded = normalize("NFKD", letter).casefold()
    return folded[0] if folded else letter


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, in order, with their places."""
    found = []
    for match in _TOKEN.finditer(level(text)):
        plain = match[0].replace(".", "")
        found.append(Token(_stem(plain), plain, match.start(), match.end()))
    return tuple(found)


def _stem(plain: str) -> str:
    if "'" in plain and plain.endswith("'s"):
        plain = plain[:-2]
    if len(plain) > 4 and plain.endswith("ies"):
        return plain[:-3] + "y"
    if len(plain) > 3 and plain[-1] == "s" and plain[-2] not in "suiy":
        return plain[:-1]
    return plain


@lru_cache(maxsize=4096)
def stems(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase, for comparing."""
    return tuple(token.stem for token in tokens(phrase.replace("_", " ")))


def find_phrases(
    text: str, words: Sequence[Token], phrases: Iterable[tuple[str, str]], *, typos: bool = False
) -> tuple[Span, ...]:
    """Where the phrases stand in the text: whole words, the longest first, none inside another.

    Args:
        phrases: pairs of a key and a phrase; several phrases may share a key.
        typos: take a slightly misspelt or shortened word of a phrase of two words or more, too.
    """
    found: list[Span] = []
    for key, phrase in phrases:
        wanted = stems(phrase)
        if not wanted:
            continue
        if any(ord(c) >= _EAST_ASIAN for c in phrase):
            found.extend(_inside(text, words, key, phrase))
            continue
        size = len(wanted)
        for first in range(len(words) - size + 1):
            part = words[first : first + size]
            if typos and size > 1:
                fits = _about_same(part, wanted)
            else:
                fits = all(token.stem == stem for token, stem in zip(part, wanted, strict=True))
            if fits and _stands_together(text, part):
                found.append(Span(key, first, first + size, part[0].start, part[-1].end))
    found.sort(key=lambda span: (span.first - span.last, span.start))
    taken: dict[int, tuple[int, int]] = {}
    kept: list[Span] = []
    for span in found:
        covering = {taken.get(place) for place in range(span.first, span.last)}
        # Two keys with the very same words stay both: whoever asked sees that it is undecided.
        if covering == {None} or covering == {(span.first, span.last)}:
            kept.append(span)
            taken.update(dict.fromkeys(range(span.first, span.last), (span.first, span.last)))
    return tuple(sorted(dict.fromkeys(kept), key=lambda span: span.start))


def _stands_together(text: str, part: Sequence[Token]) -> bool:
    """Whether no sentence ends, and nothing was blanked, between the words."""
    return not any(_APART.search(text, one.end, two.start) for one, two in pairwise(part))


_APART = re.compile(r"[.;!?]\s|\||\n\s*\n")


def _inside(text: str, words: Sequence[Token], key: str, phrase: str) -> list[Span]:
    """Scripts without spaces: the phrase may stand inside a longer run of letters."""
    plain, wanted = level(text), level(phrase)
    found = []
    start = plain.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        covered = [i for i, token in enumerate(words) if token.start < end and start < token.end]
        if covered:
            found.append(Span(key, covered[0], covered[-1] + 1, start, end))
        start = plain.find(wanted, end)
    return found


def _about_same(part: Sequence[Token], wanted: tuple[str, ...]) -> bool:
    exact = sum(token.stem == stem for token, stem in zip(part, wanted, strict=True))
    if exact == len(wanted):
        return True
    for token, stem in zip(part, wanted, strict=True):
        if token.stem == stem or nearly(token.stem, stem):
            continue
        # A shortened word ("gov" for "government") needs its neighbours spelt in full.
        if exact and len(token.stem) >= 3 and stem.startswith(token.stem):
            continue
        return False
    return True


def nearly(written: str, meant: str) -> bool:
    """Whether a word is another one misspelt: one slip from four letters on, two from eight."""
    shorter = min(len(written), len(meant))
    if written == meant:
        return True
    if shorter < 4 or written[:1].isdigit() or meant[:1].isdigit():
        return False
    from rapidfuzz.distance import OSA

    allowed = 2 if shorter >= 8 else 1
    return OSA.distance(written, meant, score_cutoff=allowed) <= allowed


_NEGATIONS = word_set(
    "not no non never without except excluding isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't "
    "nobody nothing neither nor isnt dont doesnt didnt havent hasnt nicht kein keine keinen nie pas sans sin nunca "
    "nao nem sem"
)
_BETWEEN = word_set(
    "the a an in on for our my your their from about to of at it its it's this that any yet been be being has "
    "have had is was were are did do does anyone anybody someone ever even really actually publicly already want need "
    "mean touch touched just with by we i you they he she there here der die das den im in le la el un une o os"
)
_UNSURE = word_set("sure certain clear know whether if should could can may might unless would must shall")
_BREAKS = re.compile(r"[.;!?\n]|,|\bbut\b| - | – | — ", re.IGNORECASE)


def is_negated(text: str, words: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words at these token places are said not to be meant ("not paper", "paper isn't meant")."""
    place = first - 1
    steps = 0
    while place >= 0 and steps < 6:
        token = words[place]
        if _BREAKS.search(text, token.end, words[place + 1].start):
            break
        if token.plain in _NEGATIONS:
            following = words[place + 1].plain if place + 1 < len(words) else ""
            return following not in ("only", "just")
        if (
            token.plain in ("of", "than")
            and place
            and words[place - 1].plain in ("instead", "rather", "other")
        ):
            return True
        if token.plain not in _BETWEEN:
            break
        place -= 1
        steps += 1
    after = [token.plain for token in words[last : last + 4]]
    if not after or _BREAKS.search(text, words[last - 1].end, words[last].start):
        return False
    if after[0] in ("is", "are", "was", "were") and after[1:2] == ["not"]:
        after = ["isn't", *after[2:]]
    # "The view isn't sorted" speaks of the view all the same.
    return after[0] in ("isn't", "aren't", "wasn't", "isnt") and bool(_UNTOUCHED & set(after[1:3]))


_UNTOUCHED = word_set("affected involved meant concerned impacted needed relevant touched included it one")


def is_unsure(text: str, words: Sequence[Token], first: int) -> bool:
    """Whether what follows is a question, a condition or a guess ("not sure if paper", "should I reply")."""
    for place in range(first - 1, max(first - 6, -1), -1):
        token = words[place]
        if _BREAKS.search(text, token.end, words[place + 1].start):
            return False
        if token.plain in _UNSURE:
            return True
    return False


_NO_ANSWERS = phrase_set(
    "dunno|idk|idc|later|unknown|unsure|tbd|tbc|tba|n a|na|not sure|no idea|no clue|not known|not yet known|dont know"
    "|don't know|do not know|i don't know|i dont know|i do not know|i have no idea|not sure yet|i'm not sure"
    "|im not sure|i am not sure|who knows|whatever|no answer|skip|skip it|skip this|pass|next|not now|ask me later"
    "|to be decided|to be determined|to be confirmed|weiss nicht|weiß nicht|ich weiss nicht|keine ahnung|no se"
    "|no lo se|je ne sais pas|aucune idee|nao sei|huh|hm|hmm|hmmm|what|eh|um|uh|dunno yet|maybe later|will tell later"
    "|i'll tell you later|leave it open|leave open|not applicable|わからない|分かりません|わかりません"
)
_NOTHING = phrase_set(
    "none|nothing|no|nope|nil|null|keine|keiner|nichts|nada|ninguno|rien|aucun|nenhum|not needed|no thanks"
    "|no one|nobody|none needed|not required|nothing else|no need|empty|blank"
)


def is_no_answer(text: str) -> bool:
    """Whether the text answers nothing at all: "dunno", "??", "later", "-"."""
    text = text.strip()
    if len(text) > 80:
        return False
    words = stems(text)
    if words:
        return words in _NO_ANSWERS
    # Nothing but marks; an emoji or a lone symbol says as little as a dash.
    return True


def means_nothing(text: str) -> bool:
    """Whether the text says that there is none ("none", "no thanks"): leaves an optional question open."""
    return len(text.strip()) <= 80 and stems(text.strip()) in _NOTHING
