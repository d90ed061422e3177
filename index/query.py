"""What a visitor typed -> a parsed query. There is no query language but a "quoted phrase"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from index.analysis.analyzer import Analysis, analyze
from index.analysis.normalizer import Folded, compatibility, fold, visible
from index.analysis.segmenter import cutter
from index.analysis.words import always_left_out, left_out_words
from index.deadline import NEVER, Deadline
from index.parsed_query import Group, ParsedQuery, Piece, Rewriting, Typed
from index.query_loops import groups, kept
from index.reader import GenerationReader
from index.script import in_script, script_of
from index.understanding.guess import NOTHING, Way
from index.understanding.homophones import homophones
from index.understanding.prefixes import prefixes
from index.understanding.romanised import romanised
from index.understanding.synonyms import synonyms
from index.understanding.typos import typos

_LEFT_OUT, _ALWAYS_LEFT_OUT = left_out_words(), always_left_out()
WAYS: tuple[Way, ...] = (synonyms, romanised, homophones, typos, prefixes)
"""Ways to understand what was typed, in their order: the first one to read a piece as something else wins."""
WAYS_FOR_HAN: tuple[Way, ...] = (synonyms, homophones, prefixes)
"""Those that may have something to do where nothing but Han was typed."""
LONGEST_QUERY = 200
"""Code points, after cleaning."""

_QUOTED = re.compile(r'"(?P<phrase>[^"]{1,200})"')  # only this sign: “ ” and 「」 are plain punctuation in Chinese


def clean(text: str) -> str:
    """Give a query without what has no shape, in NFKC, its white space folded."""
    if not (text.isprintable() and unicodedata.is_normalized("NFKC", text)):
        text = visible(compatibility(text).text).text
    return " ".join(text.split())


def parse(text: str, reader: GenerationReader, deadline: Deadline = NEVER) -> ParsedQuery:
    """Give the parsed query of a cleaned text, with all that may have been meant by it in this index.

    Ways that have not been asked before the deadline are not asked any more.
    """
    analysis = analyze(text)
    typed = _typed(analysis)
    guessed: list[Group] = []
    rewritings: list[Rewriting] = []
    spans: list[Piece] = []
    folded, tokens, _, _, is_han, asks = typed  # by their names takes three times as long
    for way in WAYS_FOR_HAN if is_han else WAYS:
        if deadline is not NEVER and deadline.passed:
            break
        understood = way(typed, reader)
        if understood is not NOTHING:
            new_groups, new_rewritings, covered = understood
            guessed += new_groups
            spans += covered
            rewritings += _apart(new_rewritings, rewritings) if new_rewritings else ()
    if rewritings:
        spans += [rewriting.span for rewriting in rewritings]
    found = groups(tokens, guessed, spans, reader.channels)
    phrases = _phrases(text) if '"' in text else ()
    if not rewritings:
        return ParsedQuery(text, folded, found, phrases, asks)
    shown = _shown(text, analysis.folded, rewritings)
    return ParsedQuery(text, folded, found, phrases, asks, shown, rewritings[0].reason)


def _typed(analysis: Analysis) -> Typed:
    """Give what was typed without question words; with these if that leaves no word.

    Words that only stand around a question never count: 的 stands in every section.
    """
    (folded, tokens), is_word = analysis, cutter().dictionary.has
    typed = kept(folded.text, tokens, _LEFT_OUT, is_word)
    if tokens["words"] and not typed.tokens["words"]:
        return kept(folded.text, tokens, _ALWAYS_LEFT_OUT, is_word)._replace(asks=typed.asks)
    return typed


def _phrases(text: str) -> tuple[str, ...]:
    """Give what stands in quotation marks, folded."""
    quoted = dict.fromkeys(fold(match["phrase"]).text.strip() for match in _QUOTED.finditer(text))
    return tuple(phrase for phrase in quoted if phrase)


def _apart(new: Sequence[Rewriting], old: Sequence[Rewriting]) -> list[Rewriting]:
    """Give the new rewritings that overlap none of the old."""
    return [n for n in new if not any(n.span.overlaps(o.span) for o in old)]


def _shown(text: str, folded: Folded, rewritings: Sequence[Rewriting]) -> str:
    """Give the text as it was typed, but for what was read as something else: that in the script of the rest."""
    shown, position = "", 0
    for one in sorted(rewritings, key=lambda rewriting: rewriting.span):
        span = folded.original(one.span.start, one.span.end)
        shown += text[position : span.start] + in_script(one.text, "zh-Hans", script_of(text))
        position = span.end
    return shown + text[position:]
