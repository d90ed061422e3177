from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.scoring import SCORE_POWER, USUAL_SCORE, idf, nearness, relevance

SHARES = st.floats(0, 1)
SCORES = st.floats(0, 100)
COUNTS = st.integers(1, 10**6)


@given(COUNTS, st.data())
def test_the_more_sections_hold_a_term_the_less_it_weighs_and_never_nothing(sections: int, data: st.DataObject) -> None:
    few, many = sorted(data.draw(st.tuples(st.integers(0, sections), st.integers(0, sections))))
    assert idf(sections, few) >= idf(sections, many) > 0


@given(SHARES, SCORES, COUNTS)
def test_what_is_told_counts_however_low_the_score(told: float, score: float, sections: int) -> None:
    assert relevance(told, score, sections) >= told


@given(SHARES, COUNTS)
def test_only_a_score_above_the_usual_adds_to_what_is_told(told: float, sections: int) -> None:
    usual = USUAL_SCORE * log(1 + sections)
    assert relevance(told, usual * 0.99, sections) == told
    assert relevance(told, usual * 4, sections) == pytest.approx(told * 4**SCORE_POWER)


@given(st.floats(0.01, 1), st.floats(0.01, 1))
def test_what_stands_together_gains_and_the_more_the_nearer(known: float, share: float) -> None:
    together = np.array([known * share, known])
    apart, whole = nearness(np.array([known, known]), together).tolist()
    assert 0 < apart <= whole <= 1


def test_a_section_that_holds_nothing_gains_nothing() -> None:
    nothing = np.zeros(1)
    assert nearness(nothing, nothing).tolist() == [0]
