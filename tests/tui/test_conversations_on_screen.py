"""Every conversation again, by keys on the real screen."""

from __future__ import annotations

from typing import Any

import pytest
from talking import Conversation, Outside, check, check_end, conversations, edited, offered, read

from intents.drafting.draft import Draft
from intents.talk.effects import Speaker
from intents.talk.states import Reviewing
from tests.tui.screen import Session, screen
from tui.screens.editor import Description, EditorScreen


@pytest.fixture(scope="module", autouse=True)
def _learned() -> None:
    """Learning the catalogue takes longer than anybody waits for a screen."""
    read(("",))


async def do(session: Session, turn: dict[str, Any], outside: Outside) -> None:
    """One turn, as a person would."""
    if "say" in turn:
        await session.pilot.press("ctrl+u") if session.box else None
        await session.paste(turn["say"])
        await session.press("enter")
    elif "choose" in turn:
        await session.choose(offered(turn["choose"], session.prompt))
    elif "pick" in turn:
        wanted = {offered(option, session.prompt) for option in turn["pick"]}
        ids = [o.id for o in session.prompt.options]
        for number, option in enumerate(ids, 1):
            if (option in wanted) != (option in session.app.chat.panel.options.picks):
                await session.pilot.press(str(number))
        await session.press("enter")
    elif "back" in turn:
        await session.press("escape")
    elif "later" in turn:
        await session.press("ctrl+l")
    elif "resume" in turn:
        await session.press("ctrl+r")
        wanted = f"talk{turn['resume']}"
        from tui.widgets.choice_list import ChoiceList

        listed = session.app.screen.query_one(ChoiceList)
        await session.until(lambda: any(o.id == wanted for o in listed.options))
        await session.press(str([o.id for o in listed.options].index(wanted) + 1))
        await session.until(lambda: session.app.screen is session.app.chat)
        await session.rest()
    else:
        await session.choose("edit")
        await session.until(lambda: isinstance(session.app.screen, EditorScreen))
        editor = session.app.screen
        assert isinstance(editor, EditorScreen)
        await session.until(lambda: editor.query(Description))
        title, text = edited(turn["edit"], editor.edited)
        area = editor.query_one(Description)
        area.replace(text, area.document.start, area.document.end)
        editor.query_one("#edit-title").value = title
        await session.press("escape")
        await session.until(lambda: session.app.screen is session.app.chat)
        await session.rest()


@pytest.mark.parametrize("conversation", conversations(), ids=str)
async def test_a_conversation_goes_the_same_way_on_the_screen(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "true")
    outside = Outside(conversation)
    draft: Draft | None = None
    said: list[str] = []
    async with screen(outside.services) as session:
        chat = session.app.chat
        shown = chat.say

        def say(effect: Any) -> None:
            if effect.who is Speaker.INTAKE:
                said.append(effect.text)
            shown(effect)

        chat.say = say  # type: ignore[method-assign]
        for number, turn in enumerate(conversation.turns, 1):
            said.clear()
            await do(session, turn, outside)
            if isinstance(chat.state, Reviewing):
                draft = chat.state.draft
            check(turn, chat.state, chat.desk, tuple(said), f"turn {number} {turn}")
        check_end(conversation, chat.state, draft, tuple(said))
        assert "Traceback" not in session.text
