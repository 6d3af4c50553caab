"""From the first words to a confirmed intent.

Two-stage: the best guesses are offered once, then it is asked to say it differently once, then the whole list is handed
over. It never loops. Nothing is decided for the person: every intent goes through a confirmation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from intents.catalogue.model import Intent, IntentId, Outcome, TemplateUse
from intents.drafting.request import Request, Stage
from intents.talk.carrying import carried_over, switch_to
from intents.talk.desk import Desk, Link
from intents.talk.effects import (
    CopyText,
    Effect,
    Leave,
    OpenPage,
    ReadTemplate,
    ReadWords,
    SaveRequest,
    Tone,
)
from intents.talk.events import Stamp, WordsRead
from intents.talk.states import (
    Browsing,
    Choosing,
    Confirming,
    Elsewhere,
    Opening,
    Recognising,
    Rephrasing,
    Splitting,
)
from intents.talk.turn import Turn, heard, tell
from intents.talk.wording import (
    after_no,
    all_said,
    option_meant,
    plain,
    says_back,
    says_later,
    says_leave,
    says_no,
    says_nothing_new,
    says_skip,
    says_yes,
    subject,
)
from intents.understanding import Decision, Reading

MISSES_BEFORE_LIST = 2
"""How often it is asked to say it differently before the whole list is offered."""

YES = "yes"
ALL = "all"
REPHRASE = "rephrase"
SPLIT = "one_by_one"
WHOLE = "as_one"
PLACE = "open"
"""Open the page of whoever it belongs to."""
PLACE_LINK = "copy"
SETTLED = "settled"
"""It belongs to somebody else, and that was answer enough."""

HINTED = 0.1
"""The confidence from which on a kind is offered to somebody who named what it is about after a no."""

WHICH = "Which of these is it?"
SAY_DIFFERENTLY = "Say what you need in other words, or choose one of the ways below."
NOTHING_ASKED = 'Nothing is asked yet. Say in your own words what you need; "help" tells more, "quit" leaves.'
NOT_UNDERSTOOD = "That fits none of the kinds of request well enough."
CHOOSE_ONE = "Choose one of them, by its number or its name, or say more."

_JOINED = re.compile(
    r"(?i)[\s,;]*\b(?:and also|and then|as well as|oh and|besides|and|also|plus|then)\s*$|[\s,;]+$"
)


def begin(text: str, state: Opening, stamp: Stamp) -> Turn:
    """The first words of a request."""
    if not text.strip():
        return Turn(state)
    if says_leave(text):
        return Turn(state, (Leave(),))
    if says_nothing_new(text):
        return Turn(state, (heard(text), tell(NOTHING_ASKED)))
    request = state.request or Request(id=stamp.id, reference=stamp.reference, started=stamp.now)
    request = replace(request, messages=(text,), typing="", changed=stamp.now)
    return recognise(request, misses=0, first=True).after(heard(text))


def parts_of(text: str, asks: Sequence[str]) -> tuple[str, ...]:
    """The message cut where each request begins: what stands between them stays with the one before it."""
    starts: list[int] = []
    for ask in asks:
        found = text.find(ask, starts[-1] + 1 if starts else 0)
        if found < 0:
            return tuple(asks)
        starts.append(found)
    ends = [*starts[1:], len(text)]
    starts[0] = 0
    return tuple(_JOINED.sub("", text[start:end]).strip() for start, end in zip(starts, ends, strict=True))


def part_waiting(request: Request, stamp: Stamp) -> tuple[Request, Request | None]:
    """A request without what waits behind it, and that as a request of its own: neither's end may lose the other."""
    if not request.waiting:
        return request, None
    following = Request(
        id=stamp.id,
        reference=stamp.reference,
        messages=(request.waiting[0],),
        waiting=request.waiting[1:],
        started=stamp.now,
        changed=stamp.now,
    )
    return replace(request, waiting=()), following


def take_up_next(request: Request, stamp: Stamp) -> Turn | None:
    """The next request of the same message, if one waits. Both are kept before the talk moves on."""
    alone, following = part_waiting(request, stamp)
    if following is None:
        return None
    return recognise(following, misses=0).after(
        SaveRequest(request=following), SaveRequest(request=alone), now_your_other(following)
    )


def now_your_other(following: Request, *, waits: bool = False) -> Effect:
    """Said when the talk moves on to the second request of a message, or leaves it for the person to take up."""
    return tell(f"{'Your other request is kept' if waits else 'Now your other request'}: {following.text}")


