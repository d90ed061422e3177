"""Known postings and new ones as one, and their keys, by whole arrays. `compiled_merging` gives the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.packed import Packed, interleaved
from index.postings import Cells, Frequencies, Numbers, Postings, starts_of
from index.term_search import SortedTerms


class United(NamedTuple):
    """The keys of two postings in their order, and at which place of these the keys of each stand."""

    keys: Packed
    known: NDArray[np.int64]
    new: NDArray[np.int64]


class Merged(NamedTuple):
    """How many postings each of the united keys has, and all of these, one key after the other."""

    counts: NDArray[np.int64]
    holders: Numbers
    frequencies: Frequencies
    cells: Cells


def unite(known: Packed, new: Packed) -> United:
    """Give the keys of two, each in their order, in the order of all; those that both have once."""
    terms = SortedTerms(known.octets.tobytes(), known.ends)
    places = np.fromiter(map(terms.first_from, new), np.int64, len(new))
    at, count = zip(places.tolist(), new, strict=True), len(known)
    unseen = np.array([place == count or terms.code(place) != key for place, key in at], bool)
    before = np.searchsorted(places[unseen], np.arange(len(known)), "right")
    united = places + np.cumsum(unseen) - unseen
    return United(known.among(new.where(unseen), united[unseen]), np.arange(len(known)) + before, united)


def merged(known: Postings, numbers: Numbers, new: Postings, united: United) -> Merged:
    """Give the postings of united keys. Known holders get new `numbers`, -1 stands for one that is gone.

    The holders of each key stay in order where the numbers rise. No new holder has one of these.
    """
    kept = _renumbered(known, numbers)
    old, own = (np.zeros(len(united.keys), np.int64) for _ in range(2))
    old[united.known], own[united.new] = np.diff(kept.starts), np.diff(new.starts)
    places = _places(kept.holders, starts_of(old), np.repeat(united.new, np.diff(new.starts)), new.holders)
    return Merged(
        old + own,
        interleaved(kept.holders, new.holders, places),
        interleaved(kept.frequencies, new.frequencies, places),
        interleaved(kept.cells, new.cells, places),
    )


def _renumbered(known: Postings, numbers: Numbers) -> Postings:
    """Give the postings of the holders that are not gone; of keys too that none of them holds."""
    holders = numbers[known.holders]
    stays = holders >= 0
    gone = np.searchsorted(known.starts, np.flatnonzero(~stays), "right") - 1
    counts = np.diff(known.starts) - np.bincount(gone, minlength=len(known.keys))
    return Postings(known.keys, starts_of(counts), holders[stays], known.frequencies[stays], known.cells[stays])


def _places(kept: Numbers, starts: NDArray[np.int64], keys: NDArray[np.int64], holders: Numbers) -> NDArray[np.int64]:
    """Give the places in the whole of new postings, each of a key and a holder: all by halves at once."""
    low, high = starts[keys], starts[keys + 1]
    while (low < high).any():
        middle = (low + high) // 2
        less = (low < high) & (kept.take(middle, mode="clip") < holders)
        low, high = np.where(less, middle + 1, low), np.where(less, high, np.minimum(high, middle))
    return low + np.arange(len(low))
