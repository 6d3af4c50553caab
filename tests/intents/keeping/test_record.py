"""A record says all that a request holds, in a form that people can read, and reads nothing else as one."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.answering.answer import Answer, Origin
from intents.answering.local_file import LocalFile
from intents.catalogue.model import IntentId
from intents.drafting.request import Edit, Request, Stage
from intents.filing.tracker import Receipt, Sending, Upload
from intents.keeping.record import (
    FORMAT,
    NewerRecordError,
    RecordError,
    from_json,
    sending_from_json,
    sending_to_json,
    to_json,
)

ANY = st.text(max_size=30) | st.text(st.characters(), max_size=10)
TEXTS = st.lists(ANY, max_size=3).map(tuple)
MOMENTS = st.none() | st.datetimes(
    min_value=datetime(1990, 1, 1), timezones=st.just(UTC) | st.just(timezone(timedelta(hours=5, minutes=45)))
)
FILES = st.builds(LocalFile, path=ANY, size=st.integers(1, 10**12), modified=st.integers(-(10**19), 10**19))
UPLOADS = st.builds(Upload, tracker=ANY, project_id=ANY, file=FILES, name=ANY, link=ANY)
ANSWERS = st.builds(
    Answer,
    values=st.lists(ANY, min_size=1, max_size=3).map(tuple),
    words=ANY,
    origin=st.sampled_from(Origin),
    files=st.lists(FILES, max_size=2).map(tuple),
)
SENDINGS = st.builds(
    Sending,
    reference=ANY,
    project_id=ANY,
    project=ANY,
    server_time=MOMENTS,
    author=ANY,
    attempt=st.integers(1, 99),
)
RECEIPTS = st.builds(
    Receipt,
    project=ANY,
    iid=st.integers(0, 10**9),
    url=ANY,
    reference=ANY,
    title=ANY,
    labels=TEXTS,
    due_date=st.none() | st.dates(),
    confidential=st.booleans(),
    assignees=TEXTS,
    created_at=MOMENTS,
    losses=TEXTS,
)
REQUESTS = st.builds(
    Request,
    id=ANY,
    reference=ANY,
    messages=TEXTS,
    intent=st.none() | ANY.map(IntentId),
    answers=st.dictionaries(ANY, ANSWERS, max_size=3).map(MappingProxyType),
    asked=TEXTS,
    typing=ANY,
    edit=st.none() | st.builds(Edit, title=ANY, description=ANY, used=st.booleans()),
    template=st.none() | ANY,
    project=ANY,
    mentions_allowed=TEXTS,
    attached=st.lists(FILES, max_size=2).map(tuple),
    uploads=st.lists(UPLOADS, max_size=2).map(tuple),
    waiting=TEXTS,
    stage=st.sampled_from(Stage),
    sending=st.none() | SENDINGS,
    receipt=st.none() | RECEIPTS,
    started=MOMENTS,
    changed=MOMENTS,
)


@given(REQUESTS)
def test_every_request_comes_back_as_it_was(request: Request) -> None:
    assert from_json(to_json(request)) == request


@given(REQUESTS)
def test_every_record_can_be_written_as_utf8_and_read_again(request: Request) -> None:
    assert from_json(to_json(request).encode().decode()) == request


@given(SENDINGS)
def test_every_note_of_sending_comes_back_as_it_was(sending: Sending) -> None:
    assert sending_from_json(sending_to_json(sending).encode().decode()) == sending


def _whole() -> Request:
    return Request(
        id="abc234",
        reference="gi7f3a9c2e41b8d6055aa1c0ff",
        messages=("Der Makro ist veraltet – 変更",),
        stage=Stage.FILED,
        answers=MappingProxyType({"why": Answer(values=("a", "b"), words="a and b")}),
        edit=Edit(title="T", description="D"),
        sending=Sending(
            reference="r", project_id="4", project="g/p", server_time=datetime(2026, 1, 2, tzinfo=UTC)
        ),
        receipt=Receipt(project="g/p", iid=1, url="u", reference="g/p#1", due_date=date(2026, 1, 2)),
    )


def test_a_record_is_readable_by_eye() -> None:
    text = to_json(_whole())
    assert "Der Makro ist veraltet – 変更" in text
    assert text.startswith(f'{{\n  "format": {FORMAT},\n  "id": "abc234",\n')
    assert text.endswith("\n}\n")


def test_a_text_of_an_issue_that_is_filed_is_not_kept_twice() -> None:
    request = replace(
        _whole(), receipt=Receipt(project="g/p", iid=1, url="u", reference="r", description="long")
    )
    assert "long" not in to_json(request)


def test_a_record_without_the_latest_fields_is_read() -> None:
    record = json.loads(to_json(_whole()))
    del record["sending"]["author"]
    del record["sending"]["attempt"]
    del record["attached"]
    del record["uploads"]
    request = from_json(json.dumps(record))
    assert request.sending is not None
    assert (request.sending.author, request.sending.attempt) == ("", 1)
    assert (request.attached, request.uploads) == ((), ())


def test_a_record_of_a_newer_version_is_known_as_such() -> None:
    record = json.loads(to_json(_whole())) | {"format": FORMAT + 1, "answers": "in another form"}
    with pytest.raises(NewerRecordError, match=f"format {FORMAT + 1}"):
        from_json(json.dumps(record))


def test_a_record_that_is_cut_anywhere_is_refused() -> None:
    text = to_json(_whole())
    for end in range(len(text) - 2):
        with pytest.raises(RecordError):
            from_json(text[:end])


WRONG: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from([[], {}, [1], float("inf"), float("nan"), "0001-01-01T00:00:00"])
)


@given(st.data())
def test_a_record_with_a_value_of_another_sort_is_refused_or_read_and_never_breaks(data: Any) -> None:
    record = json.loads(to_json(_whole()))
    place = record
    while True:
        key = data.draw(st.sampled_from(sorted(place)))
        if isinstance(place[key], dict) and data.draw(st.booleans()):
            place = place[key]
            continue
        if data.draw(st.booleans()):
            del place[key]
        else:
            place[key] = data.draw(WRONG)
        break
    try:
        found = from_json(json.dumps(record))
    except RecordError:
        return
    assert isinstance(found, Request)
    assert from_json(to_json(found)) == found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (("sending", "attempt"), float("inf")),
        (("receipt", "iid"), float("inf")),
        (("changed",), "0001-01-01T00:00:00"),
    ],
)
def test_a_number_or_time_that_no_machine_knows_is_refused(field: tuple[str, ...], value: object) -> None:
    record = place = json.loads(to_json(_whole()))
    for key in field[:-1]:
        place = place[key]
    place[field[-1]] = value
    with pytest.raises(RecordError):
        from_json(json.dumps(record))


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        from_json(text)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "7", '{"format": "1"}', '{"format": 1}', "[" * 100_000]
)
def test_what_is_no_record_is_refused_in_words(text: str) -> None:
    with pytest.raises(RecordError, match=r"it |a value"):
        from_json(text)
