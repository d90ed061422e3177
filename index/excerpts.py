"""Snippets cut from the texts of sections. `compiled_excerpts` gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.analysis.normalizer import Folded
from index.documents import Snippet, Span
from index.matches import Bounds, ShownTerms, matches
from index.passages import LENGTH, Runs

_SENTENCE_ENDS = "。！？!?；;\n”’」』）)…"
_ELLIPSIS = "…"
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Passages:
    """A section's text as snippets are cut from it: its passages, and the runs of sentences of those that don't fit."""

    text: str
    folded: Folded
    passages: tuple[Span, ...]
    runs: Runs


def make_snippets(sections: Sequence[tuple[object, object, Passages]], shown: ShownTerms) -> list[Snippet]:
    """Give the snippet of each section, whose third field are its passages."""
    return [make_snippet(passages, shown) for _, _, passages in sections]


def make_snippet(of: Passages, shown: ShownTerms) -> Snippet:
    """Give the passage of a section that holds most of the query, whole where it fits, else sentences of it."""
    if not of.passages:
        return Snippet("", ())
    text, found = of.text, matches(of.folded, shown)
    passage = _fullest(text, of.passages, found)
    runs = of.runs[passage]
    first, last = _fitting(runs[_fullest(text, runs, found)] if runs else of.passages[passage], found)
    before = _ELLIPSIS if _inside_sentence(text, first) else ""
    after = _ELLIPSIS if _inside_sentence(text, last) else ""
    shift = len(before) - first
    marked = [
        Span(max(start, first) + shift, min(end, last) + shift) for start, end in found if start < last and first < end
    ]
    return Snippet(f"{before}{text[first:last].replace(_BREAK, ' ')}{after}", tuple(marked))


def _fullest(text: str, windows: Sequence[Bounds], matches: Iterable[Bounds]) -> int:
    """Give the number of the window whose distinct matches have most characters, the first of equals."""
    marks = [(start, end, text[start:end].lower()) for start, end in matches]
    each = [{mark for start, end, mark in marks if start < last and first < end} for first, last in windows]
    held = [sum(map(len, distinct)) for distinct in each]
    return held.index(max(held))


def _fitting(window: Bounds, matches: Iterable[Bounds]) -> Bounds:
    """Give a window that fits; of a sentence that is too long a piece around its first match."""
    first, last = window
    if last - first <= LENGTH:
        return window
    inside = next((start for start, end in matches if start < last and first < end), first)
    start = max(first, min(inside - LENGTH // 3, last - LENGTH))  # a third before
    return start, min(last, start + LENGTH)


def _inside_sentence(text: str, position: int) -> bool:
    """Tell whether a cut at `position` parts a sentence."""
    if not 0 < position < len(text) or text[position - 1] in _SENTENCE_ENDS or text[position] == _BREAK:
        return False
    before, after = text[:position].rstrip(" "), text[position:]
    return bool(before and after.strip()) and before[-1] not in _SENTENCE_ENDS
