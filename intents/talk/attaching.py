"""Files beside the answers: attached at the draft, taken as they are now, taken off again."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from intents.answering.files import said_files, wrong_with
from intents.answering.local_file import LocalFile, NoFile
from intents.answering.paths import files_named, looks_like_path
from intents.drafting.attachments import Attachment, without_place
from intents.drafting.draft import Draft
from intents.drafting.request import Request
from intents.talk.desk import Desk
from intents.talk.effects import SaveRequest
from intents.talk.events import Stamp
from intents.talk.reviewing import put_off, review
from intents.talk.states import Attaching, Failed, Reviewing
from intents.talk.turn import Turn, heard, tell
from intents.talk.wording import option_meant, says_back, says_later, says_no

DRAFT = "=draft"
OFF = "off"
"""Followed by a colon and a file's name: take it off."""
RETAKE = "retake"
"""Followed by a colon and a file's name: take it as it is now."""

_ATTACH = re.compile(r"\s*(?:please\s+)?(?:attach|upload)\b[\s:]*(?P<rest>.*)\Z", re.IGNORECASE | re.DOTALL)
_ANY_FILE = frozenset(
    ("", "a file", "file", "files", "the file", "another file", "a screenshot", "screenshot")
)
_TAKE_OFF = re.compile(
    r"\s*(?:please\s+)?(?:(?:take off|remove|detach|drop|leave out|don't attach|do not attach)\s+(?P<rest>.+?)"
    r"|take\s+(?P<before>.+?)\s+off)\s*[.!]?\s*\Z",
    re.IGNORECASE,
)
_IT = frozenset(("it", "the file", "the attachment", "the screenshot", "file", "attachment"))
_SURELY_PATH = ("file:", "~/", "'", '"')


def said_at_review(state: Reviewing, text: str, desk: Desk, stamp: Stamp) -> Turn | None:
    """ "attach ~/log.txt", "take off log.txt", or a file dragged into the window; None when the words mean something
    else."""
    if meant := _TAKE_OFF.match(text):
        named = _named(meant["rest"] or meant["before"], state.draft)
        if named is not None:
            return taken_off(state.request, named, desk, stamp).after(heard(text))
    if meant := _ATTACH.match(text):
        rest = meant["rest"].strip()
        if rest.casefold().rstrip(".") in _ANY_FILE:
            return Turn(Attaching(request=state.request), (heard(text),))
        return _attached(state.request, state.draft, rest, desk, stamp).after(heard(text))
    if not looks_like_path(text):
        return None
    found = files_named(text, desk.look)
    if isinstance(found, NoFile) and found.missing and not text.lstrip().startswith(_SURELY_PATH):
        return None
    return _attached(state.request, state.draft, text, desk, stamp).after(heard(text))


def _named(words: str, draft: Draft) -> Attachment | None:
    said = words.strip().strip("'\"`").casefold()
    found = [one for one in draft.attachments if said in (one.name.casefold(), one.file.name.casefold())]
    if not found and said in _IT:
        found = list(draft.attachments)
    return found[0] if len(found) == 1 else None


def said_while_attaching(state: Attaching, text: str, desk: Desk, stamp: Stamp) -> Turn:
    """The file's path, however a terminal writes it."""
    from intents.talk.showing import prompt_for

    if not text.strip():
        return Turn(state)
    if says_back(text) or says_no(text):
        return review(state.request, desk, stamp)
    if says_later(text):
        return put_off(state.request, stamp)
    if option := option_meant(text, prompt_for(state, desk, stamp.today).options):
        return chosen_while_attaching(state, option, desk, stamp)
    meant = _ATTACH.match(text)
    path = meant["rest"] if meant and looks_like_path(meant["rest"]) else text
    return _attached(state.request, None, path, desk, stamp).after(heard(text))


def chosen_while_attaching(state: Attaching, option: str, desk: Desk, stamp: Stamp) -> Turn:
    """Back without a file."""
    return review(state.request, desk, stamp) if option == DRAFT else Turn(state)


