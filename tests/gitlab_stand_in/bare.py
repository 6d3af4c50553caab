"""Bare requests to a stand-in: nothing is followed, repeated, slept on or made nicer."""

from typing import Any

import requests

from .stand_in import StandIn


def ask(gitlab: StandIn, method: str, path: str, *, token: str = "sam", **more: Any) -> requests.Response:
    """One request to this path below `/api/v4`; `token` is a token's name, the rest goes to `requests`."""
    headers = {"PRIVATE-TOKEN": gitlab.tokens[token].value, **more.pop("headers", {})}
    url = f"{gitlab.url}/api/v4/{path}"
    return requests.request(method, url, headers=headers, timeout=5, allow_redirects=False, **more)


def create(
    gitlab: StandIn, fields: dict[str, Any] | None = None, *, token: str = "sam", path: str = "group/project"
) -> requests.Response:
    """File an issue with these fields over a title and a description."""
    given = {"title": "A", "description": "Words.", **(fields or {})}
    place = f"projects/{path.replace('/', '%2F')}/issues"
    return ask(gitlab, "POST", place, token=token, json=given)
