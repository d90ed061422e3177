"""Rows of bytes, each of its own length, as arrays: made column by column instead of row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.integer[Any]]


class Rows(NamedTuple):
    """The bytes of all rows one after the other, less than 2 GB, and how many of them are each row's."""

    code: NDArray[np.uint8]
    sizes: NDArray[np.int32]

    @property
    def starts(self) -> NDArray[np.int32]:
        """Where each row starts."""
        starts: NDArray[np.int32] = np.cumsum(self.sizes, dtype=np.int32) - self.sizes
        return starts

    def grouped(self, starts: Numbers) -> Rows:
        """Give longer rows, each of several of these: from one of `starts` to the next."""
        return Rows(self.code, np.add.reduceat(self.sizes, starts, dtype=np.int32))

    def where(self, kept: NDArray[np.bool_]) -> Rows:
        """Give these rows where they are kept, empty ones elsewhere."""
        return Rows(self.code[np.repeat(kept, self.sizes)], self.sizes * kept)


def fixed(values: NDArray[np.generic]) -> Rows:
    """Give a row for each value: its bytes, in the order that its type says."""
    return Rows(values.view(np.uint8), np.full(len(values), values.itemsize, np.int32))


def each(text: bytes, count: int) -> Rows:
    """Give so many rows of the same text."""
    return Rows(np.tile(np.frombuffer(text, np.uint8), count), np.full(count, len(text), np.int32))


def beginnings(values: NDArray[np.generic], sizes: Numbers) -> Rows:
    """Give a row for each value: so many of its first bytes."""
    table = values.view(np.uint8).reshape(len(values), values.itemsize)
    return Rows(table[np.arange(values.itemsize) < sizes[:, None]], sizes.astype(np.int32))


def chosen(texts: Sequence[bytes], numbers: Numbers | NDArray[np.bool_]) -> Rows:
    """Give a row for each number: the text that has it."""
    places = numbers.astype(np.intp)
    return beginnings(np.array(texts)[places], np.array(list(map(len, texts)))[places])


def beside(*columns: Rows) -> Rows:
    """Give rows that have those of all columns one after the other."""
    sizes: NDArray[np.int32] = np.sum([column.sizes for column in columns], axis=0, dtype=np.int32)
    code = np.empty(sizes.sum(), np.uint8)
    starts = Rows(code, sizes).starts
    for column in columns:
        places = np.repeat(starts - column.starts, column.sizes)
        places += np.arange(len(places), dtype=np.int32)
        code[places] = column.code
        starts += column.sizes
    return Rows(code, sizes)
