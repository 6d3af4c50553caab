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


def sentence_of(error: BaseException) -> str:
    """What an error says to a person: its own words, or that the program has a fault."""
    if isinstance(error, IntakeError):
        return str(error)
    return f"The program has a fault here ({type(error).__name__}: {error})."
