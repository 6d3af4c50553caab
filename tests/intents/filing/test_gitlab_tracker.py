"""Each call of the tracker, by the real python-gitlab, against a server."""

import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from filing_scene import PATH, QUICK, REFERENCE, draft_of, tracker_for
from gitlab_stand_in import FOREVER, Role, StandIn
from gitlab_stand_in.answers import Answer, as_json
from gitlab_stand_in.server import Delivery, LoopbackServer
from gitlab_stand_in.state import Clock

from intents.filing.gitlab_tracker import GitLabTracker
from intents.filing.tracker import Filed, NotReached, Project, Receipt, Refused, Sending, Unknown

TOKEN = "glpat-not-a-real-token"


def _project(tracker: GitLabTracker, path: str = PATH) -> Project:
    found = tracker.find_project(path)
    assert isinstance(found, Project), found
    return found


def _sending(tracker: GitLabTracker, project: Project) -> Sending:
    return Sending(
        reference=REFERENCE,
        project_id=project.id,
        project=project.path,
        server_time=tracker.server_time(),
        author="sam",
    )


def test_it_knows_whose_token_it_has_and_asks_once(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab, token="gus")
    assert tracker.whoami() == "gus"
    assert tracker.whoami() == "gus"
    assert len(gitlab.requests) == 1


def test_an_oauth_token_goes_as_a_bearer(gitlab: StandIn) -> None:
    assert GitLabTracker(gitlab.url, TOKEN, bearer=True).whoami() == "sam"
    assert "Authorization" in gitlab.requests[0].headers


def test_a_path_is_resolved_to_its_number(gitlab: StandIn) -> None:
    project = _project(tracker_for(gitlab))
    assert project == Project(
        id=str(gitlab.projects[PATH].id), path=PATH, web_url=f"{gitlab.url}/{PATH}", public=True
    )


@pytest.mark.parametrize("moved_status", [301, 302])
def test_a_moved_project_is_found_at_its_new_place(moved_status: int) -> None:
    with StandIn(moved_status=moved_status) as gitlab:
        gitlab.add_project("old/place")
        gitlab.move_project("old/place", "new/place")
        project = _project(tracker_for(gitlab), "old/place")
        assert (project.path, project.moved_from) == ("new/place", "old/place")


def test_a_path_in_other_letter_case_has_not_moved(gitlab: StandIn) -> None:
    assert _project(tracker_for(gitlab), PATH.upper()).moved_from == ""


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"archived": True}, "is archived"),
        ({"issues_access_level": "disabled"}, "issues turned off"),
        ({"visibility": "private", "members": {}}, "does not exist, or it is private"),
    ],
)
def test_a_project_that_takes_no_issues_is_refused_before_anything_is_sent(
    gitlab: StandIn, change: dict[str, object], part: str
) -> None:
    for name, value in change.items():
        setattr(gitlab.projects[PATH], name, value)
    found = tracker_for(gitlab).find_project(PATH)
    assert isinstance(found, Refused)
    assert part in found.sentence


def test_the_servers_clock_is_told_and_not_ours(gitlab: StandIn) -> None:
    gitlab.clock.set(datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC))
    tracker = tracker_for(gitlab)
    assert tracker.server_time() is None
    tracker.whoami()
    now = tracker.server_time()
    assert now is not None
    assert timedelta() <= now - datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC) < timedelta(seconds=30)


