"""GitLab behind the `Tracker` protocol, by python-gitlab. The only module that imports it.

Never a hidden retry of a POST, never a hidden sleep: transient errors are not retried, rate limits are not slept on, and
every call has a time-out for connecting and one for reading. Whether a failed POST may have been filed is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO, TypeVar
from urllib.parse import urlsplit

import gitlab
from gitlab.exceptions import GitlabError, GitlabParsingError

from intents.drafting.draft import Draft
from intents.filing.address import check_address, check_token
from intents.filing.comparing import losses
from intents.filing.examining import takes_no_issues
from intents.filing.failures import (
    kinds_of,
    never_sent,
    not_gitlab,
    refused,
    sent_elsewhere,
    troubled,
    unclear,
    unreachable,
    upload_broke,
    upload_refused,
)
from intents.filing.session import OwnHostSession
from intents.filing.stored_issue import link_of, receipt_of
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
LOOK_BACK = timedelta(hours=1)
"""How long before the server's own time of sending the look for a lost filing begins. Wide, since a proxy's clock may
have written the `Date`; only the person's own issues are in it."""
UPLOAD_READ = 3
"""Times the time-out for reading that a server may take to store a file before it answers."""
PAGE, PAGES = 100, 5
"""Issues a page, and the pages that a look for a lost filing reads at most."""

_UNREADABLE = (GitlabParsingError, RecursionError)
"""Answers that are no JSON, or so deep that no reader gets to their end: those of refusals are read unguarded."""

T = TypeVar("T")


