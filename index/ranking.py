"""A parsed query over a generation's impacts -> sections in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.coverage import TELLING, cover
from index.evidence import Evidence, Places, Scores
from index.impacts import Sections
from index.literal import holding
from index.loops import highest, points_in, score
from index.matching import gather
from index.parsed_query import ParsedQuery
from index.reader import GenerationReader
from index.scoring import (
    FIRST,
    GUIDE_SHARE,
    LEAST_RELEVANCE,
    PIECE_POINTS,
    nearness,
    relevance,
)

_CONSIDERED = 3
REFINED = 30
"""10-100: how many of the sections that words and pairs find best are put in order anew, by single characters and by
what stands together. Fewer: faster; 60 rank the question sets as all do, 30 within .0005."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Numbers of sections, best first, with their scores; equal scores keep the order of the guides.

    `total` counts all that were found, of which these may be the first; `refined` are those that single characters and
    what stands together put in order.
    """

    sections: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    total: int = 0
    refined: tuple[int, ...] = ()


def rank(
    query: ParsedQuery, reader: GenerationReader, allowed: NDArray[np.bool_] | None = None, most: int | None = None
) -> Ranking:
    """Give the `most` sections that answer the query best, or all; nothing if even the best hold too little of it.

    `allowed` says, for each section, whether it may be found.
    """
    evidence = gather([group for group in query.groups if group.channel in TELLING], reader)
    scores = score(evidence.known, reader.count)
    literally = holding(query.text, reader)
    if len(literally):
        scores[literally[scores[literally] == 0]] = PIECE_POINTS
    if allowed is not None:
        scores *= allowed
    total = int(np.count_nonzero(scores))
    if not total:
        return Ranking()
    if query.asks:
        scores *= reader.importance
    best, relevant = _refine(scores, query, evidence, reader)
    refined = tuple(best.tolist())
    exact = [number for number in reader.titles.exactly(query.folded) if scores[number]]
    if exact:
        scores[exact] += scores[best].max()  # whoever types a title word by word wants that section
        best = np.union1d(best, exact)
    elif relevant < LEAST_RELEVANCE:
        scores = _only(literally, scores)
        total = int(np.count_nonzero(scores))
        best = highest(scores, REFINED)
    wanted = total if most is None else min(total, most)
    order = best[highest(scores[best], len(best))] if wanted <= len(best) else highest(scores, wanted)
    first = _first(order, scores, query, reader)
    others = [section for section in order.tolist() if section not in first] if wanted > len(first) else []
    sections = (*first, *others)[:wanted]
    return Ranking(sections, tuple(map(scores.item, sections)), total, refined)


def _refine(scores: Scores, query: ParsedQuery, evidence: Evidence, reader: GenerationReader) -> tuple[Places, float]:
    """Raise the best of the scores by what single characters give and by what stands together.

    Give these sections in their order, and the `relevance` of the best of them.
    """
    best = highest(scores, REFINED)
    best.sort()
    characters = points_in(
        gather([group for group in query.groups if group.channel not in TELLING], reader).known, best
    )
    points = scores[best] + (characters * reader.importance[best] if query.asks else characters)
    coverage = cover(evidence, best, reader.count)
    first = highest(points, _CONSIDERED)
    relevant = relevance(max(coverage.told[first].tolist()), float(points[first[0]]), reader.count)
    scores[best] = points * (1 + nearness(coverage.known, coverage.together))
    return best, relevant


def _only(sections: Sections, scores: Scores) -> Scores:
    """Give the scores of `sections`, and 0 for all others."""
    kept = np.zeros_like(scores)
    kept[sections] = scores[sections]
    return kept


def _first(order: Places, scores: Scores, query: ParsedQuery, reader: GenerationReader) -> Mapping[int, None]:
    """Give the first ten of the order, sections of one guide held back where they would crowd the others out.

    Where the order ends before ten have a place, the best sections of guides that still have room are looked for.
    """
    typed = {group.typed for group in query.groups}
    taken: dict[int, int] = {}
    first: dict[int, None] = {}
    candidates = order
    while len(candidates):
        for section, guide in zip(candidates.tolist(), reader.guide_numbers[candidates].tolist(), strict=True):
            if taken.get(guide, 0) < GUIDE_SHARE or not typed.isdisjoint(reader.guide_names[guide]):
                taken[guide] = taken.get(guide, 0) + 1
                first[section] = None
                if len(first) == FIRST:
                    return first
        few = len(candidates) < FIRST
        candidates = candidates[:0] if few else highest(_without(scores, first, taken, reader), FIRST)
    return first


def _without(scores: Scores, placed: Iterable[int], taken: Mapping[int, int], reader: GenerationReader) -> Scores:
    """Give the scores of sections that have no place yet and whose guide has not used up its share."""
    full = [guide for guide, count in taken.items() if count >= GUIDE_SHARE]
    left = np.where(np.isin(reader.guide_numbers, full), 0.0, scores)
    left[list(placed)] = 0.0
    return left
