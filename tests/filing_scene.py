"""What tests of filing begin with: a project on the stand-in, a draft for it, a tracker with short time-outs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from gitlab_stand_in import Issue, StandIn

from intents.drafting.draft import Draft
from intents.drafting.request import Request
from intents.filing.gitlab_tracker import GitLabTracker
from intents.keeping.requests import RequestStore

PATH = "group/project"
REFERENCE = "gi7f3a9c2e41b8d6055aa1c0ff"
QUICK = (2.0, 0.3)
"""Seconds to connect and to read: a time-out that a test waits for."""
PATIENT = (5.0, 10.0)
"""Where no time-out is meant to happen."""


def draft_of(**given: Any) -> Draft:
    """A draft that any project takes."""
    plain = Draft(
        project=PATH,
        title="Broken view",
        description=f"## What\n\nThe view is empty.\n\nIntake reference: `{REFERENCE}`\n",
        reference=REFERENCE,
    )
    return replace(plain, **given)


def request_of(**given: Any) -> Request:
    """The request behind that draft."""
    return replace(Request(id="abc234", reference=REFERENCE, messages=("The view is empty",)), **given)


def tracker_for(
    gitlab: StandIn, *, token: str = "sam", timeout: tuple[float, float] = PATIENT
) -> GitLabTracker:
    """A tracker with the token of this name."""
    return GitLabTracker(gitlab.url, gitlab.tokens[token].value, timeout=timeout)


def store_in(folder: Path) -> RequestStore:
    """A store of its own."""
    return RequestStore(folder / "data")


def filed_with(gitlab: StandIn, reference: str, path: str = PATH) -> list[Issue]:
    """The issues that carry this reference: one at most, ever."""
    return [issue for issue in gitlab.issues(path) if reference in issue.description]
