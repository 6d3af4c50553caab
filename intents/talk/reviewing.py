"""The draft as it will be sent, and everything that can be done with it."""

from __future__ import annotations

from dataclasses import replace

from intents.catalogue.model import Outcome
from intents.drafting.attachments import place_spans
from intents.drafting.compose import editable_text, edited_draft, make_draft, with_files_seen
from intents.drafting.draft import Draft
from intents.drafting.request import Edit, Request, Stage
from intents.drafting.warnings import find_warnings, mask
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
from intents.talk.events import Stamp, TemplateRead
from intents.talk.recognising import (
    audience_wanted,
    now_your_other,
    part_waiting,
    read_words,
    recognise,
    take_up_next,
    template_wanted,
)
from intents.talk.states import (
    Asking,
    Attaching,
    ChangingAnswer,
    Discarding,
    Editing,
    Failed,
    Opening,
    Preparing,
    Recognising,
    Reviewing,
    State,
    Submitting,
    Unclear,
    Waiting,
)
from intents.talk.turn import Turn, tell
from intents.talk.wording import option_meant, says_back, says_file, says_later, says_no, says_yes

FILE = "file"
CHANGE = "change"
EDIT = "edit"
ATTACH = "attach"
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
QUIET = "quiet"
"""Followed by a colon and a handle: take that back."""
MASK = "mask"
"""Hide everything that looks like a secret or like personal data."""
UNMASK = "unmask"
"""Take that back."""
WARNINGS_SHOWN = 5


def review(request: Request, desk: Desk, stamp: Stamp) -> Turn:
    """Show the draft; first read the project's own template, if there is one."""
    wanted = template_wanted(request, desk)
    if wanted is not None:
        return Turn(Preparing(request=request), (wanted,))
    draft = current_draft(request, desk, stamp)
    if draft is None:
        return recognise(replace(request, intent=None), misses=0)
    return _reviewed(request, draft, desk)


def _reviewed(request: Request, draft: Draft, desk: Desk, told: str = "") -> Turn:
    """The draft with what should be looked at in it. Who may read it is found out while it is being looked at."""
    warnings = draft_warnings(draft, audience(request, desk))
    asked = audience_wanted(request, desk) if warnings else None
    state = Reviewing(request=request, draft=draft, told=told, warnings=warnings)
    return Turn(state, (asked,) if asked else ())


def audience(request: Request, desk: Desk) -> bool | None:
    """Whether anybody may read the issue; None when that is not known."""
    return False if desk.connection.link is Link.PRACTICE else request.public


def audience_known(state: Reviewing, public: bool | None, desk: Desk) -> Turn:
    """It was found out who may read the issue: what is to be looked at is said again, as it is."""
    request = replace(state.request, public=public)
    warnings = draft_warnings(state.draft, audience(request, desk))
    return Turn(replace(state, request=request, warnings=warnings))


def draft_warnings(draft: Draft, public: bool | None) -> tuple[str, ...]:
    """What looks like a secret or like personal data, a sentence each, with its line.

    Args:
        public: whether anybody may read the project's issues; None when that is not known.
    """
    public = False if draft.confidential else public
    title = [w.sentence.replace("Line 1", "The title", 1) for w in find_warnings(draft.title, public=public)]
    text = [w.sentence for w in find_warnings(editable_text(draft), public=public)]
    found = [*title, *text]
    if len(found) > WARNINGS_SHOWN:
        more = len(found) - WARNINGS_SHOWN
        found[WARNINGS_SHOWN:] = [f"There {'is' if more == 1 else 'are'} {more} more of the kind."]
    return tuple(found)


def current_draft(request: Request, desk: Desk, stamp: Stamp) -> Draft | None:
    """The draft of a request as it stands, the person's own edits included."""
    intent = desk.intent_of(request)
    if intent is None or intent.outcome is not Outcome.ISSUE:
        return None
    draft = make_draft(request, intent, desk.catalogue, today=stamp.today)
    if request.edit and request.edit.used:
        draft = edited_draft(draft, request, today=stamp.today)
    return with_files_seen(draft, request, desk.look)


