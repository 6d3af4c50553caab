"""What the tracker stored against what was asked for: a server drops in silence what the filer may not set."""

from __future__ import annotations

import re
from collections.abc import Collection

from intents.drafting.draft import Draft
from intents.filing.tracker import Receipt


def losses(draft: Draft, receipt: Receipt, unknown: Collection[str] = ()) -> tuple[str, ...]:
    """A sentence for each thing that was asked for and is not there. The worst comes first.

    Args:
        unknown: labels that the project does not have, so that they were not sent.
    """
    lost: list[str] = []
    if draft.confidential and not receipt.confidential:
        lost.append(
            f"Attention: it was to be confidential, and it is public. Make it confidential now: {receipt.url}"
        )
    if receipt.title.strip() != draft.title.strip():
        lost.append(f"The title was stored as “{receipt.title}”.")
    if _stored(draft.description, draft.actions) != _stored(receipt.description, draft.actions):
        lost.append("The stored text differs from what was sent. Please look at it there.")
    kept = {label.casefold() for label in receipt.labels}
    missing = [label for label in draft.labels if label.casefold() not in kept and label not in unknown]
    if unknown:
        lost.append(
            f"Not set, {receipt.project} has no such {_counted(unknown, 'label')}: {', '.join(unknown)}."
            " Tell whoever keeps the catalogue."
        )
    if missing:
        lost.append(
            f"Not set, you may lack the right: {_counted(missing, 'label')} {', '.join(missing)}. Ask in the issue."
        )
    if draft.due_date and receipt.due_date != draft.due_date:
        lost.append(f"The due date {draft.due_date.isoformat()} was not set. Ask for it in the issue.")
    there = {name.casefold() for name in receipt.assignees}
    absent = [name for name in draft.assignees if name.casefold() not in there]
    if absent:
        lost.append(
            f"Not assigned: {', '.join('@' + name for name in absent)}. The text names them all the same."
        )
    return tuple(lost)


def _counted(items: Collection[str], word: str) -> str:
    return word if len(items) == 1 else word + "s"


def _stored(text: str, actions: tuple[str, ...]) -> str:
    """A description as it is expected after storing: no CR, no trailing space, actions cut with blank lines behind.

    An action may stay as well: the server cuts only those that it knows.
    """
    lines = (line.rstrip() for line in text.replace("\r", "").split("\n"))
    return re.sub(r"\n{2,}", "\n\n", "\n".join(line for line in lines if line not in actions)).strip()
