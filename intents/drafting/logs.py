"""Logs and other pasted raw text: telling it from prose, and putting it where nothing in it can act."""

import re

from intents.drafting.characters import clean

_TICKS = re.compile("`+")

_STAMP = (
    r"(?:\d{4}[-/.]\d\d[-/.]\d\d(?:[T ]|$)|\d{1,2}[/.]\w{2,3}[/.]\d{2,4}[: T]|(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d)"
)
_LEVEL = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL|SEVERE)"
# A word of two may stand before the time: an address, a host, a bracket.
_LOG_LINE = re.compile(
    rf"\s*(?:\[?{_STAMP}|\S{{1,60}} (?:\S{{1,60}} ){{0,2}}\[?{_STAMP}|\[?{_LEVEL}\b[\]:\s|-]|[IWEF]\d{{4}} \d\d:\d\d"
    r'|\{"[A-Za-z_@]+":)'
)
_TRACE_HEAD = re.compile(
    r"Traceback \(most recent call last\):|(?:Exception in thread|Caused by:|panic:|goroutine \d+ \[)"
    r"|[\w.$]{1,200}(?:Error|Exception)\b(?: \(|:|$)|[\w./-]{1,200}\.rb:\d+:in "
)
_TRACE_LINE = re.compile(
    r'\s+at \S[^\n]{0,300}(?::\d+|\))|\s+File "[^"\n]{1,300}", line \d+|\s+from \S{1,300}:\d+:in |\s*\S{1,300}:\d+:in [`\']'
    r"|\s+\.\.\. \d+ (?:more|common frames)|\t\S{1,300}\.go:\d+"
)
_PROMPT = re.compile(
    r"\s*(?:[\w.-]{1,40}@[\w.-]{1,60}[:\s][^\n$#]{0,100}[$#]|\$|PS [A-Z]:[^\n>]{0,100}>|[A-Z]:\\[^\n>]{0,100}>) \S"
)
_LONG_WORD = re.compile(r"(?:^|(?<=\s))(?!https?://)\S{200}")
_LONG_LINE = 2000


def as_log(text: str) -> str:
    """Raw text in a fence, where no action, mention or reference works; empty for blank text.

    The fence is longer than any run of back-ticks inside. A line that starts with `/` gets one space in front, for
    versions of GitLab that look for actions in such fences too. Blank lines at both ends go.
    """
    body = clean(text).strip("\n")
    if not body.strip():
        return ""
    longest = max((len(ticks[0]) for ticks in _TICKS.finditer(body)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = (" " + line if line.startswith("/") else line for line in body.split("\n"))
    return "\n".join((fence, *lines, fence))


def looks_like_log(text: str) -> bool:
    """Whether the text is better shown as it is than read as prose.

    True for stack traces, for several lines that begin with times or levels, for shell sessions, for text with
    terminal colours, and for very long lines or words. False for a text that has its own code fence.
    """
    if "\x1b[" in text:
        return True
    lines = [line for line in clean(text).split("\n") if line.strip()]
    if any(line.lstrip(" ").startswith(("```", "~~~")) for line in lines):
        return False
    if any(len(line) > _LONG_LINE or _LONG_WORD.search(line) for line in lines):
        return True
    heads = sum(_TRACE_HEAD.match(line) is not None for line in lines)
    frames = sum(_TRACE_LINE.match(line) is not None for line in lines)
    if frames >= 3 or (heads and frames):
        return True
    stamped = sum(_LOG_LINE.match(line) is not None for line in lines)
    if stamped >= 3 and stamped * 5 >= len(lines) * 2:
        return True
    prompts = sum(_PROMPT.match(line) is not None for line in lines)
    return prompts >= 2 or (prompts == 1 and len(lines) >= 3 and _PROMPT.match(lines[0]) is not None)
