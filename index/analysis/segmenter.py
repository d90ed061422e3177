"""Runs of Han to words: the only file that knows jieba."""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import jieba

LONGEST_RUN = 500
"""Code points: longer runs are split, which bounds the memory of jieba's graph of words."""


class Word(NamedTuple):
    """A word and where it stands in its run, in code points."""

    text: str
    start: int
    end: int


def segment(run: str) -> list[Word]:
    """Give the words of a run of Han, in jieba's search mode: 便利店 gives 便利 and 便利店.

    Only words of the dictionary: those that jieba's hidden Markov model makes up cost .002 on the question sets, and
    its work grows with the square of a repeated character.
    """
    words: list[Word] = []
    for offset in range(0, len(run), LONGEST_RUN):
        for text, start, end in _tokenizer().tokenize(run[offset : offset + LONGEST_RUN], mode="search", HMM=False):
            words.append(Word(text, offset + start, offset + end))
    return words


def load() -> None:
    """Read the dictionary now (about a second), so that the first query need not wait for it."""
    _tokenizer()


@cache
def _tokenizer() -> jieba.Tokenizer:
    """Build the tokenizer straight from jieba's dictionary.

    Its own start goes through a cache file with a fixed name in the shared temp directory, which anyone on the
    machine could have put there.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in its sources, said once when first compiled
        import jieba  # noqa: PLC0415 - a second that only indexing and searching need
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as dictionary:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(dictionary)
    tokenizer.initialized = True
    return tokenizer


def is_dictionary_word(word: str) -> bool:
    """Tell whether jieba's dictionary has `word`."""
    return bool(_tokenizer().FREQ.get(word))
