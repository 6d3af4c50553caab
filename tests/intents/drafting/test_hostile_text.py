"""Text that tries to act, to call people or to swallow what stands below it, against two models of GitLab.

The models follow GitLab's own rules: the present one reads Markdown and looks at top-level paragraphs; the former one
looks at all lines and skips what a few patterns take for code. INTAKE_HOSTILE_EXAMPLES sets how many texts are tried.
"""

import os
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from intents.drafting.safe_text import actions, as_log, clean, mentions, safe_line, safe_prose

NAMES = (
    "assign unassign reassign label labels unlabel relabel milestone due remove_due_date confidential close reopen"
    " duplicate move clone promote promote_to promote_to_incident convert_to_ticket add_email lock title relate blocks"
    " blocked_by todo done subscribe estimate spend weight epic iteration health_status create_merge_request"
    " copy_metadata react shrug tableflip type status"
).split()
NAME = "|".join(NAMES)

ABOVE = "## Heading\n\n"
BELOW = "\n\nafter words\n\n## Next\n\nIntake reference: `gi7f3a9c2e41b8d6055aa1c0ff`\n\n/label ~bug\n/due 2026-12-01"
OURS = ("label", "due")


# --- GitLab, as far as it matters here


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")

FORMER = re.compile(
    r"^```.+?\n```$"
    r"|^.*`\n*.+?\n*`$"
    r"|^<[^>]+?>\n\n.+?\n</[^>]+?>$"
    r"|^>>>.+?\n>>>$"
    rf"|^/(?P<action>{NAME})(?: [^\n]*)?(?:\s*\n|$)",
    re.MULTILINE | re.IGNORECASE | re.DOTALL,
)
PRESENT = re.compile(
    rf"`.+?`|^<[^>]+?>\n\n.+?\n</[^>]+?>$|^/(?P<action>{NAME})(?: [^\n]*)?(?:\s*\n|$)",
    re.MULTILINE | re.IGNORECASE | re.DOTALL,
)
SEGMENT = r"(?:[A-Za-z0-9_.][A-Za-z0-9_.-]{0,253}[A-Za-z0-9_-]|[A-Za-z0-9_])"
MENTION = re.compile(rf"(?<![A-Za-z0-9_])@({SEGMENT}(?:/{SEGMENT})*)")
ADDRESS = re.compile(r"(?<![^\s(])https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+[^\s<]*")


def run_by_present(text: str) -> tuple[str, ...]:
    text = text.replace("\r", "")
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    found = []
    for token in MARKDOWN.parse(text):
        if token.type == "paragraph_open" and token.level == 0 and token.map:
            paragraph = "".join(lines[token.map[0] : token.map[1]])
            found += [match["action"].lower() for match in PRESENT.finditer(paragraph) if match["action"]]
    return tuple(found)


def run_by_former(text: str) -> tuple[str, ...]:
    matches = FORMER.finditer(text.replace("\r", ""))
    return tuple(match["action"].lower() for match in matches if match["action"])


def notified(text: str) -> set[str]:
    """Names in the text nodes of the rendered page that are in no link and no code."""
    names: set[str] = set()
    for token in MARKDOWN.parse(text):
        if token.type == "html_block":
            names |= in_node(re.sub(r"<!--.*?(?:-->|\Z)|<[^>]*>", " ", token.content, flags=re.DOTALL))
        elif token.children:
            names |= in_children(token.children)
    return names


def in_children(children: list[Token]) -> set[str]:
    names: set[str] = set()
    node, links = "", 0
    for token in children:
        # A backslash before anything but punctuation is plain text, too.
        plain = token.info == "entity" or token.content == token.markup
        if token.type == "text" or (token.type == "text_special" and plain):
            node += "" if links else token.content
            continue
        if token.type == "softbreak":
            node += "\n"
            continue
        names |= in_node(node)
        node = ""
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
    return names | in_node(node)


def in_node(text: str) -> set[str]:
    return {name.lower() for name in MENTION.findall(ADDRESS.sub(" ", text))}


def top_level(text: str) -> list[tuple[str, str]]:
    tokens = MARKDOWN.parse(text)
    return [
        (token.type, after.content)
        for token, after in zip(tokens, tokens[1:] + tokens[:1], strict=True)
        if token.level == 0 and token.nesting >= 0
    ]


# --- texts


