"""Pinyin -> the terms of a channel that sound like it: the key is a reading in full, or by initials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from index.analysis.channels import Channel
from index.analysis.pinyin import sounds
from index.analysis.words import regional_words
from index.postings import Postings, gather
from index.script import FIRST_HAN

READ_CHANNELS: tuple[Channel, ...] = ("words", "bigrams")
"""Channels whose terms are also found by their pinyin."""
READINGS = ("full", "initials")
"""How terms are read; NumbersByKey of a channel and one of these are CHANNEL.full and CHANNEL.initials."""


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


def heard(term: str, key: str) -> str:
    """Give the word that is indexed as `term` and sounds like `key`: 程序 of 进程 for chengxu."""
    names = (term, *regional_words().get(term, ()))
    return next((name for name in names for readings, short in [sounds(name)] if key in (*readings, short)), term)
