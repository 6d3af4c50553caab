"""Reading links and tickets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from string import Template
from typing import NamedTuple

from intents.answering.answer import Answer
from intents.answering.phrases import word_set
from intents.answering.reading import Accepted, Reading, Rejected, Surroundings, clip
from intents.catalogue.model import Limits, Question, TicketHost

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d{1,5}(?:/|$))(//)?", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]|localhost", re.IGNORECASE)
LINK = re.compile(
    r"(?:https?://|(?<![\w@./-])www\.)[^\s<>\"“”«»]+"
    r"|(?<![\w@./:-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?::\d{1,5})?/[^\s<>\"“”«»]+"
    r"|(?<![\w@./:-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|io|de|dev|eu|co|us|gov)(?![\w.-]*[\w@])",
    re.IGNORECASE,
)
"""A link inside a text, with or without its scheme."""
_LONE_ENDINGS = word_set("com org net io de dev eu co us uk gov edu fr es pt jp ch at nl app ai info biz")
LONGEST = 2000


class Link(NamedTuple):
    """The parts of a web address."""

    scheme: str
    host: str
    """In lower case, without a port."""
    port: str
    path: str
    rest: str
    """Query and fragment, kept as they are."""

    def text(self) -> str:
        """The address as one text."""
        return f"{self.scheme}://{self.host}{self.port}{self.path}{self.rest}"


def trim(text: str) -> str:
    """A link without the brackets around it and the punctuation of the sentence behind it."""
    before = None
    while text != before:
        before = text
        text = text.strip().strip("<>\"'“”‘’«»`").rstrip(".,;:!?*…")
        for opening, closing in ("()", "[]"):
            if text.endswith(closing) and text.count(closing) > text.count(opening):
                text = text[:-1]
    return text


def parse_link(text: str) -> Link | str:
    """The parts of a link, or the sentence that says what is wrong with it."""
    text = trim(text)
    if not text or re.search(r"\s", text):
        return f"{clip(text)} is not a link." if text else "That is not a link."
    if len(text) > LONGEST:
        return f"That link is too long: at most {LONGEST} characters."
    scheme = "https"
    started = _SCHEME.match(text)
    bare = started is None
    if started:
        scheme = started[1].lower()
        if scheme not in ("http", "https") or not started[2]:
            return f"A link that begins with “{scheme}:” is not taken. It has to begin with https://."
        text = text[started.end() :]
    authority = re.match(r"[^/?#]*", text)
    place = authority[0] if authority else ""
    rest = text[len(place) :]
    if "@" in place:
        return "That link carries a user name before its host, which hides where it leads."
    host, colon, port = place.partition(":")
    host = host.lower()
    if (colon and not re.fullmatch(r"[0-9]{1,5}", port)) or not _HOST.fullmatch(host.rstrip(".")):
        return f"{clip(text)} is not a link."
    if bare and not rest.startswith("/") and host.rpartition(".")[2] not in _LONE_ENDINGS:
        return f"{clip(text)} is not a link."
    query = re.search(r"[?#]", rest)
    path, query_text = (rest[: query.start()], rest[query.start() :]) if query else (rest, "")
    return Link(scheme, host, colon + port, path, query_text)


def read_link(question: Question, text: str) -> Reading:
    """A web address on one of the right hosts, with the right path."""
    limits = question.limits
    link = parse_link(text)
    if isinstance(link, str):
        return _lone_name(limits, text) or Rejected(sentence=link)
    hosts = tuple(host.lower() for host in limits.hosts)
    if hosts:
        plain = link.host.removeprefix("www.")
        if link.host not in hosts and plain not in hosts:
            return Rejected(sentence=f"That link is on {link.host}. It has to be on {_one_of(hosts)}.")
        # What is known to be the right place is known to speak https.
        link = link._replace(scheme="https", host=link.host if link.host in hosts else plain)
    if limits.path and not path_fits(limits, link.path):
        wanted = limits.pattern_says or "That link leads to another page than the one wanted."
        return Rejected(sentence=wanted, suggestion=_main_page(limits, link))
    if limits.pattern and not limits.path and not fits(limits.pattern, link.text()):
        return Rejected(sentence=limits.pattern_says or "That link has not the form that is wanted.")
    written = link.text()
    return Accepted(
        answer=Answer(values=(written,), words=text), echo="" if written == text.strip() else written
    )


def _one_of(hosts: Sequence[str]) -> str:
    return hosts[0] if len(hosts) == 1 else f"{', '.join(hosts[:-1])} or {hosts[-1]}"


def fits(pattern: str, text: str) -> bool:
    """Whether a pattern of the catalogue fits the whole text; one that does not compile is the checker's to report."""
    try:
        return re.fullmatch(pattern, text) is not None
    except (re.error, RecursionError):
        return True


