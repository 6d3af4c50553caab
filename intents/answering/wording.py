"""Reading free words: one line, a longer text, a list of things."""

from __future__ import annotations

import re

from intents.answering.answer import Answer
from intents.answering.links import fits
from intents.answering.phrases import find_phrases, nearly, stems, tokens, word_set
from intents.answering.reading import Accepted, Reading, Rejected, clip
from intents.catalogue.model import Kind, Question

LONGEST = {Kind.LINE: 255, Kind.TEXT: 60_000, Kind.LIST: 500}
"""Characters, where the catalogue names none; of a list each entry. A tracker refuses longer titles and bodies."""
MOST_ENTRIES = 200
_LONGEST_LIST = 60_000


def read_line(question: Question, text: str) -> Reading:
    """One line. Line breaks become spaces, and that is shown."""
    line = " ".join(text.split())
    known = _suggestion_for(question, line)
    value = known or line
    rejected = _check(question, value)
    if rejected:
        return rejected
    return Accepted(answer=Answer(values=(value,), words=text), echo="" if value == text.strip() else value)


def read_text(question: Question, text: str) -> Reading:
    """Free text over any number of lines, kept as typed but for blank lines around it."""
    value = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    rejected = _check(question, value)
    if rejected:
        return rejected
    return Accepted(answer=Answer(values=(value,), words=text))


def read_list(question: Question, text: str) -> Reading:
    """Several things, apart by commas, semicolons, line breaks or "and"."""
    if len(text) > _LONGEST_LIST:
        return Rejected(sentence=f"That is too long: at most {_LONGEST_LIST} characters.")
    kept: dict[str, str] = {}
    for part in entries_of(question, text):
        entry = _suggestion_for(question, part) or part
        kept.setdefault(entry.casefold(), entry)
    entries = list(kept.values())
    if not entries:
        return Rejected(sentence="Name at least one.")
    if len(entries) > MOST_ENTRIES:
        return Rejected(sentence=f"These are {len(entries)} entries; at most {MOST_ENTRIES} are taken.")
    for entry in entries:
        rejected = _check(question, entry)
        if rejected:
            sentence = rejected.sentence if len(entries) == 1 else f"{clip(entry)}: {rejected.sentence}"
            return Rejected(sentence=sentence)
    said = ", ".join(entries)
    as_typed = len(entries) == 1 and entries[0] == text.strip()
    return Accepted(
        answer=Answer(values=tuple(entries), words=text),
        echo="" if as_typed or said == text.strip() else said,
    )


def _check(question: Question, value: str) -> Rejected | None:
    limits = question.limits
    longest = limits.longest or LONGEST.get(question.kind, LONGEST[Kind.TEXT])
    if len(value) < limits.shortest:
        missing = "character" if limits.shortest == 1 else "characters"
        return Rejected(sentence=f"That is very short. At least {limits.shortest} {missing} are wanted.")
    if len(value) > longest:
        cut = _cut(value, longest)
        fine = len(cut) >= limits.shortest and (not limits.pattern or fits(limits.pattern, cut))
        return Rejected(
            sentence=f"That is too long: {len(value)} characters, and at most {longest} are taken.",
            suggestion=cut if question.kind is Kind.LINE and fine else "",
        )
    if limits.pattern and not fits(limits.pattern, value):
        return Rejected(sentence=limits.pattern_says or f"{clip(value)} has not the form that is wanted.")
    return None


def _cut(value: str, longest: int) -> str:
    cut = value[:longest]
    if value[longest : longest + 1].isalnum() and " " in cut:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:-")


_NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.)]|\(\d{1,3}\)|[-*+•–‣▪])\s+")
_INLINE_NUMBER = re.compile(r"(?:^|\s)(?:\(?)(\d{1,2})[.)]\s+")
_AND = re.compile(r"\s+(?:and|und|y|et|e|&|\+)\s+", re.IGNORECASE)
_LEADING_AND = re.compile(r"^(?:(?:and|und|et)\s+)+", re.IGNORECASE)
_QUOTES = "\"“”„«»'‘’`"


