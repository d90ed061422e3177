"""A sorted list of terms on disk: memory-mapped, searched by halves, by prefix too; a small one by a dictionary.

Two files: the terms in the order of their UTF-8, as one run (`NAME.terms`), and where each ends (`NAME.ends.npy`).
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import load
from index.packed import Packed
from index.shared_numbers import number_in
from index.term_search import SortedTerms

_MOST_KNOWN = 16_384
"""0-100,000, terms of the largest lexicon that is in memory whole: found in a quarter of the time, slower to open."""


class Lexicon:
    """Terms and their numbers. Reads only; any thread may call it.

    `number` gives the number of a term, None if it is not in the list; `term` gives the term with a number. They are
    numbered in the order of their UTF-8.
    """

    def __init__(self, directory: Path, name: str) -> None:
        terms, ends = _map(directory / f"{name}.terms"), load(directory / f"{name}.ends.npy")
        self._terms = SortedTerms(terms, ends)
        self._is_known = len(ends) <= _MOST_KNOWN
        self._grows = b""  # of terms known: for each whether the next one starts with it
        self.term: Callable[[int], str] = self._terms.term  # not through another call: questions ask by the dozen
        self.number: Callable[[str], int | None] = self._terms.number
        if self._is_known:
            codes = [*_codes(terms, ends)]
            self.number = partial(number_in, {code.decode(): number for number, code in enumerate(codes)})
            self._grows = bytes(map(bytes.startswith, codes[1:], codes)) + b"\0"

    def __len__(self) -> int:
        """Give the number of terms."""
        return len(self._terms)

    def starting_with(self, prefix: str) -> range:
        """Give the numbers of the terms that start with `prefix`."""
        code = prefix.encode("utf-8", "replace")
        known = self.number(prefix) if self._is_known else None  # which touches less memory than a search
        first = self._terms.first_from(code) if known is None else known
        return range(first, self._terms.end_of(first, code))

    def grown(self, term: str) -> tuple[int | None, range]:
        """Give the number of a term, None if it is not in the list, and those of the longer ones that start with it."""
        own = self.number(term)
        if own is not None and self._is_known and not self._grows[own]:  # which touches less memory than all below
            return own, range(0)
        code = term.encode("utf-8", "replace")
        first = self._terms.first_from(code) if own is None else own + 1
        return own, range(first, self._terms.end_of(first, code))

    def terms_before(self, limit: str) -> list[str]:
        """Give all terms that stand before `limit`, in order: the numbers of these terms count from 0."""
        return [self.term(number) for number in range(self._terms.first_from(limit.encode()))]


def _codes(terms: mmap.mmap | bytes, ends: NDArray[np.int64]) -> Iterator[bytes]:
    """Give all terms."""
    return map(terms.__getitem__, map(slice, [0, *ends[:-1].tolist()], ends.tolist()))


def write_lexicon(directory: Path, name: str, keys: Packed) -> None:
    """Write a lexicon of distinct terms, given as UTF-8 in its order."""
    (directory / f"{name}.terms").write_bytes(keys.octets.data)
    np.save(directory / f"{name}.ends.npy", keys.ends, allow_pickle=False)


def _map(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def read_lexicon(directory: Path, name: str) -> Packed:
    """Give all that `write_lexicon` was given."""
    return Packed(np.fromfile(directory / f"{name}.terms", np.uint8), load(directory / f"{name}.ends.npy"))
