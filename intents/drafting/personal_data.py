"""Mail addresses and telephone numbers in a text.

A number is a telephone number only if it is written like one: with a country code, with an area code and the usual
separators, or behind a word such as "phone". Dates, versions, addresses of machines, ids and references are not.
"""

import re
from collections.abc import Iterator

from intents.values import dataclass

_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\\/-])[A-Za-z0-9](?:[A-Za-z0-9._%+'-]|\\_){0,63}(?:\\?@)"
    r"((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}([A-Za-z]{2,24}))(?![A-Za-z0-9-]|:[A-Za-z0-9._-]+/)"
)
_FILE_ENDINGS = re.compile(
    r"(?:png|jpe?g|gif|svg|webp|ico|css|m?jsx?|tsx?|json|html?|md|txt|log|ya?ml|toml|py|rb|go|rs|java|php|xml|csv|pdf|zip"
    r"|gz|tar|sh|service|target|socket|timer|mount)$"
)

_BEFORE = r"(?<![\w.+/#:@=%&-])"
_AFTER = r"(?![\w/@:%=&]|[.-]\d)"
_PHONES = tuple(
    re.compile(_BEFORE + number + _AFTER)
    for number in (
        # +49 30 1234567, +1 (555) 123-4567, +44 (0)20 7946 0958
        r"\+[1-9]\d{0,2}(?:[ .\u00a0/-]?\(?\d{1,5}\)?){1,7}",
        # 0049 30 1234567
        r"00[1-9]\d{0,2}(?:[ \u00a0/-]\(?\d{1,8}\)?){2,6}",
        # (555) 123-4567, 555-123-4567, 555.123.4567
        r"(?:1[-. ])?(?:\([2-9]\d{2}\) ?[2-9]\d{2}[-. ]\d{4}|[2-9]\d{2}([-.])[2-9]\d{2}\1\d{4})",
        # 01 23 45 67 89
        r"0[1-9](?:([ .])\d{2})(?:\1\d{2}){3}",
        # 030 1234567, 0171/1234567, 020 7946 0958, (0171) 123 45 67
        r"\(?0[1-9]\d{0,3}\)?[ \u00a0/-]\d{3,8}(?:[ -]\d{2,5}){0,3}",
    )
)
_LABELLED = re.compile(
    r"(?i:\b(?:phone|telephone|tel|mobile|cell|fax|whatsapp|call|ring|dial)\b)[^\n\d+(]{0,24}"
    r"([+(]?\d[\d ().\u00a0/-]{4,22}\d)" + _AFTER
)
_DATE = re.compile(r"\+?(?:\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)")
# Working hours: 0800-1600.
_HOURS = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d ?[-/] ?(?:[01]\d|2[0-4])[0-5]\d(?!\d)")
# An address of a machine, or a version.
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3})+$|(?![2-9]\d\d\.)\d+\.\d+\.\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """A place in a text that tells who somebody is or how to reach them."""

    start: int
    end: int


def find_mail_addresses(text: str) -> Iterator[tuple[Personal, str]]:
    """Mail addresses, each with its domain in lower case.

    Left out: `git@host…` (a place to clone from), file names such as `icon@2x.png`, and names of system services.
    """
    if "@" not in text:
        return
    for found in _MAIL.finditer(text):
        domain = found[1].lower()
        if not found[0].startswith("git@") and not _FILE_ENDINGS.match(found[2].lower()):
            yield Personal(start=found.start(), end=found.end()), domain


def find_phone_numbers(text: str) -> Iterator[Personal]:
    """Telephone numbers of 7 to 15 digits; places may overlap."""
    for pattern in _PHONES:
        for found in pattern.finditer(text):
            if _is_number(found[0], fewest=8):
                yield Personal(start=found.start(), end=found.end())
    for found in _LABELLED.finditer(text):
        if _is_number(found[1], fewest=7):
            yield Personal(start=found.start(1), end=found.end(1))


def _is_number(written: str, *, fewest: int) -> bool:
    digits = sum(character.isdigit() for character in written)
    return fewest <= digits <= 15 and not any(other.match(written) for other in (_DATE, _HOURS, _DOTTED))
