"""A draft as a file, and back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.drafting.draft import Draft
from intents.drafting.markdown_file import file_name, from_markdown, to_markdown
from intents.errors import IntakeError

DRAFT = Draft(
    project="a/b", title='He said: "no" #1', description="## Text\n\nHello @kim\n\nIntake reference: `giref1`\n",
    labels=("Scope::One", "two"), due_date=date(2026, 12, 1), confidential=True, assignees=("kim",),
    mentions=("@kim",), actions=("/label ~bug",), reference="giref1",
)  # fmt: skip


def test_it_comes_back_as_it_went() -> None:
    assert from_markdown(to_markdown(DRAFT)) == DRAFT


def test_what_is_empty_is_not_written() -> None:
    text = to_markdown(Draft(project="a/b", title="T", description="x\n", reference="giref1"))
    assert text == '---\nproject: "a/b"\ntitle: "T"\nlabels: []\nreference: "giref1"\n---\nx\n'


_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)


@given(_LINE, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_no_title_and_no_text_is_lost(title: str, description: str) -> None:
    back = from_markdown(to_markdown(Draft(project="a/b", title=title, description=description)))
    assert (back.title, back.description) == (title, description)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no front matter", "the file:1: there is no front matter."),
        ("---\ntitle: x\n", "the file:1: there is no front matter."),
        ("---\nproject: a/b\ncolour: red\n---\n", "the file:3: 'colour' is not known here."),
        ("---\nproject: a/b\n---\n", "the file:1: title is missing."),
        (
            '---\nproject: a/b\ntitle: "open\n---\n',
            "the file:3: this value is not closed or not quoted right.",
        ),
        ("---\nproject: a/b\ntitle: x\ndue_date: soon\n---\n", "the file: due_date 'soon' is no date."),
        ("---\nproject: a/b\nproject: c/d\n---\n", "the file:3: project stands there a second time."),
        (
            "---\nlabels: " + "[" * 100_000 + "\n---\n",
            "the file:2: this value is not closed or not quoted right.",
        ),
        ("---\nlabels: [1, null]\n---\n", "the file:2: labels is no list of texts."),
        ("---\nactions: true\n---\n", "the file:2: actions is no list of texts."),
        (
            '---\nlabels: ["chore, tooling"]\n---\n',
            "the file:2: GitLab allows no comma in a label: 'chore, tooling'.",
        ),
        ('---\ntitle: ["x"]\n---\n', "the file:2: title is no text."),
    ],
    ids="none, not closed, unknown key, no title, quote open, no date, twice, deep, numbers, no list, comma, no text".split(
        ", "
    ),
)
def test_what_is_wrong_is_said_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(IntakeError) as refused:
        from_markdown(text)
    assert refused.value.message == sentence


def test_it_may_be_written_by_hand_and_by_other_systems() -> None:
    back = from_markdown(
        "\ufeff---\r\nproject: a/b\r\ntitle: A plain title\r\nlabels: one, two\r\n---\r\nText\r\n"
    )
    assert (back.title, back.labels, back.description) == ("A plain title", ("one", "two"), "Text\n")


@pytest.mark.parametrize("written", ["true", "True", "TRUE", "yes", '"true"', "'on'"])
def test_confidential_is_taken_in_whatever_way_it_is_written(written: str) -> None:
    assert from_markdown(f"---\nproject: a/b\ntitle: x\nconfidential: {written}\n---\n").confidential


@pytest.mark.parametrize("written", ["true # keep", "y e s", "", "1", "[true]", "null", "confidential"])
def test_what_may_or_may_not_mean_confidential_is_not_guessed_at(written: str) -> None:
    with pytest.raises(IntakeError) as refused:
        from_markdown(f"---\nproject: a/b\ntitle: x\nconfidential: {written}\n---\n")
    assert refused.value.message.startswith("the file:4: confidential is ")


def test_a_line_with_a_number_sign_is_a_remark_and_single_quotes_are_quotes() -> None:
    back = from_markdown("---\n# mine\nproject: 'a/b'\ntitle: 'Kim''s #1'\nassignees: @kim\n---\n")
    assert (back.project, back.title, back.assignees) == ("a/b", "Kim's #1", ("kim",))


def test_whoever_is_called_by_many_names_stands_in_the_file() -> None:
    draft = Draft(
        project="a/b", title="T", description="@all, @a/b and @kim\n", mentions=("@all", "@a/b", "@kim")
    )
    text = to_markdown(draft)
    assert 'notifies: ["@all", "@a/b"]' in text
    assert from_markdown(text).calls == ("@all", "@a/b")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Order: a desk!", "order-a-desk.md"),
        ("../../etc", "etc.md"),
        ("…", "draft.md"),
        ("x" * 90, "x" * 50 + ".md"),
    ],
)
def test_the_name_of_the_file_is_safe_everywhere(title: str, name: str) -> None:
    assert file_name(Draft(project="a/b", title=title, description="")) == name