class GitLabTracker:
    """One GitLab, one token."""

    def __init__(
        self, url: str, token: str, *, bearer: bool = False, timeout: tuple[float, float] = (CONNECT, READ)
    ) -> None:
        self.url = check_address(url)
        token = check_token(token)
        self.host = urlsplit(self.url).netloc
        self.name = self.host
        self._session = OwnHostSession(self.url)
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
        self._timeout = timeout
        self._me = ""
        self._hidden = token.encode()

    def __repr__(self) -> str:
        return f"GitLabTracker({self.url!r})"

    def whoami(self) -> str | Refused | NotReached:
        """The user name of the token."""
        if not self._me:
            user = self._get("/user", "your account")
            if isinstance(user, Refused | NotReached):
                return user
            name = user.get("username")
            if not isinstance(name, str) or not name:
                return not_gitlab(self.host)
            self._me = name
        return self._me

    def find_project(self, path: str) -> Project | Refused | NotReached:
        """Resolve a path to its number: a moved project answers reading calls with its new place, and no others."""
        facts = self.project_facts(path)
        if isinstance(facts, Refused | NotReached):
            return facts
        project = self.project_of(facts, path)
        if facts.get("archived") is True:
            return _takes_none(f"{project.path} is archived and takes no issues.")
        if takes_no_issues(facts):
            return _takes_none(f"{project.path} has its issues turned off.")
        return project

    def project_facts(self, path: str) -> dict[str, Any] | Refused | NotReached:
        """What GitLab says of a project."""
        facts = self._get(f"/projects/{gitlab.utils.EncodedId(path)}", path)
        if isinstance(facts, Refused | NotReached) or isinstance(facts.get("id"), int):
            return facts
        return not_gitlab(self.host)

    def project_of(self, facts: dict[str, Any], path: str) -> Project:
        """The project of these facts, which was asked for by this path."""
        now = str(facts.get("path_with_namespace") or path)
        return Project(
            id=str(facts["id"]),
            path=now,
            web_url=str(facts.get("web_url") or f"{self.url}/{now}"),
            public=facts.get("visibility") == "public" and facts.get("issues_access_level") != "private",
            moved_from=path if now.casefold() != path.casefold() else "",
        )

    def level_of(self, project: Project, name: str) -> int | Refused | NotReached:
        """The access level of a member, by whatever way they are one; 0 for who is none."""
        path = f"/projects/{project.id}/members/all"
        rows = self._page(path, {"query": name}, 1, f"the members of {project.path}")
        if isinstance(rows, Refused | NotReached):
            return rows
        levels = (row.get("access_level") for row in rows if row.get("username") == name)
        return max((level for level in levels if isinstance(level, int)), default=0)

    def server_time(self) -> datetime | None:
        """The server's clock, by the `Date` of its last answer."""
        try:
            moment = parsedate_to_datetime(self._session.last_headers.get("date", ""))
        except (ValueError, TypeError, OverflowError):
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def template(self, project: Project, name: str) -> str | None:
        """An issue template's text; None when there is none or it may not be read: filing goes on without."""
        key = gitlab.utils.EncodedId(name)
        found = self._get(f"/projects/{project.id}/templates/issues/{key}", f"template {name}")
        if isinstance(found, Refused | NotReached):
            return None
        content = found.get("content")
        return content if isinstance(content, str) else None

    def template_names(self, project: Project) -> tuple[str, ...] | Refused | NotReached:
        """The issue templates that the project has, the first hundred."""
        path = f"/projects/{project.id}/templates/issues"
        rows = self._page(path, {}, 1, f"the templates of {project.path}")
        if isinstance(rows, Refused | NotReached):
            return rows
        return tuple(str(row["name"]) for row in rows if row.get("name"))

    def label_names(self, project: Project) -> tuple[str, ...] | Refused | NotReached:
        """The labels that the project knows, its groups' included."""
        names: list[str] = []
        for page in range(1, PAGES * 4 + 1):
            rows = self._page(f"/projects/{project.id}/labels", {}, page, f"the labels of {project.path}")
            if isinstance(rows, Refused | NotReached):
                return rows
            names.extend(str(row["name"]) for row in rows if row.get("name"))
            if len(rows) < PAGE:
                break
        return tuple(names)

    def token_facts(self) -> dict[str, Any] | Refused | NotReached:
        """What GitLab says of a personal token itself: `name`, `scopes`, `expires_at`."""
        return self._get("/personal_access_tokens/self", "the token")

    def upload(self, name: str, content: BinaryIO, project: Project) -> str | Refused | NotReached:
        """POST a file, once. What breaks on the way is told as not reached: no issue comes of an upload."""
        connect, read = self._timeout
        try:
            answer = self._gitlab.http_post(
                f"/projects/{project.id}/uploads",
                files={"file": (name, content)},
                obey_rate_limit=False,
                # The first of the two is also how long a line may stand still while the file is being sent.
                timeout=(max(connect, read), read * UPLOAD_READ),
            )
        except _UNREADABLE:
            return not_gitlab(self.host)
        except GitlabError as error:
            status = error.response_code or 0
            if status < 400:
                return sent_elsewhere(self.host, self._session.last_headers.get("location", ""))
            headers = self._session.last_headers
            return upload_refused(status, error.response_body, name, project.path, self.host, headers=headers)
        except OSError as error:
            return upload_broke(error, name, self.host)
        return link_of(answer, name) or not_gitlab(self.host)

    def file(self, draft: Draft, project: Project) -> Result:
        """POST it, once."""
        assignees = self._ids(draft.assignees)
        if isinstance(assignees, NotReached):
            return assignees
        payload: dict[str, Any] = {"title": draft.title, "description": draft.description}
        unknown = self._unknown_labels(project, draft.labels)
        if labels := [label for label in draft.labels if label not in unknown]:
            payload["labels"] = labels
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
        except _UNREADABLE:
            return unclear("GitLab's answer could not be read.")
        except GitlabError as error:
            return self._posting_failed(error, project)
        except OSError as error:
            # Every failure of `requests` is one of these.
            if never_sent(error):
                return unreachable(error, self.host)
            kinds = kinds_of(error)
            late = kinds & {"ReadTimeout", "ReadTimeoutError", "Timeout"}
            return unclear(
                f"{self.host} did not answer in time after it was sent."
                if late
                else f"The connection to {self.host} broke off after it was sent."
            )
        receipt = receipt_of(answer, project.path) if isinstance(answer, dict) else None
        if receipt is None:
            return unclear("GitLab's answer could not be read.")
        return Filed(receipt=replace(receipt, losses=losses(draft, receipt, unknown)))

    def search(self, sending: Sending) -> Receipt | None:
        """One page by GitLab's own search for the reference, whenever it was filed. The oldest that carries it counts."""
        query = {
            "search": sending.reference,
            "in": "description",
            "state": "all",
            "order_by": "created_at",
            "sort": "asc",
        }
        if sending.author:
            query["author_username"] = sending.author
        rows = self._page(f"/projects/{sending.project_id}/issues", query, 1, sending.project)
        if isinstance(rows, Refused | NotReached):
            return None
        found = next((issue for issue in rows if _carries(issue, sending.reference)), None)
        return receipt_of(found, sending.project) if found is not None else None

    def look_up(self, sending: Sending) -> Receipt | Refused | NotReached | None:
        """Look through the sender's issues since then for the reference. Needs no search index, and follows pages."""
        author = sending.author or self.whoami()
        if isinstance(author, Refused | NotReached):
            return author
        query: dict[str, Any] = {"author_username": author, "state": "all", "order_by": "created_at"}
        if sending.server_time is None:
            query["sort"] = "desc"
        else:
            # From then on, oldest first: the one that is looked for is on the first page, however late it is.
            query["sort"] = "asc"
            query["created_after"] = (sending.server_time.astimezone(UTC) - LOOK_BACK).isoformat()
        for page in range(1, PAGES + 1):
            rows = self._page(f"/projects/{sending.project_id}/issues", query, page, sending.project)
            if isinstance(rows, Refused | NotReached):
                return rows
            for issue in rows:
                if _carries(issue, sending.reference):
                    return receipt_of(issue, sending.project) or not_gitlab(self.host)
            if len(rows) < PAGE:
                return None
        return Refused(
            sentence=f"@{author} has more issues in {sending.project} than can be looked through.",
            next_step=f"Search its list of issues for {sending.reference}.",
            code="too_many",
        )

    def _unknown_labels(self, project: Project, labels: tuple[str, ...]) -> tuple[str, ...]:
        """Those that the project certainly does not have. GitLab would make them, one for every slip in a catalogue."""
        unknown: list[str] = []
        for label in labels:
            rows = self._page(f"/projects/{project.id}/labels", {"search": label}, 1, "the labels")
            if isinstance(rows, Refused | NotReached):
                return tuple(unknown)
            if len(rows) < PAGE and all(row.get("name") != label for row in rows):
                unknown.append(label)
        return tuple(unknown)

    def _ids(self, names: tuple[str, ...]) -> list[int] | NotReached:
        """User numbers; a name that nobody has is left to the comparison behind the filing."""
        ids: list[int] = []
        for name in names:
            found = self._page("/users", {"username": name}, 1, "the list of users")
            if isinstance(found, NotReached):
                return found
            if isinstance(found, Refused):
                continue
            ids.extend(user["id"] for user in found if isinstance(user.get("id"), int))
        return ids

    def _get(self, path: str, what: str) -> dict[str, Any] | Refused | NotReached:
        answer = self._call(lambda: self._gitlab.http_get(path, obey_rate_limit=False), what)
        if isinstance(answer, Refused | NotReached):
            return answer
        return answer if isinstance(answer, dict) else not_gitlab(self.host)

    def _page(
        self, path: str, query: dict[str, Any], page: int, what: str
    ) -> list[dict[str, Any]] | Refused | NotReached:
        """One page of a list. A page that is not full is the last: that needs no header, which a proxy may drop."""
        rows = self._call(
            lambda: self._gitlab.http_list(
                path,
                query_data={**query, "page": page, "per_page": PAGE},
                get_all=False,
                obey_rate_limit=False,
            ),
            what,
        )
        if isinstance(rows, Refused | NotReached):
            return rows
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return not_gitlab(self.host)
        return rows

    def _call(self, call: Callable[[], T], what: str) -> T | Refused | NotReached:
        """A reading call: whatever fails, nothing was filed."""
        for last in (False, True):
            try:
                return call()
            except _UNREADABLE:
                return not_gitlab(self.host)
            except GitlabError as error:
                return self._reading_failed(error, what)
            except (KeyError, TypeError):
                # python-gitlab reads whatever stands in a list's place by number.
                return not_gitlab(self.host)
            except OSError as error:
                # A connection that was kept open and has died meanwhile (a laptop that slept) is made anew, once.
                if last or never_sent(error) or "ProtocolError" not in kinds_of(error):
                    return unreachable(error, self.host)
        raise AssertionError("the last try returns")

    def _reading_failed(self, error: GitlabError, what: str) -> Refused | NotReached:
        status = error.response_code or 0
        if status == 511:
            # The network's own answer: it wants a sign-in first.
            return not_gitlab(self.host)
        if status >= 500:
            return troubled(self.host, status)
        if status < 400:
            return sent_elsewhere(self.host, self._session.last_headers.get("location", ""))
        return self._refused(status, error, what)

    def _posting_failed(self, error: GitlabError, project: Project) -> Result:
        status = error.response_code or 0
        if status >= 500:
            return unclear(f"GitLab answered with an error ({status}) after it was sent.")
        if status < 400:
            return unclear(f"{self.host} answered with a redirect ({status}), which is not followed.")
        if status in (408, 499):
            # Proxies give up with these, whatever becomes of the request behind them.
            return unclear(f"The connection was given up on the way ({status}) after it was sent.")
        return self._refused(status, error, project.path)

    def _refused(self, status: int, error: GitlabError, what: str) -> Refused:
        # Whatever answers there may repeat what it was sent: the token is not shown for that.
        body = (error.response_body or b"").replace(self._hidden, b"[token]")
        return refused(status, body, what, headers=self._session.last_headers)


def _carries(issue: dict[str, Any], reference: str) -> bool:
    marker = rf"(?<![A-Za-z0-9]){re.escape(reference)}(?![A-Za-z0-9])"
    return re.search(marker, str(issue.get("description") or "")) is not None


def _takes_none(sentence: str) -> Refused:
    return Refused(
        sentence=sentence,
        next_step="Tell whoever keeps the catalogue, and export the draft or ask the team.",
        code="forbidden",
    )
