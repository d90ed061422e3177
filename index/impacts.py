"""Term -> sections and impacts, as memory-mapped arrays.

A channel is five files: the sorted lexicon as one run of UTF-8 (`.terms`), where each term ends in it (`.ends.npy`),
the postings of all terms one after the other (`.sections.npy`, `.impacts.npy`), and where each term's begin
(`.starts.npy`, one entry more than terms). An impact is the BM25 score of a posting, before any weight.
"""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel
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

    def write(self, directory: Path, channel: Channel) -> None:
        """Write the files of the channel."""
        codes = {term: term.encode() for term in self._numbers}
        ordered = sorted(self._numbers, key=codes.__getitem__)
        (directory / f"{channel}.terms").write_bytes(b"".join(codes[term] for term in ordered))
        rank = np.empty(len(ordered), np.int64)
        rank[[self._numbers[term] for term in ordered]] = np.arange(len(ordered))
        terms = rank[np.array(self._terms, np.int64)]
        order = np.lexsort((np.array(self._sections, np.int32), terms))
        holders = np.bincount(terms, minlength=len(ordered))
        _save(directory, channel, "ends", np.cumsum([len(codes[term]) for term in ordered], dtype=np.int64))
        _save(directory, channel, "starts", np.concatenate([[0], np.cumsum(holders)]))
        _save(directory, channel, "sections", np.array(self._sections, np.int32)[order])
        _save(directory, channel, "impacts", self._impacts(terms, holders)[order])

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
        self._terms = _map(directory / f"{channel}.terms")
        self._ends: NDArray[np.int64] = _load(directory, channel, "ends")
        self._starts: NDArray[np.int64] = _load(directory, channel, "starts")
        self._sections: Sections = _load(directory, channel, "sections")
        self._impacts: Impacts = _load(directory, channel, "impacts")

    def __len__(self) -> int:
        """Give the number of terms."""
        return len(self._ends)

    def term(self, number: int) -> str:
        """Give the term with a number; terms are numbered in the order of their UTF-8."""
        return self._bytes(number).decode()

    def number(self, term: str) -> int | None:
        """Give the number of a term, None if no section holds it."""
        code = term.encode("utf-8", "replace")
        number = self._first_from(code)
        return number if number < len(self) and self._bytes(number) == code else None

    def starting_with(self, prefix: str) -> range:
        """Give the numbers of the terms that start with `prefix`."""
        code = prefix.encode("utf-8", "replace")
        return range(self._first_from(code), self._first_from(code + b"\xff"))

    def holders(self, number: int) -> int:
        """Give in how many sections a term stands."""
        return int(self._starts[number + 1] - self._starts[number])

    def postings(self, number: int) -> tuple[Sections, Impacts]:
        """Give the sections that hold a term, in order, and its impact in each."""
        span = slice(int(self._starts[number]), int(self._starts[number + 1]))
        return self._sections[span], self._impacts[span]

    def _bytes(self, number: int) -> bytes:
        return self._terms[int(self._ends[number - 1]) if number else 0 : int(self._ends[number])]

    def _first_from(self, code: bytes) -> int:
        """Give the number of the first term that is not less than `code`."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < code:
                low = middle + 1
            else:
                high = middle
        return low


def _map(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def _load(directory: Path, channel: Channel, name: str) -> NDArray[Any]:  # Any: each file has its own type
    array: NDArray[Any] = np.load(directory / f"{channel}.{name}.npy", mmap_mode="r", allow_pickle=False)
    return array.view(np.ndarray)
