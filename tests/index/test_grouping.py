"""Both forms of grouping, in Python and compiled, against what that is by definition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import cycle, islice
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import grouping
from index.analysis.channels import CHANNELS, Channel
from index.analysis.normalizer import fold
from index.analysis.words import left_out_words
from index.name_finder import NameFinder
from index.parsed_query import Alternative, Group
from index.pieces import Pieces
from index.token_loops import typed_of
from tests.conftest import compiled_module

Held = Mapping[Channel, frozenset[str]]
Make = Callable[[str, list[Group], list[tuple[int, int]], Held], tuple[Group, ...]]
NOTHING_HELD: Held = dict.fromkeys(CHANNELS, frozenset[str]())


class Postings(NamedTuple):
    """The postings of a term, as much of them as is asked for."""

    holders: int


def channels_of(held: Held) -> Mapping[Channel, object]:
    """Channels that hold some terms."""
    return {
        channel: SimpleNamespace(kept=defaultdict(lambda: Postings(0), dict.fromkeys(terms, Postings(1))))
        for channel, terms in held.items()
    }


def by_python(text: str, guessed: list[Group], spans: list[tuple[int, int]], held: Held) -> tuple[Group, ...]:
    """The groups of a text."""
    pieces = Pieces(channels_of(held), NameFinder([]), {})  # type: ignore[arg-type]
    return grouping.groups(typed_of(text).tokens, guessed, spans, pieces)


def by_cython(text: str, guessed: list[Group], spans: list[tuple[int, int]], held: Held) -> tuple[Group, ...]:
    """The groups of a text, by the compiled form, asked twice: the second time it knows the pieces."""
    finder = compiled_module("compiled_name_finder").NameFinder([])
    pieces = compiled_module("compiled_pieces").Pieces(channels_of(held), finder, {})
    compiled = compiled_module("compiled_grouping")
    found: tuple[Group, ...] = compiled.groups(text, guessed, spans, pieces)
    assert compiled.groups(text, guessed, spans, pieces) == found
    return found


@pytest.fixture(params=[by_python, by_cython], scope="module")
def groups(request: pytest.FixtureRequest) -> Make:
    """One of the two forms."""
    form: Make = request.param
    return form


TEXT = "续费卡aé\U00020000\uac00手"
TEXTS = st.lists(st.sampled_from(["续费", "便利店", "的", "usb-c", *TEXT]), max_size=8).map("".join)
PIECES = st.sampled_from(
    ["续费", "续", "费", "便利店", "便利", "usb-c", "usb", "c", "卡", "手", "\U00020000", "\uac00", "五个汉字词"]
)
SOME = st.frozensets(PIECES, max_size=6)
GUESS = st.builds(Alternative, PIECES, st.floats(0.1, 1), st.sampled_from(["synonym", "prefix"]))
GUESSED = st.builds(Group, st.sampled_from(CHANNELS), PIECES, st.lists(GUESS, min_size=1, max_size=4).map(tuple))
SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=3)


@given(TEXTS, st.lists(GUESSED, max_size=6), SPANS, st.fixed_dictionaries(dict.fromkeys(CHANNELS, SOME)))
def test_each_thing_typed_is_a_group_of_itself_and_what_was_guessed_unless_others_stand_for_it(
    groups: Make, text: str, guessed: list[Group], spans: list[tuple[int, int]], held: Held
) -> None:
    tokens = typed_of(text).tokens
    typed = [(channel, one) for channel in CHANNELS for one in tokens[channel]]
    names = list(dict.fromkeys([*((channel, one.term) for channel, one in typed), *(group[:2] for group in guessed)]))
    expected: list[Group] = []
    for channel, name in names:
        own = [one for at, one in typed if (at, one.term) == (channel, name)]
        guesses = [one for group in guessed if group[:2] == (channel, name) for one in group.alternatives]
        each = {one.term: one for one in reversed([*(Alternative(name) for _ in own[:1]), *guesses])}
        order = list(dict.fromkeys([*(name for _ in own[:1]), *(one.term for one in guesses)]))
        covered = any(one.start < end and start < one.end for one in own for start, end in spans if start < end)
        if len(each) > 1 or not covered or name in held[channel] or not own:
            expected.append(Group(channel, name, tuple(each[term] for term in order)))
    found = groups(text, guessed, spans, held)
    assert found == tuple(expected)
    assert all(type(group) is Group and type(one) is Alternative for group in found for one in group.alternatives)


def test_what_was_typed_is_no_guess_for_itself(groups: Make) -> None:
    guessed = [Group("characters", term, (Alternative("续", 0.5, "synonym"),)) for term in ("续", "卡")]
    found = groups("续卡", guessed, [(0, 2)], NOTHING_HELD)
    assert [group.typed for group in found if group.channel == "characters"] == ["卡"]


@pytest.mark.parametrize(
    "broken", [("words",), ("words", "续", ["费"]), ("words", "续", ("费",)), ("other", "续", ()), "words", None]
)
def test_what_is_no_guess_is_refused_by_the_compiled_form(broken: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        by_cython("续费", [broken], [], NOTHING_HELD)  # type: ignore[list-item]


@pytest.mark.parametrize("count", [1, 15, 16, 17, 42, 500])
def test_many_things_typed_are_told_apart_as_few_are(groups: Make, count: int) -> None:
    every = map(chr, range(0x4E00, 0x5000))
    han = [one for one in every if fold(one).text == one and one not in left_out_words()][:300]
    text = "".join(islice(cycle(han), count))
    held = {**NOTHING_HELD, "characters": frozenset({chr(0x4E00)})}
    found = [group.typed for group in groups(text, [], [(0, count)], held) if group.channel == "characters"]
    assert found == [chr(0x4E00)]
    assert [group.typed for group in groups(text, [], [], held) if group.channel == "characters"] == han[:count]
