"""Typed fields out of a tree. A wrong field is a fault and a harmless stand-in, so that one reading finds every fault."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from intents.catalogue.problems import Report, Where, did_you_mean, one_of
from intents.catalogue.sizes import size_named
from intents.catalogue.source import Entries, Items, Node, Scalar

Word = TypeVar("Word", bound=StrEnum)

NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
"""What ids, names and values look like."""

_TRUE = ("yes", "true")
_FALSE = ("no", "false")

_MISREAD: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)(?:yes|true|on)\Z"), "true"),
    (re.compile(r"(?i)(?:no|false|off)\Z"), "false"),
    (re.compile(r"(?i)(?:~|null)\Z"), "nothing"),
    (re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt ].*)?\Z"), "a date"),
    (re.compile(r"[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?\Z"), "a number"),
    (re.compile(r"[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?\Z"), "a number"),
    (re.compile(r"(?i)[-+]?(?:0x[0-9a-f_]+|0b[01_]+|0o[0-7_]+|\.inf|\.nan)\Z"), "a number"),
)


def misread(value: str) -> str:
    """What YAML would make of this text when it is not in quotes; nothing when it stays text."""
    return next((meaning for pattern, meaning in _MISREAD if pattern.match(value)), "")


class Section:
    """One mapping of the file. Ask it for each field it may hold, then call `finish`: the rest is unknown keys."""

    def __init__(self, node: Entries, where: Where, report: Report) -> None:
        self.where = where
        self.line = node.line
        self.report = report
        self._asked: list[str] = []
        self._nodes: dict[str, Node] = {}
        self._keys: dict[str, int] = {}
        for key, value in node.pairs:
            if key.value in self._keys:
                problem = f"the key stands twice, {_on_lines(self._keys[key.value], key.line)}"
                report.add((*where, key.value), key.line, problem, "keep one")
                continue
            if key.value == "<<" and report.is_refused((*where, key.value)):
                continue
            self._keys[key.value] = key.line
            self._nodes[key.value] = value
            report.place((*where, key.value), key.line)
        report.place(where, node.line)

    def has(self, key: str) -> bool:
        """Whether the key stands there at all."""
        return key in self._keys

    def keys(self) -> tuple[str, ...]:
        """The keys that stand there, in order."""
        return tuple(self._keys)

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """The value of a key."""
        self._asked.append(key)
        node = self._nodes.get(key)
        if self.report.is_refused((*self.where, key)):
            return None
        if node is None and required:
            self.report.add((*self.where, key), self.line, "this key is missing", f"add `{key}:`")
        return node

    def wrong(self, key: str, node: Node, problem: str, remedy: str) -> None:
        """A fault of one field."""
        self.report.add((*self.where, key), node.line, problem, remedy)

    def text(self, key: str, *, required: bool = False, answer: bool = False) -> str:
        """A text. With `answer`, a plain `yes` or `no` is the answer of that name."""
        node = self.node(key, required=required)
        if node is None:
            return ""
        return read_text(node, (*self.where, key), self.report, answer=answer, may_be_empty=not required)

    def texts(self, key: str, *, required: bool = False, answer: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        node = self.node(key, required=required)
        return () if node is None else read_texts(node, (*self.where, key), self.report, answer=answer)

    def text_or_texts(self, key: str, *, required: bool = False, answer: bool = False) -> tuple[str, ...]:
        """A text, or several."""
        node = self.node(key, required=required)
        if isinstance(node, Scalar):
            text = read_text(node, (*self.where, key), self.report, answer=answer)
            return (text,) if text else ()
        return () if node is None else read_texts(node, (*self.where, key), self.report, answer=answer)

    def lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts."""
        node = self.node(key)
        if node is None:
            return ()
        where = (*self.where, key)
        if not isinstance(node, Items):
            self.wrong(key, node, "a list belongs here", "write one list a line, as `- [one, two]`")
            return ()
        found: list[tuple[str, ...]] = []
        for number, item in enumerate(node.items, start=1):
            place = (*where, f"[{number}]")
            self.report.place(place, item.line)
            found.append(read_texts(item, place, self.report))
        return tuple(found)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        node = self.node(key)
        if node is None:
            return default
        value = node.value.casefold() if isinstance(node, Scalar) and node.plain else ""
        if value in _TRUE or value in _FALSE:
            return value in _TRUE
        self.wrong(key, node, "this is neither yes nor no", "write `yes` or `no`, without quotes")
        return default

    def number(self, key: str, *, required: bool = False, default: int = 0) -> int:
        """A whole number, not negative."""
        node = self.node(key, required=required)
        if node is None:
            return default
        if isinstance(node, Scalar) and node.plain and re.match(r"(?:0|[1-9][0-9]{0,6})\Z", node.value):
            return int(node.value)
        self.wrong(key, node, "this is not a whole number", "write one in digits, such as `120`")
        return default

    def size(self, key: str) -> int:
        """A file's size, in bytes."""
        node = self.node(key)
        if node is None:
            return 0
        size = size_named(node.value) if isinstance(node, Scalar) else None
        if size is None:
            self.wrong(key, node, "this is not a size", "write one as `10 MB` or `500 kB`")
        return size or 0

    def word(self, key: str, words: type[Word], default: Word, *, required: bool = False) -> Word:
        """One of a closed set of words."""
        node = self.node(key, required=required)
        if node is None:
            return default
        text = read_text(node, (*self.where, key), self.report, quiet=True)
        known = [word.value for word in words]
        if text in known:
            return words(text)
        if text or not isinstance(node, Scalar):
            remedy = did_you_mean(text, known, f"use one of {one_of(known)}")
            self.wrong(key, node, f"`{text}` is not known here" if text else "one word belongs here", remedy)
        return default

    def name(self, key: str) -> str:
        """An id, name or value: a word that other places refer to."""
        node = self.node(key, required=True)
        if node is None:
            return ""
        text = read_text(node, (*self.where, key), self.report)
        if text and not NAME.match(text):
            self.wrong(
                key,
                node,
                f"`{text}` is not a name",
                "use small letters, digits and _, beginning with a letter",
            )
            return ""
        return text

    def section(self, key: str, *, required: bool = False) -> Section | None:
        """A mapping."""
        node = self.node(key, required=required)
        if node is None:
            return None
        if isinstance(node, Entries):
            return Section(node, (*self.where, key), self.report)
        self.wrong(key, node, "keys with values belong here", f"write them below `{key}:`, indented")
        return None

    def sections(self, key: str, *, called: str = "", required: bool = False) -> tuple[Section, ...]:
        """A list of mappings. `called` names the key each goes by, which must be there and stand once in the list."""
        node = self.node(key, required=required)
        if node is None:
            return ()
        where = (*self.where, key)
        if not isinstance(node, Items):
            self.wrong(key, node, "a list belongs here", "begin each entry with `- `")
            return ()
        found: list[Section] = []
        lines: dict[str, int] = {}
        for number, item in enumerate(node.items, start=1):
            place = (*where, f"[{number}]")
            if not isinstance(item, Entries):
                self.report.add(
                    place, item.line, "keys with values belong here", "write the entry as `key: value`"
                )
                continue
            name = _name_of(item, called)
            if name:
                place = (*where, name)
                if name in lines:
                    self.report.add(
                        (*place, called),
                        item.line,
                        f"`{name}` stands twice, {_on_lines(lines[name], item.line)}",
                        f"give each its own {called}",
                    )
                    continue
                lines[name] = item.line
            found.append(Section(item, place, self.report))
        return tuple(found)

    def finish(self) -> None:
        """Name every key that nobody asked for."""
        for key, line in self._keys.items():
            if key in self._asked:
                continue
            node = self._nodes[key]
            if " " in key and isinstance(node, Scalar) and node.plain and not node.value:
                # `{does: Say yes, or no}` reads as two keys.
                remedy = "if it belongs to the text before the comma, put the whole text in quotes"
            else:
                remedy = did_you_mean(key, self._asked, f"known here: {one_of(self._asked)}")
            self.report.add((*self.where, key), line, "this key is not known", remedy)


