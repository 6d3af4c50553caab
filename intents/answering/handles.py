"""Reading who is meant: user names, and group paths where they are right."""

from __future__ import annotations

import re

from intents.answering.answer import Answer
from intents.answering.phrases import level, word_set
from intents.answering.reading import Accepted, Reading, Rejected, Surroundings, clip
from intents.catalogue.model import Question

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
_USER = re.compile(_NAME)
_PATH = re.compile(rf"{_NAME}(?:/{_NAME})+")
MENTION = re.compile(rf"(?<![\w@./-])@({_NAME}(?:/{_NAME})*)")
"""An @name or @group/path inside a text; the @ of a mail address is none."""
MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PROFILE = re.compile(
    rf"(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?)/((?:{_NAME}/?)+)(?:[?#]\S*)?", re.IGNORECASE
)
_APART = re.compile(r"\s*(?:[,;&+]|\s/\s|\band\b|\bund\b|\by\b|\bet\b)\s*|\s+", re.IGNORECASE)
_MYSELF = word_set("me myself i mine ich moi yo eu 私")
_CROWDS = word_set("all here channel everyone everybody team")
LONGEST = 255


def read_handle(question: Question, text: str, around: Surroundings) -> Reading:
    """One handle, or several where the question takes them."""
    limits = question.limits
    written = text.strip().strip("\"'“”‘’()[]<>")
    names = _names(written, groups=limits.groups, several=limits.several, around=around)
    if isinstance(names, str):
        return Rejected(sentence=names)
    kept: list[str] = []
    for name in names:
        problem = _problem(name, question, around)
        if problem:
            return Rejected(sentence=problem)
        if name.lower() not in (one.lower() for one in kept):
            kept.append(name)
    if len(kept) > 1 and not limits.several:
        return Rejected(
            sentence=f"One handle is wanted here, and there are {len(kept)}.", suggestion=f"@{kept[0]}"
        )
    answer = Answer(values=tuple(f"@{name}" for name in kept), words=text)
    said = ", ".join(answer.values)
    return Accepted(answer=answer, echo="" if said == text.strip() else said)


def _names(text: str, *, groups: bool, several: bool, around: Surroundings) -> list[str] | str:
    """The user names or group paths in the text, or the sentence that says why there are none."""
    mentions = [clean(match[1]) for match in MENTION.finditer(text)]
    if mentions:
        return mentions
    if MAIL.search(text):
        return f"{clip(text)} is a mail address. A handle is wanted, with an @ before the name."
    words = [level(word) for word in re.findall(r"\w+", text)]
    if (
        words
        and words[0] in _MYSELF
        and (len(words) == 1 or all(w in _MYSELF or w in ("it", "is", "am") for w in words))
    ):
        return _own(around)
    parts = [clean(part) for part in _APART.split(text) if part and part.strip("@.,;:")]
    found: list[str] = []
    for part in parts[:100]:
        if level(part) in _MYSELF and len(parts) > 1 and several:
            own = _own(around)
            if isinstance(own, str):
                return own
            found.extend(own)
            continue
        profile = _PROFILE.fullmatch(part)
        name = part
        if profile and (part.lower().startswith("http") or "." in part.split("/")[0]):
            path = profile[2].strip("/").removeprefix("groups/")
            if path.count("/") and not groups:
                return f"{clip(part)} is not the page of one person."
            name = path
        if _USER.fullmatch(name) or (_PATH.fullmatch(name) and groups):
            found.append(name)
            continue
        if _PATH.fullmatch(name):
            return f"{clip(part)} is a group. A person's handle is wanted."
        return f"{clip(text)} is not a handle. Handles are letters, digits, dots, dashes and underscores after an @."
    if len(found) > 1 and not several:
        return f"{clip(text)} is not a handle. Type the user name with an @, not the full name."
    if not found:
        return f"{clip(text)} is not a handle."
    return found


def _own(around: Surroundings) -> list[str] | str:
    if around.me:
        return [around.me.removeprefix("@")]
    return "Your own user name is not known here. Type it out."


def _problem(name: str, question: Question, around: Surroundings) -> str:
    limits = question.limits
    if len(name) > LONGEST:
        return f"That is too long for a handle: at most {LONGEST} characters."
    if level(name) in ("me", "myself") and not around.me:
        return "Your own user name is not known here. Type it out."
    if level(name) in _CROWDS:
        return f"“@{name}” calls a crowd. One person's handle is wanted."
    if "/" in name and not limits.groups:
        return f"“@{name}” is a group. A person's handle is wanted."
    if limits.not_me and around.me and name.lower() == around.me.removeprefix("@").lower():
        return f"“@{name}” is you. It has to be somebody else."
    return ""


def clean(name: str) -> str:
    """A name without the punctuation that a sentence left behind it."""
    return name.strip().removeprefix("@").rstrip(".,;:!?)]}>'\"’”-")
