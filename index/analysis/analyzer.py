"""The composed pipeline: text -> folded text -> tokens by channel. One for index and query."""

from __future__ import annotations

from index.analysis.normalizer import PLAIN_TEXTS, fold_by_steps
from index.analysis.tokens import Analysis

try:
    from index.compiled_analysis import Analyzer
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.analysis.composed import Analyzer

__all__ = ["ANALYZER", "ANALYZER_VERSION", "Analysis", "analyze"]

ANALYZER_VERSION = 7
"""Raise it with every change that cuts or folds any text in another way: indexes of before are then refused."""

ANALYZER = Analyzer(PLAIN_TEXTS, fold_by_steps)
"""Folds and cuts all texts."""
analyze = ANALYZER.analyze
"""Gives the tokens of a text in every channel."""
