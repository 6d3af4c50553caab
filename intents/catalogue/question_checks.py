"""Checks of an intent's questions: conditions, limits, choices, and the answers that the catalogue itself gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import Template

from intents.catalogue.examples import Accepts, day_named
from intents.catalogue.fields import NAME
from intents.catalogue.model import Catalogue, Choice, Condition, Intent, Kind, Limits, Question
from intents.catalogue.patterns import wrong_pattern
from intents.catalogue.problems import Report, Where, did_you_mean, one_of

HANDLE = re.compile(r"@[A-Za-z0-9_](?:[\w.-]*[A-Za-z0-9_-])?(?:/[A-Za-z0-9_](?:[\w.-]*[A-Za-z0-9_-])?)*\Z")

MOST_REQUIRED = 5
"""Required questions that everybody is asked. More than these and people stop answering with care."""

CHOOSING = (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO)
_WRITTEN = (Kind.LINE, Kind.TEXT, Kind.LIST)
_ENDING = re.compile(r"[a-z0-9]{1,16}\Z")

_LIMITS_OF: dict[str, tuple[Kind, ...]] = {
    "shortest": _WRITTEN,
    "longest": _WRITTEN,
    "pattern": (*_WRITTEN, Kind.URL),
    "path": (Kind.URL,),
    "hosts": (Kind.URL, Kind.TICKET),
    "groups": (Kind.HANDLE,),
    "not_me": (Kind.HANDLE,),
    "several": (Kind.HANDLE, Kind.FILE),
    "largest": (Kind.FILE,),
    "types": (Kind.FILE,),
    "earliest": (Kind.DATE,),
    "latest": (Kind.DATE,),
    "soon": (Kind.DATE,),
    "far": (Kind.DATE,),
    "after": (Kind.DATE,),
    "working_days": (Kind.DATE,),
}


def check_questions(intent: Intent, catalogue: Catalogue, report: Report, accepts: Accepts) -> None:
    """Check every question of an intent."""
    asked = [question for question in intent.questions if question.required and question.when is None]
    if len(asked) > MOST_REQUIRED:
        problem = f"{len(asked)} required questions are asked of everybody, and {MOST_REQUIRED} are the most"
        report.check(
            ("intents", intent.id, "questions"),
            problem,
            "make some `required: no`, or ask them only `when` they matter",
        )
    for question in intent.questions:
        if not question.name:
            continue
        where = ("intents", intent.id, "questions", question.name)
        if question.when is not None:
            check_condition(question.when, intent, (*where, "when"), report, asked_by=question)
            _check_reachable(question, intent, where, report)
        _check_choices(question, intent, catalogue, where, report)
        _check_limits(question, intent, (*where, "limits"), report)
        _check_answered_by(question, (*where, "answered_by"), report)
        _check_hosted_by(question, intent, catalogue, where, report)
        _check_own_answers(question, where, report, accepts)


def check_condition(
    condition: Condition, intent: Intent, where: Where, report: Report, *, asked_by: Question | None = None
) -> None:
    """A condition may look at choices that were made before."""
    names = [question.name for question in intent.questions]
    before = names[: names.index(asked_by.name)] if asked_by else names
    for name, wanted in condition.all_of:
        place = (*where, name)
        question = intent.question(name)
        if question is None:
            remedy = did_you_mean(name, before, f"known here: {one_of(before)}" if before else "leave it out")
            report.check(place, f"there is no question `{name}`", remedy)
        elif asked_by is not None and name == asked_by.name:
            report.check(place, "the condition is on the question itself", "name an earlier question")
        elif name not in before:
            problem = f"the condition is on `{name}`, which is asked later"
            report.check(place, problem, f"move `{name}` before this question")
        elif question.kind not in CHOOSING:
            problem = f"the condition is on `{name}`, a question of the kind `{question.kind}`"
            report.check(place, problem, f"use a question of the kind {one_of(CHOOSING)}")
        else:
            _check_wanted(wanted, question, place, report)


def _check_wanted(wanted: tuple[str, ...], question: Question, where: Where, report: Report) -> None:
    values = offered(question)
    if not wanted:
        report.check(where, "no answer is named", f"name one of {one_of(values)}")
    for value in wanted:
        if values and value not in values:
            problem = f"`{value}` is not an answer to `{question.name}`"
            report.check(where, problem, did_you_mean(value, values, f"its answers are {one_of(values)}"))


def offered(question: Question) -> tuple[str, ...]:
    """The values that a choosing question can have."""
    if question.kind is Kind.YES_NO:
        return ("yes", "no")
    return tuple(choice.value for choice in question.choices)


def _check_reachable(question: Question, intent: Intent, where: Where, report: Report) -> None:
    """Nobody is asked a question whose conditions contradict each other, or that stands behind the flow's end."""
    allowed: dict[str, set[str]] = {}
    waiting = [question]
    seen = {question.name}
    while waiting:
        condition = waiting.pop().when
        for name, wanted in condition.all_of if condition else ():
            other = intent.question(name)
            if other is None or other.kind not in CHOOSING or not set(wanted) <= set(offered(other)):
                return
            going_on = set(wanted) & (set(offered(other)) - _stops(other))
            if other.kind is Kind.CHOICES:
                # Several answers at once: two conditions on it need not share one.
                allowed[name] = allowed.get(name, set()) | going_on if going_on else set()
            else:
                allowed[name] = allowed.get(name, going_on) & going_on
            if other.name not in seen:
                seen.add(other.name)
                waiting.append(other)
    if any(not values for values in allowed.values()):
        problem = "nobody is ever asked this, since its condition cannot hold"
        report.check((*where, "when"), problem, "correct the condition, or leave the question out")


