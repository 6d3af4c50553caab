"""The lessons of a catalogue: what the matcher learns from, without anything else that a catalogue holds."""

from intents.catalogue.model import Catalogue
from intents.understanding.lessons import Lessons, LookAlike, Topic


def lessons_of(catalogue: Catalogue) -> Lessons:
    """Intents become topics; what belongs elsewhere becomes the groups outside."""
    return Lessons(
        topics=tuple(
            Topic(name=intent.id, title=intent.title, examples=intent.examples, keywords=intent.keywords)
            for intent in catalogue.intents
        ),
        elsewhere=tuple(
            Topic(name=place.id, title=place.title, examples=place.examples, keywords=place.keywords)
            for place in catalogue.elsewhere
        ),
        synonyms=catalogue.synonyms,
        terms=catalogue.terms,
        look_alikes=tuple(
            LookAlike(
                topics=tuple(name for name, _ in pair.choices),
                ask=pair.ask,
                choices=tuple((str(name), label) for name, label in pair.choices),
            )
            for pair in catalogue.look_alikes
        ),
    )
