"""Groups of a parsed query -> the alternatives that some section holds, with what they weigh."""

from __future__ import annotations

from collections.abc import Iterable

from index.evidence import Evidence, Part
from index.loops import GroupPostings, look_up
from index.parsed_query import Group
from index.reader import GenerationReader


def gather(groups: Iterable[Group], reader: GenerationReader, among: GroupPostings | None = None) -> Evidence:
    """Give what the sections hold of each group in some channels of the reader, by default in all."""
    return look_up(groups, reader.every if among is None else among)


def parts_of(group: Group, reader: GenerationReader) -> list[Part]:
    """Give the alternatives of a group that some section holds, with their weighted postings."""
    return [part for _, parts in gather([group], reader).known for part in parts]
