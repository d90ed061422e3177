"""Term -> sections and impacts, as memory-mapped arrays.

A channel is its lexicon, the postings of all terms one after the other (`.sections.npy`, `.impacts.npy`, `.cells.npy`),
and where each term's begin (`.starts.npy`, one entry more than terms). An impact is the BM25 score of a posting, before
any weight; its cells say in which parts of the section the term stands. Terms that many sections hold (`.common.npy`,
their numbers) have ceilings besides: one term after the other, a level for each section (`.levels.npy`), and a rank for
each 32 of them (`.ranks.npy`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import sub
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import CHANNELS, Channel
from index.arrays import load, write_pieces
from index.evidence import Ceilings, Columns, Impacts
from index.lexicon import Lexicon, read_lexicon, write_lexicon
from index.loops import TermPostings
from index.postings import Frequencies, Postings, stretches
from index.scoring import dampings, idf, rarities
from index.weighing import lengths_of, levels, ranks, weighed

_FILES = (
    "terms", "ends.npy", "starts.npy", "sections.npy", "impacts.npy", "cells.npy", "common.npy", "levels.npy",
    "ranks.npy",
)  # fmt: skip
WEIGHED: Mapping[Channel, tuple[str, ...]] = MappingProxyType(
    {
        channel: tuple(f"{channel}.{name}.npy" for name in ("impacts", "common", "levels", "ranks"))
        for channel in CHANNELS
    }
)
"""The files that `write_impacts` writes: each build makes them anew, from what the others hold."""
FILES = frozenset(f"{channel}.{name}" for channel in CHANNELS for name in _FILES)
"""The files of all channels. They can be made anew from the stored sections: whoever changes what one of them holds
gives it another name, and generations of before are still served, from impacts derived when they are opened."""

COMMON = 8
"""2-64: a term that one of so many sections holds, or more, has ceilings: a byte for each section, of which a processor
adds many at once. Higher: faster for more terms, more memory."""
_AT_ONCE = 30_000
"""1,000-1,000,000, postings, about, whose impacts are computed at a time. More: they leave the processor's caches."""
_TERMS_KEPT = 8_192
"""0-100,000, terms of a channel whose place in the files stays known, 250 bytes each. When there are more, all are
forgotten: which of them are asked again is soon known again."""


def write_postings(directory: Path, channel: Channel, postings: Postings) -> None:
    """Write all files of a channel but those of impacts."""
    write_lexicon(directory, channel, postings.keys)
    _save(directory, channel, "starts", postings.starts)
    _save(directory, channel, "sections", postings.holders)
    _save(directory, channel, "cells", postings.cells)


def write_impacts(directory: Path, channel: Channel, postings: Postings, sections: int) -> None:
    """Write the impacts of a channel of so many sections."""
    damping = dampings(lengths_of(postings, sections))
    with (directory / f"{channel}.impacts.npy").open("wb") as file:
        write_pieces(file, np.float64, len(postings.holders), _impacts(postings, damping))
    common = np.flatnonzero(np.diff(postings.starts) * COMMON >= sections)
    _save(directory, channel, "common", common)
    with (directory / f"{channel}.levels.npy").open("wb") as file:
        write_pieces(file, np.uint8, len(common) * sections, _levels(postings, damping, common))
    each = [ranks(postings.of(number, number + 1), sections) for number in common.tolist()]
    _save(directory, channel, "ranks", np.array(each, np.uint64).ravel())


def read_postings(directory: Path, channel: Channel, frequencies: Frequencies) -> Postings:
    """Give the postings that `write_postings` was given, of which the files have no frequencies."""
    starts, holders, cells = (_load(directory, channel, name) for name in ("starts", "sections", "cells"))
    return Postings(read_lexicon(directory, channel), starts, holders, frequencies, cells)


def _impacts(postings: Postings, damping: NDArray[np.float64]) -> Iterator[Impacts]:
    """Give the impacts of all postings, some at a time, by how much each section damps them."""
    rarity = rarities(len(damping), np.diff(postings.starts))
    for first, end in stretches(postings.starts, _AT_ONCE):
        yield weighed(postings.of(first, end), damping, rarity[first:end])


def _levels(postings: Postings, damping: NDArray[np.float64], common: NDArray[np.int64]) -> Iterator[NDArray[np.uint8]]:
    """Give the levels of each of the common terms in all sections."""
    return (levels(postings.of(number, number + 1), damping) for number in common.tolist())


