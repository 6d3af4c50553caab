"""What each state shows and offers, as a `Prompt`. All wording of the talk's questions stands here."""

from __future__ import annotations

from datetime import date
from string import Template

from intents.answering.answer import Origin, applicable, live_answers
from intents.answering.kinds import example_of, say_answer
from intents.catalogue.model import Catalogue, Intent, Kind, Outcome, Question
from intents.drafting.draft import Draft
from intents.drafting.request import Request, Stage
from intents.talk import asking, recognising, reviewing, submitting
from intents.talk.desk import Desk, Kept, Link
from intents.talk.prompt import Entry, Option, Prompt
from intents.talk.states import (
    Answered,
    Asking,
    Browsing,
    ChangingAnswer,
    Choosing,
    Confirming,
    Discarding,
    Done,
    Doubting,
    Editing,
    Elsewhere,
    Failed,
    NotKept,
    Opening,
    Preparing,
    Rephrasing,
    Reviewing,
    Splitting,
    State,
    Submitting,
    Unclear,
)

_ALL = Option(id=recognising.ALL, label="All kinds of request")
_REPHRASE = Option(id=recognising.REPHRASE, label="Say it differently")
_LATER = Option(id=reviewing.LATER, label="Keep it for later")
_BROWSER = Option(id=reviewing.BROWSER, label="Open the filled-in page in the browser")
_EXPORT = Option(id=reviewing.EXPORT, label="Export as Markdown")


def prompt_for(state: State, desk: Desk, today: date) -> Prompt:
    """Everything that a front end needs to show of this moment."""
    match state:
        case Opening():
            return _opening(state, desk)
        case Splitting():
            return _splitting(state)
        case Confirming():
            return _confirming(state, desk, today)
        case Choosing():
            return _choosing(state, desk)
        case Rephrasing():
            return Prompt(
                ask="Say it differently: what should change, and where?",
                why="What you said before counts together with it.",
                options=(_ALL,),
                entry=Entry.TEXT,
                words_first=True,
                later=True,
            )
        case Elsewhere():
            return _elsewhere(state, desk)
        case Browsing():
            return _browsing(state, desk)
        case Asking():
            return _asking(state, desk, today)
        case Doubting():
            return _doubting(state, desk)
        case Preparing():
            return Prompt(ask="", entry=Entry.NONE, busy="Reading the project's own template ...", later=True)
        case Reviewing():
            return _reviewing(state, desk)
        case ChangingAnswer():
            return _changing(state, desk, today)
        case Editing():
            return Prompt(ask="Change title and text as you like.", entry=Entry.NONE, draft=state.draft)
        case Submitting():
            return Prompt(
                ask="", entry=Entry.NONE, busy=f"Filing in {state.draft.project} ...", back=False, later=False
            )
        case NotKept():
            return _not_kept(state)
        case Failed():
            return _failed(state)
        case Unclear():
            return _unclear(state)
        case Done():
            return _done(state)
        case Answered():
            return _answered(state, desk)
        case Discarding():
            return Prompt(
                ask="Throw these words away?",
                notes=(("you wrote", state.request.text or state.request.typing),),
                options=(
                    Option(id="keep", label="No, keep them"),
                    Option(id=reviewing.DISCARD, label="Throw them away"),
                ),
            )


def _opening(state: Opening, desk: Desk) -> Prompt:
    options: list[Option] = []
    if state.discarded:
        options.append(Option(id="restore", label="Take back what was thrown away"))
    options.extend(_kept_option(kept) for kept in desk.kept[:3])
    options.append(_ALL)
    examples = tuple(("for example", example) for example in desk.catalogue.opening)
    return Prompt(
        ask="What do you need? Say it in your own words.",
        notes=examples,
        options=tuple(options),
        entry=Entry.TEXT,
        typed=state.request.typing if state.request else "",
        words_first=True,
        back=False,
    )


def _kept_option(kept: Kept) -> Option:
    what = "Look for" if kept.unclear else "Go on with"
    why = "it may be filed already" if kept.unclear else ""
    return Option(id=f"resume:{kept.id}", label=f"{what}: {_short(kept.title)}", description=why)


