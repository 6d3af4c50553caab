"""Whole talks as data, and what plays them: against the core alone here, against any front end elsewhere.

A conversation is one document of a file in `tests/conversations/`. Its keys:

    name        a sentence; the name of the test
    connection  gitlab (the default), practice or none
    me          the person's own user name, when the connection knows it
    template    the text of the project's issue template; without it there is none
    reads       message -> what it is taken for, where that must not hang on the matcher: `confirm: id`, `choose: [ids]`
                (the catalogue's question asks when two look alike), `rephrase: true`, `outside: id`, or
                `split: [the part that asks, ...]`; the real matcher reads every other message
    outcomes    what the first, second ... filing comes to: filed, refused, not_reached, unknown,
                moved, too_many; then filed
    found       whether a look for an unclear filing finds it
    turns       what the person does, one step each, with what is expected after it
    draft       the issue as it is shown before it is filed, whole (the last one, if there are several)
    answer      the text that is given where no issue belongs, whole
    after       what is said once it is filed, whole

A turn is a mapping with exactly one deed:

    say: words            typed and sent
    choose: id            one of the options offered, by its id; `*` at its end stands for any rest
    pick: [id, id]        several of the options offered, at once
    back: true            one step back
    later: true           kept for later
    edit: {title, text}   title and text edited freely; `replace: [old, new]` in place of `text` changes the text shown
    resume: 1             the kept request of this number (1 is the first that was begun) is gone on with

and with what has to be true then, all of it optional (see `check`):

    state, question, place, ask, best, typed, draft_title   as they are
    problem, notes, says                                    parts of what is shown (a text or a list of texts)
    said_not                                                parts of what must not be said
    offers, offers_not                                      ids of options
    taken_over                                              question name -> as shown, each of them
    answers                                                 question name -> values, of the request now

The day is always Tuesday 24 November 2026, requests are called `talk1`, `talk2` ... and their references `giref1` ...
in the order in which they began, so that drafts can be compared whole.

Another front end plays the same data so: make `Outside` for the conversation, hand its `services` to the front end, do
each turn with its keys, and call `check` with the state, the desk and what was said since the turn began.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from intents.catalogue.model import Catalogue
from intents.catalogue.reader import read_catalogue
from intents.drafting.draft import Draft
from intents.drafting.request import Request, Stage
from intents.errors import IntakeError
from intents.filing.tracker import Filed, NotReached, Project, Receipt, Refused, Result, Sending, Unknown
from intents.talk.desk import Connection, Desk, Link
from intents.talk.effects import (
    CopyText,
    EditDraft,
    Effect,
    ExportDraft,
    ForgetRequest,
    Leave,
    LoadRequest,
    LookUp,
    OpenPage,
    ReadTemplate,
    ReadWords,
    RestoreRequest,
    SaveRequest,
    Say,
    Speaker,
    SubmitDraft,
    Wait,
)
from intents.talk.events import (
    Chosen,
    Copied,
    DraftEdited,
    Event,
    Exported,
    FilingEnded,
    LookedUp,
    PageOpened,
    Picked,
    PutOff,
    Resumed,
    Said,
    SaveFailed,
    Stamp,
    TemplateRead,
    Waited,
    WentBack,
    WordsRead,
)
from intents.talk.prompt import Prompt
from intents.talk.showing import prompt_for
from intents.talk.states import Answered, Asking, Confirming, Done, Opening, Reviewing, State
from intents.talk.step import step
from intents.understanding import Candidate, Decision, LookAlike, Ranking, Reading
from intents.understanding import Request as Part
from tui.services import Services

ROOT = Path(__file__).parent.parent
CONVERSATIONS = Path(__file__).parent / "conversations"
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ADVICE = "Set GITLAB_TOKEN to file from here."


@cache
def the_catalogue() -> Catalogue:
    """The default catalogue."""
    return read_catalogue(ROOT / "intents.yaml")


@cache
def _matcher() -> Any:
    from intents.understanding.from_catalogue import lessons_of
    from intents.understanding.learning import learn

    return learn(lessons_of(the_catalogue()))


def read(messages: tuple[str, ...]) -> Reading:
    """What the real matcher makes of the messages. The first call learns it, which takes some seconds."""
    reading: Reading = _matcher().read(messages[-1] if messages else "", messages[:-1])
    return reading


def reading_of(taken: Mapping[str, Any]) -> Reading:
    """A reading by hand; see `reads` above."""
    names = [taken["confirm"]] if "confirm" in taken else list(taken.get("choose", ()))
    candidates = tuple(Candidate(name=name, confidence=0.9 / (len(names) or 1)) for name in names)
    decision = Decision.CHOOSE if "choose" in taken else Decision.CONFIRM if names else Decision.REPHRASE
    alike = next(
        (
            LookAlike(
                topics=tuple(names), ask=a.ask, choices=tuple((str(n), label) for n, label in a.choices)
            )
            for a in the_catalogue().look_alikes
            if "choose" in taken and {n for n, _ in a.choices} == set(names)
        ),
        None,
    )
    parts = tuple(Part(text=text, name=None, candidates=()) for text in taken.get("split", ()))
    return Reading(
        decision=decision,
        candidates=candidates,
        look_alike=alike,
        requests=parts,
        outside=taken.get("outside"),
        evidence=(),
        ranking=Ranking(candidates=candidates),
    )


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """One talk."""

    name: str
    data: Mapping[str, Any]

    @property
    def turns(self) -> list[dict[str, Any]]:
        """The turns, in order."""
        turns: list[dict[str, Any]] = self.data["turns"]
        return turns

    @property
    def files(self) -> bool:
        """Whether an issue is filed in it."""
        return "after" in self.data

    def __str__(self) -> str:
        return self.name


_KEYS = {
    "name", "connection", "me", "template", "reads", "outcomes", "found", "turns", "draft", "answer", "after"
}  # fmt: skip
_DEEDS = {"say", "choose", "pick", "back", "later", "edit", "resume"}
_EXPECTED = {
    "state", "question", "place", "ask", "best", "typed", "draft_title", "problem", "notes", "says", "said_not",
    "offers", "offers_not", "taken_over", "answers",
}  # fmt: skip


@cache
def conversations() -> tuple[Conversation, ...]:
    """All of them. A misspelt key is an error, not an expectation that is never looked at."""
    found: list[Conversation] = []
    for path in sorted(CONVERSATIONS.glob("*.yaml")):
        for data in yaml.safe_load_all(path.read_text("utf-8")):
            name = f"{path.stem}: {data['name']}"
            if unknown := set(data) - _KEYS:
                raise AssertionError(f"{name}: {unknown} is not known")
            for turn in data["turns"]:
                assert isinstance(turn.get("say", ""), str), f"{name}: {turn}: put quotation marks around it"
                if len(set(turn) & _DEEDS) != 1 or (unknown := set(turn) - _DEEDS - _EXPECTED):
                    raise AssertionError(f"{name}: {turn} is no turn")
            found.append(Conversation(name=name, data=data))
    return tuple(found)


class MemoryStore:
    """Requests in memory, behind the protocol of the store on disk."""

    def __init__(self) -> None:
        self.kept: dict[str, Request] = {}
        self.discarded: dict[str, Request] = {}
        self.history: list[Request] = []
        """Every version that was ever saved, in order."""

    def save(self, request: Request) -> None:
        self.kept[request.id] = request
        self.history.append(request)

    def load(self, request_id: str) -> Request:
        if request_id not in self.kept:
            raise IntakeError(f"There is no draft {request_id}.")
        return self.kept[request_id]

    def forget(self, request_id: str) -> None:
        self.discarded[request_id] = self.kept.pop(request_id)

    def restore(self, request_id: str) -> Request:
        self.kept[request_id] = self.discarded.pop(request_id)
        return self.kept[request_id]

    def unfinished(self) -> tuple[Request, ...]:
        ended = (Stage.FILED, Stage.ANSWERED)
        return tuple(request for request in reversed(self.kept.values()) if request.stage not in ended)

    def warnings(self) -> tuple[str, ...]:
        return ()


class Outside:
    """Everything around the talk, in memory: what a conversation says of it, and nothing more."""

    def __init__(self, conversation: Conversation | None = None) -> None:
        data = conversation.data if conversation else {}
        self.store = MemoryStore()
        self.filed: list[Draft] = []
        self.template: str | None = data.get("template")
        self.outcomes = deque(data.get("outcomes", ()))
        self.reads: Mapping[str, Mapping[str, Any]] = data.get("reads", {})
        self.found = bool(data.get("found"))
        self.connection = connection(data.get("connection", "gitlab"), data.get("me", ""))

    @property
    def services(self) -> Services:
        """For a front end."""
        return Services(
            catalogue=the_catalogue(),
            read=self.read,
            connection=self.connection,
            store=self.store,
            file=self.file,
            look_up=self.look_up,
            read_template=lambda project, name: TemplateRead(text=self.template, project=project, name=name),
            stamp=self.stamp,
            export=lambda draft: Exported(path="draft.md"),
        )

    def read(self, messages: tuple[str, ...]) -> Reading:
        """As the conversation says, or as the matcher finds."""
        taken = self.reads.get(messages[-1]) if messages else None
        return read(messages) if taken is None else reading_of(taken)

    def stamp(self) -> Stamp:
        """The fixed moment; the id of the next request that begins."""
        number = len({*self.store.kept, *self.store.discarded}) + 1
        return Stamp(now=NOW, id=f"talk{number}", reference=f"giref{number}")

    def file(self, request: Request, draft: Draft, unkept: bool) -> tuple[Request, Result]:
        """The outcome that the conversation names; otherwise it is filed as it is."""
        outcome = self.outcomes.popleft() if self.outcomes else "filed"
        sending = Sending(reference=draft.reference, project_id="7", project=draft.project, server_time=NOW)
        match outcome:
            case "filed":
                self.filed.append(draft)
                done = replace(request, stage=Stage.FILED, receipt=receipt_of(draft), sending=sending)
                return done, Filed(receipt=receipt_of(draft))
            case "refused":
                return request, Refused(
                    sentence="GitLab refuses it.", next_step="Change the text.", code="spam"
                )
            case "too_many":
                return request, Refused(
                    sentence="GitLab got too many requests.",
                    next_step="Try again in 7 seconds.",
                    code="rate",
                    retry_after=7.0,
                )
            case "moved":
                project = Project(id="8", path="new-group/new-place", web_url="https://example.com")
                refused = Refused(
                    sentence=f"{draft.project} has moved to {project.path}.",
                    next_step="File it there if that is right.",
                    code="moved",
                    project=project,
                )
                return request, refused
            case "not_reached":
                return request, NotReached(sentence="GitLab can't be reached.", next_step="Try again later.")
            case "unknown":
                self.filed.append(draft)
                sent = replace(request, stage=Stage.SENDING, sending=sending)
                return sent, Unknown(sentence="The answer was lost.", next_step="It is looked for.")
            case _:
                raise AssertionError(f"{outcome} is no outcome")

    def look_up(self, request: Request) -> LookedUp:
        """Found, if the conversation says so."""
        receipt = receipt_of(self.filed[-1]) if self.found and self.filed else None
        return LookedUp(request_id=request.id, receipt=receipt)


def connection(name: str, me: str = "") -> Connection:
    """A connection by its short name."""
    match name:
        case "none":
            return Connection(link=Link.NONE, name="gitlab.com", advice=ADVICE)
        case "practice":
            return Connection(link=Link.PRACTICE, name="practice", me="you")
        case _:
            return Connection(link=Link.GITLAB, name="gitlab.com", me=me)


def receipt_of(draft: Draft) -> Receipt:
    """What a tracker answers that stores everything as it was sent."""
    return Receipt(
        project=draft.project,
        iid=12,
        url=f"https://gitlab.com/{draft.project}/-/issues/12",
        reference=f"{draft.project}#12",
        title=draft.title,
        description=draft.description,
        labels=draft.labels,
        due_date=draft.due_date,
        confidential=draft.confidential,
        assignees=draft.assignees,
    )


@dataclass
class Talk:
    """A talk over services, without any front end: it performs the effects and remembers what was said."""

    services: Services
    state: State = field(default_factory=Opening)
    effects: list[Effect] = field(default_factory=list)
    """Every effect so far, in order."""
    said: list[str] = field(default_factory=list)
    """What we said since `begin_turn`."""
    opened: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    left: bool = False
    draft: Draft | None = None
    """The last draft that was shown."""
    edits: tuple[str, str] | None = None
    """Title and text as handed out for editing."""

    @property
    def desk(self) -> Desk:
        """What the talk leans on now."""
        services = self.services
        return Desk(
            catalogue=services.catalogue,
            read=services.read,
            connection=services.connection,
            look=services.look,
        )

    @property
    def prompt(self) -> Prompt:
        """What is shown now."""
        return prompt_for(self.state, self.desk, TODAY)

    def begin_turn(self) -> None:
        """From here on `said` is of this turn."""
        self.said.clear()

    def send(self, event: Event) -> None:
        """One event and everything that follows from it."""
        events: deque[Event] = deque([event])
        while events:
            turn = step(self.state, events.popleft(), self.desk, self.services.stamp())
            self.state = turn.state
            if isinstance(self.state, Reviewing):
                self.draft = self.state.draft
            for effect in turn.effects:
                self.effects.append(effect)
                outcome = self._perform(effect)
                if outcome is not None:
                    events.append(outcome)
                if isinstance(outcome, SaveFailed):
                    break

    def _perform(self, effect: Effect) -> Event | None:
        services = self.services
        match effect:
            case Say():
                if effect.who is Speaker.INTAKE:
                    self.said.append(effect.text)
            case SaveRequest(request=request):
                try:
                    services.store.save(request)
                except IntakeError as error:
                    return SaveFailed(sentence=str(error), request=request)
            case ForgetRequest(id=request_id):
                services.store.forget(request_id)
            case RestoreRequest(id=request_id):
                return Resumed(request=services.store.restore(request_id))
            case LoadRequest(id=request_id, send=send):
                return Resumed(request=services.store.load(request_id), send=send)
            case ReadWords(request=request):
                return WordsRead(request_id=request.id, messages=request.messages)
            case ReadTemplate(project=project, name=name):
                return services.read_template(project, name)
            case SubmitDraft(request=request, draft=draft, unkept=unkept):
                after, result = services.file(request, draft, unkept)
                return FilingEnded(request_id=request.id, result=result, request=after)
            case LookUp(request=request):
                return replace(services.look_up(request), order=effect)
            case Wait(request_id=request_id, until=until):
                return Waited(request_id=request_id, until=until)
            case ExportDraft(draft=draft):
                return services.export(draft)
            case CopyText(text=text, what=what):
                self.copied.append(text)
                return Copied(sentence=f"Copied {what}.")
            case OpenPage(url=url):
                self.opened.append(url)
                return PageOpened(sentence="The page is open in the browser.")
            case EditDraft(title=title, description=description):
                self.edits = (title, description)
            case Leave():
                self.left = True
        return None


def play(conversation: Conversation, services: Services | None = None) -> Talk:
    """Play a conversation against the core and check every turn and its end."""
    talk = Talk(services=services or Outside(conversation).services)
    for number, turn in enumerate(conversation.turns, 1):
        talk.begin_turn()
        for event in events_of(turn, talk):
            talk.send(event)
        with_place = f"{conversation.name}, turn {number} {turn}"
        check(turn, talk.state, talk.desk, tuple(talk.said), with_place)
    check_end(conversation, talk.state, talk.draft, tuple(talk.said))
    return talk


def events_of(turn: Mapping[str, Any], talk: Talk) -> Iterator[Event]:
    """A turn as events for the core. Options have to be on offer: nothing is chosen that nobody could see."""
    if "say" in turn:
        yield Said(text=turn["say"])
    elif "choose" in turn:
        yield Chosen(option=offered(turn["choose"], talk.prompt))
    elif "pick" in turn:
        yield Picked(options=tuple(offered(option, talk.prompt) for option in turn["pick"]))
    elif "back" in turn:
        yield WentBack()
    elif "later" in turn:
        yield PutOff()
    elif "resume" in turn:
        yield Resumed(request=talk.services.store.load(f"talk{turn['resume']}"))
    else:
        yield Chosen(option=offered("edit", talk.prompt))
        title, text = edited(turn["edit"], talk.edits or ("", ""))
        yield DraftEdited(title=title, description=text)


def offered(option: str, prompt: Prompt) -> str:
    """The full id of an offered option."""
    ids = [o.id for o in prompt.options]
    fitting = [i for i in ids if i == option or (option.endswith("*") and i.startswith(option[:-1]))]
    assert len(fitting) == 1, f"{option} is not on offer, but {ids} ({prompt.ask!r})"
    return fitting[0]


def edited(edit: Mapping[str, Any], shown: tuple[str, str]) -> tuple[str, str]:
    """Title and text after the person's edit."""
    title, text = shown
    if "replace" in edit:
        old, new = edit["replace"]
        assert old in text, f"{old!r} is not in the text that is edited:\n{text}"
        text = text.replace(old, new)
    return edit.get("title", title), edit.get("text", text)


