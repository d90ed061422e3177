"""What cuts runs of Han into words: the only file that knows jieba, and rjieba, which cuts the same words faster."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import orjson

from index.analysis.model import Model, model_of, words_by_model
from index.analysis.tokens import Cutter

_KEPT = 20_000
"""1,000-1,000,000, short runs of single characters whose names stay known, about half a kilobyte each. The model takes
a fifth of the time of an analysis, and guides and questions repeat themselves."""
_SHORT_RUN = 8
"""Code points. Longer runs are rare, and would let anyone fill the memory."""


_COMMON = re.compile(rb" (\d{3,}) ")
"""What follows a word in jieba's dictionary file if it was counted a hundred times or more."""


def _cut_by_model(run: str) -> Sequence[str]:
    return _cut_short_run(run) if len(run) <= _SHORT_RUN else tuple(words_by_model(run, markov_model()))


@lru_cache(maxsize=_KEPT)
def _cut_short_run(run: str) -> tuple[str, ...]:
    return tuple(words_by_model(run, markov_model()))


def load() -> None:
    """Read the dictionary and the model now, so that the first query need not wait for them."""
    cutter()
    markov_model()


def is_dictionary_word(word: str) -> bool:
    """Tell whether jieba's dictionary has `word`."""
    return cutter().has(word)


@cache
def cutter() -> Cutter:
    """Give what cuts runs of Han: rjieba's dictionary where it is installed, since jieba's own cuts them alike."""
    try:
        return rjieba_cutter()
    except ImportError:
        return jieba_cutter()


def rjieba_cutter() -> Cutter:
    """Cut by the dictionary inside rjieba (.14 s to load, 34 MB). Raises ImportError where that is not installed."""
    import rjieba  # noqa: PLC0415 - an optional part

    return Cutter(lambda run: rjieba.cut(run, False), rjieba.has_word, _cut_by_model)


def jieba_cutter() -> Cutter:
    """Cut by jieba's own dictionary (half a second to load, 95 MB), built straight from its file.

    jieba's own start goes through a cache file with a fixed name in the shared temp directory, which anyone on the
    machine could have put there.
    """
    with _without_said_escapes():
        import jieba  # noqa: PLC0415 - not needed beside rjieba
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        tokenizer.FREQ, tokenizer.total = _frequencies(file.read().decode())
    tokenizer.initialized = True
    return Cutter(
        lambda run: tokenizer.lcut(run, HMM=False), lambda word: bool(tokenizer.FREQ.get(word)), _cut_by_model
    )


@cache
def common_words() -> Mapping[str, int]:
    """Give the words that stood a hundred times or more in the text jieba's dictionary was made from, with counts.

    Read from its file: importing jieba takes longer, and is not needed beside rjieba.
    """
    parts = _COMMON.split((_folder() / "dict.txt").read_bytes())
    before, counts = parts[:-1:2], parts[1::2]
    words = (lines[lines.rfind(b"\n") + 1 :].decode() for lines in before)
    return dict(zip(words, map(int, counts), strict=True))


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
    return model_of(start, transitions, emissions)


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
