"""What the stand-in keeps: people, tokens, projects, issues. Plain values that change; it knows no HTTP.

Everything here is guarded by `World.lock`. The server holds it while it carries out a call; tests read copies.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, StrEnum


class Role(IntEnum):
    """Access levels, with GitLab's numbers."""

    NONE = 0
    GUEST = 10
    PLANNER = 15
    REPORTER = 20
    DEVELOPER = 30
    MAINTAINER = 40
    OWNER = 50


class Generation(StrEnum):
    """How old the GitLab is. Ages differ in where quick actions hide and in what a search sees."""

    CURRENT = "current"
    OLDER = "older"


class Clock:
    """The server's clock: the machine's, moved by an offset that tests set."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def advance(self, **by: float) -> None:
        """Move the clock on; the arguments are those of `timedelta`."""
        self.offset += timedelta(**by)

    def set(self, moment: datetime) -> None:
        """Make it this time now; it runs on from there."""
        self.offset = moment - datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class User:
    id: int
    username: str
    name: str
    state: str = "active"


@dataclass(slots=True, kw_only=True)
class Token:
    value: str = field(repr=False)
    name: str
    """What the tests and the records call it."""
    user: User
    id: int
    scopes: tuple[str, ...] = ("api",)
    expires_on: date | None = None
    revoked: bool = False
    is_job_token: bool = False
    """A CI job token: goes in `JOB-TOKEN` only, and files nothing."""


@dataclass(slots=True, kw_only=True)
class Label:
    id: int
    name: str
    of_group: bool = False
    description: str | None = None
    color: str = "#d9534f"


@dataclass(slots=True, kw_only=True)
class Note:
    id: int
    body: str
    author: User
    created_at: datetime
    internal: bool = False
    system: bool = False
    """Written by GitLab itself: "closed", "assigned to @sam"."""


@dataclass(slots=True, kw_only=True)
class Event:
    """A change of state, or a label put on or taken off."""

    id: int
    user: User
    created_at: datetime
    state: str | None = None
    label: Label | None = None
    action: str | None = None
    """`add` or `remove`, for labels."""


@dataclass(slots=True, kw_only=True)
class Upload:
    id: int
    name: str
    content: bytes = field(repr=False)
    url: str


@dataclass(slots=True, kw_only=True)
class Issue:
    """An issue as it is stored, with what happened on the way in."""

    id: int
    iid: int
    project: "Project" = field(repr=False)
    title: str
    description: str
    author: User
    created_at: datetime
    updated_at: datetime
    state: str = "opened"
    closed_at: datetime | None = None
    closed_by: User | None = None
    labels: list[str] = field(default_factory=list)
    assignees: list[User] = field(default_factory=list)
    due_date: str | None = None
    confidential: bool = False
    issue_type: str = "issue"
    notes: list[Note] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    description_as_sent: str | None = None
    """What the request held, before anything was cut, filled in or trimmed."""
    quick_actions_run: list[str] = field(default_factory=list)
    """Each line GitLab cut out of the description or a note and obeyed, as `/name arguments`, in order."""
    quick_actions_refused: list[str] = field(default_factory=list)
    """Lines cut out all the same, though this person may not do that."""
    notified: set[str] = field(default_factory=set)
    """User names of all whom the mentions in title, description and notes reached."""
    mentions: list[str] = field(default_factory=list)
    """The names mentioned, as written, without the `@`: users, group paths, `all`, and names nobody has."""


@dataclass(slots=True, kw_only=True)
class Project:
    id: int
    path: str
    """Full path, `group/project`."""
    visibility: str = "public"
    archived: bool = False
    issues_access_level: str = "enabled"
    """`enabled`, `private` (members only) or `disabled`."""
    members: dict[str, Role] = field(default_factory=dict)
    """Roles by user name."""
    labels: list[Label] = field(default_factory=list)
    templates: dict[str, str] = field(default_factory=dict)
    """Issue description templates: name without `.md` to text."""
    issues: list[Issue] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    old_paths: set[str] = field(default_factory=set)
    """Paths it was moved away from."""
    several_assignees: bool = True
    """Whether the tier allows more than one; else the first stays and the others are left out in silence."""
    drops: dict[Role, frozenset[str]] = field(
        default_factory=lambda: {Role.NONE: frozenset({"labels", "assignee_ids", "due_date"})}
    )
    """Fields of a new issue that are left out in silence for people with exactly this role."""

    def role_of(self, user: User | None) -> Role:
        return Role.NONE if user is None else self.members.get(user.username, Role.NONE)

    def is_visible_to(self, user: User | None) -> bool:
        if self.visibility == "public" or self.role_of(user) > Role.NONE:
            return True
        return self.visibility == "internal" and user is not None

    def has_issues_for(self, user: User | None) -> bool:
        if self.issues_access_level == "private":
            return self.role_of(user) > Role.NONE
        return self.issues_access_level == "enabled"

    def issues_visible_to(self, user: User | None) -> list[Issue]:
        """Without those that are confidential to others."""
        if not self.has_issues_for(user):
            return []
        sees_all = self.role_of(user) >= Role.PLANNER
        return [
            issue
            for issue in self.issues
            if sees_all or not issue.confidential or user in (issue.author, *issue.assignees)
        ]

    def label_named(self, name: str) -> Label | None:
        return next((label for label in self.labels if label.name == name), None)

    def default_template(self) -> str | None:
        """Text of `Default.md`, in any letter case."""
        return next((text for name, text in self.templates.items() if name.lower() == "default"), None)


@dataclass(slots=True, kw_only=True)
class World:
    """All that one GitLab holds."""

    clock: Clock = field(default_factory=Clock)
    lock: threading.RLock = field(default_factory=threading.RLock)
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    """By name."""
    projects: dict[str, Project] = field(default_factory=dict)
    """By path."""
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """User names by group path: whom a mention of the group reaches."""
    all_is_off: bool = False
    """Whether the instance stopped `@all` from meaning everyone."""
    generation: Generation = Generation.CURRENT
    last_id: int = 100

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def token_with_value(self, value: str) -> Token | None:
        return next((token for token in self.tokens.values() if token.value == value), None)

    def user_with_id(self, number: int) -> User | None:
        return next((user for user in self.users.values() if user.id == number), None)

    def find_project(self, reference: str) -> tuple[Project | None, bool]:
        """The project under this number or path (in any letter case), and whether that is a path it moved from."""
        for project in self.projects.values():
            if reference in (str(project.id), project.path) or reference.lower() == project.path.lower():
                return project, False
        for project in self.projects.values():
            if reference in project.old_paths:
                return project, True
        return None, False

    def people_behind(self, names: Iterable[str], project: Project) -> set[str]:
        """User names of everyone whom these mentions reach."""
        reached: set[str] = set()
        for name in names:
            if name == "all" and not self.all_is_off:
                reached |= set(project.members)
            elif name in self.users:
                reached.add(name)
            else:
                reached |= set(self.groups.get(name, ()))
        return reached

    def set_state(self, issue: Issue, state: str, by: User) -> None:
        """Close or reopen, with the event and the note that GitLab writes for it."""
        now = self.clock.now()
        issue.state, issue.updated_at = state, now
        issue.closed_at, issue.closed_by = (now, by) if state == "closed" else (None, None)
        shown = "closed" if state == "closed" else "reopened"
        issue.events.append(Event(id=self.next_id(), user=by, created_at=now, state=shown))
        self.add_note(issue, shown, by, system=True)

    def set_labels(self, issue: Issue, names: Iterable[str], by: User) -> None:
        """Make these the labels, with an event for each that comes or goes. All must be the project's."""
        wanted = list(dict.fromkeys(names))
        changes = [(name, "remove") for name in issue.labels if name not in wanted]
        changes += [(name, "add") for name in wanted if name not in issue.labels]
        for name, action in changes:
            label = issue.project.label_named(name)
            now = self.clock.now()
            issue.events.append(Event(id=self.next_id(), user=by, created_at=now, label=label, action=action))
            issue.updated_at = now
        issue.labels = sorted(wanted)

    def add_note(
        self, issue: Issue, body: str, by: User, *, internal: bool = False, system: bool = False
    ) -> Note:
        note = Note(
            id=self.next_id(),
            body=body,
            author=by,
            created_at=self.clock.now(),
            internal=internal,
            system=system,
        )
        issue.notes.append(note)
        issue.updated_at = note.created_at
        return note
