"""The passage of a section that answers, cut to fit, and where the query's terms stand in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.analysis.normalizer import Folded
from index.documents import Section, Span
from index.parsed_query import Group, ParsedQuery
from index.script import FIRST_CJK

LENGTH = 120
"""40-400, code points of a snippet at most. Longer: more of the answer, fewer results on a screen."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]*[”’」』）)]*\s*")
_SENTENCE_ENDS = "。！？!?；;\n”’」』）)…"
_ELLIPSIS = "…"
_BREAK = "\n"


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
    text = folded.text
    places = [place for term in shown.terms if term in text for place in _occurrences(term, text)]
    if not places:
        return ()
    places.sort()
    found = _joined(places)
    firsts = [start for start, _, term in places if term in shown.telling]
    telling = [place for place in found if bisect_left(firsts, place[0]) < bisect_left(firsts, place[1])]
    chosen = telling or found
    if folded.starts is not None and folded.ends is not None:
        chosen = _joined([Span(folded.starts[place.start], folded.ends[place.end - 1]) for place in chosen])
    return tuple(chosen)


def _occurrences(term: str, text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    start = text.find(term)
    while start >= 0:
        end = start + len(term)
        if (term[0] >= FIRST_CJK and term[-1] >= FIRST_CJK) or _stands_alone(text, start, end):
            found.append((start, end, term))
        start = text.find(term, start + 1)
    return found


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not _within_latin(before, text[start]) and not _within_latin(after, text[end - 1])


def _within_latin(neighbour: str, edge: str) -> bool:
    """Tell whether the edge of a term is Latin and goes on with its neighbour, which may be nothing."""
    return edge < FIRST_CJK and neighbour < FIRST_CJK and (neighbour.isalnum() or neighbour == "_")


def _joined(places: Sequence[tuple[int, int, str]] | Sequence[Span]) -> list[Span]:
    """Give places, which come in their order, with those that overlap or touch joined."""
    joined: list[Span] = []
    start, end = places[0][:2]
    for place in places:
        if place[0] <= end:
            end = max(end, place[1])
        else:
            joined.append(Span(start, end))
            start, end = place[:2]
    joined.append(Span(start, end))
    return joined


def make_snippet(section: Section, folded: Folded, shown: ShownTerms) -> Snippet:
    """Give the passage of a section that holds most of the query, whole where it fits, else sentences of it.

    `folded` is the section's text.
    """
    matches = find_matches(folded, shown)
    text = section.text
    first, last = window = _window(section, matches)
    before = _ELLIPSIS if _inside_sentence(text, first) else ""
    after = _ELLIPSIS if _inside_sentence(text, last) else ""
    shift = len(before) - first
    spans = [Span(max(start, first) + shift, min(end, last) + shift) for start, end in _in(matches, window)]
    return Snippet(f"{before}{text[first:last].replace(_BREAK, ' ')}{after}", tuple(spans))


def _inside_sentence(text: str, position: int) -> bool:
    """Tell whether a cut at `position` parts a sentence."""
    if not 0 < position < len(text) or text[position - 1] in _SENTENCE_ENDS or text[position] == _BREAK:
        return False
    before, after = text[:position].rstrip(" "), text[position:]
    return bool(before and after.strip()) and before[-1] not in _SENTENCE_ENDS


def _in(matches: Iterable[Span], window: Span) -> list[Span]:
    first, last = window
    return [match for match in matches if match[0] < last and first < match[1]]


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
    marks = [(start, end, text[start:end].lower()) for start, end in matches]
    best, most = windows[0], 0
    for window in windows:
        first, last = window
        held = sum(map(len, {mark for start, end, mark in marks if start < last and first < end}))
        if held > most:
            best, most = window, held
    return best


def _runs(text: str, passage: Span) -> list[Span]:
    """Give the longest run of whole sentences that fits, from each sentence of a passage on; one at least."""
    lengths = map(len, filter(None, _SENTENCE.findall(text, passage.start, passage.end)))
    starts = list(accumulate(lengths, initial=passage.start))
    ends = starts[1:]
    return [Span(start, ends[max(n, bisect_right(ends, start + LENGTH) - 1)]) for n, start in enumerate(starts[:-1])]


def _around(sentence: Span, matches: Sequence[Span]) -> Span:
    """Give a piece of an overlong sentence around its first match, a third before."""
    first = matches[0].start if matches else sentence.start
    start = max(sentence.start, min(first - LENGTH // 3, sentence.end - LENGTH))
    return Span(start, min(sentence.end, start + LENGTH))
