"""What a visitor typed -> a parsed query. There is no query language but a "quoted phrase"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from index.analysis.analyzer import Analysis, analyze
from index.analysis.channels import CHANNELS, Channel, Token, outermost
from index.analysis.normalizer import Folded, compatibility, fold, visible
from index.analysis.segmenter import is_dictionary_word
from index.analysis.words import function_words, left_out_words, question_words
from index.deadline import NEVER, Deadline
from index.documents import Span
from index.parsed_query import Alternative, Group, ParsedQuery, Rewriting
from index.reader import GenerationReader
from index.script import FIRST_HAN, in_script, script_of
from index.understanding.guess import Guess, Typed, Way
from index.understanding.homophones import homophones
from index.understanding.prefixes import prefixes
from index.understanding.romanised import romanised
from index.understanding.synonyms import synonyms
from index.understanding.typos import typos

WAYS: tuple[Way, ...] = (synonyms, romanised, homophones, typos, prefixes)
"""Ways to understand what was typed, in their order: the first one to read a piece as something else wins."""
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
    typed = Typed(analysis.folded.text, _kept(analysis))
    understood = [way(typed, reader) for way in WAYS if not deadline.passed]
    rewritings: list[Rewriting] = []
    for one in understood:
        rewritings += _apart(one.rewritings, rewritings)
    alternatives = _alternatives(typed, [guess for one in understood for guess in one.guesses])
    spans = [*(rewriting.span for rewriting in rewritings), *(span for one in understood for span in one.covered)]
    for channel, term in _replaced(typed, spans, reader):
        if all(alternative.origin == "typed" for alternative in alternatives[channel, term].values()):
            del alternatives[channel, term]
    groups = tuple(Group(channel, term, tuple(found.values())) for (channel, term), found in alternatives.items())
    quoted = dict.fromkeys(fold(match["phrase"]).text.strip() for match in _QUOTED.finditer(text))
    phrases = tuple(phrase for phrase in quoted if phrase)
    asks = not question_words().isdisjoint([token.term for token in analysis.tokens["words"]])
    if not rewritings:
        return ParsedQuery(text, typed.folded, groups, phrases, asks)
    shown = _shown(text, analysis.folded, rewritings)
    return ParsedQuery(text, typed.folded, groups, phrases, asks, shown, rewritings[0].reason)


def _alternatives(typed: Typed, guesses: Sequence[Guess]) -> dict[tuple[Channel, str], dict[str, Alternative]]:
    """Give, for each thing typed in each channel, its alternatives by their terms: the first of a term stays."""
    alternatives: dict[tuple[Channel, str], dict[str, Alternative]] = {}
    for channel in CHANNELS:
        for token in typed.tokens[channel]:
            alternatives[channel, token.term] = {token.term: Alternative(token.term)}
    for guess in guesses:
        alternatives.setdefault((guess.channel, guess.typed), {}).setdefault(guess.alternative.term, guess.alternative)
    return alternatives


def _replaced(typed: Typed, spans: Sequence[Span], reader: GenerationReader) -> list[tuple[Channel, str]]:
    """Give the typed terms that no section has and that guesses stand for, in part at least."""
    places = {place for span in spans for place in range(span.start, span.end)}
    replaced: dict[tuple[Channel, str], None] = {}
    for channel in CHANNELS if places else ():
        holders_of = reader.channels[channel].holders_of
        for term, start, end in typed.tokens[channel]:
            if not places.isdisjoint(range(start, end)) and not holders_of(term):
                replaced[channel, term] = None
    return list(replaced)


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


def _kept(analysis: Analysis) -> dict[Channel, list[Token]]:
    """Give the tokens of each channel that lie outside question words; these too if that leaves no word.

    Words that only stand around a question never count: 的 stands in every section.
    Of Han words inside others (便利 in 便利店) only the outermost counts: whoever typed the long one means it.
    """
    kept = _outside(left_out_words(), analysis)
    if not kept["words"]:
        kept = _outside(function_words(), analysis)
    known = [token for token in kept["words"] if token.term[0] >= FIRST_HAN and is_dictionary_word(token.term)]
    inner = set(known) - set(outermost(known))
    return {**kept, "words": [token for token in kept["words"] if token not in inner]}


def _outside(some: Collection[str], analysis: Analysis) -> dict[Channel, list[Token]]:
    """Give the tokens of each channel that lie inside none of certain words."""
    reach: dict[int, int] = {}
    for term, start, end in analysis.tokens["words"]:
        if term in some:
            reach |= {place: max(end, reach.get(place, 0)) for place in range(start, end)}
    return {c: [t for t in tokens if reach.get(t.start, 0) < t.end] for c, tokens in analysis.tokens.items()}
