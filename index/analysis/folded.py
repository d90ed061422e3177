"""Folded text, with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.documents import Span


class Folded(NamedTuple):
    """Folded text; character i of it came from the original's `starts[i]` up to `ends[i]`.

    `starts` and `ends` are None where every character kept its place.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def original(self, start: int, end: int) -> Span:
        """Give the range of the original behind folded[start:end]; `end` must be greater than `start`."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        return Span(self.starts[start], self.ends[end - 1])
