"""Both forms of grouping, in Python and compiled, against what that is by definition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import grouping
from index.analysis.channels import CHANNELS, Channel, Token
from index.documents import Span
from index.parsed_query import Alternative, Group
from tests.conftest import compiled_module
from tests.index.query_tokens import BY_CHANNEL, PIECES, SOME, TEXT, of_words


@pytest.fixture(scope="module")
def compiled() -> ModuleType:
    """The compiled form. It is missing only where nothing can be compiled."""
    return compiled_module("compiled_grouping")


@pytest.fixture(params=["grouping", "compiled_grouping"], scope="module")
def form(request: pytest.FixtureRequest) -> ModuleType:
    """One of the two forms."""
    return grouping if request.param == "grouping" else request.getfixturevalue("compiled")


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
def test_what_is_no_token_is_refused_by_the_compiled_form(compiled: ModuleType, broken: object) -> None:
    channels = dict.fromkeys(CHANNELS, Held())
    tokens = {**of_words(), "words": (Token("费", 1, 2), broken)}
    with pytest.raises((TypeError, ValueError)):
        compiled.groups(tokens, [], [Span(0, 9)], channels)


@pytest.mark.parametrize("broken", [("words",), ("words", "续", ["费"]), ("words", "续", ("费",)), "words", None])
def test_what_is_no_guess_is_refused_by_the_compiled_form(compiled: ModuleType, broken: object) -> None:
    channels = dict.fromkeys(CHANNELS, Held())
    with pytest.raises(TypeError):
        compiled.groups(dict.fromkeys(CHANNELS, ()), [broken], [], channels)


@pytest.mark.parametrize("count", [0, 1, 42, 43, 500])
def test_many_things_typed_are_told_apart_as_few_are(form: ModuleType, count: int) -> None:
    tokens = {**of_words(), "characters": tuple(Token(chr(0x4E00 + n % 300), n, n + 1) for n in range(count))}
    channels = dict.fromkeys(CHANNELS, Held(frozenset({chr(0x4E01)})))
    found = form.groups(tokens, [], [(0, count)], channels)
    assert [group.typed for group in found] == [chr(0x4E01)] * (count > 1)
    names = [group.typed for group in form.groups(tokens, [], [], channels)]
    assert names == [chr(0x4E00 + n) for n in range(min(count, 300))]
