"""The store keeps a person's words whatever happens to it, and says what is wrong once."""

import os
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents.drafting.request import Request, Stage
from intents.filing.tracker import Receipt, Sending
from intents.keeping.record import FORMAT, to_json
from intents.keeping.requests import KeepingError, RequestStore

REQUEST = Request(id="abc234", reference="gi7f3a9c2e41b8d6055aa1c0ff", messages=("Broken view",))
RECEIPT = Receipt(project="g/p", iid=7, url="https://gitlab.example.com/g/p/-/issues/7", reference="g/p#7")
SENDING = Sending(
    reference=REQUEST.reference,
    project_id="4",
    project="g/p",
    server_time=datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
    author="sam",
)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_saved_is_there_for_the_next_start(store: RequestStore) -> None:
    store.save(REQUEST)
    assert RequestStore(store.folder).load("abc234") == REQUEST
    assert RequestStore(store.folder).unfinished() == (REQUEST,)


def test_a_draft_is_one_file_that_only_its_owner_can_read(store: RequestStore) -> None:
    store.save(REQUEST)
    store.note_sending(REQUEST.id, SENDING)
    assert _names(store.drafts) == ["abc234.json", "abc234.sent"]
    assert [_mode(path) for path in store.drafts.iterdir()] == [0o600, 0o600]
    assert [_mode(store.folder), _mode(store.drafts)] == [0o700, 0o700]


def test_the_latest_comes_first(store: RequestStore) -> None:
    for number, name in enumerate(["aaaa", "bbbb", "cccc"]):
        store.save(replace(REQUEST, id=name, changed=NOW + timedelta(hours=[1, 3, 2][number])))
    store.save(replace(REQUEST, id="dddd"))
    assert [request.id for request in store.unfinished()] == ["bbbb", "cccc", "aaaa", "dddd"]


@pytest.mark.parametrize("stage", [Stage.FILED, Stage.ANSWERED])
def test_what_ended_moves_away_from_the_drafts(store: RequestStore, stage: Stage) -> None:
    store.save(REQUEST)
    ended = replace(REQUEST, stage=stage, receipt=RECEIPT if stage is Stage.FILED else None)
    store.save(ended)
    assert (store.unfinished(), store.done(), store.ended("abc234")) == ((), (ended,), ended)
    assert store.load("abc234") == ended


def test_an_end_that_cannot_be_written_leaves_the_draft(store: RequestStore) -> None:
    store.save(REQUEST)
    (store.folder / "done").write_text("a file in the folder's place")
    with pytest.raises(KeepingError):
        store.save(replace(REQUEST, stage=Stage.FILED, receipt=RECEIPT))
    assert store.load("abc234") == REQUEST


def test_a_late_save_of_another_copy_does_not_bring_a_filed_request_back(store: RequestStore) -> None:
    store.save(replace(REQUEST, stage=Stage.FILED, receipt=RECEIPT))
    store.save(replace(REQUEST, typing="half a sent"))
    assert store.unfinished() == ()
    assert "half a sent" in (store.drafts / "abc234.json").read_text()


def test_an_answer_without_an_issue_can_be_gone_on_from(store: RequestStore) -> None:
    store.save(replace(REQUEST, stage=Stage.ANSWERED))
    store.save(REQUEST)
    assert store.unfinished() == (REQUEST,)


# The note of sending


def test_a_note_tells_more_than_an_older_record(store: RequestStore) -> None:
    store.save(REQUEST)
    store.note_sending(REQUEST.id, SENDING)
    marked = replace(REQUEST, stage=Stage.SENDING, sending=SENDING)
    assert RequestStore(store.folder).load("abc234") == marked
    assert RequestStore(store.folder).unfinished() == (marked,)
    store.save(replace(REQUEST, typing="another copy"))
    assert store.load("abc234").stage is Stage.SENDING
    store.clear_sending(REQUEST.id)
    assert store.load("abc234").stage is Stage.OPEN
    assert store.sending_of(REQUEST.id) is None


def test_a_damaged_note_is_made_good_by_the_record(store: RequestStore) -> None:
    store.save(replace(REQUEST, stage=Stage.SENDING, sending=SENDING))
    store.note_sending(REQUEST.id, SENDING)
    (store.drafts / "abc234.sent").write_text('{"format": 1, "refe')
    assert store.sending_of(REQUEST.id) == SENDING


def test_a_store_knows_what_it_was_first_to_keep(store: RequestStore) -> None:
    store.save(REQUEST)
    store.save(replace(REQUEST, typing="more"))
    later = RequestStore(store.folder)
    later.save(REQUEST)
    assert (store.began(REQUEST.id), later.began(REQUEST.id)) == (True, False)


