"""Han typed for other Han of the same sound: 续废 for 续费.

An input method offers whole words, so a slip leaves something that is no word: the segmenter cuts it into single
characters. Only such pieces are read by their sound; two real words side
by side are not, however rare their neighbourhood.
"""

from __future__ import annotations

from index.analysis.segmenter import is_dictionary_word
from index.documents import Span
from index.parsed_query import Group, Rewriting, Typed
from index.reader import GenerationReader
from index.scoring import HOMOPHONE_WEIGHT
from index.understanding.guess import NOTHING, Guesses, commonest, spelled

_CANDIDATES = 4
_SURE = 3
"""Sections that hold a word which no dictionary has, before it is taken for one."""


def homophones(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the words of the index that sound like pieces of what was typed that are no words."""
    if not typed.suspects:
        return NOTHING
    groups: list[Group] = []
    rewritings: list[Rewriting] = []
    for start, end in typed.suspects:
        span = Span(start, end)
        if rewritings and any(span.overlaps(other.span) for other in rewritings):
            continue
        piece = typed.folded[start:end]
        if words := _words_like(piece, reader):
            groups += spelled(piece, words, HOMOPHONE_WEIGHT, "homophone")
            rewritings.append(Rewriting(span, words[0], "homophone"))
    return Guesses(tuple(groups), tuple(rewritings)) if groups else NOTHING


def sounds_like_words(piece: str, reader: GenerationReader) -> bool:
    """Tell whether a piece of Han that is no word may be read as one."""
    return bool(_words_like(piece, reader))


def _words_like(piece: str, reader: GenerationReader) -> list[str]:
    """Give the words that sound like a piece which stands in no section."""
    if len(piece) == 2 and reader.channels["bigrams"].holders_of(piece):
        return []
    numbers = reader.alike[piece]
    if not numbers or (words := reader.channels["words"]).holders_of(piece):
        return []
    term = words.lexicon.term
    found = commonest(reader, "words", [n for n in numbers if len(term(n)) == len(piece)], _CANDIDATES)
    return [term(number) for number, held in found if held >= _SURE or is_dictionary_word(term(number))]