FRAGMENTS = st.sampled_from(
    [
        *("/close /CLOSE /label /assign /move /clone /add_email /shrug /cc / // /etc/hosts /closed").split(),
        *(
            "\n \n\n \r \r\n \n\r \x0b \x0c \x85 \u2028 \u2029 \u200b \ufeff \u202e \x1b[31m \x00 \xa0 \t"
        ).split(" "),
        *("``` ```` ~~~ ~~~~ ```sh ~~~a ` `` ``` `````` \\` >>> >>>> > >").split(),
        *(
            "<!-- --> <!--> <div> </div> <details> <summary> <pre> <script> <?php <![CDATA[ <x <b </ <! <1@b.c>"
        ).split(),
        *(
            "- * + 1. 1) - [ ] # ## --- === +++ ;;; *** ___ | |---| |-|-| :- : [ ] ( ) ![ ]( [[ ]] ]: [^1]:"
        ).split(),
        *(
            "[a](https://x.example/@all) [@all](/x) [a]( [`b]: [`b] (`) $ $$ $` `$ https://x.example/` www.x`"
        ).split(),
        *(
            "@all @sam @group/sub/team @ &#64;all &commat;all @&#97;ll @\\_x foo@bar.example _x_@all \\@all \\\\@all"
        ).split(),
        *(
            "https://medium.example/@sam <https://x.example/@all> (https://x.example/@all) http://a_b.c_d/@all"
        ).split(),
        *("#12 !12 group/project#12 \\ \\\\ word words. é 你 ** _ ~~ & &lt; 'x' \" \u05d0").split(),
        *(
            "    ",
            "   ",
            "  ",
            " ",
            "\n    ",
            "\n  ",
            "\n- ",
            "\n> ",
            "\n1. ",
            "\n\n",
            "\n",
            "\n/",
            "\n```\n",
            "\n`",
        ),
        *(
            "\n~~~\n",
            "\n  ```\n",
            "\n   ```\n",
            "\n- a\n  ```\n  x\n  ```\n",
            "\n```\n/close\n```\n",
            "\n>>>\n",
            "\n<",
        ),
        *(
            " @all ",
            " @all `",
            "` @all ",
            "`@all`",
            "| a | b |\n|---|---|\n| `a | @all ` |",
            "---\nx: y\n---\n",
        ),
    ]
)
HOSTILE = st.lists(FRAGMENTS | st.text(max_size=6), max_size=14).map("".join)
EXAMPLES = settings(
    max_examples=int(os.environ.get("INTAKE_HOSTILE_EXAMPLES", "300")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def assert_only_ours_runs(text: str) -> None:
    assert run_by_present(text) == OURS
    assert run_by_former(text) == OURS
    assert actions(text) == ("/label ~bug", "/due 2026-12-01")


def assert_nothing_is_swallowed(text: str) -> None:
    blocks = top_level(text)
    assert blocks[0] == ("heading_open", "Heading")
    assert blocks[-4:] == [
        ("paragraph_open", "after words"),
        ("heading_open", "Next"),
        ("paragraph_open", "Intake reference: `gi7f3a9c2e41b8d6055aa1c0ff`"),
        ("paragraph_open", "/label ~bug\n/due 2026-12-01"),
    ]


def assert_only_escapes_are_added(safe: str, plain: str) -> None:
    rest = iter(safe)
    assert all(character in rest for character in plain), "something was lost or moved"
    assert set(Counter(safe) - Counter(plain)) <= {"\\", " "}


# --- properties


@EXAMPLES
@given(HOSTILE)
def test_nothing_a_person_writes_runs_and_nothing_below_it_is_swallowed(text: str) -> None:
    safe = safe_prose(text)
    assert actions(safe) == ()
    assert_only_ours_runs(ABOVE + safe + BELOW)
    assert_nothing_is_swallowed(ABOVE + safe + BELOW)


@EXAMPLES
@given(HOSTILE)
def test_no_one_is_called_who_was_not_allowed(text: str) -> None:
    assert notified(ABOVE + safe_prose(text) + BELOW) == set()
    assert mentions(safe_prose(text)) == ()
    assert notified(safe_prose(text, allowed=["@Sam"])) <= {"sam"}


@EXAMPLES
@given(HOSTILE)
def test_escaping_adds_backslashes_and_spaces_and_is_stable(text: str) -> None:
    safe = safe_prose(text)
    assert_only_escapes_are_added(safe, clean(text))
    assert safe_prose(safe) == safe


@EXAMPLES
@given(HOSTILE)
def test_multiline_quotes_cannot_open(text: str) -> None:
    safe = safe_prose(text)
    lines = safe.split("\n")
    for token in MARKDOWN.parse(safe):
        if token.type == "inline" and token.map:
            assert not [line for line in lines[slice(*token.map)] if line.lstrip(" \t").startswith(">>>")]


@EXAMPLES
@given(HOSTILE)
def test_front_matter_cannot_open(text: str) -> None:
    safe = safe_prose(text)
    assert not re.match(r"(?:[^\n]*coding:[^\n]*\n)?\s*^(?:---|\+\+\+|;;;)", safe, flags=re.MULTILINE)


@EXAMPLES
@given(HOSTILE)
def test_a_line_is_one_line_that_runs_nothing_wherever_it_stands(text: str) -> None:
    line = safe_line(text)
    assert "\n" not in line
    assert safe_line(line) == line
    assert_only_escapes_are_added(line, " ".join(clean(text).split()))
    for page in (ABOVE + line + BELOW, ABOVE + "- " + line + BELOW, ABOVE + "**Value:** " + line + BELOW):
        assert_only_ours_runs(page)
        assert_nothing_is_swallowed(page)
        assert notified(page) == set()
    assert [kind for kind, _ in top_level(line)] in ([], ["paragraph_open"])


@EXAMPLES
@given(HOSTILE)
def test_a_log_is_one_block_of_code(text: str) -> None:
    page = ABOVE + as_log(text) + BELOW
    assert_only_ours_runs(page)
    assert_nothing_is_swallowed(page)
    assert notified(page) == set()
    body = clean(text).strip("\n")
    if body.strip():
        (fence,) = [token for token in MARKDOWN.parse(page) if token.type == "fence"]
        assert fence.content == re.sub(r"^/", " /", body, flags=re.MULTILINE) + "\n"


@EXAMPLES
@given(HOSTILE)
def test_mentions_of_any_text_are_never_too_few(text: str) -> None:
    found = {name.lower() for name in mentions(text)}
    assert notified(text.replace("\r", "")) <= found  # GitLab deletes these before it stores a text


# --- the models themselves can find what they should


@pytest.mark.parametrize(
    "text", ["/close", "/CLOSE now", "x\n/close", "x\n\r/close", "x\n\n/label ~a\n/close"]
)
def test_both_models_see_an_action(text: str) -> None:
    assert run_by_present(text)
    assert run_by_former(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            " /close",
            "\t/close",
            "\\/close",
            "&#47;close",
            "> /close",
            "- /close",
            "/closed now",
            "/etc/hosts",
        ),
        *("\u200b/close", "\ufeff/close", "x\u2028/close", "x\x85/close", "x\x0b/close", "x\x0c/close"),
    ],
)
def test_both_models_pass_over_what_gitlab_passes_over(text: str) -> None:
    assert run_by_present(text) == ()
    assert run_by_former(text) == ()


def test_the_former_version_misses_actions_above_a_line_that_ends_in_a_back_tick() -> None:
    """Why the reference line stands above the actions in these pages, and should in every description."""
    assert run_by_former("text\n\n/label ~bug\n\nIntake reference: `gi7f3a9c2e41b8d6055aa1c0ff`") == ()
    assert run_by_former("text\n\nIntake reference: `gi7f3a9c2e41b8d6055aa1c0ff`\n\n/label ~bug") == (
        "label",
    )


def test_the_model_of_mentions_sees_names_in_text_only() -> None:
    page = "@sam, `@kim`, [@lee](/x), \\@ann, a@b.example, &#64;max\n\n```\n@eve\n```\n\n*@group/sub*"
    assert notified(page) == {"sam", "max", "group/sub"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "before", ["", "x\n", "x\r", "x\r\n", "x\n\r", "x\n\n", "x\u2028", "x\x0b", "x\x85", "- x\n\n"]
)
def test_no_action_of_any_name_survives(name: str, before: str) -> None:
    for action in (f"/{name}", f"/{name.upper()} @sam", f"/{name} ~label\n\nmore"):
        assert_only_ours_runs(ABOVE + safe_prose(before + action) + BELOW)
