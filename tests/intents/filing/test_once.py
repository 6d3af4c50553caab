"""Filing exactly once: two copies of the program, a kill at any point, an answer that is lost."""

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from filing_scene import PATH, QUICK, REFERENCE, draft_of, filed_with, request_of, store_in, tracker_for
from gitlab_stand_in import FOREVER, StandIn

from intents.drafting.request import Request, Stage
from intents.errors import IntakeError
from intents.filing.once import Book, file_once, look_up_once
from intents.filing.tracker import Filed, NotReached, Receipt, Refused, Result, Unknown
from intents.keeping.requests import RequestStore

READY = request_of(stage=Stage.READY)


class Killed(BaseException):
    """Stands for a kill: nothing in the program catches it."""


class Dying:
    """Hands every call on, and dies before or after a chosen one."""

    def __init__(self, inner: Any, calls: list[str], at: int, *, after: bool) -> None:
        self._inner, self._calls, self._at, self._after = inner, calls, at, after

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found):
            return found

        def call(*given: Any, **named: Any) -> Any:
            self._calls.append(name)
            fatal = len(self._calls) == self._at
            if fatal and not self._after:
                raise Killed
            said = found(*given, **named)
            if fatal:
                raise Killed
            return said

        return call


def _started_again(gitlab: StandIn, folder: Path, *, wanted: bool = True) -> list[Request]:
    """What the next start does: look for what is unclear; then the person has it sent, and again if need be."""
    book, tracker = RequestStore(folder), tracker_for(gitlab)
    for request in book.unfinished():
        if request.stage is Stage.SENDING:
            look_up_once(tracker, book, request)
    for request in book.unfinished() if wanted else ():
        # After its looks, what is unclear is sent again on the person's word; it carries its sending then.
        file_once(tracker, book, replace(request, stage=Stage.READY), draft_of())
    return list(RequestStore(folder).unfinished())


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 14))
def test_a_kill_at_any_call_leaves_one_issue_and_every_word(
    gitlab: StandIn, tmp_path: Path, at: int, after: bool
) -> None:
    book = store_in(tmp_path)
    book.save(READY)
    calls: list[str] = []
    dying_book: Any = Dying(book, calls, at, after=after)
    dying_tracker: Any = Dying(tracker_for(gitlab), calls, at, after=after)
    try:
        file_once(dying_tracker, dying_book, READY, draft_of())
    except Killed:
        pass
    else:
        assert len(calls) < at
    known = {request.id: request for request in (*book.unfinished(), *book.done())}
    assert known[READY.id].messages == READY.messages
    assert _started_again(gitlab, book.folder) == []
    assert len(filed_with(gitlab, REFERENCE)) == 1
    done = RequestStore(book.folder).done()
    assert [(request.stage, request.receipt is not None) for request in done] == [(Stage.FILED, True)]


def test_the_calls_of_a_filing_come_in_this_order(gitlab: StandIn, tmp_path: Path) -> None:
    """Written down before it is sent, and cleared only after its end is on disk."""
    calls: list[str] = []
    book: Any = Dying(store_in(tmp_path), calls, 0, after=False)
    tracker: Any = Dying(tracker_for(gitlab), calls, 0, after=False)
    file_once(tracker, book, READY, draft_of())
    assert calls == [
        "claimed",
        "ended",
        "sending_of",
        "whoami",
        "find_project",
        "server_time",
        "began",
        "search",
        "note_sending",
        "save",
        "file",
        "save",
        "clear_sending",
    ]


def test_what_is_noted_before_sending_says_all_that_a_look_needs(gitlab: StandIn, tmp_path: Path) -> None:
    book = store_in(tmp_path)
    gitlab.fail("drop-after-storing", on="create")
    after, result = file_once(tracker_for(gitlab), book, READY, draft_of())
    assert isinstance(result, Unknown)
    noted = book.sending_of(READY.id)
    assert noted is not None
    assert noted == after.sending
    assert (noted.reference, noted.project, noted.author, noted.attempt) == (REFERENCE, PATH, "sam", 1)
    assert noted.project_id == str(gitlab.projects[PATH].id)
    assert noted.server_time is not None


def test_an_unclear_filing_is_found_and_nothing_more_is_sent(gitlab: StandIn, tmp_path: Path) -> None:
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    gitlab.fail("500-after-storing", on="create")
    after, _ = file_once(tracker, book, READY, draft_of())
    assert after.stage is Stage.SENDING
    done, found = look_up_once(tracker, book, after)
    assert isinstance(found, Receipt)
    assert (done.stage, book.sending_of(READY.id), book.unfinished()) == (Stage.FILED, None, ())
    _, again = file_once(tracker, book, after, draft_of())
    assert isinstance(again, Filed)
    assert gitlab.creates == 1


