"""What can go wrong between a client and GitLab, by name, and when it is to happen.

A `Behaviour` says what goes wrong; a `Fault` says to which requests, how often, and holds those that are kept waiting.
The question that matters for each is whether GitLab did what it was asked before things went wrong: `stores`.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from .answers import (
    CAPTIVE_PORTAL,
    REFUSALS,
    SERVER_ERRORS,
    TOO_MANY,
    Answer,
    Request,
    as_json,
    as_text,
    server_error,
)
from .calls import Call

FOREVER: Final = None
PATIENCE: Final = 10.0
"""Seconds after which a wait of the tests' own gives up. Reached only when something is broken."""

HELD_AT_MOST: Final = 60.0
"""Seconds a request is held when nobody releases it."""


class Line(StrEnum):
    """How an answer gets to the client."""

    WHOLE = "whole"
    HALF = "half"
    """The length promises all of the body, and the connection ends in the middle of it."""
    DROPPED = "dropped"
    """The connection is closed without a word."""
    RESET = "reset"
    """The connection is torn down (RST), as by a proxy that died."""


class Hold(StrEnum):
    BEFORE_STORING = "before"
    AFTER_STORING = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What a behaviour may look at to make up its answer."""

    request: Request
    usual: Answer | None
    """What GitLab would have said; None when it was not asked."""
    now: datetime
    retry_after: int
    elsewhere: Callable[[], str]
    """Address of the second server, which starts when first asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    about: str
    """One line for the list of names."""
    stores: bool = False
    """Whether GitLab carries out the request."""
    says: Callable[[Moment], Answer] | None = None
    """What the client is told instead of the usual answer."""
    line: Line = Line.WHOLE
    hold: Hold | None = None
    stale: bool = False
    """Lists do not know the newest issue yet."""
    stops_listening: bool = False
    """No more connections are taken after this answer."""


def _always(answer: Answer) -> Callable[[Moment], Answer]:
    return lambda _moment: answer


def _throttled(moment: Moment) -> dict[str, str]:
    reset = moment.now + timedelta(seconds=moment.retry_after)
    return {
        "RateLimit-Limit": "2000",
        "RateLimit-Observed": "2001",
        "RateLimit-Remaining": "0",
        "RateLimit-Reset": str(int(reset.timestamp())),
        "RateLimit-ResetTime": format_datetime(reset, usegmt=True),
        "RateLimit-Name": "throttle_authenticated_api",
        "Retry-After": str(moment.retry_after),
    }


def _too_many_until(moment: Moment) -> Answer:
    until = moment.now + timedelta(seconds=moment.retry_after)
    return as_json(429, {"message": TOO_MANY}, {"Retry-After": format_datetime(until, usegmt=True)})


def _garbled(moment: Moment) -> Answer:
    """The usual status and length of text, but not JSON."""
    assert moment.usual is not None
    return Answer(
        status=moment.usual.status,
        body=b'{"id":76,"iid":' + b"\xff\xfe" + moment.usual.body[40:].replace(b'"', b""),
        headers=moment.usual.headers,
    )


def _empty(moment: Moment) -> Answer:
    assert moment.usual is not None
    return Answer(status=moment.usual.status, headers=moment.usual.headers)


def _sent_elsewhere(moment: Moment) -> Answer:
    there = moment.elsewhere() + moment.request.target
    return as_text(302, f"Moved to {there}.", {"Location": there})


