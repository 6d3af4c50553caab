"""Questions, conditions and draft patterns out of the file."""

from __future__ import annotations

from intents.catalogue.fields import Section, read_text, read_texts
from intents.catalogue.model import (
    AnsweredBy,
    Choice,
    Condition,
    DraftPattern,
    IntentId,
    Kind,
    Label,
    Limits,
    Question,
)
from intents.catalogue.problems import Where
from intents.catalogue.source import Entries, Items, Scalar

ALWAYS = Condition(all_of=())
"""The stand-in for a condition that could not be read."""


def read_question(section: Section) -> Question:
    """One question."""
    kind = section.word("kind", Kind, Kind.LINE, required=True)
    yes_no = kind is Kind.YES_NO
    limits = section.section("limits")
    answered_by = section.section("answered_by")
    question = Question(
        name=section.name("name"),
        ask=section.text("ask", required=True),
        why=section.text("why"),
        kind=kind,
        required=section.flag("required", default=True),
        example=section.text("example", answer=yes_no),
        default=section.text("default", answer=yes_no),
        placeholder=section.text("placeholder"),
        limits=Limits() if limits is None else _limits(limits),
        choices=_choices(section, yes_no=yes_no),
        suggestions=section.texts("suggestions"),
        when=read_condition(section),
        answered_by=AnsweredBy() if answered_by is None else _answered_by(answered_by),
        hosted_by=section.text("hosted_by"),
    )
    section.finish()
    return question


def read_condition(section: Section, key: str = "when", *, required: bool = False) -> Condition | None:
    """`when: {change: [add, remove]}`; one answer may stand without the list."""
    inner = section.section(key, required=required)
    if inner is None:
        return ALWAYS if required else None
    names = inner.keys()
    if not names:
        section.report.add(
            (*section.where, key), inner.line, "no question is named", "write `question: answer`"
        )
    return Condition(all_of=tuple((name, inner.text_or_texts(name, answer=True)) for name in names))


def _limits(section: Section) -> Limits:
    limits = Limits(
        shortest=section.number("shortest"),
        longest=section.number("longest"),
        pattern=section.text("pattern"),
        pattern_says=section.text("pattern_says"),
        earliest=section.text("earliest"),
        latest=section.text("latest"),
        soon=section.text("soon"),
        far=section.text("far"),
        after=section.text("after"),
        working_days=section.flag("working_days"),
        hosts=section.texts("hosts"),
        path=section.text("path"),
        groups=section.flag("groups"),
        not_me=section.flag("not_me"),
        several=section.flag("several"),
        largest=section.size("largest"),
        types=tuple(ending.removeprefix(".").casefold() for ending in section.texts("types")),
    )
    section.finish()
    return limits


def _answered_by(section: Section) -> AnsweredBy:
    answered_by = AnsweredBy(
        cues=section.texts("cues"),
        pattern=section.text("pattern"),
        quoted=section.flag("quoted"),
        message=section.flag("message"),
        never=section.flag("never"),
    )
    section.finish()
    return answered_by


def _choices(section: Section, *, yes_no: bool) -> tuple[Choice, ...]:
    """A mapping from value to label or to more (`add: Be added`), or a list of mappings that name their value."""
    node = section.node("choices")
    if node is None:
        return ()
    where = (*section.where, "choices")
    if isinstance(node, Items):
        return tuple(
            _listed_choice(each, yes_no=yes_no) for each in section.sections("choices", called="value")
        )
    if not isinstance(node, Entries):
        section.wrong(
            "choices", node, "choices belong here", "write them below, one a line, as `value: Label`"
        )
        return ()
    inner = Section(node, where, section.report)
    found: list[Choice] = []
    for value in inner.keys():  # noqa: SIM118 - a section is no dictionary
        each = inner.node(value)
        if isinstance(each, Scalar):
            found.append(Choice(value=value, label=read_text(each, (*where, value), section.report)))
        else:
            details = inner.section(value)
            if details is not None:
                found.append(_choice(value, details))
    return tuple(found)


def _listed_choice(section: Section, *, yes_no: bool) -> Choice:
    return _choice(section.text("value", required=True, answer=yes_no), section)


def _choice(value: str, section: Section) -> Choice:
    moves_to = section.text("moves_to")
    choice = Choice(
        value=value,
        label=section.text("label", required=True),
        description=section.text("description"),
        words=section.texts("words"),
        hosts=section.texts("hosts"),
        ends=section.text("ends"),
        moves_to=IntentId(moves_to) if moves_to else None,
        because=section.text("because"),
    )
    section.finish()
    return choice


def read_draft(section: Section) -> DraftPattern:
    """How the answers become an issue."""
    confidential, confidential_when = _confidential(section)
    mention, mention_when = _mentions(section)
    draft = DraftPattern(
        title=section.text_or_texts("title", required=True),
        body=section.text("body", required=True),
        labels=_labels(section),
        due=section.text("due"),
        assign=section.text("assign"),
        mention=mention,
        mention_when=mention_when,
        confidential=confidential,
        confidential_when=confidential_when,
    )
    section.finish()
    return draft


def _confidential(section: Section) -> tuple[bool, Condition | None]:
    """`yes`, `no`, or `when: ...`."""
    if not isinstance(section.node("confidential"), Entries):
        return section.flag("confidential"), None
    inner = section.section("confidential")
    condition = None if inner is None else read_condition(inner, required=True)
    if inner is not None:
        inner.finish()
    return False, condition


def _labels(section: Section) -> tuple[Label, ...]:
    return tuple(Label(name=name, when=when) for name, when in _conditional(section, "labels", "label"))


def _mentions(section: Section) -> tuple[tuple[str, ...], tuple[tuple[Condition, str], ...]]:
    pairs = _conditional(section, "mention", "handle")
    always = tuple(name for name, when in pairs if when is None)
    return always, tuple((when, name) for name, when in pairs if when is not None)


def _conditional(section: Section, key: str, called: str) -> tuple[tuple[str, Condition | None], ...]:
    """A list of texts, any of which may be a mapping with a condition instead: `{label: X, when: {...}}`."""
    node = section.node(key)
    if node is None:
        return ()
    where: Where = (*section.where, key)
    if not isinstance(node, Items):
        read_texts(node, where, section.report)
        return ()
    found: list[tuple[str, Condition | None]] = []
    for number, item in enumerate(node.items, start=1):
        place = (*where, f"[{number}]")
        section.report.place(place, item.line)
        if isinstance(item, Entries):
            inner = Section(item, place, section.report)
            found.append((inner.text(called, required=True), read_condition(inner)))
            inner.finish()
        else:
            found.append((read_text(item, place, section.report), None))
    # An unreadable entry keeps its place: checks name entries by number.
    return tuple(found)