def test_a_second_press_finds_what_the_first_one_filed(gitlab: StandIn, tmp_path: Path) -> None:
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    _, first = file_once(tracker, book, READY, draft_of())
    _, second = file_once(tracker, book, READY, draft_of())
    assert isinstance(first, Filed)
    assert isinstance(second, Filed)
    assert first.receipt.url == second.receipt.url
    assert gitlab.creates == 1


def test_many_copies_at_once_file_one_issue(gitlab: StandIn, tmp_path: Path) -> None:
    store_in(tmp_path).save(READY)
    slow = gitlab.fail("delay-before-storing", on="create")
    results: list[Result] = []

    def copy() -> None:
        results.append(file_once(tracker_for(gitlab), store_in(tmp_path), READY, draft_of())[1])

    first = threading.Thread(target=copy)
    first.start()
    slow.wait_until_reached()
    others = [threading.Thread(target=copy) for _ in range(4)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert all(isinstance(result, Unknown) for result in results)
    slow.release()
    first.join()
    assert gitlab.creates == 1
    assert isinstance(results[-1], Filed)


def test_a_copy_that_remembers_an_older_attempt_looks_before_it_sends(
    gitlab: StandIn, tmp_path: Path
) -> None:
    """Both copies saw the first attempt fail; one sent again, and its answer was lost too."""
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    gitlab.fail("drop-before-storing", on="create")
    seen, _ = file_once(tracker, book, READY, draft_of())
    gitlab.fail("delay-before-storing", on="create")
    one = tracker_for(gitlab, timeout=QUICK)
    again = replace(seen, stage=Stage.READY)
    _, result = file_once(one, book, again, draft_of())
    assert isinstance(result, Unknown)
    assert gitlab.creates == 2
    _, other = file_once(tracker, store_in(tmp_path), again, draft_of())
    assert isinstance(other, Unknown)
    assert gitlab.creates == 2
    gitlab.heal()
    _, other = file_once(tracker, store_in(tmp_path), again, draft_of())
    assert isinstance(other, Filed)
    assert len(filed_with(gitlab, REFERENCE)) == 1


def test_it_is_looked_for_once_more_before_it_is_sent_again(gitlab: StandIn, tmp_path: Path) -> None:
    book = store_in(tmp_path)
    late = gitlab.fail("delay-before-storing", on="create")
    seen, _ = file_once(tracker_for(gitlab, timeout=QUICK), book, READY, draft_of())
    # The laptop slept; the first request got through after all, behind the last look.
    late.release()
    _, result = file_once(tracker_for(gitlab), book, replace(seen, stage=Stage.READY), draft_of())
    assert isinstance(result, Filed)
    assert gitlab.creates == 1


def test_it_is_sent_again_with_the_same_reference_only_on_the_persons_word(
    gitlab: StandIn, tmp_path: Path
) -> None:
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    gitlab.fail("reset-before-storing", on="create")
    seen, _ = file_once(tracker, book, READY, draft_of())
    # Without its sending in hand, the request does not know of the first attempt: no word was given.
    _, asked = file_once(tracker, book, READY, draft_of())
    assert isinstance(asked, Unknown)
    assert gitlab.creates == 1
    _, again = file_once(tracker, book, replace(seen, stage=Stage.READY), draft_of())
    assert isinstance(again, Filed)
    assert gitlab.creates == 2
    assert len(filed_with(gitlab, REFERENCE)) == 1


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda gitlab: gitlab.fail("401-expired", on="create"), "The token has expired."),
        (lambda gitlab: gitlab.fail("503-before-storing", on="project"), "has trouble of its own (503)"),
        (lambda gitlab: gitlab.fail("rate-limited", on="create"), "too many requests"),
        (lambda gitlab: gitlab.move_project(PATH, "group/new"), "has moved to group/new"),
    ],
)
def test_a_refused_second_attempt_does_not_make_the_first_one_forgotten(
    gitlab: StandIn, tmp_path: Path, spoil: Callable[[StandIn], object], sentence: str
) -> None:
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    gitlab.fail("drop-before-storing", on="create")
    seen, _ = file_once(tracker, book, READY, draft_of())
    noted = book.sending_of(READY.id)
    spoil(gitlab)
    after, result = file_once(tracker, book, replace(seen, stage=Stage.READY), draft_of())
    assert isinstance(result, Unknown)
    assert sentence in result.sentence
    assert book.sending_of(READY.id) == noted == after.sending
    assert after.stage is Stage.SENDING
    # The first one arrives after all, an hour late.
    gitlab.clock.advance(hours=1)
    gitlab.file("group/new" if "group/new" in gitlab.projects else PATH, "late", draft_of().description)
    _, found = look_up_once(tracker, book, after)
    assert isinstance(found, Receipt)


