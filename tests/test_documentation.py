"""What the documents say can be done: their commands run, their paths and links lead somewhere, their tables hold."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tui.__main__ import COMMANDS, main
from tui.commands.flags import EXIT_CODES
from tui.commands.output import Exit

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "examples" / "small" / "intents.yaml"
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
SAFETY = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")

RUN_BY_CI = re.compile(r"<!-- \.ci/run runs this line: (\w+) -->\s*$")
CHECKED_BY_CI = ("pytest", "ruff", "mypy", "lint-imports")
PLACEHOLDERS = {
    "FILE": str(SMALL),
    "TEXT": "I need a map of the north pier",
    "ID": "question",
    "NAME=VALUE": "question=What do the red lines mean?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A block between two fences."""

    document: str
    language: str
    lines: tuple[str, ...]
    before: str
    """The line above it."""


def fences(path: Path) -> list[Fence]:
    found = []
    above, inside, language, lines = "", False, "", list[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("```"):
            if inside:
                lines.append(line)
            elif line.strip():
                above = line
        elif inside:
            found.append(
                Fence(document=path.name, language=language, lines=tuple(lines), before=above.strip())
            )
            inside, above = False, ""
        else:
            inside, language, lines = True, line[3:].strip(), []
    return found


def without_fences(text: str) -> str:
    return re.sub(r"(?ms)^```.*?^```$", "", text)


def spans(text: str) -> list[str]:
    """What stands between backticks, with the pipes of a table put right."""
    return [span.replace(r"\|", "|") for span in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", without_fences(text))]


SHELL = [
    (fence, line)
    for path in DOCUMENTS
    for fence in fences(path)
    if fence.language == "sh"
    for line in fence.lines
]
SPOKEN = sorted(
    {
        span
        for path in DOCUMENTS
        for span in spans(path.read_text(encoding="utf-8"))
        if re.match(r"intake(?: |$)", span)
    }
)
"""Every command of the program that a document names in its text or tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What came of one command."""

    code: int
    out: str
    err: str


Intake = Callable[..., Said]


@pytest.fixture
def intake(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Intake:
    """Run a command as somebody new: no settings, no token, nothing to read from."""
    for name in ("GITLAB_TOKEN", "GITLAB_URL", "INTAKE_CATALOGUE", "PYTHON_GITLAB_CFG", "GLAB_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO("quit\n"))
        capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as ended:
            code = int(ended.code or 0)
        caught = capsys.readouterr()
        return Said(code=code, out=caught.out, err=caught.err)

    return run


def test_there_is_something_to_look_at() -> None:
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "catalogue.md", "safety.md"} <= {
        path.name for path in DOCUMENTS
    }
    assert len(SHELL) >= 8
    assert len(SPOKEN) >= 12


@pytest.mark.parametrize(("fence", "line"), SHELL, ids=[f"{f.document}: {line}" for f, line in SHELL])
def test_a_line_for_the_shell_is_run(fence: Fence, line: str, intake: Intake) -> None:
    mark = RUN_BY_CI.search(fence.before)
    if mark:
        assert f"run_readme_line {mark[1]}\n" in CI
        return
    program, *arguments = shlex.split(line)
    name = program.removeprefix(".venv/bin/")
    if name == "intake":
        assert intake(*arguments).code == Exit.DONE
        return
    for part in line.split("&&"):
        tool = shlex.split(part)[0].removeprefix(".venv/bin/")
        assert tool in CHECKED_BY_CI, f"nothing runs {part!r}"
        assert f'"$bin/{tool}"' in CI or tool == "pytest"


def test_both_lines_of_the_readme_are_run_by_ci_and_ci_runs_no_other() -> None:
    marked = [m[1] for f in fences(ROOT / "README.md") if (m := RUN_BY_CI.search(f.before))]
    assert marked == re.findall(r"(?m)^run_readme_line (\w+)$", CI) == ["start", "tests"]
    assert "pytest" in next(f.lines[0] for f in fences(ROOT / "README.md") if "tests -->" in f.before)


@pytest.mark.parametrize("command", SPOKEN)
def test_a_command_that_is_named_is_there_with_its_flags(command: str, intake: Intake) -> None:
    words = re.findall(r"--[a-z-]+|[a-z][a-z-]*|[A-Z][A-Z=]*", command.removeprefix("intake"))
    name = words[0] if words and words[0] in COMMANDS else ""
    assert name or not words or words[0].startswith("--") or words[0].isupper(), f"there is no {words[0]}"
    told = intake(*([name] if name else []), "--help")
    assert told.code == Exit.DONE
    assert told.err == ""
    for flag in (word for word in words if word.startswith("--")):
        assert re.search(rf"(?<![\w-]){flag}(?![\w-])", told.out), (
            f"{flag} is not in the help of {name or 'intake'}"
        )


def test_the_table_of_the_readme_names_every_command_and_so_does_the_help(intake: Intake) -> None:
    table = README.partition("## Commands")[2].partition("\n`--catalogue")[0]
    named = {words[1] for span in spans(table) if len(words := span.split()) > 1} & set(COMMANDS)
    assert named == set(COMMANDS)
    told = intake("--help").out
    assert [name for name in COMMANDS if f"  intake {name}" not in told] == []


def table_commands() -> list[str]:
    table = GUIDE.partition("## Trying it")[2].partition("\n## ")[0]
    return [span for span in spans(table) if span.startswith("intake ")]


@pytest.mark.parametrize("command", table_commands())
def test_the_commands_for_authors_run_on_the_small_catalogue(command: str, intake: Intake) -> None:
    arguments = [PLACEHOLDERS.get(word, word) for word in command.split()[1:]]
    if arguments[0] == "file":
        arguments[arguments.index("--intent") + 1] = PLACEHOLDERS["ID"]
    done = intake(*arguments)
    assert done.code == Exit.DONE, done.err
    assert done.out or arguments[0] == "check"


def test_the_faults_that_the_guide_shows_are_what_the_check_says(tmp_path: Path, intake: Intake) -> None:
    shown = next(fence.lines for fence in fences(ROOT / "docs" / "catalogue.md") if ".wy:" in fence.lines[0])
    text = SMALL.read_text(encoding="utf-8")
    text = text.replace(
        "why: It becomes the title of the order.", "wy: It becomes the title of the order.", 1
    )
    text = text.replace("example: paper", "example: no", 1)
    text = text.replace("        ${subject}\n", "        ${subjct}\n", 1)
    (tmp_path / "intents.yaml").write_text(text, encoding="utf-8")
    done = intake("check", "intents.yaml")
    assert done.code == Exit.PROBLEMS
    assert tuple(done.out.splitlines()) == shown


def test_the_exit_codes_are_the_same_in_the_program_and_in_every_document() -> None:
    codes = {str(int(code)) for code in Exit}
    table = README.partition("| Exit code | Meaning |")[2].partition("\n\n")[0]
    in_readme = dict(re.findall(r"(?m)^\| (\d+) \| (.+) \|$", table))
    in_help = dict(re.findall(r"(?m)^  (\d+)  (.+)$", EXIT_CODES))
    assert in_readme == in_help
    assert set(in_help) == codes
    in_safety = SAFETY.partition("## Exit codes")[2]
    assert set(re.findall(r"(?:: |; )(\d+) ", in_safety.partition("`")[0])) == codes


def slug(heading: str) -> str:
    """As GitLab and GitHub make an anchor of a heading."""
    return re.sub(r"[^\w -]", "", heading.casefold()).strip().replace(" ", "-")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    text = without_fences(path.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        if anchor:
            headings = re.findall(r"(?m)^#+ (.+)$", without_fences(there.read_text(encoding="utf-8")))
            assert anchor in [slug(heading) for heading in headings], target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_names_is_there(path: Path) -> None:
    """Named from the checkout, from `tests/` or from the document; or by its bare name, wherever it lies."""
    folders = {f"{entry.name}/" for entry in ROOT.iterdir() if entry.is_dir()}
    for span in spans(path.read_text(encoding="utf-8")):
        for word in span.split():
            is_file = re.fullmatch(r"[\w./-]+\.(?:py|md|yaml|toml|jsonl|svg|sh)", word)
            is_folder = re.fullmatch(r"[\w./-]+/[\w./-]*", word) and any(word.startswith(f) for f in folders)
            if not (is_file or is_folder):
                continue
            near = [ROOT / word, ROOT / "tests" / word, path.parent / word]
            bare = "/" not in word and any(
                list((ROOT / folder).rglob(word)) for folder in ("intents", "tui", "tests")
            )
            assert bare or any(place.exists() for place in near), word


def test_every_test_that_the_promises_are_shown_by_is_there() -> None:
    defined = "\n".join(
        file.read_text(encoding="utf-8")
        for file in (ROOT / "tests").rglob("test_*.py")
        if file != Path(__file__)
    )
    names = re.findall(r"def (test_\w+)", defined)
    shown = re.findall(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])", without_fences(SAFETY))
    assert len(shown) > 20
    for sentence in shown:
        begins = "test_" + re.sub(r"\W+", "_", sentence.casefold()).strip("_")
        assert any(name.startswith(begins) for name in names), sentence
