"""Text that is not ours reaches the screen as typed: `foreign`, the widgets, and a look at our own code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.screen import MACRO, outside_on_disk, screen
from tui.foreign import foreign, one_line, visible, with_links
from tui.widgets.draft_view import unhidden
from tui.widgets.wrapping import hung, wrapped

TUI = Path(__file__).parent.parent.parent / "tui"
ODD = ["see [/ and [/red] in the log", "[EMEA=1] routing [Q3 plan] [bold]", "[$primary]x[/]", "# Fix [/config] path", "[@click=app.quit]go[/]"]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_brackets_stay_as_they_are_typed(text: str) -> None:
    assert foreign(text).plain == text
    assert not foreign(text).spans


def test_what_a_terminal_would_obey_is_seen_instead() -> None:
    assert visible("\x1b[31mred\x07\x00") == "␛[31mred␇␀"
    assert visible("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert "\u202e" not in visible("abc\u202edef")
    assert visible("\u05e9\u200f\u05dc") == "\u05e9\u200f\u05dc"


@given(st.text(max_size=200))
def test_no_control_character_is_ever_shown(text: str) -> None:
    assert all(c == "\n" or (ord(c) >= 0x20 and not 0x7F <= ord(c) < 0xA0) for c in visible(text))


FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"


@example(text="[[[[\u6f22  [\u6f22\u6f22\u6f22", width=14)
@example(text="1 \u200d11\u6f22\u6f22\u6f22 ", width=7)
@example(text=FAMILY * 9, width=5)
@given(
    st.text(alphabet="ab -1.\u6f22\U0001f469\u200d\ufe0f\u0301\u05e9[]\n\t", max_size=120), st.integers(4, 40)
)
def test_a_wrapped_line_fits_and_loses_no_letter(text: str, width: int) -> None:
    for line in visible(text).split("\n"):
        for rows in (hung(foreign(line), width), wrapped(foreign(line), width)):
            assert all(row.cell_length <= width for row in rows)
            assert "".join("".join(row.plain for row in rows).split()) == "".join(line.split())


def test_a_sign_of_several_characters_is_not_torn() -> None:
    rows = wrapped(foreign(FAMILY * 4 + "e\u0301" * 5), 5)
    assert [row.plain for row in rows] == [FAMILY * 2, FAMILY * 2 + "e\u0301", "e\u0301" * 4]


def test_a_wrapped_address_has_no_spaces_in_it() -> None:
    address = "https://example.com/" + "x" * 60
    rows = hung(foreign(f"a long label here  {address} and more"), 30)
    assert [row.plain for row in rows][:2] == ["a long label here", "    https://example.com/xxxxxx"]
    assert address in "".join(row.plain.strip() for row in rows)


def test_one_line_is_one_line_and_no_longer_than_asked() -> None:
    assert one_line("a\nb   c", 20) == "a b c"
    assert len(one_line("word " * 50, 30)) <= 30


def test_an_address_is_a_link_as_a_whole() -> None:
    content = with_links(foreign("see https://gitlab.com/a/b?x=[1]&y=2. Then"))
    links = [span.style.link for span in content.spans if hasattr(span.style, "link")]
    assert links == ["https://gitlab.com/a/b?x=[1]&y=2"]


def test_what_a_renderer_swallows_is_shown_as_code() -> None:
    shown = unhidden("a <!-- hidden\nwords --> b\n\n```\n<!-- kept -->\n```\n<details>x</details>")
    assert "`<!-- hidden`\n`words -->`" in shown
    assert "```\n<!-- kept -->\n```" in shown
    assert "`<details>`x`</details>`" in shown


def test_what_is_written_to_be_seen_as_it_is_stays_so() -> None:
    kept = "hi \\<!-- a note --> \\<b>x\\</b>"
    assert unhidden(kept) == kept
    assert unhidden("\\`<b>\\`") == "\\``<b>`\\`"
    assert unhidden("\\\\<b>") == "\\\\`<b>`"


@pytest.mark.parametrize("text", ODD)
async def test_odd_text_is_shown_literally_everywhere(tmp_path: Path, text: str) -> None:
    async with screen(
        outside_on_disk(tmp_path, reads={text: {"confirm": "macros_global"}}), size=(150, 30)
    ) as person:
        await person.paste(text)
        assert text in person.text
        await person.press("enter")
        assert f"> {text}" in person.text
        await person.press("1")
        await person.press("1")
        await person.paste("Name " + text)
        await person.press("enter")
        await person.paste(text)
        await person.press("enter")
        assert person.state.draft.title.endswith(text)
        assert text in person.text
        await person.pilot.press("ctrl+p")
        await person.until(lambda: "Search for commands" in person.text)
        await person.pilot.press("escape")
        await person.press("ctrl+l")
        await person.until(lambda: f"Go on with: {text}" in person.text)
        await person.press("ctrl+r")
        await person.until(lambda: "go on with it" in person.text and text in person.text)


async def test_a_task_list_is_shown_and_sent_as_it_is(tmp_path: Path) -> None:
    async with screen(outside_on_disk(tmp_path), size=(150, 30)) as person:
        await person.say(MACRO)
        await person.press("enter")
        await person.press("1")
        await person.say("Refund::Late")
        await person.paste("- [ ] step one\n- [x] done")
        await person.press("enter")
        assert "- [ ] step one\n- [x] done" in person.state.draft.description
        await person.until(lambda: person.text.count("[x] done") == 2)


# What reads its first text as markup, by name.
_READS_MARKUP = {
    "Static", "Label", "Button", "Checkbox", "RadioButton", "Option", "Selection", "Select", "SelectionList", "OptionList",
    "Collapsible", "TabPane", "Digits", "notify", "update", "add_option", "add_options", "add_row", "add_column",
}  # fmt: skip
# What reads a text as markup that is set on it, or given by name.
_NAMED = {"border_title", "border_subtitle", "tooltip", "placeholder"}


def _is_plain(node: ast.expr) -> bool:
    """A text of our own, or one that went through `foreign`."""
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, str) or "[" not in node.value
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return name in {"foreign", "Content", "styled", "join", "with_links"}
    if isinstance(node, ast.Name):
        # Built of such parts just above; what it is called says so.
        return node.id == "content"
    if isinstance(node, ast.BinOp):
        return _is_plain(node.left) and _is_plain(node.right)
    return False


def _given(node: ast.AST) -> list[ast.expr]:
    """The texts that this piece of code gives to something that would read markup in them."""
    if isinstance(node, ast.Assign):
        named = [
            target for target in node.targets if isinstance(target, ast.Attribute) and target.attr in _NAMED
        ]
        return [node.value] if named else []
    if not isinstance(node, ast.Call):
        return []
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "from_markup":
        return [node]
    if any(k.arg == "markup" and getattr(k.value, "value", True) is False for k in node.keywords):
        return []
    texts = node.args[:1] if name in _READS_MARKUP else []
    return texts + [k.value for k in node.keywords if k.arg in _NAMED and name[:1].isupper()]


def unwrapped(code: str) -> list[str]:
    """What is given as it is."""
    return [
        f"{text.lineno}: {ast.unparse(node)[:80]}"
        for node in ast.walk(ast.parse(code))
        for text in _given(node)
        if not _is_plain(text)
    ]


def test_nothing_is_given_to_a_widget_that_would_read_it_as_markup() -> None:
    # The screen's own modules: what does not import Textual has no widget to give anything to.
    found = [
        f"{path.name}:{line}"
        for path in sorted(TUI.rglob("*.py"))
        if "textual" in (code := path.read_text("utf-8"))
        for line in unwrapped(code)
    ]
    assert not [line for line in found if not _is_known(line)], "\n".join(found)


def _is_known(line: str) -> bool:
    # `update` of Markdown, which knows no markup of Textual's.
    return ".query_one(Markdown).update(text)" in line


@pytest.mark.parametrize(
    "code",
    [
        "Static(f'hello {name}')",
        "self.app.notify(said)",
        "widget.border_title = request.title",
        "TextArea(placeholder=question.example)",
        "Content.from_markup(text)",
        "options.add_option(draft.title)",
        "Static(foreign(a) + b)",
        "self.query_one(Label).update(error.message)",
    ],
)
def test_the_look_at_our_code_finds_what_it_looks_for(code: str) -> None:
    assert unwrapped(code)


@pytest.mark.parametrize(
    "code", ["Static(foreign(name))", "Static('', id=x)", "notify(said, markup=False)", "Static(content)"]
)
def test_the_look_at_our_code_lets_through_what_is_wrapped(code: str) -> None:
    assert not unwrapped(code)


async def test_wide_letters_keep_the_border_between_the_two_forms_straight(tmp_path: Path) -> None:
    family, kana = FAMILY, "\uff8a\uff9d\uff76\uff78"
    async with screen(outside_on_disk(tmp_path), size=(150, 30)) as person:
        await person.say(MACRO)
        await person.press("enter")
        await person.press("1")
        await person.say(f"Refund \u5bb6\u65cf {family} {kana}")
        await person.paste(f"{family} \u5bb6\u65cf {kana} " * 20)
        await person.press("enter")
        await person.until(lambda: sum("\u5bb6\u65cf" in line for line in person.lines) > 3)
        borders = {cell_len(line[: line.index("\u258f")]) for line in person.lines if "\u258f" in line}
        assert len(borders) == 1, person.text