def _stops(question: Question) -> set[str]:
    return {choice.value for choice in question.choices if choice.ends or choice.moves_to}


def _check_choices(
    question: Question, intent: Intent, catalogue: Catalogue, where: Where, report: Report
) -> None:
    where = (*where, "choices")
    kind = question.kind
    if kind in (Kind.CHOICE, Kind.CHOICES) and len(question.choices) < 2:
        report.check(where, "there is nothing to choose from", "offer two choices or more")
    elif kind not in CHOOSING and question.choices:
        report.check(
            where, f"a question of the kind `{kind}` has no choices", "leave them out, or use `kind: choice`"
        )
    labels: dict[str, str] = {}
    for choice in question.choices:
        place = (*where, choice.value)
        if kind is Kind.YES_NO and choice.value not in ("yes", "no"):
            report.check(
                place, f"`{choice.value}` is neither yes nor no", "use `yes` and `no`, or `kind: choice`"
            )
        elif not NAME.match(choice.value):
            remedy = "use small letters, digits and _, beginning with a letter"
            report.check(place, f"`{choice.value}` is not a name", remedy)
        same = labels.setdefault(choice.label.casefold(), choice.value)
        if same != choice.value and choice.label:
            report.check(place, f"it has the same label as `{same}`", "give each its own label")
        _check_way_on(choice, intent, catalogue, place, report)


def _check_way_on(choice: Choice, intent: Intent, catalogue: Catalogue, where: Where, report: Report) -> None:
    if choice.moves_to is None:
        return
    place = (*where, "moves_to")
    ids = [other.id for other in catalogue.intents if other.id]
    if choice.ends:
        report.check(place, "the choice both ends and moves the request", "keep `ends` or `moves_to`")
    if choice.moves_to == intent.id:
        report.check(place, f"`{choice.moves_to}` moves to itself", "name another intent")
    elif choice.moves_to not in ids:
        remedy = did_you_mean(choice.moves_to, ids, f"known are {one_of(ids)}")
        report.check(place, f"there is no intent `{choice.moves_to}`", remedy)


def _check_limits(question: Question, intent: Intent, where: Where, report: Report) -> None:
    limits = question.limits
    plain = Limits()
    for key, kinds in _LIMITS_OF.items():
        if getattr(limits, key) != getattr(plain, key) and question.kind not in kinds:
            problem = f"a question of the kind `{question.kind}` has no such limit"
            report.check((*where, key), problem, f"it is for the kind {one_of(kinds)}")
    if limits.longest and limits.shortest > limits.longest:
        report.check((*where, "shortest"), "it is more than `longest`", "turn the two round")
    for key in ("pattern", "path"):
        pattern = getattr(limits, key)
        wrong = wrong_pattern(pattern) if pattern else None
        if wrong:
            report.check((*where, key), *wrong)
        elif pattern and not limits.pattern_says:
            remedy = "add `pattern_says:` with the sentence that is shown then"
            report.check((*where, key), "nobody is told what is wrong when it does not fit", remedy)
    for number, ending in enumerate(limits.types, start=1):
        if not _ENDING.match(ending):
            problem = f"`{ending}` is no ending of a file's name"
            report.check(
                (*where, "types", f"[{number}]"),
                problem,
                "write what stands behind the last dot, such as `png`",
            )
    _check_days(limits, where, report)
    if limits.after:
        _check_after(question, intent, (*where, "after"), report)


def _check_days(limits: Limits, where: Where, report: Report) -> None:
    days = {}
    for key in ("earliest", "latest", "soon", "far"):
        text = getattr(limits, key)
        if not text:
            continue
        days[key] = day_named(text)
        if days[key] is None:
            report.check(
                (*where, key), f"`{text}` names no day", "write `today`, `in 90 days` or a date in quotes"
            )
    for first, last in (("earliest", "latest"), ("soon", "far")):
        early, late = days.get(first), days.get(last)
        if early and late and early > late:
            report.check((*where, first), f"it lies behind `{last}`", "turn the two round")


