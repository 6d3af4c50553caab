"""The list of drafts, by real keys: what each one is, going on with it, sending it, throwing it away and taking that back."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from intents.drafting.request import Request, Stage
from intents.filing.tracker import Sending
from intents.keeping.requests import RequestStore
from intents.talk.events import LookedUp
from intents.talk.states import Asking, Failed, Opening, Reviewing
from tests.tui.screen import MACRO, Person, keys_shown, outside_on_disk, screen
from tests.tui.test_talk_on_screen import to_review
from tui.screens.drafts import DraftsScreen
from tui.screens.pages import PageScreen

PRACTICE = "practice/gitlab-com/support/support-ops/zendesk-global/macros"


async def to_drafts(person: Person, shown: str = MACRO) -> DraftsScreen:
    await person.pilot.press("ctrl+r")
    await person.until(lambda: isinstance(person.app.screen, DraftsScreen) and shown in person.text)
    assert isinstance(person.app.screen, DraftsScreen)
    return person.app.screen


async def one_ready(person: Person) -> None:
    """A draft that was wanted and could not be sent."""
    await to_review(person)
    await person.press("enter")
    await person.until(lambda: isinstance(person.state, Failed))
    await person.press("ctrl+l")
    assert isinstance(person.state, Opening)


async def test_an_empty_list_explains_itself(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_drafts(person, "Nothing waits here")
        assert keys_shown(person) == "? help · esc back"
        await person.pilot.press("s", "x", "e", "u", "enter", "1")
        assert isinstance(person.app.screen, DraftsScreen)
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)


async def test_each_draft_says_how_far_it_is(tmp_path: Path) -> None:
    services = outside_on_disk(tmp_path, "gitlab", outcomes=["not_reached"])
    async with screen(services, (120, 30)) as person:
        await one_ready(person)
        await to_review(person)
        await person.press("ctrl+l")
        await person.say(MACRO)
        await person.press("enter")
        assert isinstance(person.state, Asking)
        await to_drafts(person)
        for shown in ("ready to send", "complete, not sent", "open now · open questions"):
            assert person.text.count(shown) == 1, shown
        # All three begin with the same words; two have become something.
        shown = [line for line in person.lines if "wording of a macro: Ref" in line]
        assert len(shown) == 2, person.text


async def test_a_small_window_shows_how_far_the_marked_one_is(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path), (40, 15)) as person:
        for _ in range(5):
            await to_review(person)
            await person.press("ctrl+l")
        await person.say(MACRO + " and more words " * 40)
        await person.press("ctrl+l")
        await to_drafts(person, "the macro about refunds")
        assert person.text.count("more words") <= 3
        assert "complete, not sent" in person.text
        await person.pilot.press("down", "down", "down", "down", "down")
        await person.until(lambda: "open questions" in person.text)


async def test_a_ready_one_is_sent_and_gone_from_the_list(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path, "gitlab", outcomes=["not_reached"])) as person:
        await one_ready(person)
        await to_drafts(person)
        assert "s send" in keys_shown(person)
        await person.pilot.press("s")
        await person.until(
            lambda: "Filed gitlab-com/support/support-ops/zendesk-global/macros#1" in person.text
        )
        await person.until(lambda: "Nothing waits here" in person.text)
        assert "s send" not in keys_shown(person)
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        assert f"“{MACRO}” is filed: gitlab-com/" in person.said
        assert "Go on with:" not in person.text
    assert (tmp_path / PRACTICE / "1.md").exists()
    (done,) = RequestStore(tmp_path / "data").done()
    assert done.stage is Stage.FILED


async def test_what_nobody_said_to_file_is_seen_once_more_first(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.press("ctrl+l")
        await to_drafts(person)
        assert "s send" not in keys_shown(person)
        await person.pilot.press("s")
        await person.until(lambda: "You have not said to file this one yet" in person.text)
        await person.pilot.press("enter")
        await person.until(lambda: isinstance(person.state, Reviewing))
    assert not (tmp_path / "practice").exists()


async def test_without_a_connection_it_is_said_and_nothing_is_sent(tmp_path: Path) -> None:
    services = outside_on_disk(tmp_path, "gitlab", outcomes=["not_reached"])
    async with screen(services) as person:
        await one_ready(person)
    async with screen(outside_on_disk(tmp_path, "none")) as person:
        await to_drafts(person)
        assert "s send" not in keys_shown(person)
        await person.pilot.press("s")
        await person.until(lambda: "Not connected, so nothing can be sent" in person.text)


async def test_the_list_can_be_left_while_one_is_sent_and_the_talk_tells_what_came_of_it(
    tmp_path: Path,
) -> None:
    services = outside_on_disk(tmp_path, "gitlab", outcomes=["not_reached"])
    gate, calls = threading.Event(), []

    def file(*given: object) -> object:
        if len(calls):
            assert gate.wait(60)
        calls.append(given)
        return services.file(*given)  # type: ignore[arg-type]

    async with screen(replace(services, file=file)) as person:  # type: ignore[arg-type]
        await one_ready(person)
        await to_drafts(person)
        await person.pilot.press("s")
        await person.until(lambda: "being sent ..." in person.text and "it goes on" in person.text)
        await person.pilot.press("s")
        await person.until(lambda: "It is under way already." in person.text)
        await person.pilot.press("x")
        await person.until(lambda: "it is not thrown away" in person.text.replace("\n", " "))
        await person.pilot.press("enter")
        await person.until(lambda: "It is under way. Wait" in person.text)
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        await person.type("meanwhile")
        await person.pilot.press("ctrl+r")
        await person.until(lambda: "being sent ..." in person.text)
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        gate.set()
        await person.until(lambda: f"“{MACRO}” is filed:" in person.said)
        assert person.box == "meanwhile"
    assert len(calls) == 2
    assert len(list((tmp_path / PRACTICE).glob("*.md"))) == 1


@pytest.mark.parametrize("there", [True, False])
async def test_an_unclear_one_is_looked_for_and_never_sent_or_thrown_away(
    tmp_path: Path, there: bool
) -> None:
    services = outside_on_disk(tmp_path, "gitlab")
    async with screen(services) as person:
        await to_review(person)
        draft = person.state.draft
        await person.press("ctrl+l")
    store = RequestStore(tmp_path / "data")
    (kept,) = store.unfinished()
    sending = Sending(reference=draft.reference, project_id="1", project=draft.project, server_time=None)
    if there:
        after, _ = services.file(kept, draft, False)
        sending = after.sending or sending
        # As if the answer had been lost: nothing here knows of it.
        (tmp_path / "data" / "done" / f"{kept.id}.json").unlink()
    store.save(replace(kept, stage=Stage.SENDING, sending=sending))
    indexed = threading.Event()

    def look_up(request: Request) -> LookedUp:
        """The looks of the start come too early for the server's index."""
        return services.look_up(request) if indexed.is_set() else LookedUp(request_id=kept.id, receipt=None)

    async with screen(replace(services, look_up=look_up), (120, 30)) as person:
        await to_drafts(person)
        assert "sent, and the answer was lost" in person.text
        assert "s look for it" in keys_shown(person)
        await person.pilot.press("x")
        await person.until(lambda: "It was sent and may be filed" in person.text)
        indexed.set()
        await person.pilot.press("s")
        said = "Found it: it was filed as" if there else "It was not found."
        await person.until(lambda: said in person.text)
    issues = list((tmp_path / PRACTICE).glob("*.md")) if there else []
    assert len(issues) == (1 if there else 0)


