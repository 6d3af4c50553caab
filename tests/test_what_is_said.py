"""One sentence and one next step for every way in which a tracker, the network or its guards can fail.

The table says what is shown. Each row happens for real: GitLab's answers come from the stand-in, the rest from sockets on
loopback. The way out by the browser is there each time, first where every further try from here would meet the same.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import pytest
from gitlab_stand_in import FOREVER, StandIn
from gitlab_stand_in.answers import Answer as Reply
from gitlab_stand_in.answers import as_html, as_text
from gitlab_stand_in.server import Delivery, LoopbackServer
from gitlab_stand_in.state import Clock

from intents.answering.answer import Answer
from intents.catalogue.model import IntentId
from intents.catalogue.reader import read_catalogue
from intents.drafting.request import Request
from intents.filing.gitlab_tracker import GitLabTracker
from intents.filing.once import file_once
from intents.filing.tracker import NotReached, Refused, Result
from intents.keeping.requests import RequestStore
from intents.talk.desk import Connection, Desk, Link
from intents.talk.events import Chosen, FilingEnded, Stamp
from intents.talk.prompt import Prompt
from intents.talk.reviewing import current_draft
from intents.talk.showing import prompt_for
from intents.talk.states import Failed, State, Submitting, Unclear
from intents.talk.step import step

TOKEN = "glpat-not-a-real-token"
PROJECT = "library/orders"
STAMP = Stamp(now=datetime(2026, 11, 24, 10, 0, tzinfo=UTC), id="next", reference="ginext")
REQUEST = Request(
    id="abc234",
    reference="gi7f3a9c2e41b8d6055aa1c0ff",
    messages=("Please order The Waves",),
    intent=IntentId("order"),
    template="",
    answers=MappingProxyType({"form": Answer(values=("paper",)), "title": Answer(values=("The Waves",))}),
)
QUICK = (2.0, 0.3)


def _desk(address: str) -> Desk:
    return Desk(
        catalogue=read_catalogue(Path(__file__).parent / "catalogues" / "good.yaml"),
        read=lambda _messages: pytest.fail("nothing is to be understood"),
        connection=Connection(link=Link.GITLAB, name="gitlab.example.com", address=address),
    )


def tried(address: str, folder: Path) -> tuple[State, Prompt, Result, Desk]:
    """File a complete request there, and what is shown of it."""
    desk = _desk(address)
    draft = current_draft(REQUEST, desk, STAMP)
    assert draft is not None
    store = RequestStore(folder / "data")
    request, result = file_once(GitLabTracker(address, TOKEN, timeout=QUICK), store, REQUEST, draft)
    ended = FilingEnded(request_id=REQUEST.id, result=result, request=request)
    state = step(Submitting(request=REQUEST, draft=draft), ended, desk, STAMP).state
    return state, prompt_for(state, desk, date(2026, 11, 24)), result, desk


KEPT = "the draft is kept"
CHANGE_IT = "Change what it names and try again, or send it from the browser."
NEW_TOKEN = f"Make a new one with the scope `api`, set it as GITLAB_TOKEN and start again: {KEPT}."
FORBIDDEN = f"You may not file issues in {PROJECT}: no role there, issues are turned off, or it is archived."
ABSENT = f"{PROJECT} does not exist, or it is private and you are no member."
ASK = "Ask for access, or tell whoever keeps the catalogue that the path is wrong."
OWNERS = "Ask its owners, or try the page in the browser."
TOO_MANY = "GitLab got too many requests from you or your network."
SPAM = "GitLab took this for spam and threw it away."
OTHER_WORDS = "Say it in other words, with fewer links, or send it from the browser."
LARGE = "The text or a file is too large for the server."
SHORTEN = "Shorten it, or put the long part into a snippet and link it."

REFUSED = {
    # what GitLab answers: the sentence, the next step
    "400-title-missing": ("GitLab refused it (400): title is missing.", CHANGE_IT),
    "400-confidential-invalid": ("GitLab refused it (400): confidential is invalid.", CHANGE_IT),
    "400-issue-type": ("GitLab refused it (400): issue_type does not have a valid value.", CHANGE_IT),
    "400-title-too-long": ("GitLab refused it (400): title is too long (maximum is 255 characters).", CHANGE_IT),
    "400-title-blank": ("GitLab refused it (400): title can't be blank.", CHANGE_IT),
    "400-spam": (SPAM, OTHER_WORDS),
    "400-spam-older": (SPAM, OTHER_WORDS),
    "401": ("GitLab does not accept the token.", NEW_TOKEN),
    "401-expired": ("The token has expired.", NEW_TOKEN),
    "401-revoked": ("The token was revoked.", NEW_TOKEN),
    "403": (FORBIDDEN, OWNERS),
    "403-reason": (f"{FORBIDDEN} GitLab says: Your account has been blocked.", OWNERS),
    "403-insufficient-scope": (
        "The token may read, but not file issues.",
        "Make one with the scope `api` and set it as GITLAB_TOKEN.",
    ),
    "404": (ABSENT, ASK),
    "404-project": (ABSENT, ASK),
    "405-moved": (
        f"{PROJECT} has moved and takes nothing under its old name.",
        "Try again: the new place is looked for.",
    ),
    "409-captcha": (
        "GitLab takes this for spam and wants a captcha, which a terminal can't show.",
        "Open the filled-in page in the browser and send it there.",
    ),
    "409-duplicate": ("GitLab refused it (409): Duplicated issue.", CHANGE_IT),
    "413": (LARGE, SHORTEN),
    "413-html": (LARGE, SHORTEN),
    "422": ("GitLab refused it (422): Epic cannot be assigned to this issue.", CHANGE_IT),
    "rate-limited": (TOO_MANY, "Try again in 7 seconds."),
    "rate-limited-until": (TOO_MANY, "Try again in 7 seconds."),
    "rate-limited-text": (TOO_MANY, "Try again in 7 seconds."),
    "rate-limited-no-header": (TOO_MANY, "Try again in a minute."),
}  # fmt: skip
BROWSER_FIRST = ("401", "401-expired", "401-revoked", "403-insufficient-scope", "409-captcha")


@pytest.mark.parametrize("row", [row for row in REFUSED if not row.startswith("rate")])
def test_every_refusal_of_gitlab(row: str, tmp_path: Path) -> None:
    sentence, step_ = REFUSED[row]
    with StandIn.for_projects([PROJECT]) as gitlab:
        gitlab.fail(row, on="create")
        state, prompt, _, desk = tried(gitlab.url, tmp_path)
        assert isinstance(state, Failed)
        assert (prompt.problem, prompt.why) == (sentence, step_)
        _the_browser_is_a_way_out(state, prompt, desk, first=row in BROWSER_FIRST)
        assert gitlab.issues(PROJECT) == []


@pytest.mark.parametrize("row", [row for row in REFUSED if row.startswith("rate")])
def test_every_form_of_too_many_requests(row: str, tmp_path: Path) -> None:
    sentence, step_ = REFUSED[row]
    with StandIn.for_projects([PROJECT]) as gitlab:
        gitlab.fail(row, on="create")
        _, prompt, result, _ = tried(gitlab.url, tmp_path)
        assert isinstance(result, Refused)
        # The server's clock may stand at the end of a second.
        assert (result.sentence, result.next_step.replace("6 seconds", "7 seconds")) == (sentence, step_)
        assert sentence in prompt.problem
        assert gitlab.issues(PROJECT) == []


def _the_browser_is_a_way_out(state: State, prompt: Prompt, desk: Desk, *, first: bool = False) -> None:
    """The filled-in page is offered, holds the draft, and nothing is lost by it."""
    ids = [option.id for option in prompt.options]
    assert "browser" in ids
    assert (ids[0] == "browser") is first
    assert {"export", "later"} <= set(ids) or isinstance(state, Unclear)
    opened = step(state, Chosen(option="browser"), desk, STAMP)
    assert opened.state == state
    (page,) = [effect.url for effect in opened.effects if hasattr(effect, "url")]
    assert page.startswith(f"{desk.connection.address}/{PROJECT}/-/issues/new?issue[title]=")
    assert "The%20Waves" in page


def test_every_refusal_that_the_stand_in_knows_is_in_the_table() -> None:
    from gitlab_stand_in.answers import REFUSALS

    # An issue or a template is not what is filed.
    assert set(REFUSALS) - {"404-issue", "404-template"} == {r for r in REFUSED if not r.startswith("rate")}


LOST = "It may or may not be filed."
OUTCOME_UNKNOWN = {
    "500-before-storing": f"GitLab answered with an error (500) after it was sent. {LOST}",
    "502-html-after-storing": f"GitLab answered with an error (502) after it was sent. {LOST}",
    "520-after-storing": f"GitLab answered with an error (520) after it was sent. {LOST}",
    "drop-before-storing": f"The connection to HOST broke off after it was sent. {LOST}",
    "reset-after-storing": f"The connection to HOST broke off after it was sent. {LOST}",
    "garbled-answer": f"GitLab's answer could not be read. {LOST}",
    "captive-portal": f"GitLab's answer could not be read. {LOST}",
    "redirect-elsewhere": f"HOST answered with a redirect (302), which is not followed. {LOST}",
    "delay-after-storing": f"HOST did not answer in time after it was sent. {LOST}",
}


@pytest.mark.parametrize("row", OUTCOME_UNKNOWN)
def test_what_is_unknown_is_called_so_and_looked_for(row: str, tmp_path: Path) -> None:
    with StandIn.for_projects([PROJECT]) as gitlab:
        gitlab.fail(row, on="create")
        state, prompt, _, desk = tried(gitlab.url, tmp_path)
        assert isinstance(state, Unclear)
        host = gitlab.url.removeprefix("http://")
        assert prompt.problem == OUTCOME_UNKNOWN[row].replace("HOST", host)
        assert prompt.busy == "Looking for it by its reference in 5 seconds."
        assert "again" not in [option.id for option in prompt.options]
        _the_browser_is_a_way_out(state, prompt, desk)
        assert gitlab.elsewhere == []


# The network and its guards


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What stands in GitLab's place, and what is shown of it; HOST and PORT are put in."""

    there: Callable[[Setting], str]
    """Sets it up and gives the address to file at."""
    sentence: str
    next_step: str


