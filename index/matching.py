"""Groups of a parsed query -> the alternatives that some section holds, with what they weigh."""

from __future__ import annotations

from collections.abc import Iterable

from index.evidence import Evidence, Known, Part
from index.parsed_query import Group
from index.reader import GenerationReader
from index.scoring import CHANNEL_WEIGHTS, idf


def gather(groups: Iterable[Group], reader: GenerationReader) -> Evidence:
    """Give what the sections hold of each group."""
    alone: Known = []
    several: Known = []
    unknown: list[Group] = []
    for group in groups:
        parts = parts_of(group, reader)
        if not parts:
            unknown.append(group)
        elif len(parts) == 1:
            alone.append((group, parts))
        else:
            several.append((group, parts))
    return Evidence(alone + several, unknown)


def parts_of(group: Group, reader: GenerationReader) -> list[Part]:
    """Give the alternatives of a group that some section holds, with their weighted postings.

    A guess rarer than what was typed counts as if it were as common: it must not win by its rarity.
    """
    channel, _, alternatives = group
    postings_of, weight = reader.channels[channel].postings_of, CHANNEL_WEIGHTS[channel]
    known: list[Part] = []
    for alternative in alternatives:
        postings = postings_of(alternative.term)
        if postings.start < postings.end:
            known.append((alternative, postings, weight * alternative.weight))
    if len(known) < 2 or known[0][0].origin != "typed":
        return known
    (_, typed, _), *guesses = known
    rarity = idf(reader.count, typed.holders)
    return [known[0], *[_restrained(guess, rarity, reader.count) for guess in guesses]]


def _restrained(guess: Part, typed: float, sections: int) -> Part:
    """Give a guess with what it weighs beside something typed of that rarity."""
    alternative, postings, weight = guess
    return alternative, postings, weight * min(1.0, typed / idf(sections, postings.holders))
