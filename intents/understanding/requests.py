"""The parts of a message: what of it asks for something, and where one request ends and another begins."""

import re

_QUOTED = re.compile(r"^\s*>")
_SIGNED = re.compile(
    r"^\s*(?:--\s*$|(?:kind |best |warm )?regards\b|cheers\b|best,|thanks,?\s*$|thank you,?\s*$|sent from my )",
    re.IGNORECASE,
)
_LOGGED = re.compile(
    r"^\s*(?:at \S+\(|File \"|Traceback |\S*(?:Error|Exception): |\d{4}-\d\d-\d\d[T ]\d\d:\d\d"
    r"|\[?(?:ERROR|WARN|INFO|DEBUG)\b)"
)
_BREAK = re.compile(
    r"(?<=[.!?;])\s+|\s*\n+\s*|[,;]?\s+(?:and also|and then|and|also|plus|as well as|oh and|besides|then)\s+"
    r"|\s*,\s+|\s+[-\u2013\u2014]\s+",
    re.IGNORECASE,
)


def ask_of(text: str) -> str:
    """The message without quoted mail, signature and pasted logs, unless nothing else is left of it."""
    if "\n" not in text:
        return text
    kept: list[str] = []
    for line in text.splitlines():
        if kept and _SIGNED.match(line):
            break
        if not _QUOTED.match(line) and not _LOGGED.match(line):
            kept.append(line)
    asked = "\n".join(kept)
    return asked if any(c.isalpha() for c in asked) else text


def clauses(text: str) -> tuple[str, ...]:
    """The parts that might be requests of their own, in order; empty when there is only one."""
    parts: list[str] = []
    for part in _BREAK.split(ask_of(text)):
        part = part.strip(" ,;")
        if part.count(" ") >= 2:
            parts.append(part)
    return tuple(parts) if 1 < len(parts) <= 24 else ()
