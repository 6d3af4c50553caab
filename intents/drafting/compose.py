"""A request -> the draft, exactly as it will be sent.

The order of a description: our sections (or the template's, filled in), the reference line, and last the template's
own quick actions in a paragraph of their own, where GitLab looks for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from string import Template

from intents.answering.answer import Answer, holds, live_answers, next_question
from intents.answering.files import MOST_FILES
from intents.answering.local_file import Look
from intents.catalogue.model import Catalogue, DraftPattern, Intent, TemplateUse
from intents.drafting.attachments import HEADING, attachments_of, looked_at, place_list, placed
from intents.drafting.draft import Draft
from intents.drafting.layout import Section, lay_out
from intents.drafting.project_template import fill_in, read_template
from intents.drafting.request import Request
from intents.drafting.safe_text import (
    DESCRIPTION_LIMIT_BYTES,
    EVERYONE,
    TITLE_LIMIT,
    check_actions,
    clean,
    description_bytes,
    looks_like_log,
    mentions,
    one_line,
    safe_prose,
    title_length,
    title_mentions,
)
from intents.drafting.values import block, inline, items, plain_values

__all__ = ["edited_draft", "editable_text", "make_draft", "plain_values", "with_files_seen"]

STILL_OPEN = "_(still open)_"
LINES_NAMED = 3
_ACTS = re.compile(r"^/[A-Za-z_]+(?:[ \t][^\n]*)?$", re.MULTILINE)
_CONFIDENTIAL = re.compile(r"/confidential\s*$", re.IGNORECASE)
_REFERENCE = "Intake reference: `{}`"
_REFERENCE_LINE = re.compile(r"\n*^Intake reference: `[A-Za-z0-9]+`[ \t]*$", re.MULTILINE)


def make_draft(request: Request, intent: Intent, catalogue: Catalogue, *, today: date | None = None) -> Draft:
    """The draft that the answers give, without the person's own edits.

    Args:
        today: the person's day, if a due date that has passed meanwhile is to be named as a problem.
    """
    pattern = intent.draft
    tracker = catalogue.tracker_of(intent)
    if pattern is None or tracker is None:
        raise ValueError(f"{intent.id} ends in no issue")
    live = live_answers(intent, request.answers)
    attachments = attachments_of(live, request.attached)
    calls = _mentioned(pattern, live)
    individuals = _individuals(live)
    allowed = frozenset((*calls, *individuals, *request.mentions_allowed))
    missing = _missing(intent, request)

    def fill(name: str, alone: bool) -> str | None:
        question = intent.question(name)
        answer = live.get(name)
        if question is None or answer is None:
            return STILL_OPEN if name in missing else None
        texts = items(question, answer, live, catalogue)
        if answer.files:
            paths = {file.path for file in answer.files}
            texts = tuple(one.place for one in attachments if one.file.path in paths)
        return block(question, answer, texts, allowed) if alone else inline(texts, allowed)

    sections = lay_out(pattern.body, fill)
    if beside := tuple(one for one in attachments if not one.question):
        sections = (*sections, Section(heading=HEADING, text=place_list(beside)))
    actions: tuple[str, ...] = ()
    notes: list[str] = []
    if not tracker.template or tracker.use_template is TemplateUse.IGNORE:
        pass
    elif request.template:
        template = read_template(request.template)
        actions = template.actions
        if tracker.use_template is TemplateUse.FILL:
            sections, unanswered = fill_in(template, sections)
            notes.extend(
                f"The project's template has a section that is not answered: {h}" for h in unanswered
            )
    elif request.template == "":
        notes.append(f"The project's template {tracker.template} could not be read; our own layout is used.")
    notes.extend(_written_as_text(value for answer in live.values() for value in answer.values))
    due = live[pattern.due].value if pattern.due in live else ""
    draft = Draft(
        project=request.project or tracker.project,
        title=_quiet_title(_title(pattern, intent, request, catalogue), allowed),
        description="",
        labels=_labels(pattern, live),
        due_date=date.fromisoformat(due) if due else None,
        confidential=pattern.confidential
        or any(_CONFIDENTIAL.match(action) for action in actions)
        or (pattern.confidential_when is not None and holds(pattern.confidential_when, live)),
        assignees=tuple(h.removeprefix("@") for h in live[pattern.assign].values)
        if pattern.assign in live
        else (),
        calls=calls,
        actions=actions,
        attachments=attachments,
        reference=request.reference,
        missing=missing,
        notes=tuple(notes),
    )
    body = "\n\n".join(section.markdown() for section in _with_calls(sections, calls))
    return _finished(draft, body, _silenced(live.values(), allowed), today)


def _with_calls(sections: tuple[Section, ...], calls: tuple[str, ...]) -> tuple[Section, ...]:
    """Whoever is to be notified and is not named in the text is named at its end."""
    text = "\n\n".join(section.markdown() for section in sections)
    named = {name.casefold() for name in mentions(text)}
    absent = [handle for handle in calls if handle.removeprefix("@").casefold() not in named]
    return (*sections, Section(heading="", text="cc " + " ".join(absent))) if absent else sections


def edited_draft(draft: Draft, request: Request, *, today: date | None = None) -> Draft:
    """The draft with the person's own title and text in place of ours.

    Their text is theirs, Markdown and all; only what would act or call many people is written so that it does not.

    Args:
        today: as for `make_draft`.
    """
    edit = request.edit
    if edit is None:
        return draft
    text = clean(edit.description)
    own = mentions(text)
    shown = (name.removeprefix("@") for name in draft.mentions)
    individuals = _single((*own, *title_mentions(one_line(edit.title)), *shown))
    # What the draft may be feared to call (it names somebody too many in doubt) is no consent to call many people.
    allowed = frozenset((*individuals, *draft.calls, *request.mentions_allowed))
    title = one_line(edit.title)
    named = (*own, *title_mentions(title))
    silenced = tuple(dict.fromkeys(name for name in named if not _is_allowed(name, allowed)))
    body = safe_prose(_REFERENCE_LINE.sub("", text).strip("\n"), allowed=allowed)
    body = placed(body, draft.attachments)
    # What is said of the answers no longer holds for a text of one's own; only what is still open does.
    made = replace(draft, title=_quiet_title(title, allowed), notes=tuple(_written_as_text([text])))
    return _finished(made, body, silenced, today)


def with_files_seen(draft: Draft, request: Request, look: Look) -> Draft:
    """The draft with what has become of its files since they were attached: one that has changed keeps it from being
    sent. What is up already is not asked for."""
    if not draft.attachments:
        return draft
    up = {(upload.file, upload.name) for upload in request.uploads}
    attachments = looked_at(draft.attachments, look, up)
    problems = tuple(one.problem for one in attachments if one.problem)
    return replace(draft, attachments=attachments, problems=(*draft.problems, *problems))


def editable_text(draft: Draft) -> str:
    """The description as the person edits it: without the reference and the template's actions, which are added
    again."""
    text = draft.description.rstrip("\n")
    actions = "\n".join(draft.actions)
    if actions and text.endswith("\n" + actions):
        text = text[: -len(actions)]
    return _REFERENCE_LINE.sub("", text).strip("\n")


def _written_as_text(texts: Iterable[str]) -> Iterable[str]:
    """The lines that GitLab would have run, had they not been written so that it doesn't: whoever meant them must know."""
    lines = [
        match[0].strip()
        for text in texts
        if not looks_like_log(text)
        for match in _ACTS.finditer(clean(text))
    ]
    if lines:
        shown = [line if len(line) <= 40 else line.split()[0] for line in lines[:LINES_NAMED]]
        more = f" and {len(lines) - LINES_NAMED} more" if len(lines) > LINES_NAMED else ""
        yield f"Stands as plain text and does nothing in GitLab: {', '.join(shown)}{more}."


