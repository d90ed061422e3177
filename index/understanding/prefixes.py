"""A last word that is not finished yet, in characters, letters or pinyin: 自动续, leb, zhifub."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis.channels import CHANNELS, Token
from index.documents import Span
from index.parsed_query import Alternative
from index.reader import GenerationReader
from index.scoring import PREFIX_WEIGHT, SURE_PREFIX_WEIGHT
from index.understanding.guess import Guess, Guesses, Typed, commonest
from index.understanding.synonyms import synonyms_if

_CANDIDATES = 20
_KEYS = 200


def prefixes(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the words that start with the last word, if the text ends with it: the longest that any word starts with."""
    last = [token for token in typed.tokens["words"] if token.end == len(typed.folded)]
    for token in sorted(last, key=lambda token: token.start):
        if _ends_phrase(token, typed.folded, reader):
            return Guesses()
        is_part = any(other.start < token.start for other in last)
        numbers = _unfinished(token.term, reader, is_part=is_part)
        words = _weighted(token.term, commonest(reader, "words", numbers, _CANDIDATES), reader)
        named = Guesses() if is_part else _names(token, typed, reader)
        if words or named.guesses:
            covered = (Span(token.start, token.end), *named.covered)
            return Guesses((*_become(token.term, words), *named.guesses), covered=covered)
    return Guesses()


def _become(word: str, words: Sequence[Alternative]) -> list[Guess]:
    guesses = [Guess("words", word, longer) for longer in words]
    return guesses + [Guess(c, word, longer) for c in CHANNELS[1:] for longer in words if longer.term.isascii()]


def _names(token: Token, typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the synonyms of the names that Latin letters may become: those of alipay for alip."""
    if len(token.term) < 2:
        return Guesses()
    span = Span(token.start, token.end)
    readings = (Alternative(name, SURE_PREFIX_WEIGHT, "prefix") for name in reader.synonyms.names_starting(token.term))
    found = [synonyms_if(reading, span, typed, reader) for reading in readings]
    guesses = tuple(guess for one in found for guess in one.guesses)
    return Guesses(guesses, covered=tuple(name for one in found for name in one.covered))


def _ends_phrase(token: Token, folded: str, reader: GenerationReader) -> bool:
    """Tell whether a token is the end of a longer name that has synonyms: the pay of wechat pay becomes no paypal."""
    names = (name for name, _ in reader.synonyms.find(folded))
    return any(folded.endswith(name) and len(name) > len(token.term) for name in names)


def _weighted(word: str, terms: Sequence[str], reader: GenerationReader) -> list[Alternative]:
    """Give the terms with weights: the larger its share of all holders, the word's own too, the surer it was meant."""
    holders = [reader.channels["words"].holders_of(term) for term in terms]
    total = sum(holders) + reader.channels["words"].holders_of(word)
    weights = [PREFIX_WEIGHT + (SURE_PREFIX_WEIGHT - PREFIX_WEIGHT) * count / total for count in holders]
    return [Alternative(term, weight, "prefix") for term, weight in zip(terms, weights, strict=True)]


def _unfinished(word: str, reader: GenerationReader, *, is_part: bool) -> list[int]:
    """Give the numbers of the terms that a word may become; a part of a longer one is no pinyin: me in t.me."""
    lexicon = reader.channels["words"].lexicon
    numbers = [number for number in lexicon.starting_with(word) if lexicon.term(number) != word]
    if word.isascii() and word.isalpha() and len(word) > 1 and not is_part:
        numbers += reader.full.starting_with(word, _KEYS)
    return numbers
