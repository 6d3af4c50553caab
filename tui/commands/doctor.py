"""`intake doctor`: is everything in place? Checks without filing anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intents.catalogue.model import Catalogue, Outcome, Tracker
from intents.errors import IntakeError
from intents.filing.tracker import NotReached, Project, Refused
from tui.commands.flags import add_catalogue, add_json, add_tracker, options, parser
from tui.commands.output import Exit, show, show_json
from tui.learned import open_source
from tui.options import Options
from tui.wiring import HOW_TO_CONNECT, gitlab_address, token

if TYPE_CHECKING:
    from intents.filing.gitlab_tracker import GitLabTracker


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    fine: bool
    found: str
    advice: str = ""
    """What to do, when it is not fine."""


def run(arguments: list[str]) -> int:
    """Print a line for each thing that was checked."""
    flags = parser("intake doctor", "Check that everything is in place. Nothing is filed.")
    add_catalogue(flags)
    add_tracker(flags)
    add_json(flags)
    given = flags.parse_args(arguments)
    checks: list[Check] = []
    for check in _all(options(given)):
        checks.append(check)
        if not given.json:
            mark = "ok     " if check.fine else "PROBLEM"
            show(f"{mark}  {check.name}: {check.found}" + (f" {check.advice}" if check.advice else ""))
    if given.json:
        rows = [{"check": c.name, "fine": c.fine, "found": c.found, "advice": c.advice} for c in checks]
        show_json({"fine": all(c.fine for c in checks), "checks": rows})
    return Exit.DONE if all(check.fine for check in checks) else Exit.PROBLEMS


def _all(chosen: Options) -> Iterator[Check]:
    yield _data_folder()
    yield _network_settings()
    yield _screen()
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
            yield Check(name="token", fine=False, found=f"none for {address}.", advice=HOW_TO_CONNECT)
            return
        from intents.filing.gitlab_tracker import GitLabTracker

        tracker = GitLabTracker(address, found.value, bearer=found.bearer)
    except IntakeError as error:
        yield Check(name="gitlab", fine=False, found=error.message, advice=error.next_step)
        return
    me = tracker.whoami()
    if isinstance(me, Refused | NotReached):
        yield Check(
            name="token", fine=False, found=f"from {found.source}. {me.sentence}", advice=me.next_step
        )
        return
    yield _token(tracker, me, found.source)
    for name in sorted({intent.tracker for intent in catalogue.intents if intent.outcome is Outcome.ISSUE}):
        place = catalogue.tracker(name)
        if place is not None:
            yield _tracker(tracker, place, catalogue)


def _token(tracker: GitLabTracker, me: str, source: str) -> Check:
    facts = tracker.token_facts()
    said = f"@{me} at {tracker.name}, from {source}"
    if isinstance(facts, Refused | NotReached):
        return Check(name="token", fine=True, found=f"{said}; its scopes can't be asked for")
    scopes = [str(scope) for scope in facts.get("scopes") or ()]
    expires = facts.get("expires_at")
    until = f", valid until {expires}" if expires else ""
    if scopes and "api" not in scopes:
        return Check(
            name="token",
            fine=False,
            found=f"{said}, has the scope {' '.join(scopes)}.",
            advice="Filing needs the scope `api`: make a new token.",
        )
    return Check(name="token", fine=True, found=said + until)


def _tracker(tracker: GitLabTracker, place: Tracker, catalogue: Catalogue) -> Check:
    project = tracker.find_project(place.project)
    if not isinstance(project, Project):
        return Check(name=place.name, fine=False, found=project.sentence, advice=project.next_step)
    if project.moved_from:
        return Check(
            name=place.name,
            fine=False,
            found=f"{project.moved_from} has moved to {project.path}.",
            advice="Change the path in the catalogue.",
        )
    said = [project.path, "public" if project.public else "not public"]
    if place.template and tracker.template(project, place.template) is None:
        return Check(
            name=place.name,
            fine=False,
            found=f"{project.path} has no template {place.template!r} that you can read.",
            advice="Our own layout is used; correct the name in the catalogue.",
        )
    labels = tracker.label_names(project)
    if isinstance(labels, tuple):
        known = {label.casefold() for label in labels}
        wanted = {
            label.name
            for intent in catalogue.intents
            if intent.tracker == place.name and intent.draft
            for label in intent.draft.labels
        }
        missing = sorted(label for label in wanted if label.casefold() not in known)
        if missing:
            return Check(
                name=place.name,
                fine=False,
                found=f"{project.path} does not know the labels {', '.join(missing)}.",
                advice="GitLab would make them or leave them out; correct the catalogue or make them there.",
            )
        said.append(f"{len(wanted)} labels found")
    return Check(name=place.name, fine=True, found=", ".join(said))


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


def _network_settings() -> Check:
    names = ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "REQUESTS_CA_BUNDLE")
    found: list[str] = []
    for name in names:
        value = os.environ.get(name, "")
        if value and "PROXY" in name.upper():
            # A proxy's address may hold a password: only its host is told.
            value = value if "NO_" in name.upper() else _host_in(value)
        if value:
            found.append(f"{name}={value}")
    bundle = os.environ.get("REQUESTS_CA_BUNDLE", "")
    if bundle and not os.path.exists(bundle):  # noqa: PTH110 - a name from outside, maybe no path at all
        return Check(
            name="network",
            fine=False,
            found=f"REQUESTS_CA_BUNDLE names “{bundle}”, which is not there.",
            advice="Correct it or unset it.",
        )
    return Check(name="network", fine=True, found=", ".join(found) or "no proxy, no CA file of your own")


def _host_in(address: str) -> str:
    from urllib.parse import urlsplit

    try:
        return urlsplit(address if "://" in address else f"//{address}").hostname or "(set)"
    except ValueError:
        return "(set, but no address)"


def _screen() -> Check:
    import shutil

    remote = "SSH_CONNECTION" in os.environ or "SSH_TTY" in os.environ
    opener = any(shutil.which(name) for name in ("xdg-open", "open", "wslview", "x-www-browser"))
    browser = "links are shown whole" if remote or not opener else "the browser can be opened"
    return Check(
        name="screen",
        fine=True,
        found=f"TERM={os.environ.get('TERM', '')!r}; copying goes through the terminal (OSC 52); {browser}",
    )
