"""Each fault at each moment of a filing, for a person who persists, who gives up, and whose program is killed.

The whole program but its screen takes part: the talk in line mode, the store on disk, python-gitlab, a server. Whatever
happens: at most one issue; exactly one where the person persisted; no word lost; the sentence shown is the right one.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from gitlab_stand_in import BEHAVIOURS, StandIn

from intents.answering.answer import Answer
from intents.catalogue.model import Catalogue, IntentId
from intents.catalogue.reader import read_catalogue
from intents.drafting.draft import Draft
from intents.drafting.request import Request, Stage
from intents.filing.gitlab_tracker import GitLabTracker
from intents.filing.local_files import look_at
from intents.filing.tracker import Result
from intents.keeping.requests import RequestStore
from intents.talk.desk import Connection, Link
from intents.talk.events import Exported, Stamp
from intents.talk.showing import prompt_for
from intents.talk.states import Done, Failed, Opening, Reviewing, Unclear, Waiting
from intents.talk.submitting import WAITS_AT_MOST
from tui.line_mode import LineMode
from tui.services import Services
from tui.uploads import Uploads
from tui.wiring import Templates, filing, looking_up

PROJECT = "library/orders"
WORDS = "Please order The Waves – 波"
REFERENCE = "gi7f3a9c2e41b8d6055aa1c0ff"
REQUEST = Request(
    id="abc234",
    reference=REFERENCE,
    messages=(WORDS,),
    intent=IntentId("order"),
    answers=MappingProxyType({"form": Answer(values=("paper",)), "title": Answer(values=("The Waves",))}),
    started=datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
)
TIMEOUT = (2.0, 0.15)
"""Seconds: short, since each held request is waited for. Every other answer is on its way at once."""
PATIENT = (5.0, 10.0)
LINES_AT_MOST = 40


class Killed(BaseException):
    """The program is gone between one line of it and the next."""


@cache
def _catalogue() -> Catalogue:
    return read_catalogue(Path(__file__).parent / "catalogues" / "good.yaml")


@dataclass(kw_only=True)
class Person:
    """Goes on with the kept request, files it, and then does what kind of person they are does."""

    persists: bool = True
    talk: LineMode | None = None
    tried: int = 0
    seen: set[type] = field(default_factory=set)

    def lines(self) -> Iterator[str]:
        """A line for each prompt, until there is nothing more to do."""
        for _ in range(LINES_AT_MOST):
            wanted = self._wanted()
            if wanted is None:
                return
            assert self.talk is not None
            options = prompt_for(self.talk.state, self.talk.desk, _stamp().today).options
            ids = [option.id for option in options]
            chosen = next((option for option in wanted if option in ids), None)
            assert chosen is not None, (self.talk.state, ids)
            yield f"{ids.index(chosen) + 1}\n"
        raise AssertionError("the talk went round in circles")

    def wait(self, _seconds: float) -> None:
        """No time goes by. Whoever gives up stops a wait that the server asks for."""
        assert self.talk is not None
        if isinstance(self.talk.state, Waiting):
            self.seen.add(Waiting)
            if not self.persists:
                raise KeyboardInterrupt

    def _wanted(self) -> tuple[str, ...] | None:
        assert self.talk is not None
        state = self.talk.state
        self.seen.add(type(state))
        match state:
            case Opening() if not self.tried and any(kept.id == REQUEST.id for kept in self.talk.desk.kept):
                self.tried += 1
                return (f"send:{REQUEST.id}", f"resume:{REQUEST.id}")
            case Reviewing():
                return ("file",)
            case Failed():
                return ("move", "again") if self.persists else ("later",)
            case Unclear():
                return ("again", "look") if self.persists else ("later",)
            case Opening() | Done():
                return None
            case _:
                raise AssertionError(f"nobody thought of {state}")


class Run:
    """One start of the program after another, on one disk, against one server."""

    def __init__(self, gitlab: StandIn, folder: Path) -> None:
        self.gitlab = gitlab
        self.folder = folder
        self.said = ""
        self._began = self.store()
        self._began.save(REQUEST)
        self._starts = 0

    def store(self) -> RequestStore:
        return RequestStore(self.folder)

    def start(
        self, person: Person, *, timeout: tuple[float, float] = TIMEOUT, killed_after_sending: bool = False
    ) -> None:
        """One whole run of the program."""
        tracker: Any = _Ready(GitLabTracker(self.gitlab.url, self.gitlab.token, timeout=timeout))
        # The first start is the one in which the words were said.
        store = self.store() if self._starts else self._began
        self._starts += 1
        uploads = Uploads()
        send = filing(tracker, store, uploads)

        def file(request: Request, draft: Draft, unkept: bool) -> tuple[Request, Result]:
            outcome = send(request, draft, unkept)
            if killed_after_sending:
                raise Killed
            return outcome

        out = io.StringIO()
        talk = LineMode(
            Services(
                catalogue=_catalogue(),
                read=_nobody_reads,
                connection=Connection(link=Link.GITLAB, name="gitlab.example.com"),
                store=store,
                file=file,
                look_up=looking_up(tracker, store),
                read_template=Templates(tracker).read,
                stamp=_stamp,
                export=lambda _draft: Exported(path=""),
                look=look_at,
                uploads=uploads,
            ),
            lines=person.lines(),
            out=out,
            wait=person.wait,
        )
        person.talk = talk
        try:
            talk.run()
        except Killed:
            assert killed_after_sending
        self.said += out.getvalue()

    @property
    def filed(self) -> int:
        return sum(REFERENCE in issue.description for issue in self.gitlab.issues(PROJECT))

    def check_words(self) -> None:
        """Every word is on disk, in the draft or in what became of it."""
        store = self.store()
        kept = [r for r in (*store.unfinished(), *store.done()) if r.id == REQUEST.id]
        assert len(kept) == 1
        assert kept[0].messages == REQUEST.messages
        assert kept[0].answers == REQUEST.answers
        assert store.warnings() == ()

    def check_filed_once(self) -> None:
        """One issue, the words in it, and the program knows of it."""
        self.check_words()
        (issue,) = self.gitlab.issues(PROJECT)
        assert "The Waves" in issue.description
        assert self.store().unfinished() == ()
        (done,) = self.store().done()
        assert done.stage is Stage.FILED
        assert done.receipt is not None
        assert done.receipt.iid == issue.iid


class _Ready:
    """A tracker that is there already."""

    def __init__(self, tracker: GitLabTracker) -> None:
        self._tracker = tracker

    def get(self) -> GitLabTracker:
        return self._tracker


def _nobody_reads(_messages: tuple[str, ...]) -> Any:
    raise AssertionError("the request is known; nothing is to be understood")


def _stamp() -> Stamp:
    return Stamp(now=datetime.now(UTC), id="zzz999", reference="gi000000000000000000000000")


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    with StandIn.for_projects(
        [PROJECT], labels=["order", "Shelf::Any"], templates={"Order": "## Book\n\n/label ~order\n"}
    ) as gitlab:
        yield Run(gitlab, tmp_path)


FOUND = "Found it: it was filed after all."
UNCLEAR = "It may or may not be filed."
NOT_REACHED = "can't be reached"
SENTENCES = {
    "400-title": "GitLab refused it (400): title ",
    "400-confidential": "GitLab refused it (400): confidential is invalid.",
    "400-issue-type": "GitLab refused it (400): issue_type ",
    "400-spam": "GitLab took this for spam and threw it away.",
    "401-expired": "The token has expired.",
    "401-revoked": "The token was revoked.",
    "401": "GitLab does not accept the token.",
    "403-insufficient-scope": "The token may read, but not file issues.",
    "403": "You may not file issues in ",
    "404": "does not exist, or it is private and you are no member.",
    "405-moved": "has moved and takes nothing under its old name.",
    "409-captcha": "GitLab takes this for spam and wants a captcha",
    "409-duplicate": "GitLab refused it (409): Duplicated issue.",
    "413": "The text or a file is too large for the server.",
    "422": "GitLab refused it (422): Epic cannot be assigned to this issue.",
    "rate-limited": "GitLab got too many requests from you or your network.",
}
WHEN_SENT = {
    "delay": "did not answer in time after it was sent. " + UNCLEAR,
    "drop": "broke off after it was sent. " + UNCLEAR,
    "reset": "broke off after it was sent. " + UNCLEAR,
    "half-answer": "broke off after it was sent. " + UNCLEAR,
    "garbled-answer": "GitLab's answer could not be read. " + UNCLEAR,
    "empty-answer": "GitLab's answer could not be read. " + UNCLEAR,
    "captive-portal": "GitLab's answer could not be read. " + UNCLEAR,
    "redirect-elsewhere": "answered with a redirect (302), which is not followed. " + UNCLEAR,
    "50": "GitLab answered with an error (50",
    "52": "GitLab answered with an error (52",
    **SENTENCES,
}
WHEN_READ = {
    "delay": "does not answer.",
    "garbled-answer": "What answered is not GitLab at ",
    "empty-answer": "What answered is not GitLab at ",
    "captive-portal": "What answered is not GitLab at ",
    "redirect-elsewhere": "sends requests to 127.0.0",
    "50": "has trouble of its own (50",
    "52": "has trouble of its own (52",
    **SENTENCES,
}
FORGIVEN = ("drop", "reset", "half-answer")
"""A reading call whose connection breaks is made once more by itself; nobody learns of it."""


def _sentence(table: dict[str, str], fault: str) -> str:
    found = [sentence for name, sentence in table.items() if fault.startswith(name)]
    assert found, f"no sentence is expected of {fault}"
    return found[0]


REFUSE = "refuse-connection"
STANDING = {REFUSE, "refuse-connection-afterwards", "stale-list"}
AT_CREATE = sorted(set(BEHAVIOURS) - STANDING)
AT_READING = [name for name in AT_CREATE if not name.endswith("after-storing") and "html" not in name]


def _is_refusal(fault: str) -> bool:
    return fault[0] == "4" or fault.startswith("rate")


def _is_found_at_once(fault: str) -> bool:
    """It was stored by the time of the first look."""
    return BEHAVIOURS[fault].stores and fault != "delay-before-storing"


# The POST


@pytest.mark.parametrize("fault", AT_CREATE)
def test_whoever_persists_gets_one_issue(run: Run, fault: str) -> None:
    trouble = run.gitlab.fail(fault, on="create")
    person = _through(run, trouble, fault)
    assert trouble.hits == 1
    if _is_found_at_once(fault):
        assert FOUND in run.said
        assert person.seen & {Failed, Unclear} == set()
    else:
        assert _sentence(WHEN_SENT, fault) in run.said
        stopped_at = Waiting if fault.startswith("rate") else Failed if _is_refusal(fault) else Unclear
        assert person.seen & {Waiting, Failed, Unclear} == {stopped_at}
    assert run.gitlab.creates == (1 if BEHAVIOURS[fault].stores else 2)
    run.check_filed_once()
    assert run.gitlab.elsewhere == []


def _through(run: Run, trouble: Any, fault: str) -> Person:
    """The person persists. A request that is held goes through behind the program's back before the next start."""
    person = Person(persists=not fault.startswith("delay"))
    run.start(person)
    if fault.startswith("delay"):
        run.check_words()
        trouble.release()
        run.start(Person())
    return person


