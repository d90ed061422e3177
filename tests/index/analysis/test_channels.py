from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import channels
from index.analysis.analyzer import analyze
from index.analysis.channels import CHANNELS, LONGEST_TERM, Token, cut, words
from index.analysis.normalizer import fold

MIXED = st.text(st.sampled_from("续费卡网上流量𠮷㐀abcx019-_.'@/+&:# ，。!あé") | st.characters(), max_size=40)


def terms(text: str) -> list[str]:
    return [token.term for token in words(text)]


@given(MIXED)
def test_a_token_is_what_stands_at_its_place(text: str) -> None:
    folded = fold(text).text
    for tokens in cut(folded).values():
        for token in tokens:
            assert 0 <= token.start < token.end <= len(folded)
            assert folded[token.start : token.end][:LONGEST_TERM] == token.term


@given(MIXED)
def test_every_letter_and_digit_is_in_some_word(text: str) -> None:
    folded = fold(text).text
    covered = {i for token in words(folded) for i in range(token.start, token.end)}
    assert all(i in covered for i, character in enumerate(folded) if character.isalnum())


@given(st.text(st.sampled_from("续费卡网上流量的"), min_size=2, max_size=30))
def test_every_literal_piece_of_han_is_found_by_its_bigrams(text: str) -> None:
    found = {token.term for token in cut(f"前，{text}，后")["bigrams"]}
    assert {text[i : i + 2] for i in range(len(text) - 1)} <= found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("usb-c", ["usb-c", "usb", "c"]),
        ("5g", ["5g", "5", "g"]),
        ("iphone 15", ["iphone", "15"]),
        ("c++", ["c++", "c"]),
        ("c#", ["c#", "c"]),
        ("wi-fi", ["wi-fi", "wi", "fi"]),
        ("a@b.example", ["a@b.example", "a", "b", "example"]),
        ("v2.1", ["v2.1", "v", "2", "1"]),
        ("- + # _", []),
        ("usb-", ["usb"]),
        ("a", ["a"]),
    ],
)
def test_latin_and_digits_are_kept_whole_and_in_parts(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("第3步登录", {"3", "登录"}),
        ("在便利店充值", {"便利店", "便利", "充值"}),
        ("用iphone15上网", {"iphone15", "iphone", "15", "上网"}),
        ("㐀𠮷", {"㐀", "𠮷"}),
    ],
)
def test_han_and_latin_part_where_they_meet(text: str, some: set[str]) -> None:
    assert some <= set(terms(text)) | {token.term for token in cut(text)["characters"]}


def test_a_long_run_of_latin_is_known_by_its_beginning() -> None:
    [token] = words("x" * 200)
    assert token == Token("x" * LONGEST_TERM, 0, 200)


def test_bigrams_and_characters_end_with_their_run_and_keep_latin_whole() -> None:
    assert cut("续费a卡")["bigrams"] == (Token("续费", 0, 2), Token("a", 2, 3))
    assert [token.term for token in cut("续费ab卡，1")["characters"]] == ["续", "费", "卡", "ab", "1"]


@given(MIXED)
def test_a_section_and_a_query_are_cut_the_same_way(text: str) -> None:
    assert analyze(text) == analyze(text)
    assert analyze(text).folded == fold(text)


@given(MIXED)
def test_terms_are_those_of_the_tokens(text: str) -> None:
    folded = fold(text).text
    runs, tokens = channels.runs_of(folded), cut(folded)
    assert tokens["words"] == tuple(words(folded))
    for channel in CHANNELS:
        found = channels.terms(runs, channel)
        assert Counter(zip(*found, strict=True)) == Counter((token.term, token.start) for token in tokens[channel])
