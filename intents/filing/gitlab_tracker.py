"""GitLab behind the `Tracker` protocol, by python-gitlab. The only module that imports it.

Never a hidden retry, never a hidden sleep: transient errors are not retried, rate limits are not slept on, and every
call has a time-out for connecting and one for reading.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import gitlab
import requests
from gitlab.exceptions import GitlabError, GitlabHttpError, GitlabParsingError, RedirectError

from intents.drafting.draft import Draft
from intents.filing.comparing import losses
from intents.filing.failures import not_gitlab, refused, unclear, unreachable
from intents.filing.session import OwnHostSession, check_address
from intents.filing.tracker import (
    Filed,
    NotReached,
    Project,
    Receipt,
    Refused,
    Result,
    Sending,
)

CONNECT, READ = 5.0, 20.0
"""Seconds."""
LOOK_BACK = timedelta(minutes=5)
"""How long before the server's own time of sending the look for a lost filing begins."""
PAGES = 5
"""A look for a lost filing reads this many pages of a hundred issues at most."""

T = TypeVar("T")


class GitLabTracker:
    """One GitLab, one token."""

    def __init__(
        self, url: str, token: str, *, bearer: bool = False, timeout: tuple[float, float] = (CONNECT, READ)
    ) -> None:
        self.url = check_address(url)
        self.host = urlsplit(self.url).netloc
        self.name = self.host
        self._session = OwnHostSession()
        self._session.headers["User-Agent"] = "intake"
        self._gitlab = gitlab.Gitlab(
            self.url,
            private_token=None if bearer else token,
            oauth_token=token if bearer else None,
            timeout=timeout,  # type: ignore[arg-type]  # handed on to requests, which takes a pair
            retry_transient_errors=False,
            session=self._session,
            keep_base_url=True,
        )
        self._me = ""

    def __repr__(self) -> str:
        return f"GitLabTracker({self.url!r})"

    def whoami(self) -> str | Refused | NotReached:
        """The user name of the token."""
        if not self._me:
            user = self._get("/user", "your account")
            if isinstance(user, Refused | NotReached):
                return user
            self._me = str(user.get("username") or "")
        return self._me

    def find_project(self, path: str) -> Project | Refused | NotReached:
        """Resolve a path to its number: a moved project answers reading calls with its new place, and no others."""
        found = self._get(f"/projects/{gitlab.utils.EncodedId(path)}", path)
        if isinstance(found, Refused | NotReached):
            return found
        now = str(found.get("path_with_namespace") or path)
        if found.get("archived"):
            return Refused(
                sentence=f"{now} is archived and takes no issues.",
                next_step="Tell whoever keeps the catalogue, and export the draft or ask the team.",
                code="forbidden",
            )
        if found.get("issues_access_level") == "disabled":
            return Refused(
                sentence=f"{now} has its issues turned off.",
                next_step="Tell whoever keeps the catalogue, and export the draft or ask the team.",
                code="forbidden",
            )
        return Project(
            id=str(found["id"]),
            path=now,
            web_url=str(found.get("web_url") or f"{self.url}/{now}"),
            public=found.get("visibility") == "public",
            moved_from=path if now.casefold() != path.casefold() else "",
        )

    def server_time(self) -> datetime | None:
        """The server's clock, by the `Date` of its last answer."""
        try:
            return parsedate_to_datetime(self._session.last_headers.get("date", ""))
        except ValueError:
            return None

    def template(self, project: Project, name: str) -> str | None:
        """An issue template's text; None when there is none or it may not be read: filing goes on without."""
        key = gitlab.utils.EncodedId(name)
        found = self._get(f"/projects/{project.id}/templates/issues/{key}", f"template {name}")
        if isinstance(found, Refused | NotReached):
            return None
        content = found.get("content")
        return content if isinstance(content, str) else None

    def label_names(self, project: Project) -> tuple[str, ...] | Refused | NotReached:
        """The labels that the project knows, its groups' included."""
        names: list[str] = []
        for page in range(1, PAGES * 4 + 1):
            rows = self._call(
                lambda page=page: self._gitlab.http_list(  # type: ignore[misc]
                    f"/projects/{project.id}/labels",
                    query_data={"per_page": 100, "page": page},
                    get_all=False,
                    obey_rate_limit=False,
                ),
                f"the labels of {project.path}",
            )
            if isinstance(rows, Refused | NotReached):
                return rows
            names.extend(str(row.get("name")) for row in rows)
            if not self._session.last_headers.get("x-next-page"):
                break
        return tuple(names)

    def token_facts(self) -> dict[str, Any] | Refused | NotReached:
        """What GitLab says of a personal token itself: `name`, `scopes`, `expires_at`."""
        return self._get("/personal_access_tokens/self", "the token")

    def file(self, draft: Draft, project: Project) -> Result:
        """POST it, once."""
        assignees = self._ids(draft.assignees)
        if isinstance(assignees, Refused | NotReached):
            return assignees
        payload: dict[str, Any] = {"title": draft.title, "description": draft.description}
        if draft.labels:
            payload["labels"] = list(draft.labels)
        if draft.due_date:
            payload["due_date"] = draft.due_date.isoformat()
        if draft.confidential:
            payload["confidential"] = True
        if assignees:
            payload["assignee_ids"] = assignees
        try:
            answer = self._gitlab.http_post(
                f"/projects/{project.id}/issues", post_data=payload, obey_rate_limit=False
            )
        except GitlabParsingError:
            return unclear("GitLab's answer could not be read.")
        except RedirectError:
            return Refused(
                sentence=f"{self.host} sends this elsewhere, and a request is not sent after it.",
                next_step="Check the address of the GitLab (--gitlab).",
                code="moved",
                browser_helps=True,
            )
        except GitlabError as error:
            status = error.response_code or 0
            if status >= 500 or status < 400:
                return unclear(f"GitLab answered with an error ({status}) after it was sent.")
            return refused(status, error.response_body, project.path, headers=self._session.last_headers)
        except requests.exceptions.ConnectTimeout as error:
            return unreachable(error, self.host)
        except requests.exceptions.SSLError as error:
            return unreachable(error, self.host)
        except requests.exceptions.ConnectionError as error:
            return (
                unreachable(error, self.host) if _never_sent(error) else unclear("The connection broke off.")
            )
        except requests.exceptions.Timeout:
            return unclear("GitLab did not answer in time after it was sent.")
        except requests.exceptions.RequestException:
            return unclear("The answer was lost on the way.")
        receipt = _receipt(answer, project) if isinstance(answer, dict) else None
        if receipt is None:
            return unclear("GitLab's answer could not be read.")
        return Filed(receipt=_with_losses(receipt, draft))

    def look_up(self, sending: Sending) -> Receipt | Refused | NotReached | None:
        """Look through the person's own latest issues for the reference. Needs no search index, and follows pages."""
        me = self.whoami()
        if isinstance(me, Refused | NotReached):
            return me
        query: dict[str, Any] = {
            "author_username": me,
            "state": "all",
            "order_by": "created_at",
            "sort": "desc",
            "per_page": 100,
        }
        if sending.server_time is not None:
            query["created_after"] = (sending.server_time.astimezone(UTC) - LOOK_BACK).isoformat()
        for page in range(1, PAGES + 1):
            rows = self._call(
                lambda page=page: self._gitlab.http_list(  # type: ignore[misc]
                    f"/projects/{sending.project_id}/issues",
                    query_data={**query, "page": page},
                    get_all=False,
                    obey_rate_limit=False,
                ),
                sending.project,
            )
            if isinstance(rows, Refused | NotReached):
                return rows
            issues: list[Any] = rows if isinstance(rows, list) else []
            for issue in issues:
                if isinstance(issue, dict) and sending.reference in str(issue.get("description") or ""):
                    project = Project(id=sending.project_id, path=sending.project, web_url="")
                    return _receipt(issue, project)
            if not self._session.last_headers.get("x-next-page"):
                return None
        return None

    def _ids(self, names: tuple[str, ...]) -> list[int] | Refused | NotReached:
        """User numbers; a name that nobody has is left to the comparison behind the filing."""
        ids: list[int] = []
        for name in names:
            found = self._call(
                lambda name=name: self._gitlab.http_list(  # type: ignore[misc]
                    "/users", query_data={"username": name}, get_all=False, obey_rate_limit=False
                ),
                "the list of users",
            )
            if isinstance(found, NotReached):
                return found
            if isinstance(found, Refused):
                continue
            ids.extend(int(user["id"]) for user in found)
        return ids

    def _get(self, path: str, what: str) -> dict[str, Any] | Refused | NotReached:
        answer = self._call(lambda: self._gitlab.http_get(path, obey_rate_limit=False), what)
        if isinstance(answer, Refused | NotReached):
            return answer
        return answer if isinstance(answer, dict) else not_gitlab(self.host)

    def _call(self, call: Callable[[], T], what: str) -> T | Refused | NotReached:
        """A reading call: whatever fails, nothing was filed."""
        try:
            return call()
        except (GitlabParsingError, RedirectError):
            return not_gitlab(self.host)
        except GitlabHttpError as error:
            return self._reading_failed(error, what)
        except GitlabError as error:
            return self._reading_failed(error, what)
        except requests.exceptions.RequestException as error:
            return unreachable(error, self.host)

    def _reading_failed(self, error: GitlabError, what: str) -> Refused | NotReached:
        status = error.response_code or 0
        if status >= 500:
            return NotReached(
                sentence=f"{self.host} has trouble of its own ({status}).",
                next_step="Nothing was sent. Try again in a while; the draft is kept.",
            )
        return refused(status, error.response_body, what, headers=self._session.last_headers)


