"""Regular expressions that authors write: do they compile, and can a pasted text make one run for ever?

A repetition inside a repeated group (`(a+)+`) may try every way to divide a text, which doubles with each letter.
Whether a given one does so is hard to say; that it holds one is easy, and it can always be written without.
"""

from __future__ import annotations

import re

from intents.values import dataclass

LONGEST = 500
"""Characters of a pattern; longer ones are not read by anybody."""


@dataclass(slots=True)
class _Group:
    """An open group, and what was seen in it."""

    repeats: bool = False
    branches: bool = False


def wrong_pattern(pattern: str) -> tuple[str, str] | None:
    """What is wrong with a pattern and what to do, or None."""
    if len(pattern) > LONGEST:
        return f"the pattern is longer than {LONGEST} characters", "shorten it"
    try:
        re.compile(pattern)
    except re.error as error:
        at = f" at its character {error.pos + 1}" if error.pos is not None else ""
        return (
            f"the pattern does not compile ({error.msg}{at})",
            "correct it, or ask for a plain text instead",
        )
    except (OverflowError, RecursionError):
        return "the pattern does not compile (it is too large)", "shorten it"
    nested = _nested(pattern)
    if nested:
        problem = f"the pattern repeats a group that itself repeats or branches (`{nested}`)"
        return f"{problem}, which can take for ever", "write it with one repetition"
    return None


_QUANTIFIER = re.compile(r"[*+]|\{(\d*)(,?)(\d*)\}")


def _nested(pattern: str) -> str:
    """The first repeated group that holds a repetition or a choice, as written."""
    stack: list[tuple[_Group, int]] = [(_Group(), 0)]
    last: tuple[_Group, int] | None = None
    at = 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            at, last = at + 2, None
            continue
        if letter == "[":
            at, last = _class_end(pattern, at), None
            continue
        if letter == "(":
            stack.append((_Group(), at))
        elif letter == ")":
            last = stack.pop()
            inner = last[0]
            stack[-1][0].repeats |= inner.repeats
            stack[-1][0].branches |= inner.branches
            at += 1
            continue
        elif letter == "|":
            stack[-1][0].branches = len(stack) > 1
        else:
            repeat = _QUANTIFIER.match(pattern, at)
            if repeat and _is_wide(repeat):
                if last is not None and (last[0].repeats or last[0].branches):
                    return pattern[last[1] : repeat.end()]
                stack[-1][0].repeats = True
                at, last = repeat.end(), None
                continue
        last = None
        at += 1
    return ""


def _is_wide(repeat: re.Match[str]) -> bool:
    """Whether it may repeat often: without end, or more than a dozen times more than it has to."""
    if repeat[0] in "*+":
        return True
    least, comma, most = repeat.groups()
    if not comma:
        return False
    return not most or int(most) - int(least or 0) > 12


def _class_end(pattern: str, at: int) -> int:
    """The place behind a `[...]`; a bracket that stands first in it is one of its letters."""
    at += 1
    if pattern[at : at + 1] == "^":
        at += 1
    if pattern[at : at + 1] == "]":
        at += 1
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1