@pytest.mark.parametrize("fault", AT_CREATE)
def test_whoever_gives_up_keeps_every_word_and_never_gets_two(run: Run, fault: str) -> None:
    trouble = run.gitlab.fail(fault, on="create")
    run.start(Person(persists=False))
    assert (FOUND if _is_found_at_once(fault) else _sentence(WHEN_SENT, fault)) in run.said
    assert run.gitlab.creates == 1
    run.check_words()
    assert run.filed <= 1
    trouble.release()
    run.start(Person(), timeout=PATIENT)
    run.check_filed_once()


@pytest.mark.parametrize("fault", AT_CREATE)
def test_a_program_killed_behind_the_sending_is_started_again_and_there_is_one(run: Run, fault: str) -> None:
    trouble = run.gitlab.fail(fault, on="create")
    run.start(Person(), killed_after_sending=True)
    assert run.gitlab.creates == 1
    run.check_words()
    trouble.release()
    run.start(Person(), timeout=PATIENT)
    run.check_filed_once()


def test_a_program_killed_behind_a_filing_without_a_fault_says_so_at_its_next_start(run: Run) -> None:
    run.start(Person(), killed_after_sending=True)
    run.start(Person())
    run.check_filed_once()
    assert run.gitlab.creates == 1


@pytest.mark.parametrize("moment", ["project", "create"])
def test_a_refused_connection_is_not_reached_and_filed_when_it_is_back(run: Run, moment: str) -> None:
    run.gitlab.fail("refuse-connection-afterwards", on="template" if moment == "project" else "project")
    run.start(Person(persists=False))
    assert NOT_REACHED in run.said
    assert run.filed == run.gitlab.creates == 0
    run.check_words()
    run.gitlab.heal()
    run.start(Person())
    run.check_filed_once()


