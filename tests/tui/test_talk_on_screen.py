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
from tests.tui.screen import MACRO, Person, keys_shown, outside_on_disk, screen


async def to_review(person: Person) -> None:
    """The shortest way to a draft."""
    await person.say(MACRO)
    await person.press("enter")
    await person.press("1")
    await person.say("Refund::Late")
    await person.say("It should say 14 days")
    assert isinstance(person.state, Reviewing)
    await person.until(lambda: person.app.chat.panel.armed)


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (20, 5), (200, 60)], ids=str)
async def test_a_sentence_becomes_an_issue_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with screen(outside_on_disk(tmp_path), size=size) as person:
        await to_review(person)
        await person.press("enter")
        await person.until(lambda: isinstance(person.state, Done))
        assert "Filed gitlab-com/support/support-ops/zendesk-global/macros#1" in person.said
        assert all(len(line) <= size[0] for line in person.lines)
    filed = (tmp_path / "practice/gitlab-com/support/support-ops/zendesk-global/macros/1.md").read_text()
    assert "It should say 14 days" in filed


async def test_a_question_ends_in_a_link_that_can_be_copied(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say("which tag stops the auto-close?")
        await person.press("enter")
        assert isinstance(person.state, Answered)
        assert "which tag stops the auto-close?" in person.text
        await person.choose("copy_text")
        assert person.app.clipboard
        assert "to the terminal's clipboard" in person.text


async def test_a_customers_request_ends_in_instructions(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say("a customer wants two contacts added")
        await person.press("enter")
        await person.press("1")
        await person.until(lambda: isinstance(person.state, Answered))
        assert "change its form to Support Ops" in person.said


async def test_not_understood_is_asked_again_once_and_then_the_list_is_offered(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say("qwerty")
        assert isinstance(person.state, Rephrasing)
        await person.say("qwerty")
        assert isinstance(person.state, Browsing)
        assert "Get something fixed" in person.text


async def test_going_back_never_loses_what_was_typed(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.press("enter")
        await person.press("1")
        await person.type("Refund:")
        await person.press("escape")
        await person.press("escape")
        assert isinstance(person.state, Confirming)
        assert person.box == ""
        await person.press("1")
        assert person.box == "Refund:"


async def test_back_from_the_confirmation_puts_the_words_into_the_box(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.press("escape")
        assert isinstance(person.state, Opening)
        assert person.box == MACRO


async def test_a_wrong_answer_gets_its_sentence_and_keeps_the_text(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.choose("change")
        await person.choose("needed")
        await person.say("the day after never")
        assert isinstance(person.state, Asking)
        assert person.box == "the day after never"
        assert "! " in person.text
        await person.press("escape")
        assert isinstance(person.state, Reviewing)


async def test_a_wrong_choice_is_replaced_by_what_is_typed_next(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.press("enter")
        await person.say("purple")
        assert person.box == "purple"
        await person.say("1")
        assert isinstance(person.state, Asking)
        assert person.state.question == "macro"


async def test_said_words_do_what_keys_do(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.say("yes")
        await person.say("the second one")
        await person.say("back")
        assert isinstance(person.state, Asking)
        assert person.state.question == "action"


async def test_the_draft_is_exported(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.choose("export")
        await person.until(lambda: "Written to" in person.text)
    assert "It should say 14 days" in (tmp_path / "exported.md").read_text()


async def test_a_filing_that_does_not_reach_gitlab_can_be_tried_again(tmp_path: Path) -> None:
    services = outside_on_disk(tmp_path, "gitlab", outcomes=["not_reached", "filed"])
    async with screen(services) as person:
        await to_review(person)
        await person.press("enter")
        await person.until(lambda: isinstance(person.state, Failed))
        assert "GitLab can't be reached" in person.text
        await person.choose("again")
        await person.until(lambda: isinstance(person.state, Done))


async def test_nothing_is_sent_when_it_cannot_be_kept(tmp_path: Path) -> None:
    services = outside_on_disk(tmp_path)
    async with screen(services) as person:
        await to_review(person)
        data = tmp_path / "data"
        data.rename(tmp_path / "moved")
        data.write_text("a file where the folder was")
        await person.press("enter")
        await person.until(lambda: isinstance(person.state, NotKept))
        assert not (tmp_path / "practice").exists()
        assert "can't be kept" in person.text


async def test_enter_again_while_it_is_sent_files_nothing_twice(tmp_path: Path) -> None:
    services = outside_on_disk(tmp_path)
    gate, calls = threading.Event(), []

    def file(*given: object) -> object:
        calls.append(given)
        gate.wait(20)
        return services.file(*given)  # type: ignore[arg-type]

    async with screen(replace(services, file=file)) as person:  # type: ignore[arg-type]
        await to_review(person)
        await person.pilot.press("enter")
        await person.until(lambda: calls)
        assert isinstance(person.state, Submitting)
        await person.type("more words")
        await person.pilot.press("enter", "enter")
        assert person.box == "more words"
        gate.set()
        await person.until(lambda: isinstance(person.state, Done))
        assert person.box == "more words"
    assert len(calls) == 1


async def test_the_second_of_two_quick_enters_does_not_file_an_unseen_draft(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        clock = person.app.chat.panel
        clock.clock = lambda: 100.0
        await person.say(MACRO)
        await person.press("enter")
        await person.press("1")
        await person.say("Refund::Late")
        await person.say("It should say 14 days")
        await person.press("enter")
        assert isinstance(person.state, Reviewing)
        clock.clock = lambda: 101.0
        await person.press("enter")
        await person.until(lambda: isinstance(person.state, Done))


async def test_the_second_of_two_quick_enters_answers_no_question(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path), (100, 24)) as person:
        await person.say(MACRO)
        await person.pilot.press("enter", "enter")
        await person.rest()
        assert isinstance(person.state, Asking)
        asked = person.state.question
        assert asked not in person.state.request.answers
        assert "! Choose one of them" in person.text
        assert "down choose" in keys_shown(person)
        await person.press("down")
        assert "> 1 " in person.text
        assert "enter choose" in keys_shown(person)
        await person.press("down", "enter")
        assert person.state.request.answers[asked].values == (person_choice(person, asked, 1),)
        await person.press("escape")
        assert "> 2 " in person.text


def person_choice(person: Person, name: str, place: int) -> str:
    question = person.app.chat.desk.intent_of(person.state.request).question(name)
    return question.choices[place].value


async def test_in_a_list_nothing_is_marked_before_somebody_moves(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.say("all kinds of request")
        assert isinstance(person.state, Browsing)
        await person.press("enter")
        assert isinstance(person.state, Browsing)
        assert "Choose one of them" in person.said
        await person.press("up")
        assert f"> {len(person.prompt.options)} " in person.text


async def test_an_unclear_filing_is_looked_for_and_offered_again(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path, "gitlab", outcomes=["unknown"])) as person:
        await to_review(person)
        await person.press("enter")
        await person.until(lambda: "again" in [o.id for o in person.prompt.options])
        assert "may or may not be filed" in person.text


async def test_a_kept_draft_is_offered_and_gone_on_with(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.press("enter")
        await person.press("1")
        await person.type("Refund::")
        await person.press("ctrl+q")
    kept = RequestStore(tmp_path / "data").unfinished()
    assert [request.typing for request in kept] == ["Refund::"]
    services = outside_on_disk(tmp_path)
    async with screen(services) as person:
        await person.until(lambda: MACRO in person.text)
        await person.press("down")
        await person.press("enter")
        await person.until(lambda: isinstance(person.state, Asking))
        assert person.box == "Refund::"


async def test_what_is_typed_is_kept_after_a_pause(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.type("half a sent")
        store = RequestStore(tmp_path / "data")
        await person.until(lambda: [r.typing for r in store.unfinished()] == ["half a sent"])


async def test_a_message_from_the_command_line_is_said_already(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path), first_message=MACRO) as person:
        await person.until(lambda: isinstance(person.state, Confirming))


async def test_kept_for_later_says_so_and_is_kept(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.press("ctrl+l")
        assert isinstance(person.state, Opening)
        await person.until(lambda: f"Go on with: {MACRO}" in person.text)
    assert RequestStore(tmp_path / "data").unfinished()[0].stage is Stage.OPEN


async def test_one_down_too_many_keeps_the_draft(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.pilot.press(*["down"] * 9)
        await person.press("enter")
        assert isinstance(person.state, Opening)
        assert "Kept as" in person.said
    assert RequestStore(tmp_path / "data").unfinished()


async def test_words_in_any_script_are_kept_in_their_order(tmp_path: Path) -> None:
    mixed = "\u05e9\u05dc\u05d5\u05dd macro \u05e2\u05d5\u05dc\u05dd English \U0001f469\u200d\U0001f469\u200d\U0001f467 \u6f22\u5b57"
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say(MACRO)
        await person.press("enter")
        await person.press("1")
        await person.say("Refund::Late")
        await person.paste(mixed)
        await person.press("enter")
        assert isinstance(person.state, Reviewing)
        assert mixed in person.state.draft.description
        strips = person.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {80}


async def test_done_ends_the_program(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.press("enter")
        await person.until(lambda: isinstance(person.state, Done))
        number = [o.id for o in person.prompt.options].index("leave") + 1
        await person.pilot.press(str(number))
        await person.until(lambda: person.app._exit)
    assert person.app.return_code == 0


async def test_words_sent_before_all_is_ready_are_kept_and_answered_then(tmp_path: Path) -> None:
    services = outside_on_disk(tmp_path)
    gate = threading.Event()

    def read(messages: tuple[str, ...]) -> object:
        gate.wait(20)
        return services.read(messages)

    async with screen(replace(services, read=read), waits=False) as person:  # type: ignore[arg-type]
        await person.type(MACRO)
        await person.pilot.press("enter")
        await person.until(lambda: "One moment" in person.text)
        assert MACRO in person.said
        await person.type("next")
        await person.pilot.press("enter")
        await person.until(lambda: person.box == "next")
        store = RequestStore(tmp_path / "data")
        await person.until(
            lambda: [(r.messages, r.typing) for r in store.unfinished()] == [((MACRO,), "next")]
        )
        gate.set()
        await person.until(lambda: isinstance(person.state, Confirming))
        await person.rest()
        assert person.state.request.messages == (MACRO,)
        assert person.box == "next"


async def test_half_a_sentence_at_the_end_of_a_request_is_kept_as_the_next_one(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say("which tag stops the auto-close?")
        await person.press("1")
        await person.until(lambda: isinstance(person.state, Answered))
        await person.type("a customer wants two con")
        store = RequestStore(tmp_path / "data")
        await person.until(lambda: [r.typing for r in store.unfinished()] == ["a customer wants two con"])
        await person.say("tacts added")
        await person.until(lambda: isinstance(person.state, Confirming))
        await person.rest()
        assert [r.messages for r in store.unfinished()] == [("a customer wants two contacts added",)]


async def test_what_is_typed_after_a_wrong_short_answer_takes_its_place(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await person.say("add me to the calendly")
        await person.press("1")
        await person.press("1")
        await person.say("Upgrade Assistance")
        assert person.state.question == "page"
        await person.say("no link")
        assert "is not a link" in person.prompt.problem
        assert person.box == "no link"
        await person.say("https://calendly.com/kim-example")
        assert person.state.request.answers["page"].values == ("https://calendly.com/kim-example",)
        # Gone back to, the earlier answer is replaced as easily, and undone as easily.
        await person.press("escape")
        assert person.box == "https://calendly.com/kim-example"
        await person.type("x")
        assert person.box == "x"
        await person.press("ctrl+z")
        assert person.box == "https://calendly.com/kim-example"


async def test_a_text_that_is_gone_back_to_is_gone_on_with(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        await to_review(person)
        await person.press("escape")
        assert person.box == "It should say 14 days"
        await person.type(", not 7")
        assert person.box == "It should say 14 days, not 7"


async def test_a_long_paste_is_undone_and_done_again(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        text = "\n".join(f"line {n}" for n in range(200))
        await person.paste(text)
        await person.press("ctrl+z")
        assert person.box == ""
        await person.press("ctrl+y")
        assert person.box == text
        await person.press("ctrl+u", "ctrl+a")
        await person.press("ctrl+z")
        assert person.box == text


async def test_ctrl_z_brings_back_what_was_wiped_from_the_box(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path)) as person:
        stopped: list[bool] = []
        person.app.action_suspend_process = lambda: stopped.append(True)  # type: ignore[method-assign]
        await person.type("half a sentence")
        await person.press("ctrl+u")
        assert person.box == ""
        await person.press("ctrl+z")
        assert person.box == "half a sentence"
        assert not stopped
        await person.press("ctrl+z", "ctrl+z")
        assert person.box == ""
        assert stopped == [True]