def _splitting(state: Splitting) -> Prompt:
    count = {2: "two", 3: "three", 4: "four"}.get(len(state.parts), str(len(state.parts)))
    return Prompt(
        ask=f"Are these {count} requests?",
        notes=tuple((str(n), part) for n, part in enumerate(state.parts, 1)),
        options=(
            Option(id=recognising.SPLIT, label="Yes, one after the other"),
            Option(id=recognising.WHOLE, label="No, it is one request"),
        ),
        entry=Entry.TEXT,
        later=True,
    )


def _because(evidence: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return (("because you wrote", " · ".join(evidence)),) if evidence else ()


def _confirming(state: Confirming, desk: Desk, today: date) -> Prompt:
    intent = desk.catalogue.intent(state.best)
    title = intent.title if intent else state.best
    options = [Option(id=recognising.YES, label="Yes", description=intent.sentence if intent else "")]
    options.extend(_intent_option(near, desk) for near in state.near if near != state.best)
    return Prompt(
        ask=f"{title}?",
        notes=(*_because(state.evidence), *_previewed(state, desk, today)),
        options=(*options, _ALL, _REPHRASE),
        entry=Entry.TEXT,
        placeholder="or say more",
        later=True,
    )


def _previewed(state: Confirming, desk: Desk, today: date) -> tuple[tuple[str, str], ...]:
    """What would be taken over, before it is agreed to."""
    from datetime import datetime, time, timezone

    from intents.talk.events import Stamp

    intent = desk.catalogue.intent(state.best)
    if intent is None:
        return ()
    noon = datetime.combine(today, time(12), tzinfo=timezone.utc)  # noqa: UP017 - reads the same, older too
    stamp = Stamp(now=noon, id="", reference="")
    found = recognising.taken_over(intent, state.request, desk, stamp)
    rows = []
    for question in intent.questions:
        answer = found.get(question.name)
        if answer is not None and not question.answered_by.message:
            rows.append(("taken over", f"{_topic(question)} {_short(say_answer(question, answer, today))}"))
    return tuple(rows[:5])


def _topic(question: Question) -> str:
    return question.name.replace("_", " ") + ":"


def _intent_option(intent_id: str, desk: Desk, label: str = "") -> Option:
    intent = desk.catalogue.intent(intent_id)
    if intent is None:
        return Option(id=intent_id, label=label or intent_id)
    if label:
        return Option(id=intent.id, label=label, description=intent.title)
    return Option(id=intent.id, label=intent.title)


def _choosing(state: Choosing, desk: Desk) -> Prompt:
    options = tuple(_intent_option(intent, desk, label) for intent, label in state.choices)
    return Prompt(
        ask=state.ask,
        notes=_because(state.evidence),
        options=(*options, _ALL, _REPHRASE),
        entry=Entry.TEXT,
        placeholder="or say more",
        later=True,
    )


def _elsewhere(state: Elsewhere, desk: Desk) -> Prompt:
    place = next((e for e in desk.catalogue.elsewhere if e.id == state.place), None)
    text = place.text if place else ""
    if place and place.link:
        text = f"{text} {place.link}"
    return Prompt(
        ask=f"That sounds like something that {desk.catalogue.team} does not do.",
        why=text,
        options=(_REPHRASE, _ALL),
        entry=Entry.TEXT,
        placeholder="or say more",
        later=True,
    )


def _browsing(state: Browsing, desk: Desk) -> Prompt:
    intents = [i for i in desk.catalogue.intents if not state.only or i.id in state.only]
    options = tuple(Option(id=i.id, label=i.title, description=i.sentence) for i in intents)
    return Prompt(
        ask="Where does it belong?" if state.only else "All kinds of request",
        options=options,
        entry=Entry.TEXT,
        placeholder="or say it in other words",
        later=bool(state.request.messages),
    )


def _asking(state: Asking, desk: Desk, today: date) -> Prompt:
    intent = desk.intent_of(state.request)
    question = intent.question(state.question) if intent else None
    if intent is None or question is None:
        return Prompt(ask="This question is not in the catalogue any more.", later=True)
    number, count = asking.place_of(state, intent)
    optional = "" if question.required else "optional"
    place = optional or (f"{number} of {count}" if count > 1 else "")
    answer = state.request.answers.get(question.name)
    options = [
        Option(
            id=choice.value,
            label=choice.label,
            description=choice.description,
            picked=bool(answer and choice.value in answer.values),
        )
        for choice in question.choices
    ]
    options.extend(
        Option(id=known, label=known, picked=bool(answer and known in answer.values))
        for known in question.suggestions
    )
    options = [*_ways_with_it(state, question, desk, today), *options, *_ways_around(state, question)]
    several = question.kind is Kind.CHOICES or (question.kind is Kind.LIST and bool(question.suggestions))
    example = "" if question.choices else example_of(question, today)
    return Prompt(
        ask=question.ask,
        place=place,
        why=question.why,
        example=example,
        problem=state.problem,
        notes=_taken_over_rows(state.request, intent, today) if number == 1 or state.from_review else (),
        options=tuple(options),
        several=several,
        entry=Entry.TEXT if question.kind in (Kind.TEXT, Kind.LIST) else Entry.LINE,
        placeholder=question.placeholder,
        typed=state.typed,
        words_first=not question.choices and not question.suggestions,
        on_enter=asking.DEFAULT if any(option.id == asking.DEFAULT for option in options) else "",
        later=True,
    )


def _ways_with_it(state: Asking, question: Question, desk: Desk, today: date) -> list[Option]:
    ways: list[Option] = []
    if state.suggestion:
        ways.append(Option(id=asking.SUGGESTION, label=f"Take {state.suggestion}"))
    if state.insisted is not None:
        ways.append(
            Option(id=asking.INSIST, label=f"Keep {say_answer(question, state.insisted, today)} all the same")
        )
    if question.default and not state.typed and not state.problem:
        ways.append(Option(id=asking.DEFAULT, label=_default_label(question, state.request, desk, today)))
    return ways


def _default_label(question: Question, request: Request, desk: Desk, today: date) -> str:
    from intents.answering.kinds import read_answer
    from intents.answering.reading import Accepted, Surroundings

    around = Surroundings(
        today=today,
        answers=request.answers,
        me=desk.connection.me,
        ticket_hosts=desk.catalogue.ticket_hosts,
    )
    read = read_answer(question, question.default, around)
    if isinstance(read, Accepted):
        return say_answer(question, read.answer, today)
    return question.default


def _ways_around(state: Asking, question: Question) -> list[Option]:
    if not question.required:
        return [Option(id=asking.SKIP, label="Leave it out")]
    if state.misses >= asking.MISSES_BEFORE_HELP:
        return [
            Option(id=asking.LEAVE_OPEN, label="Leave it open for now"),
            Option(id=asking.LATER, label="Keep the request for later"),
            Option(id=asking.ALL_KINDS, label="All kinds of request"),
        ]
    return []


def _taken_over_rows(request: Request, intent: Intent, today: date) -> tuple[tuple[str, str], ...]:
    rows = []
    for name, answer in live_answers(intent, request.answers).items():
        question = intent.question(name)
        if question is not None and answer.origin is Origin.TAKEN_OVER:
            rows.append(("taken over", f"{_topic(question)} {_short(say_answer(question, answer, today))}"))
    return tuple(rows[:6])


def _doubting(state: Doubting, desk: Desk) -> Prompt:
    intent = desk.intent_of(state.request)
    question = intent.question(state.question) if intent else None
    return Prompt(
        ask=question.ask if question else "",
        notes=(("read as", state.echo),),
        options=(
            Option(id=asking.KEEP_READING, label=state.echo),
            Option(id=asking.OTHER_READING, label=state.other_label),
            Option(id=asking.TYPE_AGAIN, label="Type it again"),
        ),
        later=True,
    )


def _reviewing(state: Reviewing, desk: Desk) -> Prompt:
    request, draft = state.request, state.draft
    options: list[Option] = []
    if request.stage is Stage.SENDING:
        options.append(Option(id=reviewing.LOOK, label="Look whether it is filed already"))
    elif desk.connection.link is Link.PRACTICE:
        options.append(Option(id=reviewing.FILE, label="File it (practice: nothing leaves this machine)"))
    elif desk.connection.link is Link.GITLAB:
        options.append(Option(id=reviewing.FILE, label="File it"))
    options.append(Option(id=reviewing.CHANGE, label="Change or add an answer"))
    options.append(Option(id=reviewing.EDIT, label="Edit title and text"))
    options.extend((_EXPORT, Option(id=reviewing.COPY, label="Copy it"), _BROWSER, _LATER))
    if request.edit is not None:
        options.append(
            Option(id=reviewing.MADE_TEXT, label="Use the text made from the answers again")
            if request.edit.used
            else Option(id=reviewing.OWN_TEXT, label="Use your own edited text again")
        )
    notes = [("note", note) for note in draft.notes]
    intent = desk.intent_of(request)
    names = [q.ask for n in draft.missing if intent and (q := intent.question(n))]
    notes.extend(("still open", name) for name in names)
    if desk.connection.link is Link.NONE:
        notes.append(("not connected", desk.connection.advice))
    if state.told:
        notes.append(("", state.told))
    return Prompt(
        ask="This is the issue as it will be sent."
        if desk.connection.link is not Link.NONE
        else "Your draft.",
        notes=tuple(notes),
        options=tuple(options),
        draft=draft,
        placeholder="or say what to change",
        later=True,
    )


def _changing(state: ChangingAnswer, desk: Desk, today: date) -> Prompt:
    intent = desk.intent_of(state.request)
    options: list[Option] = []
    if intent is not None:
        for question in applicable(intent, state.request.answers):
            answer = state.request.answers.get(question.name)
            if answer is not None:
                mark = " (taken over)" if answer.origin is Origin.TAKEN_OVER else ""
                said = _short(say_answer(question, answer, today)) + mark
            else:
                said = "still open" if question.required else "optional, not answered"
            options.append(Option(id=question.name, label=question.ask, description=said))
    options.append(Option(id=asking.DRAFT, label="Back to the draft"))
    return Prompt(ask="Which answer?", options=tuple(options), later=True)


def _not_kept(state: NotKept) -> Prompt:
    return Prompt(
        ask="It can't be kept on this machine. Send it all the same?",
        problem=state.sentence,
        why="If the answer is lost on the way, nobody can look for it after a restart.",
        options=(
            Option(id=submitting.REVIEW, label="No, back to the draft"),
            Option(id=submitting.UNKEPT, label="Send it without a copy"),
        ),
        draft=state.draft,
    )


def _failed(state: Failed) -> Prompt:
    failure = state.failure
    options: list[Option] = []
    project = getattr(failure, "project", None)
    if project is not None:
        options.append(Option(id=submitting.MOVE, label=f"File it in {project.path}"))
    options.append(Option(id=submitting.AGAIN, label="Try again"))
    options.append(Option(id=submitting.REVIEW, label="Back to the draft"))
    options.extend((_BROWSER, _EXPORT, _LATER))
    return Prompt(
        ask="It was not filed. Your text is kept.",
        problem=failure.sentence,
        why=failure.next_step,
        options=tuple(options),
        later=True,
    )


def _unclear(state: Unclear) -> Prompt:
    if state.looking:
        waits = submitting.LOOKS[min(state.looks, len(submitting.LOOKS) - 1)]
        seen = f" Looked {state.looks} times: not found." if state.looks else ""
        busy = f"Looking for it by its reference in {waits:.0f} seconds.{seen}"
    else:
        busy = ""
    options = [Option(id=submitting.LOOK, label="Look now")]
    if submitting.may_send_again(state):
        again = "so that a late copy is recognised"
        options.append(
            Option(id=submitting.AGAIN, label="Send it again with the same reference", description=again)
        )
    options.extend((_BROWSER, Option(id=submitting.LATER, label="Leave it in the drafts, marked unclear")))
    return Prompt(
        ask="It may or may not be filed. Your text is kept.",
        problem=state.problem or state.failure.sentence,
        notes=(("reference", state.request.reference),),
        options=tuple(options),
        busy=busy,
        later=True,
    )


def _done(state: Done) -> Prompt:
    options = [
        Option(id=submitting.NEW, label="Another request"),
        Option(id=submitting.OPEN, label="Open it in the browser"),
        Option(id=submitting.COPY, label="Copy the link"),
        Option(id=submitting.LEAVE, label="Done"),
    ]
    if state.request.waiting:
        options.insert(0, _next_option(state.request))
    return Prompt(
        ask="What next?",
        options=tuple(options),
        entry=Entry.TEXT,
        placeholder="or say what else you need",
        back=False,
    )


def _next_option(request: Request) -> Option:
    return Option(id=submitting.NEXT, label=f"Your other request: {_short(request.waiting[0])}")


def _answered(state: Answered, desk: Desk) -> Prompt:
    intent = desk.intent_of(state.request)
    options: list[Option] = []
    if intent is not None and intent.outcome is Outcome.LINK and not state.explanation:
        name = intent.link_name or "the page"
        options.append(Option(id=submitting.OPEN, label=f"Open {name}"))
        options.append(Option(id=submitting.COPY_TEXT, label="Copy the text to paste there"))
        options.append(Option(id=submitting.COPY, label="Copy the link"))
    if intent is not None and intent.outcome is Outcome.INSTRUCTIONS and not state.explanation:
        options.append(Option(id=submitting.COPY_TEXT, label="Copy these instructions"))
    if state.explanation or (intent is not None and intent.leads_to):
        label = "It needs an issue after all" if not state.explanation else "It is something else"
        options.append(Option(id=submitting.ONWARD, label=label))
    options.append(Option(id=submitting.NEW, label="Another request"))
    options.append(Option(id=submitting.LEAVE, label="Done"))
    if state.request.waiting:
        options.insert(0, _next_option(state.request))
    return Prompt(
        ask="What next?",
        options=tuple(options),
        entry=Entry.TEXT,
        placeholder="or say what else you need",
    )


def paste_text(intent: Intent, request: Request, catalogue: Catalogue) -> str:
    """The text that belongs to an answer without an issue, ready to be pasted."""
    if intent.outcome is Outcome.INSTRUCTIONS:
        return instructions_text(intent, request, catalogue)
    return filled(intent.text, intent, request, catalogue) or request.text


def answer_text(intent: Intent, request: Request, catalogue: Catalogue) -> str:
    """What is said where no issue belongs."""
    if intent.outcome is Outcome.LINK:
        lines = [intent.link_name, intent.link, "", paste_text(intent, request, catalogue)]
        lines.extend(("", *_under_conditions(intent, request)))
        return "\n".join(lines).strip()
    return instructions_text(intent, request, catalogue)


def instructions_text(intent: Intent, request: Request, catalogue: Catalogue) -> str:
    """The numbered instructions, what not to do, and what a condition adds."""
    lines = [
        f"{n}. {filled(line, intent, request, catalogue)}" for n, line in enumerate(intent.instructions, 1)
    ]
    lines.extend(_under_conditions(intent, request))
    lines.extend(intent.never)
    return "\n".join(lines)


def _under_conditions(intent: Intent, request: Request) -> list[str]:
    from intents.answering.answer import holds

    live = live_answers(intent, request.answers)
    return [sentence for condition, sentence in intent.then if holds(condition, live)]


def filled(text: str, intent: Intent, request: Request, catalogue: Catalogue) -> str:
    """A catalogue text with the answers in it; a line whose names are all unanswered is left out."""
    from intents.drafting.compose import plain_values

    values = plain_values(intent, request, catalogue)
    lines = []
    for line in text.splitlines():
        names = Template(line).get_identifiers()
        if names and not any(values.get(name) for name in names):
            continue
        lines.append(Template(line).safe_substitute({name: values.get(name, "") for name in names}))
    return "\n".join(lines).strip()


def _short(text: str, width: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 3].rstrip() + "..."


def draft_heading(draft: Draft) -> tuple[tuple[str, str], ...]:
    """What stands above the text of a draft: where it goes and everything sent beside the text."""
    rows = [("for", draft.project), ("title", draft.title)]
    if draft.labels:
        rows.append(("labels", " · ".join(draft.labels)))
    if draft.due_date:
        rows.append(("due", f"{draft.due_date:%A} {draft.due_date.isoformat()}"))
    if draft.assignees:
        rows.append(("assigned to", " ".join("@" + name for name in draft.assignees)))
    rows.append(("notifies", " ".join(draft.mentions) or "nobody by name"))
    if draft.confidential:
        rows.append(("confidential", "yes"))
    return tuple(rows)
