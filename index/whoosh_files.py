"""Stored sections and the words channel's postings -> a Whoosh index, written straight through Whoosh's codec.

Whoosh's own writer would sort and measure once more what is at hand in order. A segment holds a range of sections, so
that several processes can write at once; Whoosh counts the sections of its segments on, as we do.
"""

from __future__ import annotations

import shutil
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from pickle import dumps
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PerDocWriter, W3PostingsWriter, W3Segment
from whoosh.columns import Column, VarBytesColumn
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import pack_uint
from whoosh.index import TOC
from whoosh.util.numeric import byte_to_length, length_to_byte

from index.postings import Postings
from index.schema import build_schema

LARGEST_SEGMENT = 10_000
"""500-100,000, sections. Smaller: more processes can write at once, but each writes most of the terms once more."""
MOST_SEGMENTS = 8
"""1-100: larger indexes have larger segments instead of more."""
_NAME = "MAIN"
_STORED = "_stored"
_LEVEL = 3
"""1-9, compression of a stored section. Higher: smaller files, slower builds. Whoosh's own default."""


class Part(NamedTuple):
    """What a segment is made of: sections as `stored` gives them, and the words' postings in them, numbered from 0."""

    directory: Path
    number: int
    sections: Sequence[bytes]
    postings: Postings


class Segment(NamedTuple):
    """What an index keeps of a written segment; the number of its sections."""

    entry: object
    sections: int


class _PerDocWriter(W3PerDocWriter):  # type: ignore[misc] # Whoosh has no types
    """Writes stored fields that were packed before."""

    def _create_column(self, fieldname: str, column: Column) -> None:
        super()._create_column(fieldname, VarBytesColumn() if fieldname == _STORED else column)

    def add_packed(self, number: int, packed: bytes) -> None:
        """Add the stored fields of a section."""
        self._get_column(_STORED).add(number, packed)


class _PostingsWriter(W3PostingsWriter):  # type: ignore[misc] # Whoosh has no types
    """Takes the postings of a term block by block: one by one they take several times as long."""

    def add_all(self, holders: Sequence[int], frequencies: Sequence[int], lengths: Sequence[int]) -> None:
        """Add the postings of a term. A length is that of the holder's field, as Whoosh rounds it."""
        for start in range(0, len(holders), self._blocklimit):
            if start:
                self._write_block()
            end = start + self._blocklimit
            some, long = frequencies[start:end], lengths[start:end]
            self._ids, self._weights, self._values = array("I", holders[start:end]), array("f", some), _codes(some)
            self._minlength, self._maxlength, self._maxweight = min(long), max(long), float(max(some))


def _codes(frequencies: Sequence[int]) -> list[bytes]:
    return [pack_uint(frequency) for frequency in frequencies]


class _FieldWriter(W3FieldWriter):  # type: ignore[misc] # Whoosh has no types
    def add_all(self, holders: Sequence[int], frequencies: Sequence[int], lengths: Sequence[int]) -> None:
        """Add the postings of a term that was started."""
        self._postwriter.add_all(holders, frequencies, lengths)


class _Codec(W3Codec):  # type: ignore[misc] # Whoosh has no types
    def per_document_writer(self, storage: FileStorage, segment: W3Segment) -> _PerDocWriter:
        return _PerDocWriter(self, storage, segment)

    def field_writer(self, storage: FileStorage, segment: W3Segment) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: object, byteids: bool = False) -> _PostingsWriter:
        return _PostingsWriter(dbfile, self._blocklimit, byteids, self._compression, self._inlinelimit)


def stored(section: bytes, folds: bytes) -> bytes:
    """Give the stored fields of a section just as Whoosh keeps them."""
    return zlib.compress(dumps({"section": section, "folds": folds}, 2), _LEVEL)


def parts(directory: Path, sections: Sequence[bytes], words: Postings) -> Iterator[Part]:
    """Give the parts of an index, in order."""
    segments = max(1, min(MOST_SEGMENTS, -(-len(sections) // LARGEST_SEGMENT)))
    bounds = [len(sections) * i // segments for i in range(segments + 1)]
    for number, (start, end) in enumerate(pairwise(bounds)):
        inside = (words.holders >= start) & (words.holders < end)
        numbers, holders = words.numbers[inside], (words.holders[inside] - start).astype(np.int32)
        postings = Postings(words.keys, numbers, holders, words.frequencies[inside])
        yield Part(directory, number, sections[start:end], postings)


def write_segment(part: Part) -> Segment:
    """Write the files of a segment. Raises OSError."""
    own = (
        part.directory / f"{part.number}"
    )  # Whoosh has other files here meanwhile, under names that all segments share
    own.mkdir(mode=0o700)
    storage, codec, schema = FileStorage(own), _Codec(compression=0), build_schema()
    segment = W3Segment(W3Codec(), _NAME, len(part.sections), f"{part.number:016}")
    lengths = np.bincount(part.postings.holders, part.postings.frequencies, len(part.sections)).astype(int).tolist()
    with closing(codec.per_document_writer(storage, segment)) as documents:
        for number, (packed, length) in enumerate(zip(part.sections, lengths, strict=True)):
            documents.start_doc(number)
            documents.add_packed(number, packed)
            documents.add_field("words", schema["words"], None, length)
            documents.finish_doc()
    with closing(codec.field_writer(storage, segment)) as words:
        words.start_field("words", schema["words"])
        _write_terms(words, part.postings, np.array([byte_to_length(length_to_byte(length)) for length in lengths]))
        words.finish_field()
    segment.create_compound_file(storage)
    for file in own.glob("*.seg"):
        file.rename(part.directory / file.name)
    shutil.rmtree(own)
    return Segment(segment, len(part.sections))


def _write_terms(words: _FieldWriter, postings: Postings, lengths: NDArray[np.int64]) -> None:
    starts, holders, frequencies = (a.tolist() for a in (postings.starts, postings.holders, postings.frequencies))
    rounded = lengths[postings.holders].tolist()
    for key, start, end in zip(postings.keys, starts, starts[1:], strict=False):
        if start < end:
            words.start_term(key)
            words.add_all(holders[start:end], frequencies[start:end], rounded[start:end])
            words.finish_term()


def write_contents(directory: Path, segments: Iterable[Segment]) -> None:
    """Make an index of segments, in their order. Raises OSError."""
    TOC(build_schema(), [segment.entry for segment in segments], 1).write(FileStorage(directory), _NAME)