def test_a_template_is_read_and_one_that_is_not_there_is_none(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    project = _project(tracker)
    assert tracker.template(project, "Request for Comments") == "## Why\n"
    assert tracker.template(project, "Other") is None
    gitlab.fail("403", on="template")
    assert tracker.template(project, "Request for Comments") is None


def test_all_labels_are_read_page_by_page() -> None:
    names = {f"label {number:03}" for number in range(205)}
    with StandIn.for_projects([PATH], labels=names) as gitlab:
        tracker = tracker_for(gitlab)
        found = tracker.label_names(_project(tracker))
        assert isinstance(found, tuple)
        assert set(found) == names
        assert len(found) == 205


def test_the_tokens_own_facts_are_told(gitlab: StandIn) -> None:
    facts = tracker_for(gitlab, token="read-api").token_facts()
    assert isinstance(facts, dict)
    assert facts["scopes"] == ["read_api"]


def test_a_filed_issue_is_stored_as_the_draft_says(gitlab: StandIn) -> None:
    draft = draft_of(
        labels=("bug", "portal"),
        due_date=date(2026, 12, 1),
        confidential=True,
        assignees=("mia",),
    )
    tracker = tracker_for(gitlab)
    result = tracker.file(draft, _project(tracker))
    assert isinstance(result, Filed)
    issue = gitlab.issue(PATH, 1)
    assert (issue.title, issue.description_as_sent) == (draft.title, draft.description)
    assert (issue.labels, issue.due_date, issue.confidential) == (["bug", "portal"], "2026-12-01", True)
    assert [person.username for person in issue.assignees] == ["mia"]
    receipt = result.receipt
    assert (receipt.iid, receipt.reference, receipt.losses) == (1, f"{PATH}#1", ())
    assert receipt.url.endswith("/1")


def test_what_a_non_member_loses_is_said(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab, token="nora")
    draft = draft_of(labels=("bug",), due_date=date(2026, 12, 1), assignees=("mia",))
    result = tracker.file(draft, _project(tracker))
    assert isinstance(result, Filed)
    assert [loss.split(":")[0] for loss in result.receipt.losses] == [
        "Not set, you may lack the right",
        "The due date 2026-12-01 was not set. Ask for it in the issue.",
        "Not assigned",
    ]


def test_a_lost_confidential_is_an_alarm_with_the_link(gitlab: StandIn) -> None:
    gitlab.projects[PATH].drops[Role.GUEST] = frozenset({"confidential"})
    tracker = tracker_for(gitlab, token="gus")
    result = tracker.file(draft_of(confidential=True), _project(tracker))
    assert isinstance(result, Filed)
    assert result.receipt.losses[0].startswith("Attention")
    assert result.receipt.url in result.receipt.losses[0]


def test_an_assignee_that_nobody_is_does_not_stop_the_filing(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    result = tracker.file(draft_of(assignees=("nobody-here", "mia")), _project(tracker))
    assert isinstance(result, Filed)
    assert "@nobody-here" in result.receipt.losses[0]
    assert "@mia" not in result.receipt.losses[0]


NOT_STORED = ["drop-before-storing", "reset-before-storing", "500-before-storing", "503-html-before-storing"]
STORED = [
    "drop-after-storing",
    "reset-after-storing",
    "500-after-storing",
    "502-html-after-storing",
    "504-after-storing",
    "520-after-storing",
    "garbled-answer",
    "empty-answer",
    "half-answer",
]


@pytest.mark.parametrize("fault", [*NOT_STORED, *STORED, "captive-portal", "redirect-elsewhere"])
def test_a_lost_answer_is_unknown_and_sent_once(gitlab: StandIn, fault: str) -> None:
    tracker = tracker_for(gitlab)
    project = _project(tracker)
    sending = _sending(tracker, project)
    gitlab.fail(fault, on="create")
    assert isinstance(tracker.file(draft_of(), project), Unknown)
    assert gitlab.creates == 1
    found = tracker.look_up(sending)
    if fault in STORED:
        assert isinstance(found, Receipt)
        assert found.iid == 1
    else:
        assert found is None


@pytest.mark.parametrize("fault", ["delay-before-storing", "delay-after-storing"])
def test_a_time_out_is_unknown_and_the_issue_is_found_once_it_is_there(gitlab: StandIn, fault: str) -> None:
    tracker = tracker_for(gitlab, timeout=QUICK)
    project = _project(tracker)
    sending = _sending(tracker, project)
    slow = gitlab.fail(fault, on="create")
    result = tracker.file(draft_of(), project)
    assert isinstance(result, Unknown)
    assert "did not answer in time" in result.sentence
    assert (tracker.look_up(sending) is None) == (fault == "delay-before-storing")
    slow.release()
    assert isinstance(tracker.look_up(sending), Receipt)
    assert gitlab.creates == 1


def test_a_refused_connection_is_not_reached(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    project = _project(tracker)
    gitlab.fail("refuse-connection")
    result = tracker.file(draft_of(), project)
    assert isinstance(result, NotReached)
    assert result.sentence == f"{tracker.host} can't be reached."


def test_an_unknown_host_is_not_reached() -> None:
    tracker = GitLabTracker("https://gitlab.not-there.invalid", TOKEN)
    result = tracker.file(draft_of(), Project(id="4", path=PATH, web_url=""))
    assert isinstance(result, NotReached)
    assert "is not known" in result.sentence


@pytest.mark.parametrize(
    "fault", ["rate-limited", "rate-limited-until", "rate-limited-no-header", "rate-limited-text"]
)
def test_too_many_requests_are_neither_slept_on_nor_repeated(gitlab: StandIn, fault: str) -> None:
    tracker = tracker_for(gitlab)
    project = _project(tracker)
    gitlab.fail(fault, on="create", times=FOREVER, retry_after=3600)
    result = tracker.file(draft_of(), project)
    assert isinstance(result, Refused)
    assert result.code == "rate"
    expected = None if fault == "rate-limited-no-header" else 3600
    assert result.retry_after is expected or abs((result.retry_after or 0) - 3600) <= 2
    assert gitlab.creates == 1


@pytest.mark.parametrize("status", [408, 499])
def test_a_proxy_that_gave_up_leaves_it_unknown(status: int) -> None:
    with Answering(as_json(status, {"message": "gave up"})) as tracker:
        assert isinstance(tracker.file(draft_of(), Project(id="4", path=PATH, web_url="")), Unknown)


class Answering:
    """A tracker for a server that says one thing only."""

    def __init__(self, answer: Answer) -> None:
        self._server = LoopbackServer(lambda _request: Delivery(answer=answer), now=Clock().now)

    def __enter__(self) -> GitLabTracker:
        return GitLabTracker(self._server.url, TOKEN)

    def __exit__(self, *_: object) -> None:
        self._server.close()


STRANGE = [
    as_json(200, {"status": "ok"}),
    as_json(200, []),
    as_json(200, None),
    as_json(200, "text"),
    as_json(200, 7),
    as_json(200, [1, 2]),
    as_json(200, {"id": "seven", "username": ["x"]}),
    Answer(status=200, body=b"\xff\xfe{", headers={"Content-Type": "application/json"}),
    Answer(status=200, body=b"", headers={"Content-Type": "application/json"}),
    Answer(status=200, body=b"<html>", headers={"Content-Type": "text/html"}),
    Answer(status=204),
    as_json(200, {}),
    Answer(status=200, body=b"[" * 100_000, headers={"Content-Type": "application/json"}),
    Answer(status=503, body=b"[" * 100_000, headers={"Content-Type": "application/json"}),
]


@pytest.mark.parametrize("answer", STRANGE, ids=lambda answer: repr(answer.body[:20]))
def test_whatever_a_server_says_nothing_breaks(answer: Answer) -> None:
    with Answering(answer) as tracker:
        project = Project(id="4", path=PATH, web_url="")
        assert isinstance(tracker.whoami(), NotReached)
        assert isinstance(tracker.find_project(PATH), NotReached)
        assert tracker.template(project, "X") is None
        assert isinstance(tracker.label_names(project), NotReached | tuple)
        assert isinstance(tracker.file(draft_of(), project), Unknown)
        sending = Sending(reference=REFERENCE, project_id="4", project=PATH, server_time=None, author="sam")
        assert tracker.look_up(sending) is None or isinstance(tracker.look_up(sending), NotReached)


def test_a_201_that_does_not_say_where_the_issue_is_is_unknown() -> None:
    with Answering(as_json(201, {"iid": 1, "title": "Broken view"})) as tracker:
        assert isinstance(tracker.file(draft_of(), Project(id="4", path=PATH, web_url="")), Unknown)


def test_a_connection_that_died_while_it_was_kept_open_is_made_anew_for_reading(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    gitlab.fail("reset-before-storing", on="project")
    assert isinstance(tracker.find_project(PATH), Project)
    gitlab.fail("reset-before-storing", on="project", times=FOREVER)
    assert isinstance(tracker.find_project(PATH), NotReached)


def test_the_look_follows_pages_and_begins_before_the_sending(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    sending = _sending(tracker, _project(tracker))
    for number in range(230):
        gitlab.file(PATH, f"other {number}")
    gitlab.file(PATH, "mine", f"Words.\n\nIntake reference: `{REFERENCE}`\n")
    found = tracker.look_up(sending)
    assert isinstance(found, Receipt)
    assert found.iid == 231
    asked = [request.query for request in gitlab.requests if request.call == "list"]
    assert [query["page"] for query in asked] == [["1"], ["2"], ["3"]]
    assert "search" not in asked[0]


def test_a_filing_is_found_however_much_was_filed_since(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    sending = _sending(tracker, _project(tracker))
    gitlab.file(PATH, "mine", f"Words.\n\nIntake reference: `{REFERENCE}`\n")
    gitlab.clock.advance(days=30)
    for number in range(520):
        gitlab.file(PATH, f"other {number}")
    found = tracker.look_up(sending)
    assert isinstance(found, Receipt)
    assert found.iid == 1


def test_more_issues_than_can_be_looked_through_are_never_called_not_there(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    sending = _sending(tracker, _project(tracker))
    for number in range(500):
        gitlab.file(PATH, f"other {number}")
    found = tracker.look_up(sending)
    assert isinstance(found, Refused)
    assert REFERENCE in found.next_step


def test_the_look_is_for_the_sender_whose_token_it_was(gitlab: StandIn) -> None:
    sending = _sending(tracker_for(gitlab), _project(tracker_for(gitlab)))
    gitlab.file(PATH, "mine", f"Intake reference: `{REFERENCE}`", by="sam")
    assert isinstance(tracker_for(gitlab, token="mia").look_up(sending), Receipt)


def test_part_of_a_longer_word_is_not_taken_for_the_reference(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    sending = _sending(tracker, _project(tracker))
    gitlab.file(PATH, "other", f"Intake reference: `{REFERENCE}0`")
    assert tracker.look_up(sending) is None


def test_a_later_issue_that_quotes_the_reference_is_not_taken_for_the_filing(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    sending = _sending(tracker, _project(tracker))
    for title in ("mine", "a follow-up"):
        gitlab.file(PATH, title, f"Intake reference: `{REFERENCE}`")
        gitlab.clock.advance(minutes=1)
    found = tracker.look_up(sending)
    assert isinstance(found, Receipt)
    assert found.title == "mine"


def test_a_server_without_a_clock_can_be_looked_through_all_the_same(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    sending = Sending(
        reference=REFERENCE, project_id=str(gitlab.projects[PATH].id), project=PATH, server_time=None
    )
    gitlab.file(PATH, "mine", f"Intake reference: `{REFERENCE}`")
    assert isinstance(tracker.look_up(sending), Receipt)


def test_a_stale_list_finds_nothing_yet(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    project = _project(tracker)
    sending = _sending(tracker, project)
    tracker.file(draft_of(), project)
    gitlab.fail("stale-list", on="list")
    assert tracker.look_up(sending) is None
    assert isinstance(tracker.look_up(sending), Receipt)


def test_what_is_sent_has_only_what_the_draft_asks_for(gitlab: StandIn) -> None:
    tracker = tracker_for(gitlab)
    tracker.file(draft_of(), _project(tracker))
    sent = json.loads(gitlab.requests[-1].body)
    assert set(sent) == {"title", "description"}


def test_a_configuration_file_cannot_switch_retries_on(
    gitlab: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "python-gitlab.cfg"
    config.write_text(
        f"[global]\ndefault = x\nretry_transient_errors = true\n[x]\nurl = {gitlab.url}\nprivate_token = {TOKEN}\n"
    )
    monkeypatch.setenv("PYTHON_GITLAB_CFG", str(config))
    tracker = tracker_for(gitlab)
    project = _project(tracker)
    gitlab.fail("502-before-storing", on="create", times=FOREVER)
    tracker.file(draft_of(), project)
    assert gitlab.creates == 1


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[str, str]:
    """A certificate of its own making for this machine, and its key."""
    key, made = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run([*command, "-keyout", key, "-out", made], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    return str(made), str(key)


def test_a_certificate_nobody_vouches_for_is_named_and_stays_refused(certificate: tuple[str, str]) -> None:
    with StandIn(certificate=certificate) as gitlab:
        tracker = tracker_for(gitlab)
        me = tracker.whoami()
        assert isinstance(me, NotReached)
        assert "certificate" in me.sentence
        assert "self" in me.sentence
        assert "REQUESTS_CA_BUNDLE" in me.next_step
        result = tracker.file(draft_of(), Project(id="1", path=PATH, web_url=""))
        assert isinstance(result, NotReached)
        assert gitlab.requests == []


def test_a_ca_file_of_ones_own_is_used(certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certificate[0])
    with StandIn(certificate=certificate) as gitlab:
        assert tracker_for(gitlab).whoami() == "sam"


@pytest.mark.parametrize("fault", ["drop-after-storing", "reset-after-storing", "half-answer"])
def test_a_connection_that_breaks_inside_tls_leaves_it_unknown(
    certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certificate[0])
    with StandIn(certificate=certificate) as gitlab:
        gitlab.add_project(PATH)
        tracker = tracker_for(gitlab)
        project = _project(tracker)
        gitlab.fail(fault, on="create")
        assert isinstance(tracker.file(draft_of(), project), Unknown)
        assert len(gitlab.issues(PATH)) == 1


def test_a_ca_file_that_is_not_there_is_named(
    certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/not/there.pem")
    with StandIn(certificate=certificate) as gitlab:
        for result in (
            tracker_for(gitlab).whoami(),
            tracker_for(gitlab).file(draft_of(), Project(id="1", path=PATH, web_url="")),
        ):
            assert isinstance(result, NotReached)
            assert "CA file" in result.sentence


def test_a_server_without_tls_behind_https_is_not_reached(gitlab: StandIn) -> None:
    tracker = GitLabTracker(gitlab.url.replace("http://", "https://"), TOKEN)
    me = tracker.whoami()
    assert isinstance(me, NotReached)
    assert "No secure connection" in me.sentence


def test_a_proxy_that_lets_nothing_through_is_named(gitlab: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, gitlab.url)
    tracker = GitLabTracker("https://gitlab.not-there.invalid", TOKEN)
    result = tracker.file(draft_of(), Project(id="1", path=PATH, web_url=""))
    assert isinstance(result, NotReached)
    assert "proxy" in result.sentence


def test_a_label_that_the_project_does_not_have_is_not_made_by_a_slip_of_the_catalogue(
    gitlab: StandIn,
) -> None:
    """GitLab makes what it does not know, for whoever may."""
    project = gitlab.projects[PATH]
    before = [label.name for label in project.labels]
    tracker = tracker_for(gitlab)
    found = tracker.find_project(PATH)
    assert isinstance(found, Project)
    filed = tracker.file(draft_of(labels=(before[0], before[0] + "s")), found)
    assert isinstance(filed, Filed)
    assert filed.receipt.labels == (before[0],)
    assert [label.name for label in project.labels] == before
    assert filed.receipt.losses == (
        f"Not set, {PATH} has no such label: {before[0]}s. Tell whoever keeps the catalogue.",
    )


def test_labels_that_cannot_be_looked_up_are_sent_as_they_are(gitlab: StandIn) -> None:
    gitlab.fail("500-before-storing", on="labels")
    tracker = tracker_for(gitlab)
    found = tracker.find_project(PATH)
    assert isinstance(found, Project)
    label = gitlab.projects[PATH].labels[0].name
    filed = tracker.file(draft_of(labels=(label,)), found)
    assert isinstance(filed, Filed)
    assert (filed.receipt.labels, filed.receipt.losses) == ((label,), ())
