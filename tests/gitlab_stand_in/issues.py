"""What happens to an issue or a note on its way in, and which issues a list shows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from .answers import REFUSALS, Refusal, message, parameter
from .markdown import QuickAction, mentions_in, take_out_actions
from .state import Generation, Issue, Label, Note, Project, Role, User, World

TITLE_LIMIT: Final = 255
DESCRIPTION_LIMIT: Final = 1_048_576
"""In bytes, not characters."""

ISSUE_TYPES: Final = ("issue", "incident", "test_case", "requirement", "task", "ticket")
METADATA: Final = frozenset({"labels", "assignee_ids", "due_date"})
TRUE_WORDS: Final = ("true", "t", "yes", "y", "on", "1")
FALSE_WORDS: Final = ("false", "f", "no", "n", "off", "0")

# What each quick action touches, to tell whether this person may do it. Any other action is only written down.
_FIELD_OF: Final = {
    "label": "labels",
    "labels": "labels",
    "unlabel": "labels",
    "remove_label": "labels",
    "relabel": "labels",
    "assign": "assignee_ids",
    "reassign": "assignee_ids",
    "unassign": "assignee_ids",
    "due": "due_date",
    "remove_due_date": "due_date",
    "confidential": "confidential",
}


def is_true(value: object) -> bool:
    """How a parameter means yes: as JSON's true, or as one of several words. A client may well send `True`."""
    return str(value).lower() in TRUE_WORDS


def check_issue_parameters(given: Mapping[str, Any]) -> None:
    """The parameter check: runs before the project is even looked up. Raises a 400."""
    wrong: list[str] = []
    if given.get("title") is None:
        wrong.append("title is missing")
    elif not isinstance(given["title"], str):
        wrong.append("title is invalid")
    confidential = given.get("confidential")
    if confidential is not None and str(confidential).lower() not in TRUE_WORDS + FALSE_WORDS:
        wrong.append("confidential is invalid")
    if given.get("issue_type") not in (None, *ISSUE_TYPES):
        wrong.append("issue_type does not have a valid value")
    ids = given.get("assignee_ids")
    if ids is not None and not (isinstance(ids, list) and all(str(number).isdigit() for number in ids)):
        wrong.append("assignee_ids is invalid")
    labels = given.get("labels")
    if labels is not None and not isinstance(labels, (str, list)):
        wrong.append("labels is invalid")
    if wrong:
        raise Refusal(parameter(", ".join(wrong)))


def _check_issue_model(given: Mapping[str, Any]) -> None:
    """The model check: an object of lists, a list for each field. Raises a 400."""
    wrong: dict[str, list[str]] = {}
    title = given["title"]
    if not title.strip():
        wrong["title"] = ["can't be blank"]
    elif len(title) > TITLE_LIMIT:
        wrong["title"] = [f"is too long (maximum is {TITLE_LIMIT} characters)"]
    size = len((given.get("description") or "").encode())
    if size > DESCRIPTION_LIMIT:
        wrong["description"] = [
            f"is too long ({size / DESCRIPTION_LIMIT:.3g} MiB). The maximum size is 1 MiB."
        ]
    if wrong:
        raise Refusal(message(400, wrong))


def file_issue(world: World, project: Project, author: User, given: Mapping[str, Any]) -> Issue:
    """Store a new issue. Raises a 403, 409 or 400 when GitLab would not.

    Fields this person may not set are left out without a word.
    """
    role = project.role_of(author)
    if project.archived or not project.has_issues_for(author) or not project.is_visible_to(author):
        raise Refusal(REFUSALS["403"])
    _check_issue_model(given)

    now = world.clock.now()
    iid = max((issue.iid for issue in project.issues), default=0) + 1
    if role is Role.OWNER:
        # From anyone else both are ignored.
        if given.get("iid") is not None:
            iid = int(given["iid"])
            if any(issue.iid == iid for issue in project.issues):
                raise Refusal(REFUSALS["409-duplicate"])
        now = _time(given.get("created_at")) or now

    dropped = project.drops.get(role, frozenset())
    wanted = {name: value for name, value in given.items() if name not in dropped}
    sent = given.get("description") or ""
    text, actions = take_out_actions(
        sent if sent.strip() else project.default_template() or "", world.generation
    )
    issue = Issue(
        id=world.next_id(),
        iid=iid,
        project=project,
        title=given["title"],
        description=text,
        author=author,
        created_at=now,
        updated_at=now,
        due_date=_date(wanted.get("due_date")),
        confidential=is_true(wanted.get("confidential")),
        issue_type=given.get("issue_type") or "issue",
        description_as_sent=sent,
    )
    project.issues.append(issue)
    names = _split_labels(wanted.get("labels"))
    world.set_labels(issue, _known_or_made(world, project, names, role), author)
    _assign(issue, [world.user_with_id(int(number)) for number in wanted.get("assignee_ids") or ()])
    may = (METADATA | {"confidential", "state", "title"}) - dropped
    _run_actions(world, issue, author, actions, may)
    _note_mentions(world, issue, f"{issue.title}\n\n{issue.description}")
    return issue


