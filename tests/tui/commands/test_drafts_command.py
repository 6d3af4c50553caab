"""`intake drafts`: what is kept, to look at, export or throw away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from gitlab_stand_in import StandIn

from intents.catalogue.model import IntentId
from intents.drafting.markdown_file import from_markdown
from intents.drafting.request import Request
from intents.keeping.requests import RequestStore

from .conftest import FIX, Intake


@pytest.fixture
def draft(intake: Intake, store: RequestStore) -> str:
    assert intake(*FIX).code == 3
    return store.unfinished()[0].id


def test_nothing_kept_says_so_beside_the_output(intake: Intake) -> None:
    said = intake("drafts")
    assert (said.code, said.out) == (0, "")
    assert "No drafts" in said.err
    assert intake("drafts", "list", "--json").json == []


def test_the_list_has_a_line_for_each(intake: Intake, draft: str, store: RequestStore) -> None:
    store.save(Request(id="words2", reference="gi1", typing="half a sent"))
    said = intake("drafts")
    lines = {line.split("  ")[0]: line for line in said.out.splitlines()}
    assert set(lines) == {draft, "words2"}
    assert "ready" in lines[draft]
    assert lines[draft].endswith("Export of all tickets")
    assert lines["words2"].endswith("half a sent")
    (row,) = [row for row in intake("drafts", "--json").json if row["draft"] == draft]
    assert set(row) == {"draft", "state", "changed", "intent", "project", "title"}
    assert (row["state"], row["intent"]) == ("ready", "everything_else")


def test_show_prints_the_markdown_whole(intake: Intake, draft: str) -> None:
    said = intake("drafts", "show", draft[:4])
    assert said.code == 0
    assert from_markdown(said.out).title == "Export of all tickets"
    assert intake("drafts", "show", draft, "--json").json["text"] == said.out


def test_words_without_an_intent_are_shown_as_they_are(intake: Intake, store: RequestStore) -> None:
    words = Request(id="words2", reference="gi1", messages=("first", "second"), typing="third")
    store.save(words)
    assert intake("drafts", "show", "words2").out == "first\nsecond\nthird\n"
    store.save(replace(words, intent=IntentId("gone_from_the_catalogue")))
    assert intake("drafts", "show", "words2").out == "first\nsecond\nthird\n"
    assert intake("drafts", "--json").json[0]["state"] == "open"


def test_export_writes_a_file_and_prints_its_name(intake: Intake, draft: str, place: Path) -> None:
    said = intake("drafts", "export", draft)
    assert said.code == 0
    path = Path(said.out.strip())
    assert path == place / "work" / "export-of-all-tickets.md"
    assert from_markdown(path.read_text()).title == "Export of all tickets"
    again = intake("drafts", "export", draft, "--json")
    assert again.json == {"draft": draft, "path": str(path.with_name("export-of-all-tickets-2.md"))}


def test_export_never_overwrites_a_file(intake: Intake, draft: str, place: Path) -> None:
    path = place / "work" / "mine.md"
    path.write_text("mine")
    said = intake("drafts", "export", draft, "--output", str(path))
    assert (said.code, said.out) == (1, "")
    assert "is there already and is not overwritten" in said.err
    assert path.read_text() == "mine"
    nowhere = intake("drafts", "export", draft, "--output", str(place / "no" / "folder.md"))
    assert nowhere.code == 1
    assert "can't be written" in nowhere.err


def test_discard_puts_it_away_and_says_where_it_is(intake: Intake, draft: str, store: RequestStore) -> None:
    said = intake("drafts", "discard", draft, "--json")
    assert said.code == 0
    assert Path(said.json["discarded"]).is_file()
    assert store.unfinished() == ()
    assert intake("drafts", "discard", draft).code == 1


def test_what_may_be_filed_or_is_filed_is_not_thrown_away(
    connected: Intake, gitlab: StandIn, store: RequestStore
) -> None:
    gitlab.fail("drop-after-storing", on="create")
    assert connected(*FIX).code == 4
    (unclear,) = store.unfinished()
    said = connected("drafts", "discard", unclear.id)
    assert said.code == 1
    assert "may be filed" in said.err
    assert connected("send", unclear.id).code == 0
    assert "done already" in connected("drafts", "discard", unclear.id).err
    assert len(store.done()) == 1


def test_a_broken_draft_is_told_of_and_the_rest_is_listed(
    intake: Intake, draft: str, store: RequestStore
) -> None:
    (store.drafts / "broken7.json").write_text("{")
    said = intake("drafts", "--json")
    assert said.code == 0
    assert [row["draft"] for row in said.json] == [draft]
    assert "The draft broken7 can't be read" in said.err
    assert "set aside" in said.err


def test_wrong_usage(intake: Intake) -> None:
    assert intake("drafts", "export").code == 2
    assert intake("drafts", "frobnicate").code == 2
    said = intake("drafts", "show", "nowhere")
    assert said.code == 1
    assert "There is no draft 'nowhere'" in said.err
