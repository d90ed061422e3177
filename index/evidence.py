"""What the postings say about a query: of each group the alternatives that some section holds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.impacts import TermPostings
from index.parsed_query import Alternative, Group

Places = NDArray[np.intp]
"""Numbers of sections."""
Scores = NDArray[np.float64]
"""One number for each section, or for each of certain ones."""
Shares = NDArray[np.float64]
"""Parts of a whole, 0 to 1 each."""


Part = tuple[Alternative, TermPostings, float]
"""What one alternative of a group gives: postings, whose impacts count with a weight. A plain tuple: making one with
names takes three times as long, and a question needs twenty."""
Known = list[tuple[Group, list[Part]]]
"""Groups that some section holds, those of one part first."""


class Evidence(NamedTuple):
    """The groups that some section holds, with their parts, and the others."""

    known: Known
    unknown: list[Group]
