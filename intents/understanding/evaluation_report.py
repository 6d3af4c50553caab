"""The figures of an evaluation as text for a terminal, and as plain values for JSON."""

from intents.understanding.evaluation import Evaluation, Share

_FIGURES = (
    ("best", "best choice acceptable"),
    ("best_in_scope", "  in scope"),
    ("ranked_in_scope", "  in scope, refusals looked through"),
    ("first_three", "  in scope, among the first three"),
    ("outside_noticed", "out of scope noticed"),
    ("refused_wrongly", "refused wrongly"),
    ("confirmed", "confirmed"),
    ("chosen", "chosen from a list"),
    ("rephrased", "asked for other words"),
    ("confirmed_wrong", "confirmed though wrong"),
    ("within_two_turns", "right within two turns"),
    ("asked", "asked, in scope"),
    ("both_found", "all requests of a message found"),
    ("false_alarms", "one request taken apart"),
)


def report(evaluation: Evaluation, *, errors: bool = False) -> str:
    """The figures as lines of text, below 100 columns where names allow it.

    Args:
        errors: Also list every message whose first choice is not acceptable, with the words that decided.
    """
    lines = [f"{evaluation.best.of} messages", ""]
    lines += [_line(title, getattr(evaluation, name)) for name, title in _FIGURES]
    for title, groups in (("by label", evaluation.by_label), ("by kind", evaluation.by_kind)):
        lines += ["", f"best choice, {title}"]
        lines += [_line(f"  {name or '-'}", share) for name, share in groups]
    lines += ["", "calibration: confidence of the first choice, and how often it was right"]
    for held in evaluation.calibration:
        title = f"  {held.low:.1f} to {held.high:.1f}, mean {held.confidence:.2f}" if held.right.of else (
            f"  {held.low:.1f} to {held.high:.1f}"
        )  # fmt: skip
        lines.append(_line(title, held.right))
    lines += ["", "confusion: label, first choice, messages"]
    lines += [f"  {label:<24} {said:<24} {count:>5}" for label, said, count in evaluation.confusion]
    if errors:
        lines += ["", f"missed: {len(evaluation.misses)}"]
        for miss in evaluation.misses:
            wanted = " or ".join(miss.message.acceptable)
            lines.append(
                f"  {miss.message.id}: {miss.predicted} ({miss.confidence:.2f}, {miss.decision}), not {wanted}"
            )
            lines.append(f"    {' '.join(miss.message.text.split())}")
            lines.append(f"    evidence: {', '.join(miss.evidence) or '-'}")
    return "\n".join(lines) + "\n"


def plain_values(evaluation: Evaluation) -> dict[str, object]:
    """The evaluation as dicts, lists, texts and numbers, ready for JSON."""
    values: dict[str, object] = {name: _plain(getattr(evaluation, name)) for name, _ in _FIGURES}
    values["by_label"] = {name: _plain(share) for name, share in evaluation.by_label}
    values["by_kind"] = {name: _plain(share) for name, share in evaluation.by_kind}
    values["calibration"] = [
        {
            "low": held.low,
            "high": held.high,
            "confidence": round(held.confidence, 4),
            "right": _plain(held.right),
        }
        for held in evaluation.calibration
    ]
    values["confusion"] = [
        {"label": label, "predicted": said, "messages": count} for label, said, count in evaluation.confusion
    ]
    values["misses"] = [
        {
            "id": miss.message.id,
            "text": miss.message.text,
            "acceptable": list(miss.message.acceptable),
            "predicted": miss.predicted,
            "confidence": round(miss.confidence, 4),
            "decision": str(miss.decision),
            "evidence": list(miss.evidence),
        }
        for miss in evaluation.misses
    ]
    return values


def _line(title: str, share: Share) -> str:
    if not share.of:
        return f"{title:<44} -"
    low, high = share.interval
    return f"{title:<44} {share.percent:>5.1f} %  ({low:.1f} to {high:.1f})  {share.hits} of {share.of}"


def _plain(share: Share) -> dict[str, object]:
    low, high = share.interval
    return {
        "percent": round(share.percent, 2),
        "low": round(low, 2),
        "high": round(high, 2),
        "hits": share.hits,
        "of": share.of,
    }
