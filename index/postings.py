"""Keys and their holders as arrays: gathered part by part, joined, written. Equal postings make equal files.

A part numbers its holders (sections, or terms) from 0. Joining gives them their numbers in the whole, so parts that
several processes gathered, or that an earlier build kept, come together in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Distinct keys in the order of their UTF-8; for each posting its key, its holder and a frequency.

    Postings stand in the order of keys, then of holders.
    """

    keys: tuple[bytes, ...]
    numbers: Numbers
    holders: Numbers
    frequencies: Numbers

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each key's postings start; one entry more than keys."""
        counts = np.bincount(self.numbers, minlength=len(self.keys))
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def gather(holdings: Iterable[Mapping[str, int]]) -> Postings:
    """Give the postings of holders, numbered from 0: each holds keys with frequencies."""
    numbers: dict[str, int] = {}
    keys: list[int] = []
    sizes: list[int] = []
    frequencies: list[int] = []
    for holding in holdings:
        keys += [numbers.setdefault(key, len(numbers)) for key in holding]
        frequencies += holding.values()
        sizes.append(len(holding))
    codes = [key.encode() for key in numbers]
    order = sorted(range(len(codes)), key=codes.__getitem__)
    final = np.empty(len(codes), np.int32)
    final[order] = np.arange(len(codes), dtype=np.int32)
    holders = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    named = final[np.array(keys, np.int32)]
    return _ordered(tuple(codes[i] for i in order), named, holders, np.array(frequencies, np.int32))


def join(parts: Sequence[tuple[Postings, Numbers]]) -> tuple[Postings, tuple[Numbers, ...]]:
    """Give the postings of all parts together, and for each part the new numbers of its keys.

    Each part comes with the new numbers of its holders. -1 stands for a holder that is left out, and for a key that
    nobody holds any more.
    """
    keys = tuple(dict.fromkeys(sorted(chain.from_iterable(part.keys for part, _ in parts))))
    places = {key: number for number, key in enumerate(keys)}
    maps = [np.fromiter(map(places.__getitem__, part.keys), np.int32, len(part.keys)) for part, _ in parts]
    kept = [_renumbered(part, holders, keys_map) for (part, holders), keys_map in zip(parts, maps, strict=True)]
    columns = [np.concatenate([columns[i] for columns in kept]) if kept else np.empty(0, np.int32) for i in range(3)]
    held = np.bincount(columns[0], minlength=len(keys)) > 0
    final = np.where(held, np.cumsum(held) - 1, -1).astype(np.int32)
    left = keys if held.all() else tuple(key for key, stays in zip(keys, held.tolist(), strict=True) if stays)
    joined = _ordered(left, final[columns[0]], columns[1], columns[2])
    return joined, tuple(final[keys_map] for keys_map in maps)


def _renumbered(part: Postings, holders: Numbers, keys: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    new = holders[part.holders]
    stays = new >= 0
    return keys[part.numbers[stays]], new[stays], part.frequencies[stays]


def _ordered(keys: tuple[bytes, ...], numbers: Numbers, holders: Numbers, frequencies: Numbers) -> Postings:
    places = numbers.astype(np.int64) << 32 | holders
    if not (places[1:] < places[:-1]).any():
        return Postings(keys, numbers, holders, frequencies)
    order = np.argsort(places, kind="stable")  # quick where parts that are in order stand one after the other
    return Postings(keys, numbers[order], holders[order], frequencies[order])


def as_arrays(postings: Postings) -> dict[str, NDArray[np.generic]]:
    """Give postings as arrays to be kept, by what they are."""
    return {
        "keys": np.frombuffer(b"".join(postings.keys), np.uint8),
        "sizes": _small(np.array([len(key) for key in postings.keys], np.int32)),
        "counts": _small(np.bincount(postings.numbers, minlength=len(postings.keys))),
        "holders": postings.holders,
        "frequencies": _small(postings.frequencies),
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
    return Postings(keys, numbers, holders, frequencies)


def pieces(code: bytes, sizes: NDArray[np.generic]) -> tuple[bytes, ...]:
    """Give what was joined to `code`, by the sizes of its pieces."""
    ends = np.cumsum(sizes, dtype=np.int64).tolist()
    return tuple(code[start:end] for start, end in zip([0, *ends], ends, strict=False))
