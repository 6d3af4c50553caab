"""Each fault at the moment in which a file goes up, for a person who persists, who gives up, and who is killed.

An upload makes no issue. So whatever happens to it: nothing is filed and nothing is unclear, every word is kept, the
sentence is the right one, and whoever goes on gets one issue with its file in it. And whatever happens to the issue
behind it: the file, known to be up, goes up no second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from files_on_disk import file_on_disk
from gitlab_stand_in import BEHAVIOURS, StandIn
from test_fault_matrix import AT_CREATE, PATIENT, PROJECT, REFUSE, REQUEST, SENTENCES, Killed, Person, Run

from intents.drafting.request import Stage
from intents.filing.tracker import GoingUp
from intents.talk.states import Failed, Unclear, Waiting
from tui.line_mode import LineMode

NAME = "the cover.png"
CONTENT = b"PNG of a cover"
WHEN_UPLOADED = {
    "delay": "did not take the_cover.png in time. Nothing was filed.",
    "drop": "broke off while the_cover.png went up. Nothing was filed.",
    "reset": "broke off while the_cover.png went up. Nothing was filed.",
    "half-answer": "broke off while the_cover.png went up. Nothing was filed.",
    "garbled-answer": "What answered is not GitLab at ",
    "empty-answer": "What answered is not GitLab at ",
    "captive-portal": "What answered is not GitLab at ",
    "redirect-elsewhere": "sends requests to 127.0.0",
    "50": "and did not take the_cover.png. Nothing was filed.",
    "52": "and did not take the_cover.png. Nothing was filed.",
    **SENTENCES,
    "400-title": "GitLab did not take the_cover.png (400): title ",
    "400-confidential": "GitLab did not take the_cover.png (400): confidential is invalid.",
    "400-issue-type": "GitLab did not take the_cover.png (400): issue_type ",
    "400-spam": "GitLab did not take the_cover.png (400): ",
    "403": "You may not upload files to library/orders.",
    "404": "library/orders takes no files, or it is private and you are no member.",
    "409-captcha": "GitLab did not take the_cover.png (409): ",
    "409-duplicate": "GitLab did not take the_cover.png (409): Duplicated issue.",
    "413": "the_cover.png is too large for ",
    "422": "GitLab did not take the_cover.png (422): Epic cannot be assigned to this issue.",
    "403-insufficient-scope": SENTENCES["403-insufficient-scope"],
}


def _sentence(fault: str) -> str:
    """The longest name that fits says it."""
    found = [name for name in WHEN_UPLOADED if fault.startswith(name)]
    assert found, f"no sentence is expected of {fault}"
    return WHEN_UPLOADED[max(found, key=len)]


class WithFile(Run):
    """The same request with a file."""

    def __init__(self, gitlab: StandIn, folder: Path) -> None:
        super().__init__(gitlab, folder / "data")
        self.file = file_on_disk(folder / NAME, CONTENT)
        self.store().save(replace(REQUEST, attached=(self.file,)))

    @property
    def uploads(self) -> int:
        return len(self.gitlab.projects[PROJECT].uploads)

    @property
    def upload_posts(self) -> int:
        return sum(request.call == "upload" for request in self.gitlab.requests)

    def check_filed_once(self) -> None:
        """With its file in it, the one that is known to be up."""
        super().check_filed_once()
        (issue,) = self.gitlab.issues(PROJECT)
        linked = [
            u for u in self.gitlab.projects[PROJECT].uploads if f"![the_cover]({u.url})" in issue.description
        ]
        assert len(linked) == 1
        assert linked[0].content == CONTENT
        assert "[attachment: " not in issue.description
        (done,) = self.store().done()
        assert [upload.name for upload in done.uploads] == ["the_cover.png"]

    def check_nothing_sent(self) -> None:
        """No issue, nothing unclear, the file still known to the draft."""
        assert self.filed == self.gitlab.creates == 0
        self.check_words()
        (kept,) = self.store().unfinished()
        assert kept.stage is not Stage.SENDING
        assert kept.attached == (self.file,)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[WithFile]:
    with StandIn.for_projects(
        [PROJECT], labels=["order", "Shelf::Any"], templates={"Order": "## Book\n"}
    ) as gitlab:
        yield WithFile(gitlab, tmp_path)


def test_without_a_fault_it_goes_up_once(run: WithFile) -> None:
    run.start(Person())
    run.check_filed_once()
    assert run.uploads == run.upload_posts == 1
    assert "Uploading the_cover.png (14 bytes) ..." in run.said
    assert "All files are up. Filing the issue ..." in run.said


@pytest.mark.parametrize("fault", AT_CREATE)
def test_whoever_persists_gets_one_issue_with_its_file(run: WithFile, fault: str) -> None:
    trouble = run.gitlab.fail(fault, on="upload")
    person = Person(persists=not fault.startswith("delay"))
    run.start(person)
    assert trouble.hits == 1
    assert _sentence(fault) in run.said
    assert person.seen & {Waiting, Failed, Unclear} == {Waiting if fault.startswith("rate") else Failed}
    if fault.startswith("delay"):
        run.check_nothing_sent()
        trouble.release()
        run.start(Person(), timeout=PATIENT)
    run.check_filed_once()
    assert run.gitlab.creates == 1
    assert run.upload_posts == 2
    assert run.uploads == (2 if BEHAVIOURS[fault].stores else 1)
    assert run.gitlab.elsewhere == []


@pytest.mark.parametrize("fault", AT_CREATE)
def test_whoever_gives_up_has_filed_nothing_and_keeps_every_word(run: WithFile, fault: str) -> None:
    trouble = run.gitlab.fail(fault, on="upload")
    run.start(Person(persists=False))
    assert _sentence(fault) in run.said
    run.check_nothing_sent()
    trouble.release()
    run.start(Person(), timeout=PATIENT)
    run.check_filed_once()
    assert run.gitlab.creates == 1


@pytest.mark.parametrize("fault", AT_CREATE)
def test_a_program_killed_behind_the_upload_is_started_again_and_there_is_one(
    run: WithFile, fault: str
) -> None:
    trouble = run.gitlab.fail(fault, on="upload")
    run.start(Person(), killed_after_sending=True)
    run.check_nothing_sent()
    trouble.release()
    run.start(Person(), timeout=PATIENT)
    run.check_filed_once()
    assert run.gitlab.creates == 1


@pytest.mark.parametrize("when", ["begun", "half sent", "all up"])
def test_a_program_killed_while_its_file_goes_up_has_filed_nothing(
    run: WithFile, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    def killed(_talk: LineMode, step: GoingUp | None) -> None:
        moment = "all up" if step is None else "half sent" if step.sent else "begun"
        if moment == when:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(LineMode, "_going_up", killed)
        run.start(Person(), killed_after_sending=True)
    run.check_nothing_sent()
    run.start(Person())
    run.check_filed_once()
    assert run.gitlab.creates == 1
    # What was up and known stays up; it is not sent again.
    assert run.uploads == 1


@pytest.mark.parametrize("fault", AT_CREATE)
def test_whatever_becomes_of_the_issue_its_file_goes_up_once(run: WithFile, fault: str) -> None:
    trouble = run.gitlab.fail(fault, on="create")
    run.start(Person(persists=not fault.startswith("delay")))
    if fault.startswith("delay"):
        trouble.release()
        run.start(Person())
    run.check_filed_once()
    assert run.gitlab.creates == (1 if BEHAVIOURS[fault].stores else 2)
    assert run.uploads == run.upload_posts == 1


def test_a_file_that_is_gone_does_not_bar_sending_again_what_may_be_filed(run: WithFile) -> None:
    run.gitlab.fail("500-before-storing", on="create")
    run.start(Person(), killed_after_sending=True)
    Path(run.file.path).unlink()
    run.start(Person())
    run.check_filed_once()
    assert run.upload_posts == 1


def test_a_network_that_goes_before_the_upload_leaves_all_as_it_was(run: WithFile) -> None:
    run.gitlab.fail("refuse-connection-afterwards", on="user")
    run.start(Person(persists=False))
    assert "can't be reached" in run.said
    run.check_nothing_sent()
    run.gitlab.heal()
    run.start(Person())
    run.check_filed_once()
    assert run.upload_posts == 1


def test_every_fault_of_the_stand_in_is_tried_on_an_upload() -> None:
    assert set(AT_CREATE) | {REFUSE, "refuse-connection-afterwards", "stale-list"} == set(BEHAVIOURS)
