"""The HTTP session for GitLab: a token goes to its own host and to no other, and never in the clear.

Redirects are followed for reading calls and within the host only. `requests` would follow them anywhere, and while it
takes `Authorization` off on the way, it knows nothing of GitLab's own token headers, and hands on the text of a POST.
"""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from intents.filing.address import PORTS


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

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Nothing: what is followed stays on its host. `requests` would add a login of `.netrc` here."""

    def _remember(self, response: requests.Response, *_: Any, **__: Any) -> None:
        self._heard.headers = {key.lower(): value for key, value in response.headers.items()}


def _origin(url: str, target: str = "") -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an address, or of a target as seen from it; None for what is no address."""
    try:
        parts = urlsplit(urljoin(url, target))
        return parts.scheme, (parts.hostname or "").casefold(), parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None
