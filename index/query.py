"""What a visitor typed -> a parsed query. There is no query language but a "quoted phrase"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.analysis.analyzer import Analysis, analyze
from index.analysis.channels import CHANNELS, Channel, Token
from index.analysis.normalizer import compatibility, fold, visible
from index.analysis.words import question_words
from index.documents import Span
from index.parsed_query import Alternative, Group, ParsedQuery

LONGEST_QUERY = 200
"""Code points, after cleaning."""

_QUOTED = re.compile(r'"(?P<phrase>[^"]{1,200})"')  # only this sign: “ ” and 「」 are plain punctuation in Chinese


def clean(text: str) -> str:
    """Give a query without what has no shape, in NFKC, its white space folded."""
    return " ".join(visible(compatibility(text).text).text.split())


def parse(text: str) -> ParsedQuery:
    """Give the parsed query of a cleaned text."""
    analysis = analyze(text)
    kept = {channel: _kept(channel, analysis) for channel in CHANNELS}
    groups = tuple(
        Group(channel, term, (Alternative(term),)) for channel in CHANNELS for term in dict.fromkeys(kept[channel])
    )
    phrases = tuple(phrase for match in _QUOTED.finditer(text) if (phrase := fold(match["phrase"]).text.strip()))
    return ParsedQuery(text, groups, phrases)


def _kept(channel: Channel, analysis: Analysis) -> list[str]:
    """Give the terms of a channel that lie outside question words; all of them if that leaves no word."""
    asked = _asked(analysis.tokens["words"])
    tokens = analysis.tokens[channel]
    kept = [token.term for token in tokens if not _within(token, asked)]
    return kept if _says_something(analysis, asked) else [token.term for token in tokens]


def _asked(words: Sequence[Token]) -> list[Span]:
    return [Span(token.start, token.end) for token in words if token.term in question_words()]


def _says_something(analysis: Analysis, asked: Sequence[Span]) -> bool:
    return any(not _within(token, asked) for token in analysis.tokens["words"])


def _within(token: Token, spans: Sequence[Span]) -> bool:
    return any(span.start <= token.start and token.end <= span.end for span in spans)
