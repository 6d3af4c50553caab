"""Bytes -> a tree of texts with line numbers. The only module that knows the YAML library.

Built from the parser's events and not from loaded values: a loader keeps the last of two equal keys in silence,
reads `no` as false and `1.10` as a number, and unfolds aliases without end. Here a scalar stays the text that was
written, aliases, anchors and tags are refused where they stand, and depth is bounded while reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

from intents.catalogue.problems import Report, Where
from intents.values import dataclass

LARGEST = 512 * 1024
"""Bytes. A catalogue of this size has some ten thousand lines; anything larger is not one."""

DEEPEST = 20
"""Levels. The format itself needs nine."""


@dataclass(slots=True)
class Scalar:
    """A text, as written."""

    value: str
    plain: bool
    """Written without quotes."""
    line: int
    block: bool = False
    """Written below its key after `|`, line by line as it stands."""


@dataclass(slots=True)
class Items:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Entries:
    """Keys with values, in order, doubled keys included."""

    line: int
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)


Node = Scalar | Items | Entries


class _Stop(Exception):  # noqa: N818 - not an error: the fault has been noted, reading ends
    """Reading cannot go on."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being read."""

    node: Items | Entries
    where: Where
    key: Scalar | None = None
    name: str = ""


def read_bytes(
    path: Path, report: Report, *, where: Where = (), line: int = 1, file: str = ""
) -> bytes | None:
    """The bytes of a file, or None with a fault in the report."""
    import stat

    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            report.add(where, line, "this is a folder", "name the file inside it", file=file)
            return None
        if not stat.S_ISREG(status.st_mode):
            # A pipe without a writer would hang the start for ever.
            report.add(where, line, "this is not a regular file", "name a file", file=file)
            return None
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        report.add(where, line, "there is no such file", "check how its name is written", file=file)
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not usable"
        report.add(
            where, line, f"it cannot be read ({reason})", "check the name and who may read it", file=file
        )
        return None
    if len(data) > LARGEST:
        report.add(
            where, line, "it is larger than 512 kB", "keep long lists of messages in message files", file=file
        )
        return None
    return data


