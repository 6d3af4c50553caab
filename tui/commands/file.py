"""`intake file`: the same request without the chat, for scripts. Answers are checked by the same rules."""

from __future__ import annotations

import argparse
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from intents.answering.answer import Answer, applicable, next_question
from intents.answering.kinds import default_of, read_answer
from intents.answering.reading import Accepted, Rejected, Surroundings
from intents.catalogue.model import Catalogue, Intent, Outcome, TemplateUse
from intents.drafting.compose import make_draft
from intents.drafting.draft import Draft
from intents.drafting.request import Edit, Request, Stage
from intents.drafting.safe_text import clean
from intents.errors import IntakeError
from intents.filing.local_files import look_at
from intents.filing.tracker import Filed, NotReached, Receipt, Refused, Result, Unknown
from intents.talk.answer_texts import instructions_text, paste_text
from intents.talk.showing_drafts import draft_heading
from intents.talk.submitting import what_comes_next
from tui.commands.attaching import add_attach, read_attached, tell_going_up
from tui.commands.flags import add_catalogue, add_json, add_tracker, options, parser
from tui.commands.intents import nearest
from tui.commands.output import Exit, complain, show, show_json
from tui.commands.warned import warned
from tui.learned import open_source
from tui.options import Options
from tui.patience import FILING_IS_SLOW_AFTER, SLOW, patiently
from tui.uploads import Uploads
from tui.wiring import LateTracker, Templates, filing, how_to_connect, stamp, store, token

Problem = dict[str, str]


def run(arguments: list[str]) -> int:
    """File one request, or say everything that is wrong with it."""
    given = _flags().parse_args(arguments)
    try:
        return _run(given)
    except IntakeError as error:
        if given.json:
            # Whoever reads the object learns of it there too.
            show_json(_result("refused", problems=[{"answer": "", "problem": str(error)}]))
        raise


def _run(given: argparse.Namespace) -> int:
    catalogue = open_source(options(given)).catalogue
    intent = catalogue.intent(given.intent)
    if intent is None:
        return _end_with_problems(
            [
                {
                    "answer": "intent",
                    "problem": f"There is no intent {given.intent!r}. {nearest(given.intent, catalogue)}",
                }
            ],
            as_json=given.json,
        )
    fresh = stamp()
    request = Request(
        id=fresh.id,
        reference=fresh.reference,
        intent=intent.id,
        messages=(clean(given.message),) if given.message else (),
        started=fresh.now,
        changed=fresh.now,
    )
    around = Surroundings(today=fresh.today, ticket_hosts=catalogue.ticket_hosts, look=look_at)
    answers, problems = read_answers(intent, given.answer, given.message, around)
    attached, unfit = read_attached(given.attach)
    problems.extend({"answer": "attach", "problem": sentence} for sentence in unfit)
    ended = _ended_by(intent, answers)
    if not ended:
        problems.extend(still_open(intent, answers, problems))
    if problems:
        return _end_with_problems(problems, as_json=given.json)
    request = replace(request, answers=MappingProxyType(answers), attached=attached)
    if ended or intent.outcome is not Outcome.ISSUE:
        if attached:
            complain("Nothing is filed here, so the attached files go nowhere.")
        return _answered(intent, request, catalogue, ended, as_json=given.json)
    return _file(given, intent, request, catalogue)


def _flags() -> argparse.ArgumentParser:
    flags = parser("intake file", "File a request without the chat. Answers are checked by the same rules.")
    flags.add_argument(
        "--intent", required=True, metavar="ID", help="what it is; `intake intents` lists them"
    )
    flags.add_argument(
        "--message", default="", metavar="TEXT", help="the request in your words; it may hold answers"
    )
    flags.add_argument(
        "--title", default="", metavar="TEXT", help="the issue's title, in place of the usual one"
    )
    flags.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="the answer to a question; `intake intents ID` lists them; may be given several times",
    )
    flags.add_argument(
        "--dry-run", action="store_true", help="print exactly what would be sent, and send nothing"
    )
    add_attach(flags)
    add_catalogue(flags)
    add_tracker(flags)
    add_json(flags)
    return flags


