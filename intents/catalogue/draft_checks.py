"""Checks of how an intent's answers become an issue."""

from __future__ import annotations

import re
from string import Template

from intents.catalogue.model import Condition, DraftPattern, Intent, Kind, Question
from intents.catalogue.problems import Report, Where, did_you_mean, one_of
from intents.catalogue.question_checks import HANDLE, check_condition, check_placeholders

LONGEST_TITLE = 255
"""Characters, as GitLab counts them."""

_LONGEST_OF = {
    Kind.LINE: 255,
    Kind.TEXT: 60_000,
    Kind.LIST: 500,
    Kind.YES_NO: 3,
    Kind.DATE: 24,
    Kind.HANDLE: 64,
    Kind.URL: 2_000,
    Kind.TICKET: 100,
}
"""Characters that one answer may have where the question sets no limit. A handle may be longer, but none is."""


def check_draft(intent: Intent, draft: DraftPattern, report: Report) -> None:
    """Check title, body, labels and people of a draft."""
    where = ("intents", intent.id, "draft")
    used = _check_title(intent, draft, (*where, "title"), report)
    used |= set(check_placeholders(draft.body, intent, (*where, "body"), report))
    _check_body(draft.body, (*where, "body"), report)
    _check_labels(intent, draft, (*where, "labels"), report)
    _check_named(intent, draft.due, Kind.DATE, (*where, "due"), report)
    _check_named(intent, draft.assign, Kind.HANDLE, (*where, "assign"), report)
    for name in (*draft.mention, *(name for _, name in draft.mention_when)):
        if name.startswith("@"):
            if not HANDLE.match(name):
                problem = f"`{name}` is not a handle"
                report.check((*where, "mention"), problem, 'write it as "@name" or "@group/name"')
        else:
            _check_named(intent, name, Kind.HANDLE, (*where, "mention"), report)
    for condition, _ in draft.mention_when:
        check_condition(condition, intent, (*where, "mention"), report)
    if draft.confidential_when:
        check_condition(draft.confidential_when, intent, (*where, "confidential", "when"), report)
    _check_nothing_lost(intent, draft, used, report)


def _check_title(intent: Intent, draft: DraftPattern, where: Where, report: Report) -> set[str]:
    used: set[str] = set()
    for number, pattern in enumerate(draft.title, start=1):
        place = (*where, f"[{number}]") if len(draft.title) > 1 else where
        names = check_placeholders(pattern, intent, place, report)
        used.update(names)
        questions = [question for name in names if (question := intent.question(name))]
        lines = next((question for question in questions if question.kind is Kind.TEXT), None)
        if file := next((question for question in questions if question.kind is Kind.FILE), None):
            report.check(place, f"`{file.name}` is a file, and a title is text", "put it into the body")
            continue
        if "\n" in pattern or lines:
            what = f"the answer to `{lines.name}`" if lines else "it"
            report.check(
                place,
                f"{what} may have several lines, and a title has one",
                "use a question of the kind `line`",
            )
            continue
        longest = len(Template(pattern).safe_substitute({q.name: "" for q in questions}))
        longest += sum(_longest(question) for question in questions)
        if longest > LONGEST_TITLE:
            widest = max(questions, key=_longest, default=None)
            remedy = f"give `{widest.name}` a smaller `longest:`" if widest else "shorten it"
            problem = f"the title can be {longest} characters long, and {LONGEST_TITLE} are the most"
            report.check(place, problem, remedy)
    if draft.title:
        for name in Template(draft.title[-1]).get_identifiers():
            question = intent.question(name)
            if question is not None and (not question.required or question.when is not None):
                problem = f"there is no title when `{name}` is not answered"
                report.check(where, problem, "add a last pattern that needs only answers everybody gives")
    return used


def _longest(question: Question) -> int:
    """The characters that an answer may take up in a title."""
    if question.choices:
        lengths = [len(choice.label) for choice in question.choices]
        return sum(lengths) + 2 * len(lengths) - 2 if question.kind is Kind.CHOICES else max(lengths)
    longest = question.limits.longest or _LONGEST_OF.get(question.kind, 0)
    # A list has no end of its own. Four entries are common; a title that more of them make too long is named when
    # the draft is shown.
    return 4 * longest + 6 if question.kind is Kind.LIST else longest


def _check_body(body: str, where: Where, report: Report) -> None:
    if body.startswith(("---", "+++", ";;;")):
        problem = f"the body begins with `{body[:3]}`, which GitLab takes for data about the page"
        report.check(where, problem, "begin it with a heading, such as `## Request`")
    action = re.search(r"^/\S*", body, re.MULTILINE)
    if action:
        problem = f"the line `{action[0]}` would be run as a quick action"
        remedy = "use `labels`, `due`, `assign` or `confidential`, or begin the line with a word"
        report.check(where, problem, remedy, down=body[: action.start()].count("\n"))


def _check_labels(intent: Intent, draft: DraftPattern, where: Where, report: Report) -> None:
    settled: dict[str, str] = {}
    for number, label in enumerate(draft.labels, start=1):
        place = (*where, f"[{number}]")
        if label.when is not None:
            check_condition(label.when, intent, (*place, "when"), report)
        if not label.name:
            continue
        if "," in label.name:
            problem = f"`{label.name}` holds a comma, which no label may"
            report.check(place, problem, "write two labels, or take the comma out")
        elif len(label.name) > 255:
            report.check(place, "the label is longer than 255 characters", "shorten it")
        scope = label.scope or label.name
        if scope in settled:
            both = "the scope" if label.scope else "the label"
            problem = (
                f"{both} `{scope}` is settled by `{settled[scope]}` above, so `{label.name}` is never used"
            )
            report.check(place, problem, "keep one, or put the one with a condition first")
        elif label.when is None:
            settled[scope] = label.name


def _check_named(intent: Intent, name: str, kind: Kind, where: Where, report: Report) -> None:
    """A key that names a question of one kind."""
    if not name:
        return
    right = [question.name for question in intent.questions if question.kind is kind]
    if name in right:
        return
    remedy = f"name one of the kind `{kind}`" + (f", such as {one_of(right)}" if right else "")
    if where[-1] == "mention":
        remedy += ', or a handle such as "@group/name"'
    question = intent.question(name)
    if question is None:
        report.check(where, f"there is no question `{name}`", did_you_mean(name, right, remedy))
    else:
        report.check(where, f"`{name}` is a question of the kind `{question.kind}`", remedy)


def _check_nothing_lost(intent: Intent, draft: DraftPattern, used: set[str], report: Report) -> None:
    """Nobody should be asked for what the issue does not say."""
    if not report.is_sound(("intents", intent.id)):
        return
    conditions: list[Condition | None] = [draft.confidential_when, *(when for when, _ in draft.mention_when)]
    conditions += [label.when for label in draft.labels]
    conditions += [question.when for question in intent.questions]
    used |= {name for condition in conditions if condition for name, _ in condition.all_of}
    used |= {draft.due, draft.assign, *draft.mention, *(name for _, name in draft.mention_when)}
    used |= {question.hosted_by for question in intent.questions}
    for question in intent.questions:
        stops = any(choice.ends or choice.moves_to for choice in question.choices)
        if question.name not in used and not stops:
            where = ("intents", intent.id, "questions", question.name)
            remedy = f"put `${{{question.name}}}` into the body, or leave the question out"
            report.check(where, "its answer is used nowhere in the draft", remedy)