@pytest.mark.parametrize("fault", ["403", "404", "409-captcha", "413-html", "422", "rate-limited"])
def test_a_refused_filing_leaves_no_note_and_is_ready(gitlab: StandIn, tmp_path: Path, fault: str) -> None:
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    gitlab.fail(fault, on="create")
    after, result = file_once(tracker, book, READY, draft_of())
    assert isinstance(result, Refused)
    assert (after.stage, after.sending, book.sending_of(READY.id)) == (Stage.READY, None, None)
    assert book.unfinished() == (after,)
    _, again = file_once(tracker, book, after, draft_of())
    assert isinstance(again, Filed)


@pytest.mark.parametrize("call", ["user", "project"])
def test_what_fails_before_the_sending_notes_nothing(gitlab: StandIn, tmp_path: Path, call: str) -> None:
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    gitlab.fail("502-html-before-storing", on=call)
    _, result = file_once(tracker, book, READY, draft_of())
    assert isinstance(result, NotReached)
    assert book.sending_of(READY.id) is None
    assert gitlab.creates == 0


def test_a_moved_project_needs_a_word_and_is_filed_there_then(gitlab: StandIn, tmp_path: Path) -> None:
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    gitlab.move_project(PATH, "group/new")
    request, result = file_once(tracker, book, READY, draft_of())
    assert isinstance(result, Refused)
    assert result.project is not None
    assert (result.code, result.project.path) == ("moved", "group/new")
    assert gitlab.creates == 0
    _, agreed = file_once(
        tracker, book, replace(request, project="group/new"), draft_of(project=result.project.path)
    )
    assert isinstance(agreed, Filed)
    assert len(gitlab.issues("group/new")) == 1


