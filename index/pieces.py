"""What an index says of pieces of what was typed, each by itself. `compiled_pieces` gives the same, and keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from index.analysis.channels import Channel
from index.evidence import Terms
from index.name_finder import NameFinder
from index.parsed_query import Alternative, Group, Piece
from index.thesaurus import Meanings


class Pieces:
    """What the channels of an index and the names that have synonyms there say of pieces."""

    def __init__(self, channels: Mapping[Channel, Terms], names: NameFinder, meanings: Meanings) -> None:
        self._channels, self._names, self._meanings = channels, names, meanings

    def typed(self, channel: Channel, terms: Iterable[str]) -> tuple[Group, ...]:
        """Give the groups of terms, each by itself, in a channel."""
        return tuple([Group(channel, term, (Alternative(term),)) for term in terms])

    def is_held(self, group: Group) -> bool:
        """Tell whether some section holds what a group was typed as."""
        return self._channels[group.channel].kept[group.typed].holders > 0

    def named(self, folded: str) -> tuple[list[Group], list[Piece]]:
        """Give what the names in a folded text mean, and where those stand whose synonyms some section holds."""
        groups: list[Group] = []
        covered: list[Piece] = []
        for number in self._names.find(folded):
            meant, is_held = self._meanings[number]
            groups += meant
            if is_held:
                covered += self._names.places(number, folded)
        return groups, covered
