"""Both forms of the loops over postings, by arrays and compiled, against plain sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import array_coverage, array_loops, evidence
from index.cells import CELLS, EVERYWHERE
from index.evidence import Besides, Columns, Evidence, Found, Telling
from index.parsed_query import Alternative, Group
from index.scoring import FAQ_WEIGHT, GUIDE_SHARE, PIECE_POINTS, idf, nearness
from tests.conftest import compiled_module

COUNT = 40
WINDOW = 4096
SECTIONS = range(COUNT)
KINDS = (np.int32, np.float64, np.uint32)
OTHER = (1, 1000.0, EVERYWHERE)
LEVELS = st.sampled_from([0.0, 0.0, 0.1, 0.5, 0.5 + 1e-12, 2.0, 30.0])
PLAIN = SimpleNamespace(**{**vars(evidence), **vars(array_loops), **vars(array_coverage)})
Form = SimpleNamespace
Holdings = Mapping[int, tuple[float, int]]
"""Sections with the impact and the cells of a term there."""


@pytest.fixture(scope="module")
def compiled() -> Form:
    """The compiled loops. They are missing only where nothing can be compiled."""
    names = ("compiled_evidence", "compiled_scores", "compiled_loops", "compiled_coverage")
    return SimpleNamespace(**{name: one for module in names for name, one in vars(compiled_module(module)).items()})


@pytest.fixture(params=["arrays", "compiled"], scope="module")
def form(request: pytest.FixtureRequest) -> Form:
    """One of the two forms."""
    return PLAIN if request.param == "arrays" else request.getfixturevalue("compiled")


def columns(holdings: Holdings) -> Columns:
    """Give the columns of a term in these sections; others' postings stand before and after."""
    rows = [OTHER, *((section, *holdings[section]) for section in sorted(holdings)), OTHER]
    return Columns(*(np.array(column, kind) for column, kind in zip(zip(*rows, strict=True), KINDS, strict=True)))


def looked_up(form: Form, groups: Sequence[Sequence[tuple[Holdings, float]]], count: int = COUNT) -> Evidence:
    """Give the evidence for groups of terms that are so held and weigh so much, all guessed."""
    kept = {
        f"{number}.{place}": form.TermPostings(columns(holdings), 1, 1 + len(holdings))
        for number, group in enumerate(groups)
        for place, (holdings, _) in enumerate(group)
    }
    asked = [
        Group("words", f"{n}", tuple(Alternative(f"{n}.{p}", group[p][1], "synonym") for p in range(len(group))))
        for n, group in enumerate(groups)
    ]
    found: Evidence = form.look_up(asked, ("words",), {"words": SimpleNamespace(kept=kept)}, {"words": 1.0}, count)
    return found


HOLDINGS = st.dictionaries(
    st.sampled_from(SECTIONS), st.tuples(st.floats(0.01, 20), st.integers(1, EVERYWHERE)), min_size=1
)
GROUP = st.lists(st.tuples(HOLDINGS, st.sampled_from([1.0, 0.5, 0.35])), min_size=1, max_size=3)
GROUPS = st.lists(GROUP, max_size=6)
SOME = st.lists(st.sampled_from(SECTIONS), min_size=1, unique=True).map(lambda sections: np.array(sections, np.intp))
FLAGS = st.none() | st.lists(st.booleans(), min_size=COUNT, max_size=COUNT).map(np.array)
PIECES = st.none() | st.sets(st.sampled_from(SECTIONS)).map(lambda some: np.array(sorted(some), np.int32))
BESIDES = st.builds(Besides, PIECES, FLAGS, FLAGS)

HOLDERS = {"余额": 0, "续费": 1, "充值": 2, "套餐": 3}
TYPED = st.lists(
    st.builds(
        Alternative, st.sampled_from(sorted(HOLDERS)), st.sampled_from([1.0, 0.6]), st.sampled_from(["typed", "typo"])
    ),
    max_size=4,
)


CHANNELS = ("words", "bigrams")
WEIGHTS = {"words": 0.5, "bigrams": 0.25}
SAYS = {"余额": 1.0, "续费": 2.0, "充值": 3.0, "套餐": 4.0}
TOLD = Telling(COUNT, 3, lambda group: SAYS[group.typed], lambda group: 5 * SAYS[group.typed])


def channels_of(form: Form, holders: Mapping[str, int]) -> Mapping[str, object]:
    """Give what stands in for channels where so many sections hold each term."""
    of_all = columns(dict.fromkeys(SECTIONS, (1.0, 1)))
    kept = {term: form.TermPostings(of_all, 1, 1 + count) for term, count in holders.items()}
    return {channel: SimpleNamespace(kept=kept) for channel in CHANNELS}


