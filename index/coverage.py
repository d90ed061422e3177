"""How much of a query sections hold, and how much of that stands together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel
from index.analysis.information import information, is_made_up
from index.cells import CELLS
from index.matching import Evidence, firsts
from index.parsed_query import Group
from index.scoring import MISSING_WEIGHT, rarities

TELLING: tuple[Channel, ...] = ("words", "bigrams")
"""Channels that tell whether a section is about the query. A single character says too little."""

Shares = NDArray[np.float64]


class Coverage(NamedTuple):
    """For some sections shares of the query, 0 to 1, averaged over the channels asked.

    `known` is what a section holds of the rarity of all that any section holds, `together` what one stretch of it does:
    two neighbouring cells. `told` is what one stretch holds of all the information that was asked for, where what no
    section has weighs more. What titles say belongs to every stretch.
    """

    known: Shares
    together: Shares
    told: Shares


def cover(evidence: Evidence, sections: NDArray[np.intp], count: int) -> Coverage:
    """Give the coverage of sections, among `count` in all, by the evidence for what was asked.

    What nobody typed was asked only if some section has it; so were names that the segmenter's model made up.
    """
    known = np.array([TELLING.index(group.channel) for group, _ in evidence.known], np.intp)
    rarity = rarities(count, np.array([len(parts[0].postings.sections) for _, parts in evidence.known]))
    said = np.array([information(group.channel, group.typed) for group, _ in evidence.known])
    heard, told = _shares(known, rarity, 0.0), _shares(known, said, _missed(evidence.unknown))
    held = _held(evidence, sections, count)
    stretches = held | held >> np.uint32(1)
    bits = np.unpackbits(stretches.view(np.uint8), axis=1).astype(np.float64)
    best = (np.stack([heard, told]) @ bits).reshape(2, len(sections), CELLS).max(axis=2)
    return Coverage(heard @ (held > 0), *best)


def _missed(unknown: Sequence[Group]) -> Shares:
    """Give the information in each channel that was asked for by what no section has."""
    missed = np.zeros(len(TELLING))
    for channel, typed, alternatives in unknown:
        if alternatives[0].origin == "typed" and not (channel == "words" and is_made_up(typed)):
            missed[TELLING.index(channel)] += information(channel, typed)
    return missed * MISSING_WEIGHT


def _held(evidence: Evidence, sections: NDArray[np.intp], count: int) -> NDArray[np.uint32]:
    """Give the cells in which each known group (rows) stands in each section (columns)."""
    parts = evidence.parts
    if not parts:
        return np.zeros((0, len(sections)), np.uint32)
    columns = np.full(count, -1, np.intp)
    columns[sections] = np.arange(len(sections))
    found = columns[evidence.sections]
    places = (found >= 0).nonzero()[0]
    rows = np.repeat(np.arange(len(parts)), evidence.sizes)[places]
    held = np.zeros((len(parts), len(sections)), np.uint32)
    held[rows, found[places]] = np.concatenate([part.postings.cells for part in parts])[places]
    merged: NDArray[np.uint32] = np.bitwise_or.reduceat(held, firsts(some for _, some in evidence.known), axis=0)
    return merged


def _shares(channels: NDArray[np.intp], weights: Shares, missed: Shares | float) -> Shares:
    """Give the share of each group in the weight of all of its channel, by the number of channels that have any."""
    totals = np.bincount(channels, weights, len(TELLING)) + missed
    return weights / totals[channels] / np.count_nonzero(totals)
