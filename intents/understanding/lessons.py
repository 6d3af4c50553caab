"""What the matcher learns from: topics with example messages, and the words that belong together.

Plain values, so that this room needs to know nothing of how a catalogue is written down.
"""

from intents.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something a message may be about: an intent, or a place outside of the catalogue."""

    name: str
    title: str
    examples: tuple[str, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """Topics that one question tells apart better than a bare list does."""

    topics: tuple[str, ...]
    ask: str
    choices: tuple[tuple[str, str], ...]
    """Pairs of (topic name, label shown to the person)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Everything there is to learn from."""

    topics: tuple[Topic, ...]
    elsewhere: tuple[Topic, ...] = ()
    """What is not for this catalogue. Each topic is a group with a name of its own."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    """Pairs of (abbreviation, expansion)."""
    look_alikes: tuple[LookAlike, ...] = ()


def lessons_key(lessons: Lessons, version: int) -> bytes:
    """32 bytes that change whenever the lessons or the version of the method do."""
    from hashlib import sha256

    digest = sha256(f"{version}\n".encode())

    def take(*parts: str) -> None:
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            digest.update(b"%d:" % len(data))
            digest.update(data)

    for group in (lessons.topics, lessons.elsewhere):
        take("group")
        for topic in group:
            # One long text a topic: thousands of small updates would cost more than everything else here.
            take(topic.name, topic.title, "\x00".join(topic.examples), "\x00".join(topic.keywords))
    take("synonyms", *("\x00".join(words) for words in lessons.synonyms))
    take("terms", *("\x00".join(pair) for pair in lessons.terms))
    for look_alike in lessons.look_alikes:
        labels = ("\x00".join(choice) for choice in look_alike.choices)
        take("look-alike", "\x00".join(look_alike.topics), look_alike.ask, *labels)
    return digest.digest()
