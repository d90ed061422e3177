"""Keys -> numbers on disk: a lexicon of keys and, for each, the numbers that belong to it.

Beside the lexicon's files: the numbers of all keys one after the other (`NAME.numbers.npy`), and where each key's begin
(`NAME.starts.npy`, one entry more than keys).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import load
from index.lexicon import Lexicon, read_lexicon, write_lexicon
from index.postings import Numbers, Postings


class NumbersByKey:
    """Keys and their numbers. Reads only; any thread may call it."""

    def __init__(self, directory: Path, name: str) -> None:
        self.keys = Lexicon(directory, name)
        self._number = self.keys.number
        starts: NDArray[np.int64] = load(directory / f"{name}.starts.npy")
        numbers: Numbers = load(directory / f"{name}.numbers.npy")
        self._starts, self._numbers = starts.data, numbers.data

    def of(self, key: str) -> tuple[int, ...]:
        """Give the numbers of a key, in their order; none if it is unknown."""
        number = self._number(key)
        return () if number is None else self._between(number, number + 1)

    def starting_with(self, prefix: str, most: int) -> tuple[int, ...]:
        """Give the numbers of the keys that start with `prefix`, of the first `most` such keys."""
        keys = self.keys.starting_with(prefix)[:most]
        return self._between(keys.start, keys.stop) if keys else ()

    def _between(self, first: int, end: int) -> tuple[int, ...]:
        """Give the numbers of neighbouring keys, which stand one after the other."""
        return tuple(self._numbers[self._starts[first] : self._starts[end]].tolist())


def write_numbers(directory: Path, name: str, postings: Postings) -> None:
    """Write the files of keys with the numbers of their holders."""
    write_lexicon(directory, name, postings.keys)
    np.save(directory / f"{name}.starts.npy", postings.starts, allow_pickle=False)
    np.save(directory / f"{name}.numbers.npy", postings.holders, allow_pickle=False)


def read_numbers(directory: Path, name: str) -> Postings:
    """Give the postings that `write_numbers` was given: of keys that each holder has once, in no cells."""
    starts, numbers = (load(directory / f"{name}.{column}.npy") for column in ("starts", "numbers"))
    once, nowhere = np.ones(len(numbers), np.uint8), np.zeros(len(numbers), np.uint32)
    return Postings(read_lexicon(directory, name), starts, numbers, once, nowhere)
