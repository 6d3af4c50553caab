"""`--attach` and what `intake send` does with the files of drafts and exported files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from files_on_disk import file_on_disk
from gitlab_stand_in import StandIn

from intents.catalogue.model import Catalogue
from intents.drafting.request import Stage
from intents.keeping.requests import RequestStore

from .conftest import Intake, Said, fixed


@pytest.fixture
def project(catalogue: Catalogue) -> str:
    tracker = catalogue.tracker("support_ops_project")
    assert tracker is not None
    return tracker.project


@pytest.fixture
def shot(place: Path) -> Path:
    """A file in the working folder."""
    return Path(file_on_disk(place / "work" / "My shot.png", b"PNG").path)


def uploaded(gitlab: StandIn, project: str) -> list[str]:
    return [upload.name for upload in gitlab.projects[project].uploads]


def test_files_are_uploaded_and_linked(connected: Intake, gitlab: StandIn, project: str, shot: Path) -> None:
    file_on_disk(shot.parent / "a.log", b"line\n")
    said = connected(*fixed("--attach", "My shot.png", "--attach", str(shot.parent / "a.log"), "--json"))
    assert said.code == 0, said.err
    assert said.json["problems"] == []
    assert uploaded(gitlab, project) == ["My_shot.png", "a.log"]
    assert "Uploading My_shot.png (3 bytes), 1 of 2 ..." in said.err
    issue = gitlab.issue(project, 1)
    urls = [upload.url for upload in gitlab.projects[project].uploads]
    assert f"## Attachments\n\n- ![My_shot]({urls[0]})\n- [a.log]({urls[1]})\n" in issue.description
    assert str(shot.parent) not in issue.description


def test_a_dry_run_shows_the_places_and_sends_nothing(connected: Intake, gitlab: StandIn, shot: Path) -> None:
    said = connected(*fixed("--attach", str(shot), "--dry-run"))
    assert said.code == 0
    assert "- [attachment: My_shot.png, 3 bytes]" in said.out
    assert "attached: My_shot.png (3 bytes)" in said.err
    shown = connected(*fixed("--attach", str(shot), "--dry-run", "--json")).json
    assert shown["attachments"] == [{"name": "My_shot.png", "size": 3}]
    assert not any(request.method == "POST" for request in gitlab.requests)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("none.png", "There is no file “none.png”."),
        (".", "“.” is a folder. Name the files in it, or pack it into one."),
        ("pipe", "“pipe” is no ordinary file, but a pipe, a socket or a device."),
        ("empty", "“empty” is empty."),
        ("large", "“large” has 100 MB; at most 100 MB are taken."),
    ],
)
def test_what_can_not_be_attached_is_named_and_nothing_is_sent(
    connected: Intake, gitlab: StandIn, place: Path, store: RequestStore, path: str, sentence: str
) -> None:
    work = place / "work"
    (work / "empty").touch()
    os.mkfifo(work / "pipe")
    with (work / "large").open("wb") as file:
        file.truncate(100_000_001)
    said = connected(*fixed("--attach", path, "--json"))
    assert said.code == 2
    assert said.json["problems"] == [{"answer": "attach", "problem": sentence}]
    assert gitlab.requests == []
    assert store.unfinished() == ()


def test_too_many_files_are_named_at_once(connected: Intake, shot: Path) -> None:
    many = [flag for n in range(11) for flag in ("--attach", file_on_disk(shot.parent / f"{n}.log").path)]
    said = connected(*fixed(*many))
    assert said.code == 2
    assert "attach: These are 11 files; at most 10 can be attached." in said.err


def test_a_file_named_twice_goes_up_once(
    connected: Intake, gitlab: StandIn, project: str, shot: Path
) -> None:
    assert connected(*fixed("--attach", "My shot.png", "--attach", str(shot))).code == 0
    assert uploaded(gitlab, project) == ["My_shot.png"]


def test_where_nothing_is_filed_the_file_goes_nowhere_and_that_is_said(
    intake: Intake, catalogue: Catalogue, shot: Path
) -> None:
    question = ("file", "--intent", "general_question", "--message", "which tag stops the auto-close?")
    said = intake(*question, "--attach", str(shot))
    assert said.code == 0
    assert "Nothing is filed here, so the attached files go nowhere." in said.err


def test_a_refused_upload_is_1_and_the_next_send_goes_on_from_there(
    connected: Intake, gitlab: StandIn, project: str, shot: Path, store: RequestStore
) -> None:
    file_on_disk(shot.parent / "a.log", b"line\n")
    gitlab.fail("refuse-connection-afterwards", on="upload")
    said = connected(*fixed("--attach", str(shot), "--attach", "a.log", "--json"))
    assert (said.code, said.json["outcome"]) == (3, "not_reached")
    gitlab.heal()
    gitlab.fail("413", on="upload")
    said = connected("send", said.json["draft"], "--json")
    assert said.code == 1
    assert "a.log is too large for " in said.json[0]["problem"]
    (kept,) = store.unfinished()
    assert kept.stage is Stage.READY
    assert [upload.name for upload in kept.uploads] == ["My_shot.png"]
    said = connected("send", kept.id)
    assert said.code == 0, said.err
    assert uploaded(gitlab, project) == ["My_shot.png", "a.log"]
    assert gitlab.creates == 1


def test_a_draft_whose_file_is_gone_is_not_sent_without_it(
    intake: Intake, connected: Intake, gitlab: StandIn, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.delenv("GITLAB_TOKEN")
        draft = intake(*fixed("--attach", str(shot), "--json")).json["draft"]
    shot.unlink()
    said = connected("send", draft)
    assert said.code == 1
    assert "My_shot.png is not there any more. Attach it again or take it off." in said.err
    assert gitlab.creates == 0


def test_in_practice_the_file_is_copied_and_nothing_leaves(
    connected: Intake, gitlab: StandIn, place: Path, shot: Path
) -> None:
    assert connected(*fixed("--attach", str(shot), "--practice")).code == 0
    assert gitlab.requests == []
    assert [path.read_bytes() for path in (place / "data").rglob("My_shot.png")] == [b"PNG"]


def test_a_file_question_is_answered_by_a_path(
    connected: Intake, gitlab: StandIn, place: Path, project: str, shot: Path
) -> None:
    path = place / "own.yaml"
    path.write_text(OWN.replace("PROJECT", project).replace("HOST", gitlab.url), encoding="utf-8")
    flags = ("file", "--catalogue", str(path), "--intent", "fault", "--answer", "what=It is dark")
    said = connected(*flags, "--json")
    assert said.json["problems"] == [{"answer": "shot", "problem": "It is needed: A picture of it?"}]
    said = connected(*flags, "--answer", "shot=none.png", "--json")
    assert said.code == 2
    assert said.json["problems"][0]["problem"].startswith("There is no file “none.png”.")
    said = connected(*flags, "--answer", f"shot={shot}", "--json")
    assert said.code == 0, said.err
    assert f"![My_shot]({gitlab.projects[project].uploads[0].url})" in gitlab.issue(project, 1).description
    listed = connected("intents", "fault", "--catalogue", str(path), "--json").json
    assert listed["questions"][1]["kind"] == "file"
    assert listed["questions"][1]["example"] == "screenshot.png"


OWN = """\
catalogue: 1
team: T
host: HOST
trackers:
  main: {project: PROJECT}
