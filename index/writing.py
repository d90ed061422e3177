"""What is found in all sections -> the files of a generation, most of which are sealed as soon as they are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from index.analysing import Analysis, Done
from index.analysis.channels import CHANNELS
from index.digests import Written, file_digest, write_digested
from index.handed import let_go
from index.impacts import write_impacts, write_postings
from index.numbers_by_key import write_numbers
from index.parallel import Spread
from index.sealing import Sealing, sealing, sync
from index.whoosh_files import Part, Segment, parts, write_contents, write_segment

Progress = Callable[[int, int], None]
"""Called with the sections done and those in all; one that is analysed and not yet written is half done."""


def write_index(
    path: Path, analysis: Analysis, others: Iterable[tuple[str, bytes]], spread: Spread, progress: Progress
) -> Mapping[str, str]:
    """Write what is made of sections, which are half done, and `others` by their names. Raises OSError.

    Other processes write Whoosh's files, while this one puts the next postings together. Give the digest of each file,
    which is on the disk then.
    """
    (stored, every), count = analysis, len(analysis.stored)
    del analysis  # it holds what is stored
    segments: Iterable[tuple[Segment, Written]] = ()
    with sealing() as seals:
        for name, found in every:
            if name in CHANNELS:
                seals.begin(write_postings(path, name, found))
                if name == "words":
                    segments = spread(_write_sealed, parts(path, stored))
                    del stored
                seals.begin(write_impacts(path, name, found, count))
            else:
                seals.begin(write_numbers(path, name, found))
            del found  # the next ones take its memory
        for name, data in others:
            seals.begin(write_digested(path / name, [data]))
        seals.begin(write_contents(path, _added(seals, segments, lambda done: progress((count + done) // 2, count))))
        let_go(path)
        return seals.ended()


def _added(seals: Sealing, segments: Iterable[tuple[Segment, Written]], done: Done) -> Iterator[Segment]:
    """Give segments as they are written and sealed."""
    sections = 0
    for segment, sealed in segments:
        seals.add(sealed)
        sections += segment.sections
        done(sections)
        yield segment


def _write_sealed(part: Part) -> tuple[Segment, Written]:
    """Write a segment, whose file is on the disk then."""
    segment = write_segment(part)
    file = part.directory / segment.file
    sync(file)
    return segment, Written(file, file_digest(file))
