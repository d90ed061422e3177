"""A last word that is not finished yet, in characters, letters or pinyin: 自动续, leb, zhifub."""

from __future__ import annotations

from index.analysis.channels import CHANNELS
from index.documents import Span
from index.parsed_query import Alternative
from index.reader import GenerationReader
from index.scoring import PREFIX_WEIGHT
from index.understanding.guess import Guess, Guesses, Typed, commonest

_CANDIDATES = 20
_KEYS = 200


def prefixes(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the words that start with the last word, if the text ends with it."""
    last = [token for token in typed.tokens["words"] if token.end == len(typed.folded)]
    if not last:
        return Guesses()
    token = max(last, key=lambda token: token.end - token.start)
    terms = commonest(reader, "words", _unfinished(token.term, reader), _CANDIDATES)
    guesses = [Guess("words", token.term, Alternative(term, PREFIX_WEIGHT, "prefix")) for term in terms]
    latin = [term for term in terms if term.isascii()]
    guesses += [
        Guess(c, token.term, Alternative(term, PREFIX_WEIGHT, "prefix")) for c in CHANNELS[1:] for term in latin
    ]
    return Guesses(tuple(guesses), covered=(Span(token.start, token.end),) if terms else ())


def _unfinished(word: str, reader: GenerationReader) -> list[int]:
    """Give the numbers of the terms that a word may become."""
    lexicon = reader.channels["words"].lexicon
    numbers = [number for number in lexicon.starting_with(word) if lexicon.term(number) != word]
    if word.isascii() and word.isalpha() and len(word) > 1:
        numbers += reader.full.starting_with(word, _KEYS)
    return numbers
