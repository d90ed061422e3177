"""Keys -> numbers on disk: a lexicon of keys and, for each, the numbers that belong to it.

A file (`NAME.numbers`) has the arrays of the lexicon, where the numbers of each key begin, one place more than keys,
and the numbers of all keys, one after the other.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.arrays import narrow, read_arrays, write_arrays
from index.digests import Written
from index.lexicon import Lexicon, Listed, keys_of, listed
from index.postings import Postings


class NumbersByKey:
    """Keys and their numbers. Reads only; any thread may call it."""

    def __init__(self, directory: Path, name: str) -> None:
        octets, ends, starts, numbers = read_arrays(numbers_file(directory, name))
        self.keys = Lexicon(Listed(octets, ends))
        self._number = self.keys.number
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


def numbers_file(directory: Path, name: str) -> Path:
    """Give the file of keys and numbers that has this name."""
    return directory / f"{name}.numbers"


def write_numbers(directory: Path, name: str, postings: Postings) -> Written:
    """Write the file of keys with the numbers of their holders. Raises OSError."""
    arrays = (*listed(postings.keys), narrow(postings.starts), postings.holders)
    return write_arrays(numbers_file(directory, name), arrays)


def read_numbers(directory: Path, name: str) -> Postings:
    """Give the postings that `write_numbers` was given: of keys that each holder has once, in no cells."""
    octets, ends, starts, numbers = read_arrays(numbers_file(directory, name))
    once, nowhere = np.ones(len(numbers), np.uint8), np.zeros(len(numbers), np.uint32)
    return Postings(keys_of(Listed(octets, ends)), starts.astype(np.int64, copy=False), numbers, once, nowhere)
