"""Han typed for other Han of the same sound: 续废 for 续费.

An input method offers whole words, so a slip leaves something that is no word: the segmenter cuts it into single
characters. Only such pieces are read by their sound; two real words side
by side are not, however rare their neighbourhood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.analysis.channels import Token, outermost
from index.analysis.pinyin import readings
from index.analysis.segmenter import is_dictionary_word
from index.documents import Span
from index.parsed_query import Rewriting
from index.reader import GenerationReader
from index.scoring import HOMOPHONE_WEIGHT
from index.script import FIRST_HAN
from index.understanding.guess import Guess, Guesses, Typed, commonest, spelled

_LONGEST = 4
_CANDIDATES = 4
_SURE = 3
"""Sections that hold a word which no dictionary has, before it is taken for one."""


def homophones(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the words of the index that sound like pieces of what was typed that are no words."""
    guesses: list[Guess] = []
    rewritings: list[Rewriting] = []
    for window in sorted(_windows(typed), key=lambda window: window.start - window.end):
        if any(window.overlaps(other.span) for other in rewritings):
            continue
        piece = typed.folded[window.start : window.end]
        if words := _sounding_like(piece, reader):
            guesses += spelled(piece, words, HOMOPHONE_WEIGHT, "homophone")
            rewritings.append(Rewriting(window, words[0], "homophone"))
    return Guesses(tuple(guesses), tuple(rewritings))


def _windows(typed: Typed) -> Iterator[Span]:
    """Give the pieces of two to four Han that are neighbouring words with a single character among them, or no word."""
    han = [token for token in typed.tokens["words"] if token.term[0] >= FIRST_HAN]
    if all(len(token.term) > 1 for token in han):
        return
    tokens = outermost([token for token in han if len(token.term) == 1 or is_dictionary_word(token.term)])
    for first, token in enumerate(tokens):
        run = [token]
        for following in tokens[first + 1 :]:
            if token.end - token.start > _LONGEST or following.start != run[-1].end:
                break
            run.append(following)
            if run[-1].end - token.start > _LONGEST:
                break
            if _is_suspect(run):
                yield Span(token.start, following.end)


def _is_suspect(run: Sequence[Token]) -> bool:
    lengths = [len(token.term) for token in run]
    return min(lengths) == 1 and max(lengths) <= 2


def _sounding_like(piece: str, reader: GenerationReader) -> list[str]:
    words, bigrams = reader.channels["words"], reader.channels["bigrams"]
    if words.holders_of(piece) or bigrams.holders_of(piece):
        return []
    term = words.lexicon.term
    numbers = [n for key in readings(piece) for n in reader.full.of(key) if len(term(n)) == len(piece)]
    found = commonest(reader, "words", numbers, _CANDIDATES)
    return [word for word in found if is_dictionary_word(word) or words.holders_of(word) >= _SURE]
