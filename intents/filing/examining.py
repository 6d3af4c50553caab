"""Whether a tracker of the catalogue can be filed in, looked at without filing anything: one finding for each thing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from intents.catalogue.model import TemplateUse
from intents.catalogue.model import Tracker as Place
from intents.filing.tracker import NotReached, Project, Refused
from intents.values import dataclass

if TYPE_CHECKING:
    from intents.filing.gitlab_tracker import GitLabTracker

GUEST = 10
ROLES = {10: "guest", 15: "planner", 20: "reporter", 30: "developer", 40: "maintainer", 50: "owner"}
"""GitLab's numbers for what a member may do."""
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing about a tracker."""

    aspect: str
    """`project`, `archived`, `issues`, `filing`, `template` or `labels`."""
    fine: bool
    found: str
    advice: str = ""
    """What to do about it."""


def examine(tracker: GitLabTracker, place: Place, labels: Collection[str], me: str) -> Iterator[Finding]:
    """Look at a tracker's project, and at what the catalogue says about it.

    Args:
        labels: those that some draft for this tracker may carry.
        me: the user name of the token.
    """
    facts = tracker.project_facts(place.project)
    if isinstance(facts, Refused | NotReached):
        yield Finding(aspect="project", fine=False, found=facts.sentence, advice=facts.next_step)
        return
    project = tracker.project_of(facts, place.project)
    seen = str(facts.get("visibility") or "")
    if project.moved_from:
        advice = f"Change the path in the catalogue to {project.path}."
        found = f"{project.moved_from} has moved to {project.path}."
        yield Finding(aspect="project", fine=False, found=found, advice=advice)
    else:
        yield Finding(aspect="project", fine=True, found=f"{project.path}{f' ({seen})' if seen else ''}")
    if facts.get("archived") is True:
        advice = "Nobody can file there: change the catalogue, or ask its owners to unarchive it."
        yield Finding(aspect="archived", fine=False, found=f"{project.path} is archived.", advice=advice)
        return
    yield Finding(aspect="archived", fine=True, found="not archived")
    if takes_no_issues(facts):
        advice = "Nobody can file there: change the catalogue, or ask its owners to turn them on."
        found = f"{project.path} has its issues turned off."
        yield Finding(aspect="issues", fine=False, found=found, advice=advice)
        return
    for_members = facts.get("issues_access_level") == "private"
    yield Finding(aspect="issues", fine=True, found="issues for members only" if for_members else "issues on")
    yield _filing(tracker, project, facts, me, for_members=for_members)
    if place.template and place.use_template is not TemplateUse.IGNORE:
        yield _template(tracker, project, place.template)
    if labels:
        yield _labels(tracker, project, labels)


def takes_no_issues(facts: dict[str, Any]) -> bool:
    """Whether a project's issues are turned off."""
    return facts.get("issues_access_level") == "disabled" or facts.get("issues_enabled") is False


def role_in(facts: dict[str, Any]) -> int:
    """The access level that a project names for whoever asked; 0 where it names none."""
    permissions = facts.get("permissions")
    levels = [0]
    for kind in ("project_access", "group_access"):
        access = permissions.get(kind) if isinstance(permissions, dict) else None
        level = access.get("access_level") if isinstance(access, dict) else None
        levels.append(level if isinstance(level, int) else 0)
    return max(levels)


def _filing(
    tracker: GitLabTracker, project: Project, facts: dict[str, Any], me: str, *, for_members: bool
) -> Finding:
    role = role_in(facts)
    closed = for_members or facts.get("visibility") == "private"
    if role < GUEST and closed:
        # A group that was invited into the project makes members whom the project itself does not name.
        level = tracker.level_of(project, me)
        if isinstance(level, Refused | NotReached):
            return Finding(
                aspect="filing",
                fine=True,
                found=f"{project.path} takes issues from members only; whether you are one is not told.",
                advice="If a filing is refused, ask its owners for a role there: guest is enough.",
            )
        role = level
    if role >= GUEST:
        return Finding(aspect="filing", fine=True, found=f"you may file ({ROLES.get(role, f'level {role}')})")
    if closed:
        return Finding(
            aspect="filing",
            fine=False,
            found=f"{project.path} takes issues from its members only, and you are none.",
            advice="Ask its owners for a role there: guest is enough.",
        )
    return Finding(
        aspect="filing",
        fine=True,
        found="you may file, though labels, assignees and days may be left out: you are no member",
    )


def _template(tracker: GitLabTracker, project: Project, name: str) -> Finding:
    if tracker.template(project, name) is not None:
        return Finding(aspect="template", fine=True, found=f"template {name!r} found")
    names = tracker.template_names(project)
    advice = "Our own layout is used until then. Correct the name in the catalogue."
    if isinstance(names, tuple) and names:
        advice += f" It has: {_listed(names)}."
    found = f"{project.path} has no template {name!r} that you can read."
    return Finding(aspect="template", fine=False, found=found, advice=advice)


def _labels(tracker: GitLabTracker, project: Project, wanted: Collection[str]) -> Finding:
    known = tracker.label_names(project)
    if isinstance(known, Refused | NotReached):
        return Finding(
            aspect="labels",
            fine=False,
            found=f"Its labels can't be read: {known.sentence}",
            advice=known.next_step,
        )
    missing = sorted(set(wanted) - set(known))
    if not missing:
        many = len(wanted)
        return Finding(aspect="labels", fine=True, found=f"{many} label{'s' if many > 1 else ''} found")
    named = [label + _nearest(label, known) for label in missing]
    return Finding(
        aspect="labels",
        fine=False,
        found=f"{project.path} does not know the label{'s' if len(missing) > 1 else ''} {_listed(named)}.",
        advice=f"{'It is' if len(missing) == 1 else 'They are'} left out until then. Correct the catalogue, or have made what is missing.",
    )


def _nearest(label: str, known: Collection[str]) -> str:
    by_name = {name.casefold(): name for name in known}
    near = get_close_matches(label.casefold(), by_name, n=1, cutoff=0.75)
    return f" (there is {by_name[near[0]]})" if near else ""


def _listed(names: Collection[str]) -> str:
    shown = ", ".join(list(names)[:SHOWN])
    return f"{shown} and {len(names) - SHOWN} more" if len(names) > SHOWN else shown
