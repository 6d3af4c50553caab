"""Reading a yes or a no, said in ordinary words of several languages or in the words of the question's own choices."""

from __future__ import annotations

from collections.abc import Sequence

from intents.answering.answer import Answer
from intents.answering.choosing import begins, by_place, exactly, same_words
from intents.answering.phrases import (
    Token,
    find_phrases,
    is_negated,
    is_unsure,
    phrase_set,
    stems,
    tokens,
    word_set,
)
from intents.answering.reading import Accepted, Reading, Rejected, clip
from intents.catalogue.model import Choice, Question

_YES = word_set(
    "yes y yep yeah yup yea ya yess sure ok okay correct right true affirmative absolutely definitely indeed aye "
    "exactly certainly totally ja jep jo oui si sim claro da да tak hai はい 是 是的 对 네 예 evet shi"
)
_NO = word_set(
    "no n nope nah naw noo not never negative false nobody none nothing nein ne nee non nao nej nie нет ні いいえ いや 否 "
    "不 不是 没有 아니요 아니 hayir haven't hasn't didn't doesn't don't isn't aren't wasn't weren't won't can't hadn't"
)
_YES_PHRASES = phrase_set(
    "i did|we did|they did|it did|he did|she did|i have|we have|they have|it has|he has|she has|it does"
    "|it is|it was|they do|i do|we do|i am|we are|they are|of course|i think so|think so|i believe so|that's right"
    "|thats right|already done|did so|done|it already is|by all means|d'accord|selbstverständlich|por supuesto"
    "|por favor|bien sur|com certeza|guess so|i guess so|go ahead|please do|yes please|all good"
)
_NO_PHRASES = phrase_set(
    "i don't think so|dont think so|don't think so|not yet|not really|not at all|no way|noch nicht|todavia no"
    "|pas encore|ainda nao|by no means|not that i know|not that i know of|i did not|i have not|it is not|it was not"
    "|it does not|it did not|we have not|we did not|they have not|they did not|i haven't|i didn't|we haven't|we didn't"
    "|they haven't|they didn't|it isn't|it wasn't|it doesn't|it didn't|no one|nobody has|it never did|it never has"
    "|it never worked|no reply|i'm not|im not|i am not|we are not|still not"
)
_MAYBE = phrase_set(
    "maybe|perhaps|possibly|probably|not sure|unsure|it depends|depends|yes and no|sort of|kind of|partly"
    "|partially|half|why not|both|either|sometimes|vielleicht|quizas|peut etre|talvez"
)
_WAVERING = word_set("but except however although though")
_BARE = frozenset(stems("yes no yep nope yeah nah ja nein oui non si sim nao"))


def read_yes_no(question: Question, text: str) -> Reading:
    """A yes or a no, said in ordinary words or in the words of the question's own choices."""
    value = _yes_or_no(question, text)
    if value is None:
        return Rejected(sentence=f"{clip(text)} is neither yes nor no here. Type yes or no.")
    choice = question.choice(value)
    label = choice.label if choice else value.capitalize()
    return Accepted(
        answer=Answer(values=(value,), words=text),
        echo="" if same_words(text, label) or same_words(text, value) else label,
    )


def _yes_or_no(question: Question, text: str) -> str | None:
    choices = question.choices
    exact = exactly(choices, text)
    if len(exact) == 1:
        return exact[0].value
    words = tokens(text[:400])
    spoken = tuple(token.stem for token in words)
    plain = [token.plain for token in words]
    if not words or spoken in _MAYBE or spoken[:2] in _MAYBE:
        return None
    if spoken in _YES_PHRASES:
        return "yes"
    if spoken in _NO_PHRASES:
        return "no"
    leading = "yes" if plain[0] in _YES else "no" if plain[0] in _NO else ""
    if leading and len(plain) > 1:
        opposite = _NO if leading == "yes" else _YES
        near = plain[1:4]
        if any(word in _BARE and word in opposite for word in near) or any(w in _WAVERING for w in near[:1]):
            return None
        if plain[0] in ("right", "sure", "ok", "okay", "ya", "si", "da") and any(w in _NO for w in near):
            return None
    if (
        leading == "no"
        and plain[0] in ("not", "no")
        and len(plain) > 1
        and plain[1] in ("only", "just", "sure", "idea")
    ):
        return None
    if leading:
        return leading
    placed = by_place(choices, text) if choices else None
    if isinstance(placed, Choice):
        return placed.value
    named = yes_no_by_words(question, text)
    if named:
        return named[0]
    if len(spoken) <= 6:
        for phrase, value in [(p, "no") for p in _NO_PHRASES] + [(p, "yes") for p in _YES_PHRASES]:
            if len(phrase) > 1 and spoken[: len(phrase)] == phrase:
                return value
    begun = [
        c for c in choices if len(text.strip()) > 2 and begins(stems(c.label), stems(text[:200]) or ("\0",))
    ]
    return begun[0].value if len(begun) == 1 else None


def yes_no_by_words(question: Question, text: str) -> tuple[str, int, int] | None:
    """The yes or no that a text says in the words of the choices alone, and where; None when it says both or neither.

    A negated word of one side is the other side ("nobody replied"); a condition or a question is neither.
    """
    choices = question.choices
    words = tokens(text)
    phrases = [(choice.value, word) for choice in choices for word in choice.words]
    found: dict[str, tuple[int, int]] = {}
    for span in find_phrases(text, words, phrases):
        value = span.key
        start, end = span.start, span.end
        if is_unsure(text, words, span.first):
            continue
        if is_negated(text, words, span.first, span.last):
            if value != "yes":
                continue
            value = "no"
            start = _negation_before(words, span.first)
        found.setdefault(value, (start, end))
    if len(found) != 1:
        return None
    value, (start, end) = next(iter(found.items()))
    return value, start, end


def _negation_before(words: Sequence[Token], first: int) -> int:
    for place in range(first - 1, max(first - 7, -1), -1):
        if words[place].plain in _NO or words[place].plain in ("without", "no"):
            return words[place].start
    return words[first].start
