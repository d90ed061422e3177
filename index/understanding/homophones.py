"""Han typed for other Han of the same sound: 续废 for 续费."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.analysis.pinyin import readings
from index.documents import Span
from index.parsed_query import Alternative, Rewriting
from index.reader import GenerationReader
from index.scoring import HOMOPHONE_WEIGHT
from index.script import HAN
from index.understanding.guess import Guess, Guesses, Typed, commonest

_RUN = re.compile(f"[{HAN}]{{2,}}")
_WINDOWS = (4, 3, 2)
_CANDIDATES = 4


def homophones(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the words of the index that sound like unknown pieces of what was typed, and the unknown bigrams'."""
    guesses: list[Guess] = []
    rewritings: list[Rewriting] = []
    for window in _windows(typed.folded, reader):
        piece = typed.folded[window.start : window.end]
        words = _sounding_like(piece, reader)
        if words:
            guesses += [Guess("words", piece, Alternative(word, HOMOPHONE_WEIGHT, "homophone")) for word in words]
            rewritings.append(Rewriting(window, words[0], "homophone"))
    return Guesses((*guesses, *_bigrams(typed, reader)), _apart(rewritings))


def _windows(folded: str, reader: GenerationReader) -> Iterator[Span]:
    """Give the pieces of two to four Han that hold a bigram which no section has, longer ones first."""
    known = reader.channels["bigrams"].lexicon
    for run in _RUN.finditer(folded):
        text = run.group()
        unknown = [i for i in range(len(text) - 1) if known.number(text[i : i + 2]) is None]
        for size in _WINDOWS:
            for start in range(len(text) - size + 1):
                if any(start <= i <= start + size - 2 for i in unknown):
                    yield Span(run.start() + start, run.start() + start + size)


def _sounding_like(piece: str, reader: GenerationReader) -> list[str]:
    lexicon = reader.channels["words"].lexicon
    if lexicon.number(piece) is not None:
        return []
    numbers = [n for key in readings(piece) for n in reader.full.terms(key) if len(lexicon.term(n)) == len(piece)]
    return commonest(reader, "words", numbers, _CANDIDATES)


def _bigrams(typed: Typed, reader: GenerationReader) -> Iterator[Guess]:
    lexicon = reader.channels["bigrams"].lexicon
    for token in typed.tokens["bigrams"]:
        if token.term[0] >= "\u3400" and lexicon.number(token.term) is None:
            numbers = [number for key in readings(token.term) for number in reader.bigrams.terms(key)]
            for term in commonest(reader, "bigrams", numbers, _CANDIDATES):
                yield Guess("bigrams", token.term, Alternative(term, HOMOPHONE_WEIGHT, "homophone"))


def _apart(rewritings: list[Rewriting]) -> tuple[Rewriting, ...]:
    """Give the rewritings that overlap none before them."""
    kept: list[Rewriting] = []
    for one in rewritings:
        if all(one.span.end <= other.span.start or other.span.end <= one.span.start for other in kept):
            kept.append(one)
    return tuple(kept)
