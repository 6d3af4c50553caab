"""Typed words in place of a key: which of the offered options was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intents.talk.effects import Place
from intents.talk.prompt import Option

_YES = frozenset(
    "y,yes,yeah,yep,yup,ya,ok,okay,sure,right,correct,exactly,fine,yes please,go ahead,do it,that's it,thats it,"
    "that is it,that's right,thats right,ja,oui,si,sí,sim,hai".split(",")
)
_NO = frozenset(
    [
        "n",
        "no",
        "nope",
        "nah",
        "wrong",
        "nein",
        "non",
        "não",
        "nao",
        "not that",
        "no thanks",
        "none",
        "none of these",
        "none of them",
        "not this",
        "not this one",
        "not that one",
        "neither",
        "something else",
    ]
)
_BACK = frozenset(["back", "go back", "undo", "previous", "esc", "return"])
_SKIP = frozenset(["skip", "skip it", "skip this", "next", "pass", "leave it open", "leave it out"])
_LATER = frozenset(
    "later,cancel,cancel it,cancel this,abort,never mind,nevermind,forget it,not now,keep,keep it,keep for later,"
    "keep it for later,stop,save for later,save it for later,quit,exit".split(",")
)
_CANCEL = frozenset(["cancel", "cancel it", "cancel this", "abort", "never mind", "nevermind"])
_DISCARD = frozenset(
    "discard,discard it,discard this,throw it away,throw this away,throw away,delete it,delete this,"
    "delete this request,delete the request,delete the draft".split(",")
)
_ABOUT = re.compile(
    r"(?:it'?s|it is|this is|that'?s|that is|i mean|i meant)\s+(?:really\s+|actually\s+|all\s+)?about\s+\S",
    re.IGNORECASE,
)
_LEAVE = frozenset(["quit", "exit", "leave", "bye", "goodbye"])
_SURELY_LATER = (
    _LEAVE
    | _CANCEL
    | {
        "later",
        "keep for later",
        "keep it for later",
        "save for later",
        "save it for later",
    }
)
_ALL_SAID = frozenset(
    [
        "thanks",
        "thank you",
        "thx",
        "ty",
        "cheers",
        "great thanks",
        "ok thanks",
        "done",
        "all done",
        "finished",
        "that's all",
        "thats all",
        "that is all",
        "nothing",
        "nothing else",
    ]
)
_FILE = frozenset(
    [
        "file",
        "file it",
        "file this",
        "send",
        "send it",
        "submit",
        "submit it",
        "create it",
        "looks good",
        "lgtm",
    ]
)
_PLACES = {
    Place.HELP: frozenset(
        "help,help me,?,commands,what can i do,what can i say,how does this work,what now".split(",")
    ),
    Place.DRAFTS: frozenset(
        "drafts,my drafts,the drafts,show drafts,show my drafts,list drafts,open drafts".split(",")
    ),
    Place.SETTINGS: frozenset("settings,my settings,show settings,open settings,preferences".split(",")),
}
_GREETINGS = frozenset("hi,hello,hey,hi there,hello there,good morning,good afternoon,moin,hallo".split(","))
_ORDINALS = {
    "first": 1, "1st": 1, "one": 1, "second": 2, "2nd": 2, "two": 2, "third": 3, "3rd": 3, "three": 3,
    "fourth": 4, "4th": 4, "four": 4, "fifth": 5, "5th": 5, "five": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "last": -1,
}  # fmt: skip


def plain(text: str) -> str:
    """Lower case, one space, no marks at the ends: the form in which short commands are compared."""
    return re.sub(r"\s+", " ", text).strip().strip(".!,;:'\"`").strip().casefold()


def says_yes(text: str) -> bool:
    """Whether the whole text is a yes."""
    return plain(text) in _YES


def says_no(text: str) -> bool:
    """Whether the whole text is a no."""
    return plain(text) in _NO


def after_no(text: str) -> str:
    """What follows a leading "no": "no, it's about maps" -> "it's about maps". Empty when there is none."""
    match = re.match(
        r"\s*(?:no|nope|nah|not that)\s*[,.;:!–—-]+\s*(?:but\s+)?(.+)", text, re.IGNORECASE | re.DOTALL
    )
    return match[1].strip() if match else ""


def says_back(text: str) -> bool:
    """Whether the whole text asks for the step back."""
    return plain(text) in _BACK


def says_skip(text: str) -> bool:
    """Whether the whole text skips a question."""
    return plain(text) in _SKIP


def says_later(text: str) -> bool:
    """Whether the whole text puts the request off."""
    return plain(text) in _LATER


def surely_later(text: str) -> bool:
    """As `says_later`, but only words that are no answer to an open question ("stop" and "keep" may be one)."""
    return plain(text) in _SURELY_LATER


def says_cancel(text: str) -> bool:
    """Whether the whole text calls something off."""
    return plain(text) in _CANCEL


def says_discard(text: str) -> bool:
    """Whether the whole text throws the request away."""
    return plain(text) in _DISCARD


def says_nothing_new(text: str) -> bool:
    """Whether the whole text only greets, answers or commands, where nothing was asked: no words of a request."""
    if plain(text) in _GREETINGS:
        return True
    ways = (says_yes, says_no, says_back, says_skip, says_later, says_discard, all_said, says_file)
    return any(way(text) for way in ways)


def place_named(text: str) -> Place | None:
    """Where the whole text asks to go, beside the talk."""
    said = plain(text).lstrip("/").strip()
    return next((place for place, words in _PLACES.items() if said in words), None)


def about_something_else(text: str) -> str:
    """ "No, it's about lunch" -> "it's about lunch": another kind of request is meant. Empty for anything else."""
    rest = after_no(text)
    return rest if "\n" not in rest and len(rest) <= 80 and _ABOUT.match(rest) else ""


def subject(text: str) -> str:
    """ "It's about lunch" -> "lunch". Anything else as it is."""
    match = _ABOUT.match(text.strip())
    return text.strip()[match.end() - 1 :] if match else text


def says_leave(text: str) -> bool:
    """Whether the whole text ends the program."""
    return plain(text) in _LEAVE


def all_said(text: str) -> bool:
    """Whether the whole text says that nothing more is wanted ("thanks", "that's all")."""
    return plain(text) in _ALL_SAID


def says_file(text: str) -> bool:
    """Whether the whole text asks to file the draft."""
    return plain(text) in _FILE


def option_meant(text: str, options: Iterable[Option], *, within: bool = False) -> str | None:
    """The id of the option that the words mean: its number, its place, its label or its first words.

    None when they mean no option, or more than one: then they are words of their own.

    Args:
        within: words from the middle of a label mean it too.
    """
    offered = list(options)
    said = plain(text)
    if not said:
        return None
    if said.isdecimal():
        number = int(said)
        return offered[number - 1].id if 1 <= number <= len(offered) else None
    place = re.fullmatch(r"(?:the |number |option |no\.? ?(?=\d)|#)?([\w]+)(?: one| option)?", said)
    if place and (number := _ORDINALS.get(place[1], 0)):
        if number == -1:
            return offered[-1].id
        return offered[number - 1].id if number <= len(offered) else None
    if place and place[1].isdecimal() and 1 <= int(place[1]) <= len(offered):
        return offered[int(place[1]) - 1].id
    exact = [option.id for option in offered if said in (plain(option.label), option.id.casefold())]
    if len(exact) == 1:
        return exact[0]
    if len(said) == 2:
        # "hi", "ok", "it": too little to be the beginning of a label, too much to be its letter.
        return None
    if len(said) == 1:
        letters = [option.id for option in offered if plain(option.label).startswith(said)]
        return letters[0] if len(letters) == 1 else None
    # Whole words only: "not" must not become "Notify ...".
    begins = [option.id for option in offered if plain(option.label).startswith(said + " ")]
    if not begins and within:
        begins = [option.id for option in offered if f" {said} " in f" {_words(option.label)} "]
    return begins[0] if len(begins) == 1 else None


def _words(label: str) -> str:
    return re.sub(r"[^\w'-]+", " ", plain(label)).strip()


def short(text: str, width: int = 60) -> str:
    """The text on one line, cut with dots where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 3].rstrip() + "..."
