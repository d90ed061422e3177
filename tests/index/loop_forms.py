"""Both forms of the loops over postings, by arrays and compiled, and what is put to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from types import SimpleNamespace

import numpy as np
from hypothesis import strategies as st
from numpy.typing import DTypeLike

from index import array_coverage, array_loops, evidence
from index.analysis.channels import Channel
from index.array_weighing import GRADES, LEVELS, RANKED
from index.cells import EVERYWHERE
from index.evidence import (
    Besides,
    Ceilings,
    ChannelTerms,
    Columns,
    Evidence,
    GroupPostings,
    Telling,
    TermPostings,
)
from index.parsed_query import Alternative, Group
from tests.conftest import compiled_module

FORMS = ("arrays", "compiled")
COUNT = 40
SECTIONS = range(COUNT)
DAMPINGS = np.linspace(0.3, 7.7, COUNT)
KINDS = (np.int32, np.float64, np.uint16, np.uint32)
OTHER = (1, 1000.0, 65_535, EVERYWHERE)
PLAIN = SimpleNamespace(**{**vars(evidence), **vars(array_loops), **vars(array_coverage)})
Form = SimpleNamespace
Holdings = Mapping[int, tuple[float, int]]
"""Sections with the impact and the cells of a term there."""


def form_of(name: str) -> Form:
    """Give one of FORMS. The compiled one is missing only where nothing can be compiled."""
    if name == "arrays":
        return PLAIN
    names = ("evidence", "group_postings", "best", "scores", "loops", "coverage")
    modules = [compiled_module(f"compiled_{name}") for name in names]
    return SimpleNamespace(**{name: one for module in modules for name, one in vars(module).items()})


def columns(holdings: Holdings) -> Columns:
    """Give the columns of a term in these sections; others' postings stand before and after."""
    held = ((section, impact, grade(impact, holdings), cells) for section, (impact, cells) in sorted(holdings.items()))
    rows = [OTHER, *held, OTHER]
    return Columns(*(np.array(column, kind) for column, kind in zip(zip(*rows, strict=True), KINDS, strict=True)))


def highest(holdings: Holdings) -> float:
    """Give the highest impact of a term."""
    return max((impact for impact, _ in holdings.values()), default=0.0)


def grade(impact: float, holdings: Holdings) -> int:
    """Give what part of the highest impact of a term one is."""
    return ceil(impact / (highest(holdings) or 1) * GRADES)


def postings_of(form: Form, holdings: Holdings, count: int | None = None) -> TermPostings:
    """Give the postings of a term in these sections, with ceilings where it is said how many sections there are."""
    over = ceilings(holdings, count) if count else None
    found: TermPostings = form.TermPostings(columns(holdings), 1, 1 + len(holdings), highest(holdings), None, over)
    return found


def damped(form: Form, often: Mapping[int, int], kind: DTypeLike, rarity: float) -> TermPostings:
    """Give the postings of a term that sections hold so often, in numbers of a kind."""
    held = sorted(often)
    parts = [often[section] / (often[section] + DAMPINGS[section]) for section in held]
    of_term = Columns(
        np.array(held, np.int32),
        np.array([often[section] for section in held], kind),
        np.ceil(np.array(parts) * GRADES).astype(np.uint16),
        np.ones(len(held), np.uint32),
    )
    found: TermPostings = form.TermPostings(of_term, 0, len(held), rarity, DAMPINGS)
    return found


def ceilings(holdings: Holdings, count: int) -> Ceilings:
    """Give the ceilings of a term in so many sections."""
    levels = np.zeros(count, np.uint8)
    for section, (impact, _) in holdings.items():
        levels[section] = ceil(grade(impact, holdings) * LEVELS / GRADES)
    ranks = [sum(section < first for section in holdings) << RANKED for first in range(0, count, RANKED)]
    for section in holdings:
        ranks[section // RANKED] += 1 << section % RANKED
    return Ceilings(levels, np.array(ranks, np.uint64))


def looked_up(form: Form, groups: Sequence[Sequence[tuple[Holdings, float]]], count: int = COUNT) -> Evidence:
    """Give the evidence for groups of guessed terms that are so held and weigh so much; common ones have ceilings."""
    kept = {
        f"{number}.{place}": postings_of(form, holdings, count if 16 * len(holdings) > count else None)
        for number, group in enumerate(groups)
        for place, (holdings, _) in enumerate(group)
    }
    asked = [
        Group("words", f"{n}", tuple(Alternative(f"{n}.{p}", group[p][1], "synonym") for p in range(len(group))))
        for n, group in enumerate(groups)
    ]
    found: Evidence = form.look_up(asked, form.GroupPostings((ChannelTerms("words", kept, 1.0),), count))
    return found


HOLDINGS = st.dictionaries(
    st.sampled_from(SECTIONS), st.tuples(st.just(0.0) | st.floats(0.01, 20), st.integers(1, EVERYWHERE)), min_size=1
)
GROUP = st.lists(st.tuples(HOLDINGS, st.sampled_from([1.0, 0.5, 0.35, 0.0])), min_size=1, max_size=3)
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


CHANNELS: tuple[Channel, ...] = ("words", "bigrams")
WEIGHTS: Mapping[Channel, float] = {"words": 0.5, "bigrams": 0.25}
SAYS = {"余额": 1.0, "续费": 2.0, "充值": 3.0, "套餐": 4.0}
TOLD = Telling(3, lambda group: SAYS[group.typed], lambda group: 5 * SAYS[group.typed])


def channels_of(form: Form, holders: Mapping[str, int]) -> GroupPostings:
    """Give CHANNELS where so many of COUNT sections hold each term."""
    of_all = columns(dict.fromkeys(SECTIONS, (1.0, 1)))
    kept = {term: form.TermPostings(of_all, 1, 1 + count, 1.0) for term, count in holders.items()}
    channels = tuple(ChannelTerms(channel, kept, WEIGHTS[channel]) for channel in CHANNELS)
    of_groups: GroupPostings = form.GroupPostings(channels, COUNT)
    return of_groups
