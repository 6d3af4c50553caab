"""Where a GitLab token comes from. The first that is found wins, and each is used for its own host only.

1. `GITLAB_TOKEN` in the environment, unless `GITLAB_URL` or `GITLAB_HOST` beside it name another host
2. python-gitlab's configuration file, the section that was chosen or the one whose address is this host
3. the GitLab CLI's configuration file (`glab`), under this host, or the keyring where `glab` keeps it instead
4. the system's keyring, where the package `keyring` is installed

Nothing here is ever written to those files. Entries that would run a command (`helper:`) are not run.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from intents.errors import IntakeError
from intents.filing.glab_file import glab_login
from intents.values import dataclass

if TYPE_CHECKING:
    import configparser

KEYRING_SERVICE = "intake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token and where it was found. Its value is never shown."""

    value: str = field(repr=False)
    source: str
    """For people: `GITLAB_TOKEN`, or the file."""
    bearer: bool = False
    """It goes as `Authorization: Bearer`: an OAuth token."""
    expires: datetime | None = None
    """When it ends, where the place it was found in says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One GitLab of python-gitlab's configuration file."""

    name: str
    url: str


def find_token(
    address: str, environment: Mapping[str, str], *, section: str = "", now: datetime | None = None
) -> Token | None:
    """The token for a GitLab at this address. One that is known to have expired is none; `why_none` says so.

    Args:
        section: the section of python-gitlab's file that the person chose by name.
        now: aware; the present moment unless given.
    """
    host = host_of(address)
    if not host:
        return None
    value = environment.get("GITLAB_TOKEN", "").strip()
    if value and not _other_host(host, environment):
        return Token(value=value, source="GITLAB_TOKEN")
    return (
        _from_python_gitlab(host, environment, section)
        or _from_glab(host, environment, now or datetime.now(UTC))
        or _from_keyring(host)
    )


def _other_host(host: str, environment: Mapping[str, str]) -> str:
    """The host that the environment names beside `GITLAB_TOKEN`, when it is another one: its token is not for ours."""
    for name in ("GITLAB_URL", "GITLAB_HOST", "GITLAB_URI"):
        if value := environment.get(name, "").strip():
            named = host_of(value if "://" in value else f"https://{value}")
            return named if named != host else ""
    return ""


def host_of(address: str) -> str:
    """Host and port of an address, the port only where it is no usual one: the form in which hosts are compared."""
    try:
        parts = urlsplit(address.strip())
        usual = {"https": 443, "http": 80}.get(parts.scheme)
        port = "" if parts.port in (None, usual) else f":{parts.port}"
    except ValueError:
        return ""
    return f"{(parts.hostname or '').casefold()}{port}"


def named_section(name: str, environment: Mapping[str, str]) -> Section | None:
    """The section of python-gitlab's configuration file with this name."""
    config, _ = _python_gitlab(environment)
    if config is None or not config.has_section(name):
        return None
    url = config.get(name, "url", fallback="").strip()
    return Section(name=name, url=url) if url else None


def with_section(text: str, address: str, token: str, name: str) -> str:
    """The text of python-gitlab's configuration file with one section more, for this GitLab. What stands there stays.

    Args:
        name: the file's, for people.

    Raises:
        IntakeError: it cannot be read, or it has an entry for this GitLab already.
    """
    import configparser

    config = configparser.ConfigParser(interpolation=None)
    try:
        config.read_string(text)
    except configparser.Error as error:
        raise IntakeError(
            f"“{name}” has a fault, so nothing was added.",
            next_step="Mend it, or choose another place with --keep.",
        ) from error
    host = host_of(address)
    for section in config.sections():
        if host_of(config.get(section, "url", fallback="")) == host:
            raise IntakeError(
                f"“{name}” has an entry for {host} already: [{section}].",
                next_step="Change the token there, or choose another place with --keep.",
            )
    free = next(
        name for name in (host, *(f"{host}-{n}" for n in range(2, 99))) if not config.has_section(name)
    )
    before = text.rstrip("\n") + "\n\n" if text.strip() else ""
    return f"{before}[{free}]\nurl = {address}\nprivate_token = {token}\n"


