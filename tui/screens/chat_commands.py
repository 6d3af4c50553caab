"""The talk's actions for the palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from intents.talk.effects import Say, Tone
from intents.talk.events import Chosen
from intents.talk.states import Done, Opening, Submitting
from intents.talk.step import DISCARD
from tui.palette import Command

if TYPE_CHECKING:
    from tui.screens.chat import ChatScreen


_SETTINGS = (
    "preferences options configure connect token login account gitlab who keys remap keyboard shortcuts editor plain line mode"
    " screen reader accessible animations"
)
_OPTIONS = {
    "file": "send submit create",
    "rephrase": "rephrase reword other words wrong",
    "all": "list categories browse menu",
    "edit": "editor description title text write",
    "export": "save markdown file",
    "copy": "clipboard",
    "browser": "web page link gitlab",
    "change": "correct answer edit fix",
    "later": "keep save put off postpone cancel",
    "new": "begin start again",
    "leave": "quit exit close end bye",
}
"""What people call an option, by its id, beside its own words."""


def commands_of(chat: ChatScreen) -> list[Command]:
    """What can be done now: the options of this moment first, then what is always there."""
    app = chat.app
    found = [
        Command(
            title=option.label,
            words=f"{option.description} {_OPTIONS.get(option.id, '')}".strip(),
            do=partial(chat.dispatch, Chosen(option=option.id)),
        )
        for option in chat.prompt.options
    ]
    actions = (
        ("back", "One step back", "undo return previous escape wrong"),
        ("later", "Keep it for later", "save put off postpone cancel send stop draft"),
        ("turn_over", "Show the draft raw or rendered", "markdown preview source view"),
        (
            "drafts",
            "Drafts",
            "list kept unfinished resume continue requests saved send later open restore undelete",
        ),
        ("help", "Help for this moment", "keys keyboard shortcuts what now how"),
        ("settings", "Settings and connection", _SETTINGS),
    )
    for action, title, words in actions:
        if chat.check_action(action, ()):
            found.append(Command(title=title, words=words, do=getattr(chat, f"action_{action}")))
    if chat.request is not None and not isinstance(chat.state, Opening | Done | Submitting):
        discard = partial(chat.dispatch, Chosen(option=DISCARD))
        found.append(
            Command(title="Throw this request away", words="discard delete remove cancel trash", do=discard)
        )
    found.extend(
        (
            Command(
                title="Scroll up",
                words="earlier page up history",
                do=partial(chat.action_page, -1),
            ),
            Command(
                title="Scroll down",
                words="newer page down history",
                do=partial(chat.action_page, 1),
            ),
            Command(
                title="Copy the talk",
                words="transcript clipboard conversation history",
                do=partial(copy_talk, chat),
            ),
            Command(
                title="Save the talk as text",
                words="transcript file export log conversation history",
                do=partial(save_talk, chat),
            ),
            Command(
                title="Colours",
                words="theme colors color light dark contrast bright black white night look mode",
                do=partial(choose_theme, chat),
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
    chat.say(Say(text="Sent the talk to the terminal's clipboard, if it has one. It stays here too."))


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


def choose_theme(chat: ChatScreen) -> None:
    """The colours, seen before they are kept."""
    from intents.errors import IntakeError
    from tui.screens.looks import LooksScreen

    app: Any = chat.app

    def chosen(name: str | None) -> None:
        if name is None:
            return
        try:
            app.apply(app.standing.keep("theme", name))
        except IntakeError as error:
            chat.say(Say(text=str(error), tone=Tone.PROBLEM))
        else:
            chat.say(Say(text=f"Kept in your settings: theme: {name}."))

    screen = LooksScreen(
        team=chat.services.catalogue.team,
        connection=chat.services.connection,
        now=app.settings.theme,
    )
    app.push_screen(screen, chosen)
