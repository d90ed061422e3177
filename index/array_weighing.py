"""The lengths of sections, the impacts of postings, the levels and ranks of common terms, by whole arrays.

`compiled_weighing` gives the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.postings import AT_ONCE, Postings
from index.scoring import impacts

LEVELS = 255.0
"""The highest level."""
RANKED = 32
"""Sections of a rank: as many as half of its bits."""


def lengths_of(postings: Postings, sections: int) -> NDArray[np.float64]:
    """Give the sum of all frequencies in each of so many sections."""
    lengths = np.zeros(sections)
    for start in range(0, len(postings.holders), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        lengths += np.bincount(postings.holders[some], postings.frequencies[some], sections)
    return lengths


def weighed(postings: Postings, damping: NDArray[np.float64], rarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the impacts of postings, by how much each section damps them and how rare each term is."""
    each = np.repeat(rarity, np.diff(postings.starts))
    return impacts(postings.frequencies.astype(np.float64), damping[postings.holders], each)


def levels(postings: Postings, damping: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Give for each section the level of the only term of postings: what part of its rarity the impact is, rounded up.

    It is 0 for sections that don't hold it.
    """
    found = np.zeros(len(damping), np.uint8)
    found[postings.holders] = np.ceil(weighed(postings, damping, np.array([LEVELS])))
    return found


def ranks(postings: Postings, sections: int) -> NDArray[np.uint64]:
    """Give the ranks of the only term of postings, one for each RANKED sections.

    It says how many sections before these hold the term, times 2**RANKED, and which of these do, a bit for each.
    """
    holders, firsts = postings.holders, np.arange(0, sections, RANKED)
    before = holders.searchsorted(firsts).astype(np.uint64)
    bits = np.bincount(holders // RANKED, np.exp2(holders % RANKED), len(firsts)).astype(np.uint64)
    return before << np.uint64(RANKED) | bits
