"""`StandIn`: a GitLab to test against. Its docstring is the manual."""

import contextlib
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from .answers import Answer, Received, Request, as_json
from .calls import Call, Meaning, Visit, answer, meaning_of, token_of
from .faults import BEHAVIOURS, Fault, Hold, Line, Moment
from .scene import USUAL_TOKEN, Scene
from .server import Certificate, Delivery, LoopbackServer
from .state import Generation

TOKEN_HEADERS: Final = ("private-token", "job-token", "authorization")


class StandIn(Scene):
    """A GitLab on loopback, with a memory and with faults.

    Use it as a context manager; leaving it closes every socket and thread it has, and raises if the stand-in itself
    broke on a request::

        with StandIn.for_projects(["group/project"], labels=["bug"]) as gitlab:
            client = Gitlab(gitlab.url, private_token=gitlab.token, timeout=2)
            client.projects.get("group/project", lazy=True).issues.create({"title": "Broken view"})
            assert gitlab.issue("group/project", 1).title == "Broken view"
            assert gitlab.creates == 1

    **Who is there.** `users`: sam (developer, owns `token`), mia (maintainer), olga (owner), rita (reporter), gus
    (guest), nora (member of nothing). `tokens` by name: one for each user, and of sam's also "expired", "revoked",
    "read-api", and "job" (goes in `JOB-TOKEN`). `tokens["gus"].value` is what a client sends. More by `add_user`,
    `add_token`. `groups["support"] = ("mia", "rita")` is a group that can be mentioned;
    `turn_off_all()` makes `@all` mean nobody.

    **Projects.** `add_project(path, …)` makes one; by default public, with the team as members. `projects[path]` may be
    changed at any time: `archived`, `visibility`, `issues_access_level`, `members`, `labels`, `templates`,
    `several_assignees`, and `drops`, which says what is left out in silence for whom, such as
    `projects[path].drops[Role.GUEST] = frozenset({"labels", "confidential"})`. `move_project(old, new)` leaves the
    old path answering 301 to GET and 405 to the rest.

    **Issues.** `issues(path)` and `issue(path, iid)`. Besides what the API shows, an `Issue` has
    `description_as_sent`, `quick_actions_run`, `quick_actions_refused` (cut out too, but not allowed), `mentions` and
    `notified`. "Nothing unseen ran" is `issue.quick_actions_run + issue.quick_actions_refused == [the ones shown]`.
    `file(…)` puts one there without a request; `close_issue`, `reopen_issue`, `set_labels` and `comment` are what others do to it.

    **Uploads.** `projects[path].uploads`, each with `name`, `content` and `url`; `upload_limit` is where a 413 begins.

    **Faults.** `fail(name, on=…, method=…, times=…)` lines one up; names are those of `faults.BEHAVIOURS` (also shown
    by `python -m tests.gitlab_stand_in --list-faults`), `on` is one or more of `Call`, or "any". The first fault in line
    that matches a request takes it; `times=FOREVER` keeps it. It gives back a `Fault`: `hits`, `lift()`, and for the two
    delays `wait_until_reached()`, `release()`, `abandon()`. A test of a time-out needs no sleep::

        slow = gitlab.fail("delay-after-storing", on="create")
        with pytest.raises(requests.Timeout):
            project.issues.create({"title": "Broken view"})  # stored, but nobody said so
        slow.release()

    `heal()` lifts all faults and listens again. `faults_left` are those that were to happen and did not.

    **What arrived.** `requests` is every request, in order, as `Received`: method, path, query, headers, body, which
    `Call` it was, and the *name* of its token, never the token. `creates` counts the POSTs that ask for an issue,
    stored or not. `elsewhere` is what the other host got when "redirect-elsewhere" sent someone there.

    **Time.** `clock.advance(hours=1)`, `clock.set(moment)`; the `Date` header, time stamps and expiry follow it.

    **Age.** `generation="older"` looks for quick actions all over the text and leaves comments out of searches.
    """

    token = USUAL_TOKEN

    def __init__(
        self,
        *,
        port: int = 0,
        generation: Generation | str = Generation.CURRENT,
        external_url: str | None = None,
        moved_status: int = 301,
        upload_limit: int = 100 * 1024 * 1024,
        certificate: Certificate | None = None,
    ) -> None:
        """Start listening at once.

        Args:
            port: 0 for any that is free.
            generation: see "Age".
            external_url: what GitLab believes its address to be; links in answers begin with it.
            moved_status: how a GET of a moved path is answered, 301 or 302.
            upload_limit: bytes, above which an upload is a 413.
            certificate: files of a certificate and its key, for https.
        """
        super().__init__(Generation(generation))
        self._faults: list[Fault] = []
        self._requests: list[Received] = []
        self._elsewhere: LoopbackServer | None = None
        self._elsewhere_requests: list[Received] = []
        self._moved_status = moved_status
        self._upload_limit = upload_limit
        self._server = LoopbackServer(self._serve, now=self.clock.now, port=port, certificate=certificate)
        self._host = external_url or self._server.url

    @classmethod
    def for_projects(
        cls,
        paths: Iterable[str],
        *,
        labels: Iterable[str] = (),
        templates: Mapping[str, str] | None = None,
    ) -> Self:
        """One with these public projects, each with these labels and issue templates."""
        gitlab = cls()
        names = tuple(labels)
        for path in paths:
            gitlab.add_project(path, labels=names, templates=templates)
        return gitlab

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        if self.crashes and error is None:
            raise AssertionError(f"the stand-in broke on a request: {self.crashes[0]!r}") from self.crashes[0]

    def close(self) -> None:
        """Drop what is held, end all connections. May be called twice."""
        for fault in tuple(self._faults):
            fault.lift()
            with contextlib.suppress(TimeoutError):
                fault.abandon()
        self._server.close()
        if self._elsewhere is not None:
            self._elsewhere.close()

    # What is there

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def crashes(self) -> list[BaseException]:
        """Errors inside the stand-in: bugs of it, never part of a test."""
        return self._server.crashes + (self._elsewhere.crashes if self._elsewhere else [])

    # What arrived

    @property
    def requests(self) -> list[Received]:
        with self._world.lock:
            return list(self._requests)

    @property
    def creates(self) -> int:
        return sum(request.call == Call.CREATE for request in self.requests)

    @property
    def elsewhere(self) -> list[Received]:
        with self._world.lock:
            return list(self._elsewhere_requests)

    # Faults

    def fail(
        self,
        name: str,
        *,
        on: str | Iterable[str] = "any",
        method: str | None = None,
        times: int | None = 1,
        retry_after: int = 7,
    ) -> Fault:
        """Line up a fault. Raises ValueError for a name or call that does not exist.

        Args:
            name: one of `faults.BEHAVIOURS`.
            on: the calls it waits for, in the words of `Call`.
            method: only requests of this method.
            times: how often; FOREVER until lifted.
            retry_after: seconds, for the rate limits.
        """
        if name not in BEHAVIOURS:
            raise ValueError(f"there is no fault {name!r}; there are {', '.join(BEHAVIOURS)}")
        words = [on] if isinstance(on, str) else list(on)
        calls = frozenset(Call(word) for word in words if word != "any")
        fault = Fault(
            name=name,
            how=BEHAVIOURS[name],
            on=calls,
            method=method,
            times=times,
            retry_after=retry_after,
        )
        if name == "refuse-connection":
            # No request can meet this one, for none gets through: it happens now.
            fault.lift()
            self._server.stop_listening()
            return fault
        with self._world.lock:
            self._faults.append(fault)
        return fault

    def heal(self) -> None:
        """Lift all faults, let held requests go on, and listen again."""
        for fault in tuple(self._faults):
            fault.lift()
            fault.release()
        self._server.listen()

    @property
    def faults_left(self) -> list[Fault]:
        """Faults that were to happen a number of times and did not, yet."""
        with self._world.lock:
            return [fault for fault in self._faults if fault.times]

    # Answering

    def _serve(self, request: Request) -> Delivery:
        meaning = meaning_of(request)
        with self._world.lock:
            self._requests.append(self._record(request, meaning.call))
            fault = next((f for f in self._faults if f.matches(meaning.call, request.method)), None)
            if fault is not None:
                fault.begin()
        if fault is None:
            return Delivery(answer=self._carry_out(request, meaning))
        try:
            return self._misbehave(fault, request, meaning)
        except BaseException:
            fault.end()
            raise

    def _misbehave(self, fault: Fault, request: Request, meaning: Meaning) -> Delivery:
        how = fault.how
        dropped = Delivery(answer=None, line=Line.DROPPED, done=fault.end)
        if how.hold is Hold.BEFORE_STORING and not fault.hold():
            return dropped
        said = self._carry_out(request, meaning, stale=how.stale) if how.stores else None
        if how.hold is Hold.AFTER_STORING and not fault.hold():
            return dropped
        if how.says is not None:
            moment = Moment(
                request=request,
                usual=said,
                now=self.clock.now(),
                retry_after=fault.retry_after,
                elsewhere=self._elsewhere_url,
            )
            said = how.says(moment)
        return Delivery(answer=said, line=how.line, stop_listening=how.stops_listening, done=fault.end)

    def _carry_out(self, request: Request, meaning: Meaning, *, stale: bool = False) -> Answer:
        visit = Visit(
            world=self._world,
            host=self._host,
            request=request,
            names=meaning.names,
            upload_limit=self._upload_limit,
            moved_status=self._moved_status,
            stale=stale,
        )
        with self._world.lock:
            said = answer(visit, meaning)
        return said.with_headers({"X-Request-Id": f"01STANDIN{len(self._requests):08d}"})

    def _record(self, request: Request, call: Call) -> Received:
        token, brought = token_of(self._world, request)
        name = token.name if token else "unknown" if brought else None
        headers = {
            header: f"<token: {name}>" if header.lower() in TOKEN_HEADERS else value
            for header, value in request.headers.items()
        }
        return Received(
            method=request.method,
            path=urlsplit(request.target).path,
            query=request.query,
            headers=headers,
            token=name,
            body=request.body,
            call=call,
        )

    def _elsewhere_url(self) -> str:
        with self._world.lock:
            if self._elsewhere is None:
                # Another address makes it another host for cookies and tokens; not every system has this one.
                try:
                    self._elsewhere = self._second_server("127.0.0.2")
                except OSError:
                    self._elsewhere = self._second_server("127.0.0.1")
            return self._elsewhere.url

    def _second_server(self, host: str) -> LoopbackServer:
        def serve(request: Request) -> Delivery:
            with self._world.lock:
                self._elsewhere_requests.append(self._record(request, meaning_of(request).call))
            return Delivery(answer=as_json(200, {"id": 666, "username": "elsewhere", "iid": 666}))

        return LoopbackServer(serve, now=self.clock.now, host=host)
