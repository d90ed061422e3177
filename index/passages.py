"""The pieces of a section's passages that a snippet may show: found once, when the section is loaded.

`compiled_passages` gives the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from index.documents import Span

LENGTH = 120
"""40-400, code points of a snippet at most. Longer: more of the answer, fewer results on a screen."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]*[”’」』）)]*\s*")

Runs = tuple[tuple[Span, ...], ...]
"""For each passage of a section its runs of whole sentences, in order; none for one that fits a snippet whole."""


def runs_of(text: str, passages: Iterable[Span]) -> Runs:
    """Give the runs of each passage that does not fit: from each sentence on the longest that does, one at least."""
    return tuple(() if end - start <= LENGTH else _runs(text, start, end) for start, end in passages)


def _runs(text: str, first: int, last: int) -> tuple[Span, ...]:
    lengths = map(len, filter(None, _SENTENCE.findall(text, first, last)))
    starts = list(accumulate(lengths, initial=first))
    ends = starts[1:]
    return tuple(
        Span(start, ends[max(n, bisect_right(ends, start + LENGTH) - 1)]) for n, start in enumerate(starts[:-1])
    )
