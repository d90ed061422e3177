"""Words of one meaning: what was typed also finds its synonyms."""

from __future__ import annotations

from index.documents import Span
from index.parsed_query import Alternative, Group, Typed
from index.reader import GenerationReader
from index.understanding.guess import NOTHING, Guesses


def synonyms(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the terms of every synonym of every word or phrase in what was typed."""
    groups, covered = reader.tables.pieces.named(typed.folded)
    return Guesses(tuple(groups), (), covered) if groups else NOTHING


def synonyms_if(reading: Alternative, span: Span, typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the synonyms of the names that a piece of what was typed belongs to, if it is read as another word.

    Names of which no section has a synonym are left out. The spans are of what was typed.
    """
    word, weight, origin = reading
    folded = typed.folded[: span.start] + word + typed.folded[span.end :]
    end, shift = span.start + len(word), span.end - span.start - len(word)
    read = synonyms(Typed(folded, typed.tokens), reader)
    names = [name for name in read.covered if name[0] <= span.start and end <= name[1]]
    texts = {folded[start:stop] for start, stop in names}
    groups = [
        Group(channel, name, tuple([Alternative(term, weight * own, origin) for term, own, _ in alternatives]))
        for channel, name, alternatives in read.groups
        if name in texts
    ]
    return Guesses(tuple(groups), covered=[(start, stop + shift) for start, stop in names])
