"""Pinyin -> the terms of a channel that sound like it: the key is a reading in full, or by initials.

A lexicon of keys, the numbers of the terms of all keys one after the other (`.numbers.npy`), and where each key's
begin (`.starts.npy`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.analysis.pinyin import initials, readings
from index.lexicon import Lexicon, write_lexicon

Kind = Literal["full", "initials"]


class Readings:
    """Keys of pinyin and the terms that sound like them. Reads only; any thread may call it."""

    def __init__(self, directory: Path, channel: str, kind: Kind) -> None:
        name = f"{channel}.{kind}"
        self.keys = Lexicon(directory, name)
        self._starts: NDArray[np.int64] = np.load(directory / f"{name}.starts.npy", allow_pickle=False)
        self._numbers: NDArray[np.int64] = np.load(directory / f"{name}.numbers.npy", allow_pickle=False)

    def terms(self, key: str) -> tuple[int, ...]:
        """Give the numbers of the terms that sound like `key`, in their order."""
        number = self.keys.number(key)
        return () if number is None else self._of(number)

    def unfinished(self, key: str, most: int) -> tuple[int, ...]:
        """Give the numbers of the terms whose reading starts with `key`, of the first `most` such readings."""
        return tuple(term for number in self.keys.starting_with(key)[:most] for term in self._of(number))

    def _of(self, number: int) -> tuple[int, ...]:
        return tuple(self._numbers[self._starts[number] : self._starts[number + 1]].tolist())


def write_readings(directory: Path, channel: str, numbers: Mapping[str, int]) -> None:
    """Write the readings of a channel's terms, in full and by initials."""
    full: dict[str, list[int]] = defaultdict(list)
    short: dict[str, list[int]] = defaultdict(list)
    for term, number in numbers.items():
        if term[0] < "\u3400":
            continue
        for key in readings(term):
            full[key].append(number)
        if key := initials(term):
            short[key].append(number)
    _write(directory, f"{channel}.full", full)
    _write(directory, f"{channel}.initials", short)


def _write(directory: Path, name: str, terms: Mapping[str, Iterable[int]]) -> None:
    keys = write_lexicon(directory, name, terms)
    ordered = [sorted(terms[key]) for key in keys]
    starts = np.cumsum([0, *map(len, ordered)], dtype=np.int64)
    np.save(directory / f"{name}.starts.npy", starts, allow_pickle=False)
    np.save(
        directory / f"{name}.numbers.npy", np.array([n for ns in ordered for n in ns], np.int64), allow_pickle=False
    )
