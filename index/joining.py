"""Postings of parts -> those of the whole: parts that come batch by batch, and new ones put into known ones.

A part numbers its holders (sections, or terms) from 0. Joining gives them their numbers in the whole, so parts that
several processes gathered, or that an earlier build kept, come together to the same arrays however they were parted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.merging import merged, unite
from index.packed import Packed, packed
from index.postings import Cells, Frequencies, Numbers, Postings, ranked, starts_of, stretches


class _Part(NamedTuple):
    """A part that waits to be joined: its keys by their numbers in the joining, where their postings start in it."""

    keys: Numbers
    starts: NDArray[np.int64]
    holders: NDArray[Any]
    frequencies: Frequencies
    cells: Cells
    renumbered: Numbers


class Joining:
    """Parts that come one by one. It keeps each key once, and each posting in as few bytes as the part needs."""

    def __init__(self) -> None:
        self._keys: dict[bytes, int] = {}
        self._parts: deque[_Part] = deque()
        self._first: tuple[Postings, Numbers] | None = None

    def add(self, part: Postings, holders: Numbers) -> None:
        """Add a part and the new numbers of its holders."""
        if self._first is None:
            self._first = part, holders
            return
        if not self._parts:
            self._add(*self._first)
        self._add(part, holders)

    def _add(self, part: Postings, holders: Numbers) -> None:
        numbers = self._keys
        keys = np.fromiter((numbers.setdefault(key, len(numbers)) for key in part.keys), np.int32, len(part.keys))
        small = np.min_scalar_type(len(holders)) if len(holders) < 1 << 16 else np.int32
        columns = part.holders.astype(small, copy=False), part.frequencies, part.cells, holders
        self._parts.append(_Part(keys, part.starts, *columns))

    def joined(self) -> Postings:
        """Give the whole. The parts are let go of."""
        if self._first and not self._parts:
            return _renumbered(*self._first)
        codes = list(self._keys)
        self._keys.clear()
        in_order, ranks = ranked(codes)
        counts = np.zeros(len(codes), np.int64)
        for part in self._parts:
            counts[ranks[part.keys]] += np.diff(part.starts)
        keys = packed(map(codes.__getitem__, in_order))
        whole = _empty(keys, starts_of(counts), [part.frequencies.dtype for part in self._parts])
        free = whole.starts.copy()
        while self._parts:
            _fill(whole, free, self._parts.popleft(), ranks)
        _put_in_order(whole)
        return whole


def _renumbered(part: Postings, holders: Numbers) -> Postings:
    """Give a part that is the whole."""
    whole = replace(part, holders=holders[part.holders].astype(np.int32, copy=False))
    if (np.diff(holders) < 0).any():
        whole = replace(whole, frequencies=whole.frequencies.copy(), cells=whole.cells.copy())
        _put_in_order(whole)
    return whole


def _empty(keys: Packed, starts: NDArray[np.int64], kinds: Sequence[np.dtype[Any]]) -> Postings:
    """Give postings that are to be filled."""
    frequencies = np.empty(starts[-1], np.result_type(np.uint8, *kinds))
    return Postings(keys, starts, np.empty(starts[-1], np.int32), frequencies, np.empty(starts[-1], np.uint32))


def _fill(whole: Postings, free: NDArray[np.int64], part: _Part, ranks: Numbers) -> None:
    """Write a part's postings from where each of its keys is `free`, and move that on."""
    counts = np.diff(part.starts)
    for first, end in stretches(part.starts):
        some = slice(part.starts[first], part.starts[end])
        keys, own = ranks[part.keys[first:end]], counts[first:end]
        places = np.arange(some.stop - some.start) + np.repeat(free[keys] - part.starts[first:end] + some.start, own)
        whole.holders[places] = part.renumbered[part.holders[some]]
        whole.frequencies[places] = part.frequencies[some]
        whole.cells[places] = part.cells[some]
        free[keys] += own


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


def compared(digests: Sequence[str], known: Sequence[str]) -> tuple[Numbers, list[int]]:
    """Give the new number of each known holder, -1 where it is gone; and the numbers of those that are new."""
    places = {digest: place for place, digest in enumerate(known)}
    kept = np.full(len(known), -1, np.int32)
    new: list[int] = []
    for number, digest in enumerate(digests):
        place = places.pop(digest, None)
        if place is None:
            new.append(number)
        else:
            kept[place] = number
    return kept, new


def put_into(known: Postings, numbers: Numbers, new: Postings) -> tuple[Postings, Numbers]:
    """Give known postings and new ones as one; and the places that the known keys have there, -1 for one that is gone.

    The known holders get new `numbers`, -1 stands for one that is gone; no new holder has one of these. The known
    postings may be many: only what is new is looked up, and the rest copied in its order.
    """
    if not len(known.keys):
        return new, np.empty(0, np.int32)
    united = unite(known.keys, new.keys)
    counts, holders, frequencies, cells = merged(known, numbers, new, united)
    held = counts > 0
    whole = Postings(united.keys.where(held), starts_of(counts[held]), holders, frequencies, cells)
    if (np.diff(numbers[numbers >= 0]) < 0).any():
        _put_in_order(whole)
    return whole, np.where(held, np.cumsum(held) - 1, -1).astype(np.int32)[united.known]
