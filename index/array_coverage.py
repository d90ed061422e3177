"""What a few sections hold of a query, by whole arrays. `compiled_coverage` gives the same, but for rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel
from index.array_loops import find, firsts, highest, points_in
from index.cells import CELLS
from index.evidence import Evidence, Flags, Found, Part, Places, Shares, Telling
from index.parsed_query import Group
from index.scoring import FAQ_WEIGHT, idf, nearness

Coverage = tuple[Shares, Shares, Shares]


def shares(evidence: Evidence, telling: Telling) -> Shares:
    """Give the share of each group (columns) in the rarity of all of its channel, and in the information asked for.

    Channels count alike.
    """
    known = [group for group, _ in evidence.known]
    rarity = [idf(evidence.sections, parts[0][1].holders) for _, parts in evidence.known]
    said = list(map(telling.said, known))
    unsaid = {group.channel: 0.0 for group in evidence.unknown}
    for group in evidence.unknown:
        unsaid[group.channel] += telling.missed(group)
    return np.array([_shared_out(known, rarity, {}), _shared_out(known, said, unsaid)])


def _shared_out(groups: Sequence[Group], weights: Sequence[float], others: Mapping[Channel, float]) -> list[float]:
    """Give the share of each group in the weight of all of its channel, by the number of channels that have any."""
    totals = dict(others)
    for group, weight in zip(groups, weights, strict=True):
        totals[group.channel] = totals.get(group.channel, 0.0) + weight
    asked = sum(total > 0 for total in totals.values())
    return [weight / (totals[group.channel] * asked) for group, weight in zip(groups, weights, strict=True)]


def held(evidence: Evidence, sections: Places, shares: Shares) -> Coverage:
    """Give what sections hold of the groups, by the first row of their shares, and what one stretch does, by each row.

    `shares` has a column for each group. A stretch is two neighbouring cells.
    """
    if not evidence.known:
        nothing = np.zeros(len(sections))
        return nothing, nothing, nothing
    each = np.array([_cells(part, sections) for _, parts in evidence.known for part in parts])
    cells = np.bitwise_or.reduceat(each, firsts(evidence), axis=0)
    stretches = cells | cells >> np.uint32(1)
    bits = np.unpackbits(stretches.view(np.uint8), axis=1).astype(np.float64)
    most: Shares = (shares @ bits).reshape(len(shares), len(sections), CELLS).max(axis=2)
    return shares[0] @ (cells > 0), most[0], most[1]


def _cells(part: Part, sections: Places) -> NDArray[np.uint32]:
    places, there = find(part[1], sections)
    found: NDArray[np.uint32] = part[1].cells.take(places, mode="clip") * there
    return found


def refined(
    found: Found, evidence: Evidence, singles: Evidence, telling: Telling, frequent: Flags | None
) -> tuple[Found, float, float]:
    """Give what was found, its scores with what characters add, and raised by what stands together.

    And of the first before they are raised: the highest, and the most that one of these sections tells.
    Characters of the sections that are `frequent` count for FAQ_WEIGHT as much; None: of none.
    """
    sections, scores, total = found
    known, together, told = held(evidence, sections, shares(evidence, telling))
    weights = 1.0 if frequent is None else np.where(frequent[sections], FAQ_WEIGHT, 1.0)
    points = scores + points_in(singles, sections) * weights
    few = highest(points, sections, telling.first)
    highest_told = (float(points[few[0]]), float(told[few].max())) if len(few) else (0.0, 0.0)
    return Found(sections, points * (1 + nearness(known, together)), total), *highest_told
