"""Questions of the kind `file`: how they are read, and what is said of each fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from intents.catalogue import check_catalogue, read_catalogue
from intents.catalogue.model import Kind
from intents.catalogue.stored import from_text, to_text

GOOD = (Path(__file__).parents[2] / "catalogues" / "good.yaml").read_text(encoding="utf-8")
QUESTION = """\
      - name: cover
        ask: A picture of the cover?
        why: It is found by it.
        kind: file
        required: no
        example: cover.png
        limits: {types: [png, .JPG], largest: 2.5 MB, several: yes}
"""


def written(folder: Path, question: str = QUESTION, *, body: str = "        - Cover: ${cover}\n") -> Path:
    text = GOOD.replace("      - name: quiet\n", question + "      - name: quiet\n")
    text = text.replace("        - Ticket: ${ticket}\n", "        - Ticket: ${ticket}\n" + body)
    path = folder / "intents.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    return [str(fault).removeprefix(f"{path}:") for fault in check_catalogue(path)]


def test_a_question_for_a_file_is_read_with_its_limits(tmp_path: Path) -> None:
    catalogue = read_catalogue(written(tmp_path))
    question = catalogue.intents[0].question("cover")
    assert question is not None
    assert question.kind is Kind.FILE
    assert (question.limits.types, question.limits.largest, question.limits.several) == (
        ("png", "jpg"),
        2_500_000,
        True,
    )
    kept = from_text(to_text(catalogue))
    assert kept is not None
    assert kept.intents[0].question("cover") == question


PLACE = "intents.order.questions.cover"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "2.5 MB",
            "2500000",
            f"93: {PLACE}.limits.largest: this is not a size; write one as `10 MB` or `500 kB`",
        ),
        (
            "2.5 MB",
            "0 MB",
            f"93: {PLACE}.limits.largest: this is not a size; write one as `10 MB` or `500 kB`",
        ),
        (
            "2.5 MB",
            "[2 MB]",
            f"93: {PLACE}.limits.largest: this is not a size; write one as `10 MB` or `500 kB`",
        ),
        (
            ".JPG",
            "tar.gz",
            (
                f"93: {PLACE}.limits.types[2]: `tar.gz` is no ending of a file's name;"
                " write what stands behind the last dot, such as `png`"
            ),
        ),
        (
            "[png, .JPG]",
            "png",
            f"93: {PLACE}.limits.types: a list belongs here; write it as `[one, two]`, or one a line after `- `",
        ),
        (
            "largest: 2.5 MB",
            "longest: 10",
            (
                f"93: {PLACE}.limits.longest: a question of the kind `file` has no such limit;"
                " it is for the kind `line`, `text`, `list`"
            ),
        ),
        (
            "example: cover.png",
            "example: cover.exe",
            (
                f"92: {PLACE}.example: `cover.exe` is no right answer to its own question"
                " (“cover.exe” is of another type; wanted is png or jpg); give one that is right on any day"
            ),
        ),
        (
            "example: cover.png",
            "default: cover.png",
            f"92: {PLACE}.default: a question of the kind `file` has no default; leave it out",
        ),
        (
            "example: cover.png",
            "answered_by: {message: yes}",
            f"92: {PLACE}.answered_by: a file is never taken over from a message; leave it out",
        ),
        (
            "kind: file",
            "kind: line",
            f"93: {PLACE}.limits.types: a question of the kind `line` has no such limit; it is for the kind `file`",
        ),
    ],
)
def test_a_fault_is_named_with_its_line_its_key_and_what_to_do(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    assert QUESTION.count(old) == 1
    assert fault in faults(written(tmp_path, QUESTION.replace(old, new)))


def test_a_file_that_is_used_nowhere_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults(written(tmp_path, body=""))
    assert "its answer is used nowhere in the draft" in fault


def test_a_file_in_a_title_is_a_fault(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text("utf-8").replace('"${title}, ${form}"', '"${title}, ${cover}"'), "utf-8")
    (fault,) = faults(path)
    assert (
        "intents.order.draft.title[1]: `cover` is a file, and a title is text; put it into the body" in fault
    )


def test_a_file_where_nothing_is_filed_is_a_fault(tmp_path: Path) -> None:
    path = written(tmp_path, "", body="")
    path.write_text(
        path.read_text("utf-8").replace("kind: yes_no\n    then:", "kind: file\n    then:"), "utf-8"
    )
    said = faults(path)
    assert any(
        "intents.repair.questions.wet.kind: a file goes up with an issue, and this intent ends in `instructions`"
        "; leave the question out" in fault
        for fault in said
    ), said
