"""Stored sections and the words channel's postings -> a Whoosh index, written straight through Whoosh's codec.

Whoosh's own writer would sort and measure once more what is at hand in order. A segment holds a range of sections, so
that several processes can write at once; Whoosh counts the sections of its segments on, as we do.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import pack_uint
from whoosh.index import TOC
from whoosh.util.numeric import byte_to_length, length_to_byte

from index.documents import Section
from index.postings import Postings
from index.schema import build_schema
from index.stored import dump_folds, dump_section

LARGEST_SEGMENT = 2_500
"""500-100,000, sections. Smaller: more processes can write at once, and more files."""
MOST_SEGMENTS = 8
"""1-100: larger indexes have larger segments instead of more."""
_NAME = "MAIN"


class Part(NamedTuple):
    """What a segment is made of: sections, and the words' postings in them, numbered from 0."""

    directory: Path
    number: int
    sections: Sequence[Section]
    postings: Postings


class Segment(NamedTuple):
    """What an index keeps of a written segment; the number of its sections."""

    entry: object
    sections: int


def parts(directory: Path, sections: Sequence[Section], words: Postings) -> Iterator[Part]:
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
    storage, codec, schema = FileStorage(own), W3Codec(compression=0), build_schema()
    segment = W3Segment(codec, _NAME, len(part.sections), f"{part.number:016}")
    lengths = np.bincount(part.postings.holders, part.postings.frequencies, len(part.sections)).astype(int).tolist()
    with closing(codec.per_document_writer(storage, segment)) as documents:
        for number, (section, length) in enumerate(zip(part.sections, lengths, strict=True)):
            documents.start_doc(number)
            documents.add_field("section", schema["section"], dump_section(section), 0)
            documents.add_field("folds", schema["folds"], dump_folds(section), 0)
            documents.add_field("words", schema["words"], None, length)
            documents.finish_doc()
    with closing(codec.field_writer(storage, segment)) as words:
        words.start_field("words", schema["words"])
        _write_terms(words, part.postings, [byte_to_length(length_to_byte(length)) for length in lengths])
        words.finish_field()
    segment.create_compound_file(storage)
    for file in own.glob("*.seg"):
        file.rename(part.directory / file.name)
    shutil.rmtree(own)
    return Segment(segment, len(part.sections))


def _write_terms(words: W3FieldWriter, postings: Postings, lengths: Sequence[int]) -> None:
    starts, holders, frequencies = (a.tolist() for a in (postings.starts, postings.holders, postings.frequencies))
    for key, start, end in zip(postings.keys, starts, starts[1:], strict=False):
        if start == end:
            continue
        words.start_term(key)
        for holder, frequency in zip(holders[start:end], frequencies[start:end], strict=True):
            words.add(holder, float(frequency), pack_uint(frequency), lengths[holder])
        words.finish_term()


def write_contents(directory: Path, segments: Iterable[Segment]) -> None:
    """Make an index of segments, in their order. Raises OSError."""
    TOC(build_schema(), [segment.entry for segment in segments], 1).write(FileStorage(directory), _NAME)
