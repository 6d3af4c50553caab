"""Paths as people type them and as terminals hand over a dragged file."""

from __future__ import annotations

import re
import shlex
from urllib.parse import quote

import pytest
from files_on_disk import disk_of
from hypothesis import given
from hypothesis import strategies as st

from intents.answering.local_file import NoFile
from intents.answering.paths import files_named, looks_like_path, words_of

SHOT = "/home/kim/My shot (2).png"
NOTES = "/home/kim/Kim's notes.txt"
LOG = "/tmp/a.log"
DISK = disk_of(
    {SHOT: 5, NOTES: 5, LOG: 5, "~/a.log": 5, "a.log": 5, "b c.log": 5, "C:\\My files\\a.png": 5},
    folders=("/tmp", "/home/kim/My"),
)


@pytest.mark.parametrize(
    ("typed", "paths"),
    [
        (LOG, [LOG]),
        (f"  {LOG} ", [LOG]),
        ("a.log", ["a.log"]),
        ("~/a.log", ["~/a.log"]),
        ("b c.log", ["b c.log"]),
        (SHOT, [SHOT]),
        (NOTES, [NOTES]),
        (f"'{SHOT}'", [SHOT]),
        (f"'{SHOT}' ", [SHOT]),
        (f'"{SHOT}"', [SHOT]),
        ("/home/kim/My\\ shot\\ \\(2\\).png", [SHOT]),
        ("'/home/kim/Kim'\\''s notes.txt'", [NOTES]),
        ('"/home/kim/Kim\'s notes.txt"', [NOTES]),
        ("file:///home/kim/My%20shot%20(2).png", [SHOT]),
        ("file://localhost/tmp/a.log", [LOG]),
        ("FILE:///tmp/a.log", [LOG]),
        ("file:/tmp/a.log", [LOG]),
        (f"{LOG} a.log", [LOG, "a.log"]),
        (f"{LOG} {SHOT}", [LOG, SHOT]),
        (f"{SHOT} {LOG}", [SHOT, LOG]),
        (f"{LOG}, {SHOT}", [LOG, SHOT]),
        ("a.log, ~/a.log", ["a.log", "~/a.log"]),
        ("a.log and 'b c.log'", ["a.log", "b c.log"]),
        (f"'{SHOT}' '{LOG}'", [SHOT, LOG]),
        (f"file://{LOG} file:///home/kim/Kim%27s%20notes.txt", [LOG, NOTES]),
        (f"{LOG}\n\n{SHOT}\n", [LOG, SHOT]),
        (f"{LOG} {LOG}", [LOG]),
        ("C:\\My files\\a.png", ["C:\\My files\\a.png"]),
        ('"C:\\My files\\a.png"', ["C:\\My files\\a.png"]),
    ],
)
def test_every_form_of_a_path_is_read(typed: str, paths: list[str]) -> None:
    found = files_named(typed, DISK)
    assert not isinstance(found, NoFile), found.sentence
    assert [file.path for file in found] == paths


@pytest.mark.parametrize(
    ("typed", "sentence", "missing"),
    [
        ("/tmp/b.log", "There is no file “/tmp/b.log”.", True),
        ("the log of yesterday", "There is no file “the log of yesterday”.", True),
        (f"{LOG} /tmp/b.log", "There is no file “/tmp/b.log”.", True),
        ("/tmp", "“/tmp” is a folder.", False),
        (f"{LOG} /tmp", "“/tmp” is a folder.", False),
        (
            "https://example.com/a.png",
            "“https://example.com/a.png” is a link. A link goes into the text; a file is attached.",
            False,
        ),
        (
            "file://server/share/a.log",
            "“file://server/share/a.log” is no address of a file on this machine.",
            False,
        ),
        ("file://[", "“file://[” is no address of a file on this machine.", False),
        ("", "Name a file.", True),
        ("\n \n", "Name a file.", True),
        ("'", "There is no file “'”.", True),
    ],
)
def test_what_names_no_file_says_why(typed: str, sentence: str, missing: bool) -> None:
    assert files_named(typed, DISK) == NoFile(sentence=sentence, missing=missing)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a b", ("a", "b")),
        ("a\\ b c", ("a b", "c")),
        ("'a b'c", ("a bc",)),
        ("''", ("",)),
        ("a' b", ("a'", "b")),
        ('"a\\"b" c', ('a"b', "c")),
        ("a\\", ("a\\",)),
        ("C:\\a b\\c", ("C:\\a", "b\\c")),
    ],
)
def test_words_are_those_of_a_shell(line: str, words: tuple[str, ...]) -> None:
    assert words_of(line) == words


@pytest.mark.parametrize("text", ["/a", "~/a", "./a", "../a", "'/a b'", "file:///a", "C:\\a"])
def test_a_path_is_told_by_its_beginning(text: str) -> None:
    assert looks_like_path(text)


@pytest.mark.parametrize("text", ["a.log", "change the date", "/ or so", "'quoted words'", ""])
def test_words_are_not_taken_for_a_path(text: str) -> None:
    assert not looks_like_path(text)


NAMES = st.text(
    st.characters(exclude_characters="\0/\n\r", exclude_categories=("Cs",)), min_size=1, max_size=30
)


@given(NAMES, NAMES)
def test_whatever_a_file_is_called_each_terminals_form_of_it_is_read(folder: str, name: str) -> None:
    path = f"/home/{folder}/{name}"
    disk = disk_of({path: 5, "/tmp/other": 5})
    backslashes = re.sub(r"([^\w/.-])", r"\\\1", path)
    for form in (shlex.quote(path), backslashes, "file://" + quote(path)):
        found = files_named(f"{form} /tmp/other", disk)
        assert not isinstance(found, NoFile), (form, found.sentence)
        assert {file.path for file in found} == {path, "/tmp/other"}, form


@pytest.mark.parametrize("filling", [" ", "'", '"', "\\", "\\'", '\\"', "a ", "/a ", "~/", ", "])
def test_a_long_paste_is_read_at_once(filling: str) -> None:
    text = "a" + filling * (100_000 // len(filling)) + "b"
    assert isinstance(files_named(text, disk_of({})), NoFile)


@given(st.text(max_size=200))
def test_no_words_break_it(text: str) -> None:
    assert files_named(text, disk_of({}))
