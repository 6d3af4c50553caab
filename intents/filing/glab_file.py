"""The login that the GitLab CLI (`glab`) keeps for a host, as its configuration file tells it. The file is only read.

A login made in the browser is an OAuth token that ends after some hours; `glab` renews it, we never do. With `glab auth
login --use-keyring` the file names the host and holds no token.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path

from intents.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GlabLogin:
    """One host's entry."""

    token: str = field(repr=False)
    """Empty where `glab` keeps it in the keyring, or has none."""
    source: str
    """The file."""
    bearer: bool = False
    expires: datetime | None = None
    """When an OAuth token ends, aware; None when that is not said, or not in a form that leaves no doubt."""

    def has_expired(self, now: datetime) -> bool:
        """Whether it is certainly of no more use."""
        return self.expires is not None and self.expires <= now


def glab_login(host: str, environment: Mapping[str, str]) -> GlabLogin | None:
    """The login for a host (with its port, where that is no usual one): the first with a token, else the first that
    the files name at all."""
    found: GlabLogin | None = None
    for folder in _folders(environment):
        file = folder / "config.yml"
        try:
            text = file.read_text("utf-8") if file.is_file() else ""
        except (OSError, UnicodeDecodeError):
            continue
        entry = _entry(text, host)
        if entry is None:
            continue
        value = entry.get("token")
        bearer = str(entry.get("is_oauth2", "")).casefold() == "true"
        login = GlabLogin(
            token=value.strip() if isinstance(value, str) else "",
            source=str(file),
            bearer=bearer,
            expires=moment_of(str(entry.get("oauth2_expiry_date", ""))) if bearer else None,
        )
        if login.token:
            return login
        found = found or login
    return found


def moment_of(text: str) -> datetime | None:
    """A date as `glab` writes it: `13 Mar 26 15:47 GMT`, in its versions also with the whole year, or ISO.

    A zone is a name only. Where it is none that everybody reads alike, nor this machine's own, nothing is certain.
    """
    from email.utils import parsedate_tz

    text = text.strip()
    try:
        iso = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        return iso if iso.tzinfo else None
    zone = text.rpartition(" ")[2]
    parts = parsedate_tz(text)
    try:
        if parts is None:
            return None
        moment = datetime(*parts[:6])  # noqa: DTZ001 - its zone follows
        if zone in ("UTC", "GMT", "Z"):
            return moment.replace(tzinfo=UTC)
        if zone in time.tzname:
            return moment.astimezone()
        numbered = zone[:1] in "+-" and parts[9] is not None
        return (
            datetime.fromtimestamp(moment.replace(tzinfo=UTC).timestamp() - (parts[9] or 0), UTC)
            if numbered
            else None
        )
    except (ValueError, OverflowError, OSError):
        return None


def _folders(environment: Mapping[str, str]) -> Iterator[Path]:
    if named := environment.get("GLAB_CONFIG_DIR", ""):
        yield Path(named)
    home = environment.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 - Path.home() ignores a given HOME
    yield Path(home) / ".config" / "glab-cli"
    if base := environment.get("XDG_CONFIG_HOME", ""):
        yield Path(base) / "glab-cli"
    for base in environment.get("XDG_CONFIG_DIRS", "").split(":"):
        if base:
            yield Path(base) / "glab-cli"


def _entry(text: str, host: str) -> Mapping[str, object] | None:
    """The host's entry. Every scalar is read as text: the tag `!!null`, which some versions of glab write before a
    token, would make it vanish."""
    if host not in text.casefold():
        return None
    import yaml

    try:
        root = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds only text, lists and mappings
    except (yaml.YAMLError, RecursionError):
        return None
    hosts = root.get("hosts") if isinstance(root, dict) else None
    if not isinstance(hosts, dict):
        return None
    entry = next((value for name, value in hosts.items() if str(name).casefold() == host), None)
    return entry if isinstance(entry, dict) else None