@dataclass(slots=True, kw_only=True)
class Setting:
    """What a trouble may use."""

    stack: ExitStack
    folder: Path
    monkeypatch: pytest.MonkeyPatch


def _answering(answer: Reply) -> Callable[[Setting], str]:
    def there(setting: Setting) -> str:
        return setting.stack.enter_context(_served(answer)).url

    return there


@contextmanager
def _served(answer: Reply) -> Iterator[LoopbackServer]:
    server = LoopbackServer(lambda _request: Delivery(answer=answer), now=Clock().now)
    try:
        yield server
    finally:
        server.close()


def _faulty(fault: str) -> Callable[[Setting], str]:
    def there(setting: Setting) -> str:
        gitlab = setting.stack.enter_context(StandIn.for_projects([PROJECT]))
        gitlab.fail(fault, times=FOREVER)
        return gitlab.url

    return there


def _speaking(words: bytes, *, scheme: str = "http") -> Callable[[Setting], str]:
    """A socket that says something of its own to everybody, and closes."""

    def there(setting: Setting) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        setting.stack.callback(listening.close)

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(2)
                    connection.recv(65_536)
                    if words:
                        connection.sendall(words)

        threading.Thread(target=serve, daemon=True).start()
        return f"{scheme}://127.0.0.1:{listening.getsockname()[1]}"

    return there


