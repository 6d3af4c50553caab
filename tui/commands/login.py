"""`intake login`: which token to make, and where to keep it. It is read without echo and never shown."""

from __future__ import annotations

import os
import sys

from intents.errors import IntakeError
from intents.filing.tokens import KEYRING_SERVICE, find_token, host_of, with_section
from intents.filing.tracker import NotReached, Refused
from tui.commands.flags import add_catalogue, add_tracker, options, parser
from tui.commands.output import Exit, complain
from tui.learned import open_source
from tui.perform import browser_expected
from tui.wiring import gitlab_address

PLACES = ("keyring", "file", "nowhere")
_ABOUT = {
    "keyring": "in this system's keyring",
    "file": "in ~/.python-gitlab.cfg, as plain text that only you can read",
    "nowhere": "nowhere: you set GITLAB_TOKEN yourself",
}


def run(arguments: list[str]) -> int:
    """Explain, read, check and keep a token."""
    flags = parser("intake login", "Connect to GitLab: which token to make, and where to keep it.")
    flags.add_argument(
        "--keep", choices=PLACES, default="", help="where to keep it; without this flag you are asked"
    )
    add_catalogue(flags)
    add_tracker(flags)
    given = flags.parse_args(arguments)
    chosen = options(given)
    address = gitlab_address(chosen, open_source(chosen).catalogue)
    host = host_of(address)
    page = f"{address}/-/user_settings/personal_access_tokens?name=intake&scopes=api"
    complain(f"Make a personal access token for {host} with the scope `api`:\n  {page}")
    if sys.stdin.isatty() and browser_expected():
        import webbrowser

        webbrowser.open(page)
    value = _read_token()
    if not value:
        complain("No token was given. Nothing was changed.")
        return Exit.STOPPED
    from intents.filing.gitlab_tracker import GitLabTracker

    tracker = GitLabTracker(address, value)
    me = tracker.whoami()
    if isinstance(me, Refused | NotReached):
        complain(f"{me.sentence} {me.next_step}")
        return Exit.NOT_REACHED if isinstance(me, NotReached) else Exit.PROBLEMS
    facts = tracker.token_facts()
    scopes = facts.get("scopes") if isinstance(facts, dict) else None
    if isinstance(scopes, list) and scopes and "api" not in scopes:
        complain(
            f"You are @{me} at {host}, but the token has the scope {' '.join(map(str, scopes))}."
            " Filing needs the scope `api`: make a new one. Nothing was stored."
        )
        return Exit.PROBLEMS
    complain(f"It works: you are @{me} at {host}.")
    return _keep(value, address, given.keep or _place())


def _place() -> str:
    """Where the person wants it kept. A script that did not say gets the keyring, or nothing."""
    offered = [place for place in PLACES if place != "keyring" or _keyring() is not None]
    if not sys.stdin.isatty():
        return offered[0] if offered[0] == "keyring" else "nowhere"
    complain("Where is it to be kept?")
    for number, place in enumerate(offered, 1):
        complain(f"  {number}. {_ABOUT[place]}")
    # Never in plain text by a key pressed too soon.
    usual = 1 if offered[0] == "keyring" else len(offered)
    sys.stderr.write(f"Number (Enter takes {usual}): ")
    sys.stderr.flush()
    said = sys.stdin.readline().strip() or str(usual)
    if said.isdecimal() and 1 <= int(said) <= len(offered):
        return offered[int(said) - 1]
    return said if said in offered else "nowhere"


def _read_token() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    import getpass
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass("Token (it is not shown): ").strip()
    except EOFError:
        return ""
    except getpass.GetPassWarning as error:
        raise IntakeError(
            "This terminal would show the token while it is typed.",
            next_step="Hand it over on standard input instead: `intake login < FILE`.",
        ) from error


def _keep(value: str, address: str, place: str) -> int:
    """Where the person chose. In plain text only on their word, and never over what stands there already."""
    if place == "keyring":
        _into_keyring(value, host_of(address))
    elif place == "file":
        _into_file(value, address)
    else:
        complain(
            "It was not stored. Put it where `intake` looks: GITLAB_TOKEN in the environment, `glab auth login`,"
            " or ~/.python-gitlab.cfg (mode 0600)."
        )
        return Exit.DONE
    won = find_token(address, os.environ)
    if won is not None and won.value != value:
        complain(f"Another token comes before it: the one from {won.source}.")
    return Exit.DONE


def _keyring() -> object | None:
    from importlib import import_module

    try:
        return import_module("keyring")
    except ImportError:
        return None


def _into_keyring(value: str, host: str) -> None:
    from importlib import import_module

    if _keyring() is None:
        raise IntakeError(
            "The package `keyring` is not installed, so nothing was stored.",
            next_step="Install it (`pip install 'intake[keyring]'`), or choose another place with --keep.",
        )
    keyring, errors = import_module("keyring"), import_module("keyring.errors")
    try:
        keyring.set_password(KEYRING_SERVICE, host, value)
    except (errors.KeyringError, RuntimeError, OSError) as error:
        raise IntakeError(
            "The keyring did not take it.",
            next_step="Set GITLAB_TOKEN in your shell instead, or choose another place with --keep.",
        ) from error
    complain("Kept in the keyring. `intake` finds it there.")


def _into_file(value: str, address: str) -> None:
    from pathlib import Path

    from intents.keeping.written import write_whole

    path = Path("~/.python-gitlab.cfg").expanduser()
    try:
        text = path.read_text("utf-8") if path.exists() else ""
        # Where it is a link into a folder of one's own, that file is written and not the link.
        write_whole(path.resolve(), with_section(text, address, value, str(path)))
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", "") or "it is no text in UTF-8").lower()
        raise IntakeError(
            f"“{path}” can't be written: {reason}. Nothing was stored.",
            next_step="Choose another place with --keep.",
        ) from error
    complain(f"Kept in “{path}”, which only you can read. `intake` finds it there.")
