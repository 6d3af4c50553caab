"""A stand-in with one project and what belongs to it."""

from collections.abc import Iterator

import pytest
from filing_scene import PATH
from gitlab_stand_in import StandIn


@pytest.fixture
def gitlab() -> Iterator[StandIn]:
    with StandIn.for_projects(
        [PATH], labels=["bug", "portal"], templates={"Request for Comments": "## Why\n"}
    ) as stand_in:
        yield stand_in