def read_answers(
    intent: Intent, given: list[str], message: str, around: Surroundings
) -> tuple[dict[str, Answer], list[Problem]]:
    """The answers of the flags, checked in the intent's order; what the message answers fills the gaps."""
    from intents.understanding.answers import find_answers

    texts: dict[str, str] = {}
    problems: list[Problem] = []
    known = [question.name for question in intent.questions]
    for pair in given:
        name, equals, value = pair.partition("=")
        name = name.strip()
        if not equals:
            problems.append({"answer": name, "problem": f"{pair!r} has no value. Write it as NAME=VALUE."})
        elif name not in known:
            problems.append(
                {
                    "answer": name,
                    "problem": f"{intent.id} has no question {name!r}. It has: {', '.join(known)}.",
                }
            )
        elif name in texts:
            # Given twice: several items of one answer.
            texts[name] = f"{texts[name]}\n{clean(value)}"
        else:
            texts[name] = clean(value)
    answers: dict[str, Answer] = {}
    for question in intent.questions:
        if question.name not in texts:
            continue
        result = read_answer(question, texts[question.name], replace(around, answers=answers))
        if isinstance(result, Accepted):
            answers[question.name] = result.answer
        elif isinstance(result, Rejected):
            # A script has nobody to ask: what is only questioned in the chat is taken as it was given.
            if result.may_insist and result.insisted is not None:
                answers[question.name] = result.insisted
            else:
                problems.append({"answer": question.name, "problem": result.sentence})
        elif question.required:
            problems.append({"answer": question.name, "problem": f"It is needed: {question.ask}"})
    if message:
        refused = {problem["answer"] for problem in problems}
        for name, answer in find_answers(intent, clean(message), around).items():
            if name not in answers and name not in refused and not _turning(intent, name, answer):
                answers[name] = answer
    return answers, problems


def still_open(intent: Intent, answers: dict[str, Answer], problems: list[Problem]) -> list[Problem]:
    """Every required question without an answer; a default of the catalogue counts as one."""
    named = {problem["answer"] for problem in problems}
    seen: dict[str, Answer] = dict(answers)
    found: list[Problem] = []
    while (question := next_question(intent, seen)) is not None:
        default = default_of(question, Surroundings(today=stamp().today, answers=seen))
        if default is not None:
            answers[question.name] = seen[question.name] = default
            continue
        if question.name not in named:
            choices = ", ".join(choice.value for choice in question.choices)
            hint = f" One of: {choices}." if choices else ""
            found.append({"answer": question.name, "problem": f"It is needed: {question.ask}{hint}"})
        seen[question.name] = Answer(values=("",))
    return found


def _turning(intent: Intent, name: str, answer: Answer) -> bool:
    question = intent.question(name)
    chosen = [question.choice(value) for value in answer.values] if question else []
    return any(choice and (choice.ends or choice.moves_to) for choice in chosen)


def _ended_by(intent: Intent, answers: dict[str, Answer]) -> str:
    """The explanation, when an answer ends the flow or belongs to another intent."""
    for question in applicable(intent, answers):
        answer = answers.get(question.name)
        for choice in (question.choice(value) for value in answer.values) if answer else ():
            if choice and choice.ends:
                return choice.ends
            if choice and choice.moves_to:
                because = f"{choice.because} " if choice.because else ""
                return f"{because}File it with --intent {choice.moves_to}."
    return ""


def _end_with_problems(problems: list[Problem], *, as_json: bool) -> int:
    if as_json:
        show_json(_result("refused", problems=problems))
    for problem in problems:
        complain(f"{problem['answer']}: {problem['problem']}")
    return Exit.USAGE


def _answered(intent: Intent, request: Request, catalogue: Catalogue, ended: str, *, as_json: bool) -> int:
    if ended:
        extra: dict[str, Any] = {"instructions": ended}
    elif intent.outcome is Outcome.LINK:
        extra = {"link": intent.link, "text": paste_text(intent, request, catalogue)}
    else:
        extra = {"instructions": instructions_text(intent, request, catalogue)}
    if as_json:
        show_json({**_result("answered"), **extra})
    else:
        show("\n\n".join(extra.values()))
    return Exit.DONE


