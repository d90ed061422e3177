"""Term -> sections and impacts, as memory-mapped arrays.

A channel is its lexicon, the postings of all terms one after the other (`.sections.npy`, `.impacts.npy`, `.cells.npy`),
and where each term's begin (`.starts.npy`, one entry more than terms). An impact is the BM25 score of a posting, before
any weight; its cells say in which parts of the section the term stands.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import CHANNELS, Channel
from index.lexicon import Lexicon, write_lexicon
from index.postings import Cells, Postings
from index.scoring import impacts, rarities

_FILES = ("terms", "ends.npy", "starts.npy", "sections.npy", "impacts.npy", "cells.npy")
FILES = frozenset(f"{channel}.{name}" for channel in CHANNELS for name in _FILES)
"""The files of all channels. They can be made anew from the stored sections: whoever changes what one of them holds
gives it another name, and generations of before are still served, from impacts derived when they are opened."""

_AT_ONCE = 1_000_000
"""100,000-10,000,000, postings whose impacts are computed at a time: about 50 bytes of memory each."""
_TERMS_KEPT = 8_192
"""0-100,000, terms of a channel whose place in the files stays known, about half a kilobyte each: those asked last."""

Sections = NDArray[np.int32]
Impacts = NDArray[np.float64]


class TermPostings(NamedTuple):
    """The sections that hold a term, in order, its impact in each, and its cells."""

    sections: Sections
    impacts: Impacts
    cells: Cells


def write_impacts(directory: Path, channel: Channel, postings: Postings, sections: int) -> None:
    """Write the files of a channel of so many sections."""
    write_lexicon(directory, channel, postings.keys)
    starts = postings.starts
    _save(directory, channel, "starts", starts)
    _save(directory, channel, "sections", postings.holders)
    _save(directory, channel, "impacts", _impacts(postings, np.diff(starts), sections))
    _save(directory, channel, "cells", postings.cells)


def _impacts(postings: Postings, holders: NDArray[np.int64], sections: int) -> Impacts:
    lengths = np.bincount(postings.holders, postings.frequencies, sections).astype(
        np.float64
    )  # numpy's types don't tell
    average, rarity = float(lengths.mean()) if lengths.any() else 1.0, rarities(sections, holders)
    found = np.empty(len(postings.holders))
    for start in range(0, len(found), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        frequencies, own = postings.frequencies[some].astype(np.float64), lengths[postings.holders[some]]
        found[some] = impacts(frequencies, own, average, rarity[postings.numbers[some]])
    return found


def _save(directory: Path, channel: Channel, name: str, values: NDArray[np.generic]) -> None:
    np.save(directory / f"{channel}.{name}.npy", values, allow_pickle=False)


class _Arrays(NamedTuple):
    """What the files of a channel hold."""

    lexicon: Lexicon
    starts: memoryview
    sections: Sections
    impacts: Impacts
    cells: Cells

    def of(self, number: int) -> TermPostings:
        """Give the postings of a term."""
        return self._between(self.starts[number], self.starts[number + 1])

    def _between(self, start: int, end: int) -> TermPostings:
        return TermPostings(self.sections[start:end], self.impacts[start:end], self.cells[start:end])

    def of_term(self, term: str) -> TermPostings:
        """Give the same for a term, or for those that hold all of several terms with spaces between."""
        if " " not in term:
            number = self.lexicon.number(term)
            return self._between(0, 0) if number is None else self.of(number)
        found = sorted(map(self.of_term, term.split(" ")), key=lambda postings: len(postings.sections))
        (sections, impacts, cells), *others = found
        for holders, more, others_cells in others:
            places = holders.searchsorted(sections).clip(max=len(holders) - 1)
            kept = holders[places] == sections if len(sections) else slice(0)
            sections, at = sections[kept], places[kept]
            impacts, cells = impacts[kept] + more[at], cells[kept] | others_cells[at]
        return TermPostings(sections, impacts, cells)


class ChannelImpacts:
    """The lexicon and the postings of one channel. Reads only; any thread may call it."""

    def __init__(self, directory: Path, channel: Channel) -> None:
        self.lexicon = Lexicon(directory, channel)
        starts, *columns = (_load(directory, channel, name) for name in ("starts", "sections", "impacts", "cells"))
        self._arrays = _Arrays(self.lexicon, starts.data, *columns)
        self._of_term = lru_cache(maxsize=_TERMS_KEPT)(self._arrays.of_term)

    def holders(self, number: int) -> int:
        """Give in how many sections a term stands."""
        return self._arrays.starts[number + 1] - self._arrays.starts[number]

    def holders_of(self, term: str) -> int:
        """Give in how many sections a term stands, 0 if it is unknown."""
        return len(self.postings_of(term)[0])

    def postings(self, number: int) -> TermPostings:
        """Give the postings of a term by its number."""
        return self._arrays.of(number)

    def postings_of(self, term: str) -> TermPostings:
        """Give the postings of a term; none if it is unknown.

        Of several terms with spaces between, the sections that hold all of them, the sum of their impacts, and the
        cells where one of them stands.
        """
        return self._of_term(term)


def _load(directory: Path, channel: Channel, name: str) -> NDArray[Any]:  # Any: each file has its own type
    array: NDArray[Any] = np.load(directory / f"{channel}.{name}.npy", mmap_mode="r", allow_pickle=False)
    return array.view(np.ndarray)
