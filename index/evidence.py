"""What the postings say about a query: of each group the alternatives that some section holds.

`compiled_group_postings` gives the same, kept so that the compiled loops read no Python values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel
from index.parsed_query import Alternative, Group
from index.postings import Cells, Frequencies
from index.scoring import idf, impacts

Sections = NDArray[np.int32]
"""Numbers of sections as postings have them."""
Impacts = NDArray[np.float64]
Places = NDArray[np.intp]
"""Numbers of sections, or places in an array."""
Scores = NDArray[np.float64]
"""One number for each section, or for each of certain ones."""
Shares = NDArray[np.float64]
"""Parts of a whole, 0 to 1 each."""
Flags = NDArray[np.bool_]
"""Yes or no for each section."""


class Columns(NamedTuple):
    """Postings one after the other, of one term after the other: the section, the frequency there, the grade, cells.

    Those of several terms together have impacts in the place of frequencies.
    """

    sections: Sections
    frequencies: Frequencies | Impacts
    grades: NDArray[np.uint16]
    cells: Cells


class Ceilings(NamedTuple):
    """What a common term gives each section at most: the grade of its posting there in 255ths, 0 if it has none.

    `ranks` tell where a section stands among the postings, as `array_weighing` has them.
    """

    levels: NDArray[np.uint8]
    ranks: NDArray[np.uint64]


class TermPostings(NamedTuple):
    """The postings of one term, by where they start and end in columns: making arrays of them takes far longer.

    No impact is above `highest`: a grade is what part of that it is, in 65,535ths, rounded up. Of a single term it is
    the rarity; impacts follow from it, from frequencies, and from how much each section damps them. Without `dampings`
    columns have impacts. A common term has ceilings, by which the compiled loops see which sections are worth a look.
    """

    columns: Columns
    start: int
    end: int
    highest: float
    dampings: NDArray[np.float64] | None = None
    ceilings: Ceilings | None = None

    @property
    def holders(self) -> int:
        """Give how many sections hold the term."""
        return self.end - self.start

    @property
    def sections(self) -> Sections:
        """Give the sections that hold the term, in order."""
        return self.columns.sections[self.start : self.end]

    @property
    def impacts(self) -> Impacts:
        """Give the impact of the term in each section that holds it."""
        return impacts_of(self)

    @property
    def cells(self) -> Cells:
        """Give the cells of the term in each section that holds it."""
        return self.columns.cells[self.start : self.end]


def impacts_of(postings: TermPostings) -> Impacts:
    """Give the impact of a term in each section that holds it."""
    frequencies = postings.columns.frequencies[postings.start : postings.end].astype(np.float64)
    dampings = postings.dampings
    return frequencies if dampings is None else impacts(frequencies, dampings[postings.sections], postings.highest)


Part = tuple[Alternative, TermPostings, float]
"""What one alternative of a group gives: postings, whose impacts count with a weight."""
Known = list[tuple[Group, list[Part]]]
"""Groups that some section holds, each with its parts."""


class Evidence(NamedTuple):
    """The groups that some of so many sections hold, with their parts, and the others."""

    known: Known
    unknown: list[Group]
    sections: int


class Besides(NamedTuple):
    """What scores depend on besides postings: sections that hold the text literally, those allowed, frequent ones."""

    pieces: Sections | None = None
    allowed: Flags | None = None
    frequent: Flags | None = None


NOTHING = Besides()


class Best(NamedTuple):
    """The sections with the highest scores, of `total` that were found, and these scores: highest first."""

    sections: tuple[int, ...]
    scores: tuple[float, ...]
    total: int


class Found(NamedTuple):
    """Sections with their scores: all that were found, `total`, or some of them."""

    sections: Places
    scores: Scores
    total: int


class Telling(NamedTuple):
    """What tells how much of a query sections hold.

    `said` gives what a group says that some section has, `missed` what one does that none has. So many of the `first`
    sections of a ranking tell whether there is an answer.
    """

    first: int
    said: Callable[[Group], float]
    missed: Callable[[Group], float]


class Terms(Protocol):
    """As much of a channel's impacts as is asked for."""

    @property
    def kept(self) -> Mapping[str, TermPostings]:
        """The postings of every term, none for an unknown one."""


class ChannelTerms(NamedTuple):
    """A channel that may be asked: the postings of every term, none for an unknown one, and what they weigh."""

    channel: Channel
    kept: Mapping[str, TermPostings]
    weight: float


class GroupPostings(NamedTuple):
    """Channels of so many sections, in which groups are looked up."""

    channels: tuple[ChannelTerms, ...]
    sections: int


def look_up(groups: Iterable[Group], among: GroupPostings) -> Evidence:
    """Give what sections hold of the groups in some channels."""
    found, asked = Evidence([], [], among.sections), {terms.channel: terms for terms in among.channels}
    for group in groups:
        if group.channel in asked:
            _, kept, weight = asked[group.channel]
            each = ((one, kept[one.term], weight * one.weight) for one in group.alternatives)
            parts = [part for part in each if part[1].holders]
            if parts:
                found.known.append((group, _restrained(parts, among.sections)))
            else:
                found.unknown.append(group)
    return found


def _restrained(parts: list[Part], count: int) -> list[Part]:
    """Give parts with what they weigh beside something typed.

    A guess rarer than what was typed counts as if it were as common: it must not win by its rarity.
    """
    (alternative, typed, _), *guesses = parts
    if alternative.origin != "typed":
        return parts
    rarity = idf(count, typed.holders)
    fair = ((one, found, weight * min(1.0, rarity / idf(count, found.holders))) for one, found, weight in guesses)
    return [parts[0], *fair]
