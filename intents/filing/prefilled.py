"""GitLab's new-issue page with a draft filled in: needs no token, creates nothing by itself.

The description carries labels, due date and assignees as quick actions, since the page's address has no other way to
say them; the person sees them there and sends them.
"""

from __future__ import annotations

from urllib.parse import quote

from intents.drafting.draft import Draft
from intents.values import dataclass

LONGEST_ADDRESS = 6000
"""Characters. Common servers refuse request lines of 8 KiB; sign-in redirects lengthen the address on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An address, and what it could not carry."""

    url: str
    left_out: str = ""
    """A sentence, when the description has to be pasted by hand."""


def prefilled_page(draft: Draft, host: str) -> Page:
    """The page for this draft. Confidential text never goes into an address: it would stand in histories and logs."""
    base = f"{host.rstrip('/')}/{draft.project}/-/issues/new"
    if draft.confidential or any(action.casefold().startswith("/confidential") for action in draft.actions):
        return Page(
            url=f"{base}?{_parameter('issue[confidential]', 'true')}",
            left_out="Confidential text is not put into an address. Paste the description there.",
        )
    title = _parameter("issue[title]", draft.title)
    full = f"{base}?{title}&{_parameter('issue[description]', _with_actions(draft))}"
    if len(full) <= LONGEST_ADDRESS:
        return Page(url=full)
    return Page(
        url=f"{base}?{title}" if len(base) + len(title) < LONGEST_ADDRESS else base,
        left_out="The text is too long for an address. Paste the description there.",
    )


def _parameter(name: str, value: str) -> str:
    return f"{quote(name, safe='[]')}={quote(value, safe='')}"


def _with_actions(draft: Draft) -> str:
    actions = []
    labels = [label for label in draft.labels if '"' not in label]
    if labels:
        actions.append("/label " + " ".join(f'~"{label}"' for label in labels))
    if draft.due_date:
        actions.append(f"/due {draft.due_date.isoformat()}")
    if draft.assignees:
        actions.append("/assign " + " ".join("@" + name for name in draft.assignees))
    if not actions:
        return draft.description
    gap = "" if draft.actions else "\n"
    return draft.description.rstrip("\n") + "\n" + gap + "\n".join(actions) + "\n"
