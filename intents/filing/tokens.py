"""Where a GitLab token comes from. The first that is found wins, and each is used for its own host only.

1. `GITLAB_TOKEN` in the environment
2. python-gitlab's configuration file, the section that was chosen or the one whose address is this host
3. the GitLab CLI's configuration file (`glab`), under this host
4. the system's keyring, where the package `keyring` is installed

Nothing here is ever written to those files. Entries that would run a command (`helper:`) are not run.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One GitLab of python-gitlab's configuration file."""

    name: str
    url: str


def find_token(address: str, environment: Mapping[str, str], *, section: str = "") -> Token | None:
    """The token for a GitLab at this address.

    Args:
        section: the section of python-gitlab's file that the person chose by name.
    """
    host = host_of(address)
    if not host:
        return None
    if value := environment.get("GITLAB_TOKEN", "").strip():
        return Token(value=value, source="GITLAB_TOKEN")
    return (
        _from_python_gitlab(host, environment, section)
        or _from_glab(host, environment)
        or _from_keyring(host)
    )


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
    if config is None:
        return None
    default = config.get("global", "default", fallback="")
    names = [section] if section else [default, *config.sections()]
    for name in names:
        if not config.has_section(name) or name == "global":
            continue
        # A token goes to its own host and to no other, whatever section was named.
        if host_of(config.get(name, "url", fallback="")) != host:
            continue
        for key, bearer in (("private_token", False), ("oauth_token", True)):
            value = config.get(name, key, fallback="").strip()
            if value and not value.startswith("helper:"):
                return Token(value=value, source=f"{file} [{name}]", bearer=bearer)
    return None


def _from_glab(host: str, environment: Mapping[str, str]) -> Token | None:
    for folder in _glab_folders(environment):
        file = folder / "config.yml"
        try:
            text = file.read_text("utf-8") if file.is_file() else ""
        except (OSError, UnicodeDecodeError):
            continue
        entry = _glab_entry(text, host)
        value = entry.get("token")
        if isinstance(value, str) and value.strip():
            bearer = str(entry.get("is_oauth2", "")).casefold() == "true"
            return Token(value=value.strip(), source=str(file), bearer=bearer)
    return None


def _glab_folders(environment: Mapping[str, str]) -> list[Path]:
    folders: list[Path] = []
    if named := environment.get("GLAB_CONFIG_DIR", ""):
        folders.append(Path(named))
    folders.append(_home(environment) / ".config" / "glab-cli")
    if base := environment.get("XDG_CONFIG_HOME", ""):
        folders.append(Path(base) / "glab-cli")
    folders.extend(
        Path(base) / "glab-cli" for base in environment.get("XDG_CONFIG_DIRS", "").split(":") if base
    )
    return folders


def _glab_entry(text: str, host: str) -> Mapping[str, object]:
    """The host's entry of a `glab` file. Every scalar is read as text: the tag `!!null`, which some versions of glab
    write before a token, would make it vanish."""
    if host not in text.casefold():
        return {}
    import yaml

    try:
        root = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds only text, lists and mappings
    except (yaml.YAMLError, RecursionError):
        return {}
    hosts = root.get("hosts") if isinstance(root, dict) else None
    if not isinstance(hosts, dict):
        return {}
    entry = next((value for name, value in hosts.items() if str(name).casefold() == host), None)
    return entry if isinstance(entry, dict) else {}


def _from_keyring(host: str) -> Token | None:
    from importlib import import_module

    try:
        keyring = import_module("keyring")
        errors = import_module("keyring.errors")
    except ImportError:
        return None
    try:
        value = keyring.get_password(KEYRING_SERVICE, host)
    except (errors.KeyringError, RuntimeError, OSError):
        # A machine without a keyring service is no fault of the person's; the other sources are named by `login`.
        return None
    return Token(value=value, source="the keyring") if isinstance(value, str) and value else None


def _home(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("HOME") or os.path.expanduser("~"))  # noqa: PTH111 - Path.home() ignores a given HOME
