"""How much of a query sections hold, and how much of that stands together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel
from index.cells import CELLS
from index.matching import Evidence
from index.parsed_query import Group
from index.scoring import idf

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


def cover(asked: Sequence[Group], evidence: Evidence, sections: NDArray[np.intp], count: int) -> Coverage:
    """Give the coverage of sections, among `count` in all, by the evidence for the groups asked.

    What nobody typed was asked only if some section has it.
    """
    held = _held(len(asked), evidence, sections, count)
    heard = [idf(count, holders) if holders else 0.0 for holders in evidence.holders]
    rarities = [
        rarity or (idf(count, 0) if any(one.origin == "typed" for one in group.alternatives) else 0.0)
        for group, rarity in zip(asked, heard, strict=True)
    ]
    known = _shares(asked, heard)
    stands = held > 0
    stretches = held | held >> np.uint32(1)
    bits = stretches[:, :, None] >> np.arange(CELLS, dtype=np.uint32) & np.uint32(1)
    return Coverage(stands @ _shares(asked, rarities), stands @ known, (known @ bits).max(axis=1, initial=0.0))


def _held(groups: int, evidence: Evidence, sections: NDArray[np.intp], count: int) -> NDArray[np.uint32]:
    """Give the cells of each section (rows) in which each group (columns) stands."""
    held = np.zeros((len(sections), groups), np.uint32)
    rows = np.full(count, -1, np.int32)
    rows[sections] = np.arange(len(sections), dtype=np.int32)
    found = rows[evidence.sections]
    places = (found >= 0).nonzero()[0]
    if len(places):
        owners = np.array(evidence.owners)[np.searchsorted(evidence.ends, places, side="right")]
        np.bitwise_or.at(held, (found[places], owners), np.concatenate(evidence.cells)[places])
    return held


def _shares(groups: Sequence[Group], rarities: Sequence[float]) -> Shares:
    """Give the share of each group in the rarity of all of its channel, by the number of channels that have any."""
    totals: dict[Channel, float] = {}
    for group, rarity in zip(groups, rarities, strict=True):
        if rarity:
            totals[group.channel] = totals.get(group.channel, 0.0) + rarity
    pairs = zip(groups, rarities, strict=True)
    return np.array([rarity / totals[group.channel] / len(totals) if rarity else 0.0 for group, rarity in pairs])
