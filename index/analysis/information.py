"""How much a term says by itself: the less, the more often its language uses it.

Rarity in an index is something else: 马上 may stand in one section of a site only, and yet names nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import log
from typing import NamedTuple

from index.analysis.channels import Channel
from index.analysis.segmenter import common_words, is_dictionary_word
from index.script import FIRST_HAN
from index.shared_numbers import number_in

EVERYDAY = 5.0
"""3-6, nats: taken off what a word says, so that everyday words come near to nothing. Within .006 on question sets."""
LEAST = 1.0
"""0.2-2, nats: what the commonest words say. Within .002."""
MADE_UP = 5.0
"""2-8, nats: what a name says that no dictionary has: the segmenter's model made it up. Within .003."""


class _Language(NamedTuple):
    """The negative logarithms of the shares of words and of characters, and that of what is too rare to be counted."""

    words: dict[str, float]
    characters: dict[str, float]
    rare: float


def information(channel: Channel, term: str) -> float:
    """Give how much a term says, in nats, by the share of its words in the text that jieba's dictionary was made from.

    A pair of Han says what both characters do, but no more than the word that they are. What is no Han is rare, but for
    a single letter or digit.
    """
    if channel == "words" and is_made_up(term):
        return MADE_UP
    known = _language()
    if term[0] < FIRST_HAN:
        return known.rare - EVERYDAY if len(term) > 1 else LEAST
    said = number_in(known.words, term, known.rare)
    if channel == "bigrams" and len(term) == 2:
        both = sum(number_in(known.characters, character, known.rare) for character in term)
        said = min(both, number_in(known.words, term, both))
    return max(said - EVERYDAY, LEAST)


def is_made_up(word: str) -> bool:
    """Tell whether a word of several Han is one that no dictionary has."""
    return len(word) > 1 and word[0] >= FIRST_HAN and not is_dictionary_word(word)


@cache
def _language() -> _Language:
    words = common_words()
    characters: dict[str, int] = {}  # no Counter: that takes twice as long
    for word, often in words.items():
        for character in word:
            characters[character] = characters.get(character, 0) + often
    rare = log(sum(words.values()) / min(words.values()))
    return _Language(_surprise(words), _surprise(characters), rare)


def _surprise(often: Mapping[str, int]) -> dict[str, float]:
    """Give what each says: one number for all that are counted as often, since each number takes memory."""
    total = sum(often.values())
    each = {count: log(total / count) for count in set(often.values())}
    return {key: each[count] for key, count in often.items()}
