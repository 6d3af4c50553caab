"""Text that is not ours reaches the screen as typed: `foreign`, the widgets, and a look at our own code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.screen import MACRO, outside_on_disk, screen
from tui.foreign import foreign, one_line, visible, with_links
from tui.widgets.draft_view import unhidden
from tui.widgets.lines import hung

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


@given(st.text(alphabet="ab \u6f22\U0001f469[]\n", max_size=120), st.integers(4, 30))
def test_a_wrapped_line_fits_and_loses_no_letter(text: str, width: int) -> None:
    for line in visible(text).split("\n"):
        rows = hung(foreign(line), width)
        assert all(row.cell_length <= width for row in rows)
        assert "".join("".join(row.plain for row in rows).split()) == "".join(line.split())


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


# What takes a text and reads it as markup, by name, and the place of the text among what it is given.
_READS_MARKUP = {"Static", "Label", "Button", "Checkbox", "Option", "notify", "update", "Collapsible"}


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
    return False


def test_nothing_is_given_to_a_widget_that_would_read_it_as_markup() -> None:
    found = []
    for path in sorted(TUI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _READS_MARKUP and not _is_plain(node.args[0]):
                if any(k.arg == "markup" and getattr(k.value, "value", True) is False for k in node.keywords):
                    continue
                found.append(f"{path.name}:{node.lineno}: {ast.unparse(node)[:80]}")
    assert not [line for line in found if not _is_known(line)], "\n".join(found)


def _is_known(line: str) -> bool:
    # `update` of a set and of Markdown, and the core's own Option, are other things.
    return any(part in line for part in (".update(text)", "_told.update", "digest.update"))


def test_the_look_at_our_code_finds_what_it_looks_for() -> None:
    call = ast.parse("Static(f'hello {name}')").body[0]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    assert not _is_plain(call.value.args[0])
