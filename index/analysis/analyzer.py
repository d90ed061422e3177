"""The composed pipeline: text -> folded text -> tokens by channel. One for index and query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from index.analysis.channels import Channel, Token, cut
from index.analysis.normalizer import Folded, fold

ANALYZER_VERSION = 7
"""Raise it with every change that cuts or folds any text in another way: indexes of before are then refused."""


class Analysis(NamedTuple):
    """A text, folded, and its tokens by channel, in the order of the text for Han and then for the rest."""

    folded: Folded
    tokens: Mapping[Channel, tuple[Token, ...]]


def analyze(text: str) -> Analysis:
    """Give the tokens of `text` in every channel."""
    folded = fold(text)
    return Analysis(folded, cut(folded.text))