@given(st.lists(st.tuples(st.sampled_from(["words", "bigrams", "characters"]), TYPED), max_size=5))
def test_groups_of_the_channels_asked_have_the_alternatives_that_sections_hold(
    form: Form, typed: list[tuple[str, list[Alternative]]]
) -> None:
    groups = [Group(channel, f"{n}", tuple(some)) for n, (channel, some) in enumerate(typed)]  # type: ignore[arg-type] # names
    found = form.look_up(groups, CHANNELS, channels_of(form, HOLDERS), WEIGHTS, COUNT)
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


def test_compiled_loops_refuse_what_is_no_group(compiled: Form) -> None:
    channels = channels_of(compiled, HOLDERS)
    parts: Sequence[object] = ("费", None, (None,), (("续费",),), (("续费", "1"),))
    for spoilt in (None, "费", (), ("words",), ("words", "费"), *(("words", "费", part) for part in parts)):
        with pytest.raises(TypeError):
            compiled.look_up([spoilt], ("words",), channels, {"words": 0.5}, COUNT)
    group = Group("words", "费", (Alternative("续费"),))
    for kept in ({"续费": None}, {"续费": PLAIN.TermPostings(columns({}), 1, 1)}, None, [1]):
        with pytest.raises(TypeError):
            compiled.look_up([group], ("words",), {"words": SimpleNamespace(kept=kept)}, {"words": 0.5}, COUNT)
    with pytest.raises(ValueError, match="9 channels"):
        compiled.look_up([group], ("words",) * 9, channels, {"words": 0.5}, COUNT)


def plain_score(groups: Sequence[Sequence[tuple[Holdings, float]]], section: int) -> float:
    """Give the sum of what the best part of each group gives a section."""
    return sum(max(held.get(section, (0.0, 0))[0] * weight for held, weight in group) for group in groups)


@given(GROUPS, SOME, BESIDES, st.integers(1, COUNT + 1))
def test_a_score_is_what_the_best_part_of_each_group_gives_and_what_counts_besides(
    form: Form,
    groups: list[list[tuple[Holdings, float]]],
    some: np.ndarray,
    besides: Besides,
    most: int,
) -> None:
    found = looked_up(form, groups)
    pieces, allowed, frequent = besides
    plain = [plain_score(groups, section) for section in SECTIONS]
    assert array_loops.points_in(found, some).tolist() == pytest.approx([plain[section] for section in some])
    for section in SECTIONS:
        if pieces is not None and section in pieces and not plain[section]:
            plain[section] = PIECE_POINTS
        plain[section] *= (allowed is None or allowed[section]) * (
            FAQ_WEIGHT if frequent is not None and frequent[section] else 1
        )
    scores = form.every(found, COUNT, besides)
    assert scores.tolist() == pytest.approx(plain)
    sections, highest, total = form.best(found, COUNT, most, besides)
    assert sections.tolist() == sorted_whole(scores.tolist(), most)
    assert highest.tolist() == scores[sections].tolist()
    assert total == np.count_nonzero(scores)


