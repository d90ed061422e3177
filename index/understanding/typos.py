"""Latin words with a slip of the finger: lebra for lebara."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from index.analysis.channels import CHANNELS, Token
from index.documents import Span
from index.parsed_query import Alternative, Rewriting
from index.reader import GenerationReader
from index.scoring import TYPO_WEIGHT
from index.understanding.guess import Guess, Guesses, Typed

SHORTEST = 4
"""Letters of the shortest word that is read with a slip: in shorter ones every other word is near."""
TWO_SLIPS = 8
"""Letters from which on two slips are allowed."""
_CANDIDATES = 4


def typos(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the Latin words of the index that are one slip away from unknown ones, two for long ones."""
    guesses: list[Guess] = []
    rewritings: list[Rewriting] = []
    tokens = typed.tokens["words"]
    for token in tokens:
        near = [] if _is_part(token, tokens) else _near(token, reader)
        for channel in CHANNELS:
            guesses += [Guess(channel, token.term, Alternative(term, TYPO_WEIGHT, "typo")) for term in near]
        rewritings += [Rewriting(Span(token.start, token.end), near[0], "typo")] if near else []
    return Guesses(tuple(guesses), tuple(rewritings))


def _is_part(token: Token, tokens: Sequence[Token]) -> bool:
    """Tell whether a token stands inside another one: esim in esim1088 is nobody's slip."""
    return any(o.start <= token.start and token.end <= o.end and o != token for o in tokens)


def _near(token: Token, reader: GenerationReader) -> list[str]:
    word = token.term
    if len(word) < SHORTEST or not word.isalpha() or word[0] >= "\u2e80" or word[-1] >= "\u2e80":
        return []
    impacts = reader.channels["words"]
    if impacts.lexicon.number(word) is not None:
        return []
    slips = 2 if len(word) >= TWO_SLIPS else 1
    found = [
        (distance, -impacts.holders_of(term), term)
        for term in reader.latin
        if abs(len(term) - len(word)) <= slips and (distance := OSA.distance(word, term, score_cutoff=slips)) <= slips
    ]
    return [term for _, _, term in sorted(found)[:_CANDIDATES]]
