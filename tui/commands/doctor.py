"""`intake doctor`: is everything in place? Checks without filing anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from intents.catalogue.model import Catalogue, Outcome
from intents.errors import IntakeError
from intents.filing.tracker import NotReached, Refused
from intents.values import dataclass
from tui.commands.flags import add_catalogue, add_json, add_tracker, options, parser
from tui.commands.output import Exit, show, show_json
from tui.learned import open_source
from tui.options import Options
from tui.wiring import gitlab_address, how_to_connect, token

if TYPE_CHECKING:
    from intents.filing.gitlab_tracker import GitLabTracker
    from intents.filing.tokens import Token

SOON = 14
"""Days before its end at which a token's end is pointed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    fine: bool
    found: str
    advice: str = ""
    """What to do, when it is not fine or soon will not be."""
    tracker: str = ""
    """The catalogue's tracker that it is about."""


def run(arguments: list[str]) -> int:
    """Print a line for each thing that was checked; of a tracker, one for all that is fine with it."""
    flags = parser("intake doctor", "Check that everything is in place. Nothing is filed.")
    add_catalogue(flags)
    add_tracker(flags)
    add_json(flags)
    given = flags.parse_args(arguments)
    checks: list[Check] = []
    for tracker, group in groupby(_all(options(given)), key=lambda check: check.tracker):
        some = list(group)
        checks.extend(some)
        if not given.json:
            for line in _of_tracker(tracker, some) if tracker else map(_line, some):
                show(line)
    if given.json:
        rows = [
            {"check": c.name, "tracker": c.tracker, "fine": c.fine, "found": c.found, "advice": c.advice}
            for c in checks
        ]
        show_json({"fine": all(c.fine for c in checks), "checks": rows})
    return Exit.DONE if all(check.fine for check in checks) else Exit.PROBLEMS


def _line(check: Check) -> str:
    mark = "ok     " if check.fine else "PROBLEM"
    name = f"{check.tracker}, {check.name}" if check.tracker else check.name
    return f"{mark}  {name}: {check.found}" + (f" {check.advice}" if check.advice else "")


def _of_tracker(tracker: str, checks: list[Check]) -> Iterator[str]:
    plain = [check.found for check in checks if check.fine and not check.advice]
    if plain:
        yield f"ok       {tracker}: {', '.join(plain)}"
    yield from (_line(check) for check in checks if not check.fine or check.advice)


def _all(chosen: Options) -> Iterator[Check]:
    yield _data_folder()
    yield _proxy()
    yield _certificates()
    yield _clipboard()
    yield _browser()
    yield from _settings(chosen)
    try:
        source = open_source(chosen)
    except IntakeError as error:
        yield Check(
            name="catalogue", fine=False, found=error.message, advice="`intake check` names every fault."
        )
        return
    catalogue = source.catalogue
    yield Check(
        name="catalogue",
        fine=True,
        found=f"{source.path}: {len(catalogue.intents)} intents for {catalogue.team}",
    )
    if chosen.practice:
        yield Check(name="practice", fine=True, found="issues go into the practice tracker on this machine")
        return
    yield from _gitlab(chosen, catalogue)


def _gitlab(chosen: Options, catalogue: Catalogue) -> Iterator[Check]:
    try:
        address = gitlab_address(chosen, catalogue)
        found = token(chosen, catalogue)
        if found is None:
            advice = how_to_connect(chosen, catalogue)
            yield Check(name="token", fine=False, found=f"none for {address}.", advice=advice)
            return
        from intents.filing.gitlab_tracker import GitLabTracker

        tracker = GitLabTracker(address, found.value, bearer=found.bearer)
    except IntakeError as error:
        yield Check(name="gitlab", fine=False, found=error.message, advice=error.next_step)
        return
    me = tracker.whoami()
    if isinstance(me, Refused | NotReached):
        # Without an answer nothing is known of the token.
        name = "token" if isinstance(me, Refused) else "gitlab"
        said = f"from {found.source}. {me.sentence}" if isinstance(me, Refused) else me.sentence
        yield Check(name=name, fine=False, found=said, advice=me.next_step)
        return
    yield Check(name="gitlab", fine=True, found=address)
    yield _token(tracker, me, found)
    from intents.filing.examining import examine

    for name in sorted({intent.tracker for intent in catalogue.intents if intent.outcome is Outcome.ISSUE}):
        place = catalogue.tracker(name)
        if place is None:
            continue
        labels = {
            label.name
            for intent in catalogue.intents
            if intent.tracker == name and intent.draft
            for label in intent.draft.labels
        }
        for finding in examine(tracker, place, labels, me):
            yield Check(
                name=finding.aspect,
                fine=finding.fine,
                found=finding.found,
                advice=finding.advice,
                tracker=name,
            )


