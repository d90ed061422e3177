"""The loops over postings and scores, by whole arrays. `compiled_loops` gives the same, but for rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from sys import float_info

import numpy as np
from numpy.typing import NDArray

from index.evidence import NOTHING, Besides, Best, Evidence, Part, Places, Scores, Sections, TermPostings
from index.scoring import FAQ_WEIGHT, GUIDE_SHARE, PIECE_POINTS

_FEWEST_HEAPS = 64


def best(evidence: Evidence, count: int, most: int, besides: Besides = NOTHING) -> Best:
    """Give the `most` highest of the scores that `every` gives, highest first, equal ones in order."""
    scores = every(evidence, count, besides)
    sections = highest(scores, np.arange(count), most)
    return Best(tuple(sections.tolist()), tuple(scores[sections].tolist()), int(np.count_nonzero(scores)))


def every(evidence: Evidence, count: int, besides: Besides = NOTHING) -> Scores:
    """Give the scores of `count` sections: what the best of each group's alternatives gives, added up.

    Pieces score PIECE_POINTS where nothing else speaks for them, those not allowed 0, frequent ones FAQ_WEIGHT as much.
    """
    scores = _sum([parts[0] for _, parts in evidence.known if len(parts) == 1], count)
    for _, parts in evidence.known:
        if len(parts) > 1:
            of_group = np.zeros(count)
            for _, postings, weight in parts:
                sections = postings.sections
                of_group[sections] = np.maximum(of_group[sections], postings.impacts * weight)
            scores += of_group
    pieces, allowed, frequent = besides
    if pieces is not None:
        scores[pieces[scores[pieces] == 0]] = PIECE_POINTS
    if allowed is not None:
        scores *= allowed
    return scores if frequent is None else scores * np.where(frequent, FAQ_WEIGHT, 1.0)


def _sum(parts: Sequence[Part], count: int) -> Scores:
    if not parts:
        return np.zeros(count)
    sections = np.concatenate([postings.sections for _, postings, _ in parts], dtype=np.intp)
    points = np.concatenate([postings.impacts for _, postings, _ in parts])
    points *= np.repeat([weight for *_, weight in parts], [postings.holders for _, postings, _ in parts])
    return np.bincount(sections, points, count).astype(np.float64, copy=False)


def points_in(evidence: Evidence, sections: Places) -> Scores:
    """Give what `every` gives certain sections for postings alone, without going through those of all others."""
    if not evidence.known:
        return np.zeros(len(sections))
    points = np.array([_points(part, sections) for _, parts in evidence.known for part in parts])
    total: Scores = np.maximum.reduceat(points, firsts(evidence), axis=0).sum(axis=0)
    return total


def _points(part: Part, sections: Places) -> Scores:
    _, postings, weight = part
    places, found = find(postings, sections)
    points: Scores = postings.impacts.take(places, mode="clip") * found * weight
    return points


def find(postings: TermPostings, sections: Places) -> tuple[Places, NDArray[np.bool_]]:
    """Give where sections stand among postings, or would, and whether they do."""
    holders, wanted = postings.sections, sections.astype(np.int32)
    places = holders.searchsorted(wanted)
    return places, holders.take(places, mode="clip") == wanted


def firsts(evidence: Evidence) -> list[int]:
    """Give where each group's parts start when those of all stand one after the other."""
    return [0, *accumulate(len(parts) for _, parts in evidence.known)][:-1]


def highest(scores: Scores, sections: Places, most: int) -> Places:
    """Give the places of the `most` highest positive scores, highest first, equal ones by the order of sections."""
    found = (scores >= _reached(scores, most)).nonzero()[0]
    return found[np.lexsort((sections[found], -scores[found]))[:most]]


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


def first(
    order: Places, sections: Places, guides: NDArray[np.int64], most: int, named: Callable[[int], bool]
) -> list[int]:
    """Give the first `most` places of an order of sections, with no more than GUIDE_SHARE of a guide, as a list.

    `guides` has the number of each section's guide. A guide that is `named`, a function of the number, may have more.
    """
    taken: dict[int, int] = {}
    kept: list[int] = []
    for place, guide in zip(order.tolist(), guides[sections[order]].tolist(), strict=True):
        if taken.get(guide, 0) < GUIDE_SHARE or named(guide):
            taken[guide] = taken.get(guide, 0) + 1
            kept.append(place)
            if len(kept) == most:
                break
    return kept


def common(holders: Iterable[TermPostings | Sections]) -> Sections:
    """Give the sections, in order, that all of some postings have, or arrays of sections; none where there are none."""
    runs = sorted((one if isinstance(one, np.ndarray) else one.sections for one in holders), key=len)
    found = runs[0] if runs else np.array([], np.int32)
    for sections in runs[1:]:
        if not len(found):
            break
        found = found[sections[sections.searchsorted(found).clip(max=len(sections) - 1)] == found]
    return found


def holding_pairs(
    texts: Iterable[str], pairs: Mapping[str, TermPostings], singles: Mapping[str, TermPostings]
) -> Sections:
    """Give the sections, in order, that hold each pair of neighbouring characters of some texts, or a lone one.

    The postings of both are as `evidence.Terms` keeps them.
    """
    found: list[TermPostings | Sections] = []
    for text in texts:
        found += [pairs[text[place : place + 2]] for place in range(len(text) - 1)] or [singles[text]]
    return common(found)
