"""A correction said in words: "change the date to Friday", "the manager is @kim, not @lee", "no, from Monday instead".

Only what says that it corrects is taken for a correction; every other sentence is an answer to what was asked.
"""

from __future__ import annotations

import re
from dataclasses import replace

from intents.answering.answer import Answer, Answers, Origin, applicable
from intents.answering.dates import DateReading, read_date
from intents.answering.kinds import read_answer
from intents.answering.phrases import find_phrases, is_negated, level, tokens, word_set
from intents.answering.reading import Accepted, Surroundings
from intents.catalogue.model import AnsweredBy, Intent, Kind, Question
from intents.understanding.given import find_given
from intents.understanding.passages import blank
from intents.understanding.sight import Sight

_CORRECTS = re.compile(
    r"^\s*(?:no|nope|nah|wait|sorry|oops|hm+|actually|correction|rather)\b[\s,.:;!-]*(?=\S)"
    r"|\b(?:change|correct|set|make|switch|update|replace|move|swap)\b.*\b(?:to|into|with|as|from|until|it|by)\b"
    r"|\b(?:actually|instead|correction|i meant|meant|mistake|not right|should be|should have been|should read"
    r"|must be|has to be|better)\b"
    r"|\b(?:is|are|was|it's|its|that's|that is)\s+(?:wrong|incorrect)\b|\bwrong\b"
    r"|,?\s+not\s+\S+\s*[.!]?\s*$|^\s*not\s+.+\bbut\b"
)
_STARTS_WITH_NO = re.compile(r"\s*(?:no|nope|nah)\b")
_SET_TO = re.compile(
    r"\s*(?:(?:is|are|was|should be|should read|should say|must be|has to be|to be|to say|to read|to|into|as|with|=|:)\s+|[:=]\s*)"
    r"(?:actually\s+|rather\s+|now\s+)?(?P<value>\S.*)$",
    re.DOTALL,
)
_LEFT_OUT = re.compile(
    r"[\s,;(]*\b(?:instead(?: of .*)?|not\b.*|please|pls|thanks|thx|rather)\s*[.!)]*\s*$", re.IGNORECASE
)
_KIND_NAMES = {
    Kind.DATE: ("date", "day"),
    Kind.TICKET: ("ticket", "ticket number"),
    Kind.HANDLE: (),
    Kind.URL: ("link", "url", "address"),
}
_ASKING = word_set(
    "what which who whom when where how is are it its be was the a an your you in of for on to from by and or do does did "
    "should there here name several if more that this one line called new so far has have been need with day know will"
)
LONGEST = 300
"""Characters. A correction is short; what is longer is a new description."""


def find_correction(
    intent: Intent, answers: Answers, text: str, around: Surroundings, *, asked: str = ""
) -> tuple[str, Answer] | None:
    """Which question the text answers anew, and how; None when it does not say so plainly.

    Args:
        answers: the answers so far; only these, or a question called by its name, can be corrected.
        asked: name of the question that the person is being asked, if any. What may well be its answer does not
            correct another question of its kind, unless that one is named.
    """
    if len(text) > LONGEST or not _CORRECTS.search(level(text)):
        return None
    here = replace(around, answers=answers)
    questions = [q for q in applicable(intent, answers) if not q.answered_by.never]
    named, plainly = _named(intent, questions, text)
    found = _new_answers(intent, named, text, here, by_name=True)
    if not found and not plainly:
        open_question = intent.question(asked)
        if open_question and open_question.kind is Kind.YES_NO and _STARTS_WITH_NO.match(level(text)):
            return None
        answered = [q for q in questions if q.name in answers]
        if open_question:
            answered = [q for q in answered if q.kind is not open_question.kind]
        found = _new_answers(intent, answered, text, here, by_name=False)
    changed = [(name, answer) for name, answer in found if _differs(answers.get(name), answer)]
    if len(changed) != 1:
        return None
    return changed[0]


def _new_answers(
    intent: Intent, questions: list[Question], text: str, around: Surroundings, *, by_name: bool
) -> list[tuple[str, Answer]]:
    found = ((q.name, _new_answer(intent, q, text, around, by_name=by_name)) for q in questions)
    return [(name, answer) for name, answer in found if answer]


def _differs(old: Answer | None, new: Answer) -> bool:
    return old is None or old.values != new.values


def _named(intent: Intent, questions: list[Question], text: str) -> tuple[list[Question], bool]:
    """The questions that the text calls by name, and whether by a name of their own and not only a word about them."""
    words = tokens(text)
    phrases = [(q.name, alias) for q in questions for alias in _aliases(intent, q, questions)]
    spans = [
        span
        for span in find_phrases(text, words, phrases)
        # "Change the date" does not speak of a question named "change".
        if not (
            words[span.first].plain in _VERBS and (not span.first or words[span.first - 1].plain in _LEADING)
        )
    ]
    strong = {
        span.key
        for span in spans
        if any(span.key == q.name and _is_strong(q, text[span.start : span.end]) for q in questions)
    }
    kept = strong or {span.key for span in spans}
    return [q for q in questions if q.name in kept], bool(strong)