def _token(tracker: GitLabTracker, me: str, found: Token) -> Check:
    facts = tracker.token_facts()
    said = f"@{me} at {tracker.name}, from {found.source}"
    if isinstance(facts, Refused | NotReached):
        until = f", valid until {found.expires:%Y-%m-%d %H:%M}" if found.expires else ""
        return Check(name="token", fine=True, found=f"{said}{until}; its scopes can't be asked for")
    scopes = [str(scope) for scope in facts.get("scopes") or ()]
    if scopes and "api" not in scopes:
        return Check(
            name="token",
            fine=False,
            found=f"{said}, has the scope {' '.join(scopes)}.",
            advice="Filing needs the scope `api`: make a new token.",
        )
    if scopes:
        said += f", scope {' '.join(scopes)}"
    ends = _day(facts.get("expires_at"))
    if ends is None:
        return Check(name="token", fine=True, found=f"{said}, without an end")
    said += f", valid until {ends.isoformat()}"
    now = tracker.server_time()
    left = (ends - now.date()).days if now else SOON
    advice = "Make a new one before then: `intake login` leads through it." if left < SOON else ""
    return Check(name="token", fine=True, found=said + ("." if advice else ""), advice=advice)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None


def _settings(chosen: Options) -> Iterator[Check]:
    """The settings file: a line for each mistake, since each stands for itself."""
    from tui.standing import Standing

    settings = Standing(chosen).settings
    for problem in settings.problems:
        end = "" if problem.endswith(("?", ".", ")")) else "."
        yield Check(name="settings", fine=False, found=problem + end, advice="The usual value is used.")
    if not settings.problems:
        there = settings.file is not None and settings.file.exists()
        found = (
            f"“{settings.file}”"
            if there
            else "nothing is set; `intake settings` tells where that can be done"
        )
        yield Check(name="settings", fine=True, found=found)


def _data_folder() -> Check:
    from intents.keeping.places import data_folder
    from intents.keeping.written import own_folder, write_whole

    folder = data_folder()
    try:
        own_folder(folder)
        probe = folder / ".doctor"
        write_whole(probe, "ok\n")
        probe.unlink()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Check(
            name="data folder",
            fine=False,
            found=f"“{folder}” can't be written: {reason}.",
            advice="Drafts can't be kept until it can; XDG_DATA_HOME names another place.",
        )
    return Check(name="data folder", fine=True, found=f"“{folder}”")


def _proxy() -> Check:
    # A proxy's address may hold a password: only its host is told.
    found = [
        f"{name}={_host_in(value)}"
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
        if (value := os.environ.get(name, ""))
    ]
    found.extend(
        f"{name}={value}" for name in ("NO_PROXY", "no_proxy") if (value := os.environ.get(name, ""))
    )
    return Check(name="proxy", fine=True, found=", ".join(found) or "none")


def _certificates() -> Check:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        bundle = os.environ.get(name, "")
        if not bundle:
            continue
        said = f"{name} names “{bundle}”"
        if not os.path.exists(bundle):  # noqa: PTH110 - a name from outside, maybe no path at all
            found, advice = f"{said}, which is not there.", "Correct it or unset it."
        elif not _holds_certificates(bundle):
            found = f"{said}, which holds no certificates that can be read."
            advice = "Name a file in the PEM form, or unset it."
        else:
            return Check(name="certificates", fine=True, found=f"those of {name}, “{bundle}”")
        return Check(name="certificates", fine=False, found=found, advice=advice)
    return Check(
        name="certificates", fine=True, found="those that come with the program; no CA file of your own"
    )


def _holds_certificates(bundle: str) -> bool:
    if os.path.isdir(bundle):  # noqa: PTH112 - as above
        return True
    import ssl

    try:
        return ssl.create_default_context(cafile=bundle).cert_store_stats()["x509"] > 0
    except (ssl.SSLError, OSError):
        return False


def _host_in(address: str) -> str:
    from urllib.parse import urlsplit

    try:
        return urlsplit(address if "://" in address else f"//{address}").hostname or "(set)"
    except ValueError:
        return "(set, but no address)"


def _clipboard() -> Check:
    term = os.environ.get("TERM", "")
    if term in ("", "dumb", "linux"):
        advice = "Export drafts into a file instead: it is always offered."
        return Check(
            name="clipboard", fine=True, found=f"this terminal (TERM={term!r}) has none.", advice=advice
        )
    if "TMUX" in os.environ or "STY" in os.environ:
        advice = "tmux hands it on only with `set -g set-clipboard on`; screen does not."
        return Check(
            name="clipboard", fine=True, found="copying goes through the terminal (OSC 52).", advice=advice
        )
    return Check(
        name="clipboard", fine=True, found="copying goes through the terminal (OSC 52), if it allows that"
    )


def _browser() -> Check:
    from tui.perform import browser_expected

    if browser_expected():
        return Check(name="browser", fine=True, found="pages are opened there")
    return Check(
        name="browser", fine=True, found="none can be opened from here: links are shown whole, to be copied"
    )
