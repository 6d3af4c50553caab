"""Help for this moment: what is asked, and which keys do what now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.screen import Screen

from intents.talk.prompt import Entry
from tui.foreign import foreign
from tui.key_table import ACTIONS
from tui.screens.pages import PageScreen
from tui.widgets.bars import keys_of, shown_key

if TYPE_CHECKING:
    from tui.screens.chat import ChatScreen


def help_page(chat: ChatScreen) -> PageScreen:
    """The page for what is going on now."""
    prompt, panel = chat.prompt, chat.panel
    keys = _keys(chat)
    rows: list[tuple[str, str]] = []
    if prompt.options and not prompt.words_first:
        rows.append(
            (f"1-{min(9, len(prompt.options))}", "chooses that option at once (while nothing is typed)")
        )
        both = f"{keys['chat.up']}, {keys['chat.down']}"
        rows.append((both, f"moves the mark >; {keys['chat.enter']} takes the option it stands at"))
    elif prompt.options:
        rows.append((keys["chat.down"], f"goes to the options below the box; {keys['chat.enter']} takes one"))
    if prompt.several:
        rows.append(
            (keys["chat.pick"], "picks an option, or takes that back; enter takes all that are picked")
        )
    if prompt.entry is not Entry.NONE:
        rows.append(("any letter", "starts typing; said words work too: yes, no, back, skip, the second one"))
        rows.append((keys["chat.enter"], "sends what is typed; a paste never sends by itself"))
        rows.append((keys["chat.new_line"], "breaks the line"))
    if prompt.words_first:
        rows.append((keys["chat.up"], "in an empty box: what you sent before"))
    if prompt.draft is not None:
        rows.append((keys["chat.turn_over"], "raw text or as GitLab shows it (a wide window shows both)"))
    if chat.check_action("send_ready", ()):
        rows.append(
            (keys["chat.send_ready"], "sends what was kept ready to send, once more with the same care")
        )
    if prompt.back:
        rows.append((keys["chat.back"], "one step back; what is typed is put by, never lost"))
    if prompt.later:
        rows.append((keys["chat.later"], "keeps it for later; it is offered at the next start"))
    pages = f"{keys['chat.page_up']}, {keys['chat.page_down']}"
    lines_too = f"{keys['chat.scroll_up']} and {keys['chat.scroll_down']} by lines"
    rows.extend(
        (
            (pages, f"scrolls what was said, or the draft; {lines_too}"),
            (keys["chat.drafts"], "drafts: what is kept and not filed"),
            (keys["chat.settings"], "settings and connection, colours, keys"),
            (keys["app.palette"], "every action, found by its name"),
            (keys["chat.copy_talk"], f"copies the talk; {keys['chat.save_talk']} saves it as text"),
            (keys["app.interrupt"], "copies what is selected, else asks whether to leave"),
            (keys["app.leave"], "leaves; what you wrote is kept"),
        )
    )
    head: list[Content] = []
    if panel.prompt.ask:
        head.append(foreign(prompt.ask, "bold"))
    if prompt.why:
        head.append(foreign(prompt.why))
    if prompt.example:
        head.append(foreign(f"Example: {prompt.example}"))
    head.append(Content("Nothing is sent before you have seen the whole draft and said so."))
    return _page("Help for this moment", head, rows)


def keys_page(screen: Screen[Any], title: str, about: str, place: str) -> PageScreen:
    """The page for a screen that is no talk: what it is for, and the keys that work there now."""
    does = {
        action.id: action.does
        for action in ACTIONS
        if action.place in (place, "app") and not action.id[-1].isdecimal()
    }
    rows = [(key, text) for key, text, _ in keys_of(screen, does.items())]
    return _page(title, [Content(about)], rows)


def _keys(chat: ChatScreen) -> dict[str, str]:
    """The key of each action as people know it, a remapped one by its new name."""
    keymap = getattr(chat.app, "settings").keys  # noqa: B009 - the app is known by no more than its name here
    return {action.id: shown_key(keymap.get(action.id, action.keys)) for action in ACTIONS}


def _page(title: str, head: list[Content], rows: Iterable[tuple[str, str]]) -> PageScreen:
    rows = list(rows)
    width = max((len(key) for key, _ in rows), default=0)
    lines = [Content.styled(f"{key:<{width}}   ", "bold") + Content(does) for key, does in rows]
    return PageScreen(title, Content("\n").join([*head, Content(""), *lines]))