def path_fits(limits: Limits, path: str) -> bool:
    """Whether the path of a link is the one wanted, with or without the slashes at its ends."""
    return any(fits(limits.path, form) for form in dict.fromkeys((path, path.rstrip("/"), path.strip("/"))))


def _main_page(limits: Limits, link: Link) -> str:
    """The nearest page above that is right; empty when there is none."""
    steps = [step for step in link.path.split("/") if step]
    for size in range(len(steps), 0, -1):
        path = "/" + "/".join(steps[:size])
        if path_fits(limits, path):
            return link._replace(path=path, rest="").text()
    return ""


def _lone_name(limits: Limits, text: str) -> Rejected | None:
    """Only the last part of the link was typed: offer the whole."""
    name = text.strip().strip("/@")
    if len(limits.hosts) != 1 or not limits.path or not re.fullmatch(r"[\w.-]{2,60}", name):
        return None
    if not path_fits(limits, f"/{name}"):
        return None
    return Rejected(
        sentence=f"{clip(text)} is not a whole link.", suggestion=f"https://{limits.hosts[0].lower()}/{name}"
    )


_NUMBER = re.compile(r"\d{1,12}")


@cache
def _reference(words: tuple[str, ...]) -> re.Pattern[str]:
    called = "".join(f"{re.escape(word)}|" for word in words)
    return re.compile(
        rf"(?<![\w/!.-])(?:(?:{called}tickets?|case|request|no|nr|number|id)\b\.?\s*[:#-]?\s*|#\s?)+(\d{{1,12}})"
        r"(?![\w%]|[.,/:-]\d)",
        re.IGNORECASE,
    )


def words_of(hosts: Sequence[TicketHost]) -> tuple[str, ...]:
    """What people call these hosts before a ticket's number."""
    return tuple(sorted({word.casefold() for host in hosts for word in host.words}))


class Ticket(NamedTuple):
    """A ticket that a text refers to."""

    host: TicketHost | None
    number: str
    link: str
    """Its plain link; empty while the host is not known."""
    start: int
    end: int


def ticket_link(host: TicketHost, number: str) -> str:
    """The link of a ticket on this host."""
    return Template(host.link).safe_substitute(number=number)


def linked_tickets(text: str, hosts: Sequence[TicketHost]) -> tuple[Ticket, ...]:
    """The tickets whose links stand in the text."""
    found = []
    for match in LINK.finditer(text):
        written = trim(match[0])
        link = parse_link(written)
        if isinstance(link, str):
            continue
        host = next((h for h in hosts if h.host.lower() == link.host), None)
        number = _number_in(link, host) if host else ""
        if host and number:
            start = match.start() + match[0].find(written)
            found.append(Ticket(host, number, ticket_link(host, number), start, start + len(written)))
    return tuple(found)


def _number_in(link: Link, host: TicketHost) -> str:
    """The ticket's number in a link on its host: by the host's own pattern, else behind a step that speaks of tickets."""
    before = re.findall(r"([\w-]+)/\$\{?number", host.link)
    steps = [step for step in link.path.split("/") if step]
    for known, step in pairwise(steps):
        number = _NUMBER.match(step)
        named = known.lower() in before or re.fullmatch(r"(?:tickets?|requests?|cases?)", known.lower())
        if named and number and number[0] == step:
            return step
    return ""


