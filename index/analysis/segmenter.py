"""Runs of Han to words: the only file that knows jieba."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import jieba

SHORTEST_NAME = 2
"""Code points. At 3 the words of the judged sets lose .06 where they are typed in pinyin, .001 elsewhere."""
LONGEST_RUN = 500
"""Code points: longer runs are split, since the model's work grows with the square of a run of single characters."""


class Word(NamedTuple):
    """A word and where it stands in its run, in code points."""

    text: str
    start: int
    end: int


def segment(run: str) -> list[Word]:
    """Give the words of a run of Han, in jieba's search mode: 便利店 gives 便利 and 便利店.

    Names that the dictionary lacks come after them: what jieba's hidden Markov model makes of the single characters
    left between words. They stand beside those characters, not in their place: that costs .002 on the question sets.
    """
    words: list[Word] = []
    for offset in range(0, len(run), LONGEST_RUN):
        piece = run[offset : offset + LONGEST_RUN]
        found = [Word(*word) for word in _tokenizer().tokenize(piece, mode="search", HMM=False)]
        words += [Word(w.text, offset + w.start, offset + w.end) for w in (*found, *_names(piece, found))]
    return words


def _names(piece: str, words: Sequence[Word]) -> Iterator[Word]:
    """Give the words that the model makes of neighbouring single characters."""
    singles = [word for word in words if len(word.text) == 1]
    for _, group in groupby(enumerate(singles), key=lambda pair: pair[1].start - pair[0]):
        run = [word for _, word in group]
        start, end = run[0].start, run[-1].end
        position = start
        for text in _model()(piece[start:end]) if len(run) > 1 else ():
            if len(text) >= SHORTEST_NAME:
                yield Word(text, position, position + len(text))
            position += len(text)


def load() -> None:
    """Read the dictionary now (about a second), so that the first query need not wait for it."""
    _tokenizer()


@cache
def _model() -> Callable[[str], Iterator[str]]:
    """Give jieba's hidden Markov model: text to words."""
    _tokenizer()
    from jieba import finalseg  # noqa: PLC0415 - as above

    cut: Callable[[str], Iterator[str]] = finalseg.cut
    return cut


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
