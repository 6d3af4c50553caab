"""The HTTP session for GitLab: a token goes to its own host and to no other, and never in the clear.

Redirects are followed for reading calls and within the host only. `requests` would follow them anywhere, and while it
takes `Authorization` off on the way, it knows nothing of GitLab's own token headers, and hands on the text of a POST.
"""

from __future__ import annotations

import ipaddress
import threading
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from intents.errors import IntakeError

_PORTS = {"http": 80, "https": 443}


def is_loopback(host: str) -> bool:
    """Whether a host name is this machine."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_address(url: str) -> str:
    """The base address, without a slash at its end.

    Raises:
        IntakeError: it is no web address, or it would send a token in the clear.
    """
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.username or parts.password:
        # The address is not repeated: it would show the password.
        raise IntakeError(
            "The GitLab address holds a user name or password.", next_step="Leave it out; set GITLAB_TOKEN."
        )
    if parts.scheme not in _PORTS or not host or any(letter.isspace() for letter in host):
        raise IntakeError(
            f"{url!r} is no address of a GitLab.", next_step="Write it as https://gitlab.example.com."
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise IntakeError(
            f"{url} is not encrypted: the token could be read on the way.", next_step="Use https:// instead."
        )
    return url.strip().rstrip("/")


def check_token(value: str) -> str:
    """The token, if it can be sent at all.

    Raises:
        IntakeError: it holds a character that no token has; most likely more than the token was copied.
    """
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        # Its value is not repeated: part of it may be right.
        raise IntakeError(
            "The GitLab token holds a space or another character that no token has.",
            next_step="Copy it again, the token alone, and set it as GITLAB_TOKEN.",
        )
    return value


class OwnHostSession(requests.Session):
    """Follows no redirect away from the host, and remembers what the last answer carried, for each thread."""

    def __init__(self, url: str = "") -> None:
        super().__init__()
        # A proxy from the environment would carry what is meant for this machine over the network, in the clear.
        if urlsplit(url).scheme == "http":
            self.trust_env = False
        self._heard = threading.local()
        self.hooks["response"].append(self._remember)

    @property
    def last_headers(self) -> dict[str, str]:
        """The last answer's headers, names in small letters."""
        return getattr(self._heard, "headers", {})

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Where to go on; None hands the redirect itself to the caller."""
        target: str | None = super().get_redirect_target(resp)
        if target is None:
            return None
        here = str(resp.url)
        reading = resp.request.method in ("GET", "HEAD")
        return target if reading and _origin(here, target) == _origin(here) else None

    def _remember(self, response: requests.Response, *_: Any, **__: Any) -> None:
        self._heard.headers = {key.lower(): value for key, value in response.headers.items()}


def _origin(url: str, target: str = "") -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an address, or of a target as seen from it; None for what is no address."""
    try:
        parts = urlsplit(urljoin(url, target))
        return parts.scheme, (parts.hostname or "").casefold(), parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