def test_a_claim_bars_others_where_nothing_was_ever_kept(tmp_path: Path) -> None:
    first, second = (RequestStore(tmp_path / "never" / "used") for _ in range(2))
    with first.claimed(REQUEST.id) as mine, second.claimed(REQUEST.id) as other:
        assert (mine, other) == (True, False)


def test_a_note_without_a_draft_is_no_draft(store: RequestStore) -> None:
    store.note_sending(REQUEST.id, SENDING)
    assert store.unfinished() == ()
    assert store.warnings() == ()


# Broken, newer and strange files


@pytest.mark.parametrize(
    "content", [b"", b"{", to_json(REQUEST).encode()[:-40], b"\xff\xfe\x00", b"[]", b"null\n" * 3]
)
def test_a_broken_draft_is_set_aside_and_told_of_once(store: RequestStore, content: bytes) -> None:
    store.save(replace(REQUEST, id="good"))
    (store.drafts / "abc234.json").write_bytes(content)
    assert [request.id for request in store.unfinished()] == ["good"]
    (warning,) = store.warnings()
    assert warning.startswith("The draft abc234 can't be read: ")
    assert warning.endswith(f"It was set aside as “{store.drafts / 'abc234.broken-1'}”.")
    assert store.unfinished() != ()
    assert store.warnings() == ()
    assert (store.drafts / "abc234.broken-1").read_bytes() == content


def test_a_broken_draft_that_may_be_filed_is_called_so(store: RequestStore) -> None:
    store.save(replace(REQUEST, stage=Stage.SENDING, sending=SENDING))
    store.note_sending(REQUEST.id, SENDING)
    (store.drafts / "abc234.json").write_text("{")
    assert store.unfinished() == ()
    (warning,) = store.warnings()
    assert f"It was sent and may be filed: search {SENDING.project} for {SENDING.reference}." in warning


def test_a_second_broken_draft_does_not_cover_the_first(store: RequestStore) -> None:
    store.save(REQUEST)
    for content in (b"one", b"two"):
        (store.drafts / "abc234.json").write_bytes(content)
        store.unfinished()
    assert (store.drafts / "abc234.broken-1").read_bytes() == b"one"
    assert (store.drafts / "abc234.broken-2").read_bytes() == b"two"


def test_a_draft_of_a_newer_version_is_told_of_and_left_alone(store: RequestStore) -> None:
    store.save(REQUEST)
    path = store.drafts / "abc234.json"
    newer = path.read_text().replace(f'"format": {FORMAT}', f'"format": {FORMAT + 1}')
    path.write_text(newer)
    assert store.unfinished() == ()
    (warning,) = store.warnings()
    assert warning == (
        f"The draft abc234 was written by a newer version of the program: it has format {FORMAT + 1}; this version"
        f" knows {FORMAT}. Update the program to go on with it; the file is left as it is."
    )
    assert path.read_text() == newer


def test_other_files_are_no_drafts(store: RequestStore) -> None:
    store.save(REQUEST)
    for name in ("notes.txt", ".hidden.json", ".abc234.json.12ab.new", "abc234.lock"):
        (store.drafts / name).write_text("x")
    (store.drafts / "folder.json").mkdir()
    assert store.unfinished() == (REQUEST,)


def test_what_a_kill_left_half_written_goes_once_a_later_save_is_whole(store: RequestStore) -> None:
    store.save(REQUEST)
    old, fresh = (store.drafts / f".abc234.json.{name}.new" for name in ("0ld", "fresh"))
    lone = store.drafts / ".other.json.x.new"
    for path in (old, fresh, lone):
        path.write_text("half a dra")
    before = (store.drafts / "abc234.json").stat().st_mtime - 3600
    for path in (old, lone):
        os.utime(path, (before, before))
    store.unfinished()
    assert (old.exists(), fresh.exists(), lone.exists()) == (False, True, True)


# Ids


@pytest.mark.parametrize(
    "name",
    [
        "../abc234",
        "abc/234",
        "..",
        "",
        "a",
        "ABC-234",
        "abc234.json",
        "a" * 41,
        "abc\n",
        "äbcd",
        "/etc/passwd",
    ],
)
def test_nothing_but_our_own_form_of_an_id_becomes_a_file_name(store: RequestStore, name: str) -> None:
    with pytest.raises(KeepingError, match="no id of a draft"):
        store.save(replace(REQUEST, id=name))
    with pytest.raises(KeepingError):
        store.note_sending(name, SENDING)
    assert store.sending_of(name) is None
    assert not store.folder.exists() or _names(store.folder) == []


