"""Both forms of what counts of a query, in Python and compiled, against what that is by definition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import token_loops
from index.analysis.channels import Channel, Token
from index.parsed_query import Typed
from index.script import FIRST_HAN
from tests.conftest import compiled_module
from tests.index.query_tokens import BY_CHANNEL, PIECES, SOME, TEXT, TOKENS, of_words, token


@pytest.fixture(scope="module")
def compiled() -> ModuleType:
    """The compiled form. It is missing only where nothing can be compiled."""
    return compiled_module("compiled_token_loops")


@pytest.fixture(params=["token_loops", "compiled_token_loops"], scope="module")
def form(request: pytest.FixtureRequest) -> ModuleType:
    """One of the two forms."""
    return token_loops if request.param == "token_loops" else request.getfixturevalue("compiled")


def inside(one: Token, other: Token) -> bool:
    return other.start <= one.start and one.end <= other.end


def is_han(one: Token) -> bool:
    return one.term[0] >= FIRST_HAN


def kept(form: ModuleType, tokens: Mapping[Channel, Sequence[Token]], words: frozenset[str] = frozenset()) -> Typed:
    """What is kept of tokens of the text, nothing left out."""
    found = form.kept(TEXT, tokens, {}, words.__contains__)
    assert isinstance(found, Typed)
    return found


@given(BY_CHANNEL, st.dictionaries(PIECES, st.booleans(), max_size=6), SOME)
def test_what_is_kept_lies_inside_no_word_that_is_left_out_and_no_longer_one(
    form: ModuleType, tokens: Mapping[Channel, Sequence[Token]], left_out: dict[str, bool], words: frozenset[str]
) -> None:
    out = [one for one in tokens["words"] if one.term in left_out]
    expected = {
        channel: [one for one in some if not any(inside(one, other) for other in out)]
        for channel, some in tokens.items()
    }
    known = [one for one in expected["words"] if is_han(one) and one.term in words]
    inner = [one for one in known if any(one != other and inside(one, other) for other in known)]
    expected["words"] = [one for one in expected["words"] if one not in inner]
    found = form.kept(TEXT, tokens, left_out, words.__contains__)
    assert {channel: list(some) for channel, some in found.tokens.items()} == expected
    last = [one for one in expected["words"] if one.end == len(TEXT)]
    assert list(found.last) == sorted(last, key=lambda one: one.start)
    assert found.asks == any(left_out[one.term] for one in out)
    assert (found.folded, list(found.suspects)) == (TEXT, pieces_that_are_no_words(expected["words"], words))


def suspect(run: Sequence[Token]) -> bool:
    """Tell whether words are neighbours, four Han at most, a single character among them and none of three."""
    lengths = [len(one.term) for one in run]
    return (
        all(one.end == other.start for one, other in pairwise(run))
        and run[-1].end - run[0].start <= 4
        and min(lengths) == 1
        and max(lengths) <= 2
    )


def pieces_that_are_no_words(tokens: Sequence[Token], words: frozenset[str]) -> list[tuple[int, int]]:
    """Runs of neighbours, the longest first."""
    han = [one for one in tokens if is_han(one) and (len(one.term) == 1 or one.term in words)]
    outer = sorted(
        {one for one in han if not any(one != other and inside(one, other) for other in han)}, key=lambda t: t.start
    )
    runs = [outer[first:last] for first in range(len(outer)) for last in range(first + 2, len(outer) + 1)]
    expected = [(run[0].start, run[-1].end) for run in runs if suspect(run)]
    return sorted(expected, key=lambda piece: piece[0] - piece[1])


def test_a_character_inside_a_word_is_no_neighbour(form: ModuleType) -> None:
    tokens = of_words(Token("续", 0, 1), Token("费", 1, 2), Token("费卡", 1, 3))
    assert list(kept(form, tokens, frozenset({"费卡"})).suspects) == [(0, 3)]
    assert list(kept(form, tokens).suspects) == [(0, 2)]


@pytest.mark.parametrize("ending", [1, 3, 4, 6, 7, 8])
def test_all_is_han_where_what_stands_last_is_and_where_there_is_nothing(form: ModuleType, ending: int) -> None:
    assert kept(form, of_words(token(0, 2), token(ending - 1, ending))).is_han == (ending in (1, 3, 8))
    assert kept(form, of_words()).is_han


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ([token(0, 2), token(2, 3)], ["续费"]),
        ([token(0, 1), token(1, 3)], ["费卡"]),
        ([token(0, 2), token(7, 8)], []),
        ([token(0, 2)], []),
        ([token(0, 1), token(0, 2), token(1, 2)], ["续费"]),
    ],
)
def test_the_dictionary_is_asked_for_words_beside_a_single_character(
    compiled: ModuleType, words: list[Token], asked: list[str]
) -> None:
    found: list[str] = []
    compiled.kept(TEXT, of_words(*words), {}, lambda word: found.append(word) or False)
    assert found == asked


@given(TOKENS, SOME)
def test_the_dictionary_is_asked_once_for_each_word(
    compiled: ModuleType, words: list[Token], known: frozenset[str]
) -> None:
    asked: list[str] = []
    compiled.kept(TEXT, of_words(*words), {}, lambda word: asked.append(word) or word in known)
    assert not Counter(asked) - Counter(one.term for one in words if is_han(one))


@pytest.mark.parametrize("broken", [("续",), ["续", 0, 1], ("续", "0", 1), (b"x", 0, 1), None])
def test_what_is_no_token_is_refused_by_the_compiled_form(compiled: ModuleType, broken: object) -> None:
    tokens = {**of_words(), "words": (Token("费", 1, 2), broken)}
    with pytest.raises((TypeError, ValueError)):
        compiled.kept(TEXT, tokens, {}, bool)
