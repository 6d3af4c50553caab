"""The files of a draft: how they are called on the server, and the places that show where each will be linked.

A place is plain text (`[attachment: log.txt, 12 kB]`). It says a name and a size, never where the file lies on this
machine; when the file is up, the server's link takes the place's place and nothing else of the text changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from intents.answering.answer import Answer
from intents.answering.local_file import LocalFile, Look, NoFile
from intents.catalogue.sizes import said_size
from intents.values import dataclass

HEADING = "## Attachments"
LONGEST_NAME = 100
"""Characters of a name on the server, its ending included."""

_OTHER = re.compile(r"[^\w.+-]+")
_DOTS = re.compile(r"\.{2,}")
_PLACE = r"\[attachment: {}, [^\[\]\n]{{1,24}}\]"
_ANY_PLACE = re.compile(_PLACE.format(r"([\w.+-]+)"))
_ALONE = r"^[ \t]*(?:[-*][ \t]+)?{}[ \t]*(?:\n|\Z)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file that goes up with the issue."""

    file: LocalFile
    name: str
    """What it is called on the server: letters, digits and `_ . + -`, once in a draft."""
    question: str = ""
    """The question that it answers; empty when it was attached beside the questions."""
    problem: str = ""
    """Why it can't go up as it is, as a sentence."""
    now: LocalFile | None = None
    """What it is like now, when it was changed since it was attached."""

    @property
    def place(self) -> str:
        """What stands in the text until it is linked."""
        return f"[attachment: {self.name}, {said_size(self.file.size)}]"

    @property
    def said(self) -> str:
        """For people: `log.txt (12 kB)`."""
        return f"{self.name} ({said_size(self.file.size)})"


def name_on_server(name: str) -> str:
    """A file's name as GitLab would write it, with nothing in it that Markdown or an address could trip over."""
    plain = _DOTS.sub(".", _OTHER.sub("_", unicodedata.normalize("NFC", name))).strip("._-+")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > LONGEST_NAME // 4:
        return plain[:LONGEST_NAME].rstrip("._-+") or "file"
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip('._-+') or 'file'}.{ending}"


def attachments_of(live: Mapping[str, Answer], attached: Iterable[LocalFile]) -> tuple[Attachment, ...]:
    """The files of the answers that count, then those attached beside them; each file once, each under its own name."""
    asked = [(file, name) for name, answer in live.items() for file in answer.files]
    found: dict[str, Attachment] = {}
    names: set[str] = set()
    for file, question in (*asked, *((file, "") for file in attached)):
        if file.path in found:
            continue
        name = _free(name_on_server(file.name), names)
        names.add(name.casefold())
        found[file.path] = Attachment(file=file, name=name, question=question)
    return tuple(found.values())


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    number = 1
    free = name
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}.{ending}" if dot else f"{name}-{number}"
    return free


def looked_at(
    attachments: Iterable[Attachment], look: Look, up: Container[tuple[LocalFile, str]] = ()
) -> tuple[Attachment, ...]:
    """The same with what has become of their files since.

    Args:
        up: files, with their names on the server, that are there already and need not be here any more.
    """
    return tuple(one if (one.file, one.name) in up else _looked_at(one, look) for one in attachments)


def _looked_at(one: Attachment, look: Look) -> Attachment:
    now = look(one.file.path)
    if isinstance(now, NoFile):
        sentence = f"{one.name} is not there any more." if now.missing else f"{one.name}: {now.sentence}"
        return replace(one, problem=f"{sentence} Attach it again or take it off.")
    if (now.size, now.modified) != (one.file.size, one.file.modified):
        return replace(one, problem=f"{one.name} was changed since it was attached. {CHANGED_STEP}", now=now)
    return one


CHANGED_STEP = "Take it as it is now, or take it off."


def placed(text: str, attachments: Iterable[Attachment]) -> str:
    """The text with a place for each file: those in it brought up to date, the rest at its end."""
    absent = []
    for one in attachments:
        pattern = re.compile(_PLACE.format(re.escape(one.name)))
        if pattern.search(text):
            text = one.place.join(pattern.split(text))
        else:
            absent.append(one)
    return f"{text.rstrip()}\n\n{section_text(absent)}" if absent else text


def section_text(attachments: Iterable[Attachment]) -> str:
    """A section of its own for files that stand nowhere else."""
    return f"{HEADING}\n\n{place_list(attachments)}"


def place_list(attachments: Iterable[Attachment]) -> str:
    """The places, one a line."""
    return "\n".join(f"- {one.place}" for one in attachments)


def without_place(text: str, name: str) -> str:
    """The text without the place of a file that was taken off; a line that holds nothing else goes whole."""
    place = _PLACE.format(re.escape(name))
    text = re.sub(_ALONE.format(place), "", text, flags=re.MULTILINE)
    text = re.sub(r"[ \t]?" + place, "", text)
    return re.sub(rf"^{HEADING}[ \t]*\n+(?=#|\Z)", "", text, flags=re.MULTILINE).rstrip("\n")


def names_placed(text: str) -> tuple[str, ...]:
    """The names of all files that a text has a place for."""
    return tuple(dict.fromkeys(match[1] for match in _ANY_PLACE.finditer(text)))


def place_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the places in a text begin and end."""
    return tuple(match.span() for match in _ANY_PLACE.finditer(text))


def linked(text: str, links: Mapping[str, str]) -> str:
    """The text with the server's links in place of the places. `links` goes by the files' names."""
    return _ANY_PLACE.sub(lambda match: links.get(match[1], match[0]), text)
