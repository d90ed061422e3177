from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.top import highest

LEVELS = st.sampled_from([0.0, 0.0, 0.1, 0.5, 0.5 + 1e-12, 2.0, 30.0])


def sorted_whole(scores: list[float], most: int) -> list[int]:
    found = [place for place, score in enumerate(scores) if score > 0]
    return sorted(found, key=lambda place: (-scores[place], place))[:most]


@given(st.lists(LEVELS, max_size=600), st.integers(1, 80))
def test_the_highest_are_the_first_of_all_sorted(scores: list[float], most: int) -> None:
    assert highest(np.array(scores, float), most).tolist() == sorted_whole(scores, most)


@pytest.mark.parametrize("most", [1, 10, 50, 1_050, 10**6])
@pytest.mark.parametrize("share", [0.0, 0.0002, 0.3, 1.0])
def test_of_many_scores_too(most: int, share: float) -> None:
    random = np.random.default_rng(7)
    scores = np.round(random.random(30_011), 3) * (random.random(30_011) < share)
    assert highest(scores, most).tolist() == sorted_whole(scores.tolist(), most)
