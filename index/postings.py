"""Keys and their holders as arrays: gathered, kept. Equal postings make equal files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.packed import Packed, packed

Numbers = NDArray[np.int32]
Frequencies = NDArray[np.unsignedinteger[Any]]
"""Whole numbers from 0 on, in as few bytes as the greatest of them needs."""
Cells = NDArray[np.uint32]
"""For each posting the parts of its holder where its key stands, a bit for each."""

AT_ONCE = 100_000
"""10,000-10,000,000, postings that are computed with at a time: about 50 bytes of memory each. More: what is computed
lies outside of the processor's caches, in memory that the kernel has to clear first."""
_NOWHERE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Postings:
    """Distinct keys in the order of their UTF-8, and the postings of one key after the other.

    Those of key i are from `starts[i]` to `starts[i + 1]`: holders in their order, and for each of these a frequency
    and cells. Where no cells were gathered, they are 0.
    """

    keys: Packed
    starts: NDArray[np.int64]
    holders: Numbers
    frequencies: Frequencies
    cells: Cells

    def of(self, first: int, end: int) -> Postings:
        """Give the postings of some of the keys."""
        some = slice(self.starts[first], self.starts[end])
        starts = self.starts[first : end + 1] - self.starts[first]
        keys = self.keys.between(first, end)
        return Postings(keys, starts, self.holders[some], self.frequencies[some], self.cells[some])

    def within(self, first: int, end: int) -> Postings:
        """Give the postings without cells in some of the holders, numbered from 0; keys that have none are left out."""
        if first == 0 and end > self.holders.max(initial=-1) and np.diff(self.starts).all():  # in all, as they are
            return replace(self, cells=self.cells[:0])
        some = [_within(self.of(*stretch), first, end) for stretch in stretches(self.starts)]
        some = some or [_within(self, first, end)]
        counts, holders, frequencies = map(np.concatenate, zip(*some, strict=True))
        held = counts > 0
        return Postings(self.keys.where(held), starts_of(counts[held]), holders, frequencies, self.cells[:0])


def _within(postings: Postings, first: int, end: int) -> tuple[NDArray[np.int64], Numbers, Frequencies]:
    inside = (postings.holders >= first) & (postings.holders < end)
    counts: NDArray[np.int64] = np.diff(starts_of(inside)[postings.starts])
    return counts, postings.holders[inside] - np.int32(first), postings.frequencies[inside]


def stretches(starts: NDArray[np.int64], size: int = 0) -> Iterator[tuple[int, int]]:
    """Give ranges of keys that have about `size` postings (AT_ONCE by default), or a key that has more."""
    bounds = np.searchsorted(starts, np.arange(0, starts[-1], size or AT_ONCE))
    return pairwise(sorted({0, *bounds.tolist(), len(starts) - 1}))  # `np.unique` loads another module


def gather(holdings: Iterable[Mapping[str, int]], places: Iterable[Mapping[str, int]] = ()) -> Postings:
    """Give the postings of holders, numbered from 0: each holds keys with frequencies, and perhaps in certain cells."""
    numbers: dict[str, int] = {}
    keys: list[int] = []
    sizes: list[int] = []
    frequencies: list[int] = []
    cells: list[int] = []
    for holding, placed in zip_longest(holdings, places, fillvalue=_NOWHERE):
        keys += [numbers.setdefault(key, len(numbers)) for key in holding]
        frequencies += holding.values()
        cells += [placed.get(key, 0) for key in holding] if placed else [0] * len(holding)
        sizes.append(len(holding))
    codes = [key.encode() for key in numbers]
    in_order, final = ranked(codes)
    held_by = final[np.array(keys, np.int32)]
    order = np.argsort(held_by, kind="stable")
    return Postings(
        packed(codes[number] for number in in_order),
        starts_of(np.bincount(held_by, minlength=len(codes))),
        np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[order],
        _small(np.array(frequencies, np.int64))[order],
        np.array(cells, np.uint32)[order],
    )


def ranked(codes: Sequence[bytes]) -> tuple[list[int], Numbers]:
    """Give the places of keys in their order, and for each place its rank."""
    order = sorted(range(len(codes)), key=codes.__getitem__)
    ranks = np.empty(len(codes), np.int32)
    ranks[order] = np.arange(len(codes), dtype=np.int32)
    return order, ranks


def starts_of(counts: NDArray[Any]) -> NDArray[np.int64]:
    """Give where so many postings of each key start, and where the last ones end."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def _small(numbers: NDArray[np.integer[Any]]) -> NDArray[np.unsignedinteger[Any]]:
    """Give whole numbers from 0 on in as few bytes as they need."""
    small: NDArray[np.unsignedinteger[Any]] = numbers.astype(np.min_scalar_type(numbers.max(initial=0)))
    return small
