"""Groups of a parsed query -> the sections that hold them, and the points that each gets for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.impacts import Impacts, Sections, TermPostings
from index.parsed_query import Alternative, Group
from index.postings import Cells
from index.reader import GenerationReader
from index.scoring import CHANNEL_WEIGHTS, idf

_NOTHING = (np.empty(0, np.intp), np.empty(0, np.int32), np.empty(0), np.empty(0, np.uint32))


class Part(NamedTuple):
    """What one alternative of a group gives: postings, whose impacts count with a weight."""

    alternative: Alternative
    postings: TermPostings
    weight: float


class Evidence(NamedTuple):
    """What groups give: the postings of all their parts one after the other.

    `known` are the groups that some section holds, those of one part first, `alone` of them, and `unknown` the others.
    `firsts` are the numbers of their first parts. Of each posting `parts` gives the number of its part, `sections` the
    section, `points` the weighted impact, and `cells` where the term stands.
    """

    known: Sequence[tuple[Group, Sequence[Part]]]
    unknown: Sequence[Group]
    alone: int
    firsts: Sequence[int]
    parts: NDArray[np.intp]
    sections: Sections
    points: Impacts
    cells: Cells


def gather(groups: Sequence[Group], reader: GenerationReader) -> Evidence:
    """Give the sections that hold each group, with what each of its alternatives gives there."""
    found = [(group, parts_of(group, reader)) for group in groups]
    alone = [pair for pair in found if len(pair[1]) == 1]
    known = [*alone, *(pair for pair in found if len(pair[1]) > 1)]
    unknown = [group for group, parts in found if not parts]
    parts = [part for _, some in known for part in some]
    if not parts:
        return Evidence((), unknown, 0, (), *_NOTHING)
    sections, impacts, cells = (
        np.concatenate(column) for column in zip(*(part.postings for part in parts), strict=True)
    )
    lengths = [len(part.postings.sections) for part in parts]
    impacts *= np.repeat([part.weight for part in parts], lengths)
    numbers = np.repeat(np.arange(len(parts)), lengths)
    return Evidence(known, unknown, len(alone), _firsts(some for _, some in known), numbers, sections, impacts, cells)


def score(evidence: Evidence, count: int) -> NDArray[np.float64]:
    """Give the scores of `count` sections: what the best of each group's alternatives gives, added up."""
    *starts, end = evidence.parts.searchsorted([*evidence.firsts[evidence.alone :], len(evidence.parts)]).tolist()
    alone = starts[0] if starts else end
    scores = np.bincount(evidence.sections[:alone], evidence.points[:alone], count).astype(np.float64, copy=False)
    for some in map(slice, starts, [*starts[1:], end]):
        best = np.zeros(count)
        np.maximum.at(best, evidence.sections[some].astype(np.intp), evidence.points[some])
        scores += best
    return scores


def parts_of(group: Group, reader: GenerationReader) -> list[Part]:
    """Give the alternatives of a group that some section holds, with their weighted postings.

    A guess rarer than what was typed counts as if it were as common: it must not win by its rarity.
    """
    postings_of, weight = reader.channels[group.channel].postings_of, CHANNEL_WEIGHTS[group.channel]
    found = [Part(one, postings_of(one.term), weight * one.weight) for one in group.alternatives]
    known = [part for part in found if len(part.postings.sections)]
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
    total: NDArray[np.float64] = np.maximum.reduceat(points, _firsts(known), axis=0).sum(axis=0)
    return total


def _points(part: Part, wanted: Sections) -> NDArray[np.float64]:
    holders, impacts, _ = part.postings
    places = holders.searchsorted(wanted)
    held = holders.take(places, mode="clip") == wanted
    points: NDArray[np.float64] = impacts.take(places, mode="clip") * held * part.weight
    return points


def _firsts(known: Iterable[Sequence[object]]) -> list[int]:
    """Give where each of several sequences starts when they stand one after the other."""
    return [0, *accumulate(map(len, known))][:-1]
