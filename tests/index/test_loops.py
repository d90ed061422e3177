"""Both forms of the loops over postings, by arrays and compiled_loops, against plain sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import array_loops
from index.array_weighing import GRADES
from index.evidence import Besides, Ceilings, ChannelTerms, Columns, Evidence, Telling
from index.parsed_query import Alternative, Group
from index.scoring import FAQ_WEIGHT, GUIDE_SHARE, PIECE_POINTS
from tests.index.loop_forms import (
    BESIDES,
    COUNT,
    DAMPINGS,
    GROUPS,
    PLAIN,
    SECTIONS,
    SOME,
    TOLD,
    Form,
    Holdings,
    ceilings,
    columns,
    damped,
    looked_up,
    postings_of,
)  # fmt: skip

WINDOW = 4096
LEVELS = st.sampled_from([0.0, 0.0, 0.1, 0.5, 0.5 + 1e-12, 2.0, 30.0])


def plain_score(groups: Sequence[Sequence[tuple[Holdings, float]]], section: int) -> float:
    """Give the sum of what the best part of each group gives a section."""
    return sum(max(held.get(section, (0.0, 0))[0] * weight for held, weight in group) for group in groups)


@given(GROUPS, SOME, BESIDES, st.integers(1, COUNT + 1))
def test_a_score_is_what_the_best_part_of_each_group_gives_and_what_counts_besides(
    loops: Form,
    groups: list[list[tuple[Holdings, float]]],
    some: np.ndarray,
    besides: Besides,
    most: int,
) -> None:
    found = looked_up(loops, groups)
    pieces, allowed, frequent = besides
    plain = [plain_score(groups, section) for section in SECTIONS]
    assert array_loops.points_in(found, some).tolist() == pytest.approx([plain[section] for section in some])
    for section in SECTIONS:
        if pieces is not None and section in pieces and not plain[section]:
            plain[section] = PIECE_POINTS
        plain[section] *= (allowed is None or allowed[section]) * (
            FAQ_WEIGHT if frequent is not None and frequent[section] else 1
        )
    scores = loops.every(found, COUNT, besides)
    assert scores.tolist() == pytest.approx(plain)
    first = sorted_whole(scores.tolist(), most)
    assert loops.best(found, COUNT, most, besides) == (tuple(first), tuple(scores[first]), np.count_nonzero(scores))


@pytest.mark.parametrize("count", [WINDOW - 1, WINDOW, WINDOW + 1, 3 * WINDOW + 5])
@pytest.mark.parametrize("share", [0.0003, 0.3])
def test_scores_of_many_sections_go_on_from_window_to_window(loops: Form, count: int, share: float) -> None:
    random = np.random.default_rng(count)

    def holdings() -> Holdings:
        return {int(one): (float(random.random()), 1) for one in (random.random(count) < share).nonzero()[0]} or {
            count - 1: (1.0, 1)
        }

    groups = [[(holdings(), 1.0)], [(holdings(), 0.5), (holdings(), 0.3)]]
    pieces = np.unique(random.integers(0, count, 9)).astype(np.int32)
    frequent = random.random(count) < 0.1
    found = looked_up(loops, groups, count)
    plain = np.zeros(count)
    for group in groups:
        touched = sorted({section for held, _ in group for section in held})
        plain[touched] += [max(held.get(one, (0.0, 0))[0] * weight for held, weight in group) for one in touched]
    plain[pieces[plain[pieces] == 0]] = PIECE_POINTS
    plain *= np.where(frequent, FAQ_WEIGHT, 1.0)
    assert loops.every(found, count, Besides(pieces, None, frequent)) == pytest.approx(plain, abs=1e-12)
    sections, scores, total = loops.best(found, count, 30, Besides(pieces, None, frequent))
    assert scores == pytest.approx(sorted(plain[plain > 0], reverse=True)[:30])
    assert plain[list(sections)] == pytest.approx(scores)
    assert total == np.count_nonzero(plain)


def sorted_whole(scores: Sequence[float], most: int, sections: Sequence[int] | None = None) -> list[int]:
    """Give the first places of all positive scores, sorted."""
    found = [place for place, score in enumerate(scores) if score > 0]
    return sorted(found, key=lambda place: (-scores[place], sections[place] if sections else place))[:most]


@given(st.lists(LEVELS, max_size=600), st.integers(0, 300), st.randoms())
def test_the_highest_are_the_first_of_all_sorted(loops: Form, scores: list[float], most: int, random: object) -> None:
    sections = list(range(len(scores)))
    random.shuffle(sections)  # type: ignore[attr-defined] # hypothesis' own
    found = loops.highest(np.array(scores, float), np.array(sections, np.intp), most)
    assert found.tolist() == sorted_whole(scores, most, sections)


@pytest.mark.parametrize("most", [1, 10, 50, 128, 129, 1_050, 10**6])
@pytest.mark.parametrize("share", [0.0, 0.0002, 0.3, 1.0])
def test_of_many_scores_too(loops: Form, most: int, share: float) -> None:
    random = np.random.default_rng(7)
    scores = np.round(random.random(30_011), 3) * (random.random(30_011) < share)
    assert loops.highest(scores, np.arange(30_011), most).tolist() == sorted_whole(scores.tolist(), most)


@given(st.lists(st.integers(0, 4), max_size=40), st.integers(1, 12), st.sets(st.integers(0, 4)))
def test_no_guide_has_more_than_its_share_unless_it_is_named(
    loops: Form, guides: list[int], most: int, named: set[int]
) -> None:
    order, sections = np.arange(len(guides))[::-1].copy(), np.arange(len(guides))[::-1].copy()
    expected: list[int] = []
    for place in order.tolist():
        guide = guides[sections[place]]
        taken = sum(guides[sections[one]] == guide for one in expected)
        if len(expected) < most and (taken < GUIDE_SHARE or guide in named):
            expected.append(place)
    assert loops.first(order, sections, np.array(guides, np.int64), most, named.__contains__) == expected


@given(st.lists(st.sets(st.integers(0, 60), max_size=50), max_size=4), st.booleans())
def test_what_is_common_stands_in_all(loops: Form, each: list[set[int]], arrays: bool) -> None:
    holdings = [dict.fromkeys(one, (1.0, 1)) for one in each]
    postings = [postings_of(loops, one) for one in holdings]
    found = loops.common([one.sections if arrays else one for one in postings])
    assert found.tolist() == (sorted(set.intersection(*each)) if each else [])
    assert found.dtype == np.int32


@given(
    st.lists(st.text("续费卡", min_size=1, max_size=3), max_size=3),
    st.dictionaries(
        st.sampled_from(["续", "费", "卡", "续费", "费卡", "续续"]), st.sets(st.integers(0, 9)), max_size=6
    ),
)
def test_what_holds_all_pairs_of_texts_or_lone_characters(
    loops: Form, texts: list[str], holders: dict[str, set[int]]
) -> None:
    kept = Missing({term: postings_in(loops, some) for term, some in holders.items()}, postings_in(loops, set()))
    pieces = [text[n : n + 2] for text in texts for n in range(max(len(text) - 1, 1))]
    found = loops.holding_pairs(texts, kept, kept)
    assert found.tolist() == (
        sorted(set.intersection(*(holders.get(piece, set()) for piece in pieces))) if pieces else []
    )
    assert found.dtype == np.int32


class Missing(dict[str, object]):
    """The postings of some terms, and of all others."""

    def __init__(self, known: Mapping[str, object], others: object) -> None:
        super().__init__(known)
        self._others = others

    def __missing__(self, _term: str) -> object:
        return self._others


def postings_in(loops: Form, sections: set[int]) -> object:
    return postings_of(loops, dict.fromkeys(sections, (1.0, 1)))


@pytest.mark.parametrize("several", [False, True], ids=["alone", "several"])
@pytest.mark.parametrize("section", [-1, COUNT, 2**31 - 1])
def test_compiled_loops_write_to_no_section_that_there_is_not(
    compiled_loops: Form, section: int, several: bool
) -> None:
    group = [({section: (1.0, 1)}, 1.0), ({1: (1.0, 1)}, 1.0)][: 1 + several]
    found = looked_up(compiled_loops, [group])
    none, pieces = looked_up(compiled_loops, []), np.array([section], np.int32)
    for wrong in (
        lambda: compiled_loops.every(found, COUNT),
        lambda: compiled_loops.best(found, COUNT, 3),
        lambda: compiled_loops.every(none, COUNT, Besides(pieces)),
        lambda: compiled_loops.best(none, COUNT, 3, Besides(pieces)),
    ):
        with pytest.raises(IndexError, match=f"section {section} of {COUNT}"):
            wrong()
    assert compiled_loops.refined((np.arange(3), np.zeros(3), 3), none, found, TOLD, None)[0].scores.tolist() == [
        0,
        several,
        0,
    ]


FREQUENCIES = st.dictionaries(st.sampled_from(SECTIONS), st.integers(0, 255), min_size=1)
RARITIES = st.just(0.0) | st.floats(0.01, 9)
WIDTHS = st.sampled_from([(np.uint8, 1), (np.uint16, 250), (np.uint32, 10**6), (np.uint64, 10**12)])


@given(st.lists(st.tuples(FREQUENCIES, WIDTHS, RARITIES), min_size=1, max_size=4), st.integers(1, 7))
def test_impacts_follow_from_frequencies_whatever_bytes_these_take(
    loops: Form, terms: list[tuple[dict[int, int], tuple[type[np.unsignedinteger[Any]], int], float]], most: int
) -> None:
    kept, plain = {}, np.zeros(COUNT)
    for number, (held, (kind, times), rarity) in enumerate(terms):
        often = {section: frequency * times for section, frequency in held.items()}
        kept[f"{number}"] = damped(loops, often, kind, rarity)
        for section, frequency in often.items():
            plain[section] += rarity * frequency / (frequency + DAMPINGS[section])
    groups = [Group("words", term, (Alternative(term),)) for term in kept]
    found = loops.look_up(groups, loops.GroupPostings((ChannelTerms("words", kept, 1.0),), COUNT))
    assert loops.every(found, COUNT).tolist() == pytest.approx(plain.tolist())
    first = loops.best(found, COUNT, most)
    assert list(first.scores) == pytest.approx(sorted(plain[plain > 0], reverse=True)[:most])
    assert first.total == np.count_nonzero(plain)


@given(GROUPS, st.integers(1, 7))
def test_ceilings_change_nothing(compiled_loops: Form, groups: list[list[tuple[Holdings, float]]], most: int) -> None:
    common = [[({one: held.get(one, (0.5, 1)) for one in SECTIONS}, weight)
               for held, weight in group] for group in groups]  # fmt: skip
    with_ceilings = compiled_loops.best(looked_up(compiled_loops, common), COUNT, most)
    without = array_loops.best(looked_up(PLAIN, common), COUNT, most)
    assert with_ceilings.sections == without.sections
    assert with_ceilings.scores == pytest.approx(without.scores)
    assert with_ceilings.total == without.total


def test_more_of_the_best_than_a_window_has_columns_are_found_too(loops: Form) -> None:
    random = np.random.default_rng(5)
    held = {section: (float(random.random()), 1) for section in range(2 * WINDOW)}
    found = loops.best(looked_up(loops, [[(held, 1.0)]], 2 * WINDOW), 2 * WINDOW, 1_000)
    assert list(found.sections) == sorted_whole([held[section][0] for section in range(2 * WINDOW)], 1_000)


def test_sections_that_score_alike_come_in_their_order_whatever_window_they_stand_in(loops: Form) -> None:
    alike = [1, 2, WINDOW - 1, WINDOW, WINDOW + 3, 2 * WINDOW - 1]
    found = loops.best(looked_up(loops, [[(dict.fromkeys(alike, (1.0, 1)), 1.0)]], 2 * WINDOW), 2 * WINDOW, 5)
    assert found == (tuple(alike[:5]), (1.0,) * 5, 6)


@pytest.mark.parametrize("disorder", [[5, 3, WINDOW + 1, 2, 7], [WINDOW, 1], [WINDOW + 2, -5], [3, 2, 1]])
def test_compiled_loops_read_postings_that_are_in_no_order_without_harm(
    compiled_loops: Form, disorder: list[int]
) -> None:
    sections, impacts = np.array(disorder, np.int32), np.ones(len(disorder))
    of_term = Columns(sections, impacts, np.full(len(disorder), GRADES, np.uint16), np.ones(len(disorder), np.uint32))
    kept = {"费": compiled_loops.TermPostings(of_term, 0, len(disorder), 1.0)}
    for alternatives in ((Alternative("费"),), (Alternative("费"), Alternative("费", 0.5))):
        groups = [Group("words", "费", alternatives)]
        channels = compiled_loops.GroupPostings((ChannelTerms("words", kept, 1.0),), 2 * WINDOW)
        found = compiled_loops.look_up(groups, channels)
        compiled_loops.refined((np.arange(9), np.ones(9), 9), found, found, Telling(3, len, len), None)
        try:
            scores = compiled_loops.every(found, 2 * WINDOW)
        except IndexError:
            assert sorted(disorder) != disorder
        else:
            assert scores.sum() == len(disorder)


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 2**39), min_size=4, max_size=4), st.integers(64, 128))
def test_compiled_loops_read_ranks_that_count_nothing_without_harm(
    compiled_loops: Form, ranks: list[int], count: int
) -> None:
    held = dict.fromkeys(range(0, count, 2), (1.0, 1))
    spoilt = Ceilings(ceilings(held, count).levels, np.array(ranks, np.uint64))
    kept = {"费": compiled_loops.TermPostings(columns(held), 1, 1 + len(held), 1.0, None, spoilt)}
    group = Group("words", "费", (Alternative("费"),))
    channels = compiled_loops.GroupPostings((ChannelTerms("words", kept, 1.0),), count)
    found = compiled_loops.look_up([group], channels)
    assert set(compiled_loops.best(found, count, count).scores) <= {1.0, PIECE_POINTS}
    anywhere = np.array([-(2**31), -1, 0, 63, count - 1, count, 2**31], np.intp)
    compiled_loops.refined((anywhere, np.ones(7), 7), found, found, Telling(3, len, len), None)


Call = Callable[[Form, Evidence], object]
TWO, INTS, FLOATS = np.arange(2), np.zeros(2, np.int32), np.ones(2)
CALLS: Sequence[Call] = [
    lambda loops, _: loops.best(None, COUNT, 3),
    lambda loops, _: loops.best(PLAIN.Evidence([], [], COUNT), COUNT, 3),
    lambda loops, found: loops.best(found, COUNT, 0),
    lambda loops, found: loops.best(found, -1, 1),
    lambda loops, found: loops.best(found, COUNT, 3, Besides(np.arange(3))),
    lambda loops, found: loops.best(found, COUNT, 3, Besides(None, np.ones(COUNT))),
    lambda loops, found: loops.best(found, COUNT, 3, Besides(None, np.ones(COUNT - 1, bool))),
    lambda loops, found: loops.every(found, COUNT, Besides(None, None, np.ones(COUNT + 1, bool))),
    lambda loops, found: loops.every(found, COUNT, None),
    lambda loops, found: loops.best(found, COUNT, 3, (None, None)),
    lambda loops, _: loops.every(None, COUNT),
    lambda loops, _: loops.highest(np.ones(4, np.float32), np.arange(4), 2),
    lambda loops, _: loops.highest(np.ones(8)[::2], np.arange(4), 2),
    lambda loops, _: loops.highest(np.ones(4), np.arange(3), 2),
    lambda loops, _: loops.highest(np.ones(2), INTS, 2),
    lambda loops, _: loops.highest(None, TWO, 2),
    lambda loops, found: loops.refined((INTS, FLOATS, 2), found, found, TOLD, None),
    lambda loops, found: loops.refined((TWO, np.ones(3), 2), found, found, TOLD, None),
    lambda loops, found: loops.refined((TWO, np.ones(2, np.float32), 2), found, found, TOLD, None),
    lambda loops, found: loops.refined((TWO,), found, found, TOLD, None),
    lambda loops, found: loops.refined((TWO, FLOATS, 2), None, found, TOLD, None),
    lambda loops, found: loops.refined((TWO, FLOATS, 2), found, None, TOLD, None),
    lambda loops, found: loops.refined((TWO, FLOATS, 2), found, found, None, None),
    lambda loops, found: loops.refined((TWO, FLOATS, 2), found, found, (3, len), None),
    lambda loops, found: loops.refined((TWO, FLOATS, 2), found, found, (3, lambda _: "", len), None),
    lambda loops, found: loops.refined((TWO, FLOATS, 2), found, found, (3, len, len), np.ones(1, bool)),
    lambda loops, found: loops.refined((TWO, FLOATS, 2), found, found, (3, len, len), np.ones(2)),
    lambda loops, _: loops.first(np.array([2]), TWO, TWO, 1, bool),
    lambda loops, _: loops.first(np.array([-1]), TWO, TWO, 1, bool),
    lambda loops, _: loops.first(TWO, np.array([0, 5]), TWO, 2, bool),
    lambda loops, _: loops.first(TWO, TWO, INTS, 1, bool),
    lambda loops, _: loops.common([TWO]),
    lambda loops, _: loops.common([None]),
    lambda loops, _: loops.common(None),
    lambda loops, _: loops.holding_pairs(None, {}, {}),
    lambda loops, _: loops.holding_pairs(["费"], {}, None),
    lambda loops, _: loops.holding_pairs(["费"], {}, {"费": None}),
    lambda loops, _: loops.holding_pairs(["费", 1], {"续费": None}, {"费": None}),
]


@pytest.mark.parametrize("call", CALLS)
def test_compiled_loops_refuse_arguments_of_another_kind(compiled_loops: Form, call: Call) -> None:
    with pytest.raises((TypeError, ValueError, IndexError)):
        call(compiled_loops, looked_up(compiled_loops, [[({1: (1.0, 1)}, 1.0)]]))
