"""A parsed query over a generation's impacts -> sections in order. `compiled_ranker` gives the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from index.coverage import TOLD_BY
from index.evidence import Besides, Evidence, Flags, Found, Sections
from index.literal import holding
from index.loops import best, every, first, highest, refined
from index.matching import gather
from index.parsed_query import ParsedQuery
from index.reader import GenerationReader
from index.scoring import FIRST, LEAST_RELEVANCE, relevance

_TYPED = itemgetter(1)  # of a group
REFINED = 30
"""10-100: how many of the sections that words and pairs find best are put in order anew, by single characters and by
what stands together. Fewer: faster; 60 rank the question sets as all do, 30 within .0005."""
_MORE = 8
"""2-100: how many times as many sections are put in order where the first are of too few guides."""


class Ranking(NamedTuple):
    """Numbers of sections, best first, with their scores; equal scores keep the order of the guides.

    `total` counts all that were found, of which these may be the first; `refined` are those that single characters and
    what stands together put in order: said only where all sections are asked for.
    """

    sections: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    total: int = 0
    refined: tuple[int, ...] = ()


class Limits(NamedTuple):
    """How many sections are put in order anew, and below which relevance there is no answer."""

    refined: int = REFINED
    relevance: float = LEAST_RELEVANCE


LIMITS = Limits()


class Asked(NamedTuple):
    """What is asked, what the postings say of it, and what counts besides."""

    query: ParsedQuery
    evidence: Evidence
    besides: Besides


def rank(
    query: ParsedQuery,
    reader: GenerationReader,
    allowed: Flags | None = None,
    most: int | None = None,
    limits: Limits = LIMITS,
) -> Ranking:
    """Give the `most` sections that answer the query best, or all; nothing if even the best hold too little of it.

    `allowed` says, for each section, whether it may be found.
    """
    evidence = gather(query.groups, reader, reader.tables.telling)
    besides = Besides(holding(query.text, reader), allowed, reader.tables.frequent if query.asks else None)
    sections, scores, total = best(evidence, reader.count, limits.refined, besides)
    if not total:
        return Ranking()
    found = Found(np.array(sections), np.array(scores), total)
    singles = gather(query.groups, reader, reader.tables.single)
    raised, highest_points, told = refined(found, evidence, singles, TOLD_BY, besides.frequent)
    is_relevant = relevance(told, highest_points, reader.count) >= limits.relevance
    return settled(raised, is_relevant, Asked(query, evidence, besides), reader, most)


def settled(found: Found, is_relevant: bool, asked: Asked, reader: GenerationReader, most: int | None) -> Ranking:
    """Give the ranking of the sections found first, whose scores are refined, and of as many others as it needs."""
    query, evidence, besides = asked
    refined_first, pieces = tuple(found.sections.tolist()), besides.pieces
    complete = partial(_complete, evidence, reader.count, besides)
    exact = reader.titles.exactly(query.folded)
    if exact and not set(exact).issubset(refined_first):
        found = complete(found)
    raised = bool(exact) and _raise(found, exact)
    if not is_relevant and not raised:
        if pieces is None or not len(pieces):
            return Ranking(refined=refined_first if most is None else ())
        found = _only(pieces, complete(found))
    wanted = found.total if most is None else min(found.total, most)
    places = _in_order(found, wanted, len(refined_first), query, reader)
    if len(places) < wanted:
        found = complete(found)
        places = _in_order(found, wanted, len(refined_first), query, reader)
    sections, scores = found.sections.item, found.scores.item
    first = refined_first if most is None else ()
    return Ranking(tuple(map(sections, places)), tuple(map(scores, places)), found.total, first)


def _complete(evidence: Evidence, count: int, besides: Besides, found: Found) -> Found:
    """Give all that is found, those found already with the scores that they have."""
    if len(found.sections) == found.total:
        return found
    scores = every(evidence, count, besides)
    scores[found.sections] = found.scores
    sections = scores.nonzero()[0]
    return Found(sections, scores[sections], found.total)


def _raise(found: Found, exact: Sequence[int]) -> bool:
    """Put sections first whose title was typed word by word: that is what is wanted. Tell whether there are any."""
    places = [place for section in exact for place in (found.sections == section).nonzero()[0].tolist()]
    if places:
        found.scores[places] += found.scores.max()
    return bool(places)


def _only(sections: Sections, found: Found) -> Found:
    """Give what was found of some sections."""
    kept = np.isin(found.sections, sections)
    return Found(found.sections[kept], found.scores[kept], int(np.count_nonzero(kept)))


def _in_order(found: Found, wanted: int, ordered: int, query: ParsedQuery, reader: GenerationReader) -> Sequence[int]:
    """Give the places of the best, sections of one guide held back where they would crowd the others out of the first.

    Fewer are given where this can only be told from more sections than these.
    """
    few, ordered = min(FIRST, wanted), max(wanted, ordered)
    named = partial(names, query, reader)
    while True:
        order = highest(found.scores, found.sections, ordered)
        placed = first(order, found.sections, reader.tables.guides, few, named)
        if len(placed) == few or len(order) == len(found.sections):
            break
        ordered *= _MORE
    if len(placed) < few and len(order) < found.total:
        return placed
    if wanted > len(placed):
        placed += [place for place in order.tolist() if place not in placed]
    return placed[:wanted]


def names(query: ParsedQuery, reader: GenerationReader, guide: int) -> bool:
    """Tell whether a query holds a word that names this guide alone."""
    return not reader.tables.names[guide].isdisjoint(map(_TYPED, query.groups))
