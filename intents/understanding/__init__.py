"""Text to what is meant.

Comes in: a message as it was typed, and the lessons of a catalogue (example messages, synonyms, terms, look-alikes).
Goes out: topics with calibrated confidence and the words that spoke for them, and whether to confirm one, let the
person choose or ask for other words; several requests in one message, each with its part of the text.
Must not know: screens, files, how a catalogue is written down, what is asked after a topic is settled.
"""

# Read by type checkers alone. The module typing would cost a cold start three milliseconds.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from intents.understanding.deciding import Decision, Levels, Reading
    from intents.understanding.evaluation import (
        Evaluation,
        LabelledMessage,
        UnreadableMessagesError,
        evaluate,
        labelled_messages,
    )
    from intents.understanding.evaluation_report import plain_values, report
    from intents.understanding.learning import learn
    from intents.understanding.lessons import Lessons, LookAlike, Topic
    from intents.understanding.matcher import Matcher
    from intents.understanding.ranking import Candidate, Ranking
    from intents.understanding.several import Request
    from intents.understanding.stored import matcher_from_bytes

_PLACES = {
    "Candidate": "ranking",
    "Decision": "deciding",
    "Evaluation": "evaluation",
    "LabelledMessage": "evaluation",
    "Lessons": "lessons",
    "Levels": "deciding",
    "LookAlike": "lessons",
    "Matcher": "matcher",
    "Ranking": "ranking",
    "Reading": "deciding",
    "Request": "several",
    "Topic": "lessons",
    "evaluate": "evaluation",
    "learn": "learning",
    "matcher_from_bytes": "stored",
    "plain_values": "evaluation_report",
    "report": "evaluation_report",
    "UnreadableMessagesError": "evaluation",
    "labelled_messages": "evaluation",
}

__all__ = [
    "Candidate",
    "Decision",
    "Evaluation",
    "LabelledMessage",
    "Lessons",
    "Levels",
    "LookAlike",
    "Matcher",
    "Ranking",
    "Reading",
    "Request",
    "Topic",
    "evaluate",
    "learn",
    "matcher_from_bytes",
    "UnreadableMessagesError",
    "labelled_messages",
    "plain_values",
    "report",
]


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for: most starts need one of these, not all."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
