"""Words of one meaning: what was typed also finds its synonyms."""

from __future__ import annotations

from collections.abc import Sequence

from index.documents import Span
from index.parsed_query import Alternative, Group
from index.reader import GenerationReader
from index.understanding.guess import NOTHING, Guesses, Typed


def synonyms(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the terms of every synonym of every word or phrase in what was typed."""
    numbers = reader.names_in(typed.folded)
    if not numbers:
        return NOTHING
    groups: list[Group] = []
    covered: list[Span] = []
    for number in numbers:
        name, meant = reader.meanings[number]
        groups += meant
        if _is_known(meant, reader):
            covered += _places(name, typed.folded)
    return Guesses(tuple(groups), covered=tuple(covered))


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
    groups = [
        Group(channel, name, tuple([Alternative(term, weight * own, origin) for term, own, _ in alternatives]))
        for channel, name, alternatives in read.groups
        if name in texts
    ]
    return Guesses(tuple(groups), covered=tuple([Span(name.start, name.end + shift) for name in names]))


def _places(text: str, folded: str) -> list[Span]:
    found = []
    start = folded.find(text)
    while start >= 0:
        found.append(Span(start, start + len(text)))
        start = folded.find(text, start + len(text))
    return found


def _is_known(meant: Sequence[Group], reader: GenerationReader) -> bool:
    """Tell whether some section holds one of the alternatives."""
    for channel, _, alternatives in meant:
        holders_of = reader.channels[channel].holders_of
        for term, _, _ in alternatives:
            if holders_of(term):
                return True
    return False
