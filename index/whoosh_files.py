"""Stored sections and the words channel's postings -> a Whoosh index, written straight through Whoosh's codec.

Whoosh's own writer would sort and measure once more what is at hand in order. A segment holds a range of sections, so
that several processes can write at once; Whoosh counts the sections of its segments on, as we do.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from pickle import dumps
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment
from whoosh.columns import VarBytesColumn
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC
from whoosh.system import pack_ushort
from whoosh.util.numeric import length_to_byte

from index.array_hashes import SLOT
from index.byte_rows import Rows
from index.digests import Written, file_digest
from index.handed import handed_file
from index.hashes import hash_tables
from index.impacts import read_postings
from index.packed import Packed, one_after_another
from index.postings import Postings
from index.scattered import Collected, Scattered
from index.schema import build_schema
from index.weighing import lengths_of
from index.whoosh_memory import Memory
from index.whoosh_postings import Terms, index_entries, terms
from index.whoosh_storage import WHOLE

LARGEST_SEGMENT = 12_500
"""500-100,000, sections. Smaller: more processes can write at once, but each writes most of the terms once more, and a
small build has few of them."""
MOST_SEGMENTS = 16
"""1-100: larger indexes have larger segments instead of more. Each open one takes up to a megabyte; fewer take more
while they are written: at 100,000 sections 8 take 40 MB more than 16."""
_NAME = "MAIN"
_STORED = "_stored"
_LENGTHS = "_words_len"
_KINDS = (("B", 1 << 8), ("H", 1 << 16), ("i", 1 << 31), ("I", 1 << 32))
"""Whoosh's arrays of numbers, and which they don't hold any more."""
_LEVEL = 3
"""1-9, compression of a stored section. Higher: smaller files, slower builds. Whoosh's own default."""


class Part(NamedTuple):
    """What a segment is made of: `sections`, as `stored` gives them, the first of which has the number `first` of all.

    They and the words' postings are read from files, which every process maps.
    """

    directory: Path
    number: int
    first: int
    sections: Scattered

    @property
    def end(self) -> int:
        """The number behind the last section."""
        return self.first + len(self.sections)

    def words(self) -> Postings:
        """Give the words' postings in the sections, numbered from 0."""
        return read_postings(self.directory, "words").within(self.first, self.end)


class Segment(NamedTuple):
    """What an index keeps of a written segment: its place, the number of its sections, the sum of their lengths."""

    number: int
    sections: int
    length: int

    @property
    def file(self) -> str:
        """The name of its file."""
        name: str = self.entry().make_filename(WHOLE)
        return name

    def entry(self) -> W3Segment:
        """Give it as Whoosh names it."""
        return W3Segment(W3Codec(), _NAME, self.sections, f"{self.number:016}")


class _Strings(VarBytesColumn.Writer):  # type: ignore[misc] # Whoosh has no types
    """Writes a column of strings at once."""

    def add_all(self, strings: Scattered) -> None:
        """Add the strings of all sections."""
        for run in strings.runs():
            self._dbfile.write(run)
        sizes = strings.sizes
        self._lengths.array, self._offsets.array = _as_grown(sizes), _as_grown(np.cumsum(sizes) - sizes)
        self._count = len(strings)


def _as_grown(numbers: NDArray[np.int64], first: int = 0) -> array[int]:
    """Give numbers in the array that Whoosh has when they were added one by one, to one of the `first` kind."""
    kind = next(kind for kind, most in _KINDS[first:] if numbers.max(initial=0) < most)
    return array(kind, numbers.astype(kind).tobytes())


def _write_columns(storage: Memory, segment: W3Segment, sections: Scattered, lengths: bytes) -> None:
    """Write the stored fields of all sections, and the lengths of their words as bytes of the codec."""
    with closing(storage.create_file(W3Codec.column_filename(segment, _STORED))) as file:
        column = _Strings(file)
        column.add_all(sections)
        column.finish(len(sections))
    if any(lengths):
        with closing(storage.create_file(W3Codec.column_filename(segment, _LENGTHS))) as file:
            file.write(lengths.rstrip(b"\0"))


