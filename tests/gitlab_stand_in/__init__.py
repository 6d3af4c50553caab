"""A GitLab to test against: real HTTP on loopback, with a memory and with faults. `StandIn` is all a test needs.

A request comes in by `server.py`, `stand_in.py` writes it down and sees whether a fault (`faults.py`) takes it, `calls.py`
finds which call it is and who may make it, `issues.py` does what GitLab does to an issue, `markdown.py` knows what hides
in a text, `state.py` keeps it all, `shapes.py` and `answers.py` say it in GitLab's words.
"""

from .answers import Received
from .calls import Call
from .faults import BEHAVIOURS, FOREVER, Fault
from .stand_in import StandIn
from .state import Generation, Issue, Label, Note, Project, Role, Token, User

__all__ = [
    "StandIn",
    "Fault",
    "FOREVER",
    "BEHAVIOURS",
    "Call",
    "Received",
    "Role",
    "Generation",
    "Project",
    "Issue",
    "Note",
    "Label",
    "User",
    "Token",
]