async def test_a_look_that_breaks_down_leaves_nothing_waiting(tmp_path: Path) -> None:
    services = outside_on_disk(tmp_path, "gitlab")
    async with screen(services) as person:
        await to_review(person)
        await person.press("ctrl+l")
    store = RequestStore(tmp_path / "data")
    (kept,) = store.unfinished()
    sending = Sending(reference=kept.reference, project_id="1", project="a/b", server_time=None)
    store.save(replace(kept, stage=Stage.SENDING, sending=sending))

    def look_up(request: object) -> LookedUp:
        raise RuntimeError("no such thing")

    async with screen(replace(services, look_up=look_up), (120, 30)) as person:
        await to_drafts(person)
        await person.pilot.press("s")
        await person.until(lambda: "It can't be looked for (RuntimeError: no such thing)." in person.text)
        assert "s look for it" in keys_shown(person)


async def test_what_was_thrown_away_can_be_taken_back_after_the_list_was_left(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        for words in (MACRO, "which tag stops the auto-close?"):
            await person.say(words)
            await person.press("ctrl+l")
        await to_drafts(person)
        await person.pilot.press("down", "x")
        await person.until(lambda: "Thrown away" in person.text and "auto-close" not in person.text)
        await person.pilot.press("x")
        await person.until(lambda: "Nothing waits here" in person.text)
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
        assert "Go on with:" not in person.text
        await to_drafts(person, "Nothing waits here")
        assert "u take back" in keys_shown(person)
        await person.pilot.press("u")
        await person.until(lambda: MACRO in person.text)
        await person.pilot.press("u")
        await person.until(lambda: "auto-close" in person.text)
        assert "u take back" not in keys_shown(person)


async def test_the_one_that_is_open_is_neither_sent_nor_thrown_away_from_here(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await to_drafts(person)
        await person.pilot.press("x")
        await person.until(lambda: "Go back to it to throw it away" in person.text)
        await person.pilot.press("s")
        await person.until(lambda: "Go back to it to file it" in person.text)
        await person.pilot.press("enter")
        await person.until(lambda: person.app.screen is person.app.chat)


async def test_help_and_the_palette_know_this_list(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.press("ctrl+l")
        await to_drafts(person)
        await person.pilot.press("question_mark")
        await person.until(
            lambda: isinstance(person.app.screen, PageScreen) and "throws the draft away" in person.text
        )
        await person.pilot.press("escape")
        await person.until(lambda: isinstance(person.app.screen, DraftsScreen))
        await person.pilot.press("ctrl+p")
        await person.until(lambda: "Search for commands" in person.text)
        await person.type("delete")
        await person.until(lambda: "Throw this draft away" in person.text and "Export" not in person.text)
        await person.pilot.press("enter")
        await person.until(lambda: "Nothing waits here" in person.text)


async def test_a_click_marks(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        for words in (MACRO, "which tag stops the auto-close?"):
            await person.say(words)
            await person.press("ctrl+l")
        await to_drafts(person)
        await person.pilot.click("#drafts-list", offset=(4, 2))
        await person.until(lambda: "> 2 which tag" in person.text)


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (20, 5), (200, 60), (1, 1)])
async def test_it_fits_every_window(tmp_path: Path, size: tuple[int, int]) -> None:
    async with screen(outside_on_disk(tmp_path), size) as person:
        await person.say(MACRO)
        await person.press("ctrl+l")
        await person.pilot.press("ctrl+r")
        await person.until(lambda: isinstance(person.app.screen, DraftsScreen))
        if size[0] > 10:
            await person.until(lambda: "> 1 the macro" in person.text)
        await person.pilot.press("x")
        await person.until(lambda: not RequestStore(tmp_path / "data").unfinished())
        await person.pilot.press("escape")
        await person.until(lambda: person.app.screen is person.app.chat)
