"""`intake route`: what a request is taken for, why, and how sure. Imports no screen and no tracker."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tui.commands.flags import add_catalogue, options, parser
from tui.commands.output import Exit, complain, show, show_json

if TYPE_CHECKING:
    from intents.understanding import Matcher


def run(arguments: list[str]) -> int:
    """Route one text, or one a line."""
    flags = parser(
        "intake route", "What the request is taken for, why, and how sure. TEXT or standard input."
    )
    form = flags.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    form.add_argument(
        "--jsonl",
        action="store_true",
        help='read one JSON object with "text" a line, write one result a line',
    )
    flags.add_argument("text", nargs="*", metavar="TEXT", help="the request; else standard input")
    add_catalogue(flags)
    given = flags.parse_args(arguments)
    from tui.learned import open_matcher, open_soon, open_source

    source = open_source(options(given))
    if given.jsonl:
        # Many lines are worth the wait.
        return _lines(given.text, source.titles(), open_matcher(source))
    matcher, whole = open_soon(source)
    if not whole:
        from tui.meanwhile import learn_behind

        learn_behind(source)
        complain(
            "The catalogue is new or has changed, and is being learned. Until then this is a quick guess."
        )
    text = " ".join(given.text) if given.text else _standard_input()
    result = routed(text, source.titles(), matcher)
    if given.json:
        show_json(result)
    else:
        show(in_words(result))
    return Exit.DONE


def routed(text: str, titles: Mapping[str, str], matcher: Matcher) -> dict[str, Any]:
    """The result for one text."""
    reading = matcher.read(text)
    ranked = {candidate.name: candidate for candidate in reading.ranking.candidates}
    shown = [candidate.name for candidate in reading.candidates]
    order = [*shown, *(name for name in ranked if name not in shown)]
    found = {candidate.name: candidate for candidate in reading.candidates}
    candidates = []
    for name in order:
        candidate = found.get(name) or ranked[name]
        candidates.append(
            {
                "intent": name,
                "title": titles.get(name, name),
                "confidence": round(candidate.confidence, 4),
                "evidence": list(candidate.evidence),
            }
        )
    best = order[0] if order and reading.decision.value != "rephrase" else None
    requests = [
        {"text": part.text, "intent": part.name or (part.candidates[0].name if part.candidates else None)}
        for part in reading.requests
    ] or ([{"text": text, "intent": best}] if best else [])
    result = {
        "text": text,
        "decision": reading.decision.value,
        "candidates": candidates,
        "requests": requests,
    }
    # Only where it is known whose it is instead.
    return {**result, "elsewhere": reading.outside} if reading.outside else result


def in_words(result: dict[str, Any]) -> str:
    """The result for people."""
    decision = {"confirm": "sure enough to ask for a yes", "choose": "a choice", "rephrase": "not understood"}
    lines = [decision[result["decision"]]]
    if "elsewhere" in result:
        lines.append(f"belongs elsewhere: {result['elsewhere']}")
    for candidate in result["candidates"][:4]:
        why = f"  because of: {', '.join(candidate['evidence'])}" if candidate["evidence"] else ""
        lines.append(f"{candidate['confidence']:>6.0%}  {candidate['intent']:<18} {candidate['title']}{why}")
    if len(result["requests"]) > 1:
        lines.append("several requests:")
        lines.extend(f"  {request['intent']}: {request['text']}" for request in result["requests"])
    return "\n".join(lines)


def _lines(texts: list[str], titles: Mapping[str, str], matcher: Matcher) -> int:
    """One result a line, in order; a line that is no such object is a problem, and the rest goes on."""
    import gc

    gc.enable()
    wrong = False
    for number, line in enumerate(_input_lines(texts), 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict) or not isinstance(given.get("text"), str):
            complain(f'line {number}: no JSON object with a "text". Write {{"text": "..."}} on a line.')
            wrong = True
            continue
        show_json({**given, **routed(given["text"], titles, matcher)}, line=True)
    return Exit.PROBLEMS if wrong else Exit.DONE


def _input_lines(texts: list[str]) -> Iterator[str]:
    if texts:
        yield from texts
        return
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace")


def _standard_input() -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace").strip("\n")
