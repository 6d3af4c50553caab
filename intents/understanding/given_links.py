"""People, links and tickets that a message refers to."""

from __future__ import annotations

import re
from functools import cache

from intents.answering.answer import holds
from intents.answering.links import linked_tickets, parse_link, words_of
from intents.answering.phrases import level, tokens
from intents.catalogue.model import Kind, Question
from intents.understanding.passages import Passage
from intents.understanding.sight import Found, Place, Sight, follows_cue, taken

_ADDRESSED = re.compile(
    r"(?:^|\b(?:hi|hey|hello|dear|thanks|thank you|thx|cc|fyi|ping|cheers|morning)\b)[\s,:|]*(?:and[\s,|]*)*$"
)
_GIVEN_AFTER = r"[\s,]*(?:is|=|as|who is|,|\(|-|–)\s*(?:my|the|our|a|an)?\s*(?:\w+\s+)?"


def find_handles(question: Question, sight: Sight) -> Found | None:
    cues = question.answered_by.cues
    kept = [h for h in sight.handles if _may_be_meant(question, sight, h)]
    if cues:
        kept = [
            h for h in kept if follows_cue(question, sight, h.start) or _precedes_cue(question, sight, h.end)
        ]
        first = kept[:1]
        # "managers @a and @b": what is joined to the first one is meant with it.
        for handle in sight.handles:
            if first and handle not in first and handle.start > first[-1].end:
                between = sight.plain[first[-1].end : handle.start]
                if _may_be_meant(question, sight, handle) and re.fullmatch(
                    r"\s*(?:,|and|&|/|or|\+|,\s*and)\s*", between
                ):
                    first.append(handle)
        strays = [h for h in kept if h not in first]
        if strays:
            return None
        kept = first
    else:
        if question.when is not None and not holds(question.when, sight.around.answers):
            return None
        kept = [h for h in kept if not _ADDRESSED.search(level(sight.plain[max(0, h.start - 120) : h.start]))]
        if (
            not _is_only_one_of_kind(question, sight)
            or len(kept) != 1
            or _has_cue_of_another(question, sight, kept[0])
        ):
            return None
    if not kept or (len(kept) > 1 and not question.limits.several):
        return None
    names = [handle.text for handle in kept]
    return taken(
        question,
        " ".join(f"@{name.removeprefix('@')}" for name in names),
        sight,
        [(h.start, h.end) for h in kept],
    )


def _may_be_meant(question: Question, sight: Sight, handle: Passage) -> bool:
    before = [token.plain for token in tokens(sight.plain[max(0, handle.start - 30) : handle.start])]
    if before[-1:] == ["not"] or before[-2:] == ["instead", "of"]:
        return False
    return question.limits.groups or "/" not in handle.text


def _precedes_cue(question: Question, sight: Sight, end: int) -> bool:
    """ "@kim is my manager", "@kim (manager)"."""
    after = level(sight.plain[end : end + 60])
    return any(
        re.match(_GIVEN_AFTER + re.escape(level(cue)) + r"(?![\w])(?!\s*(?:is|:|=)?\s*\|)", after) is not None
        for cue in question.answered_by.cues
    )


def _is_only_one_of_kind(question: Question, sight: Sight) -> bool:
    others = [q for q in sight.intent.questions if q.kind is question.kind and q is not question]
    return all(q.answered_by.cues or q.answered_by.never for q in others)


def _has_cue_of_another(question: Question, sight: Sight, handle: Passage) -> bool:
    others = [
        q
        for q in sight.intent.questions
        if q.kind is question.kind and q is not question and q.answered_by.cues
    ]
    return any(follows_cue(q, sight, handle.start) or _precedes_cue(q, sight, handle.end) for q in others)


# ---------------------------------------------------------------- links and tickets


def find_link(question: Question, sight: Sight) -> Found | None:
    limits = question.limits
    takers = [q for q in sight.intent.questions if q.kind is Kind.URL and q is not question]
    tickets = any(q.kind is Kind.TICKET for q in sight.intent.questions)
    hosts = {host.lower() for host in limits.hosts}
    kept: dict[str, Passage] = {}
    for link in sight.links:
        parsed = parse_link(link.text)
        if isinstance(parsed, str) or not follows_cue(question, sight, link.start):
            continue
        plain = parsed.host.removeprefix("www.")
        if hosts and plain not in hosts and parsed.host not in hosts:
            continue
        if not hosts and (
            (tickets and linked_tickets(link.text, sight.around.ticket_hosts))
            or any(plain in (h.lower() for h in q.limits.hosts) for q in takers)
            or (link.text.count("/") < 1 and "www" not in link.text)
        ):
            continue
        kept.setdefault(parsed.text(), link)
    if len(kept) != 1 or (not hosts and any(not q.limits.hosts and not q.answered_by.cues for q in takers)):
        return None
    link = next(iter(kept.values()))
    return taken(question, link.text, sight, [(link.start, link.end)])


@cache
def _ticket(words: tuple[str, ...]) -> re.Pattern[str]:
    called = "".join(f"{re.escape(level(word))}|" for word in words)
    return re.compile(
        rf"(?:\b(?:{called}tickets?|case|request(?=\s?#))\b\.?(?: (?:no|nr|number|id)\b\.?)?"
        r"\s?[:#-]?\s?(?:#\s?)?(\d{3,12})|(?<![\w/!#&.-])#(\d{5,12}))(?![\w%]|[.,:/-]\d)",
    )


_OTHER_NUMBER = re.compile(
    r"\b(?:issue|issues|mr|merge request|epic|pr|pull request|step|item|incident|pipeline|job|commit)\s*$"
)
_MORE_NUMBERS = re.compile(r"\s*(?:,|and|&|/|or|\+|und|y)\s*#?(\d{3,12})(?![\w%])")


def find_ticket(question: Question, sight: Sight) -> Found | None:
    linked = linked_tickets(sight.spoken, sight.around.ticket_hosts)
    if linked:
        if len({ticket.link for ticket in linked}) > 1:
            return None
        ticket = linked[0]
        return taken(question, sight.message[ticket.start : ticket.end], sight, [(ticket.start, ticket.end)])
    plain = level(sight.plain)
    found: dict[str, Place] = {}
    for match in _ticket(words_of(sight.around.ticket_hosts)).finditer(plain):
        number = match[1] or match[2]
        if match[2] and _OTHER_NUMBER.search(plain[: match.start()]):
            continue
        if _MORE_NUMBERS.match(plain, match.end()):
            return None
        found.setdefault(number, match.span())
    if len(found) != 1:
        return None
    place = next(iter(found.values()))
    return taken(question, next(iter(found)), sight, [place])
