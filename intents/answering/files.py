"""Reading files: which ones the words name, and whether they keep to the question's limits."""

from __future__ import annotations

from collections.abc import Sequence

from intents.answering.answer import Answer
from intents.answering.local_file import LocalFile, Look, NoFile
from intents.answering.paths import files_named
from intents.answering.reading import Accepted, Reading, Rejected, clip
from intents.catalogue.model import Limits, Question
from intents.catalogue.sizes import said_size

LARGEST = 100_000_000
"""Bytes of one file, where the catalogue names no size: what a GitLab takes as it comes."""
MOST_FILES = 10
"""Files of one request."""


def read_files(question: Question, text: str, look: Look) -> Reading:
    """The files that the words name."""
    found = files_named(text, look)
    if isinstance(found, NoFile):
        return Rejected(sentence=found.sentence)
    if len(found) > 1 and not question.limits.several:
        return Rejected(sentence=f"These are {len(found)} files, and one is wanted here.")
    if problem := wrong_with(found, question.limits):
        return Rejected(sentence=problem)
    answer = Answer(values=tuple(file.path for file in found), words=text, files=found)
    return Accepted(answer=answer, echo=said_files(found))


def wrong_with(files: Sequence[LocalFile], limits: Limits | None = None) -> str:
    """What keeps these files from being attached, as a sentence; empty when nothing does."""
    if len(files) > MOST_FILES:
        return f"These are {len(files)} files; at most {MOST_FILES} can be attached."
    limits = limits or Limits()
    largest = limits.largest or LARGEST
    for file in files:
        if limits.types and file.suffix not in limits.types:
            return f"{clip(file.name)} is of another type; wanted is {said_types(limits.types)}."
        if file.size > largest:
            return f"{clip(file.name)} has {said_size(file.size)}; at most {said_size(largest)} are taken."
    return ""


def said_files(files: Sequence[LocalFile]) -> str:
    """Files by name and size, for people."""
    return ", ".join(f"{file.name} ({said_size(file.size)})" for file in files)


def said_types(types: Sequence[str]) -> str:
    """`png, jpg or pdf`."""
    return types[0] if len(types) == 1 else f"{', '.join(types[:-1])} or {types[-1]}"


def said_limits(limits: Limits) -> str:
    """What is taken, in a few words: `png or jpg, up to 10 MB, several at once`."""
    parts = [said_types(limits.types)] if limits.types else []
    parts.append(f"up to {said_size(limits.largest or LARGEST)}")
    if limits.several:
        parts.append("several at once")
    return ", ".join(parts)


def example_name(limits: Limits) -> str:
    """A file's name that the limits would take."""
    return f"screenshot.{limits.types[0]}" if limits.types else "screenshot.png"
