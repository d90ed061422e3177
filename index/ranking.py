"""A parsed query over a generation's impacts -> sections in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel
from index.impacts import Sections
from index.literal import holding
from index.matching import Evidence, gather, postings, score
from index.parsed_query import Alternative, Group, ParsedQuery
from index.reader import GenerationReader
from index.scoring import FAQ_WEIGHT, FIRST, GUIDE_SHARE, LEAST_RELEVANCE, PIECE_POINTS, idf, relevance
from index.top import Scores, highest

_CONSIDERED = 3
_ORDERED = 3 * FIRST
"""Sections put in order at least, so that ten are left where some are held back."""
_TELLING: tuple[Channel, ...] = ("words", "bigrams")
"""Channels that tell whether a section is about the query. A single character says too little."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one group adds to one section's score, and the alternative that did."""

    group: Group
    alternative: Alternative
    rarity: float
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Numbers of sections, best first, with their scores; equal scores keep the order of the guides.

    `total` counts all that were found, of which these may be the first.
    """

    sections: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    total: int = 0


def rank(
    query: ParsedQuery, reader: GenerationReader, allowed: NDArray[np.bool_] | None = None, most: int | None = None
) -> Ranking:
    """Give the `most` sections that answer the query best, or all; nothing if even the best hold too little of it.

    `allowed` says, for each section, whether it may be found.
    """
    asked = [group for group in query.groups if group.channel in _TELLING]
    evidence = gather(asked, reader)
    scores = score(evidence, reader.count)
    literally = holding(query.text, reader)
    scores[literally[scores[literally] == 0]] = PIECE_POINTS
    found = scores > 0 if allowed is None else (scores > 0) & allowed
    total = int(np.count_nonzero(found))
    if not total:
        return Ranking()
    scores += score(gather([group for group in query.groups if group.channel not in _TELLING], reader), reader.count)
    scores *= found
    if query.asks:
        scores[reader.frequent] *= FAQ_WEIGHT
    exact = [number for number in reader.titles.exactly(query.folded) if scores[number]]
    if exact:
        scores[exact] += scores.max()  # whoever types a title word by word wants that section
    wanted = total if most is None else min(total, most)
    order = highest(scores, max(wanted, _ORDERED))
    coverages = _coverages(asked, evidence, order[:_CONSIDERED].tolist(), reader)
    if all(relevance(coverage, float(scores[order[0]]), reader.count) < LEAST_RELEVANCE for coverage in coverages):
        scores = _only(literally, scores)
        total = int(np.count_nonzero(scores))
        wanted, order = min(wanted, total), highest(scores, max(wanted, _ORDERED))
    spread = _spread(order, scores, query, reader)[:wanted]
    return Ranking(tuple(spread), tuple(scores[spread].tolist()), total)


def _only(sections: Sections, scores: Scores) -> Scores:
    """Give the scores of `sections`, and 0 for all others."""
    kept = np.zeros_like(scores)
    kept[sections] = scores[sections]
    return kept


def _spread(order: NDArray[np.intp], scores: Scores, query: ParsedQuery, reader: GenerationReader) -> list[int]:
    """Give the order with sections of one guide held back where they would crowd the others out of the first ten.

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
                    return [*first, *(section for section in order.tolist() if section not in first)]
        few = len(candidates) < FIRST
        candidates = candidates[:0] if few else highest(_without(scores, first, taken, reader), FIRST)
    return [*first, *(section for section in order.tolist() if section not in first)]


def _without(scores: Scores, placed: Iterable[int], taken: Mapping[int, int], reader: GenerationReader) -> Scores:
    """Give the scores of sections that have no place yet and whose guide has not used up its share."""
    full = [guide for guide, count in taken.items() if count >= GUIDE_SHARE]
    left = np.where(np.isin(reader.guide_numbers, full), 0.0, scores)
    left[list(placed)] = 0.0
    return left


def _coverages(
    asked: Sequence[Group], evidence: Evidence, sections: Sequence[int], reader: GenerationReader
) -> Iterator[float]:
    """Give the share of the query's rarity that each of `sections` holds, averaged over the channels asked.

    What nobody typed was asked only if some section has it.
    """
    rarities = {
        number: idf(reader.count, holders)
        for number, (group, holders) in enumerate(zip(asked, evidence.holders, strict=True))
        if holders or any(alternative.origin == "typed" for alternative in group.alternatives)
    }
    totals: dict[Channel, float] = {}
    for number, rarity in rarities.items():
        totals[asked[number].channel] = totals.get(asked[number].channel, 0.0) + rarity
    for section in sections:
        places = (evidence.sections == section).nonzero()[0].tolist()
        held = dict.fromkeys(evidence.owners[bisect_right(evidence.ends, place)] for place in places)
        yield sum(rarities[number] / totals[asked[number].channel] for number in held) / len(totals)


def explain(query: ParsedQuery, reader: GenerationReader, section: int) -> list[Contribution]:
    """Give where each point of a section's score comes from, in the order of the query's groups."""
    found = (_contribution(group, reader, section) for group in query.groups)
    return [contribution for contribution in found if contribution]


def _contribution(group: Group, reader: GenerationReader, section: int) -> Contribution | None:
    parts = [
        Contribution(
            group, alternative, idf(reader.count, len(sections)), float(impacts[sections == section][0]) * weight
        )
        for alternative, (sections, impacts, weight) in postings(group, reader)
        if section in sections
    ]
    return max(parts, key=lambda part: part.score, default=None)