def _python_gitlab(environment: Mapping[str, str]) -> tuple[configparser.ConfigParser | None, str]:
    import configparser

    named = environment.get("PYTHON_GITLAB_CFG", "")
    files = (
        [Path(named)]
        if named
        else [Path("/etc/python-gitlab.cfg"), _home(environment) / ".python-gitlab.cfg"]
    )
    config = configparser.ConfigParser(interpolation=None)
    read: list[str] = []
    for file in files:
        try:
            if file.is_file():
                config.read_string(file.read_text("utf-8"), source=str(file))
                read.append(str(file))
        except (OSError, configparser.Error, UnicodeDecodeError):
            continue
    return (config, read[-1]) if read else (None, "")


def _from_python_gitlab(host: str, environment: Mapping[str, str], section: str) -> Token | None:
    config, file = _python_gitlab(environment)
    for name, key in _keys_for(config, host, section):
        value = config.get(name, key, fallback="").strip() if config is not None else ""
        if value and not value.startswith("helper:"):
            return Token(value=value, source=f"{file} [{name}]", bearer=key == "oauth_token")
    return None


def _keys_for(config: configparser.ConfigParser | None, host: str, section: str) -> Iterator[tuple[str, str]]:
    """The sections and keys that may hold a token for this host, the default section first."""
    if config is None:
        return
    default = config.get("global", "default", fallback="")
    for name in [section] if section else [default, *config.sections()]:
        # A token goes to its own host and to no other, whatever section was named.
        if name == "global" or not config.has_section(name):
            continue
        if host_of(config.get(name, "url", fallback="")) == host:
            yield from ((name, "private_token"), (name, "oauth_token"))


def _from_glab(host: str, environment: Mapping[str, str], now: datetime) -> Token | None:
    login = glab_login(host, environment)
    if login is None or login.has_expired(now):
        return None
    value = login.token or _of_glabs_keyring(host)
    return (
        Token(value=value, source=login.source, bearer=login.bearer, expires=login.expires) if value else None
    )


def _of_glabs_keyring(host: str) -> str:
    value = _in_keyring(f"glab:{host}", "")
    # How its library wraps a value on some systems.
    name, colon, wrapped = value.partition(":")
    if colon and name == "go-keyring-base64":
        try:
            return base64.b64decode(wrapped, validate=True).decode("ascii")
        except (ValueError, UnicodeDecodeError):
            return ""
    return value


def _from_keyring(host: str) -> Token | None:
    value = _in_keyring(KEYRING_SERVICE, host)
    return Token(value=value, source="the keyring") if value else None


def _in_keyring(service: str, user: str) -> str:
    """What the system's keyring keeps under a name; empty without one. A machine without a keyring service is no fault
    of the person's; the other sources are named by `login`."""
    from importlib import import_module

    try:
        keyring = import_module("keyring")
        errors = import_module("keyring.errors")
    except ImportError:
        return ""
    try:
        value = keyring.get_password(service, user)
    except (errors.KeyringError, RuntimeError, OSError):
        return ""
    return value if isinstance(value, str) else ""


def why_none(
    address: str, environment: Mapping[str, str], *, section: str = "", now: datetime | None = None
) -> str:
    """A sentence on what was found for this GitLab and could not be used; empty when there was nothing.

    Args:
        section: the section of python-gitlab's file that the person chose by name.
    """
    host = host_of(address)
    if not host:
        return ""
    if environment.get("GITLAB_TOKEN", "").strip() and (other := _other_host(host, environment)):
        return f"GITLAB_TOKEN belongs to {other}, so it is not sent to {host}."
    login = glab_login(host, environment)
    if login is not None and login.has_expired(now or datetime.now(UTC)):
        return f"The login of the GitLab CLI for {host} has expired; `glab auth status` renews it."
    if login is not None and not login.token:
        return f"The GitLab CLI keeps its token for {host} where it can't be read from here (`intake[keyring]` can)."
    config, file = _python_gitlab(environment)
    for name, key in _keys_for(config, host, section):
        if config is not None and config.get(name, key, fallback="").strip().startswith("helper:"):
            return f"The entry [{name}] in {file} would run a command to get its token, which is not done."
    return ""


def _home(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("HOME") or os.path.expanduser("~"))  # noqa: PTH111 - Path.home() ignores a given HOME
