"""What `helpwidget explain` prints: how a query was understood, its terms, and where each point comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from index.contributions import Contribution
from index.documents import Section
from index.parsed_query import Origin, ParsedQuery
from index.searcher import Explanation
from widget.tables import aligned

_NO_GUESSES = frozenset({"typed", "title", "piece"})
_TERMS = ("channel", "typed", "term", "weight", "origin", "sections")
_POINTS = ("points", "channel", "term", "weight", "origin", "rarity")


def explained(explanation: Explanation) -> Iterator[str]:
    """Give the steps of understanding, the terms, then each section with what its score is made of."""
    yield from aligned(list(_steps(explanation)))
    if explanation.query.groups:
        yield ""
        yield from aligned([_TERMS, *_terms(explanation)], right={3, 5})
    for section, score, contributions in explanation.sections:
        yield ""
        yield from _section(section, score, contributions)


def _steps(explanation: Explanation) -> Iterator[tuple[str, str]]:
    """Give the name and the outcome of each step, in the order in which they are taken."""
    query = explanation.query
    yield "typed", query.text
    yield "folded", query.folded
    if explanation.left_out:
        yield "left out", " ".join(explanation.left_out)
    for origin in get_args(Origin):
        if origin not in _NO_GUESSES:
            yield from ((origin, f"{typed} → {', '.join(terms)}") for typed, terms in _guessed(query, origin).items())
    if query.suggestion:
        yield "read as", f"{query.suggestion} ({query.reason})"


def _guessed(query: ParsedQuery, origin: Origin) -> dict[str, list[str]]:
    """Give what each thing typed was taken for in one way: words where there are any, else pairs."""
    words: dict[str, list[str]] = {}
    pairs: dict[str, list[str]] = {}
    for group in query.groups:
        terms = [alternative.term for alternative in group.alternatives if alternative.origin == origin]
        if terms and group.channel != "characters":
            (words if group.channel == "words" else pairs)[group.typed] = terms
    return words or pairs


def _terms(explanation: Explanation) -> Iterator[tuple[str, ...]]:
    for group in explanation.query.groups:
        for place, one in enumerate(group.alternatives):
            head = (group.channel, group.typed) if place == 0 else ("", "")
            holders = explanation.holders[group.channel, one.term]
            yield (*head, one.term, f"{one.weight:g}", one.origin, str(holders))


def _section(section: Section, score: float, contributions: tuple[Contribution, ...]) -> Iterator[str]:
    yield f"{score:.3f}  {section.id}  {section.title}"
    if contributions:
        sums = ((channel, points) for channel, points in _sums(contributions).items())
        yield "= " + " + ".join(f"{points:.3f} {channel}" for channel, points in sums)
        yield from aligned([_POINTS, *map(_points, contributions)], right={0, 3, 5})


def _sums(contributions: tuple[Contribution, ...]) -> dict[str, float]:
    """Give the points of each channel, and by themselves those of what stands together, a title or a literal piece."""
    sums: dict[str, float] = {}
    for part in contributions:
        sums[_source(part)] = sums.get(_source(part), 0.0) + part.score
    return sums


def _source(part: Contribution) -> str:
    return part.alternative.origin if part.alternative.origin in {"title", "piece", "together"} else part.group.channel


def _points(part: Contribution) -> tuple[str, ...]:
    one = part.alternative
    return f"{part.score:.3f}", _source(part), one.term, f"{one.weight:g}", one.origin, f"{part.rarity:.2f}"
