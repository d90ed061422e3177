"""What is found in all sections -> the files of a generation, most of which are sealed as soon as they are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from index.analysing import Analysis, Done
from index.analysis.channels import CHANNELS
from index.handed import is_handed, let_go
from index.impacts import write_impacts, write_postings
from index.numbers_by_key import write_numbers
from index.parallel import Spread
from index.sealing import Sealing, sealed, sealing
from index.whoosh_files import Part, Segment, is_segment, parts, write_contents, write_segment

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
    written: Iterable[tuple[Segment, str]] = ()
    with sealing() as seals:
        for name, found in every:
            if name in CHANNELS:
                write_postings(path, name, found)
                if name == "words":
                    written = spread(_write_sealed, parts(path, stored))
                    del stored
                write_impacts(path, name, found, count)
            else:
                write_numbers(path, name, found)
            del found  # the next ones take its memory
            seals.begin(_whole(path))
        for name, data in others:
            (path / name).write_bytes(data)
        segments = _sealed(seals, path, written, lambda done: progress((count + done) // 2, count))
        write_contents(path, segments)
        let_go(path)
        seals.begin(_whole(path))
        return seals.ended()


def _sealed(seals: Sealing, path: Path, written: Iterable[tuple[Segment, str]], done: Done) -> list[Segment]:
    """Give segments as they are written and sealed."""
    segments: list[Segment] = []
    for segment, digest in written:
        segments.append(segment)
        seals.add(path / segment.file, digest)
        done(sum(segment.sections for segment in segments))
    return segments


def _write_sealed(part: Part) -> tuple[Segment, str]:
    """Write a segment, and give the digest of its file, which is on the disk then."""
    segment = write_segment(part)
    return segment, sealed(part.directory / segment.file)


def _whole(path: Path) -> Iterator[Path]:
    """Give the files that are written here and that nobody writes any more."""
    return (file for file in path.iterdir() if not (is_segment(file) or is_handed(file)))
