"""Words of one meaning: what was typed also finds its synonyms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from index.analysis.analyzer import analyze
from index.analysis.channels import Channel, outermost
from index.documents import Span
from index.parsed_query import Alternative
from index.reader import GenerationReader
from index.scoring import SYNONYM_WEIGHT
from index.understanding.guess import Guess, Guesses, Typed

_CHANNELS: tuple[Channel, ...] = ("words", "bigrams")
_KEPT = 4_096
"""500-50,000, synonyms whose terms are kept, about half a kilobyte each. Fewer than a site has: slower queries."""


def synonyms(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the terms of every synonym of every word or phrase in what was typed."""
    found = reader.synonyms.find(typed.folded)
    guesses = [guess for text, others in found for other in others for guess in _guesses(text, other)]
    known = {text for text, others in found if any(_is_known(other, reader) for other in others)}
    return Guesses(tuple(guesses), covered=tuple(span for text in known for span in _places(text, typed.folded)))


def synonyms_if(reading: Alternative, span: Span, typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the synonyms of the names that a piece of what was typed belongs to, if it is read as another word.

    Names of which no section has a synonym are left out. The spans are of what was typed.
    """
    word, weight, origin = reading
    folded = typed.folded[: span.start] + word + typed.folded[span.end :]
    end, shift = span.start + len(word), span.end - span.start - len(word)
    read = synonyms(Typed(folded, typed.tokens), reader)
    names = [name for name in read.covered if name.start <= span.start and end <= name.end]
    texts = {folded[name.start : name.end] for name in names}
    guesses = [
        Guess(channel, name, Alternative(meant.term, weight * meant.weight, origin))
        for channel, name, meant in read.guesses
        if name in texts
    ]
    return Guesses(tuple(guesses), covered=tuple(Span(name.start, name.end + shift) for name in names))


def _places(text: str, folded: str) -> Iterator[Span]:
    start = folded.find(text)
    while start >= 0:
        yield Span(start, start + len(text))
        start = folded.find(text, start + len(text))


def _is_known(other: str, reader: GenerationReader) -> bool:
    return any(reader.channels[channel].holders_of(term) for channel, term in _terms(other).items())


def _guesses(text: str, other: str) -> Iterator[Guess]:
    for channel, term in _terms(other).items():
        if term:
            yield Guess(channel, text, Alternative(term, SYNONYM_WEIGHT, "synonym"))


@lru_cache(maxsize=_KEPT)
def _terms(synonym: str) -> Mapping[Channel, str]:
    """Give what a section has to hold in each channel: all words of a synonym, since 时间 alone is no 多少时间."""
    tokens = analyze(synonym).tokens
    return {channel: " ".join(dict.fromkeys(t.term for t in outermost(tokens[channel]))) for channel in _CHANNELS}
