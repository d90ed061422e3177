"""Where each point of a section's score comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index.coverage import cover
from index.documents import Section
from index.matching import gather, parts_of
from index.parsed_query import Alternative, Group, Origin, ParsedQuery
from index.reader import GenerationReader
from index.scoring import FAQ_WEIGHT, TELLING, idf, nearness

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one group adds to one section's score, and the alternative that did."""

    group: Group
    alternative: Alternative
    rarity: float
    score: float


def contributions(
    query: ParsedQuery, reader: GenerationReader, number: int, total: float | None, *, refined: bool
) -> tuple[Contribution, ...]:
    """Give what a section's score is made of: terms in the order of the query's groups, then what is of the whole.

    `total` is its score in the ranking, None where it has no place in it; `refined` tells whether it was among the best
    of all, where single characters and what stands together count too.
    """
    section = reader.section(number)
    groups = [group for group in query.groups if refined or group.channel in TELLING]
    parts = [part for group in groups if (part := _of_group(group, reader, number))]
    if query.asks and reader.tables.frequent[number] and (gained := _sum(parts) * (FAQ_WEIGHT - 1)):
        parts.append(_of_section("faq", _place(section), gained))
    if total is None:
        return tuple(parts)
    if refined and (gained := _sum(parts) * _nearness(query, reader, number)):
        parts.append(_of_section("together", section.title, gained))
    if (rest := total - _sum(parts)) > _ROUNDING:
        whole = number in reader.titles.exactly(query.folded)
        parts.append(_of_section("title" if whole else "piece", section.title if whole else query.text, rest))
    return tuple(parts)


def _of_group(group: Group, reader: GenerationReader, section: int) -> Contribution | None:
    return max(_of_alternatives(group, reader, section), key=lambda part: part.score, default=None)


def _of_alternatives(group: Group, reader: GenerationReader, section: int) -> Iterator[Contribution]:
    for alternative, postings, weight in parts_of(group, reader):
        for impact in postings.impacts[postings.sections == section].tolist():
            yield Contribution(group, alternative, idf(reader.count, postings.holders), impact * weight)


def _of_section(origin: Origin, text: str, score: float) -> Contribution:
    """Give what a section's score owes to something else than terms."""
    what = Alternative(text, origin=origin)
    return Contribution(Group("words", text, (what,)), what, 0.0, score)


def _nearness(query: ParsedQuery, reader: GenerationReader, number: int) -> float:
    coverage = cover(gather(query.groups, reader, reader.tables.telling), np.array([number]))
    return float(nearness(coverage.known, coverage.together)[0])


def _place(section: Section) -> str:
    return " › ".join([*section.breadcrumb, section.title])


def _sum(parts: list[Contribution]) -> float:
    return sum(part.score for part in parts)
