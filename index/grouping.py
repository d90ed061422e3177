"""What was typed and what was guessed -> the groups of a query. `compiled_grouping` gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.analysis.channels import CHANNELS, Channel
from index.parsed_query import Alternative, Group, Piece, Tokens
from index.pieces import Pieces


def groups(tokens: Tokens, guessed: Iterable[Group], spans: Iterable[Piece], pieces: Pieces) -> tuple[Group, ...]:
    """Give one group for each thing typed in each channel: itself and then what was guessed; the first of a term stays.

    What was typed in one of the spans, has no guesses and stands in no section is left out: others stand for it.
    """
    found: dict[tuple[Channel, str], dict[str, Alternative]] = {}
    for channel in CHANNELS:
        for group in pieces.typed(channel, [token.term for token in tokens[channel]]):
            found[channel, group.typed] = {one.term: one for one in group.alternatives}
    for channel, term, alternatives in guessed:
        own = found.setdefault((channel, term), {})
        for alternative in alternatives:
            own.setdefault(alternative.term, alternative)
    for channel, term in _in_spans(tokens, spans):
        if len(found[channel, term]) == 1 and not pieces.is_held(*pieces.typed(channel, [term])):
            del found[channel, term]
    return tuple([Group(channel, term, tuple(each.values())) for (channel, term), each in found.items()])


def _in_spans(tokens: Tokens, spans: Iterable[Piece]) -> Iterator[tuple[Channel, str]]:
    """Give the typed terms that guesses stand for, in part at least."""
    places = {place for start, end in spans for place in range(start, end)}
    for channel in CHANNELS if places else ():
        yield from dict.fromkeys(
            [(channel, t) for t, start, end in tokens[channel] if not places.isdisjoint(range(start, end))]
        )
