"""A request as JSON that people can read, and back.

`format` is the version of this layout. A file of a newer version is left alone; older ones are read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from intents.answering.answer import Answer, Origin
from intents.answering.local_file import LocalFile
from intents.catalogue.model import IntentId
from intents.drafting.request import Edit, Request, Stage
from intents.filing.tracker import Receipt, Sending, Upload

FORMAT = 1
_WRONG_SORT = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""What comes of reading a value that is not what it should be: `Infinity` as a number, too."""


class RecordError(ValueError):
    """The text is no record: cut off, or not made by this program."""


class NewerRecordError(RecordError):
    """The record was written by a newer version of the program."""


def to_json(request: Request) -> str:
    """The whole record, indented, with words as they were typed."""
    record: dict[str, Any] = {
        "format": FORMAT,
        "id": request.id,
        "reference": request.reference,
        "stage": request.stage.value,
        "started": _time(request.started),
        "changed": _time(request.changed),
        "messages": list(request.messages),
        "intent": request.intent,
        "answers": {name: _answer_record(answer) for name, answer in request.answers.items()},
        "asked": list(request.asked),
        "typing": request.typing,
        "edit": None
        if request.edit is None
        else {
            "title": request.edit.title,
            "description": request.edit.description,
            "used": request.edit.used,
        },
        "template": request.template,
        "project": request.project,
        "mentions_allowed": list(request.mentions_allowed),
        "attached": [_file_record(file) for file in request.attached],
        "uploads": [_upload_record(upload) for upload in request.uploads],
        "waiting": list(request.waiting),
        "sending": None if request.sending is None else _sending_record(request.sending),
        "receipt": None if request.receipt is None else _receipt_record(request.receipt),
    }
    return _dumped(record)


def from_json(text: str) -> Request:
    """The request of a record.

    Raises:
        NewerRecordError: a newer version wrote it.
        RecordError: it is cut off or something else.
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordError("it is cut off or no JSON") from error
    if not isinstance(record, dict) or not isinstance(record.get("format"), int):
        raise RecordError("it has no format number")
    if record["format"] > FORMAT:
        raise NewerRecordError(f"it has format {record['format']}; this version knows {FORMAT}")
    try:
        return _request(record)
    except _WRONG_SORT as error:
        raise RecordError(f"a value is missing or of the wrong sort ({error})") from error


def sending_to_json(sending: Sending) -> str:
    """What is written beside a record before it is sent."""
    return _dumped({"format": FORMAT, **_sending_record(sending)})


def sending_from_json(text: str) -> Sending:
    """Back from `sending_to_json`.

    Raises:
        RecordError: it is cut off or something else.
    """
    try:
        return _sending(json.loads(text))
    except _WRONG_SORT as error:
        raise RecordError("it is cut off") from error


def _dumped(record: dict[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half of a broken character, from a file name or a terminal: it has no UTF-8, but JSON has a way to write it.
        return json.dumps(record, indent=2) + "\n"
    return text


def _sending_record(sending: Sending) -> dict[str, Any]:
    return {
        "reference": sending.reference,
        "project_id": sending.project_id,
        "project": sending.project,
        "server_time": _time(sending.server_time),
        "author": sending.author,
        "attempt": sending.attempt,
    }


def _sending(record: Mapping[str, Any]) -> Sending:
    return Sending(
        reference=_text(record["reference"]),
        project_id=_text(record["project_id"]),
        project=_text(record["project"]),
        server_time=_read_time(record["server_time"]),
        author=_text(record.get("author", "")),
        attempt=int(record.get("attempt", 1)),
    )


def _request(record: Mapping[str, Any]) -> Request:
    edit, sending, receipt = record["edit"], record["sending"], record["receipt"]
    return Request(
        id=_text(record["id"]),
        reference=_text(record["reference"]),
        stage=Stage(record["stage"]),
        started=_read_time(record["started"]),
        changed=_read_time(record["changed"]),
        messages=_texts(record["messages"]),
        intent=IntentId(_text(record["intent"])) if record["intent"] is not None else None,
        answers=MappingProxyType({_text(name): _answer(kept) for name, kept in record["answers"].items()}),
        asked=_texts(record["asked"]),
        typing=_text(record["typing"]),
        edit=None
        if edit is None
        else Edit(
            title=_text(edit["title"]), description=_text(edit["description"]), used=bool(edit["used"])
        ),
        template=None if record["template"] is None else _text(record["template"]),
        project=_text(record["project"]),
        mentions_allowed=_texts(record["mentions_allowed"]),
        attached=tuple(_file(kept) for kept in record.get("attached", ())),
        uploads=tuple(_upload(kept) for kept in record.get("uploads", ())),
        waiting=_texts(record["waiting"]),
        sending=None if sending is None else _sending(sending),
        receipt=None if receipt is None else _receipt(receipt),
    )


def _answer(record: Mapping[str, Any]) -> Answer:
    values = _texts(record["values"])
    if not values:
        raise ValueError("an answer without a value")
    files = tuple(_file(kept) for kept in record.get("files", ()))
    return Answer(values=values, words=_text(record["words"]), origin=Origin(record["origin"]), files=files)


def _answer_record(answer: Answer) -> dict[str, Any]:
    record: dict[str, Any] = {
        "values": list(answer.values),
        "words": answer.words,
        "origin": answer.origin.value,
    }
    if answer.files:
        record["files"] = [_file_record(file) for file in answer.files]
    return record


def _file_record(file: LocalFile) -> dict[str, Any]:
    return {"path": file.path, "size": file.size, "modified": file.modified}


def _file(record: Mapping[str, Any]) -> LocalFile:
    return LocalFile(path=_text(record["path"]), size=int(record["size"]), modified=int(record["modified"]))


def _upload_record(upload: Upload) -> dict[str, Any]:
    return {
        "tracker": upload.tracker,
        "project_id": upload.project_id,
        "file": _file_record(upload.file),
        "name": upload.name,
        "link": upload.link,
    }


def _upload(record: Mapping[str, Any]) -> Upload:
    return Upload(
        tracker=_text(record["tracker"]),
        project_id=_text(record["project_id"]),
        file=_file(record["file"]),
        name=_text(record["name"]),
        link=_text(record["link"]),
    )


def _receipt_record(receipt: Receipt) -> dict[str, Any]:
    return {
        "project": receipt.project,
        "iid": receipt.iid,
        "url": receipt.url,
        "reference": receipt.reference,
        "title": receipt.title,
        "labels": list(receipt.labels),
        "due_date": receipt.due_date.isoformat() if receipt.due_date else None,
        "confidential": receipt.confidential,
        "assignees": list(receipt.assignees),
        "created_at": _time(receipt.created_at),
        "losses": list(receipt.losses),
    }


def _receipt(record: Mapping[str, Any]) -> Receipt:
    return Receipt(
        project=_text(record["project"]),
        iid=int(record["iid"]),
        url=_text(record["url"]),
        reference=_text(record["reference"]),
        title=_text(record["title"]),
        labels=_texts(record["labels"]),
        due_date=date.fromisoformat(record["due_date"]) if record["due_date"] else None,
        confidential=bool(record["confidential"]),
        assignees=_texts(record["assignees"]),
        created_at=_read_time(record["created_at"]),
        losses=_texts(record["losses"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return tuple(_text(item) for item in value)


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read_time(text: object) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(_text(text))
    # Drafts are put in order by it: a time that no clock can show would stop the whole list.
    moment.timestamp()
    return moment
