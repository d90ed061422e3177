"""What cuts runs of Han into words: the only file that knows jieba, and rjieba, which cuts the same words faster.

Where it is compiled, jieba's dictionary cuts the same words faster still.
"""

from __future__ import annotations

import mmap
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import orjson

from index.analysis.model import Model
from index.analysis.tokens import Cutter, Dictionary

try:
    from index.compiled_model import MarkovModel
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.analysis.model import MarkovModel

_COMMON = re.compile(rb" (\d{3,}) ")
"""What follows a word in jieba's dictionary file if it was counted a hundred times or more."""


def load() -> None:
    """Read the dictionary and the model now, so that the first query need not wait for them."""
    cutter()


def is_dictionary_word(word: str) -> bool:
    """Tell whether jieba's dictionary has `word`."""
    return cutter().dictionary.has(word)


@cache
def cutter() -> Cutter:
    """Give what cuts runs of Han, as it is to be had here: all dictionaries cut them alike."""
    return Cutter(_dictionary(), MarkovModel(markov_model()))


def _dictionary() -> Dictionary:
    """Give a compiled table (.02 s to load, 8 MB) where there is one, else what rjieba has, else what jieba makes."""
    try:
        from index.compiled_dictionary import Dictionary as Table  # noqa: PLC0415 - an optional part
    except ModuleNotFoundError:  # one that is there and can't be used shall say so
        return Rjieba() if find_spec("rjieba") else Jieba(dictionary_code().decode())
    with _dictionary_file().open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as code:
        return Table(code)


class Rjieba:
    """The dictionary inside rjieba (.14 s to load, 34 MB). Raises ImportError where that is not installed."""

    def __init__(self) -> None:
        import rjieba  # noqa: PLC0415 - an optional part

        self._cut, self.has = rjieba.cut, rjieba.has_word

    def cut(self, run: str) -> list[str]:
        """Give the words of a run of Han."""
        return self._cut(run, False)


class Jieba:
    """A dictionary of jieba's, given as text, as jieba has it (half a second to load, 95 MB).

    jieba's own start goes through a cache file with a fixed name in the shared temp directory, which anyone on the
    machine could have put there.
    """

    def __init__(self, text: str) -> None:
        with _without_said_escapes():
            import jieba  # noqa: PLC0415 - not needed where the others are
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ, self._tokenizer.total = _frequencies(text)
        self._tokenizer.initialized = True

    def cut(self, run: str) -> list[str]:
        """Give the words of a run of Han."""
        words: list[str] = self._tokenizer.lcut(run, HMM=False)
        return words

    def has(self, word: str) -> bool:
        """Tell whether the dictionary has a word."""
        return bool(self._tokenizer.FREQ.get(word))


@cache
def common_words() -> Mapping[str, int]:
    """Give the words that stood a hundred times or more in the text jieba's dictionary was made from, with counts.

    Read from its file: importing jieba takes longer, and is not needed beside the other dictionaries.
    """
    parts = _COMMON.split(dictionary_code())
    before, counts = parts[:-1:2], parts[1::2]
    words = (lines[lines.rfind(b"\n") + 1 :].decode() for lines in before)
    return dict(zip(words, map(int, counts), strict=True))


def dictionary_code() -> bytes:
    """Give jieba's dictionary in UTF-8: lines of a word, how often it occurs, and a part of speech."""
    return _dictionary_file().read_bytes()


def _dictionary_file() -> Path:
    return _folder() / "dict.txt"


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


def markov_model() -> Model:
    """Give the tables of jieba's hidden Markov model.

    Read from their files: to import them takes 20 times longer where compiled files are not kept (.4 s).
    """
    return Model(*(orjson.loads(_table(name)) for name in ("start", "trans", "emit")))


def _table(name: str) -> bytes:
    """Give a table of jieba's as JSON: its file is the same in Python but for the quotes."""
    source = (_folder() / "finalseg" / f"prob_{name}.py").read_bytes()
    return source.partition(b"P=")[2].replace(b"'", b'"')


@contextmanager
def _without_said_escapes() -> Iterator[None]:
    """Leave out the warnings of invalid escapes in jieba's sources, given once, when they are first compiled."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
