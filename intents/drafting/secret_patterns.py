"""What secrets look like: tokens by their prefixes, keys, passwords in addresses, and values behind telling names.

Only shapes; nothing here knows whether a token still works. Every pattern begins with fixed text, so that a long
line is read once.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from intents.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A place in a text that looks like a secret."""

    start: int
    end: int
    label: str
    """What it is, for a sentence: "a GitLab personal access token"."""


GITLAB_TOKENS: Final = {
    "glpat": "a GitLab access token",
    "gloas": "a GitLab OAuth application secret",
    "gldt": "a GitLab deploy token",
    "glrt": "a GitLab runner token",
    "glrtr": "a GitLab runner token",
    "glcbt": "a GitLab CI/CD job token",
    "glptt": "a GitLab pipeline trigger token",
    "glft": "a GitLab feed token",
    "glimt": "a GitLab incoming mail token",
    "glagent": "a GitLab agent token",
    "glwt": "a GitLab workspace token",
    "glsoat": "a GitLab SCIM token",
    "glffct": "a GitLab feature flag client token",
}
"""Prefixes GitLab gives its tokens. An instance may put its own name in front (`acme-glpat-…`)."""

_GITLAB = re.compile(
    rf"(?<![A-Za-z0-9])({'|'.join(GITLAB_TOKENS)})-[A-Za-z0-9_-]{{8,}}(?:\.[A-Za-z0-9_-]{{2,}})*"
)

