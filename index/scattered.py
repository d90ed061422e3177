"""Many strings of bytes that lie in files: put from there into another file without being looked at, joined or held."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from errno import ESTALE
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.packed import Packed, Places


@dataclass(frozen=True, slots=True, eq=False)
class Scattered:
    """Files, and of each string the number of its file, where in that it starts, and how many bytes it has."""

    files: tuple[Path, ...]
    numbers: NDArray[np.int32]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]

    def __len__(self) -> int:
        """Give the number of strings."""
        return len(self.sizes)

    def between(self, first: int, end: int) -> Scattered:
        """Give some strings that follow each other."""
        return Scattered(self.files, self.numbers[first:end], self.starts[first:end], self.sizes[first:end])

    def at(self, places: Places) -> Scattered:
        """Give the strings at these places."""
        return Scattered(self.files, self.numbers[places], self.starts[places], self.sizes[places])

    def and_then(self, others: Scattered) -> Scattered:
        """Give these strings and then others."""
        numbers = np.concatenate([self.numbers, others.numbers + np.int32(len(self.files))])
        columns = (self.starts, others.starts), (self.sizes, others.sizes)
        return Scattered((*self.files, *others.files), numbers, *map(np.concatenate, columns))

    def runs(self) -> Iterator[memoryview]:
        """Give the bytes of all strings, those of neighbours in a file at once: it is mapped. Raises OSError.

        That names the file, where it is gone or shorter than it was.
        """
        ends = self.starts + self.sizes
        breaks = np.flatnonzero((self.starts[1:] != ends[:-1]) | (np.diff(self.numbers) != 0)) + 1
        memories = {number: _mapped(self.files[number]) for number in set(self.numbers.tolist())}
        for first, end in pairwise(sorted({0, *breaks.tolist(), len(self)})):
            number, start, stop = int(self.numbers[first]), self.starts[first], ends[end - 1]
            if stop > len(memories[number]):
                raise OSError(ESTALE, "is shorter than it was", str(self.files[number]))
            yield memories[number][start:stop]


@dataclass(frozen=True, slots=True, eq=False)
class Collected:
    """Strings that lie in files and new ones that don't; `order` says at which place among both each stands."""

    known: Scattered
    new: Sequence[Packed]
    order: NDArray[np.int64]

    def __len__(self) -> int:
        """Give the number of strings."""
        return len(self.order)

    def put(self, file: Path) -> Scattered:
        """Write the new strings into a file, and give where all lie. Raises OSError."""
        with file.open("wb") as out:
            out.writelines(one.octets.data for one in self.new)
        sizes = np.concatenate([np.empty(0, np.int64), *(one.sizes for one in self.new)])
        return self.known.and_then(in_one(file, sizes)).at(self.order)


def in_one(file: Path, sizes: NDArray[np.int64], start: int = 0) -> Scattered:
    """Give strings that stand one after the other in a file, the first where it starts there."""
    return Scattered((file,), np.zeros(len(sizes), np.int32), start + np.cumsum(sizes) - sizes, sizes)


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b"")


NOWHERE = Scattered((), np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64))
"""No strings."""
