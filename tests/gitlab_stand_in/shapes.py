"""How GitLab shows what it keeps: each thing as the JSON of its answers."""

from datetime import datetime
from typing import Any

from .state import Event, Issue, Label, Note, Project, Role, Token, Upload, User

Shape = dict[str, Any]


def moment(value: datetime | None) -> str | None:
    """`2026-11-24T10:59:19.123Z`."""
    return (
        None if value is None else value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"
    )


def user(value: User, host: str) -> Shape:
    return {
        "id": value.id,
        "username": value.username,
        "public_email": "",
        "name": value.name,
        "state": value.state,
        "locked": False,
        "avatar_url": None,
        "web_url": f"{host}/{value.username}",
    }


def member(value: User, role: Role, host: str) -> Shape:
    return {
        **user(value, host),
        "access_level": int(role),
        "created_at": "2026-01-05T08:00:00.000Z",
        "expires_at": None,
        "membership_state": "active",
    }


def token(value: Token, now: datetime) -> Shape:
    """What `personal_access_tokens/self` says of the token it was asked with."""
    return {
        "id": value.id,
        "name": value.name,
        "revoked": value.revoked,
        "created_at": "2026-01-05T08:00:00.000Z",
        "description": None,
        "scopes": list(value.scopes),
        "user_id": value.user.id,
        "last_used_at": moment(now),
        "active": True,
        "expires_at": value.expires_on.isoformat() if value.expires_on else None,
    }


def project(value: Project, caller: User | None, host: str) -> Shape:
    namespace, _, name = value.path.rpartition("/")
    role = value.role_of(caller)
    return {
        "id": value.id,
        "description": None,
        "name": name,
        "name_with_namespace": f"{namespace} / {name}",
        "path": name,
        "path_with_namespace": value.path,
        "default_branch": "main",
        "visibility": value.visibility,
        "archived": value.archived,
        "issues_enabled": value.issues_access_level != "disabled",
        "issues_access_level": value.issues_access_level,
        "web_url": f"{host}/{value.path}",
        "namespace": {"full_path": namespace, "kind": "group"},
        "permissions": {
            "project_access": {"access_level": int(role)} if role else None,
            "group_access": None,
        },
    }


def issue(value: Issue, host: str) -> Shape:
    path, here = value.project.path, f"{host}/api/v4/projects/{value.project.id}"
    assignees = [user(person, host) for person in value.assignees]
    return {
        "id": value.id,
        "iid": value.iid,
        "project_id": value.project.id,
        "title": value.title,
        "description": value.description,
        "state": value.state,
        "created_at": moment(value.created_at),
        "updated_at": moment(value.updated_at),
        "closed_at": moment(value.closed_at),
        "closed_by": user(value.closed_by, host) if value.closed_by else None,
        "labels": list(value.labels),
        "milestone": None,
        "assignees": assignees,
        "author": user(value.author, host),
        "type": value.issue_type.upper(),
        "assignee": assignees[0] if assignees else None,
        "user_notes_count": sum(not note.system for note in value.notes),
        "merge_requests_count": 0,
        "upvotes": 0,
        "downvotes": 0,
        "start_date": None,
        "due_date": value.due_date,
        "confidential": value.confidential,
        "discussion_locked": None,
        "issue_type": value.issue_type,
        "web_url": f"{host}/{path}/-/issues/{value.iid}",
        "time_stats": {
            "time_estimate": 0,
            "total_time_spent": 0,
            "human_time_estimate": None,
            "human_total_time_spent": None,
        },
        "task_completion_status": {"count": 0, "completed_count": 0},
        "has_tasks": True,
        "task_status": "0 of 0 checklist items completed",
        "_links": {
            "self": f"{here}/issues/{value.iid}",
            "notes": f"{here}/issues/{value.iid}/notes",
            "award_emoji": f"{here}/issues/{value.iid}/award_emoji",
            "project": here,
            "closed_as_duplicate_of": None,
        },
        "references": {"short": f"#{value.iid}", "relative": f"#{value.iid}", "full": f"{path}#{value.iid}"},
        "severity": "UNKNOWN",
        "subscribed": True,
        "moved_to_id": None,
        "imported": False,
        "imported_from": "none",
        "service_desk_reply_to": None,
    }


def note(value: Note, on: Issue, host: str) -> Shape:
    return {
        "id": value.id,
        "type": None,
        "body": value.body,
        "author": user(value.author, host),
        "created_at": moment(value.created_at),
        "updated_at": moment(value.created_at),
        "system": value.system,
        "noteable_id": on.id,
        "noteable_type": "Issue",
        "project_id": on.project.id,
        "resolvable": False,
        "confidential": value.internal,
        "internal": value.internal,
        "imported": False,
        "imported_from": "none",
        "noteable_iid": on.iid,
        "commands_changes": {},
    }


def label(value: Label) -> Shape:
    return {
        "id": value.id,
        "name": value.name,
        "description": value.description,
        "description_html": value.description or "",
        "text_color": "#FFFFFF",
        "color": value.color,
        "archived": False,
        "subscribed": False,
        "priority": None,
        "is_project_label": not value.of_group,
    }


def event(value: Event, on: Issue, host: str) -> Shape:
    shown: Shape = {
        "id": value.id,
        "user": user(value.user, host),
        "created_at": moment(value.created_at),
        "resource_type": "Issue",
        "resource_id": on.id,
    }
    if value.state is not None:
        return {**shown, "source_commit": None, "source_merge_request_id": None, "state": value.state}
    return {**shown, "label": label(value.label) if value.label else None, "action": value.action}


def upload(value: Upload, project_id: int) -> Shape:
    stem, _, ending = value.name.rpartition(".")
    is_image = ending.lower() in {"png", "jpg", "jpeg", "gif", "svg", "webp"}
    alt = stem or value.name
    markdown = f"![{alt}]({value.url})" if is_image else f"[{value.name}]({value.url})"
    return {
        "id": value.id,
        "alt": alt,
        "url": value.url,
        "full_path": f"/-/project/{project_id}{value.url}",
        "markdown": markdown,
    }
