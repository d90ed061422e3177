"""The highest of many scores, in order, without sorting them all."""

from __future__ import annotations

from sys import float_info

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Places = NDArray[np.intp]

_FEWEST_GROUPS = 64


def highest(scores: Scores, most: int) -> Places:
    """Give the places of the `most` highest positive scores, highest first, equal ones in their order."""
    found = (scores >= _reached(scores, most)).nonzero()[0]
    return found[(-scores[found]).argsort(kind="stable")[:most]]


def _reached(scores: Scores, most: int) -> float:
    """Give a positive score that all of the `most` highest reach, and hardly any other.

    The scores are dealt out into groups, and `most` groups have a peak of at least the score that is given.
    """
    groups = max(_FEWEST_GROUPS, 2 << len(scores).bit_length() // 2)
    each = len(scores) // groups
    if most > groups or each < 2:
        return float_info.min
    peaks = scores[: each * groups].reshape(each, groups).max(axis=0)
    peaks.partition(groups - most)
    return max(float(peaks[groups - most]), float_info.min)
