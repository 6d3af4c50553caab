"""Every action that has a key: its id, its usual keys, and where it is at work. Keys that a person sets are checked here.

Two actions may share a key only where they are never at work together. Names of keys are Textual's; a few that people use
for them are taken too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Action(NamedTuple):
    """Something that a key does."""

    id: str
    keys: str
    """Its usual keys, the first one shown, in Textual's names, separated by commas."""
    does: str

    @property
    def place(self) -> str:
        """Where it is at work; `app` is everywhere."""
        return self.id.partition(".")[0]


_NUMBERS = range(1, 10)

ACTIONS = (
    Action("app.palette", "ctrl+p", "all actions, found by their names"),
    Action("app.leave", "ctrl+q", "leaves; what is written is kept"),
    Action("app.interrupt", "ctrl+c", "copies what is selected, else asks whether to leave"),
    Action("chat.enter", "enter", "sends, or takes the marked option"),
    Action("chat.new_line", "ctrl+j,shift+enter,alt+enter,ctrl+enter", "breaks the line"),
    Action("chat.back", "escape", "one step back"),
    Action("chat.up", "up,shift+tab", "the mark up, or what was sent before"),
    Action("chat.down", "down,tab", "the mark down"),
    Action("chat.left", "left", "the mark to the left"),
    Action("chat.right", "right", "the mark to the right"),
    Action("chat.pick", "space", "picks one of several"),
    *(Action(f"chat.choose_{n}", str(n), f"option {n}") for n in _NUMBERS),
    Action("chat.undo", "ctrl+z", "undoes, else (empty box) back to the shell until `fg`"),
    Action("chat.turn_over", "ctrl+t", "the draft raw or rendered"),
    Action("chat.later", "ctrl+l", "keeps the request for later"),
    Action("chat.send_ready", "ctrl+n", "sends now what was kept ready to send"),
    Action("chat.drafts", "ctrl+r", "drafts"),
    Action("chat.settings", "ctrl+o", "settings and connection"),
    Action("chat.copy_talk", "ctrl+g", "copies the talk"),
    Action("chat.save_talk", "ctrl+s", "saves the talk as text"),
    Action("chat.page_up", "pageup", "scrolls up by a page"),
    Action("chat.page_down", "pagedown", "scrolls down by a page"),
    Action("chat.scroll_up", "ctrl+up", "scrolls up by a line"),
    Action("chat.scroll_down", "ctrl+down", "scrolls down by a line"),
    Action("chat.help", "f1", "help for this moment"),
    Action("chat.help_mark", "question_mark", "help, while the box is empty"),
    Action("editor.done", "escape,ctrl+s", "back, changes kept"),
    Action("editor.outside", "ctrl+e", "your own editor"),
    Action("editor.undo", "ctrl+z", "undo"),
    Action("editor.redo", "ctrl+y", "redo"),
    Action("editor.other", "tab,shift+tab", "title or text"),
    Action("editor.help", "f1", "help"),
    Action("editor.new_line", "ctrl+j,shift+enter,alt+enter,ctrl+enter", "breaks the line"),
    Action("drafts.resume", "enter", "goes on with the draft"),
    *(Action(f"drafts.resume_{n}", str(n), f"goes on with draft {n}") for n in _NUMBERS),
    Action("drafts.up", "up,k", "the mark up"),
    Action("drafts.down", "down,j", "the mark down"),
    Action("drafts.send", "s", "sends the draft, or looks for an unclear one"),
    Action("drafts.export", "e", "exports the draft"),
    Action("drafts.discard", "x,delete", "throws the draft away"),
    Action("drafts.undo", "u,ctrl+z", "takes that back"),
    Action("drafts.help", "question_mark,f1", "help"),
    Action("drafts.close", "escape,q", "back"),
    Action("settings.take", "enter", "takes the marked setting"),
    *(Action(f"settings.take_{n}", str(n), f"setting {n}") for n in _NUMBERS),
    Action("settings.up", "up,k", "the mark up"),
    Action("settings.down", "down,j", "the mark down"),
    Action("settings.page_up", "pageup", "scrolls up"),
    Action("settings.page_down", "pagedown,space", "scrolls down"),
    Action("settings.check", "c", "checks the connection, or stops that"),
    Action("settings.edit", "e", "opens the settings file in your editor"),
    Action("settings.help", "question_mark,f1", "help"),
    Action("settings.close", "escape,q", "back"),
    Action("looks.take", "enter", "keeps these colours"),
    *(Action(f"looks.take_{n}", str(n), f"colours {n}") for n in range(1, 6)),
    Action("looks.up", "up,k", "the mark up"),
    Action("looks.down", "down,j", "the mark down"),
    Action("looks.close", "escape,q", "back, nothing changed"),
    Action("page.close", "escape,question_mark,f1,q,enter", "back"),
    Action("page.copy", "c", "copies"),
    Action("page.up", "up", "scrolls up by a line"),
    Action("page.down", "down", "scrolls down by a line"),
    Action("page.page_up", "pageup", "scrolls up"),
    Action("page.page_down", "pagedown,space", "scrolls down"),
    Action("leave.leave", "enter,y,ctrl+c,ctrl+q", "leaves"),
    Action("leave.stay", "escape,n", "stays"),
)
KNOWN = {action.id: action for action in ACTIONS}
TYPED_IN = ("app", "chat", "editor")
"""Places where letters are words; `app` is there too."""

