"""What no single field can be wrong about: forms of addresses and paths, references, and names that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from intents.catalogue.draft_checks import check_draft
from intents.catalogue.examples import Accepts, rules_of_answering
from intents.catalogue.fields import NAME
from intents.catalogue.model import Actor, Catalogue, Intent, Kind, LookAlike, Outcome, Tracker
from intents.catalogue.problems import Report, Where, did_you_mean, one_of
from intents.catalogue.question_checks import HANDLE, check_condition, check_placeholders, check_questions

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PROJECT = re.compile(r"[A-Za-z0-9_.][\w.-]*(?:/[A-Za-z0-9_.][\w.-]*)+\Z")
_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+(?::\d{1,5})?\Z")


def check(catalogue: Catalogue, report: Report, accepts: Accepts | None = None) -> None:
    """Check a catalogue as a whole; what is wrong goes into the report."""
    accepts = accepts or rules_of_answering(catalogue)
    if catalogue.host:
        _check_host(catalogue.host, report)
    _check_ticket_hosts(catalogue, report)
    if catalogue.handle and not HANDLE.match(catalogue.handle):
        report.check(
            ("handle",), f"`{catalogue.handle}` is not a handle", 'write it as "@name" or "@group/name"'
        )
    for tracker in catalogue.trackers:
        _check_tracker(tracker, report)
    if not catalogue.intents:
        report.check(("intents",), "there is no intent", "describe one, beginning with `- id:`")
    for intent in catalogue.intents:
        # Without an id there is no telling where its faults are; that it has none is a fault already.
        if intent.id:
            _check_intent(intent, catalogue, report, accepts)
    for place in catalogue.elsewhere:
        where = ("elsewhere", place.id)
        if catalogue.intent(place.id):
            report.check((*where, "id"), f"`{place.id}` is also an intent", "give one of them another id")
        check_link(place.link, (*where, "link"), report)
    for number, look_alike in enumerate(catalogue.look_alikes, start=1):
        _check_look_alike(look_alike, catalogue, ("look_alikes", f"[{number}]"), report)
    for number, words in enumerate(catalogue.synonyms, start=1):
        if len(words) == 1:
            where = ("synonyms", f"[{number}]")
            report.check(where, f"`{words[0]}` stands alone", "add the words that mean the same")


def _check_host(host: str, report: Report) -> None:
    where = ("host",)
    try:
        parts = urlsplit(host)
        name = parts.hostname or ""
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        parts, name, port_is_right = urlsplit(""), "", False
    if parts.scheme not in ("http", "https") or not name or not port_is_right or re.search(r"\s", host):
        report.check(where, f"`{host}` is not a web address", "write it as https://gitlab.example.com")
    elif parts.username is not None or parts.query or parts.fragment:
        # Not shown: it may hold a password.
        report.check(where, "it holds more than a web address", f"write {parts.scheme}://{name}")
    elif parts.scheme == "http" and name not in _LOOPBACK:
        remedy = f"write https://{name} (http is right only for this machine itself)"
        report.check(where, f"`{host}` would send the token unprotected", remedy)


def _check_tracker(tracker: Tracker, report: Report) -> None:
    where = ("trackers", tracker.name)
    if not NAME.match(tracker.name):
        remedy = "use small letters, digits and _, beginning with a letter"
        report.check(where, f"`{tracker.name}` is not a name", remedy)
    project = tracker.project
    if "://" in project:
        report.check((*where, "project"), f"`{project}` is an address", "give the path behind the host only")
    elif project and (not _PROJECT.match(project) or "/-/" in project or project.endswith((".git", ".atom"))):
        report.check((*where, "project"), f"`{project}` is not a project's path", "write it as group/project")
    if tracker.template.endswith(".md") or "/" in tracker.template:
        remedy = "give the template's name as GitLab lists it, without folder and `.md`"
        report.check((*where, "template"), f"`{tracker.template}` is a file", remedy)


def check_link(link: str, where: Where, report: Report) -> None:
    """A link that people are sent to."""
    if not link:
        return
    try:
        parts = urlsplit(link)
        right = bool(parts.hostname) if parts.scheme in ("http", "https") else parts.scheme == "mailto"
        right = right and parts.username is None
    except ValueError:
        right = False
    if not right or re.search(r"\s", link):
        report.check(where, f"`{link}` is not a link", "begin it with https:// (or http://, mailto:)")


def _check_intent(intent: Intent, catalogue: Catalogue, report: Report, accepts: Accepts) -> None:
    where = ("intents", intent.id)
    if not intent.examples:
        remedy = "add messages as people write them, three or more"
        report.check((*where, "examples"), "this intent has no examples", remedy)
    _check_outcome(intent, catalogue, where, report)
    check_questions(intent, catalogue, report, accepts)
    if intent.draft is not None:
        check_draft(intent, intent.draft, report)
    for question in intent.questions:
        if question.kind is Kind.FILE and intent.outcome is not Outcome.ISSUE:
            problem = f"a file goes up with an issue, and this intent ends in `{intent.outcome}`"
            report.check((*where, "questions", question.name, "kind"), problem, "leave the question out")
    for text, place in ((intent.text, ("text",)), *_numbered(intent.instructions, "instructions")):
        check_placeholders(text, intent, (*where, *place), report)
    for number, (condition, sentence) in enumerate(intent.then, start=1):
        place = (*where, "then", f"[{number}]")
        check_condition(condition, intent, (*place, "when"), report)
        check_placeholders(sentence, intent, (*place, "say"), report)
    for number, step in enumerate(intent.steps, start=1):
        if step.who is Actor.OTHER and not step.name:
            report.check((*where, "steps", f"[{number}]"), "`other` does not say who", "add `name:`")


def _numbered(texts: Iterable[str], key: str) -> Iterable[tuple[str, Where]]:
    return ((text, (key, f"[{number}]")) for number, text in enumerate(texts, start=1))


_BELONGS: dict[str, tuple[Outcome, ...]] = {
    "tracker": (Outcome.ISSUE,),
    "draft": (Outcome.ISSUE,),
    "link": (Outcome.LINK,),
    "link_name": (Outcome.LINK,),
    "text": (Outcome.LINK,),
    "instructions": (Outcome.INSTRUCTIONS,),
    "then": (Outcome.LINK, Outcome.INSTRUCTIONS),
    "leads_to": (Outcome.LINK, Outcome.INSTRUCTIONS),
}

_NEEDS: dict[Outcome, tuple[str, ...]] = {
    Outcome.ISSUE: ("tracker", "draft"),
    Outcome.LINK: ("link",),
    Outcome.INSTRUCTIONS: ("instructions",),
}


def _check_outcome(intent: Intent, catalogue: Catalogue, where: Where, report: Report) -> None:
    if not report.is_sound((*where, "outcome")):
        return
    for key in _NEEDS[intent.outcome]:
        if not getattr(intent, key):
            problem = f"an intent that ends in `{intent.outcome}` needs `{key}`"
            report.check((*where, key), problem, f"add `{key}:`")
    for key, outcomes in _BELONGS.items():
        if getattr(intent, key) and intent.outcome not in outcomes:
            problem = (
                f"this key is for the outcome {one_of(outcomes)}, and this intent ends in `{intent.outcome}`"
            )
            report.check((*where, key), problem, "leave it out, or change the outcome")
    names = [tracker.name for tracker in catalogue.trackers]
    if intent.tracker and intent.tracker not in names and report.is_sound(("trackers", intent.tracker)):
        remedy = did_you_mean(
            intent.tracker, names, f"describe it below `trackers:`; known are {one_of(names)}"
        )
        report.check((*where, "tracker"), f"there is no tracker `{intent.tracker}`", remedy)
    check_link(intent.link, (*where, "link"), report)
    for number, target in enumerate(intent.leads_to, start=1):
        check_intent_name(target, intent, catalogue, (*where, "leads_to", f"[{number}]"), report)


def check_intent_name(
    name: str, intent: Intent | None, catalogue: Catalogue, where: Where, report: Report
) -> None:
    """A reference to an intent, from another one."""
    ids = [other.id for other in catalogue.intents if other.id]
    if name not in ids:
        report.check(
            where, f"there is no intent `{name}`", did_you_mean(name, ids, f"known are {one_of(ids)}")
        )
    elif intent is not None and name == intent.id:
        report.check(where, f"`{name}` leads to itself", "name another intent, or leave it out")


def _check_look_alike(look_alike: LookAlike, catalogue: Catalogue, where: Where, report: Report) -> None:
    if len(look_alike.choices) < 2:
        report.check((*where, "choices"), "there are not two intents to tell apart", "name two or more")
    for name, _ in look_alike.choices:
        check_intent_name(name, None, catalogue, (*where, "choices", name), report)


def _check_ticket_hosts(catalogue: Catalogue, report: Report) -> None:
    for host in catalogue.ticket_hosts:
        where = ("ticket_hosts", host.name)
        if host.host and not _HOST.match(host.host):
            remedy = "write the host alone, such as tickets.example.com"
            report.check((*where, "host"), f"`{host.host}` is not a host", remedy)
        if host.link and "${number}" not in host.link:
            report.check(
                (*where, "link"), "the link does not hold `${number}`", "put it where the number stands"
            )
        check_link(host.link.replace("${number}", "1"), (*where, "link"), report)
