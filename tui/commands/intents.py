"""`intake intents`: what can be asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from intents.catalogue.model import Actor, Catalogue, Condition, Intent, Question
from tui.commands.flags import add_catalogue, add_json, options, parser
from tui.commands.output import Exit, complain, show, show_json


def run(arguments: list[str]) -> int:
    """List the intents, or show one whole."""
    flags = parser(
        "intake intents", "What can be asked for; of one intent its questions, outcome, tracker and steps."
    )
    flags.add_argument("id", nargs="?", default="", metavar="ID", help="one intent")
    add_catalogue(flags)
    add_json(flags)
    given = flags.parse_args(arguments)
    from tui.learned import open_source

    catalogue = open_source(options(given)).catalogue
    if not given.id:
        rows = [as_object(intent, catalogue) for intent in catalogue.intents]
        if given.json:
            show_json(rows)
        else:
            width = max(len(intent.id) for intent in catalogue.intents)
            show("\n".join(f"{intent.id:<{width}}  {intent.title}" for intent in catalogue.intents))
        return Exit.DONE
    intent = catalogue.intent(given.id)
    if intent is None:
        complain(f"There is no intent {given.id!r}. {nearest(given.id, catalogue)}")
        return Exit.USAGE
    if given.json:
        questions = [question_object(question) for question in intent.questions]
        show_json({**as_object(intent, catalogue), "questions": questions})
    else:
        show(as_text(intent, catalogue))
    return Exit.DONE


def nearest(word: str, catalogue: Catalogue) -> str:
    """A hint to the intent that was meant, or to the list."""
    from difflib import get_close_matches

    near = get_close_matches(word, [intent.id for intent in catalogue.intents], n=1)
    return f"Did you mean {near[0]}?" if near else "`intake intents` lists them."


def as_object(intent: Intent, catalogue: Catalogue) -> dict[str, Any]:
    """An intent in short."""
    tracker = catalogue.tracker_of(intent)
    return {
        "intent": intent.id,
        "title": intent.title,
        "outcome": intent.outcome.value,
        "project": tracker.project if tracker else None,
    }


def question_object(question: Question) -> dict[str, Any]:
    """A question with an example that is a valid answer today."""
    from intents.answering.kinds import example_of

    return {
        "name": question.name,
        "ask": question.ask,
        "kind": question.kind.value,
        "required": question.required,
        "when": condition_object(question.when),
        "choices": [{"value": choice.value, "label": choice.label} for choice in question.choices],
        "example": example_of(question, datetime.now().astimezone().date()),
    }


def condition_object(condition: Condition | None) -> dict[str, list[str]] | None:
    """A condition as question -> answers of which one must be given."""
    return {name: list(values) for name, values in condition.all_of} if condition else None


def as_text(intent: Intent, catalogue: Catalogue) -> str:
    """An intent for people."""
    from intents.answering.kinds import example_of

    today = datetime.now().astimezone().date()
    tracker = catalogue.tracker_of(intent)
    lines = [f"{intent.title} ({intent.id})", intent.sentence, ""]
    if tracker:
        lines.append(f"files an issue in {tracker.project}")
        if tracker.asks:
            lines.append(tracker.asks)
    elif intent.link:
        lines.append(f"leads to {intent.link_name or 'a link'}: {intent.link}")
    else:
        lines.extend(f"{n}. {line}" for n, line in enumerate(intent.instructions, 1))
    lines.append("")
    for question in intent.questions:
        need = "required" if question.required else "optional"
        when = ""
        if question.when:
            when = ", if " + " and ".join(f"{n} is {' or '.join(v)}" for n, v in question.when.all_of)
        lines.append(f"{question.name}: {question.ask} ({question.kind.value}, {need}{when})")
        if question.choices:
            lines.append("    " + ", ".join(choice.value for choice in question.choices))
        else:
            lines.append(f"    for example {example_of(question, today)!r}")
    who = {Actor.REQUESTER: "you", Actor.MANAGER: "manager", Actor.TEAM: catalogue.team}
    if intent.steps:
        lines.append("")
        lines.extend(f"{n}. {who.get(s.who, s.name)}: {s.does}" for n, s in enumerate(intent.steps, 1))
    lines.extend(intent.never)
    return "\n".join(lines)
