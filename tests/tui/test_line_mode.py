"""The same talk as lines: every conversation again, and what is special about lines."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from talking import (
    NOW,
    TODAY,
    Conversation,
    Outside,
    check,
    check_end,
    conversations,
    edited,
    offered,
)

from intents.drafting.compose import editable_text
from intents.drafting.draft import Draft
from intents.drafting.request import Request, Stage
from intents.filing.tracker import Sending
from intents.talk.prompt import Prompt
from intents.talk.showing import prompt_for
from intents.talk.states import Asking, Done, Opening, Reviewing
from tui import line_mode
from tui.commands.output import Exit
from tui.line_mode import LineMode


class Typist:
    """Types a conversation line by line, and looks at every turn's end before it types on."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.out = io.StringIO()
        self.draft: Draft | None = None
        self.last = ""
        outside = Outside(conversation)
        self.talk = LineMode(outside.services, lines=self.lines(), out=self.out, wait=lambda seconds: None)

    @property
    def prompt(self) -> Prompt:
        return prompt_for(self.talk.state, self.talk.desk, TODAY)

    def lines(self) -> Iterator[str]:
        for number, turn in enumerate(self.conversation.turns, 1):
            begun = self.out.tell()
            yield from self._typed(turn)
            self.last = self.out.getvalue()[begun:]
            if isinstance(self.talk.state, Reviewing):
                self.draft = self.talk.state.draft
            place = f"{self.conversation.name}, turn {number} {turn}"
            shown = {key: value for key, value in turn.items() if key not in ("says", "said_not")}
            check(shown, self.talk.state, self.talk.desk, (self.last,), place)

    def _typed(self, turn: dict[str, object]) -> Iterator[str]:
        if "say" in turn:
            yield from str(turn["say"]).replace("\n", "\\\n").splitlines(keepends=True)
        elif "choose" in turn:
            yield self._number(str(turn["choose"]))
        elif "pick" in turn:
            options = turn["pick"]
            assert isinstance(options, list)
            yield ", ".join(self._number(option) for option in options)
        elif "back" in turn:
            yield "back"
        elif "later" in turn:
            yield "later"
        elif "resume" in turn:
            yield self._number(f"resume:talk{turn['resume']}")
        else:
            yield from self._edited(turn["edit"])

    def _number(self, option: str) -> str:
        ids = [o.id for o in self.prompt.options]
        return str(ids.index(offered(option, self.prompt)) + 1)

    def _edited(self, edit: object) -> Iterator[str]:
        assert isinstance(edit, dict)
        assert isinstance(self.talk.state, Reviewing)
        draft = self.talk.state.draft
        title, text = edited(edit, (draft.title, editable_text(draft)))
        yield self._number("edit")
        yield "" if title == draft.title else title
        yield from text.split("\n")
        yield "."


@pytest.mark.parametrize("conversation", conversations(), ids=str)
def test_every_conversation_goes_the_same_way_by_lines(conversation: Conversation) -> None:
    typist = Typist(conversation)
    typist.talk.run()
    check_end(conversation, typist.talk.state, typist.draft, (typist.last.partition("\nWhat next?")[0],))


def run(lines: Iterable[str], outside: Outside | None = None, first: str = "") -> tuple[int, str, LineMode]:
    out = io.StringIO()
    outside = outside or Outside()
    talk = LineMode(outside.services, lines=lines, out=out, wait=lambda seconds: None)
    return talk.run(first), out.getvalue(), talk


FIX = "The ticket form does not load for customers in Zendesk Global"


def test_a_message_given_at_the_start_is_already_said() -> None:
    _, shown, _ = run([], first=FIX)
    assert "Get something fixed?" in shown


def test_no_question_is_said_twice() -> None:
    _, shown, _ = run([FIX, "1", "1"])
    assert shown.count("What does it do to your work?") == 1
    assert shown.count("--- text of the issue ---") == 1


def test_after_a_wrong_answer_its_sentence_and_the_question_are_enough() -> None:
    _, shown, _ = run([FIX, "1", "purple"])
    assert shown.count("Problem: ") == 1
    assert shown.count("With what is affected, it decides the priority.") == 1
    assert "So far: purple" in shown


def test_a_draft_that_did_not_change_is_not_read_out_again() -> None:
    _, shown, _ = run([FIX, "1", "1", "make it nicer"])
    assert shown.count("--- text of the issue ---") == 1
    assert "The draft stands as shown above." in shown


def test_a_number_that_no_option_has_begins_nothing() -> None:
    code, shown, talk = run([FIX, "1", "1", "1", "99"])
    assert "There is no number 99 here." in shown
    assert isinstance(talk.state, Done)
    assert code == Exit.DONE


def test_a_line_that_ends_with_a_backslash_is_gone_on_with() -> None:
    outside = Outside()
    run(["first\\", "second"], outside)
    assert outside.store.history[-1].messages == ("first\nsecond",)


def test_the_end_of_the_input_keeps_the_request_and_says_so() -> None:
    outside = Outside()
    code, shown, _ = run([FIX, "1"], outside)
    assert code == Exit.STOPPED
    assert "kept as talk1" in shown
    assert [request.id for request in outside.store.unfinished()] == ["talk1"]


def test_what_was_put_off_is_offered_at_once() -> None:
    _, shown, talk = run([FIX, "1", "later"])
    assert isinstance(talk.state, Opening)
    assert f"1. Go on with: {FIX[:40]}" in shown.rpartition("Kept as talk1")[2]


def test_discard_is_asked_about_and_can_be_taken_back() -> None:
    outside = Outside()
    _, shown, talk = run([FIX, "1", "discard", "no", "discard", "2", "1"], outside)
    assert "Nothing was thrown away." in shown
    assert isinstance(talk.state, Asking)
    assert "talk1" in outside.store.kept