def referred_numbers(text: str, hosts: Sequence[TicketHost]) -> tuple[tuple[str, int, int], ...]:
    """Ticket numbers named as such in a text ("ticket 123456", "#123456"): number, start and end of the words."""
    found = _reference(words_of(hosts)).finditer(text)
    return tuple((match[1], match.start(), match.end()) for match in found)


def read_ticket(question: Question, text: str, around: Surroundings) -> Reading:
    """A ticket by link or number; the link when its host is known, else the bare number."""
    hosts = around.ticket_hosts
    linked = {ticket.link: ticket for ticket in linked_tickets(text, hosts)}
    if len(linked) > 1:
        return Rejected(
            sentence="One ticket is wanted here, and there are several.", suggestion=next(iter(linked))
        )
    wanted = host_of(question, around)
    if linked:
        ticket = next(iter(linked.values()))
        answer = Answer(values=(ticket.link,), words=text)
        if wanted and ticket.host and wanted.host != ticket.host.host:
            return Rejected(
                sentence=f"That ticket is on {ticket.host.host}, and you said {wanted.name}. Is it the right ticket?",
                may_insist=True,
                insisted=answer,
            )
        return Accepted(answer=answer, echo="" if ticket.link == text.strip() else ticket.link)
    if LINK.search(text) or "://" in text:
        return _foreign_link(text, around)
    return _numbered(text, wanted, hosts)


def host_of(question: Question, around: Surroundings) -> TicketHost | None:
    """The ticket host that a bare number belongs to, when it is known."""
    if not question.hosted_by:
        return around.ticket_hosts[0] if len(around.ticket_hosts) == 1 else None
    answer = around.answers.get(question.hosted_by)
    if answer is None:
        return None
    named = [host for host in around.ticket_hosts if host.name in answer.values]
    return named[0] if len(named) == 1 else None


def _foreign_link(text: str, around: Surroundings) -> Reading:
    link = parse_link(text)
    if isinstance(link, str):
        return Rejected(sentence=f"{clip(text)} is not the link of a ticket.")
    if not around.ticket_hosts:
        # No host is known, as in an example that is read on its own: any link to a numbered page will do.
        if re.search(r"/\d+/?$", link.path):
            return Accepted(answer=Answer(values=(link.text(),), words=text), echo="")
        return Rejected(sentence="That link has no ticket number.")
    hosts = _one_of([host.host for host in around.ticket_hosts])
    if any(host.host.lower() == link.host for host in around.ticket_hosts):
        return Rejected(sentence="That link leads to no single ticket: its number is missing.")
    return Rejected(sentence=f"That link is on {link.host}. A ticket is on {hosts}.")


def _numbered(text: str, host: TicketHost | None, hosts: Sequence[TicketHost]) -> Reading:
    numbers = list(dict.fromkeys(number for number, _, _ in referred_numbers(text, hosts)))
    if not numbers:
        bare = re.findall(r"(?<![\w.,:/-])\d{1,12}(?![\w%]|[.,:/-]\d)", text)
        numbers = list(dict.fromkeys(bare))
    numbers = list(dict.fromkeys(number.lstrip("0") or "0" for number in numbers))
    if len(numbers) > 1 and "0" not in numbers:
        return Rejected(sentence="One ticket is wanted here, and there are several.", suggestion=numbers[0])
    if not numbers:
        return Rejected(sentence=f"{clip(text)} is not a ticket. Give its link or its number.")
    number = numbers[0]
    if "0" in numbers:
        return Rejected(sentence="Ticket numbers begin at 1.")
    value = ticket_link(host, number) if host else number
    said = value if host else f"ticket {number}"
    return Accepted(answer=Answer(values=(value,), words=text), echo="" if text.strip() == value else said)
