"""Term -> sections and impacts, as memory-mapped arrays.

A channel has two files. `CHANNEL.postings` has the arrays of its lexicon, where each term's postings begin, one place
more than terms, and of all postings, one term after the other, sections, frequencies, and cells, which say in which
parts of the section the term stands. `CHANNEL.impacts` has what impacts follow from. An impact is the BM25 score of a
posting, before any weight: the term's rarity, the frequency, and by how much the section damps it, one number for each
section, give it. What part of the rarity it is, in two bytes, rounded up, is the grade, by which most postings are
passed over. Terms that many sections hold, of which there are the numbers, have ceilings besides: one term after the
other, a grade of one byte for each section, the level, and a rank for each 32 of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import sub
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import CHANNELS, Channel
from index.array_weighing import GRADES
from index.arrays import narrow, read_arrays, write_arrays
from index.digests import Written
from index.evidence import Ceilings, Columns, Impacts, Sections
from index.lexicon import Lexicon, Listed, keys_of, listed
from index.loops import TermPostings
from index.postings import Cells, Postings
from index.scoring import dampings, idf
from index.weighing import ceilings_of, graded, lengths_of

_POSTINGS = "postings"
_IMPACTS = "impacts"
WEIGHED = frozenset(f"{channel}.{_IMPACTS}" for channel in CHANNELS)
"""The files that `write_impacts` writes: each build makes them anew, from what the others hold."""
FILES = WEIGHED.union(f"{channel}.{_POSTINGS}" for channel in CHANNELS)
"""The files of all channels. They can be made anew from the stored sections: whoever changes what one of them holds
gives it another name, and generations of before are still served, from impacts derived when they are opened."""
COMMON = 8
"""2-64: a term that one of so many sections holds, or more, has ceilings: a byte for each section, of which a processor
adds many at once. Higher: faster for more terms, more memory."""
_TERMS_KEPT = 8_192
"""0-100,000, terms of a channel whose place in the files stays known, 350 bytes each. When there are more, all are
forgotten: which of them are asked again is soon known again."""


def write_postings(directory: Path, channel: Channel, postings: Postings) -> Written:
    """Write the postings of a channel. Raises OSError."""
    columns = postings.holders, postings.frequencies, postings.cells
    file = directory / f"{channel}.{_POSTINGS}"
    return write_arrays(file, (*listed(postings.keys), narrow(postings.starts), *columns))


def write_impacts(directory: Path, channel: Channel, postings: Postings, sections: int) -> Written:
    """Write what impacts of a channel of so many sections follow from, besides postings. Raises OSError."""
    damping = dampings(lengths_of(postings, sections))
    grades = graded(postings, damping)
    common = np.flatnonzero(np.diff(postings.starts) * COMMON >= sections)
    file = directory / f"{channel}.{_IMPACTS}"
    return write_arrays(file, (damping, grades, common, *ceilings_of(postings, grades, common, sections)))


def read_postings(directory: Path, channel: Channel) -> Postings:
    """Give the postings that `write_postings` was given."""
    octets, ends, starts, *columns = read_arrays(directory / f"{channel}.{_POSTINGS}")
    return Postings(keys_of(Listed(octets, ends)), starts.astype(np.int64, copy=False), *columns)


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
    dampings: NDArray[np.float64]
    common: Mapping[int, int]
    levels: NDArray[np.uint8]
    ranks: NDArray[np.uint64]
    nothing: TermPostings
    """Those of each unknown term."""

    def of(self, number: int) -> TermPostings:
        """Give the postings of a term."""
        start, end = self.starts[number], self.starts[number + 1]
        rarity = idf(len(self.dampings), end - start)
        return TermPostings(self.columns, start, end, rarity, self.dampings, self._ceilings(number))

    def _ceilings(self, number: int) -> Ceilings | None:
        row = self.common.get(number)
        if row is None:
            return None
        sections, blocks = len(self.levels) // len(self.common), len(self.ranks) // len(self.common)
        levels, ranks = self.levels[row * sections :][:sections], self.ranks[row * blocks :][:blocks]
        return Ceilings(levels, ranks)

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
        return _summed(sections, impacts, cells)


def _summed(sections: Sections, impacts: Impacts, cells: Cells) -> TermPostings:
    """Give the postings of several terms together."""
    highest = float(impacts.max(initial=0.0))
    grades = np.ceil(impacts / (highest or 1.0) * GRADES).astype(np.uint16)
    return TermPostings(Columns(sections, impacts, grades, cells), 0, len(sections), highest)


class ChannelImpacts:
    """The lexicon and the postings of one channel. Reads only; any thread may call it.

    `kept` has the postings of a term, or of several terms with spaces between: those of the sections that hold all.
    """

    def __init__(self, directory: Path, channel: Channel) -> None:
        octets, ends, starts, sections, frequencies, cells = read_arrays(directory / f"{channel}.{_POSTINGS}")
        damping, grades, common, levels, ranks = read_arrays(directory / f"{channel}.{_IMPACTS}")
        self.lexicon = Lexicon(Listed(octets, ends))
        rows = {number: row for row, number in enumerate(common.tolist())}
        columns = Columns(sections, frequencies, grades, cells)
        nothing = TermPostings(columns, 0, 0, 0.0, damping)
        self._arrays = _Arrays(self.lexicon, starts.data, columns, damping, rows, levels, ranks, nothing)
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
