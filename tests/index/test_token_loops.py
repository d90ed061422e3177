"""Both forms of the loops over tokens, in Python and compiled, against what they are by definition."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import ModuleType
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import token_loops
from index.analysis.channels import CHANNELS, Channel, Token
from index.documents import Span
from index.parsed_query import Alternative, Group, Typed
from index.script import FIRST_HAN
from tests.conftest import compiled_module


@pytest.fixture(scope="module")
def compiled() -> ModuleType:
    """The compiled loops. They are missing only where nothing can be compiled."""
    return compiled_module("compiled_token_loops")


@pytest.fixture(params=["token_loops", "compiled_token_loops"], scope="module")
def form(request: pytest.FixtureRequest) -> ModuleType:
    """One of the two forms."""
    return token_loops if request.param == "token_loops" else request.getfixturevalue("compiled")


TEXT = "续费卡aé\U00020000\uac00手"
PIECES = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 4)).map(lambda pair: TEXT[pair[0] : sum(pair)])


def token(start: int, end: int) -> Token:
    """A token of the text."""
    return Token(TEXT[start:end], start, end)


TOKENS = st.lists(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 4)).map(
        lambda pair: token(pair[0], min(sum(pair), len(TEXT)))
    ),
    max_size=8,
)
BY_CHANNEL = st.fixed_dictionaries({channel: TOKENS.map(tuple) for channel in CHANNELS})
SOME = st.frozensets(PIECES, max_size=6)


def inside(one: Token, other: Token) -> bool:
    return other.start <= one.start and one.end <= other.end


def is_han(one: Token) -> bool:
    return one.term[0] >= FIRST_HAN


def kept(form: ModuleType, tokens: Mapping[Channel, Sequence[Token]], words: frozenset[str] = frozenset()) -> Typed:
    """What is kept of tokens of the text, nothing left out."""
    found = form.kept(TEXT, tokens, {}, words.__contains__)
    assert isinstance(found, Typed)
    return found


def of_words(*tokens: Token) -> Mapping[Channel, Sequence[Token]]:
    """Tokens in the channel of words alone."""
    return {**dict.fromkeys(CHANNELS, ()), "words": tokens}


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


class Postings(NamedTuple):
    """The postings of a term, as much of them as is asked for."""

    holders: int


class Held:
    """A channel that holds some terms."""

    def __init__(self, terms: frozenset[str] = frozenset()) -> None:
        self.kept = defaultdict(lambda: Postings(0), dict.fromkeys(terms, Postings(1)))


GUESS = st.builds(Alternative, PIECES, st.floats(0.1, 1), st.sampled_from(["synonym", "prefix"]))
GUESSED = st.builds(Group, st.sampled_from(CHANNELS), PIECES, st.lists(GUESS, min_size=1, max_size=4).map(tuple))
SPANS = st.lists(st.builds(Span, st.integers(0, len(TEXT)), st.integers(0, len(TEXT))), max_size=3)


@given(BY_CHANNEL, st.lists(GUESSED, max_size=6), SPANS, st.fixed_dictionaries(dict.fromkeys(CHANNELS, SOME)))
def test_each_thing_typed_is_a_group_of_itself_and_what_was_guessed_unless_others_stand_for_it(
    form: ModuleType,
    tokens: Mapping[Channel, Sequence[Token]],
    guessed: list[Group],
    spans: list[Span],
    held: Mapping[Channel, frozenset[str]],
) -> None:
    typed = [(channel, one) for channel in CHANNELS for one in tokens[channel]]
    names = list(dict.fromkeys([*((channel, one.term) for channel, one in typed), *(group[:2] for group in guessed)]))
    expected: list[Group] = []
    for channel, name in names:
        own = [one for at, one in typed if (at, one.term) == (channel, name)]
        guesses = [one for group in guessed if group[:2] == (channel, name) for one in group.alternatives]
        each = {one.term: one for one in reversed([*(Alternative(name) for _ in own[:1]), *guesses])}
        order = list(dict.fromkeys([*(name for _ in own[:1]), *(one.term for one in guesses)]))
        covered = any(
            one.start < span.end and span.start < one.end for one in own for span in spans if span.start < span.end
        )
        if len(each) > 1 or not covered or name in held[channel] or not own:
            expected.append(Group(channel, name, tuple(each[term] for term in order)))
    channels = {channel: Held(some) for channel, some in held.items()}
    found = form.groups(tokens, guessed, spans, channels)
    assert found == tuple(expected)
    assert all(type(group) is Group and type(one) is Alternative for group in found for one in group.alternatives)


def test_what_was_typed_is_no_guess_for_itself(form: ModuleType) -> None:
    tokens = of_words(Token("续", 0, 1), Token("费", 1, 2))
    guessed = [Group("words", term, (Alternative("续", 0.5, "synonym"),)) for term in ("续", "费")]
    channels = dict.fromkeys(CHANNELS, Held())
    assert [group.typed for group in form.groups(tokens, guessed, [Span(0, 2)], channels)] == ["费"]


@pytest.mark.parametrize("broken", [("续",), ["续", 0, 1], ("续", "0", 1), (b"x", 0, 1), None])
def test_what_is_no_token_is_refused_by_the_compiled_loops(compiled: ModuleType, broken: object) -> None:
    channels = dict.fromkeys(CHANNELS, Held())
    tokens = {**dict.fromkeys(CHANNELS, ()), "words": (Token("费", 1, 2), broken)}
    for call in (
        lambda: compiled.kept(TEXT, tokens, {}, bool),
        lambda: compiled.groups(tokens, [], [Span(0, 9)], channels),
    ):
        with pytest.raises((TypeError, ValueError)):
            call()


@pytest.mark.parametrize("broken", [("words",), ("words", "续", ["费"]), ("words", "续", ("费",)), "words", None])
def test_what_is_no_guess_is_refused_by_the_compiled_loops(compiled: ModuleType, broken: object) -> None:
    channels = dict.fromkeys(CHANNELS, Held())
    with pytest.raises(TypeError):
        compiled.groups(dict.fromkeys(CHANNELS, ()), [broken], [], channels)
