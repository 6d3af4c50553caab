"""Every way to fail has its own sentence, its next step and its kind."""

import json
import ssl

import pytest
import requests
import urllib3
from gitlab_stand_in.answers import REFUSALS
from hypothesis import given
from hypothesis import strategies as st

from intents.filing import failures

PROJECT = "group/project"
FORBIDDEN = (
    "You may not file issues in group/project: no role there, issues are turned off, or it is archived."
)


@pytest.mark.parametrize(
    ("row", "code", "sentence", "browser"),
    [
        ("400-title-missing", "title", "GitLab refused it (400): title is missing.", True),
        ("400-confidential-invalid", "refused", "GitLab refused it (400): confidential is invalid.", True),
        (
            "400-issue-type",
            "refused",
            "GitLab refused it (400): issue_type does not have a valid value.",
            True,
        ),
        (
            "400-title-too-long",
            "title",
            "GitLab refused it (400): title is too long (maximum is 255 characters).",
            True,
        ),
        ("400-title-blank", "title", "GitLab refused it (400): title can't be blank.", True),
        ("400-spam", "spam", "GitLab took this for spam and threw it away.", True),
        ("400-spam-older", "spam", "GitLab took this for spam and threw it away.", True),
        ("401", "token", "GitLab does not accept the token.", True),
        ("401-expired", "token", "The token has expired.", True),
        ("401-revoked", "token", "The token was revoked.", True),
        (
            "403",
            "forbidden",
            FORBIDDEN,
            True,
        ),
        (
            "403-reason",
            "forbidden",
            f"{FORBIDDEN} GitLab says: Your account has been blocked.",
            True,
        ),
        ("403-insufficient-scope", "scope", "The token may read, but not file issues.", True),
        ("404", "not_found", "group/project does not exist, or it is private and you are no member.", False),
        (
            "404-project",
            "not_found",
            "group/project does not exist, or it is private and you are no member.",
            False,
        ),
        (
            "405-moved",
            "moved",
            "group/project has moved and takes nothing under its old name.",
            False,
        ),
        (
            "409-captcha",
            "captcha",
            "GitLab takes this for spam and wants a captcha, which a terminal can't show.",
            True,
        ),
        ("409-duplicate", "refused", "GitLab refused it (409): Duplicated issue.", True),
        ("413", "too_large", "The text or a file is too large for the server.", False),
        ("413-html", "too_large", "The text or a file is too large for the server.", False),
        ("422", "refused", "GitLab refused it (422): Epic cannot be assigned to this issue.", True),
    ],
)
def test_every_refusal_of_gitlab_has_its_sentence(row: str, code: str, sentence: str, browser: bool) -> None:
    answer = REFUSALS[row]
    said = failures.refused(answer.status, answer.body, PROJECT)
    assert (said.code, said.sentence, said.browser_helps) == (code, sentence, browser)
    assert said.next_step.endswith(".")


def test_a_page_in_the_place_of_gitlabs_words_is_not_taken_for_them() -> None:
    for status in (401, 403, 404, 407):
        said = failures.refused(status, b"\n<!DOCTYPE html><html><body>Blocked</body></html>", PROJECT)
        assert said.code == "not_gitlab"
        assert str(status) in said.sentence


def test_a_ban_in_plain_words_is_still_gitlabs() -> None:
    assert failures.refused(403, b"Forbidden\n", PROJECT).code == "forbidden"


DATE = "Tue, 24 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "wait", "step"),
    [
        ({"Retry-After": "7"}, 7, "Try again in 7 seconds."),
        ({"Retry-After": "1"}, 1, "Try again in 1 second."),
        ({"Retry-After": "0"}, 0, "Try again now."),
        ({"Retry-After": "900"}, 900, "Try again in 15 minutes."),
        ({"Retry-After": "99999999"}, 86_400, "Try again in 1440 minutes."),
        ({"Retry-After": "Tue, 24 Nov 2026 10:00:30 GMT", "Date": DATE}, 30, "Try again in 30 seconds."),
        ({"Retry-After": "Tue, 24 Nov 2026 09:00:00 GMT", "Date": DATE}, 0, "Try again now."),
        ({"Retry-After": "Tue, 24 Nov 2026 10:00:30 GMT"}, None, "Try again in a minute."),
        ({"Retry-After": "soon", "Date": DATE}, None, "Try again in a minute."),
        ({"Retry-After": "-5", "Date": DATE}, None, "Try again in a minute."),
        ({"RateLimit-Reset": "1795514445", "Date": DATE}, 45, "Try again in 45 seconds."),
        ({}, None, "Try again in a minute."),
    ],
)
def test_the_wait_after_too_many_requests_is_read_in_each_form(
    headers: dict[str, str], wait: float | None, step: str
) -> None:
    said = failures.refused(429, b"Retry later\n", PROJECT, headers=headers)
    assert (said.code, said.retry_after, said.next_step) == ("rate", wait, step)


