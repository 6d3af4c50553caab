"""What is offered before anything was said."""

from __future__ import annotations

from datetime import UTC, datetime

from talking import connection, reading_of, the_catalogue

from intents.catalogue.model import IntentId
from intents.talk.desk import Desk, Kept
from intents.talk.showing_opening import opening_prompt
from intents.talk.states import Opening


def test_what_waits_and_begins_alike_is_told_apart_by_kind_and_time() -> None:
    at = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
    desk = Desk(
        catalogue=the_catalogue(),
        read=lambda _messages: reading_of({}),
        connection=connection("gitlab"),
        kept=(
            Kept(id="a", title="The macro is wrong", changed=at),
            Kept(
                id="b", title="The macro is wrong", intent=IntentId("macros_global"), changed=at, ready=True
            ),
            Kept(id="c", title="Add me", intent=IntentId("calendly"), changed=at),
        ),
    )
    assert [option.description for option in opening_prompt(Opening(), desk).options] == [
        "ready to send · Make changes to Zendesk Global macros · 23 Nov 09:05",
        "23 Nov 09:05",
        "",
        "",
    ]
