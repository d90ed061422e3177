"""Keys and their holders as arrays: gathered part by part, joined, written. Equal postings make equal files.

A part numbers its holders (sections, or terms) from 0. Joining gives them their numbers in the whole, so parts that
several processes gathered, or that an earlier build kept, come together in the same way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise, zip_longest
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Frequencies = NDArray[np.unsignedinteger[Any]]
"""Whole numbers from 0 on, in as few bytes as the greatest of them needs."""
Cells = NDArray[np.uint32]
"""For each posting the parts of its holder where its key stands, a bit for each."""

AT_ONCE = 1_000_000
"""100,000-10,000,000, postings that are computed with at a time: about 50 bytes of memory each."""
_KEY_END = b"\xff"
"""A byte that UTF-8 never has: what is joined by it is taken apart at once."""
_NOWHERE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Postings:
    """Distinct keys in the order of their UTF-8, and the postings of one key after the other.

    Those of key i are from `starts[i]` to `starts[i + 1]`: holders in their order, and for each of these a frequency
    and cells. Where no cells were gathered, they are 0.
    """

    keys: tuple[bytes, ...]
    starts: NDArray[np.int64]
    holders: Numbers
    frequencies: Frequencies
    cells: Cells

    def of(self, first: int, end: int) -> Postings:
        """Give the postings of some of the keys."""
        some = slice(self.starts[first], self.starts[end])
        starts = self.starts[first : end + 1] - self.starts[first]
        return Postings(self.keys[first:end], starts, self.holders[some], self.frequencies[some], self.cells[some])

    def within(self, first: int, end: int) -> Postings:
        """Give the postings without cells in some of the holders, numbered from 0; keys that have none are left out."""
        some = [_within(self.of(*stretch), first, end) for stretch in stretches(self.starts)]
        some = some or [_within(self, first, end)]
        counts, holders, frequencies = map(np.concatenate, zip(*some, strict=True))
        keys = tuple(self.keys[number] for number in np.flatnonzero(counts).tolist())
        return Postings(keys, _starts(counts[counts > 0]), holders, frequencies, self.cells[:0])


def _within(postings: Postings, first: int, end: int) -> tuple[NDArray[np.int64], Numbers, Frequencies]:
    inside = (postings.holders >= first) & (postings.holders < end)
    counts: NDArray[np.int64] = np.diff(_starts(inside)[postings.starts])
    return counts, postings.holders[inside] - np.int32(first), postings.frequencies[inside]


def stretches(starts: NDArray[np.int64], size: int = 0) -> Iterator[tuple[int, int]]:
    """Give ranges of keys that have about `size` postings (AT_ONCE by default), or a key that has more."""
    bounds = np.searchsorted(starts, np.arange(0, starts[-1], size or AT_ONCE))
    return pairwise(np.unique([0, *bounds.tolist(), len(starts) - 1]).tolist())


def lengths_of(postings: Postings, holders: int) -> NDArray[np.float64]:
    """Give the sum of all frequencies of each of so many holders."""
    lengths = np.zeros(holders)
    for start in range(0, len(postings.holders), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        lengths += np.bincount(postings.holders[some], postings.frequencies[some], holders)
    return lengths


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
    in_order, final = _ranked(codes)
    held_by = final[np.array(keys, np.int32)]
    order = np.argsort(held_by, kind="stable")
    return Postings(
        tuple(codes[number] for number in in_order),
        _starts(np.bincount(held_by, minlength=len(codes))),
        np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[order],
        _small(np.array(frequencies, np.int64))[order],
        np.array(cells, np.uint32)[order],
    )


def _ranked(codes: Sequence[bytes]) -> tuple[list[int], Numbers]:
    """Give the places of keys in their order, and for each place its rank."""
    order = sorted(range(len(codes)), key=codes.__getitem__)
    ranks = np.empty(len(codes), np.int32)
    ranks[order] = np.arange(len(codes), dtype=np.int32)
    return order, ranks


def _starts(counts: NDArray[Any]) -> NDArray[np.int64]:
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


class _Part(NamedTuple):
    """A part that waits to be joined: its keys by their numbers in the joining, where their postings start in it."""

    keys: Numbers
    starts: NDArray[np.int64]
    holders: NDArray[Any]
    frequencies: Frequencies
    cells: Cells
    renumbered: Numbers

    def counts(self) -> NDArray[np.int64]:
        """Give how many postings of each key stay."""
        return np.diff(_starts(self.renumbered[self.holders] >= 0)[self.starts])


class Joining:
    """Parts that come one by one. It keeps each key once, and each posting in as few bytes as the part needs."""

    def __init__(self) -> None:
        self._keys: dict[bytes, int] = {}
        self._parts: deque[_Part] = deque()

    def add(self, part: Postings, holders: Numbers) -> None:
        """Add a part and the new numbers of its holders; -1 stands for one that is left out."""
        keys = self._numbers_of(part.keys)
        small = np.min_scalar_type(len(holders)) if len(holders) < 1 << 16 else np.int32
        columns = part.holders.astype(small, copy=False), part.frequencies, part.cells, holders
        self._parts.append(_Part(keys, part.starts, *columns))

    def _numbers_of(self, keys: Sequence[bytes]) -> Numbers:
        numbers = self._keys
        if not numbers:  # the first part may be large: all that was known before
            numbers.update(zip(keys, range(len(keys)), strict=True))
            return np.arange(len(keys), dtype=np.int32)
        return np.fromiter((numbers.setdefault(key, len(numbers)) for key in keys), np.int32, len(keys))

    def joined(self) -> tuple[Postings, Numbers]:
        """Give the whole, and the new numbers of the keys in the order of their coming; -1 for one that nobody holds.

        The parts are let go of.
        """
        codes = list(self._keys)
        self._keys.clear()
        in_order, ranks = _ranked(codes)
        counts = np.zeros(len(codes), np.int64)
        for part in self._parts:
            counts[ranks[part.keys]] += part.counts()
        held = counts > 0
        keys = tuple(compress(map(codes.__getitem__, in_order), held.tolist()))
        final = np.where(held, np.cumsum(held) - 1, -1).astype(np.int32)
        whole = _empty(keys, _starts(counts[held]), [part.frequencies.dtype for part in self._parts])
        free = _starts(counts)
        while self._parts:
            _fill(whole, free, self._parts.popleft(), ranks)
        _put_in_order(whole)
        return whole, final[ranks]


def _empty(keys: tuple[bytes, ...], starts: NDArray[np.int64], kinds: Sequence[np.dtype[Any]]) -> Postings:
    """Give postings that are to be filled."""
    frequencies = np.empty(starts[-1], np.result_type(np.uint8, *kinds))
    return Postings(keys, starts, np.empty(starts[-1], np.int32), frequencies, np.empty(starts[-1], np.uint32))


def _fill(whole: Postings, free: NDArray[np.int64], part: _Part, ranks: Numbers) -> None:
    """Write a part's postings from where each of its keys is `free`, and move that on."""
    for first, end in stretches(part.starts):
        some = slice(part.starts[first], part.starts[end])
        holders, keys = part.renumbered[part.holders[some]], ranks[part.keys[first:end]]
        stays = slice(None) if holders.min() >= 0 else holders >= 0
        counts = np.diff(_starts(holders >= 0)[part.starts[first : end + 1] - part.starts[first]])
        ends = np.cumsum(counts)
        places = np.arange(ends[-1]) + np.repeat(free[keys] - ends + counts, counts)
        whole.holders[places] = holders[stays]
        whole.frequencies[places] = part.frequencies[some][stays]
        whole.cells[places] = part.cells[some][stays]
        free[keys] += counts