def _attached(request: Request, draft: Draft | None, text: str, desk: Desk, stamp: Stamp) -> Turn:
    found = files_named(text, desk.look)
    if isinstance(found, NoFile):
        return _again(request, text, found.sentence, stamp)
    paths = {file.path for file in found}
    after = (*(file for file in request.attached if file.path not in paths), *found)
    if problem := wrong_with(found) or wrong_with(after):
        return _again(request, text, problem, stamp)
    with_files = replace(request, attached=after, typing="", changed=stamp.now)
    if draft is not None and (
        answered := paths & {one.file.path for one in draft.attachments if one.question}
    ):
        # It answers a question already: it is that answer which is brought up to date.
        with_files = replace(with_files, attached=tuple(f for f in after if f.path not in answered))
        for file in found:
            with_files = _as_it_is_now(with_files, file)
    said = tell(f"Attached: {said_files(found)}")
    return review(with_files, desk, stamp).after(SaveRequest(request=with_files), said)


def _again(request: Request, text: str, problem: str, stamp: Stamp) -> Turn:
    kept = replace(request, typing=text, changed=stamp.now)
    return Turn(Attaching(request=kept, typed=text, problem=problem), (SaveRequest(request=kept),))


def chosen_file(state: Reviewing | Failed, option: str, desk: Desk, stamp: Stamp) -> Turn | None:
    """What can be done with one attached file; None when the option is about none."""
    order, _, name = option.partition(":")
    one = next((one for one in state.draft.attachments if one.name == name), None)
    if one is None:
        return None
    if order == OFF:
        return taken_off(state.request, one, desk, stamp)
    if order == RETAKE and one.now is not None:
        if problem := _unfit(one, state.request, desk):
            return Turn(state, (tell(problem),))
        taken = replace(_as_it_is_now(state.request, one.now), changed=stamp.now)
        return review(taken, desk, stamp).after(
            SaveRequest(request=taken), tell(f"Taken as it is now: {one.name}")
        )
    return None


def _unfit(one: Attachment, request: Request, desk: Desk) -> str:
    intent = desk.intent_of(request)
    question = intent.question(one.question) if intent and one.question else None
    return wrong_with((one.now,), question.limits if question else None) if one.now else ""


def _as_it_is_now(request: Request, now: LocalFile) -> Request:
    def anew(files: tuple[LocalFile, ...]) -> tuple[LocalFile, ...]:
        return tuple(now if file.path == now.path else file for file in files)

    answers = {name: replace(answer, files=anew(answer.files)) for name, answer in request.answers.items()}
    return replace(request, answers=MappingProxyType(answers), attached=anew(request.attached))


def taken_off(request: Request, one: Attachment, desk: Desk, stamp: Stamp) -> Turn:
    """The draft without this file; on the disk it stays where it is."""
    path = one.file.path
    answers = {}
    asked = request.asked
    for name, answer in request.answers.items():
        files = tuple(file for file in answer.files if file.path != path)
        if files == answer.files:
            answers[name] = answer
        elif files:
            answers[name] = replace(answer, files=files, values=tuple(f.path for f in files), words="")
        else:
            asked = tuple(other for other in asked if other != name)
    edit = request.edit
    if edit is not None:
        edit = replace(edit, description=without_place(edit.description, one.name))
    without = replace(
        request,
        answers=MappingProxyType(answers),
        asked=asked,
        attached=tuple(file for file in request.attached if file.path != path),
        edit=edit,
        typing="",
        changed=stamp.now,
    )
    return review(without, desk, stamp).after(SaveRequest(request=without), tell(f"Taken off: {one.name}"))


def by_hand(draft: Draft) -> str:
    """What whoever takes the text elsewhere has to know; empty when no file goes with it."""
    if not draft.attachments:
        return ""
    names = ", ".join(one.name for one in draft.attachments)
    return f"The text does not hold its files. Add them by hand where their places stand: {names}."
