"""What a person should look at before a text is filed: secrets and personal data, with a form that hides them.

Nothing is changed without being asked: `find_warnings` says where and what, `mask` does it once the person agrees.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

from intents.drafting.personal_data import find_mail_addresses, find_phone_numbers
from intents.drafting.secret_patterns import find_secrets
from intents.values import dataclass


class Sensitive(StrEnum):
    """The kinds of text that should not be filed by accident. In the order of how much harm they do."""

    SECRET = "secret"  # noqa: S105 - the kind, not one of them
    MAIL = "mail address"
    PHONE = "phone number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning:  # noqa: A001 - the word for it; Python's own warnings are not used in this room
    """One place in a text, and what to tell the person about it."""

    kind: Sensitive
    line: int
    """Number of the line it begins on, from 1."""
    column: int
    """Place of its first character in that line, from 0."""
    end_column: int
    """Place behind its last character in that line; a private key of several lines ends with the line."""
    start: int
    """Place of its first character in the text, from 0."""
    end: int
    """Place behind its last character in the text."""
    sentence: str
    """For the screen; does not repeat what it warns of."""
    masked: str
    """What to put in its place."""


_MASKED = {
    Sensitive.SECRET: "[secret removed]",
    Sensitive.MAIL: "[mail address removed]",
    Sensitive.PHONE: "[phone number removed]",
}
_OF_A_SECRET = {
    False: "Everybody who can read this project could use it. Take it out; if it is real, revoke it where it was made.",
    True: "This project is public: anybody on the internet could use it within minutes. Take it out now, and if it is "
    "real, revoke it where it was made.",
    None: "This project may be public: anybody on the internet could use it then. Take it out now, and if it is real, "
    "revoke it where it was made.",
}
_OF_A_PERSON = {
    False: "If it is a customer's, say who it is by ticket or account instead.",
    True: "This project is public: anybody on the internet will see it. Take it out if it is not your own.",
    None: "This project may be public: anybody on the internet could see it then. Take it out if it is not your own.",
}


def find_warnings(
    text: str, *, public: bool | None, own_domains: Collection[str] = ()
) -> tuple[Warning, ...]:
    """The places in a text that look like secrets, mail addresses or telephone numbers, in order, none overlapping.

    Works on what was typed and on a finished description alike.

    Args:
        public: whether anybody may read where the text goes; the sentences are firmer then. None is not known, which
            is said, and taken as seriously.
        own_domains: mail domains that are no customer's (the team's own); their addresses are passed over.
    """
    lines = _Lines(text)
    return tuple(lines.warning(*place, public=public) for place in _apart(_places(text, own_domains)))


def mask(text: str, warnings: Iterable[Warning]) -> str:
    """The text with each of these places replaced by its masked form.

    Raises:
        ValueError: a warning lies outside the text; it was found in another one.
    """
    pieces: list[str] = []
    last = 0
    for warning in sorted(warnings, key=lambda warning: warning.start):
        if warning.start < last or warning.end > len(text):
            raise ValueError("These warnings are not of this text.")
        pieces += (text[last : warning.start], warning.masked)
        last = warning.end
    pieces.append(text[last:])
    return "".join(pieces)


_Place = tuple[int, int, Sensitive, str]


_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+")


def _places(text: str, own_domains: Collection[str]) -> Iterator[_Place]:
    """The places, whatever invisible characters were pasted into them."""
    if not _UNSEEN.search(text):
        yield from _places_seen(text, own_domains)
        return
    places = [place for place, letter in enumerate(text) if not _UNSEEN.match(letter)]
    for start, end, kind, label in _places_seen(_UNSEEN.sub("", text), own_domains):
        yield places[start], places[end - 1] + 1, kind, label


def _places_seen(text: str, own_domains: Collection[str]) -> Iterator[_Place]:
    own = tuple(domain.removeprefix("@").lower() for domain in own_domains)
    for secret in find_secrets(text):
        yield secret.start, secret.end, Sensitive.SECRET, secret.label
    for mail, domain in find_mail_addresses(text):
        if not any(domain == ours or domain.endswith("." + ours) for ours in own):
            yield mail.start, mail.end, Sensitive.MAIL, "a mail address"
    for phone in find_phone_numbers(text):
        yield phone.start, phone.end, Sensitive.PHONE, "a telephone number"


def _apart(places: Iterable[_Place]) -> list[_Place]:
    """The places in order, without overlaps: a secret drives out the rest, the earlier or longer find the others."""
    apart: list[_Place] = []
    for place in sorted(places, key=lambda place: (place[0], -place[1])):
        start, end, kind, _ = place
        if not apart or start >= apart[-1][1]:
            apart.append(place)
        elif kind is Sensitive.SECRET:
            former = apart[-1]
            if former[2] is Sensitive.SECRET:
                apart[-1] = (former[0], max(former[1], end), kind, former[3])
            else:
                apart[-1] = place
    return apart


class _Lines:
    """Turns places in a text into lines and columns, front to back."""

    __slots__ = ("_line", "_line_start", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = 1
        self._line_start = 0

    def warning(self, start: int, end: int, kind: Sensitive, label: str, *, public: bool | None) -> Warning:
        self._line += self._text.count("\n", self._line_start, start)
        self._line_start = self._text.rfind("\n", self._line_start, start) + 1 or self._line_start
        line_end = self._text.find("\n", start)
        next_step = (_OF_A_SECRET if kind is Sensitive.SECRET else _OF_A_PERSON)[public]
        return Warning(
            kind=kind,
            line=self._line,
            column=start - self._line_start,
            end_column=(end if line_end < 0 else min(end, line_end)) - self._line_start,
            start=start,
            end=end,
            sentence=f"Line {self._line} holds what looks like {label}. {next_step}",
            masked=_MASKED[kind],
        )
