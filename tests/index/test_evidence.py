"""What is found of a query's groups, in both forms."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evidence import ChannelTerms, Columns
from index.parsed_query import Alternative, Group
from index.scoring import idf
from tests.index.loop_forms import (
    COUNT,
    HOLDERS,
    PLAIN,
    SECTIONS,
    TYPED,
    WEIGHTS,
    Form,
    ceilings,
    channels_of,
    columns,
    damped,
    looked_up,
    postings_of,
)  # fmt: skip

MANY = 5_000  # groups: more than are kept when they have three alternatives each


@given(st.lists(st.tuples(st.sampled_from(["words", "bigrams", "characters"]), TYPED), max_size=5))
def test_groups_of_the_channels_asked_have_the_alternatives_that_sections_hold(
    loops: Form, typed: list[tuple[str, list[Alternative]]]
) -> None:
    groups = [Group(channel, f"{n}", tuple(some)) for n, (channel, some) in enumerate(typed)]  # type: ignore[arg-type] # names
    found = loops.look_up(groups, channels_of(loops, HOLDERS))
    asked = [group for group in groups if group.channel != "characters"]
    held = {group: [one for one in group.alternatives if HOLDERS[one.term]] for group in asked}
    assert found.unknown == [group for group in asked if not held[group]]
    assert [group for group, _ in found.known] == [group for group in asked if held[group]]
    for group, parts in found.known:
        assert [one for one, _, _ in parts] == held[group]
        assert [postings.holders for _, postings, _ in parts] == [HOLDERS[one.term] for one in held[group]]
        first, *_ = held[group]
        fair = [
            min(1.0, idf(COUNT, HOLDERS[first.term]) / idf(COUNT, HOLDERS[one.term])) if first.origin == "typed" else 1
            for one in held[group]
        ]
        expected = [WEIGHTS[group.channel] * one.weight * least for one, least in zip(held[group], fair, strict=True)]
        assert [weight for _, _, weight in parts] == pytest.approx(expected, abs=1e-12)


def test_compiled_loops_refuse_what_is_no_group(compiled_loops: Form) -> None:
    channels = channels_of(compiled_loops, HOLDERS)
    parts: Sequence[object] = ("费", None, (None,), (("续费",),), (("续费", "1"),))
    for spoilt in (None, "费", (), ("words",), ("words", "费"), *(("words", "费", part) for part in parts)):
        with pytest.raises(TypeError):
            compiled_loops.look_up([spoilt], channels)
    group = Group("words", "费", (Alternative("续费"),))
    for kept in ({"续费": None}, {"续费": PLAIN.TermPostings(columns({}), 1, 1, 0.0)}, None, [1]):
        with pytest.raises(TypeError):
            compiled_loops.look_up([group], compiled_loops.GroupPostings((("words", kept, 0.5),), COUNT))
    with pytest.raises(ValueError, match="9 channels"):
        compiled_loops.GroupPostings(channels.channels[:1] * 9, COUNT)
    for spoilt in (None, "words", (), ("words", {}), ("words", {}, "1")):
        with pytest.raises(TypeError):
            compiled_loops.look_up([group], compiled_loops.GroupPostings((spoilt,), COUNT))


def test_what_was_looked_up_stays_the_same_when_it_is_asked_again(loops: Form) -> None:
    channels = channels_of(loops, HOLDERS)
    group = Group("words", "续费", (Alternative("续费"), Alternative("充值", 0.6, "synonym")))
    missing = Group("words", "余额", (Alternative("余额"),))
    first = loops.look_up([group, missing], channels)
    equal = Group("words", "续费", (Alternative("续费"), Alternative("充值", 0.6, "synonym")))
    for asked in ([group, missing], [missing, group], [equal, missing, group]):
        found = loops.look_up(asked, channels)
        assert [[weight for *_, weight in parts] for _, parts in found.known] == [
            [weight for *_, weight in parts] for _, parts in first.known * (len(asked) - 1)
        ]
        assert found.unknown == first.unknown


def test_evidence_keeps_what_was_looked_up_when_all_else_is_forgotten(compiled_loops: Form) -> None:
    channels = channels_of(compiled_loops, HOLDERS)
    group = Group("words", "套餐", (Alternative("套餐"), Alternative("充值", 0.6, "synonym")))
    found = compiled_loops.look_up([group], channels)
    expected = compiled_loops.every(found, COUNT).tolist()
    for _ in range(3):
        others = [Group("words", "续费", tuple(map(Alternative, HOLDERS))) for _ in range(MANY)]
        assert len(compiled_loops.look_up(others, channels).known) == MANY
    assert compiled_loops.every(found, COUNT).tolist() == expected
    assert compiled_loops.every(compiled_loops.look_up([group], channels), COUNT).tolist() == expected


@pytest.mark.parametrize("column", [0, 1, 2, 3])
def test_compiled_postings_refuse_columns_of_another_kind_or_length(compiled_loops: Form, column: int) -> None:
    sound = columns({1: (1.0, 1), 2: (1.0, 1), 3: (1.0, 1)})
    values = sound[column]
    for spoilt in (
        values.astype(np.int8), values.astype(values.dtype.newbyteorder()), values[:2], np.repeat(values, 2)[::2],
        values.reshape(-1, 1), None,
    ):  # fmt: skip
        with pytest.raises((TypeError, ValueError)):
            compiled_loops.TermPostings(Columns(*sound[:column], spoilt, *sound[column + 1 :]), 0, 2, 1.0)
    for no_columns in (None, sound[:2], list(sound), "abc"):
        with pytest.raises(TypeError):
            compiled_loops.TermPostings(no_columns, 0, 2, 1.0)


def test_compiled_postings_refuse_ceilings_of_another_kind_or_number(compiled_loops: Form) -> None:
    held = {1: (1.0, 1), 2: (0.5, 1)}
    levels, ranks = ceilings(held, COUNT)
    for spoilt in (levels.astype(np.int16), levels.reshape(-1, 1), levels[::2], None, [1, 2]):
        with pytest.raises((TypeError, ValueError)):
            compiled_loops.TermPostings(columns(held), 1, 3, 1.0, None, (spoilt, ranks))
    for spoilt in (ranks.astype(np.int64), ranks.reshape(-1, 1), ranks[:0], None, [1, 2]):
        with pytest.raises((TypeError, ValueError)):
            compiled_loops.TermPostings(columns(held), 1, 3, 1.0, None, (levels, spoilt))
    with pytest.raises(TypeError):
        compiled_loops.TermPostings(columns(held), 1, 3, "high", None, (levels, ranks))
    of_term = damped(compiled_loops, {1: 2, 2: 1}, np.uint8, 1.0).columns
    with pytest.raises(ValueError, match=f"ceilings for {COUNT} of {COUNT - 1} sections"):
        compiled_loops.TermPostings(of_term, 0, 2, 1.0, np.ones(COUNT - 1), (levels, ranks))
    wrong = looked_up(compiled_loops, [[(dict.fromkeys(SECTIONS, (1.0, 1)), 1.0)]])
    with pytest.raises(ValueError, match=f"{COUNT + 1} sections, not the {COUNT} in which was looked up"):
        compiled_loops.best(wrong, COUNT + 1, 3)
    sound = postings_of(compiled_loops, held, COUNT), damped(compiled_loops, {1: 2, 2: 1}, np.uint8, 1.0)
    for postings in sound:
        channels = compiled_loops.GroupPostings((ChannelTerms("words", {"费": postings}, 1.0),), COUNT + 1)
        with pytest.raises(ValueError, match=f"postings of {COUNT} sections, not of {COUNT + 1}"):
            compiled_loops.look_up([Group("words", "费", (Alternative("费"),))], channels)


@pytest.mark.parametrize("kind", [np.int8, np.int64, np.float32, np.float64, np.bool_, ">u2"])
def test_compiled_postings_refuse_frequencies_that_are_no_whole_numbers_from_0_on(
    compiled_loops: Form, kind: str
) -> None:
    with pytest.raises(TypeError):
        damped(compiled_loops, {1: 2, 2: 1}, kind, 1.0)


@pytest.mark.parametrize("dampings", [np.ones(COUNT, np.float32), np.ones(2 * COUNT)[::2], [1.0], np.ones((COUNT, 1))])
def test_compiled_postings_refuse_dampings_of_another_kind(compiled_loops: Form, dampings: object) -> None:
    of_term = damped(compiled_loops, {1: 2, 2: 1}, np.uint8, 1.0).columns
    with pytest.raises(TypeError):
        compiled_loops.TermPostings(of_term, 0, 2, 1.0, dampings)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 6), (6, 6), (-(2**40), 2**40)])
def test_compiled_postings_are_none_that_there_are_not(compiled_loops: Form, start: int, end: int) -> None:
    with pytest.raises(IndexError, match=f"postings {start} to {end} of 5"):
        compiled_loops.TermPostings(columns({1: (1.0, 1), 2: (1.0, 1), 3: (1.0, 1)}), start, end, 1.0)


def test_evidence_keeps_postings_that_nobody_else_has_any_more(compiled_loops: Form) -> None:
    found = looked_up(
        compiled_loops, [[({one: (1.0, 1), other: (2.0, 1)}, 1.0)] for one, other in combinations(SECTIONS, 2)]
    )
    assert compiled_loops.every(found, COUNT).sum() == 3 * COUNT * (COUNT - 1) / 2
