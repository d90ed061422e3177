"""The passage of a section that answers, cut to fit, and where the query's terms stand in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.analysis.normalizer import Folded
from index.documents import Section, Span
from index.parsed_query import Group, ParsedQuery
from index.script import FIRST_CJK

LENGTH = 120
"""40-400, code points of a snippet at most. Longer: more of the answer, fewer results on a screen."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]*[”’」』）)]*\s*")
_SENTENCE_ENDS = "。！？!?；;\n”’」』）)…"
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """Plain text and the spans of it that match, sorted, none touching another. Offsets in code points."""

    text: str
    matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ShownTerms:
    """The terms that are marked in folded text. `telling` are those that say something where they stand alone."""

    terms: tuple[str, ...] = ()
    telling: frozenset[str] = frozenset()


def shown_terms(query: ParsedQuery) -> ShownTerms:
    """Give the terms of a query that are marked.

    Pairs that cross the query's words (动续 of 自动续费) count beside words only: 手动续订 is something else.
    """
    terms = {text for group in query.groups if group.channel != "characters" for text in _texts(group)}
    only_short = all(len(group.typed) == 1 for group in query.groups)  # then what they may become hides none of them
    long_terms = {term for term in terms if len(term) > 1 or only_short}
    long_terms = long_terms or terms or {group.typed for group in query.groups}
    words = "\n".join(text for group in query.groups if group.channel == "words" for text in _texts(group))
    return ShownTerms(tuple(long_terms), frozenset(term for term in long_terms if term in words))


def _texts(group: Group) -> Iterator[str]:
    """Give how the alternatives of a group may be written: several words with spaces between, or none as Han has."""
    for alternative in group.alternatives:
        yield alternative.term
        if " " in alternative.term:
            yield alternative.term.replace(" ", "")


def find_matches(folded: Folded, shown: ShownTerms) -> tuple[Span, ...]:
    """Give the spans of the original of a folded text that match, overlapping and touching ones joined.

    Latin terms stand only where no other Latin letter or digit touches them.
    """
    held = [term for term in shown.terms if term in folded.text]
    if not held:
        return ()
    places = [(start, start + len(term), term) for term in held for start in _occurrences(term, folded.text)]
    places.sort()
    found = _joined((start, end) for start, end, _ in places)
    firsts = [start for start, _, term in places if term in shown.telling]
    telling = [place for place in found if bisect_left(firsts, place[0]) < bisect_left(firsts, place[1])]
    chosen = telling or found
    if folded.starts is not None and folded.ends is not None:
        chosen = _joined((folded.starts[start], folded.ends[end - 1]) for start, end in chosen)
    return tuple(Span(start, end) for start, end in chosen)


def _occurrences(term: str, text: str) -> list[int]:
    starts: list[int] = []
    start = text.find(term)
    while start >= 0:
        end = start + len(term)
        if not _within_latin(text[start - 1 : start], term[0]) and not _within_latin(text[end : end + 1], term[-1]):
            starts.append(start)
        start = text.find(term, start + 1)
    return starts


def _within_latin(neighbour: str, edge: str) -> bool:
    """Tell whether the edge of a term is Latin and goes on with its neighbour, which may be nothing."""
    return edge < FIRST_CJK and neighbour < FIRST_CJK and (neighbour.isalnum() or neighbour == "_")


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give places, which come in their order, with those that overlap or touch joined."""
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def make_snippet(section: Section, folded: Folded, shown: ShownTerms) -> Snippet:
    """Give the passage of a section that holds most of the query, whole where it fits, else sentences of it.

    `folded` is the section's text.
    """
    matches = find_matches(folded, shown)
    window = _window(section, matches)
    before = _ELLIPSIS if _inside_sentence(section.text, window.start) else ""
    after = _ELLIPSIS if _inside_sentence(section.text, window.end) else ""
    shift = len(before) - window.start
    spans = (Span(max(m.start, window.start) + shift, min(m.end, window.end) + shift) for m in _in(matches, window))
    text = section.text[window.start : window.end].replace("\n", " ")
    return Snippet(f"{before}{text}{after}", tuple(spans))


def _inside_sentence(text: str, position: int) -> bool:
    """Tell whether a cut at `position` parts a sentence."""
    before, after = text[:position].rstrip(" "), text[position:]
    return bool(before and after.strip()) and before[-1] not in _SENTENCE_ENDS and not after.startswith("\n")


def _in(matches: Iterable[Span], window: Span) -> list[Span]:
    return [match for match in matches if match.overlaps(window)]


def _window(section: Section, matches: Sequence[Span]) -> Span:
    if not section.passages:
        return Span(0, 0)
    passage = _best(section.text, section.passages, matches)
    if passage.end - passage.start <= LENGTH:
        return passage
    run = _best(section.text, _runs(section.text, passage), matches)
    return run if run.end - run.start <= LENGTH else _around(run, _in(matches, run))


def _best(text: str, windows: Sequence[Span], matches: Sequence[Span]) -> Span:
    """Give the window whose distinct matches have most characters, the first of equals."""
    if len(windows) == 1 or not matches:
        return windows[0]
    marks = [(m.start, m.end, text[m.start : m.end].lower()) for m in matches]

    def held(window: Span) -> int:
        first, last = window.start, window.end
        return sum(map(len, {mark for start, end, mark in marks if start < last and first < end}))

    return max(windows, key=held)


def _runs(text: str, passage: Span) -> list[Span]:
    """Give the longest run of whole sentences that fits, from each sentence of a passage on; one at least."""
    ends = [m.end() for m in _SENTENCE.finditer(text, passage.start, passage.end) if m.end() > m.start()]
    starts = [passage.start, *ends[:-1]]
    return [
        Span(start, ends[max(number, bisect_right(ends, start + LENGTH) - 1)]) for number, start in enumerate(starts)
    ]


def _around(sentence: Span, matches: Sequence[Span]) -> Span:
    """Give a piece of an overlong sentence around its first match, a third before."""
    first = matches[0].start if matches else sentence.start
    start = max(sentence.start, min(first - LENGTH // 3, sentence.end - LENGTH))
    return Span(start, min(sentence.end, start + LENGTH))