def _save(directory: Path, channel: Channel, name: str, values: NDArray[np.generic]) -> None:
    np.save(directory / f"{channel}.{name}.npy", values, allow_pickle=False)


class _Kept(dict[str, TermPostings]):
    """The postings of every term, none for an unknown one; what was looked up stays until there are too many."""

    def __init__(self, of_term: Callable[[str], TermPostings]) -> None:
        super().__init__()
        self._of_term = of_term

    def __missing__(self, term: str) -> TermPostings:
        if len(self) >= _TERMS_KEPT:
            self.clear()
        self[term] = postings = self._of_term(term)
        return postings


class _Arrays(NamedTuple):
    """What the files of a channel hold."""

    lexicon: Lexicon
    starts: memoryview
    columns: Columns
    common: Mapping[int, int]
    levels: NDArray[np.uint8]
    ranks: NDArray[np.uint64]
    nothing: TermPostings
    """Those of each unknown term."""

    def of(self, number: int) -> TermPostings:
        """Give the postings of a term."""
        start, end = self.starts[number], self.starts[number + 1]
        return TermPostings(self.columns, start, end, self._ceilings(number, end - start))

    def _ceilings(self, number: int, holders: int) -> Ceilings | None:
        row = self.common.get(number)
        if row is None:
            return None
        sections, blocks = len(self.levels) // len(self.common), len(self.ranks) // len(self.common)
        levels, ranks = self.levels[row * sections :][:sections], self.ranks[row * blocks :][:blocks]
        return Ceilings(idf(sections, holders), levels, ranks)

    def of_term(self, term: str) -> TermPostings:
        """Give the postings of a term; none if it is unknown.

        Of several terms with spaces between, the sections that hold all of them, the sum of their impacts, and the
        cells where one of them stands.
        """
        if " " not in term:
            number = self.lexicon.number(term)
            return self.nothing if number is None else self.of(number)
        first, *others = sorted(map(self.of_term, term.split(" ")), key=lambda postings: postings.holders)
        sections, impacts, cells = first.sections, first.impacts, first.cells
        for other in others:
            holders = other.sections
            places = np.minimum(holders.searchsorted(sections), len(holders) - 1)
            kept = holders[places] == sections if len(sections) else slice(0)
            sections, at = sections[kept], places[kept]
            impacts, cells = impacts[kept] + other.impacts[at], cells[kept] | other.cells[at]
        return TermPostings(Columns(sections, impacts, cells), 0, len(sections))


class ChannelImpacts:
    """The lexicon and the postings of one channel. Reads only; any thread may call it.

    `kept` has the postings of a term, or of several terms with spaces between: those of the sections that hold all.
    """

    def __init__(self, directory: Path, channel: Channel) -> None:
        self.lexicon = Lexicon(directory, channel)
        starts, *columns = (_load(directory, channel, name) for name in ("starts", "sections", "impacts", "cells"))
        common, levels, ranks = (_load(directory, channel, name) for name in ("common", "levels", "ranks"))
        rows = {number: row for row, number in enumerate(common.tolist())}
        every = Columns(*columns)
        self._arrays = _Arrays(self.lexicon, starts.data, every, rows, levels, ranks, TermPostings(every, 0, 0))
        self.kept = _Kept(self._arrays.of_term)

    def holders(self, number: int) -> int:
        """Give in how many sections a term stands."""
        return self._arrays.starts[number + 1] - self._arrays.starts[number]

    def holders_each(self, numbers: Sequence[int]) -> list[int]:
        """Give in how many sections each of some terms stands."""
        starts = self._arrays.starts
        if isinstance(numbers, range) and numbers.step == 1:
            edges = starts[numbers.start : numbers.stop + 1].tolist()
            return list(map(sub, edges[1:], edges))
        return [starts[number + 1] - starts[number] for number in numbers]

    def holders_of(self, term: str) -> int:
        """Give in how many sections a term stands, 0 if it is unknown."""
        return self.kept[term].holders

    def postings(self, number: int) -> TermPostings:
        """Give the postings of a term by its number."""
        return self._arrays.of(number)


def _load(directory: Path, channel: Channel, name: str) -> NDArray[Any]:  # Any: each file has its own type
    return load(directory / f"{channel}.{name}.npy")
