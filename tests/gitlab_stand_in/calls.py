"""The calls GitLab knows here: which request means which, who may make it, and what it answers.

The order of the checks is GitLab's: token, scope, parameters, project, what the person may do there.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from . import issues, shapes
from .answers import JSON_TYPE, REFUSALS, Answer, Refusal, Request, as_json, as_text, parameter
from .state import Issue, Project, Role, Token, Upload, User, World

VERSION: Final = {"version": "19.5.0-ee", "revision": "abcdef01234", "enterprise": True}
ROWS_WITH_TOTALS: Final = 10_000
"""Above this many rows a list no longer says how many there are."""


class Call(StrEnum):
    """Kinds of call, for faults to aim at."""

    USER = "user"
    VERSION = "version"
    TOKEN = "token"
    USERS = "users"
    PROJECT = "project"
    TEMPLATE = "template"
    """Both the list of templates and one of them."""
    LABELS = "labels"
    MEMBERS = "members"
    LIST = "list"
    CREATE = "create"
    ISSUE = "issue"
    NOTES = "notes"
    NOTE = "note"
    """Writing one."""
    EVENTS = "events"
    UPLOAD = "upload"
    OTHER = "other"


@dataclass(kw_only=True)
class Visit:
    """One request being answered: who came, where to, with what."""

    world: World
    host: str
    """What links begin with."""
    request: Request
    names: tuple[str, ...]
    """The variable parts of the path, in order."""
    token: Token | None = None
    upload_limit: int = 100 * 1024 * 1024
    moved_status: int = 301
    stale: bool = False
    """Whether a list must not know the newest issue yet."""

    @property
    def caller(self) -> User | None:
        return self.token.user if self.token else None

    def signed_in(self) -> User:
        if self.caller is None:
            raise Refusal(REFUSALS["401"])
        return self.caller

    @cached_property
    def given(self) -> dict[str, Any]:
        """The body's parameters, from JSON or a form."""
        kind = self.request.headers.get_content_type()
        if kind == JSON_TYPE:
            try:
                value = json.loads(self.request.body or b"{}")
            except ValueError:
                raise Refusal(parameter("message body does not match declared format")) from None
            return value if isinstance(value, dict) else {}
        fields = parse_qs(self.request.body.decode(errors="replace"), keep_blank_values=True)
        return {
            name.removesuffix("[]"): values if name.endswith("[]") else values[-1]
            for name, values in fields.items()
        }

    @cached_property
    def project(self) -> Project:
        project, moved = self.world.find_project(self.names[0])
        if project is None or not project.is_visible_to(self.caller):
            raise Refusal(REFUSALS["404-project"])
        if moved:
            raise Refusal(self._moved(project))
        return project

    def _moved(self, project: Project) -> Answer:
        if self.request.method != "GET":
            return REFUSALS["405-moved"]
        address = urlsplit(self.request.target)
        before_id, after_id = address.path.split("/")[:4], address.path.split("/")[5:]
        place = "/".join([*before_id, str(project.id), *after_id])
        there = f"{self.host}{place}" + (f"?{address.query}" if address.query else "")
        return as_text(self.moved_status, f"This resource has been moved to {there}.", {"Location": there})

    @cached_property
    def issue(self) -> Issue:
        for issue in self.project.issues_visible_to(self.caller):
            if str(issue.iid) == self.names[1]:
                return issue
        raise Refusal(REFUSALS["404"])

    def page(self, rows: list[Any], show: Callable[[Any], shapes.Shape]) -> Answer:
        """One page of a list, with the headers that tell of the others."""
        page, size = (self._count(name, usual) for name, usual in (("page", 1), ("per_page", 20)))
        size = min(size, 100)
        last = max(1, -(-len(rows) // size))
        following = page + 1 if page < last else None
        previous = page - 1 if page > 1 else None
        headers = {
            "X-Page": str(page),
            "X-Per-Page": str(size),
            "X-Next-Page": str(following or ""),
            "X-Prev-Page": str(previous or ""),
        }
        links = {"prev": previous, "next": following, "first": 1}
        if len(rows) <= ROWS_WITH_TOTALS:
            headers |= {"X-Total": str(len(rows)), "X-Total-Pages": str(last)}
            links["last"] = last
        headers["Link"] = ", ".join(
            f'<{self._address(number, size)}>; rel="{name}"' for name, number in links.items() if number
        )
        shown = [show(row) for row in rows[(page - 1) * size : page * size]]
        return as_json(200, shown, headers)

    def _count(self, name: str, usual: int) -> int:
        text = self.request.first(name)
        if text is None:
            return usual
        if not text.isdigit() or int(text) < 1:
            raise Refusal(parameter(f"{name} does not have a valid value"))
        return int(text)

    def _address(self, page: int, size: int) -> str:
        query = {**self.request.query, "page": [str(page)], "per_page": [str(size)]}
        return f"{self.host}{urlsplit(self.request.target).path}?{urlencode(query, doseq=True)}"


def show_user(visit: Visit) -> Answer:
    return as_json(200, shapes.user(visit.signed_in(), visit.host))


def show_version(visit: Visit) -> Answer:
    visit.signed_in()
    return as_json(200, VERSION)


def show_token(visit: Visit) -> Answer:
    visit.signed_in()
    if visit.token is None or visit.token.is_job_token:
        raise Refusal(REFUSALS["401"])
    return as_json(200, shapes.token(visit.token, visit.world.clock.now()))


def list_users(visit: Visit) -> Answer:
    """An exact name gives one or none; nobody is an empty list, not a 404."""
    visit.signed_in()
    people = list(visit.world.users.values())
    username, search = visit.request.first("username"), visit.request.first("search")
    if username is not None:
        people = [person for person in people if person.username.lower() == username.lower()]
    if search:
        people = [person for person in people if _is_named(person, search)]
    return visit.page(people, lambda person: shapes.user(person, visit.host))


def _is_named(person: User, part: str) -> bool:
    return part.lower() in person.username.lower() or part.lower() in person.name.lower()


def show_project(visit: Visit) -> Answer:
    return as_json(200, shapes.project(visit.project, visit.caller, visit.host))


def list_templates(visit: Visit) -> Answer:
    return visit.page(sorted(visit.project.templates), lambda name: {"key": name, "name": name})


def show_template(visit: Visit) -> Answer:
    name = visit.names[1]
    if name not in visit.project.templates:
        raise Refusal(REFUSALS["404-template"])
    return as_json(200, {"name": name, "content": visit.project.templates[name]})


def list_labels(visit: Visit) -> Answer:
    asked = visit.request.first("include_ancestor_groups")
    with_groups = asked is None or issues.is_true(asked)
    part = (visit.request.first("search") or "").lower()
    chosen = [
        label
        for label in visit.project.labels
        if part in label.name.lower() and (with_groups or not label.of_group)
    ]
    return visit.page(sorted(chosen, key=lambda label: label.name), shapes.label)


def list_members(visit: Visit) -> Answer:
    visit.signed_in()
    part, wanted = visit.request.first("query") or "", visit.request.query.get("user_ids[]")
    people = [visit.world.users[name] for name in visit.project.members]
    chosen = [
        person
        for person in people
        if _is_named(person, part) and (wanted is None or str(person.id) in wanted)
    ]
    return visit.page(chosen, lambda person: shapes.member(person, visit.project.role_of(person), visit.host))


def list_issues(visit: Visit) -> Answer:
    chosen = issues.select_issues(visit.world, visit.project, visit.caller, visit.request.query)
    if visit.stale and visit.project.issues:
        newest = max(visit.project.issues, key=lambda issue: issue.id)
        chosen = [issue for issue in chosen if issue is not newest]
    return visit.page(chosen, lambda issue: shapes.issue(issue, visit.host))


def create_issue(visit: Visit) -> Answer:
    issues.check_issue_parameters(visit.given)
    project = visit.project
    issue = issues.file_issue(visit.world, project, visit.signed_in(), visit.given)
    return as_json(201, shapes.issue(issue, visit.host))


def show_issue(visit: Visit) -> Answer:
    return as_json(200, shapes.issue(visit.issue, visit.host))


def list_notes(visit: Visit) -> Answer:
    issue, caller = visit.issue, visit.caller
    sees_internal = issue.project.role_of(caller) >= Role.PLANNER
    wanted = visit.request.first("activity_filter") or "all_notes"
    chosen = [
        note
        for note in issue.notes
        if (sees_internal or not note.internal or note.author == caller)
        and (wanted == "all_notes" or note.system == (wanted == "only_activity"))
    ]
    if visit.request.first("sort") != "asc":
        chosen.reverse()
    return visit.page(chosen, lambda note: shapes.note(note, issue, visit.host))


def create_note(visit: Visit) -> Answer:
    body = visit.given.get("body")
    if body is None:
        raise Refusal(parameter("body is missing"))
    author, internal = visit.signed_in(), issues.is_true(visit.given.get("internal"))
    outcome = issues.add_note(visit.world, visit.issue, author, str(body), internal=internal)
    if outcome.note is None:
        return as_json(202, {"commands_changes": outcome.changes, "summary": outcome.summary})
    shown = shapes.note(outcome.note, visit.issue, visit.host)
    return as_json(201, {**shown, "commands_changes": outcome.changes})


def list_state_events(visit: Visit) -> Answer:
    return _list_events(visit, of_labels=False)


def list_label_events(visit: Visit) -> Answer:
    return _list_events(visit, of_labels=True)


def _list_events(visit: Visit, *, of_labels: bool) -> Answer:
    chosen = [event for event in visit.issue.events if (event.action is not None) == of_labels]
    return visit.page(chosen, lambda event: shapes.event(event, visit.issue, visit.host))


def upload_file(visit: Visit) -> Answer:
    visit.signed_in()
    if len(visit.request.body) > visit.upload_limit:
        raise Refusal(REFUSALS["413"])
    found = _file_part(visit.request)
    if found is None:
        raise Refusal(parameter("file is missing"))
    name, content = found
    number = visit.world.next_id()
    secret = hashlib.sha256(f"upload {number}".encode()).hexdigest()[:32]
    safe_name = re.sub(r"[^\w.+-]", "_", name)
    upload = Upload(id=number, name=safe_name, content=content, url=f"/uploads/{secret}/{quote(safe_name)}")
    visit.project.uploads.append(upload)
    return as_json(201, shapes.upload(upload, visit.project.id))


def _file_part(request: Request) -> tuple[str, bytes] | None:
    """Name and content of the multipart field `file`."""
    boundary = request.headers.get_param("boundary")
    if not isinstance(boundary, str):
        return None
    for part in (b"\r\n" + request.body).split(b"\r\n--" + boundary.encode()):
        head, _, content = part.partition(b"\r\n\r\n")
        disposition = re.search(rb'name="file"; *filename="([^"]*)"', head)
        if disposition:
            return disposition[1].decode(errors="replace"), content
    return None


Handler = Callable[[Visit], Answer]
_PROJECT: Final = "projects/*"
_ISSUE: Final = "projects/*/issues/*"
ROUTES: Final[tuple[tuple[str, str, Call, Handler], ...]] = (
    ("GET", "user", Call.USER, show_user),
    ("GET", "version", Call.VERSION, show_version),
    ("GET", "personal_access_tokens/self", Call.TOKEN, show_token),
    ("GET", "users", Call.USERS, list_users),
    ("GET", _PROJECT, Call.PROJECT, show_project),
    ("GET", f"{_PROJECT}/templates/issues", Call.TEMPLATE, list_templates),
    ("GET", f"{_PROJECT}/templates/issues/*", Call.TEMPLATE, show_template),
    ("GET", f"{_PROJECT}/labels", Call.LABELS, list_labels),
    ("GET", f"{_PROJECT}/members/all", Call.MEMBERS, list_members),
    ("GET", f"{_PROJECT}/issues", Call.LIST, list_issues),
    ("POST", f"{_PROJECT}/issues", Call.CREATE, create_issue),
    ("GET", _ISSUE, Call.ISSUE, show_issue),
    ("GET", f"{_ISSUE}/notes", Call.NOTES, list_notes),
    ("POST", f"{_ISSUE}/notes", Call.NOTE, create_note),
    ("GET", f"{_ISSUE}/resource_state_events", Call.EVENTS, list_state_events),
    ("GET", f"{_ISSUE}/resource_label_events", Call.EVENTS, list_label_events),
    ("POST", f"{_PROJECT}/uploads", Call.UPLOAD, upload_file),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """Which call a request is. Without a handler it is none that GitLab knows here."""

    call: Call = Call.OTHER
    names: tuple[str, ...] = ()
    handler: Handler | None = None


def meaning_of(request: Request) -> Meaning:
    """Look at method and path only; who sent it and whether it is allowed come later."""
    segments = request.segments
    for method, pattern, call, handler in ROUTES:
        wanted = pattern.split("/")
        if method != request.method or len(wanted) != len(segments):
            continue
        if all(part in ("*", segment) for part, segment in zip(wanted, segments, strict=True)):
            names = tuple(s for part, s in zip(wanted, segments, strict=True) if part == "*")
            return Meaning(call=call, names=names, handler=handler)
    return Meaning()


def token_of(world: World, request: Request) -> tuple[Token | None, bool]:
    """The token a request came with, and whether it brought any at all, known or not."""
    for header in ("PRIVATE-TOKEN", "JOB-TOKEN", "Authorization"):
        value = request.headers.get(header)
        if value is None:
            continue
        token = world.token_with_value(value.removeprefix("Bearer ").strip())
        if token is not None and token.is_job_token != (header == "JOB-TOKEN"):
            token = None
        return token, True
    return None, False


def answer(visit: Visit, meaning: Meaning) -> Answer:
    """Carry out one request. The caller holds the lock."""
    try:
        _check_token(visit)
        if meaning.handler is None:
            return as_json(404, {"error": "404 Not Found"})
        return meaning.handler(visit)
    except Refusal as refusal:
        return refusal.answer


def _check_token(visit: Visit) -> None:
    token, brought = token_of(visit.world, visit.request)
    if brought and token is None:
        raise Refusal(REFUSALS["401"])
    if token is not None:
        if token.revoked:
            raise Refusal(REFUSALS["401-revoked"])
        if token.expires_on is not None and token.expires_on <= visit.world.clock.now().date():
            raise Refusal(REFUSALS["401-expired"])
    if visit.request.method != "GET":
        if token is None or token.is_job_token:
            raise Refusal(REFUSALS["401"])
        if "api" not in token.scopes:
            raise Refusal(REFUSALS["403-insufficient-scope"])
    elif token is not None and not {"api", "read_api"} & set(token.scopes):
        raise Refusal(REFUSALS["403-insufficient-scope"])
    visit.token = token