def _file(given: argparse.Namespace, intent: Intent, request: Request, catalogue: Catalogue) -> int:
    chosen: Options = options(given)
    tracker = LateTracker(chosen, catalogue)
    templates = Templates(tracker)
    connected = chosen.practice or token(chosen, catalogue) is not None
    if connected:
        request = _with_template(request, intent, catalogue, templates, chosen)
    draft = _draft(request, intent, catalogue, given.title)
    if draft.problems:
        problems = [
            {"answer": "title" if "title" in p.casefold() else "text", "problem": p} for p in draft.problems
        ]
        return _end_with_problems(problems, as_json=given.json)
    warned(draft, templates if connected else None, practice=chosen.practice)
    if given.dry_run:
        return _dry_run(draft, as_json=given.json)
    if given.title:
        request = replace(request, edit=_edit(draft))
    book = store()
    ready = replace(request, stage=Stage.READY)
    kept = True
    try:
        book.save(ready)
    except IntakeError as error:
        kept = False
        complain(str(error))
    if not connected:
        result: Result | None = None
        after = ready
    else:
        uploads = Uploads()
        uploads.follow(tell_going_up)
        # Waited for as by `intake send`: Ctrl+C ends it at once, and a slow answer is told of.
        after, result = patiently(
            lambda: filing(tracker, book, uploads)(ready, draft, not kept),
            lambda: complain(SLOW.format(seconds=FILING_IS_SLOW_AFTER)),
            None if draft.attachments else FILING_IS_SLOW_AFTER,
        )
    advice = "" if connected else how_to_connect(chosen, catalogue)
    return _end(result, after, intent, catalogue, kept=kept, advice=advice, as_json=given.json)


def _with_template(
    request: Request, intent: Intent, catalogue: Catalogue, templates: Templates, chosen: Options
) -> Request:
    named = catalogue.tracker_of(intent)
    if chosen.practice or named is None or not named.template or named.use_template is TemplateUse.IGNORE:
        return request
    found = templates.read(named.project, named.template)
    return replace(request, template=found.text or "")


def _draft(request: Request, intent: Intent, catalogue: Catalogue, title: str) -> Draft:
    draft = make_draft(request, intent, catalogue)
    if not title:
        return draft
    from intents.drafting.compose import edited_draft

    return edited_draft(draft, replace(request, edit=_edit(replace(draft, title=clean(title)))))


def _edit(draft: Draft) -> Edit:
    from intents.drafting.compose import editable_text

    return Edit(title=draft.title, description=editable_text(draft))


def _dry_run(draft: Draft, *, as_json: bool) -> int:
    if as_json:
        show_json(
            {
                "title": draft.title,
                "project": draft.project,
                "description": draft.description,
                "labels": list(draft.labels),
                "due_date": draft.due_date.isoformat() if draft.due_date else None,
                "confidential": draft.confidential,
                "mentions": list(draft.mentions),
                "attachments": [{"name": one.name, "size": one.file.size} for one in draft.attachments],
            }
        )
        return Exit.DONE
    for name, value in draft_heading(draft):
        complain(f"{name}: {value}")
    for note in draft.notes:
        complain(note)
    show(draft.description)
    return Exit.DONE


def _end(
    result: Result | None,
    request: Request,
    intent: Intent,
    catalogue: Catalogue,
    *,
    kept: bool,
    advice: str,
    as_json: bool,
) -> int:
    draft_id = request.id if kept else None
    match result:
        case Filed(receipt=receipt):
            value = _result(
                "filed", receipt=receipt, problems=[{"answer": "", "problem": s} for s in receipt.losses]
            )
            said, code = f"{receipt.reference}\n{receipt.url}", Exit.DONE
            for loss in receipt.losses:
                complain(loss)
            complain(what_comes_next(intent, catalogue))
        case None:
            value = _result("kept", draft=draft_id, problems=[{"answer": "", "problem": advice}])
            said, code = f"Kept as {request.id}, not sent. {advice}", Exit.NOT_REACHED
        case Refused() | NotReached() | Unknown():
            outcome, code = {
                Refused: ("refused", Exit.PROBLEMS),
                NotReached: ("not_reached", Exit.NOT_REACHED),
                Unknown: ("unknown", Exit.UNKNOWN),
            }[type(result)]
            said = f"{result.sentence} {result.next_step}".strip()
            value = _result(outcome, draft=draft_id, problems=[{"answer": "", "problem": said}])
            if draft_id:
                said += f"\nKept as {draft_id}."
    if as_json:
        show_json(value)
    elif code == Exit.DONE:
        show(said)
    else:
        complain(said)
    return code


def _result(
    outcome: str,
    *,
    receipt: Receipt | None = None,
    draft: str | None = None,
    problems: list[Problem] | None = None,
) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "url": receipt.url if receipt else None,
        "project": receipt.project if receipt else None,
        "iid": receipt.iid if receipt else None,
        "reference": receipt.reference if receipt else None,
        "draft": draft,
        "problems": problems or [],
    }