@pytest.mark.parametrize("count", [WINDOW - 1, WINDOW, WINDOW + 1, 3 * WINDOW + 5])
@pytest.mark.parametrize("share", [0.0003, 0.3])
def test_scores_of_many_sections_go_on_from_window_to_window(form: Form, count: int, share: float) -> None:
    random = np.random.default_rng(count)

    def holdings() -> Holdings:
        return {int(one): (float(random.random()), 1) for one in (random.random(count) < share).nonzero()[0]} or {
            count - 1: (1.0, 1)
        }

    groups = [[(holdings(), 1.0)], [(holdings(), 0.5), (holdings(), 0.3)]]
    pieces = np.unique(random.integers(0, count, 9)).astype(np.int32)
    frequent = random.random(count) < 0.1
    found = looked_up(form, groups, count)
    plain = np.zeros(count)
    for group in groups:
        touched = sorted({section for held, _ in group for section in held})
        plain[touched] += [max(held.get(one, (0.0, 0))[0] * weight for held, weight in group) for one in touched]
    plain[pieces[plain[pieces] == 0]] = PIECE_POINTS
    plain *= np.where(frequent, FAQ_WEIGHT, 1.0)
    assert form.every(found, count, Besides(pieces, None, frequent)) == pytest.approx(plain, abs=1e-12)
    sections, scores, total = form.best(found, count, 30, Besides(pieces, None, frequent))
    assert scores.tolist() == pytest.approx(sorted(plain[plain > 0], reverse=True)[:30])
    assert plain[sections] == pytest.approx(scores)
    assert total == np.count_nonzero(plain)


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
    found = PLAIN.look_up(groups, CHANNELS, channels_of(PLAIN, HOLDERS), WEIGHTS, COUNT)
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
    form: Form,
    groups: list[list[tuple[Holdings, float]]],
    singles: list[list[tuple[Holdings, float]]],
    some: np.ndarray,
    frequent: np.ndarray | None,
) -> None:
    scores, telling = np.linspace(1, 2, len(some)), Telling(COUNT, 2, lambda group: 1 + int(group.typed), lambda _: 7.0)
    plain = looked_up(PLAIN, groups)
    known, together, told = array_coverage.held(plain, some, array_coverage.shares(plain, telling))
    weights = 1.0 if frequent is None else np.where(frequent[some], FAQ_WEIGHT, 1.0)
    points = scores + array_loops.points_in(looked_up(PLAIN, singles), some) * weights
    evidence, characters = looked_up(form, groups), looked_up(form, singles)
    for _ in range(2):  # what is kept of the first time is the same
        raised, highest, tells = form.refined(Found(some, scores, 0), evidence, characters, telling, frequent)
        assert raised == pytest.approx(points * (1 + nearness(known, together)))
        assert highest == pytest.approx(points.max())
        assert tells == pytest.approx(
            told[sorted(range(len(points)), key=lambda place: (-points[place], some[place]))[:2]].max()
        )


@given(st.lists(st.tuples(st.sampled_from(CHANNELS), TYPED.filter(bool)), max_size=6))
def test_what_nobody_has_is_missed_in_its_channel(form: Form, typed: list[tuple[str, list[Alternative]]]) -> None:
    groups = [Group(channel, some[0].term, tuple(some)) for channel, some in typed]  # type: ignore[arg-type] # names
    found, singles = (form.look_up(some, CHANNELS, channels_of(form, HOLDERS), WEIGHTS, COUNT) for some in (groups, []))
    shares = array_coverage.shares(found, TOLD)
    sections, scores = np.array([0]), np.ones(1)
    *_, told = array_coverage.held(found, sections, shares)
    for _ in range(2):  # what is kept of the first time is the same
        assert form.refined(Found(sections, scores, 0), found, singles, TOLD, None)[2] == pytest.approx(told[0])


def sorted_whole(scores: Sequence[float], most: int, sections: Sequence[int] | None = None) -> list[int]:
    """Give the first places of all positive scores, sorted."""
    found = [place for place, score in enumerate(scores) if score > 0]
    return sorted(found, key=lambda place: (-scores[place], sections[place] if sections else place))[:most]


@given(st.lists(LEVELS, max_size=600), st.integers(0, 300), st.randoms())
def test_the_highest_are_the_first_of_all_sorted(form: Form, scores: list[float], most: int, random: object) -> None:
    sections = list(range(len(scores)))
    random.shuffle(sections)  # type: ignore[attr-defined] # hypothesis' own
    found = form.highest(np.array(scores, float), np.array(sections, np.intp), most)
    assert found.tolist() == sorted_whole(scores, most, sections)


@pytest.mark.parametrize("most", [1, 10, 50, 128, 129, 1_050, 10**6])
@pytest.mark.parametrize("share", [0.0, 0.0002, 0.3, 1.0])
def test_of_many_scores_too(form: Form, most: int, share: float) -> None:
    random = np.random.default_rng(7)
    scores = np.round(random.random(30_011), 3) * (random.random(30_011) < share)
    assert form.highest(scores, np.arange(30_011), most).tolist() == sorted_whole(scores.tolist(), most)


@given(st.lists(st.integers(0, 4), max_size=40), st.integers(1, 12), st.sets(st.integers(0, 4)))
def test_no_guide_has_more_than_its_share_unless_it_is_named(
    form: Form, guides: list[int], most: int, named: set[int]
) -> None:
    order, sections = np.arange(len(guides))[::-1].copy(), np.arange(len(guides))[::-1].copy()
    expected: list[int] = []
    for place in order.tolist():
        guide = guides[sections[place]]
        taken = sum(guides[sections[one]] == guide for one in expected)
        if len(expected) < most and (taken < GUIDE_SHARE or guide in named):
            expected.append(place)
    assert form.first(order, sections, np.array(guides, np.int64), most, named.__contains__) == expected


