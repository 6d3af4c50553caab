"""The talk's actions for the palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from intents.talk.effects import Say, Tone
from intents.talk.events import Chosen
from intents.talk.states import Done, Opening, Submitting
from intents.talk.step import DISCARD
from tui import themes
from tui.palette import Command

if TYPE_CHECKING:
    from tui.screens.chat import ChatScreen


def commands_of(chat: ChatScreen) -> list[Command]:
    """What can be done now: the options of this moment first, then what is always there."""
    app = chat.app
    found = [
        Command(
            title=option.label,
            words=option.description,
            do=partial(chat.dispatch, Chosen(option=option.id)),
        )
        for option in chat.prompt.options
    ]
    actions = (
        ("back", "One step back", "undo return previous escape"),
        ("later", "Keep it for later", "save put off postpone cancel"),
        ("turn_over", "Show the draft raw or rendered", "markdown preview source"),
        ("drafts", "Drafts", "list kept unfinished resume continue requests"),
        ("help", "Help for this moment", "keys shortcuts what now"),
    )
    for action, title, words in actions:
        if chat.check_action(action, ()):
            found.append(Command(title=title, words=words, do=getattr(chat, f"action_{action}")))
    if chat.request is not None and not isinstance(chat.state, Opening | Done | Submitting):
        discard = partial(chat.dispatch, Chosen(option=DISCARD))
        found.append(
            Command(title="Throw this request away", words="discard delete remove cancel", do=discard)
        )
    found.extend(
        (
            Command(title="Scroll up", words="earlier page up transcript", do=partial(chat.action_page, -1)),
            Command(title="Scroll down", words="later page down transcript", do=partial(chat.action_page, 1)),
            Command(title="Copy the talk", words="transcript clipboard", do=partial(copy_talk, chat)),
            Command(
                title="Save the talk as text", words="transcript file export log", do=partial(save_talk, chat)
            ),
            Command(
                title="Light colours",
                words="theme bright white",
                do=partial(setattr, app, "theme", themes.LIGHT),
            ),
            Command(
                title="Dark colours",
                words="theme black night",
                do=partial(setattr, app, "theme", themes.DARK),
            ),
            Command(
                title="Leave",
                words="quit exit close end bye",
                do=partial(app.call_later, app.run_action, "app.leave_now"),
            ),
        )
    )
    return found


def copy_talk(chat: ChatScreen) -> None:
    """All that was said, to the terminal's clipboard."""
    chat.app.copy_to_clipboard(chat.transcript.text)
    chat.say(Say(text="Sent the talk to the terminal's clipboard."))


def save_talk(chat: ChatScreen) -> None:
    """All that was said, as a new file in the working folder."""
    chat.run_worker(_save(chat), group="export", exit_on_error=False)


async def _save(chat: ChatScreen) -> None:
    import asyncio
    from pathlib import Path

    from tui.wiring import write_new

    text = chat.transcript.text + "\n"
    written = await asyncio.to_thread(write_new, text, Path.cwd() / "intake-talk.txt")
    said = written.problem or f"Written to {written.path}"
    chat.say(Say(text=said, tone=Tone.PROBLEM if written.problem else Tone.DONE))
