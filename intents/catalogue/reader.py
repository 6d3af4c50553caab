"""A catalogue file -> a `Catalogue`, or every fault of the file at once.

`read_catalogue` and `check_catalogue` are the doors. Reading goes on behind a fault with a stand-in value, so that
the later checks still see the whole file; a catalogue with any fault is never handed out.
"""

from __future__ import annotations

from pathlib import Path

from intents.catalogue.checks import check
from intents.catalogue.examples import Accepts
from intents.catalogue.fields import Section
from intents.catalogue.messages import Messages
from intents.catalogue.model import (
    Actor,
    Catalogue,
    Condition,
    Elsewhere,
    Intent,
    IntentId,
    LookAlike,
    Outcome,
    Step,
    TemplateUse,
    TicketHost,
    Tracker,
)
from intents.catalogue.problems import CatalogueFaults, Fault, Report
from intents.catalogue.question_reader import ALWAYS, read_condition, read_draft, read_question
from intents.catalogue.source import Entries, Scalar, compose, decode, read_bytes

FORMAT = 1
"""The version of the file format that this reader knows."""


def read_catalogue(path: Path, *, accepts: Accepts | None = None) -> Catalogue:
    """Read a catalogue.

    Args:
        path: the YAML file; its message files are looked for beside it.
        accepts: says what is wrong with an answer to a question, or None; by default the rules of `answering`.

    Raises:
        CatalogueFaults: the file has faults, all of which the exception holds, sorted by line.
    """
    catalogue, faults = _read(path, accepts)
    if faults or catalogue is None:
        raise CatalogueFaults(faults)
    return catalogue


def check_catalogue(path: Path, *, accepts: Accepts | None = None) -> tuple[Fault, ...]:
    """Every fault of a catalogue, sorted by line; empty when it is good."""
    return _read(path, accepts)[1]


def _read(path: Path, accepts: Accepts | None) -> tuple[Catalogue | None, tuple[Fault, ...]]:
    report = Report(str(path))
    catalogue = None
    data = read_bytes(path, report)
    text = None if data is None else decode(data, report)
    if text is not None:
        root = compose(text, report)
        if isinstance(root, Entries):
            top = Section(root, (), report)
            catalogue = _catalogue(top, Messages(path, report), str(path))
            check(catalogue, report, accepts)
        elif not report.faults():
            _refuse_top(root, report)
    return catalogue, report.faults()


def _refuse_top(root: object, report: Report) -> None:
    if root is None or (isinstance(root, Scalar) and not root.value):
        report.add((), 1, "the file is empty", "begin it with `catalogue: 1`")
    else:
        report.add((), 1, "the file is not made of keys and values", "begin it with `catalogue: 1`")


def _catalogue(top: Section, messages: Messages, source: str) -> Catalogue:
    version = top.number("catalogue", required=True, default=FORMAT)
    if version != FORMAT:
        top.report.check(("catalogue",), f"version {version} is not known", f"write `catalogue: {FORMAT}`")
    messages.folder_of(top)
    catalogue = Catalogue(
        team=top.text("team", required=True),
        about=top.text("about"),
        host=top.text("host", required=True).rstrip("/"),
        handle=top.text("handle"),
        opening=top.texts("opening"),
        trackers=_trackers(top),
        intents=tuple(_intent(s, messages) for s in top.sections("intents", called="id", required=True)),
        elsewhere=tuple(_elsewhere(s, messages) for s in top.sections("elsewhere", called="id")),
        look_alikes=tuple(_look_alike(s) for s in top.sections("look_alikes")),
        synonyms=top.lists("synonyms"),
        terms=_pairs(top, "terms"),
        ticket_hosts=_ticket_hosts(top),
        source=source,
    )
    top.finish()
    messages.refuse_strays(catalogue)
    return catalogue


def _trackers(top: Section) -> tuple[Tracker, ...]:
    return tuple(_tracker(name, each) for name, each in _named_sections(top, "trackers"))


def _tracker(name: str, section: Section) -> Tracker:
    tracker = Tracker(
        name=name,
        project=section.text("project", required=True),
        template=section.text("template"),
        use_template=section.word("use_template", TemplateUse, TemplateUse.FILL),
        asks=section.text("asks"),
    )
    section.finish()
    return tracker


def _ticket_hosts(top: Section) -> tuple[TicketHost, ...]:
    found: list[TicketHost] = []
    for name, section in _named_sections(top, "ticket_hosts"):
        found.append(
            TicketHost(
                name=name,
                host=section.text("host", required=True),
                link=section.text("link", required=True),
                words=section.texts("words"),
            )
        )
        section.finish()
    return tuple(found)


def _intent(section: Section, messages: Messages) -> Intent:
    id = section.name("id")  # noqa: A001 - the field's own name
    outcome = section.word("outcome", Outcome, Outcome.ISSUE, required=True)
    draft = section.section("draft")
    intent = Intent(
        id=IntentId(id),
        title=section.text("title", required=True),
        sentence=section.text("sentence", required=True),
        keywords=section.texts("keywords"),
        examples=(*section.texts("examples"), *messages.of(id)),
        outcome=outcome,
        tracker=section.text("tracker"),
        link=section.text("link"),
        link_name=section.text("link_name"),
        text=section.text("text"),
        instructions=section.texts("instructions"),
        then=tuple(_then(each) for each in section.sections("then")),
        leads_to=tuple(IntentId(each) for each in section.texts("leads_to")),
        questions=tuple(read_question(each) for each in section.sections("questions", called="name")),
        draft=None if draft is None else read_draft(draft),
        steps=tuple(_step(each) for each in section.sections("steps")),
        never=section.texts("never"),
        notes=section.texts("notes"),
    )
    section.finish()
    return intent


def _then(section: Section) -> tuple[Condition, str]:
    pair = (read_condition(section, required=True) or ALWAYS, section.text("say", required=True))
    section.finish()
    return pair


def _step(section: Section) -> Step:
    step = Step(
        who=section.word("who", Actor, Actor.TEAM, required=True),
        does=section.text("does", required=True),
        name=section.text("name"),
        done=section.flag("done"),
    )
    section.finish()
    return step


def _elsewhere(section: Section, messages: Messages) -> Elsewhere:
    id = section.name("id")  # noqa: A001 - the field's own name
    place = Elsewhere(
        id=id,
        title=section.text("title", required=True),
        text=section.text("text"),
        link=section.text("link"),
        keywords=section.texts("keywords"),
        examples=(*section.texts("examples"), *messages.of(id)),
    )
    section.finish()
    return place


def _look_alike(section: Section) -> LookAlike:
    pairs = _pairs(section, "choices", required=True)
    look_alike = LookAlike(
        ask=section.text("ask", required=True),
        choices=tuple((IntentId(id), label) for id, label in pairs),  # noqa: A001 - the field's own name
    )
    section.finish()
    return look_alike


def _pairs(section: Section, key: str, *, required: bool = False) -> tuple[tuple[str, str], ...]:
    inner = section.section(key, required=required)
    if inner is None:
        return ()
    return tuple((name, text) for name in inner.keys() if (text := inner.text(name, required=True)))  # noqa: SIM118


def _named_sections(top: Section, key: str) -> tuple[tuple[str, Section], ...]:
    inner = top.section(key)
    if inner is None:
        return ()
    found = ((name, inner.section(name)) for name in inner.keys())  # noqa: SIM118 - a section is no dictionary
    return tuple((name, section) for name, section in found if section is not None)