class _Full:
    """A store on a full disk from the given save on."""

    def __init__(self, inner: RequestStore, good: int) -> None:
        self._inner, self._good = inner, good

    def save(self, request: Request) -> None:
        self._good -= 1
        if self._good < 0:
            raise IntakeError("Your words can't be kept: no space left on device.")
        self._inner.save(request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def test_nothing_is_sent_that_could_not_be_written_down(gitlab: StandIn, tmp_path: Path) -> None:
    book = store_in(tmp_path)
    full: Any = _Full(book, 0)
    _, result = file_once(tracker_for(gitlab), full, READY, draft_of())
    assert isinstance(result, Refused)
    assert (result.code, gitlab.creates, book.sending_of(READY.id)) == ("not_kept", 0, None)


def test_a_receipt_that_cannot_be_written_down_is_found_again_at_the_next_start(
    gitlab: StandIn, tmp_path: Path
) -> None:
    book = store_in(tmp_path)
    book.save(READY)
    full: Any = _Full(book, 1)
    _, result = file_once(tracker_for(gitlab), full, READY, draft_of())
    assert isinstance(result, Filed)
    (kept,) = RequestStore(book.folder).unfinished()
    assert kept.stage is Stage.SENDING
    assert _started_again(gitlab, book.folder) == []
    assert gitlab.creates == 1


def test_with_consent_it_is_sent_from_a_place_where_nothing_can_be_kept(
    gitlab: StandIn, tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file in the folder's place")
    _, result = file_once(tracker_for(gitlab), store_in(tmp_path), READY, draft_of(), unkept=True)
    assert isinstance(result, Filed)


def test_what_was_sent_without_being_kept_is_not_sent_again_from_an_older_draft(
    gitlab: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_in(tmp_path).save(READY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("intents.keeping.requests.write_whole", full)
        _, first = file_once(tracker_for(gitlab), store_in(tmp_path), READY, draft_of(), unkept=True)
    again, second = file_once(tracker_for(gitlab), store_in(tmp_path), READY, draft_of())
    assert isinstance(first, Filed)
    assert isinstance(second, Filed)
    assert (second.receipt.url, again.stage, gitlab.creates) == (first.receipt.url, Stage.FILED, 1)


def test_a_draft_that_was_filed_from_another_machine_is_not_filed_again(
    gitlab: StandIn, tmp_path: Path
) -> None:
    for machine in ("one", "two"):
        book = store_in(tmp_path / machine)
        _, result = file_once(tracker_for(gitlab), book, READY, draft_of())
        assert isinstance(result, Filed)
        assert [request.stage for request in book.done()] == [Stage.FILED]
    assert gitlab.creates == 1


def test_a_filing_is_found_though_the_noted_time_is_wrong_by_hours(gitlab: StandIn, tmp_path: Path) -> None:
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    book.save(READY)
    gitlab.fail("drop-after-storing", on="create")
    after, _ = file_once(tracker, book, READY, draft_of())
    assert after.sending is not None
    assert after.sending.server_time is not None
    ahead = replace(after.sending, server_time=after.sending.server_time + timedelta(hours=5))
    book.note_sending(READY.id, ahead)
    book.save(replace(after, sending=ahead))
    _, found = look_up_once(tracker, book, book.load(READY.id))
    assert isinstance(found, Receipt)


def test_what_this_run_began_is_sent_without_a_search(gitlab: StandIn, tmp_path: Path) -> None:
    book = store_in(tmp_path)
    book.save(READY)
    file_once(tracker_for(gitlab), book, READY, draft_of())
    assert [request.call for request in gitlab.requests] == ["user", "project", "create"]


@pytest.mark.parametrize("fault", ["500-before-storing", "rate-limited", "garbled-answer"])
def test_a_search_that_cannot_be_made_does_not_stop_a_filing(
    gitlab: StandIn, tmp_path: Path, fault: str
) -> None:
    gitlab.fail(fault, on="list", times=FOREVER)
    _, result = file_once(tracker_for(gitlab), store_in(tmp_path), READY, draft_of())
    assert isinstance(result, Filed)


def test_a_look_that_cannot_be_made_leaves_it_open_and_says_why(gitlab: StandIn, tmp_path: Path) -> None:
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    gitlab.fail("drop-after-storing", on="create")
    after, _ = file_once(tracker, book, READY, draft_of())
    gitlab.fail("refuse-connection")
    _, found = look_up_once(tracker, book, after)
    assert isinstance(found, NotReached)
    still, result = file_once(tracker, book, replace(after, stage=Stage.READY), draft_of())
    assert isinstance(result, Unknown)
    assert "can't be reached" in result.sentence
    assert still.stage is Stage.SENDING
    gitlab.heal()
    assert isinstance(look_up_once(tracker, book, still)[1], Receipt)


def test_a_look_knows_what_another_copy_found(gitlab: StandIn, tmp_path: Path) -> None:
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    gitlab.fail("drop-after-storing", on="create")
    after, _ = file_once(tracker, book, READY, draft_of())
    look_up_once(tracker, store_in(tmp_path), after)
    gitlab.fail("refuse-connection")
    assert isinstance(look_up_once(tracker, book, after)[1], Receipt)


def test_a_draft_without_its_reference_is_never_sent(gitlab: StandIn, tmp_path: Path) -> None:
    for draft in (draft_of(reference=""), draft_of(description="Words.")):
        with pytest.raises(ValueError, match="reference"):
            file_once(tracker_for(gitlab), store_in(tmp_path), READY, draft)
    assert gitlab.requests == []


HOLDS_A_CLAIM = """
import sys
from pathlib import Path
from intents.keeping.requests import RequestStore
with RequestStore(Path(sys.argv[1])).claimed("abc234") as mine:
    print(mine, flush=True)
    sys.stdin.read()
"""


def test_a_claim_bars_other_programs_and_ends_with_its_owner_however_that_ends(tmp_path: Path) -> None:
    book: Book = store_in(tmp_path)
    book.save(READY)
    root = str(Path(__file__).parents[3])
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS_A_CLAIM, str(tmp_path / "data")],
        env={"PYTHONPATH": root},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "True\n"
        with book.claimed(READY.id) as mine:
            assert not mine
        owner.kill()
        owner.wait()
        with book.claimed(READY.id) as mine:
            assert mine


def test_many_threads_never_hold_one_claim_together(tmp_path: Path) -> None:
    """A lock file that is taken away at the end of a claim must not let in two who had waited for it."""
    book = store_in(tmp_path)
    book.save(READY)
    inside: list[int] = []
    together: list[int] = []

    def work(number: int) -> None:
        for _ in range(150):
            with book.claimed(READY.id) as mine:
                if not mine:
                    continue
                inside.append(number)
                if inside != [number]:
                    together.append(number)
                inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    pace = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(pace)
    assert together == []


def test_an_empty_or_old_lock_file_bars_nobody(tmp_path: Path) -> None:
    book = store_in(tmp_path)
    book.save(READY)
    (book.drafts / f"{READY.id}.lock").write_text("")
    with book.claimed(READY.id) as mine:
        assert mine
    (book.drafts / f"{READY.id}.lock").write_text("1")
    with book.claimed(READY.id) as mine:
        assert mine


def test_a_standing_fault_never_makes_a_second_copy(gitlab: StandIn, tmp_path: Path) -> None:
    book, tracker = store_in(tmp_path), tracker_for(gitlab)
    gitlab.fail("502-after-storing", on="create", times=FOREVER)
    request = READY
    for _ in range(4):
        after, _ = file_once(tracker, book, replace(request, stage=Stage.READY), draft_of())
        request = after
    assert request.stage is Stage.FILED
    assert gitlab.creates == 1
