"""The ways through the talk, by real keys, with a store on disk and the practice tracker."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from intents.drafting.request import Stage
from intents.keeping.requests import RequestStore
from intents.talk.states import (
    Answered,
    Asking,
    Browsing,
    Confirming,
    Done,
    Failed,
    NotKept,
    Opening,
    Rephrasing,
    Reviewing,
    Submitting,
)
from tests.tui.screen import MACRO, Session, outside_on_disk, screen


async def to_review(session: Session) -> None:
    """The shortest way to a draft."""
    await session.say(MACRO)
    await session.press("enter")
    await session.press("1")
    await session.say("Refund::Late")
    await session.say("It should say 14 days")
    assert isinstance(session.state, Reviewing)
    await session.until(lambda: session.app.chat.panel.armed)


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (20, 5), (200, 60)], ids=str)
async def test_a_sentence_becomes_an_issue_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with screen(outside_on_disk(tmp_path), size=size) as session:
        await to_review(session)
        await session.press("enter")
        await session.until(lambda: isinstance(session.state, Done))
        assert "Filed gitlab-com/support/support-ops/zendesk-global/macros#1" in session.said
        assert all(len(line) <= size[0] for line in session.lines)
    filed = (tmp_path / "practice/gitlab-com/support/support-ops/zendesk-global/macros/1.md").read_text()
    assert "It should say 14 days" in filed


async def test_a_question_ends_in_a_link_that_can_be_copied(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say("which tag stops the auto-close?")
        await session.press("enter")
        assert isinstance(session.state, Answered)
        assert "which tag stops the auto-close?" in session.text
        await session.choose("copy_text")
        assert session.app.clipboard
        assert "to the terminal's clipboard" in session.text


async def test_a_customers_request_ends_in_instructions(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say("a customer wants two contacts added")
        await session.press("enter")
        await session.press("1")
        await session.until(lambda: isinstance(session.state, Answered))
        assert "change its form to Support Ops" in session.said


async def test_not_understood_is_asked_again_once_and_then_the_list_is_offered(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say("qwerty")
        assert isinstance(session.state, Rephrasing)
        await session.say("qwerty")
        assert isinstance(session.state, Browsing)
        assert "Get something fixed" in session.text


async def test_going_back_never_loses_what_was_typed(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        await session.press("enter")
        await session.press("1")
        await session.type("Refund:")
        await session.press("escape")
        await session.press("escape")
        assert isinstance(session.state, Confirming)
        assert session.box == ""
        await session.press("1")
        assert session.box == "Refund:"


async def test_back_from_the_confirmation_puts_the_words_into_the_box(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        await session.press("escape")
        assert isinstance(session.state, Opening)
        assert session.box == MACRO


async def test_a_wrong_answer_gets_its_sentence_and_keeps_the_text(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await to_review(session)
        await session.choose("change")
        await session.choose("needed")
        await session.say("the day after never")
        assert isinstance(session.state, Asking)
        assert session.box == "the day after never"
        assert "! " in session.text
        await session.press("escape")
        assert isinstance(session.state, Reviewing)


async def test_a_wrong_choice_is_replaced_by_what_is_typed_next(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        await session.press("enter")
        await session.say("purple")
        assert session.box == "purple"
        await session.say("1")
        assert isinstance(session.state, Asking)
        assert session.state.question == "macro"


async def test_said_words_do_what_keys_do(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        await session.say("yes")
        await session.say("the second one")
        await session.say("back")
        assert isinstance(session.state, Asking)
        assert session.state.question == "action"


async def test_the_draft_is_exported(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await to_review(session)
        await session.choose("export")
        await session.until(lambda: "Written to" in session.text)
    assert "It should say 14 days" in (tmp_path / "exported.md").read_text()


async def test_a_filing_that_does_not_reach_gitlab_can_be_tried_again(tmp_path: Path) -> None:
    services = outside_on_disk(tmp_path, "gitlab", outcomes=["not_reached", "filed"])
    async with screen(services) as session:
        await to_review(session)
        await session.press("enter")
        await session.until(lambda: isinstance(session.state, Failed))
        assert "GitLab can't be reached" in session.text
        await session.choose("again")
        await session.until(lambda: isinstance(session.state, Done))


async def test_nothing_is_sent_when_it_cannot_be_kept(tmp_path: Path) -> None:
    services = outside_on_disk(tmp_path)
    async with screen(services) as session:
        await to_review(session)
        data = tmp_path / "data"
        data.rename(tmp_path / "moved")
        data.write_text("a file where the folder was")
        await session.press("enter")
        await session.until(lambda: isinstance(session.state, NotKept))
        assert not (tmp_path / "practice").exists()
        assert "can't be kept" in session.text


async def test_enter_again_while_it_is_sent_files_nothing_twice(tmp_path: Path) -> None:
    services = outside_on_disk(tmp_path)
    gate, calls = threading.Event(), []

    def file(*given: object) -> object:
        calls.append(given)
        gate.wait(20)
        return services.file(*given)  # type: ignore[arg-type]

    async with screen(replace(services, file=file)) as session:  # type: ignore[arg-type]
        await to_review(session)
        await session.pilot.press("enter")
        await session.until(lambda: calls)
        assert isinstance(session.state, Submitting)
        await session.type("more words")
        await session.pilot.press("enter", "enter")
        assert session.box == "more words"
        gate.set()
        await session.until(lambda: isinstance(session.state, Done))
        assert session.box == "more words"
    assert len(calls) == 1


async def test_the_second_of_two_quick_enters_does_not_file_an_unseen_draft(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        clock = session.app.chat.panel
        clock.clock = lambda: 100.0
        await session.say(MACRO)
        await session.press("enter")
        await session.press("1")
        await session.say("Refund::Late")
        await session.say("It should say 14 days")
        await session.press("enter")
        assert isinstance(session.state, Reviewing)
        clock.clock = lambda: 101.0
        await session.press("enter")
        await session.until(lambda: isinstance(session.state, Done))


async def test_an_unclear_filing_is_looked_for_and_offered_again(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path, "gitlab", outcomes=["unknown"])) as session:
        await to_review(session)
        await session.press("enter")
        await session.until(lambda: "again" in [o.id for o in session.prompt.options])
        assert "may or may not be filed" in session.text


async def test_a_kept_draft_is_offered_and_gone_on_with(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        await session.press("enter")
        await session.press("1")
        await session.type("Refund::")
        await session.press("ctrl+q")
    kept = RequestStore(tmp_path / "data").unfinished()
    assert [request.typing for request in kept] == ["Refund::"]
    services = outside_on_disk(tmp_path)
    async with screen(services) as session:
        await session.until(lambda: MACRO in session.text)
        await session.press("down")
        await session.press("enter")
        await session.until(lambda: isinstance(session.state, Asking))
        assert session.box == "Refund::"


async def test_what_is_typed_is_kept_after_a_pause(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.type("half a sent")
        store = RequestStore(tmp_path / "data")
        await session.until(lambda: [r.typing for r in store.unfinished()] == ["half a sent"])


async def test_a_message_from_the_command_line_is_said_already(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path), first_message=MACRO) as session:
        await session.until(lambda: isinstance(session.state, Confirming))


async def test_kept_for_later_says_so_and_is_kept(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await to_review(session)
        await session.press("ctrl+l")
        assert isinstance(session.state, Opening)
        await session.until(lambda: f"Go on with: {MACRO}" in session.text)
    assert RequestStore(tmp_path / "data").unfinished()[0].stage is Stage.OPEN


async def test_one_down_too_many_keeps_the_draft(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await to_review(session)
        await session.pilot.press(*["down"] * 9)
        await session.press("enter")
        assert isinstance(session.state, Opening)
        assert "Kept as" in session.said
    assert RequestStore(tmp_path / "data").unfinished()


async def test_words_in_any_script_are_kept_in_their_order(tmp_path: Path) -> None:
    mixed = "\u05e9\u05dc\u05d5\u05dd macro \u05e2\u05d5\u05dc\u05dd English \U0001f469\u200d\U0001f469\u200d\U0001f467 \u6f22\u5b57"
    async with screen(outside_on_disk(tmp_path)) as session:
        await session.say(MACRO)
        await session.press("enter")
        await session.press("1")
        await session.say("Refund::Late")
        await session.paste(mixed)
        await session.press("enter")
        assert isinstance(session.state, Reviewing)
        assert mixed in session.state.draft.description
        strips = session.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {80}


async def test_done_ends_the_program(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as session:
        await to_review(session)
        await session.press("enter")
        await session.until(lambda: isinstance(session.state, Done))
        number = [o.id for o in session.prompt.options].index("leave") + 1
        await session.pilot.press(str(number))
        await session.until(lambda: session.app._exit)
    assert session.app.return_code == 0


async def test_words_sent_before_all_is_ready_are_kept_and_answered_then(tmp_path: Path) -> None:
    services = outside_on_disk(tmp_path)
    gate = threading.Event()

    def read(messages: tuple[str, ...]) -> object:
        if messages == ("",):
            gate.wait(20)
        return services.read(messages)

    async with screen(replace(services, read=read), waits=False) as session:  # type: ignore[arg-type]
        await session.type(MACRO)
        await session.pilot.press("enter")
        await session.type("next")
        await session.pilot.press("enter")
        assert session.box == "next"
        assert isinstance(session.state, Opening)
        await session.until(lambda: f"answered: {MACRO}" in " ".join(session.text.split()))
        store = RequestStore(tmp_path / "data")
        await session.until(lambda: [r.typing for r in store.unfinished()] == [MACRO])
        gate.set()
        await session.until(lambda: isinstance(session.state, Confirming))
        assert session.state.request.messages == (MACRO,)
