"""BM25, its parameters and the weights of channels and of titles."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from sys import float_info
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import Channel

K1 = 1.2
"""0.5-2: how much a second and third occurrence of a term still adds. Higher: more."""
B = 0.75
"""0-1: how much long sections are held back. 0: not at all."""
TITLE_WEIGHT = 2
"""1-10, whole: occurrences that one in the title counts for. It weighs inside the same field: a field of its own would
count a term's rarity twice."""
BREADCRUMB_WEIGHT = 1
"""0-3, whole: the same for the titles above a section's own."""
CHANNEL_WEIGHTS: Mapping[Channel, float] = MappingProxyType({"words": 1.0, "bigrams": 0.5, "characters": 0.25})
"""0-1 each: what a channel's scores count for. Words say most; bigrams and characters catch what was cut otherwise."""
TELLING: tuple[Channel, ...] = ("words", "bigrams")
"""Channels that tell whether a section is about the query, and find it. A single character says too little."""
SINGLE: tuple[Channel, ...] = ("characters",)
"""Channels that only put in order what others find."""
SYNONYM_WEIGHT = 0.6
"""0-1: what a synonym counts for against the word that was typed. At 1 it would outrank it."""
PINYIN_WEIGHT = 0.8
"""0-1: the same for words that Latin letters were read as."""
HOMOPHONE_WEIGHT = 0.6
"""0-1: the same for words that sound like what was typed and no section has."""
TYPO_WEIGHT = 0.7
"""0-1: the same for Latin words a slip away."""
PREFIX_WEIGHT = 0.35
"""0-1: the same for each of many words that the last one may become."""
SURE_PREFIX_WEIGHT = 0.8
"""0-1: the same for the only word that the last one may become."""
PIECE_POINTS = 0.1
"""0-1: what a section scores that has no word of the query but holds it literally. 0: it is not found."""
FAQ_WEIGHT = 1.1
"""1-1.5: what the score of an answer to a frequent question counts for against other sections. Visitors ask what is
asked often, and such answers are short and seldom repeat the question's words."""
TOGETHER_WEIGHT = 1.0
"""0-2: what a section gains whose one stretch holds all of the query: that share of its score. 0: words count alike
wherever they stand."""
FIRST = 10
GUIDE_SHARE = 5
"""1-10, sections of one guide among the FIRST ten of a ranking, as long as other guides answer too and the query names
no guide. Lower: more guides, and weaker answers."""
LEAST_RELEVANCE = 0.23
"""0-1: below this `relevance` of the best sections there is no answer. Higher: more questions find nothing. Of
questions about other subjects .23 refuses 79%, .35 93%; of those that have an answer one in 500 and one in 100."""
MISSING_WEIGHT = 1.3
"""1-2: what something asked for says that no section has, against what one has. Higher: more questions find nothing."""
USUAL_SCORE = 1.3
"""1-2: what the best score, by the logarithm of the number of sections, may be without saying anything: questions about
other subjects reach it too. Lower: fewer of them are refused."""
SCORE_POWER = 0.6
"""0-1: how much a higher score makes up for what is missing. 0: not at all."""


def idf(sections: int, holders: int) -> float:
    """Give the rarity of a term that `holders` of `sections` hold: Lucene's form of BM25's, never negative."""
    return log(1 + (sections - holders + 0.5) / (holders + 0.5))


def dampings(lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give by how much a section damps each of its postings, by the weighted occurrences of all its terms."""
    average = float(lengths.mean()) if lengths.any() else 1.0
    return K1 * (1 - B + B * lengths / average)


def impacts(frequencies: NDArray[np.float64], damping: NDArray[np.float64], rarity: float) -> NDArray[np.float64]:
    """Give the BM25 score of each posting of a term.

    Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), without the constant factor K1 + 1, as in
    Lucene. `frequencies` are weighted occurrences, `damping` is that of the posting's section.
    """
    return rarity * frequencies / (frequencies + damping)


def nearness(known: NDArray[np.float64], together: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give what sections gain, as a share of their scores, by how much of the query stands together in them.

    `known` is the share of the query's rarity that a section holds, `together` what one stretch of it does. Both count:
    how much there is, by the root of the second, and how near, by the root of the second's share in the first.
    """
    return TOGETHER_WEIGHT * together / np.sqrt(np.maximum(known, float_info.min))


def relevance(told: float, score: float, sections: int) -> float:
    """Give how much the best of the ranking says about the query: 1 and more for a title typed word by word.

    `told` is the share of the information asked for that one stretch of a section holds. A high BM25 `score` makes up
    for what is missing; scores grow with the logarithm of the number of sections.
    """
    unusual: float = max(1.0, score / log(1 + sections) / USUAL_SCORE) ** SCORE_POWER
    return told * unusual
