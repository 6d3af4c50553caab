"""Files of this machine: what is there, what is none, and what changes while it is read. Nothing here may wait."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from files_on_disk import file_on_disk

from intents.answering.local_file import LocalFile, NoFile
from intents.filing.local_files import LONGEST_SAID, FileTroubleError, OpenFile, UploadStoppedError, look_at


def in_a_sentence(path: str) -> str:
    """A long path is cut at its beginning: its end is what tells one file from another."""
    return f"“{path}”" if len(path) <= LONGEST_SAID else f"“…{path[-LONGEST_SAID + 1 :]}”"


def _never() -> bool:
    return False


def _opened(file: LocalFile, stopped: Callable[[], bool] = _never) -> OpenFile:
    return OpenFile(file, "a.log", read_so_far=lambda _sent: None, stopped=stopped)


def test_a_file_is_seen_with_its_size_and_time(tmp_path: Path) -> None:
    path = tmp_path / "a b.log"
    path.write_bytes(b"12345")
    found = look_at(str(path))
    assert found == LocalFile(path=str(path), size=5, modified=path.stat().st_mtime_ns)
    assert isinstance(found, LocalFile)
    assert (found.name, found.suffix) == ("a b.log", "log")


@pytest.mark.parametrize("typed", ["a.log", "./a.log", "../work/a.log", "~/work/a.log"])
def test_a_path_is_seen_from_the_working_folder_and_from_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    file = file_on_disk(tmp_path / "work" / "a.log")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path / "work")
    assert look_at(typed) == file


def test_a_link_to_a_file_is_that_file_under_the_links_name(tmp_path: Path) -> None:
    file = file_on_disk(tmp_path / "a.log")
    (tmp_path / "b.log").symlink_to("a.log")
    found = look_at(str(tmp_path / "b.log"))
    assert isinstance(found, LocalFile)
    assert (found.name, found.size) == ("b.log", file.size)


@pytest.mark.parametrize("name", ["none.log", "a.log/b", "x" * 300, "a\0b", "loop"])
def test_what_is_not_there_is_missing(tmp_path: Path, name: str) -> None:
    file_on_disk(tmp_path / "a.log")
    found = look_at(str(tmp_path / name))
    assert isinstance(found, NoFile)
    assert found.missing
    assert found.sentence.startswith("There is no file “")


def test_a_broken_link_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "b.log").symlink_to("nowhere")
    found = look_at(str(tmp_path / "b.log"))
    assert isinstance(found, NoFile)
    assert found.missing


def test_a_link_to_itself_says_what_the_system_says(tmp_path: Path) -> None:
    (tmp_path / "b.log").symlink_to("b.log")
    found = look_at(str(tmp_path / "b.log"))
    assert isinstance(found, NoFile)
    assert "can't be read: too many levels of symbolic links." in found.sentence


def test_a_folder_an_empty_file_a_pipe_a_socket_and_a_device_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A socket's path has to be short.
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        no_ordinary = " is no ordinary file, but a pipe, a socket or a device."
        for path, ending in (
            (tmp_path, " is a folder. Name the files in it, or pack it into one."),
            (tmp_path / "empty", " is empty."),
            (tmp_path / "pipe", no_ordinary),
            (tmp_path / "socket", no_ordinary),
            (Path("/dev/zero"), no_ordinary),
            (Path("/dev/tty"), no_ordinary),
        ):
            assert look_at(str(path)) == NoFile(sentence=in_a_sentence(str(path)) + ending), path


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = file_on_disk(tmp_path / "a.log")

    def closed(*_: object) -> int:
        # To root nothing is closed, so the rights of the file itself would not do.
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", closed)
    assert look_at(file.path) == NoFile(sentence=f"You may not read {in_a_sentence(file.path)}.")
    with pytest.raises(FileTroubleError, match=r"You may not read a\.log\."):
        _opened(file)


def test_a_path_of_bytes_that_are_no_text_is_found(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"a\xff.log")
    try:
        path.write_bytes(b"x")
    except OSError:
        pytest.skip("this disk takes no such names")
    found = look_at(str(path))
    assert isinstance(found, LocalFile)
    assert found.size == 1


def test_it_is_read_whole_in_parts_and_told_how_far(tmp_path: Path) -> None:
    file = file_on_disk(tmp_path / "a.log", b"0123456789")
    told: list[int] = []
    with OpenFile(file, "a.log", read_so_far=told.append, stopped=lambda: False) as content:
        assert content.len == 10
        assert content.read(4) == b"0123"
        assert content.len == 6
        assert content.read() == b"456789"
        assert content.read() == b""
        assert content.len == 0
    assert told == [4, 10]


@pytest.mark.parametrize("change", ["other size", "other time", "gone", "folder", "pipe"])
def test_a_file_that_is_not_as_it_was_is_not_opened(tmp_path: Path, change: str) -> None:
    path = tmp_path / "a.log"
    file = file_on_disk(path)
    match change:
        case "other size":
            path.write_bytes(b"more than there was before\n")
        case "other time":
            os.utime(path, ns=(1, 1))
        case _:
            path.unlink()
    if change == "folder":
        path.mkdir()
    if change == "pipe":
        os.mkfifo(path)
    said = {
        "other size": "a.log was changed since it was attached.",
        "other time": "a.log was changed since it was attached.",
        "gone": "a.log is not there any more.",
        "folder": "a.log is a folder",
        "pipe": "a.log is no ordinary file",
    }
    with pytest.raises(FileTroubleError, match=said[change]):
        _opened(file)


def test_a_file_that_gets_shorter_while_it_is_read_ends_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    with _opened(file_on_disk(path, b"0123456789")) as content:
        content.read(4)
        os.truncate(path, 4)
        with pytest.raises(FileTroubleError, match=r"a\.log became shorter while it was sent\."):
            content.read(4)


def test_a_file_that_grows_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    with _opened(file_on_disk(path, b"0123456789")) as content:
        content.read(4)
        with path.open("ab") as file:
            file.write(b"more")
        with pytest.raises(FileTroubleError, match=r"a\.log was changed"):
            content.read()


def test_reading_stops_when_it_is_stopped(tmp_path: Path) -> None:
    stop: list[int] = []
    with _opened(file_on_disk(tmp_path / "a.log", b"0123456789"), lambda: bool(stop)) as content:
        content.read(4)
        stop.append(1)
        with pytest.raises(UploadStoppedError):
            content.read(4)
