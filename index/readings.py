"""Pinyin -> the terms of a channel that sound like it: the key is a reading in full, or by initials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from index.analysis import pinyin
from index.analysis.channels import Channel
from index.analysis.pinyin import readings, sounds
from index.analysis.words import regional_words
from index.numbers_by_key import NumbersByKey
from index.postings import Postings, gather
from index.script import FIRST_HAN

READ_CHANNELS: tuple[Channel, ...] = ("words", "bigrams")
"""Channels whose terms are also found by their pinyin."""
READINGS = ("full", "initials")
"""How terms are read; NumbersByKey of a channel and one of these are CHANNEL.full and CHANNEL.initials."""
_PIECES_KEPT = 8_192
"""0-100,000, pieces of Han whose homophones stay known, some 200 bytes each. When there are more, all are forgotten."""


def gather_readings(terms: Iterable[bytes]) -> dict[str, Postings]:
    """Give the terms, numbered from 0, by their readings and by those of the words they stand for."""
    held: tuple[list[Mapping[str, int]], ...] = ([], [])
    regional = regional_words()
    for term in map(bytes.decode, terms):
        names = (term, *regional.get(term, ())) if term[0] >= FIRST_HAN else ()
        heard_as = [sounds(name) for name in names]
        held[0].append(dict.fromkeys([key for readings, _ in heard_as for key in readings], 1))
        held[1].append(dict.fromkeys([key for _, key in heard_as if key], 1))
    return {name: gather(holdings) for name, holdings in zip(READINGS, held, strict=True)}


def load(_item: object) -> None:
    """Load what readings are gathered with; afterwards it is there in this process."""
    pinyin.load_characters()
    pinyin.load_phrases()


class SoundingAlike(dict[str, tuple[int, ...]]):
    """The numbers of the terms that have a reading of a piece of Han; what was asked stays until there are too many."""

    def __init__(self, full: NumbersByKey) -> None:
        super().__init__()
        self._full = full

    def __missing__(self, piece: str) -> tuple[int, ...]:
        if len(self) >= _PIECES_KEPT:
            self.clear()
        self[piece] = numbers = tuple([number for key in readings(piece) for number in self._full.of(key)])
        return numbers


def heard(term: str, key: str) -> str:
    """Give the word that is indexed as `term` and sounds like `key`: 程序 of 进程 for chengxu."""
    names = (term, *regional_words().get(term, ()))
    return next((name for name in names for readings, short in [sounds(name)] if key in (*readings, short)), term)
