"""What was typed and what was guessed -> the groups of a query. `compiled_grouping` gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from index.analysis.channels import CHANNELS, Channel
from index.evidence import Terms
from index.parsed_query import Alternative, Group, Piece, Tokens


def groups(
    tokens: Tokens, guessed: Iterable[Group], spans: Sequence[Piece], channels: Mapping[Channel, Terms]
) -> tuple[Group, ...]:
    """Give one group for each thing typed in each channel: itself and then what was guessed; the first of a term stays.

    What was typed in one of the spans, has no guesses and stands in no section is left out: others stand for it.
    """
    found: dict[tuple[Channel, str], dict[str, Alternative]] = {}
    for channel in CHANNELS:
        for token in tokens[channel]:
            found[channel, token.term] = {token.term: Alternative(token.term)}
    for channel, term, alternatives in guessed:
        group = found.setdefault((channel, term), {})
        for alternative in alternatives:
            group.setdefault(alternative.term, alternative)
    for channel, term in _replaced(tokens, spans, channels):
        if len(found[channel, term]) == 1:
            del found[channel, term]
    return tuple([Group(channel, term, tuple(each.values())) for (channel, term), each in found.items()])


def _replaced(
    tokens: Tokens, spans: Sequence[Piece], channels: Mapping[Channel, Terms]
) -> Iterator[tuple[Channel, str]]:
    """Give the typed terms that no section has and that guesses stand for, in part at least."""
    places = {place for start, end in spans for place in range(start, end)}
    for channel in CHANNELS if places else ():
        for term in dict.fromkeys([t for t, start, end in tokens[channel] if not places.isdisjoint(range(start, end))]):
            if not channels[channel].kept[term].holders:
                yield channel, term
