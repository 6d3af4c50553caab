"""Questions for a file: size, type and number, a sentence for each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from files_on_disk import disk_of

from intents.answering.files import LARGEST, MOST_FILES, said_limits
from intents.answering.kinds import default_of, example_of, read_answer, say_answer
from intents.answering.reading import Accepted, Rejected, Skipped, Surroundings
from intents.catalogue.model import Kind, Limits, Question
from intents.catalogue.sizes import said_size, size_named

TODAY = date(2026, 11, 24)
AROUND = Surroundings(
    today=TODAY,
    look=disk_of(
        {"/a.png": 12_000, "/b.PNG": 900, "/c.exe": 5, "/big.png": 3_000_000, "/huge.bin": LARGEST + 1}
    ),
)


def question(**limits: Any) -> Question:
    return Question(name="shot", ask="A screenshot?", why="", kind=Kind.FILE, limits=Limits(**limits))


def test_an_answer_holds_the_path_and_what_the_file_was_like() -> None:
    asked = question(types=("png",))
    read = read_answer(asked, "'/a.png'", AROUND)
    assert isinstance(read, Accepted)
    assert read.answer.values == ("/a.png",)
    assert [(file.name, file.size) for file in read.answer.files] == [("a.png", 12_000)]
    assert read.answer.words == "'/a.png'"
    assert read.echo == say_answer(asked, read.answer, TODAY) == "a.png (12 kB)"


def test_several_files_are_one_answer_where_several_are_right() -> None:
    read = read_answer(question(several=True), "/a.png /b.PNG", AROUND)
    assert isinstance(read, Accepted)
    assert read.answer.values == ("/a.png", "/b.PNG")
    assert read.echo == "a.png (12 kB), b.PNG (900 bytes)"


@pytest.mark.parametrize(
    ("limits", "typed", "sentence"),
    [
        ({}, "/none.png", "There is no file “/none.png”."),
        ({}, "/a.png /b.PNG", "These are 2 files, and one is wanted here."),
        ({"types": ("png",)}, "/c.exe", "“c.exe” is of another type; wanted is png."),
        (
            {"types": ("png", "jpg", "pdf")},
            "/c.exe",
            "“c.exe” is of another type; wanted is png, jpg or pdf.",
        ),
        ({"largest": 2_000_000}, "/big.png", "“big.png” has 3 MB; at most 2 MB are taken."),
        ({}, "/huge.bin", "“huge.bin” has 100 MB; at most 100 MB are taken."),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_one_sentence(
    limits: dict[str, Any], typed: str, sentence: str
) -> None:
    read = read_answer(question(**limits), typed, AROUND)
    assert isinstance(read, Rejected)
    assert read.sentence.partition(" Such as: ")[0] == sentence


def test_more_files_than_a_request_takes_are_refused() -> None:
    paths = [f"/{number}.png" for number in range(MOST_FILES + 1)]
    around = Surroundings(today=TODAY, look=disk_of(dict.fromkeys(paths, 1)))
    read = read_answer(question(several=True), " ".join(paths), around)
    assert isinstance(read, Rejected)
    assert read.sentence.startswith("These are 11 files; at most 10 can be attached.")
    assert isinstance(read_answer(question(several=True), " ".join(paths[:-1]), around), Accepted)


def test_letters_large_and_small_are_one_type() -> None:
    assert isinstance(read_answer(question(types=("png",)), "/b.PNG", AROUND), Accepted)


def test_an_optional_file_is_left_out_by_a_word() -> None:
    optional = Question(name="shot", ask="", why="", kind=Kind.FILE, required=False)
    for text in ("", "no", "none"):
        assert read_answer(optional, text, AROUND) == Skipped()


def test_where_there_is_no_disk_no_file_is_there() -> None:
    assert isinstance(read_answer(question(), "/a.png", Surroundings(today=TODAY)), Rejected)


def test_an_example_is_given_without_looking_at_a_disk() -> None:
    assert example_of(question(types=("pdf",)), TODAY) == "screenshot.pdf"
    assert example_of(question(), TODAY) == "screenshot.png"
    assert default_of(question(), AROUND) is None


def test_limits_are_said_in_a_few_words() -> None:
    assert said_limits(Limits()) == "up to 100 MB"
    limits = Limits(types=("png", "jpg"), largest=500_000, several=True)
    assert said_limits(limits) == "png or jpg, up to 500 kB, several at once"


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("10 MB", 10_000_000),
        ("10MB", 10_000_000),
        ("1.5 mb", 1_500_000),
        ("500 kB", 500_000),
        ("20 bytes", 20),
        ("1 GB", 1_000_000_000),
        ("0 MB", None),
        ("10", None),
        ("10 apples", None),
        ("-1 MB", None),
        ("1,5 MB", None),
        ("", None),
    ],
)
def test_a_size_is_read_as_people_write_it(text: str, size: int | None) -> None:
    assert size_named(text) == size


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (1_340_000, "1.3 MB"),
        (999_949_999, "999.9 MB"),
        (999_950_000, "1 GB"),
    ],
)
def test_a_size_is_said_short(size: int, said: str) -> None:
    assert said_size(size) == said
