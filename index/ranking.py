"""A parsed query over a generation's impacts -> sections in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel
from index.impacts import Impacts, Sections
from index.literal import holding
from index.parsed_query import Alternative, Group, ParsedQuery
from index.reader import GenerationReader
from index.scoring import CHANNEL_WEIGHTS, FIRST, GUIDE_SHARE, LEAST_RELEVANCE, PIECE_POINTS, idf, relevance

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
    telling = [group for group in query.groups if group.channel in _TELLING]
    for group in telling:
        _add(group, reader, scores)
    if allowed is not None:
        scores[~allowed] = 0
    literally = holding(query.text, reader) & (True if allowed is None else allowed)
    scores[literally & (scores == 0)] = PIECE_POINTS
    found = np.flatnonzero(scores)
    for group in query.groups:
        if group.channel not in _TELLING:
            _add(group, reader, scores)
    exact = [number for number in reader.titles.exactly(query.text) if scores[number]]
    if exact:
        scores[exact] += scores.max()  # whoever types a title word by word wants that section
    order = found[np.argsort(-scores[found], kind="stable")]
    best = order[:_CONSIDERED]
    if not len(best) or relevance(_coverage(telling, reader, best), scores[best[0]], reader.count) < LEAST_RELEVANCE:
        order = order[literally[order]]
    spread = _spread(order.tolist(), query, reader)
    return Ranking(tuple(spread), tuple(scores[spread].tolist()))


def _spread(order: list[int], query: ParsedQuery, reader: GenerationReader) -> list[int]:
    """Give the order with sections of one guide held back where they would crowd the others out of the first ten."""
    typed = {group.typed for group in query.groups}
    taken: Counter[int] = Counter()
    first: list[int] = []
    for section in order:
        guide = int(reader.guide_numbers[section])
        if taken[guide] < GUIDE_SHARE or not typed.isdisjoint(reader.guide_names[guide]):
            taken[guide] += 1
            first.append(section)
        if len(first) == FIRST:
            break
    chosen = frozenset(first)
    return first + [section for section in order if section not in chosen]


def _add(group: Group, reader: GenerationReader, scores: Scores) -> None:
    """Add to every section's score what the best alternative of a group gives it."""
    postings = list(_postings(group, reader))
    if len(postings) == 1:
        _, sections, points = postings[0]
        scores[sections] += points
    elif postings:
        best = np.zeros_like(scores)
        for _, sections, points in postings:
            best[sections] = np.maximum(best[sections], points)
        scores += best


def _postings(group: Group, reader: GenerationReader) -> Iterator[tuple[Alternative, Sections, Impacts]]:
    """Give the alternatives of a group that some section holds, these sections, and the weighted impacts there.

    A guess rarer than what was typed counts as if it were as common: it must not win by its rarity.
    """
    channel = reader.channels[group.channel]
    known = [(a, number) for a in group.alternatives if (number := channel.lexicon.number(a.term)) is not None]
    typed = [idf(reader.count, channel.holders(number)) for a, number in known if a.origin == "typed"]
    for alternative, number in known:
        sections, points = channel.postings(number)
        weight = CHANNEL_WEIGHTS[group.channel] * alternative.weight
        if typed and alternative.origin != "typed":
            weight *= min(1.0, typed[0] / idf(reader.count, channel.holders(number)))
        yield alternative, sections, points * weight


def _rarity(group: Group, alternative: Alternative, reader: GenerationReader) -> float:
    channel = reader.channels[group.channel]
    number = channel.lexicon.number(alternative.term)
    return idf(reader.count, 0 if number is None else channel.holders(number))


def _coverage(groups: Sequence[Group], reader: GenerationReader, sections: NDArray[np.int64]) -> float:
    """Give the share of the query's rarity that the best of `sections` holds, averaged over the channels asked.

    What nobody typed was asked only if some section has it.
    """
    held = {channel: np.zeros(len(sections)) for channel in _TELLING}
    asked = dict.fromkeys(_TELLING, 0.0)
    for group in groups:
        found = list(_postings(group, reader))
        if not found and all(alternative.origin != "typed" for alternative in group.alternatives):
            continue
        rarity = _rarity(group, found[0][0] if found else group.alternatives[0], reader)
        asked[group.channel] += rarity
        if found:
            held[group.channel] += rarity * np.isin(sections, np.concatenate([holders for _, holders, _ in found]))
    shares = [held[channel] / asked[channel] for channel in _TELLING if asked[channel]]
    return float(np.mean(shares, axis=0).max()) if shares and len(sections) else 0.0


def explain(query: ParsedQuery, reader: GenerationReader, section: int) -> list[Contribution]:
    """Give where each point of a section's score comes from, in the order of the query's groups."""
    found = (_contribution(group, reader, section) for group in query.groups)
    return [contribution for contribution in found if contribution]


def _contribution(group: Group, reader: GenerationReader, section: int) -> Contribution | None:
    parts = [
        Contribution(group, alternative, _rarity(group, alternative, reader), float(points[sections == section][0]))
        for alternative, sections, points in _postings(group, reader)
        if section in sections
    ]
    return max(parts, key=lambda part: part.score, default=None)
