"""An answer as it stands in a text: plain for people, or as Markdown that can do no harm."""

from __future__ import annotations

from collections.abc import Collection
from string import Template

from intents.answering.answer import Answer, live_answers
from intents.catalogue.model import Catalogue, Intent, Kind, Question
from intents.drafting.request import Request
from intents.drafting.safe_text import as_log, looks_like_log, safe_line, safe_prose


def plain_values(intent: Intent, request: Request, catalogue: Catalogue) -> dict[str, str]:
    """Every answer that counts, by question name, in words for people. Not for Markdown."""
    live = live_answers(intent, request.answers)
    values = {}
    for name, answer in live.items():
        question = intent.question(name)
        if question is not None:
            values[name] = ", ".join(items(question, answer, live, catalogue))
    return values


def items(
    question: Question, answer: Answer, live: dict[str, Answer], catalogue: Catalogue
) -> tuple[str, ...]:
    """The values of one answer as people read them: labels, weekdays, whole links."""
    if answer.files:
        # By name: where a file lies is nobody's business but this machine's.
        return tuple(file.name for file in answer.files)
    return tuple(_item(question, value, live, catalogue) for value in answer.values)


def _item(question: Question, value: str, live: dict[str, Answer], catalogue: Catalogue) -> str:
    match question.kind:
        case Kind.CHOICE | Kind.CHOICES:
            choice = question.choice(value)
            return choice.label if choice else value
        case Kind.YES_NO:
            choice = question.choice(value)
            return choice.label if choice else {"yes": "Yes", "no": "No"}.get(value, value)
        case Kind.DATE:
            return said_day(value)
        case Kind.TICKET:
            return ticket_link(question, value, live, catalogue)
        case Kind.LINE | Kind.TEXT | Kind.HANDLE | Kind.URL | Kind.LIST | Kind.FILE:
            return value


def said_day(iso: str) -> str:
    """`2026-12-03` -> `2026-12-03 (Thursday)`: both are wanted, the day to read and the date to compute with."""
    from datetime import date

    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{iso} ({names[day.weekday()]})"


def ticket_link(question: Question, value: str, live: dict[str, Answer], catalogue: Catalogue) -> str:
    """A bare ticket number as its link, once the answer that names its host is known."""
    if not value.isdecimal():
        return value
    hosts = {host.name: host for host in catalogue.ticket_hosts}
    named = live[question.hosted_by].values if question.hosted_by in live else ()
    known = [hosts[name] for name in named if name in hosts]
    if not known and len(hosts) == 1:
        known = list(hosts.values())
    if len(known) == 1:
        return Template(known[0].link).safe_substitute(number=value)
    return f"ticket {value}"


def block(question: Question, answer: Answer, texts: tuple[str, ...], allowed: Collection[str]) -> str:
    """An answer that stands on lines of its own, as Markdown."""
    if question.kind in (Kind.LIST, Kind.CHOICES, Kind.FILE) and len(texts) > 1:
        return "\n".join(f"- {safe_line(text, allowed=allowed)}" for text in texts)
    if question.kind is Kind.TEXT:
        whole = answer.value.strip("\n")
        return as_log(whole) if looks_like_log(whole) else safe_prose(whole, allowed=allowed)
    return ", ".join(safe_line(text, allowed=allowed) for text in texts)


def inline(texts: tuple[str, ...], allowed: Collection[str]) -> str:
    """An answer within a line, as Markdown."""
    return ", ".join(safe_line(text, allowed=allowed) for text in texts)
