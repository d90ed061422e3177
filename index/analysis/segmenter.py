"""Runs of Han to words: the only file that knows jieba, and rjieba, which cuts the same words faster."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import orjson

from index.analysis.model import Model, words_of

SHORTEST_NAME = 2
"""Code points. At 3 the words of the judged sets lose .06 where they are typed in pinyin, .001 elsewhere."""
LONGEST_RUN = 500
"""Code points: longer runs are split, since what is held while one is cut is many times its size."""
_KEPT = 20_000
"""1,000-1,000,000, short runs of single characters whose names stay known, about half a kilobyte each. The model takes
a fifth of the time of an analysis, and guides and questions repeat themselves."""
_SHORT_RUN = 8
"""Code points. Longer runs are rare, and would let anyone fill the memory."""


_COMMON = re.compile(r"^(\S+) (\d{3,}) ", re.MULTILINE)
"""A line of jieba's dictionary file whose word was counted a hundred times or more."""


class Word(NamedTuple):
    """A word and where it stands in its run, in code points."""

    text: str
    start: int
    end: int


class Dictionary(NamedTuple):
    """jieba's dictionary: cuts runs of Han in its search mode, without its model, and knows its words."""

    cut: Callable[[str], Iterable[tuple[str, int, int]]]
    has: Callable[[str], bool]


def segment(run: str) -> list[Word]:
    """Give the words of a run of Han, in jieba's search mode: 便利店 gives 便利 and 便利店.

    Names that the dictionary lacks come after them: what jieba's hidden Markov model makes of the single characters
    left between words. They stand beside those characters, not in their place: that costs .002 on the question sets.
    """
    words: list[Word] = []
    for offset in range(0, len(run), LONGEST_RUN):
        cut = dictionary().cut(run[offset : offset + LONGEST_RUN])
        found = [Word(text, offset + start, offset + end) for text, start, end in cut]
        words += [*found, *_names(run, found)]
    return words


def _names(run: str, words: Sequence[Word]) -> Iterator[Word]:
    """Give the words that the model makes of neighbouring single characters."""
    singles = [word for word in words if len(word.text) == 1]
    for _, group in groupby(enumerate(singles), key=lambda pair: pair[1].start - pair[0]):
        neighbours = [word for _, word in group]
        position, end = neighbours[0].start, neighbours[-1].end
        for text in _cut_by_model(run[position:end]) if len(neighbours) > 1 else ():
            if len(text) >= SHORTEST_NAME:
                yield Word(text, position, position + len(text))
            position += len(text)


def _cut_by_model(run: str) -> Iterable[str]:
    return _cut_short_run(run) if len(run) <= _SHORT_RUN else words_of(run, markov_model())


@lru_cache(maxsize=_KEPT)
def _cut_short_run(run: str) -> tuple[str, ...]:
    return tuple(words_of(run, markov_model()))


def load() -> None:
    """Read the dictionary and the model now, so that the first query need not wait for them."""
    dictionary()
    markov_model()


def is_dictionary_word(word: str) -> bool:
    """Tell whether jieba's dictionary has `word`."""
    return dictionary().has(word)


@cache
def dictionary() -> Dictionary:
    """Give the dictionary: rjieba's where it is installed, since both cut runs of Han alike."""
    try:
        return rjieba_dictionary()
    except ImportError:
        return jieba_dictionary()


def rjieba_dictionary() -> Dictionary:
    """Give the dictionary inside rjieba (.14 s to load, 34 MB). Raises ImportError where that is not installed."""
    import rjieba  # noqa: PLC0415 - an optional part

    return Dictionary(lambda run: rjieba.tokenize(run, "search", False), rjieba.has_word)


def jieba_dictionary() -> Dictionary:
    """Give jieba's own dictionary (half a second to load, 95 MB), built straight from its file.

    jieba's own start goes through a cache file with a fixed name in the shared temp directory, which anyone on the
    machine could have put there.
    """
    with _without_said_escapes():
        import jieba  # noqa: PLC0415 - not needed beside rjieba
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        tokenizer.FREQ, tokenizer.total = _frequencies(file.read().decode())
    tokenizer.initialized = True
    return Dictionary(
        lambda run: tokenizer.tokenize(run, mode="search", HMM=False), lambda word: bool(tokenizer.FREQ.get(word))
    )


@cache
def common_words() -> Counter[str]:
    """Give the words that stood a hundred times or more in the text jieba's dictionary was made from, with counts.

    Read from its file: importing jieba takes longer, and is not needed beside rjieba.
    """
    lines = (_folder() / "dict.txt").read_text("utf-8")
    return Counter({word: int(often) for word, often in _COMMON.findall(lines)})


def _folder() -> Path:
    """Give the folder of jieba's sources. Raises ImportError where it is not installed."""
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba is not installed; install the package with what it needs", name="jieba")
    return Path(found.origin).parent


def _frequencies(text: str) -> tuple[dict[str, int], int]:
    """Give what jieba's `gen_pfdict` makes of a dictionary file, in half its time.

    That is how often each word occurs, 0 for what is only the beginning of words, and the sum. A line holds a word, a
    number and a part of speech.
    """
    fields = text.split()
    words, numbers = fields[::3], list(map(int, fields[1::3]))
    frequencies = dict(zip(words, numbers, strict=True))
    for word in words:
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return frequencies, sum(numbers)


@cache
def markov_model() -> Model:
    """Give the tables of jieba's hidden Markov model.

    Read from their files: to import them takes 20 times longer where compiled files are not kept (.4 s).
    """
    start, transitions, emissions = (orjson.loads(_table(name)) for name in ("start", "trans", "emit"))
    return Model(start, transitions, emissions)


def _table(name: str) -> str:
    """Give a table of jieba's as JSON: its file is the same in Python but for the quotes."""
    source = (_folder() / "finalseg" / f"prob_{name}.py").read_text("utf-8")
    return source.partition("P=")[2].replace("'", '"')


@contextmanager
def _without_said_escapes() -> Iterator[None]:
    """Leave out the warnings of invalid escapes in jieba's sources, given once, when they are first compiled."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
