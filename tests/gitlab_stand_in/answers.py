"""What goes over the line: requests as they arrive, answers as they leave, and GitLab's own words for every refusal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

JSON_TYPE: Final = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it arrived, secrets and all. Tests never see this one; they see `Received`."""

    method: str
    target: str
    """Path and query as sent, still percent-encoded."""
    headers: Message
    body: bytes = b""

    @property
    def segments(self) -> tuple[str, ...]:
        """The parts of the path below `/api/v4`, each decoded on its own: `group%2Fproject` is one part."""
        parts = urlsplit(self.target).path.split("/")
        if parts[:3] != ["", "api", "v4"]:
            return ()
        return tuple(unquote(part) for part in parts[3:])

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    def first(self, name: str) -> str | None:
        """The value of a query parameter, or None."""
        return self.query.get(name, [None])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request as the tests see it: no token, only the token's name."""

    method: str
    path: str
    """The path as sent, still percent-encoded, without the query."""
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    """Names in the spelling of the client. The value of a token header is `<token: NAME>`."""
    token: str | None
    """Name of the token it came with; "unknown" for one that was never given out; None without any."""
    body: bytes
    call: str
    """Which call it was, in the words of `Call`; "other" for what the stand-in does not know."""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status, a body and the headers that belong to both. Length and date are added when it leaves."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_headers(self, headers: Mapping[str, str]) -> "Answer":
        return replace(self, headers={**self.headers, **headers})


class Refusal(Exception):  # noqa: N818  (it is what GitLab says, not a fault of ours)
    """Ends a call early with this answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.status} {answer.body[:200]!r}")
        self.answer = answer


def as_json(status: int, value: object, headers: Mapping[str, str] | None = None) -> Answer:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(status=status, body=body, headers={"Content-Type": JSON_TYPE, **(headers or {})})


def as_html(status: int, page: str) -> Answer:
    return Answer(status=status, body=page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def as_text(status: int, text: str, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(
        status=status, body=text.encode(), headers={"Content-Type": "text/plain", **(headers or {})}
    )


def message(status: int, text: object) -> Answer:
    """An answer in the commonest shape, `{"message": …}`."""
    return as_json(status, {"message": text})


def parameter(text: str) -> Answer:
    """A refusal of the parameter check, which runs before anything else looks at the request."""
    return as_json(400, {"error": text})


def invalid_token(description: str) -> Answer:
    return as_json(401, {"error": "invalid_token", "error_description": description})


SERVER_ERRORS: Final = MappingProxyType(
    {
        500: "Internal Server Error",
        502: "Bad Gateway",
        503: "Service Unavailable",
        504: "Gateway Timeout",
        520: "Web Server Returned an Unknown Error",
    }
)
TOO_MANY: Final = {"error": "This endpoint has been requested too many times. Try again later."}
SPAM: Final = "Your issue has been recognized as spam"

REFUSALS: Final[Mapping[str, Answer]] = MappingProxyType(
    {
        "400-title-missing": parameter("title is missing"),
        "400-confidential-invalid": parameter("confidential is invalid"),
        "400-issue-type": parameter("issue_type does not have a valid value"),
        "400-title-too-long": message(400, {"title": ["is too long (maximum is 255 characters)"]}),
        "400-title-blank": message(400, {"title": ["can't be blank"]}),
        "400-spam": message(400, {"base": [f"{SPAM} and has been discarded."]}),
        "400-spam-older": message(400, {"error": "Spam detected"}),
        "401": message(401, "401 Unauthorized"),
        "401-expired": invalid_token(
            "Token is expired. You can either do re-authorization or token refresh."
        ),
        "401-revoked": invalid_token("Token was revoked. You have to re-authorize from the user."),
        "403": message(403, "403 Forbidden"),
        "403-reason": message(403, "403 Forbidden - Your account has been blocked."),
        "403-insufficient-scope": as_json(
            403,
            {
                "error": "insufficient_scope",
                "error_description": "The request requires higher privileges than provided by the access token.",
                "scope": "api",
            },
        ),
        "404": message(404, "404 Not found"),
        "404-project": message(404, "404 Project Not Found"),
        "404-issue": message(404, "404 Issue Not Found"),
        "404-template": message(404, "404 Template Not Found"),
        "405-moved": message(405, "Non GET methods are not allowed for moved projects"),
        "409-captcha": as_json(
            409,
            {
                "needs_captcha_response": True,
                "spam_log_id": 42,
                "captcha_site_key": "not-a-real-site-key",
                "message": {
                    "error": f"{SPAM}. Please, change the content or solve the reCAPTCHA to proceed."
                },
            },
        ),
        "409-duplicate": message(409, "Duplicated issue"),
        "413": message(413, "413 Request Entity Too Large"),
        "413-html": as_html(
            413,
            "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n"
            "<center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx</center>\r\n"
            "</body>\r\n</html>\r\n",
        ),
        "422": message(422, "Epic cannot be assigned to this issue"),
    }
)
"""GitLab's refusals by name. A name that begins with its status reads well both in a test and on a command line."""


def server_error(status: int, *, html: bool) -> Answer:
    reason = SERVER_ERRORS[status]
    if not html:
        return message(status, f"{status} {reason}")
    page = (
        f"<!DOCTYPE html>\n<html><head><title>{reason} ({status})</title></head>\n"
        f"<body><h1>{status}</h1><p>Whoops, something went wrong on our end.</p></body></html>\n"
    )
    return as_html(status, page)


CAPTIVE_PORTAL: Final = as_html(
    200,
    "<!DOCTYPE html>\n<html><head><title>Guest network</title></head>\n"
    "<body><form action='/login'><h1>Sign in to use this network</h1></form></body></html>\n",
)
