"""Keys and their holders as arrays: gathered part by part, joined, written. Equal postings make equal files.

A part numbers its holders (sections, or terms) from 0. Joining gives them their numbers in the whole, so parts that
several processes gathered, or that an earlier build kept, come together in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Cells = NDArray[np.uint32]
"""For each posting the parts of its holder where its key stands, a bit for each."""

_Columns = tuple[Numbers, Numbers, Numbers, Cells]
_NOWHERE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Postings:
    """Distinct keys in the order of their UTF-8; for each posting its key, its holder, a frequency and its cells.

    Postings stand in the order of keys, then of holders. Where no cells were gathered, they are 0.
    """

    keys: tuple[bytes, ...]
    numbers: Numbers
    holders: Numbers
    frequencies: Numbers
    cells: Cells

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each key's postings start; one entry more than keys."""
        counts = np.bincount(self.numbers, minlength=len(self.keys))
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


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
        cells += [placed.get(key, 0) for key in holding]
        sizes.append(len(holding))
    codes = [key.encode() for key in numbers]
    order = sorted(range(len(codes)), key=codes.__getitem__)
    final = np.empty(len(codes), np.int32)
    final[order] = np.arange(len(codes), dtype=np.int32)
    holders = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    named = final[np.array(keys, np.int32)]
    in_order = tuple(codes[i] for i in order)
    return _ordered(in_order, named, holders, np.array(frequencies, np.int32), np.array(cells, np.uint32))


def join(parts: Sequence[tuple[Postings, Numbers]]) -> tuple[Postings, tuple[Numbers, ...]]:
    """Give the postings of all parts together, and for each part the new numbers of its keys.

    Each part comes with the new numbers of its holders. -1 stands for a holder that is left out, and for a key that
    nobody holds any more.
    """
    keys = tuple(dict.fromkeys(sorted(chain.from_iterable(part.keys for part, _ in parts))))
    places = {key: number for number, key in enumerate(keys)}
    maps = [np.fromiter(map(places.__getitem__, part.keys), np.int32, len(part.keys)) for part, _ in parts]
    kept = [_renumbered(part, holders, keys_map) for (part, holders), keys_map in zip(parts, maps, strict=True)]
    numbers, holders, frequencies, cells = map(np.concatenate, zip(*kept, strict=True)) if kept else _nothing()
    held = np.bincount(numbers, minlength=len(keys)) > 0
    final = np.where(held, np.cumsum(held) - 1, -1).astype(np.int32)
    left = keys if held.all() else tuple(key for key, stays in zip(keys, held.tolist(), strict=True) if stays)
    joined = _ordered(left, final[numbers], holders, frequencies, cells)
    return joined, tuple(final[keys_map] for keys_map in maps)


def _nothing() -> _Columns:
    return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint32)


def _renumbered(part: Postings, holders: Numbers, keys: Numbers) -> _Columns:
    new = holders[part.holders]
    stays = new >= 0
    return keys[part.numbers[stays]], new[stays], part.frequencies[stays], part.cells[stays]


def _ordered(
    keys: tuple[bytes, ...], numbers: Numbers, holders: Numbers, frequencies: Numbers, cells: Cells
) -> Postings:
    places = numbers.astype(np.int64) << 32 | holders
    if not (places[1:] < places[:-1]).any():
        return Postings(keys, numbers, holders, frequencies, cells)
    order = np.argsort(places, kind="stable")  # quick where parts that are in order stand one after the other
    return Postings(keys, numbers[order], holders[order], frequencies[order], cells[order])


def as_arrays(postings: Postings) -> dict[str, NDArray[np.generic]]:
    """Give postings as arrays to be kept, by what they are."""
    return {
        "keys": np.frombuffer(b"".join(postings.keys), np.uint8),
        "sizes": _small(np.array([len(key) for key in postings.keys], np.int32)),
        "counts": _small(np.bincount(postings.numbers, minlength=len(postings.keys))),
        "holders": postings.holders,
        "frequencies": _small(postings.frequencies),
        "cells": postings.cells if postings.cells.any() else postings.cells[:0],
    }


def _small(numbers: NDArray[np.signedinteger[Any]]) -> NDArray[np.unsignedinteger[Any]]:
    """Give whole numbers from 0 on in as few bytes as they need."""
    small: NDArray[np.unsignedinteger[Any]] = numbers.astype(np.min_scalar_type(numbers.max(initial=0)))
    return small


def from_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> Postings:
    """Give the postings that `as_arrays` took apart."""
    keys = pieces(arrays["keys"].tobytes(), arrays["sizes"])
    numbers = np.repeat(np.arange(len(keys), dtype=np.int32), arrays["counts"].astype(np.int64))
    holders, frequencies = (arrays[name].astype(np.int32, copy=False) for name in ("holders", "frequencies"))
    cells = arrays["cells"].astype(np.uint32, copy=False)
    return Postings(keys, numbers, holders, frequencies, cells if len(cells) else np.zeros(len(numbers), np.uint32))


def pieces(code: bytes, sizes: NDArray[np.generic]) -> tuple[bytes, ...]:
    """Give what was joined to `code`, by the sizes of its pieces."""
    ends = np.cumsum(sizes, dtype=np.int64).tolist()
    return tuple(code[start:end] for start, end in zip([0, *ends], ends, strict=False))
