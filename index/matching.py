"""Groups of a parsed query -> the sections that hold them, and the points that each gets for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.impacts import Impacts, Sections
from index.parsed_query import Alternative, Group
from index.postings import Cells
from index.reader import GenerationReader
from index.scoring import CHANNEL_WEIGHTS, idf


class Postings(NamedTuple):
    """Sections, each once, the impact in each, which counts with a weight, and the cells."""

    sections: Sections
    impacts: Impacts
    cells: Cells
    weight: float


class Evidence(NamedTuple):
    """What groups give: the postings of their alternatives one after the other, with their weighted points.

    `owners` are the numbers of the groups, one for each alternative, and `ends` where its postings end; those of groups
    that have one alternative come first, `alone` of them. `holders` counts, for each group, the sections of its first
    alternative that any section holds. `cells` are those of the postings, in pieces.
    """

    sections: Sections
    points: Impacts
    cells: Sequence[Cells]
    owners: Sequence[int]
    ends: Sequence[int]
    alone: int
    holders: Sequence[int]


def gather(groups: Sequence[Group], reader: GenerationReader) -> Evidence:
    """Give the sections that hold each group, with what each of its alternatives gives there."""
    found = [[part for _, part in postings(group, reader)] for group in groups]
    holders = [len(parts[0].sections) if parts else 0 for parts in found]
    single = [(number, parts[0]) for number, parts in enumerate(found) if len(parts) == 1]
    several = [(number, part) for number, parts in enumerate(found) if len(parts) > 1 for part in parts]
    if not single and not several:
        return Evidence(np.zeros(0, np.int32), np.zeros(0), (), (), (), 0, holders)
    owners, parts = zip(*single, *several, strict=True)
    lengths = [len(part.sections) for part in parts]
    points = np.concatenate([part.impacts for part in parts])
    points *= np.repeat([part.weight for part in parts], lengths)
    sections = np.concatenate([part.sections for part in parts])
    cells = [part.cells for part in parts]
    return Evidence(sections, points, cells, owners, tuple(accumulate(lengths)), len(single), holders)


def score(evidence: Evidence, sections: int) -> NDArray[np.float64]:
    """Give the scores of that many sections: what the best of each group's alternatives gives, added up."""
    alone = evidence.ends[evidence.alone - 1] if evidence.alone else 0
    scores = np.bincount(evidence.sections[:alone], evidence.points[:alone], sections).astype(np.float64, copy=False)
    several = zip(evidence.owners[evidence.alone :], evidence.ends[evidence.alone :], strict=True)
    start = alone
    for _, alternatives in groupby(several, itemgetter(0)):
        *_, (_, end) = alternatives
        best = np.zeros(sections)
        np.maximum.at(best, evidence.sections[start:end].astype(np.intp), evidence.points[start:end])
        scores += best
        start = end
    return scores


def postings(group: Group, reader: GenerationReader) -> list[tuple[Alternative, Postings]]:
    """Give the alternatives of a group that some section holds, with their weighted postings.

    A guess rarer than what was typed counts as if it were as common: it must not win by its rarity.
    """
    channel, weight = reader.channels[group.channel], CHANNEL_WEIGHTS[group.channel]
    found = [(alternative, channel.postings_of(alternative.term)) for alternative in group.alternatives]
    known = [(alternative, postings) for alternative, postings in found if len(postings.sections)]
    if len(known) < 2:
        return [(a, Postings(*postings, weight * a.weight)) for a, postings in known]
    typed = [idf(reader.count, len(postings.sections)) for a, postings in known if a.origin == "typed"]
    return [
        (a, Postings(*postings, weight * a.weight * _restraint(a, len(postings.sections), typed, reader.count)))
        for a, postings in known
    ]


def _restraint(alternative: Alternative, holders: int, typed: Sequence[float], sections: int) -> float:
    """Give what a guess's weight is multiplied by, given the rarity of what was typed, if any section has that."""
    if not typed or alternative.origin == "typed":
        return 1.0
    return min(1.0, typed[0] / idf(sections, holders))
