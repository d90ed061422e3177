"""Which terms of a query are marked, and where they stand in texts. `compiled_matches` gives the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.analysis.channels import Channel
from index.analysis.normalizer import Folded
from index.documents import Span
from index.parsed_query import Group, ParsedQuery
from index.script import FIRST_CJK

Bounds = tuple[int, int]
"""Start and end of a span: a plain tuple, since one with names takes three times as long to make."""


@dataclass(frozen=True, slots=True)
class ShownTerms:
    """The terms that are marked in folded text: those that say something where they stand alone, and others."""

    telling: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def shown_terms(query: ParsedQuery) -> ShownTerms:
    """Give the terms of a query that are marked.

    Pairs that cross the query's words (动续 of 自动续费) count beside words only: 手动续订 is something else.
    """
    words, pairs = _texts(query.groups, "words"), _texts(query.groups, "bigrams")
    terms = words + pairs
    if not terms:
        return ShownTerms((), tuple(typed for _, typed, _ in query.groups))
    if any(len(typed) > 1 for _, typed, _ in query.groups):  # else what they may become hides none of them
        terms = [term for term in terms if len(term) > 1] or terms
    every = "\n".join(words)
    telling = {term for term in terms if term in every}
    return ShownTerms(tuple(telling), tuple(set(terms) - telling))


def _texts(groups: Iterable[Group], channel: Channel) -> list[str]:
    """Give how the alternatives in a channel may be written: several words with spaces between, or none as Han has."""
    terms = [term for of, _, alternatives in groups if of == channel for term, _, _ in alternatives]
    return terms + [term.replace(" ", "") for term in terms if " " in term]


def find_matches(folded: Folded, shown: ShownTerms) -> tuple[Span, ...]:
    """Give the spans of the original of a folded text that match, overlapping and touching ones joined.

    Where one of the telling terms stands anywhere, only joined spans that one begins in. Latin terms stand only where
    no other Latin letter or digit touches them.
    """
    return tuple(Span(start, end) for start, end in matches(folded, shown))


def utf16_spans(text: str, spans: Iterable[Span]) -> list[list[int]]:
    """Give spans of code points of `text` as [start, length] in UTF-16 units."""
    if _units(text) == len(text):
        return [[start, end - start] for start, end in spans]
    return [[_units(text[:start]), _units(text[start:end])] for start, end in spans]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def matches(folded: Folded, shown: ShownTerms) -> list[Bounds]:
    """Give the bounds of these spans."""
    found = _telling(folded.text, shown)
    if found and folded.starts is not None and folded.ends is not None:
        return _joined([(folded.starts[start], folded.ends[end - 1]) for start, end in found])
    return found


def _telling(text: str, shown: ShownTerms) -> list[Bounds]:
    """Give the spans of a folded text that match; where one of the telling stands anywhere, only those of these."""
    told = [span for term in shown.telling if term in text for span in _spans(term, text)]
    every = told + [span for term in shown.others if term in text for span in _spans(term, text)]
    if not every:
        return []
    found = _joined(sorted(every))
    firsts = sorted(start for start, _ in told)
    return [span for span in found if bisect_left(firsts, span[0]) < bisect_left(firsts, span[1])] or found


def _spans(term: str, text: str) -> Iterator[Bounds]:
    start = text.find(term)
    while start >= 0:
        end = start + len(term)
        if not (_goes_on(text[start], text[start - 1 : start]) or _goes_on(text[end - 1], text[end : end + 1])):
            yield start, end
        start = text.find(term, start + 1)


def _goes_on(edge: str, neighbour: str) -> bool:
    """Tell whether the edge of a term is Latin and goes on with its neighbour, which may be nothing."""
    return edge < FIRST_CJK and neighbour < FIRST_CJK and (neighbour.isalnum() or neighbour == "_")


def _joined(found: Sequence[Bounds]) -> list[Bounds]:
    """Give spans, which come in their order, with those that overlap or touch joined."""
    whole: list[Bounds] = []
    start, end = found[0]
    for first, last in found:
        if first <= end:
            end = max(end, last)
        else:
            whole.append((start, end))
            start, end = first, last
    return [*whole, (start, end)]
