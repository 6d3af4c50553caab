"""Every way in which a tracker or the network can fail, as one sentence and one next step.

The rows follow GitLab's published behaviour: `message` or `error` in the body may be a string, a list or an object of
lists; what cannot be told apart from outside (absent or private) is said as both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit

from intents.drafting.characters import one_line, shown
from intents.filing.tracker import FILE_CODE, NotReached, Refused, Unknown

_LONGEST = 300
_LONGEST_WAIT = 86_400.0


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
        case 401 | 403 | 404 | 407 | 451 if _is_page(raw):
            return Refused(
                sentence=f"Something on the way answered with a page of its own ({status}), not GitLab.",
                next_step="Check the proxy and the address of the GitLab, then try again; the draft is kept.",
                code="not_gitlab",
            )
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
                sentence=f"You may not file issues in {project}: no role there, issues are turned off, or it is archived."
                + _reason_of(said),
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
        case 405 if "moved" in said:
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
                sentence=f"GitLab refused it ({status}): {said.rstrip('.') or 'it gave no reason'}.",
                next_step="Change what it names and try again, or send it from the browser.",
                code="title" if "title" in said else "refused",
                browser_helps=True,
            )


def upload_refused(
    status: int,
    raw: bytes | str | None,
    name: str,
    project: str,
    host: str,
    *,
    headers: Mapping[str, str] | None = None,
) -> Refused | NotReached:
    """A file was not taken. Whatever the reason, no issue was touched."""
    if status >= 500 or status in (408, 499):
        return NotReached(
            sentence=f"{host} has trouble of its own ({status}) and did not take {name}. Nothing was filed.",
            next_step="Try again in a while, or take the file off; the draft is kept.",
        )
    body = body_of(raw)
    scope = status == 403 and body.get("error") == "insufficient_scope"
    page = _is_page(raw) and status != 413
    if status in (401, 407, 429, 451) or scope or page or (status == 405 and "moved" in str(body)):
        # Of the connection, the token or the project, whatever is sent.
        return refused(status, raw, project, headers=headers)
    said = sentence_of(body.get("message") or body.get("error"))
    take_off = "Take it off and file without it, or ask the project's owners."
    match status:
        case 403:
            what = f"You may not upload files to {project}.{_reason_of(said)}"
        case 404:
            what, take_off = (
                f"{project} takes no files, or it is private and you are no member.",
                "Take the file off and file without it, or ask for access.",
            )
        case 413:
            what, take_off = (
                f"{name} is too large for {host}.",
                "Take it off and link it instead, or attach a smaller one.",
            )
        case _:
            what = f"GitLab did not take {name} ({status}): {said.rstrip('.') or 'it gave no reason'}."
            take_off = "Take it off and file without it."
    return Refused(
        sentence=f"{what} Nothing was filed.", next_step=take_off, code=FILE_CODE, browser_helps=True
    )


def upload_broke(error: BaseException, name: str, host: str) -> NotReached:
    """The network failed while a file went up."""
    if never_sent(error):
        return unreachable(error, host)
    kinds = kinds_of(error)
    if kinds & {"ReadTimeout", "ReadTimeoutError", "Timeout", "TimeoutError"}:
        return NotReached(
            sentence=f"{host} did not take {name} in time. Nothing was filed.",
            next_step="Try again, or take the file off; the draft is kept.",
        )
    # Some servers hang up on what is too large before they have read it.
    return NotReached(
        sentence=f"The connection to {host} broke off while {name} went up. Nothing was filed.",
        next_step="Try again; if it breaks again, the file may be too large: take it off. The draft is kept.",
    )


def _reason_of(said: str) -> str:
    """GitLab's own reason behind `403 Forbidden - `, as a sentence of its own."""
    reason = said.partition(" - ")[2].strip().rstrip(".")
    return f" GitLab says: {reason}." if reason else ""


def _is_page(raw: bytes | str | None) -> bool:
    """HTML: GitLab's API refuses in JSON or in plain words."""
    start = (raw or b"")[:200]
    text = start.decode("utf-8", "replace") if isinstance(start, bytes) else start
    return text.lstrip("\ufeff \t\r\n").startswith("<")


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
    return Refused(
        sentence="GitLab got too many requests from you or your network.",
        next_step=f"Try again {_when(wait)}.",
        code="rate",
        retry_after=wait,
    )


def _when(wait: float | None) -> str:
    if wait is None:
        return "in a minute"
    if wait < 1:
        return "now"
    if wait <= 120:
        return f"in {wait:.0f} second{'s' if wait >= 1.5 else ''}"
    return f"in {wait / 60:.0f} minutes"


def retry_after(headers: Mapping[str, str], *, now: float | None = None) -> float | None:
    """Seconds to wait, from `Retry-After` as seconds or as an HTTP date, else from `RateLimit-Reset`.

    Dates are measured against the server's own `Date`. None when nothing is said or it makes no sense.
    """
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", value):
        return min(float(value), _LONGEST_WAIT)
    if now is None:
        now = _moment(headers.get("date", ""))
    reset = headers.get("ratelimit-reset", "").strip()
    moment = _moment(value) if value else float(reset) if re.fullmatch(r"\d{9,11}", reset) else None
    if moment is None or now is None:
        return None
    return max(0.0, min(moment - now, _LONGEST_WAIT))


