"""`intake drafts`: what is kept, to look at, export or throw away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from gitlab_stand_in import StandIn

from intents.answering.answer import Answer
from intents.catalogue.model import Catalogue, IntentId
from intents.drafting.markdown_file import from_markdown
from intents.drafting.request import Request, Stage
from intents.filing.tracker import Sending
from intents.keeping.record import to_json
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


# Drafts that this version or this catalogue can do nothing with


def _odd(store: RequestStore) -> Request:
    """One of a kind that the catalogue no longer has; beside it one of a newer version, and one that is cut off."""
    gone = Request(
        id="gone22",
        reference="gi0000000000000000000gone",
        messages=("Please order The Waves",),
        intent=IntentId("no_longer_there"),
        answers=MappingProxyType({"title": Answer(values=("The Waves, paper",))}),
        stage=Stage.READY,
    )
    store.save(gone)
    text = to_json(gone)
    (store.drafts / "newer6.json").write_text(
        text.replace("gone22", "newer6").replace('"format": 1', '"format": 9')
    )
    (store.drafts / "cut333.json").write_text(text[:150])
    return gone


def test_drafts_that_cannot_be_read_are_told_of_and_left_for_who_can(
    intake: Intake, store: RequestStore
) -> None:
    _odd(store)
    newer = (store.drafts / "newer6.json").read_text()
    said = intake("drafts")
    assert said.code == 0
    assert said.out.split()[0] == "gone22"
    assert said.err.count("newer6") == 1
    assert "newer version of the program" in said.err
    assert "The draft cut333 can't be read: it is cut off" in said.err
    shown = intake("drafts", "show", "newer6")
    assert (shown.code, shown.out) == (1, "")
    assert "Update the program to go on with it; the file is left as it is." in shown.err
    assert (store.drafts / "newer6.json").read_text() == newer
    assert (store.drafts / "cut333.broken-1").exists()


def test_a_draft_of_a_kind_that_is_gone_can_be_shown_and_exported_and_is_not_sent(
    connected: Intake, gitlab: StandIn, store: RequestStore, place: Path
) -> None:
    gone = _odd(store)
    for said in (connected("drafts", "show", "gone22"), connected("drafts", "export", "gone22")):
        assert said.code == 0
    for text in (connected("drafts", "show", "gone22").out, (place / "work" / "gone22.md").read_text()):
        assert "Please order The Waves" in text
        assert "title: The Waves, paper" in text
    refused = connected("send", "gone22")
    assert refused.code == 1
    assert "The catalogue has no no_longer_there any more." in refused.err
    assert connected("send", "--all").code == 0
    assert gitlab.requests == []
    assert store.load("gone22") == gone


@pytest.mark.parametrize("filed", [True, False])
def test_what_was_sent_and_is_of_a_kind_that_is_gone_is_looked_for(
    connected: Intake, gitlab: StandIn, catalogue: Catalogue, store: RequestStore, *, filed: bool
) -> None:
    gone, project = _odd(store), catalogue.trackers[0].project
    sending = Sending(
        reference=gone.reference,
        project_id=str(gitlab.projects[project].id),
        project=project,
        server_time=gitlab.clock.now(),
        author="sam",
    )
    store.save(replace(gone, stage=Stage.SENDING, sending=sending))
    store.note_sending(gone.id, sending)
    if filed:
        gitlab.file(project, "The Waves", f"x\n\nIntake reference: `{gone.reference}`\n")
    said = connected("send", gone.id, "--again")
    assert said.code == (0 if filed else 4)
    assert ("was not found. The catalogue has no such draft any more" in said.err) != filed
    assert [request.receipt is not None for request in store.done()] == ([True] if filed else [])
    assert gitlab.creates == 0


def test_half_a_character_is_exported_too(intake: Intake, store: RequestStore, place: Path) -> None:
    store.save(Request(id="half22", reference="gi0000000000000000000half", messages=("file \udcff name",)))
    assert intake("drafts", "export", "half22").code == 0
    assert (place / "work" / "half22.md").read_text() == "file ? name\n"