def test_quit_leaves_from_anywhere_and_loses_nothing() -> None:
    outside = Outside()
    code, shown, _ = run([FIX, "1", "quit", "this is not read any more"], outside)
    assert code == Exit.DONE
    assert "Kept as talk1" in shown
    assert "not read any more" not in shown
    assert [request.id for request in outside.store.unfinished()] == ["talk1"]


def test_the_examples_of_the_opening_are_read_out_once() -> None:
    _, shown, _ = run([FIX, "1", "later", "quit"])
    assert shown.count("What do you need?") == 2
    assert shown.count("for example: Please add me") == 1


def test_a_text_may_hold_markup_and_escapes() -> None:
    _, shown, _ = run(["[bold]zork[/] \x1b[31mred"])
    assert "\x1b" not in shown


def test_an_unclear_filing_of_an_earlier_run_is_looked_for_first() -> None:
    outside = Outside()
    sending = Sending(reference="giref1", project_id="7", project="a/b", server_time=NOW)
    request = Request(id="talk1", reference="giref1", messages=(FIX,), stage=Stage.SENDING, sending=sending)
    outside.store.save(request)
    _, shown, _ = run([], outside)
    assert f"Looking for “{FIX}”, which may be filed already ..." in shown
    assert "may or may not be filed. It was sent, the answer was lost, and it was not found yet." in shown
    assert "1. Look for: " in shown


def test_editing_with_empty_lines_keeps_title_and_text() -> None:
    _, _, talk = run([FIX, "1", "1", "3", "", "."])
    assert isinstance(talk.state, Reviewing)
    assert talk.state.request.edit is None


def test_the_mode_without_a_connection_says_so() -> None:
    outside = Outside()
    outside.connection = replace(outside.connection, link=type(outside.connection.link).NONE)
    _, shown, _ = run([], outside)
    assert "Not connected" in shown


# Filing, and what comes of it

TO_FILE = [FIX, "1", "1", "1"]


def test_without_a_network_it_is_kept_and_offered_by_a_number_when_there_is_one() -> None:
    outside = Outside()
    outside.outcomes.append("not_reached")
    _, shown, _ = run([*TO_FILE, "later", "quit"], outside)
    assert "Kept, ready to send. It is offered as soon as GitLab is reached." in shown
    assert "1. Send now" not in shown.rpartition("Kept as talk1")[2], "it was not reached a moment ago"
    _, shown, talk = run(["1"], outside)
    assert f"1. Send now: {FIX[:40]}" in shown
    assert isinstance(talk.state, Done)
    assert len(outside.filed) == 1


def test_where_nothing_answers_sending_is_not_offered() -> None:
    outside = Outside()
    outside.outcomes.append("not_reached")
    run([*TO_FILE, "later", "quit"], outside)
    out = io.StringIO()
    services = replace(outside.services, reached=lambda: False)
    LineMode(services, lines=["quit"], out=out, wait=lambda seconds: None).run()
    assert "Send now" not in out.getvalue()
    assert "1. Go on with: " in out.getvalue()
    assert "ready to send" in out.getvalue()


def test_whether_the_tracker_answers_is_asked_only_where_something_waits_to_be_sent() -> None:
    def reached() -> bool:
        raise AssertionError("nobody needs to know")

    services = replace(Outside().services, reached=reached)
    LineMode(services, lines=[FIX, "later", "quit"], out=io.StringIO(), wait=lambda seconds: None).run()


def test_why_it_is_looked_for_is_read_out_even_where_it_is_found_at_once() -> None:
    outside = Outside()
    outside.outcomes.append("unknown")
    outside.found = True
    _, shown, talk = run(TO_FILE, outside)
    assert isinstance(talk.state, Done)
    why, looking, found = (
        shown.index(said)
        for said in ("Problem: The answer was lost.", "Looking for it in 5 seconds.", "Found it: ")
    )
    assert why < looking < found
    assert shown.count("The answer was lost.") == 1


def test_too_many_requests_are_waited_for_with_one_line() -> None:
    outside = Outside()
    outside.outcomes.append("too_many")
    _, shown, talk = run(TO_FILE, outside)
    assert shown.count("It is filed in 7 seconds by itself. Ctrl+C stops that; it is kept.") == 1
    assert shown.count("GitLab got too many requests.") == 1
    assert isinstance(talk.state, Done)


def test_ctrl_c_stops_the_wait_and_not_the_program() -> None:
    outside = Outside()
    outside.outcomes.append("too_many")

    def stopped(_seconds: float) -> None:
        raise KeyboardInterrupt

    out = io.StringIO()
    talk = LineMode(outside.services, lines=[*TO_FILE, "1"], out=out, wait=stopped)
    talk.run()
    assert "It was not filed. Your text is kept." in out.getvalue()
    assert isinstance(talk.state, Done), "and it can be tried again"


class Heard(io.StringIO):
    """Lets something go on once it was said."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self._awaited = said
        self.said = threading.Event()

    def write(self, text: str) -> int:
        if self._awaited in text:
            self.said.set()
        return super().write(text)


def test_a_slow_answer_is_told_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_mode, "FILING_IS_SLOW_AFTER", 0.01)
    outside, out = Outside(), Heard("No answer for ")

    def file(request: Request, draft: Draft, unkept: bool) -> object:
        out.said.wait(20)
        return outside.file(request, draft, unkept)

    services = replace(outside.services, file=file)  # type: ignore[arg-type]
    talk = LineMode(services, lines=TO_FILE, out=out, wait=lambda seconds: None)
    talk.run()
    assert out.getvalue().count("Ctrl+C leaves; your text is kept, and the next start looks for it.") == 1
    assert isinstance(talk.state, Done)
