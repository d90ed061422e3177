"""Folded text to tokens. `compiled_cuts` gives the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from index.analysis.tokens import LONGEST_RUN, LONGEST_TERM, SHORTEST_NAME, Cutter, Runs, Token, Tokens
from index.script import HAN

_HAN_RUN = re.compile(f"[{HAN}]+")
_OTHER_RUN = re.compile(rf"(?:[^\W_{HAN}]|[+#](?![^\W_{HAN}])|(?<=[^\W_{HAN}])[-_.'@/+&:](?=[^\W_{HAN}]))+")
_PART = re.compile(rf"[^\W\d_{HAN}]+|\d+")


def tokens_of(folded: str, cutter: Cutter) -> tuple[Tokens, Tokens, Tokens]:
    """Give the words, the pairs and the single characters of a text's runs of Han, each with the tokens of all else."""
    runs, latin = runs_of(folded)
    words = [word for run, offset in runs for word in words_of(run, offset, cutter)]
    pairs = [Token(run[i : i + 2], offset + i, offset + i + 2) for run, offset in runs for i in range(len(run) - 1)]
    characters = [Token(character, i, i + 1) for run, offset in runs for i, character in enumerate(run, offset)]
    return (*words, *latin), (*pairs, *latin), (*characters, *latin)


def runs_of(folded: str) -> Runs:
    """Give the runs of Han of a text and the tokens of all else: Latin and digit runs whole and in parts."""
    latin = [token for run in _OTHER_RUN.finditer(folded) for token in _whole_and_parts(run.group(), run.start())]
    return [(run.group(), run.start()) for run in _HAN_RUN.finditer(folded)], latin


def _whole_and_parts(run: str, offset: int) -> Iterator[Token]:
    parts = list(_PART.finditer(run))
    if parts:
        yield Token(run[:LONGEST_TERM], offset, offset + len(run))
    for part in parts:
        if part.group() != run:
            yield Token(part.group()[:LONGEST_TERM], offset + part.start(), offset + part.end())


def words_of(run: str, offset: int, cutter: Cutter) -> list[Token]:
    """Give the words of a run of Han that begins at `offset`, in jieba's search mode: 便利店 gives 便利 and 便利店.

    Names that the dictionary lacks come after them: what the model makes of the single characters left between words.
    They stand beside those characters, not in their place: that costs .002 on the question sets.
    """
    words: list[Token] = []
    for place in range(0, len(run), LONGEST_RUN):
        piece = run[place : place + LONGEST_RUN]
        found = _found(cutter.dictionary.cut(piece), offset + place, cutter)
        words += [*found, *_names(piece, offset + place, found, cutter)]
    return words


def _found(texts: Sequence[str], start: int, cutter: Cutter) -> list[Token]:
    """Give words that stand beside each other, and before each the ones of two or three characters inside it."""
    words: list[Token] = []
    for text in texts:
        end = start + len(text)
        for size in range(2, min(len(text), 4)):
            inside = ((text[i : i + size], start + i) for i in range(len(text) - size + 1))
            words += [Token(inner, place, place + size) for inner, place in inside if cutter.dictionary.has(inner)]
        words.append(Token(text, start, end))
        start = end
    return words


def _names(piece: str, offset: int, words: Sequence[Token], cutter: Cutter) -> Iterator[Token]:
    """Give the words that the model makes of neighbouring single characters."""
    singles = [start for term, start, _ in words if len(term) == 1]
    for _, group in groupby(enumerate(singles), key=lambda pair: pair[1] - pair[0]):
        neighbours = [start - offset for _, start in group]
        place = neighbours[0]
        for text in cutter.model.words(piece[place : neighbours[-1] + 1]) if len(neighbours) > 1 else ():
            if len(text) >= SHORTEST_NAME:
                yield Token(text, offset + place, offset + place + len(text))
            place += len(text)
