"""Terms in the order of their bytes, searched by halves. `compiled_sorted_terms` gives the same."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LANDMARKS = 16_384
"""1,000-100,000, terms kept in memory to begin a search at. More: faster look-ups, slower to open."""
_FEW = 4
"""1-100, terms that start with the same bytes and are looked at one by one. More of them are searched for."""


class SortedTerms:
    """The bytes of terms one after the other, and where each ends. Reads only; any thread may call it."""

    def __init__(self, terms: bytes | NDArray[np.uint8], ends: NDArray[np.integer[Any]]) -> None:
        self._terms = memoryview(terms) if isinstance(terms, bytes) else terms.data
        self._ends = ends.data
        self._step = -(-len(ends) // _LANDMARKS) or 1
        self._landmarks = [self.code(number) for number in range(0, len(ends), self._step)]

    def __len__(self) -> int:
        """Give the number of terms."""
        return len(self._ends)

    def code(self, number: int) -> bytes:
        """Give the bytes of a term."""
        return self._terms[self._ends[number - 1] if number else 0 : self._ends[number]].tobytes()

    def term(self, number: int) -> str:
        """Give a term."""
        return self.code(number).decode()

    def number(self, term: str) -> int | None:
        """Give the number of a term, None if it is not there."""
        code = term.encode("utf-8", "replace")
        number = self.first_from(code)
        return number if number < len(self) and self.code(number) == code else None

    def first_from(self, code: bytes) -> int:
        """Give the number of the first term that is not less than `code`."""
        high = bisect_left(self._landmarks, code) * self._step
        if self._step == 1:
            return high
        low, high = max(high - self._step + 1, 0), min(high, len(self))
        while low < high:
            middle = (low + high) // 2
            if self.code(middle) < code:
                low = middle + 1
            else:
                high = middle
        return low

    def end_of(self, first: int, code: bytes) -> int:
        """Give the number behind the last of the terms that start with `code`, of which `first` would be the first."""
        for end in range(first, min(first + _FEW, len(self))):
            if not self.code(end).startswith(code):
                return end
        return self.first_from(code + b"\xff")  # which is no byte of UTF-8
