"""Latin words with a slip of the finger: lebra for lebara."""

from __future__ import annotations

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from index.analysis.channels import CHANNELS, Token
from index.documents import Span
from index.parsed_query import Alternative, Group, Piece, Rewriting, Typed
from index.reader import GenerationReader
from index.scoring import TYPO_WEIGHT
from index.script import FIRST_CJK
from index.understanding.guess import Guesses
from index.understanding.synonyms import synonyms_if

SHORTEST = 3
"""Letters of the shortest word that is read with a slip: in shorter ones every other word is near."""
TWO_SLIPS = 8
"""Letters from which on two slips are allowed."""
_CANDIDATES = 4


def typos(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the Latin words that are one slip away from unknown ones, two for long ones: of the index, or with synonyms.

    Those of wechat pay are found for wechta pay too.
    """
    groups: list[Group] = []
    rewritings: list[Rewriting] = []
    covered: list[Piece] = []
    for token in typed.tokens["words"]:
        words = near(token.term, reader)
        if not words or not _is_whole(token, typed.folded, reader):
            continue
        span = Span(token.start, token.end)
        held = [word for word in words if reader.channels["words"].holders_of(word)]
        readings = {word: Alternative(word, TYPO_WEIGHT, "typo") for word in words}
        named = {word: synonyms_if(reading, span, typed, reader) for word, reading in readings.items()}
        if held:
            alternatives = tuple([readings[word] for word in held])
            groups += [Group(channel, token.term, alternatives) for channel in CHANNELS]
        groups += [group for one in named.values() for group in one.groups]
        covered += [name for one in named.values() for name in one.covered]
        rewritings += [Rewriting(span, word, "typo") for word in words if word in held or named[word].groups][:1]
    return Guesses(tuple(groups), tuple(rewritings), tuple(covered))


def _is_whole(token: Token, folded: str, reader: GenerationReader) -> bool:
    """Tell whether a token is a word of its own, and not the start of one that is still being typed."""
    return _stands_alone(token, folded) and not (token.end == len(folded) and _may_grow(token.term, reader))


def _may_grow(word: str, reader: GenerationReader) -> bool:
    return bool(reader.synonyms.names_starting(word) or reader.channels["words"].lexicon.starting_with(word))


def _stands_alone(token: Token, folded: str) -> bool:
    """Tell whether no other Latin letter or digit touches a token: a part of a number or name is no slip."""
    around = folded[max(0, token.start - 1) : token.start] + folded[token.end : token.end + 1]
    return not any(character.isalnum() and character < FIRST_CJK for character in around)


def near(word: str, reader: GenerationReader) -> list[str]:
    """Give the Latin words of the index and its synonyms that an unknown word may be, nearest and commonest first.

    The first letter is right, or changed places with the second: esim is not sim. A word of three letters may lack one
    inside: bcl for bcpl.
    """
    may_slip = len(word) >= SHORTEST and max(word) < FIRST_CJK and word.isalpha()
    if not may_slip or word in reader.latin.get((word[0], len(word)), ()):
        return []
    slips = 2 if len(word) >= TWO_SLIPS else 1
    near_ones = extract(word, _candidates(word, slips, reader), scorer=OSA.distance, score_cutoff=slips, limit=None)
    holders_of = reader.channels["words"].holders_of
    found = [(slipped, -holders_of(term), term) for term, slipped, _ in near_ones if _may_be(word, term)]
    return [term for _, _, term in sorted(found)[:_CANDIDATES]]


def _candidates(word: str, slips: int, reader: GenerationReader) -> list[str]:
    """Give the known Latin words that start with one of the first two letters and are about as long."""
    candidates: list[str] = []
    for letter in {word[0], word[1]}:
        for length in range(len(word) - slips, len(word) + slips + 1):
            candidates += reader.latin.get((letter, length), ())
    return candidates


def _may_be(word: str, term: str) -> bool:
    if len(word) == SHORTEST and (len(term) != len(word) + 1 or term[0] != word[0] or term[-1] != word[-1]):
        return False
    return word[0] in term[:2]
