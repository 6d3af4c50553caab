"""What is said where no issue belongs: a link with text to paste, or instructions. Filled with the answers."""

from __future__ import annotations

from string import Template

from intents.answering.answer import holds, live_answers
from intents.catalogue.model import Catalogue, Intent, Outcome
from intents.drafting.request import Request
from intents.drafting.values import plain_values


def paste_text(intent: Intent, request: Request, catalogue: Catalogue) -> str:
    """The text that belongs to an answer without an issue, ready to be pasted."""
    if intent.outcome is Outcome.INSTRUCTIONS:
        return instructions_text(intent, request, catalogue)
    return filled(intent.text, intent, request, catalogue) or request.text


def answer_text(intent: Intent, request: Request, catalogue: Catalogue) -> str:
    """What is said where no issue belongs."""
    if intent.outcome is Outcome.LINK:
        lines = [intent.link_name, intent.link, "", paste_text(intent, request, catalogue)]
        lines.extend(("", *_under_conditions(intent, request)))
        return "\n".join(lines).strip()
    return instructions_text(intent, request, catalogue)


def instructions_text(intent: Intent, request: Request, catalogue: Catalogue) -> str:
    """The numbered instructions, what not to do, and what a condition adds."""
    lines = [
        f"{n}. {filled(line, intent, request, catalogue)}" for n, line in enumerate(intent.instructions, 1)
    ]
    lines.extend(_under_conditions(intent, request))
    lines.extend(intent.never)
    return "\n".join(lines)


def _under_conditions(intent: Intent, request: Request) -> list[str]:
    live = live_answers(intent, request.answers)
    return [sentence for condition, sentence in intent.then if holds(condition, live)]


def filled(text: str, intent: Intent, request: Request, catalogue: Catalogue) -> str:
    """A catalogue text with the answers in it; a line whose names are all unanswered is left out."""
    values = plain_values(intent, request, catalogue)
    lines = []
    for line in text.splitlines():
        names = Template(line).get_identifiers()
        if names and not any(values.get(name) for name in names):
            continue
        lines.append(Template(line).safe_substitute({name: values.get(name, "") for name in names}))
    return "\n".join(lines).strip()