_VERBS = word_set("change correct set make switch update replace move swap use put")
_LEADING = word_set(
    "please pls can could you no actually sorry and to i want wait oops rather should would let's just we"
)


def _is_strong(question: Question, words: str) -> bool:
    """The question's own name or cue, against a word of its sentence or its kind."""
    own = (question.name.replace("_", " "), *question.answered_by.cues)
    return level(words) in (level(name) for name in own)


def _aliases(intent: Intent, question: Question, questions: list[Question]) -> list[str]:
    aliases = [question.name.replace("_", " "), *question.answered_by.cues]
    same_kind = [q for q in questions if q.kind is question.kind]
    if len(same_kind) == 1 or (question.required and sum(q.required for q in same_kind) == 1):
        aliases.extend(_KIND_NAMES.get(question.kind, ()))
    if (
        question.kind is Kind.LINE
        and intent.draft
        and any(f"${{{question.name}}}" in t for t in intent.draft.title)
    ):
        aliases.append("title")
    for word in tokens(question.ask):
        others = (q for q in questions if q is not question)
        if word.plain not in _ASKING and not any(
            word.stem in (other_word.stem for other_word in tokens(q.ask)) for q in others
        ):
            aliases.append(word.plain)
    return aliases


def _new_answer(
    intent: Intent, question: Question, text: str, around: Surroundings, *, by_name: bool
) -> Answer | None:
    match question.kind:
        case Kind.FILE:
            return None
        case Kind.DATE:
            return _day(intent, question, text, around, by_name=by_name)
        case Kind.LINE | Kind.TEXT | Kind.LIST if by_name:
            return _words(intent, question, text, around)
        case Kind.LINE | Kind.TEXT | Kind.LIST:
            return _known_words(intent, question, text, around)
        case _:
            found = _found(intent, question, text, around)
            return found or (_words(intent, question, text, around) if by_name else None)


def _found(intent: Intent, question: Question, text: str, around: Surroundings) -> Answer | None:
    """What the text holds of the question's kind, with or without cues."""
    bare = replace(question, answered_by=AnsweredBy(), default="")
    others = tuple(
        bare if q is question else q for q in intent.questions if q.kind is not question.kind or q is question
    )
    sight = Sight.of(replace(intent, questions=others), _without_denied(text), around)
    found = find_given(bare, sight).get(question.name)
    return replace(found.answer, words=text.strip(), origin=Origin.TYPED) if found else None


def _without_denied(text: str) -> str:
    """The text without what it says is not meant ("not @lee", "instead of Monday")."""
    places = [
        match.span()
        for match in re.finditer(
            r"(?i)\b(?:not|instead of|rather than)\s+[^,;.!?\n]*?(?=,|;|\bbut\b|$)", text
        )
    ]
    return blank(text, places)


def _day(
    intent: Intent, question: Question, text: str, around: Surroundings, *, by_name: bool
) -> Answer | None:
    days = [q for q in intent.questions if q.kind is Kind.DATE and q.name in around.answers]
    if not by_name and days != [question]:
        return None
    said = _without_denied(text)
    words = tokens(said)
    found: set[str] = set()
    taken_to = 0
    for place in range(len(words)):
        if words[place].start < taken_to:
            continue
        for end in range(min(place + 6, len(words)), place, -1):
            part = said[words[place].start : words[end - 1].end]
            read = read_date(part, around.today) if "|" not in part and not part.isdecimal() else None
            if isinstance(read, DateReading) and read.start == 0 and read.end == len(part):
                if not is_negated(said, words, place, end):
                    found.add(part)
                taken_to = words[end - 1].end
                break
    if len(found) != 1:
        return None
    return _accepted(question, found.pop(), text, around)


def _words(intent: Intent, question: Question, text: str, around: Surroundings) -> Answer | None:
    """What stands behind the question's name: "the reason is ...", "change the title to ..."."""
    words = tokens(text)
    aliases = [(a, a) for a in _aliases(intent, question, [question])]
    spans = find_phrases(text, words, aliases)
    for span in spans:
        value = _SET_TO.match(text, span.end)
        if value and not is_negated(text, words, span.first, span.last):
            new = _LEFT_OUT.sub("", value["value"]).strip().strip("\"“”'")
            return _accepted(question, new, text, around) if new else None
    return None


def _known_words(intent: Intent, question: Question, text: str, around: Surroundings) -> Answer | None:
    return (
        _found(intent, question, text, around) if question.suggestions or "::" in question.example else None
    )


def _accepted(question: Question, value: str, text: str, around: Surroundings) -> Answer | None:
    reading = read_answer(question, value, around)
    if not isinstance(reading, Accepted):
        return None
    return replace(reading.answer, words=text.strip(), origin=Origin.TYPED)
