"""Word lists say what the pipeline really does."""

from __future__ import annotations

import pytest

from index.analysis.normalizer import fold
from index.analysis.words import function_words, question_words, regional_words

PAIRS = [(word, folded) for folded, words in regional_words().items() for word in words]


@pytest.mark.parametrize(("word", "folded"), PAIRS)
def test_a_regional_word_folds_to_the_one_it_is_listed_under(word: str, folded: str) -> None:
    assert fold(word).text == folded


@pytest.mark.parametrize("word", sorted(question_words() | function_words()))
def test_words_to_leave_out_are_written_as_they_are_looked_for(word: str) -> None:
    assert fold(word).text == word


def test_no_word_both_asks_and_does_not() -> None:
    assert question_words().isdisjoint(function_words())
