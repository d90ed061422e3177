"""What counts of a query, against what that is by definition; and its compiled form against that in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis.channels import Channel, Token
from index.parsed_query import Typed
from index.script import FIRST_HAN
from index.token_loops import kept, typed_of
from tests.conftest import amount, compiled_module
from tests.index.query_tokens import BY_CHANNEL, PIECES, SOME, TEXT, of_words, token


@pytest.fixture(scope="module")
def pieces() -> object:
    """Pieces of no index, in their compiled form."""
    return compiled_module("compiled_pieces").Pieces({}, compiled_module("compiled_name_finder").NameFinder([]), {})


def inside(one: Token, other: Token) -> bool:
    return other.start <= one.start and one.end <= other.end


def is_han(one: Token) -> bool:
    return one.term[0] >= FIRST_HAN


def kept_of(tokens: Mapping[Channel, Sequence[Token]], words: frozenset[str] = frozenset()) -> Typed:
    """What is kept of tokens of the text, nothing left out."""
    return kept(TEXT, tokens, {}, words.__contains__)


@given(BY_CHANNEL, st.dictionaries(PIECES, st.booleans(), max_size=6), SOME)
def test_what_is_kept_lies_inside_no_word_that_is_left_out_and_no_longer_one(
    tokens: Mapping[Channel, Sequence[Token]], left_out: dict[str, bool], words: frozenset[str]
) -> None:
    out = [one for one in tokens["words"] if one.term in left_out]
    expected = {
        channel: [one for one in some if not any(inside(one, other) for other in out)]
        for channel, some in tokens.items()
    }
    known = [one for one in expected["words"] if is_han(one) and one.term in words]
    inner = [one for one in known if any(one != other and inside(one, other) for other in known)]
    expected["words"] = [one for one in expected["words"] if one not in inner]
    found = kept(TEXT, tokens, left_out, words.__contains__)
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


def test_a_character_inside_a_word_is_no_neighbour() -> None:
    tokens = of_words(Token("续", 0, 1), Token("费", 1, 2), Token("费卡", 1, 3))
    assert list(kept_of(tokens, frozenset({"费卡"})).suspects) == [(0, 3)]
    assert list(kept_of(tokens).suspects) == [(0, 2)]


@pytest.mark.parametrize("ending", [1, 3, 4, 6, 7, 8])
def test_all_is_han_where_what_stands_last_is_and_where_there_is_nothing(ending: int) -> None:
    assert kept_of(of_words(token(0, 2), token(ending - 1, ending))).is_han == (ending in (1, 3, 8))
    assert kept_of(of_words()).is_han


WORDS = [
    "续费",
    "怎么办",
    "便利店",
    "中华人民共和国",
    "的",
    "可以",
    "吗",
    "杭研大厦",
    "续",
    "usb-c",
    "a",
    "how",
    "4k",
    "한국",
]
TEXTS = st.lists(st.sampled_from([*WORDS, *"卡aé㐀𠮷々\uf900 ，？"]) | st.characters(), max_size=12).map("".join)


@given(TEXTS)
@settings(max_examples=amount(500, 20_000))
def test_the_compiled_form_keeps_the_same_of_any_text(pieces: object, text: str) -> None:
    found, expected = compiled_module("compiled_token_loops").typed_of(text, pieces), typed_of(text)
    assert {channel: list(some) for channel, some in found.tokens.items()} == {
        channel: list(some) for channel, some in expected.tokens.items()
    }
    assert found._replace(tokens={}) == expected._replace(tokens={})
    assert type(found) is Typed


@pytest.mark.parametrize(
    "text", ["续" * 300, "中华人民共和国" * 40, "续费a" * 60, "a-b " * 70, "b" * 300, "怎么办" * 100]
)
def test_the_compiled_form_keeps_the_same_of_long_texts(pieces: object, text: str) -> None:
    found, expected = compiled_module("compiled_token_loops").typed_of(text, pieces), typed_of(text)
    assert [list(some) for some in found.tokens.values()] == [list(some) for some in expected.tokens.values()]
    assert found._replace(tokens={}) == expected._replace(tokens={})


@pytest.mark.parametrize("text", [None, b"abc", 1])
def test_the_compiled_form_refuses_what_is_no_text(pieces: object, text: object) -> None:
    compiled = compiled_module("compiled_token_loops")
    with pytest.raises(TypeError):
        compiled.typed_of(text, pieces)
    with pytest.raises(TypeError):
        compiled.typed_of("续费", None)
