"""The new-issue page with a draft filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.drafting.draft import Draft
from intents.filing.prefilled import LONGEST_ADDRESS, prefilled_page

DRAFT = Draft(
    project="group/pro-ject", title="A & b = c? #1", description="## Text\n\nÄ+ö\n", reference="giref1"
)


def carried(draft: Draft, host: str = "https://gitlab.example.com") -> dict[str, str]:
    query = parse_qs(urlsplit(prefilled_page(draft, host).url).query, strict_parsing=True)
    return {name: values[0] for name, values in query.items()}


@pytest.mark.parametrize("host", ["https://gitlab.example.com", "https://gitlab.example.com/"])
def test_title_and_text_arrive_as_they_are(host: str) -> None:
    assert prefilled_page(DRAFT, host).url.startswith(
        "https://gitlab.example.com/group/pro-ject/-/issues/new?issue[title]="
    )
    assert carried(DRAFT, host) == {"issue[title]": DRAFT.title, "issue[description]": DRAFT.description}


def test_what_the_address_has_no_field_for_is_said_by_actions() -> None:
    full = replace(DRAFT, labels=("Scope::One", "two words"), due_date=date(2026, 12, 1), assignees=("kim",))
    assert carried(full)["issue[description]"] == (
        '## Text\n\nÄ+ö\n\n/label ~"Scope::One" ~"two words"\n/due 2026-12-01\n/assign @kim\n'
    )


def test_they_join_the_templates_own() -> None:
    full = replace(DRAFT, description="Text\n\n/weight 3\n", actions=("/weight 3",), labels=("one",))
    assert carried(full)["issue[description]"] == 'Text\n\n/weight 3\n/label ~"one"\n'


@pytest.mark.parametrize(
    "secret",
    [
        replace(DRAFT, confidential=True),
        replace(DRAFT, description="x\n\n/confidential\n", actions=("/confidential",)),
    ],
    ids=["by a field", "by the template"],
)
def test_confidential_text_gets_into_no_address(secret: Draft) -> None:
    page = prefilled_page(secret, "https://gitlab.example.com")
    assert page.url == "https://gitlab.example.com/group/pro-ject/-/issues/new?issue[confidential]=true"
    assert "Confidential text" in page.left_out


def test_a_text_that_is_too_long_is_left_to_be_pasted() -> None:
    page = prefilled_page(replace(DRAFT, description="ж" * 2000), "https://gitlab.example.com")
    assert "issue[title]" in page.url
    assert "issue[description]" not in page.url
    assert page.left_out


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=3000),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=9000),
)
def test_no_address_is_too_long(title: str, description: str) -> None:
    page = prefilled_page(replace(DRAFT, title=title, description=description), "https://gitlab.example.com")
    assert len(page.url) <= LONGEST_ADDRESS
    assert page.url.isascii()
