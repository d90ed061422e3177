"""How much of a query sections hold, and how much of that stands together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from index.analysis.channels import Channel
from index.analysis.information import information, is_made_up
from index.evidence import Evidence, Places, Shares
from index.loops import held
from index.parsed_query import Group
from index.scoring import MISSING_WEIGHT, idf

TELLING: tuple[Channel, ...] = ("words", "bigrams")
"""Channels that tell whether a section is about the query. A single character says too little."""


class Coverage(NamedTuple):
    """For some sections shares of the query, 0 to 1, averaged over the channels asked.

    `known` is what a section holds of the rarity of all that any section holds, `together` what one stretch of it does:
    two neighbouring cells. `told` is what one stretch holds of all the information that was asked for, where what no
    section has weighs more. What titles say belongs to every stretch.
    """

    known: Shares
    together: Shares
    told: Shares


def cover(evidence: Evidence, sections: Places, count: int) -> Coverage:
    """Give the coverage of sections, among `count` in all, by the evidence for what was asked.

    What nobody typed was asked only if some section has it; so were names that the segmenter's model made up.
    """
    channels = [group.channel for group, _ in evidence.known]
    rarity = [idf(count, parts[0][1].holders) for _, parts in evidence.known]
    said = [information(group.channel, group.typed) for group, _ in evidence.known]
    missed = [(group.channel, _missed(group)) for group in evidence.unknown if _was_asked(group)]
    heard, told = _shares(channels, rarity, ()), _shares(channels, said, missed)
    (known, _), (together, stretch) = held(evidence.known, sections, np.array([heard, told]))
    return Coverage(known, together, stretch)


def _was_asked(unknown: Group) -> bool:
    made_up = unknown.channel == "words" and is_made_up(unknown.typed)
    return unknown.alternatives[0].origin == "typed" and not made_up


def _missed(unknown: Group) -> float:
    return information(unknown.channel, unknown.typed) * MISSING_WEIGHT


def _shares(
    channels: Sequence[Channel], weights: Sequence[float], missed: Sequence[tuple[Channel, float]]
) -> list[float]:
    """Give the share of each group in the weight of all of its channel, by the number of channels that have any."""
    each = list(zip(channels, weights, strict=True))
    totals: dict[Channel, float] = {}
    for channel, weight in (*each, *missed):
        totals[channel] = totals.get(channel, 0.0) + weight
    return [weight / (totals[channel] * len(totals)) for channel, weight in each]