def entries_of(question: Question, text: str) -> tuple[str, ...]:
    """The entries of a list as typed. Known values that hold a comma or an "and" stay whole."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if len(lines) > 1:
        if all(_NUMBERED.match(line) for line in lines):
            return _tidy(_NUMBERED.sub("", line, count=1) for line in lines)
        marked = [bool(_NUMBERED.match(line)) for line in lines]
        if any(marked):
            return _tidy(_folded(lines, marked))
        return _tidy(
            part for line in lines for part in ([line] if len(lines) > 2 else _split(question, line))
        )
    if not lines:
        return ()
    line = _NUMBERED.sub("", lines[0], count=1) if not _INLINE_NUMBER.search(lines[0]) else lines[0]
    numbers = [match[1] for match in _INLINE_NUMBER.finditer(line)]
    if len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]:
        return _tidy(_INLINE_NUMBER.split(line)[2::2])
    return _tidy(_split(question, line))


def _folded(lines: list[str], marked: list[bool]) -> list[str]:
    """Marked lines with the unmarked lines that go on with them."""
    entries: list[str] = []
    for line, is_marked in zip(lines, marked, strict=True):
        if is_marked or not entries or not line.startswith((" ", "\t")):
            entries.append(_NUMBERED.sub("", line, count=1))
        else:
            entries[-1] += " " + line.strip()
    return entries


def _split(question: Question, line: str) -> list[str]:
    if ";" in line:
        return line.split(";")
    if _suggestion_for(question, line):
        return [line]
    parts: list[str] = []
    for part in re.split(r"[,、，]", line):
        part = _LEADING_AND.sub("", part.strip())
        known = _all_known(question, part)
        if known:
            parts.extend(known)
            continue
        halves = _AND.split(part)
        # "Open the form in a tab and choose another language" is one step; "Sales and Marketing" are two teams.
        short = all(len(half.split()) <= 3 for half in halves)
        parts.extend(halves if short else [part])
    return parts


def _all_known(question: Question, part: str) -> list[str]:
    """The suggestions that the part consists of; empty when it holds anything else."""
    if not question.suggestions or len(part) > 1000:
        return []
    words = tokens(part)
    spans = find_phrases(part, words, [(s, s) for s in question.suggestions], typos=True)
    covered = {place for span in spans for place in range(span.first, span.last)}
    rest = {token.plain for place, token in enumerate(words) if place not in covered}
    return [span.key for span in spans] if spans and rest <= _JOINING else []


_JOINING = word_set("and und y et e the also plus as well")


def _tidy(parts: object) -> tuple[str, ...]:
    assert not isinstance(parts, str)
    kept = []
    for part in parts:  # type: ignore[attr-defined]
        entry = " ".join(str(part).split()).strip(" ,;")
        if len(entry) > 1 and entry[0] in _QUOTES and entry[-1] in _QUOTES:
            entry = entry[1:-1].strip()
        if any(c.isalnum() for c in entry):
            kept.append(entry)
    return tuple(kept)


def _suggestion_for(question: Question, text: str) -> str:
    """The suggestion that the text means, however it is written; empty when it is none of them."""
    if not question.suggestions or len(text) > 200:
        return ""
    typed = stems(text)
    for suggestion in question.suggestions:
        if typed == stems(suggestion) and typed:
            return suggestion
    near = [s for s in question.suggestions if typed and nearly(" ".join(typed), " ".join(stems(s)))]
    if len(near) == 1:
        return near[0]
    words = tokens(text)
    spans = find_phrases(text, words, [(s, s) for s in question.suggestions], typos=True)
    whole = [span for span in spans if span.last - span.first == len(words)]
    return whole[0].key if len(whole) == 1 else ""