def _named() -> dict[str, Behaviour]:
    named = {
        "refuse-connection": Behaviour(
            about="nobody listens, from now on until lifted", stops_listening=True
        ),
        "refuse-connection-afterwards": Behaviour(
            about="the request is answered as usual, then nobody listens", stores=True, stops_listening=True
        ),
        "delay-before-storing": Behaviour(
            about="nothing happens until released; then it is stored all the same",
            stores=True,
            hold=Hold.BEFORE_STORING,
        ),
        "delay-after-storing": Behaviour(
            about="it is stored at once, the answer waits until released",
            stores=True,
            hold=Hold.AFTER_STORING,
        ),
        "garbled-answer": Behaviour(about="stored; the answer is no JSON", stores=True, says=_garbled),
        "empty-answer": Behaviour(about="stored; the answer has no body", stores=True, says=_empty),
        "half-answer": Behaviour(about="stored; the body breaks off", stores=True, line=Line.HALF),
        "rate-limited": Behaviour(
            about="429 with Retry-After in seconds",
            says=lambda moment: as_json(429, {"message": TOO_MANY}, {"Retry-After": str(moment.retry_after)}),
        ),
        "rate-limited-until": Behaviour(about="429 with Retry-After as an HTTP date", says=_too_many_until),
        "rate-limited-no-header": Behaviour(
            about="429 without Retry-After", says=_always(as_json(429, {"message": TOO_MANY}))
        ),
        "rate-limited-text": Behaviour(
            about="429 as plain text, with all RateLimit headers",
            says=lambda moment: as_text(429, "Retry later\n", _throttled(moment)),
        ),
        "redirect-elsewhere": Behaviour(
            about="302 to another host, which writes down what it is handed", says=_sent_elsewhere
        ),
        "captive-portal": Behaviour(
            about="200 with the sign-in page of a guest network", says=_always(CAPTIVE_PORTAL)
        ),
        "stale-list": Behaviour(about="lists leave out the newest issue", stores=True, stale=True),
    }
    for line, name in ((Line.DROPPED, "drop"), (Line.RESET, "reset")):
        how = "closed without an answer" if line is Line.DROPPED else "reset"
        named[f"{name}-before-storing"] = Behaviour(about=f"not stored; the connection is {how}", line=line)
        named[f"{name}-after-storing"] = Behaviour(
            about=f"stored; the connection is {how}", stores=True, line=line
        )
    for status in SERVER_ERRORS:
        for html in (False, True):
            kind = f"{status}-html" if html else str(status)
            says = _always(server_error(status, html=html))
            form = "a page" if html else "JSON"
            named[f"{kind}-before-storing"] = Behaviour(about=f"not stored; {status} as {form}", says=says)
            named[f"{kind}-after-storing"] = Behaviour(
                about=f"stored; {status} as {form}", stores=True, says=says
            )
    for name, answer in REFUSALS.items():
        text = answer.body.decode().splitlines()[0]
        named[name] = Behaviour(about=text if len(text) < 70 else text[:67] + "…", says=_always(answer))
    return named


BEHAVIOURS: Final[Mapping[str, Behaviour]] = MappingProxyType(_named())


@dataclass(eq=False, kw_only=True)
class Fault:
    """A behaviour waiting for its requests. What `StandIn.fail` gives back."""

    name: str
    how: Behaviour
    on: frozenset[Call]
    """Empty means any call."""
    method: str | None
    times: int | None
    """How often it is still to happen; None is for ever."""
    retry_after: int
    hits: int = 0
    """How often it has happened."""
    _released: threading.Event = field(default_factory=threading.Event, repr=False)
    _abandoned: bool = False
    _reached: threading.Event = field(default_factory=threading.Event, repr=False)
    _busy: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition, repr=False)

    def matches(self, call: Call, method: str) -> bool:
        return (not self.on or call in self.on) and self.method in (None, method) and self.times != 0

    def begin(self) -> None:
        """A request meets this fault."""
        with self._changed:
            self.hits += 1
            self._busy += 1
            if self.times is not None:
                self.times -= 1

    def end(self) -> None:
        """That request is over, whatever became of it."""
        with self._changed:
            self._busy -= 1
            self._changed.notify_all()

    def hold(self) -> bool:
        """Keep this request waiting. False when it is to be dropped instead of going on."""
        self._reached.set()
        self._released.wait(HELD_AT_MOST)
        return not self._abandoned

    def wait_until_reached(self) -> None:
        """Return once a request is being held. Raises TimeoutError if none comes."""
        if not self._reached.wait(PATIENCE):
            raise TimeoutError(f"no request met the fault {self.name!r}")

    def release(self) -> None:
        """Let held requests go on, and return when they are through: stored what they store, answered if anyone listens."""
        self._released.set()
        with self._changed:
            if not self._changed.wait_for(lambda: self._busy == 0, PATIENCE):
                raise TimeoutError(f"requests held by {self.name!r} did not end")

    def abandon(self) -> None:
        """Drop held requests: those held before storing are never stored."""
        self._abandoned = True
        self.release()

    def lift(self) -> None:
        """Let it happen no more. Held requests stay held."""
        self.times = 0