@given(st.text(max_size=40))
def test_no_retry_after_raises(text: str) -> None:
    wait = failures.retry_after({"retry-after": text, "date": DATE})
    assert wait is None or 0 <= wait <= 86_400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.integers(400, 499), JSON | st.binary(), st.sampled_from(["message", "error", "other"]))
def test_any_body_becomes_one_short_line(status: int, value: object, key: str) -> None:
    raw = value if isinstance(value, bytes) else json.dumps({key: value}).encode()
    said = failures.refused(status, raw, PROJECT)
    assert len(said.sentence) < 500
    assert "\n" not in said.sentence
    assert "\x1b" not in said.sentence


def _connection(reason: Exception) -> requests.ConnectionError:
    """As `requests` raises it: the reason inside, and an address whose words must not mislead."""
    pool = urllib3.HTTPSConnectionPool("ssl-proxy.resolve.example", 443)
    return requests.ConnectionError(urllib3.exceptions.MaxRetryError(pool, "/timeout/certificate", reason))


def test_words_of_an_address_are_not_taken_for_a_cause() -> None:
    pool = urllib3.HTTPSConnectionPool("ssl-proxy.resolve.example", 443)
    refused = _connection(urllib3.exceptions.NewConnectionError(pool, "Connection refused"))  # type: ignore[arg-type]
    assert failures.unreachable(refused, "ssl-proxy").sentence == "ssl-proxy can't be reached."
    assert failures.never_sent(refused)


def test_a_certificate_is_named_with_its_fault() -> None:
    fault = ssl.SSLCertVerificationError(1, "certificate verify failed")
    fault.verify_message = "self-signed certificate"
    error = requests.exceptions.SSLError(urllib3.exceptions.SSLError(fault))
    assert failures.never_sent(error)
    said = failures.unreachable(error, "gitlab.example.com")
    assert (
        said.sentence == "The certificate of gitlab.example.com can't be verified (self-signed certificate)."
    )
    assert "REQUESTS_CA_BUNDLE" in said.next_step


@pytest.mark.parametrize(
    "error",
    [
        requests.exceptions.SSLError(urllib3.exceptions.SSLError(ssl.SSLEOFError(8, "EOF occurred"))),
        requests.exceptions.SSLError(urllib3.exceptions.SSLError(ssl.SSLError(1, "bad record mac"))),
        requests.ConnectionError(
            urllib3.exceptions.ProtocolError("Connection aborted.", ConnectionResetError())
        ),
        requests.ReadTimeout("Read timed out."),
        requests.exceptions.ChunkedEncodingError(urllib3.exceptions.ProtocolError("broken", ValueError())),
        requests.exceptions.ContentDecodingError("gzip"),
        OSError(5, "Input/output error"),
    ],
)
def test_what_may_have_come_after_the_request_left_is_never_called_unsent(error: OSError) -> None:
    assert not failures.never_sent(error)


def test_what_was_only_being_handled_is_no_cause() -> None:
    error = requests.ReadTimeout("this one")
    error.__context__ = requests.ConnectTimeout("an earlier request")
    assert not failures.never_sent(error)


def test_a_redirect_names_where_it_leads_and_no_password_in_it() -> None:
    said = failures.sent_elsewhere("gitlab.example.com", "https://me:secret@login.example.net/x?token=1")
    assert said.sentence.startswith("gitlab.example.com sends requests to login.example.net,")
    assert "secret" not in said.sentence
    assert "elsewhere" in failures.sent_elsewhere("gitlab.example.com", "https://[broken").sentence