_SHAPES = tuple(
    (label, re.compile(pattern))
    for label, pattern in (
        ("a GitLab runner registration token", r"GR1348941[A-Za-z0-9_-]{12,}"),
        ("a GitLab session cookie", r"_gitlab_session=[A-Za-z0-9_%.-]{16,}"),
        ("a GitHub token", r"(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{20,}"),
        ("a GitHub token", r"(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{20,}"),
        ("an AWS access key", r"(?<![A-Za-z0-9])A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
        ("a Google API key", r"(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{30,}"),
        ("a Google access token", r"(?<![A-Za-z0-9])ya29\.[A-Za-z0-9_-]{20,}"),
        ("a Slack token", r"(?<![A-Za-z0-9])xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}"),
        ("a Slack token", r"(?<![A-Za-z0-9])xapp-[A-Za-z0-9-]{10,}"),
        ("a Slack webhook", r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9_/+-]{15,}"),
        ("a Stripe key", r"(?<![A-Za-z0-9])[rs]k_(?:live|test)_[A-Za-z0-9]{16,}"),
        ("an API key", r"(?<![A-Za-z0-9-])sk-(?=[a-z-]*[A-Z0-9])[A-Za-z0-9_-]{20,}"),
        ("a Google OAuth secret", r"(?<![A-Za-z0-9])GOCSPX-[A-Za-z0-9_-]{20,}"),
        ("an Azure storage key", r"(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,}={0,2}"),
        ("an Azure access signature", r"[?&;]sig=[A-Za-z0-9%+/]{30,}(?:={1,2})?"),
        ("an Azure client secret", r"(?<![\w~.-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}"),
        ("a DigitalOcean token", r"(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{40,}"),
        ("a Vault token", r"(?<![A-Za-z0-9])hv[sbr]\.[A-Za-z0-9_-]{20,}"),
        ("a Hugging Face token", r"(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,}"),
        ("an Atlassian token", r"(?<![A-Za-z0-9])ATATT3x[A-Za-z0-9_=-]{20,}"),
        ("a Docker token", r"(?<![A-Za-z0-9])dckr_[op]at_[A-Za-z0-9_-]{20,}"),
        ("a private key", r"Private-Lines: \d{1,3}\n(?:[A-Za-z0-9+/=]{20,}\n?)+"),
        ("an npm token", r"(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30,}"),
        ("a PyPI token", r"(?<![A-Za-z0-9])pypi-[A-Za-z0-9_-]{40,}"),
        ("a SendGrid key", r"(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
        (
            "a JSON web token",
            r"(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{6,}\.eyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)?",
        ),
    )
)

_KEY_EDGE = re.compile(r"-----(BEGIN|END) (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
# A pasted key that was cut off: take the lines that can only be the key's.
_KEY_LINES = re.compile(r"(?:[ \t>]*(?:[A-Za-z0-9+/=]{16,}|[A-Za-z-]{3,20}: [^\n]{1,100}|)\n?)*")

_ADDRESS_PASSWORD = re.compile(r"://[^\s/@:\"'<>]{0,100}:([^\s/@\"'<>]{1,200})@[^\s/@]")

_HEADER = re.compile(
    r"(?i:authorization: *(?:bearer|basic|token)|(?:private|job|deploy)-token:|x-api-key:) {0,4}([^\s\"',;]{8,})"
)

_NAMED = re.compile(
    r"(?i:(passw(?:or)?d|passphrase|pwd)|secret(?:[_-]?access)?(?:[_-]?key)?|token|api[_-]?key|access[_-]?key"
    r"|private[_-]?key|credentials?)"
    r"[\"'`*\]]{0,3}[ \t]{0,3}(=>|:=|=|:)[ \t*]{0,4}[\"'`]?([^\s\"'`]{4,300})"
)
_NEXT_IN_QUERY = re.compile(r"&[A-Za-z_]{1,40}=")
# Settings, placeholders and variables stand where a secret would.
_PLACEHOLDER = re.compile(
    r"(?i:true|false|null|none|nil|undefined|empty|required|optional|expired|invalid|missing|unknown|redacted|removed"
    r"|hidden|masked|secret|password|string|example|changeme)\W*$|[$%<{\[(*#\\]|[xX*.•_-]+$|(?i:os\.|process\.|env[.\[(])"
)


def find_secrets(text: str) -> Iterator[Secret]:
    """Everything in the text that looks like a secret; places may overlap."""
    yield from _private_keys(text)
    for found in _GITLAB.finditer(text):
        yield Secret(start=found.start(), end=found.end(), label=GITLAB_TOKENS[found[1]])
    for label, pattern in _SHAPES:
        for found in pattern.finditer(text):
            yield Secret(start=found.start(), end=found.end(), label=label)
    for found in _ADDRESS_PASSWORD.finditer(text):
        if not _PLACEHOLDER.match(found[1]):
            yield Secret(start=found.start(1), end=found.end(1), label="a password in an address")
    for found in _HEADER.finditer(text):
        if not _PLACEHOLDER.match(found[1]):
            yield Secret(start=found.start(1), end=found.end(1), label="a token in a request header")
    for found in _NAMED.finditer(text):
        # In the query of an address `&` begins the next value; elsewhere it may be part of a password.
        value = _NEXT_IN_QUERY.split(found[3], maxsplit=1)[0].rstrip(",;.)]}>*")
        if _is_value(value, password=found[1] is not None, assigned="=" in found[2]):
            label = "a password" if found[1] else "a secret value"
            yield Secret(start=found.start(3), end=found.start(3) + len(value), label=label)


def _private_keys(text: str) -> Iterator[Secret]:
    edges = [*_KEY_EDGE.finditer(text)] if "PRIVATE KEY" in text else []
    for edge, next_edge in zip_longest(edges, edges[1:]):
        if edge[1] == "END":
            continue
        if next_edge is not None and next_edge[1] == "END":
            end = next_edge.end()
        else:
            rest = _KEY_LINES.match(text, edge.end(), next_edge.start() if next_edge else len(text))
            end = edge.end() + len(rest[0].rstrip()) if rest else edge.end()
        yield Secret(start=edge.start(), end=end, label="a private key")


def _is_value(value: str, *, password: bool, assigned: bool) -> bool:
    """Whether the word behind a telling name is a value. "password: reset fails" is a sentence."""
    if _PLACEHOLDER.match(value):
        return False
    letters = any(character.isalpha() for character in value)
    digits = any(character.isdigit() for character in value)
    if password:
        return len(value) >= 4 if assigned else (digits and len(value) >= 6) or _has_odd_marks(value)
    if assigned:
        return len(value) >= 8
    return letters and digits and len(value) >= 12


def _has_odd_marks(value: str) -> bool:
    """Marks inside a word as passwords have them; those of prose (a full stop, a slash, a hyphen) do not count."""
    return len(value) >= 6 and any(mark in value[:-1] for mark in "!@#$%^&*+=~|")