def check(turn: Mapping[str, Any], state: State, desk: Desk, said: tuple[str, ...], place: str) -> None:
    """What has to be true after a turn, whatever front end did it."""
    prompt = prompt_for(state, desk, TODAY)
    shown = {
        "state": type(state).__name__,
        "question": state.question if isinstance(state, Asking) else None,
        "place": prompt.place,
        "ask": prompt.ask,
        "best": state.best if isinstance(state, Confirming) else None,
        "typed": prompt.typed,
        "draft_title": prompt.draft.title if prompt.draft else None,
    }
    for key, value in shown.items():
        if key in turn:
            assert value == turn[key], f"{place}: {key} is {value!r}, expected {turn[key]!r}"
    heard = "\n".join(said)
    notes = "\n".join(f"{label}: {text}" for label, text in prompt.notes)
    for key, text in (("problem", prompt.problem), ("notes", notes), ("says", heard)):
        for part in _list(turn.get(key, ())):
            assert part in text, f"{place}: {part!r} is not in {key}:\n{text}"
    for part in _list(turn.get("said_not", ())):
        assert part not in heard, f"{place}: {part!r} is said:\n{heard}"
    ids = [option.id for option in prompt.options]
    for option in _list(turn.get("offers", ())):
        assert option in ids, f"{place}: {option} is not offered, but {ids}"
    for option in _list(turn.get("offers_not", ())):
        assert option not in ids, f"{place}: {option} is offered"
    taken = dict(text.split(": ", 1) for label, text in prompt.notes if label == "taken over")
    for name, value in turn.get("taken_over", {}).items():
        assert taken.get(name) == value, f"{place}: taken over is {taken}"
    for name, values in turn.get("answers", {}).items():
        answer = state.request.answers.get(name) if state.request else None
        found = list(answer.values) if answer else None
        wanted = None if values is None else [str(v) for v in _list(values)]
        assert found == wanted, f"{place}: {name} is {found}"


