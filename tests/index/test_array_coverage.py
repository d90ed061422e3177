"""What a few sections hold of a query, by arrays against plain sums, and compiled against that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import array_coverage, array_loops
from index.cells import CELLS
from index.evidence import Found, Telling
from index.parsed_query import Alternative, Group
from index.scoring import FAQ_WEIGHT, idf, nearness
from tests.index.loop_forms import (
    CHANNELS,
    COUNT,
    FLAGS,
    GROUPS,
    HOLDERS,
    PLAIN,
    SAYS,
    SOME,
    TOLD,
    TYPED,
    Form,
    Holdings,
    channels_of,
    looked_up,
)  # fmt: skip


@given(GROUPS, SOME, st.data())
def test_what_is_held_in_all_and_in_one_stretch(
    groups: list[list[tuple[Holdings, float]]], some: np.ndarray, data: st.DataObject
) -> None:
    row = st.lists(st.floats(0, 1), min_size=len(groups), max_size=len(groups))
    shares = [data.draw(row), data.draw(row)]
    known, *stretches = array_coverage.held(
        looked_up(PLAIN, groups), some, np.array(shares, float).reshape(2, len(groups))
    )
    for column, section in enumerate(some.tolist()):
        cells = [int(np.bitwise_or.reduce([held.get(section, (0.0, 0))[1] for held, _ in group])) for group in groups]
        assert known[column] == pytest.approx(sum(share for share, bits in zip(shares[0], cells, strict=True) if bits))
        for share, most in zip(shares, stretches, strict=True):
            each = [sum(share[n] for n, bits in enumerate(cells) if bits >> cell & 0b11) for cell in range(CELLS)]
            assert most[column] == pytest.approx(max(each))


@given(st.lists(st.tuples(st.sampled_from(["words", "bigrams"]), TYPED.filter(bool)), max_size=6))
def test_shares_add_up_to_one_with_what_is_missed(typed: list[tuple[str, list[Alternative]]]) -> None:
    groups = [Group(channel, some[0].term, tuple(some)) for channel, some in typed]  # type: ignore[arg-type] # names
    found = PLAIN.look_up(groups, channels_of(PLAIN, HOLDERS))
    heard, said = array_coverage.shares(found, TOLD)
    known = [group for group, _ in found.known]
    rarity = [idf(COUNT, parts[0][1].holders) for _, parts in found.known]
    assert heard.tolist() == pytest.approx(shared(known, rarity, []))
    everything = shared([*known, *found.unknown], [SAYS[group.typed] for group in known], found.unknown, SAYS)
    assert said.tolist() == pytest.approx(everything)


def shared(
    groups: Sequence[Group], weights: Sequence[float], unknown: Sequence[Group], told: Mapping[str, float] | None = None
) -> list[float]:
    """Give the weights of the groups that some section holds as shares of those of their channels."""
    each = [*weights, *(5 * told[group.typed] for group in unknown)] if told else [*weights]
    totals = {
        channel: sum(w for group, w in zip(groups, each, strict=True) if group.channel == channel)
        for channel in {group.channel for group in groups}
    }
    pairs = list(zip(groups, each, strict=True))[: len(weights)]
    return [weight / totals[group.channel] / len(totals) for group, weight in pairs]


@given(GROUPS, GROUPS, SOME, FLAGS)
def test_scores_are_raised_by_characters_and_by_what_stands_together(
    loops: Form,
    groups: list[list[tuple[Holdings, float]]],
    singles: list[list[tuple[Holdings, float]]],
    some: np.ndarray,
    frequent: np.ndarray | None,
) -> None:
    scores, telling = np.linspace(1, 2, len(some)), Telling(2, lambda group: 1 + int(group.typed), lambda _: 7.0)
    plain = looked_up(PLAIN, groups)
    known, together, told = array_coverage.held(plain, some, array_coverage.shares(plain, telling))
    weights = 1.0 if frequent is None else np.where(frequent[some], FAQ_WEIGHT, 1.0)
    points = scores + array_loops.points_in(looked_up(PLAIN, singles), some) * weights
    evidence, characters = looked_up(loops, groups), looked_up(loops, singles)
    for _ in range(2):  # what is kept of the first time is the same
        raised, highest, tells = loops.refined(Found(some, scores, 0), evidence, characters, telling, frequent)
        assert raised.scores == pytest.approx(points * (1 + nearness(known, together)))
        assert highest == pytest.approx(points.max())
        assert tells == pytest.approx(
            told[sorted(range(len(points)), key=lambda place: (-points[place], some[place]))[:2]].max()
        )


@given(st.lists(st.tuples(st.sampled_from(CHANNELS), TYPED.filter(bool)), max_size=6))
def test_what_nobody_has_is_missed_in_its_channel(loops: Form, typed: list[tuple[str, list[Alternative]]]) -> None:
    groups = [Group(channel, some[0].term, tuple(some)) for channel, some in typed]  # type: ignore[arg-type] # names
    found, singles = (loops.look_up(some, channels_of(loops, HOLDERS)) for some in (groups, []))
    shares = array_coverage.shares(found, TOLD)
    sections, scores = np.array([0]), np.ones(1)
    *_, told = array_coverage.held(found, sections, shares)
    for _ in range(2):  # what is kept of the first time is the same
        assert loops.refined(Found(sections, scores, 0), found, singles, TOLD, None)[2] == pytest.approx(told[0])
