"""A sorted list of terms on disk: memory-mapped, searched by landmarks in memory and then by halves, by prefix too.

Two files: the terms in the order of their UTF-8, as one run (`NAME.terms`), and where each ends (`NAME.ends.npy`).
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import load

_LANDMARKS = 16_384
"""1,000-100,000, terms of a lexicon kept in memory to begin a search at. More: faster look-ups, slower to open."""


class Lexicon:
    """Terms and their numbers. Reads only; any thread may call it."""

    def __init__(self, directory: Path, name: str) -> None:
        self._terms = _map(directory / f"{name}.terms")
        ends = load(directory / f"{name}.ends.npy")
        self._ends = ends.data
        self._step = -(-len(ends) // _LANDMARKS) or 1
        self._landmarks = _codes(self._terms, ends, self._step)
        self._numbers = (
            {code.decode(): number for number, code in enumerate(self._landmarks)} if self._step == 1 else None
        )

    def __len__(self) -> int:
        """Give the number of terms."""
        return len(self._ends)

    def term(self, number: int) -> str:
        """Give the term with a number; terms are numbered in the order of their UTF-8."""
        return self._bytes(number).decode()

    def number(self, term: str) -> int | None:
        """Give the number of a term, None if it is not in the list."""
        if self._numbers is not None:
            return self._numbers.get(term)
        code = term.encode("utf-8", "replace")
        number = self._first_from(code)
        return number if number < len(self._ends) and self._bytes(number) == code else None

    def starting_with(self, prefix: str) -> range:
        """Give the numbers of the terms that start with `prefix`."""
        code = prefix.encode("utf-8", "replace")
        return range(self._first_from(code), self._first_from(code + b"\xff"))

    def terms_before(self, limit: str) -> list[str]:
        """Give all terms that stand before `limit`, in order: the numbers of these terms count from 0."""
        return [self.term(number) for number in range(self._first_from(limit.encode()))]

    def _bytes(self, number: int) -> bytes:
        return self._terms[self._ends[number - 1] if number else 0 : self._ends[number]]

    def _first_from(self, code: bytes) -> int:
        """Give the number of the first term that is not less than `code`."""
        high = bisect_left(self._landmarks, code) * self._step
        if self._step == 1:
            return high
        low, high = max(high - self._step + 1, 0), min(high, len(self._ends))
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < code:
                low = middle + 1
            else:
                high = middle
        return low


def _codes(terms: mmap.mmap | bytes, ends: NDArray[np.int64], step: int) -> list[bytes]:
    """Give every so manieth term."""
    starts = [0, *ends[step - 1 :: step].tolist()]
    return list(map(terms.__getitem__, map(slice, starts, ends[::step].tolist())))


def write_lexicon(directory: Path, name: str, codes: Sequence[bytes]) -> None:
    """Write a lexicon of distinct terms, given as UTF-8 in its order."""
    (directory / f"{name}.terms").write_bytes(b"".join(codes))
    ends = np.cumsum(np.fromiter(map(len, codes), np.int64, len(codes)))
    np.save(directory / f"{name}.ends.npy", ends, allow_pickle=False)


def _map(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def read_lexicon(directory: Path, name: str) -> tuple[bytes, ...]:
    """Give all that `write_lexicon` was given."""
    return tuple(_codes((directory / f"{name}.terms").read_bytes(), load(directory / f"{name}.ends.npy"), 1))