@given(st.lists(st.sets(st.integers(0, 60), max_size=50), max_size=4), st.booleans())
def test_what_is_common_stands_in_all(form: Form, each: list[set[int]], arrays: bool) -> None:
    holdings = [dict.fromkeys(one, (1.0, 1)) for one in each]
    postings = [form.TermPostings(columns(one), 1, 1 + len(one)) for one in holdings]
    found = form.common([one.sections if arrays else one for one in postings])
    assert found.tolist() == (sorted(set.intersection(*each)) if each else [])
    assert found.dtype == np.int32


@given(
    st.lists(st.text("续费卡", min_size=1, max_size=3), max_size=3),
    st.dictionaries(
        st.sampled_from(["续", "费", "卡", "续费", "费卡", "续续"]), st.sets(st.integers(0, 9)), max_size=6
    ),
)
def test_what_holds_all_pairs_of_texts_or_lone_characters(
    form: Form, texts: list[str], holders: dict[str, set[int]]
) -> None:
    kept = Missing({term: postings_in(form, some) for term, some in holders.items()}, postings_in(form, set()))
    pieces = [text[n : n + 2] for text in texts for n in range(max(len(text) - 1, 1))]
    found = form.holding_pairs(texts, kept, kept)
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


def postings_in(form: Form, sections: set[int]) -> object:
    return form.TermPostings(columns(dict.fromkeys(sections, (1.0, 1))), 1, 1 + len(sections))


@pytest.mark.parametrize("several", [False, True], ids=["alone", "several"])
@pytest.mark.parametrize("section", [-1, COUNT, 2**31 - 1])
def test_compiled_loops_write_to_no_section_that_there_is_not(compiled: Form, section: int, several: bool) -> None:
    group = [({section: (1.0, 1)}, 1.0), ({1: (1.0, 1)}, 1.0)][: 1 + several]
    found = looked_up(compiled, [group])
    none, pieces = looked_up(compiled, []), np.array([section], np.int32)
    for wrong in (
        lambda: compiled.every(found, COUNT),
        lambda: compiled.best(found, COUNT, 3),
        lambda: compiled.every(none, COUNT, Besides(pieces)),
        lambda: compiled.best(none, COUNT, 3, Besides(pieces)),
    ):
        with pytest.raises(IndexError, match=f"section {section} of {COUNT}"):
            wrong()
    assert compiled.refined((np.arange(3), np.zeros(3)), none, found, TOLD, None)[0].tolist() == [0, several, 0]


@pytest.mark.parametrize("disorder", [[5, 3, WINDOW + 1, 2, 7], [WINDOW, 1], [WINDOW + 2, -5], [3, 2, 1]])
def test_compiled_loops_read_postings_that_are_in_no_order_without_harm(compiled: Form, disorder: list[int]) -> None:
    sections, impacts = np.array(disorder, np.int32), np.ones(len(disorder))
    of_term = Columns(sections, impacts, np.ones(len(disorder), np.uint32))
    kept = {"费": compiled.TermPostings(of_term, 0, len(disorder))}
    for alternatives in ((Alternative("费"),), (Alternative("费"), Alternative("费", 0.5))):
        groups, channels = [Group("words", "费", alternatives)], {"words": SimpleNamespace(kept=kept)}
        found = compiled.look_up(groups, ("words",), channels, {"words": 1.0}, 2 * WINDOW)
        compiled.refined((np.arange(9), np.ones(9)), found, found, Telling(9, 3, len, len), None)
        try:
            scores = compiled.every(found, 2 * WINDOW)
        except IndexError:
            assert sorted(disorder) != disorder
        else:
            assert scores.sum() == len(disorder)


@pytest.mark.parametrize("column", [0, 1, 2])
def test_compiled_postings_refuse_columns_of_another_kind_or_length(compiled: Form, column: int) -> None:
    sound = columns({1: (1.0, 1), 2: (1.0, 1), 3: (1.0, 1)})
    values = sound[column]
    for spoilt in (
        values.astype(np.int8), values.astype(values.dtype.newbyteorder()), values[:2], np.repeat(values, 2)[::2],
        values.reshape(-1, 1), None,
    ):  # fmt: skip
        with pytest.raises((TypeError, ValueError)):
            compiled.TermPostings(Columns(*sound[:column], spoilt, *sound[column + 1 :]), 0, 2)
    for no_columns in (None, sound[:2], list(sound), "abc"):
        with pytest.raises(TypeError):
            compiled.TermPostings(no_columns, 0, 2)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 6), (6, 6), (-(2**40), 2**40)])
