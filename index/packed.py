"""Many short strings of bytes as one: an object for each would take four times the memory, and be slow to make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """The bytes of all strings, one after the other, and where each ends."""

    octets: NDArray[np.uint8]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        """Give the number of strings."""
        return len(self.ends)

    def __getitem__(self, number: int) -> bytes:
        """Give a string by its number, which is not negative."""
        return self.octets[self.ends[number - 1] if number else 0 : self.ends[number]].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        """Give all strings."""
        ends = self.ends.tolist()
        return map(self.octets.tobytes().__getitem__, map(slice, [0, *ends[:-1]], ends))

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many bytes each string has."""
        return np.diff(self.ends, prepend=0)

    def between(self, first: int, end: int) -> Packed:
        """Give some strings that follow each other."""
        start = self.ends[first - 1] if first else 0
        ends = self.ends[first:end] - start
        return Packed(self.octets[start : start + (ends[-1] if len(ends) else 0)], ends)

    def where(self, kept: NDArray[np.bool_]) -> Packed:
        """Give the strings that are kept: there is a mark for each."""
        if kept.all():
            return self
        sizes = self.sizes
        return Packed(self.octets[np.repeat(kept, sizes)], np.cumsum(sizes[kept]))

    def behind(self, text: bytes) -> Packed:
        """Give the strings, each with a text before it."""
        starts = self.ends - self.sizes + np.arange(len(self)) * len(text)
        places = (starts[:, None] + np.arange(len(text))).ravel()
        octets = interleaved(self.octets, np.tile(np.frombuffer(text, np.uint8), len(self)), places)
        return Packed(octets, self.ends + np.arange(1, len(self) + 1) * len(text))

    def among(self, others: Packed, places: Places) -> Packed:
        """Give these strings with others between them: each of those gets its place of all, in order."""
        sizes = interleaved(self.sizes, others.sizes, places)
        ends = np.cumsum(sizes)
        octets = np.repeat(ends[places] - others.ends, others.sizes) + np.arange(len(others.octets))
        return Packed(interleaved(self.octets, others.octets, octets), ends)


def packed(strings: Iterable[bytes]) -> Packed:
    """Pack strings."""
    each = list(strings)
    return Packed(np.frombuffer(b"".join(each), np.uint8), np.cumsum(np.fromiter(map(len, each), np.int64, len(each))))


def one_after_another(some: Sequence[Packed]) -> Packed:
    """Give all strings of several."""
    octets = np.concatenate([np.empty(0, np.uint8), *(one.octets for one in some)])
    sizes = np.concatenate([np.empty(0, np.int64), *(one.sizes for one in some)])
    return Packed(octets, np.cumsum(sizes))


def interleaved(kept: NDArray[Any], new: NDArray[Any], places: Places) -> NDArray[Any]:
    """Give values with new ones among them, which get these places."""
    whole = np.empty(len(kept) + len(new), np.result_type(kept, new))
    is_kept = np.ones(len(whole), bool)
    is_kept[places] = False
    whole[is_kept], whole[places] = kept, new
    return whole
