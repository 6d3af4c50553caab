"""Properties of the talk, over long random walks: offered options, words of all sorts, back, later, kept and resumed."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import get_args

from files_on_disk import disk_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from talking import TODAY, Outside, Talk, reading_of, the_catalogue

from intents.answering.answer import Origin
from intents.drafting.request import Request
from intents.drafting.safe_text import check_actions
from intents.talk.desk import Desk
from intents.talk.effects import SaveRequest, SubmitDraft
from intents.talk.events import (
    Chosen,
    DraftEdited,
    Event,
    Paused,
    Picked,
    PutOff,
    Resumed,
    Said,
    WentBack,
)
from intents.talk.prompt import Entry
from intents.talk.showing import prompt_for
from intents.talk.states import Done, Editing, Opening, Preparing, Reviewing, State, Submitting
from intents.talk.step import DISCARD, step
from intents.understanding import Reading

WORDS = (
    "yes", "no", "back", "later", "skip", "1", "2", "7", "99", "one", "the second one", "last", "", "  ", "quit",
    "thanks", "none of these", "keep", "all", "file it", "not that", "me", "today", "next monday", "in 3 weeks",
    "1/12", "12/1", "saturday", "@sam", "@all and @a/group", "https://calendly.com/kim", "ticket 123456", "global",
    "Licensing::Renewal", "no, it is about the macro", "change the date to friday", "the manager is @lee, not @sam",
    "attach", "attach /tmp/a.log", "/tmp/a.log '/tmp/b c.png'", "attach /tmp/gone.log", "take off a.log", "remove it",
    "/close", "words\n/assign @kim\nmore words", "```\nopen fence", "please mend the view and also add me",
    "Monday to Friday, 08:00 to 16:00, Europe/Lisbon", "a longer description of what should be different",
    "one thing and also another thing", "zork", "glpat-AbCdEfGhIjKlMnOpQrSt is my token", "mia@customer.example",
)  # fmt: skip
_JOINING = {"and", "also", "plus", "then"}
_TEXTS = (None, "", "## Request\n\n## Reason\n<!-- hint -->\n/label ~bug", "```\nnever closed")


def any_reading(messages: tuple[str, ...]) -> Reading:
    """Some reading for every message, always the same one for the same words."""
    text = messages[-1] if messages else ""
    ids = [str(intent.id) for intent in the_catalogue().intents]
    number = sum(map(ord, text)) + len(messages)
    if " and also " in text:
        return reading_of({"confirm": ids[number % 9], "split": text.split(" and also ")})
    ways: tuple[Mapping[str, object], ...] = (
        {"confirm": ids[number % 9]},
        {"choose": [ids[number % 9], ids[(number + 4) % 9]]},
        {"choose": ["macros_global", "macros_federal"]},
        {"rephrase": True},
        {"outside": the_catalogue().elsewhere[number % len(the_catalogue().elsewhere)].id},
        {"confirm": ids[(number + 5) % 9]},
    )
    return reading_of(ways[number % len(ways)])


@dataclass
class Walk(Talk):
    """A talk that looks at every step."""

    deed: Event = field(default_factory=WentBack)
    seen: set[str] = field(default_factory=set)
    """Names of the states it came through."""

    def send(self, event: Event) -> None:
        """As `Talk.send`, and each step again: the same state and event have to give the same turn."""
        self.deed = event
        stamp = self.services.stamp()
        assert step(self.state, event, self.desk, stamp) == step(self.state, event, self.desk, stamp)
        before = self.state
        super().send(event)
        self.seen.add(type(self.state).__name__)
        if not isinstance(before, Editing):
            _with_a_way_on(self)


def _with_a_way_on(walk: Walk) -> None:
    state, prompt = walk.state, walk.prompt
    assert not isinstance(state, Submitting | Preparing), "it waits for what nobody does"
    if not isinstance(state, Editing):
        assert prompt.options or prompt.entry is not Entry.NONE, f"{state} is a dead end"
    assert prompt.back or isinstance(state, Opening | Done)
    ids = [option.id for option in prompt.options]
    assert len(ids) == len(set(ids)), ids
    assert all(option.label for option in prompt.options)


def _walk(chance: random.Random, steps: int) -> tuple[Walk, Outside]:
    outside = Outside()
    outside.template = chance.choice(_TEXTS)
    outside.found = chance.random() < 0.5
    disk = disk_of({"/tmp/a.log": 12_000, "/tmp/b c.png": 5})
    services = replace(outside.services, read=any_reading, look=disk)
    walk = Walk(services=services)
    for _ in range(steps):
        if chance.random() < 0.1:
            outside.outcomes.extend(
                chance.choices(["refused", "not_reached", "unknown", "moved", "too_many", "filed"])
            )
        kept_before = _kept(outside)
        state_before = walk.state
        begun = len(walk.effects)
        walk.send(_deed(walk, outside, chance))
        _saved_before_sent(walk, begun)
        _nothing_lost(kept_before, _kept(outside), walk.deed, state_before)
    return walk, outside


def _deed(walk: Walk, outside: Outside, chance: random.Random) -> Event:
    state, prompt = walk.state, walk.prompt
    if isinstance(state, Editing):
        assert walk.edits is not None
        title, text = walk.edits
        edited = DraftEdited(title=f"{title} again", description=f"{text}\n/close\n@all")
        return edited if chance.random() < 0.5 else WentBack()
    if chance.random() < 0.25:
        # Now and then as one would who wants to get to the end.
        ids = [option.id for option in prompt.options]
        wanted = next((i for i in ids if i in ("yes", "file", "again")), None)
        if wanted or prompt.example:
            return Chosen(option=wanted) if wanted else Said(text=chance.choice([prompt.example, "2/12"]))
    dice = chance.random()
    if dice < 0.55 and prompt.options:
        return Chosen(option=chance.choice(prompt.options).id)
    if dice < 0.6 and prompt.options:
        return Picked(options=tuple(o.id for o in chance.choices(prompt.options, k=2)))
    if dice < 0.68:
        return WentBack()
    if dice < 0.70:
        return PutOff()
    if dice < 0.72:
        return Chosen(option=DISCARD)
    if dice < 0.74:
        return Chosen(option="no such option")
    if dice < 0.77 and (unfinished := outside.store.unfinished()) and isinstance(state, Opening):
        return Resumed(request=chance.choice(unfinished))
    words = chance.choice(WORDS)
    if isinstance(state, Opening) and prompt.typed:
        # What stands in the box is the person's to change; here it is added to.
        words = f"{prompt.typed} {words}"
    if dice < 0.80:
        return Paused(text=words)
    return Said(text=words)


def _saved_before_sent(walk: Walk, begun: int) -> None:
    """Whatever is sent was written down in the same breath, just as it is sent, and does nothing that is not shown."""
    saved: list[Request] = []
    for effect in walk.effects[begun:]:
        if isinstance(effect, SaveRequest):
            saved.append(effect.request)
        if isinstance(effect, SubmitDraft):
            assert effect.unkept or effect.request in saved
            assert effect.draft.ready
            assert check_actions(effect.draft.description, effect.draft.actions) == ()


def _kept(outside: Outside) -> dict[str, Request]:
    return {**outside.store.discarded, **outside.store.kept}


def _nothing_lost(
    before: Mapping[str, Request], after: Mapping[str, Request], deed: Event, state: object
) -> None:
    """Every word that was kept is kept still, but for the one answer or text that was replaced."""
    # What stands in the box is kept too, and the person's to change.
    box = _split(" ".join(request.typing for request in after.values()))
    lost = _all_tokens(before) - _all_tokens(after) - box - _JOINING
    if not lost:
        return
    changed: list[str] = []
    for request_id, request in before.items():
        now = after.get(request_id)
        assert now is not None, f"{request_id} is gone after {deed}"
        for name, answer in request.answers.items():
            if answer.origin is Origin.TYPED and now.answers.get(name) != answer:
                changed.extend([answer.words, *answer.values])
        if isinstance(state, Editing | Reviewing) and request.edit and now.edit != request.edit:
            changed.extend([request.edit.title, request.edit.description])
    lost -= _split(" ".join(changed))
    assert not lost, f"{lost} vanished in {type(state).__name__} by {deed}"


def _all_tokens(requests: Mapping[str, Request]) -> set[str]:
    return set().union(*map(_tokens, requests.values()))


def _tokens(request: Request) -> set[str]:
    texts = [*request.messages, *request.waiting]
    for answer in request.answers.values():
        if answer.origin is Origin.TYPED:
            texts.extend([answer.words, *answer.values])
    if request.edit:
        texts.extend([request.edit.title, request.edit.description])
    return _split(" ".join(texts))


def _split(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=0, max_value=2**32))
def test_a_long_walk_never_fails_never_ends_and_loses_no_word(seed: int) -> None:
    _walk(random.Random(seed), 120)


def test_the_walks_come_everywhere() -> None:
    """The property above says nothing if the walks stay at the door."""
    seen: set[str] = set()
    filed = 0
    for seed in range(12):
        walk, outside = _walk(random.Random(seed), 150)
        filed += len(outside.filed)
        seen |= walk.seen
    assert filed > 10
    passed_through = {"Preparing", "Recognising", "Submitting", "NotKept", "Waiting"}
    assert seen == {kind.__name__ for kind in get_args(State)} - passed_through


@settings(max_examples=30, deadline=None)
@given(text=st.text(min_size=1), more=st.text(min_size=1))
def test_no_line_of_a_message_reaches_a_draft_as_a_command(text: str, more: str) -> None:
    outside = Outside()
    walk = Talk(
        services=replace(outside.services, read=lambda messages: reading_of({"confirm": "everything_else"}))
    )
    walk.send(Said(text=f"words {text}"))
    walk.send(Chosen(option="yes"))
    for option, said in (("summary", text), ("request", f"{more}\n/{text}\n/close"), ("priority", "normal")):
        if isinstance(walk.state, Reviewing):
            walk.send(Chosen(option="change"))
            walk.send(Chosen(option=option))
        walk.send(Said(text=said))
    if isinstance(walk.state, Reviewing):
        assert check_actions(walk.state.draft.description, ()) == ()


def test_every_prompt_is_the_same_for_the_same_state() -> None:
    walk, _ = _walk(random.Random(5), 60)
    desk: Desk = walk.desk
    assert prompt_for(walk.state, desk, TODAY) == prompt_for(walk.state, desk, TODAY)