@dataclass(slots=True, kw_only=True)
class NoteOutcome:
    note: Note | None
    """None when the text held nothing but quick actions: then no note exists."""
    changes: dict[str, Any] = field(default_factory=dict)
    summary: list[str] = field(default_factory=list)


def add_note(world: World, issue: Issue, author: User, body: str, *, internal: bool) -> NoteOutcome:
    """Store a note and obey the actions in it. Raises a 403, or a 400 for an empty one."""
    project = issue.project
    if project.archived or not project.has_issues_for(author):
        raise Refusal(REFUSALS["403"])
    text, actions = take_out_actions(body, world.generation)
    if not text.strip() and not actions:
        raise Refusal(message(400, '400 Bad request - Note {:note=>["can\'t be blank"]}'))
    may: frozenset[str] = frozenset()
    if project.role_of(author) >= Role.PLANNER:
        may = METADATA | {"confidential", "state", "title"}
    elif author == issue.author:
        may = frozenset({"state", "title"})
    changes, summary = _run_actions(world, issue, author, actions, may)
    if not text.strip():
        return NoteOutcome(note=None, changes=changes, summary=summary)
    note = world.add_note(issue, text, author, internal=internal)
    _note_mentions(world, issue, text)
    return NoteOutcome(note=note, changes=changes, summary=summary)


def _run_actions(
    world: World, issue: Issue, by: User, actions: list[QuickAction], may: frozenset[str]
) -> tuple[dict[str, Any], list[str]]:
    """Write down every action, and do the simple ones. Returns what changed, in GitLab's words for an answer 202.

    A real GitLab leaves some of them undone on an issue that is just being made (`/close` is one, in some versions).
    Here they are done: a line that slipped through should do visible harm.
    """
    changes: dict[str, Any] = {}
    summary: list[str] = []
    for action in actions:
        closes = action.name in ("close", "reopen")
        touched = "state" if closes else "title" if action.name == "title" else _FIELD_OF.get(action.name)
        if touched is not None and touched not in may:
            issue.quick_actions_refused.append(str(action))
            continue
        issue.quick_actions_run.append(str(action))
        if closes:
            state = "closed" if action.name == "close" else "opened"
            if issue.state != state:
                world.set_state(issue, state, by)
                changes["state_event"] = action.name
                summary.append("Closed this issue." if action.name == "close" else "Reopened this issue.")
        elif touched == "labels":
            named = [name for name in _label_names(action.arguments) if issue.project.label_named(name)]
            left = [] if action.name == "relabel" else issue.labels
            takes_off = action.name in ("unlabel", "remove_label")
            kept = [name for name in left if not takes_off or (named and name not in named)]
            world.set_labels(issue, kept if takes_off else [*kept, *named], by)
            changes["add_label_ids"] = [
                label.id for label in issue.project.labels if label.name in issue.labels
            ]
            summary.append(f"Changed the labels to {' '.join('~' + name for name in issue.labels)}.")
        elif touched == "assignee_ids":
            people = [_person(world, word, by) for word in action.arguments.split()]
            before = [] if action.name == "reassign" else issue.assignees
            if action.name == "unassign":
                issue.assignees = [person for person in before if people and person not in people]
            else:
                _assign(issue, [*before, *people])
            changes["assignee_ids"] = [person.id for person in issue.assignees]
            summary.append("Changed the assignees.")
        elif touched == "due_date":
            issue.due_date = _date(action.arguments) if action.name == "due" else None
            changes["due_date"] = issue.due_date
            summary.append(f"Set the due date to {issue.due_date}.")
        elif touched == "confidential":
            issue.confidential = True
            changes["confidential"] = True
            summary.append("Made this issue confidential.")
        elif touched == "title":
            issue.title = action.arguments or issue.title
            changes["title"] = issue.title
            summary.append(f'Changed the title to "{issue.title}".')
    return changes, summary


def _person(world: World, word: str, me: User) -> User | None:
    return me if word == "me" else world.users.get(word.removeprefix("@"))


def _assign(issue: Issue, people: list[User | None]) -> None:
    known: list[User] = []
    for person in people:
        if person is not None and person not in known and issue.project.is_visible_to(person):
            known.append(person)
    issue.assignees = known if issue.project.several_assignees else known[:1]