def _put_in_order(postings: Postings) -> None:
    """Sort the holders of each key."""
    for first, end in stretches(postings.starts):
        some = postings.of(first, end)
        falls = some.holders[1:] < some.holders[:-1]
        falls[some.starts[1:-1] - 1] = False
        if falls.any():
            places = np.repeat(np.arange(end - first) << 32, np.diff(some.starts)) + some.holders
            order = np.argsort(places, kind="stable")  # quick where parts in order stand one after the other
            for column in (some.holders, some.frequencies, some.cells):
                column[:] = column[order]


def as_arrays(postings: Postings) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Give postings as arrays to be kept, with what they are."""
    yield "keys", np.frombuffer(_KEY_END.join((*postings.keys, b"")), np.uint8)
    yield "counts", _small(np.diff(postings.starts))
    yield "holders", postings.holders
    yield "frequencies", postings.frequencies
    yield "cells", postings.cells if postings.cells.any() else postings.cells[:0]


def from_arrays(arrays: Mapping[str, NDArray[Any]]) -> Postings:
    """Give the postings that `as_arrays` took apart."""
    keys = tuple(arrays["keys"].tobytes().split(_KEY_END)[:-1])
    holders, cells = arrays["holders"], arrays["cells"]
    cells = cells if len(cells) else np.zeros(len(holders), np.uint32)
    return Postings(keys, _starts(arrays["counts"]), holders, arrays["frequencies"], cells)


def _small(numbers: NDArray[np.integer[Any]]) -> NDArray[np.unsignedinteger[Any]]:
    """Give whole numbers from 0 on in as few bytes as they need."""
    small: NDArray[np.unsignedinteger[Any]] = numbers.astype(np.min_scalar_type(numbers.max(initial=0)))
    return small


def pieces(code: bytes | memoryview, sizes: NDArray[np.generic]) -> tuple[bytes, ...]:
    """Give what was joined to `code`, by the sizes of its pieces."""
    ends = np.cumsum(sizes, dtype=np.int64).tolist()
    return tuple(bytes(code[start:end]) for start, end in zip([0, *ends], ends, strict=False))
