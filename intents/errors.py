"""The one exception that people see: a sentence, and what to do next."""

from __future__ import annotations


class IntakeError(Exception):
    """Something that the person can act upon, said in one sentence.

    Raised at the edges only (files, flags, settings). Wrong answers and refused filings are ordinary outcomes,
    not exceptions.
    """

    def __init__(self, message: str, *, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()
