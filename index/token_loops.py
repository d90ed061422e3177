"""Which tokens of a query count, and which of them may be slips. `compiled_token_loops` gives the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from index.analysis.analyzer import analyze
from index.analysis.channels import Token, outermost
from index.analysis.segmenter import is_dictionary_word
from index.analysis.words import always_left_out, left_out_words
from index.parsed_query import Piece, Tokens, Typed
from index.script import FIRST_HAN, LAST_OF_MOST_HAN

LONGEST_SUSPECT = 4
"""Han of the longest piece that is read by its sound."""


def typed_of(text: str) -> Typed:
    """Give what was typed without question words; with these if that leaves no word.

    Words that only stand around a question never count: 的 stands in every section.
    """
    folded, tokens = analyze(text)
    typed = kept(folded.text, tokens, left_out_words(), is_dictionary_word)
    if tokens["words"] and not typed.tokens["words"]:
        return kept(folded.text, tokens, always_left_out(), is_dictionary_word)._replace(asks=typed.asks)
    return typed


def kept(folded: str, tokens: Tokens, left_out: Mapping[str, bool], is_word: Callable[[str], bool]) -> Typed:
    """Give what was typed: the tokens of each channel that lie inside none of certain words, which may ask.

    Of Han words inside others (便利 in 便利店) only the outermost counts: whoever typed the long one means it. Only
    words of the dictionary hide others.
    """
    out = [token for token in tokens["words"] if token.term in left_out]
    reach: dict[int, int] = {}
    for _, start, end in out:
        reach |= {place: max(end, reach.get(place, 0)) for place in range(start, end)}
    found = {channel: [t for t in some if reach.get(t.start, 0) < t.end] for channel, some in tokens.items()}
    known = [token for token in found["words"] if token.term[0] >= FIRST_HAN and is_word(token.term)]
    inner = set(known) - set(outermost(known))
    words = [token for token in found["words"] if token not in inner]
    last = sorted([token for token in words if token.end == len(folded)], key=lambda token: token.start)
    is_han = all(FIRST_HAN <= token.term[0] <= LAST_OF_MOST_HAN for token in tokens["words"][-1:])  # all else is last
    asks = any(left_out[token.term] for token in out)
    return Typed(folded, {**found, "words": words}, tuple(last), _suspects(words, is_word), is_han, asks)


def _suspects(words: Sequence[Token], is_word: Callable[[str], bool]) -> tuple[Piece, ...]:
    """Give the pieces of two to four Han that are neighbouring words with a single character among them, or no word.

    The longest come first.
    """
    han = [token for token in words if token.term[0] >= FIRST_HAN]
    if all(len(token.term) > 1 for token in han):
        return ()
    found = _runs(outermost([token for token in han if len(token.term) == 1 or is_word(token.term)]))
    return tuple(sorted(found, key=lambda piece: piece[0] - piece[1]))


def _runs(tokens: Sequence[Token]) -> Iterator[Piece]:
    for first, token in enumerate(tokens):
        lengths, last = [len(token.term)], token.end
        for term, start, end in tokens[first + 1 :]:
            if start != last or end - token.start > LONGEST_SUSPECT:
                break
            last = end
            lengths.append(len(term))
            if min(lengths) == 1 and max(lengths) <= 2:
                yield token.start, end
