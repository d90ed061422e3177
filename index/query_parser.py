"""A cleaned text -> a parsed query, step by step. `compiled_query_parser` gives the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from index.analysis.normalizer import PLAIN_TEXTS, Folded, compatibility, fold, visible
from index.deadline import NEVER, Deadline
from index.grouping import groups
from index.parsed_query import Group, ParsedQuery, Rewriting
from index.reader import GenerationReader
from index.script import in_script, script_of
from index.token_loops import typed_of
from index.understanding.ways import understand

_QUOTED = re.compile(r'"(?P<phrase>[^"]{1,200})"')  # only this sign: “ ” and 「」 are plain punctuation in Chinese


def clean(text: str) -> str:
    """Give a query without what has no shape, in NFKC, its white space folded."""
    plain = PLAIN_TEXTS.clean(text)
    return clean_by_steps(text) if plain is None else plain


def clean_by_steps(text: str) -> str:
    """Give what `clean` gives, of any text, without looking whether it is plain."""
    if not (text.isprintable() and unicodedata.is_normalized("NFKC", text)):
        text = visible(compatibility(text).text).text
    return " ".join(text.split())


def parse(text: str, reader: GenerationReader, deadline: Deadline = NEVER) -> ParsedQuery:
    """Give the parsed query of a cleaned text, with all that may have been meant by it in this index.

    Ways that have not been asked before the deadline are not asked any more.
    """
    typed = typed_of(text)
    understood = understand(typed, reader, deadline)
    found = groups(typed.tokens, understood.groups, understood.covered, reader.tables.pieces)
    return parsed(text, typed.folded, found, typed.asks, understood.rewritings)


def parsed(
    text: str, folded: str, found: tuple[Group, ...], asks: bool, rewritings: Sequence[Rewriting]
) -> ParsedQuery:
    """Give a parsed query of these groups, with the phrases of a text and what was read as something else."""
    phrases = _phrases(text) if '"' in text else ()
    if not rewritings:
        return ParsedQuery(text, folded, found, phrases, asks)
    return ParsedQuery(text, folded, found, phrases, asks, _shown(text, fold(text), rewritings), rewritings[0].reason)


def _phrases(text: str) -> tuple[str, ...]:
    """Give what stands in quotation marks, folded."""
    quoted = dict.fromkeys(fold(match["phrase"]).text.strip() for match in _QUOTED.finditer(text))
    return tuple(phrase for phrase in quoted if phrase)


def _shown(text: str, folded: Folded, rewritings: Sequence[Rewriting]) -> str:
    """Give the text as it was typed, but for what was read as something else: that in the script of the rest."""
    shown, position = "", 0
    for one in sorted(rewritings, key=lambda rewriting: rewriting.span):
        span = folded.original(one.span.start, one.span.end)
        shown += text[position : span.start] + in_script(one.text, "zh-Hans", script_of(text))
        position = span.end
    return shown + text[position:]