def test_compiled_postings_are_none_that_there_are_not(compiled: Form, start: int, end: int) -> None:
    with pytest.raises(IndexError, match=f"postings {start} to {end} of 5"):
        compiled.TermPostings(columns({1: (1.0, 1), 2: (1.0, 1), 3: (1.0, 1)}), start, end)


Call = Callable[[Form, Evidence], object]
TWO, INTS, FLOATS = np.arange(2), np.zeros(2, np.int32), np.ones(2)
CALLS: Sequence[Call] = [
    lambda form, _: form.best(None, COUNT, 3),
    lambda form, _: form.best(PLAIN.Evidence([], []), COUNT, 3),
    lambda form, found: form.best(found, COUNT, 0),
    lambda form, found: form.best(found, -1, 1),
    lambda form, found: form.best(found, COUNT, 3, Besides(np.arange(3))),
    lambda form, found: form.best(found, COUNT, 3, Besides(None, np.ones(COUNT))),
    lambda form, found: form.best(found, COUNT, 3, Besides(None, np.ones(COUNT - 1, bool))),
    lambda form, found: form.every(found, COUNT, Besides(None, None, np.ones(COUNT + 1, bool))),
    lambda form, found: form.every(found, COUNT, None),
    lambda form, found: form.best(found, COUNT, 3, (None, None)),
    lambda form, _: form.every(None, COUNT),
    lambda form, _: form.highest(np.ones(4, np.float32), np.arange(4), 2),
    lambda form, _: form.highest(np.ones(8)[::2], np.arange(4), 2),
    lambda form, _: form.highest(np.ones(4), np.arange(3), 2),
    lambda form, _: form.highest(np.ones(2), INTS, 2),
    lambda form, _: form.highest(None, TWO, 2),
    lambda form, found: form.refined((INTS, FLOATS), found, found, TOLD, None),
    lambda form, found: form.refined((TWO, np.ones(3)), found, found, TOLD, None),
    lambda form, found: form.refined((TWO, np.ones(2, np.float32)), found, found, TOLD, None),
    lambda form, found: form.refined((TWO,), found, found, TOLD, None),
    lambda form, found: form.refined((TWO, FLOATS), None, found, TOLD, None),
    lambda form, found: form.refined((TWO, FLOATS), found, None, TOLD, None),
    lambda form, found: form.refined((TWO, FLOATS), found, found, None, None),
    lambda form, found: form.refined((TWO, FLOATS), found, found, (COUNT, 3, len), None),
    lambda form, found: form.refined((TWO, FLOATS), found, found, (COUNT, 3, lambda _: "", len), None),
    lambda form, found: form.refined((TWO, FLOATS), found, found, (COUNT, 3, len, len), np.ones(1, bool)),
    lambda form, found: form.refined((TWO, FLOATS), found, found, (COUNT, 3, len, len), np.ones(2)),
    lambda form, _: form.first(np.array([2]), TWO, TWO, 1, bool),
    lambda form, _: form.first(np.array([-1]), TWO, TWO, 1, bool),
    lambda form, _: form.first(TWO, np.array([0, 5]), TWO, 2, bool),
    lambda form, _: form.first(TWO, TWO, INTS, 1, bool),
    lambda form, _: form.common([TWO]),
    lambda form, _: form.common([None]),
    lambda form, _: form.common(None),
    lambda form, _: form.holding_pairs(None, {}, {}),
    lambda form, _: form.holding_pairs(["费"], {}, None),
    lambda form, _: form.holding_pairs(["费"], {}, {"费": None}),
    lambda form, _: form.holding_pairs(["费", 1], {"续费": None}, {"费": None}),
]


@pytest.mark.parametrize("call", CALLS)
def test_compiled_loops_refuse_arguments_of_another_kind(compiled: Form, call: Call) -> None:
    with pytest.raises((TypeError, ValueError, IndexError)):
        call(compiled, looked_up(compiled, [[({1: (1.0, 1)}, 1.0)]]))


def test_evidence_keeps_postings_that_nobody_else_has_any_more(compiled: Form) -> None:
    found = looked_up(compiled, [[({one: (1.0, 1), other: (2.0, 1)}, 1.0)] for one, other in combinations(SECTIONS, 2)])
    assert compiled.every(found, COUNT).sum() == 3 * COUNT * (COUNT - 1) / 2
