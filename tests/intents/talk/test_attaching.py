"""Files in the talk: asked for, attached at the draft, taken off, changed meanwhile, stopped on their way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from files_on_disk import disk_of, said_file
from talking import NOW, Outside, Talk, connection, the_catalogue

from intents.answering.local_file import LocalFile
from intents.catalogue.model import Catalogue, Kind, Limits, Question
from intents.drafting.request import Request, Stage
from intents.filing.tracker import FILE_CODE, Filed, GoingUp, NotReached, Receipt, Refused, Result
from intents.talk.effects import SaveRequest, StopUploads, SubmitDraft
from intents.talk.events import Chosen, DraftEdited, FileGoingUp, FilingEnded, Resumed, Said, WentBack
from intents.talk.states import Asking, Attaching, Done, Failed, Opening, Reviewing, Submitting

FILES = {"~/a.log": 12_000, "/b c.png": 900, "/c.exe": 5, "~/changed.log": 7}


def with_question(**given: Any) -> Catalogue:
    """The default catalogue, where the first question of one intent asks for a file."""
    catalogue = the_catalogue()
    intent = catalogue.intent("everything_else")
    assert intent is not None
    assert intent.draft is not None
    question = Question(
        name="shot",
        ask="A screenshot?",
        why="It shows it.",
        kind=Kind.FILE,
        **{"limits": Limits(types=("png", "log"), several=True), **given},
    )
    draft = replace(intent.draft, body=intent.draft.body + "\n\n## Screenshot\n\n${shot}\n")
    changed = replace(intent, questions=(*intent.questions, question), draft=draft)
    others = tuple(changed if i.id == intent.id else i for i in catalogue.intents)
    return replace(catalogue, intents=others)


class Disk:
    """A disk whose files may change."""

    def __init__(self) -> None:
        self.files = dict(FILES)

    def look(self, path: str) -> Any:
        return disk_of(self.files, folders=("/folder",))(path)


@pytest.fixture
def disk() -> Disk:
    return Disk()


def talk_at_draft(
    disk: Disk, *, catalogue: Catalogue | None = None, link: str = "gitlab", **more: Any
) -> Talk:
    """A talk whose draft of a plain request is shown."""
    outside = Outside()
    outside.connection = connection(link)
    services = replace(outside.services, catalogue=catalogue or the_catalogue(), look=disk.look, **more)
    talk = Talk(services=services)
    talk.send(Resumed(request=_request()))
    if catalogue is None:
        assert isinstance(talk.state, Reviewing)
    return talk


def _request() -> Request:
    from types import MappingProxyType

    from intents.answering.answer import Answer
    from intents.catalogue.model import IntentId

    values = {
        "summary": "Export of all tickets",
        "request": "One file, one ticket a line.",
        "priority": "normal",
    }
    answers = {name: Answer(values=(value,), words=value) for name, value in values.items()}
    return Request(
        id="talk1",
        reference="giref1",
        intent=IntentId("everything_else"),
        messages=("export please",),
        answers=MappingProxyType(answers),
        template="",
        started=NOW,
    )


def attached(talk: Talk) -> list[str]:
    assert isinstance(talk.state, Reviewing)
    return [one.name for one in talk.state.draft.attachments]


# At the draft


@pytest.mark.parametrize(
    "said",
    [
        "attach ~/a.log",
        "Attach: ~/a.log",
        "please attach '~/a.log'",
        "upload ~/a.log",
        "~/a.log",
        "'~/a.log' ",
    ],
)
def test_a_file_is_attached_in_words_or_by_dragging_it_here(disk: Disk, said: str) -> None:
    talk = talk_at_draft(disk)
    talk.begin_turn()
    talk.send(Said(text=said))
    assert attached(talk) == ["a.log"]
    assert "Attached: a.log (12 kB)" in talk.said
    assert isinstance(talk.state, Reviewing)
    assert "## Attachments\n\n- [attachment: a.log, 12 kB]" in talk.state.draft.description
    assert talk.services.store.load("talk1").attached == (said_file("~/a.log"),)


def test_the_way_by_the_option_asks_for_a_path(disk: Disk) -> None:
    talk = talk_at_draft(disk)
    talk.send(Chosen(option="attach"))
    assert isinstance(talk.state, Attaching)
    assert talk.prompt.ask == "Which file?"
    assert talk.prompt.words_first
    talk.send(Said(text="~/a.log '/b c.png'"))
    assert attached(talk) == ["a.log", "b_c.png"]


@pytest.mark.parametrize("said", ["attach", "attach a file", "Attach another file"])
def test_the_word_alone_asks_which(disk: Disk, said: str) -> None:
    talk = talk_at_draft(disk)
    talk.send(Said(text=said))
    assert isinstance(talk.state, Attaching)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("attach ~/none.log", "There is no file “~/none.log”."),
        ("attach the log", "There is no file “the log”."),
        ("attach /folder", "“/folder” is a folder."),
        ("~/none.log", "There is no file “~/none.log”."),
    ],
)
def test_what_is_no_file_is_asked_again_with_the_words_in_the_box(
    disk: Disk, said: str, problem: str
) -> None:
    talk = talk_at_draft(disk)
    talk.send(Said(text=said))
    assert isinstance(talk.state, Attaching)
    assert talk.prompt.problem == problem
    assert talk.prompt.typed == said.removeprefix("attach ")
    talk.send(Said(text="~/a.log"))
    assert attached(talk) == ["a.log"]


@pytest.mark.parametrize(
    "way", [Said(text="back"), WentBack(), Chosen(option="=draft"), Said(text="1"), Said(text="no")]
)
def test_the_way_back_leads_to_the_draft(disk: Disk, way: Any) -> None:
    talk = talk_at_draft(disk)
    talk.send(Chosen(option="attach"))
    talk.send(way)
    assert attached(talk) == []


def test_words_about_answers_are_still_about_answers(disk: Disk) -> None:
    talk = talk_at_draft(disk)
    talk.begin_turn()
    talk.send(Said(text="/close"))
    assert isinstance(talk.state, Reviewing)
    talk.send(Said(text="change the priority to high"))
    assert isinstance(talk.state, Reviewing)
    assert talk.state.request.answers["priority"].value == "high"


@pytest.mark.parametrize(
    "way",
    [
        Chosen(option="off:a.log"),
        Said(text="take off a.log"),
        Said(text="take a.log off"),
        Said(text="remove a.log"),
        Said(text="detach it"),
        Said(text="Take off a.log"),
    ],
)
def test_a_file_is_taken_off_again(disk: Disk, way: Any) -> None:
    talk = talk_at_draft(disk)
    talk.send(Said(text="attach ~/a.log"))
    before = talk.state
    talk.begin_turn()
    talk.send(way)
    assert attached(talk) == []
    assert "Taken off: a.log" in talk.said
    assert isinstance(before, Reviewing)
    assert isinstance(talk.state, Reviewing)
    assert "attachment" not in talk.state.draft.description
    assert talk.services.store.load("talk1").attached == ()


def test_it_takes_more_than_it_where_there_are_two(disk: Disk) -> None:
    talk = talk_at_draft(disk)
    talk.send(Said(text="attach ~/a.log '/b c.png'"))
    talk.send(Said(text="remove it"))
    assert attached(talk) == ["a.log", "b_c.png"]
    talk.send(Said(text="take off b c.png"))
    assert attached(talk) == ["a.log"]


def test_in_a_text_of_ones_own_the_place_comes_and_goes_too(disk: Disk) -> None:
    talk = talk_at_draft(disk)
    talk.send(Chosen(option="edit"))
    talk.send(DraftEdited(title="Mine", description="My own words."))
    talk.send(Said(text="attach ~/a.log"))
    assert isinstance(talk.state, Reviewing)
    text = "My own words.\n\n## Attachments\n\n- [attachment: a.log, 12 kB]\n\nIntake reference: `giref1`\n"
    assert talk.state.draft.description == text
    talk.send(Chosen(option="edit"))
    assert talk.edits is not None
    talk.send(DraftEdited(title="Mine", description=talk.edits[1] + "\n\nAnd more."))
    talk.send(Chosen(option="off:a.log"))
    assert isinstance(talk.state, Reviewing)
    assert talk.state.draft.title == "Mine"
    assert "attachment" not in talk.state.draft.description
    assert "And more." in talk.state.draft.description


def test_the_draft_names_its_files_and_what_is_confidential_is_not_made_to_look_safe(disk: Disk) -> None:
    catalogue = the_catalogue()
    intent = catalogue.intent("everything_else")
    assert intent is not None
    assert intent.draft is not None
    secret = replace(intent, draft=replace(intent.draft, confidential=True))
    others = tuple(secret if i.id == intent.id else i for i in catalogue.intents)
    talk = talk_at_draft(disk, catalogue=replace(catalogue, intents=others))
    assert not any("opens for everybody" in text for _, text in talk.prompt.notes)
    talk.send(Said(text="attach ~/a.log"))
    assert any("opens for everybody" in text for _, text in talk.prompt.notes)


def test_hiding_what_looks_like_a_number_leaves_the_files_their_names(disk: Disk) -> None:
    disk.files["/+491701234567.png"] = 5
    talk = talk_at_draft(disk)
    talk.send(Chosen(option="edit"))
    talk.send(DraftEdited(title="Mine", description="Call mia@customer.example."))
    talk.send(Said(text="attach /+491701234567.png"))
    talk.send(Chosen(option="mask"))
    assert isinstance(talk.state, Reviewing)
    text = talk.state.draft.description
    assert "mia@customer.example" not in text
    assert text.count("[attachment: ") == 1
    assert talk.state.draft.attachments[0].place in text


# Files that change


def test_a_file_that_changed_is_taken_as_it_is_now_by_one_key(disk: Disk) -> None:
    talk = talk_at_draft(disk)
    talk.send(Said(text="attach ~/a.log"))
    disk.files["~/a.log"] = 13_000
    talk.send(Chosen(option="file"))
    assert isinstance(talk.state, Reviewing)
    assert talk.state.draft.problems == (
        "a.log was changed since it was attached. Take it as it is now, or take it off.",
    )
    ids = [option.id for option in talk.prompt.options]
    assert "file" not in ids
    assert {"retake:a.log", "off:a.log"} <= set(ids)
    talk.send(Chosen(option="retake:a.log"))
    assert isinstance(talk.state, Reviewing)
    assert talk.state.draft.ready
    assert "[attachment: a.log, 13 kB]" in talk.state.draft.description
    talk.send(Chosen(option="file"))
    assert isinstance(talk.state, Done)


def test_a_resumed_draft_remembers_its_files_and_says_which_one_is_gone(disk: Disk) -> None:
    talk = talk_at_draft(disk)
    talk.send(Said(text="attach ~/a.log"))
    kept = talk.services.store.load("talk1")
    del disk.files["~/a.log"]
    again = talk_at_draft(disk)
    again.send(Resumed(request=kept))
    assert isinstance(again.state, Reviewing)
    assert again.state.draft.problems == ("a.log is not there any more. Attach it again or take it off.",)
    again.send(Said(text="take it off"))
    assert isinstance(again.state, Reviewing)
    assert again.state.draft.ready


# Questions


def test_a_question_for_a_file_is_answered_with_a_path_and_says_what_is_taken(disk: Disk) -> None:
    talk = talk_at_draft(disk, catalogue=with_question())
    assert isinstance(talk.state, Asking)
    assert (
        talk.prompt.why
        == "It shows it. Type its path or drag it here: png or log, up to 100 MB, several at once."
    )
    assert talk.prompt.example == "screenshot.png"
    assert talk.prompt.words_first
    talk.send(Said(text="/c.exe"))
    assert talk.prompt.problem.startswith("“c.exe” is of another type; wanted is png or log.")
    assert talk.prompt.typed == "/c.exe"
    talk.begin_turn()
    talk.send(Said(text="~/a.log '/b c.png'"))
    assert attached(talk) == ["a.log", "b_c.png"]
    assert "a.log (12 kB), b c.png (900 bytes)" in talk.said
    assert isinstance(talk.state, Reviewing)
    assert "## Screenshot\n\n- [attachment: a.log, 12 kB]\n- [attachment: b_c.png, 900 bytes]" in (
        talk.state.draft.description
    )


def test_an_optional_question_for_a_file_is_left_out(disk: Disk) -> None:
    talk = talk_at_draft(disk, catalogue=with_question(required=False))
    assert isinstance(talk.state, Reviewing)
    talk.send(Chosen(option="change"))
    talk.send(Chosen(option="shot"))
    assert isinstance(talk.state, Asking)
    talk.send(Said(text="skip"))
    assert isinstance(talk.state, Reviewing)


def test_a_path_that_reads_like_a_correction_is_a_path(disk: Disk) -> None:
    disk.files["/the priority is high.png"] = 5
    talk = talk_at_draft(disk, catalogue=with_question())
    talk.send(Said(text="/the priority is high.png"))
    assert attached(talk) == ["the_priority_is_high.png"]
    assert talk.state.request is not None
    assert talk.state.request.answers["priority"].value == "normal"


def test_taking_off_what_a_required_question_wants_leaves_it_open(disk: Disk) -> None:
    talk = talk_at_draft(disk, catalogue=with_question())
    talk.send(Said(text="~/a.log /b c.png"))
    talk.send(Chosen(option="off:a.log"))
    assert attached(talk) == ["b_c.png"]
    talk.send(Chosen(option="off:b_c.png"))
    assert isinstance(talk.state, Reviewing)
    assert talk.state.draft.missing == ("shot",)
    talk.send(Chosen(option="file"))
    assert isinstance(talk.state, Asking)


def test_an_answers_file_that_changed_is_taken_as_it_is_now(disk: Disk) -> None:
    talk = talk_at_draft(disk, catalogue=with_question())
    talk.send(Said(text="~/a.log"))
    disk.files["~/a.log"] = 13_000
    talk.send(Chosen(option="file"))
    talk.send(Chosen(option="retake:a.log"))
    assert isinstance(talk.state, Reviewing)
    assert talk.state.draft.ready
    assert talk.state.request.answers["shot"].files == (said_file("~/a.log", 13_000),)


def test_a_changed_file_that_fits_no_more_is_not_taken(disk: Disk) -> None:
    talk = talk_at_draft(disk, catalogue=with_question(limits=Limits(largest=12_500)))
    talk.send(Said(text="~/a.log"))
    disk.files["~/a.log"] = 13_000
    talk.send(Chosen(option="file"))
    talk.begin_turn()
    talk.send(Chosen(option="retake:a.log"))
    assert talk.said == ["“a.log” has 13 kB; at most 12 kB are taken."]
    assert isinstance(talk.state, Reviewing)
    assert not talk.state.draft.ready


def test_what_answers_a_question_already_is_not_attached_twice(disk: Disk) -> None:
    talk = talk_at_draft(disk, catalogue=with_question())
    talk.send(Said(text="~/a.log"))
    disk.files["~/a.log"] = 13_000
    talk.send(Said(text="attach ~/a.log"))
    assert isinstance(talk.state, Reviewing)
    assert talk.state.request.attached == ()
    assert talk.state.request.answers["shot"].files == (said_file("~/a.log", 13_000),)


def test_back_offers_the_path_again(disk: Disk) -> None:
    talk = talk_at_draft(disk, catalogue=with_question())
    talk.send(Said(text="'~/a.log'"))
    talk.send(WentBack())
    assert isinstance(talk.state, Asking)
    assert talk.prompt.typed == "'~/a.log'"
    talk.send(Said(text=talk.prompt.typed))
    assert attached(talk) == ["a.log"]


# On the way


def submitting(disk: Disk) -> Talk:
    """A talk whose draft is on its way, and stays there."""
    talk = talk_at_draft(disk)
    talk.send(Said(text="attach ~/a.log"))
    assert isinstance(talk.state, Reviewing)
    talk.state = Submitting(request=replace(talk.state.request, stage=Stage.READY), draft=talk.state.draft)
    return talk


def step(sent: int = 0, number: int = 1) -> GoingUp:
    return GoingUp(name="a.log", size=12_000, number=number, count=2, sent=sent)


def test_an_upload_shows_what_goes_up_and_how_far_it_is(disk: Disk) -> None:
    talk = submitting(disk)
    assert talk.prompt.busy.startswith("Filing in ")
    assert "Esc" not in talk.prompt.busy
    talk.send(FileGoingUp(request_id="talk1", step=step(sent=6_000)))
    assert talk.prompt.busy == "Uploading a.log (12 kB), 1 of 2: 50 %. Esc stops before anything is filed."
    assert talk.prompt.back
    talk.send(FileGoingUp(request_id="talk1", step=step(sent=12_000)))
    assert "1 of 2: the server is taking it." in talk.prompt.busy
    talk.send(FileGoingUp(request_id="other", step=None))
    assert talk.prompt.back
    talk.send(FileGoingUp(request_id="talk1", step=None))
    assert talk.prompt.busy.startswith("Filing in ")
    assert "Esc" not in talk.prompt.busy


def test_back_stops_the_uploads_once_and_leaves_the_issue_alone(disk: Disk) -> None:
    talk = submitting(disk)
    talk.send(FileGoingUp(request_id="talk1", step=None))
    talk.effects.clear()
    on_its_way = talk.state
    talk.send(WentBack())
    assert StopUploads() not in talk.effects
    assert isinstance(talk.state, Opening), "it is left, and goes on"
    talk.state = on_its_way
    talk.effects.clear()
    talk.send(FileGoingUp(request_id="talk1", step=step()))
    talk.send(WentBack())
    assert talk.effects == [StopUploads()]
    assert talk.prompt.busy == "Stopping, as soon as the server has answered. Nothing is filed."
    talk.send(WentBack())
    assert talk.effects == [StopUploads()]
    talk.send(_ended(talk, Refused(sentence="Stopped. Nothing was filed.", next_step="", code="stopped")))
    assert isinstance(talk.state, Failed)
    assert talk.prompt.problem == "Stopped. Nothing was filed."
    assert {"again", "review"} <= {option.id for option in talk.prompt.options}


def test_a_progress_that_comes_late_changes_nothing(disk: Disk) -> None:
    talk = talk_at_draft(disk)
    before = talk.state
    talk.send(FileGoingUp(request_id="talk1", step=step()))
    assert talk.state == before


def _ended(talk: Talk, result: Result) -> FilingEnded:
    assert isinstance(talk.state, Submitting)
    return FilingEnded(request_id="talk1", result=result, request=talk.state.request)


@pytest.mark.parametrize(
    ("failure", "offered"),
    [
        (Refused(sentence="Too large.", next_step="Take it off.", code=FILE_CODE, file="a.log"), True),
        (NotReached(sentence="It broke off.", next_step="Try again.", file="a.log"), True),
        (NotReached(sentence="No network.", next_step="Try again."), False),
        (Refused(sentence="The token has expired.", next_step="", code="token", file="a.log"), False),
    ],
)
def test_where_the_file_is_the_trouble_it_can_be_taken_off_at_once(
    disk: Disk, failure: Refused | NotReached, offered: bool
) -> None:
    talk = submitting(disk)
    talk.send(_ended(talk, failure))
    assert isinstance(talk.state, Failed)
    ids = [option.id for option in talk.prompt.options]
    assert ("off:a.log" in ids) is offered
    # With a file that is not taken, trying again as it is leads nowhere; a network may be back.
    assert ids[0] == ("off:a.log" if offered and isinstance(failure, Refused) else "again")
    if offered:
        talk.send(Chosen(option="off:a.log"))
        assert attached(talk) == []
        talk.send(Chosen(option="file"))
        assert isinstance(talk.state, Done)


def test_what_went_up_before_a_failure_is_kept_with_the_request(disk: Disk) -> None:
    from intents.filing.tracker import Upload

    talk = submitting(disk)
    assert isinstance(talk.state, Submitting)
    up = Upload(
        tracker="gitlab",
        project_id="7",
        file=said_file("~/a.log"),
        name="a.log",
        link="[a.log](/uploads/0/a)",
    )
    known = replace(talk.state.request, uploads=(up,))
    refused = Refused(sentence="No.", next_step="", code="spam")
    talk.send(FilingEnded(request_id="talk1", result=refused, request=known))
    assert talk.services.store.load("talk1").uploads == (up,)
    talk.send(Chosen(option="again"))
    submitted = next(effect for effect in reversed(talk.effects) if isinstance(effect, SubmitDraft))
    assert submitted.request.uploads == (up,)
    saves = [effect for effect in talk.effects if isinstance(effect, SaveRequest)]
    assert saves[-1].request.uploads == (up,)


# Elsewhere


@pytest.mark.parametrize("way", ["copy", "browser"])
def test_whoever_takes_the_text_elsewhere_is_told_to_add_the_files(disk: Disk, way: str) -> None:
    talk = talk_at_draft(disk)
    talk.begin_turn()
    talk.send(Chosen(option=way))
    assert not any("by hand" in said for said in talk.said)
    talk.send(Said(text="attach ~/a.log"))
    talk.begin_turn()
    talk.send(Chosen(option=way))
    assert "The text does not hold its files. Add them by hand where their places stand: a.log." in talk.said
    assert not any("~/a.log" in text for text in (*talk.copied, *talk.opened))


def test_an_exported_file_says_that_it_names_its_files(disk: Disk) -> None:
    talk = talk_at_draft(disk)
    talk.send(Said(text="attach ~/a.log"))
    talk.send(Chosen(option="export"))
    assert isinstance(talk.state, Reviewing)
    assert talk.state.told == (
        "Written to draft.md. It names its files: `intake send` sends them up; anywhere else they are added by hand."
    )


def test_practice_says_where_the_files_go(disk: Disk) -> None:
    talk = talk_at_draft(disk, link="practice")
    talk.send(Said(text="attach ~/a.log"))
    assert ("note", "Practice: its files are copied into the practice folder.") in talk.prompt.notes


def test_a_receipt_of_a_request_with_files_is_like_any_other(disk: Disk) -> None:
    talk = submitting(disk)
    receipt = Receipt(project="a/b", iid=1, url="https://x/1", reference="a/b#1")
    talk.send(_ended(talk, Filed(receipt=receipt)))
    assert isinstance(talk.state, Done)


def test_a_local_file_knows_its_name_on_either_system() -> None:
    assert LocalFile(path="C:\\My files\\a.PNG", size=1, modified=1).name == "a.PNG"
    assert LocalFile(path="C:\\My files\\a.PNG", size=1, modified=1).suffix == "png"
    assert LocalFile(path="/home/kim/a\\b", size=1, modified=1).name == "a\\b"
    assert LocalFile(path="/home/kim/.env", size=1, modified=1).suffix == ""
