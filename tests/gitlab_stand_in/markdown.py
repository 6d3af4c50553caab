"""What GitLab sees in a text: the lines it obeys, and the names it calls.

Quick actions: carriage returns go first. A current GitLab parses the Markdown and looks only at top-level paragraphs;
an older one looked at the whole text and left out code, HTML blocks and `>>>` quotes by pattern. Both then take the raw
source lines that begin with `/NAME`, cut each out together with the empty lines behind it, and obey it if the person may.
Hence the rule that everything rests on: without a line whose very first character is `/`, nothing runs in any version.

Mentions: searched in the rendered text, outside `pre`, `code`, `a` and `style`, and not behind a backslash.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from .state import Generation

ACTION_NAMES: Final = frozenset(
    "add_child add_contacts add_email add_parent approve assign assign_reviewer award blocked_by blocks board_move "
    "child_of clear_health_status clear_weight clone close confidential convert_to_ticket copy_metadata "
    "create_merge_request done draft due duplicate epic estimate estimate_time health_status iteration label labels "
    "link lock mark_todo merge milestone move page promote promote_to promote_to_incident promote_to_task publish "
    "react ready reassign reassign_reviewer rebase relabel relate remove_child remove_contacts remove_due_date "
    "remove_email remove_epic remove_estimate remove_iteration remove_label remove_milestone remove_parent "
    "remove_time_spent remove_zoom reopen request_review set_parent severity spend spend_time spent status submit_review "
    "subscribe tag target_branch timeline title todo type unapprove unassign unassign_reviewer unlabel unlink unlock "
    "unrelate unsubscribe weight zoom".split()
)
"""Names that are cut out. `/cc` is missing on purpose: it has no action of its own and stays in the text."""

SUBSTITUTIONS: Final = {"shrug": "¯\\＿(ツ)＿/¯", "tableflip": "(╯°□°)╯︵ ┻━┻"}
"""Names that become a text instead of an action."""

_NAMES: Final = "|".join(sorted(ACTION_NAMES | set(SUBSTITUTIONS), key=len, reverse=True))
_ACTION: Final = rf"^/(?P<name>(?i:{_NAMES}))(?:[ ](?P<arguments>[^\n]*))?(?:\s*\n|$)"
_INLINE_CODE: Final = r"`.+?`"
_HTML: Final = r"^<[^>]+?>\n.+?\n</[^>]+?>$"
_IN_PARAGRAPH: Final = re.compile(f"{_INLINE_CODE}|{_HTML}|{_ACTION}", re.MULTILINE | re.DOTALL)
_ANYWHERE: Final = re.compile(
    rf"^```.+?\n```$|^.*`\n*.+?\n*`$|{_HTML}|^>>>.+?\n>>>$|{_ACTION}", re.MULTILINE | re.DOTALL
)
_RUBY_SPACE: Final = " \t\n\v\f\r\0"
_MENTION: Final = re.compile(
    r"(?<!\w)@([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?(?:/[A-Za-z0-9_][\w.-]*\w)*)"
)


@dataclass(frozen=True, slots=True)
class QuickAction:
    name: str
    arguments: str

    def __str__(self) -> str:
        return f"/{self.name} {self.arguments}".rstrip()


def _render_escape(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """Give an escaped character an element of its own, so that no name can be read across it."""
    token = tokens[index]
    text = token.content.replace("&", "&amp;").replace("<", "&lt;")
    return f"<span>{text}</span>" if token.info == "escape" else text


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table").disable("text_join")
    parser.use(container_plugin, "quote", marker=">", validate=lambda rest, _marker: not rest.strip(" >"))
    parser.add_render_rule("text_special", _render_escape)
    return parser


def take_out_actions(text: str, generation: Generation) -> tuple[str, list[QuickAction]]:
    """The text as it is stored, and the actions that were in it, in order."""
    text = text.replace("\r", "")
    found: list[QuickAction] = []

    def cut(match: re.Match[str]) -> str:
        if match["name"] is None:
            return match[0]
        name, arguments = match["name"].lower(), (match["arguments"] or "").strip()
        found.append(QuickAction(name, arguments))
        if name in SUBSTITUTIONS:
            return f"{arguments} {SUBSTITUTIONS[name]}".lstrip() + ("\n" if match[0].endswith("\n") else "")
        return ""

    if generation is Generation.OLDER:
        return _ANYWHERE.sub(cut, text).rstrip(_RUBY_SPACE), found

    lines = text.split("\n")
    lines = [line + "\n" for line in lines[:-1]] + lines[-1:]
    for first, end in _top_level_paragraphs(text):
        # The empty line behind the paragraph belongs to the last action in it.
        if lines[end : end + 1] == ["\n"]:
            end += 1
        paragraph = "".join(lines[first:end])
        lines[first:end] = [_IN_PARAGRAPH.sub(cut, paragraph)] + [""] * (end - first - 1)
    return "".join(lines).rstrip(_RUBY_SPACE), found


def _top_level_paragraphs(text: str) -> list[tuple[int, int]]:
    """First line, and the line behind the last, of each paragraph that is in nothing else."""
    # GitLab's parser keeps NUL and treats it as any character; so it does not matter that this one replaces it.
    tokens = _parser().parse(text)
    return [
        (token.map[0], token.map[1])
        for token in tokens
        if token.type == "paragraph_open" and token.level == 0 and token.map
    ]


class _MentionFinder(HTMLParser):
    SILENT: Final = frozenset({"pre", "code", "a", "style"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.names: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag in self.SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.names += _MENTION.findall(data)


def mentions_in(text: str) -> list[str]:
    """Names mentioned, in order, each once, without the `@`. Whether anybody has that name is not asked here."""
    finder = _MentionFinder()
    finder.feed(_parser().render(text))
    finder.close()
    return list(dict.fromkeys(finder.names))
