"""Choices that a message names by their words or hosts, and a yes or no said in the words of its choices."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.answering.answer import Answer, Origin
from intents.answering.choosing import phrases_of
from intents.answering.links import parse_link
from intents.answering.phrases import (
    Span,
    find_phrases,
    is_negated,
    is_unsure,
    level,
    stems,
    tokens,
    word_set,
)
from intents.answering.yes_no import yes_no_by_words
from intents.catalogue.model import Choice, Kind, Question
from intents.understanding.sight import Found, Sight, chosen, follows_cue

_GENERAL = word_set("other others both none all any yes no something else nothing unknown normal")


def _mentions(question: Question, sight: Sight) -> list[tuple[Choice, Span]]:
    """The choices that the ordinary words of the message name, without those that are denied or doubted."""
    phrases = [
        (choice.value, phrase)
        for choice in question.choices
        for phrase in phrases_of(choice)
        if phrase in choice.words or _is_name(stems(phrase))
    ]
    found = []
    for span in find_phrases(sight.plain, sight.words, phrases):
        choice = question.choice(span.key)
        if choice is None or is_negated(sight.plain, sight.words, span.first, span.last):
            continue
        if is_unsure(sight.plain, sight.words, span.first) and _is_doubt(sight, span.first):
            continue
        if (
            _is_inside_a_name(sight, span)
            or _is_cue_of_a_handle(sight, span)
            or _is_only_a_part(choice, sight, span)
            or not follows_cue(question, sight, span.start)
        ):
            continue
        found.append((choice, span))
    return found


def _is_name(phrase: tuple[str, ...]) -> bool:
    """Whether a label names its choice. "The customer" and "Something else" do not: people write them about anything."""
    return not set(phrase) <= _GENERAL and phrase[0] not in ("the", "a", "an", "it")


_PARTING = word_set("remove delete drop take strip cut erase")
_PRONOUNS = word_set("it them this that these those him her one both")
_OBJECT_ENDS = word_set(
    "from out in of on for with among between under because since which who and but so by"
)
_BESIDE = re.compile(r"\b(?:(?:next to|beside|under|above|below)\s+(?:\w+\s+)?|with my\s+)$")


def _is_only_a_part(choice: Choice, sight: Sight, span: Span) -> bool:
    """Whether the words are about a part of the thing, or about what stands beside it.

    "Remove the name from the map" removes no map; "the text next to my name" is not the name.
    """
    plain = level(sight.plain[max(0, span.start - 40) : span.end + 120])
    if _BESIDE.search(plain[: min(span.start, 40)]):
        return True
    if span.last - span.first > 1 or sight.words[span.first].stem not in _PARTING:
        return False
    thing = set(stems(choice.label)) - {sight.words[span.first].stem, "a", "an", "the", "of"}
    following = re.match(r"[^.;!?\n]*", plain[min(span.start, 40) + span.end - span.start :])
    rest = following[0] if following else ""
    if re.match(r"\s*(?:the |a |this |these |please |for |\w+ )?[\s\"'“:]*\|", rest):
        return False
    heads: list[str] = []
    for token in tokens(rest)[:8]:
        if token.plain in _OBJECT_ENDS:
            break
        heads.append(token.stem)
    # "Remove it from my languages" takes it out of something; "remove it" is the whole thing.
    pronoun = bool(heads) and heads[0] in _PRONOUNS and " from " not in rest
    return bool(heads) and not (thing & set(heads)) and not pronoun


_DOUBT = re.compile(
    r"\b(?:not sure|unsure|no idea|don'?t know|do not know|not clear|unclear|not certain|wonder\w*)\b[^.!\n]*$"
)


def _is_doubt(sight: Sight, first: int) -> bool:
    return (
        _DOUBT.search(level(sight.plain[max(0, sight.words[first].start - 200) : sight.words[first].start]))
        is not None
    )


def _is_inside_a_name(sight: Sight, span: Span) -> bool:
    """Whether a capitalised word belongs to a longer name with capitals ("Paper Map Team")."""
    text = sight.plain
    if not text[span.start].isupper() or span.last >= len(sight.words):
        return False
    after = sight.words[span.last]
    gap, word = text[span.end : after.start], text[after.start : after.end]
    return gap == " " and word.istitle() and len(word) > 1 and after.stem in _NAME_ENDS


def _is_cue_of_a_handle(sight: Sight, span: Span) -> bool:
    """Whether the words only introduce a person ("manager @kim"), and so name no choice."""
    if not any(re.fullmatch(r"\s*(?:is|:|=|-)?\s*", sight.plain[span.end : h.start]) for h in sight.handles):
        return False
    said = stems(sight.plain[span.start : span.end])
    return any(
        said == stems(cue)
        for q in sight.intent.questions
        if q.kind is Kind.HANDLE
        for cue in q.answered_by.cues
    )


_NAME_ENDS = word_set("support group team hour service customer")


def find_choice(question: Question, sight: Sight) -> Found | None:
    hosted = _by_host(question, sight)
    if hosted:
        # What is linked to decides, whatever the words say; links to several decide nothing.
        return hosted[0] if len(hosted) == 1 else None
    mentions = _mentions(question, sight)
    named = list(dict.fromkeys(choice.value for choice, _ in mentions))
    places = [(span.start, span.end) for _, span in mentions]
    if len(named) == 1:
        # The first mention says it; the others only repeat it.
        return chosen([mentions[0][0]], sight, places[:1])
    if len(named) == 2 and not any(
        len(choice.words) == 0 and choice.value in _GENERAL for choice, _ in mentions
    ):
        return _both(question, mentions, sight)
    return None


def _by_host(question: Question, sight: Sight) -> list[Found]:
    """The choices whose hosts are linked to, one of each."""
    found: dict[str, Found] = {}
    for link in sight.links:
        parsed = parse_link(link.text)
        if isinstance(parsed, str):
            continue
        for choice in question.choices:
            if parsed.host in (host.lower() for host in choice.hosts):
                found.setdefault(choice.value, chosen([choice], sight, [(link.start, link.end)]))
    return list(found.values())


def _both(question: Question, mentions: Sequence[tuple[Choice, Span]], sight: Sight) -> Found | None:
    """Two choices joined by "and", where a third one means both of them."""
    both = [choice for choice in question.choices if "both" in (choice.value, choice.label.lower())]
    if len(both) != 1 or len(question.choices) != 3:
        return None
    firsts = {choice.value: span for choice, span in reversed(mentions)}
    one, two = sorted(firsts.values(), key=lambda span: span.start)
    between = [token.plain for token in sight.words[one.last : two.first]]
    gap = sight.plain[one.end : two.start]
    joined = "and" in between or "&" in gap or "plus" in between or between[:2] == ["as", "well"]
    if len(between) > 4 or not joined or re.search(r"[.;?!\n]", gap):
        return None
    return chosen(both, sight, [(one.start, two.end)])


def find_choices(question: Question, sight: Sight) -> Found | None:
    mentions = _mentions(question, sight)
    if not mentions:
        return None
    named = [choice for choice in question.choices if any(choice is one for one, _ in mentions)]
    return chosen(named, sight, [(span.start, span.end) for _, span in mentions])


def find_yes_no(question: Question, sight: Sight) -> Found | None:
    found = yes_no_by_words(question, sight.plain)
    if found is None:
        return None
    value, start, end = found
    answer = Answer(values=(value,), words=sight.message[start:end], origin=Origin.TAKEN_OVER)
    return Found(answer=answer, places=((start, end),))
