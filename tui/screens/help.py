"""Help for this moment: what is asked, and which keys do what now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from intents.talk.prompt import Entry
from tui.foreign import foreign
from tui.screens.pages import PageScreen

if TYPE_CHECKING:
    from tui.screens.chat import ChatScreen


def help_page(chat: ChatScreen) -> PageScreen:
    """The page for what is going on now."""
    prompt, panel = chat.prompt, chat.panel
    rows: list[tuple[str, str]] = []
    if prompt.options and not prompt.words_first:
        rows.append(
            (f"1-{min(9, len(prompt.options))}", "chooses that option at once (while nothing is typed)")
        )
        rows.append(("up, down", "moves the mark >; enter takes the option it stands at"))
    elif prompt.options:
        rows.append(("down, tab", "goes to the options below the box; enter takes one"))
    if prompt.several:
        rows.append(("space", "picks an option, or takes that back; enter takes all that are picked"))
    if prompt.entry is not Entry.NONE:
        rows.append(("any letter", "starts typing; said words work too: yes, no, back, skip, the second one"))
        rows.append(("enter", "sends what is typed; a paste never sends by itself"))
        rows.append(("ctrl+j", "breaks the line"))
    if prompt.words_first:
        rows.append(("up", "in an empty box: what you sent before"))
    if prompt.draft is not None:
        rows.append(("ctrl+t", "raw text or as GitLab shows it (a wide window shows both)"))
    if prompt.back:
        rows.append(("esc", "one step back; what is typed is put by, never lost"))
    if prompt.later:
        rows.append(("ctrl+l", "keeps it for later; it is offered at the next start"))
    rows.extend(
        (
            ("pgup, pgdn", "scrolls what was said, or the draft; ctrl+up and ctrl+down by lines"),
            ("ctrl+r", "drafts: what is kept and not filed"),
            ("ctrl+p", "every action, found by its name"),
            ("ctrl+c", "copies what is selected, else asks whether to leave"),
            ("ctrl+q", "leaves; what you wrote is kept"),
        )
    )
    width = max(len(key) for key, _ in rows)
    lines = [Content.styled(f"{key:<{width}}   ", "bold") + Content(does) for key, does in rows]
    head: list[Content] = []
    if panel.prompt.ask:
        head.append(foreign(prompt.ask, "bold"))
    if prompt.why:
        head.append(foreign(prompt.why))
    if prompt.example:
        head.append(foreign(f"Example: {prompt.example}"))
    nothing_sent = "Nothing is sent before you have seen the whole draft and said so."
    return PageScreen(
        "Help for this moment", Content("\n").join([*head, Content(nothing_sent), Content(""), *lines])
    )
