"""A file is written whole or not at all, for its owner only. Real limits of the system stand in for a full disk."""

import contextlib
import os
import resource
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from intents.keeping.written import own_folder, write_whole

ROOT = Path(__file__).parents[3]


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_text_is_written_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "draft"
    write_whole(path, "näh\r\n変\n")
    assert path.read_bytes() == "näh\r\n変\n".encode()
    write_whole(path, b"\x00\xff")
    assert path.read_bytes() == b"\x00\xff"
    assert [p.name for p in tmp_path.iterdir()] == ["draft"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_it_is_the_owners_only_and_always_readable_again(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "draft"
    path.write_text("old")
    path.chmod(0o644)
    before = os.umask(umask)
    try:
        write_whole(path, "new")
    finally:
        os.umask(before)
    assert _mode(path) == 0o600


WRITE_WITH_LIMIT = """
import resource, sys
from pathlib import Path
from intents.keeping.written import write_whole
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    write_whole(Path(sys.argv[1]), "n" * 5000)
except OSError as error:
    print(error.strerror)
"""


@pytest.mark.parametrize("limit", [0, 1, 4096, 4999])
def test_a_disk_that_takes_only_part_leaves_the_old_text(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "draft"
    write_whole(path, "old words")
    done = _run(WRITE_WITH_LIMIT, path, limit)
    assert done.stdout == "File too large\n", done.stderr
    assert path.read_text() == "old words"
    assert [p.name for p in tmp_path.iterdir()] == ["draft"]


def test_a_disk_that_takes_all_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "draft"
    assert _run(WRITE_WITH_LIMIT, path, 5000).stdout == ""
    assert path.stat().st_size == 5000


def test_no_more_open_files_leave_the_old_text(tmp_path: Path) -> None:
    path = tmp_path / "draft"
    write_whole(path, "old words")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = len(list(Path("/dev/fd").iterdir()))
    if used > 200:
        pytest.skip("this process has too many files open to come near a limit")
    taken: list[int] = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + 8, hard))
    try:
        with contextlib.suppress(OSError):
            while True:
                taken.append(os.open("/dev/null", os.O_RDONLY))
        with pytest.raises(OSError, match="Too many open files"):
            write_whole(path, "new words")
    finally:
        for handle in taken:
            os.close(handle)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert path.read_text() == "old words"


def test_a_folder_in_the_files_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / "inside").write_text("kept")
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / "draft", "new")
    assert (tmp_path / "draft" / "inside").read_text() == "kept"
    assert [p.name for p in tmp_path.iterdir()] == ["draft"]


@pytest.mark.parametrize("place", ["nowhere/draft", "file/draft"])
def test_a_folder_that_is_not_one_is_an_error(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(OSError):  # noqa: PT011 - which one differs by system
        write_whole(tmp_path / place, "new")
    assert (tmp_path / "file").read_text() == "a file"


def test_whoever_reads_meanwhile_sees_the_old_text_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "draft"
    texts = {"a" * 20_000, "b" * 30_000}
    write_whole(path, "a" * 20_000)
    seen: set[str] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_text())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(30):
        for text in sorted(texts):
            write_whole(path, text)
    done.set()
    reader.join()
    assert seen <= texts
    assert seen


WRITE_FOR_EVER = """
import sys
from pathlib import Path
from intents.keeping.written import write_whole
print("ready", flush=True)
while True:
    for letter in "ab":
        write_whole(Path(sys.argv[1]), letter * 50_000)
"""


@pytest.mark.parametrize("reads", [1, 7, 20])
def test_a_kill_in_the_middle_leaves_a_whole_text(tmp_path: Path, reads: int) -> None:
    path = tmp_path / "draft"
    write_whole(path, "a" * 50_000)
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(path)],
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        for _ in range(reads):
            assert len(path.read_text()) == 50_000
        writer.kill()
    assert path.read_text() in ("a" * 50_000, "b" * 50_000)


def test_a_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    own_folder(tmp_path / "one" / "two")
    assert _mode(tmp_path / "one" / "two") == 0o700
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "open").chmod(0o755)
    own_folder(tmp_path / "open")
    assert _mode(tmp_path / "open") == 0o700


def test_a_file_in_a_folders_place_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    with pytest.raises(OSError, match=r"exists|directory"):
        own_folder(tmp_path / "data")
    with pytest.raises(OSError, match="directory"):
        own_folder(tmp_path / "data" / "drafts")
    assert (tmp_path / "data").read_text() == "mine"
