"""A sorted list of terms, mapped from the disk: searched by halves, by prefix too; a small one by a dictionary.

It is two arrays: the terms in the order of their UTF-8, as one run, and where each ends.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.arrays import narrow
from index.packed import Packed
from index.shared_numbers import number_in
from index.term_search import SortedTerms

_MOST_KNOWN = 16_384
"""0-100,000, terms of the largest lexicon that is in memory whole: found in a quarter of the time, slower to open."""


class Listed(NamedTuple):
    """The terms of a lexicon as files have them: their UTF-8, one after the other, and where each ends."""

    octets: NDArray[np.uint8]
    ends: NDArray[np.integer[Any]]


def listed(keys: Packed) -> Listed:
    """Give distinct terms, in the order of their UTF-8, as files have them."""
    return Listed(keys.octets, narrow(keys.ends))


def keys_of(listed: Listed) -> Packed:
    """Give the terms that `listed` was given."""
    return Packed(listed.octets, listed.ends.astype(np.int64, copy=False))


class Lexicon:
    """Terms and their numbers. Reads only; any thread may call it.

    `number` gives the number of a term, None if it is not in the list; `term` gives the term with a number. They are
    numbered in the order of their UTF-8.
    """

    def __init__(self, listed: Listed) -> None:
        self._terms = SortedTerms(*listed)
        self._is_known = len(listed.ends) <= _MOST_KNOWN
        self._grows = b""  # of terms known: for each whether the next one starts with it
        self.term: Callable[[int], str] = self._terms.term  # not through another call: questions ask by the dozen
        self.number: Callable[[str], int | None] = self._terms.number
        if self._is_known:
            codes = list(keys_of(listed))
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