def check_end(conversation: Conversation, state: State, draft: Draft | None, said: tuple[str, ...]) -> None:
    """The draft, the answer and what is said after filing, each whole."""
    data = conversation.data
    if "draft" in data:
        assert draft is not None, f"{conversation.name}: no draft was shown"
        assert as_data(draft) == data["draft"], conversation.name
    heard = "\n".join(said)
    if "answer" in data:
        assert isinstance(state, Answered), f"{conversation.name}: it ended {state}"
        assert data["answer"].strip() in heard, f"{conversation.name}: {heard}"
    if "after" in data:
        assert isinstance(state, Done), f"{conversation.name}: it ended {state}"
        assert heard.rstrip().endswith(data["after"].strip()), f"{conversation.name}: {heard}"


def as_data(draft: Draft) -> dict[str, Any]:
    """A draft in the form in which conversations hold it: what is empty is left out."""
    data = {
        "project": draft.project,
        "title": draft.title,
        "labels": list(draft.labels),
        "due": draft.due_date,
        "confidential": draft.confidential,
        "assignees": list(draft.assignees),
        "mentions": list(draft.mentions),
        "description": draft.description,
    }
    return {key: value for key, value in data.items() if value}


def _list(value: Any) -> list[Any]:
    return [value] if isinstance(value, str | int) else list(value)
