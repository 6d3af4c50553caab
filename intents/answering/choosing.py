"""Reading one or several of the offered answers: by number, place, letter, name, beginning, or with a slip."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.answering.answer import Answer
from intents.answering.phrases import (
    Token,
    find_phrases,
    is_negated,
    level,
    nearly,
    stems,
    tokens,
    word_set,
)
from intents.answering.reading import Accepted, Reading, Rejected, clip
from intents.catalogue.model import Choice, Question

_POLITE = word_set(
    "the one please option number no answer choice i think guess it it's its is that's thats would be go with take pick "
    "choose want for let's lets my thanks pls that this of them item nr nummer choice entry i'd id like just"
)
_ORDINALS = {
    name: place
    for place, names in enumerate(
        (
            "first 1st former top erste erster primero primera premier premiere primeiro primeira",
            "second 2nd latter zweite zweiter segundo segunda deuxieme",
            "third 3rd dritte dritter tercero tercera troisieme terceiro terceira",
            "fourth 4th vierte",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
        )
    )
    for name in names.split()
}
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_LAST = word_set("last bottom final letzte letzter ultimo ultima dernier derniere")
_LETTER = re.compile(r"\(?([a-z])[).:]")


def phrases_of(choice: Choice) -> tuple[str, ...]:
    """The words that name a choice: its label, with and without what stands in brackets, and the author's own."""
    short = re.sub(r"\s*\([^)]*\)", "", choice.label).strip()
    return tuple(dict.fromkeys(phrase for phrase in (choice.label, short, *choice.words) if phrase))


def read_choice(question: Question, text: str) -> Reading:
    """One of the choices, said by number, place, letter, name, words, beginning or with a slip."""
    found = _one_of(question.choices, text)
    if isinstance(found, Choice):
        echo = "" if same_words(text, found.label) else found.label
        return Accepted(answer=Answer(values=(found.value,), words=text), echo=echo)
    return Rejected(sentence=found)


def read_choices(question: Question, text: str) -> Reading:
    """Several of the choices: "1, 3", "views and triggers", "all", "all but the last"."""
    choices = question.choices
    chosen = _several_of(choices, text)
    if isinstance(chosen, str):
        return Rejected(sentence=chosen)
    kept = tuple(choice for choice in choices if choice in chosen)
    said = ", ".join(choice.label for choice in kept)
    answer = Answer(values=tuple(choice.value for choice in kept), words=text)
    return Accepted(answer=answer, echo="" if same_words(text, said) else said)


def same_words(text: str, label: str) -> bool:
    return " ".join(text.casefold().split()) == " ".join(label.casefold().split())


def _range(choices: Sequence[Choice]) -> str:
    return (
        f"Type a number from 1 to {len(choices)}, or the words."
        if len(choices) > 1
        else "Type 1, or the words."
    )


def _one_of(choices: Sequence[Choice], text: str) -> Choice | str:
    """The choice that is meant, or the sentence that says why there is none."""
    exact = exactly(choices, text)
    if len(exact) == 1:
        return exact[0]
    placed = by_place(choices, text)
    if placed is not None:
        return placed
    words = tokens(text[:2000])
    named, negated = _named(choices, text[:2000], words)
    if len(named) == 1:
        return named[0]
    if len(named) > 1:
        return f"That names {_either(named)}. Which one is it? {_range(choices)}"
    if negated and len(words) <= 6:
        left = [choice for choice in choices if choice not in negated]
        return left[0] if len(left) == 1 else f"So it is another one. {_range(choices)}"
    begun = _begun(choices, text)
    if len(begun) == 1:
        return begun[0]
    if len(begun) > 1:
        return f"{clip(text)} could be {_either(begun)}. {_range(choices)}"
    misspelt = _misspelt(choices, words)
    if len(misspelt) == 1:
        return misspelt[0]
    return f"{clip(text)} is none of these. {_range(choices)}"


def _either(choices: Sequence[Choice]) -> str:
    labels = [f"“{choice.label}”" for choice in choices[:4]]
    return f"{', '.join(labels[:-1])} and {labels[-1]}" if len(labels) > 1 else labels[0]


def exactly(choices: Sequence[Choice], text: str) -> list[Choice]:
    typed = stems(text[:400])
    found = []
    for choice in choices:
        names = (choice.value, *phrases_of(choice))
        if any(same_words(text, name) for name in names) or (
            typed and any(typed == stems(name) for name in names)
        ):
            found.append(choice)
    # A value or label as typed wins over another choice's loose words.
    strict = [c for c in found if same_words(text, c.label) or same_words(text, c.value)]
    return strict if len(strict) == 1 else found


