"""Every conversation again, by keys on the real screen."""

from __future__ import annotations

from typing import Any

import pytest
from talking import Conversation, Outside, check, check_end, conversations, edited, offered, read

from intents.drafting.draft import Draft
from intents.talk.effects import Speaker
from intents.talk.states import Reviewing
from tests.tui.screen import Person, screen
from tui.screens.editor import Description, EditorScreen


@pytest.fixture(scope="module", autouse=True)
def _learned() -> None:
    """Learning the catalogue takes longer than anybody waits for a screen."""
    read(("",))


async def do(person: Person, turn: dict[str, Any], outside: Outside) -> None:
    """One turn, as a person would."""
    if "say" in turn:
        await person.pilot.press("ctrl+u") if person.box else None
        await person.paste(turn["say"])
        await person.press("enter")
    elif "choose" in turn:
        await person.choose(offered(turn["choose"], person.prompt))
    elif "pick" in turn:
        wanted = {offered(option, person.prompt) for option in turn["pick"]}
        ids = [o.id for o in person.prompt.options]
        for number, option in enumerate(ids, 1):
            if (option in wanted) != (option in person.app.chat.panel.options.picks):
                await person.pilot.press(str(number))
        await person.press("enter")
    elif "back" in turn:
        await person.press("escape")
    elif "later" in turn:
        await person.press("ctrl+l")
    elif "resume" in turn:
        await person.press("ctrl+r")
        wanted = f"talk{turn['resume']}"
        from tui.widgets.choice_list import ChoiceList

        listed = person.app.screen.query_one(ChoiceList)
        await person.until(lambda: any(o.id == wanted for o in listed.options))
        await person.press(str([o.id for o in listed.options].index(wanted) + 1))
        await person.until(lambda: person.app.screen is person.app.chat)
        await person.rest()
    else:
        await person.choose("edit")
        await person.until(lambda: isinstance(person.app.screen, EditorScreen))
        editor = person.app.screen
        assert isinstance(editor, EditorScreen)
        await person.until(lambda: editor.query(Description))
        title, text = edited(turn["edit"], editor.edited)
        area = editor.query_one(Description)
        area.replace(text, area.document.start, area.document.end)
        editor.query_one("#edit-title").value = title
        await person.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        await person.rest()


@pytest.mark.parametrize("conversation", conversations(), ids=str)
async def test_a_conversation_goes_the_same_way_on_the_screen(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "true")
    outside = Outside(conversation)
    draft: Draft | None = None
    said: list[str] = []
    async with screen(outside.services) as person:
        chat = person.app.chat
        shown = chat.say

        def say(effect: Any) -> None:
            if effect.who is Speaker.INTAKE:
                said.append(effect.text)
            shown(effect)

        chat.say = say  # type: ignore[method-assign]
        for number, turn in enumerate(conversation.turns, 1):
            said.clear()
            await do(person, turn, outside)
            if isinstance(chat.state, Reviewing):
                draft = chat.state.draft
            check(turn, chat.state, chat.desk, tuple(said), f"turn {number} {turn}")
        check_end(conversation, chat.state, draft, tuple(said))
        assert "Traceback" not in person.text
