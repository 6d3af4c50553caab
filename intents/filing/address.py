"""Addresses and tokens that may be used at all. Light: it is asked before anything of the network is loaded."""

from __future__ import annotations

from urllib.parse import urlsplit

from intents.errors import IntakeError

PORTS = {"http": 80, "https": 443}
"""Where a scheme is spoken when an address names no port."""


def is_loopback(host: str) -> bool:
    """Whether a host name is this machine."""
    if host.casefold() == "localhost":
        return True
    import ipaddress

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
    if parts.scheme not in PORTS or not host or any(letter.isspace() for letter in host):
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
