"""The loops over postings and scores, by whole arrays. `compiled_loops` gives the same, but for rounding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from sys import float_info

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel
from index.cells import CELLS
from index.evidence import Known, Part, Places, Scores, Shares
from index.impacts import ChannelImpacts, Sections
from index.parsed_query import Group

_FEWEST_HEAPS = 64


def look_up(
    groups: Iterable[Group], channels: Mapping[Channel, ChannelImpacts], weights: Mapping[Channel, float]
) -> tuple[Known, Known, list[Group]]:
    """Give the groups of which sections hold one alternative, several, and none; the first two with their parts."""
    alone: Known = []
    several: Known = []
    unknown: list[Group] = []
    for group in groups:
        postings_of, weight = channels[group.channel].postings_of, weights[group.channel]
        found = [(alternative, postings_of(alternative.term)) for alternative in group.alternatives]
        parts = [(one, postings, weight * one.weight) for one, postings in found if postings.holders > 0]
        if not parts:
            unknown.append(group)
        elif len(parts) == 1:
            alone.append((group, parts))
        else:
            several.append((group, parts))
    return alone, several, unknown


def score(known: Known, count: int) -> Scores:
    """Give the scores of `count` sections: what the best of each group's alternatives gives, added up."""
    scores = _sum([parts[0] for _, parts in known if len(parts) == 1], count)
    for _, parts in known:
        if len(parts) > 1:
            best = np.zeros(count)
            for _, postings, weight in parts:
                sections = postings.sections
                best[sections] = np.maximum(best[sections], postings.impacts * weight)
            scores += best
    return scores


def _sum(parts: Sequence[Part], count: int) -> Scores:
    if not parts:
        return np.zeros(count)
    sections = np.concatenate([postings.sections for _, postings, _ in parts], dtype=np.intp)
    points = np.concatenate([postings.impacts for _, postings, _ in parts])
    points *= np.repeat([weight for *_, weight in parts], [postings.holders for _, postings, _ in parts])
    return np.bincount(sections, points, count).astype(np.float64, copy=False)


def points_in(known: Known, sections: Places) -> Scores:
    """Give what `score` gives certain sections, without going through the postings of all others."""
    if not known:
        return np.zeros(len(sections))
    wanted = sections.astype(np.int32)
    points = np.array([_points(part, wanted) for _, parts in known for part in parts])
    total: Scores = np.maximum.reduceat(points, _firsts(known), axis=0).sum(axis=0)
    return total


def held(known: Known, sections: Places, shares: Shares) -> tuple[Shares, Shares]:
    """Give what sections (columns) hold of the groups, by each row of their shares: in all, and in one stretch at most.

    `shares` has a column for each group. A stretch is two neighbouring cells.
    """
    if not known:
        nothing = np.zeros((len(shares), len(sections)))
        return nothing, nothing
    wanted = sections.astype(np.int32)
    each = np.array([_cells(part, wanted) for _, parts in known for part in parts])
    cells = np.bitwise_or.reduceat(each, _firsts(known), axis=0)
    stretches = cells | cells >> np.uint32(1)
    bits = np.unpackbits(stretches.view(np.uint8), axis=1).astype(np.float64)
    most: Shares = (shares @ bits).reshape(len(shares), len(sections), CELLS).max(axis=2)
    return shares @ (cells > 0), most


def _points(part: Part, wanted: Sections) -> Scores:
    _, postings, weight = part
    holders = postings.sections
    places = holders.searchsorted(wanted)
    points: Scores = postings.impacts.take(places, mode="clip") * (holders.take(places, mode="clip") == wanted) * weight
    return points


def _cells(part: Part, wanted: Sections) -> NDArray[np.uint32]:
    _, postings, _ = part
    holders = postings.sections
    places = holders.searchsorted(wanted)
    found: NDArray[np.uint32] = postings.cells.take(places, mode="clip") * (holders.take(places, mode="clip") == wanted)
    return found


def _firsts(known: Known) -> list[int]:
    """Give where each group's parts start when those of all stand one after the other."""
    return [0, *accumulate(len(parts) for _, parts in known)][:-1]


def highest(scores: Scores, most: int) -> Places:
    """Give the places of the `most` highest positive scores, highest first, equal ones in their order."""
    found = (scores >= _reached(scores, most)).nonzero()[0]
    return found[(-scores[found]).argsort(kind="stable")[:most]]


def _reached(scores: Scores, most: int) -> float:
    """Give a positive score that all of the `most` highest reach, and hardly any other.

    The scores are dealt out into heaps, and `most` heaps have a peak of at least the score that is given.
    """
    heaps = max(_FEWEST_HEAPS, 2 << len(scores).bit_length() // 2)
    each = len(scores) // heaps
    if most > heaps or each < 2:
        return float_info.min
    peaks = scores[: each * heaps].reshape(each, heaps).max(axis=0)
    peaks.partition(heaps - most)
    return max(float(peaks[heaps - most]), float_info.min)
