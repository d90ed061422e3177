"""Text to its tokens by channel. `compiled_analysis` gives the same."""

from __future__ import annotations

from collections.abc import Callable

from index.analysis.channels import cut
from index.analysis.folded import Folded
from index.analysis.plain_texts import PlainTexts
from index.analysis.tokens import Analysis


class Analyzer:
    """Plain texts, and what folds all others."""

    def __init__(self, texts: PlainTexts, fold: Callable[[str], Folded]) -> None:
        self._texts, self._fold = texts, fold

    def analyze(self, text: str) -> Analysis:
        """Give the tokens of `text` in every channel."""
        folded = self._texts.fold(text) or self._fold(text)
        return Analysis(folded, cut(folded.text))