def recognise(request: Request, *, misses: int, refused: IntentId | None = None, first: bool = False) -> Turn:
    """Have the words so far read. They are on disk before: reading takes long while the catalogue is learned.

    Args:
        refused: the person said no to this one with the last message, so it is not proposed again.
        first: nothing was said before them.
    """
    state = Recognising(request=request, misses=misses, refused=refused, first=first)
    return read_words(state).after(SaveRequest(request=request))


def read_words(state: Recognising) -> Turn:
    """Have its words read; also where the talk comes back to it, since an answer may have come meanwhile."""
    return Turn(state, (ReadWords(request=state.request),))


def words_read(state: Recognising, event: WordsRead, desk: Desk) -> Turn:
    """What the words are taken for, as a question to the person."""
    request = state.request
    if (event.request_id, event.messages) != (request.id, request.messages):
        return Turn(state)
    if event.problem:
        said = tell(f"{event.problem} Choose from the list: what you wrote is kept.", Tone.PROBLEM)
        rephrasing = Rephrasing(request=request, misses=MISSES_BEFORE_LIST)
        return Turn(Browsing(request=request, before=rephrasing), (said,))
    if request.intent is not None:
        near = tuple(i for i in near_intents(request, desk) if i != request.intent)[:2]
        return Turn(Confirming(request=request, best=request.intent, near=near, evidence=()))
    reading = desk.read(request.messages)
    if state.first and len(reading.requests) > 1:
        parts = parts_of("\n".join(request.messages), [part.text for part in reading.requests])
        return Turn(Splitting(request=request, parts=parts))
    turn = _taken_for(reading, state, desk)
    if state.returning and isinstance(turn.state, Rephrasing | Browsing):
        return back_to_words(request)
    return turn


def _taken_for(reading: Reading, state: Recognising, desk: Desk) -> Turn:
    request, misses, refused = state.request, state.misses, state.refused
    if refused is not None and (not reading.candidates or reading.candidates[0].name == refused):
        # "No, the view is broken": the new words stand for themselves.
        last = request.messages[-1]
        reading = desk.read((subject(last),))
        if reading.decision is Decision.CONFIRM and reading.candidates[0].name == refused:
            return _all_but(refused, request, desk, misses)
        if reading.decision is Decision.REPHRASE and subject(last) != last:
            # "No, it's about the portal" names one of the kinds, in fewer words than a request would have.
            ranked = (c for c in reading.ranking.candidates if c.confidence >= HINTED and c.name != refused)
            hinted = tuple((IntentId(c.name), "") for c in ranked if desk.catalogue.intent(c.name))[:4]
            if hinted:
                return Turn(Choosing(request=request, ask=WHICH, choices=hinted, evidence=(), misses=misses))
    known = tuple(c for c in reading.candidates if desk.catalogue.intent(c.name))
    ids = tuple(IntentId(candidate.name) for candidate in known)
    evidence = tuple(reading.evidence)
    if reading.decision is Decision.CONFIRM and ids:
        near = tuple(i for i in near_intents(request, desk) if i != ids[0])
        return Turn(Confirming(request=request, best=ids[0], near=near, evidence=evidence, misses=misses))
    if reading.decision is Decision.CHOOSE and ids:
        alike = reading.look_alike
        if alike is not None:
            choices = tuple((IntentId(name), label) for name, label in alike.choices)
            ask = alike.ask
        else:
            choices = tuple((intent, "") for intent in ids[:4])
            ask = WHICH
        return Turn(Choosing(request=request, ask=ask, choices=choices, evidence=evidence, misses=misses))
    if reading.outside and any(e.id == reading.outside and e.text for e in desk.catalogue.elsewhere):
        return Turn(Elsewhere(request=request, place=reading.outside, misses=misses))
    return missed(request, misses + 1).after(tell(NOT_UNDERSTOOD))


def _all_but(refused: IntentId, request: Request, desk: Desk, misses: int) -> Turn:
    """The likeliest ones without the one that was said no to."""
    others = tuple((other, "") for other in near_intents(request, desk) if other != refused)
    return Turn(Choosing(request=request, ask=WHICH, choices=others, evidence=(), misses=misses))


def missed(request: Request, misses: int) -> Turn:
    """Not understood, or not right: ask once to say it differently, then hand over the list."""
    rephrasing = Rephrasing(request=request, misses=misses)
    if misses < MISSES_BEFORE_LIST:
        return Turn(rephrasing)
    return Turn(Browsing(request=request, before=rephrasing))


def near_intents(request: Request, desk: Desk) -> tuple[IntentId, ...]:
    """The two likeliest intents after the first, for the list below a guess."""
    ranked = desk.read(request.messages).ranking.candidates
    return tuple(IntentId(c.name) for c in ranked if desk.catalogue.intent(c.name))[:3]


