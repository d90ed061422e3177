"""Sections -> all postings, by several processes; what is known of unchanged sections is not found out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import CHANNELS
from index.gathering import SPACES, Gathered, gather_sections
from index.joining import Joining, compared, put_into
from index.packed import Packed
from index.parallel import Spread, batches
from index.postings import Numbers, Postings, gather
from index.readings import READ_CHANNELS, READINGS, gather_readings, load
from index.remembered import NUMBERED, Findings, Recalled, read_findings
from index.scattered import NOWHERE, Collected

BATCH = 250
"""50-5,000, sections that a process analyses at a time. Smaller: smoother progress, more to join."""
_LEAST = 125
"""10-250, sections that are worth a process: a tenth of a second's work, as long as loading dictionaries. Smaller: a
small change is analysed by more processes, each of which loads them, or in more parts, which have to be joined."""
_BATCH_OF_TERMS = 10_000
Done = Callable[[int], None]
"""Called with the number of sections that are analysed."""


class Analysis(NamedTuple):
    """Sections as Whoosh stores them, and all postings by what they are of, each put together when it is asked for."""

    stored: Collected
    postings: Iterator[tuple[str, Postings]]


class Begun(NamedTuple):
    """Sections whose analysis began: the new number of each known one, as `compared` gives it; what is found in others.

    That comes a batch of their numbers at a time.
    """

    kept: Numbers
    found: Iterator[tuple[Sequence[int], Gathered]]
    sections: int


def begin(digests: Sequence[str], sections: dict[str, bytes], known: Recalled | None, spread: Spread) -> Begun:
    """Begin to analyse sections, of which `sections` holds those that are not known; they are taken out of it.

    Others do it, where there are several processes; then this one has time until `analyse`.
    """
    kept, new = compared(digests, known.digests if known else ())
    found = _begun(new, (sections.pop(digests[number]) for number in new), spread)
    spread(load, [READINGS])  # at the end, when they are needed, nobody would have time for it
    return Begun(kept, found, len(digests))


def analyse(begun: Begun, known: Recalled | None, spread: Spread, done: Done) -> Analysis:
    """Give what is found in sections: the same, whatever is known already and over how many processes it is spread.

    What is known and what is new are taken apart, so that memory holds them once.
    Raises GenerationDamagedError or GenerationForeignError where the generation that is known can't be read.
    """
    earlier = read_findings(known) if known else _nothing()
    stored: list[Packed] = []
    joinings = {space: Joining() for space in SPACES}
    for batch, gathered in _counted(begun, done):
        stored.append(gathered.stored)
        for space, joining in joinings.items():
            joining.add(gathered.postings[space], np.array(batch, np.int32))
    collected = Collected(earlier.stored, stored, _order(begun.kept, begun.sections))
    return Analysis(collected, _joined(joinings, earlier.postings, begun.kept, spread))


def _order(kept: Numbers, sections: int) -> NDArray[np.int64]:
    """Give at which place each section stands among the known ones and then, in their order, the new ones."""
    order = np.full(sections, -1, np.int64)
    known = np.flatnonzero(kept >= 0)
    order[kept[known]] = known
    order[order < 0] = np.arange(len(kept), len(kept) + sections - len(known))
    return order


def _joined(
    joinings: Mapping[str, Joining], before: dict[str, Postings], kept: Numbers, spread: Spread
) -> Iterator[tuple[str, Postings]]:
    """Give the postings of sections, then those of terms by their readings, which others find out meanwhile."""
    readings: dict[str, _Readings] = {}
    for space, joining in joinings.items():
        postings, numbers = put_into(before.pop(space), kept, joining.joined())
        if space in READ_CHANNELS:
            readings[space] = _begun_readings(postings.keys, numbers, spread)
        yield space, postings
        del postings  # the next ones take their memory
    for channel, begun in readings.items():
        yield from _read(channel, begun, before)


def _nothing() -> Findings:
    """Give what is known before the first build."""
    return Findings(NOWHERE, {name: gather([]) for name in (*CHANNELS, *NUMBERED)})


def _begun(new: Sequence[int], sections: Iterator[bytes], spread: Spread) -> Iterator[tuple[Sequence[int], Gathered]]:
    """Begin to analyse new sections: give what is found, a batch of their numbers at a time."""
    some = batches(new, min(_LEAST, BATCH), BATCH)
    found = spread(gather_sections, (list(islice(sections, len(batch))) for batch in some))
    return zip(some, found, strict=True)


def _counted(begun: Begun, done: Done) -> Iterator[tuple[Sequence[int], Gathered]]:
    """Give what is found in new sections, and tell how many sections are done."""
    count = int((begun.kept >= 0).sum())
    done(count)
    for batch, gathered in begun.found:
        count += len(batch)
        done(count)
        yield batch, gathered


class _Readings(NamedTuple):
    """Numbers of terms that were there before, those of new ones, and what is found of these, some at a time."""

    terms: Numbers
    new: Numbers
    found: Iterator[tuple[int, dict[str, Postings]]]


def _begun_readings(every: Packed, terms: Numbers, spread: Spread) -> _Readings:
    """Begin to find out how those terms of a channel are read that were not there before."""
    unread = np.ones(len(every), bool)
    unread[terms[terms >= 0]] = False
    new: Numbers = np.flatnonzero(unread).astype(np.int32)
    keys, starts = every.where(unread), range(0, len(new), _BATCH_OF_TERMS)
    found = spread(gather_readings, (keys.between(start, start + _BATCH_OF_TERMS) for start in starts))
    return _Readings(terms, new, zip(starts, found, strict=True))


def _read(channel: str, begun: _Readings, before: dict[str, Postings]) -> Iterator[tuple[str, Postings]]:
    """Give the readings of a channel's terms."""
    joinings = {name: Joining() for name in READINGS}
    for start, part in begun.found:
        for name, joining in joinings.items():
            joining.add(part[name], begun.new[start : start + _BATCH_OF_TERMS])
    for name, joining in joinings.items():
        yield f"{channel}.{name}", put_into(before.pop(f"{channel}.{name}"), begun.terms, joining.joined())[0]
