"""What terms say, by how often their language uses them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.information import LEAST, MADE_UP, _language, information, is_made_up
from index.analysis.segmenter import common_words


@pytest.mark.parametrize(("less", "more"), [("的", "问题"), ("问题", "马上"), ("马上", "续费"), ("手机", "饕餮")])
def test_the_less_usual_word_says_more(less: str, more: str) -> None:
    assert information("words", less) < information("words", more)


def test_a_pair_says_what_its_characters_do_and_no_more_than_the_word_that_it_is() -> None:
    assert information("bigrams", "手机") == information("words", "手机")
    assert information("bigrams", "机卡") > information("bigrams", "手机")
    assert information("bigrams", "的了") < information("bigrams", "机卡")


def test_latin_is_rare_but_for_single_letters_and_digits() -> None:
    assert information("words", "esim") == information("words", "饕餮")
    assert information("words", "z") == information("bigrams", "5") == LEAST


def test_a_name_that_no_dictionary_has_may_be_none() -> None:
    assert is_made_up("杨群")
    assert not any(map(is_made_up, ["杨", "手机", "esim"]))
    assert information("words", "杨群") == MADE_UP < information("words", "饕餮")


@given(st.sampled_from(["words", "bigrams"]), st.text(min_size=1, max_size=6))
def test_everything_says_something_and_nothing_without_bounds(channel: str, term: str) -> None:
    assert LEAST <= information(channel, term) <= 30  # type: ignore[arg-type] # a string of the channels


def test_common_words_are_counted_a_hundred_times_at_least() -> None:
    words = common_words()
    assert min(words.values()) >= 100
    assert {"的", "了", "手机"} < words.keys()
    assert "饕餮" not in words


def test_words_that_are_counted_as_often_share_one_number() -> None:
    words, said = common_words(), _language().words
    assert said.keys() == words.keys()
    assert len(set(map(id, said.values()))) == len(set(words.values()))