def _check_after(question: Question, intent: Intent, where: Where, report: Report) -> None:
    names = [other.name for other in intent.questions]
    dates = [other.name for other in intent.questions if other.kind is Kind.DATE and other is not question]
    name = question.limits.after
    advice = "name an earlier question of the kind `date`"
    if name not in names:
        report.check(where, f"there is no question `{name}`", did_you_mean(name, dates, advice))
    elif name not in dates:
        what = "is the question itself" if name == question.name else "is not a date"
        report.check(where, f"`{name}` {what}", advice)
    elif names.index(name) > names.index(question.name):
        report.check(where, f"`{name}` is asked later", f"move `{name}` before this question")


def _check_answered_by(question: Question, where: Where, report: Report) -> None:
    by = question.answered_by
    wrong = wrong_pattern(by.pattern) if by.pattern else None
    if wrong:
        report.check((*where, "pattern"), *wrong)
    if by.never and (by.cues or by.pattern or by.quoted or by.message):
        report.check(
            (*where, "never"), "it is never taken over, and yet it says from what", "keep one of them"
        )


def _check_hosted_by(
    question: Question, intent: Intent, catalogue: Catalogue, where: Where, report: Report
) -> None:
    if not question.hosted_by:
        return
    where = (*where, "hosted_by")
    names = [other.name for other in intent.questions if other.kind in CHOOSING]
    other = intent.question(question.hosted_by)
    if question.kind is not Kind.TICKET:
        report.check(where, "only a question of the kind `ticket` has a host", "leave it out")
    elif other is None or other.name not in names:
        remedy = did_you_mean(question.hosted_by, names, "name a question of the kind `choice`")
        report.check(where, f"there is no choice question `{question.hosted_by}`", remedy)
    elif not {host.name for host in catalogue.ticket_hosts} & set(offered(other)):
        problem = f"no answer of `{other.name}` is the name of a ticket host"
        report.check(where, problem, "give the hosts below `ticket_hosts:` the names of its choices")


def _check_own_answers(question: Question, where: Where, report: Report, accepts: Accepts) -> None:
    """What the catalogue offers must be right by its own rules."""
    if question.kind is Kind.FILE:
        _check_file(question, where, report)
    if question.suggestions and question.kind not in (Kind.LINE, Kind.LIST):
        problem = f"a question of the kind `{question.kind}` has no suggestions"
        report.check(
            (*where, "suggestions"), problem, f"they are for the kind {one_of((Kind.LINE, Kind.LIST))}"
        )
        return
    causes: tuple[Where, ...] = ((*where, "limits"), (*where, "choices"), ("ticket_hosts",))
    if not all(report.is_sound(cause) for cause in causes):
        return
    given: list[tuple[Where, str]] = [((*where, "example"), question.example)]
    if question.kind is not Kind.FILE and not (question.kind is Kind.HANDLE and question.default == "me"):
        given.append(((*where, "default"), question.default))
    given.extend(
        ((*where, "suggestions", f"[{n}]"), text) for n, text in enumerate(question.suggestions, start=1)
    )
    for place, text in given:
        sentence = accepts(question, text) if text else None
        if sentence:
            short = text if len(text) <= 60 else f"{text[:59]}…"
            problem = f"`{short}` is no right answer to its own question ({sentence.rstrip('.')})"
            report.check(place, problem, "give one that is right on any day")


def _check_file(question: Question, where: Where, report: Report) -> None:
    """A file is on the machine of whoever answers: nothing can be known of it here, and no message holds one."""
    if question.default:
        report.check((*where, "default"), "a question of the kind `file` has no default", "leave it out")
    by = question.answered_by
    if by.cues or by.pattern or by.quoted or by.message:
        problem = "a file is never taken over from a message"
        report.check((*where, "answered_by"), problem, "leave it out")


_OPENED = re.compile(r"\$\{(?![A-Za-z_][A-Za-z0-9_]*\})")


def check_placeholders(text: str, intent: Intent, where: Where, report: Report) -> tuple[str, ...]:
    """Every `${name}` of a text must be a question. Returns the questions that it names."""
    opened = _OPENED.search(text)
    if opened:
        down = text[: opened.start()].count("\n")
        report.check(where, "a `${` is not followed by a name and `}`", "write it as `${name}`", down=down)
    names = tuple(Template(text).get_identifiers())
    known = [question.name for question in intent.questions]
    for name in names:
        if name not in known:
            at = min(place for place in (text.find(f"${{{name}}}"), text.find(f"${name}")) if place >= 0)
            problem = f"there is no question `{name}` for `${{{name}}}`"
            report.check(where, problem, _add_or_mend(name, known), down=text[:at].count("\n"))
    return tuple(name for name in names if name in known)


def _add_or_mend(name: str, known: Iterable[str]) -> str:
    return did_you_mean(name, known, f"add a question of the name `{name}`, or leave it out")
