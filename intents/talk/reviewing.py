"""The draft as it will be sent, and everything that can be done with it."""

from __future__ import annotations

from dataclasses import replace

from intents.answering.answer import applicable
from intents.drafting.compose import edited_draft, make_draft
from intents.drafting.draft import Draft
from intents.drafting.request import Edit, Request, Stage
from intents.filing.prefilled import prefilled_page
from intents.talk.desk import Desk, Link
from intents.talk.effects import (
    CopyText,
    EditDraft,
    Effect,
    ExportDraft,
    ForgetRequest,
    LookUp,
    OpenPage,
    SaveRequest,
    SubmitDraft,
)
from intents.talk.events import Stamp
from intents.talk.recognising import recognise, reconfirm, take_up_next, template_wanted
from intents.talk.states import (
    Asking,
    ChangingAnswer,
    Discarding,
    Editing,
    Opening,
    Preparing,
    Reviewing,
    State,
    Submitting,
    Unclear,
)
from intents.talk.turn import Turn, heard, tell
from intents.talk.wording import option_meant, says_back, says_later, says_yes

FILE = "file"
CHANGE = "change"
EDIT = "edit"
EXPORT = "export"
COPY = "copy"
BROWSER = "browser"
LATER = "later"
DISCARD = "discard"
MADE_TEXT = "made_text"
OWN_TEXT = "own_text"
LOOK = "look"
NAMED = "notify"
"""Followed by a colon and a handle: notify it after all."""


def review(request: Request, desk: Desk, stamp: Stamp) -> Turn:
    """Show the draft; first read the project's own template, if there is one."""
    wanted = template_wanted(request, desk)
    if wanted is not None:
        return Turn(Preparing(request=request), (wanted,))
    draft = current_draft(request, desk, stamp)
    if draft is None:
        return recognise(replace(request, intent=None), desk, misses=0)
    return Turn(Reviewing(request=request, draft=draft))


def current_draft(request: Request, desk: Desk, stamp: Stamp) -> Draft | None:
    """The draft of a request as it stands, the person's own edits included."""
    intent = desk.intent_of(request)
    if intent is None:
        return None
    draft = make_draft(request, intent, desk.catalogue, today=stamp.today)
    return edited_draft(draft, request) if request.edit and request.edit.used else draft


