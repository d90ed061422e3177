"""What the ways of understanding take and give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from index.analysis.channels import Channel
from index.parsed_query import Alternative, Group, Origin, Piece, Rewriting, Typed
from index.reader import GenerationReader


class Guesses(NamedTuple):
    """What one way of understanding gives: groups of alternatives for what was typed, or for a part of it.

    `covered` are pieces of the text that its guesses stand for whole.
    """

    groups: tuple[Group, ...] = ()
    rewritings: tuple[Rewriting, ...] = ()
    covered: Sequence[Piece] = ()


NOTHING = Guesses()

_PARTS: tuple[tuple[Channel, int], ...] = (("bigrams", 2), ("characters", 1))

Way = Callable[[Typed, GenerationReader], Guesses]


def commonest(reader: GenerationReader, channel: Channel, numbers: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Give the terms, of those with these numbers, that stand in most sections, and in how many: `most` terms at most.

    Equals stand in their order.
    """
    each = numbers if isinstance(numbers, range) else sorted(set(numbers))
    holders = reader.channels[channel].holders_each(each)
    places = sorted(range(len(each)), key=holders.__getitem__, reverse=True)[:most]
    return [(each[place], holders[place]) for place in places]


def spelled(typed: str, words: Sequence[str], weight: float, origin: Origin) -> list[Group]:
    """Give words of Han that something typed may stand for, in every channel.

    Their pairs and characters stand for its first, second and further part: each word is as likely in every channel.
    """
    found: dict[tuple[Channel, str], list[Alternative]] = {}
    for word in dict.fromkeys(words):
        found.setdefault(("words", typed), []).append(Alternative(word, weight, origin))
        for channel, size in _PARTS:
            for start in range(len(word) - size + 1):
                part = Alternative(word[start : start + size], weight, origin)
                found.setdefault((channel, f"{typed} {start + 1}"), []).append(part)
    return [Group(channel, part, tuple(alternatives)) for (channel, part), alternatives in found.items()]