def _finished(draft: Draft, body: str, silenced: tuple[str, ...], today: date | None) -> Draft:
    parts = [body.strip("\n"), _REFERENCE.format(draft.reference) if draft.reference else ""]
    if draft.actions:
        parts.append("\n".join(draft.actions))
    description = "\n\n".join(part for part in parts if part) + "\n"
    called = [*mentions(description), *title_mentions(draft.title), *draft.assignees]
    return replace(
        draft,
        description=description,
        mentions=tuple(dict.fromkeys("@" + name for name in called)),
        silenced=silenced,
        problems=tuple(_problems(draft, description, today)),
    )


def _problems(draft: Draft, description: str, today: date | None) -> Iterable[str]:
    if not draft.title.strip():
        yield "The title is empty. Edit it: one line that says what this is about."
    if (length := title_length(draft.title)) > TITLE_LIMIT:
        yield f"The title has {length} characters; GitLab takes {TITLE_LIMIT}. Edit it to be shorter."
    if (size := description_bytes(description)) > DESCRIPTION_LIMIT_BYTES:
        yield f"The text has {size:,} bytes; GitLab takes {DESCRIPTION_LIMIT_BYTES:,}. Shorten it."
    if strange := check_actions(description, draft.actions):
        yield f"A line would act as a command in GitLab: {strange[0]} Edit the text so that it doesn't begin with /."
    if len(draft.attachments) > MOST_FILES:
        yield f"These are {len(draft.attachments)} files; at most {MOST_FILES} can be attached. Take some off."
    if draft.due_date is not None and today is not None and draft.due_date < today:
        yield f"The due date {draft.due_date.isoformat()} has passed. Change it."


