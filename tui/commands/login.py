"""`intake login`: which token to make, and where to keep it. It is read without echo and never shown."""

from __future__ import annotations

import os
import sys

from intents.errors import IntakeError
from intents.filing.session import check_address
from intents.filing.tokens import KEYRING_SERVICE, host_of
from intents.filing.tracker import NotReached, Refused
from tui.commands.flags import add_catalogue, add_tracker, options, parser
from tui.commands.output import Exit, complain
from tui.learned import open_source
from tui.wiring import gitlab_address


def run(arguments: list[str]) -> int:
    """Explain, read, check and keep a token."""
    flags = parser("intake login", "Connect to GitLab: which token to make, and where to keep it.")
    add_catalogue(flags)
    add_tracker(flags)
    given = flags.parse_args(arguments)
    chosen = options(given)
    address = check_address(gitlab_address(chosen, open_source(chosen).catalogue))
    host = host_of(address)
    page = f"{address}/-/user_settings/personal_access_tokens?name=intake&scopes=api"
    complain(f"Make a personal access token for {host} with the scope `api`:\n  {page}")
    if "SSH_CONNECTION" not in os.environ and sys.stdin.isatty():
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
    return _keep(value, host)


def _read_token() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    import getpass

    try:
        return getpass.getpass("Token (it is not shown): ").strip()
    except EOFError:
        return ""


def _keep(value: str, host: str) -> int:
    """Into the keyring when there is one; else the person is told how. A token is never written to a plain file."""
    from importlib import import_module

    try:
        keyring = import_module("keyring")
        errors = import_module("keyring.errors")
    except ImportError:
        _tell_how("the package `keyring` is not installed (`pip install 'intake[keyring]'`)")
        return Exit.DONE
    try:
        keyring.set_password(KEYRING_SERVICE, host, value)
    except (errors.KeyringError, RuntimeError, OSError) as error:
        raise IntakeError(
            "The keyring did not take it.", next_step="Set GITLAB_TOKEN in your shell instead."
        ) from error
    complain("Kept in the keyring. `intake` finds it there.")
    return Exit.DONE


def _tell_how(why: str) -> None:
    complain(
        f"It was not stored: {why}. Put it where `intake` looks: GITLAB_TOKEN in the environment, `glab auth login`,"
        " or ~/.python-gitlab.cfg (mode 0600)."
    )
