"""Words -> answers. Comes in: a question and what was typed. Goes out: an `Answer`, or the sentence that says why not.

Knows dates, handles, links and choices; knows nothing of screens or of what is asked next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from intents.answering.answer import (
        Answer,
        Answers,
        Origin,
        applicable,
        holds,
        live_answers,
        next_question,
    )
    from intents.answering.dates import find_dates, read_date, say_date
    from intents.answering.kinds import default_of, example_of, read_answer, say_answer
    from intents.answering.reading import Accepted, Reading, Rejected, Skipped, Surroundings

_PLACES = {
    "Accepted": "reading",
    "Answer": "answer",
    "Answers": "answer",
    "Origin": "answer",
    "Reading": "reading",
    "Rejected": "reading",
    "Skipped": "reading",
    "Surroundings": "reading",
    "applicable": "answer",
    "default_of": "kinds",
    "example_of": "kinds",
    "find_dates": "dates",
    "holds": "answer",
    "live_answers": "answer",
    "next_question": "answer",
    "read_answer": "kinds",
    "read_date": "dates",
    "say_answer": "kinds",
    "say_date": "dates",
}

__all__ = [
    "Accepted",
    "Answer",
    "Answers",
    "Origin",
    "Reading",
    "Rejected",
    "Skipped",
    "Surroundings",
    "applicable",
    "default_of",
    "example_of",
    "find_dates",
    "holds",
    "live_answers",
    "next_question",
    "read_answer",
    "read_date",
    "say_answer",
    "say_date",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: dates alone are several tables."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