def reconfirm(request: Request, desk: Desk) -> Turn:
    """Back from the questions to what it was taken for."""
    best = request.intent
    if best is None or desk.catalogue.intent(best) is None:
        return recognise(replace(request, intent=None), misses=0)
    if not request.messages:
        return Turn(Browsing(request=request, before=Opening(request=request)))
    return read_words(Recognising(request=request))


def back_to_words(request: Request) -> Turn:
    """The words are put back into the box, all of them, to be said better."""
    # What was begun since stands behind them: it is on disk under this request, and must not leave it.
    typing = "\n".join(words for words in (request.text, request.typing) if words.strip())
    back = replace(request, messages=(), typing=typing, intent=None)
    # What is on the disk stays as it was said until something else is sent.
    effects: tuple[Effect, ...] = (SaveRequest(request=request),) if request.messages else ()
    return Turn(Opening(request=back), effects)


def rank_again(
    text: str, request: Request, misses: int, *, refused: IntentId | None = None, whole: str = ""
) -> Turn:
    """More words were said instead of a choice: they count together with the first ones.

    Args:
        whole: all that was said, where the words are a part of it.
    """
    more = replace(request, messages=(*request.messages, text), intent=None, typing="")
    return recognise(more, misses=misses, refused=refused).after(heard(whole or text))


def said_while_recognising(
    state: Confirming | Choosing | Rephrasing | Elsewhere | Browsing, text: str, desk: Desk, stamp: Stamp
) -> Turn:
    """Words in place of a choice: an option's number or name, yes, no, back, or a better description."""
    from intents.talk.showing import prompt_for

    if not text.strip():
        unmarked = isinstance(state, Choosing | Browsing)
        return Turn(state, (tell(CHOOSE_ONE, Tone.PROBLEM),) if unmarked else ())
    options = prompt_for(state, desk, stamp.today).options
    if says_back(text):
        return went_back_while_recognising(state)
    if isinstance(state, Confirming) and says_yes(text):
        return chosen_while_recognising(state, YES, desk, stamp).after(heard(text))
    if isinstance(state, Elsewhere) and (says_yes(text) or all_said(text)):
        return chosen_while_recognising(state, SETTLED, desk, stamp).after(heard(text))
    if says_yes(text) or says_skip(text):
        # Words of a request they are not, and which one is meant nobody can know.
        wanted = SAY_DIFFERENTLY if isinstance(state, Rephrasing) else CHOOSE_ONE
        return Turn(state, (heard(text), tell(wanted, Tone.PROBLEM)))
    said = after_no(text)
    # Before numbers and labels: a no is never the beginning of something else.
    if says_no(text) or says_no(said):
        return missed(state.request, _misses(state) + 1).after(heard(text))
    option = option_meant(text, options, within=isinstance(state, Choosing))
    if isinstance(state, Rephrasing):
        # Here words are wanted; only the whole label is a choice.
        option = next((o.id for o in options if plain(o.label) == plain(text)), None)
    if option:
        return chosen_while_recognising(state, option, desk, stamp).after(heard(text))
    if says_later(text):
        from intents.talk.reviewing import put_off

        return put_off(state.request, stamp)
    if isinstance(state, Confirming):
        from intents.talk.correcting import corrected_guess

        if (corrected := corrected_guess(state, text, desk, stamp)) is not None:
            return corrected
    refused = state.best if said and isinstance(state, Confirming) else None
    return rank_again(said or text, state.request, _misses(state), refused=refused, whole=text)


def _misses(state: Confirming | Choosing | Rephrasing | Elsewhere | Browsing) -> int:
    return MISSES_BEFORE_LIST if isinstance(state, Browsing) else state.misses


def chosen_while_recognising(
    state: Confirming | Choosing | Rephrasing | Elsewhere | Browsing, option: str, desk: Desk, stamp: Stamp
) -> Turn:
    """An offered option was chosen."""
    if option == ALL:
        return Turn(Browsing(request=state.request, before=state))
    if option == REPHRASE:
        return Turn(Rephrasing(request=state.request, misses=max(1, _misses(state))))
    if isinstance(state, Elsewhere):
        return _chosen_elsewhere(state, option, desk, stamp)
    named = isinstance(state, Confirming) and option == YES
    if isinstance(state, Confirming) and option == YES:
        option = state.best
    intent = desk.catalogue.intent(option)
    if intent is None:
        return Turn(state)
    return confirm(state.request, intent, desk, stamp, named=named)


