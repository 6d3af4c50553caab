"""The HTTP session for GitLab: a token goes to its own host and to no other, and never in the clear.

`requests` strips `Authorization` when a redirect leaves the host, but knows nothing of GitLab's own token headers.
"""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

import requests

from intents.errors import IntakeError

TOKEN_HEADERS = ("PRIVATE-TOKEN", "JOB-TOKEN", "Authorization")


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
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise IntakeError(
            f"{url!r} is no address of a GitLab.", next_step="Write it as https://gitlab.example.com."
        )
    if parts.username or parts.password:
        raise IntakeError(
            "The GitLab address holds a user name or password.", next_step="Leave it out; set GITLAB_TOKEN."
        )
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise IntakeError(
            f"{url} is not encrypted: the token could be read on the way.", next_step="Use https:// instead."
        )
    return url.rstrip("/")


class OwnHostSession(requests.Session):
    """Takes the token off a redirect to another host, and remembers what the last answer carried."""

    def __init__(self) -> None:
        super().__init__()
        self.last_headers: dict[str, str] = {}
        self.hooks["response"].append(self._remember)

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Called for each redirect that is followed."""
        super().rebuild_auth(prepared_request, response)  # type: ignore[no-untyped-call]
        before, after = str(response.request.url), str(prepared_request.url)
        strip = self.should_strip_auth(before, after)  # type: ignore[no-untyped-call]
        if strip or urlsplit(before).port != urlsplit(after).port:
            for header in TOKEN_HEADERS:
                prepared_request.headers.pop(header, None)

    def _remember(self, response: requests.Response, *_: Any, **__: Any) -> None:
        self.last_headers = {key.lower(): value for key, value in response.headers.items()}