def _moment(text: str) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


NEVER_SENT = frozenset(
    {"NewConnectionError", "NameResolutionError", "ConnectTimeout", "ConnectTimeoutError", "ProxyError"}
    | {"SSLCertVerificationError", "InvalidURL", "InvalidSchema", "InvalidProxyURL", "InvalidHeader"}
)
"""Failures of making the connection, by the names of their classes. Anything else may have come after the request
left: an error of TLS too, since a refused client certificate or a broken record is heard only then."""


def chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and all that it was made of, the outermost first. What was merely being handled when it was raised
    (`__context__`) is no part of it."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        item = waiting.pop(0)
        if not isinstance(item, BaseException) or id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        waiting.extend((*item.args, getattr(item, "reason", None), item.__cause__))


def kinds_of(error: BaseException) -> frozenset[str]:
    """The names of the classes in an exception's chain. Its text will not do: it holds the address, and any project
    may be called `proxy` or `ssl`."""
    return frozenset(type(part).__name__ for part in chain(error))


def never_sent(error: BaseException) -> bool:
    """Whether the connection was never made, so that nothing can have been filed."""
    kinds = kinds_of(error)
    return bool(NEVER_SENT & kinds) or _names_no_file(error)


def unreachable(error: BaseException, host: str) -> NotReached:
    """A network failure before anything was filed. `error` is an exception of `requests` or of the system."""
    kinds = kinds_of(error)
    if _names_no_file(error):
        return NotReached(
            sentence="The CA file that is set for secure connections is not there.",
            next_step="Correct REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE, or unset it; the draft is kept.",
        )
    # Our own address was looked at before: one that can't be read is the proxy's.
    if kinds & {"ProxyError", "InvalidProxyURL", "InvalidURL"} or (
        "InvalidSchema" in kinds and "SOCKS" in str(error)
    ):
        return NotReached(
            sentence=f"The proxy on the way to {host} did not let it through.",
            next_step="Check HTTPS_PROXY and NO_PROXY, then try again; the draft is kept.",
        )
    if "SSLCertVerificationError" in kinds:
        why = next(
            (str(getattr(e, "verify_message", "")) for e in chain(error) if hasattr(e, "verify_message")), ""
        )
        reason = f" ({one_line(shown(why)).rstrip('.')})" if why else ""
        return NotReached(
            sentence=f"The certificate of {host} can't be verified{reason}.",
            next_step="Set REQUESTS_CA_BUNDLE to your company's CA file; verification stays on.",
        )
    if any(kind.startswith("SSL") for kind in kinds):
        return NotReached(
            sentence=f"No secure connection to {host} could be made.",
            next_step="Check the address and the proxy, then try again; the draft is kept.",
        )
    if "NameResolutionError" in kinds or "gaierror" in kinds:
        return NotReached(
            sentence=f"The name {host} is not known: no network, or a wrong address.",
            next_step="Check the network, then try again; the draft is kept.",
        )
    if kinds & {"ConnectTimeout", "ConnectTimeoutError", "ReadTimeout", "ReadTimeoutError", "Timeout"}:
        return NotReached(
            sentence=f"{host} does not answer.",
            next_step="Try again in a while; the draft is kept.",
        )
    return NotReached(
        sentence=f"{host} can't be reached.",
        next_step="Check the network, then try again; the draft is kept.",
    )


def _names_no_file(error: BaseException) -> bool:
    """A CA bundle that is not there: `requests` raises a bare `OSError` for it."""
    return type(error) is OSError and "certificate bundle" in str(error)


def not_gitlab(host: str) -> NotReached:
    """Something answered that is not GitLab: a sign-in page of the network, most likely."""
    return NotReached(
        sentence=f"What answered is not GitLab at {host}; perhaps the network wants you to sign in first.",
        next_step="Open any page in the browser, sign in to the network, then try again; the draft is kept.",
    )


def sent_elsewhere(host: str, location: str) -> NotReached:
    """A redirect to another host; it is not followed, since a token belongs to one host."""
    try:
        there = urlsplit(location).netloc.rpartition("@")[2]
    except ValueError:
        there = ""
    where = f"to {one_line(shown(there))}" if there else "elsewhere"
    return NotReached(
        sentence=f"{host} sends requests {where}, and neither token nor text is sent after them.",
        next_step="Sign in to the network in the browser, or correct the address of the GitLab (--gitlab).",
    )


def troubled(host: str, status: int) -> NotReached:
    """A server error on a reading call."""
    return NotReached(
        sentence=f"{host} has trouble of its own ({status}).",
        next_step="Nothing was sent. Try again in a while; the draft is kept.",
    )


def unclear(what: str) -> Unknown:
    """Sent, and the answer is lost."""
    return Unknown(
        sentence=f"{what} It may or may not be filed.",
        next_step="It is looked for by its reference before anything else.",
    )
