"""Names, known values, quotations and words behind a cue that a message holds."""

from __future__ import annotations

import re

from intents.answering.phrases import Span, find_phrases, is_negated, level, stems, tokens, word_set
from intents.catalogue.model import Kind, Question
from intents.understanding.passages import BLANK, Passage, blank
from intents.understanding.sight import Found, Place, Sight, cue_ends, follows_cue, taken

_SAID_BEFORE = re.compile(
    r"\b(?:(?<!should )(?<!must )(?<!to )says?|said|saying|reads|currently|still|typo|instead of|mentions?|mentioned|error|message|word|phrase|replaces?|remove|"
    r"delete|from|without|tagged|tag|titled|contains|not|old|about|change|rename)\b(?:\s+\w+)?\s*[:,]?\s*[\"'“‘«„`「]?$"
)
_NEW_BEFORE = re.compile(
    r"(?:\b(?:to|with|into|should say|should read|to say|to read|should be|be|as|new text|new wording|wording|following|say|instead|by)"
    r"\s*|:\s*|^\s*)[\"'“‘«„`「]?$",
    re.MULTILINE,
)


def names_joined(question: Question) -> bool:
    """Whether the question asks for a name of parts with `::` between them."""
    return "::" in question.example


def find_words(question: Question, sight: Sight) -> Found | None:
    """One line or a text: a joined name, a known value, what stands in quotation marks, what follows a cue."""
    if question.kind is Kind.LINE and names_joined(question):
        asked = [q for q in sight.intent.questions if q.kind is Kind.LINE and names_joined(q)]
        names = [
            name
            for name in sight.names
            if not _LIKE.search(level(sight.message[max(0, name.start - 40) : name.start]))
        ]
        texts = list(dict.fromkeys(name.text for name in names))
        place = asked.index(question)
        if not sight.all_names:
            return None
        if place == 0 and len(texts) == 1:
            name = names[0]
            return taken(question, name.text, sight, [(name.start, name.end)])
        if len(texts) == 2 and len(asked) > 1 and place < 2 and _is_renaming(sight, names):
            name = next(n for n in names if n.text == texts[place])
            return taken(question, name.text, sight, [(name.start, name.end)])
        if texts:
            return None
    if question.suggestions:
        known = _known(question, sight)
        if len(known) == 1:
            return taken(question, known[0].key, sight, [(known[0].start, known[0].end)])
    if question.answered_by.quoted:
        found = _quoted(question, sight)
        if found:
            return found
    if question.answered_by.cues:
        return _after_cue(question, sight)
    return None


_LIKE = re.compile(
    r"\b(?:like|similar to|same as|based on|copy of|as in|such as|e\.g\.)\s*(?:the\s+)?(?:\w+\s+)?\W?$"
)


def _is_renaming(sight: Sight, names: list[Passage]) -> bool:
    first, second = names[0], next(n for n in names if n.text != names[0].text)
    between = level(sight.message[first.end : second.start])
    return (
        re.fullmatch(
            r"\W*(?:\w+\W*)?(?:to|into|as|(?:should )?be (?:called|renamed to)|should be|->|=>|→)\W*",
            between,
        )
        is not None
    )


def _quoted(question: Question, sight: Sight) -> Found | None:
    kept = []
    for quote in sight.quoted:
        before = level(sight.spoken[max(0, quote.start - 60) : quote.start])
        if question.answered_by.cues:
            if follows_cue(question, sight, quote.start):
                kept.append(quote)
        elif question.kind is Kind.TEXT:
            long_enough = len(quote.text.split()) >= 3
            if long_enough and _NEW_BEFORE.search(before) and not _SAID_BEFORE.search(before):
                kept.append(quote)
        elif _is_called_so(question, sight, quote):
            kept.append(quote)
    if len({quote.text for quote in kept}) != 1:
        return None
    return taken(question, kept[0].text, sight, [(kept[0].start, kept[0].end)])


_ASKING = word_set("what is the it which called a an new name should be named who in of for one line it's")


