"""A parsed query over a generation's postings -> sections in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel
from index.parsed_query import Alternative, Group, ParsedQuery
from index.postings import GenerationReader
from index.scoring import CHANNEL_WEIGHTS, LEAST_COVERAGE, idf, impacts

Scores = NDArray[np.float64]

_CONSIDERED = 3
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
    """Numbers of sections, best first, with their scores; equal scores keep the order of the guides."""

    sections: tuple[int, ...]
    scores: tuple[float, ...]


def rank(query: ParsedQuery, reader: GenerationReader, allowed: NDArray[np.bool_] | None = None) -> Ranking:
    """Give every section that answers the query; nothing if even the best hold too little of it.

    `allowed` says, for each section, whether it may be found.
    """
    scores = np.zeros(reader.count)
    held = {channel: np.zeros(reader.count) for channel in _TELLING}
    asked = dict.fromkeys(_TELLING, 0.0)
    for group in query.groups:
        points, rarity = _group_scores(group, reader)
        scores += points
        if group.channel in held:
            held[group.channel] += rarity * (points > 0)
            asked[group.channel] += rarity
    scores[~_telling(held)] = 0
    if allowed is not None:
        scores[~allowed] = 0
    order = np.argsort(-scores, kind="stable")[: int((scores > 0).sum())]
    if not len(order) or _coverage(order, held, asked) < LEAST_COVERAGE:
        return Ranking((), ())
    return Ranking(tuple(order.tolist()), tuple(scores[order].tolist()))


def _telling(held: dict[Channel, Scores]) -> NDArray[np.bool_]:
    telling: NDArray[np.bool_] = np.logical_or.reduce([amount > 0 for amount in held.values()])
    return telling


def _coverage(order: NDArray[np.int64], held: dict[Channel, Scores], asked: dict[Channel, float]) -> float:
    """Give the share of the query's rarity that the best of the first sections holds, averaged over channels."""
    shares = [held[channel][order[:_CONSIDERED]] / asked[channel] for channel in _TELLING if asked[channel]]
    return float(np.mean(shares, axis=0).max())


def _group_scores(group: Group, reader: GenerationReader) -> tuple[Scores, float]:
    """Give the best alternative's points for every section, and the rarity of what was typed."""
    points = np.zeros(reader.count)
    rarities = [_add(group.channel, alternative, reader, points) for alternative in group.alternatives]
    return points, rarities[0]


def _add(channel: Channel, alternative: Alternative, reader: GenerationReader, points: Scores) -> float:
    """Raise points to what an alternative gives where that is more; give the rarity of its term."""
    postings = reader.postings(channel, alternative.term)
    if postings is None:
        return idf(reader.count, 0)
    rarity = idf(reader.count, len(postings.sections))
    lengths = reader.lengths(channel)
    weight = CHANNEL_WEIGHTS[channel] * alternative.weight
    gained = weight * impacts(postings.frequencies, lengths[postings.sections], float(lengths.mean()), rarity)
    points[postings.sections] = np.maximum(points[postings.sections], gained)
    return rarity


def explain(query: ParsedQuery, reader: GenerationReader, section: int) -> list[Contribution]:
    """Give where each point of a section's score comes from, in the order of the query's groups."""
    return [contribution for group in query.groups for contribution in _contribution(group, reader, section)]


def _contribution(group: Group, reader: GenerationReader, section: int) -> Iterable[Contribution]:
    best: Contribution | None = None
    for alternative in group.alternatives:
        points = np.zeros(reader.count)
        rarity = _add(group.channel, alternative, reader, points)
        if points[section] > (best.score if best else 0):
            best = Contribution(group, alternative, rarity, float(points[section]))
    return [best] if best else []