class _TermIndex(OrderedHashWriter):  # type: ignore[misc] # Whoosh has no types
    """Writes the list of terms, and by their hashes where in it each stands: many at a time."""

    def __init__(self, file: StructFile) -> None:
        super().__init__(file)
        self._keys: list[Packed] = []
        self._places: list[NDArray[np.int64]] = []

    def add_entries(self, keys: Packed, entries: Rows) -> None:
        """Add the entries of terms, as `index_entries` gives them."""
        self._keys.append(keys)
        self._places.append(self.tell() + entries.starts.astype(np.int64))
        self.dbfile.write(entries.code.data)

    def _write_hashes(self) -> None:
        places = np.concatenate([np.empty(0, np.int64), *self._places])
        self.index.array = _as_grown(places, 1)
        tables, place = hash_tables(one_after_another(self._keys), places), self.tell()
        for size in tables.sizes:
            self.directory.append((place, size))
            place += size * SLOT.itemsize
        self.dbfile.write(tables.code)


class _FieldWriter(W3FieldWriter):  # type: ignore[misc] # Whoosh has no types
    """Writes the postings of terms that were made before."""

    def __init__(self, codec: W3Codec, storage: Memory, segment: W3Segment) -> None:
        super().__init__(codec, storage, segment)
        self._tindex = _TermIndex(self._create_file(W3Codec.TERMS_EXT))  # in the place of Whoosh's, which is empty
        self._tindex.extras["fieldmap"] = self._fieldmap

    def add_terms(self, some: Terms) -> None:
        """Add terms to the field that was started."""
        some.infos["place"] += self._postfile.tell()
        self._postfile.write(some.postings)
        keys = some.keys.behind(pack_ushort(self._fieldid))
        self._tindex.add_entries(keys, index_entries(keys, some.infos))


def stored(section: bytes, folds: bytes) -> bytes:
    """Give the stored fields of a section just as Whoosh keeps them."""
    return zlib.compress(dumps({"section": section, "folds": folds}, 2), _LEVEL)


def parts(directory: Path, sections: Collected) -> list[Part]:
    """Give the parts of an index, in order, where the words' postings are written. Raises OSError."""
    every = sections.put(handed_file(directory, "sections"))
    segments = max(1, min(MOST_SEGMENTS, -(-len(every) // LARGEST_SEGMENT)))
    bounds = pairwise(len(every) * i // segments for i in range(segments + 1))
    return [Part(directory, number, first, every.between(first, end)) for number, (first, end) in enumerate(bounds)]


def write_segment(part: Part) -> Segment:
    """Write the files of a segment. Raises OSError."""
    storage, codec, schema = Memory(), W3Codec(compression=0), build_schema()
    sections, postings = part.sections, part.words()
    lengths = lengths_of(postings, len(sections)).astype(int).tolist()
    each = {length: length_to_byte(length) for length in set(lengths)}  # many sections are of the same length
    shortened = bytes(map(each.__getitem__, lengths))
    written = Segment(part.number, len(sections), sum(lengths))
    segment = written.entry()
    _write_columns(storage, segment, sections, shortened)
    with closing(_FieldWriter(codec, storage, segment)) as words:
        words.start_field("words", schema["words"])
        for some in terms(postings, np.frombuffer(shortened, np.uint8)):
            words.add_terms(some)
        words.finish_field()
    with (part.directory / written.file).open("wb") as file:
        CompoundStorage.assemble(StructFile(file), storage, segment.list_files(storage))
    return written


def write_contents(directory: Path, segments: Iterable[Segment]) -> Written:
    """Make an index of segments, in their order. Raises OSError."""
    entries = []
    for written in segments:
        entry = written.entry()
        entry.compound, entry._fieldlengths = True, {"words": written.length}  # noqa: SLF001 - as its writers leave it
        entries.append(entry)
    TOC(build_schema(), entries, 1).write(FileStorage(directory), _NAME)
    file = directory / TOC._filename(_NAME, 1)  # noqa: SLF001 - its only name
    return Written(file, file_digest(file))
