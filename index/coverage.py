"""How much of a query sections hold, and how much of that stands together."""

from __future__ import annotations

from typing import NamedTuple

from index.analysis.information import information, is_made_up
from index.array_coverage import held, shares
from index.evidence import Evidence, Places, Shares, Telling
from index.parsed_query import Group
from index.scoring import MISSING_WEIGHT

_FIRST = 3
"""1-10, sections of a ranking that tell whether there is an answer."""


class Coverage(NamedTuple):
    """For some sections shares of the query, 0 to 1, averaged over the channels asked.

    `known` is what a section holds of the rarity of all that any section holds, `together` what one stretch of it does:
    two neighbouring cells. `told` is what one stretch holds of all the information that was asked for, where what no
    section has weighs more. What titles say belongs to every stretch.
    """

    known: Shares
    together: Shares
    told: Shares


def cover(evidence: Evidence, sections: Places) -> Coverage:
    """Give the coverage of sections by the evidence for what was asked.

    What nobody typed was asked only if some section has it; so were names that the segmenter's model made up.
    """
    return Coverage(*held(evidence, sections, shares(evidence, TOLD_BY)))


def _said(known: Group) -> float:
    return information(known.channel, known.typed)


def _missed(unknown: Group) -> float:
    made_up = unknown.channel == "words" and is_made_up(unknown.typed)
    was_asked = unknown.alternatives[0].origin == "typed" and not made_up
    return _said(unknown) * MISSING_WEIGHT if was_asked else 0.0


TOLD_BY = Telling(_FIRST, _said, _missed)
"""What tells how much of a query sections hold."""
