"""(state, event) -> (state, effects): the rules of the talk, one row each, by the state they belong to."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest
from talking import NOW, TODAY, connection, reading_of, receipt_of, the_catalogue

from intents.answering.answer import Answer, Answers, Origin
from intents.catalogue.model import IntentId
from intents.drafting.draft import Draft
from intents.drafting.request import Edit, Request, Stage
from intents.filing.tracker import Filed, NotReached, Receipt, Refused, Unknown
from intents.talk.desk import Desk, Link
from intents.talk.effects import (
    CopyText,
    EditDraft,
    ExportDraft,
    ForgetRequest,
    Leave,
    LoadRequest,
    LookUp,
    OpenPage,
    ReadTemplate,
    ReadWords,
    RestoreRequest,
    SaveRequest,
    Say,
    Speaker,
    SubmitDraft,
)
from intents.talk.events import (
    Chosen,
    Copied,
    DraftEdited,
    Event,
    Exported,
    FilingEnded,
    LookedUp,
    Paused,
    Picked,
    PutOff,
    Resumed,
    Said,
    SaveFailed,
    Stamp,
    TemplateRead,
    WentBack,
    WordsRead,
)
from intents.talk.reviewing import current_draft
from intents.talk.showing import prompt_for
from intents.talk.states import (
    Answered,
    Asking,
    Browsing,
    ChangingAnswer,
    Choosing,
    Confirming,
    Discarding,
    Done,
    Doubting,
    Editing,
    Elsewhere,
    Failed,
    NotKept,
    Opening,
    Preparing,
    Recognising,
    Rephrasing,
    Reviewing,
    Splitting,
    State,
    Submitting,
    Unclear,
)
from intents.talk.step import step
from intents.talk.submitting import LOOKS
from intents.talk.turn import Turn, UnexpectedEventError
from intents.understanding import Reading

STAMP = Stamp(now=NOW, id="next", reference="ginext")
WORDS = "the view is broken"
REFUSED = Refused(sentence="No.", next_step="Change it.")


def desk(link: str = "gitlab", **taken: object) -> Desk:
    def read(messages: tuple[str, ...]) -> Reading:
        return reading_of(taken or {"confirm": "fix"})

    return Desk(catalogue=the_catalogue(), read=read, connection=connection(link))


def answers(**values: str) -> Answers:
    return MappingProxyType({name: Answer(values=(value,), words=value) for name, value in values.items()})


ALL = answers(
    summary="The view is broken", problem="It stays empty since today", impact="stopped", system="views",
    instance="global",
)  # fmt: skip


def request(**changes: object) -> Request:
    fields: dict[str, object] = {
        "id": "talk1", "reference": "giref1", "messages": (WORDS,), "intent": IntentId("fix"), "started": NOW,
    }  # fmt: skip
    return Request(**{**fields, **changes})  # type: ignore[arg-type]  # a test's own words for a value


OPEN = request(intent=None)
READY = request(answers=ALL, asked=("impact", "system", "instance"))


def draft_of(asked: Request) -> Draft:
    draft = current_draft(asked, desk(), STAMP)
    assert draft is not None
    return draft


DRAFT = draft_of(READY)
REVIEW = Reviewing(request=READY, draft=DRAFT)
FILED = receipt_of(DRAFT)
CONFIRMING = Confirming(request=OPEN, best=IntentId("fix"), near=(IntentId("propose_change"),), evidence=())
ASKING = Asking(request=request(), question="impact")


def after(state: State, event: Event, at: Desk | None = None) -> Turn:
    """What it comes to once the words were read, if there are any to be read."""
    at = at or desk()
    turn = step(state, event, at, STAMP)
    if not isinstance(turn.state, Recognising):
        return turn
    asked = turn.state.request
    read = step(turn.state, WordsRead(request_id=asked.id, messages=asked.messages), at, STAMP)
    return read.after(*(effect for effect in turn.effects if not isinstance(effect, ReadWords)))


def kinds(turn: Turn) -> list[type]:
    return [type(effect) for effect in turn.effects if not isinstance(effect, Say)]


def said(turn: Turn) -> str:
    return "\n".join(effect.text for effect in turn.effects if isinstance(effect, Say))


def options(state: State, at: Desk | None = None) -> list[str]:
    return [option.id for option in prompt_for(state, at or desk(), TODAY).options]


# What leads where, whatever is said beside it.
TABLE: list[tuple[str, State, Event, type, list[type]]] = [
    ("words begin a request", Opening(), Said(text=WORDS), Confirming, [SaveRequest]),
    ("nothing said is nothing done", Opening(), Said(text="  "), Opening, []),
    ("quit leaves", Opening(), Said(text="quit"), Opening, [Leave]),
    ("half a sentence is kept", Opening(), Paused(text="the vi"), Opening, [SaveRequest]),
    ("an empty box is nothing to keep", Opening(), Paused(text=" "), Opening, []),
    ("all kinds", Opening(), Chosen(option="all"), Browsing, []),
    ("a kept one is loaded", Opening(), Chosen(option="resume:talk1"), Opening, [LoadRequest]),
    ("a discard is taken back", Opening(discarded="talk1"), Chosen(option="restore"), Opening, [RestoreRequest]),
    ("nothing to take back", Opening(), Chosen(option="restore"), Opening, []),
    ("nothing behind the opening", Opening(), WentBack(), Opening, []),
    ("nothing to put off", Opening(), PutOff(), Opening, []),
    ("yes confirms", CONFIRMING, Said(text="yes"), Asking, [SaveRequest]),
    ("so does its key", CONFIRMING, Chosen(option="yes"), Asking, [SaveRequest]),
    ("a near one", CONFIRMING, Chosen(option="propose_change"), Asking, [SaveRequest, ReadTemplate]),
    ("no asks for other words", CONFIRMING, Said(text="no"), Rephrasing, []),
    ("no with a comma too", CONFIRMING, Said(text="no, not that"), Rephrasing, []),
    ("other words count with the first", CONFIRMING, Said(text="it is slow"), Confirming, [SaveRequest]),
    ("all kinds from a guess", CONFIRMING, Chosen(option="all"), Browsing, []),
    ("said differently", CONFIRMING, Chosen(option="rephrase"), Rephrasing, []),
    ("back to the words", CONFIRMING, WentBack(), Opening, [SaveRequest]),
    ("later from a guess", CONFIRMING, Said(text="later"), Opening, [SaveRequest]),
    ("an unknown option does nothing", CONFIRMING, Chosen(option="zork"), Confirming, []),
    ("no such number", CONFIRMING, Said(text="17"), Confirming, []),
    ("a choice", Choosing(request=OPEN, ask="?", choices=((IntentId("fix"), ""),), evidence=()),
     Said(text="1"), Asking, [SaveRequest]),
    ("a second miss brings the list", Rephrasing(request=OPEN, misses=1), Said(text="no"), Browsing, []),
    ("back from the list", Browsing(request=OPEN, before=CONFIRMING), WentBack(), Confirming, []),
    ("one of the list", Browsing(request=OPEN), Chosen(option="calendly"), Asking, [SaveRequest, ReadTemplate]),
    ("elsewhere is an answer", Elsewhere(request=OPEN, place="out_of_scope_it"), Chosen(option="settled"),
     Opening, [SaveRequest]),
    ("its page", Elsewhere(request=OPEN, place="out_of_scope_access"), Chosen(option="open"), Elsewhere, [OpenPage]),
    ("elsewhere without a page", Elsewhere(request=OPEN, place="out_of_scope_it"), Chosen(option="open"),
     Elsewhere, []),
    ("one by one", Splitting(request=OPEN, parts=("a", "b")), Said(text="yes"), Confirming, [SaveRequest]),
    ("all in one", Splitting(request=OPEN, parts=("a", "b")), Said(text="no"), Confirming, [SaveRequest]),
    ("later while splitting", Splitting(request=OPEN, parts=("a", "b")), Said(text="later"), Opening, [SaveRequest]),
    ("an answer", ASKING, Chosen(option="stopped"), Asking, [SaveRequest]),
    ("a wrong answer", ASKING, Said(text="purple"), Asking, [SaveRequest]),
    ("an empty answer", ASKING, Said(text=""), Asking, []),
    ("left open", ASKING, Said(text="skip"), Asking, [SaveRequest]),
    ("later in a question", ASKING, Said(text="later"), Opening, [SaveRequest]),
    ("all kinds from a question", ASKING, Chosen(option="=all"), Browsing, []),
    ("back from the first question", ASKING, WentBack(), Confirming, []),
    ("a long text may say stop", Asking(request=request(intent=IntentId("macros_global")), question="text"),
     Said(text="Stop"), Asking, [SaveRequest]),
    ("but not quit", Asking(request=request(intent=IntentId("macros_global")), question="text"),
     Said(text="quit"), Opening, [SaveRequest, Leave]),
    ("file it", REVIEW, Chosen(option="file"), Submitting, [SaveRequest, SubmitDraft]),
    ("in words", REVIEW, Said(text="send it"), Submitting, [SaveRequest, SubmitDraft]),
    ("yes files", REVIEW, Said(text="yes"), Submitting, [SaveRequest, SubmitDraft]),
    ("no changes", REVIEW, Said(text="no"), ChangingAnswer, []),
    ("change", REVIEW, Chosen(option="change"), ChangingAnswer, []),
    ("edit", REVIEW, Chosen(option="edit"), Editing, [EditDraft]),
    ("export", REVIEW, Chosen(option="export"), Reviewing, [SaveRequest, ExportDraft]),
    ("copy", REVIEW, Chosen(option="copy"), Reviewing, [CopyText]),
    ("the browser", REVIEW, Chosen(option="browser"), Reviewing, [OpenPage]),
    ("later at the draft", REVIEW, Chosen(option="later"), Opening, [SaveRequest]),
    ("back from the draft", REVIEW, WentBack(), Asking, []),
    ("nobody to notify", REVIEW, Chosen(option="notify:all"), Reviewing, []),
    ("discard asks", REVIEW, Chosen(option="=discard"), Discarding, []),
    ("discard is meant", Discarding(request=READY, before=REVIEW), Said(text="yes"), Opening, [ForgetRequest]),
    ("discard is not meant", Discarding(request=READY, before=REVIEW), Said(text="no"), Reviewing, []),
    ("anything else keeps", Discarding(request=READY, before=REVIEW), Said(text="zork"), Reviewing, []),
    ("back to the draft", ChangingAnswer(request=READY), Said(text="back"), Reviewing, []),
    ("by its name", ChangingAnswer(request=READY), Said(text="impact"), Asking, []),
    ("edited", Editing(request=READY, draft=DRAFT), DraftEdited(title="New", description="Text"), Reviewing,
     [SaveRequest]),
    ("the edit is given up", Editing(request=READY, draft=DRAFT), WentBack(), Reviewing, []),
    ("filed", Submitting(request=READY, draft=DRAFT),
     FilingEnded(request_id="talk1", result=Filed(receipt=FILED)), Done, [SaveRequest]),
    ("refused", Submitting(request=READY, draft=DRAFT), FilingEnded(request_id="talk1", result=REFUSED), Failed,
     [SaveRequest]),
    ("not reached", Submitting(request=READY, draft=DRAFT),
     FilingEnded(request_id="talk1", result=NotReached(sentence="No net.", next_step="Later.")), Failed, [SaveRequest]),
    ("unclear", Submitting(request=READY, draft=DRAFT),
     FilingEnded(request_id="talk1", result=Unknown(sentence="Lost.", next_step="Look.")), Unclear,
     [SaveRequest, LookUp]),
    ("not kept", Submitting(request=READY, draft=DRAFT), SaveFailed(sentence="Disk full."), NotKept, []),
    ("no second submit", Submitting(request=READY, draft=DRAFT), Chosen(option="file"), Submitting, []),
    ("left while it is sent", Submitting(request=READY, draft=DRAFT), WentBack(), Opening, []),
    ("no putting off of sending", Submitting(request=READY, draft=DRAFT), PutOff(), Submitting, []),
    ("sent without a copy", NotKept(request=READY, draft=DRAFT, sentence="."), Said(text="yes"), Submitting,
     [SubmitDraft]),
    ("not sent without a copy", NotKept(request=READY, draft=DRAFT, sentence="."), Said(text="no"), Reviewing, []),
    ("again", Failed(request=READY, draft=DRAFT, failure=REFUSED), Chosen(option="again"), Submitting,
     [SaveRequest, SubmitDraft]),
    ("back from a failure", Failed(request=READY, draft=DRAFT, failure=REFUSED), WentBack(), Reviewing, []),
    ("later from a failure", Failed(request=READY, draft=DRAFT, failure=REFUSED), Said(text="later"), Opening,
     [SaveRequest]),
    ("words at a failure", Failed(request=READY, draft=DRAFT, failure=REFUSED), Said(text="why"), Failed,
     [SaveRequest]),
    ("another one", Done(request=READY, receipt=FILED), Chosen(option="new"), Opening, []),
    ("the next words", Done(request=READY, receipt=FILED), Said(text="one thing more"), Confirming, [SaveRequest]),
    ("thanks leaves", Done(request=READY, receipt=FILED), Said(text="thanks!"), Done, [Leave]),
    ("its page in the browser", Done(request=READY, receipt=FILED), Chosen(option="open"), Done, [OpenPage]),
]  # fmt: skip


@pytest.mark.parametrize(("state", "event", "leads_to", "does"), [row[1:] for row in TABLE],
                         ids=[row[0] for row in TABLE])  # fmt: skip
def test_the_rule(state: State, event: Event, leads_to: type, does: list[type]) -> None:
    turn = after(state, event)
    assert type(turn.state) is leads_to
    assert kinds(turn) == does


def test_an_edit_of_what_is_not_edited_is_our_own_fault() -> None:
    with pytest.raises(UnexpectedEventError):
        after(Opening(), DraftEdited(title="", description=""))


# Finding the intent


def test_a_message_that_is_not_understood_is_asked_for_once_and_then_listed() -> None:
    nothing = desk(rephrase=True)
    first = after(Opening(), Said(text="zork"), nothing)
    second = after(first.state, Said(text="blorp"), nothing)
    third = after(second.state, Said(text="zork"), nothing)
    assert [type(turn.state) for turn in (first, second, third)] == [Rephrasing, Browsing, Browsing]
    assert "That fits none of the kinds" in "".join(e.text for e in first.effects if isinstance(e, Say))
    assert third.state.request is not None
    assert third.state.request.messages == ("zork", "blorp", "zork")


def test_words_after_a_no_are_the_better_description() -> None:
    turn = after(CONFIRMING, Said(text="no, it is about macros"))
    assert turn.state.request is not None
    assert turn.state.request.messages == (WORDS, "it is about macros")


def test_what_was_said_no_to_is_not_proposed_again() -> None:
    turn = after(CONFIRMING, Said(text="no, the view is empty"))
    assert isinstance(turn.state, Choosing)
    assert "fix" not in options(turn.state)
    assert {"all", "rephrase"} <= set(options(turn.state))


def test_the_kind_named_after_a_no_is_found_in_so_few_words() -> None:
    def read(messages: tuple[str, ...]) -> Reading:
        # A whole sentence about it is like nothing that people ask for; its subject is.
        return reading_of({"confirm": "macros_global"} if messages == ("macros",) else {"outside": "lunch"})

    turn = after(CONFIRMING, Said(text="No, it's about macros"), replace(desk(), read=read))
    assert isinstance(turn.state, Confirming)
    assert turn.state.best == "macros_global"
    assert Say(text="No, it's about macros", who=Speaker.PERSON) in turn.effects


def test_a_kind_that_is_only_hinted_at_after_a_no_is_offered_without_the_one_refused() -> None:
    def read(messages: tuple[str, ...]) -> Reading:
        ranking = reading_of({"choose": ["fix", "portal_change"]}).ranking
        return replace(reading_of({"outside": "lunch"}), ranking=ranking)

    turn = after(CONFIRMING, Said(text="no, it's about the portal"), replace(desk(), read=read))
    assert options(turn.state) == ["portal_change", "all", "rephrase"]


def test_words_after_a_no_stand_for_themselves_when_the_old_ones_would_drown_them() -> None:
    def read(messages: tuple[str, ...]) -> Reading:
        return reading_of({"confirm": "fix" if WORDS in messages else "team_page"})

    turn = after(CONFIRMING, Said(text="no, my photo on the team page"), replace(desk(), read=read))
    assert isinstance(turn.state, Confirming)
    assert turn.state.best == "team_page"
    assert turn.state.request.messages == (WORDS, "my photo on the team page")


def test_quit_keeps_the_request_and_leaves_while_later_only_keeps_it() -> None:
    assert kinds(after(ASKING, Said(text="quit"))) == [SaveRequest, Leave]
    assert kinds(after(ASKING, Said(text="later"))) == [SaveRequest]
    waiting = Asking(request=request(waiting=("and a second one",)), question="impact")
    assert kinds(after(waiting, Said(text="quit")))[-1] is Leave


def test_an_offered_day_has_its_weekday() -> None:
    plan = request(intent=IntentId("propose_change"), answers=answers(summary="A new field", problem="It is lost",
                   proposal="There is a field"))  # fmt: skip
    turn = after(Asking(request=plan, question="due"), Said(text="yesterday"))
    offered = prompt_for(turn.state, desk(), TODAY).options[0]
    assert re.match("Take (?:Mon|Tues|Wednes|Thurs|Fri)day [0-9]", offered.label)


def test_the_words_of_several_messages_all_come_back_into_the_box() -> None:
    state = replace(CONFIRMING, request=replace(OPEN, messages=("one", "two")))
    assert prompt_for(after(state, WentBack()).state, desk(), TODAY).typed == "one\ntwo"


def test_all_kinds_takes_the_words_of_the_box_along() -> None:
    back = after(CONFIRMING, WentBack()).state
    turn = after(back, Chosen(option="all"))
    assert turn.state.request is not None
    assert turn.state.request.messages == (WORDS,)


def test_confirming_the_same_again_says_nothing_twice_and_keeps_every_answer() -> None:
    first = after(CONFIRMING, Chosen(option="yes"))
    assert "needs no discussion" in said(first)
    back = after(first.state, WentBack())
    again = after(back.state, Chosen(option="yes"))
    assert said(again) == ""
    assert again.state.request is not None
    assert first.state.request is not None
    assert again.state.request.answers == first.state.request.answers


def test_what_stands_between_two_requests_stays_with_the_first() -> None:
    text = "hi, add me to the event, my manager is @sam, and also mend the view please"
    at = desk(confirm="calendly", split=["add me to the event", "mend the view"])
    turn = after(Opening(), Said(text=text), at)
    assert isinstance(turn.state, Splitting)
    assert turn.state.parts == ("hi, add me to the event, my manager is @sam", "mend the view please")


def test_an_answer_for_one_intent_is_there_again_when_its_intent_is() -> None:
    asked = replace(READY, answers=answers(impact="stopped", system="views", instance="both"))
    other = after(Browsing(request=asked), Chosen(option="portal_change")).state.request
    assert other is not None
    # `both` is no answer to the other intent's question of the same name.
    assert "instance" not in other.answers
    again = after(Browsing(request=other), Chosen(option="fix")).state.request
    assert again is not None
    assert again.answers["instance"].value == "both"
    assert again.answers["impact"].value == "stopped"


def test_neither_template_nor_new_place_of_one_intent_gets_into_another() -> None:
    moved = replace(
        READY, template="## Theirs", project="new/place", edit=Edit(title="Mine", description="Text")
    )
    turn = after(Browsing(request=moved), Chosen(option="team_page"))
    assert turn.state.request is not None
    assert (turn.state.request.template, turn.state.request.project) == (None, "")
    assert turn.state.request.edit == Edit(title="Mine", description="Text", used=False)


# The questions


def test_a_wrong_answer_keeps_what_was_typed_and_offers_ways_out_after_two() -> None:
    turn = after(ASKING, Said(text="purple"))
    prompt = prompt_for(turn.state, desk(), TODAY)
    assert prompt.typed == "purple"
    assert prompt.problem
    assert "=open" not in options(turn.state)
    again = after(turn.state, Said(text="green"))
    assert [i for i in options(again.state) if i.startswith("=")] == ["=open", "=later", "=all"]


def test_a_question_left_open_is_not_asked_again_at_once_but_before_filing() -> None:
    state = Asking(
        request=request(answers=answers(summary="The view is broken", problem="It is empty today")),
        question="impact",
    )
    turn = after(state, Said(text="skip"))
    for option in ("views", "global"):
        assert isinstance(turn.state, Asking)
        assert turn.state.question != "impact"
        turn = after(turn.state, Chosen(option=option))
    assert isinstance(turn.state, Reviewing)
    assert turn.state.draft.missing == ("impact",)
    assert isinstance(after(turn.state, Chosen(option="file")).state, Asking)


def test_an_answer_that_ended_a_request_is_asked_again_on_the_way_back() -> None:
    calendly = request(intent=IntentId("calendly"))
    ended = after(Asking(request=calendly, question="change"), Chosen(option="personal"))
    assert isinstance(ended.state, Answered)
    assert "cannot change your personal Calendly settings" in ended.state.explanation
    back = after(ended.state, WentBack())
    assert isinstance(back.state, Asking)
    further = after(after(back.state, WentBack()).state, Chosen(option="yes"))
    assert isinstance(further.state, Asking)
    assert further.state.question == "change"


def test_an_answer_in_words_at_the_draft_can_move_the_request_too() -> None:
    turn = after(REVIEW, Said(text="change the impact to better"))
    assert turn.state.request is not None
    assert turn.state.request.intent == "propose_change"


def test_a_bare_value_is_the_answer_to_what_was_asked() -> None:
    macro = request(
        intent=IntentId("macros_global"), answers=answers(action="rename", macro="General::Forms::Form used")
    )
    turn = after(Asking(request=macro, question="new_name"), Said(text="General::Forms::Wrong form"))
    assert turn.state.request is not None
    assert turn.state.request.answers["new_name"].value == "General::Forms::Wrong form"
    assert turn.state.request.answers["macro"].value == "General::Forms::Form used"


def test_a_correction_of_another_answer_stays_at_the_open_question() -> None:
    plan = request(intent=IntentId("calendly"), answers=answers(change="add", events="Upgrade Assistance",
                   page="https://calendly.com/kim", manager="@lee"))  # fmt: skip
    turn = after(Asking(request=plan, question="from"), Said(text="the manager is @sam, not @lee"))
    assert isinstance(turn.state, Asking)
    assert turn.state.question == "from"
    assert turn.state.request.answers["manager"].value == "@sam"


def test_yes_and_no_are_offered_where_the_catalogue_names_no_choices() -> None:
    state = Asking(request=READY, question="private", from_review=True)
    assert options(state) == ["yes", "no", "=skip"]
    turn = after(state, Chosen(option="yes"))
    assert isinstance(turn.state, Reviewing)
    assert turn.state.draft.confidential


@pytest.mark.parametrize("event", [Said(text="2"), Said(text="the second one"), Chosen(option="stopped")])
def test_a_number_means_the_same_typed_or_chosen(event: Event) -> None:
    wrong = after(after(ASKING, Said(text="purple")).state, Said(text="green"))
    turn = after(wrong.state, event)
    assert turn.state.request is not None
    assert turn.state.request.answers["impact"].value == "stopped"


def test_several_are_picked_by_their_numbers() -> None:
    plan = request(intent=IntentId("calendly"), answers=answers(change="remove"))
    state = Asking(request=plan, question="events")
    said_so = after(state, Said(text="1, 3")).state.request
    picked = after(state, Picked(options=("GitLab Support Call", "Upgrade Assistance"))).state.request
    assert said_so is not None
    assert picked is not None
    assert said_so.answers["events"].values == picked.answers["events"].values


def test_an_optional_answer_is_left_out_again() -> None:
    full = replace(READY, answers=MappingProxyType({**ALL, **answers(since="today")}))
    turn = after(Asking(request=full, question="since", from_review=True), Chosen(option="=skip"))
    assert isinstance(turn.state, Reviewing)
    assert "since" not in turn.state.request.answers


@pytest.mark.parametrize(("text", "kept"), [("yes", True), ("1", True), ("2", False), ("no", False)])
def test_a_day_that_can_be_read_in_two_ways_is_asked_about(text: str, kept: bool) -> None:
    asked = request(intent=IntentId("calendly"), answers=answers(change="other"))
    state = Asking(request=asked, question="from")
    turn = after(state, Said(text="1/2/2027"))
    assert isinstance(turn.state, Doubting)
    assert {turn.state.answer.value, turn.state.other.value} == {"2027-01-02", "2027-02-01"}
    assert after(turn.state, WentBack()).state == replace(state, typed="1/2/2027")
    settled = after(turn.state, Said(text=text)).state.request
    assert settled is not None
    assert settled.answers["from"].value == (turn.state.answer if kept else turn.state.other).value


# The draft


def test_an_edit_outlives_a_changed_answer() -> None:
    edit = Edit(title="Mine", description="My text")
    state = Asking(request=replace(READY, edit=edit), question="impact", from_review=True)
    turn = after(state, Chosen(option="impaired"))
    assert "Your own edited text is kept." in said(turn)
    assert "own_text" in options(turn.state)
    back = after(turn.state, Chosen(option="own_text"))
    assert isinstance(back.state, Reviewing)
    assert back.state.draft.title == "Mine"


def test_a_second_edit_shows_the_first_one_that_it_replaces() -> None:
    laid_aside = replace(READY, edit=Edit(title="First", description="First text", used=False))
    turn = after(
        Editing(request=laid_aside, draft=DRAFT), DraftEdited(title="Second", description="Second text")
    )
    assert "First text" in said(turn)


def test_an_unchanged_edit_is_none() -> None:
    opened = after(REVIEW, Chosen(option="edit"))
    order = next(effect for effect in opened.effects if isinstance(effect, EditDraft))
    turn = after(opened.state, DraftEdited(title=order.title, description=order.description))
    assert turn.state == REVIEW


def test_a_draft_with_a_problem_is_not_filed() -> None:
    long = replace(READY, edit=Edit(title="t" * 300, description="Text"))
    turn = after(ChangingAnswer(request=long), WentBack())
    assert isinstance(turn.state, Reviewing)
    assert "file" not in options(turn.state)
    notes = prompt_for(turn.state, desk(), TODAY).notes
    assert ("not ready", "The title has 300 characters; GitLab takes 255. Edit it to be shorter.") in notes
    assert kinds(after(turn.state, Chosen(option="file"))) == []


def test_a_draft_that_a_new_day_has_changed_is_shown_again_before_it_is_sent() -> None:
    passed = Stamp(now=NOW.replace(year=2027), id="x", reference="gix")
    plan = answers(summary="A new field", problem="We cannot tell what it is about", proposal="There is a field",
                   due="2026-12-08", approvers="@sam")  # fmt: skip
    asked = request(intent=IntentId("propose_change"), answers=plan, template="")
    shown = after(ChangingAnswer(request=asked), WentBack())
    assert isinstance(shown.state, Reviewing)
    turn = step(shown.state, Chosen(option="file"), desk(), passed)
    assert isinstance(turn.state, Reviewing)
    assert turn.state.draft.problems


def test_whoever_is_called_by_many_names_is_called_only_after_a_word_of_consent() -> None:
    loud = replace(
        READY, answers=MappingProxyType({**ALL, **answers(problem="It is empty, @all and @a/group see")})
    )
    turn = after(ChangingAnswer(request=loud), WentBack())
    assert {"notify:all", "notify:a/group"} <= set(options(turn.state))
    turn = after(turn.state, Chosen(option="notify:all"))
    assert isinstance(turn.state, Reviewing)
    assert "@all" in turn.state.draft.mentions
    assert "quiet:all" in options(turn.state)
    turn = after(turn.state, Chosen(option="quiet:all"))
    assert isinstance(turn.state, Reviewing)
    assert turn.state.draft.mentions == ()


def test_secrets_and_addresses_are_named_with_their_line_and_hidden_together() -> None:
    leaking = answers(problem="Since today\ntoken glpat-AbCdEfGhIjKlMnOpQrSt\nand mia@customer.example")
    turn = after(
        ChangingAnswer(request=replace(READY, answers=MappingProxyType({**ALL, **leaking}))), WentBack()
    )
    assert isinstance(turn.state, Reviewing)
    assert [warning.split(" holds")[0] for warning in turn.state.warnings] == ["Line 4", "Line 5"]
    # Hiding stands first, so that a quick Enter does not publish.
    assert options(turn.state)[0] == "mask"
    turn = after(turn.state, Chosen(option="mask"))
    assert isinstance(turn.state, Reviewing)
    assert turn.state.warnings == ()
    assert "glpat" not in turn.state.draft.description
    assert "customer.example" not in turn.state.draft.description


def test_a_draft_with_gaps_asks_for_them() -> None:
    gap = request(answers=answers(summary="The view is broken", problem="It is empty today", system="views"))
    turn = after(ChangingAnswer(request=gap), WentBack())
    assert options(turn.state)[0] == "file"
    turn = after(turn.state, Chosen(option="file"))
    assert isinstance(turn.state, Asking)
    assert turn.state.question == "impact"


@pytest.mark.parametrize(("link", "offered"), [("none", False), ("gitlab", True), ("practice", True)])
def test_filing_is_offered_where_there_is_something_to_file_into(link: str, offered: bool) -> None:
    assert ("file" in options(REVIEW, desk(link))) is offered
    assert ("browser" in options(REVIEW, desk(link))) is (link != "practice")


def test_the_browsers_page_is_that_of_the_gitlab_in_use() -> None:
    at = desk()
    at = replace(at, connection=replace(at.connection, address="https://gitlab.example.com"))
    page = next(e for e in after(REVIEW, Chosen(option="browser"), at).effects if isinstance(e, OpenPage))
    assert page.url.startswith("https://gitlab.example.com/gitlab-com/")


def test_what_happened_to_the_draft_is_said_once() -> None:
    turn = after(REVIEW, Exported(path="draft.md"))
    assert turn.effects == ()
    assert ("", "Written to draft.md") in prompt_for(turn.state, desk(), TODAY).notes
    turn = after(Done(request=READY, receipt=FILED), Copied(sentence="Copied."))
    assert said(turn) == "Copied."


# Templates


def test_the_draft_waits_for_the_template_of_its_project() -> None:
    plan = request(intent=IntentId("calendly"))
    waiting = Preparing(request=plan)
    turn = after(waiting, TemplateRead(text="## Team events"))
    assert isinstance(turn.state, Asking | Reviewing)
    assert turn.state.request.template == "## Team events"


def test_a_template_that_comes_late_does_not_get_into_another_draft() -> None:
    state = Asking(request=request(intent=IntentId("propose_change")), question="problem")
    theirs = TemplateRead(text="## Theirs", project="gitlab-com/other", name="Other")
    assert after(state, theirs).state == state
    assert after(ASKING, TemplateRead(text="## Theirs")).state == ASKING


# Filing


def test_a_failure_is_said_in_the_prompt_and_nowhere_else() -> None:
    turn = after(Submitting(request=READY, draft=DRAFT), FilingEnded(request_id="talk1", result=REFUSED))
    assert said(turn) == ""
    prompt = prompt_for(turn.state, desk(), TODAY)
    assert (prompt.problem, prompt.why) == ("No.", "Change it.")


def test_the_end_of_another_filing_does_not_disturb() -> None:
    turn = after(ASKING, FilingEnded(request_id="other", result=Filed(receipt=FILED)))
    assert turn.state == ASKING
    assert "An earlier request is filed: " in said(turn)


def unclear(**changes: object) -> Unclear:
    sent = replace(READY, stage=Stage.SENDING)
    lost = Unknown(sentence="Lost.", next_step="Look.")
    return Unclear(**{"request": sent, "draft": DRAFT, "failure": lost, **changes})  # type: ignore[arg-type]


def test_it_is_sent_again_only_after_every_look_and_with_the_same_reference() -> None:
    state: State = unclear()
    for wait in LOOKS[1:]:
        assert "again" not in options(state)
        turn = after(state, LookedUp(request_id="talk1", receipt=None))
        assert [effect.after for effect in turn.effects if isinstance(effect, LookUp)] == [wait]
        state = turn.state
    state = after(state, LookedUp(request_id="talk1", receipt=None)).state
    assert "again" in options(state)
    turn = after(state, Chosen(option="again"))
    order = next(effect for effect in turn.effects if isinstance(effect, SubmitDraft))
    assert order.draft.reference == DRAFT.reference


def test_impatient_looks_do_not_shorten_the_wait() -> None:
    state: State = unclear()
    for _ in range(6):
        state = after(state, Chosen(option="look")).state
        turn = after(state, LookedUp(request_id="talk1", receipt=None))
        assert [effect.after for effect in turn.effects if isinstance(effect, LookUp)] == [LOOKS[0]]
        state = turn.state
    assert "again" not in options(state)
    assert isinstance(state, Unclear)
    assert state.looks == 0


def test_a_find_counts_wherever_the_person_went_meanwhile() -> None:
    sent = replace(READY, stage=Stage.SENDING)
    review = after(unclear(), WentBack())
    assert isinstance(review.state, Reviewing)
    assert review.state.request == sent
    assert options(review.state)[0] == "look"
    turn = after(review.state, LookedUp(request_id="talk1", receipt=FILED))
    assert isinstance(turn.state, Done)


def test_a_look_that_could_not_be_made_says_why() -> None:
    turn = after(unclear(), LookedUp(request_id="talk1", receipt=None, problem="No network."))
    assert prompt_for(turn.state, desk(), TODAY).problem == "No network."
    assert "again" not in options(turn.state)


def test_what_may_be_filed_already_is_looked_for_and_not_sent() -> None:
    sent = replace(READY, stage=Stage.SENDING)
    turn = after(Reviewing(request=sent, draft=DRAFT), Said(text="file it"))
    assert isinstance(turn.state, Unclear)
    assert kinds(turn) == [LookUp]


# Two requests in one


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (Submitting(request=replace(READY, waiting=("the other", "a third")), draft=DRAFT),
         FilingEnded(request_id="talk1", result=Filed(receipt=FILED))),
        (Asking(request=request(intent=IntentId("portal_change"), waiting=("the other", "a third")),
                question="so_far"), Chosen(option="nothing")),
        (Asking(request=request(intent=IntentId("calendly"), waiting=("the other", "a third")), question="change"),
         Chosen(option="personal")),
        (ASKING, PutOff()),
        (Discarding(request=replace(READY, waiting=("the other", "a third")), before=REVIEW), Said(text="yes")),
        (Elsewhere(request=replace(OPEN, waiting=("the other", "a third")), place="out_of_scope_it"),
         Chosen(option="settled")),
    ],
    ids=["filed", "answered", "ended", "put off", "discarded", "settled"],
)  # fmt: skip
def test_the_second_request_becomes_one_of_its_own_whatever_becomes_of_the_first(
    state: State, event: Event
) -> None:
    if state == ASKING:
        state = replace(ASKING, request=request(waiting=("the other", "a third")))
    turn = after(state, event)
    kept = {effect.request.id: effect.request for effect in turn.effects if isinstance(effect, SaveRequest)}
    assert kept["next"].messages == ("the other",)
    assert kept["next"].waiting == ("a third",)
    if "talk1" in kept:
        assert kept["talk1"].waiting == ()
    # It is written down before the first one is taken from the unfinished ones.
    order = [
        effect.id if isinstance(effect, ForgetRequest) else effect.request.id
        for effect in turn.effects
        if isinstance(effect, ForgetRequest)
        or (isinstance(effect, SaveRequest) and (effect.request.id == "next" or not effect.request.waiting))
    ]
    assert order[0] == "next"


def test_the_second_request_is_offered_at_the_end_of_the_first() -> None:
    following = request(id="talk2", intent=None, messages=("the other",))
    state = Done(request=READY, receipt=FILED, following=following)
    assert options(state)[0] == "next"
    for event in (Chosen(option="next"), Said(text="yes")):
        turn = after(state, event)
        assert turn.state.request == following


# Ends without an issue


def test_an_answer_given_can_be_changed_and_is_said_again_only_then() -> None:
    asked = request(intent=IntentId("general_question"), answers=answers(question="How is it done today?"))
    end = Answered(request=replace(asked, stage=Stage.ANSWERED))
    listed = after(end, Chosen(option="change"))
    assert isinstance(listed.state, ChangingAnswer)
    unchanged = after(listed.state, WentBack())
    assert isinstance(unchanged.state, Answered)
    assert said(unchanged) == ""
    question = after(listed.state, Chosen(option="question"))
    changed = after(question.state, Said(text="How is it done tomorrow?"))
    assert isinstance(changed.state, Answered)
    assert "How is it done tomorrow?" in said(changed)


def test_the_text_to_paste_is_copied() -> None:
    asked = request(intent=IntentId("general_question"), answers=answers(question="How is it done today?"))
    turn = after(Answered(request=asked), Chosen(option="copy_text"))
    assert [effect.text for effect in turn.effects if isinstance(effect, CopyText)] == [
        "How is it done today?"
    ]


# Kept and gone on with


@pytest.mark.parametrize(
    ("kept", "leads_to"),
    [
        (request(intent=None), Confirming),
        (request(), Asking),
        (READY, Reviewing),
        (replace(READY, stage=Stage.READY), Reviewing),
        (replace(READY, stage=Stage.SENDING), Unclear),
        (replace(READY, stage=Stage.FILED), Opening),
        (replace(READY, stage=Stage.ANSWERED), Opening),
        (request(messages=(), intent=None, typing="half a sen"), Opening),
        (request(messages=()), Asking),
        (request(intent=IntentId("gone")), Confirming),
    ],
    ids=[
        "words",
        "asked",
        "draft",
        "ready",
        "sending",
        "filed",
        "answered",
        "half",
        "no words",
        "intent gone",
    ],
)
def test_every_stage_is_gone_on_with_where_it_stood(kept: Request, leads_to: type) -> None:
    turn = after(Opening(), Resumed(request=kept))
    assert type(turn.state) is leads_to


def test_what_another_copy_of_the_program_filed_is_told_with_its_link() -> None:
    there = Receipt(project="a/b", iid=7, url="https://x/7", reference="a/b#7")
    turn = after(Opening(), Resumed(request=replace(READY, stage=Stage.FILED, receipt=there), send=True))
    assert said(turn) == "That one is done already. Filed a/b#7\nhttps://x/7"


def test_half_an_answer_is_in_the_box_again() -> None:
    turn = after(Opening(), Resumed(request=request(typing="half an ans")))
    assert prompt_for(turn.state, desk(), TODAY).typed == "half an ans"
    turn = after(Opening(), Resumed(request=request(intent=None, typing="half a sen")))
    assert prompt_for(turn.state, desk(), TODAY).typed == "half a sen"


def test_what_could_not_be_kept_when_it_was_put_off_is_gone_back_to() -> None:
    turn = after(Opening(), SaveFailed(sentence="Disk full.", request=READY))
    assert isinstance(turn.state, Reviewing)
    assert "Disk full." in said(turn)


def test_a_save_that_failed_elsewhere_is_only_said() -> None:
    turn = after(ASKING, SaveFailed(sentence="Disk full.", request=ASKING.request))
    assert turn.state == ASKING
    assert said(turn) == "Disk full."


def test_what_is_sent_is_written_down_first_and_exactly_so() -> None:
    turn = after(REVIEW, Chosen(option="file"))
    save, submit = turn.effects
    assert isinstance(save, SaveRequest)
    assert isinstance(submit, SubmitDraft)
    assert save.request == submit.request
    assert submit.draft == DRAFT


def test_an_answer_read_out_of_the_message_is_marked_so() -> None:
    taken = Answer(values=("views",), words="view", origin=Origin.TAKEN_OVER)
    known = {**answers(summary="The view is broken", problem="It is empty today"), "system": taken}
    state = Asking(request=request(answers=MappingProxyType(known)), question="impact")
    assert ("taken over", "system: Views") in prompt_for(state, desk(), TODAY).notes


def test_not_connected_is_no_dead_end() -> None:
    at = desk("none")
    assert at.connection.link is Link.NONE
    turn = after(REVIEW, Said(text="yes"), at)
    assert kinds(turn) == []
    assert {"export", "copy", "browser", "later"} <= set(options(turn.state, at))
