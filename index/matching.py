"""Groups of a parsed query -> the sections that hold them, and the points that each gets for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.impacts import Impacts, Sections, TermPostings
from index.parsed_query import Alternative, Group
from index.reader import GenerationReader
from index.scoring import CHANNEL_WEIGHTS, idf

_NO_SECTIONS = np.empty(0, np.intp)
_NO_POINTS = np.empty(0)


class Part(NamedTuple):
    """What one alternative of a group gives: postings, whose impacts count with a weight."""

    alternative: Alternative
    postings: TermPostings
    weight: float


class Evidence(NamedTuple):
    """What groups give: the postings of all their parts one after the other.

    `known` are the groups that some section holds, those of one part first, `alone` of them, and `unknown` the others.
    `sizes` counts the postings of each of the `parts`. Of each posting `sections` gives the section and `points` the
    weighted impact.
    """

    known: Sequence[tuple[Group, Sequence[Part]]]
    unknown: Sequence[Group]
    alone: int
    parts: Sequence[Part]
    sizes: Sequence[int]
    sections: NDArray[np.intp]
    points: Impacts


def gather(groups: Sequence[Group], reader: GenerationReader) -> Evidence:
    """Give the sections that hold each group, with what each of its alternatives gives there."""
    found = [(group, parts_of(group, reader)) for group in groups]
    alone = [pair for pair in found if len(pair[1]) == 1]
    known = [*alone, *[pair for pair in found if len(pair[1]) > 1]]
    parts = [part for _, some in known for part in some]
    sizes = [len(part.postings.sections) for part in parts]
    sections = np.concatenate([_NO_SECTIONS, *[part.postings.sections for part in parts]], dtype=np.intp)
    points = np.concatenate([_NO_POINTS, *[part.postings.impacts for part in parts]])
    weights = [part.weight for part in parts]
    if weights.count(1.0) < len(weights):
        points *= np.repeat(weights, sizes)
    unknown = [group for group, some in found if not some]
    return Evidence(known, unknown, len(alone), parts, sizes, sections, points)


def score(evidence: Evidence, count: int) -> NDArray[np.float64]:
    """Give the scores of `count` sections: what the best of each group's alternatives gives, added up."""
    known, _, alone, _, sizes, sections, points = evidence
    end = sum(sizes[:alone])
    scores = np.bincount(sections[:end], points[:end], count).astype(np.float64, copy=False)
    first = alone
    for _, parts in known[alone:]:
        start, end = end, end + sum(sizes[first : first + len(parts)])
        first += len(parts)
        best = np.zeros(count)
        np.maximum.at(best, sections[start:end], points[start:end])
        scores += best
    return scores


def parts_of(group: Group, reader: GenerationReader) -> list[Part]:
    """Give the alternatives of a group that some section holds, with their weighted postings.

    A guess rarer than what was typed counts as if it were as common: it must not win by its rarity.
    """
    channel, _, alternatives = group
    postings_of, weight = reader.channels[channel].postings_of, CHANNEL_WEIGHTS[channel]
    known = [
        Part(one, postings, weight * one.weight)
        for one in alternatives
        if len((postings := postings_of(one.term)).sections)
    ]
    if len(known) < 2 or known[0].alternative.origin != "typed":
        return known
    typed, *guesses = known
    rarity = idf(reader.count, len(typed.postings.sections))
    return [
        typed,
        *(guess._replace(weight=guess.weight * _restraint(guess, rarity, reader.count)) for guess in guesses),
    ]


def _restraint(guess: Part, typed: float, sections: int) -> float:
    """Give what a guess's weight is multiplied by, given the rarity of what was typed."""
    return min(1.0, typed / idf(sections, len(guess.postings.sections)))


def points_in(sections: NDArray[np.intp], groups: Sequence[Group], reader: GenerationReader) -> NDArray[np.float64]:
    """Give what `score` of groups gives certain sections, without going through the postings of all others."""
    known = [parts for group in groups if (parts := parts_of(group, reader))]
    if not known:
        return np.zeros(len(sections))
    wanted = sections.astype(np.int32)
    points = np.array([_points(part, wanted) for parts in known for part in parts])
    total: NDArray[np.float64] = np.maximum.reduceat(points, firsts(known), axis=0).sum(axis=0)
    return total


def _points(part: Part, wanted: Sections) -> NDArray[np.float64]:
    holders, impacts, _ = part.postings
    places = holders.searchsorted(wanted)
    held = holders.take(places, mode="clip") == wanted
    points: NDArray[np.float64] = impacts.take(places, mode="clip") * held * part.weight
    return points


def firsts(known: Iterable[Sequence[object]]) -> list[int]:
    """Give where each of several sequences starts when they stand one after the other."""
    return [0, *accumulate(map(len, known))][:-1]