@given(st.text(max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_typed_id_is_found_or_refused_in_a_sentence(store: RequestStore, name: str) -> None:
    store.save(REQUEST)
    try:
        assert store.load(name) == REQUEST
    except KeepingError as error:
        said = str(error)
    else:
        said = ""
    assert "\n" not in said


def test_the_beginning_of_an_id_is_enough_when_it_fits_one_only(store: RequestStore) -> None:
    for name in ("abc234", "abd777"):
        store.save(replace(REQUEST, id=name))
    assert store.load("abc").id == "abc234"
    assert store.load(" ABD7 ").id == "abd777"
    with pytest.raises(KeepingError, match="fits several drafts: abc234, abd777"):
        store.load("ab")
    with pytest.raises(KeepingError, match="There is no draft 'xyz'"):
        store.load("xyz")


# Throwing away


def test_what_is_discarded_can_be_had_back(store: RequestStore) -> None:
    store.save(REQUEST)
    store.forget("abc234")
    assert store.unfinished() == ()
    assert (store.folder / "discarded" / "abc234.json").is_file()
    assert store.restore("abc234") == REQUEST
    assert store.unfinished() == (REQUEST,)


def test_what_is_not_there_cannot_be_discarded_or_had_back(store: RequestStore) -> None:
    store.save(replace(REQUEST, stage=Stage.FILED, receipt=RECEIPT))
    for act in (store.forget, store.restore):
        with pytest.raises(KeepingError, match="There is no draft"):
            act("abc234")


# The folder


def test_a_store_that_was_never_used_is_empty_and_makes_nothing(store: RequestStore) -> None:
    assert (store.unfinished(), store.done(), store.warnings()) == ((), (), ())
    assert store.ended("abc234") is None
    assert not store.folder.exists()


def test_a_file_in_the_folders_place_is_told_of_and_left_alone(store: RequestStore) -> None:
    store.folder.write_text("mine")
    assert store.unfinished() == ()
    (warning,) = store.warnings()
    assert f"“{store.drafts}” can't be listed: not a directory" in warning
    with pytest.raises(KeepingError) as failed:
        store.save(REQUEST)
    assert failed.value.message.startswith(f"Your words can't be kept in “{store.folder}”: ")
    assert "copy or export" in failed.value.next_step
    with pytest.raises(KeepingError):
        store.note_sending(REQUEST.id, SENDING)
    with store.claimed(REQUEST.id) as mine:
        assert mine
    assert store.folder.read_text() == "mine"


SAVE_WITH_LIMIT = """
import resource, sys
from dataclasses import replace
from pathlib import Path
from intents.errors import IntakeError
from intents.keeping.requests import RequestStore
store = RequestStore(Path(sys.argv[1]))
request = store.load("abc234")
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
try:
    store.save(replace(request, messages=(*request.messages, "n" * 2000)))
except IntakeError as error:
    print(error)
print(len(store.unfinished()))
"""


def test_a_full_disk_leaves_the_older_draft_and_one_sentence(store: RequestStore) -> None:
    store.save(REQUEST)
    done = subprocess.run(
        [sys.executable, "-c", SAVE_WITH_LIMIT, str(store.folder)],
        env={"PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
    )
    said, count = done.stdout.splitlines()
    assert said.startswith(f"Your words can't be kept in “{store.folder}”: file too large. Make room")
    assert count == "1"
    assert store.load("abc234") == REQUEST
    assert _names(store.drafts) == ["abc234.json"]


def test_half_of_a_broken_character_is_kept_too(store: RequestStore) -> None:
    request = replace(REQUEST, typing="file \udcff name \ud83d")
    store.save(request)
    assert store.load("abc234") == request


def test_the_draft_of_a_reference_is_found_done_or_not(store: RequestStore) -> None:
    store.save(REQUEST)
    other = replace(REQUEST, id="other", reference="giother", stage=Stage.FILED, receipt=RECEIPT)
    store.save(other)
    assert store.with_reference(REQUEST.reference) == REQUEST
    assert store.with_reference("giother") == other
    assert store.with_reference("ginone") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_among_the_drafts_is_never_waited_for(store: RequestStore, tmp_path: Path) -> None:
    store.save(REQUEST)
    (drafts,) = {path.parent for path in tmp_path.rglob(f"{REQUEST.id}.json")}
    os.mkfifo(drafts / "zzz999.json")
    assert [request.id for request in store.unfinished()] == [REQUEST.id]
    with pytest.raises(KeepingError):
        store.load("zzz999")
