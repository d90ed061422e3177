"""OpenCC's dictionaries -> the Han that may be converted otherwise beside each other than each by itself.

`python -m tests.index.analysis.opencc_phrases > index/analysis/data/converted_together.txt`, when a test says that the
installed OpenCC has other phrases. A run of Han that holds none of these characters and pairs may be converted
character by character, for then

- it holds no phrase of s2t that becomes something else than its characters, so that each of them gets one of its
  spellings: what s2t gives it by itself or in some other phrase, or what it is;
- in whatever spelling, and after one pass, it holds no phrase of tw2sp that becomes something else than its characters;
- all spellings of each of its characters become the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import marisa_trie
import opencc

from index.analysis.segmenter import common_words
from index.analysis.simplified import OVERSHOOT, by_opencc
from index.script import FIRST_HAN, convert

_FOLDER = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
_TO_TRADITIONAL = ("STPhrases", "STPhrases_GeneratedFromRegionalPhrases", "STCharacters")
_TO_MAINLAND = ("TWPhrasesRev", "TWVariantsRevPhrases", "TWVariantsRev", "TSPhrases", "TSCharacters", "TSCharactersExt")
_TRIE = b"We love Marisa."
"""With these bytes the trie of a dictionary begins."""
_HEAD = """\
# Han that OpenCC may convert otherwise beside each other than each by itself: characters, and a pair of each phrase.
# Made of its dictionaries by tests/index/analysis/opencc_phrases.py, and compared with them by a test.
"""

Each = Mapping[str, str]
"""What becomes of characters by themselves."""
Lines = Callable[[str], str]
"""Converts each line of a text."""


def converted_together() -> list[str]:
    """Give characters whose spellings do not all become the same, and a pair of each phrase that is converted whole."""
    characters = sorted({character for key in (*to_traditional(), *to_mainland()) for character in key})
    spellings, phrases = _spellings(characters)
    origins = _origins(spellings)
    written = [[{character} for character in phrase] for phrase in phrases]
    written += [[{character} | origins[character] for character in phrase] for phrase in _whole(to_mainland())]
    unlike = {c for c, spelled in spellings.items() if {_mainland(one) for one in spelled} != {by_opencc(c)}}
    often = _frequency()
    pairs = {pair for places in written for pair in _rarest(places, often) if unlike.isdisjoint(pair)}
    return [*sorted(unlike), *sorted(pairs)]


@cache
def to_traditional() -> list[str]:
    """Give the characters and phrases of Han that s2t knows."""
    return _keys(_TO_TRADITIONAL)


@cache
def to_mainland() -> list[str]:
    """Give those that tw2sp knows."""
    return _keys(_TO_MAINLAND)


def _keys(names: Sequence[str]) -> list[str]:
    return sorted(key for name in names for key in _trie(name).iterkeys() if min(key) >= FIRST_HAN)


def _trie(name: str) -> marisa_trie.Trie:
    data = (_FOLDER / f"{name}.ocd2").read_bytes()
    trie = marisa_trie.Trie()
    trie.frombytes(data[data.index(_TRIE) :])
    return trie


@cache
def _mainland(text: str) -> str:
    """Give lines of spellings as the two passes of tw2sp leave them."""
    return _once(_once(text))


def _once(text: str) -> str:
    """Give them after one pass; the two ways to write 么 count as the same."""
    return convert(text, "tw2sp").replace(*OVERSHOOT)


def _converted(texts: Iterable[str], convert_lines: Lines) -> list[str]:
    return convert_lines("\n".join(texts)).split("\n")


def _spellings(characters: Sequence[str]) -> tuple[Mapping[str, set[str]], list[str]]:
    """Give what s2t may make of each character, and the phrases that become something else than their characters."""
    alone = dict(zip(characters, _converted(characters, by_opencc), strict=True))
    given = dict(zip(characters, _converted(characters, _to_traditional), strict=True))
    spellings = {character: {character, given[character]} for character in characters}
    whole: list[str] = []
    phrases = [key for key in to_traditional() if len(key) > 1]
    both = (_converted(phrases, _to_traditional), _converted(phrases, by_opencc))
    for phrase, traditional, result in zip(phrases, *both, strict=True):
        spelled = list(zip(phrase, traditional, strict=True))
        if result == _each(phrase, alone) and all(_mainland(one) == alone[character] for character, one in spelled):
            for character, one in spelled:
                spellings[character].add(one)
        else:
            whole.append(phrase)
    return spellings, whole


def _to_traditional(text: str) -> str:
    return convert(text, "s2t")


def _each(phrase: str, become: Each) -> str:
    return "".join(become.get(character, character) for character in phrase)


def _origins(spellings: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    """Give the characters of a text that may be some character when tw2sp looks for phrases: in either of its passes,
    before and after it has replaced the characters of Taiwan."""
    origins: dict[str, set[str]] = defaultdict(set)
    for character, spelled in spellings.items():
        for one in spelled:
            for seen in (one, _once(one)):
                origins[seen].add(character)
                origins[convert(seen, "tw2t")].add(character)
    return origins


def _whole(phrases: Sequence[str]) -> list[str]:
    """Give the phrases of which tw2sp, in one pass or two, makes something else than of their characters."""
    characters = sorted({character for phrase in phrases for character in phrase})
    ways: list[tuple[Lines, Each]] = [
        (way, dict(zip(characters, _converted(characters, way), strict=True))) for way in (_once, _mainland)
    ]
    results = zip(*(_converted(phrases, way) for way, _ in ways), strict=True)
    return [
        phrase
        for phrase, each in zip(phrases, results, strict=True)
        if any(result != _each(phrase, alone) for result, (_, alone) in zip(each, ways, strict=True))
    ]


def _rarest(places: Sequence[set[str]], often: Callable[[str], float]) -> set[str]:
    """Give all spellings of the two neighbours in a phrase that the language uses least; of one character none."""
    every = [{a + b for a in first for b in second} for first, second in pairwise(places)]
    return min(every, key=lambda pairs: (sum(map(often, pairs)), sorted(pairs)), default=set())


def _frequency() -> Callable[[str], float]:
    """Give how often two Han stand side by side, in words or by chance."""
    pairs: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for word, often in common_words().items():
        pairs.update({first + second: often for first, second in pairwise(word)})
        characters.update(dict.fromkeys(word, often))
    total = characters.total()
    return lambda pair: pairs[pair] + characters[pair[0]] * characters[pair[1]] / total


if __name__ == "__main__":
    print(_HEAD + "\n".join(converted_together()))  # noqa: T201 - this is what it is for
