"""From the talk to other screens, and what comes back from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intents.drafting.request import Request
from intents.talk.effects import LoadRequest
from intents.talk.events import DraftEdited, WentBack
from intents.talk.states import Editing
from tui.foreign import foreign

if TYPE_CHECKING:
    from tui.screens.talk import TalkScreen


def open_editor(chat: TalkScreen, title: str, description: str) -> None:
    """Title and text, to be edited freely."""
    from tui.screens.editor import EditorScreen

    def edited(result: tuple[str, str] | None) -> None:
        if isinstance(chat.state, Editing):
            chat.dispatch(DraftEdited(title=result[0], description=result[1]) if result else WentBack())

    services = chat.services
    screen = EditorScreen(title, description, team=services.catalogue.team, connection=services.connection)
    chat.app.push_screen(screen, edited)


def open_drafts(chat: TalkScreen) -> None:
    """What is kept and not filed."""
    from intents.talk.reviewing import current_draft
    from tui.screens.drafts import DraftsScreen

    services = chat.services

    def export(request: Request) -> str:
        draft = current_draft(request, chat.desk, services.stamp())
        if draft is None:
            return "There is nothing to export yet: it is not settled what kind of request it is."
        written = services.export(draft)
        return written.problem or f"Written to {written.path}"

    def chosen(request_id: str | None) -> None:
        chat.kept_changed()
        if request_id:
            chat.perform(LoadRequest(id=request_id))

    screen = DraftsScreen(
        services.store,
        team=services.catalogue.team,
        connection=services.connection,
        today=services.stamp().today,
        current=chat.request.id if chat.request else "",
        export=export,
    )
    chat.app.push_screen(screen, chosen)


def show_link(chat: TalkScreen, url: str) -> None:
    """An address that no browser could be opened for: whole, to be copied by hand or with one key."""
    from tui.screens.pages import PageScreen

    chat.app.push_screen(PageScreen("Open this address in a browser:", foreign(url), copies=url))
