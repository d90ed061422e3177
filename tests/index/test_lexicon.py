from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import lexicon as lexicon_module
from index.lexicon import Lexicon, write_lexicon

WORD = st.text(
    st.sampled_from("ab续费𠮷é-\x7f\x80\U0010ffff") | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5
)
WORDS = st.sets(WORD, max_size=25)
ANY_LEXICON = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=[1, 3, 16_384], ids=["one landmark", "three landmarks", "all in memory"], autouse=True)
def landmarks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few terms of a large lexicon are kept in memory, all of a small one: what is found is the same."""
    monkeypatch.setattr(lexicon_module, "_LANDMARKS", request.param)


def in_order(terms: set[str]) -> list[str]:
    return sorted(terms, key=str.encode)


def made(directory: str, terms: set[str]) -> Lexicon:
    write_lexicon(Path(directory), "some", [term.encode() for term in in_order(terms)])
    return Lexicon(Path(directory), "some")


@ANY_LEXICON
@given(WORDS)
def test_terms_are_numbered_like_a_sorted_list(terms: set[str]) -> None:
    with TemporaryDirectory() as directory:
        lexicon = made(directory, terms)
        expected = in_order(terms)
        assert len(lexicon) == len(expected)
        assert [lexicon.term(number) for number in range(len(lexicon))] == expected
        assert [lexicon.number(term) for term in expected] == list(range(len(expected)))


@ANY_LEXICON
@given(WORDS, WORD)
def test_a_term_has_a_number_only_if_it_is_in_the_list(terms: set[str], term: str) -> None:
    with TemporaryDirectory() as directory:
        assert (made(directory, terms).number(term) is not None) == (term in terms)


@ANY_LEXICON
@given(WORDS, st.text(st.sampled_from("ab续费𠮷é-\x7f\x80\U0010ffff"), max_size=2))
def test_the_terms_with_a_prefix_are_those_of_the_sorted_list(terms: set[str], prefix: str) -> None:
    with TemporaryDirectory() as directory:
        lexicon = made(directory, terms)
        found = [lexicon.term(number) for number in lexicon.starting_with(prefix)]
        assert found == [term for term in in_order(terms) if term.startswith(prefix)]


@ANY_LEXICON
@given(WORDS, st.sampled_from("\u0080续𠮷"))
def test_the_terms_before_a_limit_are_those_of_the_sorted_list(terms: set[str], limit: str) -> None:
    with TemporaryDirectory() as directory:
        assert made(directory, terms).terms_before(limit) == [term for term in in_order(terms) if term < limit]


@pytest.mark.parametrize("text", ["", "a", "续费"])
def test_a_lexicon_of_nothing_finds_nothing(tmp_path: Path, text: str) -> None:
    lexicon = made(str(tmp_path), set())
    assert len(lexicon) == 0
    assert lexicon.number(text) is None
    assert list(lexicon.starting_with(text)) == []
    assert lexicon.terms_before("续") == []


def test_half_a_character_is_looked_for_without_harm(tmp_path: Path) -> None:
    lexicon = made(str(tmp_path), {"a", "续费"})
    assert lexicon.number("\ud800") is None
    assert list(lexicon.starting_with("\ud800")) == []


def test_two_lexicons_stand_beside_each_other(tmp_path: Path) -> None:
    write_lexicon(tmp_path, "one", [b"a"])
    write_lexicon(tmp_path, "two", [b"b"])
    assert Lexicon(tmp_path, "one").terms_before("续") == ["a"]
    assert Lexicon(tmp_path, "two").terms_before("续") == ["b"]
