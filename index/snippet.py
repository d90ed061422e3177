"""The passage of a section that answers, cut to fit, and where the query's terms stand in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from index.analysis.channels import Channel
from index.analysis.normalizer import Folded
from index.documents import Section, Span
from index.loops import fullest, spans
from index.parsed_query import Group, ParsedQuery
from index.passages import LENGTH, Runs
from index.text_loops import Bounds, joined

_SENTENCE_ENDS = "。！？!?；;\n”’」』）)…"
_ELLIPSIS = "…"
_BREAK = "\n"


class Snippet(NamedTuple):
    """Plain text and the spans of it that match, sorted, none touching another. Offsets in code points."""

    text: str
    matches: tuple[Span, ...]


class ShownTerms(NamedTuple):
    """The terms that are marked in folded text: those that say something where they stand alone, and others."""

    telling: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def shown_terms(query: ParsedQuery) -> ShownTerms:
    """Give the terms of a query that are marked.

    Pairs that cross the query's words (动续 of 自动续费) count beside words only: 手动续订 is something else.
    """
    words, pairs = _texts(query.groups, "words"), _texts(query.groups, "bigrams")
    terms = {*words, *pairs}
    only_short = all(len(typed) == 1 for _, typed, _ in query.groups)  # then what they may become hides none of them
    longer = terms if only_short else {term for term in terms if len(term) > 1}
    chosen = longer or terms or {typed for _, typed, _ in query.groups}
    every = "\n".join(words)
    telling = {term for term in chosen if term in every}
    return ShownTerms(tuple(telling), tuple(chosen - telling))


def _texts(groups: Iterable[Group], channel: Channel) -> list[str]:
    """Give how the alternatives in a channel may be written: several words with spaces between, or none as Han has."""
    terms = [term for of, _, alternatives in groups if of == channel for term, _, _ in alternatives]
    return terms + [term.replace(" ", "") for term in terms if " " in term]


def find_matches(folded: Folded, shown: ShownTerms) -> tuple[Span, ...]:
    """Give the spans of the original of a folded text that match, overlapping and touching ones joined."""
    return tuple([Span(start, end) for start, end in _matches(folded, shown)])


def _matches(folded: Folded, shown: ShownTerms) -> list[Bounds]:
    found = spans(folded.text, *shown)
    if found and folded.starts is not None and folded.ends is not None:
        return joined([(folded.starts[start], folded.ends[end - 1]) for start, end in found])
    return found


def make_snippet(section: Section, folded: Folded, runs: Runs, shown: ShownTerms) -> Snippet:
    """Give the passage of a section that holds most of the query, whole where it fits, else sentences of it.

    `folded` is the section's text, `runs` are those of its passages.
    """
    if not section.passages:
        return Snippet("", ())
    text, matches = section.text, _matches(folded, shown)
    passage = fullest(text, section.passages, matches)
    first, last = _sentences(text, runs[passage], matches) if runs[passage] else section.passages[passage]
    before = _ELLIPSIS if _inside_sentence(text, first) else ""
    after = _ELLIPSIS if _inside_sentence(text, last) else ""
    shift = len(before) - first
    marked = [
        Span(max(start, first) + shift, min(end, last) + shift)
        for start, end in matches
        if start < last and first < end
    ]
    return Snippet(f"{before}{text[first:last].replace(_BREAK, ' ')}{after}", tuple(marked))


def _inside_sentence(text: str, position: int) -> bool:
    """Tell whether a cut at `position` parts a sentence."""
    if not 0 < position < len(text) or text[position - 1] in _SENTENCE_ENDS or text[position] == _BREAK:
        return False
    before, after = text[:position].rstrip(" "), text[position:]
    return bool(before and after.strip()) and before[-1] not in _SENTENCE_ENDS


def _sentences(text: str, runs: tuple[Span, ...], matches: list[Bounds]) -> Bounds:
    """Give the run of sentences that holds most; of one sentence that is too long a piece around its first match."""
    first, last = runs[fullest(text, runs, matches)]
    if last - first <= LENGTH:
        return first, last
    inside = next((start for start, end in matches if start < last and first < end), first)
    start = max(first, min(inside - LENGTH // 3, last - LENGTH))  # a third before
    return start, min(last, start + LENGTH)
