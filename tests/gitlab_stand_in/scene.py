"""What a test puts into the stand-in, and what other people do there while it runs. No request is made for any of it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from .issues import NoteOutcome, add_note, file_issue
from .state import Clock, Generation, Issue, Label, Project, Role, Token, User, World

USUAL_TOKEN: Final = "glpat-not-a-real-token"
TEAM: Final = (
    ("sam", "Sam Field", Role.DEVELOPER),
    ("mia", "Mia Stone", Role.MAINTAINER),
    ("olga", "Olga North", Role.OWNER),
    ("rita", "Rita Brook", Role.REPORTER),
    ("gus", "Gus Guest", Role.GUEST),
    ("nora", "Nora Nomember", Role.NONE),
)


class Scene:
    """The people, projects and issues of a `StandIn`, whose docstring tells how to use it."""

    def __init__(self, generation: Generation) -> None:
        self._world = World(generation=generation)
        for username, name, _role in TEAM:
            self.add_user(username, name=name)
            self.add_token(username, user=username)
        self._world.tokens["sam"].value = USUAL_TOKEN
        # Long ago, so that it stays expired when a test turns the clock back.
        self.add_token("expired", user="sam", expires_on=datetime(2001, 1, 1, tzinfo=UTC))
        self.add_token("revoked", user="sam", revoked=True)
        self.add_token("read-api", user="sam", scopes=("read_api",))
        self.add_token("job", user="sam", is_job_token=True)

    @property
    def clock(self) -> Clock:
        return self._world.clock

    @property
    def users(self) -> dict[str, User]:
        return self._world.users

    @property
    def tokens(self) -> dict[str, Token]:
        return self._world.tokens

    @property
    def projects(self) -> dict[str, Project]:
        return self._world.projects

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        return self._world.groups

    def turn_off_all(self) -> None:
        """Make `@all` mean nobody, as an instance may."""
        self._world.all_is_off = True

    def issues(self, path: str) -> list[Issue]:
        """The project's issues, oldest first, confidential ones too."""
        with self._world.lock:
            return list(self._world.projects[path].issues)

    def issue(self, path: str, iid: int) -> Issue:
        return next(issue for issue in self.issues(path) if issue.iid == iid)

    def add_user(self, username: str, *, name: str | None = None) -> User:
        with self._world.lock:
            user = User(id=self._world.next_id(), username=username, name=name or username.title())
            self._world.users[username] = user
            return user

    def add_token(
        self,
        name: str,
        *,
        user: str,
        scopes: tuple[str, ...] = ("api",),
        expires_on: datetime | None = None,
        revoked: bool = False,
        is_job_token: bool = False,
    ) -> Token:
        """A token whose value is `glpat-not-a-real-NAME`."""
        with self._world.lock:
            token = Token(
                value=f"glpat-not-a-real-{name}",
                name=name,
                user=self._world.users[user],
                id=self._world.next_id(),
                scopes=scopes,
                expires_on=expires_on.astimezone(UTC).date() if expires_on else None,
                revoked=revoked,
                is_job_token=is_job_token,
            )
            self._world.tokens[name] = token
            return token

    def add_project(
        self,
        path: str,
        *,
        labels: Iterable[str] = (),
        group_labels: Iterable[str] = (),
        templates: Mapping[str, str] | None = None,
        visibility: str = "public",
        members: Mapping[str, Role] | None = None,
    ) -> Project:
        """A project; `members` are roles by user name, by default the whole team."""
        with self._world.lock:
            world = self._world
            roles = {name: role for name, _, role in TEAM if role} if members is None else dict(members)
            project = Project(
                id=world.next_id(),
                path=path,
                visibility=visibility,
                members=roles,
                labels=[Label(id=world.next_id(), name=name) for name in labels]
                + [Label(id=world.next_id(), name=name, of_group=True) for name in group_labels],
                templates=dict(templates or {}),
            )
            world.projects[path] = project
            return project

    def move_project(self, old: str, new: str) -> Project:
        with self._world.lock:
            project = self._world.projects.pop(old)
            project.old_paths.add(old)
            project.path = new
            self._world.projects[new] = project
            return project

    def file(
        self,
        path: str,
        title: str,
        description: str = "",
        *,
        by: str = "sam",
        labels: Iterable[str] = (),
        confidential: bool = False,
    ) -> Issue:
        """Put an issue there as if filed by this person, without a request."""
        fields = {
            "title": title,
            "description": description,
            "labels": list(labels),
            "confidential": confidential,
        }
        with self._world.lock:
            return file_issue(self._world, self._world.projects[path], self._world.users[by], fields)

    def close_issue(self, path: str, iid: int, *, by: str = "mia") -> None:
        with self._world.lock:
            self._world.set_state(self.issue(path, iid), "closed", self._world.users[by])

    def reopen_issue(self, path: str, iid: int, *, by: str = "mia") -> None:
        with self._world.lock:
            self._world.set_state(self.issue(path, iid), "opened", self._world.users[by])

    def set_labels(self, path: str, iid: int, labels: Iterable[str], *, by: str = "mia") -> None:
        """Make these its labels; each that comes or goes is an event. Names the project lacks become its labels."""
        with self._world.lock:
            issue, names = self.issue(path, iid), list(labels)
            for name in names:
                if issue.project.label_named(name) is None:
                    issue.project.labels.append(Label(id=self._world.next_id(), name=name))
            self._world.set_labels(issue, names, self._world.users[by])

    def comment(
        self, path: str, iid: int, body: str, *, by: str = "mia", internal: bool = False
    ) -> NoteOutcome:
        with self._world.lock:
            return add_note(
                self._world, self.issue(path, iid), self._world.users[by], body, internal=internal
            )
