"""The product and its peers, each behind one function: from a tokenised corpus to something that can be asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.documents import Document

TOP = 10
"""Sections that every engine gives."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, and its words as the product cuts them: peers get these, so all search for the same."""

    text: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TokenisedCorpus:
    """Documents, and the words of each section as the product weighs them: those of titles stand there twice.

    `folder` is where engines keep what they build, each below its own name.
    """

    documents: tuple[Document, ...]
    tokens: Sequence[Sequence[str]]
    questions: tuple[Question, ...]
    folder: Path


Ask = Callable[[Question], float]
"""Searches for a question's ten best sections; gives the seconds it took."""
Open = Callable[[TokenisedCorpus], Ask]
"""Builds an engine's index, or opens the one that was built before. Raises AbsentError."""


class AbsentError(Exception):
    """An engine that is not installed here, or not for a corpus of this size; says which and why."""


def timed(search: Callable[[Question], object]) -> Ask:
    """Give a function that searches in this process and gives the seconds it took."""

    def ask(question: Question) -> float:
        started = time.perf_counter()
        search(question)
        return time.perf_counter() - started

    return ask