def test_a_network_that_goes_with_the_answer_leaves_a_filing_that_is_found_later(run: Run) -> None:
    run.gitlab.fail("drop-after-storing", on="create")
    run.start(Person(), killed_after_sending=True)
    run.gitlab.fail(REFUSE)
    run.start(Person(persists=False))
    assert "It can't be looked for" in run.said
    run.check_words()
    run.gitlab.heal()
    run.start(Person())
    run.check_filed_once()
    assert run.gitlab.creates == 1


WAITS = {"rate-limited": 7, "rate-limited-until": 7, "rate-limited-text": 7, "rate-limited-no-header": 60}
"""Seconds that each form of too many requests asks for."""


@pytest.mark.parametrize("fault", WAITS)
def test_too_many_requests_are_waited_for_and_filed_by_itself(run: Run, fault: str) -> None:
    run.gitlab.fail(fault, on="create", times=2)
    person = Person()
    run.start(person)
    said = f"It is filed in {WAITS[fault]} seconds by itself. Ctrl+C stops that; it is kept."
    assert run.said.count(said) == 2
    assert run.said.count("GitLab got too many requests") == 1
    assert Failed not in person.seen
    assert run.gitlab.creates == 3
    run.check_filed_once()


def test_after_some_waits_in_a_row_the_person_is_asked(run: Run) -> None:
    run.gitlab.fail("rate-limited", on="create", times=WAITS_AT_MOST + 1)
    person = Person()
    run.start(person)
    assert Failed in person.seen
    run.check_filed_once()


