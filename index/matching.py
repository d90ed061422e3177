"""Groups of a parsed query -> the alternatives that some section holds, with what they weigh."""

from __future__ import annotations

from collections.abc import Iterable

from index.evidence import ChannelTerms, Evidence, Part
from index.loops import look_up
from index.parsed_query import Group
from index.reader import GenerationReader


def gather(
    groups: Iterable[Group], reader: GenerationReader, among: tuple[ChannelTerms, ...] | None = None
) -> Evidence:
    """Give what the sections hold of each group in some channels of the reader, by default in all."""
    return look_up(groups, reader.terms if among is None else among, reader.count)


def parts_of(group: Group, reader: GenerationReader) -> list[Part]:
    """Give the alternatives of a group that some section holds, with their weighted postings."""
    return [part for _, parts in gather([group], reader).known for part in parts]
