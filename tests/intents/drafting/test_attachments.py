"""Files in a draft: their names on the server, their places in the text, and the links in the places' stead."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest
from files_on_disk import disk_of, said_file
from hypothesis import given
from hypothesis import strategies as st

from intents.answering.answer import Answer
from intents.catalogue.model import (
    Catalogue,
    DraftPattern,
    Intent,
    IntentId,
    Kind,
    Limits,
    Outcome,
    Question,
    Tracker,
)
from intents.drafting.attachments import (
    LONGEST_NAME,
    Attachment,
    attachments_of,
    linked,
    name_on_server,
    names_placed,
    placed,
    without_place,
)
from intents.drafting.compose import editable_text, edited_draft, make_draft, with_files_seen
from intents.drafting.draft import Draft
from intents.drafting.markdown_file import attached_paths, from_markdown, to_markdown
from intents.drafting.request import Edit, Request
from intents.drafting.safe_text import check_actions, mentions
from intents.filing.stored_issue import link_of
from intents.filing.tracker import Upload

REFERENCE = "gi7f3a9c2e41b8d6055aa1c0ff"
INTENT = Intent(
    id=IntentId("fault"),
    title="Report a fault",
    sentence="Something is broken.",
    keywords=(),
    examples=("x",),
    outcome=Outcome.ISSUE,
    tracker="main",
    questions=(
        Question(name="what", ask="What?", why="", kind=Kind.TEXT),
        Question(
            name="shot", ask="A picture?", why="", kind=Kind.FILE, required=False, limits=Limits(several=True)
        ),
    ),
    draft=DraftPattern(title=("A fault",), body="## What\n\n${what}\n\n## Picture\n\n${shot}\n"),
)
CATALOGUE = Catalogue(
    team="T",
    host="https://gitlab.example.com",
    trackers=(Tracker(name="main", project="group/project"),),
    intents=(INTENT,),
)


def answer_of(*paths: str) -> Answer:
    return Answer(values=paths, words=" ".join(paths), files=tuple(said_file(path) for path in paths))


def request_of(*attached: str, shot: Answer | None = None, what: str = "It is dark.") -> Request:
    answers = {"what": Answer(values=(what,))} | ({"shot": shot} if shot else {})
    return Request(
        id="abc234",
        reference=REFERENCE,
        intent=INTENT.id,
        answers=MappingProxyType(answers),
        attached=tuple(said_file(path) for path in attached),
    )


def draft_of(request: Request) -> Draft:
    made = make_draft(request, INTENT, CATALOGUE)
    return edited_draft(made, request) if request.edit and request.edit.used else made


# Names


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("shot.png", "shot.png"),
        ("My shot (2).PNG", "My_shot_2.PNG"),
        ("Bildschirmfoto ä 波.png", "Bildschirmfoto_ä_波.png"),
        ("a\u0308.png", "ä.png"),
        (".env", "env"),
        ("archive.tar.gz", "archive.tar.gz"),
        ("no ending", "no_ending"),
        ("x](http://evil.example)[y.png", "x_http_evil.example_y.png"),
        ("`code`\n/close\n@all.txt", "code_close_all.txt"),
        ("<script>.js", "script.js"),
        ("a..b...c.txt", "a.b.c.txt"),
        ("\u202egnp.exe", "gnp.exe"),
        ("***", "file"),
        ("---.png", "png"),
        ("x" * 300 + ".png", "x" * 96 + ".png"),
        ("a." + "x" * 300, "a." + "x" * 98),
    ],
)
def test_a_name_on_the_server_holds_nothing_that_could_act(name: str, there: str) -> None:
    assert name_on_server(name) == there


@given(st.text(max_size=400))
def test_every_name_becomes_a_harmless_one_and_stays_it(name: str) -> None:
    there = name_on_server(name)
    assert re.fullmatch(r"[\w.+-]+", there)
    assert len(there) <= LONGEST_NAME
    assert ".." not in there
    assert name_on_server(there) == there


def test_files_of_one_name_get_names_of_their_own_and_a_file_named_twice_is_one() -> None:
    live = {"shot": answer_of("/a/shot.png", "/b/shot.png")}
    files = (
        said_file("/c/SHOT.png"),
        said_file("/a/shot.png"),
        said_file("/d/readme"),
        said_file("/e/readme"),
    )
    found = attachments_of(live, files)
    assert [one.name for one in found] == ["shot.png", "shot-2.png", "SHOT-3.png", "readme", "readme-2"]
    assert [one.question for one in found] == ["shot", "shot", "", "", ""]


# Places


def test_a_file_stands_where_the_body_says_with_name_and_size() -> None:
    draft = draft_of(request_of(shot=answer_of("/home/kim/shot.png")))
    assert "## Picture\n\n[attachment: shot.png, 12 kB]\n" in draft.description
    assert "/home/kim" not in draft.description


def test_several_files_are_a_list_and_those_without_a_question_come_last() -> None:
    draft = draft_of(request_of("/a.log", shot=answer_of("/1.png", "/2.png")))
    assert draft.description == (
        "## What\n\nIt is dark.\n\n## Picture\n\n- [attachment: 1.png, 12 kB]\n- [attachment: 2.png, 12 kB]\n\n"
        f"## Attachments\n\n- [attachment: a.log, 12 kB]\n\nIntake reference: `{REFERENCE}`\n"
    )
    assert draft.ready


def test_without_an_answer_the_section_is_left_out() -> None:
    assert "Picture" not in draft_of(request_of()).description


def test_a_file_goes_under_the_templates_own_heading() -> None:
    tracker = Tracker(name="main", project="group/project", template="Fault")
    catalogue = replace(CATALOGUE, trackers=(tracker,))
    request = replace(request_of("/a.log"), template="## Attachments\n\nPictures help.\n\n## What\n")
    text = make_draft(request, INTENT, catalogue).description
    assert text.startswith("## Attachments\n\nPictures help.\n\n- [attachment: a.log, 12 kB]\n\n## What\n")


def test_the_path_of_an_answer_calls_nobody() -> None:
    draft = draft_of(request_of(shot=answer_of("/home/@all/@group/team/x.png")))
    assert draft.silenced == draft.mentions == ()


def test_more_files_than_a_request_takes_are_a_problem() -> None:
    draft = draft_of(request_of(*(f"/{n}.log" for n in range(11))))
    assert draft.problems == ("These are 11 files; at most 10 can be attached. Take some off.",)


def test_in_a_text_of_ones_own_places_stay_move_and_come_back() -> None:
    request = request_of("/a.log", "/b.log")
    text = editable_text(draft_of(request))
    assert names_placed(text) == ("a.log", "b.log")
    kept = replace(request, edit=Edit(title="T", description=text))
    assert draft_of(kept).description == draft_of(request).description
    moved = "See [attachment: b.log, 99 MB] first."
    edited = draft_of(replace(request, edit=Edit(title="T", description=moved)))
    assert edited.description == (
        "See [attachment: b.log, 12 kB] first.\n\n## Attachments\n\n- [attachment: a.log, 12 kB]\n\n"
        f"Intake reference: `{REFERENCE}`\n"
    )


def test_a_place_goes_with_its_file_and_takes_its_line_along() -> None:
    text = (
        "One\n\n- [attachment: a.log, 1 kB]\n- [attachment: b.log, 1 kB]\n\nand [attachment: a.log, 1 kB] too"
    )
    assert without_place(text, "a.log") == "One\n\n- [attachment: b.log, 1 kB]\n\nand too"
    only = "One\n\n## Attachments\n\n- [attachment: a.log, 1 kB]\n\n## Two\n\nX"
    assert without_place(only, "a.log") == "One\n\n## Two\n\nX"
    assert without_place("One\n\n## Attachments\n\n- [attachment: a.log, 1 kB]", "a.log") == "One"


def test_links_take_the_places_stead_and_nothing_else_changes() -> None:
    text = "a [attachment: a.log, 1 kB] b [attachment: other.log, 1 kB] [a.log] c"
    assert linked(text, {"a.log": "[a.log](/uploads/1/a.log)"}) == (
        "a [a.log](/uploads/1/a.log) b [attachment: other.log, 1 kB] [a.log] c"
    )


NAMES = st.text(st.characters(exclude_characters="\0/", exclude_categories=("Cs",)), min_size=1, max_size=60)
HOSTILE = st.sampled_from(
    [
        "\n/close\n",
        "@all",
        "](x)",
        "`",
        "```",
        "<!--",
        "[x]: y",
        "/close",
        "\u202e",
        "$a$",
        "\\",
        "|-|",
        "~~~",
    ]
)


@given(st.lists(st.one_of(NAMES, st.tuples(HOSTILE, NAMES, HOSTILE).map("".join)), min_size=1, max_size=4))
def test_no_name_of_a_file_acts_calls_or_opens_anything(names: list[str]) -> None:
    paths = [f"/home/kim/{number}/{name}" for number, name in enumerate(names)]
    request = request_of(*paths[1:], shot=answer_of(paths[0]))
    draft = draft_of(request)
    assert draft.mentions == ()
    assert check_actions(draft.description, ()) == ()
    assert names_placed(draft.description) == tuple(one.name for one in draft.attachments)
    links = {
        one.name: link_of({"url": f"/uploads/{'0' * 32}/{one.name}"}, one.name) for one in draft.attachments
    }
    assert all(links.values())
    text = linked(draft.description, links)
    assert (mentions(text), check_actions(text, ())) == ((), ())
    plain = draft.description
    for one in draft.attachments:
        plain = plain.replace(one.place, links[one.name])
    assert text == plain
    assert "/home/kim" not in text
    edited = replace(request, edit=Edit(title="T", description=editable_text(draft)))
    assert draft_of(edited).description == draft.description


# What becomes of the files


def test_a_file_that_is_gone_or_changed_keeps_the_draft_from_being_sent() -> None:
    request = request_of("/gone.log", "/changed.log", "/same.log")
    seen = with_files_seen(draft_of(request), request, disk_of({"/changed.log": 7, "/same.log": 12_000}))
    assert seen.problems == (
        "gone.log is not there any more. Attach it again or take it off.",
        "changed.log was changed since it was attached. Take it as it is now, or take it off.",
    )
    assert [one.now is not None for one in seen.attachments] == [False, True, False]
    assert not seen.ready


def test_what_is_up_is_not_asked_for_any_more() -> None:
    request = request_of("/gone.log")
    upload = Upload(
        tracker="t",
        project_id="7",
        file=request.attached[0],
        name="gone.log",
        link="[gone.log](/uploads/0/g)",
    )
    up = replace(request, uploads=(upload,))
    assert with_files_seen(draft_of(up), up, disk_of({})).problems == ()


# Links


@pytest.mark.parametrize(
    ("url", "name", "link"),
    [
        ("/uploads/0123456789abcdef/a.log", "a.log", "[a.log](/uploads/0123456789abcdef/a.log)"),
        ("/uploads/0123456789abcdef/a.png", "a.png", "![a](/uploads/0123456789abcdef/a.png)"),
        ("/uploads/0123456789abcdef/ä.png", "ä.png", "![ä](/uploads/0123456789abcdef/ä.png)"),
        ("/uploads/0123456789abcdef/%C3%A4.PNG", "ä.PNG", "![ä](/uploads/0123456789abcdef/%C3%A4.PNG)"),
        ("/uploads/0123456789abcdef/png", "png", "[png](/uploads/0123456789abcdef/png)"),
    ],
)
def test_a_link_is_made_of_the_address_and_our_own_name(url: str, name: str, link: str) -> None:
    assert link_of({"url": url, "markdown": "@all\n/close"}, name) == link


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "text",
        {},
        {"url": None},
        {"url": 7},
        {"url": ""},
        {"url": "https://evil.example/uploads/0123456789abcdef/a.log"},
        {"url": "/uploads/0123456789abcdef/a.log\n/close"},
        {"url": "/uploads/0123456789abcdef/a.log) @all ["},
        {"url": "/uploads/0123456789abcdef/../../a.log"},
        {"url": "/uploads/xyz/a.log"},
        {"url": "/admin/a.log"},
    ],
)
def test_an_answer_that_is_no_plain_address_is_not_linked(answer: object) -> None:
    assert link_of(answer, "a.log") == ""


# Markdown files


def test_a_file_of_a_draft_names_its_files_by_their_paths_and_reads_back() -> None:
    draft = draft_of(request_of("/home/kim/a b.log", shot=answer_of("/1.png")))
    text = to_markdown(draft)
    assert 'attachments: ["/1.png", "/home/kim/a b.log"]\n' in text
    assert attached_paths(text) == ("/1.png", "/home/kim/a b.log")
    read = from_markdown(text)
    assert (read.description, read.title) == (draft.description, draft.title)


def test_a_file_without_files_says_nothing_of_them() -> None:
    text = to_markdown(draft_of(request_of()))
    assert "attachments" not in text
    assert attached_paths(text) == ()
    assert attached_paths('---\nproject: a/b\n---\nattachments: ["/x"]\n') == ()


def test_paths_written_by_hand_are_taken_too() -> None:
    assert attached_paths("---\nattachments: a.png, b.png\n---\n") == ("a.png", "b.png")


def test_the_same_text_is_placed_once_more_without_a_change() -> None:
    one = Attachment(file=said_file("/a.log"), name="a.log")
    text = placed("Words", (one,))
    assert text == "Words\n\n## Attachments\n\n- [attachment: a.log, 12 kB]"
    assert placed(text, (one,)) == text
