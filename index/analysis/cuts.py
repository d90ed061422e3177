"""Folded text to tokens. `compiled_cuts` gives the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from index.script import HAN

LONGEST_TERM = 64
"""Code points. Longer Latin runs (hashes, encoded data) are indexed by their first part: nobody types them whole."""
SHORTEST_NAME = 2
"""Code points. At 3 the words of the judged sets lose .06 where they are typed in pinyin, .001 elsewhere."""
LONGEST_RUN = 500
"""Code points: longer runs of Han are split, since what is held while one is cut is many times its size."""

_HAN_RUN = re.compile(f"[{HAN}]+")
_OTHER_RUN = re.compile(rf"(?:[^\W_{HAN}]|[+#](?![^\W_{HAN}])|(?<=[^\W_{HAN}])[-_.'@/+&:](?=[^\W_{HAN}]))+")
_PART = re.compile(rf"[^\W\d_{HAN}]+|\d+")


class Token(NamedTuple):
    """One occurrence of a term; `start` and `end` are code points of the folded text."""

    term: str
    start: int
    end: int


Tokens = tuple[Token, ...]
Runs = tuple[list[tuple[str, int]], list[Token]]
"""A text's runs of Han with their starts, and the tokens of all else."""


class Cutter(NamedTuple):
    """What runs of Han are cut by.

    `cut` gives the words of a dictionary and single characters that a run is when joined, `has` tells whether the
    dictionary has a word, `model` gives the words of a run that was cut into single characters.
    """

    cut: Callable[[str], list[str]]
    has: Callable[[str], bool]
    model: Callable[[str], Sequence[str]]


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
        found = _found(cutter.cut(piece), offset + place, cutter)
        words += [*found, *_names(piece, offset + place, found, cutter)]
    return words


def _found(texts: Sequence[str], start: int, cutter: Cutter) -> list[Token]:
    """Give words that stand beside each other, and before each the ones of two or three characters inside it."""
    words: list[Token] = []
    for text in texts:
        end = start + len(text)
        for size in range(2, min(len(text), 4)):
            inside = ((text[i : i + size], start + i) for i in range(len(text) - size + 1))
            words += [Token(inner, place, place + size) for inner, place in inside if cutter.has(inner)]
        words.append(Token(text, start, end))
        start = end
    return words


def _names(piece: str, offset: int, words: Sequence[Token], cutter: Cutter) -> Iterator[Token]:
    """Give the words that the model makes of neighbouring single characters."""
    singles = [start for term, start, _ in words if len(term) == 1]
    for _, group in groupby(enumerate(singles), key=lambda pair: pair[1] - pair[0]):
        neighbours = [start - offset for _, start in group]
        place = neighbours[0]
        for text in cutter.model(piece[place : neighbours[-1] + 1]) if len(neighbours) > 1 else ():
            if len(text) >= SHORTEST_NAME:
                yield Token(text, offset + place, offset + place + len(text))
            place += len(text)