def decode(data: bytes, report: Report, *, file: str = "") -> str | None:
    """The text of UTF-8 bytes, without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from behind the mark that it has skipped.
        skipped = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        before = data[: error.start + skipped]
        line = before.count(b"\n") + before.replace(b"\r\n", b"").count(b"\r") + 1
        byte = error.object[error.start]
        what = f"the byte 0x{byte:02X} is not UTF-8"
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            what = "the file is UTF-16"
        report.add((), line, what, "save the file as UTF-8", file=file)
        return None


_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")


def compose(text: str, report: Report) -> Node | None:
    """The tree of a YAML text, or None when it cannot be read; what is wrong is in the report."""
    unseen = _UNSEEN.search(text)
    if unseen:
        line = len(re.findall("\r\n|\r|\n", text[: unseen.start()])) + 1
        what = f"there is an invisible character (U+{ord(unseen.group()):04X})"
        report.add((), line, what, "delete it, or put a space or a line break there")
        return None
    try:
        return _tree(_events(text), report)
    except _Stop:
        return None
    except RecursionError:
        report.add((), 1, "it is nested too deeply", f"use no more than {DEEPEST} levels")
        return None
    except Exception as error:
        import yaml

        if not isinstance(error, yaml.YAMLError):
            raise
        _explain(error, text, report)
        return None


def _events(text: str) -> Iterator[Any]:
    import yaml

    # The parser written in C is about eight times as fast; not every installation has it.
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    events: Iterator[Any] = yaml.parse(text, Loader=loader)
    return events


def _tree(events: Iterator[Any], report: Report) -> Node | None:
    from yaml import events as kinds

    root: Node | None = None
    documents = 0
    stack: list[_Frame] = []
    for event in events:
        line = event.start_mark.line + 1
        match event:
            case kinds.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    report.add((), line, "a second document begins here (`---`)", "keep one document a file")
                    raise _Stop
                continue
            case kinds.SequenceEndEvent() | kinds.MappingEndEvent():
                stack.pop()
                continue
            case kinds.NodeEvent():
                pass
            case _:
                continue
        where = _here(stack)
        if isinstance(event, kinds.AliasEvent):
            report.refuse(where, line, f"`*{event.anchor}` repeats another part", "write the part out")
            node: Node = Scalar(event.anchor or "", plain=True, line=line)
        else:
            _refuse_marks(event, where, line, report)
            if isinstance(event, kinds.ScalarEvent):
                node = Scalar(event.value, plain=not event.style, line=line, block=event.style == "|")
            elif isinstance(event, kinds.SequenceStartEvent):
                node = Items(line)
            else:
                node = Entries(line)
        if not stack:
            root = node
        else:
            _put(stack[-1], node, where, report)
        if not isinstance(node, Scalar):
            if len(stack) >= DEEPEST:
                report.add(where, line, "it is nested too deeply", f"use no more than {DEEPEST} levels")
                raise _Stop
            stack.append(_Frame(node, where))
    return root


def _refuse_marks(event: Any, where: Where, line: int, report: Report) -> None:
    """Anchors and tags: the format has no use for them, and both have been turned into attacks."""
    if event.anchor is not None:
        report.refuse(where, line, f"`&{event.anchor}` marks a part to be repeated", "leave the mark out")
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        report.refuse(where, line, f"`{tag}` is a type mark", "leave it out and write plain text")


def _here(stack: list[_Frame]) -> Where:
    """Where the next node belongs."""
    if not stack:
        return ()
    frame = stack[-1]
    if frame.key is not None:
        return (*_named(frame), frame.key.value)
    if isinstance(frame.node, Items):
        return (*_named(frame), f"[{len(frame.node.items) + 1}]")
    return _named(frame)


def _named(frame: _Frame) -> Where:
    """An item of a list goes by its own name once that is known."""
    return (*frame.where[:-1], frame.name) if frame.name else frame.where


def _put(frame: _Frame, node: Node, where: Where, report: Report) -> None:
    if isinstance(frame.node, Items):
        frame.node.items.append(node)
    elif frame.key is None:
        if not isinstance(node, Scalar):
            report.add(
                where, node.line, "a list or mapping stands where a key belongs", "write the key as one word"
            )
            raise _Stop
        frame.key = node
    else:
        is_item = bool(frame.where) and frame.where[-1].startswith("[")
        if is_item and frame.key.value in ("id", "name") and isinstance(node, Scalar):
            frame.name = node.value
        frame.node.pairs.append((frame.key, node))
        frame.key = None


def _explain(error: Exception, text: str, report: Report) -> None:
    """One fault for what the parser could not read, in an author's words."""
    mark = getattr(error, "problem_mark", None)
    begin = getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    lines = re.split("\r\n|\r|\n", text)
    at = min(mark.line if mark is not None else 0, len(lines) - 1)
    for number in dict.fromkeys((at, begin.line if begin is not None else at, at - 1)):
        if 0 <= number < len(lines) and re.match(r" *\t\s*\S", lines[number]):
            report.add((), number + 1, "a tab is used to indent", "use spaces")
            return
    opened = _opened_above(lines, at)
    if opened is not None:
        report.add(
            (), opened + 1, "a quotation mark is opened here and not closed", "close it at the text's end"
        )
        return
    first = lines[at][mark.column : mark.column + 1] if mark is not None else ""
    if "cannot start any token" in problem and first == "\t":
        what, remedy = "a tab stands between the words of this line", "use spaces"
    elif "cannot start any token" in problem or "%" in (first, lines[at].lstrip()[:1]):
        what = f"a text cannot begin with `{first or '%'}` unless it is in quotes"
        remedy = "put the whole text in quotes"
    elif "mapping values are not allowed" in problem:
        what = "a colon followed by a space stands inside a text, or the line is indented too far"
        remedy = "put the text in quotes, or line the key up with its neighbours"
    elif "quoted scalar" in context and begin is not None:
        what, remedy = (
            "a quotation mark is opened here and does not end well",
            "close it, or double it inside a text",
        )
        at = begin.line
    elif "flow" in context and begin is not None:
        what, remedy = (
            "a bracket is opened here and not closed as it should be",
            "close it, with commas between",
        )
        at = begin.line
    elif "block" in context or "expected ':'" in problem or "expected key" in problem:
        what = "this line does not fit the lines above it"
        remedy = "check that it is indented as its neighbours are and that its key ends in a colon"
    else:
        what, remedy = f"this is not YAML ({problem or 'unreadable'})", "check this line and the one above it"
    report.add((), at + 1, what, remedy)


_OPEN_QUOTE = re.compile(r"""\s*(?:- +)?(?:[\w.-]+: +)?"[^"]*\Z""")


def _opened_above(lines: list[str], at: int) -> int | None:
    """The line whose quotation mark was closed only by the next one further down, which is where parsers complain."""
    if '"' not in lines[at]:
        return None
    for number in range(at - 1, -1, -1):
        if '"' in lines[number]:
            return number if _OPEN_QUOTE.match(lines[number]) else None
    return None
