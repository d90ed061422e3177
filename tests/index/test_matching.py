from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loops import every
from index.matching import gather, parts_of
from index.parsed_query import Alternative, Group
from index.reader import GenerationReader
from index.scoring import CHANNEL_WEIGHTS
from index.searcher import Searcher

WORDS = ["续费", "充值", "余额", "lebara", "支付", "套餐", "没有这个词"]
ALTERNATIVES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True)


@st.composite
def groups(draw: Callable[[st.SearchStrategy[list[str]]], list[str]]) -> Group:
    first, *others = draw(ALTERNATIVES)
    guessed = tuple(Alternative(term, 0.6, "synonym") for term in others)
    return Group("words", first, (Alternative(first), *guessed))


GROUPS = st.lists(groups(), max_size=5, unique_by=lambda group: group.typed)


def summed(found: list[Group], reader: GenerationReader) -> list[float]:
    """For each section the best of each group, added up one by one."""
    scores = [0.0] * reader.count
    for group in found:
        best: dict[int, float] = {}
        for _, postings, weight in parts_of(group, reader):
            for section, impact in zip(postings.sections.tolist(), postings.impacts.tolist(), strict=True):
                best[section] = max(best.get(section, 0.0), impact * weight)
        for section, points in best.items():
            scores[section] += points
    return scores


@given(GROUPS)
def test_a_score_is_what_the_best_of_each_group_s_alternatives_gives(searcher: Searcher, found: list[Group]) -> None:
    reader = searcher._reader
    assert every(gather(found, reader), reader.count).tolist() == pytest.approx(summed(found, reader))


@given(GROUPS)
def test_groups_that_no_section_holds_are_told_apart(searcher: Searcher, found: list[Group]) -> None:
    evidence = gather(found, searcher._reader)
    assert {group.typed for group in evidence.unknown} <= {"没有这个词"}
    assert {group for group, _ in evidence.known} | set(evidence.unknown) == set(found)


def test_a_guess_rarer_than_what_was_typed_counts_as_if_it_were_as_common(searcher: Searcher) -> None:
    reader = searcher._reader
    common, rare = "续费", "充值"
    holders = reader.channels["words"].holders_of
    assert 0 < holders(rare) < holders(common)
    typed = Group("words", common, (Alternative(common), Alternative(rare, 0.6, "synonym")))
    guessed = Group("words", "不在", (Alternative("没有这个词"), Alternative(rare, 0.6, "synonym")))
    *_, restrained = parts_of(typed, reader)[1]
    *_, free = parts_of(guessed, reader)[0]
    assert restrained < free == CHANNEL_WEIGHTS["words"] * 0.6
