"""The passage of a section that answers, cut to fit, and where the query's terms stand in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.analysis.normalizer import Folded
from index.documents import Section, Span
from index.parsed_query import ParsedQuery

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
class Pattern:
    """What finds a query's terms in folded text. `words` are those that say something where they stand alone."""

    terms: re.Pattern[str]
    words: re.Pattern[str] | None


def term_pattern(query: ParsedQuery) -> Pattern | None:
    """Give the pattern of a query: Latin terms as whole words only.

    Pairs that cross the query's words (动续 of 自动续费) count beside words only: 手动续订 is something else.
    """
    terms = {a.term for group in query.groups if group.channel != "characters" for a in group.alternatives}
    long_terms = {term for term in terms if len(term) > 1} or terms or {group.typed for group in query.groups}
    words = [a.term for group in query.groups if group.channel == "words" for a in group.alternatives]
    telling = {term for term in long_terms if any(term in word for word in words)}
    if not long_terms:
        return None
    return Pattern(_any_of(long_terms), _any_of(telling) if telling else None)


def _any_of(terms: Collection[str]) -> re.Pattern[str]:
    ordered = sorted(terms, key=lambda term: (-len(term), term))
    return re.compile("|".join(_bounded(term) for term in ordered))


def _bounded(term: str) -> str:
    latin = [character < "\u2e80" for character in (term[0], term[-1])]
    before = r"(?<![^\W\u2e80-\U0010ffff])" if latin[0] else ""
    after = r"(?![^\W\u2e80-\U0010ffff])" if latin[1] else ""
    return f"{before}{re.escape(term)}{after}"


def find_matches(folded: Folded, pattern: Pattern | None) -> tuple[Span, ...]:
    """Give the spans of the original of a folded text that match, overlapping and touching ones joined."""
    if pattern is None:
        return ()
    found = _joined(_found(pattern.terms, folded.text))
    words = pattern.words
    telling = [span for span in found if words and words.search(folded.text, span.start, span.end)]
    return _joined(folded.original(span.start, span.end) for span in telling or found)


def _found(terms: re.Pattern[str], text: str) -> Iterator[Span]:
    """Give the spans of a text that match, overlapping ones too."""
    position = 0
    while match := terms.search(text, position):
        yield Span(match.start(), match.end())
        position = match.start() + 1


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def make_snippet(section: Section, folded: Folded, pattern: Pattern | None) -> Snippet:
    """Give the passage of a section that holds most of the query, whole where it fits, else sentences of it.

    `folded` is the section's text.
    """
    matches = find_matches(folded, pattern)
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

    def held(window: Span) -> int:
        return sum(map(len, {text[m.start : m.end].lower() for m in _in(matches, window)}))

    return max(windows, key=held)


def _runs(text: str, passage: Span) -> list[Span]:
    """Give the longest run of whole sentences that fits, from each sentence of a passage on; one at least."""
    ends = [m.end() for m in _SENTENCE.finditer(text, passage.start, passage.end) if m.end() > m.start()]
    runs: list[Span] = []
    for start in [passage.start, *ends[:-1]]:
        fitting = [end for end in ends if start < end <= start + LENGTH]
        runs.append(Span(start, fitting[-1] if fitting else next(end for end in ends if end > start)))
    return runs


def _around(sentence: Span, matches: Sequence[Span]) -> Span:
    """Give a piece of an overlong sentence around its first match, a third of it before."""
    first = matches[0].start if matches else sentence.start
    start = max(sentence.start, min(first - LENGTH // 3, sentence.end - LENGTH))
    return Span(start, min(sentence.end, start + LENGTH))