_MODIFIERS = {
    "control": "ctrl",
    "ctrl": "ctrl",
    "alt": "alt",
    "option": "alt",
    "shift": "shift",
    "super": "super",
}
_NAMED = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "page_up": "pageup",
    "page_down": "pagedown",
}
_UNPRINTABLE = frozenset(
    "escape enter tab backspace delete insert home end pageup pagedown up down left right".split()
) | {f"f{number}" for number in range(1, 25)}
_FRIENDLY = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape", "ctrl+h": "backspace"}
"""What a terminal sends alike."""


def key_named(written: str) -> str | None:
    """Textual's name of a key, or None when there is no such key."""
    written = written.strip()
    # The plus that is a key itself stands at the end.
    *modifiers, key = re.split(r"\+(?=.)", written)
    found = set()
    for modifier in modifiers:
        known = _MODIFIERS.get(modifier.strip().casefold())
        if known is None:
            return None
        found.add(known)
    if len(key) == 1:
        name = _of_character(key.lower() if found - {"shift"} else key)
    else:
        name = _NAMED.get(key.casefold(), key.casefold())
        if name not in _UNPRINTABLE and name != "space" and name not in _PUNCTUATION:
            return None
    if not name:
        return None
    if found == {"shift"} and len(name) == 1:
        return name.upper()
    whole = "+".join([*sorted(found), name])
    return _SAME.get(whole, whole)


def _of_character(character: str) -> str:
    if character.isalnum():
        return character
    if not character.isascii():
        return ""
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _FRIENDLY.get(name, name)


_PUNCTUATION = frozenset(_of_character(sign) for sign in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def typed(key: str) -> bool:
    """Whether a key writes a letter or a sign."""
    modifiers, _, name = key.rpartition("+")
    return modifiers in ("", "shift") and name not in _UNPRINTABLE


class Given(NamedTuple):
    """One line of `keys:` as it was written."""

    id: str
    keys: tuple[str, ...]
    line: int


def accepted(given: Iterable[Given]) -> tuple[dict[str, str], list[tuple[Given, str]]]:
    """Those that can hold, as a keymap, and each other one with the reason why not."""
    left: list[Given] = []
    refused: list[tuple[Given, str]] = []
    for entry in given:
        named = tuple(key_named(key) or "" for key in entry.keys)
        if entry.id not in KNOWN:
            refused.append((entry, _unknown(entry.id)))
        elif "" in named:
            wrong = entry.keys[named.index("")]
            refused.append((entry, f"there is no key {wrong!r}; write it like `ctrl+k`, `f2` or `pageup`"))
        elif bad := _lost_letter(entry.id, named):
            refused.append((entry, f"{bad!r} is a letter or sign that is typed here; add `ctrl+`"))
        else:
            left.append(Given(entry.id, named, entry.line))
    while (clash := _clash(left)) is not None:
        entry, why = clash
        left.remove(entry)
        refused.append((entry, why))
    return {entry.id: ",".join(entry.keys) for entry in left}, refused


def _unknown(action: str) -> str:
    from intents.catalogue.problems import did_you_mean

    otherwise = "`intake settings --keys` lists them"
    return f"there is no action {action!r}; {did_you_mean(action, KNOWN, otherwise)}"


def _lost_letter(action: str, keys: tuple[str, ...]) -> str:
    """A key that would be missing from what is typed; those that are letters by themselves may be others."""
    usual = KNOWN[action]
    if usual.place not in TYPED_IN or all(typed(key) for key in usual.keys.split(",")):
        return ""
    return next((key for key in keys if typed(key)), "")


def _clash(given: list[Given]) -> tuple[Given, str] | None:
    """An entry that takes another action's key, the last one first."""
    own = {entry.id: entry for entry in given}
    in_force = {
        action.id: own[action.id].keys if action.id in own else tuple(action.keys.split(","))
        for action in ACTIONS
    }
    for entry in sorted(given, key=lambda entry: entry.line, reverse=True):
        for other in ACTIONS:
            if other.id == entry.id or not _together(entry.id, other.id):
                continue
            both = [key for key in entry.keys if key in in_force[other.id]]
            if not both:
                continue
            where = f"line {own[other.id].line}" if other.id in own else "its usual key"
            return entry, (
                f"{both[0]} is the key of `{other.id}` too ({other.does}; {where});"
                " give one of them another key"
            )
    return None


def _together(one: str, other: str) -> bool:
    first, second = KNOWN[one].place, KNOWN[other].place
    return first == second or "app" in (first, second)


def keys_in_force(keymap: Mapping[str, str]) -> dict[str, str]:
    """The id of each action with its keys."""
    return {action.id: keymap.get(action.id, action.keys) for action in ACTIONS}