def by_place(choices: Sequence[Choice], text: str) -> Choice | str | None:
    """By number, ordinal or letter; a sentence when there is no such place; None when it is not said by place."""
    plain = level(text).strip()
    count = len(choices)
    lettered = _LETTER.fullmatch(plain)
    if lettered:
        place = ord(lettered[1]) - ord("a")
        return choices[place] if place < count else f"There is no {lettered[1]} here. {_range(choices)}"
    words = [token.plain for token in tokens(text[:200])]
    if re.fullmatch(r"-\s*\d+|\d+\s*[.,/:-]\s*\d+.*", plain):
        return None
    left = [word for word in words if word not in _POLITE]
    if not left and words and words[-1] == "one" and len(words) == 1:
        left = ["one"]
    if len(left) != 1:
        return None
    word = left[0]
    if word in _LAST:
        return choices[-1]
    number: int | None = None
    if word.isdecimal() and len(word) < 6:
        number = int(word)
    elif word in _ORDINALS:
        number = _ORDINALS[word] + 1
    elif word in _NUMBERS:
        number = _NUMBERS[word]
    if number is not None:
        if 1 <= number <= count:
            return choices[number - 1]
        return f"There is no number {number} here. {_range(choices)}"
    if len(word) == 1 and "a" <= word <= "z":
        return _by_letter(choices, word)
    return None


def _by_letter(choices: Sequence[Choice], letter: str) -> Choice | str | None:
    begun = [choice for choice in choices if level(choice.label).startswith(letter)]
    place = ord(letter) - ord("a")
    if place < len(choices) and choices[place] not in begun:
        begun.append(choices[place])
    if len(begun) == 1:
        return begun[0]
    return f"“{letter}” could be {_either(begun)}. {_range(choices)}" if begun else None


def _named(choices: Sequence[Choice], text: str, words: Sequence[Token]) -> tuple[list[Choice], list[Choice]]:
    phrases = [(choice.value, phrase) for choice in choices for phrase in phrases_of(choice)]
    named: list[Choice] = []
    negated: list[Choice] = []
    for span in find_phrases(text, words, phrases):
        choice = next(c for c in choices if c.value == span.key)
        target = negated if is_negated(text, words, span.first, span.last) else named
        if choice not in target:
            target.append(choice)
    return named, [choice for choice in negated if choice not in named]


def _begun(choices: Sequence[Choice], text: str) -> list[Choice]:
    typed = stems(text[:200])
    if not typed:
        return []
    starts = []
    inner = []
    for choice in choices:
        names = [stems(name) for name in (choice.value, choice.label, *choice.words)]
        if any(begins(name, typed) for name in names):
            starts.append(choice)
        elif len(typed) == 1 and len(typed[0]) >= 3 and any(w.startswith(typed[0]) for n in names for w in n):
            inner.append(choice)
    return starts or inner


def begins(name: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    size = len(typed)
    return len(name) >= size and name[: size - 1] == typed[:-1] and name[size - 1].startswith(typed[-1])


def _misspelt(choices: Sequence[Choice], words: Sequence[Token]) -> list[Choice]:
    typed = " ".join(token.stem for token in words[:12])
    found = []
    for choice in choices:
        names = [" ".join(stems(name)) for name in (choice.value, *phrases_of(choice))]
        if any(nearly(typed, name) for name in names if name):
            found.append(choice)
    return found


_ALL = frozenset(
    (
        "all",
        "everything",
        "all of them",
        "all of these",
        "both",
        "both of them",
        "alle",
        "todos",
        "tous",
        "every one",
    )
)
_ALL_BUT = re.compile(
    r"(?:all|everything|all of them)\s+(?:but|except|without|besides)(?:\s+for)?\s+(.+)", re.DOTALL
)
_APART = re.compile(r"\s*(?:[,;&+/\n、]|\band\b|\bund\b|\by\b|\bet\b|\be\b)\s*", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,3})\s*(?:-|–|to|\.\.+)\s*(\d{1,3})")
_DIGITS = re.compile(r"\d{1,3}(?:\s+\d{1,3})+")


def _several_of(choices: Sequence[Choice], text: str) -> list[Choice] | str:
    exact = exactly(choices, text)
    if len(exact) == 1:
        return exact
    plain = " ".join(level(text[:2000]).split()).strip(" .!")
    if plain in _ALL and (not plain.startswith("both") or len(choices) == 2):
        return list(choices)
    but = _ALL_BUT.fullmatch(plain)
    if but:
        left_out = _several_of(choices, but[1])
        if isinstance(left_out, str):
            return left_out
        kept = [choice for choice in choices if choice not in left_out]
        return kept or f"That leaves none. {_range(choices)}"
    parts = _DIGITS.fullmatch(plain) and plain.split()
    if not parts:
        parts = [part for part in _APART.split(text[:4000].strip(" .!\n")) if part.strip()]
    chosen: list[Choice] = []
    problem = ""
    for part in parts[:100]:
        span = _SPAN.fullmatch(part.strip())
        if span and 1 <= int(span[1]) < int(span[2]) <= len(choices):
            chosen.extend(choices[int(span[1]) - 1 : int(span[2])])
            continue
        found = _one_of(choices, part)
        if isinstance(found, Choice):
            chosen.append(found)
        else:
            problem = problem or found
    if chosen and not problem:
        return chosen
    # A label may itself hold a comma or an "and": then the parts mean nothing but the whole names it.
    named, _ = _named(choices, text[:2000], tokens(text[:2000]))
    if named and (not problem or len(named) > len(chosen)):
        return named
    many = "Type one or more numbers, such as “1, 2”, or the words." if len(choices) > 1 else _range(choices)
    if not problem:
        return many
    return problem.replace(_range(choices), many)