def _chosen_elsewhere(state: Elsewhere, option: str, desk: Desk, stamp: Stamp) -> Turn:
    place = next((e for e in desk.catalogue.elsewhere if e.id == state.place), None)
    link = place.link if place else ""
    if option == PLACE and link:
        return Turn(state, (OpenPage(url=link),))
    if option == PLACE_LINK and link:
        return Turn(state, (CopyText(text=link, what="the link"),))
    if option == SETTLED:
        following = take_up_next(state.request, stamp)
        done = replace(state.request, stage=Stage.ANSWERED, waiting=(), typing="", changed=stamp.now)
        if following is not None:
            return Turn(following.state, (*following.effects, SaveRequest(request=done)))
        return Turn(Opening(), (SaveRequest(request=done), tell("Nothing was filed.")))
    return Turn(state)


def chosen_while_splitting(state: Splitting, option: str) -> Turn:
    """One request or several."""
    if option == WHOLE:
        return recognise(state.request, misses=0)
    if option == SPLIT:
        waiting = (*state.parts[1:], *state.request.waiting)
        first = replace(state.request, messages=(state.parts[0],), waiting=waiting)
        return recognise(first, misses=0).after(
            tell(f"One after the other. First: {state.parts[0]}"),
        )
    return Turn(state)


def said_while_splitting(state: Splitting, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """Yes, no, one of the two options, or more words, which count together with the first ones."""
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    if says_back(text):
        return back_to_words(state.request)
    meant = option_meant(text, prompt_for(state, desk, stamp.today).options)
    option = SPLIT if says_yes(text) else WHOLE if says_no(text) else meant
    if option:
        return chosen_while_splitting(state, option).after(heard(text))
    if says_skip(text):
        return Turn(state, (heard(text), tell(CHOOSE_ONE, Tone.PROBLEM)))
    if says_later(text):
        from intents.talk.reviewing import put_off

        return put_off(state.request, stamp)
    return rank_again(text, state.request, 0)


def went_back_while_recognising(
    state: Recognising | Confirming | Choosing | Rephrasing | Elsewhere | Browsing,
) -> Turn:
    """One step back: to the list's origin, or to the words."""
    if isinstance(state, Browsing) and state.before is not None:
        return Turn(state.before)
    if isinstance(state, Rephrasing) and state.request.intent is None and state.request.messages:
        return read_words(Recognising(request=state.request, returning=True))
    return back_to_words(state.request)


def confirm(request: Request, intent: Intent, desk: Desk, stamp: Stamp, *, named: bool = False) -> Turn:
    """The person said what it is: take over what the message answers already, and go on to what is open.

    Args:
        named: the intent's title was just asked, so that its name is no news.
    """
    from intents.talk.asking import advance

    if request.intent == intent.id:
        # Back and forth again: nothing new was said, so nothing is taken over or told a second time.
        same = replace(request, typing="", changed=stamp.now)
        return advance(same, desk, stamp).after(SaveRequest(request=same))
    answers = carried_over(request, intent, desk, stamp)
    switched = switch_to(request, intent, desk)
    request = replace(switched, answers=MappingProxyType(answers), typing="", changed=stamp.now)
    effects: list[Effect] = [tell(intent.title, prompted=named), *(tell(note) for note in intent.notes)]
    effects.append(SaveRequest(request=request))
    if (wanted := template_wanted(request, desk)) is not None:
        effects.append(wanted)
    return advance(request, desk, stamp).after(*effects)


def read_for(request: Request, desk: Desk, read: tuple[str, str]) -> bool:
    """Whether what was read, named by project and template, is what this request waits for."""
    wanted = template_wanted(request, desk) or audience_wanted(request, desk)
    return wanted is not None and (not read[0] or read == (wanted.project, wanted.name))


def audience_wanted(request: Request, desk: Desk) -> ReadTemplate | None:
    """The order to find out who may read the issue, where that is not known yet."""
    intent = desk.intent_of(request)
    tracker = desk.catalogue.tracker_of(intent) if intent and intent.outcome is Outcome.ISSUE else None
    if tracker is None or request.public is not None or desk.connection.link is not Link.GITLAB:
        return None
    return ReadTemplate(project=request.project or tracker.project, name="")


def template_wanted(request: Request, desk: Desk) -> ReadTemplate | None:
    """The order to read the project's template, if there is one to be read and it was not read yet."""
    intent = desk.intent_of(request)
    if intent is None or intent.outcome is not Outcome.ISSUE or request.template is not None:
        return None
    tracker = desk.catalogue.tracker_of(intent)
    if tracker is None or not tracker.template or tracker.use_template is TemplateUse.IGNORE:
        return None
    if desk.connection.link is not Link.GITLAB:
        return None
    return ReadTemplate(project=request.project or tracker.project, name=tracker.template)