def _label_names(arguments: str) -> list[str]:
    """`~bug ~"two words" plain` -> the three names."""
    return [quoted or plain for quoted, plain in re.findall(r'~?"([^"]+)"|~?([^\s"]+)', arguments)]


def _split_labels(value: Any) -> list[str]:
    """A list or one text; each entry is split at its commas, so a name with a comma falls apart."""
    entries = [value] if isinstance(value, str) else value or []
    parts = (part.strip() for entry in entries for part in str(entry).split(","))
    return list(dict.fromkeys(part for part in parts if part))


def _known_or_made(world: World, project: Project, names: list[str], role: Role) -> list[str]:
    """The names that stay: known ones, and new ones if this person may make labels, which makes them."""
    for name in names:
        if project.label_named(name) is None and role >= Role.PLANNER:
            project.labels.append(Label(id=world.next_id(), name=name))
    return [name for name in names if project.label_named(name)]


def _note_mentions(world: World, issue: Issue, text: str) -> None:
    names = mentions_in(text)
    issue.mentions += [name for name in names if name not in issue.mentions]
    issue.notified |= world.people_behind(names, issue.project)


def _date(value: Any) -> str | None:
    """An ISO date. Anything else counts as none, without a word, as an attribute of Rails does it."""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return None


def _time(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Filter = Callable[[Issue], bool]


def select_issues(
    world: World, project: Project, caller: User | None, query: Mapping[str, list[str]]
) -> list[Issue]:
    """The issues a list call shows, in its order. Raises a 400 for a parameter that cannot be read."""
    asked = {name: values[-1] for name, values in query.items()}
    filters: list[Filter] = []

    state = _one_of(asked, "state", ("all", "opened", "closed"))
    if state != "all":
        filters.append(lambda issue: issue.state == state)
    if "labels" in asked:
        names = _split_labels(asked["labels"])
        if names == ["None"]:
            filters.append(lambda issue: not issue.labels)
        elif names == ["Any"]:
            filters.append(lambda issue: bool(issue.labels))
        else:
            filters.append(lambda issue: set(names) <= set(issue.labels))
    if "author_id" in asked:
        if not asked["author_id"].isdigit():
            raise Refusal(parameter("author_id is invalid"))
        filters.append(lambda issue: str(issue.author.id) == asked["author_id"])
    if "author_username" in asked:
        filters.append(lambda issue: issue.author.username == asked["author_username"])
    iids = query.get("iids[]", []) + [part for text in query.get("iids", []) for part in text.split(",")]
    if iids:
        filters.append(lambda issue: str(issue.iid) in iids)
    if "confidential" in asked:
        filters.append(lambda issue: issue.confidential == is_true(asked["confidential"]))
    scope = _one_of(asked, "scope", ("all", "created_by_me", "assigned_to_me"))
    if scope == "created_by_me":
        filters.append(lambda issue: issue.author == caller)
    elif scope == "assigned_to_me":
        filters.append(lambda issue: caller in issue.assignees)
    after, before = _asked_time(asked, "created_after"), _asked_time(asked, "created_before")
    changed = _asked_time(asked, "updated_after")
    if after:
        filters.append(lambda issue: issue.created_at >= after)
    if before:
        filters.append(lambda issue: issue.created_at <= before)
    if changed:
        filters.append(lambda issue: issue.updated_at >= changed)
    if asked.get("search"):
        fields = asked.get("in", "title,description").split(",")
        filters.append(lambda issue: _is_found(issue, asked["search"], fields, world.generation))

    chosen = [
        issue for issue in project.issues_visible_to(caller) if all(matches(issue) for matches in filters)
    ]
    key = _one_of(asked, "order_by", ("created_at", "updated_at", "title", "due_date"))
    descending = _one_of(asked, "sort", ("desc", "asc")) == "desc"
    return sorted(chosen, key=lambda issue: (str(getattr(issue, key) or ""), issue.id), reverse=descending)


def _one_of(asked: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """The value, or the first of the allowed ones when it is not given."""
    value = asked.get(name, allowed[0])
    if value not in allowed:
        raise Refusal(parameter(f"{name} does not have a valid value"))
    return value


def _asked_time(asked: Mapping[str, str], name: str) -> datetime | None:
    if name not in asked:
        return None
    moment = _time(asked[name])
    if moment is None:
        raise Refusal(parameter(f"{name} is invalid"))
    return moment


def _is_found(issue: Issue, search: str, fields: list[str], generation: Generation) -> bool:
    text = " ".join(getattr(issue, name) for name in fields if name in ("title", "description"))
    if generation is Generation.OLDER:
        # Tags and comments never reached the index, so what is hidden in them is never found.
        text = re.sub(r"<!--.*?-->|<[^>]*>", " ", text, flags=re.DOTALL)
    return all(word in text.lower() for word in search.lower().split())
