"""The lengths of sections, the grades of postings, the ceilings of common terms, by whole arrays.

`compiled_weighing` gives the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.postings import AT_ONCE, Postings
from index.scoring import impacts

GRADES = 65_535.0
"""The highest grade: as fine as what sections may score at most is counted. Coarser: more sections to look up."""
LEVELS = 255.0
"""The highest level: a grade in one byte."""
RANKED = 32
"""Sections of a rank: as many as half of its bits."""


def lengths_of(postings: Postings, sections: int) -> NDArray[np.float64]:
    """Give the sum of all frequencies in each of so many sections."""
    lengths = np.zeros(sections)
    for some in _stretches(postings):
        lengths += np.bincount(postings.holders[some], postings.frequencies[some], sections)
    return lengths


def graded(postings: Postings, damping: NDArray[np.float64]) -> NDArray[np.uint16]:
    """Give the grade of each posting, by how much each section damps it.

    It says what part of its term's rarity the impact is, in 65,535ths, rounded up: 0 only of a frequency of 0.
    """
    grades = np.empty(len(postings.holders), np.uint16)
    for some in _stretches(postings):
        frequencies = postings.frequencies[some].astype(np.float64)
        grades[some] = np.ceil(impacts(frequencies, damping[postings.holders[some]], GRADES))
    return grades


def _stretches(postings: Postings) -> list[slice]:
    """Give where some postings stand that are computed with at a time, and the next ones."""
    return [slice(start, start + AT_ONCE) for start in range(0, len(postings.holders), AT_ONCE)]


def ceilings_of(
    postings: Postings, grades: NDArray[np.uint16], terms: NDArray[np.int64], sections: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """Give the levels of some terms, one for each section, and their ranks, one for each RANKED sections.

    They stand term after term. A level is the grade in 255ths, rounded up. A rank says how many sections before these
    hold the term, times 2**RANKED, and which of these do, a bit for each.
    """
    levels = np.zeros((len(terms), sections), np.uint8)
    ranks = np.zeros((len(terms), -(-sections // RANKED)), np.uint64)
    for of_sections, of_blocks, term in zip(levels, ranks, terms.tolist(), strict=True):
        start, end = postings.starts[term : term + 2]
        holders = postings.holders[start:end]
        of_sections[holders] = np.ceil(grades[start:end] / (GRADES / LEVELS))
        of_blocks[:] = _ranks(holders, sections)
    return levels.ravel(), ranks.ravel()


def _ranks(holders: NDArray[np.int32], sections: int) -> NDArray[np.uint64]:
    firsts = np.arange(0, sections, RANKED)
    before = holders.searchsorted(firsts).astype(np.uint64)
    bits = np.bincount(holders // RANKED, np.exp2(holders % RANKED), len(firsts)).astype(np.uint64)
    return before << np.uint64(RANKED) | bits
