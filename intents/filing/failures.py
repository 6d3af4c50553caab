"""Every way in which a tracker or the network can fail, as one sentence and one next step.

The rows follow GitLab's published behaviour: `message` or `error` in the body may be a string, a list or an object of
lists; what cannot be told apart from outside (absent or private) is said as both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from intents.drafting.characters import one_line, shown
from intents.filing.tracker import NotReached, Refused, Unknown

_LONGEST = 300


def sentence_of(value: object) -> str:
    """Any of the shapes of an error message as plain words, cut to a readable length."""
    text = one_line(shown(_words(value)))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bytes():
            return value.decode("utf-8", "replace")
        case Mapping():
            return "; ".join(f"{_field(key)}{_words(part)}".strip() for key, part in value.items())
        case list() | tuple():
            return ", ".join(_words(part) for part in value)
        case _:
            return str(value)


def _field(key: object) -> str:
    return "" if key in ("base", "error", "message") else f"{key} "


def body_of(raw: bytes | str | None) -> Mapping[str, Any]:
    """The body of an error as an object; empty for HTML, plain text or nothing."""
    try:
        body = json.loads(raw or b"")
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def refused(
    status: int, raw: bytes | str | None, project: str, *, headers: Mapping[str, str] | None = None
) -> Refused:
    """A definite no. `project` names what was asked for."""
    body = body_of(raw)
    said = sentence_of(body.get("message") or body.get("error"))
    headers = {key.lower(): value for key, value in (headers or {}).items()}
    match status:
        case 401:
            return _token(body)
        case 403 if body.get("error") == "insufficient_scope":
            return Refused(
                sentence="The token may read, but not file issues.",
                next_step="Make one with the scope `api` and set it as GITLAB_TOKEN.",
                code="scope",
                browser_helps=True,
            )
        case 403:
            return Refused(
                sentence=f"You may not file issues in {project}: no role there, issues are turned off, or it is archived.",
                next_step="Ask its owners, or try the page in the browser.",
                code="forbidden",
                browser_helps=True,
            )
        case 404:
            return Refused(
                sentence=f"{project} does not exist, or it is private and you are no member.",
                next_step="Ask for access, or tell whoever keeps the catalogue that the path is wrong.",
                code="not_found",
            )
        case 405:
            return Refused(
                sentence=f"{project} has moved and takes nothing under its old name.",
                next_step="Try again: the new place is looked for.",
                code="moved",
            )
        case 409 if body.get("needs_captcha_response"):
            return Refused(
                sentence="GitLab takes this for spam and wants a captcha, which a terminal can't show.",
                next_step="Open the filled-in page in the browser and send it there.",
                code="captcha",
                browser_helps=True,
            )
        case 413:
            return Refused(
                sentence="The text or a file is too large for the server.",
                next_step="Shorten it, or put the long part into a snippet and link it.",
                code="too_large",
            )
        case 429:
            return _too_many(headers)
        case 400 if "spam" in said.casefold():
            return Refused(
                sentence="GitLab took this for spam and threw it away.",
                next_step="Say it in other words, with fewer links, or send it from the browser.",
                code="spam",
                browser_helps=True,
            )
        case _:
            return Refused(
                sentence=f"GitLab refused it ({status}): {said or 'it gave no reason'}.".replace("..", "."),
                next_step="Change what it names and try again, or send it from the browser.",
                code="title" if "title" in said else "refused",
                browser_helps=True,
            )


def _token(body: Mapping[str, Any]) -> Refused:
    said = sentence_of(body.get("error_description")).casefold()
    if "expired" in said:
        what = "The token has expired."
    elif "revoked" in said:
        what = "The token was revoked."
    else:
        what = "GitLab does not accept the token."
    return Refused(
        sentence=what,
        next_step="Make a new one with the scope `api`, set it as GITLAB_TOKEN and start again: the draft is kept.",
        code="token",
        browser_helps=True,
    )


def _too_many(headers: Mapping[str, str]) -> Refused:
    wait = retry_after(headers)
    when = f"in {wait:.0f} seconds" if wait else "in a minute"
    return Refused(
        sentence="GitLab got too many requests from you or your network.",
        next_step=f"Try again {when}.",
        code="rate",
        retry_after=wait,
    )


def retry_after(headers: Mapping[str, str], *, now: float | None = None) -> float | None:
    """Seconds to wait, from `Retry-After` as seconds or as an HTTP date; None when it is missing or makes no sense."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,6}", value):
        return float(value)
    if not value:
        return None
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if now is None:
        served = headers.get("date", "")
        try:
            now = parsedate_to_datetime(served).timestamp()
        except ValueError:
            return None
    return max(0.0, min(moment.timestamp() - now, 86_400.0))


def unreachable(error: BaseException, host: str) -> NotReached:
    """A network failure before anything was sent. `error` is an exception of `requests` or of the system."""
    text = f"{type(error).__name__} {error}".casefold()
    if "certificate" in text or "ssl" in text:
        return NotReached(
            sentence=f"The certificate of {host} can't be verified.",
            next_step="Set REQUESTS_CA_BUNDLE to your company's CA file; verification stays on.",
        )
    if "proxy" in text:
        return NotReached(
            sentence=f"The proxy on the way to {host} did not let it through.",
            next_step="Check HTTPS_PROXY and NO_PROXY, then try again.",
        )
    if any(
        part in text for part in ("getaddrinfo", "name or service", "nameresolution", "nodename", "resolve")
    ):
        return NotReached(
            sentence=f"The name {host} is not known: no network, or a wrong address.",
            next_step="Check the network, then try again; the draft is kept.",
        )
    if "timeout" in text or "timed out" in text:
        return NotReached(
            sentence=f"{host} does not answer.",
            next_step="Try again in a while; the draft is kept.",
        )
    return NotReached(
        sentence=f"{host} can't be reached.",
        next_step="Check the network, then try again; the draft is kept.",
    )


def not_gitlab(host: str) -> NotReached:
    """Something answered that is not GitLab: a sign-in page of the network, most likely."""
    return NotReached(
        sentence=f"What answered is not GitLab at {host}; perhaps the network wants you to sign in first.",
        next_step="Open any page in the browser, sign in to the network, then try again.",
    )


def unclear(what: str) -> Unknown:
    """Sent, and the answer is lost."""
    return Unknown(
        sentence=f"{what} It may or may not be filed.",
        next_step="It is looked for by its reference before anything else.",
    )