def _never_sent(error: requests.exceptions.ConnectionError) -> bool:
    """Whether the connection failed before a byte of the request left: refused, no such name, no route."""
    text = f"{type(error).__name__} {error!r}"
    return any(
        part in text
        for part in (
            "NewConnectionError",
            "NameResolutionError",
            "ConnectTimeout",
            "ProxyError",
            "Max retries",
        )
    ) and not any(part in text for part in ("RemoteDisconnected", "Connection aborted", "reset by peer"))


def _receipt(issue: dict[str, Any], project: Project) -> Receipt | None:
    """None when what is needed to find the issue again is not in the answer."""
    iid, url = issue.get("iid"), issue.get("web_url")
    if not isinstance(iid, int) or not isinstance(url, str):
        return None
    references = issue.get("references")
    full = references.get("full") if isinstance(references, dict) else None
    return Receipt(
        project=project.path,
        iid=iid,
        url=url,
        reference=full if isinstance(full, str) else f"{project.path}#{iid}",
        title=str(issue.get("title") or ""),
        description=str(issue.get("description") or ""),
        labels=tuple(str(label) for label in issue.get("labels") or ()),
        due_date=_day(issue.get("due_date")),
        confidential=issue.get("confidential") is True,
        assignees=tuple(
            str(user["username"])
            for user in issue.get("assignees") or ()
            if isinstance(user, dict) and user.get("username")
        ),
        created_at=_moment(issue.get("created_at")),
    )


def _with_losses(receipt: Receipt, draft: Draft) -> Receipt:
    from dataclasses import replace

    return replace(receipt, losses=losses(draft, receipt))


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