def said_while_reviewing(state: Reviewing, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """An option by its number or name, "yes" for filing, or a change in words."""
    from intents.talk.attaching import said_at_review
    from intents.talk.correcting import corrected_in_words
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    if says_back(text):
        return went_back_while_reviewing(state.request, desk)
    if (about_files := said_at_review(state, text, desk, stamp)) is not None:
        return about_files
    if says_yes(text) or says_file(text):
        return chosen_while_reviewing(state, FILE, desk, stamp)
    if says_no(text):
        return chosen_while_reviewing(state, CHANGE, desk, stamp)
    if says_later(text):
        return put_off(state.request, stamp)
    if option := option_meant(text, prompt_for(state, desk, stamp.today).options):
        return chosen_while_reviewing(state, option, desk, stamp)
    return corrected_in_words(state, state.request, text, desk, stamp)


def chosen_while_reviewing(state: Reviewing, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """One of the things to do with a draft."""
    from intents.talk.attaching import chosen_file

    request, draft = state.request, state.draft
    if (about_file := chosen_file(state, option, desk, stamp)) is not None:
        return about_file
    match option:
        case "file":
            return submit(request, draft, desk, stamp)
        case "change":
            return Turn(ChangingAnswer(request=request))
        case "edit":
            editing = Editing(request=request, draft=draft)
            return Turn(editing, (EditDraft(title=draft.title, description=editable_text(draft)),))
        case "attach":
            return Turn(Attaching(request=request))
        case "mask":
            turn = with_edit(request, _masked(draft), desk, stamp)
            masked = turn.state
            return (
                Turn(replace(masked, unmasked=request), turn.effects)
                if isinstance(masked, Reviewing)
                else turn
            )
        case "unmask" if state.unmasked is not None:
            before = replace(state.unmasked, public=request.public, changed=stamp.now)
            return review(before, desk, stamp).after(SaveRequest(request=before))
        case "export":
            return Turn(state, (SaveRequest(request=request), ExportDraft(draft=draft)))
        case "copy":
            copy = CopyText(text=f"{draft.title}\n\n{draft.description}", what="the draft")
            return Turn(state, (copy, *_told_by_hand(draft)))
        case "browser":
            return Turn(state, open_prefilled(draft, desk))
        case "later":
            return put_off(request, stamp)
        case "look" if request.sending is not None:
            return look_again(request, draft)
        case "made_text" | "own_text" if request.edit is not None:
            used = option == OWN_TEXT
            turned = replace(request, edit=replace(request.edit, used=used), changed=stamp.now)
            return review(turned, desk, stamp).after(SaveRequest(request=turned))
        case _:
            pass
    order, _, name = option.partition(":")
    if order == NAMED and name in draft.silenced:
        names = (*request.mentions_allowed, name)
    elif order == QUIET and name in request.mentions_allowed:
        names = tuple(other for other in request.mentions_allowed if other != name)
    else:
        return Turn(state)
    allowed = replace(request, mentions_allowed=names, changed=stamp.now)
    return review(allowed, desk, stamp).after(SaveRequest(request=allowed))


def _masked(draft: Draft) -> Edit:
    text = editable_text(draft)
    # A file's name stays as it is: with another one its place would be none.
    places = place_spans(text)
    found = find_warnings(text, public=False)
    outside = [w for w in found if not any(start <= w.start < end for start, end in places)]
    return Edit(
        title=mask(draft.title, find_warnings(draft.title, public=False)), description=mask(text, outside)
    )


def open_prefilled(draft: Draft, desk: Desk) -> tuple[Effect, ...]:
    """The browser's page with as much of the draft as an address can carry; the rest by clipboard."""
    page = prefilled_page(draft, desk.connection.address or desk.catalogue.host)
    effects: list[Effect] = [OpenPage(url=page.url)]
    if page.left_out:
        effects.append(CopyText(text=draft.description, what="the description"))
        effects.append(tell(page.left_out))
    effects.extend(_told_by_hand(draft))
    effects.append(
        tell(
            "Check the page before you send it there: the browser may have kept an older text for that form."
        )
    )
    return tuple(effects)


def _told_by_hand(draft: Draft) -> tuple[Effect, ...]:
    from intents.talk.attaching import by_hand

    return (tell(said),) if (said := by_hand(draft)) else ()


def submit(
    request: Request, draft: Draft, desk: Desk, stamp: Stamp, *, unkept: bool = False, waited: int = 0
) -> Turn:
    """Hand the draft over to be sent. What is missing is asked first; what may be filed already is looked for."""
    if request.stage is Stage.SENDING:
        return look_again(request, draft)
    if draft.missing:
        asking = Asking(request=request, question=draft.missing[0])
        return Turn(asking, (tell("This one is needed before it can be filed."),))
    now = current_draft(request, desk, stamp)
    if now is not None and now != draft:
        # A day has passed, or the catalogue was changed: what is sent is what was seen.
        told = "The draft has changed since it was shown. Look at it again before you file it."
        return _reviewed(request, now, desk, told)
    if draft.problems:
        return _reviewed(request, draft, desk, "It can't be filed yet.")
    if desk.connection.link is Link.NONE:
        return _reviewed(request, draft, desk, "It can't be filed from here yet.")
    ready = replace(request, stage=Stage.READY, changed=stamp.now)
    # Saved before it is sent: if the network or this process dies half-way, the words are already on disk.
    save: tuple[Effect, ...] = () if unkept else (SaveRequest(request=ready),)
    return Turn(
        Submitting(request=ready, draft=draft, waited=waited),
        (*save, SubmitDraft(request=ready, draft=draft, unkept=unkept)),
    )


def reopen(request: Request, desk: Desk, stamp: Stamp) -> Turn:
    """Back to the draft. From here on nobody has said to file it, until it is said again."""
    opened = request
    if request.stage is Stage.READY:
        opened = replace(request, stage=Stage.OPEN, changed=stamp.now)
    turn = review(opened, desk, stamp)
    return turn if opened is request else turn.after(SaveRequest(request=opened))


def look_again(request: Request, draft: Draft) -> Turn:
    """Look for a filing whose fate is not known."""
    from intents.filing.tracker import Unknown

    failure = Unknown(
        sentence="It was sent before, and the answer was lost.",
        next_step="It is looked for by its reference first.",
    )
    return Turn(Unclear(request=request, draft=draft, failure=failure), (LookUp(request=request),))


def edit_paused(state: Editing, title: str, description: str, stamp: Stamp) -> Turn:
    """What is being edited is kept while it is edited; what it comes to is settled at its end."""
    unchanged = (title, description) == (state.draft.title, editable_text(state.draft))
    if unchanged and not state.kept:
        return Turn(state)
    edit = state.request.edit if unchanged else Edit(title=title, description=description)
    kept = replace(state.request, edit=edit, changed=stamp.now)
    return Turn(replace(state, kept=not unchanged), (SaveRequest(request=kept),))


def edit_given_up(state: Editing, desk: Desk, stamp: Stamp) -> Turn:
    """Back to the draft as it was, on disk too."""
    turn = review(state.request, desk, stamp)
    return turn.after(SaveRequest(request=state.request)) if state.kept else turn


def edited(state: Editing, title: str, description: str, desk: Desk, stamp: Stamp) -> Turn:
    """The person's own title and text; back to the draft with them in it."""
    if (title, description) == (state.draft.title, editable_text(state.draft)):
        return edit_given_up(state, desk, stamp)
    return with_edit(state.request, Edit(title=title, description=description), desk, stamp)


def with_edit(request: Request, edit: Edit, desk: Desk, stamp: Stamp) -> Turn:
    """The draft with this text in place of what the answers give."""
    former = request.edit
    edited = replace(request, edit=edit, typing="", changed=stamp.now)
    record: list[Effect] = []
    if former is not None and not former.used:
        # It was laid aside unused, and only one can be kept: its words stay at least in sight.
        record.append(
            tell(f"Your earlier text, which this one replaces:\n{former.title}\n\n{former.description}")
        )
    return review(edited, desk, stamp).after(*record, SaveRequest(request=edited))


def went_back_while_reviewing(request: Request, desk: Desk) -> Turn:
    """The last question that was answered by hand, or what the request was taken for."""
    from intents.talk.way_back import one_question_back

    return one_question_back(request, desk)


def put_off(request: Request, stamp: Stamp) -> Turn:
    """Keep it for later, and go on to a request that waits behind it."""
    if not (request.text or request.typing or request.answers):
        return Turn(Opening())
    kept = replace(request, changed=stamp.now)
    said = tell(
        f"Kept as {request.id}. Go on with it any time: it is offered at the start, and in the list of drafts."
    )
    following = take_up_next(kept, stamp)
    if following is not None:
        return following.after(SaveRequest(request=kept), said)
    return Turn(Opening(), (SaveRequest(request=kept), said))


def discard(state: State, request: Request) -> Turn:
    """Ask before anything is thrown away."""
    return Turn(Discarding(request=request, before=state))


def back_from_discarding(state: Discarding, desk: Desk, stamp: Stamp) -> Turn:
    """Back to where it was. What was waited for there may have come meanwhile, so it is asked for again."""
    match state.before:
        case Recognising() as before:
            return read_words(before)
        case Preparing(request=request):
            return review(request, desk, stamp)
        case Waiting() as waiting:
            return Turn(Failed(request=waiting.request, draft=waiting.draft, failure=waiting.failure))
        case before:
            return Turn(before)


def chosen_while_discarding(state: Discarding, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """Thrown away for good only by its own word; still to be had back while the program runs."""
    if option != DISCARD:
        return back_from_discarding(state, desk, stamp)
    alone, following = part_waiting(state.request, stamp)
    said = tell("Discarded. It can be had back until you leave.")
    if following is None:
        return Turn(Opening(discarded=alone.id), (ForgetRequest(id=alone.id), said))
    # Written down before the other one goes: it waits at the start, beside the way to take back.
    saves: tuple[Effect, ...] = (SaveRequest(request=following), SaveRequest(request=alone))
    forget = ForgetRequest(id=alone.id)
    return Turn(Opening(discarded=alone.id), (*saves, forget, said, now_your_other(following, waits=True)))


def said_while_discarding(state: Discarding, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """Only a clear yes, or the option's own name or number, throws words away."""
    from intents.talk.showing import prompt_for

    meant = option_meant(text, prompt_for(state, desk, stamp.today).options)
    if says_yes(text):
        meant = DISCARD
    if says_no(text):
        meant = None
    turn = chosen_while_discarding(state, meant or "", desk, stamp)
    return turn if meant == DISCARD else turn.after(tell("Nothing was thrown away."))


def template_read(state: Preparing, read: TemplateRead, desk: Desk, stamp: Stamp) -> Turn:
    """The template came, or there is none: the draft can be shown."""
    request = replace(state.request, template=read.text or "", public=read.public, changed=stamp.now)
    effects: list[Effect] = [SaveRequest(request=request)]
    if read.note:
        effects.append(tell(read.note))
    return review(request, desk, stamp).after(*effects)
