from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import lexicon as lexicon_module
from index import sorted_terms
from index.lexicon import Lexicon, keys_of, listed
from index.packed import packed
from tests.conftest import compiled_module

WORD = st.text(
    st.sampled_from("ab续费𠮷é-\x7f\x80\U0010ffff") | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5
)
WORDS = st.sets(WORD, max_size=25)
ANY_LEXICON = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=["a dictionary", "one landmark", "three landmarks", "compiled"], autouse=True)
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small lexicon is a dictionary too, a large one is searched in Python or in machine code: all find the same."""
    if request.param != "a dictionary":
        monkeypatch.setattr(lexicon_module, "_MOST_KNOWN", -1)
    compiled = request.param == "compiled"
    module = compiled_module("compiled_sorted_terms") if compiled else sorted_terms
    monkeypatch.setattr(lexicon_module, "SortedTerms", module.SortedTerms)
    monkeypatch.setattr(sorted_terms, "_LANDMARKS", 1 if request.param == "one landmark" else 3)


def in_order(terms: set[str]) -> list[str]:
    return sorted(terms, key=str.encode)


def made(terms: set[str]) -> Lexicon:
    return Lexicon(listed(packed(term.encode() for term in in_order(terms))))


@ANY_LEXICON
@given(WORDS)
def test_terms_are_numbered_like_a_sorted_list(terms: set[str]) -> None:
    lexicon, expected = made(terms), in_order(terms)
    assert len(lexicon) == len(expected)
    assert [lexicon.term(number) for number in range(len(lexicon))] == expected
    assert [lexicon.number(term) for term in expected] == list(range(len(expected)))


@ANY_LEXICON
@given(WORDS, WORD)
def test_a_term_has_a_number_only_if_it_is_in_the_list(terms: set[str], term: str) -> None:
    assert (made(terms).number(term) is not None) == (term in terms)


@ANY_LEXICON
@given(WORDS, st.text(st.sampled_from("ab续费𠮷é-\x7f\x80\U0010ffff"), max_size=2))
def test_the_terms_with_a_prefix_are_those_of_the_sorted_list(terms: set[str], prefix: str) -> None:
    lexicon = made(terms)
    found = [lexicon.term(number) for number in lexicon.starting_with(prefix)]
    assert found == [term for term in in_order(terms) if term.startswith(prefix)]


@ANY_LEXICON
@given(WORDS, WORD)
def test_a_term_grows_to_those_that_start_with_it_and_are_longer(terms: set[str], term: str) -> None:
    lexicon, ordered = made(terms), in_order(terms)
    for start in {term, *terms}:
        own, longer = lexicon.grown(start)
        assert own == (ordered.index(start) if start in terms else None)
        assert [ordered[number] for number in longer] == [
            one for one in ordered if one.startswith(start) and one != start
        ]


@ANY_LEXICON
@given(WORDS, st.sampled_from("\u0080续𠮷"))
def test_the_terms_before_a_limit_are_those_of_the_sorted_list(terms: set[str], limit: str) -> None:
    assert made(terms).terms_before(limit) == [term for term in in_order(terms) if term < limit]


@pytest.mark.parametrize("text", ["", "a", "续费"])
def test_a_lexicon_of_nothing_finds_nothing(text: str) -> None:
    lexicon = made(set())
    assert len(lexicon) == 0
    assert lexicon.number(text) is None
    assert list(lexicon.starting_with(text)) == []
    assert lexicon.terms_before("续") == []


def test_half_a_character_is_looked_for_without_harm() -> None:
    lexicon = made({"a", "续费"})
    assert lexicon.number("\ud800") is None
    assert list(lexicon.starting_with("\ud800")) == []


@ANY_LEXICON
@given(WORDS, st.text(st.sampled_from("ab续费𠮷é-\x7f\x80\U0010ffff"), max_size=2))
def test_many_terms_with_a_prefix_are_found_as_well(terms: set[str], prefix: str) -> None:
    many = terms | {prefix + letter for letter in "abcdefghij"}
    found = made(many).starting_with(prefix)
    assert [in_order(many)[number] for number in found] == [t for t in in_order(many) if t.startswith(prefix)]


@ANY_LEXICON
@given(WORDS)
def test_keys_come_back_from_what_files_have_of_them(terms: set[str]) -> None:
    keys = packed(term.encode() for term in in_order(terms))
    assert listed(keys).ends.dtype == np.int32
    back = keys_of(listed(keys))
    assert (list(back), back.ends.dtype) == (list(keys), np.int64)


@pytest.mark.parametrize(
    ("kind", "ends"),
    [*product([np.int32, np.int64], ([1, 9], [-1, 2], [2, 1], [1, 2**31 - 1])), (np.int64, [1, 2**62])],
)
def test_compiled_searches_leave_what_lies_outside_of_the_terms_alone(ends: list[int], kind: type[np.integer]) -> None:
    terms = compiled_module("compiled_sorted_terms").SortedTerms(b"abc", np.array(ends, kind))
    with pytest.raises(IndexError):
        [terms.code(number) for number in range(2)]
    with pytest.raises(IndexError):
        [terms.number(text) for text in ("a", "b", "zzz")]
    for number in (-1, 2):
        with pytest.raises(IndexError):
            terms.code(number)


@pytest.mark.parametrize(
    "ends", [np.array([1.0]), np.array([1], np.int16), np.array([1], np.uint32), np.array([[1]]), np.array(["a"]), None]
)
def test_compiled_searches_refuse_ends_of_another_kind(ends: object) -> None:
    with pytest.raises((TypeError, BufferError, ValueError)):
        compiled_module("compiled_sorted_terms").SortedTerms(b"abc", ends)


def test_a_term_stands_before_those_that_go_on_after_it() -> None:
    terms = ["a", "aa", "aab", "ab", "b", "ba", "续", "续费"]
    lexicon = made(set(terms))
    assert [lexicon.number(term) for term in terms] == list(range(len(terms)))
    assert [lexicon.number(term) for term in ("", "aaa", "aabb", "c", "费")] == [None] * 5
