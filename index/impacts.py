"""Term -> sections and impacts, as memory-mapped arrays.

A channel is its lexicon, the postings of all terms one after the other (`.sections.npy`, `.impacts.npy`), and where
each term's begin (`.starts.npy`, one entry more than terms). An impact is the BM25 score of a posting, before any
weight.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel
from index.lexicon import Lexicon, write_lexicon
from index.scoring import impacts, rarities

Sections = NDArray[np.int32]
Impacts = NDArray[np.float64]


class ChannelWriter:
    """Gathers the postings of one channel, section by section, and writes its files."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._terms = array("i")
        self._sections = array("i")
        self._frequencies = array("i")
        self._lengths = array("d")

    def add(self, frequencies: Mapping[str, int]) -> None:
        """Add the next section: the weighted frequency of each of its terms."""
        section = len(self._lengths)
        for term, frequency in frequencies.items():
            self._terms.append(self._numbers.setdefault(term, len(self._numbers)))
            self._sections.append(section)
            self._frequencies.append(frequency)
        self._lengths.append(sum(frequencies.values()))

    def write(self, directory: Path, channel: Channel) -> Mapping[str, int]:
        """Write the files of the channel; give the number of each of its terms."""
        numbers = write_lexicon(directory, channel, self._numbers)
        final = np.array([numbers[term] for term in self._numbers], np.int64)
        terms = final[np.array(self._terms, np.int64)]
        order = np.lexsort((np.array(self._sections, np.int32), terms))
        holders = np.bincount(terms, minlength=len(numbers))
        _save(directory, channel, "starts", np.concatenate([[0], np.cumsum(holders)]))
        _save(directory, channel, "sections", np.array(self._sections, np.int32)[order])
        _save(directory, channel, "impacts", self._impacts(terms, holders)[order])
        return numbers

    def _impacts(self, terms: NDArray[np.int64], holders: NDArray[np.int64]) -> Impacts:
        lengths = np.array(self._lengths)
        average = float(lengths.mean()) if lengths.any() else 1.0
        spread = lengths[np.array(self._sections, np.int64)]
        return impacts(np.array(self._frequencies, float), spread, average, rarities(len(lengths), holders)[terms])


def _save(directory: Path, channel: Channel, name: str, values: NDArray[np.generic]) -> None:
    np.save(directory / f"{channel}.{name}.npy", values, allow_pickle=False)


class ChannelImpacts:
    """The lexicon and the postings of one channel. Reads only; any thread may call it."""

    def __init__(self, directory: Path, channel: Channel) -> None:
        self.lexicon = Lexicon(directory, channel)
        self._starts = _load(directory, channel, "starts").data
        self._sections: Sections = _load(directory, channel, "sections")
        self._impacts: Impacts = _load(directory, channel, "impacts")

    def holders(self, number: int) -> int:
        """Give in how many sections a term stands."""
        return self._starts[number + 1] - self._starts[number]

    def holders_of(self, term: str) -> int:
        """Give in how many sections a term stands, 0 if it is unknown."""
        number = self.lexicon.number(term)
        return 0 if number is None else self.holders(number)

    def postings(self, number: int) -> tuple[Sections, Impacts]:
        """Give the sections that hold a term, in order, and its impact in each."""
        start, end = self._starts[number], self._starts[number + 1]
        return self._sections[start:end], self._impacts[start:end]


def _load(directory: Path, channel: Channel, name: str) -> NDArray[Any]:  # Any: each file has its own type
    array: NDArray[Any] = np.load(directory / f"{channel}.{name}.npy", mmap_mode="r", allow_pickle=False)
    return array.view(np.ndarray)