def said_while_reviewing(state: Reviewing, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """An option by its number or name, "yes" for filing, or a change in words."""
    from intents.talk.asking import corrected_in_words
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    if says_back(text):
        return went_back_while_reviewing(state.request, desk)
    options = prompt_for(state, desk, stamp.today).options
    if says_yes(text) and options and options[0].id == FILE:
        return chosen_while_reviewing(state, FILE, desk, stamp)
    if says_later(text):
        return put_off(state.request, desk, stamp)
    if option := option_meant(text, options):
        return chosen_while_reviewing(state, option, desk, stamp)
    return corrected_in_words(state, state.request, text, desk, stamp)


def chosen_while_reviewing(state: Reviewing, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """One of the things to do with a draft."""
    request, draft = state.request, state.draft
    match option:
        case "file":
            return submit(request, draft, desk, stamp)
        case "change":
            return Turn(ChangingAnswer(request=request))
        case "edit":
            from intents.drafting.compose import editable_text

            editing = Editing(request=request, draft=draft)
            return Turn(editing, (EditDraft(title=draft.title, description=editable_text(draft)),))
        case "export":
            return Turn(state, (SaveRequest(request=request), ExportDraft(draft=draft)))
        case "copy":
            return Turn(state, (CopyText(text=f"{draft.title}\n\n{draft.description}", what="the draft"),))
        case "browser":
            return Turn(state, open_prefilled(draft, desk))
        case "later":
            return put_off(request, desk, stamp)
        case "look" if request.sending is not None:
            return look_again(request, draft)
        case "made_text" | "own_text" if request.edit is not None:
            used = option == OWN_TEXT
            turned = replace(request, edit=replace(request.edit, used=used), changed=stamp.now)
            return review(turned, desk, stamp).after(SaveRequest(request=turned))
        case _:
            pass
    if option.startswith(NAMED + ":"):
        handle = option.partition(":")[2]
        allowed = replace(request, mentions_allowed=(*request.mentions_allowed, handle), changed=stamp.now)
        return review(allowed, desk, stamp).after(SaveRequest(request=allowed))
    return Turn(state)


def open_prefilled(draft: Draft, desk: Desk) -> tuple[Effect, ...]:
    """The browser's page with as much of the draft as an address can carry; the rest by clipboard."""
    page = prefilled_page(draft, desk.catalogue.host)
    effects: list[Effect] = [OpenPage(url=page.url)]
    if page.left_out:
        effects.append(CopyText(text=draft.description, what="the description"))
        effects.append(tell(page.left_out))
    effects.append(
        tell(
            "Check the page before you send it there: the browser may have kept an older text for that form."
        )
    )
    return tuple(effects)


def submit(request: Request, draft: Draft, desk: Desk, stamp: Stamp, *, unkept: bool = False) -> Turn:
    """Hand the draft over to be sent. What is missing is asked first; what may be filed already is looked for."""
    if request.stage is Stage.SENDING:
        return look_again(request, draft)
    if not draft.ready and not draft.missing:
        return Turn(Reviewing(request=request, draft=draft, told=draft.problems[0]))
    if draft.missing:
        asking = Asking(request=request, question=draft.missing[0])
        return Turn(asking, (tell("This one is needed before it can be filed."),))
    if desk.connection.link is Link.NONE:
        return Turn(Reviewing(request=request, draft=draft, told=desk.connection.advice))
    ready = replace(request, stage=Stage.READY, changed=stamp.now)
    # Saved before it is sent: if the network or this process dies half-way, the words are already on disk.
    save: tuple[Effect, ...] = () if unkept else (SaveRequest(request=ready),)
    return Turn(
        Submitting(request=ready, draft=draft),
        (*save, SubmitDraft(request=ready, draft=draft, unkept=unkept)),
    )


def look_again(request: Request, draft: Draft) -> Turn:
    """Look for a filing whose fate is not known."""
    from intents.filing.tracker import Unknown

    failure = Unknown(
        sentence="It was sent before, and the answer was lost.",
        next_step="It is looked for by its reference first.",
    )
    return Turn(Unclear(request=request, draft=draft, failure=failure), (LookUp(request=request),))


def edited(state: Editing, title: str, description: str, desk: Desk, stamp: Stamp) -> Turn:
    """The person's own title and text; back to the draft with them in it."""
    from intents.drafting.compose import editable_text

    if (title, description) == (state.draft.title, editable_text(state.draft)):
        return review(state.request, desk, stamp)
    edit = Edit(title=title, description=description)
    request = replace(state.request, edit=edit, typing="", changed=stamp.now)
    return review(request, desk, stamp).after(SaveRequest(request=request))


def went_back_while_reviewing(request: Request, desk: Desk) -> Turn:
    """The last question that was answered by hand, or what the request was taken for."""
    from intents.talk.asking import reask

    intent = desk.intent_of(request)
    if intent is None:
        return reconfirm(request, desk)
    path = [q.name for q in applicable(intent, request.answers)]
    walked = [name for name in request.asked if name in path]
    return reask(request, walked[-1], desk) if walked else reconfirm(request, desk)


def put_off(request: Request, desk: Desk, stamp: Stamp) -> Turn:
    """Keep it for later, and go on to a request that waits behind it."""
    kept = replace(request, changed=stamp.now)
    said = tell(
        f"Kept as {request.id}. Go on with it any time: it is offered at the start, and in the list of drafts."
    )
    following = take_up_next(kept, desk, stamp)
    if following is not None:
        return following.after(SaveRequest(request=kept), said)
    return Turn(Opening(), (SaveRequest(request=kept), said))


def discard(state: State, request: Request) -> Turn:
    """Ask before anything is thrown away."""
    return Turn(Discarding(request=request, before=state))


def chosen_while_discarding(state: Discarding, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """Thrown away for good only by its own word; still to be had back while the program runs."""
    if option != DISCARD:
        return Turn(state.before)
    gone = Opening(discarded=state.request.id)
    effects: tuple[Effect, ...] = (
        ForgetRequest(id=state.request.id),
        tell("Discarded. It can be had back until you leave."),
    )
    following = take_up_next(state.request, desk, stamp)
    if following is not None:
        # The one that waits was written down before; only the discarded one is taken off the disk.
        return Turn(following.state, (*following.effects, *effects))
    return Turn(gone, effects)


def said_while_discarding(state: Discarding, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """Only a clear yes, or the option's own name or number, throws words away."""
    from intents.talk.showing import prompt_for

    meant = option_meant(text, prompt_for(state, desk, stamp.today).options)
    if says_yes(text):
        meant = DISCARD
    return chosen_while_discarding(state, meant or "", desk, stamp)


def template_read(state: Preparing, text: str | None, note: str, desk: Desk, stamp: Stamp) -> Turn:
    """The template came, or there is none: the draft can be shown."""
    request = replace(state.request, template=text or "", changed=stamp.now)
    effects: list[Effect] = [SaveRequest(request=request)]
    if note:
        effects.append(tell(note))
    return review(request, desk, stamp).after(*effects)


__all__ = [
    "chosen_while_discarding", "chosen_while_reviewing", "current_draft", "discard", "edited", "heard",
    "look_again", "open_prefilled", "put_off", "review", "said_while_discarding", "said_while_reviewing",
    "submit", "template_read", "went_back_while_reviewing",
]  # fmt: skip
