"""What looks like a secret or like personal data, told on the command line before it is sent."""

from __future__ import annotations

from intents.drafting.draft import Draft
from intents.talk.reviewing import draft_warnings
from tui.commands.output import complain
from tui.wiring import Templates


def warned(draft: Draft, templates: Templates | None, *, practice: bool) -> None:
    """Tell it, a sentence each, as firmly as the project is public. A script decides for itself what it makes of it.

    Args:
        templates: who can say who may read the project's issues; None without a connection.
    """
    if not draft_warnings(draft, public=None):
        return
    public = False if practice else None
    if templates is not None and not practice:
        public = templates.read(draft.project, "").public
    for warning in draft_warnings(draft, public):
        complain(f"look at: {warning}")
