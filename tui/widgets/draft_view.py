"""The draft exactly as it will be sent: the raw text always, and as GitLab will show it beside it or one key away."""

from __future__ import annotations

import re

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.reactive import reactive

from intents.drafting.draft import Draft
from tui.foreign import foreign, visible
from tui.widgets.lines import Block, Lines

SIDE_BY_SIDE = 110
"""Columns from which both forms are shown."""

_HIDDEN = re.compile(r"\\.|<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>\n]*>", re.DOTALL)
_CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1[`~]*[ \t]*$|(?<!\\)`[^`\n]+`", re.DOTALL | re.MULTILINE)


class DraftView(Horizontal):
    """Heading and raw Markdown in one scroll, the rendered text in another."""

    rendered = reactive(False)
    """Where both have no room: the rendered text is shown, not the raw one."""
    both = reactive(False)

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - the name that every widget uses
        super().__init__(id=id)
        self._raw = Lines(indent=0, id="draft-raw")
        self._pane = VerticalScroll(id="draft-rendered", can_focus=False)
        self._draft: Draft | None = None
        self._practice = False
        self._in_markdown = ""

    def show(self, draft: Draft | None, *, practice: bool = False) -> None:
        """Show this draft from its beginning; the same one keeps its place."""
        if draft == self._draft:
            return
        self._draft, self._practice = draft, practice
        if draft is None:
            return
        if not self.children:
            # Not before: most of a talk has no draft to show, and its beginning none at all.
            self.mount(self._raw, self._pane)
        self._raw.put(
            Block(body=heading(draft, practice=practice)),
            Block(body=Content.styled("-" * 20, "$muted")),
            Block(body=foreign(draft.description)),
        )
        self.call_after_refresh(self._render_markdown)

    def watch_rendered(self) -> None:
        """Turn over."""
        self._arrange()

    def watch_both(self) -> None:
        """Side by side, or one at a time."""
        self._arrange()

    def _arrange(self) -> None:
        if not self.is_mounted:
            return
        self._raw.display = self.both or not self.rendered
        self._pane.display = self.both or self.rendered
        self.set_class(self.both, "-both")
        self.call_after_refresh(self._render_markdown)

    async def _render_markdown(self) -> None:
        draft = self._draft
        if draft is None or not (self.both or self.rendered):
            return
        # Loading the Markdown widget costs more than the rest of a start: only when it is looked at.
        from textual.widgets import Markdown

        text = unhidden(draft.description)
        pane = self._pane
        if not pane.children:
            await pane.mount(
                Lines(indent=0, id="draft-title"), Markdown(open_links=False, id="draft-markdown")
            )
        if self._in_markdown != text:
            self._in_markdown = text
            await pane.query_one(Markdown).update(text)
            pane.scroll_to(y=0, animate=False)
        above = foreign(draft.title, "bold") if self.both else heading(draft, practice=self._practice)
        pane.query_one("#draft-title", Lines).put(Block(body=above))

    def page(self, pages: int) -> None:
        """Scroll what is in sight by pages."""
        self.scroll_lines(pages * max(1, self.size.height - 1))

    def scroll_lines(self, lines: int) -> None:
        """Scroll what is in sight by lines."""
        for pane in (self._raw, self._pane):
            if pane.display:
                pane.scroll_relative(y=lines, animate=False)


def heading(draft: Draft, *, practice: bool = False) -> Content:
    """Where it goes and everything that is sent beside the text."""
    from intents.talk.showing_drafts import draft_heading

    rows = list(draft_heading(draft))
    width = max(len(label) for label, _ in rows)
    lines = []
    for label, text in rows:
        said = f"{text} (PRACTICE)" if practice and label == "for" else text
        style = "bold" if label == "title" else ""
        lines.append(foreign(visible(label).ljust(width) + "  ", "$muted") + foreign(said, style))
    return Content("\n").join(lines)


def unhidden(markdown: str) -> str:
    """The text for rendering, with what a renderer would swallow (comments, HTML) turned into visible code."""
    parts: list[str] = []
    at = 0
    for code in _CODE.finditer(markdown):
        parts.extend((_show_hidden(markdown[at : code.start()]), code[0]))
        at = code.end()
    parts.append(_show_hidden(markdown[at:]))
    return visible("".join(parts))


def _show_hidden(markdown: str) -> str:
    def shown(match: re.Match[str]) -> str:
        if match[0].startswith("\\"):
            # A sign behind a backslash is shown as it is: what looks like the beginning of HTML is none.
            return match[0]
        return "".join(f"`{line}`\n" for line in match[0].splitlines()).rstrip("\n")

    return _HIDDEN.sub(shown, markdown)
