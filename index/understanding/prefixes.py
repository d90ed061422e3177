"""A last word that is not finished yet, in characters, letters or pinyin: 自动续, leb, zhifub."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis.channels import CHANNELS, Token
from index.documents import Span
from index.parsed_query import Alternative, Group, Typed
from index.reader import GenerationReader
from index.scoring import PREFIX_WEIGHT, SURE_PREFIX_WEIGHT
from index.understanding.guess import NOTHING, Guesses, commonest
from index.understanding.synonyms import synonyms_if

_CANDIDATES = 20
_KEYS = 200


def prefixes(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the words that start with the last word, if the text ends with it: the longest that any word starts with."""
    last = typed.last
    for token in last:
        term, start, end = token
        is_part = start > last[0][1]
        words = _become(term, reader, is_part=is_part)
        named = NOTHING if is_part or not term.isascii() else _names(token, typed, reader)
        if words or named is not NOTHING:
            if _ends_phrase(token, typed.folded, reader):
                break
            return Guesses((*_groups(term, words), *named.groups), covered=((start, end), *named.covered))
    return NOTHING


def _groups(word: str, words: Sequence[Alternative]) -> list[Group]:
    latin = tuple([longer for longer in words if longer.term.isascii()])
    every = [("words", tuple(words)), *((channel, latin) for channel in CHANNELS[1:])]
    return [Group(channel, word, alternatives) for channel, alternatives in every if alternatives]


def _names(token: Token, typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the synonyms of the names that Latin letters may become: those of alipay for alip."""
    if len(token.term) < 2:
        return NOTHING
    span = Span(token.start, token.end)
    readings = (Alternative(name, SURE_PREFIX_WEIGHT, "prefix") for name in reader.synonyms.names_starting(token.term))
    found = [synonyms_if(reading, span, typed, reader) for reading in readings]
    groups = tuple(group for one in found for group in one.groups)
    return Guesses(groups, covered=tuple(name for one in found for name in one.covered)) if groups else NOTHING


def _ends_phrase(token: Token, folded: str, reader: GenerationReader) -> bool:
    """Tell whether a token is the end of a longer name that has synonyms: the pay of wechat pay becomes no paypal."""
    names = [name.text for name in reader.synonyms.find(folded)]
    return any(folded.endswith(name) and len(name) > len(token.term) for name in names)


def grown(word: str, reader: GenerationReader) -> tuple[Group, ...]:
    """Give what a last word of Han may become."""
    return tuple(_groups(word, _become(word, reader, is_part=False)))


def _become(word: str, reader: GenerationReader, *, is_part: bool) -> list[Alternative]:
    """Give the commonest of the terms that a word may become.

    The larger its share of all holders, the word's own too, the surer each was meant.
    """
    words = reader.channels["words"]
    own, longer = words.lexicon.grown(word)
    numbers: Sequence[int] = longer
    if not is_part and len(word) > 1 and word.isascii() and word.isalpha():  # of a longer word it is none: me in t.me
        numbers = [*longer, *reader.full.starting_with(word, _KEYS)]
    if not numbers:
        return []
    found = commonest(reader, "words", numbers, _CANDIDATES)
    held_itself = 0 if own is None else words.holders(own)
    term, total = words.lexicon.term, sum([held for _, held in found]) + held_itself
    sure = SURE_PREFIX_WEIGHT - PREFIX_WEIGHT
    return [Alternative(term(number), PREFIX_WEIGHT + sure * held / total, "prefix") for number, held in found]
