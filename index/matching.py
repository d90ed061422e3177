"""Groups of a parsed query -> the alternatives that some section holds, with what they weigh."""

from __future__ import annotations

from collections.abc import Iterable

from index.evidence import Evidence, Part
from index.loops import look_up
from index.parsed_query import Group
from index.reader import GenerationReader
from index.scoring import CHANNEL_WEIGHTS, idf


def gather(groups: Iterable[Group], reader: GenerationReader) -> Evidence:
    """Give what the sections hold of each group."""
    alone, several, unknown = look_up(groups, reader.channels, CHANNEL_WEIGHTS)
    return Evidence(alone + [(group, _restrained(parts, reader.count)) for group, parts in several], unknown)


def parts_of(group: Group, reader: GenerationReader) -> list[Part]:
    """Give the alternatives of a group that some section holds, with their weighted postings."""
    return [part for _, parts in gather([group], reader).known for part in parts]


def _restrained(parts: list[Part], sections: int) -> list[Part]:
    """Give parts with what they weigh beside something typed.

    A guess rarer than what was typed counts as if it were as common: it must not win by its rarity.
    """
    (alternative, typed, _), *guesses = parts
    if alternative.origin != "typed":
        return parts
    rarity = idf(sections, typed.holders)
    fair = ((one, found, weight * min(1.0, rarity / idf(sections, found.holders))) for one, found, weight in guesses)
    return [parts[0], *fair]
