"""How Han words sound: toneless pinyin, in full and by initials. The only file that knows pypinyin.

pypinyin's lists are read from their files: to import it takes eight times as long and six times the memory. Processes
that are forked share them, but for the pages that they write into, as whoever looks at an object of Python does: so
phrases are searched as bytes, and what is known of them and of characters is read in the bytes of their files.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from index.term_search import SortedTerms

LONGEST_READ = 8
"""Code points of the longest word that is read: longer ones are sentences."""
_READINGS_EACH = 2
_READINGS_WHOLE = 4
_SHORTEST_CUT = 3
"""Code points of the shortest word that pypinyin may cut into phrases: those of its list have two at least."""


_AFTER_PHRASE = b'":'
"""What stands behind each phrase in pypinyin's file, before its syllables."""
_DIGITS = 7
"""Of the largest code point."""
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))


def load() -> None:
    """Read pypinyin's lists now (.03 s, 9 MB)."""
    load_characters()
    load_phrases()


def load_characters() -> None:
    """Read the list of characters: titles need no other."""
    _characters()


def load_phrases() -> None:
    """Read the list of phrases, which takes longer."""
    _phrases()


@lru_cache(maxsize=30_000)
def syllables(character: str) -> tuple[str, ...]:
    """Give the toneless readings of one Han character, the commonest first; none if it is no Han."""
    found = _characters().of(character)
    return tuple(dict.fromkeys(map(_toneless, found.split(","))))[:_READINGS_EACH] if found else ()


def readings(word: str) -> tuple[str, ...]:
    """Give the readings of a word of Han in full, such as xufei; the most likely first, none if it is no Han.

    A phrase of pypinyin's list has one. Other words may have several: all of their characters' rarer readings would
    make more noise than they find.
    """
    return sounds(word)[0]


def initials(word: str) -> str:
    """Give the first letters of a word's syllables, such as xf; empty if it is no Han or a single character."""
    return sounds(word)[1]


def sounds(word: str) -> tuple[tuple[str, ...], str]:
    """Give `readings` and `initials` at once: they are made of the same syllables."""
    each = [syllables(character) for character in word[: LONGEST_READ + 1]]
    if not word or len(word) > LONGEST_READ or not all(each):
        return (), ""
    known = _phrases().of(word)
    likely = known or (_likely(word) if len(word) >= _SHORTEST_CUT else [some[0] for some in each])
    first_letters = "".join([syllable[0] for syllable in likely]) if len(word) > 1 else ""
    others = () if known else ("".join(parts) for parts in islice(product(*each), _READINGS_WHOLE))
    return tuple(dict.fromkeys(["".join(likely), *others])), first_letters


def _likely(word: str) -> list[str]:
    """Give the syllables of a word of Han as `pypinyin.lazy_pinyin` does, in a tenth of its time."""
    spoken = ((len(piece) > 1 and _phrases().of(piece)) or (syllables(piece)[0],) for piece in _cut(word))
    return [syllable for piece in spoken for syllable in piece]


def _cut(word: str) -> Iterator[str]:
    """Give the longest phrases that a word is made of, from its beginning on, and the characters between them.

    As pypinyin does, an end that only begins a phrase is cut into characters, whatever phrases are in it.
    """
    while word:
        size, is_beginning = _phrases().longest(word)
        if size == 1 and is_beginning:
            yield from word
            return
        yield word[:size]
        word = word[size:]


class _Phrases(NamedTuple):
    """pypinyin's file of all phrases, these in their order, and where in it the JSON of each one's syllables begins."""

    code: bytes
    phrases: SortedTerms
    places: memoryview

    def of(self, phrase: str) -> list[str] | None:
        """Give the toneless syllables of a phrase, None if it is not in the list."""
        number = self.phrases.number(phrase)
        if number is None:
            return None
        place = self.places[number]
        following = self.code.find(_AFTER_PHRASE, place)  # -1 behind the last phrase: only the file's end comes there
        found = orjson.loads(self.code[place : self.code.rindex(b"]", place, following) + 1])
        return [_toneless(sounds[0]) for sounds in found]

    def longest(self, text: str) -> tuple[int, bool]:
        """Give the size of the longest phrase that a text begins with, else 1; and whether some phrase begins with it.

        With whatever phrase a text begins, the one before the text's place begins with it too.
        """
        place = self.phrases.first_from(text.encode())
        following = self.phrases.term(place) if place < len(self.phrases) else ""
        if following == text:
            return len(text), True
        before = self.phrases.term(place - 1) if place else ""
        sizes = (size for size in range(len(text) - 1, 1, -1) if before.startswith(text[:size]))
        size = next((size for size in sizes if self.phrases.number(text[:size]) is not None), 1)
        return size, following.startswith(text)


@cache
def _phrases() -> _Phrases:
    """Find where the syllables of each phrase are: to read them all takes four times as long."""
    code = _file("phrases_dict.json")
    before = code.split(_AFTER_PHRASE)
    phrases = [text.rpartition(b'"')[2] for text in before[:-1]]
    places = np.cumsum(_sizes(before[:-1]) + len(_AFTER_PHRASE), dtype=np.int32)
    if phrases != sorted(phrases):
        order = sorted(range(len(phrases)), key=phrases.__getitem__)
        phrases, places = [phrases[number] for number in order], places[order]
    return _Phrases(code, SortedTerms(b"".join(phrases), np.cumsum(_sizes(phrases))), places.data)


def _sizes(texts: Sequence[bytes]) -> NDArray[np.int64]:
    return np.fromiter(map(len, texts), np.int64, len(texts))


class _Characters(NamedTuple):
    """pypinyin's file of all characters, and by a character's number where in it the JSON of its syllables begins.

    That is 0 for what is no Han.
    """

    code: bytes
    places: memoryview

    def of(self, character: str) -> str:
        """Give the syllables of a character, a comma between two; nothing if it is no Han."""
        number = ord(character)
        place = self.places[number] if number < len(self.places) else 0
        syllables: str = orjson.loads(self.code[place : self.code.index(b'"', place + 1) + 1]) if place else ""
        return syllables


@cache
def _characters() -> _Characters:
    """Find where the syllables of each character are: to read them all takes three times as long."""
    code = _file("pinyin_dict.json")
    octets = np.frombuffer(code, np.uint8)
    begin, end, syllables, _ = np.flatnonzero(octets == ord('"')).reshape(-1, 4).T  # of a number and of syllables
    numbers = np.zeros(len(begin), np.int64)
    for digit in range(1, _DIGITS + 1):
        numbers = np.where(begin + digit < end, numbers * 10 + octets[begin + digit] - ord("0"), numbers)
    places = np.zeros(numbers.max() + 1, np.int32)
    places[numbers] = syllables
    return _Characters(code, places.data)


def _file(name: str) -> bytes:
    """Give a file of pypinyin's. Raises ImportError where it is not installed."""
    found = find_spec("pypinyin")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pypinyin is not installed; install the package with what it needs", name="pypinyin")
    return (Path(found.origin).parent / name).read_bytes()


@lru_cache(maxsize=10_000)
def _toneless(syllable: str) -> str:
    """Give a syllable such as xù as it is typed: xu."""
    plain = unicodedata.normalize("NFD", syllable).translate(_TONES)
    return unicodedata.normalize("NFC", plain).replace("ü", "v")
