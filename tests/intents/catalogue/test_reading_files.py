"""Files as they come: of other systems, damaged, hostile, or not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents.catalogue import (
    CatalogueFaults,
    check_catalogue,
    find_catalogue,
    packaged_catalogue,
    read_catalogue,
)
from intents.catalogue.problems import Fault

CATALOGUES = Path(__file__).parents[2] / "catalogues"
GOOD = (CATALOGUES / "good.yaml").read_text(encoding="utf-8")


def only_fault(path: Path) -> str:
    (fault,) = check_catalogue(path)
    return str(fault).removeprefix(f"{path}:")


def with_bytes(folder: Path, data: bytes) -> Path:
    path = folder / "intents.yaml"
    path.write_bytes(data)
    return path


def test_a_file_saved_on_windows_reads_as_any_other(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    path = with_bytes(tmp_path, data)
    there, here = read_catalogue(path), read_catalogue(CATALOGUES / "good.yaml")
    assert there.intents == here.intents
    assert there.trackers == here.trackers


def test_lines_are_counted_rightly_in_a_file_saved_on_windows(tmp_path: Path) -> None:
    text = GOOD.replace("- order\n      due", "- a, b\n      due").replace("\n", "\r\n")
    path = with_bytes(tmp_path, b"\xef\xbb\xbf" + text.encode())
    assert only_fault(path).startswith("109: intents.order.draft.labels[3]: `a, b` holds a comma")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "1: the file is empty; begin it with `catalogue: 1`"),
        (b"\n# only a comment\n", "1: the file is empty; begin it with `catalogue: 1`"),
        (b"just words\n", "1: the file is not made of keys and values; begin it with `catalogue: 1`"),
        (b"- a\n- b\n", "1: the file is not made of keys and values; begin it with `catalogue: 1`"),
        (b"catalogue: 1\nteam: caf\xe9\n", "2: the byte 0xE9 is not UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbfa: 1\r\n\r\nteam: \xff\r\n", "3: the byte 0xFF is not UTF-8; save the file as UTF-8"),
        ("team: A".encode("utf-16"), "1: the file is UTF-16; save the file as UTF-8"),
        (
            b"a: " + b"[" * 900 + b"]" * 900,
            "1: a" + "[1]" * 19 + ": it is nested too deeply; use no more than 20 levels",
        ),
        (b"x" * 600_000, "1: it is larger than 512 kB; keep long lists of messages in message files"),
    ],
)
def test_a_file_that_is_no_catalogue_is_named_in_one_sentence(data: bytes, says: str, tmp_path: Path) -> None:
    assert only_fault(with_bytes(tmp_path, data)) == says


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert only_fault(tmp_path / "none.yaml") == "1: there is no such file; check how its name is written"


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert only_fault(tmp_path) == "1: this is a folder; name the file inside it"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_does_not_hang_the_start(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert only_fault(path) == "1: this is not a regular file; name a file"


def test_a_name_that_no_system_takes_is_a_fault_and_no_crash() -> None:
    (fault,) = check_catalogue(Path("a\0b"))
    assert fault.problem == "it cannot be read (its name is not usable)"


def test_aliases_that_would_unfold_without_end_are_refused_where_they_stand(tmp_path: Path) -> None:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]")
    faults = check_catalogue(with_bytes(tmp_path, "\n".join(lines).encode()))
    marks = [fault for fault in faults if "marks a part" in fault.problem]
    assert [fault.line for fault in marks] == list(range(1, 10))
    assert sum("repeats another part" in fault.problem for fault in faults) == 72


def test_a_python_object_in_the_file_is_refused_and_nothing_runs(tmp_path: Path) -> None:
    target = tmp_path / "ran"
    path = with_bytes(tmp_path, f"x: !!python/object/apply:os.mkdir ['{target}']\n".encode())
    assert "`!!python/object/apply:os.mkdir` is a type mark" in "\n".join(map(str, check_catalogue(path)))
    assert not target.exists()


def test_messages_are_read_from_the_folder_beside_the_catalogue(tmp_path: Path) -> None:
    path = with_bytes(tmp_path, GOOD.replace("opening:", "messages: said\nopening:").encode())
    said = tmp_path / "said"
    said.mkdir()
    (said / "order.txt").write_bytes(
        b"\xef\xbb\xbf# plain\r\nPlease order this\r\n\r\n  #shelf seven is empty  \r\n#\r\n"
    )
    (said / "cafe.txt").write_text("One espresso\n", encoding="utf-8")
    catalogue = read_catalogue(path)
    order = catalogue.intents[0]
    assert order.examples == ("Please buy this book", "Please order this", "#shelf seven is empty")
    assert catalogue.elsewhere[0].examples == ("A coffee please", "One espresso")
    assert catalogue.intents[1].examples == ("The spine of this book is broken",)


def test_faults_of_message_files_come_with_their_own_file_and_line(tmp_path: Path) -> None:
    path = with_bytes(
        tmp_path,
        GOOD.replace("opening:", "messages: said\nopening:").replace("- order\n", "- a, b\n").encode(),
    )
    said = tmp_path / "said"
    said.mkdir()
    (said / "ordre.txt").write_text("Please\n", encoding="utf-8")
    (said / "ask.txt").write_bytes(b"fine\nna\xefve\n")
    (said / "repair.txt").write_text("x" * 5000, encoding="utf-8")
    assert [str(fault) for fault in check_catalogue(path)][1:] == [
        f"{said / 'ask.txt'}:2: the byte 0xEF is not UTF-8; save the file as UTF-8",
        f"{said / 'ordre.txt'}:1: no intent and no place elsewhere is called `ordre`; did you mean `order`?",
        f"{said / 'repair.txt'}:1: the message is longer than 4000 characters; shorten it, or break the line",
    ]


def test_a_folder_of_messages_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    path = with_bytes(tmp_path, GOOD.replace("opening:", "messages: said\nopening:").encode())
    assert (
        only_fault(path)
        == "6: messages: there is no folder `said` beside the catalogue; make it, or leave the key out"
    )


def test_the_named_catalogue_is_used_even_when_it_is_not_there(tmp_path: Path) -> None:
    own = tmp_path / "intents.yaml"
    assert find_catalogue(None, own) == packaged_catalogue()
    own.write_text(GOOD, encoding="utf-8")
    assert find_catalogue(None, own) == own
    assert find_catalogue("elsewhere.yaml", own) == Path("elsewhere.yaml")


def test_the_model_is_loaded_without_the_yaml_library_and_the_reader_without_a_screen() -> None:
    program = (
        "import sys, intents.catalogue, intents.catalogue.model\n"
        "assert not {'yaml', 'textual', 'rich', 'gitlab'} & set(sys.modules)\n"
        "intents.catalogue.read_catalogue(intents.catalogue.packaged_catalogue())\n"
        "assert not {'textual', 'rich', 'gitlab'} & set(sys.modules)\n"
    )
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", program], check=True, cwd=root)


def checked(path: Path, data: bytes) -> tuple[Fault, ...]:
    """The faults of these bytes; reading refuses exactly what checking finds."""
    path.write_bytes(data)
    faults = check_catalogue(path)
    assert all(fault.line >= 1 and len(str(fault).splitlines()) == 1 for fault in faults)
    if faults:
        with pytest.raises(CatalogueFaults) as caught:
            read_catalogue(path)
        assert caught.value.faults == faults
    else:
        read_catalogue(path)
    return faults


WORDS = st.sampled_from(
    "id name title intents questions kind choice when labels draft yes no 1 1.10 ~ &a *a !!str : - [ ] { } | > # ' \" @ % "
    "\t \n \n\n ${title} ${ order, a::b 2026-12-01 --- ... ? , é \u2028 \ufeff".split(" ")
)
CALM = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@CALM
@given(data=st.binary(max_size=400))
def test_no_bytes_raise_anything_but_faults(data: bytes, tmp_path: Path) -> None:
    assert checked(tmp_path / "x.yaml", data)


@CALM
@given(words=st.lists(WORDS, max_size=40), gaps=st.sampled_from(["", " ", "\n", "\n  "]))
def test_no_text_that_looks_like_yaml_raises_anything_but_faults(
    words: list[str], gaps: str, tmp_path: Path
) -> None:
    assert checked(tmp_path / "x.yaml", gaps.join(words).encode())


@CALM
@given(at=st.integers(0, len(GOOD) - 1), cut=st.integers(0, 30), words=st.lists(WORDS, max_size=3))
def test_no_slip_in_a_good_catalogue_raises_anything_but_faults(
    at: int, cut: int, words: list[str], tmp_path: Path
) -> None:
    checked(tmp_path / "x.yaml", (GOOD[:at] + " ".join(words) + GOOD[at + cut :]).encode())


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(
        ["id", "name", "title", "kind", "choices", "when", "draft", "body", "labels", "limits", "steps", "who", "label"]
    ), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@CALM
@given(intents=TREES, trackers=TREES, elsewhere=TREES)
def test_no_tree_of_wrong_shapes_raises_anything_but_faults(
    intents: object, trackers: object, elsewhere: object, tmp_path: Path
) -> None:
    import json

    top = {"catalogue": 1, "intents": intents, "trackers": trackers, "elsewhere": elsewhere}
    assert checked(tmp_path / "x.yaml", json.dumps(top).encode())
