"""Nothing is sent that was not written down before: no order of effects, and no row of turns, sends before it saved."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from types import MappingProxyType
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from talking import NOW, Outside, Talk, connection, receipt_of
from test_walks import WORDS, any_reading

from intents.answering.answer import Answer
from intents.catalogue.model import IntentId
from intents.drafting.draft import Draft
from intents.drafting.request import Request, Stage
from intents.errors import IntakeError
from intents.filing.tracker import Filed, GoingUp, NotReached, Project, Refused, Result, Sending, Unknown
from intents.talk.effects import Effect, LookUp, SaveRequest, SubmitDraft
from intents.talk.events import (
    Chosen,
    Copied,
    DraftEdited,
    EditPaused,
    Event,
    Exported,
    FileGoingUp,
    FilingEnded,
    LookedUp,
    PageOpened,
    Paused,
    Picked,
    PutOff,
    Resumed,
    Said,
    SaveFailed,
    Stamp,
    Started,
    TemplateRead,
    Waited,
    WentBack,
    WordsRead,
)
from intents.talk.showing import prompt_for
from intents.talk.states import Asking, Editing, NotKept, Opening, Preparing, State
from intents.talk.step import DISCARD, step
from intents.talk.submitting import UNKEPT
from intents.talk.turn import UnexpectedEventError

STAMP = Stamp(now=NOW, id="next", reference="ginext")
_PLACE = Project(id="8", path="new-group/new-place", web_url="https://example.com")
RESULTS: tuple[Result, ...] = (
    Filed(receipt=receipt_of(Draft(project="a/b", title="T", description="D", reference="giref1"))),
    Refused(sentence="No.", next_step="Change it.", code="spam"),
    Refused(sentence="Moved.", next_step="There.", code="moved", project=_PLACE),
    Refused(sentence="Too many.", next_step="Wait.", code="rate", retry_after=3.0),
    Refused(sentence="Too many.", next_step="Wait.", code="rate"),
    NotReached(sentence="No network.", next_step="Later."),
    Unknown(sentence="Lost.", next_step="Look."),
)


@dataclass
class Seen(Talk):
    """A talk that remembers every state it came through, those included in which nobody rests."""

    states: list[State] = field(default_factory=list)

    def send(self, event: Event) -> None:
        """As ever."""
        super().send(event)
        self.states.append(self.state)

    def _perform(self, effect: Effect) -> Event | None:
        self.states.append(self.state)
        return super()._perform(effect)


def walk(talk: Talk, outside: Outside, chance: random.Random, steps: int, *, discards: bool = True) -> None:
    """As somebody would who wants to get to the end, but who errs on the way."""
    for _ in range(steps):
        if chance.random() < 0.3:
            outside.outcomes.extend(
                chance.choices(["refused", "not_reached", "unknown", "too_many", "filed"])
            )
        prompt = talk.prompt
        ids = [option.id for option in prompt.options]
        onward = next((one for one in ("yes", "file", "again", UNKEPT) if one in ids), None)
        dice = chance.random()
        if isinstance(talk.state, Editing):
            talk.send(DraftEdited(title="Mine", description="My text"))
        elif dice < 0.45 and (onward or prompt.example):
            talk.send(Chosen(option=onward) if onward else Said(text=prompt.example))
        elif dice < 0.75 and ids:
            talk.send(Chosen(option=chance.choice(ids)))
        elif dice < 0.80:
            talk.send(WentBack())
        elif dice < 0.83 and discards:
            talk.send(Chosen(option=DISCARD))
        else:
            talk.send(Said(text=chance.choice(WORDS)))


@cache
def reachable() -> tuple[State, ...]:
    """States that talks come through, some of every kind."""
    found: dict[str, list[State]] = {}
    for seed in range(40):
        outside = Outside()
        outside.found = seed % 2 == 0
        outside.template = (None, "## Request\n")[seed % 2]
        talk = Seen(services=replace(outside.services, read=any_reading), state=Opening())
        walk(talk, outside, random.Random(seed), 60)
        for state in talk.states:
            found.setdefault(type(state).__name__, []).append(state)
    found.setdefault("NotKept", []).extend(
        NotKept(request=state.request, draft=state.draft, sentence="The disk is full.")
        for state in found["Submitting"][:3]
        if hasattr(state, "draft") and state.request is not None
    )
    # A template is waited for only where the network is slow; a day is doubted only where it has two readings.
    found["Preparing"] = [
        Preparing(request=state.request) for state in found["Reviewing"][:3] if state.request
    ]
    asked = Request(
        id="talk7",
        reference="giref7",
        messages=("words",),
        intent=IntentId("calendly"),
        answers=MappingProxyType({"change": Answer(values=("other",), words="other")}),
    )
    talk = Talk(services=Outside().services, state=Asking(request=asked, question="from"))
    talk.send(Said(text="1/2/2027"))
    found["Doubting"] = [talk.state]
    assert set(found) == {kind.__name__ for kind in get_args(State)}, "the talks come everywhere"
    chance = random.Random(1)
    return tuple(state for states in found.values() for state in chance.sample(states, min(8, len(states))))


def every_event(state: State) -> Iterator[Event]:
    """Whatever may happen in this state or behind its back, for its own request and for another one."""
    outside = Outside()
    desk = Talk(services=replace(outside.services, read=any_reading), state=state).desk
    options = [option.id for option in prompt_for(state, desk, NOW.date()).options]
    request = state.request or Request(id="talk8", reference="giref8", messages=("words",))
    other = Request(id="talk9", reference="giref9", messages=("other words",))
    yield from (Said(text=words) for words in WORDS)
    yield from (Chosen(option=one) for one in (*options, DISCARD, "no such option"))
    yield Picked(options=tuple(options[:2]))
    yield from (WentBack(), PutOff(), Paused(text="half a sent"))
    yield from (DraftEdited(title="T", description="D"), EditPaused(title="T", description="D"))
    yield from (TemplateRead(text="## Request\n"), TemplateRead(text=None, note="None."))
    yield from (Exported(path="draft.md"), Copied(sentence="Copied."), PageOpened(sentence="Opened."))
    for one in (request, other):
        sending = Sending(reference=one.reference, project_id="7", project="a/b", server_time=NOW)
        stages = [replace(one, stage=stage) for stage in Stage]
        stages.append(replace(one, stage=Stage.SENDING, sending=sending))
        yield from (Resumed(request=kept, send=send) for kept in stages for send in (False, True))
        yield Started(kept=tuple(stages))
        yield SaveFailed(sentence="The disk is full.", request=one)
        yield WordsRead(request_id=one.id, messages=one.messages)
        yield WordsRead(request_id=one.id, messages=one.messages, problem="It broke.")
        yield from (FilingEnded(request_id=one.id, result=result, request=one) for result in RESULTS)
        order = LookUp(request=one)
        receipt = receipt_of(Draft(project="a/b", title="T", description="D", reference=one.reference))
        yield LookedUp(request_id=one.id, receipt=receipt, order=order)
        yield LookedUp(request_id=one.id, receipt=None, order=order)
        yield LookedUp(request_id=one.id, receipt=None, problem="No network.", order=order)
        yield FileGoingUp(request_id=one.id, step=GoingUp(name="a.log", number=1, count=1, sent=0, size=12))
        yield FileGoingUp(request_id=one.id, step=None)
        until = getattr(state, "until", NOW + timedelta(seconds=7))
        yield Waited(request_id=one.id, until=until)


def nothing_is_sent_unsaved(state: State, event: Event, effects: Iterable[Effect]) -> int:
    """Fails where something is sent that does not stand saved before it, just as it is sent; counts what is sent."""
    saved: list[Request] = []
    sent = 0
    for effect in effects:
        if isinstance(effect, SaveRequest):
            saved.append(effect.request)
        if isinstance(effect, SubmitDraft):
            sent += 1
            assert effect.request.reference == effect.draft.reference
            assert effect.draft.reference in effect.draft.description, (
                "a lost answer could never be looked for"
            )
            if effect.unkept:
                agreed = isinstance(event, Chosen | Said)
                assert isinstance(state, NotKept), "only who was told so may agree to it"
                assert agreed, "only the person may"
            else:
                of_it = [request for request in saved if request.id == effect.request.id]
                assert of_it, f"{event} sends what was not saved"
                assert of_it[-1] == effect.request, f"{event} sends another one than was saved last"
    assert sent <= 1
    return sent


def test_the_events_are_all_there_are() -> None:
    assert {type(event) for event in every_event(Opening())} == set(get_args(Event))


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_turn_sends_before_it_saved(data: st.DataObject) -> None:
    state = data.draw(st.sampled_from(reachable()), label="state")
    link = data.draw(st.sampled_from(["gitlab", "practice", "none"]), label="link")
    outside = Outside()
    outside.connection = connection(link)
    desk = Talk(services=replace(outside.services, read=any_reading), state=state).desk
    for event in every_event(state):
        try:
            turn = step(state, event, desk, STAMP)
        except UnexpectedEventError:
            continue
        sent = nothing_is_sent_unsaved(state, event, turn.effects)
        assert not sent or link != "none"


def test_much_is_sent_by_these_turns() -> None:
    """The property above says nothing where nothing is sent."""
    outside = Outside()
    sent: dict[str, int] = {}
    for state in reachable():
        desk = Talk(services=replace(outside.services, read=any_reading), state=state).desk
        for event in every_event(state):
            try:
                turn = step(state, event, desk, STAMP)
            except UnexpectedEventError:
                continue
            number = nothing_is_sent_unsaved(state, event, turn.effects)
            sent[type(state).__name__] = sent.get(type(state).__name__, 0) + number
    assert {name for name, number in sent.items() if number} >= {
        "Reviewing",
        "Failed",
        "Waiting",
        "Unclear",
        "NotKept",
    }


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(min_value=0, max_value=2**32),
    fails=st.sets(st.integers(min_value=0, max_value=60)),
    found=st.booleans(),
)
def test_no_row_of_turns_sends_what_is_not_on_disk(seed: int, fails: set[int], found: bool) -> None:
    """Saves fail now and then; what stands behind a failed one is not performed, whatever the talk does next."""
    outside = Outside()
    outside.found = found
    saves = 0
    keep, file = outside.store.save, outside.file

    def save(request: Request) -> None:
        nonlocal saves
        saves += 1
        if saves in fails:
            raise IntakeError("The disk is full.")
        keep(request)

    def send(request: Request, draft: Draft, unkept: bool) -> tuple[Request, Result]:
        on_disk = outside.store.kept.get(request.id)
        if not unkept:
            assert on_disk == request, "it is on disk just as it is sent"
            assert draft.reference == request.reference
            assert draft.reference in draft.description
        return file(request, draft, unkept)

    outside.store.save = save  # type: ignore[method-assign]
    talk = Seen(services=replace(outside.services, read=any_reading, file=send))
    # Nothing is thrown away here: what was never kept cannot be.
    walk(talk, outside, random.Random(seed), 60, discards=False)
