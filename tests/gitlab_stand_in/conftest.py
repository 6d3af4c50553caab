"""A stand-in with one project, and python-gitlab to talk to it."""

from collections.abc import Iterator
from typing import Any

import pytest
from gitlab import Gitlab

from . import StandIn

PATH = "group/project"
TEMPLATES = {"Default": "## What\n\n/label ~bug\n", "Request for Comments": "## Why\n"}


@pytest.fixture
def gitlab() -> Iterator[StandIn]:
    with StandIn.for_projects([PATH], labels=["bug", "portal"], templates=TEMPLATES) as stand_in:
        yield stand_in


@pytest.fixture
def client(gitlab: StandIn) -> Iterator[Gitlab]:
    with Gitlab(gitlab.url, private_token=gitlab.token, timeout=5) as ours:
        yield ours


@pytest.fixture
def project(client: Gitlab) -> Any:
    """The project as python-gitlab knows it before anything is asked."""
    return client.projects.get(PATH, lazy=True)
