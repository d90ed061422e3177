"""How much of a query sections hold, and how much of that stands together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel
from index.cells import CELLS
from index.matching import Evidence
from index.scoring import idf, rarities

TELLING: tuple[Channel, ...] = ("words", "bigrams")
"""Channels that tell whether a section is about the query. A single character says too little."""

Shares = NDArray[np.float64]


class Coverage(NamedTuple):
    """For some sections the share of the query's rarity, 0 to 1, that each holds, averaged over the channels asked.

    `known` is the share of what any section holds at all, and `together` that of it which stands in one stretch: two
    neighbouring cells. What titles say belongs to every stretch.
    """

    whole: Shares
    known: Shares
    together: Shares


def cover(evidence: Evidence, sections: NDArray[np.intp], count: int) -> Coverage:
    """Give the coverage of sections, among `count` in all, by the evidence for what was asked.

    What nobody typed was asked only if some section has it.
    """
    known = np.array([TELLING.index(group.channel) for group, _ in evidence.known], np.intp)
    typed = (group for group in evidence.unknown if group.alternatives[0].origin == "typed")
    unknown = np.array([TELLING.index(group.channel) for group in typed], np.intp)
    rarity = rarities(count, np.array([len(parts[0].postings.sections) for _, parts in evidence.known]))
    unheard = np.bincount(unknown, minlength=len(TELLING)).astype(np.float64) * idf(count, 0)
    heard = _shares(known, rarity, np.zeros(len(TELLING)))
    held = _held(evidence, sections, count)
    stretches = held | held >> np.uint32(1)
    bits = np.unpackbits(stretches.view(np.uint8), axis=1).astype(np.float64)
    together = (heard @ bits).reshape(len(sections), CELLS).max(axis=1)
    stands = held > 0
    return Coverage(_shares(known, rarity, unheard) @ stands, heard @ stands, together)


def _held(evidence: Evidence, sections: NDArray[np.intp], count: int) -> NDArray[np.uint32]:
    """Give the cells in which each known group (rows) stands in each section (columns)."""
    if not evidence.known:
        return np.zeros((0, len(sections)), np.uint32)
    columns = np.full(count, -1, np.intp)
    columns[sections] = np.arange(len(sections))
    found = columns[evidence.sections]
    places = (found >= 0).nonzero()[0]
    held = np.zeros((evidence.firsts[-1] + len(evidence.known[-1][1]), len(sections)), np.uint32)
    held[evidence.parts[places], found[places]] = evidence.cells[places]
    merged: NDArray[np.uint32] = np.bitwise_or.reduceat(held, evidence.firsts, axis=0)
    return merged


def _shares(channels: NDArray[np.intp], rarity: Shares, unheard: Shares) -> Shares:
    """Give the share of each group in the rarity of all of its channel, by the number of channels that have any."""
    totals = np.bincount(channels, rarity, len(TELLING)) + unheard
    return rarity / totals[channels] / np.count_nonzero(totals)