def _on_lines(first: int, second: int) -> str:
    return f"on lines {first} and {second}" if first != second else f"on line {first}"


def _name_of(item: Entries, called: str) -> str:
    for key, value in item.pairs:
        if key.value == called and isinstance(value, Scalar) and NAME.match(value.value):
            return value.value
    return ""


def read_text(
    node: Node,
    where: Where,
    report: Report,
    *,
    answer: bool = False,
    may_be_empty: bool = False,
    in_list: bool = False,
    quiet: bool = False,
) -> str:
    """The text of a scalar; `quiet` leaves it to the caller to say what belongs there."""
    if not isinstance(node, Scalar):
        if not quiet:
            report.add(where, node.line, "a text belongs here", "write it on one line, in quotes if need be")
        return ""
    value = node.value.strip()
    if not value:
        if node.plain or not may_be_empty:
            remedy = "write one, or leave it out" if may_be_empty or in_list else "write one"
            report.add(where, node.line, "there is no text", remedy)
        return ""
    if node.block:
        report.place_block(where, node.line + 1 + _lines_before(node.value))
    if node.plain and not (answer and value in ("yes", "no")):
        meaning = misread(value)
        if meaning:
            problem = f"`{value}` without quotes means {meaning} in YAML"
            report.add(where, node.line, problem, f'write it in quotes: "{value}"')
            return ""
    return value


def _lines_before(text: str) -> int:
    """Empty lines before the first word."""
    return text[: len(text) - len(text.lstrip())].count("\n")


def read_texts(node: Node, where: Where, report: Report, *, answer: bool = False) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(node, Items):
        report.add(
            where, node.line, "a list belongs here", "write it as `[one, two]`, or one a line after `- `"
        )
        return ()
    texts: list[str] = []
    for number, item in enumerate(node.items, start=1):
        place = (*where, f"[{number}]")
        report.place(place, item.line)
        text = read_text(item, place, report, answer=answer, in_list=True)
        if text:
            texts.append(text)
    return tuple(texts)