def _nobody(setting: Setting) -> str:
    bound = setting.stack.enter_context(socket.socket())
    bound.bind(("127.0.0.1", 0))
    return f"http://127.0.0.1:{bound.getsockname()[1]}"


def _no_such_name(_setting: Setting) -> str:
    return "https://gitlab.not-there.invalid"


def _through_proxy(proxy: Callable[[Setting], str]) -> Callable[[Setting], str]:
    def there(setting: Setting) -> str:
        setting.monkeypatch.setenv("HTTPS_PROXY", proxy(setting))
        return "https://gitlab.not-there.invalid"

    return there


def _certified(*, subject: str, trusted: bool, expired: bool = False) -> Callable[[Setting], str]:
    def there(setting: Setting) -> str:
        made, key = _certificate(setting.folder, subject, expired=expired)
        if trusted:
            setting.monkeypatch.setenv("REQUESTS_CA_BUNDLE", made)
        return setting.stack.enter_context(StandIn(certificate=(made, key))).url

    return there


def _certificate(folder: Path, subject: str, *, expired: bool) -> tuple[str, str]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    key, made, asked, config = (folder / name for name in ("key.pem", "made.pem", "asked.pem", "ca.cnf"))
    (folder / "index").touch()
    (folder / "serial").write_text("01\n")
    config.write_text(
        f"[ca]\ndefault_ca = own\n[own]\ndatabase = {folder}/index\nserial = {folder}/serial\nnew_certs_dir = {folder}\n"
        "default_md = sha256\npolicy = any\nx509_extensions = more\nunique_subject = no\n[any]\ncommonName = supplied\n"
        f"[more]\nsubjectAltName = {subject}\nbasicConstraints = CA:TRUE\n"
    )
    new = ["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    days = ["-startdate", "20200101000000Z", "-enddate", "20200102000000Z"] if expired else ["-days", "2"]
    sign = ["openssl", "ca", "-selfsign", "-batch", "-notext", "-config", config, "-keyfile", key, *days]
    for command in (
        [*new, "-subj", "/CN=localhost", "-keyout", key, "-out", asked],
        [*sign, "-in", asked, "-out", made],
    ):
        subprocess.run(command, check=True, capture_output=True)
    return str(made), str(key)


def _ca_file_missing(setting: Setting) -> str:
    setting.monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(setting.folder / "not-there.pem"))
    return "https://gitlab.not-there.invalid"