def _missing(intent: Intent, request: Request) -> tuple[str, ...]:
    missing: list[str] = []
    answers = dict(request.answers)
    while (question := next_question(intent, answers)) is not None:
        missing.append(question.name)
        # Stands for any answer, only to see which further questions are open whatever it is.
        answers[question.name] = Answer(values=("",))
    return tuple(missing)


def _title(pattern: DraftPattern, intent: Intent, request: Request, catalogue: Catalogue) -> str:
    values = plain_values(intent, request, catalogue)
    for title in pattern.title:
        if all(values.get(name) for name in Template(title).get_identifiers()):
            return one_line(Template(title).safe_substitute(values))
    return one_line(intent.title)


def _quiet_title(title: str, allowed: frozenset[str]) -> str:
    """The title with a space behind each @ that would call many people: nothing else protects them there."""
    if len(title) > 4 * TITLE_LIMIT:
        # Far too long to be sent; that is said, and it has to be edited first.
        return title
    quiet = title
    for place in reversed([match.start() for match in re.finditer("@", title)]):
        if place and re.match(r"\w", title[place - 1], re.ASCII):
            continue
        name = next(iter(title_mentions(title[place:])), "")
        if name and title.startswith(name, place + 1) and not _is_allowed(name, allowed):
            quiet = f"{quiet[: place + 1]} {quiet[place + 1 :]}"
    return quiet


def _labels(pattern: DraftPattern, live: dict[str, Answer]) -> tuple[str, ...]:
    """Those that hold; of one scope only the first."""
    kept: list[str] = []
    scopes: set[str] = set()
    for label in pattern.labels:
        if not holds(label.when, live) or (label.scope and label.scope in scopes):
            continue
        if label.name not in kept:
            kept.append(label.name)
        if label.scope:
            scopes.add(label.scope)
    return tuple(kept)


def _mentioned(pattern: DraftPattern, live: dict[str, Answer]) -> tuple[str, ...]:
    """Whom the catalogue wants notified: handles, and the answers of handle questions."""
    handles: list[str] = []
    under = (named for condition, named in pattern.mention_when if holds(condition, live))
    for named in (*pattern.mention, *under, pattern.assign):
        if named.startswith("@"):
            handles.append(named)
        elif named in live:
            handles.extend(live[named].values)
    return tuple(dict.fromkeys(handles))


def _individuals(live: dict[str, Answer]) -> tuple[str, ...]:
    """Single people whom the person named in their own words. Groups and everybody need a word of consent."""
    return _single(_named_in(live.values()))


def _single(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if "/" not in name and name.casefold() != EVERYONE)


def _silenced(answers: Iterable[Answer], allowed: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in _named_in(answers) if not _is_allowed(name, allowed)))


def _named_in(answers: Iterable[Answer]) -> list[str]:
    """The names in the answers; a pasted log becomes a fence, in which no name calls anybody."""
    said = (answer for answer in answers if not answer.files)
    values = (value for answer in said for value in answer.values if not looks_like_log(value))
    return [name for value in values for name in mentions(clean(value))]


def _is_allowed(name: str, allowed: frozenset[str]) -> bool:
    return name.casefold() in {other.removeprefix("@").casefold() for other in allowed}
