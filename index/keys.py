"""Many keys as one run of bytes: an object for each would take four times the memory, and most of a small build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """Keys one after the other, and where each ends."""

    code: bytes
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        """Give the number of keys."""
        return len(self.ends)

    def __getitem__(self, number: int) -> bytes:
        """Give a key by its number, which is not negative."""
        return self.code[self.ends[number - 1] if number else 0 : self.ends[number]]

    def __iter__(self) -> Iterator[bytes]:
        """Give all keys."""
        ends = self.ends.tolist()
        return map(self.code.__getitem__, map(slice, [0, *ends[:-1]], ends))

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many bytes each key has."""
        return np.diff(self.ends, prepend=0)

    @property
    def octets(self) -> NDArray[np.uint8]:
        """The bytes of all keys."""
        return np.frombuffer(self.code, np.uint8)

    def between(self, first: int, end: int) -> Keys:
        """Give the keys with some numbers that follow each other."""
        start = int(self.ends[first - 1]) if first else 0
        ends = self.ends[first:end] - start
        return Keys(self.code[start : start + int(ends[-1])] if len(ends) else b"", ends)

    def where(self, kept: NDArray[np.bool_]) -> Keys:
        """Give the keys that are kept, of which there is one mark each."""
        if kept.all():
            return self
        sizes = self.sizes
        return _keys(self.octets[np.repeat(kept, sizes)], sizes[kept])

    def among(self, others: Keys, places: Places) -> Keys:
        """Give these keys with others between them: each gets the place that is told, in order."""
        sizes = interleaved(self.sizes, others.sizes, places)
        moved = (np.cumsum(sizes) - sizes)[places] - (others.ends - others.sizes)
        octets = np.repeat(moved, others.sizes) + np.arange(len(others.code))
        return _keys(interleaved(self.octets, others.octets, octets), sizes)


def keys_of(codes: Iterable[bytes]) -> Keys:
    """Give keys, told one by one."""
    each = list(codes)
    return Keys(b"".join(each), np.cumsum(np.fromiter(map(len, each), np.int64, len(each))))


def _keys(octets: NDArray[np.uint8], sizes: NDArray[np.int64]) -> Keys:
    return Keys(octets.tobytes(), np.cumsum(sizes))


def interleaved(kept: NDArray[Any], new: NDArray[Any], places: Places) -> NDArray[Any]:
    """Give values with new ones among them, which get these places."""
    whole = np.empty(len(kept) + len(new), np.result_type(kept, new))
    is_kept = np.ones(len(whole), bool)
    is_kept[places] = False
    whole[is_kept], whole[places] = kept, new
    return whole