def _is_called_so(question: Question, sight: Sight, quote: Passage) -> bool:
    """Whether the thing asked for stands right beside the quotation: 'the map "North pier"'."""
    things = {token.stem for token in tokens(f"{question.name.replace('_', ' ')} {question.ask}")} - _ASKING
    before = [token.stem for token in tokens(sight.spoken[max(0, quote.start - 40) : quote.start])]
    after = [token.stem for token in tokens(sight.spoken[quote.end : quote.end + 20])]
    while before and before[-1] in ("called", "named", "is", "name"):
        before.pop()
    return bool(things & set(before[-1:])) or bool(things & set(after[:1]))


def _after_cue(question: Question, sight: Sight) -> Found | None:
    """What follows a cue, to the end of its clause or, for longer texts, its sentence."""
    ends = cue_ends(question, sight)
    if len(ends) != 1:
        return None
    last, _ = ends[0]
    start = sight.words[last - 1].end
    stop = (
        r"[.!?](?:\s|$)|\n|;"
        if question.kind is Kind.TEXT
        else r"[.!?](?:\s|$)|\n|;|,|\s[-–—(]|\b(?:and|but|so|please)\b"
    )
    end_match = re.compile(stop, re.IGNORECASE).search(sight.message, start)
    end = end_match.start() if end_match else len(sight.message)
    text = sight.message[start:end].strip(" :=-–")
    if not text or BLANK in sight.spoken[start:end]:
        return None
    if question.kind is Kind.LINE:
        text = _without_marks(text)
        begins = re.search(r"(?:^|[.!?\n])\s*$", sight.message[: ends[0][1]]) is not None
        # "Since Monday nobody gets mail": at the beginning of a sentence nothing shows where the answer ends.
        if len(text.split()) > (6 if not begins or (end_match and end_match[0] == ",") else 2):
            return None
    if not text:
        return None
    start = sight.message.find(text, start)
    return taken(question, text, sight, [(start, start + len(text))])


def _without_marks(text: str) -> str:
    """A piece of a sentence without the marks that end the sentence, or that close a bracket which it did not open."""
    bare = text.rstrip(" !?.,:")
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].rstrip(" !?.,:")
    return bare


def find_list(question: Question, sight: Sight) -> Found | None:
    known = _known(question, sight)
    if known:
        text = "; ".join(dict.fromkeys(span.key for span in known))
        return taken(question, text, sight, [(span.start, span.end) for span in known])
    if question.answered_by.quoted and sight.quoted:
        kept = [q for q in sight.quoted if follows_cue(question, sight, q.start)]
        return (
            taken(question, "; ".join(q.text for q in kept), sight, [(q.start, q.end) for q in kept])
            if kept
            else None
        )
    return _after_cue(question, sight) if question.answered_by.cues else None


def _known(question: Question, sight: Sight) -> list[Span]:
    """The suggestions that the message names: in full, with a slip, shortened, or without their first word."""
    names = list(question.suggestions)
    phrases = [(name, name) for name in names]
    for name in names:
        rest = stems(name)[1:]
        shared = [other for other in names if stems(other)[-len(rest) :] == rest]
        if len(rest) > 1 and shared == [name]:
            phrases.append((name, " ".join(rest)))
    # Quotation marks around a known name take nothing from it.
    text = blank(sight.spoken, [(p.start, p.end) for group in (sight.links, sight.names) for p in group])
    words = tokens(text)
    found = []
    for span in find_phrases(text, words, phrases, typos=True):
        clause = _CLAUSE.search(level(text[max(0, span.start - 120) : span.start]))
        if is_negated(text, words, span.first, span.last) or (clause and _REFUSED.search(clause[0])):
            continue
        found.append(span)
    return found


_CLAUSE = re.compile(r"[^,;.!?\n]*$")
_REFUSED = re.compile(r"\b(?:don'?t|do not|never|please not|rather not)\b")


def find_by_pattern(question: Question, sight: Sight) -> Found | None:
    pattern = question.answered_by.pattern
    try:
        matches = list(re.finditer(pattern, sight.spoken))
    except (re.error, RecursionError):
        return None
    found: dict[str, Place] = {}
    for match in matches[:50]:
        group = 1 if match.re.groups and match[1] is not None else 0
        if match[group].strip() and BLANK not in match[group]:
            found.setdefault(match[group].strip(), match.span(group))
    if not found or (len(found) > 1 and question.kind is not Kind.LIST):
        return None
    return taken(
        question, "; ".join(found) if len(found) > 1 else next(iter(found)), sight, list(found.values())
    )