def test_after_a_lost_answer_too_many_requests_are_the_persons_choice(run: Run) -> None:
    run.gitlab.fail("drop-before-storing", on="create")
    run.gitlab.fail("rate-limited", on="create")
    person = Person()
    run.start(person)
    assert Waiting not in person.seen, "what may be filed already is never sent by itself"
    run.check_filed_once()


# Before the POST


@pytest.mark.parametrize("moment", ["user", "project"])
@pytest.mark.parametrize("fault", AT_READING)
def test_a_fault_before_the_sending_sends_nothing(run: Run, fault: str, moment: str) -> None:
    # The project is read for its template too, ahead of the filing: the second time is the filing's own.
    if moment == "project":
        _after_the_template(run, lambda: run.gitlab.fail(fault, on=moment))
    else:
        run.gitlab.fail(fault, on=moment)
    person = Person(persists=False)
    run.start(person)
    assert run.gitlab.elsewhere == []
    if fault.startswith(FORGIVEN):
        run.check_filed_once()
        return
    assert _sentence(WHEN_READ, fault) in run.said
    assert Failed in person.seen
    assert run.filed == run.gitlab.creates == 0
    run.check_words()
    run.gitlab.heal()
    run.start(Person())
    run.check_filed_once()
    assert run.gitlab.creates == 1


def _after_the_template(run: Run, act: Callable[[], object]) -> None:
    """Do it once the draft is shown."""
    from dataclasses import replace

    store = run.store()
    store.save(replace(store.load(REQUEST.id), template="## Book\n"))
    act()


@pytest.mark.parametrize("fault", [*AT_READING, "404-template"])
def test_a_template_that_cannot_be_read_never_stops_a_filing(run: Run, fault: str) -> None:
    run.gitlab.fail(fault, on="template")
    run.start(Person())
    run.check_filed_once()
    assert run.gitlab.creates == 1


@pytest.mark.parametrize("persists", [True, False])
def test_a_moved_project_is_filed_in_on_the_persons_word(run: Run, persists: bool) -> None:
    run.gitlab.move_project(PROJECT, "library/new-orders")
    run.start(Person(persists=persists))
    assert f"{PROJECT} has moved to library/new-orders." in run.said
    assert run.gitlab.creates == (1 if persists else 0)
    assert len(run.gitlab.issues("library/new-orders")) == (1 if persists else 0)
    run.check_words()


# The look


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "not stored"])
@pytest.mark.parametrize("fault", AT_READING)
def test_a_fault_while_it_is_looked_for_never_makes_a_second_issue(
    run: Run, fault: str, stored: bool
) -> None:
    run.gitlab.fail("drop-after-storing" if stored else "drop-before-storing", on="create")
    trouble = run.gitlab.fail(fault, on="list")
    person = Person(persists=not fault.startswith("delay"))
    run.start(person)
    assert Unclear in person.seen or fault.startswith(FORGIVEN)
    if not fault.startswith(FORGIVEN):
        assert "It can't be looked for: " in run.said
        assert _sentence(WHEN_READ, fault) in run.said
    if fault.startswith("delay"):
        trouble.release()
        run.start(Person(), timeout=PATIENT)
    run.check_filed_once()
    assert run.gitlab.creates == (1 if stored else 2)


@pytest.mark.parametrize("stale", [1, 2, 3])
def test_lists_that_lag_behind_are_waited_for(run: Run, stale: int) -> None:
    run.gitlab.fail("drop-after-storing", on="create")
    run.gitlab.fail("stale-list", on="list", times=stale)
    run.start(Person())
    run.check_filed_once()
    assert run.gitlab.creates == 1


def test_lists_that_lag_behind_all_looks_still_end_in_one_issue(run: Run) -> None:
    """Sending again looks once more before it sends."""
    run.gitlab.fail("drop-after-storing", on="create")
    run.gitlab.fail("stale-list", on="list", times=4)
    run.start(Person())
    run.check_filed_once()
    assert run.gitlab.creates == 1


def test_every_fault_of_the_stand_in_is_in_this_matrix() -> None:
    assert set(AT_CREATE) | STANDING == set(BEHAVIOURS)
    assert len(AT_CREATE) > 50
    assert len(AT_READING) > 30
