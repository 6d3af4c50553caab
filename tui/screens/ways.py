"""From the talk to other screens, and what comes back from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from intents.talk.effects import LoadRequest, Place, SubmitDraft
from intents.talk.events import DraftEdited, LookedUp, WentBack
from intents.talk.states import Editing
from tui.beside import beside
from tui.foreign import foreign

if TYPE_CHECKING:
    from intents.drafting.request import Request
    from tui.screens.talk import TalkScreen


def show_place(chat: Any, place: Place) -> None:
    """Where the person asked to go."""
    match place:
        case Place.HELP:
            chat.action_help()
        case Place.DRAFTS:
            open_drafts(chat)
        case Place.SETTINGS:
            open_settings(chat)


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

    async def look(request: Request) -> None:
        try:
            found = await beside(lambda: services.look_up(request))
        except Exception as error:  # noqa: BLE001 - a fault here must not leave the list waiting for ever
            problem = f"It can't be looked for ({type(error).__name__}: {error})."
            found = LookedUp(request_id=request.id, receipt=None, problem=problem)
        chat.happened(found)

    screen = DraftsScreen(
        services.store,
        team=services.catalogue.team,
        connection=services.connection,
        today=services.stamp().today,
        current=chat.request.id if chat.request else "",
        draft_of=lambda request: current_draft(request, chat.desk, services.stamp()),
        export=export,
        # The talk does both, and hears what came of it: the list may be left meanwhile.
        send=lambda request, draft: chat.perform(SubmitDraft(request=request, draft=draft)),
        look=lambda request: chat.run_worker(look(request), group="looking aside", exit_on_error=False),
        under_way=chat.under_way,
        gone=chat.thrown_away,
    )
    chat.app.push_screen(screen, chosen)


def open_settings(chat: TalkScreen) -> None:
    """What is set, and the connection."""
    from tui.screens.settings import SettingsScreen

    app: Any = chat.app
    chat.app.push_screen(
        SettingsScreen(chat.services, app.standing, apply=app.apply, connected=chat.connect),
        lambda _: chat.keys_changed(),
    )


def show_link(chat: TalkScreen, url: str) -> None:
    """An address that no browser could be opened for: whole, to be copied by hand or with one key."""
    from tui.screens.pages import PageScreen

    chat.app.push_screen(PageScreen("Open this address in a browser:", foreign(url), copies=url))
