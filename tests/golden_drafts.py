"""The expected drafts of the default catalogue, one file an intent and a measure of answers, in `tests/golden/`.

Every answer is the catalogue's own example. `python tests/golden_drafts.py` writes the files anew; read the difference
before it is committed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from talking import TODAY, the_catalogue

from intents.answering.answer import Answer, applicable
from intents.answering.kinds import example_of, read_answer
from intents.answering.reading import Accepted, Surroundings
from intents.catalogue.model import Intent
from intents.drafting.compose import make_draft
from intents.drafting.draft import Draft
from intents.drafting.markdown_file import to_markdown
from intents.drafting.request import Request

GOLDEN = Path(__file__).parent / "golden"


def expected_drafts() -> Iterator[tuple[Path, Intent, bool]]:
    """Each file, its intent, and whether the optional questions are answered too."""
    for intent in the_catalogue().intents:
        if intent.draft is not None:
            yield GOLDEN / f"{intent.id}-required.md", intent, False
            yield GOLDEN / f"{intent.id}-all.md", intent, True


def example_draft(intent: Intent, *, optional: bool) -> Draft:
    """The draft when every question is answered by its example."""
    answers: dict[str, Answer] = {}
    for question in intent.questions:
        if question not in applicable(intent, answers) or not (question.required or optional):
            continue
        around = Surroundings(today=TODAY, answers=answers, ticket_hosts=the_catalogue().ticket_hosts)
        reading = read_answer(question, example_of(question, TODAY, answers), around)
        assert isinstance(reading, Accepted), (intent.id, question.name, reading)
        answers[question.name] = reading.answer
    request = Request(
        id="talk1", reference="giref1", intent=intent.id, answers=MappingProxyType(answers), template=""
    )
    return make_draft(request, intent, the_catalogue(), today=TODAY)


if __name__ == "__main__":
    for path, intent, optional in expected_drafts():
        path.write_text(to_markdown(example_draft(intent, optional=optional)), encoding="utf-8", newline="\n")
