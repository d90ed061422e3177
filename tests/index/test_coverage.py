"""Coverage against a plain count, one cell at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.channels import Channel
from index.analysis.information import information, is_made_up
from index.cells import CELLS, EVERYWHERE
from index.coverage import cover
from index.evidence import ChannelTerms
from index.impacts import ChannelImpacts, write_impacts, write_postings
from index.loops import GroupPostings
from index.matching import gather as evidence_of
from index.parsed_query import Alternative, Group
from index.postings import gather
from index.scoring import MISSING_WEIGHT, TELLING, idf, nearness
from index.searcher import Searcher

TERMS = ["续费", "充值", "卡", "lebara", "𠮷"]
Placed = Mapping[str, int]
SECTION = st.dictionaries(st.sampled_from(TERMS), st.integers(1, EVERYWHERE))
CORPORA = st.lists(st.fixed_dictionaries(dict.fromkeys(TELLING, SECTION)), min_size=1, max_size=8)
GROUPS = st.lists(
    st.builds(
        lambda channel, typed, others: Group(channel, typed, (Alternative(typed), *others)),
        st.sampled_from(TELLING),
        st.sampled_from([*TERMS, "无人有"]),
        st.lists(st.builds(Alternative, st.sampled_from(TERMS), st.just(0.6), st.just("synonym")), max_size=2),
    ),
    max_size=5,
    unique_by=lambda group: (group.channel, group.typed),
)


@dataclass(frozen=True)
class Reader:
    """As much of a generation's reader as evidence asks for."""

    count: int
    channels: Mapping[str, ChannelImpacts]
    every: GroupPostings


def opened(corpus: Sequence[Mapping[str, Placed]], directory: str) -> Reader:
    for channel in TELLING:
        placed = [section[channel] for section in corpus]
        holdings = [dict.fromkeys(section, 1) for section in placed]
        write_postings(Path(directory), channel, gather(holdings, placed))
        write_impacts(Path(directory), channel, gather(holdings, placed), len(corpus))
    channels: dict[Channel, ChannelImpacts] = {channel: ChannelImpacts(Path(directory), channel) for channel in TELLING}
    terms = tuple(ChannelTerms(name, one.kept, 1.0) for name, one in channels.items())
    return Reader(len(corpus), channels, GroupPostings(terms, len(corpus)))


def plainly(groups: Sequence[Group], corpus: Sequence[Mapping[str, Placed]], number: int) -> tuple[float, float, float]:
    """The three shares of one section."""

    def holders(group: Group) -> int:
        counts = (sum(one.term in s[group.channel] for s in corpus) for one in group.alternatives)
        return next((count for count in counts if count), 0)

    def cells(group: Group) -> int:
        held = corpus[number][group.channel]
        return int(np.bitwise_or.reduce([held.get(one.term, 0) for one in group.alternatives]))

    def share(some: Sequence[Group], among: Sequence[Group], weight: Callable[[Group], float]) -> float:
        channels = {group.channel for group in among}
        totals = {channel: sum(weight(group) for group in among if group.channel == channel) for channel in channels}
        return sum(weight(group) / totals[group.channel] for group in some) / max(len(channels), 1)

    def rarity(group: Group) -> float:
        return idf(len(corpus), holders(group))

    def said(group: Group) -> float:
        return information(group.channel, group.typed) * (1 if holders(group) else MISSING_WEIGHT)

    known = [group for group in groups if holders(group)]
    asked = [group for group in groups if group in known or group.channel != "words" or not is_made_up(group.typed)]
    held = [group for group in known if cells(group)]
    stretches = [[group for group in held if cells(group) >> cell & 3] for cell in range(CELLS)]
    together = max(share(stretch, known, rarity) for stretch in stretches)
    return share(held, known, rarity), together, max(share(stretch, asked, said) for stretch in stretches)


@given(CORPORA, GROUPS, st.data())
def test_coverage_is_what_a_plain_count_gives(
    corpus: list[dict[str, Placed]], groups: list[Group], data: st.DataObject
) -> None:
    sections = data.draw(st.permutations(range(len(corpus))))[: data.draw(st.integers(1, len(corpus)))]
    with TemporaryDirectory() as directory:
        reader = opened(corpus, directory)
        evidence = evidence_of(groups, reader)  # type: ignore[arg-type] # stands in for one
        covered = cover(evidence, np.array(sections))
    for row, number in enumerate(sections):
        found = (covered.known[row], covered.together[row], covered.told[row])
        assert found == pytest.approx(plainly(groups, corpus, number))
        assert 0 <= covered.together[row] <= covered.known[row] + 1e-9 <= 1 + 2e-9


def test_what_nobody_typed_and_nobody_has_was_not_asked() -> None:
    groups = [
        Group("words", "卡", (Alternative("卡"),)),
        Group("words", "xufei", (Alternative("需费", 0.6, "pinyin"),)),
    ]
    with TemporaryDirectory() as directory:
        reader = opened([{"words": {"卡": 1}, "bigrams": {}}], directory)
        evidence = evidence_of(groups, reader)  # type: ignore[arg-type] # stands in for one
        assert cover(evidence, np.array([0])).told.tolist() == [1.0]


@pytest.mark.parametrize(("other", "told"), [("充值", 1 / (1 + MISSING_WEIGHT)), ("无人有", 1.0)])
def test_a_word_that_nobody_has_was_asked_but_not_a_name_that_was_made_up(other: str, told: float) -> None:
    groups = [Group("words", typed, (Alternative(typed),)) for typed in ("续费", other)]
    with TemporaryDirectory() as directory:
        reader = opened([{"words": {"续费": 1}, "bigrams": {}}], directory)
        evidence = evidence_of(groups, reader)  # type: ignore[arg-type] # stands in for one
        assert cover(evidence, np.array([0])).told.tolist() == [pytest.approx(told)]


def test_a_stretch_tells_more_the_rarer_its_word_is_in_the_language_however_rare_on_the_site() -> None:
    groups = [Group("words", typed, (Alternative(typed),)) for typed in ("续费", "马上")]
    with TemporaryDirectory() as directory:
        corpus = [{"words": {word: 1}, "bigrams": {}} for word in ("续费", "马上")]
        reader = opened(corpus, directory)
        evidence = evidence_of(groups, reader)  # type: ignore[arg-type] # stands in for one
        covered = cover(evidence, np.array([0, 1]))
    assert covered.together[0] == covered.together[1]
    assert covered.told[0] > covered.told[1] > 0


def test_what_is_asked_last_may_have_more_alternatives_than_what_is_asked_first() -> None:
    groups = [
        Group("words", "卡", (Alternative("卡"),)),
        Group("words", "续费", (Alternative("续费"), Alternative("充值", 0.6, "synonym"))),
    ]
    with TemporaryDirectory() as directory:
        reader = opened([{"words": {"卡": 1, "续费": 2, "充值": 4}, "bigrams": {}}], directory)
        evidence = evidence_of(groups, reader)  # type: ignore[arg-type] # stands in for one
        assert cover(evidence, np.array([0])).known.tolist() == [1.0]


def test_nearness_is_highest_where_everything_stands_in_one_place_and_grows_with_what_does() -> None:
    whole, together = np.array([1, 1, 0.5, 0]), np.array([1, 0.5, 0.5, 0])
    best, apart, half, nothing = nearness(whole, together).tolist()
    assert best > half > apart > nothing == 0


def test_every_posting_of_the_sample_has_a_place(searcher: Searcher) -> None:
    for channel in searcher._reader.channels.values():
        assert all(channel.postings(number).cells.all() for number in range(len(channel.lexicon)))
