"""All ways of understanding, and what they give together."""

from __future__ import annotations

from collections.abc import Sequence

from index.deadline import NEVER, Deadline
from index.parsed_query import Group, Piece, Rewriting, Typed
from index.reader import GenerationReader
from index.understanding.guess import NOTHING, Guesses, Way
from index.understanding.homophones import homophones
from index.understanding.prefixes import prefixes
from index.understanding.romanised import romanised
from index.understanding.synonyms import synonyms
from index.understanding.typos import typos

WAYS: tuple[Way, ...] = (synonyms, romanised, homophones, typos, prefixes)
"""Ways to understand what was typed, in their order: the first one to read a piece as something else wins."""
WAYS_FOR_HAN: tuple[Way, ...] = (synonyms, homophones, prefixes)
"""Those that may have something to do where nothing but Han was typed."""


def understand(typed: Typed, reader: GenerationReader, deadline: Deadline = NEVER) -> Guesses:
    """Give all that may have been meant by what was typed in this index; rewritings overlap no earlier ones.

    Ways that have not been asked before the deadline are not asked any more.
    """
    groups: list[Group] = []
    rewritings: list[Rewriting] = []
    covered: list[Piece] = []
    for way in WAYS_FOR_HAN if typed.is_han else WAYS:
        if deadline is not NEVER and deadline.passed:
            break
        understood = way(typed, reader)
        if understood is not NOTHING:
            groups += understood.groups
            covered += understood.covered
            rewritings += _apart(understood.rewritings, rewritings)
    return Guesses(tuple(groups), tuple(rewritings), [*covered, *(rewriting.span for rewriting in rewritings)])


def _apart(new: Sequence[Rewriting], old: Sequence[Rewriting]) -> list[Rewriting]:
    """Give the new rewritings that overlap none of the old."""
    return [n for n in new if not any(n.span.overlaps(o.span) for o in old)]
