"""What is found in all sections -> the files of a generation, most of which are sealed as soon as they are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from index.analysing import Analysis
from index.analysis.channels import CHANNELS, Channel
from index.generation import file_digest
from index.impacts import write_impacts, write_postings
from index.numbers_by_key import write_numbers
from index.parallel import Spread
from index.postings import Frequencies
from index.sealing import sealing
from index.whoosh_files import Part, Segment, hand_over, is_of_parts, write_contents, write_segment

Progress = Callable[[int, int], None]
"""Called with the sections done and those in all; one that is analysed and not yet written is half done."""


def write_index(
    path: Path, analysis: Analysis, others: Iterable[tuple[str, bytes]], spread: Spread, progress: Progress
) -> tuple[Mapping[Channel, Frequencies], Mapping[str, str]]:
    """Write what is made of sections, which are half done: each postings as they come. Raises OSError.

    And `others` by their names, which are made while Whoosh's files are written. Give the frequencies of all, and of
    each file that is on the disk its digest.
    """
    stored, every = analysis
    del analysis  # what is stored needs no memory any more, once it is handed over
    count = len(stored)
    frequencies: dict[Channel, Frequencies] = {}
    written: Iterable[tuple[Segment, str]] = ()
    with sealing() as seals:
        for name, found in every:
            if name in CHANNELS:
                write_postings(path, name, found)
                if name == "words":
                    written = spread(_write_counted, hand_over(path, stored, found.frequencies))
                    del stored
                write_impacts(path, name, found, count)
                frequencies[name] = found.frequencies
            else:
                write_numbers(path, name, found)
            del found  # the next ones take its memory
            seals.begin(_whole(path))
        for name, data in others:
            (path / name).write_bytes(data)
        segments: list[Segment] = []
        for segment, digest in written:
            segments.append(segment)
            seals.begin_counted(path / segment.file, digest)
            progress((count + sum(segment.sections for segment in segments)) // 2, count)
        write_contents(path, segments)
        seals.begin(_whole(path))
        return frequencies, seals.ended()


def _write_counted(part: Part) -> tuple[Segment, str]:
    """Write a segment, and give the digest of its file."""
    segment = write_segment(part)
    return segment, file_digest(part.directory / segment.file)


def _whole(path: Path) -> Iterator[Path]:
    """Give the files that nobody writes any more: those of parts are not among them."""
    return (file for file in path.iterdir() if not is_of_parts(file))
