"""Files go up before the issue, each once, and never instead of it: the whole way against a server on loopback."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from files_on_disk import file_on_disk
from filing_scene import PATH, QUICK, REFERENCE, draft_of, filed_with, request_of, store_in, tracker_for
from gitlab_stand_in import Role, StandIn

from intents.drafting.attachments import attachments_of, placed
from intents.drafting.draft import Draft
from intents.drafting.request import Request, Stage
from intents.filing.once import file_once
from intents.filing.practice_tracker import PracticeTracker
from intents.filing.tracker import Filed, GoingUp, NotReached, Refused, Result, Unknown
from intents.keeping.requests import RequestStore


class Follower:
    """Follows the uploads, and stops them where it is told to."""

    def __init__(self, *, stop_at: int = 99) -> None:
        self.steps: list[GoingUp | None] = []
        self._stop_at = stop_at

    def going_up(self, step: GoingUp | None) -> None:
        self.steps.append(step)

    def stopped(self) -> bool:
        return len(self.steps) >= self._stop_at


class Scene:
    """A draft with files, a store, a server."""

    def __init__(self, gitlab: StandIn, folder: Path, **names: bytes) -> None:
        self.gitlab = gitlab
        self.book: RequestStore = store_in(folder)
        self.folder = folder / "files"
        names = names or {"shot.png": b"PNG", "a.log": b"line\n" * 100}
        files = tuple(file_on_disk(self.folder / name, content) for name, content in names.items())
        attachments = attachments_of({}, files)
        plain = draft_of()
        body = placed("## What\n\nThe view is empty.", attachments)
        text = f"{body}\n\nIntake reference: `{REFERENCE}`\n"
        self.draft: Draft = replace(plain, attachments=attachments, description=text)
        self.request: Request = request_of(attached=files)

    def file(self, request: Request | None = None, **more: Any) -> tuple[Request, Result]:
        timeout = more.pop("timeout", (5.0, 10.0))
        token = more.pop("token", "sam")
        tracker = tracker_for(self.gitlab, timeout=timeout, token=token)
        return file_once(tracker, self.book, request or self.request, self.draft, **more)

    def kept(self) -> Request:
        """As the next start of the program finds it."""
        return self.book.load(self.request.id)

    @property
    def uploads(self) -> list[str]:
        return [upload.name for upload in self.gitlab.projects[PATH].uploads]

    @property
    def posts(self) -> int:
        return sum(request.call == "upload" for request in self.gitlab.requests)


@pytest.fixture
def scene(gitlab: StandIn, tmp_path: Path) -> Scene:
    return Scene(gitlab, tmp_path)


def test_files_are_up_and_linked_where_the_draft_said_so(scene: Scene) -> None:
    after, result = scene.file()
    assert isinstance(result, Filed), result
    assert result.receipt.losses == ()
    (issue,) = filed_with(scene.gitlab, REFERENCE)
    shot, log = scene.gitlab.projects[PATH].uploads
    assert (shot.name, shot.content) == ("shot.png", b"PNG")
    assert (log.name, log.content) == ("a.log", b"line\n" * 100)
    assert issue.description_as_sent == (
        f"## What\n\nThe view is empty.\n\n## Attachments\n\n- ![shot]({shot.url})\n- [a.log]({log.url})\n\n"
        f"Intake reference: `{REFERENCE}`\n"
    )
    assert [call.call for call in scene.gitlab.requests] == [
        "user",
        "project",
        "list",
        "upload",
        "upload",
        "create",
    ]
    assert after.stage is Stage.FILED
    assert [upload.name for upload in after.uploads] == ["shot.png", "a.log"]


def test_no_path_of_this_machine_is_sent(scene: Scene) -> None:
    scene.file()
    folder = str(scene.folder).encode()
    assert folder not in b"".join(request.body for request in scene.gitlab.requests)


def test_what_is_up_is_on_disk_before_the_next_one_is_sent(scene: Scene) -> None:
    seen: list[list[str]] = []

    class Looking(Follower):
        def going_up(self, step: GoingUp | None) -> None:
            if step is None or not step.sent:
                try:
                    seen.append([upload.name for upload in scene.kept().uploads])
                except Exception:  # noqa: BLE001 - nothing is kept before the first is up
                    seen.append([])

    scene.file(watch=Looking())
    assert seen == [[], ["shot.png"], ["shot.png", "a.log"]]


def test_what_is_up_is_not_sent_again(scene: Scene) -> None:
    scene.gitlab.fail("500-before-storing", on="create")
    after, result = scene.file()
    assert isinstance(result, Unknown)
    assert scene.posts == 2
    after, result = scene.file(replace(scene.kept(), sending=after.sending))
    assert isinstance(result, Filed)
    assert scene.posts == 2
    assert len(filed_with(scene.gitlab, REFERENCE)) == 1


def test_a_refused_issue_leaves_its_files_up_for_the_next_try(scene: Scene) -> None:
    scene.gitlab.fail("400-spam", on="create")
    _, result = scene.file()
    assert isinstance(result, Refused)
    _, result = scene.file(scene.kept())
    assert isinstance(result, Filed)
    assert scene.posts == 2


def test_the_second_of_two_that_fails_is_the_only_one_that_is_tried_again(scene: Scene) -> None:
    scene.gitlab.fail("drop-after-storing", on="upload")
    first, result = scene.file()
    assert isinstance(result, NotReached)
    assert first.uploads == ()
    scene.gitlab.fail("drop-before-storing", on="upload")
    _, result = scene.file()
    assert isinstance(result, NotReached)
    assert scene.uploads == ["shot.png"]
    _, result = scene.file()
    assert isinstance(result, Filed)
    # The first answer was lost: that copy stays with nothing that leads to it.
    assert scene.uploads == ["shot.png", "shot.png", "a.log"]
    assert len(filed_with(scene.gitlab, REFERENCE)) == 1


def test_a_file_that_changed_since_it_went_up_goes_up_again(scene: Scene) -> None:
    scene.gitlab.fail("400-spam", on="create")
    after, _ = scene.file()
    changed = file_on_disk(scene.folder / "a.log", b"other\n")
    files = (after.attached[0], changed)
    scene.draft = replace(scene.draft, attachments=attachments_of({}, files))
    _, result = scene.file(replace(after, attached=files))
    assert isinstance(result, Filed)
    assert scene.uploads == ["shot.png", "a.log", "a.log"]


def test_in_another_project_it_goes_up_there(scene: Scene) -> None:
    scene.gitlab.add_project("group/other")
    scene.gitlab.fail("400-spam", on="create")
    after, _ = scene.file()
    scene.draft = replace(scene.draft, project="group/other")
    _, result = scene.file(after)
    assert isinstance(result, Filed)
    assert [upload.name for upload in scene.gitlab.projects["group/other"].uploads] == ["shot.png", "a.log"]


def test_while_files_go_up_nothing_is_noted_of_a_sending(scene: Scene) -> None:
    noted: list[object] = []

    class Looking(Follower):
        def going_up(self, step: GoingUp | None) -> None:
            noted.append(scene.book.sending_of(scene.request.id))

    scene.file(watch=Looking())
    assert noted
    assert set(noted) == {None}


def test_how_far_it_is_is_told(gitlab: StandIn, tmp_path: Path) -> None:
    scene = Scene(gitlab, tmp_path, **{"big.bin": b"x" * 1_000_000, "a.log": b"line\n"})
    follower = Follower()
    scene.file(watch=follower)
    assert follower.steps[-1] is None
    steps = [step for step in follower.steps if step is not None]
    assert [step.sent for step in steps if step.name == "a.log"] == [0, 5]
    big = [step.sent for step in steps if step.name == "big.bin"]
    assert (big[0], big[-1]) == (0, 1_000_000)
    assert big == sorted(big)
    assert 5 < len(big) <= 22
    assert {(step.number, step.count, step.size) for step in steps} == {(1, 2, 1_000_000), (2, 2, 5)}


@pytest.mark.parametrize("stop_at", [1, 2, 3, 4])
def test_stopped_at_any_moment_of_the_uploads_nothing_is_filed(scene: Scene, stop_at: int) -> None:
    after, result = scene.file(watch=Follower(stop_at=stop_at))
    assert isinstance(result, Refused)
    assert (result.sentence, result.code) == ("Stopped. Nothing was filed.", "stopped")
    assert scene.gitlab.creates == 0
    assert after.stage is not Stage.SENDING
    assert scene.book.sending_of(after.id) is None
    _, result = scene.file(after)
    assert isinstance(result, Filed)
    assert len(scene.uploads) == 2


def test_in_the_middle_of_a_large_file_it_can_be_stopped(gitlab: StandIn, tmp_path: Path) -> None:
    scene = Scene(gitlab, tmp_path, **{"big.bin": b"x" * 5_000_000})
    _, result = scene.file(watch=Follower(stop_at=4))
    assert isinstance(result, Refused)
    assert scene.uploads == []


@pytest.mark.parametrize("change", ["changed", "gone"])
def test_a_file_that_is_not_as_it_was_attached_is_not_sent(scene: Scene, change: str) -> None:
    path = scene.folder / "a.log"
    if change == "gone":
        path.unlink()
    else:
        os.utime(path, ns=(1, 1))
    after, result = scene.file()
    assert isinstance(result, Refused)
    said = {"gone": "a.log is not there any more.", "changed": "a.log was changed since it was attached."}
    assert result.sentence == f"{said[change]} Nothing was filed."
    assert (result.code, result.file) == ("file", "a.log")
    assert scene.uploads == ["shot.png"]
    assert scene.gitlab.creates == 0
    assert after.uploads


def test_a_file_that_changes_while_it_goes_up_is_not_linked(gitlab: StandIn, tmp_path: Path) -> None:
    scene = Scene(gitlab, tmp_path, **{"big.bin": b"x" * 1_000_000})

    class Writing(Follower):
        def going_up(self, step: GoingUp | None) -> None:
            os.truncate(scene.folder / "big.bin", 10)

    _, result = scene.file(watch=Writing())
    assert isinstance(result, Refused)
    assert "big.bin" in result.sentence
    assert gitlab.creates == 0


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("413", "shot.png is too large for "),
        ("403", "You may not upload files to group/project."),
        ("404", "group/project takes no files, or it is private and you are no member."),
        ("422", "GitLab did not take shot.png (422): "),
        ("401-expired", "The token has expired."),
        ("403-insufficient-scope", "The token may read, but not file issues."),
        ("rate-limited", "GitLab got too many requests from you or your network."),
    ],
)
def test_a_refused_file_is_one_sentence_and_one_step(scene: Scene, fault: str, sentence: str) -> None:
    scene.gitlab.fail(fault, on="upload")
    _, result = scene.file()
    assert isinstance(result, Refused)
    assert result.sentence.startswith(sentence)
    assert result.next_step
    assert scene.gitlab.creates == 0
    assert scene.book.sending_of(scene.request.id) is None


def test_a_file_above_the_servers_limit_is_told_by_its_name(tmp_path: Path) -> None:
    with StandIn(upload_limit=1000) as gitlab:
        gitlab.add_project(PATH)
        scene = Scene(gitlab, tmp_path, **{"big.bin": b"x" * 5000})
        _, result = scene.file()
        assert isinstance(result, Refused)
        assert (
            result.sentence
            == f"big.bin is too large for {gitlab.url.removeprefix('http://')}. Nothing was filed."
        )
        assert "Take it off" in result.next_step


def test_a_server_that_does_not_take_it_in_time_is_left(scene: Scene) -> None:
    scene.gitlab.fail("delay-after-storing", on="upload")
    _, result = scene.file(timeout=QUICK)
    assert isinstance(result, NotReached)
    assert "did not take shot.png in time. Nothing was filed." in result.sentence
    assert scene.gitlab.creates == 0


def test_a_rate_limit_is_neither_slept_on_nor_repeated(scene: Scene) -> None:
    scene.gitlab.fail("rate-limited", on="upload")
    _, result = scene.file()
    assert isinstance(result, Refused)
    assert result.retry_after == 7
    assert scene.posts == 1


def test_a_failed_upload_before_sending_again_leaves_the_first_try_as_open_as_it_was(scene: Scene) -> None:
    scene.gitlab.fail("500-before-storing", on="create")
    sent, _ = scene.file()
    forgotten = replace(sent, uploads=())
    scene.gitlab.fail("413", on="upload")
    after, result = scene.file(forgotten)
    assert isinstance(result, Unknown)
    assert "too large" in result.sentence
    assert after.stage is Stage.SENDING
    assert scene.book.sending_of(after.id) is not None


def test_a_guest_of_a_private_project_files_with_a_file(scene: Scene) -> None:
    scene.gitlab.projects[PATH].members["gus"] = Role.GUEST
    _, result = scene.file(token="gus")
    assert isinstance(result, Filed)


def test_a_name_of_any_letters_gets_there(gitlab: StandIn, tmp_path: Path) -> None:
    scene = Scene(gitlab, tmp_path, **{'Bild "ä" 波 [1](2).png': b"x"})
    _, result = scene.file()
    assert isinstance(result, Filed), result
    assert scene.uploads == ["Bild_ä_波_1_2.png"]
    (issue,) = filed_with(gitlab, REFERENCE)
    assert issue.quick_actions_run == []


# Practice


def test_in_practice_a_file_is_copied_beside_the_issue(gitlab: StandIn, tmp_path: Path) -> None:
    scene = Scene(gitlab, tmp_path)
    tracker = PracticeTracker(tmp_path / "practice")
    after, result = file_once(tracker, scene.book, scene.request, scene.draft)
    assert isinstance(result, Filed)
    folder = tmp_path / "practice" / PATH
    text = (folder / "1.md").read_text("utf-8")
    for upload, content in zip(after.uploads, (b"PNG", b"line\n" * 100), strict=True):
        assert upload.link in text
        place = upload.link.partition("](")[2].rstrip(")")
        copy = folder / place
        assert copy.read_bytes() == content
        assert copy.stat().st_mode & 0o077 == 0
    assert gitlab.requests == []


def test_a_practice_folder_that_takes_nothing_is_told(gitlab: StandIn, tmp_path: Path) -> None:
    scene = Scene(gitlab, tmp_path)
    (tmp_path / "practice").write_text("in the way")
    _, result = file_once(PracticeTracker(tmp_path / "practice"), scene.book, scene.request, scene.draft)
    assert isinstance(result, Refused)
    assert result.sentence.startswith("The practice folder “")


def test_a_copy_that_was_stopped_leaves_no_half_file(gitlab: StandIn, tmp_path: Path) -> None:
    scene = Scene(gitlab, tmp_path, **{"big.bin": b"x" * 5_000_000})
    tracker = PracticeTracker(tmp_path / "practice")
    _, result = file_once(tracker, scene.book, scene.request, scene.draft, watch=Follower(stop_at=2))
    assert isinstance(result, Refused)
    assert [path for path in (tmp_path / "practice").rglob("*") if path.is_file()] == []
