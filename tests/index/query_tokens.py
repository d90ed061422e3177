"""Tokens of one text of several scripts, as the tests of what queries become draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from index.analysis.channels import CHANNELS, Channel, Token

TEXT = "续费卡aé\U00020000\uac00手"
PIECES = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 4)).map(lambda pair: TEXT[pair[0] : sum(pair)])


def token(start: int, end: int) -> Token:
    """A token of the text."""
    return Token(TEXT[start:end], start, end)


TOKENS = st.lists(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 4)).map(
        lambda pair: token(pair[0], min(sum(pair), len(TEXT)))
    ),
    max_size=8,
)
BY_CHANNEL = st.fixed_dictionaries({channel: TOKENS.map(tuple) for channel in CHANNELS})
SOME = st.frozensets(PIECES, max_size=6)


def of_words(*tokens: Token) -> Mapping[Channel, Sequence[Token]]:
    """Tokens in the channel of words alone."""
    return {**dict.fromkeys(CHANNELS, ()), "words": tokens}