def _elsewhere_without_a_place(setting: Setting) -> str:
    return _answering(as_text(302, "Moved", {"Location": "https://login.example.net/portal?token=1"}))(
        setting
    )


SIGN_IN = f"Open any page in the browser, sign in to the network, then try again; {KEPT}."
NOT_GITLAB = "What answered is not GitLab at HOST; perhaps the network wants you to sign in first."
PAGE = "<!DOCTYPE html><html><body>Sign in to use this network</body></html>"
CHECK_NETWORK = f"Check the network, then try again; {KEPT}."
IN_A_WHILE = f"Nothing was sent. Try again in a while; {KEPT}."
VERIFY = "Set REQUESTS_CA_BUNDLE to your company's CA file; verification stays on."
INSECURE = "No secure connection to HOST could be made."
ADDRESS_OR_PROXY = f"Check the address and the proxy, then try again; {KEPT}."
PROXY = "The proxy on the way to HOST did not let it through."
CHECK_PROXY = f"Check HTTPS_PROXY and NO_PROXY, then try again; {KEPT}."
ON_THE_WAY = "Check the proxy and the address of the GitLab, then try again; the draft is kept."
ANOTHER_PLACE = "Sign in to the network in the browser, or correct the address of the GitLab (--gitlab)."

NETWORK = {
    "nobody listens": Trouble(
        there=_nobody, sentence="HOST can't be reached.", next_step=CHECK_NETWORK
    ),
    "the name is not known": Trouble(
        there=_no_such_name,
        sentence="The name HOST is not known: no network, or a wrong address.",
        next_step=CHECK_NETWORK,
    ),
    "it never answers": Trouble(
        there=_faulty("delay-before-storing"),
        sentence="HOST does not answer.",
        next_step=f"Try again in a while; {KEPT}.",
    ),
    "it breaks off every time": Trouble(
        there=_faulty("reset-before-storing"), sentence="HOST can't be reached.", next_step=CHECK_NETWORK
    ),
    "it speaks no HTTP": Trouble(
        there=_speaking(b"SSH-2.0-OpenSSH_9.6\r\n"), sentence="HOST can't be reached.", next_step=CHECK_NETWORK
    ),
    "it has trouble of its own": Trouble(
        there=_faulty("503-before-storing"),
        sentence="HOST has trouble of its own (503).",
        next_step=IN_A_WHILE,
    ),
    "it shows an error page": Trouble(
        there=_faulty("502-html-before-storing"),
        sentence="HOST has trouble of its own (502).",
        next_step=IN_A_WHILE,
    ),
    "a guest network shows its own page": Trouble(
        there=_answering(as_html(200, PAGE)), sentence=NOT_GITLAB, next_step=SIGN_IN
    ),
    "a guest network says so (511)": Trouble(
        there=_answering(as_html(511, PAGE)), sentence=NOT_GITLAB, next_step=SIGN_IN
    ),
    "a guest network sends elsewhere": Trouble(
        there=_elsewhere_without_a_place,
        sentence="HOST sends requests to login.example.net, and neither token nor text is sent after them.",
        next_step=ANOTHER_PLACE,
    ),
    "a filter blocks it with a page": Trouble(
        there=_answering(as_html(403, PAGE)),
        sentence="Something on the way answered with a page of its own (403), not GitLab.",
        next_step=ON_THE_WAY,
    ),
    "JSON of something else": Trouble(
        there=_answering(as_text(200, "[]")), sentence=NOT_GITLAB, next_step=SIGN_IN
    ),
    "a certificate that nobody vouches for": Trouble(
        there=_certified(subject="IP:127.0.0.1", trusted=False),
        sentence="The certificate of HOST can't be verified (self-signed certificate).",
        next_step=VERIFY,
    ),
    "a certificate of another host": Trouble(
        there=_certified(subject="DNS:other.example.com", trusted=True),
        sentence="The certificate of HOST can't be verified (IP address mismatch, certificate is not valid for"
        " '127.0.0.1').",
        next_step=VERIFY,
    ),
    "a certificate that has expired": Trouble(
        there=_certified(subject="IP:127.0.0.1", trusted=True, expired=True),
        sentence="The certificate of HOST can't be verified (certificate has expired).",
        next_step=VERIFY,
    ),
    "a CA file that is not there": Trouble(
        there=_ca_file_missing,
        sentence="The CA file that is set for secure connections is not there.",
        next_step=f"Correct REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE, or unset it; {KEPT}.",
    ),
    "no TLS behind https": Trouble(
        there=_speaking(b"HTTP/1.1 400 Bad Request\r\n\r\n", scheme="https"),
        sentence=INSECURE,
        next_step=ADDRESS_OR_PROXY,
    ),
    "TLS that is cut off": Trouble(
        there=_speaking(b"", scheme="https"), sentence=INSECURE, next_step=ADDRESS_OR_PROXY
    ),
    "no proxy where one is named": Trouble(
        there=_through_proxy(_nobody), sentence=PROXY, next_step=CHECK_PROXY
    ),
    "a proxy that wants a login": Trouble(
        there=_through_proxy(_speaking(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")),
        sentence=PROXY,
        next_step=CHECK_PROXY,
    ),
    "a proxy that forbids it": Trouble(
        there=_through_proxy(_speaking(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")),
        sentence=PROXY,
        next_step=CHECK_PROXY,
    ),
    "a proxy that is no address": Trouble(
        there=_through_proxy(lambda _setting: "http://[not-an-address"), sentence=PROXY, next_step=CHECK_PROXY
    ),
    "a kind of proxy that needs more": Trouble(
        there=_through_proxy(lambda _setting: "socks5://127.0.0.1:1"), sentence=PROXY, next_step=CHECK_PROXY
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", NETWORK)
def test_every_trouble_of_the_network(row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.casefold(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    trouble = NETWORK[row]
    with ExitStack() as stack:
        address = trouble.there(Setting(stack=stack, folder=tmp_path, monkeypatch=monkeypatch))
        state, prompt, result, desk = tried(address, tmp_path)
        host = address.partition("://")[2]
        assert isinstance(state, Failed)
        assert prompt.problem == trouble.sentence.replace("HOST", host)
        assert prompt.why == trouble.next_step
        assert prompt.ask == (
            "Kept, ready to send. It is offered as soon as GitLab is reached."
            if isinstance(result, NotReached)
            else "It was not filed. Your text is kept."
        )
        _the_browser_is_a_way_out(state, prompt, desk)
        assert TOKEN not in repr(result)
