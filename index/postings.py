"""Read-only view of a generation's files: stored sections, and postings as arrays."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.index import FileIndex, open_dir
from whoosh.reading import IndexReader, TermNotFound

from index.analysis.channels import CHANNELS, Channel
from index.documents import Language, Section
from index.stored import load_guides, load_section

LENGTHS = "lengths.npy"
"""One row a channel, one column a section: weighted lengths. Whoosh keeps a byte for each, too coarse to rank by."""
GUIDES = "guides.json"


@dataclass(frozen=True, slots=True)
class Postings:
    """The sections that hold a term, in order, and its weighted frequencies there."""

    sections: NDArray[np.int64]
    frequencies: NDArray[np.float64]


class GenerationReader:
    """The contents of one generation's directory. Any thread may call it; each gets a Whoosh reader of its own."""

    def __init__(self, path: Path) -> None:
        self._index: FileIndex = open_dir(path, readonly=True)
        self._local = threading.local()
        self._readers: list[IndexReader] = []
        self._lengths: NDArray[np.float64] = np.load(path / LENGTHS, allow_pickle=False)
        self.guides = load_guides((path / GUIDES).read_bytes())
        ids = (section_id for guide in self.guides.values() for section_id in guide.sections)
        self.numbers: dict[str, int] = {section_id: number for number, section_id in enumerate(ids)}

    @property
    def count(self) -> int:
        """The number of sections."""
        return int(self._lengths.shape[1])

    def allowed(self, guides: Collection[str], languages: Collection[Language]) -> NDArray[np.bool_] | None:
        """Give which sections are of one of the guides and in one of the languages; None where neither is named."""
        if not guides and not languages:
            return None
        return np.array(
            [
                (not guides or entry.guide.id in guides) and (not languages or language in languages)
                for entry in self.guides.values()
                for language in entry.languages
            ]
        )

    def lengths(self, channel: Channel) -> NDArray[np.float64]:
        """Give the weighted length of every section in a channel."""
        row: NDArray[np.float64] = self._lengths[CHANNELS.index(channel)]
        return row

    def postings(self, channel: Channel, term: str) -> Postings | None:
        """Give the postings of a term, None where no section holds it."""
        try:
            matcher = self._reader().postings(channel, term.encode())
        except TermNotFound:
            return None
        pairs: list[tuple[int, float]] = []
        while matcher.is_active():
            pairs.append((matcher.id(), matcher.weight()))
            matcher.next()
        sections, frequencies = zip(*pairs, strict=True)
        return Postings(np.array(sections, np.int64), np.array(frequencies, np.float64))

    def section(self, number: int) -> Section:
        """Give a stored section."""
        return load_section(self._reader().stored_fields(number)["section"])

    def _reader(self) -> IndexReader:
        reader = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = self._index.reader()
            self._readers.append(reader)
        return reader

    def close(self) -> None:
        """Close the files. Nobody may read any more."""
        for reader in self._readers:
            reader.close()
        self._index.close()