intents:
  - id: fault
    title: Report a fault
    sentence: Something is broken.
    examples: [it is broken]
    outcome: issue
    tracker: main
    questions:
      - {name: what, ask: What is it?, kind: line}
      - {name: shot, ask: A picture of it?, kind: file, limits: {types: [png], largest: 1 MB}}
    draft:
      title: ${what}
      body: |
        ## Fault

        ${what}

        ${shot}
"""


# Exported files


def export(intake: Intake, place: Path, draft: str) -> Path:
    path = place / "work" / "draft.md"
    assert intake("drafts", "export", draft, "--output", str(path)).code == 0
    return path


@pytest.fixture
def draft(intake: Intake, shot: Path) -> str:
    """A kept draft with a file, made before there is a token."""
    said = intake(*fixed("--attach", str(shot), "--json"))
    assert said.json["outcome"] == "kept"
    return str(said.json["draft"])


def test_an_exported_file_names_its_files_and_takes_them_along(
    draft: str, connected: Intake, gitlab: StandIn, project: str, place: Path, shot: Path
) -> None:
    path = export(connected, place, draft)
    assert f'attachments: ["{shot}"]' in path.read_text()
    said = connected("send", str(path))
    assert said.code == 0, said.err
    assert "attaches My_shot.png (3 bytes)" in said.err
    (upload,) = gitlab.projects[project].uploads
    issue = gitlab.issue(project, 1)
    assert f"- ![My_shot]({upload.url})" in issue.description
    assert "[attachment:" not in issue.description
    assert str(shot) not in (issue.description_as_sent or "")


def test_a_file_that_was_written_to_since_the_export_goes_up_as_it_is_now(
    draft: str, connected: Intake, gitlab: StandIn, project: str, place: Path, shot: Path
) -> None:
    path = export(connected, place, draft)
    shot.write_bytes(b"another PNG")
    assert connected("send", str(path)).code == 0
    assert gitlab.projects[project].uploads[0].content == b"another PNG"


def test_a_draft_and_its_file_are_one_filing_and_one_upload(
    draft: str, connected: Intake, gitlab: StandIn, project: str, place: Path
) -> None:
    path = export(connected, place, draft)
    for what in (str(path), draft, str(path)):
        connected("send", what)
    assert gitlab.creates == 1
    assert uploaded(gitlab, project) == ["My_shot.png"]


MINE = "---\nproject: {project}\ntitle: Mine\nattachments: {files}\n---\n## Words\n\nSome.\n"


def test_a_file_of_ones_own_names_files_beside_it(
    connected: Intake, gitlab: StandIn, project: str, place: Path
) -> None:
    folder = place / "elsewhere"
    file_on_disk(folder / "a.log")
    (folder / "own.md").write_text(MINE.format(project=project, files='["a.log"]'))
    said = connected("send", str(folder / "own.md"))
    assert said.code == 0, said.err
    (upload,) = gitlab.projects[project].uploads
    assert f"Some.\n\n## Attachments\n\n- [a.log]({upload.url})\n\nIntake reference: `gi" in (
        gitlab.issue(project, 1).description_as_sent or ""
    )


def test_a_file_that_names_none_is_refused_with_its_place(
    connected: Intake, gitlab: StandIn, project: str, place: Path
) -> None:
    (place / "work" / "own.md").write_text(MINE.format(project=project, files="none.log"))
    said = connected("send", "own.md")
    assert said.code == 1
    assert "own.md: There is no file “none.log”." in said.err
    assert "`attachments`" in said.err
    assert gitlab.requests == []


def test_a_refused_file_of_ones_own_does_not_upload_again(
    connected: Intake, gitlab: StandIn, project: str, place: Path, store: RequestStore
) -> None:
    file_on_disk(place / "work" / "a.log")
    (place / "work" / "own.md").write_text(MINE.format(project=project, files="a.log"))
    gitlab.fail("400-spam", on="create")
    said: Said = connected("send", "own.md")
    assert said.code == 1
    assert store.unfinished() == ()
    assert connected("send", "own.md").code == 0
    assert uploaded(gitlab, project) == ["a.log"]
    assert gitlab.creates == 2
