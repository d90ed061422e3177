"""The loops over a text that snippets need. `compiled_text_loops` gives the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.script import FIRST_CJK

Bounds = tuple[int, int]
"""Start and end of a span: a plain tuple, since one with names takes three times as long to make."""


def spans(text: str, telling: tuple[str, ...], others: tuple[str, ...]) -> list[Bounds]:
    """Give where terms stand in a folded text, in order, overlapping and touching spans joined.

    Where one of the telling stands anywhere, only joined spans that one begins in. Latin terms stand only where no
    other Latin letter or digit touches them.
    """
    told = [span for term in telling if term in text for span in _spans(term, text)]
    every = told + [span for term in others if term in text for span in _spans(term, text)]
    if not every:
        return []
    found = joined(sorted(every))
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


def joined(found: Sequence[Bounds]) -> list[Bounds]:
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


def fullest(text: str, windows: tuple[Bounds, ...], matches: list[Bounds]) -> int:
    """Give the number of the window whose distinct matches have most characters, the first of equals.

    Windows and matches are in order, by their starts and by their ends.
    """
    if len(windows) == 1 or not matches:
        return 0
    marks = [(start, end, text[start:end].lower()) for start, end in matches]
    best, most = 0, 0
    for number, (first, last) in enumerate(windows):
        held = sum(map(len, {mark for start, end, mark in marks if start < last and first < end}))
        if held > most:
            best, most = number, held
    return best
