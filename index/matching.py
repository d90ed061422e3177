"""Groups of a parsed query -> the sections that hold them, and the points that each gets for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.impacts import Impacts, Sections
from index.parsed_query import Alternative, Group
from index.reader import GenerationReader
from index.scoring import CHANNEL_WEIGHTS, idf


class Postings(NamedTuple):
    """Sections, each once, and the impact in each, which counts with a weight."""

    sections: Sections | NDArray[np.intp]
    impacts: Impacts
    weight: float


class Match(NamedTuple):
    """What a group gives. `holders` counts the sections of its first alternative that any section holds."""

    holders: int
    postings: Postings


class Evidence(NamedTuple):
    """What several matches give, one after the other; `ends` tells where each ends."""

    sections: NDArray[np.intp]
    points: Impacts
    ends: Sequence[int]


def match(group: Group, reader: GenerationReader) -> Match | None:
    """Give the sections that hold a group, each with what the best of its alternatives gives; None if none does."""
    posted = [one for _, one in postings(group, reader)]
    if len(posted) < 2:
        return Match(len(posted[0].sections), posted[0]) if posted else None
    best = np.zeros(reader.count)
    evidence = gather(posted)
    np.maximum.at(best, evidence.sections, evidence.points)
    sections = (best > 0).nonzero()[0]
    return Match(len(posted[0].sections), Postings(sections, best[sections], 1.0))


def gather(parts: Sequence[Postings]) -> Evidence:
    """Give several postings as one, weighted; sections in the type that numpy adds to fastest."""
    if not parts:
        return Evidence(np.zeros(0, np.intp), np.zeros(0), ())
    ends = list(accumulate([len(part.sections) for part in parts]))
    sections = np.concatenate([part.sections for part in parts], dtype=np.intp)
    points = np.concatenate([part.impacts for part in parts])
    start = 0
    for weight, run in groupby(zip(parts, ends, strict=True), lambda pair: pair[0].weight):
        *_, (_, end) = run
        if weight != 1.0:
            points[start:end] *= weight
        start = end
    return Evidence(sections, points, ends)


def postings(group: Group, reader: GenerationReader) -> list[tuple[Alternative, Postings]]:
    """Give the alternatives of a group that some section holds, with their weighted postings.

    A guess rarer than what was typed counts as if it were as common: it must not win by its rarity.
    """
    channel, weight = reader.channels[group.channel], CHANNEL_WEIGHTS[group.channel]
    known = [(a, number) for a in group.alternatives if (number := channel.lexicon.number(a.term)) is not None]
    if len(known) < 2:
        return [(a, Postings(*channel.postings(number), weight * a.weight)) for a, number in known]
    typed = [idf(reader.count, channel.holders(number)) for a, number in known if a.origin == "typed"]
    return [
        (a, Postings(*channel.postings(n), weight * a.weight * _restraint(a, channel.holders(n), typed, reader.count)))
        for a, n in known
    ]


def _restraint(alternative: Alternative, holders: int, typed: Sequence[float], sections: int) -> float:
    """Give what a guess's weight is multiplied by, given the rarity of what was typed, if any section has that."""
    if not typed or alternative.origin == "typed":
        return 1.0
    return min(1.0, typed[0] / idf(sections, holders))
